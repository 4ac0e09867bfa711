"""WebAuthn: options for the browser, and the check of what an authenticator answers (library ``webauthn``)."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
import webauthn
from webauthn.helpers import options_to_json, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from auth.domain.faktor import Passkey
from shared.errors import Invalid

_RUSAK = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, EOFError)
"""What the library raises for bytes that are no answer of an authenticator."""


@dataclass(frozen=True, slots=True)
class PihakTepercaya:
    """The relying party: its id is a host name, ``asal`` the origins whose pages may ask. ``halangan`` says why passkeys cannot work here."""

    rp_id: str
    asal: tuple[str, ...]
    halangan: str = ""


def pihak_tepercaya(url: str, rp_id: str = "", asal: str = "") -> PihakTepercaya:
    """From the public address of the installation, unless given. Raises ValueError for an id that its origins cannot use."""
    utama = urlsplit(url)
    semua = tuple(a.strip().rstrip("/") for a in asal.split(",") if a.strip()) or (f"{utama.scheme}://{utama.netloc}",)
    host = [urlsplit(a).hostname or "" for a in semua]
    dipakai = rp_id or (utama.hostname or "")
    if (rp_id or asal) and not all(h == dipakai or h.endswith("." + dipakai) for h in host):
        raise ValueError(f"{dipakai} is not the host, nor a parent domain, of {', '.join(semua)}")
    return PihakTepercaya(dipakai, semua, _halangan(dipakai, semua))


def _halangan(rp_id: str, asal: Sequence[str]) -> str:
    try:
        ipaddress.ip_address(rp_id)
    except ValueError:
        pass
    else:
        return f"Passkey memerlukan nama host, sedangkan alamat sistem ini {rp_id}. Admin platform dapat memberi nama lewat KINERJA_URL."
    if not all(a.startswith("https://") or _lokal(urlsplit(a).hostname or "") for a in asal):
        return "Passkey memerlukan HTTPS, sedangkan alamat sistem ini memakai HTTP. Admin platform dapat memasangnya lewat KINERJA_URL."
    return ""


def _lokal(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


@dataclass(frozen=True, slots=True)
class Terdaftar:
    """A new credential as checked."""

    kredensial_id: bytes
    kunci_publik: bytes
    hitungan: int
    tersalin: bool


def pilihan_daftar(
    pihak: PihakTepercaya, tantangan: bytes, *, pegawai_id: UUID, nama_akun: str, nama: str, ada: Sequence[Passkey]
) -> dict[str, Any]:
    """The argument of navigator.credentials.create: a discoverable credential that verifies its user."""
    options = webauthn.generate_registration_options(
        rp_id=pihak.rp_id,
        rp_name="Kinerja",
        user_id=pegawai_id.bytes,
        user_name=nama_akun,
        user_display_name=nama,
        challenge=tantangan,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=p.kredensial_id) for p in ada],
    )
    return msgspec.json.decode(options_to_json(options), type=dict[str, Any])


def pilihan_masuk(pihak: PihakTepercaya, tantangan: bytes, ada: Sequence[Passkey] = ()) -> dict[str, Any]:
    """The argument of navigator.credentials.get: of these passkeys, or whichever the person chooses."""
    options = webauthn.generate_authentication_options(
        rp_id=pihak.rp_id,
        challenge=tantangan,
        allow_credentials=[PublicKeyCredentialDescriptor(id=p.kredensial_id) for p in ada],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return msgspec.json.decode(options_to_json(options), type=dict[str, Any])


def periksa_daftar(pihak: PihakTepercaya, tantangan: bytes, kredensial: Mapping[str, Any]) -> Terdaftar:
    """Raises Invalid for an answer to another challenge, from another origin, without user verification, or malformed."""
    try:
        hasil = webauthn.verify_registration_response(
            credential=dict(kredensial),
            expected_challenge=tantangan,
            expected_rp_id=pihak.rp_id,
            expected_origin=list(pihak.asal),
            require_user_verification=True,
        )
    except _RUSAK as error:
        raise Invalid(
            "Perangkat memberi jawaban yang tidak sah, jadi passkey tidak dibuat. Coba lagi dari halaman ini.", code="passkey_invalid"
        ) from error
    return Terdaftar(
        hasil.credential_id,
        hasil.credential_public_key,
        hasil.sign_count,
        hasil.credential_device_type == CredentialDeviceType.MULTI_DEVICE,
    )


def siapa(kredensial: Mapping[str, Any]) -> tuple[bytes, bytes | None]:
    """(credential id, user handle) as claimed; not checked yet."""
    try:
        jawaban = parse_authentication_credential_json(dict(kredensial))
        return jawaban.raw_id, jawaban.response.user_handle
    except _RUSAK as error:
        raise tidak_sah() from error


def periksa_masuk(pihak: PihakTepercaya, tantangan: bytes, kredensial: Mapping[str, Any], passkey: Passkey) -> int:
    """The authenticator's counter after its signature was found good. The counter itself is judged by the caller: only a signed one says anything."""
    try:
        hasil = webauthn.verify_authentication_response(
            credential=dict(kredensial),
            expected_challenge=tantangan,
            expected_rp_id=pihak.rp_id,
            expected_origin=list(pihak.asal),
            credential_public_key=passkey.kunci_publik,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _RUSAK as error:
        raise tidak_sah() from error
    return hasil.new_sign_count


def tidak_sah() -> Invalid:
    return Invalid("Passkey ini tidak dikenal atau jawabannya tidak sah. Coba lagi, atau masuk dengan kata sandi.", code="passkey_invalid")
