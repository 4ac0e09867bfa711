"""The API of the access log: who opened my data."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
from flask import current_app
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries_akses
from auth.application.queries_akses import Kunci
from auth.domain.akses import LAYANAN, SEBAGAI
from shared.errors import Invalid
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work

api = Blueprint("auth_akses_api", __name__, description="Catatan akses: siapa membuka data saya")
TUNDA = "AUTH_TUNDA_PEMERIKSAAN"


class AksesQuerySchema(Schema):
    sebagai = fields.String(load_default="", validate=validate.OneOf(["", *SEBAGAI], error="Peran pembaca ini tidak dikenal."))
    layanan = fields.String(load_default="", validate=validate.OneOf(["", *LAYANAN], error="Layanan ini tidak dikenal."))
    cari = fields.String(load_default="", validate=validate.Length(max=100, error="Paling banyak 100 huruf."))
    cursor = fields.String(load_default="")


class AksesSchema(Schema):
    id = fields.UUID()
    pada = fields.AwareDateTime()
    pembaca_id = fields.UUID(allow_none=True)
    pembaca = fields.String()
    klien = fields.String()
    sebagai = fields.String()
    apa = fields.String()
    daftar = fields.Boolean()
    layanan = fields.String()
    objek = fields.String()
    pemeriksaan = fields.Boolean()
    kalimat = fields.String()


class DaftarAksesSchema(Schema):
    data = fields.List(fields.Nested(AksesSchema))
    berikutnya = fields.String(allow_none=True)


@api.get("/saya/akses")
@api.arguments(AksesQuerySchema(), location="query")
@api.response(200, DaftarAksesSchema())
@akses(Objek.JEJAK, Hak.BACA, Sasaran.SENDIRI)
def akses_saya(query: Mapping[str, str]) -> dict[str, Any]:
    """Who read records of the caller, newest first, fifty a page. Reads by internal auditors appear after the delay of this installation."""
    with unit_of_work(UnitOfWork) as uow:
        data, berikut = queries_akses.list_akses(
            uow,
            caller().pegawai_id,
            tunda=tunda(),
            sebagai=query["sebagai"],
            layanan=query["layanan"],
            cari=query["cari"].strip(),
            setelah=baca_kunci(query["cursor"]),
        )
    return {"data": data, "berikutnya": tulis_kunci(berikut)}


def tunda() -> timedelta:
    found: timedelta = current_app.config[TUNDA]
    return found


def tulis_kunci(kunci: Kunci | None) -> str | None:
    return base64.urlsafe_b64encode(msgspec.json.encode(kunci)).decode().rstrip("=") if kunci else None


def baca_kunci(teks: str) -> Kunci | None:
    """The key after which the list goes on, None for the first page; raises Invalid for what we did not write."""
    if not teks:
        return None
    try:
        kunci: Kunci = msgspec.json.decode(base64.urlsafe_b64decode(teks + "=" * (-len(teks) % 4)), type=Kunci)
    except (msgspec.MsgspecError, binascii.Error, ValueError, UnicodeError) as error:
        raise Invalid("Cursor tidak dikenal. Mulai dari halaman pertama.", code="cursor_invalid") from error
    if kunci[0].tzinfo is None:
        raise Invalid("Cursor tidak dikenal. Mulai dari halaman pertama.", code="cursor_invalid")
    return kunci
