"""Offline check of access tokens: ES256, keys from auth's JWKS, cached so that auth may be down. This package only verifies."""

from __future__ import annotations

import threading
import time
from typing import Any
from uuid import UUID

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shared.auth.identity import Identity
from shared.errors import Unauthenticated, Unavailable

AUDIENCE = "kinerja"
ALGORITHMS = ["ES256"]
_REFETCH_SECONDS = 10
_CACHE_SIZE = 4096


class TokenVerifier:
    """Verifies tokens of one issuer. A verified token is remembered until it expires; an unknown key id asks the JWKS again."""

    def __init__(self, issuer: str, jwks_url: str) -> None:
        self._issuer = issuer
        self._jwks_url = jwks_url
        self._keys: KeySet | None = None
        self._fetched_at = 0.0
        self._lock = threading.Lock()
        self._verified: dict[str, tuple[float, Identity]] = {}

    def use(self, keys: KeySet) -> None:
        """Take these public keys instead of fetching them (auth itself, and tests)."""
        self._keys = keys

    def verify(self, token: str) -> Identity:
        """The caller; raises :class:`Unauthenticated` for whatever is wrong with the token."""
        known = self._verified.get(token)
        if known and known[0] > time.time():
            return known[1]
        claims = self._decode(token)
        try:
            identity = _identity(claims)
        except (KeyError, ValueError) as error:
            raise Unauthenticated("Token tidak lengkap. Masuk lagi.", code="token_invalid") from error
        if len(self._verified) >= _CACHE_SIZE:
            self._verified.clear()
        self._verified[token] = (float(claims["exp"]), identity)
        return identity

    def _decode(self, token: str) -> dict[str, Any]:
        registry = jwt.JWTClaimsRegistry(
            leeway=5,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
        )
        for attempt in (False, True):
            try:
                decoded = jwt.decode(token, self._key_set(refetch=attempt), algorithms=ALGORITHMS)
                registry.validate(decoded.claims)
            except (JoseError, ValueError) as error:
                if attempt or time.monotonic() - self._fetched_at < _REFETCH_SECONDS:
                    raise Unauthenticated("Token tidak berlaku atau sudah berakhir. Masuk lagi.", code="token_invalid") from error
            else:
                return dict(decoded.claims)
        raise AssertionError("unreachable")

    def _key_set(self, *, refetch: bool) -> KeySet:
        with self._lock:
            if self._keys is None or (refetch and time.monotonic() - self._fetched_at >= _REFETCH_SECONDS):
                self._fetched_at = time.monotonic()
                try:
                    response = requests.get(self._jwks_url, timeout=3)
                    response.raise_for_status()
                    self._keys = KeySet.import_key_set(response.json())
                except (requests.RequestException, ValueError, JoseError) as error:
                    if self._keys is None:
                        raise Unavailable("Layanan identitas sedang tidak dapat dihubungi. Coba lagi sebentar lagi.") from error
            return self._keys


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
