"""Signing in with ASN Digital in the browser: away, back, and out again."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from cryptography.fernet import InvalidToken
from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request

from auth.adapters.asn_digital import AsnDigital, AsnTidakMenjawab
from auth.adapters.kunci import PenyandiData
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_akun as akun_
from auth.application import use_cases_asn as asn_
from auth.domain.identitas_luar import MASA_PERMINTAAN, GagalAsn
from auth.domain.sesi import peramban, tujuan_aman
from auth.entrypoints.identitas import SESI_COOKIE, alamat, ingat_peramban, pasang_sesi, pasang_token, token
from shared.errors import NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, public, runtime, unit_of_work

pages = Blueprint("auth_asn", __name__)
EKSTENSI_ASN = "auth_asn"
KUKI = "kinerja_asn"
_KODE_GALAT = re.compile(r"[a-z_]{1,40}")
_PER_HALAMAN = 50
_ULANGI = "Mulai lagi dari awal."


@dataclass(frozen=True, slots=True)
class Penyedia:
    """The provider, and what encrypts its tokens at rest."""

    asn: AsnDigital
    penyandi: PenyandiData


def penyedia() -> Penyedia | None:
    """None where no provider is set up: the button is not shown and the routes do not exist."""
    found: Penyedia | None = current_app.extensions.get(EKSTENSI_ASN)
    return found


def _wajib() -> Penyedia:
    found = penyedia()
    if found is None:
        raise NotFound("Masuk dengan ASN Digital tidak dipakai di sini.")
    return found


def tombol_asn(lanjut: str) -> str:
    """The address behind the button on the sign-in page; empty without a provider."""
    return f"/auth/asn/mulai?lanjut={quote(lanjut, safe='/')}" if penyedia() else ""


def asn_tidak_menjawab() -> bool:
    found = penyedia()
    return found is not None and found.asn.tidak_menjawab


@pages.get("/tautan-asn")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def tautan_asn() -> Response:
    """Who is linked with which account, for the admin who mends what went wrong."""
    caller().require("admin_instansi")
    _wajib()
    cari = request.args.get("cari", "").strip()[:100]
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        tautan = uow.list_identitas_luar(instansi.id, cari, _PER_HALAMAN + 1)
    html = render_template(
        "auth/tautan_asn.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        tautan=tautan[:_PER_HALAMAN],
        lebih=len(tautan) > _PER_HALAMAN,
        cari=cari,
    )
    return make_response(html)


@pages.post("/tautan-asn/<uuid:pegawai_id>/lepas")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def lepas_tautan(pegawai_id: UUID) -> Response:
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        akun = asn_.lepas_satu(uow, caller().instansi_id, pegawai_id)
    flash(f"Tautan {akun.nama} dilepas, sesinya berakhir. Saat masuk lagi dengan ASN Digital ia ditautkan menurut NIP.", "baik")
    return make_response(redirect("/auth/tautan-asn", 303))


@pages.get("/asn/mulai")
@public
def mulai() -> Response:
    """Away to the provider, with a state that only this browser can bring back, once, within ten minutes."""
    asn = _wajib().asn
    lanjut = tujuan_aman(request.args.get("lanjut"))
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    peramban_ini = request.cookies.get(KUKI, "")[:100] or secrets.token_urlsafe(32)
    try:
        tujuan = asn.alamat_masuk(state=state, nonce=nonce, verifier=verifier, akun_lain="akun_lain" in request.args)
    except AsnTidakMenjawab:
        return make_response(redirect(f"/auth/masuk?lanjut={quote(lanjut, safe='/')}&sebab=asn", 302))
    with unit_of_work(UnitOfWork, system=True) as uow:
        asn_.mulai(uow, state=state, peramban=peramban_ini, issuer=asn.setelan.issuer, nonce=nonce, verifier=verifier, lanjut=lanjut)
    response = make_response(redirect(tujuan, 302))
    response.set_cookie(
        KUKI,
        peramban_ini,
        max_age=int(MASA_PERMINTAAN.total_seconds()),
        path="/auth/asn",
        httponly=True,
        samesite="Lax",
        secure=runtime().settings.secure_cookies,
    )
    return response


@pages.get("/asn/kembali")
@public
def kembali() -> Response:
    """Back from the provider. The state is used up before anything else is looked at."""
    found = _wajib()
    asn = found.asn
    with unit_of_work(UnitOfWork, system=True) as uow:
        permintaan = asn_.ambil(uow, state=request.args.get("state", ""), peramban=request.cookies.get(KUKI, ""), issuer=asn.setelan.issuer)
    if permintaan is None:
        return _gagal(
            GagalAsn(
                "Permintaan masuk ini tidak dikenal: sudah dipakai, lebih dari sepuluh menit, atau dimulai di peramban lain.",
                _ULANGI,
                code="asn_state_invalid",
                status=400,
            )
        )
    try:
        orang = asn.tukar(code=_kode(), iss=request.args.get("iss", ""), verifier=permintaan.verifier, nonce=permintaan.nonce)
        lama = request.cookies.get(SESI_COOKIE, "")
        with unit_of_work(UnitOfWork, system=True) as uow:
            akun = asn_.kenali(uow, orang)
            if lama:
                akun_.akhiri_sesi(uow, lama)
            rahasia, sesi = akun_.buka_sesi(uow, akun, alamat=alamat(), peramban=peramban(request.user_agent.string))
            izin = akun_.izin_token(uow, akun.pegawai_id)
            uow.add_sesi_luar(sesi.id, akun.instansi_id, orang.issuer, found.penyandi.sandikan(orang.id_token))
            response = ingat_peramban(uow, make_response(redirect(tujuan_aman(permintaan.lanjut), 303)), akun, sesi)
    except AsnTidakMenjawab:
        return make_response(redirect(f"/auth/masuk?lanjut={quote(permintaan.lanjut, safe='/')}&sebab=asn", 302))
    except GagalAsn as error:
        return _gagal(error, permintaan.lanjut)
    response.delete_cookie(KUKI, path="/auth/asn", httponly=True, samesite="Lax", secure=runtime().settings.secure_cookies)
    return pasang_token(pasang_sesi(response, rahasia), token(izin, str(sesi.id)))


def _kode() -> str:
    """The authorization code; raises GagalAsn when the provider says no instead."""
    galat = request.args.get("error", "")
    if galat == "access_denied":
        raise GagalAsn("Anda membatalkan masuk di ASN Digital, atau akun itu tidak diizinkan.", _ULANGI, code="asn_denied", status=401)
    kode = request.args.get("code", "")
    if galat or not kode:
        sebab = f" ({galat})" if _KODE_GALAT.fullmatch(galat) else ""
        raise GagalAsn(
            f"ASN Digital tidak menyelesaikan proses masuk{sebab}.",
            f"{_ULANGI} Bila berulang, sampaikan kepada admin platform.",
            code="asn_error",
            status=401,
        )
    return kode


def _gagal(galat: GagalAsn, lanjut: str | None = None) -> Response:
    html = render_template("auth/asn_gagal.html", galat=galat, lanjut=tujuan_aman(lanjut))
    return make_response(html, galat.status)


def sidik_sesi_luar(uow: UnitOfWork, rahasia: str) -> tuple[str, bytes] | None:
    """What a session that is about to end has of its provider."""
    return uow.find_sesi_luar(akun_.sidik(rahasia)) if rahasia and penyedia() else None


def halaman_keluar(luar: tuple[str, bytes] | None) -> Response | None:
    """After the end of a session that came from the provider: a page that goes on to sign out there.

    A page and no redirect: the policy of the pages lets a form lead to this origin only. None where there is nothing to sign out of.
    """
    found = penyedia()
    if found is None or luar is None or luar[0] != found.asn.setelan.issuer:
        return None
    try:
        id_token = found.penyandi.buka(luar[1])
    except InvalidToken:
        return None
    tujuan = found.asn.alamat_keluar(id_token)
    return make_response(render_template("auth/asn_keluar.html", tujuan=tujuan)) if tujuan else None
