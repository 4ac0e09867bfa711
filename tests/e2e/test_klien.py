"""Another system on the running stack: registered by command, it reads from all five services what its scopes open, until it is shut out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from tests.e2e.running import Running, call, eventually

pytestmark = pytest.mark.e2e

SCOPES = "pegawai.baca,skp.baca,capaian.baca,penilaian.baca,laporan.baca"


@pytest.fixture
def simpeg(stack: Running) -> dict[str, str]:
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    name = f"SIMPEG {datetime.now(UTC):%H%M%S%f}"
    known = [
        "--instansi",
        "7699",
        "--nama",
        name,
        "--tujuan",
        "Riwayat kinerja pegawai",
        "--dasar-hukum",
        "PP 30/2019",
        "--kontak",
        "BKPSDM",
    ]
    made = stack.cli("auth", "klien", "tambah", *known, "--scope", SCOPES, "--berlaku-sampai", until, "--json")
    return {"nama": name, **json.loads(made.splitlines()[-1])}


def _token(stack: Running, simpeg: dict[str, str], **more: str) -> requests.Response:
    form = {"grant_type": "client_credentials", **more}
    return call("POST", f"{stack.url}/auth/api/v1/klien/token", data=form, auth=(simpeg["client_id"], simpeg["client_secret"]))


def _get(stack: Running, token: str, path: str) -> requests.Response:
    return call("GET", stack.url + path, headers={"Authorization": f"Bearer {token}"})


def test_a_system_reads_what_its_scopes_open_and_is_out_everywhere_once_disabled(stack: Running, simpeg: dict[str, str]) -> None:
    p1 = stack.akun["P1"]["nip"]
    token = _token(stack, simpeg).json()["access_token"]
    reads = {
        "auth": f"/auth/api/v1/pegawai?cari={p1}",
        "skp": "/skp/api/v1/skp?tahun=2025&milik=instansi",
        "capaian": "/capaian/api/v1/laporan?tahun=2025&milik=instansi",
        "penilaian": "/penilaian/api/v1/evaluasi?tahun=2025&milik=instansi",
        "laporan": f"/laporan/api/v1/pegawai/{p1}/kinerja?tahun=2025",
    }
    answers: dict[str, Any] = {}
    for service, path in reads.items():
        answer = _get(stack, token, path)
        assert answer.status_code == 200, f"{service}: {answer.text[:300]}"
        answers[service] = answer.json()
    assert answers["auth"]["data"][0]["nip"] == p1
    assert all(answers[service]["data"] for service in ("skp", "capaian", "penilaian"))
    assert answers["laporan"]["predikat"] == stack.kinerja("P1")["predikat"]

    closed = ("/auth/api/v1/saya", "/skp/api/v1/antrian", "/capaian/api/v1/progres", "/penilaian/api/v1/antrian", "/laporan/api/v1/beranda")
    assert [_get(stack, token, path).json()["code"] for path in closed] == ["not_for_clients"] * 5
    narrow = _token(stack, simpeg, scope="skp.baca").json()["access_token"]
    assert _get(stack, narrow, reads["laporan"]).json()["code"] == "scope_missing"

    stack.cli("auth", "klien", "nonaktifkan", "--instansi", "7699", simpeg["nama"])
    for service, path in reads.items():
        eventually(lambda path=path: _get(stack, token, path).status_code == 401, f"{service} refuses the disabled system", 10)
    assert _token(stack, simpeg).status_code == 401
