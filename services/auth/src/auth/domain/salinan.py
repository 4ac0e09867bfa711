"""A copy of everything that is held of a person (UU 27/2022): asked for once a day, made by the worker service by service, kept for a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LAYANAN = ("auth", "skp", "capaian", "penilaian", "laporan")
JARAK = timedelta(days=1)
DISIMPAN = timedelta(days=7)
_JEDA_TERLAMA = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Salinan:
    """One request. ``bagian`` are the services that have answered."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    diminta_pada: datetime
    percobaan: int
    selesai_pada: datetime | None
    bagian: frozenset[str] = frozenset()

    @property
    def berikutnya(self) -> str | None:
        """The service to ask next; None when all have answered."""
        return next((nama for nama in LAYANAN if nama not in self.bagian), None)

    @property
    def dibuang_pada(self) -> datetime:
        return (self.selesai_pada or self.diminta_pada) + DISIMPAN


def jeda(percobaan: int) -> timedelta:
    """How long to wait after the n-th service in a row did not answer: 5 s, 10 s, … at most an hour."""
    return min(timedelta(seconds=5 << min(percobaan, 12)), _JEDA_TERLAMA)
