"""pytest plugin: one throwaway PostgreSQL and one RabbitMQ for the whole run, started only when a test asks for them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from native.postgres import PostgresServer
from native.postgres import start as start_postgres
from native.rabbitmq import RabbitServer
from native.rabbitmq import start as start_rabbitmq

_FIRST_PORT = 54400


def _worker_number() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with tempfile.TemporaryDirectory(prefix="kinerja-pg-") as folder:
        server = start_postgres(Path(folder), _FIRST_PORT + _worker_number(), throwaway=True)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def broker() -> Iterator[RabbitServer]:
    with tempfile.TemporaryDirectory(prefix="kinerja-rmq-") as folder:
        server = start_rabbitmq(Path(folder), port=56800 + 10 * _worker_number())
        yield server
        server.stop()
