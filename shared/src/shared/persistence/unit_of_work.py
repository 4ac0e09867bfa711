"""The transaction of one entrypoint: what it reads, what it writes, and what it tells the others, in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.contracts.akses import Dibaca
from shared.jejak.baris import INSERT, INSERT_WITH_EVENT, Konteks, as_json, baris
from shared.messaging.envelope import Envelope, encode, wrap
from shared.persistence.database import Database, set_instansi

SYSTEM = "*"
_MANY_ROWS = 1000

_OUTBOX = sa.table(
    "outbox", sa.column("event_id", sa.Uuid), sa.column("exchange"), sa.column("routing_key"), sa.column("body", sa.LargeBinary)
)


class UnitOfWork:
    """Base of each service's unit of work, which adds loading and saving of its aggregates.

    Leaving the ``with`` block commits state and outbox together; an exception rolls both back. Nobody else commits.
    """

    def __init__(self, database: Database, *, service: str, instansi: str, actor: str, epoch: int = 0) -> None:
        self._database = database
        self._service = service
        self._instansi = instansi
        self.actor = actor
        self._epoch = epoch
        self._transaction: AbstractContextManager[sa.Connection] | None = None
        self._events: list[Envelope] = []
        self._jejak: list[dict[str, Any]] = []
        self.konteks = Konteks()
        self.dibaca = 0
        self.connection: sa.Connection

    @property
    def service(self) -> str:
        return self._service

    @property
    def instansi(self) -> str:
        """The instansi that row-level security is set to, or ``*``."""
        return self._instansi

    def __enter__(self) -> Self:
        self._transaction = self._database.transaction(self._instansi)
        self.connection = self._transaction.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._transaction is None:
            raise RuntimeError("the unit of work was not entered")
        if kind is None:
            try:
                self.before_commit()
                self.flush_events()
            except BaseException as failure:
                self._transaction.__exit__(type(failure), failure, failure.__traceback__)
                raise
        self._transaction.__exit__(kind, error, trace)

    def before_commit(self) -> None:
        """Write what was gathered; a service overrides it when it writes its copies in batches."""

    def publish(self, *events: object) -> None:
        """Tell the others, once this commits. Events are payloads of :mod:`shared.contracts`."""
        self._events += [wrap(event, service=self._service, actor=self.actor, epoch=self._epoch) for event in events]

    def kabarkan_baca(self, dibaca: Dibaca) -> None:
        """Tell auth of a read (:func:`shared.persistence.akses.catat_baca`); auth itself keeps it instead."""
        self.publish(dibaca)

    def catat(
        self,
        aksi: str,
        *,
        objek: str,
        objek_id: object,
        orang: Iterable[UUID] = (),
        rincian: Mapping[str, Any] | None = None,
        sebagai: str = "",
        instansi_id: UUID | None = None,
        pelaku_id: UUID | None = None,
    ) -> None:
        """Write into the audit trail, in this commit: the deed (``skp.setujui``, ``baca``), the object, and ``orang``: whose data it was.

        ``rincian`` says what changed by ids, field names and values that are not sensitive: never a secret, never a rating or a text of an
        appraisal. ``sebagai`` is the capacity (penilai, atasan_penilai, ...). ``instansi_id`` and ``pelaku_id`` are given where the unit of
        work does not know them: the system's own work, and signing in.
        """
        self._jejak.append(
            baris(
                aksi,
                objek=objek,
                objek_id=objek_id,
                orang=orang,
                rincian=rincian,
                sebagai=sebagai,
                instansi_id=instansi_id or (None if self._instansi == SYSTEM else self._instansi),
                pelaku=str(pelaku_id) if pelaku_id else self.actor,
                konteks=self.konteks,
                zaman=self._epoch,
            )
        )
        if len(self._jejak) >= _MANY_ROWS:
            self._flush_jejak()

    def _flush_jejak(self) -> None:
        if self._jejak:
            self.connection.execute(INSERT, {"jejak": as_json(self._jejak)})
            self._jejak.clear()

    def flush_events(self) -> None:
        """Write what was published and recorded so far into the outbox and the audit trail of this transaction: one event in one statement."""
        rows = [{"event_id": e.id, "exchange": e.exchange, "routing_key": e.routing_key, "body": encode(e)} for e in self._events]
        if len(rows) == 1 and self._jejak:
            self.connection.execute(INSERT_WITH_EVENT, {**rows[0], "jejak": as_json(self._jejak)})
            self._jejak.clear()
        else:
            self._flush_jejak()
            if rows:
                self.connection.execute(sa.insert(_OUTBOX), rows if len(rows) > 1 else rows[0])
        self._events.clear()

    def act_for(self, instansi: UUID | str) -> None:
        """Move row-level security to another instansi within this transaction (consumers and system work only)."""
        if str(instansi) != self._instansi:
            self._instansi = str(instansi)
            set_instansi(self.connection, self._instansi)


def upsert_copy(connection: sa.Connection, table: sa.Table, row: dict[str, object]) -> bool:
    """Store another service's aggregate unless a newer state is here already (compare epoch, then version); True when it was taken."""
    return connection.execute(_upsert_statement(table, tuple(row)), row).first() is not None


def upsert_copies(connection: sa.Connection, table: sa.Table, rows: list[dict[str, object]]) -> set[UUID]:
    """Many copies in one statement, of each id the newest; the ids that were taken. All rows have the same columns."""
    newest: dict[object, dict[str, object]] = {}
    for row in sorted(rows, key=_age):
        newest[row["id"]] = row
    if not newest:
        return set()
    sent = msgspec.json.encode(list(newest.values())).decode()
    return set(connection.execute(_upsert_many(table, tuple(rows[0])), {"rows": sent}).scalars())


@cache
def _upsert_many(table: sa.Table, columns: tuple[str, ...]) -> sa.Executable:
    """One parameter for all rows: PostgreSQL reads them as JSON, in the types of the table."""
    names = ", ".join(columns)
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    statement = (
        f"INSERT INTO {table.name} AS t ({names})"  # noqa: S608 - names of our own tables and columns
        f" SELECT {names} FROM json_populate_recordset(NULL::{table.name}, CAST(:rows AS json))"
        f" ON CONFLICT (id) DO UPDATE SET {changes} WHERE (t.epoch, t.version) < (excluded.epoch, excluded.version) RETURNING t.id"
    )
    return sa.text(statement).columns(id=sa.Uuid)


def _age(row: dict[str, object]) -> tuple[int, int]:
    return int(str(row["epoch"])), int(str(row["version"]))


@cache
def _upsert_statement(table: sa.Table, columns: tuple[str, ...]) -> sa.Executable:
    """Built once for a table and set of columns: the projections run it for every batch."""
    statement = pg.insert(table)
    changes = {name: statement.excluded[name] for name in columns if name != "id"}
    newer = sa.tuple_(table.c.epoch, table.c.version) < sa.tuple_(statement.excluded.epoch, statement.excluded.version)
    return statement.on_conflict_do_update(index_elements=[table.c.id], set_=changes, where=newer).returning(table.c.id)


def take_idempotency_key(connection: sa.Connection, *, actor: str, key: str, fingerprint: str) -> None:
    """Reserve the key in this transaction; a unique violation means that the same request committed meanwhile."""
    connection.execute(
        sa.text("INSERT INTO idempotensi (pelaku, kunci, sidik) VALUES (:pelaku, :kunci, :sidik)"),
        {"pelaku": actor, "kunci": key, "sidik": fingerprint},
    )


def age_of(moment: datetime | None, present: datetime) -> float:
    return max(0.0, (present - moment).total_seconds()) if moment else 0.0
