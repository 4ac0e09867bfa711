"""Feedback beside the rows of the rating page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from penilaian.application.queries_umpan import BarisUmpan

SEBARIS = 2
"""The newest beside a row; the others are one link away."""
_PANJANG = 160
UMUM = "umum"


@dataclass(frozen=True, slots=True)
class UmpanPenilaian:
    """``baris``: sentences by RHK id, code of a behaviour, or :data:`UMUM`."""

    jumlah: int
    baris: dict[str, list[str]]


def untuk_penilaian(isi: Sequence[BarisUmpan]) -> UmpanPenilaian:
    baris: dict[str, list[str]] = defaultdict(list)
    for b in isi:
        baris[str(b.rhk_id) if b.rhk_id else b.perilaku or UMUM].append(_kalimat(b))
    return UmpanPenilaian(
        len(isi),
        {
            kunci: [*semua[:SEBARIS], *([f"dan {len(semua) - SEBARIS} lagi"] if len(semua) > SEBARIS else [])]
            for kunci, semua in baris.items()
        },
    )


def _kalimat(b: BarisUmpan) -> str:
    teks = b.teks if len(b.teks) <= _PANJANG else f"{b.teks[:_PANJANG].rsplit(' ', 1)[0]} …"
    return f"{b.label_jenis} dari {b.dari or b.label_peran}: {teks}"
