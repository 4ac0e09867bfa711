"""How punctual the reports of an evaluated span were: information beside *Akuntabel*, never an automatic deduction (domain 4.5 rule 3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from penilaian.domain.angka import bulat
from shared.contracts.capaian import Laporan
from shared.contracts.penilaian import Ketepatan

KOSONG = Ketepatan(0, 0, 0, 0, 0, None)


def hitung(laporan: Iterable[Laporan], hari: date) -> Ketepatan:
    """Counters on the day ``hari``: a report counts once it was sent or its normal deadline has passed.

    One that the lock sent empty counts as not reported (domain 4.5 rule 6), one with something in it as late.

    ``persen`` = tepat_waktu / (wajib - dimaafkan), two decimals half-up; None when nothing counts. A revision never changes lateness.
    """
    tepat = terlambat = dimaafkan = kosong = 0
    for satu in laporan:
        if satu.pertama_dikirim_pada is None:
            kosong += satu.batas_normal < hari and not satu.bebas
        elif satu.diajukan_otomatis and not satu.realisasi and not satu.dimaafkan:
            kosong += 1
        elif not satu.terlambat:
            tepat += 1
        elif satu.dimaafkan:
            dimaafkan += 1
        else:
            terlambat += 1
    return dari_hitungan(tepat, terlambat, dimaafkan, kosong)


def dari_hitungan(tepat: int, terlambat: int, dimaafkan: int, kosong: int) -> Ketepatan:
    wajib = tepat + terlambat + dimaafkan + kosong
    dihitung = wajib - dimaafkan
    return Ketepatan(wajib, tepat, terlambat, dimaafkan, kosong, bulat(Fraction(100 * tepat, dihitung)) if dihitung else None)


def gabung(bagian: Iterable[Ketepatan]) -> Ketepatan:
    """The counters of several segments of a year together."""
    semua = list(bagian)
    return dari_hitungan(
        sum(k.tepat_waktu for k in semua), sum(k.terlambat for k in semua), sum(k.dimaafkan for k in semua), sum(k.kosong for k in semua)
    )


def saran_akuntabel(ketepatan: Ketepatan, ambang: Decimal) -> bool:
    """True when the counters suggest "Akuntabel: di bawah ekspektasi" (percentage under the instansi's threshold)."""
    return ketepatan.persen is not None and ketepatan.persen < ambang
