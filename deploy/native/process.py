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
    """``command`` and the folder ``var`` in the environment are what is started, and how a pid is recognised as ours."""

    name: str
    command: tuple[str, ...]
    var: Path

    @property
    def log(self) -> Path:
        return self.var / "log" / f"{self.name}.log"

    @property
    def _pid_file(self) -> Path:
        return self.var / "run" / f"{self.name}.pid"

    def find(self) -> psutil.Process | None:
        """The running process; none when the pid file is stale, whoever has that pid now."""
        try:
            process = psutil.Process(int(self._pid_file.read_text()))
        except (OSError, ValueError, psutil.Error):
            return None
        return process if self._is_ours(process) else None

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return (
                process.status() != psutil.STATUS_ZOMBIE
                and _holds(process.cmdline(), self.command[1:])
                and process.environ().get("KINERJA_VAR") == str(self.var)
                and Path(process.cwd()) == ROOT
            )
        except (OSError, psutil.Error):
            return False

    def _end_orphans(self) -> None:
        """gunicorn's workers outlive a killed master for some seconds, and hold its port."""
        orphans = [process for process in psutil.process_iter() if self._is_ours(process)]
        for orphan in orphans:
            _signal(orphan, psutil.Process.kill)
        psutil.wait_procs(orphans, timeout=5)

    def start(self, env: Mapping[str, str]) -> None:
        """Start it unless it runs."""
        if self.find() is not None:
            return
        self._end_orphans()
        for file in (self._pid_file, self.log):
            file.parent.mkdir(parents=True, exist_ok=True)
        rotate(self.log)
        with self.log.open("ab") as output:
            _started.append(
                subprocess.Popen(
                    self.command,
                    cwd=ROOT,
                    env={**env, "KINERJA_VAR": str(self.var)},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )
        self._pid_file.write_text(f"{_started[-1].pid}\n")

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
    _started[:] = [child for child in _started if child.poll() is None]
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
