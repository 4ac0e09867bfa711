"""The worker of auth: relay and schedule; auth consumes nothing."""

from __future__ import annotations

from typing import cast

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import bersihkan
from auth.entrypoints.consumer import HANDLERS
from auth.settings import from_env
from shared import persistence
from shared.worker import Job, run_worker


def _bersihkan(uow: persistence.UnitOfWork) -> None:
    bersihkan(cast("UnitOfWork", uow))


def main() -> None:
    run_worker(from_env(), UnitOfWork, HANDLERS, jobs=[Job("bersihkan", 3600, _bersihkan)])


if __name__ == "__main__":
    main()
