"""What API and pages share of identity: signing in, the two cookies, the system's unit of work."""

from __future__ import annotations

from flask import Response, current_app, request

from auth.adapters import sandi as penyandi
from auth.adapters.kunci import GantunganKunci
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_akun as akun_
from auth.application.use_cases_gagal import hitung_gagal
from auth.application.use_cases_perangkat import KukiPerangkat, ingat_perangkat, perangkat_dari
from auth.domain.akun import Akun, Izin, baca_nama_akun
from auth.domain.kata_sandi import PANJANG_MAKSIMUM
from auth.domain.percobaan import MASA_PERANGKAT
from auth.domain.sesi import Sesi
from shared.persistence import SYSTEM
from shared.web.context import runtime, unit_of_work
from shared.web.factory import TOKEN_COOKIE

EKSTENSI = "auth"
SESI_COOKIE = "kinerja_sesi"
PERANGKAT_COOKIE = "kinerja_perangkat"


def buka_unit_sistem() -> UnitOfWork:
    """A system-scoped unit of work of this process; not yet entered."""
    rt = runtime()
    return UnitOfWork(rt.database, service=rt.settings.name, instansi=SYSTEM, actor="", epoch=rt.settings.epoch)


def gantungan() -> GantunganKunci:
    found: GantunganKunci = current_app.extensions[EKSTENSI]
    return found


def alamat() -> str:
    return request.remote_addr or "?"


def kuki_perangkat() -> KukiPerangkat:
    return KukiPerangkat.baca(request.cookies.get(PERANGKAT_COOKIE, ""))


def periksa_masuk(nip: str, kata_sandi: str, kuki: KukiPerangkat | None = None) -> Akun:
    """The account whose NIP and password these are; ``kuki`` is that of a browser, a program has none.

    Raises TerlaluSering while locked, Unauthenticated when they do not fit, Invalid for what cannot be a NIP. The slow hashing runs between
    two transactions, not in one.
    """
    nama_akun = baca_nama_akun(nip)
    with unit_of_work(UnitOfWork, system=True) as uow:
        calon = uow.list_akun_bernama(nama_akun)
        percobaan = akun_.mulai_masuk(uow, nama_akun, calon, alamat(), perangkat_dari(uow, kuki or KukiPerangkat(), calon))
        if isinstance(percobaan, akun_.TerlaluSering):
            hitung_gagal(uow, calon, alamat(), ditahan=True)
    if isinstance(percobaan, akun_.TerlaluSering):
        raise percobaan
    akun = penyandi.cari_pemilik(kata_sandi[: PANJANG_MAKSIMUM + 1], percobaan.calon)
    if akun is None:
        with unit_of_work(UnitOfWork, system=True) as uow:
            hitung_gagal(uow, percobaan.calon, alamat())
        raise akun_.gagal_masuk(percobaan)
    with unit_of_work(UnitOfWork, system=True) as uow:
        akun_.berhasil_masuk(uow, percobaan, akun, kata_sandi)
    return akun


def token(izin: Izin, sesi_id: str = "") -> str:
    return gantungan().tanda_tangani(buka_unit_sistem, issuer=runtime().settings.url, izin=izin, sesi_id=sesi_id)


def pasang_token(response: Response, nilai: str) -> Response:
    response.set_cookie(TOKEN_COOKIE, nilai, path="/", httponly=True, samesite="Lax", secure=runtime().settings.secure_cookies)
    return response


def pasang_sesi(response: Response, rahasia: str) -> Response:
    response.set_cookie(SESI_COOKIE, rahasia, path="/auth", httponly=True, samesite="Lax", secure=runtime().settings.secure_cookies)
    return response


def ingat_peramban(uow: UnitOfWork, response: Response, akun: Akun, sesi: Sesi) -> Response:
    """From now on this browser is a known device of the account."""
    response.set_cookie(
        PERANGKAT_COOKIE,
        str(ingat_perangkat(uow, kuki_perangkat(), akun, sesi)),
        max_age=int(MASA_PERANGKAT.total_seconds()),
        path="/auth",
        httponly=True,
        samesite="Lax",
        secure=runtime().settings.secure_cookies,
    )
    return response


def cabut_kuki(response: Response) -> Response:
    secure = runtime().settings.secure_cookies
    response.delete_cookie(TOKEN_COOKIE, path="/", httponly=True, samesite="Lax", secure=secure)
    response.delete_cookie(SESI_COOKIE, path="/auth", httponly=True, samesite="Lax", secure=secure)
    return response
