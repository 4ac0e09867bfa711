"""The chainer: one a service, a second behind the writers and never in their way."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from shared.contracts.jejak import KepalaHari
from shared.jejak.rantai import SELECT, Blok, cacat_blok, susun
from shared.jejak.segel import Segel
from shared.observability import get_logger
from shared.persistence.unit_of_work import UnitOfWork

log = get_logger()
BATCH = 2000
_SECONDS = 1.0
_HEAD_SECONDS = 30.0
_LOCK_ID = 7_699_002
_MAX_WAIT = 60.0

_FINISHED = "(zaman < :zaman OR transaksi < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint))"
_FIRST = sa.text(f"{SELECT} WHERE {_FINISHED} ORDER BY zaman, transaksi, id LIMIT :n")
_NEXT = sa.text(f"{SELECT} WHERE (zaman, transaksi, id) > (:z, :t, :i) AND {_FINISHED} ORDER BY zaman, transaksi, id LIMIT :n")
_BLOCK_COLUMNS = tuple(Blok.__dataclass_fields__)
LAST_BLOCK = sa.text(f"SELECT {', '.join(_BLOCK_COLUMNS)} FROM jejak_blok ORDER BY nomor DESC LIMIT 1")  # noqa: S608
_INSERT_BLOCK = sa.text(
    f"INSERT INTO jejak_blok ({', '.join(_BLOCK_COLUMNS)}) VALUES ({', '.join(f':{c}' for c in _BLOCK_COLUMNS)})"  # noqa: S608
)
_INSTANSI = sa.text(
    "WITH RECURSIVE ada(id) AS ("
    " (SELECT instansi_id FROM jejak WHERE instansi_id IS NOT NULL ORDER BY instansi_id LIMIT 1) UNION ALL"
    " SELECT (SELECT instansi_id FROM jejak WHERE instansi_id > ada.id ORDER BY instansi_id LIMIT 1) FROM ada WHERE ada.id IS NOT NULL)"
    " SELECT id FROM ada WHERE id IS NOT NULL"
)
_DAYS = sa.text(
    "SELECT DISTINCT ON (hari) CAST(pada AT TIME ZONE 'UTC' AS date) AS hari, nomor, hash FROM jejak_blok"
    " WHERE pada >= :sejak AND pada < :sampai ORDER BY hari, nomor DESC"
)


class JejakRusak(RuntimeError):
    """The chain cannot be prolonged: it is not the one that was written. Says what to do."""


def machine_time() -> datetime:
    return datetime.now(UTC)


def restored_without_epoch(connection: sa.Connection, zaman: int) -> str:
    """What to do when the database was restored and its epoch not raised (its transaction numbers have begun anew), or nothing."""
    last = connection.execute(sa.text("SELECT zaman, transaksi FROM jejak ORDER BY zaman DESC, transaksi DESC, id DESC LIMIT 1")).first()
    if last is None or last.zaman < zaman:
        return ""
    if last.zaman > zaman:
        return f"the epoch of the audit trail is {last.zaman}, the setting {zaman}: an epoch is never lowered"
    reached = connection.execute(sa.text("SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)")).scalar_one()
    if int(reached) <= last.transaksi:
        return f"this database was restored (its transactions begin anew): raise its epoch above {zaman}"
    return ""


class Perantai:
    """Chains what is finished. ``open_unit`` opens the service's system-scoped unit of work, not yet entered.

    It remembers the last block it saw: whoever removes or replaces that one in the database is noticed before anything is chained onto his work.
    """

    def __init__(
        self,
        open_unit: Callable[[], UnitOfWork],
        segel: Segel,
        *,
        zaman: int,
        batch: int = BATCH,
        now: Callable[[], datetime] = machine_time,
    ) -> None:
        self._open_unit = open_unit
        self._segel = segel
        self._zaman = zaman
        self._batch = batch
        self._now = now
        self._last: Blok | None = None

    def run(self, stop: threading.Event) -> None:
        """Until ``stop``; a lost database means waiting, a broken chain an error in the log every minute."""
        backoff, heads_due = _SECONDS, 0.0
        while not stop.wait(backoff):
            try:
                while self.chain_once() == self._batch and not stop.is_set():
                    pass
                if time.monotonic() >= heads_due:
                    self.announce_heads()
                    heads_due = time.monotonic() + _HEAD_SECONDS
                backoff = _SECONDS
            except SQLAlchemyError as error:
                log.warning("chainer_waiting", error=type(error).__name__, seconds=backoff)
                backoff = min(backoff * 2, _MAX_WAIT)
            except JejakRusak as error:
                log.critical("audit_trail_broken", cause=str(error))
                backoff = _MAX_WAIT

    def chain_once(self) -> int:
        """One block of at most ``batch`` rows whose transactions are all finished; how many. Raises :class:`JejakRusak`."""
        with self._open_unit() as uow:
            if not _take_lock(uow.connection):
                return 0
            if cause := restored_without_epoch(uow.connection, self._zaman):
                raise JejakRusak(cause)
            last = self._last_block(uow.connection)
            rows = self._finished(uow.connection, last)
            if not rows:
                self._last = last
                return 0
            self._show_key(uow.connection)
            blok = susun(rows, last, self._segel, self._now())
            uow.connection.execute(_INSERT_BLOCK, {name: getattr(blok, name) for name in _BLOCK_COLUMNS})
        self._last = blok
        log.info("audit_block", layanan=self._segel.layanan, nomor=blok.nomor, hash=blok.hash, rows=blok.jumlah)
        return blok.jumlah

    def announce_heads(self) -> list[KepalaHari]:
        """Publish the heads of the days that are over, to the subscribers of every instansi; what was published."""
        with self._open_unit() as uow:
            if not _take_lock(uow.connection):
                return []
            midnight = self._now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            told = uow.connection.execute(sa.text("SELECT max(hari) FROM jejak_kepala")).scalar()
            since = datetime.combine(told + timedelta(days=1), datetime.min.time(), UTC) if told else datetime(1970, 1, 1, tzinfo=UTC)
            days = uow.connection.execute(_DAYS, {"sejak": since, "sampai": midnight}).all() if since < midnight else []
            if not days:
                return []
            insert = sa.text("INSERT INTO jejak_kepala (hari, nomor, hash, diumumkan_pada) VALUES (:hari, :nomor, :hash, :pada)")
            uow.connection.execute(insert, [{"hari": d.hari, "nomor": d.nomor, "hash": d.hash, "pada": self._now()} for d in days])
            instansi = list(uow.connection.execute(_INSTANSI).scalars())
            publik = base64.urlsafe_b64encode(self._segel.publik).decode().rstrip("=")
            heads = [
                KepalaHari(self._segel.layanan, one, day.hari, day.nomor, day.hash, self._segel.kid, publik)
                for day in days
                for one in instansi
            ]
            uow.publish(*heads)
        return heads

    def _last_block(self, connection: sa.Connection) -> Blok | None:
        row = connection.execute(LAST_BLOCK).first()
        last = block_of(row) if row else None
        seen = self._last
        if seen is not None:
            found = connection.execute(sa.text("SELECT hash FROM jejak_blok WHERE nomor = :n"), {"n": seen.nomor}).scalar()
            if found != seen.hash:
                raise JejakRusak(f"block {seen.nomor} was removed or replaced: run periksa-jejak, keep the database as it is")
        if last is not None and last.kid == self._segel.kid and (seen is None or last.nomor != seen.nomor):
            cause = cacat_blok(last, self._segel.layanan, {self._segel.kid: self._segel.publik})
            if cause:
                raise JejakRusak(f"block {last.nomor}: {cause}: run periksa-jejak, keep the database as it is")
        return last

    def _finished(self, connection: sa.Connection, last: Blok | None) -> list[sa.Row[Any]]:
        scope = {"zaman": self._zaman, "n": self._batch}
        if last is None:
            return list(connection.execute(_FIRST, scope))
        z, t, i = last.kunci
        return list(connection.execute(_NEXT, {**scope, "z": z, "t": t, "i": i}))

    def _show_key(self, connection: sa.Connection) -> None:
        connection.execute(
            sa.text("INSERT INTO jejak_kunci (kid, publik, sejak) VALUES (:kid, :publik, :sejak) ON CONFLICT DO NOTHING"),
            {"kid": self._segel.kid, "publik": self._segel.publik, "sejak": self._now()},
        )


def _take_lock(connection: sa.Connection) -> bool:
    """One chainer at a time; the others go on with their day."""
    return bool(connection.execute(sa.text("SELECT pg_try_advisory_xact_lock(:id)"), {"id": _LOCK_ID}).scalar_one())


def block_of(row: sa.Row[Any]) -> Blok:
    """A row of ``jejak_blok`` with all columns."""
    values = {name: getattr(row, name) for name in _BLOCK_COLUMNS}
    return Blok(**{**values, "hash_baris": bytes(row.hash_baris), "tanda_tangan": bytes(row.tanda_tangan)})
