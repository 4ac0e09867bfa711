"""Working days of the calendar: Monday to Friday that are no public holiday."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_SABTU = 5


@dataclass(frozen=True, slots=True)
class HariKerja:
    """``libur`` says whether a date is a public holiday; the list comes from outside."""

    libur: Callable[[date], bool]

    def adalah(self, hari: date) -> bool:
        return hari.weekday() < _SABTU and not self.libur(hari)

    def tambah(self, hari: date, jumlah: int) -> date:
        """The ``jumlah``-th working day after ``hari``."""
        while jumlah > 0:
            hari += timedelta(days=1)
            jumlah -= self.adalah(hari)
        return hari

    def sisa(self, dari: date, sampai: date) -> int:
        """Working days from ``dari`` (not counted) to ``sampai`` (counted); negative when ``sampai`` has passed."""
        if sampai < dari:
            return -self.sisa(sampai, dari)
        return sum(self.adalah(dari + timedelta(days=n)) for n in range(1, (sampai - dari).days + 1))
