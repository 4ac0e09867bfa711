"""Who may give feedback to whom, and feedback as each side may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from penilaian.adapters.tables import evaluasi, pegawai_view, periode_view, skp_view, umpan_balik
from penilaian.adapters.unit_of_work import UnitOfWork, berlaku
from penilaian.domain.evaluasi import TAHUNAN, Evaluasi
from penilaian.domain.perilaku import NAMA
from penilaian.domain.umpan import LABEL_JENIS, LABEL_PERAN, MASA_LAMPAU, RAHASIA, Jenis, Masa, Peran, masa_terpilih
from shared.auth.identity import Identity
from shared.wewenang import Wewenang

HALAMAN = 30
PALING_BANYAK = 500
BAWAHAN_LANGSUNG = 100
"""Direct reports whose own people are offered as well; further down a superior gives from the page of the person."""


@dataclass(frozen=True, slots=True)
class Penerima:
    """Somebody to whom the caller may give feedback, and in which capacity."""

    pegawai_id: UUID
    nama: str
    jabatan: str
    peran: Peran


@dataclass(frozen=True, slots=True)
class RhkPilihan:
    id: UUID
    teks: str


@dataclass(frozen=True, slots=True)
class BarisUmpan:
    """One entry as a reader may see it. ``dari`` is empty and ``tanggal`` None where the giver is not to be known; ``masa`` is then the batch's span."""

    id: UUID
    pegawai_id: UUID
    pegawai: str
    dari: str
    peran: Peran
    jenis: Jenis
    teks: str
    rhk_id: UUID | None
    perilaku: str
    sasaran: str
    masa: str
    masa_mulai: date | None
    masa_selesai: date | None
    tanggal: date | None
    dibaca_pada: datetime | None
    tanggapan: str
    version: int

    @property
    def label_peran(self) -> str:
        return LABEL_PERAN[self.peran]

    @property
    def label_jenis(self) -> str:
        return LABEL_JENIS[self.jenis]


def _penilai_id(penugasan: Iterable[dict[str, Any]], hari: date) -> set[UUID]:
    return {UUID(t["penilai_id"]) for t in penugasan if berlaku(t, hari) and t["penilai_id"]}


def _bertugas_pada(penilai: Iterable[UUID]) -> sa.ColumnElement[bool]:
    """People with a post, whenever, whose evaluator is one of these."""
    cara = [pegawai_view.c.penugasan.contains(sa.cast([{"penilai_id": str(id_)}], pg.JSONB)) for id_ in penilai]
    return sa.or_(sa.false(), *cara)


def get_hubungan(uow: UnitOfWork, identity: Identity, pegawai_id: UUID, hari: date) -> Peran | None:
    """In which capacity the caller may give feedback to this person today; None: in none, or there is no such person."""
    kuasa = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    p = pegawai_view.c
    dimuat = {
        r.id: r.penugasan for r in uow.connection.execute(sa.select(p.id, p.penugasan).where(p.id.in_([identity.pegawai_id, pegawai_id])))
    }
    if pegawai_id not in dimuat or pegawai_id == identity.pegawai_id:
        return None
    atasannya = _penilai_id(dimuat[pegawai_id], hari)
    if _memimpin(kuasa, dimuat[pegawai_id], hari):
        return Peran.PIMPINAN
    rows = uow.connection.execute(sa.select(p.penugasan).where(p.id.in_(atasannya))).scalars() if atasannya else ()
    if any(identity.pegawai_id in _penilai_id(tugas, hari) for tugas in rows):
        return Peran.PIMPINAN
    atasan_saya = _penilai_id(dimuat.get(identity.pegawai_id, ()), hari)
    if pegawai_id in atasan_saya:
        return Peran.BAWAHAN
    return Peran.REKAN if atasan_saya & atasannya else None


def _memimpin(kuasa: Wewenang, penugasan: Iterable[dict[str, Any]], hari: date) -> bool:
    """As evaluator, as Plh of one, or as Plt of the vacant unit."""
    for t in penugasan:
        if not berlaku(t, hari):
            continue
        if t["penilai_id"] and UUID(t["penilai_id"]) in {kuasa.pegawai_id, *kuasa.digantikan}:
            return True
        if not {str(u) for u in kuasa.lowong}.isdisjoint(t.get("unor_lowong") or ()):
            return True
    return False


