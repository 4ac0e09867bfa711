"""The access log of one person, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import tables as t
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import sekarang
from auth.domain.akses import kalimat

PER_HALAMAN = 50
Kunci = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Akses:
    """One read: ``kalimat`` in whole words; ``pemeriksaan`` was shown later than it happened."""

    id: UUID
    pada: datetime
    pembaca_id: UUID | None
    pembaca: str
    sebagai: str
    klien: str
    apa: str
    daftar: bool
    layanan: str
    objek: str
    pemeriksaan: bool
    kalimat: str


def list_akses(
    uow: UnitOfWork,
    orang_id: UUID,
    *,
    tunda: timedelta,
    sebagai: str = "",
    layanan: str = "",
    cari: str = "",
    setelah: Kunci | None = None,
    batas: int = PER_HALAMAN,
) -> tuple[list[Akses], Kunci | None]:
    """One page and the key of the next. Repetitions within ten minutes are left out, and inspections until ``tunda`` has passed."""
    log, nama = t.akses_log, sa.func.coalesce(t.pegawai.c.nama, sa.literal("Aplikasi ") + t.klien.c.nama)
    query = (
        sa.select(log, nama.label("nama"))
        .outerjoin(t.pegawai, t.pegawai.c.id == log.c.pembaca_id)
        .outerjoin(t.klien, t.klien.c.id == log.c.pembaca_id)
        .where(log.c.orang_id == orang_id, ~log.c.ulang, sa.or_(~log.c.pemeriksaan, log.c.pada <= sekarang() - tunda))
        .order_by(log.c.pada.desc(), log.c.id.desc())
        .limit(batas + 1)
    )
    if sebagai:
        query = query.where(log.c.sebagai == sebagai)
    if layanan:
        query = query.where(log.c.layanan == layanan)
    if cari:
        query = query.where(nama.icontains(cari, autoescape=True))
    if setelah is not None:
        query = query.where(sa.tuple_(log.c.pada, log.c.id) < sa.tuple_(*setelah))
    rows = uow.connection.execute(query).all()
    found = [_akses(row) for row in rows[:batas]]
    return found, (found[-1].pada, found[-1].id) if len(rows) > batas else None


def jumlah_akses(uow: UnitOfWork) -> dict[str, int]:
    """Rows of the access log by service, the repeated ones and the inspections among them."""
    log = t.akses_log
    rows = uow.connection.execute(sa.select(log.c.layanan, sa.func.count().label("n")).group_by(log.c.layanan).order_by(log.c.layanan))
    return {row.layanan: row.n for row in rows}


def _akses(row: sa.Row[tuple[object, ...]]) -> Akses:
    r = row._mapping  # noqa: SLF001 - a row by its columns' names
    pembaca = r["nama"] or ("Aplikasi yang sudah tidak terdaftar" if r["klien"] else "Akun yang sudah tidak ada")
    return Akses(
        r["id"],
        r["pada"],
        r["pembaca_id"],
        pembaca,
        r["sebagai"],
        r["klien"],
        r["apa"],
        r["daftar"],
        r["layanan"],
        r["objek"],
        r["pemeriksaan"],
        kalimat(pembaca, r["apa"], r["sebagai"], daftar=r["daftar"]),
    )
