"""New rules in the middle of a year: the figures of 100,000 open evaluations, with twelve reports each, counted anew by one worker."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Event
from uuid import UUID, uuid5

import sqlalchemy as sa

from bench.catatan import Hasil, Kota
from native import postgres
from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.app import MIGRATIONS
from penilaian.entrypoints.consumer import HANDLERS
from penilaian.entrypoints.pekerja_hitung import BERSAMA, PekerjaHitung
from shared.contracts import auth, capaian
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import encode, wrap
from shared.persistence import SYSTEM, Database
from shared.persistence.migrations import upgrade

ORANG = 100_000
_RUANG = UUID("6f3a1d0e-0000-4000-8000-00000000ceca")
_BARU = {
    "id": "md5(t.id::text || n)::uuid",
    "skp_id": "md5(t.skp_id::text || n)::uuid",
    "pegawai_id": "md5(t.pegawai_id::text || n)::uuid",
}


def _laporan(kota: Kota, bulan: int) -> capaian.Laporan:
    rencana, mulai, selesai = kota.skp(0, 2025), date(2025, bulan, 1), date(2025, bulan, 28)
    dikirim = datetime(2025, bulan, 28, 4, tzinfo=UTC)
    return capaian.Laporan(
        id=uuid5(_RUANG, f"l{bulan}"),
        instansi_id=kota.instansi,
        pegawai_id=rencana.pegawai_id,
        penilai_id=rencana.penilai_id,
        skp_id=rencana.id,
        periode_id=uuid5(_RUANG, f"p{bulan}"),
        tahun=2025,
        nomor=bulan,
        nama=f"Bulan {bulan}",
        mulai=mulai,
        selesai=selesai,
        batas_normal=selesai,
        batas_toleransi=selesai,
        status="diterima",
        realisasi=tuple(capaian.Realisasi(i.id, rhk.id, Decimal(1), "", "", "", "") for rhk in rencana.rhk for i in rhk.indikator),
        bukti=(),
        jumlah_progres=18,
        pertama_dikirim_pada=dikirim,
        dikirim_pada=dikirim,
        diterima_pada=dikirim,
        terlambat=False,
        hari_terlambat=0,
        alasan_terlambat="",
        keterangan_terlambat="",
        dimaafkan=False,
        catatan_penilai="",
        version=1,
    )


def hitung(database: Callable[[str], str], orang: int = ORANG) -> list[Hasil]:
    """``database`` makes one by its name."""
    url = database("hitung_ulang")
    upgrade(MIGRATIONS, url)
    kota = Kota(url, uuid5(_RUANG, "kota"), orang)
    db = Database(url, pool_size=2)

    def buka() -> UnitOfWork:
        return UnitOfWork(db, service="penilaian", instansi=SYSTEM, actor="")

    with db.transaction(SYSTEM) as connection:
        connection.exec_driver_sql("TRUNCATE instansi_view, skp_view, laporan_view, evaluasi CASCADE")
        connection.exec_driver_sql("TRUNCATE inbox, outbox")
    aturan = auth.Instansi(kota.instansi, "0001", "Pemerintah Besar", "kota", "Asia/Jakarta", auth.Pengaturan(metode="linear_120"), 1)
    consumer = Consumer(HANDLERS, buka)

    def kirim(*events: object) -> None:
        consumer.handle([encode(wrap(event, service="bench", actor="", epoch=0)) for event in events])

    kirim(aturan, kota.skp(0, 2025))
    kirim(*(_laporan(kota, bulan) for bulan in range(1, 13)))
    with db.transaction(SYSTEM) as connection:
        _perbanyak(connection, orang - 1)
    mulai = time.monotonic()
    kirim(replace(aturan, pengaturan=replace(aturan.pengaturan, metode="berjenjang_2021"), version=2))
    ditandai = time.monotonic() - mulai
    pekerja = PekerjaHitung(buka, Event())
    with ThreadPoolExecutor(BERSAMA) as kolam:
        selesai = sum(kolam.map(lambda _: sum(iter(pekerja.satu_putaran, 0)), range(BERSAMA)))
    lama = time.monotonic() - mulai
    db.dispose()
    print(f"hitung: {selesai} marked in {ditandai:.1f} s, {selesai / max(lama - ditandai, 0.001):.0f} a second", flush=True)
    return [(f"new rules, {orang} people counted anew (s)", f"{lama:.0f}", "< 180", lama < 180 and selesai == orang)]


def _perbanyak(connection: sa.Connection, banyak: int) -> None:
    """The one plan, its evaluation and its reports as many times more, each with ids of its own."""
    dokumen = "jsonb_set(t.dokumen, '{id}', to_jsonb(md5(t.id::text || n)))"
    for tabel in ("skp_view", "evaluasi", "laporan_view"):
        kolom = list(
            connection.execute(sa.text("SELECT column_name FROM information_schema.columns WHERE table_name = :t"), {"t": tabel}).scalars()
        )
        nilai = [dokumen if k == "dokumen" else _BARU.get(k, f"t.{k}") for k in kolom]
        statement = f"INSERT INTO {tabel} ({', '.join(kolom)}) SELECT {', '.join(nilai)} FROM {tabel} t, generate_series(1, :banyak) n"  # noqa: S608 - names of our own tables
        connection.execute(sa.text(statement), {"banyak": banyak})
    connection.exec_driver_sql("ANALYZE skp_view, evaluasi, laporan_view")


if __name__ == "__main__":
    tempat = Path(os.environ.get("KINERJA_BENCH", "var/bench-catatan")).absolute()
    server = postgres.start(tempat / "postgres", 24392)

    def _database(nama: str) -> str:
        server.ensure({nama: "bench"})
        return server.url_for(nama)

    try:
        for hasil in hitung(_database, *(int(x) for x in sys.argv[1:])):
            print(*hasil)
    finally:
        server.stop()
