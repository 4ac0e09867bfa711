"""One person's year: SKP with what was achieved, reports with their lateness, and the result as far as the reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa

from laporan.adapters.tables import evaluasi_view, laporan_view, progres_view, skp_view
from laporan.adapters.unit_of_work import UnitOfWork
from laporan.application.pembaca import Dibaca, Pembaca
from laporan.domain.capaian import CapaianSkp, hitung
from laporan.domain.keadaan import EVALUASI_DISAMPAIKAN, EVALUASI_DITETAPKAN, LAPORAN_TERKIRIM, SKP_BATAL
from laporan.domain.ketepatan import Ketepatan, Kiriman, hitung_ketepatan, keadaan_kiriman
from laporan.domain.tahunan import HasilTahun, Segmen, hasil_tahun
from shared.contracts.skp import Orang, Rhk


@dataclass(frozen=True, slots=True)
class SkpTahun:
    """``capaian`` is ``None`` for a reader who may not see the realisasi."""

    id: UUID
    status: str
    mulai: date
    selesai: date
    pendekatan: str
    revisi: int
    pegawai: Orang
    penilai: Orang | None
    atasan_penilai: Orang | None
    rhk: tuple[Rhk, ...]
    diajukan: date | None
    dikembalikan: date | None
    disetujui: date | None
    hash: str
    version: int
    capaian: CapaianSkp | None


@dataclass(frozen=True, slots=True)
class LaporanTahun:
    """``keadaan`` is that of :func:`laporan.domain.ketepatan.keadaan_kiriman`."""

    id: UUID
    skp_id: UUID
    nomor: int
    nama: str
    mulai: date
    selesai: date
    batas_normal: date
    batas_toleransi: date
    status: str
    keadaan: str
    dikirim: date | None
    pertama: date | None
    diterima: date | None
    terlambat: bool
    hari_terlambat: int
    alasan_terlambat: str
    dimaafkan: bool
    diajukan_otomatis: bool
    bebas: str
    jumlah_bukti: int
    jumlah_progres: int
    realisasi: dict[str, str]


@dataclass(frozen=True, slots=True)
class EvaluasiTahun:
    """Result fields are empty (``terlihat`` false) before this reader may see them."""

    id: UUID
    skp_id: UUID
    jenis: str
    mulai: date
    selesai: date
    status: str
    terlihat: bool
    capaian_organisasi: str
    rating_hasil: str
    rating_perilaku: str
    predikat: str
    nilai_skp: Decimal | None
    nilai_perilaku: Decimal | None
    nkp: Decimal | None
    catatan: str
    diajukan: date | None
    ditetapkan: date | None
    disampaikan: datetime | None
    final: date | None
    hash: str
    version: int
    dikoreksi: date | None = None
    predikat_sebelum: str = ""
    nkp_sebelum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CatatanHarian:
    """Entries of the daily log: how many, on how many days, and how many of them late."""

    jumlah: int
    hari: int
    terlambat: int


@dataclass(frozen=True, slots=True)
class KinerjaTahun:
    orang: Dibaca
    tahun: int
    skp: tuple[SkpTahun, ...]
    laporan: tuple[LaporanTahun, ...]
    evaluasi: tuple[EvaluasiTahun, ...]
    ketepatan: Ketepatan
    catatan: CatatanHarian
    hasil: HasilTahun

    @property
    def terlihat(self) -> bool:
        return bool(self.hasil.predikat)


def hari(moment: datetime | None, zona: str) -> date | None:
    return moment.astimezone(ZoneInfo(zona)).date() if moment else None


def get_kinerja_tahun(uow: UnitOfWork, pembaca: Pembaca, orang: Dibaca, tahun: int) -> KinerjaTahun:
    """Four statements: SKP, reports, evaluations and daily entries of ``orang`` in ``tahun``."""
    reports = list_laporan(uow, pembaca, orang, tahun)
    evaluations, segments = _list_evaluasi(uow, pembaca, orang, tahun)
    return KinerjaTahun(
        orang=orang,
        tahun=tahun,
        skp=tuple(list_skp(uow, pembaca, orang, tahun, reports)),
        laporan=tuple(reports),
        evaluasi=tuple(evaluations),
        ketepatan=hitung_ketepatan(
            (Kiriman(r.batas_normal, r.pertama, r.terlambat, r.dimaafkan, bool(r.bebas)) for r in reports), pembaca.hari_ini
        ),
        catatan=_catatan(uow, orang, tahun),
        hasil=hasil_tahun(segments),
    )


def _catatan(uow: UnitOfWork, orang: Dibaca, tahun: int) -> CatatanHarian:
    c = progres_view.c
    row = uow.connection.execute(
        sa.select(sa.func.count(), sa.func.count(c.tanggal.distinct()), sa.func.count().filter(c.terlambat)).where(
            c.pegawai_id == orang.id, c.ada, c.tanggal.between(date(tahun, 1, 1), date(tahun, 12, 31))
        )
    ).one()
    return CatatanHarian(*row)


def list_skp(uow: UnitOfWork, pembaca: Pembaca, orang: Dibaca, tahun: int, reports: Sequence[LaporanTahun]) -> list[SkpTahun]:
    rows = uow.connection.execute(
        sa.select(skp_view)
        .where(
            skp_view.c.pegawai_id == orang.id,
            skp_view.c.tahun == tahun,
            skp_view.c.status != SKP_BATAL,
            skp_view.c.instansi_id == pembaca.instansi_id,
        )
        .order_by(skp_view.c.mulai, skp_view.c.id)
    )
    figures: dict[UUID, dict[UUID, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for report in reports:
        if report.status in LAPORAN_TERKIRIM:
            for indikator_id, angka in report.realisasi.items():
                figures[report.skp_id][UUID(indikator_id)].append(Decimal(angka))
    found = []
    for row in rows:
        if not orang.boleh_segmen(pembaca, row):
            continue
        rhk = msgspec.convert(row.dokumen["rhk"], tuple[Rhk, ...], strict=False)
        found.append(
            SkpTahun(
                id=row.id,
                status=row.status,
                mulai=row.mulai,
                selesai=row.selesai,
                pendekatan=row.pendekatan,
                revisi=row.revisi,
                pegawai=msgspec.convert(row.dokumen["pegawai"], Orang, strict=False),
                penilai=msgspec.convert(row.dokumen["penilai"], Orang | None, strict=False),
                atasan_penilai=msgspec.convert(row.dokumen["atasan_penilai"], Orang | None, strict=False),
                rhk=rhk,
                diajukan=hari(row.diajukan_pada, pembaca.zona),
                dikembalikan=hari(row.dikembalikan_pada, pembaca.zona),
                disetujui=hari(row.disetujui_pada, pembaca.zona),
                hash=row.hash,
                version=row.version,
                capaian=hitung(rhk, figures[row.id]) if orang.realisasi else None,
            )
        )
    return found


def list_laporan(uow: UnitOfWork, pembaca: Pembaca, orang: Dibaca, tahun: int) -> list[LaporanTahun]:
    rows = uow.connection.execute(
        sa.select(laporan_view)
        .where(
            laporan_view.c.pegawai_id == orang.id,
            laporan_view.c.tahun == tahun,
            laporan_view.c.instansi_id == pembaca.instansi_id,
            laporan_view.c.bebas != "penugasan_berakhir",
        )
        .order_by(laporan_view.c.mulai, laporan_view.c.nomor)
    )
    found = []
    for row in rows:
        if not orang.boleh_segmen(pembaca, row):
            continue
        first = hari(row.pertama_dikirim_pada, pembaca.zona)
        found.append(
            LaporanTahun(
                id=row.id,
                skp_id=row.skp_id,
                nomor=row.nomor,
                nama=row.nama,
                mulai=row.mulai,
                selesai=row.selesai,
                batas_normal=row.batas_normal,
                batas_toleransi=row.batas_toleransi,
                status=row.status,
                keadaan=keadaan_kiriman(Kiriman(row.batas_normal, first, row.terlambat, row.dimaafkan, bool(row.bebas)), pembaca.hari_ini),
                dikirim=hari(row.dikirim_pada, pembaca.zona),
                pertama=first,
                diterima=hari(row.diterima_pada, pembaca.zona),
                terlambat=row.terlambat,
                hari_terlambat=row.hari_terlambat,
                alasan_terlambat=row.alasan_terlambat,
                dimaafkan=row.dimaafkan,
                diajukan_otomatis=row.diajukan_otomatis,
                bebas=row.bebas,
                jumlah_bukti=row.jumlah_bukti,
                jumlah_progres=row.jumlah_progres,
                realisasi=row.realisasi if orang.realisasi else {},
            )
        )
    return found


def _list_evaluasi(uow: UnitOfWork, pembaca: Pembaca, orang: Dibaca, tahun: int) -> tuple[list[EvaluasiTahun], list[Segmen]]:
    """The evaluations this reader may know of, and all segments of the year with what he may see of them."""
    rows = uow.connection.execute(
        sa.select(evaluasi_view)
        .where(evaluasi_view.c.pegawai_id == orang.id, evaluasi_view.c.tahun == tahun, evaluasi_view.c.instansi_id == pembaca.instansi_id)
        .order_by(evaluasi_view.c.selesai, evaluasi_view.c.id)
    )
    found: list[EvaluasiTahun] = []
    segments: list[Segmen] = []
    open_from = EVALUASI_DISAMPAIKAN if orang.dasar == "sendiri" or pembaca.klien else EVALUASI_DITETAPKAN
    for row in rows:
        known = orang.boleh_segmen(pembaca, row)
        seen = known and row.status in open_from
        result = Segmen(row.mulai, row.selesai)
        if seen:
            result = Segmen(
                row.mulai, row.selesai, row.rating_hasil, row.rating_perilaku, row.predikat, row.nilai_skp, row.nilai_perilaku, row.nkp
            )
        if row.jenis == "tahunan":
            segments.append(result)
        if known:
            found.append(
                EvaluasiTahun(
                    id=row.id,
                    skp_id=row.skp_id,
                    jenis=row.jenis,
                    mulai=row.mulai,
                    selesai=row.selesai,
                    status=row.status if seen or row.status not in ("dinilai", "ditetapkan") else "diajukan",
                    terlihat=seen,
                    capaian_organisasi=row.capaian_organisasi if seen else "",
                    rating_hasil=result.rating_hasil,
                    rating_perilaku=result.rating_perilaku,
                    predikat=result.predikat,
                    nilai_skp=result.nilai_skp,
                    nilai_perilaku=result.nilai_perilaku,
                    nkp=result.nkp,
                    catatan=row.catatan if seen else "",
                    diajukan=hari(row.diajukan_pada, pembaca.zona),
                    ditetapkan=hari(row.ditetapkan_pada, pembaca.zona) if seen else None,
                    disampaikan=row.disampaikan_pada if seen else None,
                    final=hari(row.final_pada, pembaca.zona),
                    hash=row.hash if seen else "",
                    version=row.version,
                    dikoreksi=hari(row.dikoreksi_pada, pembaca.zona) if seen else None,
                    predikat_sebelum=row.sebelum["predikat"] if seen and row.sebelum else "",
                    nkp_sebelum=Decimal(row.sebelum["nkp"]) if seen and row.sebelum and row.sebelum["nkp"] else None,
                )
            )
    return found, segments
