"""The worker's rounds over the files that the virus scanner has yet to see."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from capaian.adapters.pemindai import Pemindai
from capaian.adapters.penyimpanan import Penyimpanan
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.use_cases_pindai import berkas_menunggu, simpan_pindaian
from shared.errors import Unavailable
from shared.observability import get_logger

log = get_logger()
JEDA_DETIK = 5.0


@dataclass(frozen=True, slots=True)
class PekerjaPindai:
    buka: Callable[[], UnitOfWork]
    simpanan: Penyimpanan
    pemindai: Pemindai
    stop: threading.Event

    def run(self) -> None:
        """Until ``stop``: a round, then a pause. A database, a store or a scanner that is away is waited for."""
        while not self.stop.is_set():
            try:
                self.satu_putaran()
            except (SQLAlchemyError, Unavailable) as error:
                log.warning("scan_round_failed", error=type(error).__name__)
            self.stop.wait(JEDA_DETIK)

    def satu_putaran(self) -> int:
        """Show what waits to the scanner, each between two transactions; returns how many it answered to. Nothing without a scanner."""
        if not self.pemindai.ada:
            return 0
        with self.buka() as uow:
            menunggu = berkas_menunggu(uow)
        dijawab = 0
        for berkas in menunggu:
            if self.stop.is_set():
                break
            with self.simpanan.buka(berkas.instansi_id, berkas.sha256) as aliran:
                hasil = self.pemindai.pindai(aliran)
            if not hasil.terhubung:
                break
            with self.buka() as uow:
                simpan_pindaian(uow, berkas, hasil)
            dijawab += 1
        return dijawab
