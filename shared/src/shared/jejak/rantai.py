"""What is hashed and signed, to the letter. An auditor's own program has to come to the same: canonical JSON is UTF-8, keys sorted, no blanks.

row hash      = SHA-256(canonical JSON of the row)
content hash  = SHA-256(one line ``<id> <row hash>\\n`` a row, in the order of the block)
block hash    = SHA-256(canonical JSON of the block's head), which holds the content hash and the hash of the block before
signature     = Ed25519 over the same bytes as the block hash

Rows are ordered by (zaman, transaksi, id), not by id alone: a transaction that took its number early may commit late, and a block takes only rows of
transactions before the oldest that is still running, so nothing can appear behind it. ``zaman`` is the epoch, raised when a database was restored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shared.jejak.segel import Segel, sah

BLOK = "jejak.blok.v1"
POTONG = "jejak.potong.v1"
COLUMNS = (
    "id",
    "zaman",
    "transaksi",
    "pada",
    "instansi_id",
    "pelaku_id",
    "sebagai",
    "sesi",
    "klien",
    "request_id",
    "alamat",
    "aksi",
    "objek",
    "objek_id",
    "orang",
)
SELECT = f"SELECT {', '.join(COLUMNS)}, CAST(rincian AS text) AS rincian FROM jejak"  # noqa: S608 - names of our own

Kunci = tuple[int, int, int]
"""(zaman, transaksi, id): the place of a row."""


def kanonik(dokumen: Mapping[str, Any]) -> bytes:
    return json.dumps(dokumen, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def dokumen_baris(row: sa.Row[Any]) -> dict[str, Any]:
    """A row of :data:`SELECT` as it is hashed and exported."""
    return {name: _nilai(getattr(row, name)) for name in COLUMNS} | {"rincian": json.loads(row.rincian)}


def _nilai(value: Any) -> Any:
    if isinstance(value, datetime):
        return saat(value)
    if isinstance(value, UUID):
        return str(value)
    return [_nilai(one) for one in value] if isinstance(value, list) else value


def saat(moment: datetime) -> str:
    """A moment in UTC with all six digits."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_baris(row: sa.Row[Any]) -> bytes:
    return hashlib.sha256(kanonik(dokumen_baris(row))).digest()


def hash_isi(ids: Sequence[int], hashes: Sequence[bytes]) -> str:
    return hashlib.sha256("".join(f"{id_} {one.hex()}\n" for id_, one in zip(ids, hashes, strict=True)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Blok:
    """A signed block. ``hash_baris`` are the row hashes in the order of ``id_baris``, 32 bytes each, put together."""

    nomor: int
    pada: datetime
    zaman: int
    transaksi: int
    baris_akhir: int
    jumlah: int
    id_baris: list[int]
    hash_baris: bytes
    hash_isi: str
    hash_sebelum: str
    hash: str
    kid: str
    tanda_tangan: bytes

    @property
    def kunci(self) -> Kunci:
        """The place of its last row."""
        return self.zaman, self.transaksi, self.baris_akhir

    @property
    def hashes(self) -> list[bytes]:
        return [self.hash_baris[at : at + 32] for at in range(0, len(self.hash_baris), 32)]

    def kepala(self, layanan: str) -> dict[str, Any]:
        """What is hashed and signed."""
        return {
            "jenis": BLOK,
            "layanan": layanan,
            "nomor": self.nomor,
            "pada": saat(self.pada),
            "zaman": self.zaman,
            "transaksi": self.transaksi,
            "baris_akhir": self.baris_akhir,
            "jumlah": self.jumlah,
            "hash_isi": self.hash_isi,
            "hash_sebelum": self.hash_sebelum,
            "kid": self.kid,
        }


def susun(rows: Sequence[sa.Row[Any]], sebelum: Blok | None, segel: Segel, pada: datetime) -> Blok:
    """The next block, of at least one row in the order of the chain."""
    ids, hashes = [row.id for row in rows], [hash_baris(row) for row in rows]
    akhir = rows[-1]
    blok = Blok(
        nomor=sebelum.nomor + 1 if sebelum else 1,
        pada=max(pada, sebelum.pada) if sebelum else pada,
        zaman=akhir.zaman,
        transaksi=akhir.transaksi,
        baris_akhir=akhir.id,
        jumlah=len(rows),
        id_baris=ids,
        hash_baris=b"".join(hashes),
        hash_isi=hash_isi(ids, hashes),
        hash_sebelum=sebelum.hash if sebelum else "",
        hash="",
        kid=segel.kid,
        tanda_tangan=b"",
    )
    pesan = kanonik(blok.kepala(segel.layanan))
    isi = {name: getattr(blok, name) for name in Blok.__dataclass_fields__}
    return Blok(**{**isi, "hash": hashlib.sha256(pesan).hexdigest(), "tanda_tangan": segel.tanda_tangani(pesan)})


def cacat_blok(blok: Blok, layanan: str, kunci_publik: Mapping[str, bytes]) -> str:
    """What is wrong with a block in itself, or nothing."""
    if len(blok.id_baris) != blok.jumlah or len(blok.hash_baris) != 32 * blok.jumlah:
        return "jumlah barisnya tidak sesuai"
    if hash_isi(blok.id_baris, blok.hashes) != blok.hash_isi:
        return "daftar barisnya diubah"
    pesan = kanonik(blok.kepala(layanan))
    if hashlib.sha256(pesan).hexdigest() != blok.hash:
        return "kepalanya diubah"
    return cacat_tanda_tangan(blok.kid, blok.tanda_tangan, pesan, kunci_publik)


def cacat_tanda_tangan(kid: str, tanda_tangan: bytes, pesan: bytes, kunci_publik: Mapping[str, bytes]) -> str:
    if kid not in kunci_publik:
        return f"ditandatangani kunci {kid} yang tidak dikenal"
    return "" if sah(kunci_publik[kid], tanda_tangan, pesan) else "tanda tangannya palsu"


@dataclass(frozen=True, slots=True)
class Potong:
    """A signed cut: the rows up to the end of block ``sampai_blok`` were removed by rule ``dasar``; the blocks stay."""

    sampai_blok: int
    pada: datetime
    zaman: int
    transaksi: int
    baris_akhir: int
    hash: str
    jumlah: int
    dasar: str
    kid: str
    tanda_tangan: bytes

    def kepala(self, layanan: str) -> dict[str, Any]:
        return {
            "jenis": POTONG,
            "layanan": layanan,
            "sampai_blok": self.sampai_blok,
            "pada": saat(self.pada),
            "zaman": self.zaman,
            "transaksi": self.transaksi,
            "baris_akhir": self.baris_akhir,
            "hash": self.hash,
            "jumlah": self.jumlah,
            "dasar": self.dasar,
            "kid": self.kid,
        }


@dataclass(frozen=True, slots=True)
class Kepala:
    """The head of a day: the last block chained on it (days in UTC)."""

    hari: date
    nomor: int
    hash: str
