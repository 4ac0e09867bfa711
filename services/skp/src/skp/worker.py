"""The worker process of skp: relay and consumer. `python -m skp.worker`."""

from __future__ import annotations

from shared.worker import run_worker
from skp.adapters.unit_of_work import UnitOfWork
from skp.entrypoints.consumer import HANDLERS
from skp.settings import from_env


def main() -> None:
    run_worker(from_env(), UnitOfWork, HANDLERS)


if __name__ == "__main__":
    main()
