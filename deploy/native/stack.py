"""The five services, their gateway, PostgreSQL and RabbitMQ as processes of this machine."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psutil
import psycopg
import requests

from native import postgres, process, rabbitmq
from native.layout import ROOT, SERVICES, Layout
from native.process import Process
from native.unprivileged import account, data_place

_READY_SECONDS = 180
_DEMO_START = "2026-01-19T09:00:00+07:00"
Say = Callable[[str], None]


class StackError(RuntimeError):
    """The stack cannot run; says what and where to look."""


@dataclass(frozen=True, slots=True)
class Status:
    name: str
    pid: int | None
    resident_mb: float
    ready: str


@dataclass(frozen=True, slots=True)
class Stack:
    """``web_workers`` is the number of gunicorn workers of each service; ``extra`` joins the environment of every process."""

    layout: Layout
    web_workers: int = 2
    extra: Mapping[str, str] = field(default_factory=dict)
    say: Say = lambda text: print(text, file=sys.stderr, flush=True)

    # ---- commands

    def up(self) -> None:
        """Start what does not run, and wait until every service is ready. Safe to repeat."""
        with self._alone():
            begun = time.monotonic()
            env = self._prepared()
            self._start(env)
            self._wait_ready()
            self.say(f"semua layanan siap dalam {time.monotonic() - begun:.0f} detik: {self.layout.url}")

    def down(self) -> None:
        """Stop what :meth:`up` started: entrances first, then workers, then what they need."""
        with self._alone():
            gateway, webs, workers = self._gateway(), [self._web(s) for s in SERVICES], [self._worker(s) for s in SERVICES]
            for group in ([gateway], [*webs, *workers]):
                for name in process.stop(group):
                    self.say(f"{name} tidak berhenti sendiri dan dihentikan paksa")
            broker = rabbitmq.running(self._rabbitmq_folder, self.layout.rabbitmq, **self.layout.rabbitmq_ports)
            if broker is not None:
                broker.stop()
            database = postgres.running(self._postgres_folder)
            if database is not None:
                database.stop()
            self.say("berhenti; data tetap ada")

    def reset(self) -> None:
        """Stop, and delete all data of this stack."""
        self.down()
        who = account()
        for folder in (self._postgres_folder, self._rabbitmq_folder):
            shutil.rmtree(data_place(folder, who), ignore_errors=True)
        shutil.rmtree(self.layout.var, ignore_errors=True)

    def status(self) -> list[Status]:
        rows = [self._row(self._gateway(), "")]
        rows += [self._row(self._web(service), self._readiness(service)) for service in SERVICES]
        rows += [self._row(self._worker(service), "") for service in SERVICES]
        broker = rabbitmq.running(self._rabbitmq_folder, self.layout.rabbitmq, **self.layout.rabbitmq_ports)
        beam = broker.process() if broker is not None else None
        rows.append(_status("rabbitmq", [beam, *beam.children(recursive=True)] if beam is not None else [], ""))
        database = postgres.running(self._postgres_folder)
        postmaster = database.process() if database is not None else None
        rows.append(_status("postgresql", [postmaster, *postmaster.children(recursive=True)] if postmaster is not None else [], ""))
        return rows

    def cli(self, service: str, arguments: list[str]) -> int:
        """Run ``python -m <service>.cli`` with the environment of the running stack."""
        if service not in SERVICES:
            raise StackError(f"SERVICE must be one of {', '.join(SERVICES)}, not '{service}'")
        return subprocess.run([sys.executable, "-m", f"{service}.cli", *arguments], cwd=ROOT, env=self._prepared(), check=False).returncode

    def environment(self) -> dict[str, str]:
        """What every process of the stack gets; starts PostgreSQL and RabbitMQ when they do not run."""
        return self._prepared()

    # ---- the environment

    def _prepared(self) -> dict[str, str]:
        """PostgreSQL and RabbitMQ (unless the environment names others), and the variables that lead to them."""
        with ThreadPoolExecutor(2) as pool:
            database, broker = pool.submit(self._databases), pool.submit(self._broker)
            try:
                found = {**database.result(), **broker.result()}
            except (postgres.PostgresError, rabbitmq.RabbitError, psycopg.Error) as error:
                raise StackError(str(error)) from error
        layout = self.layout
        defaults = {
            "KINERJA_URL": layout.url,
            "KINERJA_SECRET_KEY": self._secret("kunci-formulir"),
            "CAPAIAN_BERKAS_DIR": str(layout.var / "berkas"),
            "KINERJA_DEMO_CLOCK": self._demo_clock() if layout.profile == "demo" else "",
        }
        ours = {
            "KINERJA_PROFILE": layout.profile,
            "KINERJA_JWKS_URL": f"http://127.0.0.1:{layout.port('auth')}/auth/.well-known/jwks.json",
            "KINERJA_VAR": str(layout.var),
            "KINERJA_PORT": str(layout.gateway),
            "KINERJA_WEB_PORT": str(layout.web),
            "PYTHONUNBUFFERED": "1",
        }
        (layout.var / "berkas").mkdir(parents=True, exist_ok=True, mode=0o700)
        return {**defaults, **os.environ, **ours, **found, **self.extra}

    def _databases(self) -> dict[str, str]:
        names = {service: f"{service.upper()}_DATABASE_URL" for service in SERVICES}
        given = {name: os.environ[name] for name in names.values() if os.environ.get(name)}
        missing = [service for service, name in names.items() if name not in given]
        if not missing:
            return given
        wanted = self._postgres_folder
        place = data_place(wanted, account())
        if place != wanted and not place.exists():
            self.say(f"data PostgreSQL di {place}, karena akun yang menjalankannya tidak dapat mencapai {wanted}")
        server = postgres.start(wanted, self.layout.postgres)
        server.ensure({service: self._secret(f"basisdata-{service}") for service in missing})
        return {**given, **{names[service]: server.url_for(service) for service in missing}}

    def _broker(self) -> dict[str, str]:
        if os.environ.get("AMQP_URL"):
            return {name: os.environ[name] for name in ("AMQP_URL", "RABBITMQ_MANAGEMENT_URL") if os.environ.get(name)}
        server = rabbitmq.start(self._rabbitmq_folder, self.layout.rabbitmq, **self.layout.rabbitmq_ports)
        return {"AMQP_URL": server.amqp_url, "RABBITMQ_MANAGEMENT_URL": server.management_url}

    def _secret(self, name: str) -> str:
        return self._kept(self.layout.var / "secrets" / name, lambda: secrets.token_urlsafe(36))

    def _demo_clock(self) -> str:
        """The demo's day goes on from the first start; setting it anew would make the time run backwards over the data."""
        return self._kept(self.layout.var / "secrets" / "jam-demo", lambda: f"{_DEMO_START}@{int(datetime.now().timestamp())}")  # noqa: DTZ005

    @staticmethod
    def _kept(path: Path, make: Callable[[], str]) -> str:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            path.write_text(make())
        return path.read_text()

    # ---- processes

    @property
    def _postgres_folder(self) -> Path:
        return self.layout.var / "postgres"

    @property
    def _rabbitmq_folder(self) -> Path:
        return self.layout.var / "rabbitmq"

    def _process(self, name: str, *arguments: str) -> Process:
        return Process(name, (sys.executable, *arguments), self.layout.var)

    def _web(self, service: str) -> Process:
        bind = f"127.0.0.1:{self.layout.port(service)}"
        return self._process(service, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", bind, f"{service}.app:create_app()")

    def _worker(self, service: str) -> Process:
        return self._process(f"{service}-worker", "-m", f"{service}.worker")

    def _gateway(self) -> Process:
        return self._process("gateway", "-m", "native.gateway")

    def _start(self, env: Mapping[str, str]) -> None:
        if all(item.find() for service in SERVICES for item in (self._web(service), self._worker(service))):
            self.say("sudah berjalan; memeriksa kesiapan")
        else:
            self.say("menyiapkan basis data dan antrean ...")
            with ThreadPoolExecutor(len(SERVICES)) as pool:
                for failed in pool.map(lambda service: self._siapkan(service, env), SERVICES):
                    if failed:
                        raise StackError(failed)
        for service in SERVICES:
            metrics = {"PROMETHEUS_MULTIPROC_DIR": str(self.layout.run / "metrics" / service)}
            self._web(service).start({**env, **metrics, "WEB_CONCURRENCY": str(self.web_workers)})
        for service in SERVICES:
            self._worker(service).start(env)
        self._gateway().start(env)

    def _siapkan(self, service: str, env: Mapping[str, str]) -> str:
        result = subprocess.run(
            [sys.executable, "-m", f"{service}.cli", "siapkan"], cwd=ROOT, env=dict(env), capture_output=True, text=True, check=False
        )
        return f"{service}: siapkan gagal\n{(result.stderr or result.stdout).strip()[-2000:]}" if result.returncode else ""

    def _wait_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        waiting = {service: self._web(service) for service in SERVICES}
        workers = [self._worker(service) for service in SERVICES]
        while True:
            waiting = {service: item for service, item in waiting.items() if self._readiness(service) != "ok"}
            for item in (*waiting.values(), *workers, self._gateway()):
                if item.find() is None:
                    raise StackError(f"{item.name} berhenti saat dimulai; akhir {item.log}:\n{item.tail()}")
            if not waiting and self._gateway_answers():
                return
            if time.monotonic() > deadline:
                name = next(iter(waiting), "gateway")
                raise StackError(f"{name} belum siap setelah {_READY_SECONDS} detik; lihat {self.layout.logs / (name + '.log')}")
            time.sleep(0.2)

    def _gateway_answers(self) -> bool:
        try:
            return requests.get(f"{self.layout.url}/auth/healthz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def _readiness(self, service: str) -> str:
        try:
            answer = requests.get(f"http://127.0.0.1:{self.layout.port(service)}/{service}/readyz", timeout=5)
            return str(answer.json().get("status", answer.status_code))
        except (requests.RequestException, ValueError):
            return "down"

    def _row(self, item: Process, ready: str) -> Status:
        return _status(item.name, item.family(), ready)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One command at a time on this stack."""
        self.layout.var.mkdir(parents=True, exist_ok=True)
        with (self.layout.var / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StackError("perintah lain sedang bekerja pada tumpukan ini; tunggu sampai selesai") from None
            yield


def _status(name: str, family: list[psutil.Process], ready: str) -> Status:
    """Resident memory with shared pages counted once (PSS): a sum of RSS would count PostgreSQL's buffers once a connection."""
    resident = 0.0
    for member in family:
        try:
            resident += member.memory_full_info().pss
        except psutil.Error:
            continue
    return Status(name, family[0].pid if family else None, resident / 2**20, ready)
