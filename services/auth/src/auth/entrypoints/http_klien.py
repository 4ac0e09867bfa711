"""The token endpoint of API clients: OAuth 2.0 client credentials (RFC 6749 section 4.4), with that RFC's answers instead of the house's."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote_plus

from flask import Response, jsonify, request
from flask_smorest import Blueprint

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_klien import Penolakan, beri_token
from auth.domain.akun import MASA_TOKEN
from auth.entrypoints.identitas import alamat, buka_unit_sistem, gantungan
from shared.web.context import public, runtime, unit_of_work

api = Blueprint("auth_klien_api", __name__, description="Tokens for other systems")

_FORMULIR = "application/x-www-form-urlencoded"
_TERPANJANG = 1000
_ISI = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"type": "string", "enum": ["client_credentials"]},
        "scope": {"type": "string", "description": "with blanks between; none: all that were granted"},
        "client_id": {"type": "string", "format": "uuid", "description": "without HTTP Basic"},
        "client_secret": {"type": "string", "description": "without HTTP Basic"},
    },
}
_GALAT = {"type": "object", "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}}}
_TOKEN = {
    "type": "object",
    "properties": {
        "access_token": {"type": "string"},
        "token_type": {"type": "string"},
        "expires_in": {"type": "integer"},
        "scope": {"type": "string"},
    },
}


def _jawaban(arti: str, bentuk: Mapping[str, object]) -> dict[str, object]:
    return {"description": arti, "content": {"application/json": {"schema": bentuk}}}


@api.post("/klien/token")
@public
@api.doc(
    security=[],
    requestBody={"required": True, "content": {_FORMULIR: {"schema": _ISI}}},
    responses={
        "200": _jawaban("A token of five minutes", _TOKEN),
        "400": _jawaban("invalid_request, invalid_scope or unsupported_grant_type", _GALAT),
        "401": _jawaban("invalid_client", _GALAT),
        "429": _jawaban("Too many wrong secrets; Retry-After says when to come back", _GALAT),
    },
)
def ambil_token_klien() -> Response:
    """An access token for another system: client_credentials, by HTTP Basic or in the form."""
    kredensial = _kredensial()
    if isinstance(kredensial, Penolakan):
        return _tolak(kredensial)
    with unit_of_work(UnitOfWork, system=True) as uow:
        hasil = beri_token(uow, *kredensial, request.form.get("scope"), alamat())
        terbit = uow.saat_ini()
    if isinstance(hasil, Penolakan):
        return _tolak(hasil)
    klien, scope = hasil
    token = gantungan().tanda_tangani_klien(buka_unit_sistem, issuer=runtime().settings.url, klien=klien, scope=scope, terbit=terbit)
    return _tanpa_simpan(jsonify(access_token=token, token_type="Bearer", expires_in=MASA_TOKEN, scope=" ".join(scope)))  # noqa: S106


def _kredensial() -> tuple[str, str] | Penolakan:
    """(client_id, client_secret), or what is wrong with the request."""
    if request.mimetype != _FORMULIR:
        return _salah(f"Kirim isinya sebagai {_FORMULIR}.")
    if any(len(nilai) > 1 or len(nilai[0]) > _TERPANJANG for nilai in request.form.listvalues()):
        return _salah(f"Setiap parameter ditulis sekali, paling panjang {_TERPANJANG} huruf.")
    jenis = request.form.get("grant_type")
    if jenis != "client_credentials":
        kalimat = "Isi grant_type dengan client_credentials; hanya itu yang dilayani."
        return Penolakan(400, "unsupported_grant_type", kalimat) if jenis else _salah(kalimat)
    return _dari_kepala_atau_isi()


def _dari_kepala_atau_isi() -> tuple[str, str] | Penolakan:
    """One way of the two (RFC 6749 section 2.3), never both."""
    skema, _, nilai = request.headers.get("Authorization", "").partition(" ")
    nama, rahasia = request.form.get("client_id", ""), request.form.get("client_secret", "")
    if not nilai:
        ada = (nama, rahasia) if nama and rahasia else None
        return ada or Penolakan(401, "invalid_client", "Sertakan client_id dan client_secret, lewat HTTP Basic atau isi.")
    if rahasia:
        return _salah("Pakai satu cara: HTTP Basic, atau client_secret di isi.")
    dasar = _dasar(nilai) if skema.lower() == "basic" and len(nilai) <= 2 * _TERPANJANG else None
    if dasar is None or nama not in ("", dasar[0]):
        return Penolakan(401, "invalid_client", "Kepala Authorization tidak dapat dibaca, atau berbeda dari client_id di isi.")
    return dasar


def _dasar(nilai: str) -> tuple[str, str] | None:
    try:
        nama, pemisah, rahasia = base64.b64decode(nilai, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (unquote_plus(nama), unquote_plus(rahasia)) if pemisah else None


def _salah(kalimat: str) -> Penolakan:
    return Penolakan(400, "invalid_request", kalimat)


def _tolak(penolakan: Penolakan) -> Response:
    response = jsonify(error=penolakan.error, error_description=penolakan.error_description)
    response.status_code = penolakan.status
    if penolakan.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="kinerja"'
    if penolakan.detik:
        response.headers["Retry-After"] = str(penolakan.detik)
    return _tanpa_simpan(response)


def _tanpa_simpan(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Pragma"] = "no-cache"
    return response
