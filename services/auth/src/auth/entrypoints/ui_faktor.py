"""Pages of the second factor: the step while signing in, and what the owner sees and changes of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_faktor as faktor_
from auth.application import use_cases_surel as surel_
from auth.application.use_cases_akun import TerlaluSering, pilih_kata_sandi
from auth.domain.akun import Akun
from auth.domain.faktor import Keadaan
from auth.domain.sesi import tujuan_aman
from auth.entrypoints import langkah as langkah_
from auth.entrypoints.identitas import alamat, kuki_perangkat
from auth.entrypoints.langkah import buka_sesi_peramban, buktikan, cabut_langkah, pemegang_langkah, perkakas, rahasia_langkah
from shared.errors import DomainError, Forbidden, Invalid, Unauthenticated
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, public, runtime, unit_of_work
from shared.web.factory import csrf

pages = Blueprint("auth_ui_faktor", __name__)
KEAMANAN = "/auth/akun/keamanan"


def _ke(alamat_: str) -> Response:
    return make_response(redirect(alamat_, 303))


def _csrf_utuh() -> bool:
    try:
        csrf.protect()
    except CSRFError:
        return False
    return True


def _dengan_jeda(response: Response, galat: DomainError | None) -> Response:
    if isinstance(galat, TerlaluSering):
        response.headers["Retry-After"] = str(galat.detik)
    return response


def pemegang_sesi() -> str:
    return langkah_.pemegang_sesi(caller().pegawai_id, caller().sesi_id)


# The step while signing in


@pages.get("/masuk/langkah")
@public
def langkah() -> Response:
    return _halaman_langkah()


def _halaman_langkah(galat: DomainError | None = None) -> Response:
    """Asks for the factor there is, or for one to be set up; who needs neither any more goes on."""
    lanjut = tujuan_aman(request.values.get("lanjut"))
    rahasia = rahasia_langkah()
    pendaftaran = None
    try:
        with unit_of_work(UnitOfWork, system=True) as uow:
            akun, keadaan = faktor_.get_langkah(uow, rahasia)
            if not keadaan.aktif and keadaan.wajib:
                pemegang = pemegang_langkah(rahasia)
                pendaftaran = faktor_.find_pendaftaran(uow, perkakas().penyandi, akun, pemegang)
                if pendaftaran is None:
                    faktor_.mulai_totp(uow, perkakas().penyandi, akun, pemegang)
                    pendaftaran = faktor_.find_pendaftaran(uow, perkakas().penyandi, akun, pemegang)
    except Unauthenticated:
        return _langkah_berakhir(lanjut)
    if not keadaan.aktif and not keadaan.wajib:
        return _masuk_selesai(akun, lanjut)
    html = render_template(
        "auth/langkah.html",
        akun=akun,
        keadaan=keadaan,
        pendaftaran=pendaftaran,
        lanjut=lanjut,
        halangan_passkey=perkakas().passkey.halangan,
        galat=galat,
    )
    return _dengan_jeda(make_response(html, galat.status if galat else 200), galat)


def _langkah_berakhir(lanjut: str) -> Response:
    return cabut_langkah(_ke(f"/auth/masuk?lanjut={quote(lanjut, safe='/')}&sebab=langkah"))


def _masuk_selesai(akun: Akun, lanjut: str) -> Response:
    with unit_of_work(UnitOfWork, system=True) as uow:
        faktor_.selesaikan_langkah(uow, rahasia_langkah())
    return buka_sesi_peramban(akun, _ke(lanjut))[0]


@pages.post("/masuk/langkah")
@public
def kirim_langkah() -> Response:
    """A code of the app or a recovery code."""
    if not _csrf_utuh():
        return _halaman_langkah(Invalid("Halaman ini terlalu lama terbuka. Ketik kodenya lagi.", code="form_expired"))
    lanjut = tujuan_aman(request.form.get("lanjut"))
    try:
        with unit_of_work(UnitOfWork, system=True) as uow:
            akun, keadaan = faktor_.get_langkah(uow, rahasia_langkah())
    except Unauthenticated:
        return _langkah_berakhir(lanjut)
    if not keadaan.aktif:
        return _halaman_langkah()
    try:
        cara = buktikan(akun, request.form.get("kode", "")[:60], kuki_perangkat())
        response = _masuk_selesai(akun, lanjut)
    except DomainError as error:
        return _langkah_berakhir(lanjut) if error.code == "sign_in_step_ended" else _halaman_langkah(error)
    if cara == "pemulihan":
        sisa = keadaan.pemulihan - 1
        flash(f"Kode pemulihan terpakai, tersisa {sisa}." + (" Buat yang baru lewat Akun, Keamanan masuk." if sisa <= 3 else ""), "awas")
    return response


@pages.post("/masuk/langkah/daftar")
@public
def kukuhkan_langkah() -> Response:
    """The first code of an app that the agency's policy asks for; the session begins with it."""
    if not _csrf_utuh():
        return _halaman_langkah(Invalid("Halaman ini terlalu lama terbuka. Ketik kodenya lagi.", code="form_expired"))
    lanjut = tujuan_aman(request.form.get("lanjut"))
    rahasia = rahasia_langkah()
    try:
        with unit_of_work(UnitOfWork, system=True) as uow:
            akun = faktor_.get_langkah_pendaftaran(uow, rahasia)
            kode = faktor_.kukuhkan_totp(uow, perkakas().penyandi, akun, pemegang_langkah(rahasia), request.form.get("kode", "")[:20])
            faktor_.selesaikan_langkah(uow, rahasia)
            umumkan(uow, akun, "faktor_dipasang")
    except Unauthenticated:
        return _langkah_berakhir(lanjut)
    except DomainError as error:
        return _halaman_langkah(error)
    return buka_dengan_pemulihan(akun, list(kode), lanjut)


