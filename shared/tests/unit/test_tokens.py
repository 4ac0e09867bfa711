import time
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from shared.auth.tokens import AUDIENCE, TokenVerifier
from shared.errors import Unauthenticated

ISSUER = "http://127.0.0.1:8080"
KEY = ECKey.generate_key("P-256", {"kid": "satu", "alg": "ES256", "use": "sig"})


def claims(**changes: object) -> dict[str, object]:
    now = int(time.time())
    person = {"sub": str(uuid4()), "instansi": str(uuid4()), "nama": "Rina Lestari, A.Md.", "peran": ["ppk"], "sid": "s"}
    return {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 300, **person, **changes}


def verify(payload: dict[str, object], key: ECKey = KEY, header: dict[str, str] | None = None):
    verifier = TokenVerifier(ISSUER, "http://127.0.0.1:1/jwks.json")
    verifier.use(KeySet([KEY]))
    return verifier.verify(jwt.encode(header or {"alg": "ES256", "kid": "satu"}, payload, key))


def test_a_good_token_names_the_caller() -> None:
    found = verify(claims())
    assert found.nama == "Rina Lestari, A.Md."
    assert found.peran == {"ppk"}
    assert found.inisial == "RL"


@pytest.mark.parametrize(
    "changes",
    [{"iss": "http://elsewhere"}, {"aud": "another"}, {"exp": int(time.time()) - 60}, {"sub": "no uuid"}, {"instansi": None}],
    ids=["issuer", "audience", "expired", "subject", "instansi"],
)
def test_a_token_that_is_not_for_us_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Unauthenticated):
        verify(claims(**changes))


def test_another_key_under_the_same_name_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        verify(claims(), ECKey.generate_key("P-256", {"kid": "satu"}))


def test_a_symmetric_signature_is_refused() -> None:
    secret = OctKey.import_key("a-secret-that-is-long-enough-for-hs256")
    token = jwt.encode({"alg": "HS256", "kid": "satu"}, claims(), secret)
    verifier = TokenVerifier(ISSUER, "http://127.0.0.1:1/jwks.json")
    verifier.use(KeySet([KEY]))
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é"])
def test_rubbish_is_refused(token: str) -> None:
    verifier = TokenVerifier(ISSUER, "http://127.0.0.1:1/jwks.json")
    verifier.use(KeySet([KEY]))
    with pytest.raises(Unauthenticated):
        verifier.verify(token)
