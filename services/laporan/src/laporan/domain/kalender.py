"""Working days: Monday to Friday without the public holidays that the caller passes in."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

_SATURDAY = 5


class Kalender:
    """``libur`` answers whether a date is a public holiday of the country or of the instansi."""

    def __init__(self, libur: Container[date]) -> None:
        self._libur = libur

    def hari_kerja(self, hari: date) -> bool:
        return hari.weekday() < _SATURDAY and hari not in self._libur

    def jumlah(self, dari: date, sampai: date) -> int:
        """Working days after ``dari`` up to and including ``sampai``; negative when ``sampai`` lies before ``dari``."""
        if sampai < dari:
            return -self.jumlah(sampai, dari)
        return sum(self.hari_kerja(dari + timedelta(days=n)) for n in range(1, (sampai - dari).days + 1))

    def tambah(self, dari: date, jumlah: int) -> date:
        """The ``jumlah``-th working day after ``dari``."""
        hari = dari
        while jumlah > 0:
            hari += timedelta(days=1)
            jumlah -= self.hari_kerja(hari)
        return hari
