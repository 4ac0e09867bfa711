"""After a whole year in all five services: every trail is whole, and an auditor can say so with the public keys alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import requests
from tests.e2e.running import Running, eventually, run

SERVICES = ("auth", "skp", "capaian", "penilaian", "laporan")


def whole(stack: Running, service: str) -> re.Match[str] | None:
    """The counts of a trail of which nothing waits any more."""
    told = run(stack.environment, "-m", "native", "cli", service, "periksa-jejak", seconds=60)
    assert told.returncode == 0, told.stdout + told.stderr
    found = re.search(r"jejak utuh: (\d+) blok, (\d+) baris", told.stdout)
    return None if "menunggu dirantai" in told.stdout else found


@pytest.mark.parametrize("service", SERVICES)
def test_the_trail_of_the_year_is_whole_and_verified_offline(stack: Running, service: str, tmp_path: Path) -> None:
    counts = eventually(lambda: whole(stack, service), f"all rows of {service} are chained", seconds=60)
    keys, export = tmp_path / "jejak.json", tmp_path / "ekspor.jsonl"
    keys.write_text(requests.get(f"{stack.url}/{service}/.well-known/jejak.json", timeout=10).text)
    told = run(stack.environment, "-m", "native", "cli", service, "ekspor-jejak", "--ke", str(export), seconds=60)
    assert told.returncode == 0, told.stdout + told.stderr

    offline = run(stack.environment, "deploy/contoh/periksa_jejak.py", str(export), "--kunci", str(keys), seconds=60)
    assert offline.returncode == 0, offline.stdout + offline.stderr
    assert int(counts[2]) > 0 or service == "laporan"
    lines = [json.loads(line) for line in export.read_text().splitlines()]
    assert lines[-1]["baris"] >= int(counts[2])


def test_the_deeds_of_the_year_stand_in_it(stack: Running, tmp_path: Path) -> None:
    deeds = set()
    for service in SERVICES:
        export = tmp_path / f"{service}.jsonl"
        told = run(stack.environment, "-m", "native", "cli", service, "ekspor-jejak", "--ke", str(export), seconds=60)
        assert told.returncode == 0, told.stdout + told.stderr
        deeds |= {row["isi"]["aksi"] for row in map(json.loads, export.read_text().splitlines()) if row["jenis"] == "baris"}

    assert {
        "akun.masuk", "peran.beri", "pelanggan.tambah", "periode.buka", "skp.buat", "skp.ajukan", "skp.kembalikan", "skp.setujui",
        "progres.catat", "laporan.isi", "bukti.unggah", "laporan.kirim", "laporan.terima",
        "evaluasi.nilai", "evaluasi.tetapkan", "evaluasi.sampaikan",
    } <= deeds  # fmt: skip
