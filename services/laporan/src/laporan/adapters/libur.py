"""The public holidays of Indonesia (national and joint leave as the government announces them), from the ``holidays`` package."""

from __future__ import annotations

from functools import lru_cache

import holidays

from laporan.domain.kalender import Kalender


@lru_cache(maxsize=1)
def kalender() -> Kalender:
    """Working days of the country; years are filled in when they are asked for."""
    return Kalender(holidays.country_holidays("ID"))
