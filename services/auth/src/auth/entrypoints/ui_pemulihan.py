"""Pages for who lost the password or the second factor: by e-mail, or by two admins."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_atur_ulang as atur_ulang_
from auth.application import use_cases_faktor as faktor_
from auth.application import use_cases_surel as surel_
from auth.application.use_cases_akun import TerlaluSering, sekarang
from auth.domain.akun import baca_nama_akun
from auth.domain.atur_ulang import JENIS, KEADAAN
from auth.domain.faktor import SEMUA_PEGAWAI
from auth.domain.organisasi import PERAN
from auth.entrypoints.identitas import alamat, cabut_kuki
from auth.entrypoints.langkah import perkakas
from shared.errors import DomainError, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, public, unit_of_work
from shared.web.factory import csrf

pages = Blueprint("auth_ui_pemulihan", __name__)
DAFTAR_TERPANJANG = 50
_KABAR = {
    "setujui": "Permintaan disetujui. Admin yang mengajukan dapat menampilkan kata sandi baru.",
    "tolak": "Permintaan ditolak. Tidak ada yang berubah.",
    "batalkan": "Permintaan dibatalkan. Tidak ada yang berubah.",
}


def _ke(alamat_: str) -> Response:
    return make_response(redirect(alamat_, 303))


def _csrf_utuh() -> bool:
    try:
        csrf.protect()
    except CSRFError:
        return False
    return True


# By e-mail


@pages.get("/lupa")
@public
def lupa() -> Response:
    return _halaman_lupa()


def _halaman_lupa(galat: DomainError | None = None, *, terkirim: bool = False) -> Response:
    html = render_template("auth/lupa.html", surel_aktif=perkakas().surel, nip=request.form.get("nip", ""), terkirim=terkirim, galat=galat)
    response = make_response(html, galat.status if galat else 200)
    if isinstance(galat, TerlaluSering):
        response.headers["Retry-After"] = str(galat.detik)
    return response


@pages.post("/lupa")
@public
def kirim_lupa() -> Response:
    """The same answer for every account name that can exist."""
    if not perkakas().surel:
        return _halaman_lupa(NotFound("Instansi ini tidak mengirim surel. Hubungi admin kepegawaian."))
    if not _csrf_utuh():
        return _halaman_lupa(Invalid("Halaman ini terlalu lama terbuka. Kirim lagi.", code="form_expired"))
    try:
        nama_akun = baca_nama_akun(request.form.get("nip", "")[:200])
        with unit_of_work(UnitOfWork, system=True) as uow:
            penolakan = surel_.minta_atur_ulang(uow, nama_akun, alamat())
    except DomainError as error:
        return _halaman_lupa(error)
    return _halaman_lupa(penolakan) if penolakan else _halaman_lupa(terkirim=True)


@pages.get("/atur-ulang/<rahasia>")
@public
def atur_ulang(rahasia: str) -> Response:
    return _halaman_atur_ulang(rahasia)


def _halaman_atur_ulang(rahasia: str, galat: DomainError | None = None) -> Response:
    akun = None
    try:
        with unit_of_work(UnitOfWork, system=True) as uow:
            akun = surel_.lihat_atur_ulang(uow, rahasia)
    except NotFound as error:
        galat = error
    html = render_template("auth/atur_ulang.html", akun=akun, rahasia=rahasia, surel_aktif=perkakas().surel, galat=galat)
    return make_response(html, galat.status if galat else 200)


@pages.post("/atur-ulang/<rahasia>")
@public
def kirim_atur_ulang(rahasia: str) -> Response:
    if not _csrf_utuh():
        return _halaman_atur_ulang(rahasia, Invalid("Halaman ini terlalu lama terbuka. Isi lagi.", code="form_expired"))
    try:
        with unit_of_work(UnitOfWork, system=True) as uow:
            baru, ulang = (request.form.get(n, "")[:200] for n in ("kata_sandi_baru", "ulang"))
            surel_.atur_ulang(uow, perkakas().penyandi, rahasia, baru=baru, ulang=ulang)
    except DomainError as error:
        return _halaman_atur_ulang(rahasia, error)
    return cabut_kuki(_ke("/auth/masuk?sebab=diatur_ulang"))


# By two admins


@pages.get("/keamanan-akun")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def keamanan_akun() -> Response:
    return _halaman_admin()


def _halaman_admin(galat: DomainError | None = None) -> Response:
    caller().require("admin_instansi")
    pada, saya = sekarang(), caller().pegawai_id
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        permintaan = [
            {"satu": p, "orang": orang, "keadaan": p.keadaan_pada(pada), "aksi": p.aksi(saya, pada)}
            for p, orang in uow.list_permintaan(instansi.id, DAFTAR_TERPANJANG)
        ]
        html = render_template(
            "auth/keamanan_akun.html",
            instansi_nama=instansi.nama,
            instansi_kode=instansi.kode,
            zona=instansi.zona_waktu,
            permintaan=permintaan,
            terbuka=sum(1 for p in permintaan if p["keadaan"] in ("menunggu", "disetujui")),
            jumlah_admin=uow.hitung_admin(instansi.id),
            kebijakan=uow.get_kebijakan_faktor(instansi.id),
            pakai=uow.hitung_faktor(instansi.id),
            PERAN={SEMUA_PEGAWAI: "Semua pegawai", **PERAN},
            JENIS=JENIS,
            KEADAAN=KEADAAN,
            isian=request.form,
            galat=galat,
        )
    return make_response(html, galat.status if galat else 200)


@pages.post("/keamanan-akun/kebijakan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def kirim_kebijakan() -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            faktor_.simpan_kebijakan(uow, caller().instansi_id, request.form.getlist("peran"), caller().pegawai_id)
    except DomainError as error:
        return _halaman_admin(error)
    flash("Kebijakan disimpan. Berlaku mulai orang itu masuk berikutnya.", "baik")
    return _ke("/auth/keamanan-akun")


@pages.post("/keamanan-akun/permintaan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def kirim_permintaan() -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            atur_ulang_.ajukan(
                uow,
                perkakas().penyandi,
                caller().instansi_id,
                nama_akun=request.form.get("nama_akun", "")[:200],
                jenis=request.form.get("jenis", ""),
                alasan=request.form.get("alasan", "")[:2000],
                oleh=caller().pegawai_id,
            )
    except DomainError as error:
        return _halaman_admin(error)
    flash("Permintaan diajukan. Admin lain di instansi Anda dapat menyetujuinya dalam 24 jam.", "baik")
    return _ke("/auth/keamanan-akun")


@pages.post("/keamanan-akun/permintaan/<uuid:permintaan_id>/<any(setujui, tolak, batalkan):aksi>")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def putuskan(permintaan_id: UUID, aksi: str) -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            hasil = atur_ulang_.putuskan(uow, perkakas().penyandi, permintaan_id, aksi, caller().pegawai_id)
    except DomainError as error:
        return _halaman_admin(error)
    selesai = hasil.keadaan == "selesai"
    flash("Semua cara verifikasi akun itu dilepas dan sesinya diakhiri." if selesai else _KABAR[aksi], "baik")
    return _ke("/auth/keamanan-akun")


@pages.post("/keamanan-akun/permintaan/<uuid:permintaan_id>/tampilkan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def tampilkan(permintaan_id: UUID) -> Response:
    """The new password, this once: to be handed over, or printed."""
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            instansi = uow.get_instansi(caller().instansi_id)
            akun, sandi = atur_ulang_.tampilkan_sandi(uow, perkakas().penyandi, permintaan_id, caller().pegawai_id)
    except DomainError as error:
        return _halaman_admin(error)
    return make_response(render_template("auth/sandi_serah.html", instansi_nama=instansi.nama, akun=akun, sandi=sandi))
