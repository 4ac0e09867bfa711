"""Twenty people send ten megabytes of evidence at the same moment: how much memory the web processes of capaian take beside what they had.

The real application under the real gunicorn settings, on a database of its own. Memory is PSS of the master and its workers together, looked at every few
milliseconds, against what small uploads left them with. Alone: ``python -m bench.unggah``; ``make bench`` with ``--besar`` runs it too.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import psutil
import sqlalchemy as sa
from joserfc.jwk import ECKey

from bench.catatan import Hasil, Kota, isi, masuk
from capaian.app import MIGRATIONS
from native import postgres
from native.layout import ROOT
from shared.persistence import SYSTEM, Database
from shared.persistence.migrations import upgrade

SEKALIGUS, UKURAN, BATAS_MB = 20, 10 * 1024 * 1024, 150
_PORT = 24399
_BATAS_BIDANG = "----kinerja-bench"


@contextmanager
def _gunicorn(kota: Kota, kunci: ECKey, folder: Path) -> Iterator[psutil.Process]:
    env = {**os.environ, "BENCH_URL": kota.url, "BENCH_KEY": json.dumps(kunci.as_dict(private=True)), "BENCH_FOLDER": str(folder)}
    env.pop("PROMETHEUS_MULTIPROC_DIR", None)
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        str(ROOT / "deploy/gunicorn.conf.py"),
        "-b",
        f"127.0.0.1:{_PORT}",
        "bench.catatan:web()",
    ]
    server = subprocess.Popen(command, env=env)
    try:
        akhir = time.monotonic() + 60
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=5)
                connection.request("GET", "/capaian/healthz")
                connection.getresponse().read()
                break
            except OSError:
                if time.monotonic() > akhir:
                    raise
                time.sleep(0.2)
        yield psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(30)


def _pss_mb(induk: psutil.Process) -> float:
    jumlah = 0
    for satu in (induk, *induk.children(recursive=True)):
        try:
            jumlah += satu.memory_full_info().pss
        except psutil.Error:
            continue
    return jumlah / 2**20


def _unggah(alamat: str, headers: dict[str, str], banyak: int) -> int:
    """One evidence of that many bytes, streamed in small pieces; every one has other content. Returns the status."""
    kepala = f'--{_BATAS_BIDANG}\r\nContent-Disposition: form-data; name="berkas"; filename="bukti.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n{uuid4()}\n'
    ekor = f"\r\n--{_BATAS_BIDANG}--\r\n".encode()
    awal = kepala.encode()
    isi_berkas = banyak - len(kepala.partition("\r\n\r\n")[2])
    connection = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=120)
    try:
        panjang = len(awal) + isi_berkas + len(ekor)
        connection.putrequest("POST", alamat)
        for nama, nilai in {
            **headers,
            "Content-Type": f"multipart/form-data; boundary={_BATAS_BIDANG}",
            "Content-Length": str(panjang),
        }.items():
            connection.putheader(nama, nilai)
        connection.endheaders()
        potong = os.urandom(64 * 1024)
        connection.send(awal)
        for n in range(0, isi_berkas, len(potong)):
            connection.send(potong[: isi_berkas - n])
        connection.send(ekor)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer.status


def unggah(database: Callable[[str], str], folder: Path) -> list[Hasil]:
    """``database`` makes one by its name."""
    kunci = ECKey.generate_key("P-256", {"kid": "bench", "use": "sig", "alg": "ES256"})
    kota = Kota(database("unggah"), uuid4(), SEKALIGUS)
    upgrade(MIGRATIONS, kota.url)
    isi(kota)
    with Database(kota.url, pool_size=1).transaction(SYSTEM) as connection:
        rows = connection.execute(sa.text("SELECT id, pegawai_id FROM laporan WHERE tahun = 2025 AND nomor = 12"))
        laporan: dict[UUID, UUID] = {row.pegawai_id: row.id for row in rows}
    orang = [kota.id("p", n) for n in range(SEKALIGUS)]

    def kirim(siapa: UUID, banyak: int) -> int:
        # with an Idempotency-Key, as the queue of a phone sends it: its fingerprint reads the whole request too
        headers = {**masuk(kota, siapa, kunci), "Idempotency-Key": f"bench-{uuid4()}"}
        return _unggah(f"/capaian/api/v1/laporan/{laporan[siapa]}/bukti", headers, banyak)

    with _gunicorn(kota, kunci, folder / "berkas") as induk:
        with ThreadPoolExecutor(SEKALIGUS) as kolam:
            list(kolam.map(lambda siapa: kirim(siapa, 100_000), orang))
        dasar = _pss_mb(induk)
        puncak, selesai = dasar, threading.Event()

        def lihat() -> None:
            nonlocal puncak
            while not selesai.is_set():
                puncak = max(puncak, _pss_mb(induk))
                time.sleep(0.005)

        pengamat = threading.Thread(target=lihat)
        pengamat.start()
        mulai = time.monotonic()
        with ThreadPoolExecutor(SEKALIGUS) as kolam:
            jawaban = list(kolam.map(lambda siapa: kirim(siapa, UKURAN), orang))
        lama = time.monotonic() - mulai
        selesai.set()
        pengamat.join()
    lebih = puncak - dasar
    print(f"uploads: {dasar:.0f} MB before, {puncak:.0f} MB at most; {SEKALIGUS} files in {lama:.1f} s", flush=True)
    gagal = sum(satu != 201 for satu in jawaban)
    return [
        (f"{SEKALIGUS} uploads of 10 MB, extra memory (MB)", f"{lebih:.0f}", f"< {BATAS_MB}", lebih < BATAS_MB),
        ("  uploads refused", str(gagal), "0", not gagal),
    ]


if __name__ == "__main__":
    tempat = Path(os.environ.get("KINERJA_BENCH", "var/bench-unggah")).absolute()
    server = postgres.start(tempat / "postgres", 24393)

    def _database(nama: str) -> str:
        server.ensure({nama: "bench"})
        return server.url_for(nama)

    try:
        for hasil in unggah(_database, tempat):
            print(*hasil)
    finally:
        server.stop()
