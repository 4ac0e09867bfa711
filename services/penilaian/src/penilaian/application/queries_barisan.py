"""What hangs where below a leader, and the list that a unit signs: states and counts for the line, results only once they are fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from penilaian.adapters.libur import hari_kerja
from penilaian.adapters.tables import evaluasi, pegawai_view, unor_view
from penilaian.adapters.unit_of_work import OrganisasiBerlaku, UnitOfWork, berlaku
from penilaian.application.queries import HALAMAN, PEMBACA_RATING
from penilaian.domain import eskalasi
from penilaian.domain.distribusi import Kurva, Pemeriksaan
from penilaian.domain.evaluasi import TETAP, Status
from shared.auth.identity import Identity
from shared.matriks import Objek
from shared.persistence.akses import catat_baca, kapasitas
from shared.persistence.jangkauan import di_bawah, dicapai
from shared.wewenang import Wewenang

PENILAI_PALING_BANYAK = 200
"""Evaluators shown at once, those with the longest wait first."""
UNIT_PALING_BANYAK = 500
TANPA_PENILAI = "tanpa"
"""In an address, in place of an evaluator: whom nobody evaluates."""

PEGAWAI, PENILAI, ATASAN, SELESAI = "pegawai", "penilai", "atasan", "selesai"
_e = evaluasi.c
_siapa: sa.ColumnElement[str] = sa.case(
    (_e.menunggu_atasan, ATASAN),
    (_e.status.in_([Status.DIAJUKAN.value, Status.DINILAI.value, Status.DITETAPKAN.value]), PENILAI),
    (_e.status.in_([Status.TERJADWAL.value, Status.PENGISIAN.value, Status.DIKEMBALIKAN.value]), PEGAWAI),
    else_=SELESAI,
)
"""Who has to do the next step. That a result is drafted or fixed already is not told: until it is delivered it lies with the evaluator."""


@dataclass(frozen=True, slots=True)
class Macet:
    """How long something lies: ``hari`` working days since ``sejak``, and who is told by now (:mod:`penilaian.domain.eskalasi`)."""

    sejak: date
    hari: int

    @property
    def tingkat(self) -> str:
        return eskalasi.tingkat(self.hari)


@dataclass(frozen=True, slots=True)
class BarisPenilai:
    """One evaluator and his people: with the employee, with him, with his superior for a countersign, delivered. ``tertua``: his oldest."""

    penilai_id: UUID | None
    nama: str
    pegawai: int
    penilai: int
    atasan: int
    selesai: int
    tertua: Macet | None

    @property
    def jumlah(self) -> int:
        return self.pegawai + self.penilai + self.atasan + self.selesai


@dataclass(frozen=True, slots=True)
class BarisOrang:
    id: UUID
    pegawai_id: UUID
    nama: str
    nip: str | None
    jabatan: str
    siapa: str
    macet: Macet | None


@dataclass(frozen=True, slots=True)
class Jangkauan:
    """The caller's line: ``unit`` by id and name as :func:`unit_dipimpin` says, with all below them; and whom those evaluate whom he evaluates."""

    unit: Mapping[UUID, str]
    syarat: sa.ColumnElement[bool]
    dipegang: sa.ColumnElement[bool]
    """Rows of ``unor_view`` whose list he may sign or see."""
    sebagai: str


def unit_dipimpin(uow: UnitOfWork, wewenang: Wewenang, hari: date) -> dict[UUID, str]:
    """Units that the person leads on a day, first his own, then as Plt or Plh; then those led by somebody whom he evaluates."""
    saya = str(wewenang.pegawai_id)
    orang = {wewenang.pegawai_id, *wewenang.digantikan}
    dinilai = pegawai_view.c.penugasan.contains(sa.cast([{"kepala": True, "penilai_id": saya}], pg.JSONB))
    rows = uow.connection.execute(
        sa.select(pegawai_view.c.id, pegawai_view.c.penugasan).where(sa.or_(pegawai_view.c.id.in_(orang), dinilai))
    ).all()
    sendiri, di_bawahnya = dict[UUID, str](), dict[UUID, str]()
    for row in rows:
        for t in row.penugasan:
            if t["kepala"] and berlaku(t, hari) and (row.id in orang or t["penilai_id"] == saya):
                (sendiri if row.id in orang else di_bawahnya)[UUID(t["unor_id"])] = str(t["unor_nama"])
    return sendiri | {p.unor_id: p.unor_nama for p in wewenang.penggantian if p.jenis == "plt"} | di_bawahnya


def jangkauan(uow: UnitOfWork, identity: Identity, wewenang: Wewenang, hari: date) -> Jangkauan:
    unit = unit_dipimpin(uow, wewenang, hari)

    def dalam(unor_id: sa.ColumnElement[UUID], nama: str) -> sa.ColumnElement[bool]:
        berperan = dicapai(identity, PEMBACA_RATING, unor_id, unor_view, nama=f"{nama}_peran")
        return sa.or_(berperan, unor_id.in_(di_bawah(unor_view, unit, nama=nama))) if unit else berperan

    syarat = sa.and_(
        _e.instansi_id == identity.instansi_id,
        sa.or_(_e.atasan_penilai_id == identity.pegawai_id, dalam(_e.unor_id, "barisan")),
        _e.pegawai_id != identity.pegawai_id,
        _e.jenis == "tahunan",
        _e.tidak_dinilai == "",
    )
    sebagai = "atasan_penilai" if unit else kapasitas(identity.peran, Objek.RATING) or "atasan_penilai"
    return Jangkauan(unit, syarat, dalam(unor_view.c.id, "unit_dipegang"), sebagai)


