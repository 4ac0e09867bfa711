"""The organisation of a large agency: 100,000 people in 5,000 units on a database of its own.

Deriving everybody's evaluators, checking the hierarchy, and searching people by name as the page does it, under row-level security.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from auth.adapters.unit_of_work import UnitOfWork
from auth.app import MIGRATIONS
from auth.application.queries import Saring, list_orang
from auth.application.use_cases_hierarki import periksa_hierarki
from auth.application.use_cases_organisasi import simpan_instansi
from auth.domain.organisasi import Jabatan, Organisasi, Pegawai, Unor
from bench.events import Bench
from shared.contracts.auth import Pengaturan
from shared.persistence import SYSTEM, Database
from shared.persistence.migrations import upgrade

ORANG, UNIT = 100_000, 5_000
_CABANG = 8
_AWAL, _HARI = date(2025, 1, 1), date(2026, 2, 1)
_DEPAN = (
    "Agus",
    "Budi",
    "Citra",
    "Dewi",
    "Eka",
    "Fajar",
    "Gita",
    "Hadi",
    "Indah",
    "Joko",
    "Kartika",
    "Lestari",
    "Maya",
    "Nanda",
    "Oki",
    "Putri",
    "Rina",
    "Sri",
    "Tono",
    "Wahyu",
)
_BELAKANG = ("Pratama", "Santoso", "Wijaya", "Kusuma", "Lestari", "Nugroho", "Saputra", "Hidayat", "Permata", "Suryana", "Wibowo", "Utami", "Siregar", "Ginting", "Tarigan")  # fmt: skip
_SATU_TUMPUK = 2_000

Hasil = tuple[str, str, str, bool]


def buat(orang: int = ORANG, unit: int = UNIT) -> Organisasi:
    """A tree of eight branches a node, a head in each unit but every fiftieth, the rest spread over the units; everybody has had two posts."""
    ids = [uuid4() for _ in range(unit)]
    unor = {
        satu: Unor(satu, f"U{n}", f"Unit Nomor {n}", "bidang", ids[(n - 1) // _CABANG] if n else None, date(2020, 1, 1))
        for n, satu in enumerate(ids)
    }
    pegawai = {}
    for n in range(orang):
        kepala = n < unit and (n % 50 != 49 or n == 0)
        ini = ids[n % unit]
        dulu = ini if kepala else ids[(n * 7) % unit]
        sebutan, jenis = ("Kepala Unit", "pengawas") if kepala else ("Pelaksana", "pelaksana")
        jabatan = (
            Jabatan(uuid4(), dulu, sebutan, jenis, _AWAL, date(2025, 6, 30), kepala=kepala),
            Jabatan(uuid4(), ini, sebutan, jenis, date(2025, 7, 1), kepala=kepala),
        )
        nama = f"{_DEPAN[n % len(_DEPAN)]} {_BELAKANG[n // 20 % len(_BELAKANG)]} {_BELAKANG[n // 300 % len(_BELAKANG)]}{n // 4500}"
        satu = uuid4()
        pegawai[satu] = Pegawai(
            satu, f"19{70 + n % 30}{1 + n % 12:02d}{1 + n % 28:02d}2005{n:06d}", nama, "pns", jabatan=jabatan, version=1
        )
    return Organisasi(unor, pegawai)


def organisasi(bench: Bench) -> Iterator[Hasil]:
    """(figure, value, goal, met) of each."""
    semua = buat()
    mulai = time.perf_counter()
    bersegmen = list(semua.dengan_segmen())
    turun = time.perf_counter() - mulai
    yield f"evaluators of {ORANG:,} people derived (s)", f"{turun:.2f}", "< 10", turun < 10
    url = bench.database("auth_organisasi")
    upgrade(MIGRATIONS, url)
    database = Database(url)
    try:
        instansi = _isi(database, semua, bersegmen)
        with _unit(database, SYSTEM) as uow:
            mulai = time.perf_counter()
            temuan = periksa_hierarki(uow, instansi, _HARI)
            periksa = time.perf_counter() - mulai
        yield f"hierarchy check, {len(temuan):,} findings (s)", f"{periksa:.2f}", "< 10", periksa < 10
        yield from _cari(database, instansi)
    finally:
        database.dispose()


def _unit(database: Database, instansi: str) -> UnitOfWork:
    return UnitOfWork(database, service="auth", instansi=instansi, actor="")


def _isi(database: Database, semua: Organisasi, orang: list[Pegawai]) -> UUID:
    """The agency with its units and people stored; nothing is published."""
    with _unit(database, SYSTEM) as uow:
        kode = f"B{time.time_ns() % 10**9}"
        instansi = simpan_instansi(uow, kode=kode, nama="Bench", jenis="kota", zona_waktu="Asia/Jakarta", pengaturan=Pengaturan()).id
        uow.save_unor(instansi, semua.unor.values())
        for awal in range(0, len(orang), _SATU_TUMPUK):
            uow.save_pegawai(instansi, orang[awal : awal + _SATU_TUMPUK])
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    return instansi


def _cari(database: Database, instansi: UUID) -> Iterator[Hasil]:
    cases = {
        "one word": {"cari": "siregar12"},
        "a common first name": {"cari": "rina"},
        "two beginnings": {"cari": "les nug"},
        "two letters": {"cari": "su"},
        "NIP from the front": {"cari": "1985"},
        "without evaluator": {"saring": Saring(tanpa_penilai=True)},
        "name, status and kind": {"cari": "dewi", "saring": Saring(status="pns", jenis_jabatan="pengawas")},
    }
    for nama, isi in cases.items():
        waktu = []
        for _ in range(9):
            with _unit(database, str(instansi)) as uow:
                mulai = time.perf_counter()
                list_orang(uow, instansi, _HARI, batas=25, **isi)  # type: ignore[arg-type]
                waktu.append(1000 * (time.perf_counter() - mulai))
        tengah = statistics.median(waktu)
        yield f"search among {ORANG:,}: {nama} (ms)", f"{tengah:.1f}", "< 50", tengah < 50
