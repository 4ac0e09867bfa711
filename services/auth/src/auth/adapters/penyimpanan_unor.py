"""The unit tree in the database, with its past and what is planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.domain.organisasi import MasaUnor, Unor
from shared import persistence
from shared.errors import NotFound

_KOLOM = ("id", "kode", "nama", "jenis", "induk_id", "berlaku_dari", "berlaku_sampai", "version", "dasar", "oleh", "dicatat_pada")
_MASA = ("mulai", "selesai", "nama", "jenis", "induk_id", "dasar", "oleh", "dicatat_pada")


class PenyimpananUnor(persistence.UnitOfWork):
    def list_unor(self, instansi_id: UUID) -> list[Unor]:
        """All units, those that ended too, by code."""
        return self._unor(t.unor.c.instansi_id == instansi_id)

    def get_unor(self, unor_id: UUID, *, kunci: bool = False) -> Unor:
        """Raises :class:`NotFound`. ``kunci`` holds the row until commit."""
        if kunci:
            self.connection.execute(sa.select(t.unor.c.id).where(t.unor.c.id == unor_id).with_for_update())
        found = self._unor(t.unor.c.id == unor_id)
        if not found:
            raise NotFound("Unit ini tidak ada, atau bukan di instansi Anda.")
        return found[0]

    def _unor(self, unor: sa.ColumnElement[bool]) -> list[Unor]:
        lain = t.unor_riwayat.c
        query = (
            sa.select(*(t.unor.c[nama] for nama in _KOLOM), lain.lampau, *(lain[nama].label(f"masa_{nama}") for nama in _MASA))
            .outerjoin(t.unor_riwayat, lain.unor_id == t.unor.c.id)
            .where(unor)
            .order_by(t.unor.c.kode, t.unor.c.id, lain.mulai)
        )
        hasil: list[Unor] = []
        for _, kelompok in groupby(self.connection.execute(query), key=lambda row: row.id):
            rows = list(kelompok)
            row = rows[0]
            masa = [(r.lampau, MasaUnor(*r[-len(_MASA) :])) for r in rows if r.masa_mulai is not None]
            hasil.append(
                Unor(
                    row.id,
                    row.kode,
                    row.nama,
                    row.jenis,
                    row.induk_id,
                    row.berlaku_dari,
                    row.berlaku_sampai,
                    row.version,
                    lampau=tuple(m for dahulu, m in masa if dahulu),
                    rencana=tuple(m for dahulu, m in masa if not dahulu),
                    dasar=row.dasar,
                    oleh=row.oleh,
                    dicatat_pada=row.dicatat_pada,
                )
            )
        return hasil

    def save_unor(self, instansi_id: UUID, unor: Iterable[Unor]) -> None:
        """Store units with their past and what is planned."""
        daftar = list(unor)
        if not daftar:
            return
        statement = pg.insert(t.unor)
        changes = {nama: statement.excluded[nama] for nama in _KOLOM if nama != "id"}
        self.connection.execute(
            statement.on_conflict_do_update(index_elements=[t.unor.c.id], set_=changes),
            [{**{nama: getattr(u, nama) for nama in _KOLOM}, "instansi_id": instansi_id} for u in daftar],
        )
        self.connection.execute(sa.delete(t.unor_riwayat).where(t.unor_riwayat.c.unor_id.in_([u.id for u in daftar])))
        riwayat = [
            {**{nama: getattr(m, nama) for nama in _MASA}, "unor_id": u.id, "instansi_id": instansi_id, "lampau": lampau}
            for u in daftar
            for lampau, masa in ((True, u.lampau), (False, u.rencana))
            for m in masa
        ]
        if riwayat:
            self.connection.execute(sa.insert(t.unor_riwayat), riwayat)

    def unor_jatuh_tempo(self, instansi_id: UUID, hari: date) -> list[UUID]:
        """Units of which a planned version has begun by the day."""
        query = sa.select(t.unor_riwayat.c.unor_id).where(
            t.unor_riwayat.c.instansi_id == instansi_id, ~t.unor_riwayat.c.lampau, t.unor_riwayat.c.mulai <= hari
        )
        return list(self.connection.execute(query.distinct()).scalars())
