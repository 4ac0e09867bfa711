"""The way from a proven identity to a session: whoever has shown who he is (password, ASN Digital, passkey) comes through here.

``terima_masuk`` is for a first factor: it opens the session, or the step in which the second is asked for. ``buka_sesi_peramban`` is for who has
shown enough.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app, make_response, redirect, request

from auth.adapters.penyandi import Penyandi
from auth.adapters.unit_of_work import UnitOfWork
from auth.adapters.webauthn_server import PihakTepercaya
from auth.application import use_cases_akun as akun_
from auth.application import use_cases_faktor as faktor_
from auth.application import use_cases_surel as surel_
from auth.application.use_cases_perangkat import KukiPerangkat, perangkat_dari
from auth.domain.akun import Akun
from auth.domain.faktor import MASA_LANGKAH
from auth.domain.sesi import peramban
from auth.entrypoints.identitas import SESI_COOKIE, alamat, ingat_peramban, pasang_sesi, pasang_token, token
from shared.errors import DomainError
from shared.web.context import runtime, unit_of_work

EKSTENSI_FAKTOR = "auth_faktor"
LANGKAH_COOKIE = "kinerja_langkah"
HALAMAN_LANGKAH = "/auth/masuk/langkah"
HALAMAN_SANDI = "/auth/kata-sandi-awal"


@dataclass(frozen=True, slots=True)
class Perkakas:
    """What second factors need of the process; ``surel`` says whether letters can be sent."""

    penyandi: Penyandi
    passkey: PihakTepercaya
    surel: bool


def perkakas() -> Perkakas:
    found: Perkakas = current_app.extensions[EKSTENSI_FAKTOR]
    return found


def rahasia_langkah() -> str:
    return request.cookies.get(LANGKAH_COOKIE, "")


def rahasia_langkah_baru() -> str:
    """A secret that ties a challenge to this browser before anybody is known."""
    return secrets.token_urlsafe(32)


def pasang_langkah(response: Response, rahasia: str) -> Response:
    response.set_cookie(
        LANGKAH_COOKIE,
        rahasia,
        max_age=int(MASA_LANGKAH.total_seconds()),
        path="/auth",
        httponly=True,
        samesite="Lax",
        secure=runtime().settings.secure_cookies,
    )
    return response


def cabut_langkah(response: Response) -> Response:
    response.delete_cookie(LANGKAH_COOKIE, path="/auth", httponly=True, samesite="Lax", secure=runtime().settings.secure_cookies)
    return response


def terima_masuk(akun: Akun, lanjut: str) -> Response:
    """After the right password: the session, or the way to the second step (a step of ten minutes that is no session)."""
    with unit_of_work(UnitOfWork, system=True) as uow:
        keadaan = uow.get_keadaan_faktor(akun.pegawai_id)
        rahasia = faktor_.buka_langkah(uow, akun) if keadaan.aktif or keadaan.wajib else ""
    if rahasia:
        return pasang_langkah(make_response(redirect(f"{HALAMAN_LANGKAH}?lanjut={quote(lanjut, safe='/')}", 303)), rahasia)
    return buka_sesi_peramban(akun, make_response(redirect(lanjut, 303)))[0]


def pemegang_langkah(rahasia: str) -> str:
    return f"langkah\0{rahasia}"


def pemegang_sesi(akun_id: UUID, sesi_id: str) -> str:
    return f"{akun_id}\0{sesi_id}"


def buka_sesi_peramban(akun: Akun, response: Response) -> tuple[Response, str]:
    """The answer with the cookies of a new session, and the holder of what is kept for its next page; the browser's old session ends.

    Who still has a password that was handed out gets no session yet, but the step in which he chooses his own.
    """
    if akun.sandi_awal and akun.sandi_hash:
        return _minta_sandi(akun, response)
    lama = request.cookies.get(SESI_COOKIE, "")
    with unit_of_work(UnitOfWork, system=True) as uow:
        if lama:
            akun_.akhiri_sesi(uow, lama)
        izin = akun_.izin_token(uow, akun.pegawai_id)
        rahasia, sesi = akun_.buka_sesi(uow, akun, alamat=alamat(), peramban=peramban(request.user_agent.string))
        ingat_peramban(uow, response, akun, sesi)
    pasang_token(pasang_sesi(cabut_langkah(response), rahasia), token(izin, str(sesi.id)))
    return response, pemegang_sesi(akun.pegawai_id, str(sesi.id))


def _minta_sandi(akun: Akun, response: Response) -> tuple[Response, str]:
    with unit_of_work(UnitOfWork, system=True) as uow:
        rahasia = faktor_.buka_langkah(uow, akun, terbukti=True)
    response.location = f"{HALAMAN_SANDI}?lanjut={quote(response.location or '', safe='/')}"
    return pasang_langkah(response, rahasia), pemegang_langkah(rahasia)


def buktikan(akun: Akun, kode: str, kuki: KukiPerangkat) -> str:
    """Check a code of the app or a recovery code and use it up; says which it was. Raises Unauthenticated, or TerlaluSering while locked."""
    with unit_of_work(UnitOfWork, system=True) as uow:
        bukti = faktor_.mulai_bukti(uow, akun, kode, alamat(), perangkat_dari(uow, kuki, [akun]))
    if isinstance(bukti, DomainError):
        raise bukti
    with unit_of_work(UnitOfWork, system=True) as uow:
        hasil = faktor_.periksa_bukti(uow, perkakas().penyandi, bukti)
        if hasil == "pemulihan" and perkakas().surel:
            surel_.beri_tahu(uow, perkakas().penyandi, akun, "pemulihan_dipakai")
    if isinstance(hasil, DomainError):
        raise hasil
    return hasil


def buktikan_program(akun: Akun, kode: str) -> None:
    """The second factor of a caller without pages: raises ``second_factor_required`` when one is needed and no code was sent."""
    with unit_of_work(UnitOfWork, system=True) as uow:
        keadaan = uow.get_keadaan_faktor(akun.pegawai_id)
    if keadaan.aktif:
        if not kode.strip():
            raise faktor_.wajib_bukti()
        buktikan(akun, kode, KukiPerangkat())
    elif keadaan.wajib:
        raise faktor_.wajib_daftar()