def list_unit_dipegang(uow: UnitOfWork, lingkup: Jangkauan) -> list[tuple[UUID, str]]:
    """Units whose list the caller signs or sees, by name."""
    statement = sa.select(unor_view.c.id, unor_view.c.nama).where(lingkup.dipegang).order_by(unor_view.c.nama, unor_view.c.id)
    return [(r.id, r.nama) for r in uow.connection.execute(statement.limit(UNIT_PALING_BANYAK))]


def _macet(sejak: datetime | None, hari: date, zona: str) -> Macet | None:
    if sejak is None:
        return None
    mulai = sejak.astimezone(ZoneInfo(zona)).date()
    return Macet(mulai, eskalasi.hari_tertahan(mulai, hari, hari_kerja))


def list_penilai(uow: UnitOfWork, lingkup: Jangkauan, tahun: int, hari: date, zona: str) -> tuple[list[BarisPenilai], Mapping[str, int]]:
    """The evaluators of the line, the longest wait first, and how many people stand where in all. Counts alone: nobody's record is opened."""
    hitung = {siapa: sa.func.count().filter(_siapa == siapa).label(siapa) for siapa in (PEGAWAI, PENILAI, ATASAN, SELESAI)}
    tertua = sa.func.min(_e.menunggu_sejak).filter(_siapa == PENILAI)
    rows = uow.connection.execute(
        sa.select(
            _e.penilai_id,
            sa.func.max(pegawai_view.c.nama).label("nama"),
            *hitung.values(),
            tertua.label("tertua"),
            *(sa.func.sum(satu.element).over().label(f"semua_{siapa}") for siapa, satu in hitung.items()),
            sa.func.count().over().label("semua"),
        )
        .select_from(evaluasi.outerjoin(pegawai_view, pegawai_view.c.id == _e.penilai_id))
        .where(lingkup.syarat, _e.tahun == tahun)
        .group_by(_e.penilai_id)
        .order_by(tertua.asc().nulls_last(), sa.desc(PENILAI), _e.penilai_id)
        .limit(PENILAI_PALING_BANYAK)
    ).all()
    daftar = [
        BarisPenilai(r.penilai_id, r.nama or "", r.pegawai, r.penilai, r.atasan, r.selesai, _macet(r.tertua, hari, zona)) for r in rows
    ]
    jumlah = {siapa: int(getattr(rows[0], f"semua_{siapa}")) if rows else 0 for siapa in hitung}
    return daftar, {**jumlah, "daftar": rows[0].semua if rows else 0}


def baca_orang(
    uow: UnitOfWork,
    lingkup: Jangkauan,
    tahun: int,
    penilai_id: UUID | None,
    hari: date,
    zona: str,
    dari: tuple[str, UUID] | None,
) -> tuple[list[BarisOrang], tuple[str, UUID] | None]:
    """Whom one evaluator of the line evaluates and where each stands, one page by name; noted in the access logs of the people in it."""
    statement = (
        sa.select(_e.id, _e.pegawai_id, _e.nama, _e.nip, _e.jabatan, _e.atasan_penilai_id, _e.menunggu_sejak, _siapa.label("siapa"))
        .where(lingkup.syarat, _e.tahun == tahun, _e.penilai_id.is_(None) if penilai_id is None else _e.penilai_id == penilai_id)
        .order_by(_e.nama, _e.id)
    )
    if dari is not None:
        statement = statement.where(sa.tuple_(_e.nama, _e.id) > sa.tuple_(sa.literal(dari[0]), sa.literal(dari[1])))
    rows = uow.connection.execute(statement.limit(HALAMAN + 1)).all()
    daftar = [
        BarisOrang(r.id, r.pegawai_id, r.nama, r.nip, r.jabatan, r.siapa, _macet(r.menunggu_sejak, hari, zona)) for r in rows[:HALAMAN]
    ]
    catat_baca(uow, Objek.RATING, f"keadaan penilaian {tahun}", {lingkup.sebagai: [b.pegawai_id for b in daftar]}, daftar=True)
    return daftar, (daftar[-1].nama, daftar[-1].id) if len(rows) > HALAMAN else None


def hitung_tertahan(uow: UnitOfWork, identity: Identity, tahun: int, hari: date, zona: str) -> int:
    """People evaluated by those whom the caller evaluates, whose evaluation lies with them so long that he is told."""
    rows = uow.connection.execute(
        sa.select(_e.menunggu_sejak).where(
            _e.atasan_penilai_id == identity.pegawai_id,
            _e.penilai_id != identity.pegawai_id,
            _e.tahun == tahun,
            _e.jenis == "tahunan",
            _e.tidak_dinilai == "",
            _siapa == PENILAI,
            _e.menunggu_sejak.is_not(None),
        )
    ).scalars()
    lama = Counter(sejak.astimezone(ZoneInfo(zona)).date() for sejak in rows)
    return sum(n for sejak, n in lama.items() if eskalasi.hari_tertahan(sejak, hari, hari_kerja) >= eskalasi.HARI_ATASAN)


