"""What a person achieved in the evaluated span: the sent reports of all periods brought together per indikator (domain 4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from penilaian.domain.numerik import UkuranIndikator, UkuranRhk
from shared.contracts.capaian import Bukti, Laporan
from shared.contracts.skp import Indikator, Rhk, Skp

TERKIRIM = frozenset({"dikirim", "diterima"})
"""States of a report whose content counts; a draft or a returned one does not."""


@dataclass(frozen=True, slots=True)
class CatatanPeriode:
    nama: str
    angka: Decimal | None
    teks: str
    kendala: str


@dataclass(frozen=True, slots=True)
class RekapIndikator:
    """``total`` follows the indikator's ``cara_hitung``; None when no period gave a figure."""

    indikator: Indikator
    total: Decimal | Fraction | None
    periode: tuple[CatatanPeriode, ...]
    bukti: tuple[Bukti, ...]


@dataclass(frozen=True, slots=True)
class RekapRhk:
    """``dihentikan``: a revision of the plan took it out; it weighs nothing, what was achieved on it stays to be seen."""

    rhk: Rhk
    indikator: tuple[RekapIndikator, ...]
    dihentikan: bool = False


def rekap(skp: Skp, laporan: Sequence[Laporan], koreksi: Mapping[UUID, Decimal]) -> tuple[RekapRhk, ...]:
    """Per RHK and indikator the realisasi of the sent reports in the order of their periods; last the RHK that were stopped, if they have any.

    ``koreksi`` are totals that stand in place of the reported ones.
    """
    terkirim = sorted((satu for satu in laporan if satu.status in TERKIRIM), key=lambda satu: (satu.mulai, satu.nomor))
    catatan: dict[UUID, list[CatatanPeriode]] = {}
    bukti: dict[UUID, list[Bukti]] = {}
    for satu in terkirim:
        for r in satu.realisasi:
            catatan.setdefault(r.indikator_id, []).append(CatatanPeriode(satu.nama, r.angka, r.teks, r.kendala))
        for b in satu.bukti:
            if b.indikator_id is not None:
                bukti.setdefault(b.indikator_id, []).append(b)

    def satu_rhk(rhk: Rhk, *, dihentikan: bool = False) -> RekapRhk:
        return RekapRhk(
            rhk,
            tuple(
                RekapIndikator(
                    i,
                    koreksi[i.id] if i.id in koreksi else gabung(i.cara_hitung, catatan.get(i.id, ())),
                    tuple(catatan.get(i.id, ())),
                    tuple(bukti.get(i.id, ())),
                )
                for i in rhk.indikator
            ),
            dihentikan,
        )

    kini = {rhk.id for rhk in skp.rhk}
    berhenti = [rhk for rhk in skp.dihentikan if rhk.id not in kini and any(i.id in catatan for i in rhk.indikator)]
    return (
        *(satu_rhk(rhk) for rhk in sorted(skp.rhk, key=lambda r: (r.jenis != "utama", r.nomor))),
        *(satu_rhk(rhk, dihentikan=True) for rhk in berhenti),
    )


def gabung(cara_hitung: str, periode: Sequence[CatatanPeriode]) -> Decimal | Fraction | None:
    """Several periods become one figure: jumlah, rata_rata (of the periods that gave one) or akhir (the last one)."""
    angka = [satu.angka for satu in periode if satu.angka is not None]
    if not angka:
        return None
    if cara_hitung == "akhir":
        return angka[-1]
    total = sum(angka, Decimal(0))
    if cara_hitung != "rata_rata":
        return total
    rerata = Fraction(total) / len(angka)
    desimal = total / len(angka)
    return desimal if Fraction(desimal) == rerata else rerata


def ukuran(rekap_rhk: Sequence[RekapRhk]) -> list[UkuranRhk]:
    """The measures of the RHK that carry a weight (tambahan carries none)."""
    return [
        UkuranRhk(
            satu.rhk.bobot,
            tuple(
                UkuranIndikator(
                    i.total,
                    i.indikator.target,
                    i.indikator.target_min,
                    i.indikator.target_max,
                    i.indikator.arah,
                    i.indikator.target_maksimal,
                    i.indikator.satuan,
                )
                for i in satu.indikator
            ),
            f"RHK {satu.rhk.nomor}",
        )
        for satu in rekap_rhk
        if satu.rhk.jenis == "utama" and satu.rhk.bobot is not None
    ]


def bukti_kurang(rekap_rhk: Sequence[RekapRhk]) -> int:
    """How many indikator have no evidence of their own."""
    return sum(not i.bukti for satu in rekap_rhk if not satu.dihentikan for i in satu.indikator)
