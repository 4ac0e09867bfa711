"""Passkeys: registering, signing in with one alone or as second factor, and answers that are not what they seem."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from services.auth.tests.integration.test_faktor import KEAMANAN, LANGKAH, buktikan_diri, isi, kirim
from services.auth.tests.mothers import P1, P4, Kota, csrf
from services.auth.tests.perangkat import Autentikator, byte, teks
from werkzeug.test import TestResponse

from auth.adapters.webauthn_server import PihakTepercaya, pihak_tepercaya
from auth.entrypoints.langkah import EKSTENSI_FAKTOR, Perkakas

API = "/auth/api/v1/passkey"


@pytest.fixture
def kota_bernama(kota_terisi: Kota) -> Iterator[Kota]:
    """The sample agency at an address that has a host name."""
    milik = kota_terisi.svc.app.extensions
    semula: Perkakas = milik[EKSTENSI_FAKTOR]
    milik[EKSTENSI_FAKTOR] = Perkakas(semula.penyandi, pihak_tepercaya("http://localhost:8080"), surel=semula.surel)
    yield kota_terisi
    milik[EKSTENSI_FAKTOR] = semula


def minta(browser: FlaskClient, alamat: str, badan: dict[str, Any] | None = None, *, halaman: str = KEAMANAN) -> TestResponse:
    """What the page's script sends."""
    return browser.post(API + alamat, json=badan or {}, headers={"X-CSRFToken": csrf(isi(browser, halaman))})


def daftarkan(browser: FlaskClient, sandi: str, perangkat: Autentikator, nama: str = "laptop kantor") -> TestResponse:
    assert buktikan_diri(browser, sandi).location == KEAMANAN
    pilihan = minta(browser, "/pilihan").get_json()["pilihan"]
    return minta(browser, "", {"kredensial": perangkat.buat(pilihan), "nama": nama})


Rina = tuple[Kota, str, FlaskClient, Autentikator]


@pytest.fixture
def p4(kota_bernama: Kota) -> Rina:
    """Rina, her password, her browser and the passkey of her laptop."""
    sandi = kota_bernama.sandi(P4)
    browser, _ = kota_bernama.masuk(P4, sandi)
    perangkat = Autentikator()
    assert daftarkan(browser, sandi, perangkat).status_code == 201
    return kota_bernama, sandi, browser, perangkat


def masuk(kota: Kota, perangkat: Autentikator, **ubah: Any) -> tuple[FlaskClient, TestResponse]:
    """Sign in with the passkey alone; ``ubah`` replaces parts of what is sent."""
    browser = kota.svc.app.test_client()
    pilihan = minta(browser, "/masuk/pilihan", halaman="/auth/masuk").get_json()["pilihan"]
    kredensial = {**perangkat.jawab(pilihan), **ubah}
    return browser, minta(browser, "/masuk", {"kredensial": kredensial, "lanjut": "/skp/"}, halaman="/auth/masuk")


def test_a_passkey_alone_signs_in(p4: Rina) -> None:
    kota, _, _, perangkat = p4
    browser, jawaban = masuk(kota, perangkat)
    assert (jawaban.status_code, jawaban.get_json()) == (200, {"lanjut": "/skp/"})
    assert "Rina Lestari" in isi(browser, "/auth/akun")
    halaman = isi(browser, KEAMANAN)
    assert "laptop kantor" in halaman and "terakhir dipakai" in halaman


