"""Storing substitutes, and finding the people whom a change of one person concerns."""

from __future__ import annotations

from collections.abc import Collection
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

    # Whom a change concerns

    def id_bertugas_di_bawah(self, instansi_id: UUID, unor: Collection[UUID]) -> set[UUID]:
        """People with a post, at any time, in these units or below them."""
        if not unor:
            return set()
        atas = sa.select(sa.func.unnest(sa.cast(sorted(unor), pg.ARRAY(sa.Uuid))).label("id")).cte("bawah", recursive=True)
        pohon = atas.union(sa.select(t.unor.c.id).join(atas, t.unor.c.induk_id == atas.c.id))
        query = sa.select(t.penugasan.c.pegawai_id).where(
            t.penugasan.c.instansi_id == instansi_id, t.penugasan.c.unor_id.in_(sa.select(pohon.c.id))
        )
        return set(self.connection.execute(query.distinct()).scalars())

    def id_dinilai(self, instansi_id: UUID, penilai: Collection[UUID]) -> set[UUID]:
        """People who have, at any time, one of these as evaluator."""
        siapa = sa.any_(sa.literal(list(penilai), pg.ARRAY(sa.Uuid)))
        query = sa.select(t.penugasan.c.pegawai_id).where(t.penugasan.c.instansi_id == instansi_id, t.penugasan.c.penilai_id == siapa)
        return set(self.connection.execute(query.distinct()).scalars())

    def id_kepala(self, instansi_id: UUID) -> set[UUID]:
        """People who head, at any time, a unit."""
        query = sa.select(t.penugasan.c.pegawai_id).where(t.penugasan.c.instansi_id == instansi_id, t.penugasan.c.kepala)
        return set(self.connection.execute(query.distinct()).scalars())

    def ganti_nama_akun(self, pegawai_id: UUID, nama_akun: str) -> None:
        self.connection.execute(sa.update(t.akun).where(t.akun.c.pegawai_id == pegawai_id).values(nama_akun=nama_akun))

    def nip_dipakai(self, instansi_id: UUID, nip: str) -> UUID | None:
        query = sa.select(t.pegawai.c.id).where(t.pegawai.c.instansi_id == instansi_id, t.pegawai.c.nip == nip)
        found: UUID | None = self.connection.execute(query).scalar()
        return found

    def list_akan_nonaktif(self, hari: date) -> list[tuple[UUID, UUID]]:
        """(person, instansi) still active though a state that ends the service has begun by the day."""
        berakhir = sa.text(
            "EXISTS (SELECT 1 FROM jsonb_array_elements(pegawai.keadaan) k WHERE k->>'jenis' IN ('pensiun', 'meninggal') AND k->>'mulai' <= :hari)"
        ).bindparams(hari=hari.isoformat())
        ada = t.pegawai.c.keadaan != sa.cast([], pg.JSONB)
        rows = self.connection.execute(sa.select(t.pegawai.c.id, t.pegawai.c.instansi_id).where(t.pegawai.c.aktif, ada, berakhir))
        return [(row.id, row.instansi_id) for row in rows]
