"""Which segment of a person's service an SKP is for, and how persons are printed on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from shared.contracts.auth import Keadaan, Pegawai, Penugasan
from shared.contracts.skp import Orang


def penugasan_pada(pegawai: Pegawai, hari: date) -> Penugasan | None:
    """The segment in force on ``hari``."""
    return next((p for p in pegawai.penugasan if p.mulai <= hari and (p.selesai is None or hari <= p.selesai)), None)


MEMUTUS = {
    "cltn": "CLTN",
    "pemberhentian_sementara": "Pemberhentian sementara",
    "pensiun": "Pensiun",
    "meninggal": "Meninggal",
    "berhenti": "Berhenti",
}
"""States that interrupt the service: no SKP for their days (domain.md 2.6)."""
LABEL_KEADAAN = {
    "cuti_tahunan": "Cuti tahunan",
    "cuti_sakit": "Cuti sakit",
    "cuti_melahirkan": "Cuti melahirkan",
    "cuti_besar": "Cuti besar",
    "cuti_alasan_penting": "Cuti alasan penting",
    "tugas_belajar": "Tugas belajar",
    "diperbantukan": "Diperbantukan",
    **MEMUTUS,
}


@dataclass(frozen=True, slots=True)
class Masa:
    """The days of one post in one piece, whoever evaluates on them: what one SKP can be for."""

    penugasan_id: UUID
    mulai: date
    selesai: date | None
    penugasan: tuple[Penugasan, ...]

    def pada(self, hari: date) -> Penugasan:
        """The segment in force on the day, else the nearest of this post."""
        sebelum = [p for p in self.penugasan if p.mulai <= hari]
        return sebelum[-1] if sebelum else self.penugasan[0]


def daftar_masa(pegawai: Pegawai) -> list[Masa]:
    """The person's posts, without the days of states that interrupt the service, in order of their start.

    A post is cut into segments where its evaluator changes; later ones carry an id made of the first one's and their start.
    """
    urut = sorted(pegawai.penugasan, key=lambda p: p.mulai)
    pos: list[list[Penugasan]] = []
    for satu in urut:
        if pos and satu.id == uuid5(NAMESPACE_OID, f"{pos[-1][0].id}/{satu.mulai.isoformat()}"):
            pos[-1].append(satu)
        else:
            pos.append([satu])
    return [masa for bagian in pos for masa in _tanpa_jeda(bagian, pegawai.keadaan)]


def _tanpa_jeda(bagian: list[Penugasan], keadaan: tuple[Keadaan, ...]) -> list[Masa]:
    mulai, akhir = bagian[0].mulai, bagian[-1].selesai or date.max
    potongan: list[tuple[date, date]] = []
    for jeda in sorted((k for k in keadaan if k.jenis in MEMUTUS), key=lambda k: k.mulai):
        sampai = jeda.selesai or date.max
        if sampai < mulai or jeda.mulai > akhir:
            continue
        if jeda.mulai > mulai:
            potongan.append((mulai, jeda.mulai - timedelta(days=1)))
        if sampai >= akhir:
            mulai = date.max
            break
        mulai = sampai + timedelta(days=1)
    if mulai <= akhir and mulai != date.max:
        potongan.append((mulai, akhir))
    return [Masa(bagian[0].id, m, None if a == date.max else a, tuple(bagian)) for m, a in potongan]


def masa_pada(pegawai: Pegawai, hari: date) -> Masa | None:
    """The post of the day in one piece; None without a post, or while a state interrupts the service."""
    return next((m for m in daftar_masa(pegawai) if m.mulai <= hari <= (m.selesai or date.max)), None)


def jeda_pada(pegawai: Pegawai, hari: date) -> Keadaan | None:
    """The state that interrupts the service on the day."""
    return next((k for k in pegawai.keadaan if k.jenis in MEMUTUS and k.mulai <= hari <= (k.selesai or date.max)), None)


def irisan_tahun(penugasan: Penugasan | Masa, tahun: int) -> tuple[date, date] | None:
    """The part of the segment inside the year, both ends inclusive; None when they do not meet."""
    mulai = max(penugasan.mulai, date(tahun, 1, 1))
    selesai = min(penugasan.selesai or date.max, date(tahun, 12, 31))
    return (mulai, selesai) if mulai <= selesai else None


def hari_acuan(tahun: int, hari_ini: date) -> date:
    """Today inside the year, else the nearest day of the year: what a new SKP is for when no day is given."""
    return min(max(hari_ini, date(tahun, 1, 1)), date(tahun, 12, 31))


def sebagai_orang(pegawai: Pegawai, hari: date) -> Orang:
    """The person as printed: post, unit and rank of the segment in force on ``hari``, else of the last one before, else of the first."""
    segmen = penugasan_pada(pegawai, hari) or _terdekat(pegawai, hari)
    return Orang(
        pegawai_id=pegawai.id,
        nama=pegawai.nama,
        nip=pegawai.nip,
        golongan=segmen.golongan if segmen else None,
        jabatan=segmen.jabatan if segmen else "",
        unit_kerja=segmen.unor_nama if segmen else "",
    )


def _terdekat(pegawai: Pegawai, hari: date) -> Penugasan | None:
    urut = sorted(pegawai.penugasan, key=lambda p: p.mulai)
    sebelum = [p for p in urut if p.mulai <= hari]
    return sebelum[-1] if sebelum else (urut[0] if urut else None)
