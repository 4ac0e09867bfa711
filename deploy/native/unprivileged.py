"""PostgreSQL refuses to run as root, and RabbitMQ should not: who runs them, and where that account can reach its data.

Nothing here changes the permissions of a folder that is not ours: a path that the account cannot reach is left, and another one chosen.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_NAME = "kinerja"
_LOCK = Path("/run/kinerja-account.lock")


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs a server. ``drop`` is false when the caller already is that account."""

    uid: int
    gid: int
    drop: bool

    def _identity(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drop else {}

    def run(self, command: Sequence[str], *, env: Mapping[str, str], check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env=env, cwd="/", check=check, text=True, capture_output=True, **self._identity())

    def spawn(self, command: Sequence[str], *, env: Mapping[str, str], output: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            env=env,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **self._identity(),
        )

    def own(self, path: Path, mode: int) -> Path:
        os.chown(path, self.uid, self.gid)
        path.chmod(mode)
        return path

    def folder(self, path: Path) -> Path:
        """A folder for this account alone. New parents stay the caller's."""
        path.mkdir(parents=True, exist_ok=True)
        return self.own(path, 0o700)

    def write(self, path: Path, text: str) -> Path:
        """A file that this account alone reads."""
        path.touch(mode=0o600)
        self.own(path, 0o600)
        path.write_text(text)
        return path

    def reaches(self, path: Path) -> bool:
        """Whether the account may pass through every folder above ``path``."""
        if not self.drop:
            return True
        return all(self._passes(parent) for parent in path.absolute().parents if parent.exists())

    def _passes(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        return bool(status.st_mode & (0o010 if status.st_gid == self.gid else 0o001))


def account() -> Account:
    """The caller, or for root the system user ``kinerja`` (made when missing; ``nobody`` where users cannot be made)."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), drop=False)
    with _LOCK.open("w") as lock:  # two useradd at once both succeed, and the second takes the uid from what the first owns
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            entry = pwd.getpwnam(_NAME)
        except KeyError:
            useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
            if useradd:
                subprocess.run([useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _NAME], check=True)
            entry = pwd.getpwnam(_NAME if useradd else "nobody")
    return Account(entry.pw_uid, entry.pw_gid, drop=True)


def elsewhere(path: Path, who: Account) -> Path:
    """The place that stands for ``path`` when the account cannot reach it, always the same for the same path: under /var/lib, or among the
    temporary files when ``path`` is one of those."""
    name = f"kinerja-{hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:10]}"
    temporary = Path(tempfile.gettempdir())
    return (temporary if path.absolute().is_relative_to(temporary) and who.reaches(temporary / name) else Path("/var/lib")) / name


def data_place(path: Path, who: Account) -> Path:
    """``path`` itself, or :func:`elsewhere` of it."""
    return path if who.reaches(path) else elsewhere(path, who)