def buka_dengan_pemulihan(akun: Akun, kode: list[str], lanjut: str) -> Response:
    """A new session whose first page shows the recovery codes."""
    tujuan = f"{KEAMANAN}/kode-pemulihan?lanjut={quote(lanjut, safe='/')}" if kode else lanjut
    response, pemegang = buka_sesi_peramban(akun, _ke(tujuan))
    if kode:
        with unit_of_work(UnitOfWork, system=True) as uow:
            faktor_.titip_pemulihan(uow, perkakas().penyandi, akun, pemegang, kode)
    return response


# The step in which a password that was handed out becomes one's own


@pages.get("/kata-sandi-awal")
@public
def kata_sandi_awal() -> Response:
    return _halaman_sandi()


def _halaman_sandi(galat: DomainError | None = None) -> Response:
    lanjut = tujuan_aman(request.values.get("lanjut"))
    try:
        with unit_of_work(UnitOfWork, system=True) as uow:
            akun = faktor_.get_langkah_sandi(uow, rahasia_langkah())
    except Unauthenticated:
        return _langkah_berakhir(lanjut)
    html = render_template("auth/kata_sandi_awal.html", akun=akun, lanjut=lanjut, galat=galat)
    return make_response(html, galat.status if galat else 200)


@pages.post("/kata-sandi-awal")
@public
def kirim_kata_sandi_awal() -> Response:
    """The session begins with the own password."""
    if not _csrf_utuh():
        return _halaman_sandi(Invalid("Halaman ini terlalu lama terbuka. Isi lagi.", code="form_expired"))
    lanjut, rahasia = tujuan_aman(request.form.get("lanjut")), rahasia_langkah()
    baru, ulang = (request.form.get(n, "")[:200] for n in ("kata_sandi_baru", "ulang"))
    try:
        with unit_of_work(UnitOfWork, system=True) as uow:
            akun = faktor_.get_langkah_sandi(uow, rahasia)
            if baru != ulang:
                raise Invalid("Kata sandi baru dan ulangannya berbeda.", errors={"ulang": ["Ketik ulang kata sandi baru yang sama."]})
            faktor_.selesaikan_langkah(uow, rahasia)
            pilih_kata_sandi(uow, akun, baru)
            kode = faktor_.ambil_pemulihan(uow, perkakas().penyandi, akun, pemegang_langkah(rahasia))
            akun = uow.get_akun(akun.pegawai_id)
    except Unauthenticated:
        return _langkah_berakhir(lanjut)
    except DomainError as error:
        return _halaman_sandi(error)
    flash("Kata sandi Anda tersimpan. Kata sandi dari admin tidak berlaku lagi.", "baik")
    response, pemegang = buka_sesi_peramban(akun, _ke(lanjut))
    if kode:
        with unit_of_work(UnitOfWork, system=True) as uow:
            faktor_.titip_pemulihan(uow, perkakas().penyandi, akun, pemegang, kode)
    return response


