"""The web process of auth."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from joserfc.jwk import KeySet

from auth.adapters.asn_digital import AsnDigital
from auth.adapters.data_pribadi import DATA_PRIBADI
from auth.adapters.kunci import GantunganKunci, PenyandiData, VerifierSendiri
from auth.adapters.penyandi import Penyandi
from auth.adapters.webauthn_server import pihak_tepercaya
from auth.entrypoints import (
    http,
    http_akses,
    http_hierarki,
    http_impor,
    http_klien,
    http_passkey,
    http_penugasan,
    http_peran,
    ui,
    ui_akses,
    ui_asn,
    ui_faktor,
    ui_hierarki,
    ui_impor,
    ui_instansi,
    ui_jejak,
    ui_klien,
    ui_pegawai,
    ui_pemasangan,
    ui_pemulihan,
    ui_pengganti,
    ui_penilai,
    ui_penugasan,
    ui_peran,
    ui_salinan,
    ui_unor,
)
from auth.entrypoints.identitas import EKSTENSI, buka_unit_sistem
from auth.entrypoints.langkah import EKSTENSI_FAKTOR, Perkakas
from auth.settings import Settings
from auth.settings import settings as settings_from_env
from shared.persistence import Database
from shared.settings import ServiceSettings
from shared.web.factory import make_app
from shared.web.personal_data import personal_data_blueprint

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def create_app(
    settings: ServiceSettings | Settings | None = None, *, database: Database | None = None, kunci_lain: KeySet | None = None
) -> Flask:
    """``kunci_lain`` are further public keys that are trusted: tests sign their own tokens."""
    milik = settings if isinstance(settings, Settings) else Settings(settings) if settings else settings_from_env()
    settings = milik.service
    gantungan = GantunganKunci(settings.secret_key)
    app = make_app(
        settings,
        migrations=MIGRATIONS,
        pages=[
            ui.pages,
            ui_asn.pages,
            ui_salinan.pages,
            ui_akses.pages,
            ui_penugasan.pages,
            ui_pengganti.pages,
            ui_peran.pages,
            ui_faktor.pages,
            ui_pemulihan.pages,
            ui_hierarki.pages,
            ui_impor.halaman,
            ui_instansi.pages,
            ui_jejak.pages,
            ui_klien.pages,
            ui_pegawai.pages,
            ui_pemasangan.pages,
            ui_penilai.pages,
            ui_unor.pages,
        ],
        api=[
            http.api,
            http_impor.api_impor,
            http_klien.api,
            http_penugasan.api,
            http_peran.api,
            http_akses.api,
            http_passkey.api,
            http_hierarki.api,
            personal_data_blueprint(DATA_PRIBADI),
        ],
        title="Kinerja: auth",
        database=database,
        verifier=VerifierSendiri(settings.url, gantungan, buka_unit_sistem, kunci_lain),
    )
    app.extensions[EKSTENSI] = gantungan
    ui_pemasangan.pasang_pengalih(app)
    app.config[http_akses.TUNDA] = milik.tunda_pemeriksaan
    if milik.asn:
        penyandi = PenyandiData(settings.secret_key, "identity provider")
        app.jinja_env.globals["asn_dipakai"] = True
        app.extensions[ui_asn.EKSTENSI_ASN] = ui_asn.Penyedia(AsnDigital(milik.asn, settings.url), penyandi)
    app.extensions[EKSTENSI_FAKTOR] = Perkakas(
        Penyandi(settings.secret_key, milik.kunci_sebelumnya), milik.passkey or pihak_tepercaya(settings.url), surel=milik.surel is not None
    )
    return app
