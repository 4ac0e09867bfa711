"""Events published by penilaian: ratings once they are fixed, and the result of organisations."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from shared.contracts.catalogue import contract


@dataclass(frozen=True, slots=True)
class Ketepatan:
    """Counters of domain.md 4.5 rule 3 over the reports of the evaluated span; ``persen`` = tepat / (wajib - dimaafkan) in percent."""

    wajib: int
    tepat_waktu: int
    terlambat: int
    dimaafkan: int
    kosong: int
    persen: Decimal | None


@dataclass(frozen=True, slots=True)
class HasilSebelum:
    """The result as it was before an objection corrected it."""

    rating_hasil: str
    rating_perilaku: str
    predikat: str
    nilai_skp: Decimal | None
    nilai_perilaku: Decimal | None
    nkp: Decimal | None


@contract(
    "penilaian.evaluasi.v1", owner="penilaian", audience="state", purpose="Salinan evaluasi; rating dan angka hanya sejak ditetapkan."
)
@dataclass(frozen=True, slots=True)
class Evaluasi:
    """``jenis`` is ``tahunan`` (the whole SKP) or a period within it, as ``triwulan-01`` or ``bulanan-11``: two ratings of those months, never the result
    of the year. ``status`` is a state of domain.md 5.4. Ratings, predikat and figures are empty before ``ditetapkan``: a draft stays with its evaluator.

    Figures are on the scale 0 to 120, two decimals, half-up. ``ditetapkan_sebagai`` is penilai, plt, plh or atasan; ``menunggu_atasan``: a Plh
    rated, the evaluator's superior has still to countersign. ``tidak_dinilai`` says why this segment gets no evaluation; empty: it does.

    ``keberatan`` is a state of domain.md 5.8, empty when there was none. While it is diajukan or diperiksa, ``pemutus_keberatan_id`` (None: the PPK)
    decides and may open the evidence. ``sebelum`` is the first result of a corrected evaluation, whose fields above are the corrected ones.
    """

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    penilai_id: UUID | None
    atasan_penilai_id: UUID | None
    unor_id: UUID
    skp_id: UUID
    tahun: int
    jenis: str
    mulai: date
    selesai: date
    status: str
    ketepatan: Ketepatan
    capaian_organisasi: str
    rating_hasil: str
    rating_perilaku: str
    predikat: str
    nilai_skp: Decimal | None
    nilai_perilaku: Decimal | None
    nkp: Decimal | None
    catatan: str
    diajukan_pada: datetime | None
    ditetapkan_pada: datetime | None
    disampaikan_pada: datetime | None
    final_pada: datetime | None
    hash: str
    version: int
    ditetapkan_oleh: UUID | None = None
    ditetapkan_sebagai: str = ""
    menunggu_atasan: bool = False
    tidak_dinilai: str = ""
    keberatan: str = ""
    pemutus_keberatan_id: UUID | None = None
    dikoreksi_pada: datetime | None = None
    sebelum: HasilSebelum | None = None


@contract(
    "penilaian.organisasi.v1", owner="penilaian", audience="state", purpose="Salinan capaian kinerja organisasi sebuah unit dalam setahun."
)
@dataclass(frozen=True, slots=True)
class Organisasi:
    """``nilai`` is istimewa, baik, butuh_perbaikan, kurang or sangat_kurang (domain.md 5.6)."""

    id: UUID
    instansi_id: UUID
    unor_id: UUID
    tahun: int
    nilai: str
    alasan: str
    ditetapkan_oleh: UUID
    ditetapkan_pada: datetime
    version: int


@contract(
    "penilaian.ditetapkan.v1",
    owner="penilaian",
    audience="public",
    subject="evaluasi_id",
    purpose="Memberi tahu bahwa hasil evaluasi ditetapkan; hasilnya diambil lewat API.",
)
@dataclass(frozen=True, slots=True)
class PenilaianDitetapkan:
    evaluasi_id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    skp_id: UUID
    tahun: int
    jenis: str
    ditetapkan_pada: datetime


@contract(
    "penilaian.final.v1", owner="penilaian", audience="public", subject="evaluasi_id", purpose="Memberi tahu bahwa hasil evaluasi final."
)
@dataclass(frozen=True, slots=True)
class PenilaianFinal:
    evaluasi_id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    skp_id: UUID
    tahun: int
    jenis: str
    final_pada: datetime


@contract(
    "penilaian.dikoreksi.v1",
    owner="penilaian",
    audience="public",
    subject="evaluasi_id",
    purpose="Memberi tahu bahwa putusan keberatan mengubah hasil evaluasi; hasil baru diambil lewat API.",
)
@dataclass(frozen=True, slots=True)
class PenilaianDikoreksi:
    evaluasi_id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    skp_id: UUID
    tahun: int
    jenis: str
    dikoreksi_pada: datetime


@contract(
    "keberatan.diajukan.v1",
    owner="penilaian",
    audience="public",
    subject="keberatan_id",
    purpose="Memberi tahu bahwa pegawai mengajukan keberatan atas hasil evaluasinya, dan sampai kapan diputus.",
)
@dataclass(frozen=True, slots=True)
class KeberatanDiajukan:
    keberatan_id: UUID
    instansi_id: UUID
    evaluasi_id: UUID
    pegawai_id: UUID
    tahun: int
    diajukan_pada: datetime
    batas_putusan: date


@contract(
    "keberatan.diputus.v1",
    owner="penilaian",
    audience="public",
    subject="keberatan_id",
    purpose="Memberi tahu bahwa keberatan diputus, dan apakah hasil evaluasi berubah.",
)
@dataclass(frozen=True, slots=True)
class KeberatanDiputus:
    """``putusan`` is diterima, diterima_sebagian or ditolak."""

    keberatan_id: UUID
    instansi_id: UUID
    evaluasi_id: UUID
    pegawai_id: UUID
    tahun: int
    putusan: str
    dikoreksi: bool
    diputus_pada: datetime
