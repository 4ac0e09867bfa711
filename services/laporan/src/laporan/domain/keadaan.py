"""States, ratings and predikat as other services publish them: which states mean what here, and what people call them."""

from __future__ import annotations

from typing import Final

SKP_DIAJUKAN: Final = ("diajukan", "direviu", "disetujui", "revisi", "ditutup")
"""States in which the employee has done the part that is counted as *diajukan* (domain rule 7.5)."""
SKP_DISETUJUI: Final = ("disetujui", "revisi", "ditutup")
SKP_BATAL: Final = "dibatalkan"

LAPORAN_TERKIRIM: Final = ("dikirim", "diterima")

EVALUASI_TERISI: Final = (
    "diajukan", "dinilai", "ditetapkan", "disampaikan", "keberatan", "diterima", "diterima_otomatis", "final", "dikoreksi",
)  # fmt: skip
EVALUASI_DITETAPKAN: Final = ("ditetapkan", "disampaikan", "keberatan", "diterima", "diterima_otomatis", "final", "dikoreksi")
"""Ratings are fixed: the evaluator, his line and the officers may read the result."""
EVALUASI_DISAMPAIKAN: Final = ("disampaikan", "keberatan", "diterima", "diterima_otomatis", "final", "dikoreksi")
"""The employee may read the result."""
EVALUASI_FINAL: Final = ("final", "dikoreksi")
EVALUASI_GILIRAN_PENILAI: Final = ("diajukan", "dinilai")

PREDIKAT: Final = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")

LABEL_PREDIKAT: Final[dict[str, str]] = {
    "sangat_baik": "Sangat Baik",
    "baik": "Baik",
    "butuh_perbaikan": "Butuh Perbaikan",
    "kurang": "Kurang",
    "sangat_kurang": "Sangat Kurang",
}
KODE_PREDIKAT: Final[dict[str, str]] = {"sangat_baik": "SB", "baik": "B", "butuh_perbaikan": "BP", "kurang": "K", "sangat_kurang": "SK"}
LABEL_ORGANISASI: Final[dict[str, str]] = {"istimewa": "Istimewa", **{k: v for k, v in LABEL_PREDIKAT.items() if k != "sangat_baik"}}
LABEL_RATING: Final[dict[str, str]] = {
    "di_atas_ekspektasi": "Di atas ekspektasi",
    "sesuai_ekspektasi": "Sesuai ekspektasi",
    "di_bawah_ekspektasi": "Di bawah ekspektasi",
}

Label = tuple[str, str, str]
"""label, icon, tone"""

SKP: Final[dict[str, Label]] = {
    "draf": ("Draf", "pensil", ""),
    "diajukan": ("Diajukan", "kirim", "jalan"),
    "direviu": ("Direviu", "mata", "jalan"),
    "dikembalikan": ("Dikembalikan", "kembali", "awas"),
    "disetujui": ("Disetujui", "cek", "baik"),
    "revisi": ("Revisi", "pensil", "awas"),
    "ditutup": ("Ditutup", "kunci", ""),
    "dibatalkan": ("Dibatalkan", "silang", "batal"),
}
LAPORAN: Final[dict[str, Label]] = {
    "draf": ("Draf", "pensil", ""),
    "dikirim": ("Dikirim", "kirim", "jalan"),
    "dikembalikan": ("Dikembalikan", "kembali", "awas"),
    "diterima": ("Diterima", "cek", "baik"),
}
EVALUASI: Final[dict[str, Label]] = {
    "terjadwal": ("Terjadwal", "kalender", ""),
    "pengisian": ("Pengisian", "pensil", ""),
    "diajukan": ("Diajukan", "kirim", "jalan"),
    "dikembalikan": ("Dikembalikan", "kembali", "awas"),
    "dinilai": ("Dinilai", "setengah", "jalan"),
    "ditetapkan": ("Ditetapkan", "cap", "jalan"),
    "disampaikan": ("Disampaikan", "amplop", "jalan"),
    "keberatan": ("Keberatan", "timbangan", "hukum"),
    "diterima": ("Diterima", "cek", "baik"),
    "diterima_otomatis": ("Diterima otomatis", "jam", "baik"),
    "final": ("Final", "kunci", "baik"),
    "dikoreksi": ("Dikoreksi", "dokumen", "hukum"),
}
KEBERATAN: Final[dict[str, str]] = {
    "diajukan": "Berjalan",
    "diperiksa": "Berjalan",
    "diterima": "Diterima",
    "diterima_sebagian": "Diterima sebagian",
    "ditolak": "Ditolak",
    "dicabut": "Dicabut",
}
LABEL_ABSEN: Final[dict[str, str]] = {
    "cuti_tahunan": "Cuti tahunan",
    "cuti_sakit": "Cuti sakit",
    "cuti_melahirkan": "Cuti melahirkan",
    "cuti_besar": "Cuti besar",
    "cuti_alasan_penting": "Cuti alasan penting",
    "cltn": "CLTN",
    "tugas_belajar": "Tugas belajar",
    "diperbantukan": "Diperbantukan",
    "pemberhentian_sementara": "Pemberhentian sementara",
    "pensiun": "Pensiun",
    "meninggal": "Meninggal",
    "berhenti": "Berhenti",
}
"""Why a person is not at the post as usual (domain rule 2.6)."""
LABEL_STATUS_PEGAWAI: Final[dict[str, str]] = {
    "pns": "PNS",
    "cpns": "CPNS",
    "pppk": "PPPK",
    "pppk_paruh_waktu": "PPPK paruh waktu",
    "pejabat_negara": "Pejabat negara",
}
