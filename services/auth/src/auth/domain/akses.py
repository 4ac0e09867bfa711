"""The access log as its owner reads it: who opened my data, what, when, in which capacity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

SEBAGAI: Final[Mapping[str, str]] = {
    "penilai": "pejabat penilai",
    "atasan_penilai": "atasan pejabat penilai",
    "pimpinan": "pimpinan di atas penilai",
    "bawahan": "bawahan",
    "rekan": "rekan kerja",
    "plt": "pelaksana tugas",
    "plh": "pelaksana harian",
    "ppk": "pejabat pembina kepegawaian",
    "pengelola_kinerja": "pengelola kinerja",
    "admin_instansi": "admin instansi",
    "auditor": "pemeriksa internal",
    "admin_platform": "admin platform",
    "klien": "aplikasi lain",
}
"""The capacities of a reader, in words for the person whose data it is."""

LAYANAN: Final[Mapping[str, str]] = {
    "skp": "Rencana",
    "capaian": "Laporan dan bukti",
    "penilaian": "Penilaian",
    "laporan": "Dasbor, rekap, dokumen",
    "auth": "Kepegawaian",
}
PEMERIKSAAN: Final = frozenset({"auditor"})
"""Capacities whose reads are an inspection: shown later, so that it is not announced to the inspected (domain 2.7, APIP)."""
TUNDA_PEMERIKSAAN: Final = timedelta(days=90)
"""How much later, unless the installation says otherwise [derived: no regulation names a span]."""
SAMA: Final = timedelta(minutes=10)
"""Identical reads within this span are shown once; every one of them is kept."""


def kalimat(nama: str, apa: str, sebagai: str, *, daftar: bool) -> str:
    """``Dr. Bambang membuka laporan Maret 2025 Anda sebagai atasan pejabat penilai``."""
    perbuatan = f"melihat Anda dalam {apa}" if daftar else f"membuka {apa} Anda"
    peran = SEBAGAI.get(sebagai, sebagai.replace("_", " "))
    return f"{nama} {perbuatan}" + (f" sebagai {peran}" if peran else "")
