"""The wiring of penilaian's web process."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from penilaian.adapters.data_pribadi import DATA_PRIBADI
from penilaian.entrypoints import http, http_dialog, http_tindak_lanjut, http_umpan, ui, ui_barisan, ui_dialog, ui_tindak_lanjut, ui_umpan
from penilaian.settings import from_env
from shared.auth.tokens import TokenVerifier
from shared.persistence import Database
from shared.settings import ServiceSettings
from shared.web.factory import make_app
from shared.web.personal_data import personal_data_blueprint

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def create_app(
    settings: ServiceSettings | None = None, *, database: Database | None = None, verifier: TokenVerifier | None = None
) -> Flask:
    return make_app(
        settings or from_env(),
        migrations=MIGRATIONS,
        pages=[ui.pages, ui_barisan.pages, ui_dialog.pages, ui_tindak_lanjut.pages, ui_umpan.pages],
        api=[http.api, http_dialog.api, http_tindak_lanjut.api, http_umpan.api, personal_data_blueprint(DATA_PRIBADI)],
        title="Kinerja: Penilaian",
        database=database,
        verifier=verifier,
    )
