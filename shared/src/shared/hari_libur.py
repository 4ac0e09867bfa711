"""Days on which offices are closed: national holidays and joint leave from the library ``holidays`` (the yearly SKB of three ministers), and those of
the installation itself, ``KINERJA_LIBUR``: local days, elections, joint leave that the library does not know yet (domain 4.5).
"""

from __future__ import annotations

import os
from datetime import date
from functools import lru_cache

import holidays


def baca(teks: str) -> frozenset[date]:
    """Dates as ``2026-05-12, 2026-11-27``; ValueError names the one that is none."""
    hari = set()
    for satu in filter(None, (bagian.strip() for bagian in teks.split(","))):
        try:
            hari.add(date.fromisoformat(satu))
        except ValueError as salah:
            raise ValueError(f"{satu} is no date; write 2026-05-12, with commas between") from salah
    return frozenset(hari)


@lru_cache(maxsize=64)
def libur(tahun: int) -> frozenset[date]:
    """All days off of a year that are no weekend by themselves."""
    nasional = holidays.country_holidays("ID", years=tahun, categories=("public", "government"))
    return frozenset(nasional) | {hari for hari in baca(os.environ.get("KINERJA_LIBUR", "")) if hari.year == tahun}


class _Libur:
    def __contains__(self, hari: object) -> bool:
        return isinstance(hari, date) and hari in libur(hari.year)


LIBUR = _Libur()
"""``hari in LIBUR``."""
