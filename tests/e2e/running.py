"""What the end-to-end tests hold in their hands: the running stack, its people, bounded waiting."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import requests

ROOT = Path(__file__).resolve().parents[2]
EVENT_SECONDS = 15.0
T = TypeVar("T")


def eventually(attempt: Callable[[], T | None], what: str, seconds: float = EVENT_SECONDS) -> T:
    """The first true result of ``attempt`` within ``seconds``."""
    deadline = time.monotonic() + seconds
    while True:
        found = attempt()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:.0f} seconds")
        time.sleep(0.1)


@dataclass
class Caller:
    """A person with a Bearer token; answers are given back as they are. ``jam`` is the moment at which all calls happen (demo clock)."""

    url: str
    nip: str
    kata_sandi: str
    jam: str = ""
    _token: str = ""
    _since: float = 0.0

    def at(self, jam: str) -> Caller:
        return Caller(self.url, self.nip, self.kata_sandi, jam, self._token, self._since)

    @property
    def token(self) -> str:
        if not self._token or time.monotonic() - self._since > 200:
            answer = call("POST", f"{self.url}/auth/api/v1/token", json={"nip": self.nip, "kata_sandi": self.kata_sandi})
            assert answer.status_code == 200, answer.text
            self._token, self._since = answer.json()["access_token"], time.monotonic()
        return self._token

    def send(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any) -> requests.Response:
        clock = {"X-Kinerja-Jam": self.jam} if self.jam else {}
        everything = {"Authorization": f"Bearer {self.token}", **clock, **(headers or {})}
        return call(method, self.url + path, headers=everything, **options)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.send("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        if not {"files", "data", "json"} & options.keys():
            options["json"] = {} if body is None else body
        return self.send("POST", path, **options)

    def put(self, path: str, body: Any, version: int | None = None) -> requests.Response:
        return self.send("PUT", path, json=body, headers={"If-Match": f'"{version}"'} if version is not None else {})

    def read(self, path: str, **params: Any) -> Any:
        """The JSON of a GET that must succeed."""
        answer = self.get(path, params=params)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:400]}"
        return answer.json()


def call(method: str, url: str, **options: Any) -> requests.Response:
    """One request on a connection of its own, closed at once, without the machine's proxy settings."""
    with requests.Session() as session:
        session.trust_env = False
        options.setdefault("timeout", 60)
        return session.request(method, url, **options)


@dataclass(frozen=True)
class Running:
    """The stack after the story. ``akun`` maps P1 .. ADMIN to the rows of demo.json; ``pelanggan`` are the subscriber's credentials."""

    url: str
    var: Path
    environment: Mapping[str, str]
    akun: Mapping[str, Mapping[str, str]]
    pelanggan: Mapping[str, str]
    _callers: dict[str, Caller] = field(default_factory=dict)

    def caller(self, kode: str) -> Caller:
        row = self.akun[kode]
        return self._callers.setdefault(kode, Caller(self.url, row["nip"], row["kata_sandi"]))

    def native(self, *arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        return run(self.environment, "-m", "native", *arguments, seconds=seconds)

    def cli(self, service: str, *arguments: str) -> str:
        """The output of a service's command line, which must succeed."""
        done = self.native("cli", service, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def kinerja(self, kode: str, reader: str = "") -> Any:
        """The year 2025 of a person as ``reader`` (default: the admin) sees it."""
        return self.caller(reader or "ADMIN").read(f"/laporan/api/v1/pegawai/{self.akun[kode]['nip']}/kinerja", tahun=2025)

    def evaluasi(self, kode: str) -> Any:
        """The person's last evaluation in the year."""
        return max(self.kinerja(kode)["evaluasi"], key=lambda row: row["mulai"])


def run(environment: Mapping[str, str], *arguments: str, seconds: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=dict(environment), capture_output=True, text=True, timeout=seconds, check=False
    )