def test_the_options_ask_for_a_discoverable_credential_and_user_verification(p4: Rina) -> None:
    kota, _, browser, perangkat = p4
    daftar = minta(browser, "/pilihan").get_json()["pilihan"]
    assert daftar["rp"]["id"] == "localhost"
    assert daftar["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert [byte(k["id"]) for k in daftar["excludeCredentials"]] == list(perangkat.kunci)
    masuk_ = minta(kota.svc.app.test_client(), "/masuk/pilihan", halaman="/auth/masuk").get_json()["pilihan"]
    assert (masuk_["userVerification"], masuk_.get("allowCredentials", [])) == ("required", [])


def test_with_a_passkey_the_password_alone_opens_nothing_and_the_passkey_is_the_second_factor(p4: Rina) -> None:
    kota, sandi, _, perangkat = p4
    browser, jawaban = kota.masuk(P4, sandi, lanjut="/skp/")
    assert jawaban.location == f"{LANGKAH}?lanjut=/skp/"
    assert "Pakai passkey" in isi(browser, LANGKAH)
    pilihan = minta(browser, "/masuk/pilihan", {"langkah": True}, halaman=LANGKAH).get_json()["pilihan"]
    assert [byte(k["id"]) for k in pilihan["allowCredentials"]] == list(perangkat.kunci)
    selesai = minta(browser, "/masuk", {"kredensial": perangkat.jawab(pilihan), "lanjut": "/skp/"}, halaman=LANGKAH)
    assert selesai.get_json() == {"lanjut": "/skp/"}
    assert browser.get("/auth/akun").status_code == 200
    assert browser.get(LANGKAH).location.startswith("/auth/masuk?")


@pytest.mark.parametrize("rusak", ["asal", "pengguna tidak diperiksa", "tanda tangan", "tantangan", "pemilik", "kunci lain"])
def test_an_answer_that_is_bent_opens_nothing(p4: Rina, rusak: str) -> None:
    kota, _, _, perangkat = p4
    if rusak == "asal":
        perangkat.asal = "http://localhost.jahat.example:8080"
    if rusak == "pengguna tidak diperiksa":
        perangkat.terverifikasi = False
    browser = kota.svc.app.test_client()
    pilihan = minta(browser, "/masuk/pilihan", halaman="/auth/masuk").get_json()["pilihan"]
    if rusak == "tantangan":
        pilihan = {**pilihan, "challenge": teks(b"x" * 32)}
    kredensial = perangkat.jawab(pilihan)
    if rusak == "tanda tangan":
        kredensial["response"]["signature"] = teks(byte(kredensial["response"]["signature"])[:-1] + b"\0")
    if rusak == "pemilik":
        kredensial["response"]["userHandle"] = teks(kota.admin_id.bytes)
    if rusak == "kunci lain":
        kredensial["id"] = kredensial["rawId"] = teks(b"0" * 16)
    jawaban = minta(browser, "/masuk", {"kredensial": kredensial}, halaman="/auth/masuk")
    assert (jawaban.status_code, jawaban.get_json()["code"]) == (422, "passkey_invalid")
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None


def test_a_challenge_is_of_its_browser_and_answered_once(p4: Rina) -> None:
    kota, _, _, perangkat = p4
    satu, dua = kota.svc.app.test_client(), kota.svc.app.test_client()
    pilihan = minta(satu, "/masuk/pilihan", halaman="/auth/masuk").get_json()["pilihan"]
    minta(dua, "/masuk/pilihan", halaman="/auth/masuk")
    asing = minta(dua, "/masuk", {"kredensial": perangkat.jawab(pilihan)}, halaman="/auth/masuk")
    assert asing.get_json()["code"] == "passkey_invalid"
    kredensial = perangkat.jawab(pilihan)
    assert minta(satu, "/masuk", {"kredensial": kredensial}, halaman="/auth/masuk").status_code == 200
    lagi = minta(satu, "/masuk", {"kredensial": kredensial}, halaman=KEAMANAN)
    assert lagi.get_json()["code"] == "challenge_invalid"
    tanpa = kota.svc.app.test_client()
    assert minta(tanpa, "/masuk", {"kredensial": kredensial}, halaman="/auth/masuk").get_json()["code"] == "challenge_invalid"


def test_an_old_challenge_is_refused(p4: Rina) -> None:
    kota, _, _, perangkat = p4
    browser = kota.svc.app.test_client()
    pilihan = minta(browser, "/masuk/pilihan", halaman="/auth/masuk").get_json()["pilihan"]
    kota.svc.connection.execute(sa.text("UPDATE tantangan SET kedaluwarsa_pada = now() - interval '1 s'"))
    jawaban = minta(browser, "/masuk", {"kredensial": perangkat.jawab(pilihan)}, halaman="/auth/masuk")
    assert jawaban.get_json()["code"] == "challenge_invalid"


def test_a_copied_authenticator_is_found_out_and_shut_off(p4: Rina) -> None:
    kota, sandi, _, perangkat = p4
    for _ in range(3):
        assert masuk(kota, perangkat)[1].status_code == 200
    (kunci,) = perangkat.kunci.values()
    kunci.hitungan = 1
    browser, jawaban = masuk(kota, perangkat)
    assert (jawaban.status_code, jawaban.get_json()["code"]) == (403, "passkey_cloned")
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None
    kunci.hitungan = 100
    assert masuk(kota, perangkat)[1].get_json()["code"] == "passkey_cloned"
    pemilik, terbuka = kota.masuk(P4, sandi, lanjut="/skp/")
    assert terbuka.location == "/skp/"
    assert "Dimatikan" in isi(pemilik, KEAMANAN)


def test_an_unsigned_counter_says_nothing_so_nobody_can_shut_off_anothers_passkey(p4: Rina) -> None:
    kota, _, _, perangkat = p4
    assert masuk(kota, perangkat)[1].status_code == 200
    penyerang = Autentikator()
    (kid,) = perangkat.kunci
    penyerang.kunci[kid] = type(perangkat.kunci[kid])("localhost", perangkat.kunci[kid].pemilik, _kunci_asing(), -1)
    assert masuk(kota, penyerang)[1].get_json()["code"] == "passkey_invalid"
    assert masuk(kota, perangkat)[1].status_code == 200


def _kunci_asing() -> Any:
    asing = Autentikator()
    asing.buat({"rp": {"id": "localhost"}, "user": {"id": "AA"}, "challenge": "AA"})
    (kunci,) = asing.kunci.values()
    return kunci.rahasia


def test_an_authenticator_that_does_not_count_is_welcome(kota_bernama: Kota) -> None:
    sandi = kota_bernama.sandi(P4)
    browser, _ = kota_bernama.masuk(P4, sandi)
    perangkat = Autentikator(langkah_hitungan=0)
    assert daftarkan(browser, sandi, perangkat).status_code == 201
    assert masuk(kota_bernama, perangkat)[1].status_code == 200
    assert masuk(kota_bernama, perangkat)[1].status_code == 200


@pytest.mark.parametrize(
    "kredensial",
    [
        {},
        {"id": "x"},
        {"id": 1, "rawId": [], "response": "x", "type": "public-key"},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "!", "authenticatorData": "é", "signature": "A"}},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "oWNmbXRkbm9uZQ"}},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", "attestationObject": "////"}},
    ],
)
def test_rubbish_is_a_problem_not_a_crash(p4: Rina, kredensial: dict[str, Any]) -> None:
    kota, sandi, browser, _ = p4
    asing = kota.svc.app.test_client()
    minta(asing, "/masuk/pilihan", halaman="/auth/masuk")
    assert minta(asing, "/masuk", {"kredensial": kredensial}, halaman="/auth/masuk").status_code == 422
    assert minta(browser, "/pilihan").status_code == 200
    assert minta(browser, "", {"kredensial": kredensial}).status_code == 422
    assert kota.masuk(P4, sandi)[1].status_code == 303


