"""pytest plugin: one throwaway PostgreSQL and one RabbitMQ for the whole run, started only when a test asks for them."""

from __future__ import annotations

import contextlib
import random
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from native.postgres import PostgresServer
from native.postgres import start as start_postgres
from native.rabbitmq import RabbitServer
from native.rabbitmq import start as start_rabbitmq


def _free_port(*offsets: int) -> int:
    """A port of loopback that is free now, with those ``offsets`` above it: below the range from which outgoing connections take theirs."""
    while True:
        port = random.randint(20000, 31000)
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for offset in (0, *offsets):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", port + offset))
            return port


def pytest_configure() -> None:
    hypothesis.settings.register_profile("kinerja", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
    hypothesis.settings.load_profile("kinerja")  # a busy machine is no failure


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with tempfile.TemporaryDirectory(prefix="kinerja-pg-") as folder:
        server = start_postgres(Path(folder) / "pg", _free_port(), throwaway=True)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def broker() -> Iterator[RabbitServer]:
    with tempfile.TemporaryDirectory(prefix="kinerja-rmq-") as folder:
        port = _free_port(1, 2, 3)
        server = start_rabbitmq(Path(folder) / "rmq", port, dist_port=port + 1, epmd_port=port + 2, management_port=port + 3)
        yield server
        server.remove()
