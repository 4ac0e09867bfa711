"""Reads for screens and lists, scoped to the caller's instansi in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import tables as t
from auth.adapters.unit_of_work import UnitOfWork, hari_ini_berlaku

_PER_HALAMAN = 50
_POHON_UTUH = 60


@dataclass(frozen=True, slots=True)
class OrangRingkas:
    """A person in a list, with the post in force on the day; both superiors by name."""

    id: UUID
    nip: str | None
    nama: str
    status: str
    aktif: bool
    peran: tuple[str, ...]
    unor_id: UUID | None
    unor: str | None
    jabatan: str | None
    golongan: str | None
    kepala: bool
    penilai_id: UUID | None
    penilai: str | None
    atasan_penilai: str | None
    bersandi: bool
    version: int


@dataclass(frozen=True, slots=True)
class SimpulUnor:
    """A node of the tree with its depth and how many people have a post in it today."""

    id: UUID
    kode: str
    nama: str
    jenis: str
    induk_id: UUID | None
    kedalaman: int
    pegawai: int
    kepala: str | None


def list_orang(
    uow: UnitOfWork,
    instansi_id: UUID,
    hari: date,
    *,
    unor_id: UUID | None = None,
    cari: str = "",
    setelah: tuple[str, UUID] | None = None,
    batas: int = _PER_HALAMAN,
) -> tuple[list[OrangRingkas], tuple[str, UUID] | None]:
    """People by name, one page, and the key of the next; heads come with their unit's others, not before them."""
    penilai, atasan = t.pegawai.alias("penilai"), t.pegawai.alias("atasan")
    kini = t.penugasan
    query = (
        sa.select(
            t.pegawai.c.id, t.pegawai.c.nip, t.pegawai.c.nama, t.pegawai.c.status, t.pegawai.c.aktif, t.akun.c.peran,
            kini.c.unor_id, t.unor.c.nama.label("unor"), kini.c.jabatan, kini.c.golongan, kini.c.kepala, kini.c.penilai_id,
            penilai.c.nama.label("penilai"), atasan.c.nama.label("atasan"), t.akun.c.sandi_hash.is_not(None).label("bersandi"), t.pegawai.c.version,
        )
        .outerjoin(kini, sa.and_(kini.c.pegawai_id == t.pegawai.c.id, hari_ini_berlaku(hari)))
        .outerjoin(t.unor, t.unor.c.id == kini.c.unor_id)
        .outerjoin(penilai, penilai.c.id == kini.c.penilai_id)
        .outerjoin(atasan, atasan.c.id == kini.c.atasan_penilai_id)
        .outerjoin(t.akun, t.akun.c.pegawai_id == t.pegawai.c.id)
        .where(t.pegawai.c.instansi_id == instansi_id)
        .order_by(t.pegawai.c.nama, t.pegawai.c.id)
        .limit(batas + 1)
    )  # fmt: skip
    if unor_id is not None:
        query = query.where(kini.c.unor_id == unor_id)
    if cari:
        query = query.where(
            sa.or_(t.pegawai.c.nama.icontains(cari, autoescape=True), t.pegawai.c.nip.startswith(cari.replace(" ", ""), autoescape=True))
        )
    if setelah is not None:
        query = query.where(sa.tuple_(t.pegawai.c.nama, t.pegawai.c.id) > sa.tuple_(*setelah))
    rows = uow.connection.execute(query).all()
    orang = [
        OrangRingkas(
            row.id, row.nip, row.nama, row.status, row.aktif, tuple(row.peran or ()), row.unor_id, row.unor, row.jabatan, row.golongan,
            bool(row.kepala), row.penilai_id, row.penilai, row.atasan, bool(row.bersandi), row.version,
        )
        for row in rows[:batas]
    ]  # fmt: skip
    return orang, (orang[-1].nama, orang[-1].id) if len(rows) > batas else None


def pohon(uow: UnitOfWork, instansi_id: UUID, hari: date) -> list[SimpulUnor]:
    """The units in force on the day, parents before children, with counts and heads."""
    banyak = (
        sa.select(
            t.penugasan.c.unor_id, sa.func.count().label("n"), sa.func.max(t.pegawai.c.nama).filter(t.penugasan.c.kepala).label("kepala")
        )
        .join(t.pegawai, t.pegawai.c.id == t.penugasan.c.pegawai_id)
        .where(t.penugasan.c.instansi_id == instansi_id, hari_ini_berlaku(hari), t.pegawai.c.aktif)
        .group_by(t.penugasan.c.unor_id)
        .subquery()
    )
    rows = uow.connection.execute(
        sa.select(t.unor.c.id, t.unor.c.kode, t.unor.c.nama, t.unor.c.jenis, t.unor.c.induk_id, banyak.c.n, banyak.c.kepala)
        .outerjoin(banyak, banyak.c.unor_id == t.unor.c.id)
        .where(
            t.unor.c.instansi_id == instansi_id,
            t.unor.c.berlaku_dari <= hari,
            sa.or_(t.unor.c.berlaku_sampai.is_(None), t.unor.c.berlaku_sampai >= hari),
        )
        .order_by(t.unor.c.kode)
    ).all()
    ada = {row.id for row in rows}
    anak: dict[UUID | None, list[Any]] = {}
    for row in rows:
        anak.setdefault(row.induk_id if row.induk_id in ada else None, []).append(row)
    urut: list[SimpulUnor] = []

    def turun(induk: UUID | None, kedalaman: int) -> None:
        for row in anak.get(induk, ()):
            urut.append(SimpulUnor(row.id, row.kode, row.nama, row.jenis, row.induk_id, kedalaman, row.n or 0, row.kepala))
            turun(row.id, kedalaman + 1)

    turun(None, 0)
    return urut


def sebagai_pohon_sempit(simpul: Sequence[SimpulUnor], terpilih: UUID | None) -> list[SimpulUnor]:
    """A small tree whole; of a large one what is needed to move in it: the roots, the chosen unit's ancestors with their siblings, its children."""
    if len(simpul) <= _POHON_UTUH:
        return list(simpul)
    induk = {s.id: s.induk_id for s in simpul}
    terbuka: set[UUID | None] = {None}
    kini = terpilih
    while kini is not None:
        terbuka.add(kini)
        kini = induk.get(kini)
    akar = {s.id for s in simpul if s.kedalaman == 0}
    return [s for s in simpul if s.id in akar or s.induk_id in terbuka or (s.induk_id in akar and terpilih is None)]


def nama_pegawai(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Names by id."""
    if not ids:
        return {}
    rows = uow.connection.execute(sa.select(t.pegawai.c.id, t.pegawai.c.nama).where(t.pegawai.c.id.in_(ids)))
    return {row.id: row.nama for row in rows}
