"""One native stack of its own for all end-to-end tests: started, lived through the sample year once, and removed.

``KINERJA_E2E_VAR=<folder>`` keeps the stack there between runs (for those who write these tests); the ports are then kept too.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.running import Running, run

UP_SECONDS = 240
STORY_SECONDS = 420


def _free_ports() -> int:
    """A base whose ports, as :func:`_environment` spreads them, are all free now."""
    while True:
        base = random.randint(200, 310) * 100
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for offset in (0, 1, 2, 3, 4, 5, 10, 20, 30, 40, 50):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", base + offset))
            return base


def _environment(var: Path, base: int) -> dict[str, str]:
    others = {"AMQP_URL", "RABBITMQ_MANAGEMENT_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in others and not name.endswith("_DATABASE_URL")}
    return {
        **kept,
        "KINERJA_VAR": str(var),
        "KINERJA_PROFILE": "demo",
        "KINERJA_PORT": str(base),
        "KINERJA_WEB_PORT": str(base + 1),
        "KINERJA_POSTGRES_PORT": str(base + 10),
        "KINERJA_RABBITMQ_PORT": str(base + 20),
    }


@contextlib.contextmanager
def _folder() -> Iterator[tuple[Path, int, bool]]:
    """(folder, base port, whether it stays)."""
    if kept := os.environ.get("KINERJA_E2E_VAR"):
        folder = Path(kept)
        folder.mkdir(parents=True, exist_ok=True)
        ports = folder / "port"
        if not ports.exists():
            ports.write_text(str(_free_ports()))
        yield folder, int(ports.read_text()), True
        return
    with tempfile.TemporaryDirectory(prefix="kinerja-e2e-", ignore_cleanup_errors=True) as name:
        yield Path(name) / "var", _free_ports(), False


def _up(var: Path, base: int) -> tuple[dict[str, str], int, subprocess.CompletedProcess[str]]:
    """Start the stack; a port that somebody else took since it was looked at asks for other ones."""
    for _ in range(3):
        environment = _environment(var, base)
        up = run(environment, "-m", "native", "up", seconds=UP_SECONDS)
        if "already in use" not in up.stderr:
            break
        run(environment, "-m", "native", "reset", seconds=120)
        base = _free_ports()
    return environment, base, up


@pytest.fixture(scope="session")
def stack() -> Iterator[Running]:
    with _folder() as (var, base, stays):
        environment = _environment(var, base)
        try:
            environment, port, up = _up(var, base)
            url = f"http://127.0.0.1:{port}"
            assert up.returncode == 0, f"the stack did not come up:\n{up.stdout}{up.stderr}"
            keys = var / "pelanggan.json"
            story = ["deploy/contoh/cerita.py", "--url", url, "--keluaran", str(var / "demo.json"), "--pelanggan", str(keys)]
            told = run(environment, *story, seconds=STORY_SECONDS)
            assert told.returncode == 0, f"the story failed:\n{told.stdout[-4000:]}{told.stderr[-4000:]}"
            (var / "cerita.txt").write_text(told.stdout)
            rows = json.loads((var / "demo.json").read_text())["akun"]
            yield Running(url, var, environment, {row["kode"]: row for row in rows}, json.loads(keys.read_text()))
        finally:
            if not stays:
                run(environment, "-m", "native", "reset", seconds=120)
