"""The API of the hierarchy: what the check finds, evaluators and why, complaints, dated units and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from marshmallow import Schema, validate
from marshmallow import fields as f

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries
from auth.application import use_cases_penilai as penilai_
from auth.application import use_cases_unor as unor_
from auth.application.use_cases_hierarki import minta_pemeriksaan
from auth.application.use_cases_pengaturan import batalkan_pengaturan, ubah_pengaturan
from auth.domain.hierarki import JENIS
from auth.domain.organisasi import Pegawai, Unor
from auth.domain.pengaturan import ZONA
from auth.domain.penilai import CARA, STATUS_KELUHAN, Keluhan
from auth.entrypoints.isian import PEMBACA, PENGELOLA, terbaca
from auth.entrypoints.schemas import PenugasanSchema
from shared import clock
from shared.contracts.auth import Pengaturan
from shared.errors import NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work

api = Blueprint("auth_hierarki_api", __name__, description="Hierarchy: evaluators, units and settings in time")
_PER_HALAMAN = 50
_ALASAN = validate.Length(max=20_000)


class HariSchema(Schema):
    tanggal = f.Date(metadata={"description": "default: today"})


class CariTemuanSchema(HariSchema):
    jenis = f.String(validate=validate.OneOf(list(JENIS)))
    cursor = f.Integer(load_default=0, validate=validate.Range(min=0, max=2**31 - 1))


class PerbaikanSchema(Schema):
    teks = f.String()
    alamat = f.String(metadata={"description": "page on which it is mended"})


class TemuanSchema(Schema):
    urut = f.Integer()
    jenis = f.String()
    bobot = f.String(metadata={"description": "galat: somebody cannot be evaluated; awas: a warning"})
    subjek_id = f.UUID(metadata={"description": "a unit or a person"})
    judul = f.String()
    uraian = f.String()
    sejak = f.Date(allow_none=True)
    jumlah_terdampak = f.Integer()
    perbaikan = f.List(f.Nested(PerbaikanSchema))


class DimintaSchema(Schema):
    tanggal = f.Date()
    sedang_diperiksa = f.Boolean()


class HierarkiSchema(DimintaSchema):
    diperiksa_pada = f.DateTime(allow_none=True)
    orang = f.Integer()
    unit = f.Integer()
    jumlah = f.Dict(keys=f.String(), values=f.Integer())
    data = f.List(f.Nested(TemuanSchema))
    berikutnya = f.Integer(allow_none=True)


class TemuanRinciSchema(TemuanSchema):
    terdampak = f.List(f.UUID())
    berikutnya = f.Integer(allow_none=True)


class CursorSchema(Schema):
    cursor = f.Integer(load_default=0, validate=validate.Range(min=0, max=1_000_000))


class LangkahSchema(Schema):
    unor_id = f.UUID()
    unor = f.String()
    kepala_id = f.UUID(allow_none=True)
    diri = f.Boolean()


class PenjelasanSchema(Schema):
    hari = f.Date()
    penilai_id = f.UUID(allow_none=True)
    sumber = f.String()
    kalimat = f.String()
    langkah = f.List(f.Nested(LangkahSchema))


class PenetapanSchema(Schema):
    id = f.UUID()
    penilai_id = f.UUID()
    mulai = f.Date()
    selesai = f.Date(allow_none=True)
    alasan = f.String()
    oleh = f.UUID(allow_none=True)
    dicatat_pada = f.DateTime()
    dicabut_pada = f.DateTime(allow_none=True)


class PenilaiBerubahSchema(Schema):
    penugasan = f.List(f.Nested(PenugasanSchema))
    penetapan = f.List(f.Nested(PenetapanSchema))


class PenilaiSchema(PenilaiBerubahSchema):
    penjelasan = f.Nested(PenjelasanSchema, allow_none=True)


class TetapkanSchema(Schema):
    penilai_id = f.UUID(required=True)
    mulai = f.Date(required=True)
    selesai = f.Date(load_default=None, allow_none=True)
    alasan = f.String(required=True, validate=_ALASAN)


class CabutSchema(Schema):
    mulai = f.Date(load_default=None, allow_none=True, metadata={"description": "default: today"})


class AjukanSchema(Schema):
    usul_id = f.UUID(load_default=None, allow_none=True, metadata={"description": "null: does not know"})
    alasan = f.String(required=True, validate=_ALASAN)


class KeluhanSchema(Schema):
    id = f.UUID()
    pegawai_id = f.UUID()
    penilai_id = f.UUID(allow_none=True)
    usul_id = f.UUID(allow_none=True)
    alasan = f.String()
    status = f.String(metadata={"enum": list(STATUS_KELUHAN)})
    cara = f.String()
    hasil_id = f.UUID(allow_none=True)
    catatan = f.String()
    diajukan_pada = f.DateTime()
    diputus_pada = f.DateTime(allow_none=True)
    version = f.Integer()


class KeluhanSayaSchema(Schema):
    data = f.List(f.Nested(KeluhanSchema))


class DaftarKeluhanSchema(KeluhanSayaSchema):
    jumlah = f.Integer()
    berikutnya = f.Integer(allow_none=True)


class CariKeluhanSchema(CursorSchema):
    tampil = f.String(load_default="terbuka", validate=validate.OneOf(["terbuka", "diputus"]))


class TerimaSchema(Schema):
    cara = f.String(required=True, validate=validate.OneOf(list(CARA)))
    penilai_id = f.UUID(load_default=None, allow_none=True)
    mulai = f.Date(load_default=None, allow_none=True)


class TolakSchema(Schema):
    catatan = f.String(required=True, validate=_ALASAN)


class IsianUnorSchema(Schema):
    nama = f.String(required=True, validate=validate.Length(max=1000))
    jenis = f.String(required=True, validate=validate.Length(max=100))
    induk_id = f.UUID(load_default=None, allow_none=True)
    berlaku_dari = f.Date(required=True)
    dasar = f.String(required=True, validate=validate.Length(max=1000))
    pratinjau = f.Boolean(load_default=False, metadata={"description": "only say whom it would touch"})


class TambahUnorSchema(IsianUnorSchema):
    kode = f.String(required=True, validate=validate.Length(max=100))


class AkhiriUnorSchema(Schema):
    sampai = f.Date(required=True)
    dasar = f.String(required=True, validate=validate.Length(max=1000))


class MasaUnorSchema(Schema):
    mulai = f.Date()
    selesai = f.Date(allow_none=True)
    nama = f.String()
    jenis = f.String()
    induk_id = f.UUID(allow_none=True)
    dasar = f.String()


class UnorBerubahSchema(Schema):
    id = f.UUID()
    kode = f.String()
    berlaku_dari = f.Date()
    berlaku_sampai = f.Date(allow_none=True)
    masa = f.List(f.Nested(MasaUnorSchema))
    orang_berubah = f.Integer()
    diterapkan = f.Boolean()


class PengaturanSchema(Schema):
    metode = f.String()
    bobot_skp = f.Decimal(as_string=True)
    bobot_perilaku = f.Decimal(as_string=True)
    periode_laporan = f.String()
    periode_evaluasi = f.String()
    kurva_mode = f.String()
    bukti_mode = f.String()
    ambang_ketepatan = f.Decimal(as_string=True)
    hari_normal_laporan = f.Integer()
    hari_toleransi_laporan = f.Integer()
    plh_tahunan = f.String()
    hari_normal_evaluasi = f.Integer()
    hari_toleransi_evaluasi = f.Integer()
    kurva_dominan_maks = f.Integer()
    kurva_buruk_min = f.Integer()
    kurva_sangat_baik_maks = f.Integer()
    kurva_unit_kecil = f.Integer()
    hitungan_keberatan = f.String()
    reviu_skp = f.String()
    umpan_balik_mode = f.String()
    umpan_balik_minimum = f.Integer()
    batas_penjelasan_keberatan = f.Integer()
    batas_putusan_keberatan = f.Integer()


class VersiSchema(Schema):
    id = f.UUID(dump_only=True)
    berlaku_dari = f.Date(required=True)
    zona_waktu = f.String(required=True, metadata={"enum": list(ZONA)})
    pengaturan = f.Nested(PengaturanSchema, required=True)
    dasar_hukum = f.String(required=True, validate=validate.Length(max=1000))
    oleh = f.UUID(allow_none=True, dump_only=True)
    dicatat_pada = f.DateTime(dump_only=True)


class DaftarVersiSchema(Schema):
    data = f.List(f.Nested(VersiSchema))
    berikutnya = f.String(allow_none=True)


# The check


@api.get("/hierarki")
@api.arguments(CariTemuanSchema(), location="query")
@api.response(200, HierarkiSchema())
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def hierarki(cari: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with who evaluates whom on a day, as last checked: missing, circular, inactive evaluators, units without a head, …"""
    caller().require(*PEMBACA)
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        tanggal = cari.get("tanggal") or clock.today(instansi.zona_waktu)
        periksa = uow.get_pemeriksaan(instansi.id, tanggal)
        temuan = uow.list_temuan(instansi.id, tanggal, jenis=cari.get("jenis", ""), setelah=cari["cursor"], batas=_PER_HALAMAN + 1)
    return {
        "tanggal": tanggal,
        "diperiksa_pada": periksa.diperiksa_pada if periksa else None,
        "sedang_diperiksa": bool(periksa and periksa.diminta_pada),
        "orang": periksa.orang if periksa else 0,
        "unit": periksa.unit if periksa else 0,
        "jumlah": periksa.jumlah if periksa else {},
        "data": [{"urut": urut, "jumlah_terdampak": banyak, "bobot": m.bobot, **asdict(m)} for urut, banyak, m in temuan[:_PER_HALAMAN]],
        "berikutnya": temuan[_PER_HALAMAN - 1][0] if len(temuan) > _PER_HALAMAN else None,
    }


