"""Indonesia's public holidays, joint leave and the days of the installation."""

from __future__ import annotations

from functools import lru_cache

from laporan.domain.kalender import Kalender
from shared.hari_libur import LIBUR


@lru_cache(maxsize=1)
def kalender() -> Kalender:
    """Working days: Monday to Friday without them."""
    return Kalender(LIBUR)
