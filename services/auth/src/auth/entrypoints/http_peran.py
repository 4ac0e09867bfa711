"""The API of assigned roles, under /auth/api/v1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask_smorest import Blueprint
from marshmallow import Schema, validate
from marshmallow import fields as f

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries_peran
from auth.application import use_cases_peran as deeds
from auth.domain.organisasi import PERAN
from auth.domain.peran import PeranPegawai
from auth.entrypoints.http import wajib_pembaca
from auth.entrypoints.isian import terbaca
from shared import clock
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work, with_etag

api = Blueprint("auth_peran_api", __name__, description="Assigned roles: over what, from when until when")


class CariPeranSchema(Schema):
    keadaan = f.String(
        load_default="berlaku",
        validate=validate.OneOf(["berlaku", "akan", "lewat"]),
        metadata={"description": "lewat holds the revoked too"},
    )
    peran = f.String(load_default="", validate=validate.OneOf(["", *PERAN]))
    pegawai_id = f.UUID(load_default=None)
    halaman = f.Integer(load_default=1, validate=validate.Range(1, 1000))


class PeranBaruSchema(Schema):
    pegawai_id = f.UUID(required=True)
    peran = f.String(required=True, validate=validate.Length(max=60))
    unor_id = f.UUID(required=True, allow_none=True, metadata={"description": "the unit under which it holds; null for the whole instansi"})
    dari = f.Date(required=True)
    sampai = f.Date(load_default=None, allow_none=True, metadata={"description": "the last day; null for no end"})
    dasar = f.String(required=True, validate=validate.Length(max=400), metadata={"description": "number of the decree or letter"})
    alasan = f.String(load_default="", validate=validate.Length(max=1000))


class AkhiriPeranSchema(Schema):
    sampai = f.Date(load_default=None, allow_none=True, metadata={"description": "the last day; null takes it away at once"})
    alasan = f.String(required=True, validate=validate.Length(max=1000))


class PeranSchema(Schema):
    id = f.UUID()
    pegawai_id = f.UUID()
    peran = f.String()
    unor_id = f.UUID(allow_none=True)
    dari = f.Date(allow_none=True, metadata={"description": "null: with the installation or a list of people, which name no day"})
    sampai = f.Date(allow_none=True)
    dasar = f.String()
    alasan = f.String()
    oleh = f.UUID(allow_none=True)
    dicatat_pada = f.AwareDateTime()
    dicabut_pada = f.AwareDateTime(allow_none=True)
    diakhiri_oleh = f.UUID(allow_none=True)
    alasan_akhir = f.String()
    version = f.Integer()


class BarisPeranSchema(PeranSchema):
    keadaan = f.String()
    nama = f.String()
    unor = f.String()


class DaftarPeranSchema(Schema):
    data = f.List(f.Nested(BarisPeranSchema))
    jumlah = f.Integer()
    halaman = f.Integer()


@api.get("/peran")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
@api.arguments(CariPeranSchema, location="query")
@api.response(200, DaftarPeranSchema)
def daftar_peran(cari: Mapping[str, Any]) -> dict[str, Any]:
    """Who holds which role over what, twenty-five a page."""
    wajib_pembaca()
    with unit_of_work(UnitOfWork) as uow:
        hari = clock.today(uow.get_instansi(caller().instansi_id).zona_waktu)
        hasil = queries_peran.daftar_peran(
            uow, caller(), hari, kelompok=cari["keadaan"], peran=cari["peran"], pegawai_id=cari["pegawai_id"], halaman=cari["halaman"]
        )
        terbaca(uow, "daftar peran", [b.peran.pegawai_id for b in hasil.baris])
    data = [
        {**{n: getattr(b.peran, n) for n in PeranPegawai.__dataclass_fields__}, "keadaan": b.keadaan, "nama": b.pegawai, "unor": b.unor}
        for b in hasil.baris
    ]
    return {"data": data, "jumlah": hasil.jumlah[cari["keadaan"]], "halaman": cari["halaman"]}


@api.post("/peran")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(PeranBaruSchema)
@api.response(200, PeranSchema)
def beri_peran(isi: Mapping[str, Any]) -> Response:
    """Give a role for the whole instansi or for a unit with all that is below it."""
    baru = PeranPegawai(UUID(int=0), **isi)
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(deeds.beri_peran(uow, caller(), baru))


@api.post("/peran/<uuid:peran_id>/akhiri")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(AkhiriPeranSchema)
@api.response(200, PeranSchema)
def akhiri_peran(isi: Mapping[str, Any], peran_id: UUID) -> Response:
    """End it on a day, or take it away at once; five services refuse its tokens within seconds."""
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(
            deeds.akhiri_peran(uow, caller(), peran_id, sampai=isi["sampai"], alasan=isi["alasan"], version=if_match(required=False))
        )


def _jawab(satu: PeranPegawai) -> Response:
    return with_etag(jsonify(PeranSchema().dump(satu)), satu.version)
