"""Events published by auth: the organisation, its people, and whose tokens are refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from shared.contracts.catalogue import contract


@dataclass(frozen=True, slots=True)
class Pengaturan:
    """Policy of one instansi. ``metode`` is ``linear_120`` or empty (mode numerik off); the two weights are percent and sum to 100.

    ``kurva_*`` are the limits of the distribution pattern in percent (SE MenPANRB 3/2023), ``kurva_unit_kecil`` the number of persons below which
    they are counted in persons; ``hari_*`` are working days after a period's end.
    """

    metode: str = ""
    bobot_skp: Decimal = Decimal(60)
    bobot_perilaku: Decimal = Decimal(40)
    periode_laporan: str = "bulanan"
    periode_evaluasi: str = "triwulan"
    kurva_mode: str = "peringatan"
    bukti_mode: str = "unggah_atau_tautan"
    ambang_ketepatan: Decimal = Decimal(80)
    hari_normal_laporan: int = 5
    hari_toleransi_laporan: int = 5
    plh_tahunan: str = "tanda_tangan_atasan"
    """Whether a yearly rating given by a Plh counts by itself (``langsung``) or needs the countersign of the evaluator's superior."""
    hari_normal_evaluasi: int = 10
    hari_toleransi_evaluasi: int = 5
    kurva_dominan_maks: int = 70
    kurva_buruk_min: int = 60
    kurva_sangat_baik_maks: int = 10
    kurva_unit_kecil: int = 10
    hitungan_keberatan: str = "kalender"
    """Whether the 14 days to object are days of the calendar (``kalender``) or working days (``kerja``); PP 30/2019 says days."""
    batas_penjelasan_keberatan: int = 3
    """Working days in which the evaluator explains himself to who decides on an objection."""
    batas_putusan_keberatan: int = 14
    """Days of the calendar from the filing to the decision on an objection; no time limit is found in the law."""
    reviu_skp: str = ""
    """``pengelola``: an SKP is agreed only after a pengelola kinerja has reviewed it (PP 30/2019); empty: there is no review."""
    umpan_balik_mode: str = "peringatan"
    """Whether a result is fixed without any feedback in its span: with a warning (``peringatan``) or not at all (``wajib``)."""
    umpan_balik_minimum: int = 3
    """Different peers, or subordinates, whose words open to the person together; never fewer than three."""


@dataclass(frozen=True, slots=True)
class VersiPengaturan:
    """The settings that hold from ``berlaku_dari`` until the next version; a period is judged by the version of its days."""

    berlaku_dari: date
    zona_waktu: str
    pengaturan: Pengaturan
    dasar_hukum: str = ""


def pengaturan_pada(riwayat: Sequence[VersiPengaturan], hari: date, bawaan: Pengaturan) -> Pengaturan:
    """The settings of the day: the last version that has begun, else the first; ``bawaan`` when no version is known."""
    urut = sorted(riwayat, key=lambda versi: versi.berlaku_dari)
    versi = next((v for v in reversed(urut) if v.berlaku_dari <= hari), urut[0] if urut else None)
    return versi.pengaturan if versi else bawaan


@contract("auth.instansi.v1", owner="auth", audience="state", purpose="Salinan instansi dan pengaturannya untuk setiap layanan.")
@dataclass(frozen=True, slots=True)
class Instansi:
    id: UUID
    kode: str
    nama: str
    jenis: str
    zona_waktu: str
    pengaturan: Pengaturan
    version: int
    riwayat_pengaturan: tuple[VersiPengaturan, ...] = ()


@dataclass(frozen=True, slots=True)
class MasaUnor:
    """How a unit is called and where it hangs from ``mulai`` to ``selesai`` (both inclusive)."""

    mulai: date
    selesai: date | None
    nama: str
    jenis: str
    induk_id: UUID | None


@contract("auth.unor.v1", owner="auth", audience="state", purpose="Salinan pohon unit organisasi.")
@dataclass(frozen=True, slots=True)
class Unor:
    """The fields say how the unit is now; ``riwayat`` has every version when there is more than one."""

    id: UUID
    instansi_id: UUID
    kode: str
    nama: str
    jenis: str
    induk_id: UUID | None
    berlaku_dari: date
    berlaku_sampai: date | None
    version: int
    riwayat: tuple[MasaUnor, ...] = ()


