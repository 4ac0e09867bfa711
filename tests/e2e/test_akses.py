"""Who opened my data: what was read during the whole run against what the people whose data it is can see."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any

import pytest
from tests.e2e.running import Running, eventually

pytestmark = pytest.mark.e2e

SERVICES = ("auth", "skp", "capaian", "penilaian", "laporan")
SEEN_SECONDS = 5.0


def seen(stack: Running, kode: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stack.caller(kode).read("/auth/api/v1/saya/akses", **query)["data"]
    return found


def pages_of_p4(stack: Running) -> dict[str, str]:
    """Addresses of P4's records in every service."""
    year = stack.kinerja("P4", "P4")
    report = max(year["laporan"], key=lambda row: str(row["mulai"]))
    content = stack.caller("P4").read(f"/capaian/api/v1/laporan/{report['id']}")
    return {
        "SKP 2025": f"/skp/api/v1/skp/{year['skp'][-1]['id']}",
        f"laporan {report['nama']}": f"/capaian/laporan/{report['id']}",
        f"berkas bukti laporan {report['nama']}": f"/capaian/api/v1/bukti/{content['bukti'][0]['id']}/isi",
        "penilaian 2025": f"/penilaian/api/v1/evaluasi/{year['evaluasi'][-1]['id']}",
        "dokumen evaluasi 2025": f"/laporan/dokumen/{year['evaluasi'][-1]['id']}.pdf",
        "kinerja 2025": f"/laporan/api/v1/pegawai/{year['nip']}/kinerja?tahun=2025",
    }


def test_everything_the_evaluator_opens_is_shown_to_its_owner_within_five_seconds(stack: Running) -> None:
    pages = pages_of_p4(stack)
    started = time.time()
    for path in pages.values():
        answer = stack.caller("P2").get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:200]}"
    nama = stack.caller("P2").read("/auth/api/v1/saya")["nama"]
    wanted = {f"{nama} membuka {apa} Anda sebagai pejabat penilai" for apa in pages}

    def shown() -> bool:
        return wanted <= {row["kalimat"] for row in seen(stack, "P4", sebagai="penilai")}

    eventually(shown, f"{sorted(wanted)} in P4's access log", SEEN_SECONDS)
    assert time.time() >= started
    assert all(row["pembaca"] != "Rina Lestari, A.Md." for row in seen(stack, "P4")), "one's own reading is in nobody's way"


def test_lists_exports_and_searches_are_shown_too_each_in_its_capacity(stack: Running) -> None:
    admin, p2 = stack.caller("ADMIN"), stack.caller("P2")
    assert admin.get(f"/auth/api/v1/pegawai?cari={stack.akun['P4']['nip']}").status_code == 200
    assert admin.get("/laporan/rekap.xlsx?tahun=2025").status_code == 200
    p2.read("/penilaian/api/v1/antrian", tahun=2025)
    wanted = {
        ("daftar pegawai", "admin_instansi"), ("rekap kinerja 2025", "admin_instansi"), ("antrian penilaian 2025", "penilai"),
    }  # fmt: skip

    def shown() -> bool:
        rows = [row for layanan in ("auth", "laporan", "penilaian") for row in seen(stack, "P4", layanan=layanan)]
        return wanted <= {(row["apa"], row["sebagai"]) for row in rows if row["daftar"]}

    eventually(shown, f"{wanted} in P4's access log", SEEN_SECONDS)


def test_who_may_not_read_leaves_no_row_and_sees_no_log_but_his_own(stack: Running) -> None:
    path = pages_of_p4(stack)["SKP 2025"]
    nama = stack.caller("T1").read("/auth/api/v1/saya")["nama"]
    assert stack.caller("T1").get(path).status_code == 404
    assert nama not in {row["pembaca"] for row in seen(stack, "P4")}


def test_the_reads_of_the_whole_run_are_in_the_log_every_one(stack: Running) -> None:
    """Three accounts of the same: what the web processes logged, what stands in the audit trails, and what auth keeps for the people."""

    def accounts() -> tuple[Counter[str], Counter[str], Counter[str]]:
        return requests_logged(stack), trail(stack), kept(stack)

    def agree() -> bool:
        logged, written, told = accounts()
        return bool(logged) and logged == written == told

    try:
        eventually(agree, "the accounts agree", 30)
    except AssertionError:
        logged, written, told = accounts()
        pytest.fail(f"logged {dict(logged)}, in the trails {dict(written)}, in the access log {dict(told)}")
    assert all(requests_logged(stack)[service] > 0 for service in SERVICES)


def requests_logged(stack: Running) -> Counter[str]:
    """Persons shown, by service, from the request lines of the web processes (this stack's logs are young enough to be whole)."""
    found: Counter[str] = Counter()
    for service in SERVICES:
        for path in sorted((stack.var / "log").glob(f"{service}.log*")):
            for line in path.read_text(errors="replace").splitlines():
                if '"dibaca"' in line and line.startswith("{"):
                    found[service] += int(json.loads(line).get("dibaca", 0))
    return found


def trail(stack: Running) -> Counter[str]:
    found: Counter[str] = Counter()
    for service in SERVICES:
        for line in stack.cli(service, "ekspor-jejak").splitlines():
            row = json.loads(line)
            if row["jenis"] == "baris" and row["isi"]["aksi"] == "baca":
                found[service] += len(row["isi"]["orang"])
    return found


def kept(stack: Running) -> Counter[str]:
    return Counter({name: int(n) for name, n in (line.split() for line in stack.cli("auth", "catatan-akses").splitlines())})
