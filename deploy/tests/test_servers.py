"""Our own PostgreSQL: where its data lies, and what survives."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from native import postgres, unprivileged
from native.postgres import PostgresServer
from native.unprivileged import account, data_place


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers as somebody else")
def test_folder_that_the_account_cannot_reach_is_left_alone(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    who = account()
    place = data_place(closed / "postgres", who)
    assert place != closed / "postgres"
    assert place == data_place(closed / "postgres", who)
    assert place.parent == Path(tempfile.gettempdir())
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes the account")
def test_servers_that_start_at_once_make_one_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    users: list[int] = []

    def useradd(*_command: object, **_options: object) -> None:
        made = 900 + len(users)
        time.sleep(0.05)
        users.append(made)

    def find(_name: str) -> SimpleNamespace:
        if not users:
            raise KeyError
        return SimpleNamespace(pw_uid=users[-1], pw_gid=users[-1])

    monkeypatch.setattr(unprivileged, "_LOCK", tmp_path / "lock")
    monkeypatch.setattr(unprivileged.subprocess, "run", useradd)
    monkeypatch.setattr(unprivileged.pwd, "getpwnam", find)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: account(), range(2)))
    assert users == [900]
    assert {who.uid for who in found} == {900}


def test_database_survives_a_killed_server_and_a_changed_password() -> None:
    with tempfile.TemporaryDirectory(prefix="kinerja-pg-") as folder:
        port = _free_port()
        server = postgres.start(Path(folder), port, throwaway=False)
        try:
            server.ensure({"uji": "one"})
            with psycopg.connect(_plain(server), autocommit=True) as connection:
                connection.execute("CREATE TABLE tetap AS SELECT 1 AS n")
            process = server.process()
            assert process is not None
            process.kill()
            process.wait(10)
            server = postgres.start(Path(folder), port, throwaway=False)
            server.ensure({"uji": "two"})
            with psycopg.connect(_plain(server)) as connection:
                assert connection.execute("SELECT n FROM tetap").fetchone() == (1,)
                assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
            assert postgres.running(Path(folder)) is not None
        finally:
            server.remove()
        assert postgres.running(Path(folder)) is None
        Path(folder).mkdir(exist_ok=True)


def _plain(server: PostgresServer) -> str:
    return server.url_for("uji").replace("+psycopg", "")
