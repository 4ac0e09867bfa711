"""Reads for screens and API lists, scoped in SQL to what the caller may see."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from capaian.adapters.tables import bukti, gangguan, instansi_view, laporan, pegawai_view, progres_harian, skp_view, unor_view, usulan
from capaian.adapters.unit_of_work import (
    PENGHITUNG,
    ZONA_BAWAAN,
    Tautan,
    UnitOfWork,
    dicapai_peran,
    dinilai,
    riwayat_mode,
    usulan_dari,
    usulan_terbuka,
)
from capaian.domain.absen import BERAKHIR, LABEL, absen_pada
from capaian.domain.dokumen import bentuk_diterima, mode_pada
from capaian.domain.gangguan import Gangguan
from capaian.domain.laporan import PERAN_LAPORAN, Laporan
from capaian.domain.progres import Progres
from capaian.domain.usulan import Usulan
from shared import clock
from shared.auth.identity import Identity
from shared.contracts.auth import Keadaan
from shared.contracts.capaian import Realisasi
from shared.contracts.skp import Skp
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.matriks import Objek
from shared.persistence.akses import catat_baca, kapasitas
from shared.persistence.jangkauan import dicapai, memegang
from shared.wewenang import Wewenang

HALAMAN = 100
TAUTAN_SEKALI = 20
"""Links that the worker looks at in one round."""


@dataclass(frozen=True, slots=True)
class Instansi:
    nama: str
    zona: str
    bukti_mode: tuple[tuple[date, str], ...] = ()

    def bentuk_bukti(self, hari: date) -> frozenset[str]:
        """Which forms of evidence are taken of that day."""
        return bentuk_diterima(mode_pada(self.bukti_mode, hari))


@dataclass(frozen=True, slots=True)
class Baris:
    """A report in a list: no realisasi in it."""

    id: UUID
    skp_id: UUID
    pegawai_id: UUID
    penilai_id: UUID | None
    atasan_penilai_id: UUID | None
    pegawai_nama: str
    penilai_nama: str
    unit_kerja: str
    tahun: int
    nomor: int
    nama: str
    mulai: date
    selesai: date
    batas_normal: date
    batas_toleransi: date
    dibuka_sampai: date | None
    status: str
    jumlah_progres: int
    jumlah_bukti: int
    menunggu_konfirmasi: int
    jumlah_terisi: int
    dikirim_pada: Any
    terlambat: bool
    hari_terlambat: int
    dimaafkan: bool
    diajukan_otomatis: bool
    diminta_buka_pada: Any
    bebas: str
    version: int
    unor_lowong: tuple[UUID, ...]
    keadaan: tuple[Keadaan, ...]

    @property
    def tidak_wajib(self) -> str:
        """Why the report is not due, in words; empty when it is."""
        return LABEL.get(self.bebas, self.bebas)

    def absen(self, hari: date) -> str:
        """What keeps the person from the post on the day, in words."""
        kini = absen_pada(self.keadaan, hari)
        return LABEL[kini.jenis] if kini else ""

    def terkunci(self, hari_ini: date) -> bool:
        return self.status == "draf" and not self.bebas and hari_ini > max(self.batas_toleransi, self.dibuka_sampai or self.batas_toleransi)


def instansi(uow: UnitOfWork, identity: Identity) -> Instansi:
    row = uow.connection.execute(
        sa.select(instansi_view.c.nama, instansi_view.c.zona_waktu, instansi_view.c.bukti_mode).where(
            instansi_view.c.id == identity.instansi_id
        )
    ).first()
    return Instansi(row.nama, row.zona_waktu, tuple(riwayat_mode(row.bukti_mode))) if row else Instansi("", ZONA_BAWAAN)


def nama_pegawai(uow: UnitOfWork, ids: set[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    return {
        row.id: row.nama
        for row in uow.connection.execute(sa.select(pegawai_view.c.id, pegawai_view.c.nama).where(pegawai_view.c.id.in_(ids)))
    }


# ---- daily log


def skp_pada(uow: UnitOfWork, identity: Identity, tanggal: date) -> Skp | None:
    """The caller's agreed SKP that covers the day."""
    isi = uow.connection.execute(
        sa.select(skp_view.c.isi)
        .where(
            skp_view.c.pegawai_id == identity.pegawai_id,
            skp_view.c.berlaku,
            sa.literal(tanggal).between(skp_view.c.mulai, skp_view.c.selesai),
        )
        .limit(1)
    ).scalar()
    return msgspec.convert(isi, Skp, strict=False) if isi else None


