"""``make bench``: ratios to a minimal Flask + SQLAlchemy app in the same run, and the speed of the events.

Runs against the native stack with the sample year, which ``make bench`` starts. Prints one line a figure with its goal; exits 1 when one is missed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from bench.catatan import catatan
from bench.events import Bench, delay, throughput
from bench.hitung import hitung
from bench.impor import impor
from bench.load import Call, ratio
from bench.minimal import entry, metadata
from bench.organisasi import organisasi
from bench.unggah import unggah

MINIMAL_PORT = 8199
PORTS = {"auth": 8101, "skp": 8102, "capaian": 8103, "penilaian": 8104, "laporan": 8105}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--workers", type=int, default=int(os.environ.get("WEB_CONCURRENCY", "2")), help="gunicorn workers of the minimal app"
    )
    parser.add_argument("--demo", type=Path, default=Path("var/demo.json"))
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument(
        "--besar",
        action="store_true",
        help="also import 100,000 people, 4.4 million daily entries with the burst before a deadline, parallel uploads, and new rules for 100,000 open evaluations (minutes)",
    )
    chosen = parser.parse_args()
    bench = Bench(chosen.folder.absolute())
    try:
        results = [*_http(bench, chosen.demo, chosen.workers), *_events(bench), *organisasi(bench)]
        if chosen.besar:
            results += [
                *impor(bench, chosen.folder.absolute()),
                *catatan(bench.database, chosen.folder.absolute()),
                *unggah(bench.database, chosen.folder.absolute()),
                *hitung(bench.database),
            ]
    finally:
        bench.stop()
    print(f"\n{'figure':<58}{'value':>12}{'goal':>12}")
    for name, value, goal, good in results:
        print(f"{name:<58}{value:>12}{goal:>12}  {'ok' if good else 'MISSED'}")
    sys.exit(0 if all(good for *_, good in results) else 1)


def _http(bench: Bench, demo: Path, workers: int) -> list[tuple[str, str, str, bool]]:
    url = bench.database("minimal")
    engine = sa.create_engine(url)
    metadata.create_all(engine)
    row = uuid4()
    with engine.begin() as connection:
        connection.execute(sa.insert(entry), {"id": row, "title": "SKP", "body": "x" * 2000})
    engine.dispose()
    env = {**os.environ, "MINIMAL_DATABASE_URL": url}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        str(workers),
        "-b",
        f"127.0.0.1:{MINIMAL_PORT}",
        "--log-level",
        "error",
        "bench.minimal:create_app()",
    ]
    server = subprocess.Popen(command, env=env)
    try:
        _wait(MINIMAL_PORT, f"/entry/{row}")
        return _ratios(demo, str(row))
    finally:
        server.terminate()
        server.wait(20)


def _ratios(demo: Path, row: str) -> list[tuple[str, str, str, bool]]:
    people = {person["kode"]: person for person in json.loads(demo.read_text())["akun"]}
    p4, p2 = (_headers(people[kode]) for kode in ("P4", "P2"))
    skp = _json(PORTS["skp"], "/skp/api/v1/skp?tahun=2025&milik=saya", p4)["data"][0]
    read = Call("minimal read", MINIMAL_PORT, "GET", f"/entry/{row}")
    write = Call(
        "minimal write",
        MINIMAL_PORT,
        "POST",
        "/entry",
        {"Content-Type": "application/json"},
        json.dumps({"title": "a", "body": "b" * 200}).encode(),
    )
    day = date(2025, 12, 17)
    progres = {
        "skp_id": skp["id"], "rhk_id": _json(PORTS["skp"], f"/skp/api/v1/skp/{skp['id']}", p4)["rhk"][0]["id"], "tanggal": day.isoformat(),
        "uraian": "Menghimpun data kegiatan dari dua belas sekolah dan memeriksanya", "kuantitas": "1", "satuan": "rekap", "lokasi_kerja": "WFO",
    }  # fmt: skip
    at_noon = {**p4, "Content-Type": "application/json", "X-Kinerja-Jam": f"{day.isoformat()}T12:00:00+07:00"}
    cases = [
        ("JSON read (own SKP) / minimal read", Call("skp", PORTS["skp"], "GET", f"/skp/api/v1/skp/{skp['id']}", p4), read, 0.5),
        ("page (antrian penilaian) / minimal read", Call("antrian", PORTS["penilaian"], "GET", "/penilaian/", p2), read, None),
        ("write (progres harian) / minimal write", Call("progres", PORTS["capaian"], "POST", "/capaian/api/v1/progres", at_noon, json.dumps(progres).encode(), 201), write, 0.4),
    ]  # fmt: skip
    results = []
    for name, ours, baseline, goal in cases:
        mine, base, found = ratio(ours, baseline)
        print(f"{name}: {mine:.0f}/s against {base:.0f}/s", flush=True)
        results.append((name, f"{found:.2f}", f">= {goal}" if goal else "-", goal is None or found >= goal))
    return results


def _events(bench: Bench) -> list[tuple[str, str, str, bool]]:
    per_second = throughput(bench)
    p50, p99 = delay(bench)
    return [
        ("events/s, outbox to read model", f"{per_second:.0f}", ">= 2000", per_second >= 2000),
        ("commit to visible at 200/s, p50 (s)", f"{p50:.3f}", "-", True),
        ("commit to visible at 200/s, p99 (s)", f"{p99:.3f}", "< 1", p99 < 1),
    ]


def _headers(person: dict[str, str]) -> dict[str, str]:
    body = json.dumps({"nip": person["nip"], "kata_sandi": person["kata_sandi"]})
    connection = http.client.HTTPConnection("127.0.0.1", PORTS["auth"], timeout=15)
    connection.request("POST", "/auth/api/v1/token", body, {"Content-Type": "application/json"})
    return {"Authorization": f"Bearer {json.loads(connection.getresponse().read())['access_token']}"}


def _json(port: int, path: str, headers: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    connection.request("GET", path, headers=headers)
    answer: dict[str, list[dict[str, str]]] = json.loads(connection.getresponse().read())
    return answer


def _wait(port: int, path: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", path)
            connection.getresponse().read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    main()
