"""Storing whose tokens are refused, and the locks that make the moment of a revocation exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import tables as t
from auth.domain.akun import Kedudukan
from shared import persistence
from shared.contracts.auth import Pencabutan
from shared.persistence.pencabutan import take


class PenyimpananPencabutan(persistence.UnitOfWork):
    """Whoever issues a token and whoever takes one back holds the row of the account: either the token is older than the revocation, or it
    was made from what the revocation left behind."""

    def saat_ini(self) -> datetime:
        """The clock of the database: one for all processes that issue and revoke."""
        moment: datetime = self.connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        return moment

    def catat_token(self, pegawai_id: UUID) -> datetime:
        """Hold the account's row until commit; the moment of a token that is issued for it."""
        moment: datetime | None = self.connection.execute(
            sa.update(t.akun)
            .where(t.akun.c.pegawai_id == pegawai_id)
            .values(token_pada=sa.func.clock_timestamp())
            .returning(sa.func.clock_timestamp())
        ).scalar()
        return moment or self.saat_ini()

    def kunci_bertoken(self, pegawai_ids: Sequence[UUID], masa: timedelta) -> list[UUID]:
        """Hold the accounts' rows until commit; those for whom a token was issued within ``masa``."""
        rows = self.connection.execute(
            sa.select(t.akun.c.pegawai_id, (t.akun.c.token_pada > sa.func.clock_timestamp() - masa).label("bertoken"))
            .where(t.akun.c.pegawai_id == sa.any_(sa.cast(list(pegawai_ids), sa.ARRAY(sa.Uuid))))
            .order_by(t.akun.c.pegawai_id)
            .with_for_update()
        )
        return [row.pegawai_id for row in rows if row.bertoken]

    def kedudukan(self, pegawai_ids: Sequence[UUID], hari: date) -> dict[UUID, Kedudukan]:
        """What the people were on the day, as stored now: active or not, their roles, their post with both superiors."""
        k = t.penugasan.c
        rows = self.connection.execute(
            sa.select(
                t.pegawai.c.id,
                t.pegawai.c.aktif,
                t.akun.c.peran,
                t.akun.c.peran_unit,
                k.unor_id,
                k.jabatan,
                k.kepala,
                k.penilai_id,
                k.atasan_penilai_id,
            )
            .outerjoin(t.akun, t.akun.c.pegawai_id == t.pegawai.c.id)
            .outerjoin(
                t.penugasan, sa.and_(k.pegawai_id == t.pegawai.c.id, k.mulai <= hari, sa.or_(k.selesai.is_(None), k.selesai >= hari))
            )
            .where(t.pegawai.c.id == sa.any_(sa.cast(list(pegawai_ids), sa.ARRAY(sa.Uuid))))
        )
        return {
            row.id: Kedudukan(row.aktif, _peran(row.peran or (), row.peran_unit or {}), tuple(row[4:]) if row.unor_id else ())
            for row in rows
        }

    def save_pencabutan(self, pencabutan: Sequence[Pencabutan]) -> None:
        take(self.connection, pencabutan)


def _peran(peran: Sequence[str], unit: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The roles with how far they reach: ``auditor``, or ``auditor:<unit>`` for each unit."""
    return frozenset(f"{nama}:{satu}" if satu else nama for nama in peran for satu in unit.get(nama, ("",)))
