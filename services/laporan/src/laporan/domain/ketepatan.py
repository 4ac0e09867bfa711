"""Lateness counters of one span (domain rules 4.5, numbers 1 to 3): late is a recorded fact, excused is shown and not counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Kiriman:
    """What one report's sending looks like; ``pertama`` is the day of the first sending, which decides for ever."""

    batas_normal: date
    pertama: date | None
    terlambat: bool
    dimaafkan: bool
    bebas: bool = False


@dataclass(frozen=True, slots=True)
class Ketepatan:
    """``wajib`` = tepat_waktu + terlambat + dimaafkan + kosong. Excused ones are counted in ``dimaafkan`` only."""

    wajib: int = 0
    tepat_waktu: int = 0
    terlambat: int = 0
    dimaafkan: int = 0
    kosong: int = 0

    @property
    def penyebut(self) -> int:
        return self.wajib - self.dimaafkan

    @property
    def persen(self) -> Decimal | None:
        """tepat / (wajib - dimaafkan) in percent, two decimals; ``None`` while nothing is due."""
        return persen(self.tepat_waktu, self.penyebut, 2)

    def __add__(self, lain: Ketepatan) -> Ketepatan:
        return Ketepatan(
            self.wajib + lain.wajib,
            self.tepat_waktu + lain.tepat_waktu,
            self.terlambat + lain.terlambat,
            self.dimaafkan + lain.dimaafkan,
            self.kosong + lain.kosong,
        )


def keadaan_kiriman(kiriman: Kiriman, hari_ini: date) -> str:
    """``tepat_waktu``, ``terlambat``, ``dimaafkan``, ``kosong`` (the normal day passed, nothing sent), ``bebas`` (not due: leave) or ``nanti`` (not due yet)."""
    if kiriman.pertama is not None:
        if not kiriman.terlambat:
            return "tepat_waktu"
        return "dimaafkan" if kiriman.dimaafkan else "terlambat"
    if kiriman.bebas:
        return "bebas"
    if hari_ini <= kiriman.batas_normal:
        return "nanti"
    return "dimaafkan" if kiriman.dimaafkan else "kosong"


def hitung_ketepatan(kiriman: Iterable[Kiriman], hari_ini: date) -> Ketepatan:
    jumlah = {"tepat_waktu": 0, "terlambat": 0, "dimaafkan": 0, "kosong": 0, "nanti": 0, "bebas": 0}
    for satu in kiriman:
        jumlah[keadaan_kiriman(satu, hari_ini)] += 1
    jumlah.pop("nanti")
    jumlah.pop("bebas")
    return Ketepatan(wajib=sum(jumlah.values()), **jumlah)


def persen(bagian: int, penyebut: int, desimal: int = 1) -> Decimal | None:
    """``bagian`` of ``penyebut`` in percent, half-up; ``None`` when there is nothing to divide by."""
    if penyebut <= 0:
        return None
    return (Decimal(bagian) * 100 / Decimal(penyebut)).quantize(Decimal(1).scaleb(-desimal), ROUND_HALF_UP)
