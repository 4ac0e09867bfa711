"""The wiring of the worker: it only consumes."""

from __future__ import annotations

from laporan.adapters.unit_of_work import UnitOfWork
from laporan.entrypoints.consumer import HANDLERS
from laporan.settings import service_from_env
from shared.worker import run_worker


def main() -> None:
    run_worker(service_from_env(), UnitOfWork, HANDLERS)


if __name__ == "__main__":
    main()
