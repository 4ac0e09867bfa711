"""A toy service on a fresh, migrated database each test; with a queue of its own when the test asks for the broker."""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from native.postgres import PostgresServer
from native.postgres import start as start_postgres
from native.rabbitmq import RabbitServer

sys.path.insert(0, str(Path(__file__).parent / "toy_service"))

from toy import MIGRATIONS, Toy, remove_queue

from shared.messaging.rabbitmq import declare_topology
from shared.persistence.migrations import upgrade
from shared.testing.plugin import free_port
from shared.testing.service import create_database

_numbers = itertools.count(1)


@pytest.fixture
def toy(postgres: PostgresServer) -> Iterator[Toy]:
    """Without broker."""
    name = f"toy{next(_numbers)}"
    made = Toy(name, create_database(postgres, name))
    upgrade(MIGRATIONS, made.url)
    yield made
    made.database.dispose()


@pytest.fixture
def bound(postgres: PostgresServer, broker: RabbitServer) -> Iterator[Toy]:
    """With a queue on the broker."""
    name = f"toy{next(_numbers)}"
    made = Toy(name, create_database(postgres, name), broker.amqp_url)
    upgrade(MIGRATIONS, made.url)
    declare_topology(broker.amqp_url, name, ["auth.unor.v1"])
    yield made
    made.database.dispose()
    remove_queue(broker.management_url, name)


@pytest.fixture
def own_postgres() -> Iterator[tuple[PostgresServer, Callable[[], None]]]:
    """A server that the test may stop, and how to start it again; durable, for a throwaway one may forget its last commits."""
    with tempfile.TemporaryDirectory(prefix="kinerja-pg-own-") as folder:
        server = start_postgres(Path(folder), port := free_port(), throwaway=False)
        yield server, lambda: void(start_postgres(Path(folder), port, throwaway=False))
        server.stop()


def void(_: object) -> None:
    return None