def test_requests_of_another_page_are_refused(p4: Rina) -> None:
    kota, _, browser, perangkat = p4
    asing = kota.svc.app.test_client()
    for alamat in ("/masuk/pilihan", "/masuk", "/langkah/pilihan", "/langkah"):
        badan: dict[str, Any] = {} if alamat.endswith("pilihan") else {"kredensial": {}}
        assert asing.post(API + alamat, json=badan).status_code == 400
    for alamat in ("/pilihan", "", "/yakin/pilihan", "/yakin"):
        assert browser.post(API + alamat, json={"kredensial": perangkat.jawab({"challenge": "AA"})}).status_code == 400
        assert asing.post(API + alamat, json={"kredensial": {}}).status_code == 401


def test_registering_asks_for_proof_first_and_takes_one_answer(kota_bernama: Kota) -> None:
    kota = kota_bernama
    sandi = kota.sandi(P4)
    browser, _ = kota.masuk(P4, sandi)
    assert minta(browser, "/pilihan").get_json()["code"] == "proof_required"
    assert minta(browser, "", {"kredensial": {}}).get_json()["code"] == "proof_required"
    assert buktikan_diri(browser, sandi).location == KEAMANAN
    pilihan = minta(browser, "/pilihan").get_json()["pilihan"]
    perangkat = Autentikator()
    kredensial = perangkat.buat(pilihan)
    jawaban = minta(browser, "", {"kredensial": kredensial})
    assert jawaban.get_json() == {"lanjut": f"{KEAMANAN}/kode-pemulihan"}
    assert isi(browser, f"{KEAMANAN}/kode-pemulihan").count("<li><code>") == 10
    assert minta(browser, "", {"kredensial": kredensial}).get_json()["code"] == "challenge_invalid"
    assert "Passkey 1" in isi(browser, KEAMANAN)
    asal = Autentikator(asal="https://jahat.example")
    pilihan = minta(browser, "/pilihan").get_json()["pilihan"]
    assert minta(browser, "", {"kredensial": asal.buat(pilihan)}).get_json()["code"] == "passkey_invalid"


