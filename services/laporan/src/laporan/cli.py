"""Operate the service: ``python -m laporan.cli``."""

from __future__ import annotations

from laporan.adapters.data_pribadi import DATA_PRIBADI
from laporan.adapters.unit_of_work import UnitOfWork
from laporan.app import MIGRATIONS
from laporan.entrypoints.consumer import HANDLERS
from laporan.settings import service_from_env
from shared.cli import make_cli

cli = make_cli(service_from_env, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS, personal_data=DATA_PRIBADI)

if __name__ == "__main__":
    cli()