@pages.post("/masuk/langkah/batal")
@public
def batal_langkah() -> Response:
    csrf.protect()
    with unit_of_work(UnitOfWork, system=True) as uow:
        faktor_.batalkan_langkah(uow, rahasia_langkah())
    return cabut_langkah(_ke("/auth/masuk"))


def umumkan(uow: UnitOfWork, akun: Akun, peristiwa: str) -> None:
    """A letter to the owner, where letters can be sent."""
    if perkakas().surel:
        surel_.beri_tahu(uow, perkakas().penyandi, akun, peristiwa)


# One's own factors


def _minta_yakin(lanjut: str = KEAMANAN) -> Response:
    return _ke(f"{KEAMANAN}/yakin?lanjut={quote(lanjut, safe='/')}")


def _akun_yakin(uow: UnitOfWork) -> Akun | None:
    """The caller's account when he proved himself lately; None when he has to first."""
    return uow.get_akun(caller().pegawai_id) if faktor_.yakin(uow, caller().pegawai_id, caller().sesi_id) else None


@pages.get("/akun/keamanan")
@akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
def keamanan() -> Response:
    return halaman_keamanan()


def halaman_keamanan(galat: DomainError | None = None, isian: dict[str, Any] | None = None) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        html = render_template(
            "auth/keamanan.html",
            instansi_nama=instansi.nama,
            zona=instansi.zona_waktu,
            keadaan=uow.get_keadaan_faktor(caller().pegawai_id),
            passkey=uow.list_passkey(caller().pegawai_id),
            surel=uow.get_surel(caller().pegawai_id),
            surel_aktif=perkakas().surel,
            halangan_passkey=perkakas().passkey.halangan,
            yakin=faktor_.yakin(uow, caller().pegawai_id, caller().sesi_id),
            isian=isian or {},
            galat=galat,
        )
    return _dengan_jeda(make_response(html, galat.status if galat else 200), galat)


@pages.get("/akun/keamanan/yakin")
@akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
def yakin() -> Response:
    return _halaman_yakin()


def _halaman_yakin(galat: DomainError | None = None) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        akun = uow.get_akun(caller().pegawai_id)
        html = render_template(
            "auth/yakin.html",
            instansi_nama=uow.get_instansi(caller().instansi_id).nama,
            akun=akun,
            keadaan=uow.get_keadaan_faktor(akun.pegawai_id),
            halangan_passkey=perkakas().passkey.halangan,
            lanjut=tujuan_aman(request.values.get("lanjut", KEAMANAN)),
            galat=galat,
        )
    return _dengan_jeda(make_response(html, galat.status if galat else 200), galat)


@pages.post("/akun/keamanan/yakin")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def kirim_yakin() -> Response:
    """Password, and where there is a second factor a code too."""
    try:
        _buktikan_diri(request.form.get("kata_sandi", "")[:200], request.form.get("kode", "")[:60])
    except DomainError as error:
        return _halaman_yakin(error)
    return _ke(tujuan_aman(request.form.get("lanjut")))


def _buktikan_diri(sandi: str, kode: str) -> None:
    with unit_of_work(UnitOfWork) as uow:
        akun = uow.get_akun(caller().pegawai_id)
        keadaan = uow.get_keadaan_faktor(akun.pegawai_id)
        if not caller().sesi_id or not uow.sesi_masih_berlaku(akun.pegawai_id, UUID(caller().sesi_id)):
            raise Forbidden("Cara masuk hanya dapat diubah dari peramban yang sedang masuk.")
        penolakan = faktor_.mulai_yakin(uow, akun, alamat())
    if penolakan is not None:
        raise penolakan
    if not faktor_.sandi_cocok(akun, sandi):
        raise Invalid("Kata sandi tidak cocok.", code="credentials_invalid", errors={"kata_sandi": ["Kata sandi tidak cocok."]})
    if keadaan.aktif:
        try:
            buktikan(akun, kode, kuki_perangkat())
        except Unauthenticated as error:
            raise Invalid(error.detail, code=error.code, errors=error.errors) from error
    with unit_of_work(UnitOfWork) as uow:
        faktor_.tandai_yakin(uow, akun, caller().sesi_id, alamat())


