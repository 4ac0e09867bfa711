"""The web process of skp."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from shared.auth.tokens import TokenVerifier
from shared.persistence import Database
from shared.settings import ServiceSettings
from shared.web.factory import make_app
from shared.web.personal_data import personal_data_blueprint
from skp.adapters.data_pribadi import DATA_PRIBADI
from skp.entrypoints import http, http_pustaka, ui, ui_pustaka, ui_reviu
from skp.settings import from_env

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def create_app(
    settings: ServiceSettings | None = None, *, database: Database | None = None, verifier: TokenVerifier | None = None
) -> Flask:
    return make_app(
        settings or from_env(),
        migrations=MIGRATIONS,
        pages=[ui.pages, ui_pustaka.pages, ui_reviu.pages],
        api=[http.api, http_pustaka.api, personal_data_blueprint(DATA_PRIBADI)],
        title="Kinerja: SKP",
        database=database,
        verifier=verifier,
    )
