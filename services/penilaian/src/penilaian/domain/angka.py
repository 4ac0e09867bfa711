"""Exact figures and how they are published: rationals while computing, half-up once at the end, Indonesian when printed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from shared.errors import Invalid

KALI, MINUS = "\u00d7", "\u2212"
"""Signs of the formulas that people read."""

_PANGKAT_TERBESAR = 15
_PECAHAN_TERKECIL = -12


def tepat(nilai: Decimal | Fraction, nama: str = "Angka") -> Fraction:
    """The figure as an exact rational; :class:`Invalid` for NaN, infinity and sizes that no target or realisasi has."""
    if isinstance(nilai, Fraction):
        return nilai
    if (
        not nilai.is_finite()
        or nilai.adjusted() >= _PANGKAT_TERBESAR
        or (isinstance(e := nilai.as_tuple().exponent, int) and e < _PECAHAN_TERKECIL)
    ):
        raise Invalid(f"{nama} tidak wajar. Pakai angka di bawah 1.000.000.000.000.000 dengan paling banyak 12 angka di belakang koma.")
    return Fraction(nilai)


def bulat(nilai: Fraction, tempat: int = 2) -> Decimal:
    """Half-up (away from zero) to ``tempat`` decimals: done once for each published figure, never in between."""
    atas, bawah = nilai.numerator, nilai.denominator
    besar = Decimal((abs(atas) * 10**tempat * 2 + bawah) // (bawah * 2)).scaleb(-tempat)
    return besar if atas >= 0 else -besar


def bulat_desimal(nilai: Decimal, tempat: int = 2) -> Decimal:
    return nilai.quantize(Decimal(1).scaleb(-tempat), rounding=ROUND_HALF_UP)


def tulis(nilai: Decimal | Fraction, tempat: int | None = None) -> str:
    """Indonesian writing: ``1.234,56``. Without ``tempat`` as many decimals as the figure has, at most two for a rational."""
    if isinstance(nilai, Fraction):
        nilai = bulat(nilai, 2 if tempat is None else tempat)
    elif tempat is not None:
        nilai = bulat_desimal(nilai, tempat)
    else:
        nilai = ringkas(nilai)
    return f"{nilai:,f}".translate(str.maketrans(",.", ".,"))


def tulis_asal(nilai: Decimal | Fraction) -> str:
    """A figure as it was given: all its decimals and no more; a rational without an end gets two."""
    if isinstance(nilai, Decimal):
        return tulis(nilai)
    desimal = Decimal(nilai.numerator) / Decimal(nilai.denominator)
    return tulis(desimal) if Fraction(desimal) == nilai else tulis(nilai)


def ringkas(nilai: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    pendek = nilai.normalize()
    return pendek.quantize(Decimal(1)) if isinstance(e := pendek.as_tuple().exponent, int) and e > 0 else pendek