def list_penerima(uow: UnitOfWork, identity: Identity, hari: date) -> list[Penerima]:
    """All to whom the caller may give feedback: those whom he leads and theirs, his own superior, his peers; by capacity and name."""
    kuasa = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    p = pegawai_view.c
    milik = uow.connection.execute(sa.select(p.penugasan).where(p.id == identity.pegawai_id)).scalar() or []
    atasan = _penilai_id(milik, hari)
    penilai = {kuasa.pegawai_id, *kuasa.digantikan}
    lowong = [p.penugasan.contains(sa.cast([{"unor_lowong": [str(u)]}], pg.JSONB)) for u in kuasa.lowong]
    kolom = sa.select(p.id, p.nama, p.penugasan)
    rows = uow.connection.execute(
        kolom.where(sa.or_(_bertugas_pada(penilai | atasan), p.id.in_(atasan), *lowong)).order_by(p.nama, p.id).limit(PALING_BANYAK)
    ).all()
    hasil: dict[UUID, Penerima] = {}
    for row in rows:
        peran = (
            Peran.PIMPINAN
            if _memimpin(kuasa, row.penugasan, hari)
            else Peran.BAWAHAN
            if row.id in atasan
            else Peran.REKAN
            if _penilai_id(row.penugasan, hari) & atasan
            else None
        )
        if peran is not None and row.id != identity.pegawai_id:
            hasil[row.id] = Penerima(row.id, row.nama, _jabatan(row.penugasan, hari), peran)
    langsung = {r.id for r in rows if identity.pegawai_id in _penilai_id(r.penugasan, hari)}
    if langsung and len(langsung) <= BAWAHAN_LANGSUNG:
        for row in uow.connection.execute(kolom.where(_bertugas_pada(langsung)).order_by(p.nama, p.id).limit(PALING_BANYAK)):
            if _penilai_id(row.penugasan, hari) & langsung and row.id != identity.pegawai_id and row.id not in hasil:
                hasil[row.id] = Penerima(row.id, row.nama, _jabatan(row.penugasan, hari), Peran.PIMPINAN)
    urutan = list(Peran)
    return sorted(hasil.values(), key=lambda x: (urutan.index(x.peran), x.nama, x.pegawai_id))


def _jabatan(penugasan: Iterable[dict[str, Any]], hari: date) -> str:
    return next((str(t.get("jabatan") or "") for t in penugasan if berlaku(t, hari)), "")


def list_masa(uow: UnitOfWork, instansi_id: UUID, hari: date) -> list[Masa]:
    """The present period first, then the ended ones that a superior may name."""
    v = periode_view.c
    rows = uow.connection.execute(
        sa.select(v.nama, v.mulai, v.selesai)
        .where(v.instansi_id == instansi_id, v.untuk == "evaluasi", v.jenis != "tahunan", v.selesai >= hari - MASA_LAMPAU, v.mulai <= hari)
        .order_by(v.mulai.desc(), v.id)
        .limit(40)
    )
    return masa_terpilih([Masa(r.nama, r.mulai, r.selesai) for r in rows], hari)


def list_rhk(uow: UnitOfWork, pegawai_id: UUID, hari: date) -> list[RhkPilihan]:
    """The RHK of the person's agreed plans of this year and the last, the newest plan first."""
    statement = (
        sa.select(evaluasi.c.tahun, skp_view.c.dokumen["rhk"].label("rhk"))
        .join(skp_view, skp_view.c.id == evaluasi.c.skp_id)
        .where(evaluasi.c.pegawai_id == pegawai_id, evaluasi.c.jenis == TAHUNAN, evaluasi.c.tahun.in_([hari.year, hari.year - 1]))
        .order_by(evaluasi.c.tahun.desc(), evaluasi.c.id.desc())
    )
    return [
        RhkPilihan(UUID(r["id"]), f"{row.tahun}, RHK {r['nomor']}: {r['teks']}")
        for row in uow.connection.execute(statement)
        for r in row.rhk
    ]


_pemberi, _tentang = pegawai_view.alias("pemberi"), pegawai_view.alias("tentang")
_DASAR = sa.select(umpan_balik, _pemberi.c.nama.label("dari_nama"), _tentang.c.nama.label("pegawai_nama")).select_from(
    umpan_balik.outerjoin(_pemberi, _pemberi.c.id == umpan_balik.c.dari_id).outerjoin(_tentang, _tentang.c.id == umpan_balik.c.pegawai_id)
)
_TAK_DIKENAL = "Pegawai yang tidak lagi tercatat"


def _baris(row: Any, rhk: Mapping[UUID, str], *, tertutup: bool) -> BarisUmpan:
    """``tertutup``: for the person himself, or somebody who may not know the giver: no name, no day, no order in time."""
    peran = Peran(row.peran_pemberi)
    rahasia = tertutup and peran in RAHASIA
    mulai, selesai = (row.gelombang_mulai, row.gelombang_selesai) if rahasia else (row.masa_mulai, row.masa_selesai)
    return BarisUmpan(
        id=row.id,
        pegawai_id=row.pegawai_id,
        pegawai=row.pegawai_nama or _TAK_DIKENAL,
        dari="" if rahasia else row.dari_nama or _TAK_DIKENAL,
        peran=peran,
        jenis=Jenis(row.jenis),
        teks=row.teks,
        rhk_id=row.rhk_id,
        perilaku=row.perilaku,
        sasaran=NAMA[row.perilaku] if row.perilaku else rhk.get(row.rhk_id, "Satu RHK") if row.rhk_id else "Pekerjaan secara umum",
        masa="" if rahasia else row.masa_nama,
        masa_mulai=mulai,
        masa_selesai=selesai,
        tanggal=None if rahasia else row.tanggal,
        dibaca_pada=row.dibaca_pada,
        tanggapan=row.tanggapan,
        version=row.version,
    )


