"""The wiring of capaian's worker: relay, consumer, the sending at the lock, excuses of outages, cleaning of the evidence store, links, small pictures, virus scanning."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import cast

from capaian.adapters.pemeriksa_tautan import PemeriksaTautan
from capaian.adapters.pemindai import Pemindai
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.use_cases import bersihkan_berkas, kirim_yang_terkunci
from capaian.application.use_cases_gangguan import terapkan_gangguan
from capaian.entrypoints.consumer import HANDLERS
from capaian.entrypoints.pekerja_mini import PekerjaMini
from capaian.entrypoints.pekerja_pindai import PekerjaPindai
from capaian.entrypoints.pekerja_tautan import PekerjaTautan
from capaian.settings import Settings
from shared import persistence
from shared.worker import Job, run_worker

CLEANING_SECONDS = 86_400.0
LOCK_SECONDS = 5.0
"""Each run sends one batch in one transaction: a month end of 10,000 people is through in minutes, and a stopped worker goes on where it was."""


def main() -> None:
    settings = Settings.from_env()
    store = settings.penyimpanan()

    def clean(uow: persistence.UnitOfWork) -> None:
        bersihkan_berkas(cast("UnitOfWork", uow), store)

    def look_at_links(buka: Callable[[], persistence.UnitOfWork], stop: threading.Event) -> None:
        PekerjaTautan(lambda: cast("UnitOfWork", buka()), PemeriksaTautan(settings.tautan_dalam), stop).run()

    def send(uow: persistence.UnitOfWork) -> None:
        kirim_yang_terkunci(cast("UnitOfWork", uow))

    def excuse(uow: persistence.UnitOfWork) -> None:
        terapkan_gangguan(cast("UnitOfWork", uow), hari_menyusul=settings.gangguan_hari)

    def make_thumbnails(buka: Callable[[], persistence.UnitOfWork], stop: threading.Event) -> None:
        PekerjaMini(lambda: cast("UnitOfWork", buka()), store, stop).run()

    def scan(buka: Callable[[], persistence.UnitOfWork], stop: threading.Event) -> None:
        PekerjaPindai(lambda: cast("UnitOfWork", buka()), store, Pemindai(settings.clamav, batas=60.0), stop).run()

    jobs = [
        Job("bersihkan_berkas", CLEANING_SECONDS, clean),
        Job("kirim_yang_terkunci", LOCK_SECONDS, send),
        Job("terapkan_gangguan", LOCK_SECONDS, excuse),
    ]
    run_worker(
        settings.service, UnitOfWork, HANDLERS, jobs=jobs, background={"tautan": look_at_links, "mini": make_thumbnails, "pindai": scan}
    )


if __name__ == "__main__":
    main()
