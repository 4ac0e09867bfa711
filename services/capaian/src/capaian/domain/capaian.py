"""What the reports of the year add up to, and whether that keeps pace with the year. Information, never a rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from capaian.domain.angka import tulis
from shared.contracts.skp import Indikator

_SERATUS = Decimal(100)
_CAPAIAN_TERTINGGI = Decimal(120)
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


def capaian(indikator: Indikator, nilai: Decimal) -> Decimal | None:
    """``nilai`` in percent of the target, 0 to 120 (domain 5.7, ``linear_120``); None for a target in words or of zero where more is better."""
    bawah = indikator.target if indikator.target is not None else indikator.target_min
    atas = indikator.target if indikator.target is not None else indikator.target_max
    if bawah is None or atas is None:
        return None
    if bawah != atas and bawah <= nilai <= atas:
        return _SERATUS
    khusus = indikator.arah == "khusus"
    acuan = atas if nilai > atas else bawah
    if not acuan:
        return (_SERATUS if not nilai else Decimal(0)) if khusus else None
    persen = (2 - nilai / acuan if khusus else nilai / acuan) * _SERATUS
    return min(max(persen, Decimal(0)), _CAPAIAN_TERTINGGI)


def laju_rhk(daftar: Sequence[Indikator], angka: Mapping[UUID, Sequence[Decimal]], *, mulai: date, selesai: date, hari_ini: date) -> Laju:
    """The pace of one RHK: the plain mean of what its indikator reached (domain 5.7) against the part of the SKP's span that has passed.

    A sum without a figure has reached nothing yet; another indikator without a figure, or with a target in words, is left out and said so.
    Behind means that the mean is below that part and that one of the indikator is behind by its own measure.
    """
    lajunya = {satu.id: laju(satu, angka.get(satu.id, ()), mulai=mulai, selesai=selesai, hari_ini=hari_ini) for satu in daftar}
    dicapai = [c for satu in daftar if (c := _dicapai(satu, lajunya[satu.id].nilai)) is not None]
    luar = len(daftar) - len(dicapai)
    if not dicapai:
        return Laju(None, Decimal(0), None, False, "Belum ada angka yang dapat dibandingkan dengan target")
    rata = sum(dicapai, Decimal(0)) / len(dicapai)
    persen, tanda = (x.quantize(_SATU_DESIMAL, ROUND_HALF_UP) for x in (rata, _bagian_tahun(mulai, selesai, hari_ini) * _SERATUS))
    tertinggal = sum(satu.tertinggal for satu in lajunya.values())
    kata = f"{tulis(persen)}% dari target, seharusnya {tulis(tanda)}% hari ini: " + (
        f"tertinggal {tulis(tanda - persen)} poin" if tertinggal and persen < tanda else "sesuai laju"
    )
    if len(daftar) > 1:
        kata += f". Rata-rata {len(dicapai)} indikator" + (f", {tertinggal} tertinggal" if tertinggal else "")
    kata += f"; {luar} belum dapat dihitung" if luar else ""
    return Laju(rata, persen, tanda, bool(tertinggal) and persen < tanda, kata)


def _dicapai(indikator: Indikator, nilai: Decimal | None) -> Decimal | None:
    if nilai is None and not (indikator.cara_hitung == "jumlah" and indikator.arah != "khusus"):
        return None
    return capaian(indikator, nilai if nilai is not None else Decimal(0))


def _tanpa_laju(nilai: Decimal | None, indikator: Indikator) -> str:
    return "Belum ada angka" if nilai is None else f"{_tulis(nilai)} {indikator.satuan}".strip()


def _tulis(nilai: Decimal) -> str:
    return tulis(nilai.quantize(_DUA_DESIMAL, ROUND_HALF_UP))


def _bagian_tahun(mulai: date, selesai: date, hari_ini: date) -> Decimal:
    lewat = min(max((hari_ini - mulai).days + 1, 0), (selesai - mulai).days + 1)
    return Decimal(lewat) / ((selesai - mulai).days + 1)
