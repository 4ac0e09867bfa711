"""Signing keys (ES256), shared by all processes through the database, the private half encrypted; and the tokens they sign."""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, KeySetSerialization

from auth.adapters.unit_of_work import UnitOfWork
from auth.domain.akun import MASA_TOKEN, Izin
from auth.domain.klien import Klien
from auth.domain.kunci import TENGGANG, habis, penanda, terbit
from shared import clock
from shared.auth.identity import Identity
from shared.auth.tokens import AUDIENCE, REFRESH_SECONDS, TokenVerifier

BukaUnit = Callable[[], UnitOfWork]


class PenyandiData:
    """Encrypts values at rest with a key of its own, derived from ``KINERJA_SECRET_KEY``; ``untuk`` keeps uses apart."""

    def __init__(self, secret_key: str, untuk: str) -> None:
        kunci = HKDF(hashes.SHA256(), 32, salt=None, info=f"kinerja auth {untuk}".encode()).derive(secret_key.encode())
        self._penyandi = Fernet(base64.urlsafe_b64encode(kunci))

    def sandikan(self, teks: str) -> bytes:
        return self._penyandi.encrypt(teks.encode())

    def buka(self, isi: bytes) -> str:
        """Raises InvalidToken for what was encrypted under another secret."""
        return self._penyandi.decrypt(isi).decode()


class GantunganKunci:
    """The keys of this installation (:mod:`auth.domain.kunci`). The database is asked each time: all processes turn to a new key at once."""

    def __init__(self, secret_key: str) -> None:
        kunci = HKDF(hashes.SHA256(), 32, salt=None, info=b"kinerja auth signing keys").derive(secret_key.encode())
        self._penyandi = Fernet(base64.urlsafe_b64encode(kunci))
        self._terbuka: dict[str, ECKey] = {}

    def jwks(self, buka: BukaUnit) -> KeySetSerialization:
        """The public keys, as served."""
        with buka() as uow:
            pada = sekarang()
            return {"keys": [row.publik for row in terbit(self._siapkan(uow, pada)[0], pada)]}

    def tanda_tangani(self, buka: BukaUnit, *, issuer: str, izin: Izin, sesi_id: str) -> str:
        """An access token of five minutes for the account."""
        akun = izin.akun
        claims: dict[str, object] = {
            "sub": str(akun.pegawai_id),
            "instansi": str(akun.instansi_id),
            "nama": akun.nama,
            "peran": sorted(akun.peran),
            "sid": sesi_id,
        }
        if akun.peran_unit:
            claims["peran_unit"] = {nama: [str(satu) for satu in unit] for nama, unit in sorted(akun.peran_unit.items())}
        return self._tanda_tangani(buka, issuer, izin.terbit, claims)

    def tanda_tangani_klien(self, buka: BukaUnit, *, issuer: str, klien: Klien, scope: Sequence[str], terbit: datetime) -> str:
        """An access token of five minutes for another system; it names no person, no roles and no session.

        ``terbit`` is the moment at which the client's row was held, by the clock of the database.
        """
        satu = str(klien.id)
        claims = {"sub": satu, "klien_id": satu, "instansi": str(klien.instansi_id), "nama": klien.nama, "scope": " ".join(scope)}
        return self._tanda_tangani(buka, issuer, terbit, claims)

    def _tanda_tangani(self, buka: BukaUnit, issuer: str, terbit: datetime, claims: Mapping[str, object]) -> str:
        """``iat`` has a fraction: a revocation in the same second must tell the older token from the newer."""
        with buka() as uow:
            kunci = self._siapkan(uow, sekarang())[1]
        iat = terbit.timestamp()
        isi = {"iss": issuer, "aud": AUDIENCE, **claims, "iat": iat, "exp": iat + MASA_TOKEN}
        return jwt.encode({"alg": "ES256", "kid": kunci.kid}, isi, kunci)

    def buat(self, uow: UnitOfWork, pada: datetime, mulai: datetime) -> str:
        """A new key that signs from ``mulai`` on; its id."""
        kid = secrets.token_hex(8)
        kunci = ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})
        tersandi = self._penyandi.encrypt(msgspec.json.encode(kunci.as_dict(private=True)))
        uow.add_kunci(kid, dict(kunci.as_dict(private=False)), tersandi, pada, mulai)
        uow.catat("kunci.buat", objek="kunci", objek_id=kid)
        return kid

    def _siapkan(self, uow: UnitOfWork, pada: datetime) -> tuple[list[sa.Row[Any]], ECKey]:
        """The keys, the latest to begin first, and the one that signs; makes what is missing."""
        rows = uow.list_kunci()
        kini = self._buka(rows, pada)
        if kini is None or habis(rows, pada):
            uow.kunci_pembuatan()
            rows = uow.list_kunci()
            if self._buka(rows, pada) is None:
                self.buat(uow, pada, pada)
            elif habis(rows, pada):
                self.buat(uow, pada, pada + TENGGANG)
            rows = uow.list_kunci()
            kini = self._buka(rows, pada)
        if kini is None:
            raise RuntimeError("the signing key that was just made cannot be opened")
        return rows, kini

    def _buka(self, rows: Sequence[sa.Row[Any]], pada: datetime) -> ECKey | None:
        """The key that signs; None when there is none, or it was encrypted under another secret."""
        row = penanda(rows, pada)
        if row is None:
            return None
        if row.kid not in self._terbuka:
            try:
                isi = self._penyandi.decrypt(bytes(row.privat_tersandi))
            except InvalidToken:
                return None
            self._terbuka = {row.kid: ECKey.import_key(msgspec.json.decode(isi))}
        return self._terbuka[row.kid]


def sekarang() -> datetime:
    return datetime.now(clock.UTC)


class VerifierSendiri(TokenVerifier):
    """Auth's own check: the keys come from its database instead of over HTTP. ``tambahan`` are further public keys."""

    def __init__(self, issuer: str, gantungan: GantunganKunci, buka: BukaUnit, tambahan: KeySet | None = None) -> None:
        super().__init__(issuer, "")
        self._gantungan = gantungan
        self._buka = buka
        self._tambahan = list(tambahan.keys) if tambahan else []
        self._dikenal: set[str | None] = set()
        self._dibaca = float("-inf")

    def verify(self, token: str) -> Identity:
        if _kid(token) not in self._dikenal or time.monotonic() - self._dibaca > REFRESH_SECONDS:
            kunci = [*KeySet.import_key_set(self._gantungan.jwks(self._buka)).keys, *self._tambahan]
            self._dikenal, self._dibaca = {k.kid for k in kunci}, time.monotonic()
            self.use(KeySet(kunci))
        return super().verify(token)


def _kid(token: str) -> str | None:
    try:
        kid = jws.extract_compact(token.encode()).headers().get("kid")
    except (JoseError, ValueError):
        return None
    return kid if isinstance(kid, str) else None
