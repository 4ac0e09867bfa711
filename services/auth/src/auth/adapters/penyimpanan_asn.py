"""Loading and saving of what signing in by an identity provider leaves: begun sign-ins, links, and the sessions that came of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.domain.identitas_luar import MASA_PERMINTAAN, IdentitasLuar, Permintaan
from shared import persistence

_LUAR = tuple(t.identitas_luar.c[nama] for nama in IdentitasLuar.__dataclass_fields__)
_PERMINTAAN = tuple(t.permintaan_asn.c[nama] for nama in Permintaan.__dataclass_fields__)


class PenyimpananAsn(persistence.UnitOfWork):
    # Begun sign-ins

    def add_permintaan_asn(self, sidik: bytes, peramban: bytes, permintaan: Permintaan) -> None:
        """Store one, and drop those whose time is over."""
        self.connection.execute(
            sa.delete(t.permintaan_asn).where(t.permintaan_asn.c.dibuat_pada < permintaan.dibuat_pada - MASA_PERMINTAAN)
        )
        self.connection.execute(sa.insert(t.permintaan_asn).values(**asdict(permintaan), sidik=sidik, peramban=peramban))

    def ambil_permintaan_asn(self, sidik: bytes, peramban: bytes) -> Permintaan | None:
        """Take one out, which happens once, for the browser that began it alone."""
        c = t.permintaan_asn.c
        row = self.connection.execute(
            sa.delete(t.permintaan_asn).where(c.sidik == sidik, c.peramban == peramban).returning(*_PERMINTAAN)
        ).first()
        return Permintaan(*row) if row else None

    # Links

    def find_identitas_luar(self, issuer: str, sub: str) -> IdentitasLuar | None:
        c = t.identitas_luar.c
        return self._luar(c.issuer == issuer, c.sub == sub)

    def find_identitas_luar_pegawai(self, issuer: str, pegawai_id: UUID) -> IdentitasLuar | None:
        c = t.identitas_luar.c
        return self._luar(c.issuer == issuer, c.pegawai_id == pegawai_id)

    def _luar(self, *syarat: sa.ColumnElement[bool]) -> IdentitasLuar | None:
        row = self.connection.execute(sa.select(*_LUAR).where(*syarat)).first()
        return IdentitasLuar(*row) if row else None

    def add_identitas_luar(self, satu: IdentitasLuar) -> bool:
        """False when the account or the person was linked meanwhile."""
        statement = pg.insert(t.identitas_luar).values(**asdict(satu)).on_conflict_do_nothing().returning(t.identitas_luar.c.id)
        return self.connection.execute(statement).first() is not None

    def sentuh_identitas_luar(self, id_: UUID, nama: str, pada: datetime) -> None:
        self.connection.execute(sa.update(t.identitas_luar).where(t.identitas_luar.c.id == id_).values(nama=nama, terakhir_pada=pada))

    def list_identitas_luar(self, instansi_id: UUID, cari: str, batas: int) -> list[tuple[IdentitasLuar, str, str | None]]:
        """Links of the instansi with the person's name and NIP, by name; ``cari`` is part of a name or the start of a NIP."""
        p = t.pegawai.c
        query = (
            sa.select(*_LUAR, p.nama.label("pegawai"), p.nip)
            .join(t.pegawai, p.id == t.identitas_luar.c.pegawai_id)
            .where(t.identitas_luar.c.instansi_id == instansi_id)
            .order_by(p.nama, t.identitas_luar.c.id)
            .limit(batas)
        )
        if cari:
            query = query.where(sa.or_(p.nama.icontains(cari, autoescape=True), p.nip.startswith(cari.replace(" ", ""), autoescape=True)))
        return [(IdentitasLuar(*row[: len(_LUAR)]), row.pegawai, row.nip) for row in self.connection.execute(query)]

    def hapus_identitas_luar(self, pegawai_id: UUID) -> int:
        return self.connection.execute(sa.delete(t.identitas_luar).where(t.identitas_luar.c.pegawai_id == pegawai_id)).rowcount

    # Sessions

    def add_sesi_luar(self, sesi_id: UUID, instansi_id: UUID, issuer: str, id_token_tersandi: bytes) -> None:
        self.connection.execute(
            sa.insert(t.sesi_luar).values(sesi_id=sesi_id, instansi_id=instansi_id, issuer=issuer, id_token_tersandi=id_token_tersandi)
        )

    def find_sesi_luar(self, sidik: bytes) -> tuple[str, bytes] | None:
        """(issuer, encrypted id_token) of a session that is still in force."""
        row = self.connection.execute(
            sa.select(t.sesi_luar.c.issuer, t.sesi_luar.c.id_token_tersandi)
            .join(t.sesi, t.sesi.c.id == t.sesi_luar.c.sesi_id)
            .where(t.sesi.c.sidik == sidik, t.sesi.c.diakhiri_pada.is_(None))
        ).first()
        return (row.issuer, bytes(row.id_token_tersandi)) if row else None

    def sesi_dari_luar(self, pegawai_id: UUID) -> frozenset[UUID]:
        """Which of the person's sessions came from an identity provider."""
        query = sa.select(t.sesi_luar.c.sesi_id).join(t.sesi, t.sesi.c.id == t.sesi_luar.c.sesi_id).where(t.sesi.c.pegawai_id == pegawai_id)
        return frozenset(self.connection.execute(query).scalars())
