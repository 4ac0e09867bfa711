"""Feedback beside the rows of the rating page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from penilaian.application.queries_umpan import BarisUmpan

SEBARIS = 2
"""The newest beside a row; the others are one link away."""
_PANJANG = 160
_TULISAN = 4000
"""Characters of a page for feedback; beyond that a row only says how much there is, as on a page with many indikator from the start."""
UMUM = "umum"


@dataclass(frozen=True, slots=True)
class UmpanPenilaian:
    """``baris``: sentences by RHK id, code of a behaviour, or :data:`UMUM`."""

    jumlah: int
    baris: dict[str, list[str]]


def untuk_penilaian(isi: Sequence[BarisUmpan], *, lapang: bool) -> UmpanPenilaian:
    menurut: dict[str, list[BarisUmpan]] = defaultdict(list)
    for b in isi:
        menurut[str(b.rhk_id) if b.rhk_id else b.perilaku or UMUM].append(b)
    baris, sisa = {}, _TULISAN if lapang else 0
    for kunci, semua in menurut.items():
        kalimat = [_kalimat(b) for b in semua[:SEBARIS]]
        panjang = sum(map(len, kalimat))
        if panjang > sisa:
            baris[kunci] = [str(len(semua))]
            continue
        sisa -= panjang
        baris[kunci] = [*kalimat, *([f"dan {len(semua) - SEBARIS} lagi"] if len(semua) > SEBARIS else [])]
    return UmpanPenilaian(len(isi), baris)


def _kalimat(b: BarisUmpan) -> str:
    teks = b.teks if len(b.teks) <= _PANJANG else f"{b.teks[:_PANJANG].rsplit(' ', 1)[0]} …"
    return f"{b.label_jenis} dari {b.dari or b.label_peran}: {teks}"
