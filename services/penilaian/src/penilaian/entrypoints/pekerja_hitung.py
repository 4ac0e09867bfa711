"""The worker's rounds over open evaluations whose rules changed: their figures in the queues are computed anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from penilaian.adapters.unit_of_work import UnitOfWork
from shared.observability import get_logger

log = get_logger()
JEDA_DETIK = 5.0
BERSAMA = 2
"""Rounds beside each other: while the database gathers the reports for one, the other counts."""


@dataclass(frozen=True, slots=True)
class PekerjaHitung:
    buka: Callable[[], UnitOfWork]
    stop: threading.Event
    jeda: float = JEDA_DETIK

    def run(self) -> None:
        """Until ``stop``: batch after batch while there are any, then a pause. A database that is away is waited for. A batch
        that cannot be counted keeps its mark and its old figures and is logged each time; relay and consumer go on.
        """
        while not self.stop.is_set():
            try:
                while self.satu_putaran() and not self.stop.is_set():
                    pass
            except SQLAlchemyError as error:
                log.warning("recount_failed", error=type(error).__name__)
            except Exception:
                log.exception("recount_failed")
            self.stop.wait(self.jeda)

    def satu_putaran(self) -> int:
        """One batch in one transaction; returns how many."""
        with self.buka() as uow:
            return uow.hitung_ulang()
