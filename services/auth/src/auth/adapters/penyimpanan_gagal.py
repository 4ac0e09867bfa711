"""Counting failed sign-ins by minute, address and account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from shared import persistence

TAK_DIKENAL = UUID(int=0)
_TERBANYAK = 20_000


class PenyimpananGagal(persistence.UnitOfWork):
    def tambah_gagal(self, menit: datetime, alamat: str, akun: Sequence[tuple[UUID, UUID | None]], *, ditahan: bool) -> None:
        """One failure for each (pegawai_id, instansi_id), in the order of their ids, so that two never wait for each other in a circle."""
        jumlah = {"gagal": int(not ditahan), "ditahan": int(ditahan)}
        statement = pg.insert(t.gagal_masuk).values(
            [
                {"menit": menit, "alamat": alamat, "pegawai_id": orang, "instansi_id": instansi, **jumlah}
                for orang, instansi in sorted(akun, key=lambda satu: satu[0])
            ]
        )
        self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=["menit", "alamat", "pegawai_id"],
                set_={
                    "gagal": t.gagal_masuk.c.gagal + statement.excluded.gagal,
                    "ditahan": t.gagal_masuk.c.ditahan + statement.excluded.ditahan,
                },
            )
        )

    def ambil_gagal(self, sebelum: datetime) -> list[sa.Row[Any]]:
        """Take out what was counted in the minutes before."""
        batas = sa.select(t.gagal_masuk.c.menit).where(t.gagal_masuk.c.menit < sebelum).order_by("menit").offset(_TERBANYAK).limit(1)
        sampai = self.connection.execute(batas).scalar() or sebelum
        statement = sa.delete(t.gagal_masuk).where(t.gagal_masuk.c.menit < sampai).returning(*t.gagal_masuk.c)
        return list(self.connection.execute(statement))
