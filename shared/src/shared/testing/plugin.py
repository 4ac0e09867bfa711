"""pytest plugin: one throwaway PostgreSQL and one RabbitMQ for the whole run, started only when a test asks for them.

With pytest-xdist the workers share that PostgreSQL, each with databases of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from native.postgres import PostgresServer
from native.postgres import running as running_postgres
from native.postgres import start as start_postgres
from native.rabbitmq import RabbitServer
from native.rabbitmq import start as start_rabbitmq


def free_port(*offsets: int) -> int:
    """A port of loopback that is free now, with those ``offsets`` above it: below the range from which outgoing connections take theirs."""
    while True:
        port = random.randint(20000, 31000)
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for offset in (0, *offsets):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", port + offset))
            return port


_RUN = "KINERJA_TEST_RUN"
"""The folder of the run, which the workers inherit from the process that started them."""


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def pytest_configure() -> None:
    hypothesis.settings.register_profile("kinerja", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
    hypothesis.settings.load_profile("kinerja")  # a busy machine is no failure
    if not _is_worker():
        os.environ[_RUN] = tempfile.mkdtemp(prefix="kinerja-uji-")
        Path(os.environ[_RUN]).chmod(0o711)


def pytest_unconfigure() -> None:
    if _is_worker():
        return
    run = Path(os.environ.pop(_RUN))
    if (run / "port").exists() and (server := running_postgres(run / "pg")):
        server.remove()
    shutil.rmtree(run, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    run = Path(os.environ[_RUN])
    port = run / "port"
    with (run / "kunci").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not port.exists():
            port.write_text(str(free_port()))
        return start_postgres(run / "pg", int(port.read_text()), throwaway=True)


@pytest.fixture(scope="session")
def broker() -> Iterator[RabbitServer]:
    with tempfile.TemporaryDirectory(prefix="kinerja-rmq-") as folder:
        port = free_port(1, 2, 3)
        server = start_rabbitmq(Path(folder) / "rmq", port, dist_port=port + 1, epmd_port=port + 2, management_port=port + 3)
        yield server
        server.remove()
