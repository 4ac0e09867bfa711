"""The API of auth, under /auth/api/v1."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from flask import Response, g, jsonify
from flask_smorest import Blueprint

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries
from auth.application import use_cases_akun as akun_
from auth.application.queries import OrangRingkas
from auth.domain.akun import MASA_TOKEN
from auth.entrypoints import schemas
from auth.entrypoints.identitas import periksa_masuk, token
from auth.entrypoints.langkah import buktikan_program
from shared import clock
from shared.errors import Invalid
from shared.matriks import Hak, Objek
from shared.persistence.akses import catat_baca, kapasitas
from shared.persistence.jangkauan import memegang
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, public, unit_of_work, untuk_klien, with_etag
from shared.web.errors import answer

api = Blueprint("auth_api", __name__, description="Identity and organisation")
PEMBACA = tuple(sorted(queries.PEMBACA))


@api.post("/token")
@public
@api.arguments(schemas.MasukSchema())
@api.response(200, schemas.TokenSchema())
def ambil_token(isi: Mapping[str, str]) -> Response | dict[str, Any]:
    """An access token for NIP and password, five minutes; with a second factor also ``kode``, else 401 ``second_factor_required``.

    A password that was handed out gets none, but 403 ``password_change_required``: change it first by ``POST /auth/api/v1/akun/kata-sandi``.
    """
    try:
        akun = periksa_masuk(isi["nip"], isi["kata_sandi"])
        if akun.sandi_awal:
            raise akun_.wajib_ganti()
        buktikan_program(akun, isi["kode"])
    except akun_.TerlaluSering as error:
        return _terlalu_sering(error)
    with unit_of_work(UnitOfWork, system=True) as uow:
        izin = akun_.izin_token(uow, akun.pegawai_id)
    return {"access_token": token(izin), "token_type": "Bearer", "expires_in": MASA_TOKEN}


def _terlalu_sering(error: akun_.TerlaluSering) -> Response:
    response = answer(error)
    response.headers["Retry-After"] = str(error.detik)
    return response


@api.post("/akun/kata-sandi")
@public
@api.arguments(schemas.GantiSandiSchema())
@api.response(204)
def ganti_kata_sandi(isi: Mapping[str, str]) -> Response:
    """A new password for who gives the old one (and with a second factor ``kode``), as a token is asked for. All sessions of the account end."""
    try:
        akun = periksa_masuk(isi["nip"], isi["kata_sandi"])
        buktikan_program(akun, isi["kode"])
    except akun_.TerlaluSering as error:
        return _terlalu_sering(error)
    with unit_of_work(UnitOfWork, system=True) as uow:
        akun_.pilih_kata_sandi(uow, akun, isi["kata_sandi_baru"])
    return Response(status=204)


@api.get("/saya")
@api.response(200, schemas.SayaSchema())
@akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
def saya() -> dict[str, Any]:
    """Who I am: person, posts, roles, instansi."""
    with unit_of_work(UnitOfWork) as uow:
        pegawai = uow.get_pegawai(caller().pegawai_id)
        return {**_datar(pegawai), "instansi": uow.get_instansi(caller().instansi_id)}


@api.get("/pegawai")
@untuk_klien("pegawai.baca")
@api.arguments(schemas.CariPegawaiSchema(), location="query")
@api.response(200, schemas.DaftarOrangSchema())
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def daftar_pegawai(cari: Mapping[str, Any]) -> dict[str, Any]:
    """People of my instansi with today's post, by name, fifty a page."""
    wajib_pembaca()
    setelah = _baca_cursor(cari["cursor"]) if cari.get("cursor") else None
    with unit_of_work(UnitOfWork) as uow:
        hari = clock.today(uow.get_instansi(caller().instansi_id).zona_waktu)
        orang, berikut = queries.list_orang(
            uow,
            caller().instansi_id,
            hari,
            unor_id=cari.get("unor_id"),
            cari=str(cari.get("cari", "")).strip(),
            setelah=setelah,
            pembaca=caller(),
        )
        catat_daftar(uow, orang)
    return {"data": orang, "berikutnya": tulis_cursor(berikut)}


