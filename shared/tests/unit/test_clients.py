"""Tokens of systems: what they name, and that the two kinds are never taken for each other."""

import time
from uuid import UUID, uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from shared.auth.identity import Identity
from shared.auth.tokens import AUDIENCE, TokenVerifier
from shared.errors import Forbidden, Unauthenticated
from shared.web.context import as_client_of, untuk_klien

ISSUER = "http://127.0.0.1:8080"
KEY = ECKey.generate_key("P-256", {"kid": "satu", "alg": "ES256", "use": "sig"})
KLIEN = str(uuid4())


def verify(**changes: object) -> Identity:
    now = int(time.time())
    system = {"sub": KLIEN, "klien_id": KLIEN, "instansi": str(uuid4()), "nama": "SIMPEG", "scope": "skp.baca pegawai.baca"}
    claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 300, **system, **changes}
    verifier = TokenVerifier(ISSUER, "http://127.0.0.1:1/jwks.json")
    verifier.use(KeySet([KEY]))
    return verifier.verify(jwt.encode({"alg": "ES256", "kid": "satu"}, {k: v for k, v in claims.items() if v is not None}, KEY))


def test_a_system_has_scopes_and_neither_roles_nor_a_session() -> None:
    found = verify()
    assert (found.klien_id, found.pegawai_id, found.scope) == (KLIEN, UUID(KLIEN), {"skp.baca", "pegawai.baca"})
    assert (found.peran, found.sesi_id) == (frozenset(), "")


@pytest.mark.parametrize(
    "changes",
    [{"klien_id": None}, {"scope": None}, {"klien_id": str(uuid4())}, {"peran": ["admin_instansi"]}, {"sid": "x"}, {"klien_id": "x"}],
)
def test_a_token_that_is_half_a_person_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Unauthenticated):
        verify(**changes)


def test_a_view_that_declares_no_scope_refuses_every_system() -> None:
    with pytest.raises(Forbidden) as refusal:
        as_client_of(lambda: None, verify())
    assert refusal.value.code == "not_for_clients"


def test_a_view_takes_the_scope_that_it_declares_and_gives_the_role_of_a_reader() -> None:
    view = untuk_klien("skp.baca")(lambda: None)
    assert as_client_of(view, verify()).peran == {"pengelola_kinerja"}
    with pytest.raises(Forbidden) as refusal:
        as_client_of(view, verify(scope="skp.bac skp.baca2 SKP.BACA"))
    assert refusal.value.code == "scope_missing"


def test_a_scope_that_is_not_in_the_register_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="semua"):
        untuk_klien("semua")
