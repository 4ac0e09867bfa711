"""The API of passkeys: what a page's script asks before it asks the authenticator, and what it sends afterwards.

Every challenge is of this browser, answered once, within five minutes. The callers are our own pages: each request carries their CSRF token.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, make_response
from flask_smorest import Blueprint

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_faktor as faktor_
from auth.domain.sesi import tujuan_aman
from auth.entrypoints import schemas_passkey as schemas
from auth.entrypoints.identitas import alamat
from auth.entrypoints.langkah import buka_sesi_peramban, pasang_langkah, pemegang_langkah, perkakas, rahasia_langkah, rahasia_langkah_baru
from auth.entrypoints.ui_faktor import KEAMANAN, buka_dengan_pemulihan, pemegang_sesi, umumkan
from shared.errors import DomainError, Forbidden
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, public, unit_of_work
from shared.web.errors import answer
from shared.web.factory import csrf

api = Blueprint("auth_api_passkey", __name__, description="Passkeys")


def _json(isi: Mapping[str, Any], status: int = 200) -> Response:
    return make_response(Response(current_app.json.dumps(isi), mimetype="application/json"), status)


def _dengan_tujuan(response: Response, status: int = 200) -> Response:
    """A redirect's target and cookies as an answer for a script."""
    lanjut = response.location
    response.headers.pop("Location")
    response.set_data(current_app.json.dumps({"lanjut": lanjut}))
    response.mimetype, response.status_code = "application/json", status
    return response


# Signing in


@api.post("/passkey/masuk/pilihan")
@public
@api.arguments(schemas.PilihanSchema())
@api.response(200, schemas.PilihanPasskeySchema())
def pilihan_masuk(isi: Mapping[str, Any]) -> Response:
    """Options for navigator.credentials.get; with ``langkah`` of the passkeys of whoever is in the second step."""
    csrf.protect()
    rahasia = rahasia_langkah() or rahasia_langkah_baru()
    with unit_of_work(UnitOfWork, system=True) as uow:
        akun = faktor_.get_langkah(uow, rahasia)[0] if isi["langkah"] else None
        pilihan = faktor_.pilihan_masuk_passkey(
            uow, perkakas().passkey, pemegang_langkah(rahasia), alamat(), akun.pegawai_id if akun else None
        )
    if isinstance(pilihan, DomainError):
        return answer(pilihan)
    response = _json({"pilihan": pilihan})
    return response if rahasia_langkah() else pasang_langkah(response, rahasia)


@api.post("/passkey/masuk")
@public
@api.arguments(schemas.MasukPasskeySchema())
@api.response(200, schemas.LanjutSchema())
def masuk(isi: Mapping[str, Any]) -> Response:
    """Sign in by what the authenticator answered: alone, or as second factor. Sets the cookies of the session."""
    csrf.protect()
    rahasia = rahasia_langkah()
    with unit_of_work(UnitOfWork, system=True) as uow:
        tantangan = faktor_.mulai_passkey(uow, pemegang_langkah(rahasia), alamat())
    if isinstance(tantangan, DomainError):
        return answer(tantangan)
    with unit_of_work(UnitOfWork, system=True) as uow:
        akun = faktor_.periksa_passkey(uow, perkakas().passkey, tantangan, isi["kredensial"], alamat())
        if not isinstance(akun, DomainError):
            faktor_.batalkan_langkah(uow, rahasia)
    if isinstance(akun, DomainError):
        return answer(akun)
    response = make_response("", 200)
    response.location = tujuan_aman(isi.get("lanjut"))
    return _dengan_tujuan(buka_sesi_peramban(akun, response)[0])


# Registering, by who is signed in


@api.post("/passkey/pilihan")
@api.response(200, schemas.PilihanPasskeySchema())
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def pilihan_daftar() -> Response:
    """Options for navigator.credentials.create, for oneself."""
    with unit_of_work(UnitOfWork) as uow:
        _pastikan_yakin(uow)
        akun = uow.get_akun(caller().pegawai_id)
        return _json({"pilihan": faktor_.pilihan_daftar_passkey(uow, perkakas().passkey, akun, pemegang_sesi())})


def _pastikan_yakin(uow: UnitOfWork) -> None:
    if not faktor_.yakin(uow, caller().pegawai_id, caller().sesi_id):
        raise Forbidden("Buktikan dulu bahwa ini Anda.", code="proof_required")


