"""Reads for the queue, the lists and the organisation page: each is one statement, scoped to the caller."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from penilaian.adapters.tables import evaluasi, instansi_view, organisasi, pegawai_view, periode_view, skp_view, unor_view
from penilaian.adapters.unit_of_work import ZONA_BAWAAN, OrganisasiBerlaku, Termuat, UnitOfWork, berlaku, dinilai, pengaturan_baris
from penilaian.domain.distribusi import BAWAAN, Kurva, Sebaran
from penilaian.domain.evaluasi import LABEL_STATUS, SAMPAI, TAHUNAN, TETAP, SkorPerilaku, Status
from penilaian.domain.kuadran import Predikat
from penilaian.domain.umpan import KELOMPOK_TERKECIL
from shared import clock
from shared.auth.identity import Identity
from shared.contracts.penilaian import Ketepatan
from shared.contracts.skp import Orang
from shared.errors import Forbidden
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.persistence.akses import catat_baca, kapasitas
from shared.persistence.jangkauan import dicapai, memegang
from shared.wewenang import Wewenang

PALING_BANYAK = 500
"""Persons of one evaluator shown at once; a school has up to 60."""

PEMBACA_RATING = peran_dengan(Objek.RATING, Hak.BACA)
PEMBACA_ORGANISASI = peran_dengan(Objek.ORGANISASI, Hak.BACA)
HALAMAN = 100
SEKALIGUS = 50
"""Persons on one page of deeds for several."""
PERILAKU = 25
"""Persons on one page of the behaviour matrix."""

ANDA, PEGAWAI, SELESAI = "anda", "pegawai", "selesai"
_GILIRAN = {
    Status.DIAJUKAN: ANDA,
    Status.DINILAI: ANDA,
    Status.DITETAPKAN: ANDA,
    Status.TERJADWAL: PEGAWAI,
    Status.PENGISIAN: PEGAWAI,
    Status.DIKEMBALIKAN: PEGAWAI,
}
_URUTAN = {ANDA: 0, PEGAWAI: 1, SELESAI: 2}
_KOLOM = [c for c in evaluasi.c if c.name != "dokumen"]


@dataclass(frozen=True, slots=True)
class Baris:
    """One evaluation in a list. ``predikat`` is empty where the reader may not know it (yet)."""

    id: UUID
    tahun: int
    skp_id: UUID
    pegawai_id: UUID
    nama: str
    nip: str | None
    jabatan: str
    unor_id: UUID
    status: Status
    giliran: str
    ketepatan: Mapping[str, Any]
    nilai_skp: Decimal | None
    saran_hasil: str
    saran_predikat: str
    predikat: str
    nkp: Decimal | None
    tetap: bool
    bukti: int
    bukti_kurang: int
    laporan: int
    laporan_terkirim: int
    dikembalikan_pada: datetime | None
    disampaikan_pada: datetime | None
    version: int
    menunggu_sejak: datetime | None
    sebagai: str = "penilai"
    menunggu_atasan: bool = False

    @property
    def label(self) -> tuple[str, str, str]:
        return LABEL_STATUS[self.status]


def _baris(row: sa.Row[Any], *, rating: bool) -> Baris:
    r = row.ringkasan
    status = Status(row.status)
    return Baris(
        id=row.id,
        tahun=row.tahun,
        skp_id=row.skp_id,
        pegawai_id=row.pegawai_id,
        nama=row.nama,
        nip=row.nip,
        jabatan=row.jabatan,
        unor_id=row.unor_id,
        status=status,
        giliran=_GILIRAN.get(status, SELESAI),
        ketepatan=row.ketepatan,
        nilai_skp=Decimal(r["nilai_skp"]) if r["nilai_skp"] and rating else None,
        saran_hasil=(r["saran_hasil"] or "") if rating else "",
        saran_predikat=(r["saran_predikat"] or "") if rating else "",
        predikat=(r["predikat"] or "") if rating else "",
        nkp=Decimal(r["nkp"]) if r["nkp"] and rating else None,
        tetap=status in TETAP,
        bukti=r["bukti"],
        bukti_kurang=r["bukti_kurang"],
        laporan=r["laporan"],
        laporan_terkirim=r["laporan_terkirim"],
        dikembalikan_pada=datetime.fromisoformat(r["dikembalikan_pada"]) if r["dikembalikan_pada"] else None,
        disampaikan_pada=row.disampaikan_pada,
        version=row.version,
        menunggu_sejak=row.menunggu_sejak,
    )


def list_tim(uow: UnitOfWork, identity: Identity, tahun: int, wewenang: Wewenang | None = None) -> list[Baris]:
    """Everybody whom the caller evaluates in a year, also for somebody else today, and what waits for his countersign: his turn first."""
    kuasa = wewenang or uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    menunggu = sa.and_(evaluasi.c.menunggu_atasan, evaluasi.c.atasan_penilai_id == identity.pegawai_id)
    statement = (
        sa.select(*_KOLOM, skp_view.c.unor_lowong)
        .join(skp_view, skp_view.c.id == evaluasi.c.skp_id)
        .where(sa.or_(dinilai(kuasa), menunggu), evaluasi.c.tahun == tahun, evaluasi.c.jenis == TAHUNAN, evaluasi.c.tidak_dinilai == "")
        .order_by(evaluasi.c.nama, evaluasi.c.id)
        .limit(PALING_BANYAK)
    )
    semua = [_baris_tim(row, kuasa) for row in uow.connection.execute(statement)]
    return sorted(semua, key=lambda b: _URUTAN[b.giliran])


def _baris_tim(row: Any, kuasa: Wewenang) -> Baris:
    sebagai = kuasa.sebagai(
        pegawai_id=row.pegawai_id, penilai_id=row.penilai_id, atasan_penilai_id=row.atasan_penilai_id, unor_lowong=row.unor_lowong
    )
    baris = _baris(row, rating=True)
    giliran = baris.giliran
    if row.menunggu_atasan:
        giliran = ANDA if row.atasan_penilai_id == kuasa.pegawai_id else SELESAI
    return replace(baris, giliran=giliran, sebagai=sebagai or "atasan", menunggu_atasan=row.menunggu_atasan)


def baca_tim(uow: UnitOfWork, identity: Identity, tahun: int, wewenang: Wewenang | None = None) -> list[Baris]:
    """:func:`list_tim` as a page or an answer of its own; noted in the access logs of the people in it."""
    semua = list_tim(uow, identity, tahun, wewenang)
    orang: dict[str, list[UUID]] = {}
    for b in semua:
        orang.setdefault("atasan_penilai" if b.sebagai == "atasan" else b.sebagai, []).append(b.pegawai_id)
    catat_baca(uow, Objek.RATING, f"antrian penilaian {tahun}", orang or {"penilai": []}, daftar=True)
    return semua


@dataclass(frozen=True, slots=True)
class Sekaligus:
    """One person on the page of deeds for several: why not *sesuai* together with others, and why not fixed; empty where it may be."""

    id: UUID
    version: int
    pegawai: Orang
    nilai_skp: Decimal | None
    bukti: int
    predikat: Predikat | None
    diberi_sekaligus: bool
    mengapa_tidak_nilai: str
    mengapa_tidak_tetapkan: str


def baca_sekaligus(
    uow: UnitOfWork, identity: Identity, tahun: int, wewenang: Wewenang, dari: tuple[str, UUID] | None
) -> tuple[list[Sekaligus], tuple[str, UUID] | None]:
    """What lies with the caller, one page by name and where the next begins; noted in the access logs of the people in it."""
    pada = clock.now()
    dimuat = uow.muat_tim(wewenang, tahun, dari, SEKALIGUS + 1)
    lebih = len(dimuat) > SEKALIGUS
    orang: dict[str, list[UUID]] = {}
    isi = []
    for termuat in dimuat[:SEKALIGUS]:
        e, fakta = termuat.evaluasi, termuat.fakta
        orang.setdefault("atasan_penilai" if fakta.sebagai == "atasan" else fakta.sebagai, []).append(e.pegawai_id)
        hitungan, _ = fakta.hitung(e.formulir.skor)
        tetapkan = next((a.alasan for a in e.aksi(identity.pegawai_id, pada, fakta) if a.kode == "tetapkan"), "")
        isi.append(
            Sekaligus(
                e.id,
                e.version,
                e.pegawai,
                hitungan.nilai_skp if hitungan else None,
                sum(len(lap.bukti) for lap in fakta.laporan),
                e.formulir.predikat,
                e.sebelum_sekaligus is not None,
                e.mengapa_tidak_sekaligus(identity.pegawai_id, pada, fakta),
                tetapkan,
            )
        )
    catat_baca(uow, Objek.RATING, f"penilaian sekaligus {tahun}", orang or {"penilai": []}, daftar=True)
    return isi, (isi[-1].pegawai.nama, isi[-1].id) if lebih else None


@dataclass(frozen=True, slots=True)
class BarisPerilaku:
    """One person of the behaviour matrix; ``alasan`` says why he cannot be rated now, empty where he can."""

    id: UUID
    version: int
    nama: str
    ketepatan: Ketepatan
    perilaku: tuple[SkorPerilaku, ...]
    numerik: bool
    alasan: str


def baca_perilaku(
    uow: UnitOfWork, identity: Identity, tahun: int, wewenang: Wewenang, dari: tuple[str, UUID] | None
) -> tuple[list[BarisPerilaku], tuple[str, UUID] | None]:
    """The seven values of all who lie with the caller, one page by name; noted in the access logs of the people in it."""
    pada = clock.now()
    dimuat = uow.muat_tim(wewenang, tahun, dari, PERILAKU + 1)
    isi = [
        BarisPerilaku(
            t.evaluasi.id,
            t.evaluasi.version,
            t.evaluasi.pegawai.nama,
            t.fakta.ketepatan(t.fakta.hari(pada)),
            t.evaluasi.formulir.perilaku,
            t.fakta.numerik and t.fakta.skp.pendekatan == "kuantitatif",
            next((a.alasan for a in t.evaluasi.aksi(identity.pegawai_id, pada, t.fakta) if a.kode == "nilai"), ""),
        )
        for t in dimuat[:PERILAKU]
    ]
    orang: dict[str, list[UUID]] = {}
    for t in dimuat[:PERILAKU]:
        orang.setdefault("atasan_penilai" if t.fakta.sebagai == "atasan" else t.fakta.sebagai, []).append(t.evaluasi.pegawai_id)
    catat_baca(uow, Objek.RATING, f"matriks perilaku {tahun}", orang or {"penilai": []}, daftar=True)
    return isi, (isi[-1].nama, isi[-1].id) if len(dimuat) > PERILAKU else None


def baca_banding(uow: UnitOfWork, tahun: int, wewenang: Wewenang, ids: Collection[UUID]) -> list[Termuat]:
    """Two or three people beside each other, only those whom the caller evaluates; noted in their access logs."""
    dimuat = uow.muat_orang(wewenang, tahun, ids)
    orang: dict[str, list[UUID]] = {}
    for t in dimuat:
        orang.setdefault("atasan_penilai" if t.fakta.sebagai == "atasan" else t.fakta.sebagai, []).append(t.evaluasi.pegawai_id)
    catat_baca(uow, Objek.RATING, f"perbandingan penilaian {tahun}", orang or {"penilai": []}, daftar=True)
    return dimuat


def list_milik(uow: UnitOfWork, pegawai_id: UUID, tahun: int | None = None) -> list[Baris]:
    """The caller's own yearly evaluations, newest first; results only once they are delivered."""
    milik = sa.and_(evaluasi.c.pegawai_id == pegawai_id, evaluasi.c.jenis == TAHUNAN)
    statement = sa.select(*_KOLOM).where(milik).order_by(evaluasi.c.tahun.desc(), evaluasi.c.id.desc())
    if tahun is not None:
        statement = statement.where(evaluasi.c.tahun == tahun)
    return [_baris(row, rating=Status(row.status) in SAMPAI) for row in uow.connection.execute(statement.limit(PALING_BANYAK))]


