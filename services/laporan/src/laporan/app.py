"""The wiring of the web process."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from laporan.adapters.data_pribadi import DATA_PRIBADI
from laporan.entrypoints import http, ui
from laporan.settings import Settings, from_env
from shared.auth.tokens import TokenVerifier
from shared.persistence import Database
from shared.settings import ServiceSettings
from shared.web.factory import make_app
from shared.web.personal_data import personal_data_blueprint

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def create_app(
    settings: ServiceSettings | Settings | None = None, *, database: Database | None = None, verifier: TokenVerifier | None = None
) -> Flask:
    chosen = settings or from_env()
    if isinstance(chosen, ServiceSettings):
        chosen = Settings(chosen)
    app = make_app(
        chosen.service,
        migrations=MIGRATIONS,
        pages=[ui.pages],
        api=[http.api, personal_data_blueprint(DATA_PRIBADI)],
        title="Kinerja: Laporan",
        database=database,
        verifier=verifier,
    )
    app.config["LAPORAN_LAMBANG"] = chosen.lambang
    return app
