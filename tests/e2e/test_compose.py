"""The containers from build to down: the story through nginx, the broker restarted and stopped in between, nothing lost and nothing doubled.

Runs with ``KINERJA_COMPOSE=1`` alone, for it needs Docker and minutes. ``KINERJA_COMPOSE_PORT`` is the port of nginx (default 8099).
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from tests.e2e.running import ROOT, Caller, call, eventually

pytestmark = [
    pytest.mark.compose,
    pytest.mark.skipif(os.environ.get("KINERJA_COMPOSE") != "1", reason="KINERJA_COMPOSE=1 (with Docker) runs the compose suite"),
]

SERVICES = ("auth", "skp", "capaian", "penilaian", "laporan")
PROJECT = "kinerja-uji"
BROKER_AWAY_SECONDS = 30
EXPECTED = {
    "P1": ("100.94", "102.16", 12, 1),
    "P2": ("100.54", "100.72", 12, 1),
    "P3": ("101.08", "101.45", 12, 1),
    "P4": ("111.09", "111.46", 12, 1),
    "P5": ("97.77", "98.00", 12, 2),
    "T1": ("75.66", "85.39", 12, 1),
    "T2": ("66.84", "80.11", 12, 1),
}
"""nilai_skp and NKP of the year, number of reports, number of evaluations."""


def _images() -> dict[str, str]:
    """Docker's own images, or the stand-ins that a machine without a registry builds for itself (ENGINE: a program that prints exports)."""
    engine = Path(os.environ.get("KINERJA_DOCKER_ENGINE") or ROOT.parent / "shared" / "docker" / "engine")
    if not engine.exists():
        return {}
    said = subprocess.run([str(engine)], capture_output=True, text=True, timeout=900, check=True).stdout
    pairs = [word.partition("=") for line in said.splitlines() for word in shlex.split(line.removeprefix("export "))]
    return {name: value for name, _, value in pairs if name.endswith("_IMAGE")}


@dataclass
class Compose:
    """One compose project with secrets and port of its own."""

    file: Path
    port: int
    environment: Mapping[str, str]
    command: list[str] = field(init=False)

    def __post_init__(self) -> None:
        modern = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0
        self.command = [*(["docker", "compose"] if modern else ["docker-compose"]), "-p", PROJECT, "--env-file", str(self.file)]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, seconds: float = 300) -> str:
        done = subprocess.run(
            [*self.command, *arguments], cwd=ROOT, env=dict(self.environment), capture_output=True, text=True, timeout=seconds, check=False
        )
        assert done.returncode == 0, f"{' '.join(arguments)}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout

    def cli(self, service: str, *arguments: str) -> str:
        return self.run("exec", "-T", service, "python", "-m", f"{service}.cli", *arguments)

    def up(self) -> None:
        self.run("up", "-d", seconds=600)
        for service in SERVICES:
            eventually(lambda service=service: self._ready(service), f"{service} ready", 180)  # type: ignore[misc]

    def down(self) -> None:
        """All containers gone. An engine that has not let go of one's end of a network keeps the empty network, and ``up`` takes it again."""
        try:
            self.run("down")
        except AssertionError as error:
            if "has active endpoints" not in str(error):
                raise
        assert not self.run("ps", "-q").strip()

    def _ready(self, service: str) -> bool:
        try:
            return call("GET", f"{self.url}/{service}/readyz", timeout=10).status_code == 200
        except requests.RequestException:
            return False

    def queues(self) -> set[str]:
        return set(self.run("exec", "-T", "rabbitmq", "rabbitmqctl", "-q", "list_queues", "name", "--no-table-headers").split())

    def users(self) -> set[str]:
        lines = self.run("exec", "-T", "rabbitmq", "rabbitmqctl", "-q", "list_users", "--no-table-headers").splitlines()
        return {line.split("\t")[0] for line in lines if line.strip()}


@pytest.fixture(scope="module")
def compose(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compose]:
    assert shutil.which("docker"), "KINERJA_COMPOSE=1 needs docker"
    folder = tmp_path_factory.mktemp("compose")
    port = int(os.environ.get("KINERJA_COMPOSE_PORT") or 8099)
    ours = ("KINERJA_", "AUTH_", "SKP_", "CAPAIAN_", "PENILAIAN_", "LAPORAN_", "RABBITMQ_PASSWORD", "POSTGRES_PASSWORD", "AMQP_URL")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | _images()
    file = folder / "env"
    settings = clean | {"KINERJA_PORT": str(port), "KINERJA_PROFILE": "demo"}
    subprocess.run(["bash", "deploy/env.sh", str(file)], cwd=ROOT, env=settings, check=True, capture_output=True, timeout=60)
    found = Compose(file, port, clean | {"KINERJA_VERSION": "uji"})
    try:
        found.run("build", seconds=1800)
        found.up()
        yield found
    finally:
        subprocess.run(
            [*found.command, "down", "-v", "--remove-orphans"],
            cwd=ROOT,
            env=dict(found.environment),
            capture_output=True,
            timeout=300,
            check=False,
        )


@dataclass
class Told:
    """What the story left: its output, the people, and what the pages answered while the broker was away."""

    output: str
    people: dict[str, Caller]
    answers: list[tuple[str, int]]


