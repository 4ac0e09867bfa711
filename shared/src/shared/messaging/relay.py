"""From the outbox to the broker: pipelined, confirmed batches, woken by NOTIFY."""

from __future__ import annotations

import threading
import time

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from shared.messaging.rabbitmq import BrokerError, Message, Publisher
from shared.observability import get_logger
from shared.persistence.database import Database
from shared.persistence.tables import OUTBOX_CHANNEL
from shared.persistence.unit_of_work import SYSTEM

log = get_logger()
BATCH = 500
GATHER_SECONDS = 0.05  # what commits meanwhile shares one batch, at the broker and in every consumer: a third of the cost of one by one
POLL_SECONDS = 5.0
_MAX_BACKOFF = 15.0

_TAKE = sa.text(
    "SELECT id, event_id, exchange, routing_key, body FROM outbox WHERE published_at IS NULL AND id > :after"
    " ORDER BY id LIMIT :n FOR UPDATE SKIP LOCKED"
)
_MARK = sa.text("UPDATE outbox SET published_at = clock_timestamp() WHERE id = ANY(:ids)")


class Relay:
    """Runs until ``stop`` is set. Whatever is lost, database or broker, it waits with growing pauses and goes on."""

    def __init__(self, database: Database, amqp_url: str, stop: threading.Event) -> None:
        self._database = database
        self._amqp_url = amqp_url
        self._stop = stop
        self._last_id = 0
        self._publisher: Publisher | None = None
        self._listener: psycopg.Connection | None = None

    def run(self) -> None:
        backoff = 0.2
        while not self._stop.is_set():
            try:
                undelivered = self._forward_all()
                backoff = min(backoff * 2, _MAX_BACKOFF) if undelivered else 0.2
                if undelivered:
                    log.warning("relay_undelivered", count=undelivered, seconds=backoff)
                self._wait_for_work(backoff if undelivered else POLL_SECONDS)
            except (*BrokerError, SQLAlchemyError, psycopg.Error) as error:
                log.warning("relay_waiting", error=type(error).__name__, seconds=backoff)
                self._drop_connections()
                self._stop.wait(backoff)
                backoff = min(backoff * 2, _MAX_BACKOFF)
        self._drop_connections()

    def _forward_all(self) -> int:
        """One pass over the outbox; what no queue takes stays for the next pass and holds up nothing behind it. How many stayed."""
        stayed = after = 0
        while not self._stop.is_set():
            sent, undelivered = self.forward_once(after)
            stayed += undelivered
            if sent + undelivered < BATCH:
                break
            after = self._last_id if undelivered else after
        return stayed

    def forward_once(self, after: int = 0) -> tuple[int, int]:
        """Publish one batch of rows behind ``after`` and mark what was confirmed: (confirmed, not delivered)."""
        publisher = self._publisher = self._publisher or Publisher(self._amqp_url)
        with self._database.transaction(SYSTEM) as connection:
            rows = connection.execute(_TAKE, {"n": BATCH, "after": after}).all()
            if not rows:
                return 0, 0
            self._last_id = rows[-1].id
            failed = publisher.publish([Message(row.exchange, row.routing_key, bytes(row.body), str(row.event_id)) for row in rows])
            confirmed = [row.id for row in rows if str(row.event_id) not in failed]
            connection.execute(_MARK, {"ids": confirmed})
            return len(confirmed), len(failed)

    def _wait_for_work(self, seconds: float) -> None:
        """Sleep on LISTEN in short slices (to serve the broker's heartbeat), at most ``seconds``."""
        if self._listener is None or self._listener.closed:
            url = self._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._listener = psycopg.connect(url, autocommit=True)
            self._listener.execute(f"LISTEN {OUTBOX_CHANNEL}")
            return
        deadline = time.monotonic() + seconds
        while not self._stop.is_set() and (left := deadline - time.monotonic()) > 0:
            if list(self._listener.notifies(timeout=min(left, 1.0), stop_after=1)):
                list(self._listener.notifies(timeout=GATHER_SECONDS))
                return
            if self._publisher is not None:
                self._publisher.heartbeat()

    def _drop_connections(self) -> None:
        publisher, self._publisher = self._publisher, None
        listener, self._listener = self._listener, None
        if publisher is not None:
            publisher.close()
        if listener is not None:
            listener.close()
