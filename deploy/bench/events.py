"""Events a second, and the delay from commit to visible: one relay, one consumer, outbox to read model.

Runs on its own PostgreSQL and RabbitMQ with auth's worker (relay) and laporan's worker (consumer), and nothing else beside them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from native import postgres, rabbitmq
from shared.contracts import auth as contract
from shared.persistence import SYSTEM, Database, UnitOfWork

SECRET = "only-for-the-bench-and-nothing-else-0000"  # noqa: S105


class Bench:
    """The two workers on their own servers."""

    def __init__(self, folder: Path) -> None:
        self.postgres = postgres.start(folder / "postgres", 24390)
        self.broker = rabbitmq.start(folder / "rabbitmq", port=26840)
        self.env = {**os.environ, "AMQP_URL": self.broker.amqp_url, "KINERJA_SECRET_KEY": SECRET, "LOG_LEVEL": "ERROR"}
        for name in ("auth", "laporan"):
            self.env[f"{name.upper()}_DATABASE_URL"] = self.database(name)
            subprocess.run([sys.executable, "-m", f"{name}.cli", "siapkan"], env=self.env, check=True, stdout=subprocess.DEVNULL)
        self.auth = Database(self.env["AUTH_DATABASE_URL"])
        self.laporan = Database(self.env["LAPORAN_DATABASE_URL"])
        self.instansi = uuid4()

    def database(self, name: str) -> str:
        """The URL of a database of its own."""
        self.postgres.ensure({name: "bench"})
        return self.postgres.url_for(name)

    @contextmanager
    def workers(self) -> Iterator[None]:
        running = [
            subprocess.Popen([sys.executable, "-m", f"{name}.worker"], env=self.env, stdout=subprocess.DEVNULL)
            for name in ("auth", "laporan")
        ]
        try:
            yield
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(30)

    def write(self, count: int) -> None:
        """Commit ``count`` events of new people in one transaction."""
        with UnitOfWork(self.auth, service="auth", instansi=SYSTEM, actor="") as uow:
            uow.publish(*(self._person() for _ in range(count)))

    def _person(self) -> contract.Pegawai:
        post = contract.Penugasan(
            uuid4(), uuid4(), "Dinas Pendidikan", "Pengolah Data", "pelaksana", None, "II/d", False, None, None, date(2025, 1, 1), None
        )
        return contract.Pegawai(uuid4(), self.instansi, "199305172019022904", "Rina Lestari, A.Md.", "pns", True, (), (post,), 1)

    def visible(self) -> int:
        with self.laporan.transaction(str(self.instansi)) as connection:
            return int(
                connection.execute(sa.text("SELECT count(*) FROM pegawai_view WHERE instansi_id = :i"), {"i": self.instansi}).scalar_one()
            )

    def stop(self) -> None:
        self.auth.dispose()
        self.laporan.dispose()
        self.broker.stop()
        self.postgres.stop()


def throughput(bench: Bench, count: int = 10_000) -> float:
    """Events a second from a full outbox to the read model, the workers being up."""
    target = bench.visible() + count
    bench.write(count)
    with bench.workers():
        first = bench.visible()
        while bench.visible() == first:
            time.sleep(0.02)
        started, seen = time.monotonic(), bench.visible()
        while bench.visible() < target:
            time.sleep(0.05)
            if time.monotonic() - started > 120:
                raise SystemExit("bench: the events do not arrive")
        return (target - seen) / (time.monotonic() - started)


def delay(bench: Bench, *, per_second: int = 200, seconds: int = 20) -> tuple[float, float]:
    """(p50, p99) seconds from commit to visible at a steady rate, as a reader that looks every few milliseconds sees it."""
    total = per_second * seconds
    committed: list[float] = []
    looks: list[tuple[float, int]] = []
    with bench.workers():
        bench.write(1)
        before = bench.visible()
        while bench.visible() == before:
            time.sleep(0.05)
        base = bench.visible()

        def look() -> None:
            deadline = time.monotonic() + seconds + 30
            count = 0
            while count < total and time.monotonic() < deadline:
                count = bench.visible() - base
                looks.append((time.monotonic(), count))
                time.sleep(0.003)

        reader = threading.Thread(target=look)
        reader.start()
        due = time.monotonic()
        for _ in range(total):
            bench.write(1)
            committed.append(time.monotonic())
            due += 1 / per_second
            time.sleep(max(0.0, due - time.monotonic()))
        reader.join()
    if looks[-1][1] < total:
        raise SystemExit("bench: the events do not arrive")
    delays, position = [], 0
    for index, moment in enumerate(committed):
        while looks[position][1] <= index:
            position += 1
        delays.append(max(0.0, looks[position][0] - moment))
    delays.sort()
    return delays[total // 2], delays[int(total * 0.99)]