@pytest.fixture(scope="module")
def told(compose: Compose, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("cerita")
    accounts, keys = folder / "demo.json", folder / "pelanggan.json"
    cli = shlex.join([*compose.command, "exec", "-T", "LAYANAN", "python", "-m", "LAYANAN.cli"]).replace("LAYANAN", "{layanan}")
    command = [
        sys.executable, "-u", "deploy/contoh/cerita.py", "--url", compose.url, "--keluaran", str(accounts), "--cli", cli, "--pelanggan", str(keys),
        "--sabar", "180",
    ]  # fmt: skip
    answers: list[tuple[str, int]] = []
    lines: list[str] = []
    faults: list[BaseException] = []
    trouble = threading.Thread(target=lambda: _keep(faults, lambda: _broker_trouble(compose, answers)))
    story = subprocess.Popen(command, cwd=ROOT, env=dict(compose.environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    watchdog = threading.Timer(900, story.kill)
    watchdog.start()
    try:
        assert story.stdout is not None
        for line in story.stdout:
            lines.append(line)
            if line.startswith("3  capaian"):
                trouble.start()
        code = story.wait()
    finally:
        watchdog.cancel()
        story.kill()
        story.wait()
        story.stdout.close()
        if trouble.ident is not None:
            trouble.join(timeout=300)
    output = "".join(lines)
    assert code == 0, output[-4000:]
    assert faults == []
    rows = json.loads(accounts.read_text())["akun"]
    return Told(output, {row["kode"]: Caller(compose.url, row["nip"], row["kata_sandi"]) for row in rows}, answers)


def _keep(faults: list[BaseException], work: object) -> None:
    try:
        work()  # type: ignore[operator]
    except BaseException as fault:
        faults.append(fault)


def _broker_trouble(compose: Compose, answers: list[tuple[str, int]]) -> None:
    """Restart the broker, then keep it away for half a minute while pages of all five services are asked for."""
    compose.run("restart", "rabbitmq")
    compose.run("kill", "rabbitmq")
    until = time.monotonic() + BROKER_AWAY_SECONDS
    pages = ("/auth/masuk", "/skp/", "/capaian/", "/penilaian/", "/laporan/beranda", *(f"/{service}/healthz" for service in SERVICES))
    pace = threading.Event()
    while time.monotonic() < until:
        answers.extend((page, call("GET", compose.url + page, timeout=20).status_code) for page in pages)
        pace.wait(2)  # as people do: faster, nginx rightly slows down whoever asks for the sign-in page
    compose.run("up", "-d", "rabbitmq")


def test_pages_answer_while_the_broker_is_away(told: Told) -> None:
    assert len(told.answers) >= 20
    assert [row for row in told.answers if row[1] != 200] == []


def test_the_figures_are_those_of_the_sample_and_nothing_is_lost_or_doubled(compose: Compose, told: Told) -> None:
    _figures(told)
    for service in SERVICES:
        assert compose.cli(service, "surat-mati", "daftar").strip() == "0 surat mati", service


def _figures(told: Told) -> None:
    admin = told.people["ADMIN"]

    def counted() -> dict[str, tuple[str, str, int, int]]:
        years = {kode: admin.read(f"/laporan/api/v1/pegawai/{told.people[kode].nip}/kinerja", tahun=2025) for kode in EXPECTED}
        return {kode: (y["nilai_skp"], y["nkp"], len(y["laporan"]), len(y["evaluasi"])) for kode, y in years.items()}

    eventually(lambda: counted() == EXPECTED, "the figures in the read model", 60)
    accepted = [
        row["status"] for kode in EXPECTED for row in told.people[kode].read("/capaian/api/v1/laporan", tahun=2025, milik="saya")["data"]
    ]
    assert accepted == ["diterima"] * 84


def test_nothing_but_nginx_is_published(compose: Compose, told: Told) -> None:
    ids = compose.run("ps", "-q").split()
    said = subprocess.run(["docker", "inspect", *ids], capture_output=True, text=True, check=True, timeout=60).stdout
    published = {
        row["Config"]["Labels"]["com.docker.compose.service"]: [
            bind for binds in row["NetworkSettings"]["Ports"].values() for bind in binds or []
        ]
        for row in json.loads(said)
    }
    assert {service for service, binds in published.items() if binds} == {"nginx"}
    assert {bind["HostIp"] for bind in published["nginx"]} == {"127.0.0.1"}
    users = {
        row["Config"]["Labels"]["com.docker.compose.service"]: row["Config"]["User"]
        for row in json.loads(said)
        if "kinerja-" in row["Config"]["Image"]
    }
    assert [service for service, user in users.items() if user in ("", "0", "root")] == []


def test_down_and_up_keep_users_queues_and_data(compose: Compose, told: Told) -> None:
    queues, users = compose.queues(), compose.users()
    assert {f"{service}.events" for service in ("skp", "capaian", "penilaian", "laporan")} <= queues
    assert "pelanggan.simpeg-contoh" in queues
    assert "pelanggan-simpeg-contoh" in users
    compose.down()
    compose.up()
    assert compose.queues() >= queues
    assert compose.users() == users
    _figures(told)
    assert "simpeg-contoh" in compose.cli("auth", "pelanggan", "daftar")
