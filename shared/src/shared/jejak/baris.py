"""One row of the audit trail: who did what to which object, whose data it was, and how it is written in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from shared.observability import request_id

COLUMNS = (
    "zaman",
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
    "rincian",
)
_INSERT = (
    f"INSERT INTO jejak ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} FROM json_to_recordset(CAST(:jejak AS json)) AS r("  # noqa: S608
    "zaman int, instansi_id uuid, pelaku_id uuid, sebagai text, sesi text, klien text, request_id text, alamat text,"
    " aksi text, objek text, objek_id text, orang uuid[], rincian jsonb)"
)
INSERT = sa.text(_INSERT)
INSERT_WITH_EVENT = sa.text(
    f"WITH tercatat AS ({_INSERT})"  # noqa: S608
    " INSERT INTO outbox (event_id, exchange, routing_key, body) VALUES (:event_id, :exchange, :routing_key, :body)"
)
"""Rows and the one event of a unit of work in one round trip."""


@dataclass(frozen=True, slots=True)
class Konteks:
    """From where the actor acts: his roles, session or API client, and network address. Empty for the system itself."""

    peran: frozenset[str] = frozenset()
    sesi: str = ""
    klien: str = ""
    alamat: str = ""


def baris(  # noqa: PLR0913 - one parameter a column
    aksi: str,
    *,
    objek: str,
    objek_id: object,
    orang: Iterable[UUID],
    rincian: Mapping[str, Any] | None,
    sebagai: str,
    instansi_id: UUID | str | None,
    pelaku: str,
    konteks: Konteks,
    zaman: int,
) -> dict[str, Any]:
    """The row as it is sent. ``sebagai`` falls back to klien, the assigned roles, pegawai, or to sistem when nobody acts."""
    pelaku_id = _uuid(pelaku)
    return {
        "zaman": zaman,
        "instansi_id": instansi_id,
        "pelaku_id": pelaku_id,
        "sebagai": sebagai or ("klien" if konteks.klien else ",".join(sorted(konteks.peran)) or ("pegawai" if pelaku_id else "sistem")),
        "sesi": konteks.sesi,
        "klien": konteks.klien,
        "request_id": request_id(),
        "alamat": konteks.alamat,
        "aksi": aksi,
        "objek": objek,
        "objek_id": None if objek_id is None else _teks(str(objek_id)),
        "orang": list(dict.fromkeys(orang)),
        "rincian": _polos(rincian or {}),
    }


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    return msgspec.json.encode(rows).decode()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _teks(text: str) -> str:
    """PostgreSQL's jsonb takes neither NUL nor half a surrogate pair."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _polos(value: Any) -> Any:
    """Texts, integers, truth values, lists and objects alone: what reads back from the database and from an export to the same letters."""
    if isinstance(value, str):
        return _teks(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (float, Decimal)):
        return str(value)
    built = msgspec.to_builtins(value)
    if isinstance(built, Mapping):
        return {_teks(str(key)): _polos(inner) for key, inner in built.items()}
    if isinstance(built, (list, tuple, set, frozenset)):
        return [_polos(inner) for inner in built]
    return _polos(built)
