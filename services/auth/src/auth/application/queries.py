"""Reads for screens and lists, scoped to the caller's instansi in SQL."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import tables as t
from auth.adapters.unit_of_work import UnitOfWork, hari_ini_berlaku
from shared.auth.identity import Identity
from shared.errors import NotFound
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.persistence.jangkauan import dicapai, memegang

PEMBACA = peran_dengan(Objek.KEPEGAWAIAN, Hak.BACA)
"""Assigned roles that read people and their posts, as far as the role reaches."""
_PER_HALAMAN = 50
_POHON_UTUH = 60
_KATA_TERBANYAK = 5
_CARI_TERPENDEK = 3


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
    anak: int = 0


def list_orang(  # noqa: PLR0913 - a filter each
    uow: UnitOfWork,
    instansi_id: UUID,
    hari: date,
    *,
    unor_id: UUID | None = None,
    cari: str = "",
    saring: Saring | None = None,
    setelah: tuple[str, UUID] | None = None,
    batas: int = _PER_HALAMAN,
    pembaca: Identity | None = None,
) -> tuple[list[OrangRingkas], tuple[str, UUID] | None]:
    """People by name, one page, and the key of the next; heads come with their unit's others, not before them.

    ``cari`` are beginnings of words of the name, or of the NIP; ``unor_id`` that unit alone. ``pembaca``: only people whom a role of his reaches.
    """
    saring = saring or Saring()
    kata = kata_cari(cari)
    if cari.strip() and not kata:
        return [], None
    penilai, atasan = t.pegawai.alias("penilai"), t.pegawai.alias("atasan")
    kini = t.penugasan
    syarat = [*_syarat_orang(saring), *_syarat_jabatan(instansi_id, saring, unor_id, hari)]
    cocok = _cocok(instansi_id, kata) if kata else None
    if cocok is not None and not syarat:
        nama, id_ = cocok.c.nama, cocok.c.pegawai_id
        halaman = sa.select(id_.label("id"))
    else:
        nama, id_ = t.pegawai.c.nama, t.pegawai.c.id
        halaman = sa.select(id_).where(t.pegawai.c.instansi_id == instansi_id, *syarat)
        if cocok is not None:
            halaman = halaman.join(cocok, cocok.c.pegawai_id == id_)
    if setelah is not None:
        halaman = halaman.where(sa.tuple_(nama, id_) > sa.tuple_(*setelah))
    if pembaca is not None and not pembaca.has(*PEMBACA):
        terjangkau = sa.select(kini.c.pegawai_id).where(hari_ini_berlaku(hari), dicapai(pembaca, PEMBACA, kini.c.unor_id, t.unor))
        halaman = halaman.where(id_.in_(terjangkau))
    halaman = halaman.order_by(nama, id_).limit(batas + 1)
    ini = halaman.subquery("halaman")
    query = (
        sa.select(
            t.pegawai.c.id, t.pegawai.c.nip, t.pegawai.c.nama, t.pegawai.c.status, t.pegawai.c.aktif, t.akun.c.peran,
            kini.c.unor_id, t.unor.c.nama.label("unor"), kini.c.jabatan, kini.c.golongan, kini.c.kepala, kini.c.penilai_id,
            penilai.c.nama.label("penilai"), atasan.c.nama.label("atasan"), t.akun.c.sandi_hash.is_not(None).label("bersandi"), t.pegawai.c.version,
        )
        .join(ini, ini.c.id == t.pegawai.c.id)
        .outerjoin(kini, sa.and_(kini.c.pegawai_id == t.pegawai.c.id, hari_ini_berlaku(hari)))
        .outerjoin(t.unor, t.unor.c.id == kini.c.unor_id)
        .outerjoin(penilai, penilai.c.id == kini.c.penilai_id)
        .outerjoin(atasan, atasan.c.id == kini.c.atasan_penilai_id)
        .outerjoin(t.akun, t.akun.c.pegawai_id == t.pegawai.c.id)
        .order_by(t.pegawai.c.nama, t.pegawai.c.id)
    )  # fmt: skip
    rows = uow.connection.execute(query).all()
    orang = [
        OrangRingkas(
            row.id, row.nip, row.nama, row.status, row.aktif, tuple(row.peran or ()), row.unor_id, row.unor, row.jabatan, row.golongan,
            bool(row.kepala), row.penilai_id, row.penilai, row.atasan, bool(row.bersandi), row.version,
        )
        for row in rows[:batas]
    ]  # fmt: skip
    return orang, (orang[-1].nama, orang[-1].id) if len(rows) > batas else None


def pastikan_dijangkau(uow: UnitOfWork, pembaca: Identity, pegawai_id: UUID, hari: date) -> None:
    """Raise NotFound unless the person is the reader himself, or has a post today that a role of the reader reaches."""
    if pegawai_id != pembaca.pegawai_id and not _dijangkau(uow, pembaca, pegawai_id, hari):
        raise NotFound("Pegawai ini tidak ada, atau bukan di instansi Anda.")


def _dijangkau(uow: UnitOfWork, pembaca: Identity, pegawai_id: UUID, hari: date) -> bool:
    if pembaca.has(*PEMBACA) or not memegang(pembaca, PEMBACA):
        return pembaca.has(*PEMBACA)
    query = sa.select(t.penugasan.c.id).where(
        t.penugasan.c.pegawai_id == pegawai_id, hari_ini_berlaku(hari), dicapai(pembaca, PEMBACA, t.penugasan.c.unor_id, t.unor)
    )
    return uow.connection.execute(query).first() is not None


@dataclass(frozen=True, slots=True)
class Saring:
    """Filters of the list of people. ``di_bawah`` is a unit with all that is below it on the day; ``aktif`` None for both."""

    di_bawah: UUID | None = None
    status: str = ""
    jenis_jabatan: str = ""
    tanpa_penilai: bool = False
    aktif: bool | None = None

    @property
    def ada(self) -> bool:
        return self != Saring()


def _syarat_orang(saring: Saring) -> Iterator[sa.ColumnElement[bool]]:
    if saring.status:
        yield t.pegawai.c.status == saring.status
    if saring.aktif is not None:
        yield t.pegawai.c.aktif == saring.aktif
    if saring.tanpa_penilai:
        yield sa.and_(t.pegawai.c.aktif, t.pegawai.c.status != "pejabat_negara")


def _syarat_jabatan(instansi_id: UUID, saring: Saring, unor_id: UUID | None, hari: date) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions on the post of the day, as one subquery: the page of names is found first, what is shown of them is joined afterwards."""
    s = t.penugasan.c
    syarat = []
    if unor_id is not None:
        syarat.append(s.unor_id == unor_id)
    if saring.di_bawah is not None:
        syarat.append(s.unor_id.in_(sub_pohon(saring.di_bawah, hari)))
    if saring.jenis_jabatan:
        syarat.append(s.jenis_jabatan == saring.jenis_jabatan)
    if saring.tanpa_penilai:
        syarat.append(s.penilai_id.is_(None))
    if syarat:
        bertugas = sa.select(s.pegawai_id).where(s.instansi_id == instansi_id, hari_ini_berlaku(hari), *syarat)
        if saring.tanpa_penilai:
            bertugas = sa.select(bertugas.cte("tanpa_penilai").prefix_with("MATERIALIZED").c.pegawai_id)
        yield t.pegawai.c.id.in_(bertugas)


