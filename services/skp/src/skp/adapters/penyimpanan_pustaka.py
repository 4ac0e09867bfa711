"""The library of RHK per jabatan in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.unit_of_work import UnitOfWork
from skp.adapters import tables as t
from skp.domain.isi import IsianRhk
from skp.domain.pustaka import Butir

_POTONGAN = 500


class PenyimpananPustaka(UnitOfWork):
    """A unit of work that knows the library of the instansi."""

    def save_pustaka(self, butir: Sequence[Butir]) -> dict[str, int]:
        """Add the new, replace the changed; how many were baru, berubah, tetap."""
        hitung = {"baru": 0, "berubah": 0, "tetap": 0}
        for awal in range(0, len(butir), _POTONGAN):
            potongan = butir[awal : awal + _POTONGAN]
            ada = self._ada(potongan)
            tulis = [b for b in potongan if ada.get(b.kunci) != b.rhk]
            hitung["tetap"] += len(potongan) - len(tulis)
            hitung["berubah"] += sum(b.kunci in ada for b in tulis)
            hitung["baru"] += sum(b.kunci not in ada for b in tulis)
            if tulis:
                sisip = pg.insert(t.pustaka)
                nilai = {"jabatan": sisip.excluded.jabatan, "teks": sisip.excluded.teks, "isi": sisip.excluded.isi}
                self.connection.execute(sisip.on_conflict_do_update(constraint="pustaka_sekali", set_=nilai), [_kolom(b) for b in tulis])
        return hitung

    def _ada(self, butir: Sequence[Butir]) -> dict[tuple[str, str], IsianRhk]:
        p = t.pustaka.c
        statement = sa.select(p.kunci, p.sidik, p.isi).where(
            p.instansi_id == butir[0].instansi_id, p.kunci.in_({b.kunci[0] for b in butir}), p.sidik.in_([b.kunci[1] for b in butir])
        )
        return {(b.kunci, b.sidik): msgspec.convert(b.isi, IsianRhk, strict=False) for b in self.connection.execute(statement)}

    def count_pustaka(self, instansi_id: UUID) -> int:
        return self.connection.execute(
            sa.select(sa.func.count()).select_from(t.pustaka).where(t.pustaka.c.instansi_id == instansi_id)
        ).scalar_one()

    def list_pustaka(
        self, instansi_id: UUID, *, cari: str = "", kunci: Collection[str] | None = None, cursor: UUID | None = None, batas: int
    ) -> list[Butir]:
        """In the order of the jabatan, from after the entry ``cursor`` on; ``kunci``: only of these jabatan."""
        p = t.pustaka.c
        statement = sa.select(t.pustaka).where(p.instansi_id == instansi_id).order_by(p.kunci, p.id).limit(batas)
        if kunci is not None:
            statement = statement.where(p.kunci.in_(kunci))
        if cari:
            statement = statement.where(sa.or_(p.jabatan.icontains(cari, autoescape=True), p.teks.icontains(cari, autoescape=True)))
        if cursor is not None:
            akhir = sa.select(t.pustaka.c.kunci).where(t.pustaka.c.id == cursor).scalar_subquery()
            statement = statement.where(sa.tuple_(p.kunci, p.id) > sa.tuple_(akhir, sa.literal(cursor)))
        return [_baca(baris) for baris in self.connection.execute(statement)]

    def semua_pustaka(self, instansi_id: UUID) -> Iterator[Butir]:
        p = t.pustaka.c
        rows = self.connection.execute(sa.select(t.pustaka).where(p.instansi_id == instansi_id).order_by(p.kunci, p.id))
        return (_baca(baris) for baris in rows)

    def get_pustaka(self, ids: Collection[UUID], kunci: Collection[str]) -> list[Butir]:
        """Those of the entries that serve a post, in the order of ``ids``."""
        rows = self.connection.execute(sa.select(t.pustaka).where(t.pustaka.c.id.in_(ids), t.pustaka.c.kunci.in_(kunci)))
        ada = {b.id: _baca(b) for b in rows}
        return [ada[i] for i in dict.fromkeys(ids) if i in ada]

    def delete_pustaka(self, butir_id: UUID) -> str | None:
        """The jabatan of the entry that was taken out; None when it is there no more."""
        return self.connection.execute(sa.delete(t.pustaka).where(t.pustaka.c.id == butir_id).returning(t.pustaka.c.jabatan)).scalar()


def _baca(baris: Any) -> Butir:
    return Butir(baris.id, baris.instansi_id, baris.jabatan, msgspec.convert(baris.isi, IsianRhk, strict=False))


def _kolom(butir: Butir) -> dict[str, object]:
    return {
        "id": butir.id,
        "instansi_id": butir.instansi_id,
        "jabatan": butir.jabatan,
        "kunci": butir.kunci[0],
        "sidik": butir.kunci[1],
        "teks": butir.rhk.teks,
        "isi": msgspec.to_builtins(butir.rhk),
    }