def progres_antara(uow: UnitOfWork, identity: Identity, dari: date, sampai: date) -> list[Progres]:
    """The caller's entries of a span, newest day first."""
    table = progres_harian
    statement = sa.select(table).where(table.c.pegawai_id == identity.pegawai_id, table.c.tanggal.between(dari, sampai))
    rows = uow.connection.execute(statement.order_by(table.c.tanggal.desc(), table.c.id.desc()).limit(400)).mappings().all()
    return uow.progres_berbukti(rows)


def progres_halaman(
    uow: UnitOfWork, identity: Identity, dari: date | None, sampai: date | None, kursor: str | None
) -> tuple[list[Progres], str | None]:
    table = progres_harian
    statement = sa.select(table).where(table.c.pegawai_id == identity.pegawai_id)
    if dari:
        statement = statement.where(table.c.tanggal >= dari)
    if sampai:
        statement = statement.where(table.c.tanggal <= sampai)
    if kursor:
        statement = statement.where(sa.tuple_(table.c.tanggal, table.c.id) < sa.tuple_(*_baca(kursor)))
    rows = uow.connection.execute(statement.order_by(table.c.tanggal.desc(), table.c.id.desc()).limit(HALAMAN + 1)).mappings().all()
    daftar = uow.progres_berbukti(rows[:HALAMAN])
    return daftar, _tulis(daftar[-1].tanggal, daftar[-1].id) if len(rows) > HALAMAN else None


def daftar_usulan(uow: UnitOfWork, identity: Identity, hari_ini: date, banyak: int, dulu: UUID | None = None) -> tuple[list[Usulan], int]:
    """The open offers to the caller, newest day first and ``dulu`` before all, and how many there are."""
    statement = sa.select(usulan, sa.func.count().over().label("jumlah")).where(usulan_terbuka(identity.pegawai_id, hari_ini))
    urutan = (usulan.c.id != dulu, usulan.c.tanggal.desc(), usulan.c.id.desc())
    rows = uow.connection.execute(statement.order_by(*urutan[0 if dulu else 1 :]).limit(banyak)).mappings().all()
    return [usulan_dari(row) for row in rows], rows[0]["jumlah"] if rows else 0


def progres_laporan(uow: UnitOfWork, satu: Laporan, banyak: int = 60) -> list[Progres]:
    """The daily entries that belong to a report which the caller was already allowed to read."""
    table = progres_harian
    statement = sa.select(table).where(table.c.skp_id == satu.skp_id, table.c.tanggal.between(satu.mulai, satu.selesai))
    return uow.progres_berbukti(uow.connection.execute(statement.order_by(table.c.tanggal, table.c.id).limit(banyak)).mappings().all())


def realisasi_sampai(uow: UnitOfWork, skp_id: UUID, sampai: date) -> dict[UUID, list[Decimal]]:
    """The figures of each indikator over the periods up to the day, in their order."""
    rows = uow.connection.execute(
        sa.select(laporan.c.realisasi).where(laporan.c.skp_id == skp_id, laporan.c.mulai <= sampai).order_by(laporan.c.mulai)
    )
    angka: dict[UUID, list[Decimal]] = {}
    for row in rows:
        for satu in msgspec.convert(row.realisasi, tuple[Realisasi, ...], strict=False):
            if satu.angka is not None:
                angka.setdefault(satu.indikator_id, []).append(satu.angka)
    return angka


# ---- reports


def daftar_laporan(
    uow: UnitOfWork, identity: Identity, tahun: int, milik: str, kursor: str | None = None, banyak: int = HALAMAN
) -> tuple[list[Baris], str | None]:
    """``milik``: saya, tim (I am evaluator or the evaluator's superior) or instansi (assigned roles: states and counts)."""
    table = laporan
    statement = _baris().where(table.c.tahun == tahun, _milik(uow, identity, milik))
    if kursor:
        statement = statement.where(sa.tuple_(table.c.mulai, table.c.id) > sa.tuple_(*_baca(kursor)))
    rows = uow.connection.execute(statement.order_by(table.c.mulai, table.c.id).limit(banyak + 1)).all()
    daftar = [_satu(row) for row in rows[:banyak]]
    if milik != "saya":
        _catat_daftar(uow, identity, daftar, f"daftar laporan {tahun}")
    return daftar, _tulis(daftar[-1].mulai, daftar[-1].id) if len(rows) > banyak else None


