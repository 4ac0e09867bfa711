"""The API of the library, under /skp/api/v1."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from flask import Response
from flask_smorest import Blueprint

from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, large_body, unit_of_work, with_etag
from skp.adapters.unit_of_work import UnitOfWork
from skp.application import queries, use_cases
from skp.application.use_cases import PENGELOLA_PUSTAKA
from skp.entrypoints import berkas_pustaka
from skp.entrypoints import schemas as s

api = Blueprint("skp_pustaka_api", __name__, description="Pustaka RHK dan indikator per jabatan")


def _json(isi: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(isi), status=status, mimetype="application/json")


@api.get("/pustaka")
@api.arguments(s.PustakaQuery, location="query")
@api.response(200, s.DaftarSkpSchema)
@akses(Objek.PUSTAKA, Hak.BACA, Sasaran.DAFTAR)
def list_pustaka(saring: dict[str, Any]) -> Response:
    """RHK pustaka instansi; dengan jabatan hanya yang berlaku untuk jabatan itu."""
    with unit_of_work(UnitOfWork) as uow:
        rows, berikutnya = queries.list_pustaka(uow, caller(), saring["cari"], saring["jabatan"], saring["cursor"])
    return _json({"data": [s.butir_pustaka(b) for b in rows], "berikutnya": str(berikutnya) if berikutnya else None})


@api.post("/pustaka/impor")
@api.arguments(s.BerkasSchema, location="files")
@api.response(200, s.HasilImporSchema)
@large_body(berkas_pustaka.UKURAN_BADAN)
@akses(Objek.PUSTAKA, Hak.KELOLA, Sasaran.INSTANSI)
def impor_pustaka(_berkas: dict[str, Any]) -> Response:
    """Tambah dan perbarui pustaka dari XLSX; baris yang ditolak dijawab dengan nomor dan sebabnya."""
    caller().require(*sorted(PENGELOLA_PUSTAKA))
    return _json(berkas_pustaka.impor(caller()))


@api.get("/pustaka/ekspor.xlsx")
@akses(Objek.PUSTAKA, Hak.BACA, Sasaran.DAFTAR)
def ekspor_pustaka() -> Response:
    """Seluruh pustaka sebagai XLSX yang dapat diimpor lagi."""
    with unit_of_work(UnitOfWork) as uow:
        return berkas_pustaka.ekspor(uow, caller().instansi_id)


@api.delete("/pustaka/<uuid:butir_id>")
@api.response(204)
@akses(Objek.PUSTAKA, Hak.KELOLA, Sasaran.INSTANSI)
def hapus_pustaka(butir_id: UUID) -> Response:
    """Hapus satu RHK dari pustaka; SKP yang sudah mengambilnya tidak berubah."""
    with unit_of_work(UnitOfWork) as uow:
        use_cases.hapus_pustaka(uow, caller(), butir_id)
    return Response(status=204)


@api.post("/skp/<uuid:skp_id>/ambil-pustaka")
@api.arguments(s.AmbilPustakaSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS)
def ambil_pustaka(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Ambil RHK pustaka untuk jabatan Anda menjadi RHK draf."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.ambil_pustaka(uow, caller(), skp_id, isi["butir"], if_match(required=False))
    return with_etag(_json(s.skp_lengkap(terbaca)), terbaca.skp.version)