def test_the_same_authenticator_is_not_registered_twice(p4: Rina) -> None:
    kota, _, _, perangkat = p4
    sandi = kota.sandi(P1)
    lain, _ = kota.masuk(P1, sandi)
    assert buktikan_diri(lain, sandi).location == KEAMANAN
    (kid,) = perangkat.kunci

    class Salinan(Autentikator):
        def buat(self, pilihan: dict[str, Any]) -> dict[str, Any]:
            from unittest.mock import patch
            from uuid import UUID

            with patch("services.auth.tests.perangkat.uuid4", lambda: UUID(bytes=kid)):
                return super().buat(pilihan)

    pilihan = minta(lain, "/pilihan").get_json()["pilihan"]
    assert minta(lain, "", {"kredensial": Salinan().buat(pilihan)}).get_json()["code"] == "passkey_exists"


def test_several_passkeys_are_named_renamed_and_removed_by_their_owner_alone(p4: Rina) -> None:
    kota, _, browser, perangkat = p4
    pilihan = minta(browser, "/pilihan").get_json()["pilihan"]
    assert minta(browser, "", {"kredensial": perangkat.buat(pilihan), "nama": "  ponsel <b>saya</b>  "}).status_code == 201
    halaman = isi(browser, KEAMANAN)
    assert "ponsel &lt;b&gt;saya" in halaman and "laptop kantor" in halaman
    ids = kota.svc.connection.execute(sa.text("SELECT id FROM passkey ORDER BY dibuat_pada")).scalars().all()
    assert kirim(browser, f"{KEAMANAN}/passkey/{ids[1]}/nama", KEAMANAN, nama="tablet").status_code == 303
    assert "tablet" in isi(browser, KEAMANAN)
    assert kirim(browser, f"{KEAMANAN}/passkey/{ids[1]}/nama", KEAMANAN, nama="x" * 61).status_code == 422
    orang_lain, _ = kota.masuk("admin.contoh", kota.sandi_admin)
    assert kirim(orang_lain, f"{KEAMANAN}/passkey/{ids[1]}/nama", KEAMANAN, nama="milikku").status_code == 404
    assert kirim(orang_lain, f"{KEAMANAN}/passkey/{ids[1]}/hapus", KEAMANAN).location.startswith(f"{KEAMANAN}/yakin")
    assert buktikan_diri(orang_lain, kota.sandi_admin).location == KEAMANAN
    assert kirim(orang_lain, f"{KEAMANAN}/passkey/{ids[1]}/hapus", KEAMANAN).status_code == 404
    for satu in ids:
        assert kirim(browser, f"{KEAMANAN}/passkey/{satu}/hapus", KEAMANAN).status_code == 303
    assert "Belum ada" in isi(browser, KEAMANAN)


def test_a_passkey_proves_its_owner_before_changes(p4: Rina) -> None:
    kota, _, _, perangkat = p4
    browser, _ = masuk(kota, perangkat)
    assert minta(browser, "/pilihan").get_json()["code"] == "proof_required"
    pilihan = minta(browser, "/yakin/pilihan").get_json()["pilihan"]
    assert minta(browser, "/yakin", {"kredensial": perangkat.jawab(pilihan), "lanjut": KEAMANAN}).get_json() == {"lanjut": KEAMANAN}
    assert minta(browser, "/pilihan").status_code == 200
    admin, _ = kota.masuk("admin.contoh", kota.sandi_admin)
    pilihan = minta(admin, "/yakin/pilihan").get_json()["pilihan"]
    assert minta(admin, "/yakin", {"kredensial": perangkat.jawab(pilihan)}).get_json()["code"] == "passkey_invalid"


