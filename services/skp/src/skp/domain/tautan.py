"""Linking an RHK to the superior's RHK after it was written (domain.md 3.5: drafting against a placeholder, linking later).

The link stands beside the document: an agreed version is never changed for it. While a plan is still written, the placeholder itself becomes the link.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shared.contracts.skp import Rhk
from skp.domain.saran import kemiripan


@dataclass(frozen=True, slots=True)
class Tautan:
    """Which of the superior's RHK an RHK supports; ``rhk_atasan_id`` None: none of them, somebody decided so.

    ``cara`` is otomatis (the same sentence), pegawai or penilai. ``rhk_atasan_teks`` is the superior's sentence as it was then.
    """

    skp_id: UUID
    rhk_id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    penilai_id: UUID
    tahun: int
    rhk_atasan_id: UUID | None
    rhk_atasan_teks: str
    cara: str
    pada: datetime


def paling_mirip(teks: str, pilihan: Mapping[UUID, str]) -> UUID | None:
    """What is offered first: the sentence with the most words in common, None when none has any."""
    nilai = {id_: kemiripan(teks, kalimat) for id_, kalimat in pilihan.items()}
    terbaik = max(nilai, key=lambda id_: nilai[id_], default=None)
    return terbaik if terbaik is not None and nilai[terbaik] > 0 else None


def menunggu(rhk: Iterable[Rhk], diputus: Collection[UUID]) -> tuple[Rhk, ...]:
    """RHK utama that stand on a placeholder and about which nobody has decided."""
    return tuple(r for r in rhk if r.jenis == "utama" and r.rhk_atasan_id is None and r.rhk_atasan_teks and r.id not in diputus)


def dengan_tautan(rhk: Iterable[Rhk], tautan: Mapping[UUID, Tautan]) -> tuple[Rhk, ...]:
    """The RHK with the links that came later."""
    return tuple(replace(r, rhk_atasan_id=tautan[r.id].rhk_atasan_id) if r.id in tautan and r.rhk_atasan_id is None else r for r in rhk)