def list_instansi(uow: UnitOfWork, identity: Identity, tahun: int, cursor: UUID | None = None) -> tuple[list[Baris], UUID | None]:
    """Everybody's in a year, one page and where the next begins. Results once they are fixed; for a system, once they are delivered."""
    if not memegang(identity, PEMBACA_RATING):
        raise Forbidden("Daftar seluruh instansi hanya untuk admin instansi, pengelola kinerja, PPK, dan auditor.")
    terlihat = SAMPAI if identity.klien_id else TETAP
    statement = sa.select(*_KOLOM).where(
        evaluasi.c.instansi_id == identity.instansi_id,
        evaluasi.c.tahun == tahun,
        evaluasi.c.jenis == TAHUNAN,
        dicapai(identity, PEMBACA_RATING, evaluasi.c.unor_id, unor_view),
    )
    if cursor is not None:
        statement = statement.where(evaluasi.c.id > cursor)
    rows = uow.connection.execute(statement.order_by(evaluasi.c.id).limit(HALAMAN + 1)).all()
    daftar = [_tertutup(row, terlihat) for row in rows[:HALAMAN]]
    sebagai = kapasitas(identity.peran, Objek.RATING, Hak.BACA)
    catat_baca(uow, Objek.RATING, f"daftar penilaian instansi {tahun}", {sebagai: [b.pegawai_id for b in daftar]}, daftar=True)
    return daftar, daftar[-1].id if len(rows) > HALAMAN else None


