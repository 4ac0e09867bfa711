"""The pages of the register: systems with access (for the admin), and who receives my data (for everybody)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_klien as klien_
from auth.application.queries_klien import list_penerima
from auth.application.use_cases_akun import sekarang
from auth.application.use_cases_klien import Terdaftar, hari_ini
from auth.domain.klien import Klien
from shared.auth.scopes import CLIENT_TOKEN_PATH, SCOPES
from shared.errors import DomainError, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, runtime, unit_of_work

pages = Blueprint("auth_klien_ui", __name__)

TUMPANG = (("0", "Berakhir sekarang juga"), ("1", "Berlaku 1 hari lagi"), ("7", "Berlaku 7 hari lagi"), ("30", "Berlaku 30 hari lagi"))
_TEKS = ("nama", "tujuan", "dasar_hukum", "kontak", "berlaku_sampai")


@pages.get("/penerima-data")
@akses(Objek.PENGATURAN, Hak.BACA, Sasaran.DAFTAR)
def penerima_data() -> Response:
    """Which systems receive which data of the people of my instansi, and why."""
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        penerima = list_penerima(uow, instansi.id, hari_ini(instansi.zona_waktu))
    return make_response(
        render_template("auth/penerima_data.html", instansi_nama=instansi.nama, zona=instansi.zona_waktu, penerima=penerima)
    )


@pages.get("/klien")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def daftar_klien() -> Response:
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        klien = uow.list_klien(instansi.id)
        pelanggan = [p for p, _ in uow.list_pelanggan() if p.instansi_id == instansi.id]
    hari = hari_ini(instansi.zona_waktu)
    html = render_template(
        "auth/klien.html", instansi_nama=instansi.nama, zona=instansi.zona_waktu, klien=klien, pelanggan=pelanggan, hari=hari, SCOPES=SCOPES
    )
    return make_response(html)


@pages.get("/klien/baru")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def klien_baru() -> Response:
    return _halaman_formulir(None)


@pages.post("/klien")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def daftarkan() -> Response:
    """The answer shows the secret, this once; it is not stored for a later page."""
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            terdaftar = klien_.daftarkan(uow, caller().instansi_id, _isian())
    except DomainError as error:
        return _halaman_formulir(None, error)
    return _halaman_rahasia(terdaftar, "Sistem terdaftar")


@pages.get("/klien/<uuid:klien_id>")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def satu_klien(klien_id: UUID) -> Response:
    return _halaman_formulir(klien_id)


@pages.post("/klien/<uuid:klien_id>")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def ubah_klien(klien_id: UUID) -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            klien = klien_.ubah(uow, caller().instansi_id, klien_id, _isian())
    except NotFound:
        raise
    except DomainError as error:
        return _halaman_formulir(klien_id, error)
    flash(f"{klien.nama} disimpan.", "baik")
    return _ke(klien_id)


@pages.post("/klien/<uuid:klien_id>/putar")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def putar(klien_id: UUID) -> Response:
    hari = request.form.get("tumpang", "")
    tumpang = timedelta(days=int(hari) if hari in dict(TUMPANG) else 7)
    return _dengan_rahasia(klien_id, lambda uow: klien_.putar_rahasia(uow, caller().instansi_id, klien_id, tumpang), "Rahasia baru")


@pages.post("/klien/<uuid:klien_id>/aktifkan")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def aktifkan(klien_id: UUID) -> Response:
    return _dengan_rahasia(klien_id, lambda uow: klien_.aktifkan(uow, caller().instansi_id, klien_id), "Sistem aktif lagi")


@pages.post("/klien/<uuid:klien_id>/nonaktifkan")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def nonaktifkan(klien_id: UUID) -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            klien = klien_.nonaktifkan(uow, caller().instansi_id, klien_id)
    except NotFound:
        raise
    except DomainError as error:
        return _halaman_formulir(klien_id, error)
    flash(f"{klien.nama} dinonaktifkan. Tokennya ditolak dalam beberapa detik.", "baik")
    return _ke(klien_id)


def _ke(klien_id: UUID) -> Response:
    return make_response(redirect(f"/auth/klien/{klien_id}", 303))


def _isian() -> dict[str, Any]:
    teks = {nama: request.form.get(nama, "")[:1000] for nama in _TEKS}
    return {**teks, "scope": request.form.getlist("scope")[:20]}


def _dengan_rahasia(klien_id: UUID, kerjakan: Callable[[UnitOfWork], Terdaftar], judul: str) -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            terdaftar = kerjakan(uow)
    except NotFound:
        raise
    except DomainError as error:
        return _halaman_formulir(klien_id, error)
    return _halaman_rahasia(terdaftar, judul)


def _halaman_rahasia(terdaftar: Terdaftar, judul: str) -> Response:
    html = render_template(
        "auth/klien_rahasia.html",
        judul=judul,
        klien=terdaftar.klien,
        rahasia=terdaftar.rahasia,
        alamat_token=runtime().settings.url + CLIENT_TOKEN_PATH,
    )
    return make_response(html, 200)


def _halaman_formulir(klien_id: UUID | None, galat: DomainError | None = None) -> Response:
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        klien = uow.get_klien(instansi.id, klien_id) if klien_id else None
        rahasia = uow.list_rahasia(klien.id, sekarang()) if klien else []
    hari = hari_ini(instansi.zona_waktu)
    dari_isian = galat is not None and request.form.get("nama") is not None
    html = render_template(
        "auth/klien_satu.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        klien=klien,
        isi=_isian() if dari_isian else _dari(klien, hari),
        keadaan=klien.keadaan(hari) if klien else "",
        rahasia=rahasia,
        SCOPES=SCOPES,
        TUMPANG=TUMPANG,
        galat=galat,
    )
    return make_response(html, galat.status if galat else 200)


def _dari(klien: Klien | None, hari: date) -> Mapping[str, Any]:
    if klien is None:
        return {**dict.fromkeys(_TEKS, ""), "scope": (), "berlaku_sampai": date(hari.year + 1, 12, 31).isoformat()}
    return {**{nama: getattr(klien, nama) for nama in _TEKS}, "scope": klien.scope, "berlaku_sampai": klien.berlaku_sampai.isoformat()}
