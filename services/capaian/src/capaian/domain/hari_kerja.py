"""Working days of the calendar: Monday to Friday that are no public holiday."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_SABTU = 5
_BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")


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


def tanggal_kata(hari: date) -> str:
    """``17 Agustus 2026``."""
    return f"{hari.day} {_BULAN[hari.month - 1]} {hari.year}"
