"""How far assigned roles reach, as SQL: the whole instansi, or the units below those for which a role was given.

The tree is the service's own table or copy of the units, with ``id`` and ``induk_id``. Without a role that is given for a part of the tree the
expressions are constants, and cost nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.auth.identity import Identity


def di_bawah(unor: sa.Table, akar: Iterable[UUID], *, nama: str = "lingkup") -> sa.Select[tuple[UUID]]:
    """The units ``akar`` and everything below them; a cycle in the tree ends where it began. ``nama`` tells several in one statement apart."""
    atas = sa.select(sa.func.unnest(sa.cast(sorted(akar), pg.ARRAY(sa.Uuid))).label("id")).cte(nama, recursive=True)
    pohon = atas.union(sa.select(unor.c.id).join(atas, unor.c.induk_id == atas.c.id))
    return sa.select(pohon.c.id)


def dicapai(
    identity: Identity, peran: Collection[str], unor_id: sa.ColumnElement[UUID], unor: sa.Table, *, nama: str = "lingkup"
) -> sa.ColumnElement[bool]:
    """The rows, whose unit is ``unor_id``, that one of these roles of the caller reaches. ``nama`` as in :func:`di_bawah`."""
    if identity.has(*peran):
        return sa.true()
    akar = frozenset[UUID]().union(*(identity.peran_unit[p] for p in identity.peran & frozenset(peran)))
    return unor_id.in_(di_bawah(unor, akar, nama=nama)) if akar else sa.false()


def peran_mencapai(
    identity: Identity, peran: Collection[str], unor_id: sa.ColumnElement[UUID], unor: sa.Table
) -> sa.ColumnElement[list[str]]:
    """Which of these roles of the caller reach a row, as an array."""
    satu = [
        sa.case((unor_id.in_(di_bawah(unor, identity.peran_unit[p], nama=f"lingkup_{p}")), sa.literal(p)))
        if p in identity.peran_unit
        else sa.literal(p)
        for p in sorted(identity.peran & frozenset(peran))
    ]
    return sa.func.array_remove(sa.cast(pg.array(satu), pg.ARRAY(sa.Text)), None, type_=pg.ARRAY(sa.Text))


def memegang(identity: Identity, peran: Collection[str]) -> bool:
    """Whether the caller has one of these roles at all, wherever it holds."""
    return not identity.peran.isdisjoint(peran)
