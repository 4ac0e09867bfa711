"""The wiring of capaian's web process."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from capaian.adapters import kiriman, pemeriksa_tautan, pemindai, penyimpanan
from capaian.adapters.data_pribadi import DATA_PRIBADI
from capaian.adapters.pemeriksa_tautan import PemeriksaTautan
from capaian.adapters.pemindai import Pemindai
from capaian.adapters.penyimpanan import KUOTA, Penyimpanan, PenyimpananLokal
from capaian.domain.bukti import JUTA_PIKSEL
from capaian.domain.gangguan import HARI_MENYUSUL
from capaian.domain.rencana import AturanRencana
from capaian.entrypoints import http, ui, ui_luring
from capaian.settings import USULAN_HARI, Settings
from shared.auth.tokens import TokenVerifier
from shared.persistence import Database
from shared.settings import ServiceSettings
from shared.web.factory import make_app
from shared.web.personal_data import personal_data_blueprint

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def create_app(
    settings: ServiceSettings | None = None,
    *,
    berkas_dir: Path | None = None,
    database: Database | None = None,
    verifier: TokenVerifier | None = None,
    usulan_hari: int = USULAN_HARI,
    pemeriksa: PemeriksaTautan | None = None,
    kuota: int = KUOTA,
    piksel: int = JUTA_PIKSEL * 1_000_000,
) -> Flask:
    """``settings`` and ``berkas_dir`` (a store in that folder) are read from the environment unless both are given."""
    simpanan: Penyimpanan
    clamav = None
    rencana, gangguan_hari = AturanRencana(), HARI_MENYUSUL
    if settings is None or berkas_dir is None:
        own = Settings.from_env()
        settings, usulan_hari, rencana, gangguan_hari = own.service, own.usulan_hari, own.rencana, own.gangguan_hari
        pemeriksa, simpanan, piksel = PemeriksaTautan(own.tautan_dalam), own.penyimpanan(), own.piksel
        clamav = own.clamav
    else:
        simpanan = PenyimpananLokal(berkas_dir, kuota)
    app = make_app(
        settings,
        migrations=MIGRATIONS,
        pages=[ui.pages, ui_luring.pages],
        api=[http.api, personal_data_blueprint(DATA_PRIBADI)],
        title="Kinerja: Capaian",
        database=database,
        verifier=verifier,
    )
    app.config["USULAN_HARI"] = usulan_hari
    app.config["RENCANA"] = rencana
    app.config["GANGGUAN_HARI"] = gangguan_hari
    penyimpanan.pasang(app, simpanan)
    kiriman.pasang(app, piksel)
    pemindai.pasang(app, Pemindai(clamav))
    pemeriksa_tautan.pasang(app, pemeriksa or PemeriksaTautan())
    return app
