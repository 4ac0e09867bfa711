"""The API for posts, absences and substitutes, under /auth/api/v1. ``terapkan`` false only shows the consequences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from marshmallow import Schema, validate
from marshmallow import fields as f

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_pengganti as pengganti_
from auth.application import use_cases_penugasan as deeds
from auth.application.use_cases_penugasan import Hasil, IsianJabatan, Permintaan
from auth.domain.pengganti import Pengganti
from auth.entrypoints.http import PEMBACA
from shared import clock
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work

api = Blueprint("auth_penugasan_api", __name__, description="Posts, absences and substitutes of people")
_LAMPAU = timedelta(days=730)


class TerapkanPenugasanSchema(Schema):
    terapkan = f.Boolean(load_default=True, metadata={"description": "false: only show what it would mean"})


class JabatanIsianSchema(Schema):
    unor_id = f.UUID(required=True)
    jabatan = f.String(required=True, validate=validate.Length(max=300))
    jenis_jabatan = f.String(required=True, validate=validate.Length(max=60))
    jenjang = f.String(load_default="", validate=validate.Length(max=100))
    golongan = f.String(load_default="", validate=validate.Length(max=20))
    kepala = f.Boolean(load_default=False)
    tmt = f.Date(required=True)


class JabatanBaruSchema(JabatanIsianSchema):
    dasar = f.String(load_default="", validate=validate.Length(max=200))
    terapkan = f.Boolean(load_default=True, metadata={"description": "false: only show what it would mean"})


class AkhiriSchema(TerapkanPenugasanSchema):
    selesai = f.Date(required=True)


class KeadaanBaruSchema(TerapkanPenugasanSchema):
    jenis = f.String(required=True, validate=validate.Length(max=60))
    mulai = f.Date(required=True)
    selesai = f.Date(load_default=None, allow_none=True)
    dasar = f.String(required=True, validate=validate.Length(max=300))


class DataDiriSchema(TerapkanPenugasanSchema):
    nama = f.String(required=True, validate=validate.Length(max=400))
    status = f.String(required=True, validate=validate.Length(max=60))
    nip = f.String(load_default="", validate=validate.Length(max=60))


class OrangBaruSchema(DataDiriSchema):
    jabatan = f.Nested(JabatanIsianSchema, load_default=None, allow_none=True)


class TerdampakSchema(Schema):
    pegawai_id = f.UUID()
    nama = f.String()
    penilai_lama = f.String()
    penilai_baru = f.String()
    atasan_lama = f.String()
    atasan_baru = f.String()


class HasilPenugasanSchema(Schema):
    pegawai_id = f.UUID(attribute="pegawai.id")
    version = f.Integer(attribute="pegawai.version")
    terdampak = f.List(f.Nested(TerdampakSchema))
    akibat = f.List(f.String())
    peringatan = f.List(f.String())
    diterapkan = f.Boolean()


class PenggantiBaruSchema(TerapkanPenugasanSchema):
    pegawai_id = f.UUID(required=True)
    unor_id = f.UUID(required=True)
    jenis = f.String(required=True, validate=validate.Length(max=10))
    dari = f.Date(required=True)
    sampai = f.Date(required=True)
    sk_nomor = f.String(required=True, validate=validate.Length(max=200))
    alasan = f.String(load_default="", validate=validate.Length(max=600))


class PenggantiSchema(Schema):
    id = f.UUID()
    pegawai_id = f.UUID()
    unor_id = f.UUID()
    jenis = f.String()
    digantikan_id = f.UUID(allow_none=True)
    dari = f.Date()
    sampai = f.Date()
    sk_nomor = f.String()
    alasan = f.String()
    dicabut = f.Boolean()
    alasan_cabut = f.String()
    version = f.Integer()


class PengangkatanSchema(Schema):
    pengganti = f.Nested(PenggantiSchema)
    dinilai = f.List(f.String(), metadata={"description": "names of the people for whom the substitute acts on the first day"})
    diterapkan = f.Boolean()


class DaftarPenggantiSchema(Schema):
    data = f.List(f.Nested(PenggantiSchema))
    berikutnya = f.String(allow_none=True)


class SampaiSchema(Schema):
    sampai = f.Date(required=True)


class AlasanCabutSchema(Schema):
    alasan = f.String(required=True, validate=validate.Length(max=600))


def _minta(isi: Mapping[str, Any]) -> Permintaan:
    caller().require("admin_instansi")
    return Permintaan(caller().instansi_id, isi["terapkan"], if_match(required=False))


def _jabatan(isi: Mapping[str, Any]) -> IsianJabatan:
    kolom = ("unor_id", "jabatan", "jenis_jabatan", "tmt", "jenjang", "golongan", "kepala")
    return IsianJabatan(**{k: isi[k] for k in kolom})


@api.post("/pegawai")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(OrangBaruSchema)
@api.response(200, HasilPenugasanSchema)
def tambah(isi: Mapping[str, Any]) -> Hasil:
    """Add a person, also an evaluator without NIP."""
    minta = _minta(isi)
    with unit_of_work(UnitOfWork) as uow:
        jabatan = _jabatan(isi["jabatan"]) if isi["jabatan"] else None
        return deeds.tambah(uow, minta, nama=isi["nama"], status=isi["status"], nip=isi["nip"], jabatan=jabatan)


@api.put("/pegawai/<uuid:pegawai_id>/data")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(DataDiriSchema)
@api.response(200, HasilPenugasanSchema)
def ubah_data(isi: Mapping[str, Any], pegawai_id: UUID) -> Hasil:
    """Correct name, status or NIP."""
    minta = _minta(isi)
    with unit_of_work(UnitOfWork) as uow:
        return deeds.ubah_data(uow, minta, pegawai_id, nama=isi["nama"], status=isi["status"], nip=isi["nip"])


@api.post("/pegawai/<uuid:pegawai_id>/mutasi")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(JabatanBaruSchema)
@api.response(200, HasilPenugasanSchema)
def mutasi(isi: Mapping[str, Any], pegawai_id: UUID) -> Hasil:
    """A new post from its TMT."""
    minta = _minta(isi)
    with unit_of_work(UnitOfWork) as uow:
        return deeds.mutasi(uow, minta, pegawai_id, _jabatan(isi), isi["dasar"])


@api.post("/pegawai/<uuid:pegawai_id>/akhiri")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(AkhiriSchema)
@api.response(200, HasilPenugasanSchema)
def akhiri(isi: Mapping[str, Any], pegawai_id: UUID) -> Hasil:
    """End the latest post."""
    minta = _minta(isi)
    with unit_of_work(UnitOfWork) as uow:
        return deeds.akhiri_penugasan(uow, minta, pegawai_id, isi["selesai"])


@api.post("/pegawai/<uuid:pegawai_id>/keadaan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(KeadaanBaruSchema)
@api.response(200, HasilPenugasanSchema)
def keadaan(isi: Mapping[str, Any], pegawai_id: UUID) -> Hasil:
    """Leave, study, secondment, suspension, retirement, death, leaving."""
    minta = _minta(isi)
    with unit_of_work(UnitOfWork) as uow:
        return deeds.catat_keadaan(
            uow, minta, pegawai_id, jenis=isi["jenis"], mulai=isi["mulai"], selesai=isi["selesai"], dasar=isi["dasar"]
        )


@api.delete("/pegawai/<uuid:pegawai_id>/keadaan/<uuid:keadaan_id>")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.response(200, HasilPenugasanSchema)
def batalkan_keadaan(pegawai_id: UUID, keadaan_id: UUID) -> Hasil:
    """Take back a wrong entry."""
    minta = _minta({"terapkan": True})
    with unit_of_work(UnitOfWork) as uow:
        return deeds.batalkan_keadaan(uow, minta, pegawai_id, keadaan_id)


@api.get("/pengganti")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
@api.response(200, DaftarPenggantiSchema)
def daftar_pengganti() -> dict[str, Any]:
    """Plt and Plh of the last two years, in force and to come."""
    caller().require(*PEMBACA)
    with unit_of_work(UnitOfWork) as uow:
        hari: date = clock.today(uow.get_instansi(caller().instansi_id).zona_waktu)
        return {"data": uow.list_pengganti(caller().instansi_id, sejak=hari - _LAMPAU), "berikutnya": None}


@api.post("/pengganti")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(PenggantiBaruSchema)
@api.response(200, PengangkatanSchema)
def angkat_pengganti(isi: Mapping[str, Any]) -> dict[str, Any]:
    """Appoint a Plt or Plh."""
    caller().require("admin_instansi")
    baru = Pengganti(
        UUID(int=0), isi["pegawai_id"], isi["unor_id"], isi["jenis"], None, isi["dari"], isi["sampai"], isi["sk_nomor"], isi["alasan"]
    )
    with unit_of_work(UnitOfWork) as uow:
        hasil = pengganti_.angkat_pengganti(uow, caller().instansi_id, baru, terapkan=isi["terapkan"])
    return {"pengganti": hasil.pengganti, "dinilai": hasil.dinilai, "diterapkan": isi["terapkan"]}


@api.post("/pengganti/<uuid:pengganti_id>/akhiri")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(SampaiSchema)
@api.response(200, PenggantiSchema)
def akhiri_pengganti(isi: Mapping[str, Any], pengganti_id: UUID) -> Pengganti:
    """End it earlier."""
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        return pengganti_.akhiri_pengganti(uow, caller().instansi_id, pengganti_id, isi["sampai"])


@api.post("/pengganti/<uuid:pengganti_id>/cabut")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
@api.arguments(AlasanCabutSchema)
@api.response(200, PenggantiSchema)
def cabut_pengganti(isi: Mapping[str, Any], pengganti_id: UUID) -> Pengganti:
    """Revoke with a reason."""
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        return pengganti_.cabut_pengganti(uow, caller().instansi_id, pengganti_id, isi["alasan"])
