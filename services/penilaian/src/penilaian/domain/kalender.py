"""Working days: Monday to Friday, without the holidays that the caller knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

_SABTU = 5


def senin_jumat(hari: date) -> bool:
    return hari.weekday() < _SABTU


def tambah_hari_kerja(dari: date, jumlah: int, hari_kerja: Callable[[date], bool]) -> date:
    """The ``jumlah``-th working day after ``dari``."""
    hari = dari
    while jumlah > 0:
        hari += timedelta(days=1)
        jumlah -= hari_kerja(hari)
    return hari
