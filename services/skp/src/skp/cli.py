"""The command line of skp. `python -m skp.cli`."""

from __future__ import annotations

from shared.cli import make_cli
from skp.adapters.data_pribadi import DATA_PRIBADI
from skp.adapters.unit_of_work import UnitOfWork
from skp.app import MIGRATIONS
from skp.application.republish import republish
from skp.entrypoints.consumer import HANDLERS
from skp.settings import from_env

cli = make_cli(from_env, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS, republish=republish, personal_data=DATA_PRIBADI)

if __name__ == "__main__":
    cli()
