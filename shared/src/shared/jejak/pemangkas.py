"""Removing old rows by rule (UU 27/2022: no longer than the purpose needs) without breaking the chain.

Only a prefix that ends with the head of a day, which witnesses know, is cut, and only while it is whole. The blocks stay with the hashes of their rows; a
signed record says up to where rows are gone and by which rule; the database lets exactly these rows be deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from shared.errors import Invalid, NotAllowed
from shared.jejak.pemeriksa import Pemeriksa
from shared.jejak.perantai import block_of, machine_time
from shared.jejak.rantai import Potong, kanonik
from shared.jejak.segel import Segel
from shared.persistence.unit_of_work import UnitOfWork

_ROWS_AT_ONCE = 10_000
_COUNT = sa.text("SELECT count(*) FROM jejak WHERE (zaman, transaksi, id) <= (:z, :t, :i)")
_DELETE = sa.text(
    "DELETE FROM jejak WHERE id IN (SELECT id FROM jejak WHERE (zaman, transaksi, id) <= (:z, :t, :i) ORDER BY zaman, transaksi, id LIMIT :n)"
)
_COLUMNS = tuple(Potong.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Rencana:
    """What a cut would remove: ``jumlah`` rows, up to the head of ``hari``."""

    sampai_blok: int
    hari: date
    jumlah: int


def rencanakan(connection: sa.Connection, segel: Segel, sebelum: date) -> Rencana | None:
    """The longest prefix that ends before the day ``sebelum`` (UTC); none when there is nothing to remove. Raises :class:`NotAllowed` unless it is whole."""
    head = connection.execute(
        sa.text("SELECT hari, nomor FROM jejak_kepala WHERE hari < :hari ORDER BY hari DESC LIMIT 1"), {"hari": sebelum}
    ).first()
    if head is None:
        return None
    jumlah = connection.execute(_COUNT, _end(connection, head.nomor)).scalar_one()
    if not jumlah:
        return None
    cacat = Pemeriksa(connection, segel).periksa(sampai_blok=head.nomor).cacat
    if cacat:
        raise NotAllowed(f"Rantai sampai {head.hari} tidak utuh, jadi tidak dipangkas: {cacat[0]}. Jalankan periksa-jejak.")
    return Rencana(head.nomor, head.hari, jumlah)


def catat_potong(uow: UnitOfWork, segel: Segel, rencana: Rencana, dasar: str, pada: datetime | None = None) -> None:
    """Sign the cut, and write in the trail itself that it was made; the rows are removed by :func:`buang`."""
    if not dasar.strip():
        raise Invalid("Sebutkan dasar pemangkasan, misalnya nomor jadwal retensi arsip.")
    last = block_of(uow.connection.execute(sa.text("SELECT * FROM jejak_blok WHERE nomor = :n"), {"n": rencana.sampai_blok}).one())
    unsigned = Potong(last.nomor, pada or machine_time(), *last.kunci, last.hash, rencana.jumlah, dasar.strip(), segel.kid, b"")
    row = {name: getattr(unsigned, name) for name in _COLUMNS} | {
        "tanda_tangan": segel.tanda_tangani(kanonik(unsigned.kepala(segel.layanan)))
    }
    uow.connection.execute(
        sa.text(
            f"INSERT INTO jejak_potong ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{c}' for c in _COLUMNS)}) ON CONFLICT DO NOTHING"  # noqa: S608
        ),
        row,
    )
    uow.catat(
        "jejak.pangkas",
        objek="jejak",
        objek_id=rencana.sampai_blok,
        rincian={"sampai": rencana.hari, "baris": rencana.jumlah, "dasar": dasar.strip()},
    )


def buang(open_unit: Callable[[], UnitOfWork], sampai_blok: int) -> Iterator[int]:
    """Remove the rows of a cut prefix, one commit some thousand rows; yields the running count. A killed run is continued by the next."""
    removed = 0
    while True:
        with open_unit() as uow:
            done = uow.connection.execute(_DELETE, {**_end(uow.connection, sampai_blok), "n": _ROWS_AT_ONCE}).rowcount
        if not done:
            return
        removed += done
        yield removed


def _end(connection: sa.Connection, number: int) -> dict[str, int]:
    row = connection.execute(sa.text("SELECT zaman AS z, transaksi AS t, baris_akhir AS i FROM jejak_blok WHERE nomor = :n"), {"n": number})
    return dict(row.mappings().one())