def terlihat_pegawai() -> sa.ColumnElement[bool]:
    """The entries that the person whom they are about may see."""
    return sa.or_(umpan_balik.c.peran_pemberi.not_in([p.value for p in RAHASIA]), umpan_balik.c.gelombang_selesai.is_not(None))


def list_saya(uow: UnitOfWork, pegawai_id: UUID, tahun: int, rhk: Mapping[UUID, str]) -> tuple[list[BarisUmpan], list[BarisUmpan]]:
    """The person's own of a year: from superiors, newest first, and the opened batches, drawn in no order within a batch."""
    u = umpan_balik.c
    akhir = sa.func.coalesce(u.gelombang_selesai, u.tanggal)
    statement = _DASAR.where(u.pegawai_id == pegawai_id, terlihat_pegawai(), akhir.between(date(tahun, 1, 1), date(tahun, 12, 31)))
    rows = uow.connection.execute(statement.order_by(akhir.desc(), u.peran_pemberi, u.id).limit(PALING_BANYAK)).all()
    semua = [_baris(row, rhk, tertutup=True) for row in rows]
    return [b for b in semua if b.peran not in RAHASIA], [b for b in semua if b.peran in RAHASIA]


def list_diberikan(
    uow: UnitOfWork, pegawai_id: UUID, dari: tuple[datetime, UUID] | None = None
) -> tuple[list[BarisUmpan], tuple[datetime, UUID] | None]:
    """What the caller wrote, newest first: a page, and where the next begins."""
    u = umpan_balik.c
    statement = _DASAR.where(u.dari_id == pegawai_id).order_by(u.dibuat_pada.desc(), u.id.desc()).limit(HALAMAN + 1)
    if dari is not None:
        statement = statement.where(sa.tuple_(u.dibuat_pada, u.id) < sa.tuple_(sa.literal(dari[0]), sa.literal(dari[1])))
    rows = uow.connection.execute(statement).all()
    lanjut = (rows[HALAMAN - 1].dibuat_pada, rows[HALAMAN - 1].id) if len(rows) > HALAMAN else None
    return [_baris(row, {}, tertutup=False) for row in rows[:HALAMAN]], lanjut


def list_untuk_evaluasi(uow: UnitOfWork, e: Evaluasi, rhk: Mapping[UUID, str], *, bernama: bool) -> list[BarisUmpan]:
    """What was written about the person in the span of an evaluation, newest first; for who may not know the givers only what is open."""
    u = umpan_balik.c
    statement = _DASAR.where(u.pegawai_id == e.pegawai_id, u.tanggal.between(e.mulai, e.selesai))
    if bernama:
        statement = statement.order_by(u.dibuat_pada.desc(), u.id)
    else:
        statement = statement.where(terlihat_pegawai()).order_by(sa.func.coalesce(u.gelombang_selesai, u.tanggal).desc(), u.id)
    return [_baris(row, rhk, tertutup=not bernama) for row in uow.connection.execute(statement.limit(PALING_BANYAK))]


def ada_belum_dibaca(uow: UnitOfWork, pegawai_id: UUID) -> bool:
    u = umpan_balik.c
    statement = sa.select(u.id).where(u.pegawai_id == pegawai_id, u.dibaca_pada.is_(None), terlihat_pegawai())
    return uow.connection.execute(statement.limit(1)).first() is not None


def sasaran_dari(rhk: Collection[RhkPilihan]) -> dict[UUID, str]:
    return {r.id: r.teks for r in rhk}


def get_saya(uow: UnitOfWork, pegawai_id: UUID, umpan_id: UUID) -> BarisUmpan:
    """One entry as the person sees it; it is there."""
    statement = _DASAR.where(umpan_balik.c.id == umpan_id, umpan_balik.c.pegawai_id == pegawai_id, terlihat_pegawai())
    return _baris(uow.connection.execute(statement).one(), {}, tertutup=True)


def get_diberikan(uow: UnitOfWork, dari_id: UUID, umpan_id: UUID) -> BarisUmpan:
    """One entry as its giver sees it; it is there."""
    statement = _DASAR.where(umpan_balik.c.id == umpan_id, umpan_balik.c.dari_id == dari_id)
    return _baris(uow.connection.execute(statement).one(), {}, tertutup=False)
