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
from deploy.contoh.cerita import pdf

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


def approve_plan_of_p1(stack: Running, tahun: int) -> str:
    """A plan like that of 2025, written by P1 and approved by S0 in January of ``tahun``; returns its id."""
    admin, p1 = stack.caller("ADMIN").at(f"{tahun}-01-05T08:00:00+07:00"), stack.caller("P1").at(f"{tahun}-01-05T09:00:00+07:00")
    s0 = stack.caller("S0").at(f"{tahun}-01-05T10:00:00+07:00")
    assert admin.post("/skp/api/v1/periode", {"tahun": tahun}).status_code in (200, 201)
    made = p1.post("/skp/api/v1/skp", {"tahun": tahun, "pendekatan": "kuantitatif", "tanggal": f"{tahun}-01-05"})
    assert made.status_code == 201, made.text
    skp = made.json()
    old = next(row for row in p1.read("/skp/api/v1/skp", tahun=2025, milik="saya")["data"])
    content = p1.read(f"/skp/api/v1/skp/{old['id']}")
    rows = [
        {
            **{name: rhk[name] for name in ("jenis", "teks", "bobot")},
            "indikator": [
                {name: i[name] for name in ("aspek", "teks", "target_teks", "target", "satuan", "arah", "cara_hitung")}
                for i in rhk["indikator"]
            ],
        }
        for rhk in content["rhk"]
    ]
    path = f"/skp/api/v1/skp/{skp['id']}"
    assert p1.put(path, {"rhk": rows, "lampiran": content["lampiran"]}, skp["version"]).status_code == 200
    assert p1.post(f"{path}/ajukan").status_code == 200
    approved = s0.post(f"{path}/setujui", {"ekspektasi_khusus": dict.fromkeys(("BP", "AK", "KP", "HM", "LY", "AD", "KB"), "")})
    assert approved.status_code == 200, approved.text
    return str(skp["id"])


def report_year_of_p1(stack: Running, tahun: int) -> str:
    """Twelve reports in time with evidence on the last, accepted by S0; returns the id of the evaluation that then waits for S0."""
    skp_id = approve_plan_of_p1(stack, tahun)
    p1, s0 = stack.caller("P1"), stack.caller("S0")
    skp = p1.read(f"/skp/api/v1/skp/{skp_id}")
    rows = [{"indikator_id": i["id"], "angka": i["target"], "dasar": "Data dinas"} for rhk in skp["rhk"] for i in rhk["indikator"]]

    def reports() -> list[Any]:
        found = p1.read("/capaian/api/v1/laporan", tahun=tahun, milik="saya")["data"]
        return found if len(found) == 12 else []

    for row in eventually(reports, "twelve reports"):
        at = f"{row['batas_normal']}T10:00:00+07:00"
        path = f"/capaian/api/v1/laporan/{row['id']}"
        sent = [p1.at(at).put(path, {"realisasi": rows}, row["version"])]
        if row["mulai"].endswith("-12-01"):
            evidence = {"berkas": ("Bukti tahunan.pdf", pdf("Bukti tahunan"), "application/pdf")}
            sent.append(p1.at(at).post(f"{path}/bukti", files=evidence, data={"indikator_id": rows[0]["indikator_id"]}))
        sent += [p1.at(at).post(f"{path}/kirim"), s0.at(at).post(f"{path}/terima")]
        assert [answer.status_code for answer in sent if answer.status_code >= 300] == [], sent[-1].text

    def waiting() -> str:
        found = s0.at(f"{tahun + 1}-01-10T09:00:00+07:00").read("/penilaian/api/v1/evaluasi", tahun=tahun, milik="tim")["data"]
        return next((str(row["id"]) for row in found if row["skp_id"] == skp_id and row["status"] == "diajukan"), "")

    return eventually(waiting, "an evaluation that waits for S0")
