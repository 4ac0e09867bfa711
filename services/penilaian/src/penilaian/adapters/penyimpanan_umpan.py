"""Storing of feedback."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from penilaian.adapters.tables import umpan_balik
from penilaian.domain.umpan import KELOMPOK_TERKECIL, UmpanBalik

_BUKA = sa.text(
    """
    WITH siap AS (
      SELECT u.instansi_id, u.pegawai_id, u.peran_pemberi, min(u.masa_mulai) AS mulai, max(u.masa_selesai) AS selesai
        FROM umpan_balik u LEFT JOIN instansi_view i ON i.id = u.instansi_id
       WHERE u.gelombang_selesai IS NULL AND u.peran_pemberi IN ('rekan', 'bawahan')
         AND u.masa_selesai < CAST(CAST(:kini AS timestamptz) AT TIME ZONE COALESCE(i.zona_waktu, 'Asia/Jakarta') AS date)
       GROUP BY u.instansi_id, u.pegawai_id, u.peran_pemberi
      HAVING count(DISTINCT u.dari_id) >= greatest(:terkecil, max(CAST(i.pengaturan->>'umpan_balik_minimum' AS integer))))
    UPDATE umpan_balik u SET gelombang_mulai = s.mulai, gelombang_selesai = s.selesai, version = version + 1
      FROM siap s
     WHERE u.pegawai_id = s.pegawai_id AND u.peran_pemberi = s.peran_pemberi AND u.gelombang_selesai IS NULL AND u.masa_selesai <= s.selesai
    RETURNING u.instansi_id, u.pegawai_id, u.peran_pemberi
    """
)
"""All that is closed of a person and a group opens together, once its periods are over and enough different givers wrote it."""


def kunci_pemberi(connection: sa.Connection, dari_id: UUID) -> None:
    """One giver writes one entry after the other, so that two at once do not both pass the count."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"umpan_balik {dari_id}", 0))))


def hitung_sejak(connection: sa.Connection, dari_id: UUID, pegawai_id: UUID, sejak: datetime) -> tuple[int, int]:
    """(entries of the giver since then, those about this person)."""
    u = umpan_balik.c
    statement = sa.select(sa.func.count(), sa.func.count().filter(u.pegawai_id == pegawai_id))
    row = connection.execute(statement.where(u.dari_id == dari_id, u.dibuat_pada >= sejak)).one()
    return int(row[0]), int(row[1])


def tambah(connection: sa.Connection, satu: UmpanBalik) -> None:
    kolom = (
        "id", "instansi_id", "pegawai_id", "dari_id", "teks", "rhk_id", "perilaku", "tanggal", "dibuat_pada", "version",
    )  # fmt: skip
    nilai = {nama: getattr(satu, nama) for nama in kolom}
    masa = {"masa_nama": satu.masa.nama, "masa_mulai": satu.masa.mulai, "masa_selesai": satu.masa.selesai}
    connection.execute(sa.insert(umpan_balik).values(**nilai, **masa, peran_pemberi=satu.peran_pemberi.value, jenis=satu.jenis.value))


def buka_gelombang(connection: sa.Connection, kini: datetime) -> Sequence[tuple[UUID, UUID, str]]:
    """(instansi, person, group) of each batch that opened now."""
    rows = connection.execute(_BUKA, {"kini": kini, "terkecil": KELOMPOK_TERKECIL})
    return list(dict.fromkeys((row.instansi_id, row.pegawai_id, row.peran_pemberi) for row in rows))
