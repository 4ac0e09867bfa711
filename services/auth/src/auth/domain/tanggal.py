"""Days as people write them in Indonesian spreadsheets."""

from __future__ import annotations

import re
from datetime import date, datetime

BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_ANGKA = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_KATA = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,})\.?\s+(\d{4})")


def sebut(hari: date) -> str:
    """``1 Agustus 2025``."""
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def baca(nilai: str | date | datetime) -> date:
    """A date cell, ``2025-08-01``, ``01/08/2025`` (day first) or ``1 Agustus 2025``; raises ValueError for anything else."""
    if isinstance(nilai, datetime):
        return nilai.date()
    if isinstance(nilai, date):
        return nilai
    teks = nilai.strip()
    if cocok := _ISO.fullmatch(teks):
        return date(int(cocok[1]), int(cocok[2]), int(cocok[3]))
    if cocok := _ANGKA.fullmatch(teks):
        return date(int(cocok[3]), int(cocok[2]), int(cocok[1]))
    if cocok := _KATA.fullmatch(teks):
        awalan = cocok[2].casefold()
        for nomor, nama in enumerate(BULAN, start=1):
            if nama.casefold().startswith(awalan):
                return date(int(cocok[3]), nomor, int(cocok[1]))
    raise ValueError(f"not a date: {nilai!r}")
