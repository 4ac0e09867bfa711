"""Codes of an authenticator app: making the secret and its picture, and finding the step that a code belongs to."""

from __future__ import annotations

import hmac
import re

import pyotp
import segno

from auth.domain.faktor import DETIK_LANGKAH, RENTANG_PETUNJUK


def buat_rahasia() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32()


def langkah_dari(rahasia: str, kode: str, kini: int) -> int | None:
    """The step nearest to ``kini`` whose code this is, within ten minutes; all are compared, in constant time each."""
    totp = pyotp.TOTP(rahasia)
    cocok = None
    for jarak in range(RENTANG_PETUNJUK, -1, -1):
        for langkah in (kini - jarak, kini + jarak):
            if hmac.compare_digest(totp.at(langkah * DETIK_LANGKAH), kode):
                cocok = langkah
    return cocok


def alamat_pendaftaran(rahasia: str, *, nama_akun: str, penerbit: str) -> str:
    """The otpauth:// address that apps read."""
    return pyotp.TOTP(rahasia).provisioning_uri(name=nama_akun, issuer_name=re.sub(r"[:\s]+", " ", penerbit).strip())


def gambar_qr(alamat: str) -> str:
    """The address as a QR code: an SVG in a data URI, dark on white also on a dark page."""
    return segno.make(alamat, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
