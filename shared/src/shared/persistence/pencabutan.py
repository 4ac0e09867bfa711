"""The list of revocations in a service's database: what auth says is taken, and the web processes read the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.auth.pencabutan import Cabutan
from shared.contracts.auth import Pencabutan
from shared.persistence.database import Database
from shared.persistence.tables import pencabutan
from shared.persistence.unit_of_work import UnitOfWork

_TABLE = pencabutan(sa.MetaData())
_INSERT = pg.insert(_TABLE)
_TAKE = _INSERT.on_conflict_do_update(
    index_elements=[_TABLE.c.subjek, _TABLE.c.subjek_id],
    set_={nama: sa.func.greatest(_TABLE.c[nama], _INSERT.excluded[nama]) for nama in ("tidak_sebelum", "berakhir")},
)
_CLEAN = sa.text(
    "DELETE FROM pencabutan WHERE ctid IN (SELECT ctid FROM pencabutan WHERE berakhir < now() LIMIT 5000 FOR UPDATE SKIP LOCKED)"
)
_READ = sa.text("SELECT subjek, subjek_id, tidak_sebelum FROM pencabutan WHERE berakhir > now()")


def take(connection: sa.Connection, revocations: Sequence[Pencabutan]) -> None:
    """Store them, of each subject the latest, and remove what has served its time. In any order, any number of times."""
    rows = [
        {"subjek": r.subjek, "subjek_id": r.subjek_id, "tidak_sebelum": r.tidak_sebelum, "berakhir": r.berakhir}
        for r in sorted(revocations, key=lambda r: (r.subjek, r.subjek_id))
    ]
    if rows:
        connection.execute(_CLEAN)
        connection.execute(_TAKE, rows)


def on_pencabutan(uow: UnitOfWork, event: Pencabutan, _envelope: Any) -> None:
    take(uow.connection, [event])


def read(database: Database) -> list[Cabutan]:
    """Every revocation in force."""
    return [Cabutan(row.subjek, row.subjek_id, row.tidak_sebelum.timestamp()) for row in database.rows(_READ)]