def minta_dibuka(uow: UnitOfWork, identity: Identity, banyak: int = 50) -> list[Baris]:
    """The locked reports whose owners ask the caller to open them, the longest waiting first; none for who cannot."""
    if not memegang(identity, PERAN_LAPORAN["admin"]):
        return []
    table = laporan
    jangkauan = dicapai(identity, PERAN_LAPORAN["admin"], skp_view.c.unor_id, unor_view)
    statement = _baris().where(table.c.instansi_id == identity.instansi_id, table.c.diminta_buka_pada.is_not(None), jangkauan)
    rows = uow.connection.execute(statement.order_by(table.c.diminta_buka_pada, table.c.id).limit(banyak)).all()
    daftar = [_satu(row) for row in rows]
    _catat_daftar(uow, identity, daftar, "permintaan membuka laporan")
    return daftar


def daftar_gangguan(uow: UnitOfWork, identity: Identity, banyak: int = 100) -> list[tuple[Gangguan, int]]:
    """The outages of the instansi, newest first, each with how many reports it excused."""
    dimaafkan = (
        sa.select(sa.func.count()).where(laporan.c.gangguan_id == gangguan.c.id).correlate(gangguan).scalar_subquery().label("dimaafkan")
    )
    statement = sa.select(gangguan, dimaafkan).where(gangguan.c.instansi_id == identity.instansi_id)
    rows = uow.connection.execute(statement.order_by(gangguan.c.mulai.desc(), gangguan.c.id).limit(banyak)).mappings().all()
    return [(Gangguan(**{name: row[name] for name in Gangguan.__dataclass_fields__}), row["dimaafkan"]) for row in rows]


def daftar_tim(
    uow: UnitOfWork, identity: Identity, tahun: int, *, hari_ini: date, menunggu: bool, banyak: int = 60, wewenang: Wewenang | None = None
) -> list[Baris]:
    """The reports that I judge: those that wait for me oldest first, or all whose period has begun, newest first."""
    table = laporan
    wewenang = wewenang or uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    statement = _baris().where(table.c.tahun == tahun)
    if menunggu:
        statement = statement.where(dinilai(wewenang), table.c.status == "dikirim").order_by(table.c.dikirim_pada, table.c.id)
    else:
        statement = statement.where(_tim(wewenang), table.c.mulai <= hari_ini).order_by(table.c.mulai.desc(), table.c.id)
    daftar = [_satu(row) for row in uow.connection.execute(statement.limit(banyak)).all()]
    _catat_daftar(uow, identity, daftar, f"daftar laporan tim {tahun}")
    return daftar


def _catat_daftar(uow: UnitOfWork, identity: Identity, daftar: Sequence[Baris], apa: str) -> None:
    """One row for all the people of a list, by the capacity in which the caller sees each."""
    petugas = kapasitas(identity.peran, Objek.REALISASI)
    orang: dict[str, list[UUID]] = {}
    for b in daftar:
        lini = "penilai" if b.penilai_id == identity.pegawai_id else "atasan_penilai" if b.atasan_penilai_id == identity.pegawai_id else ""
        orang.setdefault(lini or petugas, []).append(b.pegawai_id)
    catat_baca(uow, Objek.REALISASI, apa, orang, daftar=True)


def hitung_tim(uow: UnitOfWork, tahun: int, hari_ini: date, wewenang: Wewenang) -> dict[str, int]:
    """Counts of the team: waiting for me (``dikirim``), and of all begun reports (``semua``)."""
    table = laporan
    row = uow.connection.execute(
        sa.select(
            sa.func.count().filter(dinilai(wewenang), table.c.status == "dikirim").label("dikirim"),
            sa.func.count().filter(table.c.mulai <= hari_ini).label("semua"),
        )
        .select_from(table.join(skp_view, skp_view.c.id == table.c.skp_id))
        .where(table.c.tahun == tahun, table.c.bebas != BERAKHIR, _tim(wewenang))
    ).one()
    return {"dikirim": row.dikirim, "semua": row.semua}


def tahun_laporan(uow: UnitOfWork, identity: Identity, milik: str) -> list[int]:
    """The years that have reports in this view, newest first."""
    return list(
        uow.connection.execute(
            sa.select(laporan.c.tahun)
            .select_from(laporan.join(skp_view, skp_view.c.id == laporan.c.skp_id))
            .where(_milik(uow, identity, milik))
            .distinct()
            .order_by(laporan.c.tahun.desc())
        ).scalars()
    )


