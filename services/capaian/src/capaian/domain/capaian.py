"""What the reports of the year add up to, and whether that keeps pace with the year. Information, never a rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from capaian.domain.angka import tulis
from shared.contracts.skp import Indikator

_SERATUS = Decimal(100)
_SATU_DESIMAL = Decimal("0.1")
_DUA_DESIMAL = Decimal("0.01")


def kumulatif(cara_hitung: str, angka: Sequence[Decimal]) -> Decimal | None:
    """The figures of the periods, in their order, as one (domain 4.3): sum, plain mean or the last; None when there is none."""
    if not angka:
        return None
    if cara_hitung == "rata_rata":
        return sum(angka, Decimal(0)) / len(angka)
    if cara_hitung == "akhir":
        return angka[-1]
    return sum(angka, Decimal(0))


@dataclass(frozen=True, slots=True)
class Laju:
    """``persen`` and ``tanda`` (where one should be today) are percent of the target, for the bar; ``kata`` says the same in words."""

    nilai: Decimal | None
    persen: Decimal
    tanda: Decimal | None
    tertinggal: bool
    kata: str


def laju(indikator: Indikator, angka: Sequence[Decimal], *, mulai: date, selesai: date, hari_ini: date) -> Laju:
    """The pace of one indikator within the span of its SKP.

    A sum is expected to grow evenly with the days; a mean or a last value is compared with the target itself. Behind means at least one whole unit.
    """
    nilai = kumulatif(indikator.cara_hitung, angka)
    target = indikator.target if indikator.target is not None else indikator.target_min
    if nilai is None or not target:
        return Laju(nilai, Decimal(0), None, False, _tanpa_laju(nilai, indikator))
    persen = (nilai / target * _SERATUS).quantize(_SATU_DESIMAL, ROUND_HALF_UP)
    if indikator.arah == "khusus":
        batas = indikator.target_max if indikator.target_max is not None else target
        lewat = nilai > batas
        kata = f"{_tulis(nilai)} {indikator.satuan}, batas {tulis(batas)}" + (", melewati batas" if lewat else "")
        return Laju(nilai, persen, None, lewat, kata)
    dicapai = f"{_tulis(nilai)} dari {tulis(target)} {indikator.satuan}".strip()
    if nilai >= target:
        return Laju(nilai, persen, None, False, f"{dicapai}, tercapai")
    bagian = _bagian_tahun(mulai, selesai, hari_ini) if indikator.cara_hitung == "jumlah" else Decimal(1)
    kurang = int(target * bagian - nilai)
    kata = f"{dicapai}, " + (f"tertinggal {tulis(Decimal(kurang))}" if kurang >= 1 else "sesuai laju")
    return Laju(nilai, persen, (bagian * _SERATUS).quantize(_SATU_DESIMAL, ROUND_HALF_UP), kurang >= 1, kata)


def _tanpa_laju(nilai: Decimal | None, indikator: Indikator) -> str:
    return "Belum ada angka" if nilai is None else f"{_tulis(nilai)} {indikator.satuan}".strip()


def _tulis(nilai: Decimal) -> str:
    return tulis(nilai.quantize(_DUA_DESIMAL, ROUND_HALF_UP))


def _bagian_tahun(mulai: date, selesai: date, hari_ini: date) -> Decimal:
    lewat = min(max((hari_ini - mulai).days + 1, 0), (selesai - mulai).days + 1)
    return Decimal(lewat) / ((selesai - mulai).days + 1)