@api.get("/pegawai/<uuid:pegawai_id>")
@untuk_klien("pegawai.baca")
@api.response(200, schemas.PegawaiSchema())
@akses(Objek.KEPEGAWAIAN, Hak.BACA)
def satu_pegawai(pegawai_id: UUID) -> Response:
    """One person with all posts: for those who manage people, and for oneself."""
    with unit_of_work(UnitOfWork) as uow:
        hari = clock.today(uow.get_instansi(caller().instansi_id).zona_waktu)
        queries.pastikan_dijangkau(uow, caller(), pegawai_id, hari)
        pegawai = uow.get_pegawai(pegawai_id)
        catat_orang(uow, pegawai_id)
    return with_etag(jsonify(schemas.PegawaiSchema().dump(pegawai)), pegawai.version)


@api.get("/unor")
@untuk_klien("pegawai.baca")
@api.response(200, schemas.DaftarUnorSchema())
@akses(Objek.PENGATURAN, Hak.BACA, Sasaran.DAFTAR)
def daftar_unor() -> dict[str, Any]:
    """The whole unit tree of my instansi."""
    with unit_of_work(UnitOfWork) as uow:
        return {"data": uow.list_unor(caller().instansi_id), "berikutnya": None}


@api.post("/akun/kata-sandi-awal")
@api.arguments(schemas.NipSchema())
@api.response(200, schemas.DaftarKataSandiSchema())
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def kata_sandi_awal(isi: Mapping[str, list[str]]) -> dict[str, Any]:
    """New passwords for these people, shown this once; their sessions end."""
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        hasil = akun_.terbitkan_kata_sandi_awal(uow, caller().instansi_id, isi["nip"])
    g.pop("idempotency_taken", None)  # passwords are never stored with the answer: a second sending is told that it was a second one
    return {"data": [{"nip": nama, "kata_sandi": sandi} for nama, sandi in hasil]}


def _sebagai() -> str:
    return kapasitas(caller().peran, Objek.KEPEGAWAIAN, Hak.BACA)


def catat_orang(uow: UnitOfWork, pegawai_id: UUID) -> None:
    """The record of one person was shown."""
    catat_baca(uow, Objek.KEPEGAWAIAN, "data kepegawaian", {_sebagai(): [pegawai_id]}, objek_id=pegawai_id)


def wajib_pembaca() -> None:
    """Raise Forbidden unless the caller has a role that reads people, if only for a part of the units."""
    if not memegang(caller(), PEMBACA):
        caller().require(*PEMBACA)


def catat_daftar(uow: UnitOfWork, orang: Sequence[OrangRingkas]) -> None:
    """A page of the list of people, or what a search found, was shown."""
    catat_baca(uow, Objek.KEPEGAWAIAN, "daftar pegawai", {_sebagai(): [satu.id for satu in orang]}, daftar=True)


def _datar(objek: Any) -> dict[str, Any]:
    return {nama: getattr(objek, nama) for nama in objek.__dataclass_fields__}


def tulis_cursor(kunci: tuple[str, UUID] | None) -> str | None:
    return base64.urlsafe_b64encode(msgspec.json.encode(kunci)).decode().rstrip("=") if kunci else None


def _baca_cursor(teks: str) -> tuple[str, UUID]:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(teks + "=" * (-len(teks) % 4)), type=tuple[str, UUID])
    except (msgspec.MsgspecError, binascii.Error, ValueError, UnicodeError) as error:
        raise Invalid("Cursor tidak dikenal. Mulai dari halaman pertama.", code="cursor_invalid") from error


def baca_cursor(teks: str) -> tuple[str, UUID] | None:
    """The key after which a list goes on; None for the first page."""
    return _baca_cursor(teks) if teks else None
