"""The wiring of penilaian's worker: relay, consumer, and what the calendar brings about."""

from __future__ import annotations

from typing import cast

from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import use_cases, use_cases_umpan
from penilaian.entrypoints.consumer import HANDLERS
from penilaian.settings import from_env
from shared import persistence
from shared.worker import Job, run_worker

MINUTE = 60.0


def _hand_over(uow: persistence.UnitOfWork) -> None:
    use_cases.ajukan_yang_terkunci(cast("UnitOfWork", uow))


def _accept_silence(uow: persistence.UnitOfWork) -> None:
    use_cases.terima_yang_lewat(cast("UnitOfWork", uow))


def _open_feedback(uow: persistence.UnitOfWork) -> None:
    use_cases_umpan.buka_gelombang(cast("UnitOfWork", uow))


def main() -> None:
    jobs = [
        Job("ajukan_yang_terkunci", MINUTE, _hand_over),
        Job("terima_yang_lewat", MINUTE, _accept_silence),
        Job("buka_umpan_balik", MINUTE, _open_feedback),
    ]
    run_worker(from_env(), UnitOfWork, HANDLERS, jobs=jobs)


if __name__ == "__main__":
    main()
