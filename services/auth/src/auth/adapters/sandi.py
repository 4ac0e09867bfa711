"""Argon2id: hashing is meant to be slow, and takes the same time whether the account exists or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from auth.domain.akun import Akun

_PENYANDI = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_CALON_TERBANYAK = 3


def sandikan(sandi: str) -> str:
    return _PENYANDI.hash(sandi)


@lru_cache(maxsize=1)
def _hash_kosong() -> str:
    return _PENYANDI.hash("no account has this password")


def cocok(sandi: str, sandi_hash: str | None) -> bool:
    """Whether the password is that of the hash; without a hash the same work, and False."""
    try:
        return _PENYANDI.verify(sandi_hash or _hash_kosong(), sandi) and sandi_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def cari_pemilik(sandi: str, calon: Sequence[Akun]) -> Akun | None:
    """The first account whose password this is (a NIP may have an account in more than one instansi)."""
    bersandi = [a for a in calon if a.sandi_hash][:_CALON_TERBANYAK]
    if not bersandi:
        cocok(sandi, None)
        return None
    return next((a for a in bersandi if cocok(sandi, a.sandi_hash)), None)


def perlu_disandikan_ulang(sandi_hash: str) -> bool:
    return _PENYANDI.check_needs_rehash(sandi_hash)
