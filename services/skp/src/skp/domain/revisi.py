"""A revision of an agreed SKP (domain.md 3.9): the next version while it is written, and what stays of the one before.

Until the evaluator agrees, the SKP itself keeps the content in force; what is written stands in :class:`Usulan`, whose fields have the names
that they have on the SKP, so that a draft and a revision are written in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from shared.contracts.skp import Indikator, Lampiran, Rhk

TAHAP = ("disusun", "diajukan", "dikembalikan")


@dataclass(frozen=True, slots=True)
class Permintaan:
    """The employee asked for a revision; the evaluator opens or declines it."""

    alasan: str
    pada: datetime


@dataclass(frozen=True, slots=True)
class Usulan:
    """The next version, not in force. ``sejak`` is when its stage began."""

    alasan: str
    sejak: datetime
    rhk: tuple[Rhk, ...]
    lampiran: Lampiran
    tahap: str = "disusun"
    komentar: dict[UUID, str] = field(default_factory=dict)
    diajukan_pada: datetime | None = None
    dibuka_pada: datetime | None = None
    dikembalikan_pada: datetime | None = None
    alasan_dikembalikan: str = ""
    sidik_dikembalikan: str = ""


def gabungan(*kelompok: Iterable[Rhk]) -> tuple[Rhk, ...]:
    """The RHK of several contents by id, each with all of its indikator; of what is there twice the earlier group counts."""
    semua: dict[UUID, Rhk] = {}
    for satu in (rhk for isi in kelompok for rhk in isi):
        ada = semua.get(satu.id)
        if ada is None:
            semua[satu.id] = satu
            continue
        milik = {i.id for i in ada.indikator}
        semua[satu.id] = replace(ada, indikator=(*ada.indikator, *(i for i in satu.indikator if i.id not in milik)))
    return tuple(semua.values())


def dihentikan(lama: Iterable[Rhk], baru: Iterable[Rhk], sudah: Iterable[Rhk] = ()) -> tuple[Rhk, ...]:
    """What the new content no longer has of the old one and of what was stopped before: whole RHK, or with the indikator that went.

    Their ids stay, so that realisasi find them; they weigh nothing any more. What the new content takes up again is stopped no longer.
    """
    isi = tuple(baru)
    rhk_kini = {r.id for r in isi}
    indikator_kini = {i.id for r in isi for i in r.indikator}
    berhenti: list[Rhk] = []
    for satu in gabungan(lama, sudah):
        hilang: tuple[Indikator, ...] = tuple(i for i in satu.indikator if i.id not in indikator_kini)
        if satu.id not in rhk_kini or hilang:
            berhenti.append(replace(satu, bobot=None, indikator=hilang))
    return tuple(berhenti)
