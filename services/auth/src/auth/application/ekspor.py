"""What the organisation looks like as sheets: the same columns that the import reads, so that an export imported again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import tables as t
from auth.adapters.unit_of_work import UnitOfWork
from auth.domain.bentuk import Sel
from auth.domain.keadaan import JENIS_KEADAAN
from auth.domain.organisasi import JENIS_JABATAN, JENIS_UNOR, PERAN_LEWAT_IMPOR, STATUS

_SEKALI = 2_000


def hitung(uow: UnitOfWork, instansi_id: UUID) -> int:
    """How many people an export has."""
    return uow.hitung_pegawai(instansi_id)


def unit(uow: UnitOfWork, instansi_id: UUID) -> Iterator[list[Sel]]:
    semua = uow.list_unor(instansi_id)
    kode = {u.id: u.kode for u in semua}
    for u in semua:
        induk = kode.get(u.induk_id, "") if u.induk_id else ""
        yield [u.kode, u.nama, JENIS_UNOR.get(u.jenis, u.jenis), induk, u.berlaku_dari, u.berlaku_sampai]


def _orang(uow: UnitOfWork, instansi_id: UUID) -> Iterator[Any]:
    """Everybody whom the import knows again: by NIP, or as a state official by name."""
    query = (
        sa.select(
            t.pegawai.c.id,
            t.pegawai.c.nip,
            t.pegawai.c.nama,
            t.pegawai.c.status,
            t.pegawai.c.aktif,
            t.pegawai.c.jabatan,
            t.pegawai.c.keadaan,
            t.akun.c.peran,
            t.akun.c.peran_unit,
        )
        .outerjoin(t.akun, t.akun.c.pegawai_id == t.pegawai.c.id)
        .where(t.pegawai.c.instansi_id == instansi_id, sa.or_(t.pegawai.c.nip.is_not(None), t.pegawai.c.status == "pejabat_negara"))
        .order_by(t.pegawai.c.nama, t.pegawai.c.id)
    )
    yield from uow.connection.execute(query, execution_options={"stream_results": True, "yield_per": _SEKALI})


def pegawai(uow: UnitOfWork, instansi_id: UUID) -> Iterator[list[Sel]]:
    for o in _orang(uow, instansi_id):
        peran = ", ".join(p for p in o.peran or () if p in PERAN_LEWAT_IMPOR and p not in o.peran_unit)
        yield [o.nip, o.nama, STATUS[o.status], "Ya" if o.aktif else "Tidak", peran]


def penugasan(uow: UnitOfWork, instansi_id: UUID) -> Iterator[list[Sel]]:
    kode = {str(u.id): u.kode for u in uow.list_unor(instansi_id)}
    penilai = _penilai_tertulis(uow, instansi_id)
    for o in _orang(uow, instansi_id):
        for j in o.jabatan:
            yield [
                o.nip, o.nama, kode[j["unor_id"]], j["jabatan"], JENIS_JABATAN.get(j["jenis_jabatan"], j["jenis_jabatan"]), j.get("jenjang"),
                j.get("golongan"), "Ya" if j.get("kepala") else "Tidak", penilai.get(j.get("penilai_id") or "", ""), j["mulai"], j.get("selesai"),
            ]  # fmt: skip


def _penilai_tertulis(uow: UnitOfWork, instansi_id: UUID) -> dict[str, str]:
    """NIP, or the name of who has none, of everybody who is somebody's explicit evaluator."""
    rows = uow.connection.execute(
        sa.text(
            "SELECT p.id, coalesce(p.nip, p.nama) AS sebutan FROM pegawai p WHERE p.id IN (SELECT CAST(j ->> 'penilai_id' AS uuid)"
            " FROM pegawai, jsonb_array_elements(jabatan) AS j WHERE instansi_id = :i AND j ->> 'penilai_id' IS NOT NULL)"
        ),
        {"i": instansi_id},
    )
    return {str(row.id): row.sebutan for row in rows}


def cuti(uow: UnitOfWork, instansi_id: UUID) -> Iterator[list[Sel]]:
    for o in _orang(uow, instansi_id):
        for k in o.keadaan:
            yield [o.nip, o.nama, JENIS_KEADAAN[k["jenis"]], k["mulai"], k.get("selesai"), k.get("dasar")]


LEMBAR = {"unit": ("Unit", unit), "pegawai": ("Pegawai", pegawai), "penugasan": ("Penugasan", penugasan), "cuti": ("Cuti", cuti)}
"""Name in the address → (sheet, its rows)."""
