"""The transaction of laporan: it takes in copies, and owns nothing else.

Copies are gathered and written at the end, one statement a table: a batch of five hundred events costs a handful of round trips.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

import shared.persistence
from laporan.adapters.tables import pegawai_view, penugasan_view
from shared.persistence import SYSTEM, Database, upsert_copies

Row = dict[str, object]


class UnitOfWork(shared.persistence.UnitOfWork):
    def __init__(self, database: Database, **scope: Any) -> None:
        super().__init__(database, **scope)
        self._copies: dict[sa.Table, list[Row]] = {}
        self._posts: dict[tuple[object, object, object], Sequence[Row]] = {}

    def take(self, table: sa.Table, row: Row) -> None:
        """Store a copy, unless a newer state is here already, when this commits."""
        self._copies.setdefault(table, []).append(row)

    def take_pegawai(self, row: Row, penugasan: Sequence[Row]) -> None:
        """A person with all posts: they are replaced together, when the copy is the newest."""
        self.take(pegawai_view, row)
        self._posts[row["id"], row["epoch"], row["version"]] = penugasan

    def before_commit(self) -> None:
        if not self._copies:
            return
        self.act_for(SYSTEM)
        taken = {table: upsert_copies(self.connection, table, rows) for table, rows in self._copies.items()}
        self._replace_posts(taken.get(pegawai_view, set()))
        self._copies.clear()
        self._posts.clear()

    def _replace_posts(self, taken: set[UUID]) -> None:
        if not taken:
            return
        newest = {row["id"]: row for row in sorted(self._copies[pegawai_view], key=lambda row: (row["epoch"], row["version"]))}
        posts = [post for id_ in taken for post in self._posts[id_, newest[id_]["epoch"], newest[id_]["version"]]]
        self.connection.execute(_DELETE_POSTS, {"ids": list(taken)})
        if posts:
            self.connection.execute(_INSERT_POSTS, posts)


_DELETE_POSTS = sa.text("DELETE FROM penugasan_view WHERE pegawai_id = ANY(CAST(:ids AS uuid[]))")
_INSERT_POSTS = sa.insert(penugasan_view)
