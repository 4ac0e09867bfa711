"""Figures that people report: what is a plausible realisasi, and how a figure is written in a sentence."""

from __future__ import annotations

from decimal import Decimal

from shared.errors import Invalid

DESIMAL_TERBANYAK = 4
ANGKA_TERBESAR = Decimal(10) ** 15
PERSEN_TERBESAR = Decimal(1000)
KALI_TARGET_TERBESAR = 1000


def salah_angka(angka: Decimal) -> str:
    """Why this cannot be a reported figure; empty when it can."""
    if not angka.is_finite():
        return "Tulis angka saja."
    if angka < 0:
        return "Angka tidak boleh di bawah nol."
    if angka >= ANGKA_TERBESAR:
        return "Angka terlalu besar. Periksa jumlah nolnya."
    exponent = angka.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DESIMAL_TERBANYAK and angka != round(angka, DESIMAL_TERBANYAK):
        return f"Paling banyak {DESIMAL_TERBANYAK} angka di belakang koma."
    return ""


def salah_realisasi(angka: Decimal, *, satuan: str, arah: str, target: Decimal | None) -> str:
    """Also refuses what no indikator can have: a slip of the comma is found here and not in the appraisal."""
    if salah := salah_angka(angka):
        return salah
    if satuan.strip() in ("%", "persen") and angka > PERSEN_TERBESAR:
        return f"{tulis(angka)} % tidak wajar. Periksa letak komanya."
    if arah == "normal" and target and angka > target * KALI_TARGET_TERBESAR:
        return f"{tulis(angka)} {satuan} lebih dari seribu kali target {tulis(target)}. Periksa angkanya."
    return ""


def kuantitas(angka: Decimal | None, bidang: str = "kuantitas") -> Decimal | None:
    """The quantity of a daily entry; raises :class:`Invalid` at ``bidang``."""
    if angka is not None and (salah := salah_angka(angka)):
        raise Invalid("Jumlahnya perlu dibetulkan.", errors={bidang: [salah]})
    return angka


def tulis(angka: Decimal) -> str:
    """``1.234,5``: as many decimals as there are."""
    teks = f"{angka.normalize():,f}"
    return teks.translate(str.maketrans(",.", ".,"))
