"""Compliance of an instansi or a unit in one year (domain rule 7.5): every share with its denominator.

The unit of counting is the person, not the document: who has two SKP in a year is *disetujui* when both are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from laporan.domain.keadaan import PREDIKAT
from laporan.domain.ketepatan import Ketepatan, persen

BATAS_SEL = 5
"""Smaller cells are hidden from readers outside the line of command."""


@dataclass(frozen=True, slots=True)
class Bagian:
    """``jumlah`` of ``dari``; ``persen`` has one decimal and is ``None`` when nobody is in the denominator."""

    jumlah: int
    dari: int

    @property
    def persen(self) -> Decimal | None:
        return persen(self.jumlah, self.dari)


@dataclass(frozen=True, slots=True)
class Kepatuhan:
    """Counts of persons. ``wajib_skp``: active ASN with a post on the reference date; ``disetujui`` is the denominator of what follows."""

    wajib_skp: int = 0
    diajukan: int = 0
    disetujui: int = 0
    realisasi_terisi: int = 0
    dinilai: int = 0
    final: int = 0
    lewat_batas: int = 0
    ketepatan: Ketepatan = field(default_factory=Ketepatan)
    predikat: dict[str, int] = field(default_factory=dict)

    @property
    def corong(self) -> tuple[tuple[str, Bagian], ...]:
        """The funnel from SKP to final, in order: label, share."""
        return (
            ("SKP diajukan", Bagian(self.diajukan, self.wajib_skp)),
            ("SKP disetujui", Bagian(self.disetujui, self.wajib_skp)),
            ("Laporan terisi", Bagian(self.realisasi_terisi, self.disetujui)),
            ("Dinilai", Bagian(self.dinilai, self.disetujui)),
            ("Final", Bagian(self.final, self.disetujui)),
        )

    @property
    def belum_dinilai(self) -> int:
        return self.disetujui - self.dinilai

    def __add__(self, lain: Kepatuhan) -> Kepatuhan:
        return Kepatuhan(
            self.wajib_skp + lain.wajib_skp,
            self.diajukan + lain.diajukan,
            self.disetujui + lain.disetujui,
            self.realisasi_terisi + lain.realisasi_terisi,
            self.dinilai + lain.dinilai,
            self.final + lain.final,
            self.lewat_batas + lain.lewat_batas,
            self.ketepatan + lain.ketepatan,
            jumlahkan(self.predikat, lain.predikat),
        )


def jumlahkan(satu: dict[str, int], lain: dict[str, int]) -> dict[str, int]:
    return {kode: satu.get(kode, 0) + lain.get(kode, 0) for kode in PREDIKAT}


def samarkan(hitungan: dict[str, int], batas: int = BATAS_SEL) -> dict[str, int | None]:
    """The five counts with every cell of 1 to ``batas`` - 1 persons hidden (``None``).

    One hidden cell alone could be found by subtraction from the total, so the smallest other cell goes with it; and when the whole group
    is smaller than ``batas`` no cell is told.
    """
    total = sum(hitungan.get(kode, 0) for kode in PREDIKAT)
    hasil: dict[str, int | None] = {kode: hitungan.get(kode, 0) for kode in PREDIKAT}
    if total == 0:
        return hasil
    if total < batas:
        return dict.fromkeys(PREDIKAT)
    kecil = [kode for kode in PREDIKAT if 0 < hitungan.get(kode, 0) < batas]
    if len(kecil) == 1:
        kecil.append(min((kode for kode in PREDIKAT if hitungan.get(kode, 0) >= batas), key=lambda kode: hitungan[kode]))
    hasil.update(dict.fromkeys(kecil))
    return hasil