def kata_cari(cari: str) -> list[str]:
    """At most five words, small letters without accents, as they are kept; what is all digits and blanks is one NIP."""
    teks = "".join(huruf for huruf in unicodedata.normalize("NFKD", cari) if not unicodedata.combining(huruf)).lower()
    rapat = "".join(teks.split())
    if rapat.isdigit():
        return [rapat]
    return re.findall(r"[a-z0-9]+", teks)[:_KATA_TERBANYAK]


def _cocok(instansi_id: UUID, kata: Sequence[str]) -> sa.CTE:
    """(pegawai_id, nama) of those who have a word for each beginning, from the index of words alone, found before anything else is looked at.

    A range instead of LIKE: under row-level security only comparisons that leak nothing may use an index. ``{`` follows ``z``.
    """
    k = t.kata_pegawai.c
    bagian = [
        sa.select(k.pegawai_id, k.nama).where(k.instansi_id == instansi_id, k.kata >= awalan, k.kata < awalan + "{") for awalan in kata
    ]
    return (bagian[0].distinct() if len(bagian) == 1 else sa.intersect(*bagian)).cte("cocok").prefix_with("MATERIALIZED")


def _pada_hari(hari: date) -> tuple[sa.FromClause, dict[str, sa.ColumnElement[Any]]]:
    """Units joined with their version of the day, and name, kind and parent as they were then."""
    masa = t.unor_riwayat.alias("masa")
    asal = t.unor.outerjoin(
        masa,
        sa.and_(masa.c.unor_id == t.unor.c.id, masa.c.mulai <= hari, sa.or_(masa.c.selesai.is_(None), masa.c.selesai >= hari)),
    )
    ada = masa.c.unor_id.is_not(None)
    return asal, {nama: sa.case((ada, masa.c[nama]), else_=t.unor.c[nama]) for nama in ("nama", "jenis", "induk_id")}


