"""The worker's rounds over the links whose time for another look has come."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from capaian.adapters.pemeriksa_tautan import PemeriksaTautan
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application import queries
from capaian.application.use_cases_tautan import simpan_pemeriksaan
from shared.observability import get_logger

log = get_logger()
JEDA_DETIK = 30.0


@dataclass(frozen=True, slots=True)
class PekerjaTautan:
    buka: Callable[[], UnitOfWork]
    pemeriksa: PemeriksaTautan
    stop: threading.Event

    def run(self) -> None:
        """Until ``stop``: a round, then a pause. A database that is away is waited for."""
        while not self.stop.is_set():
            try:
                self.satu_putaran()
            except SQLAlchemyError as error:
                log.warning("link_round_failed", error=type(error).__name__)
            self.stop.wait(JEDA_DETIK)

    def satu_putaran(self) -> int:
        """Look at what is due, each between two transactions; returns how many."""
        with self.buka() as uow:
            waktunya = queries.tautan_waktunya(uow)
        diperiksa = 0
        for bukti_id, alamat in waktunya:
            if self.stop.is_set():
                break
            keadaan = self.pemeriksa.periksa(alamat)
            with self.buka() as uow:
                simpan_pemeriksaan(uow, bukti_id, keadaan)
            diperiksa += 1
        return diperiksa
