"""Events published by capaian: the reports of each period."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from shared.contracts.catalogue import contract


@dataclass(frozen=True, slots=True)
class Realisasi:
    """What was achieved for one indikator in this period alone (not cumulative); ``angka`` is in the indikator's satuan."""

    indikator_id: UUID
    rhk_id: UUID
    angka: Decimal | None
    teks: str
    dasar: str
    kendala: str
    tindak_lanjut: str


@dataclass(frozen=True, slots=True)
class Bukti:
    """A file (``jenis`` is the sniffed media type, ``ukuran`` bytes, ``sha256`` hex) or a link: ``tautan`` is its address then."""

    id: UUID
    indikator_id: UUID | None
    nama: str
    jenis: str
    ukuran: int
    sha256: str
    tautan: str = ""


@contract("capaian.laporan.v1", owner="capaian", audience="state", purpose="Salinan laporan periode: realisasi, bukti, keterlambatan.")
@dataclass(frozen=True, slots=True)
class Laporan:
    """``status`` is draf, dikirim, dikembalikan or diterima. Lateness is computed at the first sending and frozen (domain.md 4.5 rule 1).

    ``bebas`` says why this report is not due (a kind of leave, or ``penugasan_berakhir``); empty: it is. ``diterima_sebagai`` is penilai, plt,
    plh or atasan. ``diajukan_otomatis``: not its owner but the lock sent it, as it stood; it holds until the owner sends it himself.
    """

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    penilai_id: UUID | None
    skp_id: UUID
    periode_id: UUID
    tahun: int
    nomor: int
    nama: str
    mulai: date
    selesai: date
    batas_normal: date
    batas_toleransi: date
    status: str
    realisasi: tuple[Realisasi, ...]
    bukti: tuple[Bukti, ...]
    jumlah_progres: int
    pertama_dikirim_pada: datetime | None
    dikirim_pada: datetime | None
    diterima_pada: datetime | None
    terlambat: bool
    hari_terlambat: int
    alasan_terlambat: str
    keterangan_terlambat: str
    dimaafkan: bool
    catatan_penilai: str
    version: int
    bebas: str = ""
    diterima_oleh: UUID | None = None
    diterima_sebagai: str = ""
    diajukan_otomatis: bool = False


@contract(
    "capaian.laporan_dikirim.v1",
    owner="capaian",
    audience="public",
    subject="laporan_id",
    purpose="Memberi tahu bahwa laporan satu periode dikirim.",
)
@dataclass(frozen=True, slots=True)
class LaporanDikirim:
    laporan_id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    skp_id: UUID
    mulai: date
    selesai: date
    dikirim_pada: datetime
    terlambat: bool
    diajukan_otomatis: bool = False
    """The lock sent it as it stood, not its owner."""


@contract(
    "capaian.laporan_diterima.v1",
    owner="capaian",
    audience="public",
    subject="laporan_id",
    purpose="Memberi tahu bahwa laporan satu periode diterima penilai.",
)
@dataclass(frozen=True, slots=True)
class LaporanDiterima:
    laporan_id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    skp_id: UUID
    mulai: date
    selesai: date
    diterima_pada: datetime


@contract(
    "capaian.progres.v1",
    owner="capaian",
    audience="state",
    purpose="Salinan catatan harian tanpa isinya: hari yang tercatat dan ketepatannya.",
)
@dataclass(frozen=True, slots=True)
class Progres:
    """One daily entry without its words. ``ada`` turns false when its writer removes it; lateness is that of the first sending, in days."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    skp_id: UUID
    tanggal: date
    terlambat: bool
    hari_terlambat: int
    ada: bool
    version: int
