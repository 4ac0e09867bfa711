"""The month of daily entries at a glance: which days were written in time, late, not at all (domain 4.5 rule 3)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from capaian.domain.hari_kerja import HariKerja


@dataclass(frozen=True, slots=True)
class Hari:
    """``keadaan`` is tepat, telat, kosong, libur or nanti (today without an entry, and what is still to come)."""

    tanggal: date
    keadaan: str


@dataclass(frozen=True, slots=True)
class Bulan:
    """``minggu`` are rows of seven, Monday first, None outside the month. ``persen`` = tepat / wajib, two decimals, None before the first duty day."""

    minggu: tuple[tuple[Hari | None, ...], ...]
    tepat: int
    telat: int
    kosong: int
    persen: Decimal | None
    kosong_terakhir: date | None

    @property
    def wajib(self) -> int:
        return self.tepat + self.telat + self.kosong


def keadaan_hari(hari: date, terlambat: Mapping[date, bool], *, mulai: date, selesai: date, hari_ini: date, hari_kerja: HariKerja) -> str:
    """The state of one day, see :class:`Hari`; ``terlambat`` and the span as in :func:`susun`."""
    if hari in terlambat:
        return "telat" if terlambat[hari] else "tepat"
    if not hari_kerja.adalah(hari) or not mulai <= hari <= selesai:
        return "libur"
    return "kosong" if hari < hari_ini else "nanti"


def susun(
    tahun: int, bulan: int, terlambat: Mapping[date, bool], *, mulai: date, selesai: date, hari_ini: date, hari_kerja: HariKerja
) -> Bulan:
    """``terlambat`` has the days with entries: True when all of them were late. Days outside ``mulai``..``selesai`` (the SKP) are no duty."""

    def keadaan(hari: date) -> str:
        return keadaan_hari(hari, terlambat, mulai=mulai, selesai=selesai, hari_ini=hari_ini, hari_kerja=hari_kerja)

    minggu = tuple(
        tuple(Hari(hari, keadaan(hari)) if hari.month == bulan else None for hari in baris)
        for baris in calendar.Calendar().monthdatescalendar(tahun, bulan)
    )
    semua = [hari for baris in minggu for hari in baris if hari]
    jumlah = {nama: sum(hari.keadaan == nama for hari in semua) for nama in ("tepat", "telat", "kosong")}
    wajib = sum(jumlah.values())
    kosong = [hari.tanggal for hari in semua if hari.keadaan == "kosong"]
    return Bulan(
        minggu,
        jumlah["tepat"],
        jumlah["telat"],
        jumlah["kosong"],
        (Decimal(100 * jumlah["tepat"]) / wajib).quantize(Decimal("0.01"), ROUND_HALF_UP) if wajib else None,
        kosong[-1] if kosong else None,
    )
