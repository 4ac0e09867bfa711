"""Loading and saving API clients."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import tables as t
from auth.domain.klien import Klien, Rahasia
from shared import persistence
from shared.errors import NotFound

_KLIEN = tuple(
    t.klien.c[nama]
    for nama in (
        "id", "instansi_id", "nama", "tujuan", "dasar_hukum", "kontak", "scope", "berlaku_sampai", "dibuat_pada", "dinonaktifkan_pada",
        "terakhir_dipakai_pada",
    )
)  # fmt: skip


class PenyimpananKlien(persistence.UnitOfWork):
    def add_klien(self, klien: Klien) -> None:
        self.connection.execute(sa.insert(t.klien).values(**_baris(klien)))

    def save_klien(self, klien: Klien) -> None:
        self.connection.execute(sa.update(t.klien).where(t.klien.c.id == klien.id).values(**_baris(klien)))

    def list_klien(self, instansi_id: UUID) -> list[Klien]:
        """Those in use first, then by name."""
        query = (
            sa.select(*_KLIEN)
            .where(t.klien.c.instansi_id == instansi_id)
            .order_by(t.klien.c.dinonaktifkan_pada.is_not(None), t.klien.c.nama)
        )
        return [_klien(row) for row in self.connection.execute(query)]

    def get_klien(self, instansi_id: UUID, klien_id: UUID, *, kunci: bool = False) -> Klien:
        """Raises :class:`NotFound`. ``kunci`` holds the row until commit."""
        query = sa.select(*_KLIEN).where(t.klien.c.id == klien_id, t.klien.c.instansi_id == instansi_id)
        row = self.connection.execute(query.with_for_update() if kunci else query).first()
        if row is None:
            raise NotFound("Klien ini tidak ada, atau bukan milik instansi Anda.")
        return _klien(row)

    def find_klien(self, klien_id: UUID, pada: datetime) -> tuple[Klien, str, list[bytes]] | None:
        """A client of any instansi with that one's time zone and the digests of the secrets in force: for signing in, held until commit."""
        row = self.connection.execute(
            sa.select(*_KLIEN, t.instansi.c.zona_waktu)
            .join(t.instansi, t.instansi.c.id == t.klien.c.instansi_id)
            .where(t.klien.c.id == klien_id)
            .with_for_update(of=t.klien)
        ).first()
        if row is None:
            return None
        sidik = self.connection.execute(sa.select(t.klien_rahasia.c.sidik).where(t.klien_rahasia.c.klien_id == klien_id, _berlaku(pada)))
        return _klien(row), row.zona_waktu, [bytes(satu) for satu in sidik.scalars()]

    def sentuh_klien(self, klien_id: UUID, pada: datetime) -> None:
        self.connection.execute(sa.update(t.klien).where(t.klien.c.id == klien_id).values(terakhir_dipakai_pada=pada))

    # Secrets

    def list_rahasia(self, klien_id: UUID, pada: datetime) -> list[Rahasia]:
        """The secrets in force, newest first."""
        c = t.klien_rahasia.c
        query = (
            sa.select(c.id, c.dibuat_pada, c.berlaku_sampai).where(c.klien_id == klien_id, _berlaku(pada)).order_by(c.dibuat_pada.desc())
        )
        return [Rahasia(*row) for row in self.connection.execute(query)]

    def add_rahasia(self, klien: Klien, rahasia: Rahasia, sidik: bytes) -> None:
        self.connection.execute(
            sa.insert(t.klien_rahasia).values(**asdict(rahasia), instansi_id=klien.instansi_id, klien_id=klien.id, sidik=sidik)
        )

    def batasi_rahasia(self, klien_id: UUID, sampai: datetime) -> None:
        """The secret that had no end gets one; those that were ending already are removed: two at a time, never three."""
        c = t.klien_rahasia.c
        self.connection.execute(sa.delete(t.klien_rahasia).where(c.klien_id == klien_id, c.berlaku_sampai.is_not(None)))
        self.connection.execute(sa.update(t.klien_rahasia).where(c.klien_id == klien_id).values(berlaku_sampai=sampai))

    def hapus_rahasia(self, klien_id: UUID) -> None:
        self.connection.execute(sa.delete(t.klien_rahasia).where(t.klien_rahasia.c.klien_id == klien_id))


def _berlaku(pada: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(t.klien_rahasia.c.berlaku_sampai.is_(None), t.klien_rahasia.c.berlaku_sampai > pada)


def _baris(klien: Klien) -> dict[str, Any]:
    return {**asdict(klien), "scope": list(klien.scope)}


def _klien(row: Any) -> Klien:
    return Klien(**{**{kolom.name: getattr(row, kolom.name) for kolom in _KLIEN}, "scope": tuple(row.scope)})
