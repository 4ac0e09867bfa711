"""The wiring of penilaian's worker: relay, consumer, what the calendar brings about, and figures under new rules."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import cast

from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import use_cases, use_cases_umpan
from penilaian.entrypoints.consumer import HANDLERS
from penilaian.entrypoints.pekerja_hitung import BERSAMA, PekerjaHitung
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


def _count_again(buka: Callable[[], persistence.UnitOfWork], stop: threading.Event) -> None:
    PekerjaHitung(lambda: cast("UnitOfWork", buka()), stop).run()


def main() -> None:
    jobs = [
        Job("ajukan_yang_terkunci", MINUTE, _hand_over),
        Job("terima_yang_lewat", MINUTE, _accept_silence),
        Job("buka_umpan_balik", MINUTE, _open_feedback),
    ]
    run_worker(from_env(), UnitOfWork, HANDLERS, jobs=jobs, background={f"hitung_ulang_{n}": _count_again for n in range(1, BERSAMA + 1)})


if __name__ == "__main__":
    main()
