"""The examiner: walks the chain from its first block, compares every row with what was signed, and names what does not fit, the first first."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from shared.jejak.perantai import block_of
from shared.jejak.rantai import SELECT, Blok, Kepala, Kunci, Potong, cacat_blok, cacat_tanda_tangan, hash_baris, kanonik
from shared.jejak.segel import Segel, kid

MOST_FAULTS = 20
_BLOCKS_AT_ONCE = 20
_POTONG = tuple(Potong.__dataclass_fields__)
_BEFORE_ALL: Kunci = (-(2**31), -(2**62), -(2**62))

_BLOCKS = sa.text("SELECT * FROM jejak_blok WHERE nomor > :after ORDER BY nomor LIMIT :n")
_ROWS = sa.text(
    f"{SELECT} WHERE ((zaman, transaksi, id) > (:z, :t, :i) AND (zaman, transaksi, id) <= (:zz, :tt, :ii)) ORDER BY zaman, transaksi, id"
)
_BY_ID = sa.text("SELECT id FROM jejak WHERE id = ANY(:ids)")
_TAIL = sa.text(
    "SELECT count(*) AS jumlah, COALESCE(extract(epoch FROM clock_timestamp() - min(pada)), 0) AS umur FROM jejak"
    " WHERE (zaman, transaksi, id) > (:z, :t, :i)"
)


@dataclass(frozen=True, slots=True)
class Saksi:
    """A head as somebody outside keeps it. ``publik`` is empty where the source (a log line) does not have the key."""

    layanan: str
    nomor: int
    hash: str
    kid: str = ""
    publik: bytes = b""


@dataclass(slots=True)
class Hasil:
    """``cacat`` is empty when the chain is whole. ``menunggu`` rows are not chained yet, the oldest for ``umur`` seconds."""

    cacat: list[str] = field(default_factory=list)
    blok: int = 0
    baris: int = 0
    dipotong: int = 0
    kepala: str = ""
    saksi: int = 0
    menunggu: int = 0
    umur: float = 0.0

    def temukan(self, sebab: str) -> None:
        if len(self.cacat) < MOST_FAULTS:
            self.cacat.append(sebab)


def baca_saksi(path: Path, layanan: str) -> list[Saksi]:
    """The heads of this service in a file of JSON lines: events as a subscriber got them, their ``data`` alone, or the worker's log lines.

    What is no head is passed over (a log has other lines too). Raises :class:`ValueError` when there is none at all for this service.
    """
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        start = line.find("{")
        if start < 0:
            continue
        try:
            data = json.loads(line[start:])
        except ValueError:
            continue
        data = data.get("data", data) if isinstance(data, dict) else {}
        if isinstance(data, dict) and data.get("layanan") == layanan and "nomor" in data and "hash" in data:
            found.append(Saksi(layanan, int(data["nomor"]), str(data["hash"]), str(data.get("kid", "")), _raw(str(data.get("publik", "")))))
    if not found:
        raise ValueError(f"{path}: tidak ada kepala rantai {layanan} di dalamnya")
    return found


def baca_kunci(path: Path) -> dict[str, bytes]:
    """Public keys by kid, of a saved ``/<service>/.well-known/jejak.json``; raises :class:`ValueError`."""
    try:
        keys = json.loads(path.read_text(encoding="utf-8"))["keys"]
        found = [_raw(key["x"]) for key in keys]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: bukan berkas kunci jejak") from error
    return {kid(publik): publik for publik in found if publik}


def _raw(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


class Pemeriksa:
    """Reads on one connection of the system's scope. It trusts the key of the installation's secret, and those that are given."""

    def __init__(
        self, connection: sa.Connection, segel: Segel, *, saksi: Iterable[Saksi] = (), kunci: Mapping[str, bytes] | None = None
    ) -> None:
        self._connection = connection
        self._layanan = segel.layanan
        self._saksi = list(saksi)
        self._kunci = {segel.kid: segel.publik, **(kunci or {}), **{kid(s.publik): s.publik for s in self._saksi if s.publik}}
        self._hasil = Hasil()

    def periksa(self, *, sampai_blok: int | None = None) -> Hasil:
        """The whole chain, or up to a block; the tail and the heads are looked at with the whole chain only."""
        hasil = self._hasil
        heads = {head.nomor: head for head in self._heads()}
        witnesses: dict[int, list[Saksi]] = {}
        for saksi in self._saksi:
            witnesses.setdefault(saksi.nomor, []).append(saksi)
        cuts = self._cuts()
        before: Blok | None = None
        for block in self.blocks():
            if sampai_blok is not None and block.nomor > sampai_blok:
                break
            self._link(block, before)
            self._contents(block, before.kunci if before else _BEFORE_ALL, cut=any(block.nomor <= c.sampai_blok for c in cuts))
            self._compare(
                block, heads.pop(block.nomor, None), witnesses.pop(block.nomor, []), [c for c in cuts if c.sampai_blok == block.nomor]
            )
            before = block
            hasil.blok += 1
        if sampai_blok is None:
            self._end(before, heads, witnesses)
        hasil.kepala = f"{before.nomor} {before.hash}" if before else ""
        return hasil

    def blocks(self, after: int = 0) -> Iterator[Blok]:
        """All blocks in their order, some at a time."""
        number = after or -(2**62)
        while rows := self._connection.execute(_BLOCKS, {"after": number, "n": _BLOCKS_AT_ONCE}).all():
            for row in rows:
                yield block_of(row)
            number = rows[-1].nomor

    def _link(self, block: Blok, before: Blok | None) -> None:
        expected = before.nomor + 1 if before else 1
        if block.nomor != expected:
            self._hasil.temukan(f"blok {expected} hilang (berikutnya {block.nomor})")
        elif block.hash_sebelum != (before.hash if before else ""):
            self._hasil.temukan(f"blok {block.nomor} tidak menyambung ke blok sebelumnya")
        if before and block.kunci <= before.kunci:
            self._hasil.temukan(f"blok {block.nomor} mundur dari blok sebelumnya")
        if cause := cacat_blok(block, self._layanan, self._kunci):
            self._hasil.temukan(f"blok {block.nomor}: {cause}")

    def _contents(self, block: Blok, after: Kunci, *, cut: bool) -> None:
        rows: dict[int, sa.Row[Any]] = {}
        for row in self._between(after, block.kunci):
            if row.id in rows:
                self._hasil.temukan(f"baris {row.id} ada dua kali (blok {block.nomor})")
            rows[row.id] = row
        known = dict(zip(block.id_baris, block.hashes, strict=False))
        absent = known.keys() - rows.keys()
        if absent:
            moved = set(self._connection.execute(_BY_ID, {"ids": list(absent)}).scalars())
            cut = cut or any(block.nomor <= c.sampai_blok for c in self._cuts())
        for id_, digest in known.items():
            if id_ not in rows:
                if id_ not in moved and cut:
                    self._hasil.dipotong += 1
                else:
                    self._hasil.temukan(f"baris {id_} {'dipindahkan' if id_ in moved else 'hilang'} (blok {block.nomor})")
            elif hash_baris(rows[id_]) != digest:
                self._hasil.temukan(f"baris {id_} diubah (blok {block.nomor})")
            else:
                self._hasil.baris += 1
        for id_ in sorted(rows.keys() - known.keys()):
            self._hasil.temukan(f"baris {id_} disisipkan (blok {block.nomor})")

    def _between(self, after: Kunci, upto: Kunci) -> Iterator[sa.Row[Any]]:
        (z, t, i), (zz, tt, ii) = after, upto
        yield from self._connection.execute(_ROWS, {"z": z, "t": t, "i": i, "zz": zz, "tt": tt, "ii": ii})

    def rows_of(self, block: Blok, before: Blok | None) -> list[sa.Row[Any]]:
        return list(self._between(before.kunci if before else _BEFORE_ALL, block.kunci))

    def _compare(self, block: Blok, head: Kepala | None, witnesses: list[Saksi], cuts: list[Potong]) -> None:
        if head and head.hash != block.hash:
            self._hasil.temukan(f"blok {block.nomor} bukan kepala hari {head.hari} yang diumumkan")
        for saksi in witnesses:
            self._hasil.saksi += 1
            if saksi.hash != block.hash:
                self._hasil.temukan(f"blok {block.nomor} bukan yang disimpan saksi ({saksi.hash[:16]}…): rantai ditulis ulang")
        for cut in cuts:
            if cut.hash != block.hash:
                self._hasil.temukan(f"pemotongan sampai blok {cut.sampai_blok} bukan atas rantai ini")

    def _end(self, last: Blok | None, heads: Mapping[int, Kepala], witnesses: Mapping[int, list[Saksi]]) -> None:
        hasil = self._hasil
        for head in heads.values():
            hasil.temukan(f"blok {head.nomor}, kepala hari {head.hari} yang diumumkan, tidak ada lagi")
        for number in witnesses:
            hasil.temukan(f"blok {number}, yang disimpan saksi, tidak ada lagi")
        z, t, i = last.kunci if last else _BEFORE_ALL
        tail = self._connection.execute(_TAIL, {"z": z, "t": t, "i": i}).one()
        hasil.menunggu, hasil.umur = tail.jumlah, float(tail.umur)
        if last is None and self._connection.execute(sa.text("SELECT 1 FROM jejak_kunci LIMIT 1")).first():
            hasil.temukan("tidak ada satu blok pun, padahal rantai ini pernah ditandatangani")

    def _cuts(self) -> list[Potong]:
        """The signed cuts; a forged one is a fault and permits nothing."""
        good = []
        for cut in self.cuts():
            cause = cacat_tanda_tangan(cut.kid, cut.tanda_tangan, kanonik(cut.kepala(self._layanan)), self._kunci)
            if cause:
                fault = f"pemotongan sampai blok {cut.sampai_blok}: {cause}"
                if fault not in self._hasil.cacat:
                    self._hasil.temukan(fault)
            else:
                good.append(cut)
        return good

    def cuts(self) -> list[Potong]:
        rows = self._connection.execute(sa.text(f"SELECT {', '.join(_POTONG)} FROM jejak_potong ORDER BY sampai_blok"))  # noqa: S608
        return [Potong(**{**row._asdict(), "tanda_tangan": bytes(row.tanda_tangan)}) for row in rows]

    def _heads(self) -> list[Kepala]:
        rows = self._connection.execute(sa.text("SELECT hari, nomor, hash FROM jejak_kepala ORDER BY hari"))
        return [Kepala(row.hari, row.nomor, row.hash) for row in rows]