@api.post("/hierarki")
@api.arguments(HariSchema())
@api.response(202, DimintaSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def periksa_hierarki(isi: Mapping[str, Any]) -> dict[str, Any]:
    """Check a day: at once in a small instansi, else by the worker within seconds."""
    caller().require(*PENGELOLA)
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        tanggal = isi.get("tanggal") or clock.today(instansi.zona_waktu)
        return {"tanggal": tanggal, "sedang_diperiksa": not minta_pemeriksaan(uow, instansi.id, tanggal)}


@api.get("/hierarki/<tanggal>/<int:urut>")
@api.arguments(CursorSchema(), location="query")
@api.response(200, TemuanRinciSchema())
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def terdampak(cari: Mapping[str, Any], tanggal: str, urut: int) -> dict[str, Any]:
    """One finding with everybody whom it touches, 50 a page."""
    caller().require(*PEMBACA)
    try:
        hari = date.fromisoformat(tanggal)
    except ValueError as error:
        raise NotFound("Temuan ini tidak ada.") from error
    with unit_of_work(UnitOfWork) as uow:
        temuan, banyak, ids = uow.terdampak(caller().instansi_id, hari, urut % 2**31, mulai=cari["cursor"], batas=_PER_HALAMAN)
        terbaca(uow, "temuan hierarki", ids)
    lanjut = cari["cursor"] + _PER_HALAMAN
    return {
        **asdict(temuan), "urut": urut, "bobot": temuan.bobot, "jumlah_terdampak": banyak, "terdampak": ids,
        "berikutnya": lanjut if lanjut < banyak else None,
    }  # fmt: skip


# Evaluators


@api.get("/pegawai/<uuid:pegawai_id>/penilai")
@api.arguments(HariSchema(), location="query")
@api.response(200, PenilaiSchema())
@akses(Objek.KEPEGAWAIAN, Hak.BACA)
def penilai(cari: Mapping[str, Any], pegawai_id: UUID) -> dict[str, Any]:
    """Who evaluates a person on a day and why; all segments and everything the admin set."""
    with unit_of_work(UnitOfWork) as uow:
        hari = cari.get("tanggal") or clock.today(uow.get_instansi(caller().instansi_id).zona_waktu)
        queries.pastikan_dijangkau(uow, caller(), pegawai_id, hari)
        pegawai = uow.get_pegawai(pegawai_id)
        (sebab,) = penilai_.jelaskan_pegawai(uow, caller().instansi_id, [pegawai], hari)
        terbaca(uow, "penilai dan penugasan", [pegawai_id], objek_id=pegawai_id, daftar=False)
    kini = next((s for s in pegawai.segmen if s.mulai <= hari and (s.selesai is None or s.selesai >= hari)), None)
    return {"penjelasan": sebab.sebab.get(kini.id) if kini else None, **_penilai(pegawai)}


def _penilai(pegawai: Pegawai) -> dict[str, Any]:
    return {"penugasan": pegawai.segmen, "penetapan": pegawai.penetapan}


@api.post("/pegawai/<uuid:pegawai_id>/penetapan")
@api.arguments(TetapkanSchema())
@api.response(201, PenilaiBerubahSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def tetapkan(isi: Mapping[str, Any], pegawai_id: UUID) -> dict[str, Any]:
    """Set a person's evaluator from a day on, with a reason."""
    caller().require(*PENGELOLA)
    with unit_of_work(UnitOfWork) as uow:
        return _penilai(penilai_.tetapkan_penilai(uow, caller().instansi_id, pegawai_id, caller().pegawai_id, **isi))


@api.post("/pegawai/<uuid:pegawai_id>/penetapan/<uuid:penetapan_id>/cabut")
@api.arguments(CabutSchema())
@api.response(200, PenilaiBerubahSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def cabut(isi: Mapping[str, Any], pegawai_id: UUID, penetapan_id: UUID) -> dict[str, Any]:
    """Back to the derived evaluator from a day on."""
    caller().require(*PENGELOLA)
    with unit_of_work(UnitOfWork) as uow:
        baru = penilai_.cabut_penetapan(uow, caller().instansi_id, pegawai_id, penetapan_id, caller().pegawai_id, mulai=isi["mulai"])
        return _penilai(baru)


# Complaints


@api.get("/keluhan-atasan")
@api.arguments(CariKeluhanSchema(), location="query")
@api.response(200, DaftarKeluhanSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def daftar_keluhan(cari: Mapping[str, Any]) -> dict[str, Any]:
    """Complaints "atasan saya salah": the open ones oldest first, or the decided ones."""
    caller().require(*PENGELOLA)
    with unit_of_work(UnitOfWork) as uow:
        daftar, jumlah = uow.list_keluhan(
            caller().instansi_id, terbuka=cari["tampil"] == "terbuka", mulai=cari["cursor"], batas=_PER_HALAMAN
        )
        terbaca(uow, "laporan atasan salah", [k.pegawai_id for k in daftar])
    lanjut = cari["cursor"] + _PER_HALAMAN
    return {"data": daftar, "jumlah": jumlah, "berikutnya": lanjut if lanjut < jumlah else None}


@api.get("/keluhan-atasan/saya")
@api.response(200, KeluhanSayaSchema())
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.SENDIRI)
def keluhan_saya() -> dict[str, Any]:
    """My complaints, newest first."""
    with unit_of_work(UnitOfWork) as uow:
        return {"data": uow.keluhan_milik(caller().pegawai_id)}


@api.post("/keluhan-atasan")
@api.arguments(AjukanSchema())
@api.response(201, KeluhanSchema())
@akses(Objek.KEPEGAWAIAN, Hak.TULIS, Sasaran.SENDIRI)
def ajukan(isi: Mapping[str, Any]) -> Keluhan:
    """Say that my evaluator is wrong; one open complaint at a time."""
    with unit_of_work(UnitOfWork) as uow:
        return penilai_.ajukan_keluhan(uow, caller().instansi_id, caller().pegawai_id, **isi)


@api.post("/keluhan-atasan/<uuid:keluhan_id>/terima")
@api.arguments(TerimaSchema())
@api.response(200, KeluhanSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def terima(isi: Mapping[str, Any], keluhan_id: UUID) -> Keluhan:
    """Accept it: set the evaluator, or name the person head of his unit."""
    caller().require(*PENGELOLA)
    with unit_of_work(UnitOfWork) as uow:
        return penilai_.terima_keluhan(uow, keluhan_id, caller().pegawai_id, **isi)


@api.post("/keluhan-atasan/<uuid:keluhan_id>/tolak")
@api.arguments(TolakSchema())
@api.response(200, KeluhanSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def tolak(isi: Mapping[str, Any], keluhan_id: UUID) -> Keluhan:
    """Refuse it with a reason that the person reads."""
    caller().require(*PENGELOLA)
    with unit_of_work(UnitOfWork) as uow:
        penilai_.tolak_keluhan(uow, keluhan_id, caller().pegawai_id, catatan=isi["catatan"])
        return uow.get_keluhan(keluhan_id)


@api.post("/keluhan-atasan/<uuid:keluhan_id>/tarik")
@api.response(200, KeluhanSchema())
@akses(Objek.KEPEGAWAIAN, Hak.TULIS, Sasaran.SENDIRI)
def tarik(keluhan_id: UUID) -> Keluhan:
    """Take my complaint back."""
    with unit_of_work(UnitOfWork) as uow:
        penilai_.tarik_keluhan(uow, keluhan_id, caller().pegawai_id)
        return uow.get_keluhan(keluhan_id)


# Units


@api.post("/unor")
@api.arguments(TambahUnorSchema())
@api.response(201, UnorBerubahSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def tambah_unor(isi: Mapping[str, Any]) -> dict[str, Any]:
    """Add a unit; with ``pratinjau`` only check it."""
    return _ubah_unor(None, isi)


@api.post("/unor/<uuid:unor_id>/perubahan")
@api.arguments(IsianUnorSchema())
@api.response(201, UnorBerubahSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def ubah_unor(isi: Mapping[str, Any], unor_id: UUID) -> dict[str, Any]:
    """Rename or move a unit from a day on; with ``pratinjau`` only say how many people's evaluators change."""
    return _ubah_unor(unor_id, isi)


def _ubah_unor(unor_id: UUID | None, isi: Mapping[str, Any]) -> dict[str, Any]:
    caller().require(*PENGELOLA)
    isian = unor_.IsianUnor(**{n: v for n, v in isi.items() if n != "pratinjau"})
    kerja = unor_.rencanakan if isi["pratinjau"] else unor_.terapkan
    with unit_of_work(UnitOfWork) as uow:
        rencana = kerja(uow, caller().instansi_id, caller().pegawai_id, unor_id, isian)
    return _unor(rencana.baru, orang=len(rencana.akibat.pasangan), diterapkan=not isi["pratinjau"])


def _unor(unor: Unor, *, orang: int, diterapkan: bool) -> dict[str, Any]:
    kolom = ("id", "kode", "berlaku_dari", "berlaku_sampai", "masa")
    return {**{n: getattr(unor, n) for n in kolom}, "orang_berubah": orang, "diterapkan": diterapkan}


@api.post("/unor/<uuid:unor_id>/akhiri")
@api.arguments(AkhiriUnorSchema())
@api.response(200, UnorBerubahSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def akhiri_unor(isi: Mapping[str, Any], unor_id: UUID) -> dict[str, Any]:
    """End a unit after a day; refused while people or units are in it beyond."""
    caller().require(*PENGELOLA)
    with unit_of_work(UnitOfWork) as uow:
        return _unor(unor_.akhiri(uow, caller().instansi_id, caller().pegawai_id, unor_id, **isi), orang=0, diterapkan=True)


# Settings


@api.get("/instansi/pengaturan")
@api.response(200, DaftarVersiSchema())
@akses(Objek.PENGATURAN, Hak.BACA, Sasaran.INSTANSI)
def pengaturan() -> dict[str, Any]:
    """The settings of my instansi with the day from which each version holds."""
    with unit_of_work(UnitOfWork) as uow:
        return {"data": uow.list_versi(caller().instansi_id), "berikutnya": None}


@api.post("/instansi/pengaturan")
@api.arguments(VersiSchema())
@api.response(201, DaftarVersiSchema())
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def simpan_pengaturan(isi: Mapping[str, Any]) -> dict[str, Any]:
    """New settings from a day on; fields that are missing stay as they are now."""
    caller().require(*PENGELOLA)
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        dasar = {n: getattr(instansi.pengaturan, n) for n in Pengaturan.__dataclass_fields__}
        baru = Pengaturan(**{**dasar, **isi["pengaturan"]})
        ubah_pengaturan(
            uow,
            instansi.id,
            caller().pegawai_id,
            berlaku_dari=isi["berlaku_dari"],
            zona_waktu=isi["zona_waktu"],
            pengaturan=baru,
            dasar_hukum=isi["dasar_hukum"],
        )
        return {"data": uow.list_versi(instansi.id), "berikutnya": None}


@api.post("/instansi/pengaturan/<uuid:versi_id>/batalkan")
@api.response(200, DaftarVersiSchema())
@akses(Objek.PENGATURAN, Hak.KELOLA)
def batalkan(versi_id: UUID) -> dict[str, Any]:
    """Take back a planned change."""
    caller().require(*PENGELOLA)
    with unit_of_work(UnitOfWork) as uow:
        batalkan_pengaturan(uow, caller().instansi_id, versi_id)
        return {"data": uow.list_versi(caller().instansi_id), "berikutnya": None}
