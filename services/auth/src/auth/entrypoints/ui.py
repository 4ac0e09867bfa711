"""The pages of auth: signing in and out, one's account, the organisation, importing."""

from __future__ import annotations

from urllib.parse import quote, urlsplit
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries
from auth.application import use_cases_akun as akun_
from auth.application import use_cases_perangkat as perangkat_
from auth.application.queries_peran import peran_sendiri
from auth.domain.organisasi import PERAN, STATUS, segmen_pada
from auth.domain.sesi import DIAM_TERLAMA, tujuan_aman
from auth.entrypoints.http import baca_cursor, catat_daftar, tulis_cursor, wajib_pembaca
from auth.entrypoints.identitas import (
    SESI_COOKIE,
    alamat,
    buka_unit_sistem,
    cabut_kuki,
    gantungan,
    kuki_perangkat,
    pasang_token,
    periksa_masuk,
    token,
)
from auth.entrypoints.langkah import perkakas, terima_masuk
from auth.entrypoints.ui_asn import asn_tidak_menjawab, halaman_keluar, sidik_sesi_luar, tombol_asn
from shared import clock
from shared.errors import DomainError, Invalid, NotFound, Unauthenticated
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, public, runtime, unit_of_work
from shared.web.factory import csrf

pages = Blueprint("auth_ui", __name__)
_PER_HALAMAN = 25
_TEMA = ("light", "dark")


def _ke(alamat_: str, code: int = 303) -> Response:
    return make_response(redirect(alamat_, code))


def _csrf_utuh() -> bool:
    try:
        csrf.protect()
    except CSRFError:
        return False
    return True


@pages.get("/.well-known/jwks.json")
@public
def jwks() -> Response:
    """The public keys that verify access tokens."""
    response = jsonify(gantungan().jwks(buka_unit_sistem))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


# Signing in, staying in, going out


@pages.get("/masuk")
@public
def masuk() -> Response:
    rahasia = request.cookies.get(SESI_COOKIE, "")
    if rahasia and not request.args.get("sebab"):
        try:
            with unit_of_work(UnitOfWork, system=True) as uow:
                akun_.perbarui_sesi(uow, rahasia)
        except DomainError:
            pass
        else:
            return _ke(f"/auth/perbarui?lanjut={quote(tujuan_aman(request.args.get('lanjut')), safe='/')}", 302)
    return _halaman_masuk()


def _halaman_masuk(galat: DomainError | None = None, status: int = 200) -> Response:
    with buka_unit_sistem() as uow:
        instansi = uow.list_instansi()
    html = render_template(
        "auth/masuk.html",
        nip=request.form.get("nip", ""),
        lanjut=tujuan_aman(request.values.get("lanjut")),
        instansi_nama=instansi[0].nama if len(instansi) == 1 else "",
        sebab=request.args.get("sebab", ""),
        asn_digital=tombol_asn(tujuan_aman(request.values.get("lanjut"))),
        asn_mati=asn_tidak_menjawab() or request.args.get("sebab") == "asn",
        surel_aktif=perkakas().surel,
        passkey=not perkakas().passkey.halangan,
        galat=galat,
    )
    return make_response(html, status)


@pages.post("/masuk")
@public
def kirim_masuk() -> Response:
    if not _csrf_utuh():
        return _halaman_masuk(Invalid("Halaman ini terlalu lama terbuka. Isi lagi kata sandi Anda lalu masuk.", code="form_expired"), 400)
    try:
        akun = periksa_masuk(request.form.get("nip", "")[:200], request.form.get("kata_sandi", "")[:200], kuki_perangkat())
    except DomainError as error:
        response = _halaman_masuk(error, error.status)
        if isinstance(error, akun_.TerlaluSering):
            response.headers["Retry-After"] = str(error.detik)
        return response
    return terima_masuk(akun, tujuan_aman(request.form.get("lanjut")))


@pages.route("/perbarui", methods=["GET", "POST"])
@public
def perbarui() -> Response:
    """A new access token from the session. A page goes back where it was (307 keeps the body of a form), a script gets 204 or 401."""
    skrip = "lanjut" not in request.args or request.accept_mimetypes.best == "application/json"
    lanjut = tujuan_aman(request.args.get("lanjut"))
    try:
        with unit_of_work(UnitOfWork, system=True) as uow:
            izin, sesi = akun_.perbarui_sesi(uow, request.cookies.get(SESI_COOKIE, ""))
    except Unauthenticated as error:
        return _sesi_berakhir(error, lanjut, skrip=skrip)
    if skrip and request.method == "POST":
        return pasang_token(Response(status=204), token(izin, str(sesi.id)))
    return pasang_token(_ke(lanjut, 302 if request.method == "GET" else 307), token(izin, str(sesi.id)))


def _sesi_berakhir(error: Unauthenticated, lanjut: str, *, skrip: bool) -> Response:
    if skrip and request.method == "POST":
        response = jsonify(code=error.code, detail=error.detail, status=401)
        response.status_code = 401
        return cabut_kuki(response)
    if request.method == "POST":
        asal = urlsplit(request.referrer or "")
        lanjut = tujuan_aman(f"{asal.path}?{asal.query}".rstrip("?")) if asal.netloc == request.host else tujuan_aman(None)
    sebab = "&sebab=habis" if request.cookies.get(SESI_COOKIE) else ""
    return cabut_kuki(_ke(f"/auth/masuk?lanjut={quote(lanjut, safe='/')}{sebab}", 302 if request.method == "GET" else 303))