# The authenticator app


@pages.post("/akun/keamanan/aplikasi/mulai")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def mulai_aplikasi() -> Response:
    with unit_of_work(UnitOfWork) as uow:
        akun = _akun_yakin(uow)
        if akun is not None:
            faktor_.mulai_totp(uow, perkakas().penyandi, akun, pemegang_sesi())
    return _ke(f"{KEAMANAN}/aplikasi") if akun else _minta_yakin(f"{KEAMANAN}/aplikasi")


@pages.get("/akun/keamanan/aplikasi")
@akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
def aplikasi() -> Response:
    return _halaman_aplikasi()


def _halaman_aplikasi(galat: DomainError | None = None) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        akun = _akun_yakin(uow)
        if akun is None:
            return _minta_yakin(f"{KEAMANAN}/aplikasi")
        html = render_template(
            "auth/aplikasi.html",
            instansi_nama=uow.get_instansi(akun.instansi_id).nama,
            akun=akun,
            pendaftaran=faktor_.find_pendaftaran(uow, perkakas().penyandi, akun, pemegang_sesi()),
            terpasang=uow.get_keadaan_faktor(akun.pegawai_id).totp,
            galat=galat,
        )
    return make_response(html, galat.status if galat else 200)


@pages.post("/akun/keamanan/aplikasi")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def kukuhkan_aplikasi() -> Response:
    try:
        with unit_of_work(UnitOfWork) as uow:
            akun = _akun_yakin(uow)
            if akun is None:
                return _minta_yakin(f"{KEAMANAN}/aplikasi")
            kode = faktor_.kukuhkan_totp(uow, perkakas().penyandi, akun, pemegang_sesi(), request.form.get("kode", "")[:20])
            if kode:
                faktor_.titip_pemulihan(uow, perkakas().penyandi, akun, pemegang_sesi(), kode)
            umumkan(uow, akun, "faktor_dipasang")
    except DomainError as error:
        return _halaman_aplikasi(error)
    flash("Aplikasi autentikator terpasang. Mulai sekarang kata sandi saja tidak cukup untuk masuk.", "baik")
    return _ke(f"{KEAMANAN}/kode-pemulihan" if kode else KEAMANAN)


@pages.post("/akun/keamanan/aplikasi/lepas")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def lepas_aplikasi() -> Response:
    """With the password and a code on this very form, however lately the person proved himself."""
    try:
        _buktikan_diri(request.form.get("kata_sandi", "")[:200], request.form.get("kode", "")[:60])
        with unit_of_work(UnitOfWork) as uow:
            akun = uow.get_akun(caller().pegawai_id)
            umumkan(uow, akun, "faktor_dilepas")
            faktor_.lepas_totp(uow, akun)
    except DomainError as error:
        return halaman_keamanan(error, {"buka": "lepas-aplikasi"})
    flash("Aplikasi autentikator dilepas dari akun Anda.", "awas")
    return _ke(KEAMANAN)


# Recovery codes


@pages.get("/akun/keamanan/kode-pemulihan")
@akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
def kode_pemulihan() -> Response:
    """Fresh codes, this once."""
    with unit_of_work(UnitOfWork) as uow:
        akun = uow.get_akun(caller().pegawai_id)
        kode = faktor_.ambil_pemulihan(uow, perkakas().penyandi, akun, pemegang_sesi())
        keadaan: Keadaan = uow.get_keadaan_faktor(akun.pegawai_id)
        instansi = uow.get_instansi(akun.instansi_id)
    lanjut = tujuan_aman(request.args.get("lanjut", KEAMANAN))
    berkas = "\r\n".join([f"Kode pemulihan Kinerja, {akun.nama_akun}", runtime().settings.url, "Tiap kode berlaku sekali.", "", *kode, ""])
    html = render_template(
        "auth/kode_pemulihan.html",
        instansi_nama=instansi.nama,
        akun=akun,
        kode=kode,
        berkas=f"data:text/plain;charset=utf-8,{quote(berkas)}",
        sisa=keadaan.pemulihan,
        lanjut=lanjut,
    )
    return make_response(html)


