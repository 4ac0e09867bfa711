"""A whole agency imported: 100,000 people in 5,000 units from a workbook, until every read model shows them.

The five workers on their own PostgreSQL and RabbitMQ, nothing else beside them. Minutes long, so ``make bench`` leaves it out; ``--besar`` asks for it.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa

from auth.adapters import berkas_ekspor
from auth.adapters.berkas_impor import Berkas
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.queries import Saring, list_orang
from auth.application.use_cases_impor import unggah
from auth.application.use_cases_organisasi import simpan_instansi
from auth.domain.bentuk import URUTAN, Sel
from bench.events import Bench
from shared.contracts.auth import Pengaturan
from shared.persistence import SYSTEM, Database

ORANG, UNIT = 100_000, 5_000
_PEMBACA = ("skp", "capaian", "penilaian", "laporan")
_AWAL = date(2025, 1, 1)
_TERLAMA = 900.0

Hasil = tuple[str, str, str, bool]


def _nip(nomor: int) -> str:
    """Eighteen digits that pass all rules, different for each number."""
    hari = 1 + nomor % 28
    bulan = 1 + nomor // 28 % 12
    tahun = 1965 + nomor // 336 % 35
    urut = 1 + nomor // 11_760 % 999
    return f"{tahun}{bulan:02d}{hari:02d}{tahun + 23}{bulan:02d}{1 + nomor % 2}{urut:03d}"


def _unit(banyak: int) -> Iterator[list[Sel]]:
    for i in range(banyak):
        yield [
            f"U{i:05d}",
            f"Unit Kerja Nomor {i}",
            "Bidang" if i else "Instansi",
            f"U{(i - 1) // 8:05d}" if i else "",
            date(2020, 1, 1),
            "",
        ]


def _pegawai(banyak: int) -> Iterator[list[Sel]]:
    for i in range(banyak):
        yield [_nip(i), f"Pegawai Nomor {i}, S.E.", "PNS", "Ya", ""]


def _penugasan(banyak: int, unit: int) -> Iterator[list[Sel]]:
    """The first so many head one unit each; everybody had another post the year before."""
    for i in range(banyak):
        kepala, jabatan = i < unit, "Administrator" if i < unit else "Pelaksana"
        kode = f"U{i % unit:05d}"
        yield [_nip(i), "", kode, f"{jabatan} {i % 40}", jabatan, "", "III/c", "Ya" if kepala else "Tidak", "", _AWAL, ""]


def buku(orang: int = ORANG, unit: int = UNIT) -> bytes:
    lembar = {"Unit": _unit(unit), "Pegawai": _pegawai(orang), "Penugasan": _penugasan(orang, unit)}
    return berkas_ekspor.xlsx({nama: (URUTAN[nama], baris) for nama, baris in lembar.items()})


@contextmanager
def _pekerja(bench: Bench, folder: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    env = {**bench.env, "CAPAIAN_BERKAS_DIR": str(folder / "berkas")}
    for nama in _PEMBACA:
        if f"{nama.upper()}_DATABASE_URL" not in env:
            env[f"{nama.upper()}_DATABASE_URL"] = bench.database(nama)
            subprocess.run([sys.executable, "-m", f"{nama}.cli", "siapkan"], env=env, check=True, stdout=subprocess.DEVNULL)
        bench.env[f"{nama.upper()}_DATABASE_URL"] = env[f"{nama.upper()}_DATABASE_URL"]
    proses = {
        nama: subprocess.Popen([sys.executable, "-m", f"{nama}.worker"], env=env, stdout=subprocess.DEVNULL) for nama in ("auth", *_PEMBACA)
    }
    try:
        yield proses
    finally:
        for satu in proses.values():
            satu.terminate()
        for satu in proses.values():
            satu.wait(60)


def _memori(pid: int) -> float:
    """The most memory that the process ever held, in MB."""
    baris = next(b for b in Path(f"/proc/{pid}/status").read_text().splitlines() if b.startswith("VmHWM"))
    return int(baris.split()[1]) / 1024


def _terlihat(database: Database, instansi_id: UUID) -> int:
    with database.transaction(str(instansi_id)) as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM pegawai_view WHERE instansi_id = :i"), {"i": instansi_id}).scalar_one())


def impor(bench: Bench, folder: Path, orang: int = ORANG, unit: int = UNIT) -> list[Hasil]:
    """Seconds from the upload until all five services show everybody, the worker's memory, and a page's list meanwhile."""
    isi = buku(orang, unit)
    print(f"impor: workbook of {len(isi) / 1024**2:.1f} MB", flush=True)
    with ExitStack() as tumpukan:
        proses = tumpukan.enter_context(_pekerja(bench, folder))
        baca = {nama: Database(bench.env[f"{nama.upper()}_DATABASE_URL"], pool_size=1) for nama in _PEMBACA}
        for satu in baca.values():
            tumpukan.callback(satu.dispose)
        with UnitOfWork(bench.auth, service="auth", instansi=SYSTEM, actor="") as uow:
            instansi = simpan_instansi(
                uow, kode=f"B{uuid4().hex[:8]}", nama="Pemerintah Besar", jenis="kota", zona_waktu="Asia/Jakarta", pengaturan=Pengaturan()
            )
        mulai = time.monotonic()
        with UnitOfWork(bench.auth, service="auth", instansi=str(instansi.id), actor="") as uow:
            p = unggah(uow, instansi.id, uuid4(), [Berkas("besar.xlsx", isi)], langsung="semua")
        tahap: dict[str, float] = {}
        lama: list[float] = []
        selesai: dict[str, float] = {}
        status = ""
        for putaran in itertools.count():
            time.sleep(0.5)
            with UnitOfWork(bench.auth, service="auth", instansi=str(instansi.id), actor="") as uow:
                p = uow.get_pekerjaan(p.id)
                if p.status != status:
                    status, tahap[p.status] = p.status, time.monotonic() - mulai
                    print(f"impor: {status} after {tahap[status]:.1f} s", flush=True)
                if not p.berjalan and status != "selesai":
                    raise SystemExit(f"bench: the import is {status}: {p.galat}")
                awal = time.monotonic()
                list_orang(uow, instansi.id, _AWAL, saring=Saring(), batas=26)
                lama.append(time.monotonic() - awal)
            if putaran % 4 == 0:
                for nama, satu in baca.items():
                    if nama not in selesai and _terlihat(satu, instansi.id) >= orang:
                        selesai[nama] = time.monotonic() - mulai
                        print(f"impor: {nama} shows everybody after {selesai[nama]:.1f} s", flush=True)
            if status == "selesai" and len(selesai) == len(baca):
                break
            if time.monotonic() - mulai > _TERLAMA:
                raise SystemExit(
                    f"bench: not finished; {status} {p.selesai}, visible { {n: _terlihat(d, instansi.id) for n, d in baca.items()} }"
                )
        seluruh = max(tahap["selesai"], *selesai.values())
        memori = max(_memori(satu.pid) for satu in proses.values())
        halaman = statistics.quantiles(lama, n=20)[-1]
    return [
        (f"import of {orang} people, compared (s)", f"{tahap.get('menunggu', tahap.get('menerapkan', 0.0)):.0f}", "-", True),
        ("  applied (s)", f"{tahap['selesai']:.0f}", "-", True),
        ("  visible in every read model (s)", f"{seluruh:.0f}", "< 300", seluruh < 300),
        ("  most memory of a worker (MB)", f"{memori:.0f}", "< 500", memori < 500),
        ("  list of people meanwhile, p95 (s)", f"{halaman:.3f}", "< 0.5", halaman < 0.5),
    ]


if __name__ == "__main__":
    tempat = Path(os.environ.get("KINERJA_BENCH", "var/bench-impor")).absolute()
    sendiri = Bench(tempat)
    try:
        for hasil in impor(sendiri, tempat, *(int(x) for x in sys.argv[1:])):
            print(*hasil)
    finally:
        sendiri.stop()
