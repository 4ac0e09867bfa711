"""The transaction of laporan: it takes in copies, and owns nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

import shared.persistence
from laporan.adapters.tables import penugasan_view
from shared.persistence import upsert_copy


class UnitOfWork(shared.persistence.UnitOfWork):
    def take(self, table: sa.Table, row: dict[str, object]) -> bool:
        """Store a copy unless a newer state is here already; True when it was taken."""
        return upsert_copy(self.connection, table, row)

    def replace_penugasan(self, pegawai_id: UUID, rows: Sequence[dict[str, object]]) -> None:
        """The posts of one person, all at once."""
        self.connection.execute(sa.delete(penugasan_view).where(penugasan_view.c.pegawai_id == pegawai_id))
        if rows:
            self.connection.execute(sa.insert(penugasan_view), list(rows))