def _tertutup(row: sa.Row[Any], terlihat: Collection[Status]) -> Baris:
    """A row for who is not in the line; that a result is being drafted or fixed is not told to whom it is not open."""
    baris = _baris(row, rating=Status(row.status) in terlihat)
    belum = {Status.DINILAI, Status.DITETAPKAN} - set(terlihat)
    return replace(baris, status=Status.DIAJUKAN, tetap=False) if baris.status in belum else baris


def list_tahun(uow: UnitOfWork, identity: Identity, wewenang: Wewenang | None = None) -> tuple[list[int], list[int]]:
    """The years in which the caller evaluates somebody, and those in which the caller is evaluated; newest first."""
    kuasa = wewenang or uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    menilai = sa.or_(dinilai(kuasa), sa.and_(evaluasi.c.menunggu_atasan, evaluasi.c.atasan_penilai_id == identity.pegawai_id))
    sendiri = evaluasi.c.pegawai_id == identity.pegawai_id
    statement = (
        sa.select(evaluasi.c.tahun, menilai.label("menilai"), sendiri.label("sendiri"))
        .join(skp_view, skp_view.c.id == evaluasi.c.skp_id)
        .where(sa.or_(menilai, sendiri))
        .distinct()
    )
    rows = uow.connection.execute(statement).all()
    return sorted({r.tahun for r in rows if r.menilai}, reverse=True), sorted({r.tahun for r in rows if r.sendiri}, reverse=True)


