"""The worker process of skp: relay, consumer, and what each day brings. `python -m skp.worker`."""

from __future__ import annotations

from typing import cast

from shared import persistence
from shared.worker import Job, run_worker
from skp.adapters.unit_of_work import UnitOfWork
from skp.application.projections import ikuti_hari
from skp.entrypoints.consumer import HANDLERS
from skp.settings import from_env

MINUTE = 60.0


def _follow_the_day(uow: persistence.UnitOfWork) -> None:
    ikuti_hari(cast("UnitOfWork", uow))


def main() -> None:
    run_worker(from_env(), UnitOfWork, HANDLERS, jobs=[Job("ikuti_hari", MINUTE, _follow_the_day)])


if __name__ == "__main__":
    main()
