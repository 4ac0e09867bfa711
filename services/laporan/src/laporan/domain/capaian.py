"""What was achieved so far against the agreed indikator: the figures of the year page.

Method ``linear_120`` (formulas of PermenPANRB 8/2021, cap of 120 of PP 30/2019). Decimal throughout, half-up to two places once, at the
end, for every figure that is published. The official figures are those of the evaluation; these explain and precede them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from shared.contracts.skp import Indikator, Rhk

ATAS: Final = Decimal(120)
SERATUS: Final = Decimal(100)
_DUA = Decimal("0.01")


def bulatkan(nilai: Decimal) -> Decimal:
    return nilai.quantize(_DUA, ROUND_HALF_UP)


def gabungkan(angka: Sequence[Decimal], cara_hitung: str) -> Decimal | None:
    """The year's figure of one indikator from those of its periods in order; ``None`` without any."""
    if not angka:
        return None
    match cara_hitung:
        case "rata_rata":
            return sum(angka, Decimal(0)) / len(angka)
        case "akhir":
            return angka[-1]
        case _:
            return sum(angka, Decimal(0))


def capaian_indikator(indikator: Indikator, realisasi: Decimal) -> Decimal | None:
    """Percent of the target, 0 to 120, not rounded; ``None`` when the indikator has no figure as its target (kualitatif)."""
    if indikator.target is not None:
        target = indikator.target
    elif indikator.target_min is None or indikator.target_max is None:
        return None
    elif indikator.target_min <= realisasi <= indikator.target_max:
        return SERATUS
    else:
        target = indikator.target_max if realisasi > indikator.target_max else indikator.target_min
    if target == 0:
        if indikator.arah == "khusus":
            return SERATUS if realisasi == 0 else Decimal(0)
        return None
    nisbah = realisasi / target
    nilai = (2 - nisbah) * 100 if indikator.arah == "khusus" else nisbah * 100
    return min(max(nilai, Decimal(0)), ATAS)


@dataclass(frozen=True, slots=True)
class CapaianIndikator:
    """``realisasi`` is the year so far, ``capaian`` two decimals."""

    indikator: Indikator
    realisasi: Decimal | None
    capaian: Decimal | None


@dataclass(frozen=True, slots=True)
class CapaianRhk:
    """``sumbangan`` = bobot / 100 x capaian, two decimals; ``None`` for RHK tambahan and outside mode numerik."""

    rhk: Rhk
    indikator: tuple[CapaianIndikator, ...]
    capaian: Decimal | None
    sumbangan: Decimal | None


@dataclass(frozen=True, slots=True)
class CapaianSkp:
    """``nilai_skp`` is the sum over RHK with bobot where a missing realisasi counts 0; ``None`` when nothing was reported or no bobot."""

    rhk: tuple[CapaianRhk, ...]
    nilai_skp: Decimal | None
    lengkap: bool


def hitung(rhk: Iterable[Rhk], realisasi: Mapping[UUID, Sequence[Decimal]]) -> CapaianSkp:
    """``realisasi`` maps an indikator to the figures of its sent periods, in order."""
    baris: list[CapaianRhk] = []
    nilai = Decimal(0)
    berbobot = ada = False
    lengkap = True
    for satu in rhk:
        penuh: list[Decimal] = []
        indikator: list[CapaianIndikator] = []
        dihitung = 0
        for butir in satu.indikator:
            angka = gabungkan(realisasi.get(butir.id, ()), butir.cara_hitung)
            capaian = None if angka is None else capaian_indikator(butir, angka)
            dihitung += butir.target is not None or butir.target_min is not None
            lengkap = lengkap and angka is not None
            if capaian is not None:
                penuh.append(capaian)
            indikator.append(CapaianIndikator(butir, angka, None if capaian is None else bulatkan(capaian)))
        rerata = sum(penuh, Decimal(0)) / dihitung if penuh else None
        sumbangan = None
        if satu.bobot is not None and satu.jenis == "utama":
            berbobot = True
            if rerata is not None:
                ada = True
                nilai += satu.bobot / 100 * rerata
                sumbangan = bulatkan(satu.bobot / 100 * rerata)
        baris.append(CapaianRhk(satu, tuple(indikator), None if rerata is None else bulatkan(rerata), sumbangan))
    return CapaianSkp(tuple(baris), bulatkan(nilai) if berbobot and ada else None, lengkap)
