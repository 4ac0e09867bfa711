"""The result of an organisation in a year: set by the leader above it, before its people are rated (SE MenPANRB 3/2023; domain 5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from penilaian.domain.distribusi import LABEL_CAPAIAN, CapaianOrganisasi
from shared.contracts import penilaian as kontrak
from shared.errors import Forbidden, Invalid

SIAPA = "Capaian organisasi ditetapkan oleh penilai kepala unit itu, atau oleh PPK."


def boleh_tetapkan(penilai_kepala: UUID | None, oleh: UUID, *, ppk: bool) -> bool:
    return ppk or (penilai_kepala is not None and penilai_kepala == oleh)


@dataclass(frozen=True, slots=True)
class Penetapan:
    """What the leader above decides about a unit."""

    unor_id: UUID
    tahun: int
    nilai: CapaianOrganisasi
    alasan: str


@dataclass
class Organisasi:
    id: UUID
    instansi_id: UUID
    unor_id: UUID
    tahun: int
    nilai: CapaianOrganisasi
    alasan: str
    ditetapkan_oleh: UUID
    ditetapkan_pada: datetime
    version: int = 1

    @classmethod
    def tetapkan(
        cls, id_: UUID, instansi_id: UUID, putusan: Penetapan, *, oleh: UUID, pada: datetime, boleh: bool, version: int = 1
    ) -> Organisasi:
        """The result, first (``version`` 1) or again; :class:`Forbidden` unless ``boleh``, :class:`Invalid` without a reason."""
        if not boleh:
            raise Forbidden(SIAPA)
        if not (bersih := putusan.alasan.strip()):
            pesan = "Tulis dasar penetapannya, misalnya capaian perjanjian kinerja."
            raise Invalid(f"Capaian {LABEL_CAPAIAN[putusan.nilai]} perlu dasar.", errors={"alasan": [pesan]})
        return cls(id_, instansi_id, putusan.unor_id, putusan.tahun, putusan.nilai, bersih, oleh, pada, version)

    def ke_kontrak(self) -> kontrak.Organisasi:
        return kontrak.Organisasi(
            self.id,
            self.instansi_id,
            self.unor_id,
            self.tahun,
            self.nilai.value,
            self.alasan,
            self.ditetapkan_oleh,
            self.ditetapkan_pada,
            self.version,
        )
