"""Which segment of a person's service an SKP is for, and how persons are printed on it."""

from __future__ import annotations

from datetime import date

from shared.contracts.auth import Pegawai, Penugasan
from shared.contracts.skp import Orang


def penugasan_pada(pegawai: Pegawai, hari: date) -> Penugasan | None:
    """The segment in force on ``hari``."""
    return next((p for p in pegawai.penugasan if p.mulai <= hari and (p.selesai is None or hari <= p.selesai)), None)


def irisan_tahun(penugasan: Penugasan, tahun: int) -> tuple[date, date] | None:
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
