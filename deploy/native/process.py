"""A process of our own that outlives the command which started it: a pid file, a log, and proof that the pid is still ours."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from native.layout import ROOT

_LOG_BYTES = 10_000_000
_KEPT_LOGS = 3
_STOP_SECONDS = 25
_started: list[subprocess.Popen[bytes]] = []  # kept, for one that is collected while its process runs warns of a leak


@dataclass(frozen=True, slots=True)
class Process:
    """``command`` is both what is started and how a pid is recognised as ours."""

    name: str
    command: tuple[str, ...]
    run: Path
    logs: Path

    @property
    def log(self) -> Path:
        return self.logs / f"{self.name}.log"

    @property
    def _pid_file(self) -> Path:
        return self.run / f"{self.name}.pid"

    def find(self) -> psutil.Process | None:
        """The running process; none when the pid file is stale, whoever has that pid now."""
        try:
            process = psutil.Process(int(self._pid_file.read_text()))
            ours = process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == ROOT and _holds(process.cmdline(), self.command[1:])
        except (OSError, ValueError, psutil.Error):
            return None
        return process if ours else None

    def start(self, env: Mapping[str, str]) -> None:
        """Start it unless it runs."""
        if self.find() is not None:
            return
        self.run.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        rotate(self.log)
        with self.log.open("ab") as output:
            _started.append(
                subprocess.Popen(
                    self.command,
                    cwd=ROOT,
                    env=dict(env),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )
        self._pid_file.write_text(str(_started[-1].pid))

    def forget(self) -> None:
        self._pid_file.unlink(missing_ok=True)

    def family(self) -> list[psutil.Process]:
        """The process and its children; empty when it does not run."""
        process = self.find()
        if process is None:
            return []
        try:
            return [process, *process.children(recursive=True)]
        except psutil.Error:
            return [process]

    def tail(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""


def stop(processes: Sequence[Process]) -> list[str]:
    """Ask all of them to end, wait, and kill what does not; returns the names of those killed."""
    families = {process: process.family() for process in processes}
    for family in families.values():
        if family:
            _signal(family[0], psutil.Process.terminate)
    deadline = time.monotonic() + _STOP_SECONDS
    killed = []
    for process, family in families.items():
        _, alive = psutil.wait_procs(family, timeout=max(0.1, deadline - time.monotonic()))
        if alive:
            killed.append(process.name)
        for member in alive:
            _signal(member, psutil.Process.kill)
        psutil.wait_procs(alive, timeout=5)
        process.forget()
    return killed


def rotate(log: Path) -> None:
    """Keep three older files of at most 10 MB or so; done at a start, for a running process holds its file."""
    if not log.exists() or log.stat().st_size < _LOG_BYTES:
        return
    for number in range(_KEPT_LOGS, 1, -1):
        older = log.with_name(f"{log.name}.{number - 1}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number}"))
    log.replace(log.with_name(f"{log.name}.1"))


def _holds(cmdline: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether ``wanted`` stands in ``cmdline`` in one piece (a script's interpreter comes before it)."""
    width = len(wanted)
    return any(tuple(cmdline[start : start + width]) == tuple(wanted) for start in range(len(cmdline) - width + 1))


def _signal(process: psutil.Process, send: Callable[[psutil.Process], None]) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        send(process)
