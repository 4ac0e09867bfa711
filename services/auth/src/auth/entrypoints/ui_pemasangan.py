"""The first run: every page of an empty installation leads to the set-up; afterwards its address is gone and the checklist stays."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_pemasangan as pemasangan_
from auth.application.use_cases_akun import TerlaluSering
from auth.application.use_cases_pemasangan import JENIS_INSTANSI, IsianPemasangan
from auth.domain.pengaturan import ZONA
from auth.entrypoints.identitas import alamat, buka_unit_sistem
from auth.entrypoints.langkah import terima_masuk
from auth.entrypoints.ui_asn import penyedia
from shared import clock
from shared.errors import DomainError, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, public, unit_of_work
from shared.web.factory import csrf

pages = Blueprint("auth_ui_pemasangan", __name__)
EKSTENSI = "auth_terpasang"
HALAMAN = "/auth/pemasangan"
_BIDANG = ("instansi_kode", "instansi_nama", "jenis", "zona_waktu", "admin_nama", "admin_nip", "admin_akun")
_TANPA_PEMASANGAN = ("/auth/static/", "/auth/api/", "/auth/.well-known/", "/auth/healthz", "/auth/readyz", "/auth/metrics", HALAMAN)


def sudah_terpasang() -> bool:
    """Asked of the database only until the answer is yes."""
    if not current_app.extensions.get(EKSTENSI):
        with buka_unit_sistem() as uow:
            current_app.extensions[EKSTENSI] = pemasangan_.terpasang(uow)
    return bool(current_app.extensions[EKSTENSI])


def pasang_pengalih(app: Flask) -> None:
    """Until the first run is done, open pages of auth lead to it; closed ones lead to signing in, and so to it as well."""

    @app.before_request
    def alihkan() -> Response | None:
        terbuka = getattr(app.view_functions.get(request.endpoint or ""), "is_public", False)
        halaman = terbuka and request.path.startswith("/auth/") and not request.path.startswith(_TANPA_PEMASANGAN)
        if halaman and request.method == "GET" and not sudah_terpasang():
            return make_response(redirect(HALAMAN, 302))
        return None


@pages.get("/pemasangan")
@public
def pemasangan() -> Response:
    _harus_kosong()
    return _halaman()


def _harus_kosong() -> None:
    if sudah_terpasang():
        raise NotFound("Halaman ini tidak ada.")


def _halaman(galat: DomainError | None = None, status: int | None = None, kode: str = "") -> Response:
    """The form; ``kode`` only when it was right, so that it need not be typed again for a fault elsewhere."""
    bawaan = {"jenis": "kota", "zona_waktu": next(iter(ZONA))}
    html = render_template(
        "auth/pemasangan.html",
        isi={nama: request.form.get(nama, bawaan.get(nama, ""))[:300] for nama in _BIDANG},
        numerik=request.form.get("numerik") == "ya" if request.method == "POST" else True,
        JENIS=list(JENIS_INSTANSI.items()),
        ZONA=list(ZONA.items()),
        galat=galat,
        kode=kode,
    )
    return make_response(html, status or (galat.status if galat else 200))


@pages.post("/pemasangan")
@public
def pasang() -> Response:
    _harus_kosong()
    try:
        csrf.protect()
    except CSRFError:
        return _halaman(Invalid("Halaman ini terlalu lama terbuka. Isi lagi lalu kirim.", code="form_expired"), 400)
    with unit_of_work(UnitOfWork, system=True) as uow:
        terlalu = pemasangan_.hitung_percobaan(uow, alamat())
    if isinstance(terlalu, TerlaluSering):
        response = _halaman(terlalu)
        response.headers["Retry-After"] = str(terlalu.detik)
        return response
    ambil = {nama: request.form.get(nama, "").strip()[:300] for nama in _BIDANG}
    isi = IsianPemasangan(
        kode=request.form.get("kode", "")[:100],
        numerik=request.form.get("numerik") == "ya",
        sandi=request.form.get("sandi", "")[:200],
        ulang=request.form.get("ulang", "")[:200],
        **ambil,
    )
    try:
        with unit_of_work(UnitOfWork, system=True) as uow:
            akun = pemasangan_.pasang(uow, isi)
    except DomainError as error:
        if error.code == pemasangan_.KODE_SALAH:
            return _halaman(error)
        with unit_of_work(UnitOfWork, system=True) as uow:
            pemasangan_.kembalikan_percobaan(uow, alamat())
        return _halaman(error, kode=isi.kode)
    current_app.extensions[EKSTENSI] = True
    return terima_masuk(akun, "/auth/persiapan")


@pages.get("/persiapan")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def persiapan() -> Response:
    """What is still missing for the year to start; stays available to admins."""
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari = clock.today(instansi.zona_waktu)
        ada = pemasangan_.kesiapan(uow, instansi.id, hari)
    html = render_template("auth/persiapan.html", instansi_nama=instansi.nama, hari=hari, ada=ada, asn=penyedia() is not None)
    return make_response(html)
