"""Events published by skp: periods and the annual plan of each employee."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from shared.contracts.catalogue import contract


@contract("skp.periode.v1", owner="skp", audience="state", purpose="Salinan periode SKP, laporan dan evaluasi dengan batas waktunya.")
@dataclass(frozen=True, slots=True)
class Periode:
    """``untuk`` is skp, laporan or evaluasi; ``jenis`` is tahunan, triwulan or bulanan; both deadlines end at 23:59:59 local time.

    ``batas_normal`` is the last day in time, ``batas_toleransi`` the last day that is open (late); after it only a reopening helps.
    """

    id: UUID
    instansi_id: UUID
    tahun: int
    untuk: str
    jenis: str
    nomor: int
    nama: str
    mulai: date
    selesai: date
    batas_normal: date
    batas_toleransi: date
    version: int


@dataclass(frozen=True, slots=True)
class Orang:
    """A person as printed on the form: frozen at the time of writing."""

    pegawai_id: UUID
    nama: str
    nip: str | None
    golongan: str | None
    jabatan: str
    unit_kerja: str


@dataclass(frozen=True, slots=True)
class Indikator:
    """``arah`` is normal (higher is better) or khusus; either ``target`` or both ``target_min`` and ``target_max`` are set in kuantitatif.

    ``cara_hitung`` (jumlah, rata_rata, akhir) says how the realisasi of several periods become one figure.
    """

    id: UUID
    aspek: str
    teks: str
    target_teks: str
    target: Decimal | None
    target_min: Decimal | None
    target_max: Decimal | None
    satuan: str
    arah: str = "normal"
    target_maksimal: bool = False
    cara_hitung: str = "jumlah"


@dataclass(frozen=True, slots=True)
class Rhk:
    """``jenis`` is utama (carries ``bobot``, percent, in mode numerik) or tambahan (none). ``perspektif`` (of a JPT) is penerima_layanan,
    proses_bisnis, penguatan_internal, anggaran or empty; ``klasifikasi`` (of a JPT) organisasi, individu or empty.
    """

    id: UUID
    nomor: int
    jenis: str
    teks: str
    bobot: Decimal | None
    rhk_atasan_id: UUID | None
    rhk_atasan_teks: str
    penugasan_dari: str
    indikator: tuple[Indikator, ...]
    perspektif: str = ""
    klasifikasi: str = ""


@dataclass(frozen=True, slots=True)
class Perilaku:
    """``kode`` is one of BP AK KP HM LY AD KB (BerAKHLAK)."""

    kode: str
    ekspektasi_khusus: str


@dataclass(frozen=True, slots=True)
class Lampiran:
    dukungan_sumber_daya: tuple[str, ...] = ()
    skema_pertanggungjawaban: tuple[str, ...] = ()
    konsekuensi: tuple[str, ...] = ()


@contract("skp.skp.v1", owner="skp", audience="state", purpose="Salinan SKP seutuhnya untuk pencatatan, penilaian dan laporan.")
@dataclass(frozen=True, slots=True)
class Skp:
    """``status`` is a state of domain.md 3.9; ``revisi`` counts agreed versions; ``hash`` is set once agreed.

    ``unor_lowong`` as in :class:`shared.contracts.auth.Penugasan`; ``disetujui_sebagai`` is penilai, plt, plh or atasan. In ``revisi`` the
    content is still the version in force. ``tahap_revisi`` is empty, diminta (asked for, still disetujui), disusun, diajukan or dikembalikan,
    since ``tahap_revisi_sejak``. ``dihentikan``: RHK, or those of their indikator, that a revision took out; without bobot, for their realisasi.
    """

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    penilai_id: UUID | None
    atasan_penilai_id: UUID | None
    unor_id: UUID
    tahun: int
    mulai: date
    selesai: date
    pendekatan: str
    status: str
    pegawai: Orang
    penilai: Orang | None
    atasan_penilai: Orang | None
    rhk: tuple[Rhk, ...]
    perilaku: tuple[Perilaku, ...]
    lampiran: Lampiran
    revisi: int
    diajukan_pada: datetime | None
    dikembalikan_pada: datetime | None
    disetujui_pada: datetime | None
    alasan_dikembalikan: str
    hash: str
    version: int
    unor_lowong: tuple[UUID, ...] = ()
    disetujui_oleh: UUID | None = None
    disetujui_sebagai: str = ""
    dihentikan: tuple[Rhk, ...] = ()
    tahap_revisi: str = ""
    tahap_revisi_sejak: datetime | None = None
    menunggu_reviu: bool = False
    """Submitted, and first reviewed by a pengelola kinerja: not the evaluator's turn yet."""


@contract(
    "skp.disetujui.v1", owner="skp", audience="public", subject="skp_id", purpose="Memberi tahu bahwa SKP pegawai disetujui penilainya."
)
@dataclass(frozen=True, slots=True)
class SkpDisetujui:
    skp_id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    tahun: int
    mulai: date
    selesai: date
    revisi: int
    disetujui_pada: datetime


@contract("skp.direvisi.v1", owner="skp", audience="public", subject="skp_id", purpose="Memberi tahu bahwa versi baru SKP pegawai berlaku.")
@dataclass(frozen=True, slots=True)
class SkpDirevisi:
    """``revisi`` is the number of the version that is in force from now on; 2 is the first revision."""

    skp_id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    tahun: int
    mulai: date
    selesai: date
    revisi: int
    disetujui_pada: datetime
