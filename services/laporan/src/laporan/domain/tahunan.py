"""One year from its segments (domain rule 5.5): who moved has an evaluation of each segment.

Ratings and predikat of the year are those of the last segment, whose evaluator judges with all segments in view; the figures are weighted
by months: NKP of the year = sum(months x NKP) / sum(months).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laporan.domain.capaian import bulatkan

_TENGAH_BULAN = 15


def bulan(mulai: date, selesai: date) -> int:
    """Calendar months of a segment; a month that is cut belongs to the segment that begins on day 1 to 15, else to the one that ends."""
    jumlah = (selesai.year - mulai.year) * 12 + selesai.month - mulai.month + 1
    jumlah -= mulai.day > _TENGAH_BULAN
    jumlah -= selesai.day < _TENGAH_BULAN
    return max(jumlah, 0)


@dataclass(frozen=True, slots=True)
class Segmen:
    """The result of one segment as far as the reader may see it; empty texts and ``None`` where he may not, or there is none yet."""

    mulai: date
    selesai: date
    rating_hasil: str = ""
    rating_perilaku: str = ""
    predikat: str = ""
    nilai_skp: Decimal | None = None
    nilai_perilaku: Decimal | None = None
    nkp: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HasilTahun:
    rating_hasil: str = ""
    rating_perilaku: str = ""
    predikat: str = ""
    nilai_skp: Decimal | None = None
    nilai_perilaku: Decimal | None = None
    nkp: Decimal | None = None
    segmen: int = 0


def hasil_tahun(segmen: Sequence[Segmen]) -> HasilTahun:
    """The year's result; a figure is ``None`` while one segment lacks it, the words are empty while the last segment lacks them."""
    if not segmen:
        return HasilTahun()
    urut = sorted(segmen, key=lambda s: s.selesai)
    akhir = urut[-1]
    return HasilTahun(
        akhir.rating_hasil,
        akhir.rating_perilaku,
        akhir.predikat,
        _rerata([(s.nilai_skp, bulan(s.mulai, s.selesai)) for s in urut]),
        _rerata([(s.nilai_perilaku, bulan(s.mulai, s.selesai)) for s in urut]),
        _rerata([(s.nkp, bulan(s.mulai, s.selesai)) for s in urut]),
        len(urut),
    )


def _rerata(bagian: Sequence[tuple[Decimal | None, int]]) -> Decimal | None:
    if len(bagian) == 1:
        return bagian[0][0]
    jumlah, bobot = Decimal(0), 0
    for nilai, berat in bagian:
        if nilai is None:
            return None
        jumlah += nilai * berat
        bobot += berat
    return bulatkan(jumlah / bobot) if bobot else None