def saring(baris: Sequence[Baris], *, giliran: str = "", predikat: str = "", cari: str = "") -> list[Baris]:
    """The rows that fit the filters of the queue; ``cari`` is part of a name or NIP."""
    kata = cari.casefold().replace(" ", "")
    return [
        b
        for b in baris
        if (not giliran or b.giliran == giliran)
        and (not predikat or b.predikat == predikat)
        and (not kata or kata in b.nama.casefold().replace(" ", "") or kata in (b.nip or ""))
    ]


def sebaran_unit(
    uow: UnitOfWork, unor_id: UUID, unor_nama: str, organisasi_: OrganisasiBerlaku | None, tahun: int, wewenang: Wewenang
) -> Sebaran:
    """The distribution below the leader of the unit whose result holds here, with the drafts that the caller may see."""
    penilai = {wewenang.pegawai_id, *wewenang.digantikan, *((None,) if wewenang.lowong else ())}
    if organisasi_ is None:
        return uow.hitung_sebaran(unor_id, unor_nama, None, tahun, penilai=penilai)
    return uow.hitung_sebaran(organisasi_.unor_id, organisasi_.unor_nama, organisasi_.nilai, tahun, penilai=penilai)


@dataclass(frozen=True, slots=True)
class Kerangka:
    """What every page needs of the instansi, and the deadline of the yearly evaluation."""

    instansi_nama: str
    zona: str
    batas: date | None
    unor_pimpinan: UUID | None
    unor_nama: str
    kurva: Kurva = BAWAAN
    kelompok_umpan_balik: int = KELOMPOK_TERKECIL


def get_kerangka(uow: UnitOfWork, identity: Identity, tahun: int, hari: date) -> Kerangka:
    """One statement: name and zone of the instansi, its rules for the patterns, deadline, and the unit that the caller leads."""
    batas = (
        sa.select(periode_view.c.batas_normal)
        .where(
            periode_view.c.instansi_id == instansi_view.c.id,
            periode_view.c.tahun == tahun,
            periode_view.c.untuk == "evaluasi",
            periode_view.c.jenis == "tahunan",
        )
        .limit(1)
        .scalar_subquery()
    )
    tugas = sa.select(pegawai_view.c.penugasan).where(pegawai_view.c.id == identity.pegawai_id).scalar_subquery()
    row = uow.connection.execute(
        sa.select(
            instansi_view.c.nama,
            instansi_view.c.zona_waktu,
            instansi_view.c.pengaturan,
            instansi_view.c.riwayat_pengaturan,
            batas.label("batas"),
            tugas.label("penugasan"),
        ).where(instansi_view.c.id == identity.instansi_id)
    ).first()
    if row is None:
        return Kerangka("", ZONA_BAWAAN, None, None, "")
    pada = min(hari, date(tahun, 12, 31))
    pimpin = next((t for t in row.penugasan or () if t["kepala"] and berlaku(t, pada)), None)
    unor_id, unor_nama = (UUID(pimpin["unor_id"]), pimpin["unor_nama"]) if pimpin else (None, "")
    kurva = Kurva.dari(pengaturan_baris(row, date(tahun, 12, 31)))
    kelompok = max(KELOMPOK_TERKECIL, (row.pengaturan or {}).get("umpan_balik_minimum", KELOMPOK_TERKECIL))
    return Kerangka(row.nama, row.zona_waktu, row.batas, unor_id, unor_nama, kurva, kelompok)


