"""The one place where a service asks who may act as evaluator of whom today: loading it, and the same as a condition of SQL."""

from __future__ import annotations

from functools import cache
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa

from shared import clock
from shared.persistence.unit_of_work import UnitOfWork
from shared.wewenang import Penggantian, Wewenang


class PenyimpananWewenang(UnitOfWork):
    """A unit of work that knows ``get_wewenang``. ``dokumen`` is the service's table of documents with owner, evaluator and evaluator's superior."""

    dokumen: ClassVar[sa.Table]

    def get_wewenang(self, instansi_id: UUID, pegawai_id: UUID) -> Wewenang:
        """What the person may act for today, where the instansi is; one statement."""
        berlaku = _berlaku(self.dokumen.name, bernama="nama" in self.dokumen.metadata.tables["unor_view"].c)
        rows = self.connection.execute(berlaku, {"kini": clock.now(), "instansi": instansi_id, "saya": pegawai_id}).all()
        return Wewenang(
            pegawai_id,
            tuple(Penggantian(r.jenis, r.unor_id, r.unor_nama, r.digantikan_id, r.sampai) for r in rows if r.pegawai_id == pegawai_id),
            frozenset((r.pegawai_id, r.digantikan_id) for r in rows if r.pegawai_id != pegawai_id),
        )


@cache
def _berlaku(dokumen: str, *, bernama: bool) -> sa.TextClause:
    nama, unor = ("COALESCE(u.nama, '')", "LEFT JOIN unor_view u ON u.id = g.unor_id") if bernama else ("''", "")
    return sa.text(
        f"""
        WITH hari AS (
          SELECT CAST(CAST(:kini AS timestamptz) AT TIME ZONE COALESCE((SELECT zona_waktu FROM instansi_view WHERE id = :instansi), 'Asia/Jakarta') AS date) AS hari)
        SELECT g.pegawai_id, g.jenis, g.unor_id, {nama} AS unor_nama, g.digantikan_id, g.sampai
          FROM pengganti_view g CROSS JOIN hari h {unor}
         WHERE g.instansi_id = :instansi AND NOT g.dicabut AND h.hari BETWEEN g.dari AND g.sampai
           AND (g.pegawai_id = :saya
                OR (g.jenis = 'plh' AND EXISTS (SELECT 1 FROM {dokumen} s WHERE s.pegawai_id = g.pegawai_id AND s.penilai_id = g.digantikan_id AND s.atasan_penilai_id = :saya)))
        """  # noqa: S608 - names of our own tables
    )


def syarat_dinilai(wewenang: Wewenang, dokumen: sa.Table, unor_lowong: sa.ColumnElement[list[UUID]]) -> sa.ColumnElement[bool]:
    """The rows of ``dokumen`` on which this person may decide today, as :meth:`Wewenang.sebagai` says for one."""
    saya, kolom = wewenang.pegawai_id, dokumen.c
    cara = [kolom.penilai_id == saya, sa.and_(kolom.penilai_id.is_(None), kolom.atasan_penilai_id == saya)]
    if wewenang.digantikan:
        cara.append(sa.and_(kolom.penilai_id.in_(wewenang.digantikan), kolom.pegawai_id != saya))
    if wewenang.lowong:
        cara.append(sa.and_(unor_lowong != [], unor_lowong.overlap(list(wewenang.lowong)), kolom.pegawai_id != saya))
    if wewenang.diwakili:
        cara.append(sa.and_(kolom.atasan_penilai_id == saya, sa.tuple_(kolom.pegawai_id, kolom.penilai_id).in_(list(wewenang.diwakili))))
    return sa.or_(*cara)
