"""The plan of a period (domain 4.1): what somebody will do for one RHK, with a target; and until when it may be written (domain 4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from capaian.domain.absen import tanpa_absen
from capaian.domain.angka import salah_angka
from capaian.domain.hari_kerja import HariKerja, tanggal_kata
from capaian.domain.laporan import Laporan
from capaian.domain.progres import SATUAN_TERPANJANG, tolak
from shared.contracts.auth import Keadaan
from shared.errors import Invalid, NotAllowed

HARI_KERJA_NORMAL = 5
"""The working days of a period in which a plan is in time (domain 4.5, row "Rencana aksi"); ``CAPAIAN_RENCANA_HARI`` sets another number."""

TEKS_TERPENDEK, TEKS_TERPANJANG = 5, 500
TERBANYAK = 60
"""Plans of one period."""


@dataclass(frozen=True, slots=True)
class BatasRencana:
    """The last days: in time (``normal``), a new plan (``tambah``, the middle of the period), a change (``akhir``, its end)."""

    normal: date
    tambah: date
    akhir: date


@dataclass(frozen=True, slots=True)
class AturanRencana:
    """What an installation sets: whether every RHK needs a plan each period, and the working days in which it is in time."""

    wajib: bool = False
    hari_kerja: int = HARI_KERJA_NORMAL


def batas_rencana(satu: Laporan, hari_kerja: HariKerja, absen: tuple[Keadaan, ...], aturan: AturanRencana) -> BatasRencana:
    """The windows of the period of a report. Days of leave are no working days; a reopening of the report opens its plans too."""
    sendiri = tanpa_absen(hari_kerja, absen)
    hari = (satu.mulai + timedelta(days=n) for n in range((satu.selesai - satu.mulai).days + 1))
    kerja = [satu_hari for satu_hari in hari if sendiri.adalah(satu_hari)][: aturan.hari_kerja]
    normal = kerja[-1] if len(kerja) == aturan.hari_kerja else satu.selesai
    tengah = satu.mulai + timedelta(days=(satu.selesai - satu.mulai).days // 2)
    akhir = max(satu.selesai, satu.dibuka_sampai or satu.selesai)
    return BatasRencana(normal, akhir if satu.dibuka_sampai else max(tengah, normal), akhir)


@dataclass(frozen=True, slots=True)
class IsianRencana:
    """``target`` in ``satuan`` is free; the words are not."""

    rhk_id: UUID
    teks: str
    target: Decimal | None = None
    satuan: str = ""


@dataclass(slots=True)
class RencanaAksi:
    """One plan. ``hari_terlambat`` (calendar days) is computed when it is first written, and stays."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    laporan_id: UUID
    rhk_id: UUID
    teks: str
    target: Decimal | None
    satuan: str
    dibuat_pada: datetime
    hari_terlambat: int
    version: int = 1

    @classmethod
    def tulis(
        cls,
        id: UUID,  # noqa: A002
        satu: Laporan,
        isian: IsianRencana,
        rhk: frozenset[UUID],
        batas: BatasRencana,
        pada: datetime,
        hari_ini: date,
    ) -> RencanaAksi:
        isian = sah(isian, rhk)
        pastikan_terbuka(satu, batas, hari_ini, baru=True)
        telat = max(0, (hari_ini - batas.normal).days)
        return cls(id, satu.instansi_id, satu.pegawai_id, satu.id, isian.rhk_id, isian.teks, isian.target, isian.satuan, pada, telat)

    def ubah(self, satu: Laporan, isian: IsianRencana, rhk: frozenset[UUID], batas: BatasRencana, hari_ini: date) -> None:
        """Replace the words and the target; an RHK keeps its plans, so a plan stays with its own."""
        pastikan_terbuka(satu, batas, hari_ini)
        isian = sah(isian, rhk | {self.rhk_id})
        if isian.rhk_id != self.rhk_id:
            pesan = "Rencana aksi tetap pada RHK-nya. Hapus rencana ini, lalu tulis pada RHK yang benar."
            raise Invalid(pesan, errors={"rhk_id": [pesan]})
        self.teks, self.target, self.satuan = isian.teks, isian.target, isian.satuan


def keberatan(satu: Laporan, batas: BatasRencana, hari_ini: date, *, baru: bool = False) -> str:
    """Why plans of this period cannot be written today; empty when they can."""
    if satu.bebas:
        return "Periode ini tidak wajib bagi Anda, jadi tidak ada rencana aksinya."
    if satu.status in ("dikirim", "diterima"):
        return "Laporan periode ini sudah dikirim, jadi rencana aksinya tidak berubah lagi."
    if satu.status == "dikembalikan":
        return ""
    if hari_ini > batas.akhir:
        return f"Terkunci: rencana aksi dapat diubah sampai akhir periodenya, {tanggal_kata(batas.akhir)}."
    if baru and hari_ini > batas.tambah:
        return f"Rencana aksi baru dapat ditulis sampai pertengahan periode, {tanggal_kata(batas.tambah)}. Minta penilai bila masih diperlukan."
    return ""


def pastikan_terbuka(satu: Laporan, batas: BatasRencana, hari_ini: date, *, baru: bool = False) -> None:
    if alasan := keberatan(satu, batas, hari_ini, baru=baru):
        raise NotAllowed(alasan, code="plan_locked")


def sah(isian: IsianRencana, rhk: frozenset[UUID]) -> IsianRencana:
    """The same with its texts trimmed; raises :class:`Invalid` with every fault at its field."""
    errors: dict[str, list[str]] = {}
    teks, satuan = isian.teks.strip(), isian.satuan.strip()
    if isian.rhk_id not in rhk:
        errors["rhk_id"] = ["RHK ini tidak ada dalam SKP Anda."]
    if not TEKS_TERPENDEK <= len(teks) <= TEKS_TERPANJANG:
        errors["teks"] = [f"Tulis {TEKS_TERPENDEK} sampai {TEKS_TERPANJANG} karakter. Sekarang {len(teks)}."]
    if len(satuan) > SATUAN_TERPANJANG:
        errors["satuan"] = [f"Satuan paling panjang {SATUAN_TERPANJANG} karakter."]
    if isian.target is not None and (salah := salah_angka(isian.target)):
        errors["target"] = [salah]
    tolak(errors)
    return IsianRencana(isian.rhk_id, teks, isian.target, satuan)
