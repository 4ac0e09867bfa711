"""The audit trail of a service over HTTP: ``/<service>/api/v1/jejak`` for officers, ``/<service>/.well-known/jejak.json`` for everybody."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from flask import Blueprint, Response, jsonify
from flask_smorest import Blueprint as ApiBlueprint
from marshmallow import Schema, fields, validate

from shared.errors import Invalid
from shared.jejak.ekspor import jwk
from shared.jejak.pembacaan import SEHALAMAN, Cursor, Saringan, baca_jejak
from shared.jejak.perantai import LAST_BLOCK, block_of
from shared.jejak.rantai import saat
from shared.jejak.segel import Segel
from shared.matriks import Hak, Objek
from shared.persistence import SYSTEM, UnitOfWork
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, public, runtime, unit_of_work

_TERBANYAK = 200


class SaringJejakSchema(Schema):
    orang = fields.UUID(metadata={"description": "actor, or one whose data it was"})
    aksi = fields.String(load_default="", validate=validate.Length(max=60), metadata={"description": "deed, or the beginning of it: skp."})
    objek = fields.String(load_default="", validate=validate.Length(max=60))
    objek_id = fields.String(load_default="", validate=validate.Length(max=60))
    dari = fields.Date(metadata={"description": "first day (UTC)"})
    sampai = fields.Date(metadata={"description": "last day (UTC)"})
    cursor = fields.String(load_default="", validate=validate.Length(max=100))
    jumlah = fields.Integer(load_default=SEHALAMAN, validate=validate.Range(1, _TERBANYAK))


class BarisJejakSchema(Schema):
    """An admin of the platform gets id, pada, aksi and objek alone."""

    id = fields.Integer()
    pada = fields.AwareDateTime()
    instansi_id = fields.UUID(allow_none=True)
    pelaku_id = fields.UUID(allow_none=True)
    sebagai = fields.String()
    sesi = fields.String()
    klien = fields.String()
    request_id = fields.String()
    alamat = fields.String()
    aksi = fields.String()
    objek = fields.String()
    objek_id = fields.String(allow_none=True)
    orang = fields.List(fields.UUID())
    rincian = fields.Dict(keys=fields.String())


class DaftarJejakSchema(Schema):
    data = fields.List(fields.Nested(BarisJejakSchema))
    berikutnya = fields.String(allow_none=True)


def audit_api(unit: type[UnitOfWork] = UnitOfWork) -> ApiBlueprint:
    """The reading of the trail."""
    api = ApiBlueprint("jejak_api", __name__, description="Jejak audit layanan ini")

    @api.get("/jejak")
    @api.arguments(SaringJejakSchema(), location="query")
    @api.response(200, DaftarJejakSchema())
    @akses(Objek.JEJAK, Hak.HITUNG, Sasaran.INSTANSI)
    def jejak(query: Mapping[str, Any]) -> dict[str, Any]:
        """Baris jejak audit instansi Anda, terbaru dulu."""
        names = ("orang", "aksi", "objek", "objek_id", "dari", "sampai")
        saring = Saringan(**{name: query[name] for name in names if name in query})
        setelah = read_cursor(query["cursor"])
        with unit_of_work(unit) as uow:
            page = baca_jejak(uow, caller(), saring, setelah=setelah, jumlah=query["jumlah"])
        return {"data": page.baris, "berikutnya": write_cursor(page.berikutnya)}

    return api


def audit_key(name: str) -> Blueprint:
    """The public keys and the present head, for witnesses and offline verification."""
    blueprint = Blueprint("jejak_kunci", __name__, url_prefix=f"/{name}")

    @blueprint.get("/.well-known/jejak.json")
    @public
    def jejak_json() -> Response:
        rt = runtime()
        segel = Segel(rt.settings.secret_key, rt.settings.name)
        with rt.database.transaction(SYSTEM) as connection:
            older = connection.execute(sa.text("SELECT kid, publik FROM jejak_kunci ORDER BY sejak DESC")).all()
            row = connection.execute(LAST_BLOCK).first()
        keys = {segel.kid: segel.publik, **{found.kid: bytes(found.publik) for found in older}}
        last = block_of(row) if row else None
        response = jsonify(
            layanan=segel.layanan,
            keys=[jwk(publik, kid) for kid, publik in keys.items()],
            kepala={"nomor": last.nomor, "hash": last.hash, "pada": saat(last.pada)} if last else None,
        )
        response.headers["Cache-Control"] = "public, max-age=30"
        return response

    return blueprint


def write_cursor(cursor: Cursor | None) -> str | None:
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=") if cursor else None


def read_cursor(text: str) -> Cursor | None:
    """Raises :class:`Invalid` for what was no cursor."""
    if not text:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=tuple[datetime, int])
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        raise Invalid("Cursor tidak dikenal. Mulai dari halaman pertama.", code="cursor_invalid") from error
