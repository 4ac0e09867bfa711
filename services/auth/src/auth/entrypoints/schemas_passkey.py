"""Shapes of the passkeys' API. ``pilihan`` and ``kredensial`` are the JSON forms of Web Authentication Level 3."""

from __future__ import annotations

from marshmallow import Schema, validate
from marshmallow import fields as f


class PilihanSchema(Schema):
    langkah = f.Boolean(load_default=False, metadata={"description": "true in the second step: the passkeys of that account alone"})


class PilihanPasskeySchema(Schema):
    pilihan = f.Dict()


class MasukPasskeySchema(Schema):
    kredensial = f.Dict(required=True)
    lanjut = f.String(load_default="", validate=validate.Length(max=2000))


class DaftarPasskeySchema(Schema):
    kredensial = f.Dict(required=True)
    nama = f.String(load_default="", validate=validate.Length(max=200))
    lanjut = f.String(load_default="", validate=validate.Length(max=2000))


class LanjutSchema(Schema):
    lanjut = f.String(metadata={"description": "the page to open next"})
