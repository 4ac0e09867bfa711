"""The API of imports and exports, under /auth/api/v1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

import msgspec
from flask import Response, current_app, jsonify
from flask_smorest import Blueprint

from auth.adapters.berkas_impor import SEKETIKA
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_impor as impor_
from auth.domain.pekerjaan_impor import PekerjaanImpor
from auth.entrypoints import berkas as berkas_
from auth.entrypoints import schemas
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, large_body, unit_of_work
from shared.web.errors import PROBLEM, problem

api_impor = Blueprint("auth_impor", __name__, description="Import and export of the organisation")
PER_HALAMAN = 50
UKURAN_BADAN = 44 * 1024 * 1024


@api_impor.post("/impor")
@api_impor.arguments(schemas.BerkasSchema(), location="files")
@api_impor.arguments(schemas.TerapkanSchema(), location="form")
@api_impor.response(200, schemas.HasilImporSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def impor(_berkas: Mapping[str, Any], pilihan: Mapping[str, str]) -> Response | dict[str, Any]:
    """Compare a file of at most 20,000 rows with what is there, and with ``terapkan=ya`` apply it in the same commit, all or nothing."""
    caller().require("admin_instansi")
    berkas = berkas_.terkirim()
    juga = pilihan["terapkan"] == "ya"
    try:
        with unit_of_work(UnitOfWork) as uow:
            hasil = impor_.impor_seketika(uow, caller().instansi_id, caller().pegawai_id, berkas, terapkan_juga=juga, batas=SEKETIKA)
            return _ringkas(hasil, diterapkan=juga)
    except impor_.ImporDitolak as error:
        badan = {**problem(error), **_ringkas(error.hasil, diterapkan=False)}
        return Response(current_app.json.dumps(badan), status=error.status, mimetype=PROBLEM)


def _ringkas(hasil: impor_.HasilSeketika, *, diterapkan: bool) -> dict[str, Any]:
    p = hasil.pekerjaan
    return {
        "baru": p.hitung("baru"),
        "berubah": p.hitung("berubah"),
        "tetap": p.hitung("tetap"),
        "ditolak": [asdict(d) for d in hasil.ditolak],
        "pemberitahuan": p.pemberitahuan,
        "diterapkan": diterapkan,
    }


@api_impor.post("/pekerjaan-impor")
@api_impor.arguments(schemas.BerkasSchema(), location="files")
@api_impor.arguments(schemas.BuatPekerjaanImporSchema(), location="form")
@api_impor.response(202, schemas.PekerjaanImporSchema())
@large_body(UKURAN_BADAN)
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def buat_pekerjaan(_berkas: Mapping[str, Any], pilihan: Mapping[str, str]) -> Response:
    """Upload one XLSX or some CSV as a job: it is read and compared in the background, and with ``terapkan`` applied."""
    caller().require("admin_instansi")
    berkas = berkas_.terkirim()
    with unit_of_work(UnitOfWork) as uow:
        p = impor_.unggah(uow, caller().instansi_id, caller().pegawai_id, berkas, mode=pilihan["mode"], langsung=pilihan["terapkan"])
    response = _badan(p)
    response.status_code = 202
    response.headers["Location"] = f"/auth/api/v1/pekerjaan-impor/{p.id}"
    return response


def _badan(p: PekerjaanImpor) -> Response:
    return jsonify(schemas.PekerjaanImporSchema().dump(p))


@api_impor.get("/pekerjaan-impor")
@api_impor.response(200, schemas.DaftarPekerjaanImporSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def daftar_pekerjaan() -> dict[str, Any]:
    """The latest imports of my instansi, newest first."""
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        return {"data": uow.list_pekerjaan(caller().instansi_id), "berikutnya": None}


@api_impor.get("/pekerjaan-impor/<uuid:pekerjaan_id>")
@api_impor.response(200, schemas.PekerjaanImporSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def satu_pekerjaan(pekerjaan_id: UUID) -> PekerjaanImpor:
    """How far one import is."""
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        return uow.get_pekerjaan(pekerjaan_id)


@api_impor.get("/pekerjaan-impor/<uuid:pekerjaan_id>/hasil")
@api_impor.arguments(schemas.CariHasilImporSchema(), location="query")
@api_impor.response(200, schemas.DaftarPerubahanSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def hasil_pekerjaan(cari: Mapping[str, Any], pekerjaan_id: UUID) -> dict[str, Any]:
    """What the file changes and what was rejected, fifty a page."""
    caller().require("admin_instansi")
    jenis, halaman = cari["jenis"], cari["halaman"]
    with unit_of_work(UnitOfWork) as uow:
        p = uow.get_pekerjaan(pekerjaan_id)
        isi = uow.list_hasil(
            pekerjaan_id,
            impor_.JENIS_TAMPIL[jenis],
            pindah=jenis == "pindah",
            peringatan=jenis == "peringatan",
            lembar=p.asal_lembar if jenis == "ditolak" else (),
            lewat=(halaman - 1) * PER_HALAMAN,
            batas=PER_HALAMAN + 1,
        )
    return {
        "data": [msgspec.json.decode(satu) for satu in isi[:PER_HALAMAN]],
        "berikutnya": halaman + 1 if len(isi) > PER_HALAMAN else None,
    }


@api_impor.post("/pekerjaan-impor/<uuid:pekerjaan_id>/terapkan")
@api_impor.arguments(schemas.TerapkanImporSchema())
@api_impor.response(202, schemas.PekerjaanImporSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def terapkan_pekerjaan(isi: Mapping[str, Any], pekerjaan_id: UUID) -> PekerjaanImpor:
    """Apply a compared import."""
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        return impor_.terapkan(uow, pekerjaan_id, cara=isi["cara"], nonaktifkan=isi["nonaktifkan"])


@api_impor.post("/pekerjaan-impor/<uuid:pekerjaan_id>/lanjutkan")
@api_impor.response(202, schemas.PekerjaanImporSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def lanjutkan_pekerjaan(pekerjaan_id: UUID) -> PekerjaanImpor:
    """Go on with a held import."""
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        return impor_.lanjutkan(uow, pekerjaan_id)


@api_impor.post("/pekerjaan-impor/<uuid:pekerjaan_id>/batalkan")
@api_impor.response(200, schemas.PekerjaanImporSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def batalkan_pekerjaan(pekerjaan_id: UUID) -> PekerjaanImpor:
    """Stop an import; what was applied before stays."""
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        return impor_.batalkan(uow, pekerjaan_id)


@api_impor.get("/pekerjaan-impor/<uuid:pekerjaan_id>/ditolak.<bentuk>")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def unduh_tolakan(pekerjaan_id: UUID, bentuk: str) -> Response:
    """The rejected rows as a file with the column *Sebab*."""
    return tolakan(pekerjaan_id, bentuk)


def tolakan(pekerjaan_id: UUID, bentuk: str) -> Response:
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        p = uow.get_pekerjaan(pekerjaan_id)
        lembar = list(impor_.tolakan(uow, p))
    return berkas_.berkas_tolakan("ditolak", lembar, bentuk)


@api_impor.get("/ekspor/<nama>.<bentuk>")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def unduh_ekspor(nama: str, bentuk: str) -> Response:
    """unit, pegawai, penugasan or cuti as CSV or XLSX, or organisasi.xlsx with all; it imports back without a change."""
    caller().require("admin_instansi")
    return berkas_.ekspor_berkas(nama, bentuk)
