"""Storing assigned roles, and keeping the accounts' roles of today in step with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.domain.peran import Pemegangan, PeranPegawai, pemegangan
from shared import persistence
from shared.errors import NotFound

_PERAN = t.peran_pegawai.c
_KOLOM = tuple(_PERAN[nama] for nama in PeranPegawai.__dataclass_fields__)


class PenyimpananPeran(persistence.UnitOfWork):
    """``peran_pegawai`` is what was decided; ``akun.peran`` and ``akun.peran_unit`` are what follows from it today."""

    def get_peran(self, instansi_id: UUID, peran_id: UUID) -> PeranPegawai:
        """Locked until commit; raises :class:`NotFound`."""
        query = sa.select(*_KOLOM).where(_PERAN.id == peran_id, _PERAN.instansi_id == instansi_id).with_for_update()
        row = self.connection.execute(query).first()
        if row is None:
            raise NotFound("Peran ini tidak ada, atau bukan di instansi Anda.")
        return PeranPegawai(*row)

    def list_peran(self, pegawai_ids: Collection[UUID]) -> list[PeranPegawai]:
        """Every assignment of these people, past and revoked ones too, newest last."""
        query = sa.select(*_KOLOM).where(_PERAN.pegawai_id == sa.any_(sa.cast(list(pegawai_ids), pg.ARRAY(sa.Uuid))))
        return [PeranPegawai(*row) for row in self.connection.execute(query.order_by(_PERAN.dicatat_pada, _PERAN.id))]

    def list_peran_seluruh(self, instansi_id: UUID, peran: str) -> list[PeranPegawai]:
        """The assignments of a role for the whole instansi, to active people, that were not revoked."""
        query = (
            sa.select(*_KOLOM)
            .join(t.pegawai, t.pegawai.c.id == _PERAN.pegawai_id)
            .where(
                _PERAN.instansi_id == instansi_id,
                _PERAN.peran == peran,
                _PERAN.unor_id.is_(None),
                _PERAN.dicabut_pada.is_(None),
                t.pegawai.c.aktif,
            )
        )
        return [PeranPegawai(*row) for row in self.connection.execute(query)]

    def save_peran(self, instansi_id: UUID, daftar: Sequence[PeranPegawai]) -> None:
        if not daftar:
            return
        statement = pg.insert(t.peran_pegawai)
        ubah = {n: statement.excluded[n] for n in ("sampai", "dicabut_pada", "diakhiri_oleh", "alasan_akhir", "version")}
        rows = [{**{n: getattr(p, n) for n in PeranPegawai.__dataclass_fields__}, "instansi_id": instansi_id} for p in daftar]
        self.connection.execute(statement.on_conflict_do_update(index_elements=[_PERAN.id], set_=ubah), rows)

    def segarkan_peran(self, pegawai_ids: Collection[UUID], hari: date) -> None:
        """Write onto the accounts what these people hold on the day."""
        menurut_orang: dict[UUID, list[PeranPegawai]] = defaultdict(list)
        for satu in self.list_peran(pegawai_ids):
            menurut_orang[satu.pegawai_id].append(satu)
        for pegawai_id in sorted(pegawai_ids):
            kini = pemegangan(menurut_orang[pegawai_id], hari)
            self.connection.execute(
                sa.update(t.akun)
                .where(t.akun.c.pegawai_id == pegawai_id)
                .values(peran=list(kini.peran), peran_unit={nama: [str(u) for u in unit] for nama, unit in kini.unit})
            )

    def list_peran_bergeser(self, instansi_id: UUID, hari: date) -> list[UUID]:
        """The people whose accounts do not show what they hold on the day: a role began or ended since."""
        rows = self.connection.execute(
            sa.select(*_KOLOM).where(
                _PERAN.instansi_id == instansi_id,
                _PERAN.dicabut_pada.is_(None),
                sa.or_(_PERAN.dari.is_(None), _PERAN.dari <= hari),
                sa.or_(_PERAN.sampai.is_(None), _PERAN.sampai >= hari),
            )
        )
        seharusnya: dict[UUID, list[PeranPegawai]] = defaultdict(list)
        for row in rows:
            satu = PeranPegawai(*row)
            seharusnya[satu.pegawai_id].append(satu)
        a = t.akun.c
        tertulis = {
            row.pegawai_id: Pemegangan(
                frozenset(row.peran) - row.peran_unit.keys(),
                tuple((nama, tuple(sorted(map(UUID, unit)))) for nama, unit in sorted(row.peran_unit.items())),
            )
            for row in self.connection.execute(
                sa.select(a.pegawai_id, a.peran, a.peran_unit).where(
                    a.instansi_id == instansi_id, a.peran != sa.cast([], pg.ARRAY(sa.Text))
                )
            )
        }
        kosong = Pemegangan()
        return sorted(
            orang
            for orang in seharusnya.keys() | tertulis.keys()
            if pemegangan(seharusnya.get(orang, ()), hari) != tertulis.get(orang, kosong)
        )
