"""Storing substitutes, and what the editing of one person asks for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.domain.pengganti import Pengganti
from shared import persistence
from shared.errors import NotFound

_KOLOM = tuple(t.pengganti.c[nama] for nama in Pengganti.__dataclass_fields__)


class PenyimpananPengganti(persistence.UnitOfWork):
    def get_pengganti(self, instansi_id: UUID, pengganti_id: UUID) -> Pengganti:
        """Locked until commit; raises :class:`NotFound`."""
        query = sa.select(*_KOLOM).where(t.pengganti.c.id == pengganti_id, t.pengganti.c.instansi_id == instansi_id).with_for_update()
        row = self.connection.execute(query).first()
        if row is None:
            raise NotFound("Penggantian ini tidak ada, atau bukan di instansi Anda.")
        return Pengganti(*row)

    def list_pengganti(
        self, instansi_id: UUID, *, unor_id: UUID | None = None, pegawai_id: UUID | None = None, sejak: date | None = None
    ) -> list[Pengganti]:
        """All of the instansi, or of a unit or a substitute; ``sejak``: those that are not over before the day."""
        query = sa.select(*_KOLOM).where(t.pengganti.c.instansi_id == instansi_id)
        if unor_id is not None:
            query = query.where(t.pengganti.c.unor_id == unor_id)
        if pegawai_id is not None:
            query = query.where(t.pengganti.c.pegawai_id == pegawai_id)
        if sejak is not None:
            query = query.where(t.pengganti.c.sampai >= sejak)
        return [Pengganti(*row) for row in self.connection.execute(query.order_by(t.pengganti.c.dari, t.pengganti.c.id))]

    def save_pengganti(self, instansi_id: UUID, satu: Pengganti) -> None:
        isi = {nama: getattr(satu, nama) for nama in Pengganti.__dataclass_fields__}
        statement = pg.insert(t.pengganti).values(**isi, instansi_id=instansi_id)
        ubah = {nama: statement.excluded[nama] for nama in isi if nama != "id"}
        self.connection.execute(statement.on_conflict_do_update(index_elements=[t.pengganti.c.id], set_=ubah))

    def ganti_nama_akun(self, pegawai_id: UUID, nama_akun: str) -> None:
        self.connection.execute(sa.update(t.akun).where(t.akun.c.pegawai_id == pegawai_id).values(nama_akun=nama_akun))

    def nip_dipakai(self, instansi_id: UUID, nip: str) -> UUID | None:
        query = sa.select(t.pegawai.c.id).where(t.pegawai.c.instansi_id == instansi_id, t.pegawai.c.nip == nip)
        found: UUID | None = self.connection.execute(query).scalar()
        return found

    def cari_id(self, instansi_id: UUID, tulisan: str) -> list[UUID]:
        """People with this number or exactly this name, at most two."""
        rapi = " ".join(tulisan.split())
        cocok = sa.or_(t.pegawai.c.nip == rapi.replace(" ", ""), sa.func.lower(t.pegawai.c.nama) == rapi.lower())
        query = sa.select(t.pegawai.c.id).where(t.pegawai.c.instansi_id == instansi_id, cocok).limit(2)
        return list(self.connection.execute(query).scalars())

    def list_akan_nonaktif(self, hari: date) -> list[tuple[UUID, UUID]]:
        """(person, instansi) still active though a state that ends the service has begun by the day."""
        berakhir = sa.text(
            "EXISTS (SELECT 1 FROM jsonb_array_elements(pegawai.keadaan) k WHERE k->>'jenis' IN ('pensiun', 'meninggal', 'berhenti') AND k->>'mulai' <= :hari)"
        ).bindparams(hari=hari.isoformat())
        ada = t.pegawai.c.keadaan != sa.cast([], pg.JSONB)
        rows = self.connection.execute(sa.select(t.pegawai.c.id, t.pegawai.c.instansi_id).where(t.pegawai.c.aktif, ada, berakhir))
        return [(row.id, row.instansi_id) for row in rows]
