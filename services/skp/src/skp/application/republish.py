"""Tell the state of everything again: fills any read model, also after a restored database (with a raised epoch)."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from shared.contracts.skp import Periode
from shared.persistence import UnitOfWork
from skp.adapters import tables as t
from skp.adapters.unit_of_work import baca_skp

BATCH = 500


def republish(uow: UnitOfWork) -> Iterator[int]:
    """Publish all periods, then all SKP, in batches; yields the running count after each."""
    count = 0
    for rows in uow.connection.execute(sa.select(t.periode).order_by(t.periode.c.id)).mappings().partitions(BATCH):
        uow.publish(*(Periode(**row) for row in rows))
        count += len(rows)
        yield count
    for isi in uow.connection.execute(sa.select(t.skp.c.isi).order_by(t.skp.c.id)).scalars().partitions(BATCH):
        uow.publish(*(baca_skp(i).keadaan() for i in isi))
        count += len(isi)
        yield count
