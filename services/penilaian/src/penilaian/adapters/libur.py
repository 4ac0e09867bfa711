"""Indonesia's public holidays."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from penilaian.domain.kalender import senin_jumat


@lru_cache(maxsize=64)
def _libur(tahun: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("ID", years=tahun, categories=("public", "government")))


def hari_kerja(hari: date) -> bool:
    """Monday to Friday without public holidays and joint leave (cuti bersama)."""
    return senin_jumat(hari) and hari not in _libur(hari.year)
