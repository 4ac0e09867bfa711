"""What the page of the audit trail needs beside the rows: names for ids, and a person for a NIP."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import tables as t
from auth.adapters.unit_of_work import UnitOfWork
from auth.domain.nip import rapikan

KELOMPOK = {
    "akun.": "Akun dan masuk",
    "sesi.": "Sesi",
    "token.": "Pencabutan token",
    "peran.": "Peran",
    "pegawai.": "Pegawai",
    "penilai.": "Penilai",
    "keluhan_atasan.": "Laporan atasan salah",
    "pengganti.": "Plt dan Plh",
    "unor.": "Unit",
    "impor.": "Impor",
    "pengaturan.": "Pengaturan",
    "instansi.": "Instansi",
    "klien.": "Klien API",
    "pelanggan.": "Pelanggan peristiwa",
    "salinan_data.": "Salinan data",
    "kunci.": "Kunci",
    "jejak.": "Jejak audit",
    "baca": "Pembacaan",
}
"""Beginnings of deeds as the page offers them."""


def nama_orang(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of people, and of API clients, for they act too."""
    if not ids:
        return {}
    orang = sa.select(t.pegawai.c.id, t.pegawai.c.nama).where(t.pegawai.c.id.in_(ids))
    klien = sa.select(t.klien.c.id, t.klien.c.nama).where(t.klien.c.id.in_(ids))
    return {row.id: row.nama for row in uow.connection.execute(orang.union_all(klien))}


def cari_orang(uow: UnitOfWork, instansi_id: UUID, teks: str) -> UUID | None:
    """The person of an id, a NIP or an account's name; None when there is none."""
    try:
        return UUID(teks)
    except ValueError:
        nama = rapikan(teks) if rapikan(teks).isdigit() else teks.strip().casefold()
        statement = sa.select(t.akun.c.pegawai_id).where(t.akun.c.instansi_id == instansi_id, t.akun.c.nama_akun == nama)
        found: UUID | None = uow.connection.execute(statement).scalar()
        return found
