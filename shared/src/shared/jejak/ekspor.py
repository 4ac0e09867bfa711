"""The trail as a file that an auditor takes away: JSON lines, verified offline with public keys only (``deploy/contoh/periksa_jejak.py``)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from shared.jejak.pemeriksa import Pemeriksa
from shared.jejak.perantai import block_of, machine_time
from shared.jejak.rantai import Blok, dokumen_baris, saat
from shared.jejak.segel import Segel

VERSI = 1


def jwk(publik: bytes, kid: str) -> dict[str, str]:
    """An Ed25519 public key as JSON Web Key (RFC 8037)."""
    x = base64.urlsafe_b64encode(publik).decode().rstrip("=")
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid, "x": x}


def ekspor(connection: sa.Connection, segel: Segel, dari: date | None, sampai: date | None) -> Iterator[str]:
    """Lines: the export's head, keys, cuts, heads of days, then each block with its rows, and the end with the counts.

    ``dari`` and ``sampai`` are days in UTC, both inclusive, of the blocks. Rows that are not chained yet are not in it.
    """
    reader = Pemeriksa(connection, segel)
    since = datetime.combine(dari or date(1970, 1, 1), time.min, UTC)
    until = datetime.combine((sampai or date(9998, 12, 31)) + timedelta(days=1), time.min, UTC)
    span = {"dari": dari.isoformat() if dari else None, "sampai": sampai.isoformat() if sampai else None}
    yield _line(jenis="ekspor", versi=VERSI, layanan=segel.layanan, dibuat=saat(machine_time()), **span)
    for row in connection.execute(sa.text("SELECT kid, publik FROM jejak_kunci ORDER BY sejak, kid")):
        yield _line(jenis="kunci", **jwk(bytes(row.publik), row.kid))
    for cut in reader.cuts():
        yield _line(isi=cut.kepala(segel.layanan), jenis="potong", tanda_tangan=_b64(cut.tanda_tangan))
    for row in connection.execute(
        sa.text(
            "SELECT k.hari, k.nomor, k.hash FROM jejak_kepala k JOIN jejak_blok b USING (nomor) WHERE b.pada >= :a AND b.pada < :b ORDER BY 1"
        ),
        {"a": since, "b": until},
    ):
        yield _line(jenis="kepala", layanan=segel.layanan, hari=row.hari.isoformat(), nomor=row.nomor, hash=row.hash)
    first = connection.execute(
        sa.text("SELECT min(nomor) FROM jejak_blok WHERE pada >= :a AND pada < :b"), {"a": since, "b": until}
    ).scalar()
    before = _block_before(connection, first) if first is not None else None
    blocks = rows = 0
    for block in reader.blocks(after=first - 1) if first is not None else ():
        if block.pada >= until:
            break
        yield _line(
            jenis="blok",
            isi=block.kepala(segel.layanan),
            hash=block.hash,
            tanda_tangan=_b64(block.tanda_tangan),
            id_baris=block.id_baris,
            hash_baris=[one.hex() for one in block.hashes],
        )
        for row in reader.rows_of(block, before):
            rows += 1
            yield _line(jenis="baris", blok=block.nomor, isi=dokumen_baris(row))
        before, blocks = block, blocks + 1
    yield _line(jenis="akhir", blok=blocks, baris=rows)


def _block_before(connection: sa.Connection, number: int) -> Blok | None:
    row = connection.execute(sa.text("SELECT * FROM jejak_blok WHERE nomor < :n ORDER BY nomor DESC LIMIT 1"), {"n": number}).first()
    return block_of(row) if row else None


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _line(**document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
