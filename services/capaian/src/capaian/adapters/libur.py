"""Indonesia's public holidays."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from capaian.domain.hari_kerja import HariKerja


@lru_cache(maxsize=64)
def _libur(tahun: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("ID", years=tahun, categories=("public", "government")))


KALENDER = HariKerja(lambda hari: hari in _libur(hari.year))
"""Monday to Friday without public holidays and joint leave (cuti bersama)."""
