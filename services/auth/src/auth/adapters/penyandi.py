"""Encryption of what must be read again: secrets of authenticator apps, letters that wait with a link in them.

Keys are derived from KINERJA_SECRET_KEY; the one before it still opens what it closed. The owner is inside, so that a row moved to another
account does not open.
"""

from __future__ import annotations

import base64
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.errors import Unavailable


class Penyandi:
    def __init__(self, secret_key: str, sebelumnya: str = "") -> None:
        self._fernet = MultiFernet([_fernet(kunci) for kunci in (secret_key, sebelumnya) if kunci])

    def tutup(self, pemilik: UUID, isi: bytes) -> bytes:
        return self._fernet.encrypt(pemilik.bytes + isi)

    def buka(self, pemilik: UUID, tersandi: bytes) -> bytes:
        """Raises Unavailable when it was closed under a secret that is not known any more, or belongs to somebody else."""
        try:
            isi = self._fernet.decrypt(tersandi)
        except InvalidToken as error:
            raise _tak_terbuka() from error
        if isi[:16] != pemilik.bytes:
            raise _tak_terbuka()
        return isi[16:]

    def sandikan_ulang(self, tersandi: bytes) -> bytes:
        """The same under the present secret."""
        try:
            return self._fernet.rotate(tersandi)
        except InvalidToken as error:
            raise _tak_terbuka() from error


def _fernet(secret_key: str) -> Fernet:
    kunci = HKDF(hashes.SHA256(), 32, salt=None, info=b"kinerja auth second factors").derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(kunci))


def _tak_terbuka() -> Unavailable:
    return Unavailable(
        "Kunci verifikasi dua langkah akun ini tidak dapat dibaca lagi. Masuk dengan kode pemulihan atau passkey, lalu pasang ulang;"
        " atau hubungi admin kepegawaian.",
        code="second_factor_unreadable",
    )