def _milik(uow: UnitOfWork, identity: Identity, milik: str) -> sa.ColumnElement[bool]:
    if milik == "tim":
        return _tim(uow.get_wewenang(identity.instansi_id, identity.pegawai_id))
    if milik == "instansi":
        if not memegang(identity, PENGHITUNG):
            raise Forbidden("Daftar seluruh instansi hanya untuk admin instansi, pengelola kinerja, PPK, dan auditor.")
        return sa.and_(laporan.c.instansi_id == identity.instansi_id, dicapai_peran(identity))
    if milik != "saya":
        raise Invalid("Pilihan milik: saya, tim atau instansi.", errors={"milik": ["Pilih saya, tim atau instansi."]})
    return laporan.c.pegawai_id == identity.pegawai_id


def _tim(wewenang: Wewenang) -> sa.ColumnElement[bool]:
    return sa.or_(dinilai(wewenang), laporan.c.atasan_penilai_id == wewenang.pegawai_id)


def _baris() -> sa.Select[Any]:
    berkas = sa.select(sa.func.count()).where(bukti.c.laporan_id == laporan.c.id).correlate(laporan).scalar_subquery().label("jumlah_bukti")
    menunggu = (
        sa.select(sa.func.count())
        .where(bukti.c.laporan_id == laporan.c.id, bukti.c.konfirmasi == "menunggu")
        .correlate(laporan)
        .scalar_subquery()
        .label("menunggu_konfirmasi")
    )
    plain = [laporan.c[name] for name in Baris.__dataclass_fields__ if name in laporan.c]
    isi = skp_view.c.isi
    return (
        sa.select(
            *plain,
            berkas,
            menunggu,
            sa.func.jsonb_array_length(laporan.c.realisasi).label("jumlah_terisi"),
            isi[("pegawai", "nama")].astext.label("pegawai_nama"),
            isi[("penilai", "nama")].astext.label("penilai_nama"),
            isi[("pegawai", "unit_kerja")].astext.label("unit_kerja"),
            skp_view.c.unor_lowong,
            sa.select(pegawai_view.c.keadaan)
            .where(pegawai_view.c.id == laporan.c.pegawai_id)
            .correlate(laporan)
            .scalar_subquery()
            .label("keadaan"),
        )
        .select_from(laporan.join(skp_view, skp_view.c.id == laporan.c.skp_id))
        .where(laporan.c.bebas != BERAKHIR)
    )


def _satu(row: sa.Row[Any]) -> Baris:
    values = row._asdict()
    values["keadaan"] = msgspec.convert(values["keadaan"] or [], tuple[Keadaan, ...], strict=False)
    return Baris(**{**values, "penilai_nama": values["penilai_nama"] or ""})


# ---- links


def tautan_sendiri(uow: UnitOfWork, identity: Identity, bukti_id: UUID) -> Tautan:
    """A link of the caller's own; :class:`NotFound` for everybody else."""
    tautan = uow.get_tautan(bukti_id, lock=False)
    if tautan is None or tautan.diunggah_oleh != identity.pegawai_id:
        raise NotFound("Tautan ini tidak ada, atau bukan milik Anda.")
    if not tautan.tautan:
        raise Conflict("Bukti ini berkas, bukan tautan. Yang diperiksa hanya tautan.", code="evidence_is_file")
    return tautan


def tautan_waktunya(uow: UnitOfWork) -> list[tuple[UUID, str]]:
    return [(satu.id, satu.tautan) for satu in uow.list_tautan_waktunya(clock.now(), TAUTAN_SEKALI)]


def _tulis(hari: date, terakhir: UUID) -> str:
    return base64.urlsafe_b64encode(f"{hari.isoformat()}~{terakhir}".encode()).decode()


def _baca(kursor: str) -> tuple[date, UUID]:
    try:
        hari, _, terakhir = base64.urlsafe_b64decode(kursor.encode()).decode().partition("~")
        return date.fromisoformat(hari), UUID(terakhir)
    except ValueError as error:
        raise Invalid("Kursor tidak dikenal. Mulai lagi dari halaman pertama.", code="cursor_invalid") from error


def rentang_bulan(hari: date) -> tuple[date, date]:
    """The first and the last day of the month that holds ``hari``."""
    awal = hari.replace(day=1)
    return awal, (awal + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def rentang_minggu(hari: date) -> tuple[date, date]:
    """Monday and Sunday of the week that holds ``hari``."""
    senin = hari - timedelta(days=hari.weekday())
    return senin, senin + timedelta(days=6)


def bulan_catatan(daftar: Sequence[Progres]) -> dict[date, bool]:
    """The days that have entries: True when all of a day's entries were late."""
    hari: dict[date, bool] = {}
    for progres in daftar:
        hari[progres.tanggal] = hari.get(progres.tanggal, True) and progres.terlambat
    return hari
