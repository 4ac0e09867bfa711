"""From the queue into the read models: one transaction and one acknowledgement a batch, one by one when a batch fails.

An event whose handler fails becomes a row (``surat_mati``) with its cause, is retried with growing pauses, and parked after :data:`MAX_TRIES`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared import clock
from shared.contracts import BY_CLASS
from shared.messaging.envelope import Envelope, UnknownEvent, decode
from shared.messaging.rabbitmq import BrokerError, Subscription
from shared.observability import bound_request_id, get_logger, trace_id
from shared.persistence.unit_of_work import UnitOfWork

log = get_logger()
MAX_TRIES = 8
_BACKOFF_SECONDS = (5, 15, 60, 300, 900, 3600, 3600)
_MAX_WAIT = 15.0

Handler = Callable[[Any, Any, Envelope], None]
"""``handler(uow, event, envelope)``: a projection; raises when it cannot be done."""


Arrivals = Sequence[tuple[Any, Envelope]]
"""Events of one type and one instansi that arrived one after the other, each with its envelope."""


def in_batches(handle: Callable[[Any, Arrivals], None]) -> Handler:
    """A projection that takes what arrived together in few statements: ``handle(uow, arrivals)``. Events of other types keep their place between."""

    def one(uow: Any, event: Any, envelope: Envelope) -> None:
        handle(uow, [(event, envelope)])

    one.batch = handle  # type: ignore[attr-defined]
    return one


def newest(arrivals: Arrivals) -> dict[UUID, tuple[Any, Envelope]]:
    """Of each aggregate its newest state."""
    return {event.id: (event, envelope) for event, envelope in sorted(arrivals, key=lambda a: (a[1].epoch, a[0].version))}


@dataclass(frozen=True, slots=True)
class _Arrived:
    body: bytes
    envelope: Envelope | None
    fault: str


class Consumer:
    """``handlers`` maps payload classes to projections; ``open_unit`` opens the service's system-scoped unit of work."""

    def __init__(self, handlers: Mapping[type, Handler], open_unit: Callable[[], UnitOfWork]) -> None:
        self._handlers = {BY_CLASS[cls].type: handler for cls, handler in handlers.items()}
        self._open_unit = open_unit
        self.last_lag = 0.0

    @property
    def types(self) -> list[str]:
        return sorted(self._handlers)

    def handle(self, bodies: list[bytes]) -> None:
        """Apply the bodies, each at most once. Raises only when the database is not there; then nothing was applied."""
        arrived = [_parse(body) for body in bodies]
        try:
            self._apply(arrived)
        except Exception as error:
            if _database_is_gone(error):
                raise
            log.warning("batch_failed", error=type(error).__name__, size=len(arrived))
            for one in arrived:
                self._apply_alone(one)
        times = [a.envelope.time for a in arrived if a.envelope]
        if times:
            self.last_lag = max(0.0, (clock.now() - max(times)).total_seconds())

    def _apply(self, arrived: list[_Arrived]) -> None:
        with self._open_unit() as uow:
            good = [a for a in arrived if a.envelope is not None]
            new = _take_new(uow.connection, [a.envelope.id for a in good if a.envelope])
            fresh = []
            for one in good:
                if one.envelope and one.envelope.id in new:
                    new.discard(one.envelope.id)
                    fresh.append(one.envelope)
            for (short_type, _), together in groupby(fresh, key=lambda e: (e.short_type, e.instansi)):
                self._dispatch_together(uow, short_type, list(together))
            for one in arrived:
                if one.envelope is None:
                    _set_aside(uow.connection, one, one.fault, tries=MAX_TRIES)

    def _dispatch_together(self, uow: UnitOfWork, short_type: str, envelopes: list[Envelope]) -> None:
        batch = getattr(self._handlers.get(short_type), "batch", None)
        if batch is None:
            for envelope in envelopes:
                self._dispatch(uow, envelope)
            return
        uow.act_for(envelopes[0].instansi)
        with bound_request_id(trace_id(envelopes[0].traceparent)):
            batch(uow, [(envelope.event(), envelope) for envelope in envelopes])

    def _dispatch(self, uow: UnitOfWork, envelope: Envelope) -> None:
        handler = self._handlers.get(envelope.short_type)
        if handler is None:
            raise UnknownEvent(f"no handler for {envelope.type}")
        uow.act_for(envelope.instansi)
        with bound_request_id(trace_id(envelope.traceparent)):
            handler(uow, envelope.event(), envelope)

    def _apply_alone(self, one: _Arrived) -> None:
        try:
            self._apply([one])
        except Exception as error:
            if _database_is_gone(error):
                raise
            log.warning("event_set_aside", event_id=str(one.envelope.id) if one.envelope else "", error=type(error).__name__)
            tries = MAX_TRIES if isinstance(error, UnknownEvent) else 1
            with self._open_unit() as uow:
                if one.envelope:
                    _take_new(uow.connection, [one.envelope.id])
                _set_aside(uow.connection, one, _cause(error), tries=tries)

    def retry_due(self, limit: int = 50) -> int:
        """Try again the set-aside events whose time has come; returns how many succeeded."""
        with self._open_unit() as uow:
            ids = uow.connection.execute(
                sa.text("SELECT id FROM surat_mati WHERE diparkir_pada IS NULL AND coba_lagi_pada <= now() ORDER BY id LIMIT :n"),
                {"n": limit},
            ).scalars()
            due = list(ids)
        return sum(self.retry(row_id) for row_id in due)

    def retry(self, row_id: int) -> bool:
        """Apply one set-aside event now; True and gone when it succeeds, else its next try is noted, or it is parked."""
        try:
            with self._open_unit() as uow:
                row = uow.connection.execute(
                    sa.text("SELECT body FROM surat_mati WHERE id = :id FOR UPDATE SKIP LOCKED"), {"id": row_id}
                ).first()
                if row is None:
                    return False
                self._dispatch(uow, decode(bytes(row.body)))
                uow.act_for("*")
                uow.connection.execute(sa.text("DELETE FROM surat_mati WHERE id = :id"), {"id": row_id})
        except Exception as error:
            if _database_is_gone(error):
                raise
            with self._open_unit() as uow:
                tries = int(
                    uow.connection.execute(
                        sa.text("UPDATE surat_mati SET percobaan = percobaan + 1, sebab = :sebab WHERE id = :id RETURNING percobaan"),
                        {"id": row_id, "sebab": _cause(error)},
                    ).scalar_one()
                )
                next_try, parked = _schedule(tries)
                uow.connection.execute(
                    sa.text("UPDATE surat_mati SET coba_lagi_pada = :next, diparkir_pada = :parked WHERE id = :id"),
                    {"id": row_id, "next": next_try, "parked": parked},
                )
            return False
        return True

    def run(self, amqp_url: str, service: str, stop: threading.Event, on_batch: Callable[[Subscription], None]) -> None:
        """Consume until ``stop``; a lost broker or database means waiting, never acknowledging."""
        backoff = 0.2
        while not stop.is_set():
            subscription: Subscription | None = None
            try:
                subscription = Subscription(amqp_url, service, self.types)
                while not stop.is_set():
                    bodies = subscription.receive(1.0)
                    if bodies and self._handle_patiently(bodies, subscription, stop):
                        subscription.acknowledge()
                    backoff = 0.2
                    on_batch(subscription)
            except BrokerError as error:
                log.warning("consumer_waiting", error=type(error).__name__, seconds=backoff)
                stop.wait(backoff)
                backoff = min(backoff * 2, _MAX_WAIT)
            finally:
                if subscription is not None:
                    subscription.close()

    def _handle_patiently(self, bodies: list[bytes], subscription: Subscription, stop: threading.Event) -> bool:
        backoff = 0.2
        while not stop.is_set():
            try:
                self.handle(bodies)
            except (OperationalError, InterfaceError, PoolTimeout) as error:
                log.warning("consumer_waits_for_database", error=type(error).__name__, seconds=backoff)
                subscription.pause(backoff)
                backoff = min(backoff * 2, _MAX_WAIT)
            else:
                return True
        return False


