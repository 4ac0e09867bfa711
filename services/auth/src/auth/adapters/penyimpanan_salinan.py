"""Requests for a copy of one's data, in auth's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import tables as t
from auth.domain.salinan import Salinan
from shared import persistence

_S = t.salinan_data.c
_B = t.salinan_data_bagian.c
_BAGIAN = sa.select(sa.func.array_agg(_B.layanan)).where(_B.salinan_id == _S.id).scalar_subquery().label("bagian")
_KOLOM = (_S.id, _S.instansi_id, _S.pegawai_id, _S.diminta_pada, _S.percobaan, _S.selesai_pada, _BAGIAN)


class PenyimpananSalinan(persistence.UnitOfWork):
    def add_salinan(self, salinan: Salinan) -> None:
        self.connection.execute(
            sa.insert(t.salinan_data).values(
                id=salinan.id,
                instansi_id=salinan.instansi_id,
                pegawai_id=salinan.pegawai_id,
                diminta_pada=salinan.diminta_pada,
                coba_lagi_pada=salinan.diminta_pada,
                percobaan=0,
            )
        )

    def salinan_terakhir(self, pegawai_id: UUID) -> Salinan | None:
        row = self.connection.execute(
            sa.select(*_KOLOM).where(_S.pegawai_id == pegawai_id).order_by(_S.diminta_pada.desc()).limit(1)
        ).first()
        return _salinan(row) if row else None

    def kunci_pegawai(self, pegawai_id: UUID) -> None:
        """Until commit nobody else asks for the same person."""
        self.connection.execute(sa.select(t.pegawai.c.id).where(t.pegawai.c.id == pegawai_id).with_for_update())

    def ambil_salinan_berikut(self, pada: datetime) -> Salinan | None:
        """The request that has waited longest and is due, held until commit."""
        query = sa.select(*_KOLOM).where(_S.selesai_pada.is_(None), _S.coba_lagi_pada <= pada).order_by(_S.coba_lagi_pada).limit(1)
        row = self.connection.execute(query.with_for_update(of=t.salinan_data, skip_locked=True)).first()
        return _salinan(row) if row else None

    def tunda_salinan(self, salinan_id: UUID, sampai: datetime) -> None:
        self.connection.execute(
            sa.update(t.salinan_data).where(_S.id == salinan_id).values(coba_lagi_pada=sampai, percobaan=_S.percobaan + 1)
        )

    def add_bagian(self, salinan: Salinan, layanan: str, isi: bytes) -> None:
        self.connection.execute(
            sa.insert(t.salinan_data_bagian).values(salinan_id=salinan.id, instansi_id=salinan.instansi_id, layanan=layanan, isi=isi)
        )
        self.connection.execute(sa.update(t.salinan_data).where(_S.id == salinan.id).values(percobaan=0))

    def list_bagian(self, salinan_id: UUID) -> Mapping[str, bytes]:
        rows = self.connection.execute(sa.select(_B.layanan, _B.isi).where(_B.salinan_id == salinan_id))
        return {row.layanan: bytes(row.isi) for row in rows}

    def selesaikan_salinan(self, salinan_id: UUID, berkas: bytes, pada: datetime) -> None:
        self.connection.execute(sa.update(t.salinan_data).where(_S.id == salinan_id).values(berkas=berkas, selesai_pada=pada))
        self.connection.execute(sa.delete(t.salinan_data_bagian).where(_B.salinan_id == salinan_id))

    def berkas_salinan(self, salinan_id: UUID, pegawai_id: UUID) -> bytes | None:
        berkas = self.connection.execute(sa.select(_S.berkas).where(_S.id == salinan_id, _S.pegawai_id == pegawai_id)).scalar()
        return bytes(berkas) if berkas is not None else None

    def hapus_salinan_lama(self, sebelum: datetime) -> None:
        self.connection.execute(sa.delete(t.salinan_data).where(sa.func.coalesce(_S.selesai_pada, _S.diminta_pada) < sebelum))


def _salinan(row: Any) -> Salinan:
    return Salinan(row.id, row.instansi_id, row.pegawai_id, row.diminta_pada, row.percobaan, row.selesai_pada, frozenset(row.bagian or ()))