def sub_pohon(akar: UUID, hari: date) -> sa.Select[Any]:
    """The ids of a unit and of all that is below it on the day."""
    pohon_ = sa.select(sa.literal(akar, sa.Uuid).label("id")).cte("sub_pohon", recursive=True)
    asal, isi = _pada_hari(hari)
    pohon_ = pohon_.union(sa.select(t.unor.c.id).select_from(asal.join(pohon_, isi["induk_id"] == pohon_.c.id)))
    return sa.select(pohon_.c.id)


def pohon(uow: UnitOfWork, instansi_id: UUID, hari: date, pembaca: Identity | None = None) -> list[SimpulUnor]:
    """The units in force on the day as they were called and hung then, parents before children, with counts and heads.

    With ``pembaca`` those that a role of his reaches.
    """
    banyak = (
        sa.select(
            t.penugasan.c.unor_id, sa.func.count().label("n"), sa.func.max(t.pegawai.c.nama).filter(t.penugasan.c.kepala).label("kepala")
        )
        .join(t.pegawai, t.pegawai.c.id == t.penugasan.c.pegawai_id)
        .where(t.penugasan.c.instansi_id == instansi_id, hari_ini_berlaku(hari), t.pegawai.c.aktif)
        .group_by(t.penugasan.c.unor_id)
        .subquery()
    )
    asal, isi = _pada_hari(hari)
    rows = uow.connection.execute(
        sa.select(t.unor.c.id, t.unor.c.kode, *(k.label(n) for n, k in isi.items()), banyak.c.n, banyak.c.kepala)
        .select_from(asal.outerjoin(banyak, banyak.c.unor_id == t.unor.c.id))
        .where(
            t.unor.c.instansi_id == instansi_id,
            t.unor.c.berlaku_dari <= hari,
            sa.or_(t.unor.c.berlaku_sampai.is_(None), t.unor.c.berlaku_sampai >= hari),
            dicapai(pembaca, PEMBACA, t.unor.c.id, t.unor) if pembaca else sa.true(),
        )
        .order_by(t.unor.c.kode)
    ).all()
    ada = {row.id for row in rows}
    anak: dict[UUID | None, list[Any]] = {}
    for row in rows:
        anak.setdefault(row.induk_id if row.induk_id in ada else None, []).append(row)
    urut: list[SimpulUnor] = []
    tumpukan = [(row, 0) for row in reversed(anak.get(None, []))]
    while tumpukan:
        row, kedalaman = tumpukan.pop()
        bawah = anak.get(row.id, [])
        urut.append(SimpulUnor(row.id, row.kode, row.nama, row.jenis, row.induk_id, kedalaman, row.n or 0, row.kepala, len(bawah)))
        tumpukan += [(satu, kedalaman + 1) for satu in reversed(bawah)]
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


@dataclass(frozen=True, slots=True)
class Calon:
    """Somebody to choose: name, post and unit, nothing more."""

    id: UUID
    nama: str
    jabatan: str
    kepala: bool = False


def cari_calon(uow: UnitOfWork, instansi_id: UUID, hari: date, cari: str, batas: int = 8) -> list[Calon]:
    """Active people whose name or NIP begins so; none for fewer than three letters."""
    if len(cari.strip()) < _CARI_TERPENDEK:
        return []
    orang, _ = list_orang(uow, instansi_id, hari, cari=cari, saring=Saring(aktif=True), batas=batas)
    return [_calon(o.id, o.nama, o.jabatan, o.unor, o.kepala) for o in orang]


def sebut_calon(uow: UnitOfWork, ids: Collection[UUID], hari: date) -> dict[UUID, Calon]:
    """These people with their post of the day, by id."""
    if not ids:
        return {}
    query = (
        sa.select(t.pegawai.c.id, t.pegawai.c.nama, t.penugasan.c.jabatan, t.unor.c.nama.label("unor"), t.penugasan.c.kepala)
        .outerjoin(t.penugasan, sa.and_(t.penugasan.c.pegawai_id == t.pegawai.c.id, hari_ini_berlaku(hari)))
        .outerjoin(t.unor, t.unor.c.id == t.penugasan.c.unor_id)
        .where(t.pegawai.c.id.in_(list(ids)))
    )
    return {row.id: _calon(*row) for row in uow.connection.execute(query)}


def _calon(pegawai_id: UUID, nama: str, jabatan: str | None, unor: str | None, kepala: bool | None) -> Calon:
    return Calon(pegawai_id, nama, f"{jabatan}, {unor}" if jabatan else "tanpa penugasan hari ini", bool(kepala))
