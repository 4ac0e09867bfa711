"""The smallest service there can be: it copies units, and counts how often each event was applied."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import requests
import sqlalchemy as sa

from shared.contracts.auth import Unor
from shared.jejak.tables import audit_trail
from shared.messaging.consumer import Consumer, Handler
from shared.messaging.envelope import Envelope, encode, wrap
from shared.messaging.rabbitmq import Message, Publisher
from shared.messaging.relay import Relay
from shared.persistence import SYSTEM, Database, UnitOfWork, upsert_copy
from shared.persistence.tables import mechanism
from shared.settings import ServiceSettings
from shared.testing.service import settings_for_tests

MIGRATIONS = Path(__file__).parents[1] / "migrations"
KOTA, KABUPATEN = uuid4(), uuid4()

metadata = sa.MetaData()
mechanism(metadata)
audit_trail(metadata)
unor_view = sa.Table(
    "unor_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
sa.Table(
    "penerapan",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("event_id", sa.Uuid, nullable=False),
)


def wait_until(condition: Callable[[], bool], what: str, *, seconds: float = 90) -> None:
    """Look again and again until ``condition`` holds; fails with ``what`` at the deadline."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} s still not: {what}")
        pause.wait(0.05)


def unor(nama: str = "Dinas Pendidikan", *, version: int = 1, id_: UUID | None = None, instansi_id: UUID = KOTA) -> Unor:
    return Unor(id_ or uuid4(), instansi_id, "U1", nama, "dinas", None, date(2020, 1, 1), None, version)


def message(event: object, *, epoch: int = 0) -> Message:
    envelope = wrap(event, service="toy", actor="", epoch=epoch)
    return Message(envelope.exchange, envelope.routing_key, encode(envelope), str(envelope.id))


def body(event: object, *, epoch: int = 0) -> bytes:
    return message(event, epoch=epoch).body


def remove_queue(management_url: str, service: str) -> None:
    requests.delete(f"{management_url}/api/queues/%2F/{service}.events", timeout=10).raise_for_status()


@dataclass
class Toy:
    """One toy service with its own database and queue. An event whose ``nama`` is in ``poisoned`` cannot be handled."""

    name: str
    url: str
    amqp_url: str = "amqp://guest:guest@127.0.0.1:1/"
    poisoned: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.database = Database(self.url)
        self.settings: ServiceSettings = settings_for_tests(self.name, self.url, self.amqp_url)

    @property
    def handlers(self) -> dict[type, Handler]:
        return {Unor: self.on_unor}

    def on_unor(self, uow: UnitOfWork, event: Unor, envelope: Envelope) -> None:
        uow.connection.execute(sa.text("INSERT INTO penerapan (event_id) VALUES (:id)"), {"id": envelope.id})
        row = {"id": event.id, "instansi_id": event.instansi_id, "nama": event.nama, "epoch": envelope.epoch, "version": event.version}
        upsert_copy(uow.connection, unor_view, row)
        if event.nama in self.poisoned:
            raise ValueError(f"cannot digest {event.nama}")

    def unit(self, instansi: UUID | str = SYSTEM) -> UnitOfWork:
        return UnitOfWork(self.database, service=self.name, instansi=str(instansi), actor="")

    def publish(self, *events: object) -> None:
        with self.unit() as uow:
            uow.publish(*events)

    def consumer(self) -> Consumer:
        return Consumer(self.handlers, self.unit)

    def rows(self, statement: str, **values: object) -> Sequence[sa.Row[Any]]:
        with self.database.transaction(SYSTEM) as connection:
            return connection.execute(sa.text(statement), values).all()

    def value(self, statement: str, **values: object) -> Any:
        return self.rows(statement, **values)[0][0]

    def names(self) -> list[str]:
        return [row.nama for row in self.rows("SELECT nama FROM unor_view ORDER BY nama")]

    def applied(self) -> int:
        return int(self.value("SELECT count(*) FROM penerapan"))

    def applied_twice(self) -> int:
        return int(self.value("SELECT count(*) FROM (SELECT 1 FROM penerapan GROUP BY event_id HAVING count(*) > 1) AS again"))

    def unpublished(self) -> int:
        return int(self.value("SELECT count(*) FROM outbox WHERE published_at IS NULL"))

    def dead_letters(self) -> Sequence[sa.Row[Any]]:
        return self.rows("SELECT * FROM surat_mati ORDER BY id")

    def send(self, *messages: Message) -> set[str]:
        """Straight to the broker, past the outbox; returns what did not arrive."""
        publisher = Publisher(self.amqp_url)
        try:
            return publisher.publish(messages)
        finally:
            publisher.close()

    @contextmanager
    def running(self, *, relay: bool = False, consumer: bool = False) -> Iterator[None]:
        """The worker's threads, stopped at the end; a thread that died or does not stop fails the test."""
        stop = threading.Event()
        threads = []
        if relay:
            threads.append(threading.Thread(target=Relay(self.database, self.amqp_url, stop).run, name="relay"))
        if consumer:
            run = self.consumer().run
            threads.append(threading.Thread(target=run, args=(self.amqp_url, self.name, stop, lambda _: None), name="consumer"))
        for thread in threads:
            thread.start()
        try:
            yield
            assert [thread.name for thread in threads if not thread.is_alive()] == [], "a thread of the worker died"
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=30)
            assert [thread.name for thread in threads if thread.is_alive()] == [], "a thread of the worker does not stop"
