"""Counts of guesses, and the devices that are known to an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from auth.adapters import tables as t
from auth.domain.percobaan import Hitungan
from shared import persistence


@dataclass(frozen=True, slots=True)
class Perangkat:
    """A browser in which the owner has signed in; ``sesi_id`` is the session that it opened last."""

    id: UUID
    pegawai_id: UUID
    sesi_id: UUID | None
    peramban: str
    dibuat_pada: datetime
    terakhir_pada: datetime
    kedaluwarsa_pada: datetime


_PERANGKAT = tuple(t.perangkat.c[nama] for nama in Perangkat.__dataclass_fields__)


class PenyimpananPerangkat(persistence.UnitOfWork):
    # Counts

    def list_hitungan(self, kunci: Iterable[bytes]) -> dict[bytes, Hitungan]:
        return self._hitungan(sa.select(t.percobaan).where(t.percobaan.c.kunci.in_(sorted(kunci))))

    def pegang_hitungan(self, kunci: Iterable[bytes], pada: datetime) -> dict[bytes, Hitungan]:
        """The counts, held until commit and in one order, so that two never wait for each other in a circle; those that are missing begin."""
        urut = sorted(kunci)
        baru = [{"kunci": satu, "jumlah": 0, "mulai": pada} for satu in urut]
        self.connection.execute(pg.insert(t.percobaan).values(baru).on_conflict_do_nothing())
        return self._hitungan(sa.select(t.percobaan).where(t.percobaan.c.kunci.in_(urut)).order_by(t.percobaan.c.kunci).with_for_update())

    def _hitungan(self, query: sa.Select[tuple[bytes, int, datetime, datetime | None]]) -> dict[bytes, Hitungan]:
        return {bytes(row.kunci): Hitungan(row.jumlah, row.mulai, row.terkunci_sampai) for row in self.connection.execute(query)}

    def save_hitungan(self, hitungan: Mapping[bytes, Hitungan]) -> None:
        for kunci, satu in sorted(hitungan.items()):
            self.connection.execute(
                sa.update(t.percobaan)
                .where(t.percobaan.c.kunci == kunci)
                .values(jumlah=satu.jumlah, mulai=satu.sejak, terkunci_sampai=satu.terkunci_sampai)
            )

    def hapus_hitungan(self, kunci: bytes) -> None:
        self.connection.execute(sa.delete(t.percobaan).where(t.percobaan.c.kunci == kunci))

    # Devices

    def list_perangkat_bersidik(self, sidik: Sequence[bytes], pada: datetime) -> list[tuple[Perangkat, bytes]]:
        """The devices of these secrets that are still known, with the digest of each."""
        query = sa.select(*_PERANGKAT, t.perangkat.c.sidik).where(t.perangkat.c.sidik.in_(sidik), t.perangkat.c.kedaluwarsa_pada > pada)
        return [(Perangkat(*row[:-1]), bytes(row[-1])) for row in self.connection.execute(query)] if sidik else []

    def list_perangkat(self, pegawai_id: UUID, pada: datetime) -> list[Perangkat]:
        """Used last first."""
        query = sa.select(*_PERANGKAT).where(t.perangkat.c.pegawai_id == pegawai_id, t.perangkat.c.kedaluwarsa_pada > pada)
        return [Perangkat(*row) for row in self.connection.execute(query.order_by(t.perangkat.c.terakhir_pada.desc(), t.perangkat.c.id))]

    def save_perangkat(self, instansi_id: UUID, perangkat: Perangkat, sidik: bytes) -> None:
        isi = {nama: getattr(perangkat, nama) for nama in Perangkat.__dataclass_fields__}
        statement = pg.insert(t.perangkat).values(**isi, instansi_id=instansi_id, sidik=sidik)
        ganti = {nama: statement.excluded[nama] for nama in ("sidik", "sesi_id", "peramban", "terakhir_pada", "kedaluwarsa_pada")}
        self.connection.execute(statement.on_conflict_do_update(index_elements=[t.perangkat.c.id], set_=ganti))

    def hapus_perangkat(self, pegawai_id: UUID, ids: Iterable[UUID]) -> int:
        return self.connection.execute(
            sa.delete(t.perangkat).where(t.perangkat.c.pegawai_id == pegawai_id, t.perangkat.c.id.in_(list(ids)))
        ).rowcount

    def hapus_perangkat_sesi(self, pegawai_id: UUID, *, sesi_id: UUID | None = None, kecuali: str = "") -> None:
        """Forget the device that opened this session, or all but the one that opened ``kecuali``."""
        syarat = [t.perangkat.c.pegawai_id == pegawai_id]
        if sesi_id is not None:
            syarat.append(t.perangkat.c.sesi_id == sesi_id)
        if kecuali:
            syarat.append(sa.func.coalesce(sa.cast(t.perangkat.c.sesi_id, sa.Text), "") != kecuali)
        self.connection.execute(sa.delete(t.perangkat).where(*syarat))

    def hapus_perangkat_lama(self, sebelum: datetime) -> None:
        self.connection.execute(sa.delete(t.perangkat).where(t.perangkat.c.kedaluwarsa_pada < sebelum))
