"""Turning to a new signing key, with a service that still has the old set."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet
from services.auth.tests.mothers import P4, Kota

from auth.adapters.kunci import GantunganKunci
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_kunci import Putaran, putar_kunci
from auth.domain.kunci import TENGGANG, TUMPANG
from auth.entrypoints.identitas import EKSTENSI
from shared.auth import tokens
from shared.auth.pencabutan import Cabutan, DaftarCabut
from shared.auth.tokens import TokenVerifier
from shared.contracts.auth import Pencabutan
from shared.errors import Unauthenticated

JWKS = "/auth/.well-known/jwks.json"
SAYA = "/auth/api/v1/saya"


@pytest.fixture
def jam() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(datetime.now(UTC), tick=True) as perjalanan:
        yield perjalanan


def putar(kota: Kota, *, segera: bool = False) -> Putaran:
    with kota.svc.open_unit() as uow:
        return putar_kunci(cast("UnitOfWork", uow), kota.svc.app.extensions[EKSTENSI], segera=segera)


def terbit(kota: Kota) -> list[str]:
    return [k["kid"] for k in kota.svc.client(None).get(JWKS).get_json()["keys"]]


def token(kota: Kota, sandi: str) -> str:
    jawaban = kota.svc.client(None).post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi})
    return str(jawaban.get_json()["access_token"])


def _kid(teks: str) -> str:
    return str(jws.extract_compact(teks.encode()).headers()["kid"])


class Layanan:
    """Another service: it has the keys that it fetched, and what it heard of revocations."""

    def __init__(self, kota: Kota, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kota, self.diambil = kota, 0
        self.verifier = TokenVerifier("http://127.0.0.1:8080", "http://auth" + JWKS)
        self.verifier.revocations = DaftarCabut(self._cabutan, segar=0)
        monkeypatch.setattr(tokens.requests, "get", self._ambil)

    def _ambil(self, _alamat: str, timeout: int) -> Jawaban:
        self.diambil += timeout > 0
        return Jawaban(self.kota.svc.client(None).get(JWKS).get_json())

    def _cabutan(self) -> list[Cabutan]:
        return [Cabutan(p.subjek, p.subjek_id, p.tidak_sebelum.timestamp()) for p in self.kota.svc.published(Pencabutan)]

    def menerima(self, teks: str) -> bool:
        self.verifier._fetched_at -= tokens._REFETCH_SECONDS
        try:
            return self.verifier.verify(teks).nama == "Rina Lestari, A.Md."
        except Unauthenticated:
            return False


class Jawaban:
    def __init__(self, isi: object) -> None:
        self._isi = isi

    def raise_for_status(self) -> None:
        pass

    def json(self) -> object:
        return self._isi


def test_a_new_key_is_served_before_it_signs_and_nobody_notices(
    kota_terisi: Kota, jam: time_machine.Coordinates, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandi, layanan = kota_terisi.sandi(P4), Layanan(kota_terisi, monkeypatch)
    lama = token(kota_terisi, sandi)
    assert layanan.menerima(lama)
    baru = putar(kota_terisi)
    assert (terbit(kota_terisi), baru.dicabut) == ([baru.kid, _kid(lama)], ())
    assert putar(kota_terisi).kid == baru.kid, "while one waits there is no other"
    assert _kid(token(kota_terisi, sandi)) == _kid(lama)
    jam.shift(TENGGANG + timedelta(seconds=1))
    berikut = token(kota_terisi, sandi)
    assert _kid(berikut) == baru.kid
    assert layanan.menerima(berikut), "with the old set, it asks again"
    jam.shift(TUMPANG)
    assert terbit(kota_terisi) == [baru.kid]
    assert layanan.diambil == 2


def test_all_processes_sign_with_the_new_key_at_once(kota: Kota, jam: time_machine.Coordinates) -> None:
    def buka() -> UnitOfWork:
        return cast("UnitOfWork", kota.svc.open_unit())

    lain = GantunganKunci(kota.svc.app.config["SECRET_KEY"])
    sebelum = lain.jwks(buka)["keys"][0]["kid"]
    baru = putar(kota, segera=True)
    assert [k["kid"] for k in lain.jwks(buka)["keys"]] == [baru.kid] != [sebelum]


def test_a_leaked_key_opens_nothing_any_more_anywhere(kota_terisi: Kota, monkeypatch: pytest.MonkeyPatch) -> None:
    sandi, layanan = kota_terisi.sandi(P4), Layanan(kota_terisi, monkeypatch)
    browser, _ = kota_terisi.masuk(P4, sandi)
    lama, api = token(kota_terisi, sandi), kota_terisi.svc.app.test_client()
    assert layanan.menerima(lama) and saya(api, lama) == 200
    baru = putar(kota_terisi, segera=True)
    assert (terbit(kota_terisi), baru.dicabut) == ([baru.kid], (_kid(lama),))
    assert saya(api, lama) == 401
    assert not layanan.menerima(lama), "it still holds the old public key, and remembers the token"
    berikut = token(kota_terisi, sandi)
    assert (_kid(berikut), saya(api, berikut), layanan.menerima(berikut)) == (baru.kid, 200, True)
    ke_perbarui = browser.get("/auth/akun")
    assert (ke_perbarui.status_code, ke_perbarui.location) == (302, "/auth/perbarui?lanjut=/auth/akun")
    assert browser.get(browser.get(ke_perbarui.location).location).status_code == 200, "who is signed in gets a new token by himself"


def test_what_a_leaked_key_signs_later_and_for_years_is_refused_too(kota_terisi: Kota, monkeypatch: pytest.MonkeyPatch) -> None:
    bocor = ECKey.generate_key("P-256", {"kid": "bocor", "use": "sig", "alg": "ES256"})
    with kota_terisi.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        uow.add_kunci("bocor", dict(bocor.as_dict(private=False)), b"", datetime.now(UTC), datetime(2020, 1, 1, tzinfo=UTC))
    layanan = Layanan(kota_terisi, monkeypatch)
    layanan.verifier._keys, layanan.verifier._fetched_at = KeySet([ECKey.import_key(bocor.as_dict(private=False))]), time.monotonic()
    putar(kota_terisi, segera=True)
    for kepala in ({"kid": "bocor"}, {}):
        klaim = {
            "iss": "http://127.0.0.1:8080", "aud": "kinerja", "sub": str(kota_terisi.id_dari(P4)), "instansi": str(kota_terisi.instansi_id),
            "nama": "Rina Lestari, A.Md.", "peran": [], "iat": 4_000_000_000 - 10**9, "exp": 4_000_000_000,
        }  # fmt: skip
        palsu = jwt.encode({"alg": "ES256", **kepala}, klaim, bocor)
        assert not layanan.menerima(palsu), kepala
        assert saya(kota_terisi.svc.app.test_client(), palsu) == 401
    berakhir = kota_terisi.svc.connection.execute(sa.text("SELECT min(berakhir) FROM pencabutan WHERE subjek = 'kunci'")).scalar_one()
    assert berakhir > datetime.now(UTC) + timedelta(days=3650)
    (satu,) = [p for p in kota_terisi.svc.published(Pencabutan) if p.subjek_id == "bocor"]
    assert satu.instansi_id == UUID(int=0)


def saya(klien: FlaskClient, teks: str) -> int:
    return klien.get(SAYA, headers={"Authorization": f"Bearer {teks}"}).status_code