# ---- the list that is signed (form F9)


@dataclass(frozen=True, slots=True)
class BarisPenetapan:
    """One person of the form; ratings are empty until they are fixed."""

    nama: str
    nip: str | None
    jabatan: str
    rating_hasil: str
    rating_perilaku: str
    predikat: str


@dataclass(frozen=True, slots=True)
class Penetapan:
    """Form F9 of a unit (SE MenPANRB 3/2023; domain 7.4): the people below its leader, how they are spread, and why that deviates."""

    unor_nama: str
    organisasi: OrganisasiBerlaku | None
    pimpinan: str
    pimpinan_nip: str | None
    baris: Sequence[BarisPenetapan]
    lebih: bool
    anggota: int
    pemeriksaan: Pemeriksaan
    alasan: Sequence[tuple[str, str]]
    """(who, why) of the evaluators in the unit who wrote why it deviates."""


F9_PALING_BANYAK = 1000
"""People in one form; a larger unit signs one for each unit below it."""


def baca_penetapan(uow: UnitOfWork, lingkup: Jangkauan, unor_id: UUID, tahun: int, kurva: Kurva, hari: date) -> Penetapan | None:
    """Form F9 of a unit of the caller's line; None where it is not. Each person once, the last segment; noted in their access logs."""
    unor_nama = uow.connection.execute(sa.select(unor_view.c.nama).where(unor_view.c.id == unor_id, lingkup.dipegang)).scalar()
    if unor_nama is None:
        return None
    tetap, hasil = _e.status.in_([s.value for s in TETAP]), _e.dokumen["hasil"]
    pimpinan = _pimpinan(uow, unor_id, min(hari, date(tahun, 12, 31)))
    rows = uow.connection.execute(
        sa.select(
            _e.pegawai_id,
            _e.nama,
            _e.nip,
            _e.jabatan,
            tetap.label("tetap"),
            *(sa.case((tetap, hasil[kolom].astext), else_="").label(kolom) for kolom in ("rating_hasil", "rating_perilaku", "predikat")),
            sa.case((tetap, _e.dokumen["formulir"]["alasan_pola"].astext), else_="").label("alasan"),
            pegawai_view.c.nama.label("penilai"),
        )
        .select_from(evaluasi.outerjoin(pegawai_view, pegawai_view.c.id == _e.penilai_id))
        .where(
            _e.unor_id.in_(di_bawah(unor_view, [unor_id], nama="unit")),
            _e.tahun == tahun,
            _e.jenis == "tahunan",
            _e.tidak_dinilai == "",
            _e.pegawai_id != pimpinan[0] if pimpinan else sa.true(),
        )
        .ext(pg.distinct_on(_e.nama, _e.pegawai_id))
        .order_by(_e.nama, _e.pegawai_id, tetap.desc(), _e.id.desc())
        .limit(F9_PALING_BANYAK + 1)
    ).all()
    terlihat = rows[:F9_PALING_BANYAK]
    organisasi = uow.organisasi_berlaku(unor_id, tahun)
    sebaran = uow.hitung_sebaran(unor_id, unor_nama, organisasi.nilai if organisasi else None, tahun, penilai=())
    catat_baca(
        uow, Objek.RATING, f"penetapan predikat {unor_nama} {tahun}", {lingkup.sebagai: [r.pegawai_id for r in terlihat]}, daftar=True
    )
    return Penetapan(
        unor_nama=unor_nama,
        organisasi=organisasi,
        pimpinan=pimpinan[1] if pimpinan else "",
        pimpinan_nip=pimpinan[2] if pimpinan else None,
        baris=[BarisPenetapan(r.nama, r.nip, r.jabatan, r.rating_hasil, r.rating_perilaku, r.predikat) for r in terlihat],
        lebih=len(rows) > F9_PALING_BANYAK,
        anggota=sebaran.anggota,
        pemeriksaan=sebaran.periksa(date(tahun, 12, 31), kurva),
        alasan=list(dict.fromkeys((r.penilai or "", r.alasan) for r in terlihat if r.alasan)),
    )


def _pimpinan(uow: UnitOfWork, unor_id: UUID, pada: date) -> tuple[UUID, str, str | None] | None:
    isi = sa.cast([{"kepala": True, "unor_id": str(unor_id)}], pg.JSONB)
    statement = sa.select(pegawai_view.c.id, pegawai_view.c.nama, pegawai_view.c.nip, pegawai_view.c.penugasan)
    for row in uow.connection.execute(statement.where(pegawai_view.c.penugasan.contains(isi))):
        if any(t["kepala"] and t["unor_id"] == str(unor_id) and berlaku(t, pada) for t in row.penugasan):
            return row.id, row.nama, row.nip
    return None
