"""The one place where penilaian asks who may act as evaluator of whom today: loading it, and the same as a condition of SQL."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from penilaian.adapters import tables as t
from penilaian.domain.wewenang import Penggantian, Wewenang
from shared import clock
from shared.persistence import UnitOfWork as BaseUnitOfWork

_WEWENANG = sa.text(
    """
    WITH hari AS (
      SELECT CAST(CAST(:kini AS timestamptz) AT TIME ZONE COALESCE((SELECT zona_waktu FROM instansi_view WHERE id = :instansi), 'Asia/Jakarta') AS date) AS hari)
    SELECT g.pegawai_id, g.jenis, g.unor_id, COALESCE(u.nama, '') AS unor_nama, g.digantikan_id, g.sampai
      FROM pengganti_view g CROSS JOIN hari h LEFT JOIN unor_view u ON u.id = g.unor_id
     WHERE g.instansi_id = :instansi AND NOT g.dicabut AND h.hari BETWEEN g.dari AND g.sampai
       AND (g.pegawai_id = :saya
            OR (g.jenis = 'plh' AND EXISTS (SELECT 1 FROM evaluasi s WHERE s.pegawai_id = g.pegawai_id AND s.penilai_id = g.digantikan_id AND s.atasan_penilai_id = :saya)))
    """
)


class PenyimpananWewenang(BaseUnitOfWork):
    def get_wewenang(self, instansi_id: UUID, pegawai_id: UUID) -> Wewenang:
        """What the person may act for today, where the instansi is; one statement."""
        rows = self.connection.execute(_WEWENANG, {"kini": clock.now(), "instansi": instansi_id, "saya": pegawai_id}).all()
        return Wewenang(
            pegawai_id,
            tuple(Penggantian(r.jenis, r.unor_id, r.unor_nama, r.digantikan_id, r.sampai) for r in rows if r.pegawai_id == pegawai_id),
            frozenset((r.pegawai_id, r.digantikan_id) for r in rows if r.pegawai_id != pegawai_id),
        )


def dinilai(wewenang: Wewenang) -> sa.ColumnElement[bool]:
    """The rows of ``evaluasi``, joined with their ``skp_view``, on which this person may decide today, as :meth:`Wewenang.sebagai` says for one."""
    saya, kolom, lowong = wewenang.pegawai_id, t.evaluasi.c, t.skp_view.c.unor_lowong
    cara = [kolom.penilai_id == saya, sa.and_(kolom.penilai_id.is_(None), kolom.atasan_penilai_id == saya)]
    if wewenang.digantikan:
        cara.append(sa.and_(kolom.penilai_id.in_(wewenang.digantikan), kolom.pegawai_id != saya))
    if wewenang.lowong:
        cara.append(sa.and_(lowong != [], lowong.overlap(list(wewenang.lowong)), kolom.pegawai_id != saya))
    if wewenang.diwakili:
        cara.append(sa.and_(kolom.atasan_penilai_id == saya, sa.tuple_(kolom.pegawai_id, kolom.penilai_id).in_(list(wewenang.diwakili))))
    return sa.or_(*cara)
