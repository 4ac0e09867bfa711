"""Settings of an instansi with the days from which they hold: an old period is evaluated by the rules of its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.contracts.auth import Pengaturan
from shared.errors import Invalid

AWAL = date(2000, 1, 1)
"""From when the first settings of an instansi hold."""

ZONA: Mapping[str, str] = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
PILIHAN: Mapping[str, Mapping[str, str]] = {
    "zona_waktu": ZONA,
    "metode": {"": "Tanpa angka, rating saja", "linear_120": "Linear 0–120 (PP 30/2019)"},
    "periode_laporan": {"bulanan": "Bulanan", "triwulan": "Triwulanan"},
    "periode_evaluasi": {"bulanan": "Bulanan", "triwulan": "Triwulanan", "tahunan": "Tahunan saja"},
    "kurva_mode": {
        "peringatan": "Peringatan saja",
        "wajib_alasan": "Menyimpang wajib disertai alasan",
        "blokir": "Menyimpang tidak dapat ditetapkan",
    },
    "plh_tahunan": {"tanda_tangan_atasan": "Perlu tanda tangan atasan penilai", "langsung": "Langsung berlaku"},
    "hitungan_keberatan": {"kalender": "Hari kalender", "kerja": "Hari kerja"},
    "reviu_skp": {"": "Tanpa reviu", "pengelola": "Direviu pengelola kinerja sebelum disetujui"},
    "umpan_balik_mode": {"peringatan": "Peringatan saja", "wajib": "Tanpa umpan balik tidak dapat ditetapkan"},
    "bukti_mode": {
        "unggah_atau_tautan": "Berkas atau tautan",
        "unggah": "Berkas saja",
        "tautan": "Tautan saja",
        "konfirmasi_atasan": "Tanpa unggah: penilai mengonfirmasi dokumennya ada",
    },
}
_ANGKA: Mapping[str, tuple[str, int, int]] = {
    "bobot_skp": ("Bobot SKP", 0, 100),
    "bobot_perilaku": ("Bobot perilaku", 0, 100),
    "ambang_ketepatan": ("Ambang ketepatan", 0, 100),
    "hari_normal_laporan": ("Batas laporan", 1, 31),
    "hari_toleransi_laporan": ("Toleransi laporan", 0, 31),
    "hari_normal_evaluasi": ("Batas evaluasi", 1, 60),
    "hari_toleransi_evaluasi": ("Toleransi evaluasi", 0, 60),
    "kurva_dominan_maks": ("Batas atas predikat terbanyak", 1, 100),
    "kurva_buruk_min": ("Batas bawah predikat terbanyak", 0, 100),
    "kurva_sangat_baik_maks": ("Batas atas Sangat Baik", 0, 100),
    "kurva_unit_kecil": ("Batas unit kecil", 1, 100),
    "batas_penjelasan_keberatan": ("Waktu penjelasan penilai", 1, 30),
    "batas_putusan_keberatan": ("Waktu putusan keberatan", 1, 90),
    "umpan_balik_minimum": ("Kelompok umpan balik terkecil", 3, 50),
}


@dataclass(frozen=True, slots=True)
class VersiPengaturan:
    """The settings from ``berlaku_dari`` until the next version, by whose act and on which ground."""

    id: UUID
    instansi_id: UUID
    berlaku_dari: date
    zona_waktu: str
    pengaturan: Pengaturan
    dasar_hukum: str
    oleh: UUID | None
    dicatat_pada: datetime


@dataclass(frozen=True, slots=True)
class Beda:
    nama: str
    lama: str
    baru: str


NAMA: Mapping[str, str] = {
    "zona_waktu": "Zona waktu",
    "metode": "Mode numerik",
    "periode_laporan": "Periode laporan",
    "periode_evaluasi": "Periode evaluasi",
    "kurva_mode": "Mode kurva",
    "bukti_mode": "Bukti dukung",
    "reviu_skp": "Reviu SKP",
    "umpan_balik_mode": "Penilaian tanpa umpan balik",
    "plh_tahunan": "Penilaian tahunan oleh Plh",
    "hitungan_keberatan": "Masa keberatan dihitung dalam",
    **{kunci: nama for kunci, (nama, _, _) in _ANGKA.items()},
}


def pada(versi: Sequence[VersiPengaturan], hari: date) -> VersiPengaturan | None:
    """The version in force on the day: the last that has begun, else the first."""
    urut = sorted(versi, key=lambda v: v.berlaku_dari)
    return next((v for v in reversed(urut) if v.berlaku_dari <= hari), urut[0] if urut else None)


def periksa(zona_waktu: str, pengaturan: Pengaturan) -> dict[str, list[str]]:
    """What is wrong, by field; empty when the settings hold together."""
    salah: dict[str, list[str]] = {}
    for nama, pilihan in PILIHAN.items():
        nilai = zona_waktu if nama == "zona_waktu" else str(getattr(pengaturan, nama))
        if nilai not in pilihan:
            salah[nama] = [f"{NAMA[nama]} {nilai[:40]} tidak dikenal. Pakai {', '.join(k or '(kosong)' for k in pilihan)}."]
    for nama, (label, terkecil, terbesar) in _ANGKA.items():
        angka = Decimal(getattr(pengaturan, nama))
        if not angka.is_finite() or not terkecil <= angka <= terbesar:
            salah[nama] = [f"{label} harus {terkecil} sampai {terbesar}."]
    if not ({"bobot_skp", "bobot_perilaku"} & salah.keys()) and pengaturan.bobot_skp + pengaturan.bobot_perilaku != 100:
        jumlah = pengaturan.bobot_skp + pengaturan.bobot_perilaku
        salah["bobot_skp"] = [f"Bobot SKP dan bobot perilaku harus berjumlah 100, bukan {jumlah}."]
    return salah


def baca_formulir(isi: Mapping[str, str], dasar: Pengaturan) -> tuple[str, Pengaturan]:
    """(time zone, settings) from the fields of a form; what is missing stays as in ``dasar``. Raises :class:`Invalid` with every fault."""
    salah: dict[str, list[str]] = {}
    nilai: dict[str, Any] = {n: isi[n] for n in PILIHAN if n in isi and n != "zona_waktu"}
    for nama, (label, terkecil, terbesar) in _ANGKA.items():
        if nama not in isi:
            continue
        teks = isi[nama].strip().replace(",", ".")
        desimal = isinstance(getattr(dasar, nama), Decimal)
        if not teks.replace(".", "", 1).isdecimal() or (not desimal and "." in teks) or len(teks) > 8:
            salah[nama] = [f"{label} harus angka {terkecil} sampai {terbesar}."]
            continue
        nilai[nama] = Decimal(teks) if desimal else int(teks)
    bidang = {n: getattr(dasar, n) for n in dasar.__dataclass_fields__}
    baru = Pengaturan(**{**bidang, **nilai})
    zona = isi.get("zona_waktu", "")
    salah = {**periksa(zona, baru), **salah}
    if salah:
        raise Invalid("Pengaturan belum dapat disimpan.", errors=salah)
    return zona, baru


def beda(lama: VersiPengaturan | None, baru: VersiPengaturan) -> list[Beda]:
    """What changed between two versions, in words."""

    def sebut(versi: VersiPengaturan, nama: str) -> str:
        nilai = versi.zona_waktu if nama == "zona_waktu" else getattr(versi.pengaturan, nama)
        return PILIHAN[nama].get(str(nilai), str(nilai)) if nama in PILIHAN else f"{Decimal(nilai).normalize():f}".replace(".", ",")

    return [
        Beda(label, sebut(lama, nama) if lama else "", sebut(baru, nama))
        for nama, label in NAMA.items()
        if lama is None or sebut(lama, nama) != sebut(baru, nama)
    ]


@dataclass(frozen=True, slots=True)
class Bagian:
    """A part of the form: (field, what it does)."""

    judul: str
    bidang: tuple[tuple[str, str], ...] = field(default_factory=tuple)


FORMULIR: tuple[Bagian, ...] = (
    Bagian(
        "Waktu dan periode",
        (
            ("zona_waktu", "Tenggat berakhir pukul 23.59 menurut zona ini."),
            ("periode_laporan", "Seberapa sering pegawai melaporkan realisasi."),
            ("periode_evaluasi", "Seberapa sering penilai menilai di samping penilaian tahunan."),
        ),
    ),
    Bagian(
        "Tenggat",
        (
            ("hari_normal_laporan", "Hari kerja setelah periode berakhir; sesudahnya laporan terlambat."),
            ("hari_toleransi_laporan", "Hari kerja tambahan sebelum laporan terkunci."),
            ("hari_normal_evaluasi", "Hari kerja setelah periode berakhir bagi penilai."),
            ("hari_toleransi_evaluasi", "Hari kerja tambahan sebelum penilaian dinaikkan ke atasannya."),
            ("ambang_ketepatan", "Persen laporan tepat waktu; di bawahnya sistem menyarankan peninjauan perilaku Akuntabel."),
        ),
    ),
    Bagian(
        "Rencana", (("reviu_skp", "Apakah SKP direviu pengelola kinerja sebelum penilai menyetujuinya (PP 30/2019). Reviu hanya catatan."),)
    ),
    Bagian(
        "Penilaian",
        (
            ("metode", "Angka 0–120 menjadi saran bagi penilai; predikat tetap dari kuadran."),
            ("bobot_skp", "Persen nilai SKP dalam nilai kinerja: 70, atau 60 bila pendapat rekan dipakai."),
            ("bobot_perilaku", "Persen nilai perilaku. Kedua bobot berjumlah 100."),
            ("plh_tahunan", "Apakah penilaian tahunan yang diberikan Plh perlu disetujui atasan penilai."),
            ("bukti_mode", "Bentuk bukti dukung yang diterima. Tanpa unggah: pegawai menyebut dokumen dan letaknya, misalnya di sekolah."),
        ),
    ),
    Bagian(
        "Umpan balik",
        (
            ("umpan_balik_mode", "Yang terjadi bila hasil ditetapkan tanpa satu pun umpan balik dalam masanya."),
            (
                "umpan_balik_minimum",
                "Jumlah rekan, atau bawahan, berbeda yang katanya baru terbuka bersama bagi pegawai; paling sedikit 3.",
            ),
        ),
    ),
    Bagian(
        "Keberatan",
        (
            ("hitungan_keberatan", "Cara menghitung 14 hari masa keberatan (PP 30/2019) sejak hasil disampaikan."),
            ("batas_penjelasan_keberatan", "Hari kerja bagi penilai untuk memberi penjelasan."),
            ("batas_putusan_keberatan", "Hari kalender sampai putusan; sesudahnya PPK juga dapat memutus."),
        ),
    ),
    Bagian(
        "Kurva distribusi predikat",
        (
            ("kurva_mode", "Yang terjadi bila sebaran predikat menyimpang dari pola."),
            ("kurva_dominan_maks", "Persen paling banyak bagi predikat terbanyak saat capaian organisasi istimewa atau baik."),
            ("kurva_buruk_min", "Persen paling sedikit bagi predikat terbanyak saat capaian di bawah baik."),
            ("kurva_sangat_baik_maks", "Persen paling banyak Sangat Baik saat capaian butuh perbaikan atau kurang."),
            ("kurva_unit_kecil", "Di bawah jumlah orang ini batas dihitung per orang dan hanya menjadi peringatan."),
        ),
    ),
)
"""The order of the form, with the explanation of each field (domain.md 4.5, 5.6, 5.7)."""
