"""Who may act as evaluator of whom on a day: the evaluator himself, and who stands in for one (domain.md 2.6).

The recorded evaluator never changes for a substitute; each deed says in which capacity (``sebagai``) it was done. While a Plh is in force the
absent head may still act: the first decision counts. Nobody evaluates himself: for a Plh of his own evaluator the next above acts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

SEBAGAI = {"penilai": "pejabat penilai", "plt": "Plt", "plh": "Plh", "atasan": "atasan pejabat penilai"}


@dataclass(frozen=True, slots=True)
class Penggantian:
    """One appointment in force today: ``digantikan_id`` is the absent head of a Plh, None for the vacancy of a Plt."""

    jenis: str
    unor_id: UUID
    unor_nama: str
    digantikan_id: UUID | None
    sampai: date

    @property
    def sebutan(self) -> str:
        return f"{SEBAGAI[self.jenis]} kepala {self.unor_nama}".removesuffix(" kepala ")


@dataclass(frozen=True, slots=True)
class Wewenang:
    """What a person may act for today beside his own post. ``diwakili``: (Plh, evaluator) where the Plh is evaluated by whom he stands in for."""

    pegawai_id: UUID
    penggantian: tuple[Penggantian, ...] = ()
    diwakili: frozenset[tuple[UUID, UUID]] = frozenset()

    @property
    def digantikan(self) -> tuple[UUID, ...]:
        """Evaluators for whom he stands in as Plh."""
        return tuple(p.digantikan_id for p in self.penggantian if p.jenis == "plh" and p.digantikan_id is not None)

    @property
    def lowong(self) -> tuple[UUID, ...]:
        """Units without a head that he leads as Plt."""
        return tuple(p.unor_id for p in self.penggantian if p.jenis == "plt")

    def sebagai(
        self, *, pegawai_id: UUID, penilai_id: UUID | None, atasan_penilai_id: UUID | None, unor_lowong: Collection[UUID] = ()
    ) -> str:
        """The capacity in which he may decide on this person's documents: penilai, plt, plh or atasan; empty when in none."""
        if penilai_id == self.pegawai_id:
            return "penilai"
        if pegawai_id == self.pegawai_id:
            return ""
        if penilai_id is not None and penilai_id in self.digantikan:
            return "plh"
        if not set(self.lowong).isdisjoint(unor_lowong):
            return "plt"
        if atasan_penilai_id == self.pegawai_id and (penilai_id is None or (pegawai_id, penilai_id) in self.diwakili):
            return "atasan"
        return ""