def test_a_required_factor_can_be_a_passkey_made_while_signing_in(kota_bernama: Kota) -> None:
    kota = kota_bernama
    kota.svc.connection.execute(
        sa.text("INSERT INTO kebijakan_faktor (instansi_id, peran, diubah_pada) VALUES (:i, '{semua}', now())"), {"i": kota.instansi_id}
    )
    browser, jawaban = kota.masuk(P4, kota.sandi(P4), lanjut="/skp/")
    assert jawaban.location == f"{LANGKAH}?lanjut=/skp/"
    assert "Buat passkey" in isi(browser, LANGKAH)
    perangkat = Autentikator()
    pilihan = minta(browser, "/langkah/pilihan", halaman=LANGKAH).get_json()["pilihan"]
    selesai = minta(browser, "/langkah", {"kredensial": perangkat.buat(pilihan), "lanjut": "/skp/"}, halaman=LANGKAH)
    assert (selesai.status_code, selesai.get_json()) == (201, {"lanjut": f"{KEAMANAN}/kode-pemulihan?lanjut=/skp/"})
    assert isi(browser, f"{KEAMANAN}/kode-pemulihan").count("<li><code>") == 10
    assert masuk(kota, perangkat)[1].status_code == 200
    assert minta(browser, "/langkah/pilihan").status_code == 401


def test_at_an_address_without_a_host_name_the_page_says_what_passkeys_need(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    browser, _ = kota_terisi.masuk(P4, sandi)
    assert "Passkey memerlukan nama host, sedangkan alamat sistem ini 127.0.0.1" in isi(browser, KEAMANAN)
    assert "Masuk dengan passkey" not in isi(kota_terisi.svc.app.test_client(), "/auth/masuk")
    assert buktikan_diri(browser, sandi).location == KEAMANAN
    assert minta(browser, "/pilihan").get_json()["code"] == "passkey_unavailable"


@pytest.mark.parametrize(
    ("url", "rp_id", "asal", "halangan"),
    [
        ("https://kinerja.contoh.go.id", "", "", ""),
        ("https://kinerja.contoh.go.id:8443", "contoh.go.id", "", ""),
        ("http://localhost:8080", "", "", ""),
        ("http://kinerja.contoh.go.id", "", "", "HTTPS"),
        ("https://10.0.0.1", "", "", "nama host"),
        ("http://[::1]:8080", "", "", "nama host"),
        ("https://a.contoh.go.id", "contoh.go.id", "https://a.contoh.go.id,https://b.contoh.go.id", ""),
    ],
)
def test_the_relying_party_follows_from_the_address(url: str, rp_id: str, asal: str, halangan: str) -> None:
    pihak = pihak_tepercaya(url, rp_id, asal)
    assert (halangan in pihak.halangan) if halangan else not pihak.halangan
    assert isinstance(pihak, PihakTepercaya) and pihak.asal


@pytest.mark.parametrize(("rp_id", "asal"), [("jahat.example", ""), ("go.id", "https://contoh.org"), ("oh.go.id", "")])
def test_an_id_that_its_origins_cannot_use_is_a_fault_at_the_start(rp_id: str, asal: str) -> None:
    with pytest.raises(ValueError, match="is not the host"):
        pihak_tepercaya("https://kinerja.contoh.go.id", rp_id, asal)


@pytest.mark.parametrize("benih", range(5))
def test_an_answer_with_bytes_changed_anywhere_is_refused_or_taken_but_never_a_crash(p4: Rina, benih: int) -> None:
    kota, _, browser, perangkat = p4
    acak = random.Random(benih)
    pilihan = minta(browser, "/pilihan").get_json()["pilihan"]
    for kredensial, alamat in ((Autentikator().buat(pilihan), ""), (perangkat.jawab({"challenge": pilihan["challenge"]}), "/yakin")):
        for nama in list(kredensial["response"]):
            rusak = bytearray(byte(kredensial["response"][nama]))
            for _ in range(3):
                rusak[acak.randrange(len(rusak))] = acak.randrange(256)
            del rusak[acak.randrange(1, len(rusak)) :]
            minta(browser, "/pilihan")
            minta(browser, "/yakin/pilihan")
            badan = {"kredensial": {**kredensial, "response": {**kredensial["response"], nama: teks(bytes(rusak))}}}
            assert minta(browser, alamat, badan).status_code == 422, nama
    assert masuk(kota, perangkat)[1].status_code == 200