@pages.post("/akun/keamanan/kode-pemulihan")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def kode_pemulihan_baru() -> Response:
    try:
        with unit_of_work(UnitOfWork) as uow:
            akun = _akun_yakin(uow)
            if akun is None:
                return _minta_yakin()
            faktor_.titip_pemulihan(uow, perkakas().penyandi, akun, pemegang_sesi(), faktor_.ganti_pemulihan(uow, akun))
    except DomainError as error:
        return halaman_keamanan(error)
    return _ke(f"{KEAMANAN}/kode-pemulihan")


# Passkeys: registering is in the API, because only a script can ask the authenticator


@pages.post("/akun/keamanan/passkey/<uuid:passkey_id>/nama")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def namai_passkey(passkey_id: UUID) -> Response:
    try:
        with unit_of_work(UnitOfWork) as uow:
            faktor_.namai_passkey(uow, caller().pegawai_id, passkey_id, request.form.get("nama", "")[:200])
    except DomainError as error:
        return halaman_keamanan(error)
    flash("Nama passkey disimpan.", "baik")
    return _ke(KEAMANAN)


@pages.post("/akun/keamanan/passkey/<uuid:passkey_id>/hapus")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def hapus_passkey(passkey_id: UUID) -> Response:
    try:
        with unit_of_work(UnitOfWork) as uow:
            akun = _akun_yakin(uow)
            if akun is None:
                return _minta_yakin()
            umumkan(uow, akun, "faktor_dilepas")
            faktor_.hapus_passkey(uow, akun, passkey_id)
    except DomainError as error:
        return halaman_keamanan(error)
    flash("Passkey dihapus. Hapus juga dari perangkat atau pengelola kata sandi Anda.", "awas")
    return _ke(KEAMANAN)


# The e-mail address


@pages.post("/akun/keamanan/surel")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def kirim_surel() -> Response:
    isian = {"surel": request.form.get("surel", "")[:300]}
    try:
        with unit_of_work(UnitOfWork) as uow:
            akun = _akun_yakin(uow)
            if akun is None:
                return _minta_yakin()
            if not perkakas().surel:
                raise Invalid("Instansi Anda belum memasang server surel. Alamat tidak dapat dikukuhkan.", code="mail_unavailable")
            penolakan = surel_.minta_kukuhkan(uow, perkakas().penyandi, akun, isian["surel"], runtime().settings.url)
    except DomainError as error:
        return halaman_keamanan(error, isian)
    if penolakan is not None:
        return halaman_keamanan(penolakan, isian)
    flash("Surat dengan tautan dikirim ke alamat itu. Buka dalam 24 jam untuk mengukuhkannya.", "baik")
    return _ke(KEAMANAN)


@pages.post("/akun/keamanan/surel/hapus")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def hapus_surel() -> Response:
    with unit_of_work(UnitOfWork) as uow:
        akun = _akun_yakin(uow)
        if akun is None:
            return _minta_yakin()
        surel_.hapus_alamat(uow, perkakas().penyandi, akun)
    flash("Alamat surel dihapus dari akun Anda.", "awas")
    return _ke(KEAMANAN)


@pages.get("/akun/surel/<rahasia>")
@akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
def lihat_kukuhkan(rahasia: str) -> Response:
    """Shows what the link would do: programs that read mail open links too."""
    with unit_of_work(UnitOfWork) as uow:
        surel = surel_.lihat_kukuhkan(uow, caller().pegawai_id, rahasia)
        instansi = uow.get_instansi(caller().instansi_id)
    return make_response(render_template("auth/kukuhkan_surel.html", instansi_nama=instansi.nama, surel=surel, rahasia=rahasia))


@pages.post("/akun/surel/<rahasia>")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def kukuhkan_surel(rahasia: str) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        surel = surel_.kukuhkan(uow, perkakas().penyandi, uow.get_akun(caller().pegawai_id), rahasia)
    flash(f"Alamat {surel} dikukuhkan.", "baik")
    return _ke(KEAMANAN)
