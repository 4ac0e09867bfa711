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


@contract(
    "penilaian.evaluasi.v1", owner="penilaian", audience="state", purpose="Salinan evaluasi; rating dan angka hanya sejak ditetapkan."
)
@dataclass(frozen=True, slots=True)
class Evaluasi:
    """``status`` is a state of domain.md 5.4. Ratings, predikat and figures are empty before ``ditetapkan``: a draft stays with its evaluator.

    Figures are on the scale 0 to 120, two decimals, half-up. ``ditetapkan_sebagai`` is penilai, plt, plh or atasan; ``menunggu_atasan``: a Plh
    rated, the evaluator's superior has still to countersign. ``tidak_dinilai`` says why this segment gets no evaluation; empty: it does.
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