@api.post("/passkey")
@api.arguments(schemas.DaftarPasskeySchema())
@api.response(201, schemas.LanjutSchema())
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def daftar(isi: Mapping[str, Any]) -> Response:
    """Keep the new passkey of oneself."""
    with unit_of_work(UnitOfWork) as uow:
        _pastikan_yakin(uow)
        tantangan = faktor_.ambil_tantangan(uow, faktor_.DAFTAR_PASSKEY, pemegang_sesi())
    with unit_of_work(UnitOfWork) as uow:
        akun = uow.get_akun(caller().pegawai_id)
        kode = faktor_.daftarkan_passkey(uow, perkakas().passkey, akun, tantangan, isi["kredensial"], isi["nama"])
        if kode:
            faktor_.titip_pemulihan(uow, perkakas().penyandi, akun, pemegang_sesi(), kode)
        umumkan(uow, akun, "faktor_dipasang")
    return _json({"lanjut": f"{KEAMANAN}/kode-pemulihan" if kode else KEAMANAN}, 201)


# Registering while signing in, where the agency asks for a second factor


@api.post("/passkey/langkah/pilihan")
@public
@api.response(200, schemas.PilihanPasskeySchema())
def pilihan_daftar_langkah() -> Response:
    """Options for navigator.credentials.create for who has given the right password and must have a second factor."""
    csrf.protect()
    rahasia = rahasia_langkah()
    with unit_of_work(UnitOfWork, system=True) as uow:
        akun = faktor_.get_langkah_pendaftaran(uow, rahasia)
        return _json({"pilihan": faktor_.pilihan_daftar_passkey(uow, perkakas().passkey, akun, pemegang_langkah(rahasia))})


@api.post("/passkey/langkah")
@public
@api.arguments(schemas.DaftarPasskeySchema())
@api.response(201, schemas.LanjutSchema())
def daftar_langkah(isi: Mapping[str, Any]) -> Response:
    """Keep the new passkey; the session begins with it."""
    csrf.protect()
    rahasia = rahasia_langkah()
    with unit_of_work(UnitOfWork, system=True) as uow:
        tantangan = faktor_.ambil_tantangan(uow, faktor_.DAFTAR_PASSKEY, pemegang_langkah(rahasia))
    with unit_of_work(UnitOfWork, system=True) as uow:
        akun = faktor_.get_langkah_pendaftaran(uow, rahasia)
        kode = faktor_.daftarkan_passkey(uow, perkakas().passkey, akun, tantangan, isi["kredensial"], isi["nama"])
        faktor_.selesaikan_langkah(uow, rahasia)
        umumkan(uow, akun, "faktor_dipasang")
    return _dengan_tujuan(buka_dengan_pemulihan(akun, list(kode), tujuan_aman(isi.get("lanjut"))), 201)


# Proving oneself again


@api.post("/passkey/yakin/pilihan")
@api.response(200, schemas.PilihanPasskeySchema())
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def pilihan_yakin() -> Response:
    """Options for navigator.credentials.get of one's own passkeys."""
    with unit_of_work(UnitOfWork) as uow:
        pilihan = faktor_.pilihan_masuk_passkey(uow, perkakas().passkey, pemegang_sesi(), alamat(), caller().pegawai_id)
    return answer(pilihan) if isinstance(pilihan, DomainError) else _json({"pilihan": pilihan})


@api.post("/passkey/yakin")
@api.arguments(schemas.MasukPasskeySchema())
@api.response(200, schemas.LanjutSchema())
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def yakin(isi: Mapping[str, Any]) -> Response:
    """For ten minutes this session may change how the account is opened."""
    if not caller().sesi_id:
        raise Forbidden("Cara masuk hanya dapat diubah dari peramban yang sedang masuk.")
    with unit_of_work(UnitOfWork) as uow:
        tantangan = faktor_.mulai_passkey(uow, pemegang_sesi(), alamat())
    if isinstance(tantangan, DomainError):
        return answer(tantangan)
    with unit_of_work(UnitOfWork) as uow:
        akun = faktor_.periksa_passkey(uow, perkakas().passkey, tantangan, isi["kredensial"], alamat(), caller().pegawai_id)
        if not isinstance(akun, DomainError):
            faktor_.tandai_yakin(uow, akun, caller().sesi_id, alamat())
    return answer(akun) if isinstance(akun, DomainError) else _json({"lanjut": tujuan_aman(isi.get("lanjut"))})
