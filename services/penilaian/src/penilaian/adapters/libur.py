"""Indonesia's public holidays, joint leave and the days of the installation."""

from __future__ import annotations

from datetime import date

from penilaian.domain.kalender import senin_jumat
from shared.hari_libur import LIBUR


def hari_kerja(hari: date) -> bool:
    """Monday to Friday without them."""
    return senin_jumat(hari) and hari not in LIBUR
