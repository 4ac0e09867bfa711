"""The signing key of a service's audit trail: Ed25519, derived from the installation's secret, so that no database holds its private half.

Whoever can do everything in the database but does not know the secret can sign nothing. Whoever knows both is found by the witnesses
(``jejak.kepala_hari.v1``).
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Segel:
    """Signs for the service ``layanan``; ``publik`` are the 32 raw bytes that verify."""

    def __init__(self, secret_key: str, layanan: str) -> None:
        seed = HKDF(hashes.SHA256(), 32, salt=None, info=f"kinerja jejak {layanan}".encode()).derive(secret_key.encode())
        self._kunci = Ed25519PrivateKey.from_private_bytes(seed)
        self.layanan = layanan
        self.publik = self._kunci.public_key().public_bytes_raw()
        self.kid = kid(self.publik)

    def tanda_tangani(self, pesan: bytes) -> bytes:
        return self._kunci.sign(pesan)


def kid(publik: bytes) -> str:
    """The name of a public key: the beginning of its SHA-256."""
    return hashlib.sha256(publik).hexdigest()[:16]


def sah(publik: bytes, tanda_tangan: bytes, pesan: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(publik).verify(tanda_tangan, pesan)
    except (InvalidSignature, ValueError):
        return False
    return True