@dataclass(frozen=True, slots=True)
class Penugasan:
    """One segment of a person's service: the post, the unit and the two superiors from ``mulai`` to ``selesai`` (both inclusive).

    ``unor_lowong`` are the units without a head that were passed on the way up to ``penilai_id``, nearest first: who is Plt there evaluates.
    """

    id: UUID
    unor_id: UUID
    unor_nama: str
    jabatan: str
    jenis_jabatan: str
    jenjang: str | None
    golongan: str | None
    kepala: bool
    penilai_id: UUID | None
    atasan_penilai_id: UUID | None
    mulai: date
    selesai: date | None
    unor_lowong: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Keadaan:
    """A span in which a person is not at the post as usual (domain.md 2.6), ``mulai`` to ``selesai`` inclusive, open when None.

    ``jenis``: cuti_tahunan, cuti_sakit, cuti_melahirkan, cuti_besar, cuti_alasan_penting, cltn, tugas_belajar, diperbantukan,
    pemberhentian_sementara, pensiun, meninggal or berhenti.
    """

    id: UUID
    jenis: str
    mulai: date
    selesai: date | None


@contract(
    "auth.pegawai.v1", owner="auth", audience="state", purpose="Salinan pegawai dan penugasannya; penilai dan atasannya menurut tanggal."
)
@dataclass(frozen=True, slots=True)
class Pegawai:
    """``status`` is pns, cpns, pppk, pppk_paruh_waktu or pejabat_negara (evaluator without NIP)."""

    id: UUID
    instansi_id: UUID
    nip: str | None
    nama: str
    status: str
    aktif: bool
    peran: tuple[str, ...]
    penugasan: tuple[Penugasan, ...]
    version: int
    keadaan: tuple[Keadaan, ...] = ()


@contract(
    "auth.pengganti.v1", owner="auth", audience="state", purpose="Salinan Plt dan Plh: siapa bertindak sebagai kepala unit, dan kapan."
)
@dataclass(frozen=True, slots=True)
class Pengganti:
    """Who acts as head of a unit from ``dari`` to ``sampai`` (both inclusive; domain.md 2.6).

    ``jenis`` is plt (the post is vacant) or plh (the head ``digantikan_id`` is absent). A revoked one has ``dicabut`` and never counts.
    """

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    unor_id: UUID
    jenis: str
    digantikan_id: UUID | None
    dari: date
    sampai: date
    sk_nomor: str
    dicabut: bool
    version: int


@contract(
    "auth.pencabutan.v1",
    owner="auth",
    audience="state",
    purpose="Menolak token yang terbit sebelum suatu saat: sesi diakhiri, akun dinonaktifkan, peran atau penempatan berubah.",
    retention="sampai token lama yang terakhir berakhir",
)
@dataclass(frozen=True, slots=True)
class Pencabutan:
    """Tokens of the subject that were issued before ``tidak_sebelum`` are refused until ``berakhir``, when the last of them has expired.

    ``subjek`` is sesi, pegawai, klien or kunci; ``subjek_id`` stands in the token as the claim ``sid``, ``sub`` or ``klien_id``, or in its
    header as ``kid``. A token of a revoked sesi or kunci is refused whatever its time. ``id`` is derived from the two; ``version`` grows
    with ``tidak_sebelum`` (microseconds).
    """

    id: UUID
    instansi_id: UUID
    subjek: str
    subjek_id: str
    tidak_sebelum: datetime
    berakhir: datetime
    sebab: str
    version: int


@contract(
    "pegawai.diubah.v1",
    owner="auth",
    audience="public",
    subject="pegawai_id",
    purpose="Memberi tahu bahwa data pegawai berubah; ambil isinya lewat API.",
)
@dataclass(frozen=True, slots=True)
class PegawaiDiubah:
    pegawai_id: UUID
    instansi_id: UUID
    perubahan: tuple[str, ...]


@contract(
    "pegawai.dimutasi.v1", owner="auth", audience="public", subject="pegawai_id", purpose="Memberi tahu perpindahan unit atau jabatan."
)
@dataclass(frozen=True, slots=True)
class PegawaiDimutasi:
    pegawai_id: UUID
    instansi_id: UUID
    dari_unor_id: UUID | None
    ke_unor_id: UUID
    tmt: date
