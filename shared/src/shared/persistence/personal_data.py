"""What a service holds of one person, declared table by table: the copy that everybody may ask for (UU 27/2022), and how long it is kept.

Each service lists all of its tables, either here or with the reason why they tell nothing of a person; a test compares the list with the tables there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

PERSON = sa.bindparam("person", type_=sa.Uuid)
MECHANISM = {
    "outbox": "events on their way, for days",
    "inbox": "ids of events",
    "surat_mati": "events that could not be handled, until they are",
    "idempotensi": "answers kept for a day or two against double sending",
    "denyut": "signs of life",
    "jejak": "the audit trail: who read is in the access log, the rest is evidence that nobody takes along",
    "jejak_blok": "hashes",
    "jejak_kepala": "hashes",
    "jejak_potong": "hashes",
    "jejak_kunci": "keys",
    "pencabutan": "tokens that were called back, for minutes",
}
"""The tables of the mechanism, and why they are not in the copy."""

_BATCH = 5000


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Rows of ``table`` that tell of :data:`PERSON`.

    ``hidden`` are columns that are secrets, or not the person's to see. ``until`` is the day that a row's retention counts from; a table without it is
    kept as long as the person is known. Tables stand in the order in which rows may be deleted: what refers before what is referred to.
    """

    label: str
    table: sa.Table
    where: sa.ColumnElement[bool]
    hidden: frozenset[str] = frozenset()
    until: sa.ColumnElement[Any] | None = None


def collect(connection: sa.Connection, declared: Sequence[PersonalData], person: UUID) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(label, rows) of each table that holds something of the person."""
    for data in declared:
        columns = [column for column in data.table.c if column.name not in data.hidden]
        rows = connection.execute(sa.select(*columns).where(data.where).order_by(*data.table.primary_key), {"person": person}).mappings()
        found = [dict(row) for row in rows]
        if found:
            yield data.label, found


def keep_from(today: date, years: int) -> date:
    """The first day that is kept: ``years`` whole years after the end of a row's year have not passed yet."""
    return date(today.year - years, 1, 1)


def expired(connection: sa.Connection, declared: Sequence[PersonalData], first_kept: date) -> Iterator[tuple[PersonalData, int]]:
    """(table, how many rows are older than what is kept)."""
    for data in declared:
        if data.until is not None:
            count = connection.execute(sa.select(sa.func.count()).select_from(data.table).where(data.until < first_kept)).scalar_one()
            yield data, int(count)


def delete_expired(connection: sa.Connection, data: PersonalData, first_kept: date) -> int:
    """Delete one batch of the rows that are older than what is kept; how many. Zero: nothing is left."""
    if data.until is None:
        raise ValueError(f"{data.table.name} has no retention")
    key = sa.tuple_(*data.table.primary_key)
    old = sa.select(*data.table.primary_key).where(data.until < first_kept).limit(_BATCH)
    return connection.execute(sa.delete(data.table).where(key.in_(old))).rowcount
