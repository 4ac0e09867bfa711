"""Working days of Indonesian offices: Monday to Friday without the days off that :mod:`shared.hari_libur` knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from shared.hari_libur import LIBUR

_SABTU = 5


class Kalender:
    """Counts working days; ``cuti_bersama`` adds days off to those that are known."""

    def __init__(self, cuti_bersama: Iterable[date] = ()) -> None:
        self._tambahan = frozenset(cuti_bersama)

    def hari_kerja(self, hari: date) -> bool:
        return hari.weekday() < _SABTU and hari not in self._tambahan and hari not in LIBUR

    def tambah_hari_kerja(self, hari: date, jumlah: int) -> date:
        """The ``jumlah``-th working day after ``hari`` (``hari`` itself does not count); ``jumlah`` 0 gives ``hari``."""
        if jumlah < 0:
            raise ValueError("jumlah must not be negative")
        while jumlah:
            hari += timedelta(days=1)
            jumlah -= self.hari_kerja(hari)
        return hari

    def sisa_hari_kerja(self, dari: date, sampai: date) -> int:
        """Working days from ``dari`` (not counted) to ``sampai`` (counted); negative when ``sampai`` has passed."""
        awal, akhir, tanda = (dari, sampai, 1) if dari <= sampai else (sampai, dari, -1)
        return tanda * sum(self.hari_kerja(awal + timedelta(days=n)) for n in range(1, (akhir - awal).days + 1))