@pages.post("/keluar")
@public
def keluar() -> Response:
    """End this browser's session; safe to repeat."""
    csrf.protect()
    rahasia = request.cookies.get(SESI_COOKIE, "")
    with unit_of_work(UnitOfWork, system=True) as uow:
        luar = sidik_sesi_luar(uow, rahasia)
        akun_.akhiri_sesi(uow, rahasia)
    return cabut_kuki(halaman_keluar(luar) or _ke("/auth/masuk"))


@pages.post("/tema")
@public
def tema() -> Response:
    """Light or dark, kept in a cookie of this browser."""
    pilihan = request.form.get("tema", "")
    response = _ke(tujuan_aman(request.form.get("lanjut")))
    secure = runtime().settings.secure_cookies
    response.set_cookie(
        "kinerja_tema", pilihan if pilihan in _TEMA else "light", max_age=31_536_000, path="/", samesite="Lax", secure=secure
    )
    return response


# My account


@pages.get("/akun")
@akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
def akun() -> Response:
    return _halaman_akun()


def _halaman_akun(galat: DomainError | None = None) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        pegawai = uow.get_pegawai(caller().pegawai_id)
        orang = {i for s in pegawai.segmen for i in (s.penilai_id, s.atasan_penilai_id) if i}
        html = render_template(
            "auth/akun.html",
            instansi_nama=instansi.nama,
            zona=instansi.zona_waktu,
            pegawai=pegawai,
            kini=segmen_pada(pegawai.segmen, clock.today(instansi.zona_waktu)),
            nama=queries.nama_pegawai(uow, list(orang)),
            akun=uow.get_akun(caller().pegawai_id),
            keadaan=uow.get_keadaan_faktor(caller().pegawai_id),
            sesi=uow.list_sesi(caller().pegawai_id, akun_.sekarang() - DIAM_TERLAMA),
            sesi_luar=uow.sesi_dari_luar(caller().pegawai_id),
            perangkat=uow.list_perangkat(caller().pegawai_id, akun_.sekarang()),
            STATUS=STATUS,
            peran=peran_sendiri(uow, pegawai.id, clock.today(instansi.zona_waktu)),
            PERAN=PERAN,
            galat=galat,
        )
    return make_response(html, galat.status if galat else 200)


@pages.post("/akun/kata-sandi")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def kirim_kata_sandi() -> Response:
    isi = {nama: request.form.get(nama, "")[:200] for nama in ("kata_sandi_lama", "kata_sandi_baru", "ulang")}
    try:
        with unit_of_work(UnitOfWork) as uow:
            penolakan = akun_.ganti_kata_sandi(
                uow,
                caller().pegawai_id,
                lama=isi["kata_sandi_lama"],
                baru=isi["kata_sandi_baru"],
                ulang=isi["ulang"],
                alamat=alamat(),
                sesi_kini=caller().sesi_id,
            )
    except DomainError as error:
        return _halaman_akun(error)
    if penolakan is not None:
        return _halaman_akun(penolakan)
    flash("Kata sandi diganti. Sesi di perangkat lain sudah diakhiri.", "baik")
    return _ke("/auth/akun")


@pages.post("/akun/sesi/<uuid:sesi_id>/akhiri")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def akhiri_sesi(sesi_id: UUID) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        akun_.akhiri_satu_sesi(uow, caller().pegawai_id, sesi_id)
    flash("Sesi itu diakhiri. Perangkat itu keluar dalam beberapa detik.", "baik")
    return _ke("/auth/akun")


@pages.post("/akun/sesi/akhiri-lain")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def akhiri_sesi_lain() -> Response:
    with unit_of_work(UnitOfWork) as uow:
        jumlah = akun_.akhiri_sesi_lain(uow, caller().pegawai_id, caller().sesi_id)
    flash(f"{jumlah} sesi lain diakhiri." if jumlah else "Tidak ada sesi lain.", "baik")
    return _ke("/auth/akun")


@pages.post("/akun/perangkat/<uuid:perangkat_id>/lupakan")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def lupakan_perangkat(perangkat_id: UUID) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        perangkat_.lupakan_perangkat(uow, caller().pegawai_id, perangkat_id)
    flash("Perangkat itu tidak dikenal lagi.", "baik")
    return _ke("/auth/akun")


# The organisation


@pages.get("/organisasi")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def organisasi() -> Response:
    wajib_pembaca()
    cari = request.args.get("cari", "").strip()[:100]
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari = clock.today(instansi.zona_waktu)
        simpul = queries.pohon(uow, instansi.id, hari, caller())
        unit = next((s for s in simpul if str(s.id) == request.args.get("unor")), None)
        if request.args.get("unor") and unit is None:
            raise NotFound("Unit ini tidak ada, atau tidak berlaku hari ini.")
        terpilih = unit or (None if cari or not simpul else simpul[0])
        orang, berikut = queries.list_orang(
            uow,
            instansi.id,
            hari,
            unor_id=terpilih.id if terpilih else None,
            cari=cari,
            setelah=baca_cursor(request.args.get("setelah", "")),
            batas=_PER_HALAMAN,
            pembaca=caller(),
        )
        catat_daftar(uow, orang)
        periksa, keluhan = uow.pemeriksaan_terakhir(instansi.id), uow.jumlah_keluhan(instansi.id)
    return make_response(
        render_template(
            "auth/organisasi.html",
            instansi_nama=instansi.nama,
            temuan=sum(periksa.jumlah.values()) if periksa else None,
            keluhan=keluhan,
            hari=hari,
            simpul=queries.sebagai_pohon_sempit(simpul, terpilih.id if terpilih else None),
            jumlah_unit=len(simpul),
            terpilih=terpilih,
            orang=orang,
            cari=cari,
            setelah=request.args.get("setelah", ""),
            berikut=tulis_cursor(berikut),
            STATUS=STATUS,
            PERAN=PERAN,
        )
    )
