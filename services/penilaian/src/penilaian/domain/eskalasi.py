"""What lies too long with an evaluator is told to the next one up; the employee is never harmed by it (domain 4.5 rule 5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

HARI_PENGINGAT, HARI_ATASAN, HARI_PENGELOLA = 5, 10, 15
"""Working days after it came into the evaluator's hands: he is reminded, his superior is told, the pengelola kinerja is told."""

PENGINGAT, ATASAN, PENGELOLA = "pengingat", "atasan", "pengelola"
LABEL = {PENGINGAT: "Perlu diingatkan", ATASAN: "Sampai ke atasan penilai", PENGELOLA: "Sampai ke pengelola kinerja"}
PALING_LAMA = 260
"""Working days of a year: longer is told as that many."""


def hari_tertahan(sejak: date, hari: date, hari_kerja: Callable[[date], bool]) -> int:
    """Working days after ``sejak`` up to and including ``hari``, at most a year's."""
    jumlah = 0
    while sejak < hari and jumlah < PALING_LAMA:
        sejak += timedelta(days=1)
        jumlah += hari_kerja(sejak)
    return jumlah


def tingkat(tertahan: int) -> str:
    """Who is told by now; empty while it is only with the evaluator."""
    if tertahan >= HARI_PENGELOLA:
        return PENGELOLA
    if tertahan >= HARI_ATASAN:
        return ATASAN
    return PENGINGAT if tertahan >= HARI_PENGINGAT else ""
