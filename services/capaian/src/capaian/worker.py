"""The wiring of capaian's worker: relay, consumer, and the daily cleaning of the evidence store."""

from __future__ import annotations

from typing import cast

from capaian.adapters.penyimpanan import Penyimpanan
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.use_cases import bersihkan_berkas
from capaian.entrypoints.consumer import HANDLERS
from capaian.settings import Settings
from shared import persistence
from shared.worker import Job, run_worker

CLEANING_SECONDS = 86_400.0


def main() -> None:
    settings = Settings.from_env()
    store = Penyimpanan(settings.berkas_dir)

    def clean(uow: persistence.UnitOfWork) -> None:
        bersihkan_berkas(cast("UnitOfWork", uow), store)

    run_worker(settings.service, UnitOfWork, HANDLERS, jobs=[Job("bersihkan_berkas", CLEANING_SECONDS, clean)])


if __name__ == "__main__":
    main()