# ---- results of organisations ----


@dataclass(frozen=True, slots=True)
class UnitOrganisasi:
    """A unit with its head and its result of the year; ``boleh`` says whether the caller sets it."""

    unor_id: UUID
    nama: str
    kepala: str
    nilai: str
    alasan: str
    penetap: str
    ditetapkan_pada: datetime | None
    version: int | None
    boleh: bool


def ada_unor(uow: UnitOfWork, unor_id: UUID) -> bool:
    return uow.connection.execute(sa.select(unor_view.c.id).where(unor_view.c.id == unor_id)).first() is not None


def list_unit(uow: UnitOfWork, identity: Identity, tahun: int, hari: date) -> list[UnitOrganisasi]:
    """Units that the caller may decide on: led by somebody whom the caller evaluates; all units for a PPK, read-only for officers."""
    pada = min(hari, date(tahun, 12, 31))
    isi: list[dict[str, object]] = [{"kepala": True}]
    semua = memegang(identity, PEMBACA_ORGANISASI)
    if not semua:
        isi[0]["penilai_id"] = str(identity.pegawai_id)
    pemimpin: dict[UUID, tuple[str, str | None]] = {}
    rows = uow.connection.execute(
        sa.select(pegawai_view.c.nama, pegawai_view.c.penugasan).where(pegawai_view.c.penugasan.contains(sa.cast(isi, pg.JSONB)))
    )
    for row in rows:
        for tugas in row.penugasan:
            if tugas["kepala"] and berlaku(tugas, pada) and (semua or tugas["penilai_id"] == str(identity.pegawai_id)):
                pemimpin[UUID(tugas["unor_id"])] = (row.nama, tugas["penilai_id"])
    penetap = sa.select(pegawai_view.c.nama).where(pegawai_view.c.id == organisasi.c.ditetapkan_oleh).scalar_subquery()
    ppk = dicapai(identity, ("ppk",), unor_view.c.id, unor_view)
    statement = (
        sa.select(unor_view.c.id, unor_view.c.nama, organisasi, penetap.label("penetap"), ppk.label("ppk"))
        .select_from(unor_view.outerjoin(organisasi, sa.and_(organisasi.c.unor_id == unor_view.c.id, organisasi.c.tahun == tahun)))
        .order_by(unor_view.c.nama)
        .limit(PALING_BANYAK)
    )
    if not identity.has(*PEMBACA_ORGANISASI):
        saya = str(identity.pegawai_id)
        dipimpin = [unor_id for unor_id, (_, penilai) in pemimpin.items() if penilai == saya]
        statement = statement.where(
            sa.or_(unor_view.c.id.in_(dipimpin), dicapai(identity, PEMBACA_ORGANISASI, unor_view.c.id, unor_view, nama="dibaca"))
        )
    return [
        UnitOrganisasi(
            unor_id=row.id,
            nama=row.nama,
            kepala=pemimpin.get(row.id, ("", None))[0],
            nilai=row.nilai or "",
            alasan=row.alasan or "",
            penetap=row.penetap or "",
            ditetapkan_pada=row.ditetapkan_pada,
            version=row.version,
            boleh=row.ppk or pemimpin.get(row.id, ("", None))[1] == str(identity.pegawai_id),
        )
        for row in uow.connection.execute(statement)
    ]


def list_organisasi(uow: UnitOfWork, tahun: int) -> list[Mapping[str, Any]]:
    """All results of the instansi in a year."""
    statement = sa.select(organisasi, unor_view.c.nama.label("unor_nama")).outerjoin(unor_view, unor_view.c.id == organisasi.c.unor_id)
    return [dict(row._mapping) for row in uow.connection.execute(statement.where(organisasi.c.tahun == tahun).order_by(organisasi.c.id))]  # noqa: SLF001
