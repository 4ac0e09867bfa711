"""The command line of penilaian."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from penilaian.adapters.data_pribadi import DATA_PRIBADI
from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.app import MIGRATIONS
from penilaian.entrypoints.consumer import HANDLERS
from penilaian.settings import from_env
from shared import persistence
from shared.cli import make_cli


def republish(uow: persistence.UnitOfWork) -> Iterable[int]:
    """Publish the state of every evaluation and of every organisation's result."""
    total = 0
    for batch in cast("UnitOfWork", uow).iter_keadaan():
        uow.publish(*batch)
        total += len(batch)
        yield total


cli = make_cli(from_env, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS, republish=republish, personal_data=DATA_PRIBADI)

if __name__ == "__main__":
    cli()
