"""Offline check of access tokens: ES256, keys from auth's JWKS, cached so that auth may be down. This package only verifies."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import requests
from joserfc import jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import KeySet

from shared.auth.identity import Identity
from shared.auth.pencabutan import DaftarCabut
from shared.errors import Unauthenticated, Unavailable

AUDIENCE = "kinerja"
ALGORITHMS = ["ES256"]
LEEWAY_SECONDS = 5
REFRESH_SECONDS = 60
_REFETCH_SECONDS = 2
_CACHE_SIZE = 4096


@dataclass(frozen=True, slots=True)
class _Verified:
    """A token that was found good: until when (Unix seconds), whose, and what may be revoked of it."""

    until: float
    identity: Identity
    subjects: tuple[tuple[str, str], ...]
    issued: float


class TokenVerifier:
    """Verifies tokens of one issuer. A verified token is remembered until it expires; an unknown key id asks the JWKS again.

    The keys are read anew in the background every :data:`REFRESH_SECONDS`, so that a retired key is forgotten; while auth is away the old
    ones serve. ``revocations`` is asked about every token, also a remembered one.
    """

    def __init__(self, issuer: str, jwks_url: str) -> None:
        self._issuer = issuer
        self._jwks_url = jwks_url
        self._keys: KeySet | None = None
        self._given = False
        self._fetched_at = 0.0
        self._lock = threading.Lock()
        self._verified: dict[str, _Verified] = {}
        self.revocations: DaftarCabut | None = None

    def use(self, keys: KeySet) -> None:
        """Take these public keys instead of fetching them (auth itself, and tests)."""
        self._keys = keys
        self._given = True

    def verify(self, token: str) -> Identity:
        """The caller; raises :class:`Unauthenticated` for whatever is wrong with the token."""
        known = self._verified.get(token)
        if known is None or known.until <= time.time():
            known = self._check(token)
        if self.revocations is not None and self.revocations.menolak(known.subjects, known.issued):
            self._verified.pop(token, None)
            raise Unauthenticated("Akses ini sudah dicabut. Masuk lagi.", code="token_revoked")
        return known.identity

    def _check(self, token: str) -> _Verified:
        header, claims = self._decode(token)
        try:
            identity = _identity(claims)
            subjects = {
                "pegawai": "" if identity.klien_id else str(identity.pegawai_id),
                "sesi": identity.sesi_id,
                "klien": identity.klien_id,
                "kunci": str(header["kid"]),
            }
            found = _Verified(float(claims["exp"]), identity, tuple((k, v) for k, v in subjects.items() if v), float(claims["iat"]))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Unauthenticated("Token tidak lengkap. Masuk lagi.", code="token_invalid") from error
        if len(self._verified) >= _CACHE_SIZE:
            self._verified.clear()
        self._verified[token] = found
        return found

    def _decode(self, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            iat={"essential": True},
        )
        for attempt in (False, True):
            try:
                decoded = jwt.decode(token, self._key_set(refetch=attempt), algorithms=ALGORITHMS)
                registry.validate(decoded.claims)
            except (JoseError, ValueError) as error:
                if attempt or isinstance(error, ClaimError) or time.monotonic() - self._fetched_at < _REFETCH_SECONDS:
                    raise Unauthenticated("Token tidak berlaku atau sudah berakhir. Masuk lagi.", code="token_invalid") from error
            else:
                return dict(decoded.header), dict(decoded.claims)
        raise AssertionError("unreachable")

    def _key_set(self, *, refetch: bool) -> KeySet:
        keys, age = self._keys, time.monotonic() - self._fetched_at
        if keys is not None and (self._given or not (refetch and age >= _REFETCH_SECONDS)):
            if age >= REFRESH_SECONDS and not self._given:
                threading.Thread(target=self._refresh, name="jwks", daemon=True).start()
            return keys
        with self._lock:
            if self._keys is None or (refetch and time.monotonic() - self._fetched_at >= _REFETCH_SECONDS):
                self._fetch()
            if self._keys is None:
                raise Unavailable("Layanan identitas sedang tidak dapat dihubungi. Coba lagi sebentar lagi.")
            return self._keys

    def _refresh(self) -> None:
        if self._lock.acquire(blocking=False):
            try:
                if time.monotonic() - self._fetched_at >= REFRESH_SECONDS:
                    self._fetch()
            finally:
                self._lock.release()

    def _fetch(self) -> None:
        """Ask auth for its keys; without an answer the old ones stay."""
        self._fetched_at = time.monotonic()
        with suppress(requests.RequestException, ValueError, JoseError):
            response = requests.get(self._jwks_url, timeout=3)
            response.raise_for_status()
            self._keys = KeySet.import_key_set(response.json())


def _identity(claims: dict[str, Any]) -> Identity:
    """Raises KeyError or ValueError for claims that are incomplete, or that name a person and a system at once."""
    subject, instansi, nama = UUID(str(claims["sub"])), UUID(str(claims["instansi"])), str(claims["nama"])
    if "klien_id" not in claims and "scope" not in claims:
        peran = frozenset(str(p) for p in claims.get("peran", []))
        sebagian = {str(p): frozenset(UUID(str(u)) for u in unor) for p, unor in claims.get("peran_unit", {}).items()}
        return Identity(subject, instansi, nama, peran, str(claims.get("sid", "")), sebagian)
    if UUID(str(claims["klien_id"])) != subject or {"peran", "peran_unit", "sid"} & claims.keys():
        raise ValueError("a system has neither roles nor a session")
    return Identity(subject, instansi, nama, frozenset(), "", {}, str(subject), frozenset(str(claims["scope"]).split()))