def _parse(body: bytes) -> _Arrived:
    try:
        return _Arrived(body, decode(body), "")
    except UnknownEvent as error:
        return _Arrived(body, None, str(error))


def _take_new(connection: sa.Connection, ids: list[UUID]) -> set[UUID]:
    """Enter the ids into the inbox; those not seen before."""
    if not ids:
        return set()
    rows = connection.execute(
        sa.text("INSERT INTO inbox (event_id) SELECT DISTINCT unnest(CAST(:ids AS uuid[])) ON CONFLICT DO NOTHING RETURNING event_id"),
        {"ids": ids},
    )
    return set(rows.scalars())


def _schedule(tries: int) -> tuple[datetime | None, datetime | None]:
    present = datetime.now(clock.UTC)
    if tries >= MAX_TRIES:
        return None, present
    return present + timedelta(seconds=_BACKOFF_SECONDS[tries - 1]), None


def _storable(text: str) -> str:
    """PostgreSQL holds no NUL; the row that tells of a poison must always be writable."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:2000]


def _cause(error: Exception) -> str:
    return _storable(f"{type(error).__name__}: {error}")


def _set_aside(connection: sa.Connection, one: _Arrived, cause: str, *, tries: int) -> None:
    next_try, parked = _schedule(tries)
    envelope = one.envelope
    connection.execute(
        sa.text(
            "INSERT INTO surat_mati (event_id, instansi_id, type, body, sebab, percobaan, coba_lagi_pada, diparkir_pada)"
            " VALUES (:event_id, :instansi_id, :type, :body, :sebab, :percobaan, :next, :parked) ON CONFLICT (event_id) DO NOTHING"
        ),
        {
            "event_id": envelope.id if envelope else None,
            "instansi_id": envelope.instansi if envelope else None,
            "type": _storable(envelope.type) if envelope else "?",
            "body": one.body,
            "sebab": _storable(cause),
            "percobaan": tries,
            "next": next_try,
            "parked": parked,
        },
    )


def _database_is_gone(error: BaseException) -> bool:
    """A broken connection or a server that is away, as opposed to a statement that failed."""
    if isinstance(error, PoolTimeout):
        return True
    return isinstance(error, (OperationalError, InterfaceError)) and (
        error.connection_invalidated
        or getattr(error.orig, "sqlstate", None) is None
        or str(getattr(error.orig, "sqlstate", "")).startswith(("57P", "08", "53"))
    )
