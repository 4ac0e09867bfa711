"""The review of a submitted SKP by a pengelola kinerja (PP 30/2019; domain.md 3.9): notes for evaluator and employee, optional per instansi."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

HASIL = {"sesuai": "Sesuai", "perlu_perbaikan": "Perlu perbaikan"}
"""What the reviewer finds; the evaluator decides."""


@dataclass(frozen=True, slots=True)
class Reviu:
    """The notes on one submission, also on single RHK by their id."""

    oleh_id: UUID
    oleh_nama: str
    pada: datetime
    hasil: str
    catatan: str = ""
    komentar: dict[UUID, str] = field(default_factory=dict)
