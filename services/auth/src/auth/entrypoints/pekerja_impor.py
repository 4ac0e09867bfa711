"""Who works on imports: a thread of auth's worker, and, for small files, the request that brought them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_impor as impor_
from auth.domain.pekerjaan_impor import PekerjaanImpor
from shared.errors import Conflict, DomainError, NotFound
from shared.observability import get_logger

log = get_logger()
_JEDA = 0.5
_COBA_LAGI = 5.0
_PERCOBAAN_TERBANYAK = 5

Buka = Callable[[], AbstractContextManager[UnitOfWork]]


def kerjakan(buka: Buka, pekerjaan_id: UUID, selama: Callable[[PekerjaanImpor], bool]) -> None:
    """Step by step, each in its own transaction, while ``selama`` says so and there is something to do.

    A refusal is noted at the job and ends the work; a fault of the database is raised, and the next try goes on where the last step ended.
    """
    ingatan: impor_.Ingatan | None = None
    while True:
        try:
            with buka() as uow:
                p, ingatan = impor_.langkah(uow, pekerjaan_id, ingatan)
        except NotFound:
            return
        except DomainError as error:
            if not (isinstance(error, Conflict) and error.code == "job_moved"):
                log.info("import_held", pekerjaan_id=str(pekerjaan_id), code=error.code)
                with buka() as uow:
                    impor_.tahan(uow, pekerjaan_id, error)
            return
        if not p.berjalan or p.status == "menunggu" or not selama(p):
            return


class PekerjaImpor:
    """The worker's thread: looks for jobs twice a second, and works on one at a time until ``stop``."""

    def __init__(self, buka: Buka, stop: threading.Event) -> None:
        self._buka, self._stop = buka, stop
        self._gagal: dict[UUID, int] = {}

    def run(self) -> None:
        while not self._stop.is_set():
            try:
                bekerja = self.sekali()
            except (OperationalError, InterfaceError, PoolTimeout) as error:
                log.warning("import_waiting", error=type(error).__name__)
                self._stop.wait(_COBA_LAGI)
            else:
                if not bekerja:
                    self._stop.wait(_JEDA)

    def sekali(self) -> bool:
        """Work on the jobs there are, as far as they go; True when something was done."""
        with self._buka() as uow:
            antrean = uow.list_pekerjaan_menunggu()
        for pekerjaan_id in antrean:
            if self._stop.is_set():
                break
            self._satu(pekerjaan_id)
        return bool(antrean)

    def _satu(self, pekerjaan_id: UUID) -> None:
        try:
            kerjakan(self._buka, pekerjaan_id, lambda _p: not self._stop.is_set())
            self._gagal.pop(pekerjaan_id, None)
        except (OperationalError, InterfaceError, PoolTimeout):
            raise
        except Exception as error:
            if isinstance(error, IntegrityError) and isinstance(error.orig, UniqueViolation) and "pekerjaan_impor_satu" in str(error.orig):
                return
            log.exception("import_step_failed", pekerjaan_id=str(pekerjaan_id))
            self._gagal[pekerjaan_id] = self._gagal.get(pekerjaan_id, 0) + 1
            if self._gagal[pekerjaan_id] >= _PERCOBAAN_TERBANYAK:
                del self._gagal[pekerjaan_id]
                with self._buka() as uow:
                    impor_.tahan(uow, pekerjaan_id, None)
            else:
                self._stop.wait(_JEDA)
