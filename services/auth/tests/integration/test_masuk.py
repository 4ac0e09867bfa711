"""Signing in, staying in, going out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

import pytest
import sqlalchemy as sa
from joserfc import jwt
from joserfc.jwk import KeySet
from services.auth.tests.mothers import P1, P4, T2, WALIKOTA, Kota, csrf

from auth.adapters.kunci import GantunganKunci
from auth.adapters.unit_of_work import UnitOfWork
from shared import clock


def _cookie(browser: object, nama: str, path: str = "/") -> str:
    kue = browser.get_cookie(nama, path=path)  # type: ignore[attr-defined]
    return str(kue.value) if kue else ""


def test_a_token_carries_the_claims_the_services_verify(kota_terisi: Kota) -> None:
    jawaban = kota_terisi.svc.client(None).post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": kota_terisi.sandi(P4)})
    isi = jawaban.get_json()
    assert set(isi) == {"access_token", "token_type", "expires_in"}
    assert (isi["token_type"], isi["expires_in"]) == ("Bearer", 300)
    kunci = KeySet.import_key_set(kota_terisi.svc.client(None).get("/auth/.well-known/jwks.json").get_json())
    token = jwt.decode(isi["access_token"], kunci, algorithms=["ES256"])
    assert token.header["kid"] in {k.kid for k in kunci.keys}
    klaim = token.claims
    assert (klaim["iss"], klaim["aud"], klaim["nama"], klaim["peran"]) == ("http://127.0.0.1:8080", "kinerja", "Rina Lestari, A.Md.", [])
    assert klaim["instansi"] == str(kota_terisi.instansi_id)
    assert klaim["exp"] - klaim["iat"] == 300
    saya = kota_terisi.svc.app.test_client().get("/auth/api/v1/saya", headers={"Authorization": f"Bearer {isi['access_token']}"}).get_json()
    assert (saya["id"], saya["nip"], saya["instansi"]["kode"]) == (klaim["sub"], P4, "7699")


def test_the_published_keys_hold_nothing_private(kota: Kota) -> None:
    kota.masuk("admin.contoh", kota.sandi_admin)
    for kunci in kota.svc.client(None).get("/auth/.well-known/jwks.json").get_json()["keys"]:
        assert set(kunci) == {"crv", "x", "y", "kty", "kid", "use", "alg"}
    tersimpan = kota.svc.connection.execute(sa.text("SELECT privat_tersandi FROM kunci")).scalar_one()
    assert b'"d"' not in bytes(tersimpan)


@pytest.mark.parametrize("nip", ["197204151997031902", "tidak.ada", P4])
def test_unknown_accounts_and_wrong_passwords_get_the_same_answer(kota_terisi: Kota, nip: str) -> None:
    jawaban = kota_terisi.svc.client(None).post("/auth/api/v1/token", json={"nip": nip, "kata_sandi": "salah sama sekali"})
    assert (jawaban.status_code, jawaban.get_json()["code"]) == (401, "credentials_invalid")
    assert "Sisa 4 percobaan" in jawaban.get_json()["detail"]


@pytest.mark.parametrize(
    "isi", [{"nip": "1972041519970319", "kata_sandi": "x"}, {"nip": "", "kata_sandi": "x"}, {"nip": P4}, {}, {"nip": 5, "kata_sandi": []}]
)
def test_malformed_input_is_told_apart(kota: Kota, isi: object) -> None:
    jawaban = kota.svc.client(None).post("/auth/api/v1/token", json=isi)
    assert jawaban.status_code == 422
    assert jawaban.get_json()["errors"]


def test_broken_json_is_a_problem_too(kota: Kota) -> None:
    jawaban = kota.svc.client(None).post("/auth/api/v1/token", data="{", content_type="application/json")
    assert (jawaban.status_code, jawaban.mimetype) == (400, "application/problem+json")


def test_an_account_without_password_cannot_be_used(kota_terisi: Kota) -> None:
    assert kota_terisi.svc.client(None).post("/auth/api/v1/token", json={"nip": T2, "kata_sandi": ""}).status_code == 401


def test_after_five_failures_even_the_right_password_waits_but_only_from_there(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    klien = kota_terisi.svc.client(None)
    for _ in range(5):
        assert klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": "salah"}).status_code == 401
    ditahan = klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi})
    assert (ditahan.status_code, ditahan.get_json()["code"]) == (429, "sign_in_delayed")
    assert 0 < int(ditahan.headers["Retry-After"]) <= 60
    lain = klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi}, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    assert lain.status_code == 200
    assert klien.post("/auth/api/v1/token", json={"nip": "admin.contoh", "kata_sandi": kota_terisi.sandi_admin}).status_code == 200


def test_the_delay_ends_by_itself(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    klien = kota_terisi.svc.client(None)
    for _ in range(6):
        klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": "salah"})
    kota_terisi.svc.connection.execute(
        sa.text("UPDATE percobaan SET mulai = mulai - interval '16 min', terkunci_sampai = terkunci_sampai - interval '16 min'")
    )
    assert klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi}).status_code == 200


def test_a_good_sign_in_clears_the_count(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    klien = kota_terisi.svc.client(None)
    for _ in range(3):
        for _ in range(4):
            klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": "salah"})
        assert klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi}).status_code == 200


def test_the_page_signs_in_with_two_cookies_and_goes_where_one_wanted(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    browser, jawaban = kota_terisi.masuk(P4[:8] + " " + P4[8:14] + " " + P4[14] + " " + P4[15:], sandi, lanjut="/skp/?tahun=2025")
    assert (jawaban.status_code, jawaban.location) == (303, "/skp/?tahun=2025")
    kue = {k.split("=")[0]: k for k in jawaban.headers.getlist("Set-Cookie")}
    assert "HttpOnly" in kue["kinerja_sesi"] and "SameSite=Lax" in kue["kinerja_sesi"] and "Path=/auth" in kue["kinerja_sesi"]
    assert "HttpOnly" in kue["kinerja_token"] and "Path=/;" in kue["kinerja_token"] + ";"
    assert "Secure" not in kue["kinerja_token"]
    rahasia = _cookie(browser, "kinerja_sesi", "/auth")
    tersimpan = kota_terisi.svc.connection.execute(sa.text("SELECT sidik FROM sesi")).scalars().all()
    assert all(rahasia.encode() not in bytes(s) for s in tersimpan)
    halaman = browser.get("/auth/akun")
    assert halaman.status_code == 200
    assert "Pengolah Data" in halaman.get_data(as_text=True)


@pytest.mark.parametrize(
    "lanjut",
    [
        "https://jahat.example",
        "//jahat.example",
        "/\\jahat.example",
        "javascript:alert(1)",
        "/auth/masuk?lanjut=/",
        "/auth/keluar",
        "/a\nb",
        "",
        "/ skp",
    ],
)
def test_nobody_is_sent_to_another_place(kota: Kota, lanjut: str) -> None:
    _, jawaban = kota.masuk("admin.contoh", kota.sandi_admin, lanjut=lanjut)
    assert jawaban.location == "/laporan/beranda"


def test_the_page_keeps_the_nip_and_says_what_is_wrong(kota: Kota) -> None:
    _, jawaban = kota.masuk(P1, "salah")
    halaman = jawaban.get_data(as_text=True)
    assert jawaban.status_code == 401
    assert P1 in halaman
    assert "NIP atau kata sandi tidak cocok" in halaman
    assert "ASN Digital" not in halaman
    _, pendek = kota.masuk("1972", "salah")
    assert pendek.status_code == 422
    assert "18 angka; yang diisi 4" in pendek.get_data(as_text=True)


def test_a_form_without_its_token_is_refused_kindly(kota: Kota) -> None:
    browser = kota.svc.app.test_client()
    jawaban = browser.post("/auth/masuk", data={"nip": "admin.contoh", "kata_sandi": kota.sandi_admin})
    assert jawaban.status_code == 400
    assert "terlalu lama terbuka" in jawaban.get_data(as_text=True)
    assert not _cookie(browser, "kinerja_sesi", "/auth")


def test_an_expired_token_is_renewed_silently_for_a_page_a_form_and_a_script(kota: Kota) -> None:
    browser, _ = kota.masuk("admin.contoh", kota.sandi_admin)
    browser.delete_cookie("kinerja_token")
    ke_perbarui = browser.get("/auth/akun?x=1")
    assert (ke_perbarui.status_code, ke_perbarui.location) == (302, "/auth/perbarui?lanjut=/auth/akun%3Fx%3D1")
    kembali = browser.get(ke_perbarui.location)
    assert (kembali.status_code, kembali.location) == (302, "/auth/akun?x=1")
    assert browser.get(kembali.location).status_code == 200
    halaman = browser.get("/auth/akun").get_data(as_text=True)
    browser.delete_cookie("kinerja_token")
    isi = {"csrf_token": csrf(halaman)}
    formulir = browser.post("/auth/akun/sesi/akhiri-lain", data=isi)
    assert formulir.status_code == 307
    balik = browser.post(formulir.location, data=isi)
    assert (balik.status_code, balik.location) == (307, "/auth/akun/sesi/akhiri-lain")
    assert browser.post(balik.location, data=isi).status_code == 303
    assert browser.post("/auth/perbarui", headers={"Accept": "application/json"}).status_code == 204


def test_a_session_ends_after_thirty_idle_minutes_or_twelve_hours(kota: Kota) -> None:
    for umur in (
        "UPDATE sesi SET terakhir_pada = now() - interval '31 min'",
        "UPDATE sesi SET dibuat_pada = now() - interval '12 hours 1 min'",
    ):
        browser, _ = kota.masuk("admin.contoh", kota.sandi_admin)
        kota.svc.connection.execute(sa.text(umur))
        assert browser.post("/auth/perbarui").status_code == 401
        browser, _ = kota.masuk("admin.contoh", kota.sandi_admin)
        kota.svc.connection.execute(sa.text(umur))
        ke_masuk = browser.get("/auth/perbarui?lanjut=/skp/")
        assert ke_masuk.location == "/auth/masuk?lanjut=/skp/&sebab=habis"
        assert "30 menit tidak aktif" in browser.get(ke_masuk.location).get_data(as_text=True)


def test_a_form_of_an_ended_session_comes_back_to_its_own_page(kota: Kota) -> None:
    browser = kota.svc.app.test_client()
    jawaban = browser.post("/auth/perbarui?lanjut=/skp/1/ajukan", headers={"Referer": "http://localhost/skp/1"})
    assert (jawaban.status_code, jawaban.location) == (303, "/auth/masuk?lanjut=/skp/1")
    asing = browser.post("/auth/perbarui?lanjut=/skp/1/ajukan", headers={"Referer": "http://jahat.example/skp/1"})
    assert asing.location == "/auth/masuk?lanjut=/laporan/beranda"


def test_renewal_moves_the_idle_limit_and_takes_new_roles(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    browser, _ = kota_terisi.masuk(P4, sandi)
    assert browser.get("/auth/organisasi").status_code == 403
    kota_terisi.svc.connection.execute(sa.text("UPDATE sesi SET terakhir_pada = now() - interval '29 min'"))
    diberi = {
        "pegawai_id": str(kota_terisi.id_dari(P4)),
        "peran": "pengelola_kinerja",
        "unor_id": None,
        "dari": "2025-01-01",
        "dasar": "SK 1",
    }
    assert kota_terisi.admin.post("/auth/api/v1/peran", json=diberi).status_code == 200
    assert browser.post("/auth/perbarui").status_code == 204
    assert kota_terisi.svc.connection.execute(sa.text("SELECT max(terakhir_pada) FROM sesi")).scalar_one() > datetime.now(
        clock.UTC
    ) - timedelta(minutes=1)
    assert browser.get("/auth/organisasi").status_code == 200


def test_signing_out_ends_the_session_not_only_the_cookies(kota: Kota) -> None:
    browser, _ = kota.masuk("admin.contoh", kota.sandi_admin)
    rahasia = _cookie(browser, "kinerja_sesi", "/auth")
    halaman = browser.get("/auth/akun").get_data(as_text=True)
    jawaban = browser.post("/auth/keluar", data={"csrf_token": csrf(halaman)})
    assert jawaban.location == "/auth/masuk"
    assert not _cookie(browser, "kinerja_token")
    browser.set_cookie("kinerja_sesi", rahasia, path="/auth")
    assert browser.post("/auth/perbarui").status_code == 401


def test_another_device_can_be_ended_but_not_somebody_elses(kota_terisi: Kota) -> None:
    satu, _ = kota_terisi.masuk("admin.contoh", kota_terisi.sandi_admin)
    dua, _ = kota_terisi.masuk("admin.contoh", kota_terisi.sandi_admin)
    lain, _ = kota_terisi.masuk(P4, kota_terisi.sandi(P4))
    halaman = satu.get("/auth/akun").get_data(as_text=True)
    milik_dua = next(b.split("/akhiri")[0] for b in halaman.split('action="/auth/akun/sesi/')[1:] if not b.startswith("akhiri"))
    milik_lain = kota_terisi.svc.connection.execute(sa.text("SELECT id FROM sesi ORDER BY dibuat_pada DESC LIMIT 1")).scalar_one()
    isi = {"csrf_token": csrf(halaman)}
    assert satu.post(f"/auth/akun/sesi/{milik_lain}/akhiri", data=isi).status_code == 404
    assert lain.post("/auth/perbarui").status_code == 204
    assert satu.post(f"/auth/akun/sesi/{milik_dua}/akhiri", data=isi).status_code == 303
    assert dua.post("/auth/perbarui").status_code == 401


def test_changing_the_password_checks_the_old_one_and_ends_other_sessions(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    browser, _ = kota_terisi.masuk(P4, sandi)
    lain, _ = kota_terisi.masuk(P4, sandi)
    halaman = browser.get("/auth/akun").get_data(as_text=True)

    def ganti(lama: str, baru: str, ulang: str) -> int:
        isi = {"csrf_token": csrf(halaman), "kata_sandi_lama": lama, "kata_sandi_baru": baru, "ulang": ulang}
        return browser.post("/auth/akun/kata-sandi", data=isi).status_code

    bagus = "kuda hijau makan paku"
    assert ganti(sandi, "pendek", "pendek") == 422
    assert ganti(sandi, "lestari makan paku biru", "lestari makan paku biru") == 422
    assert ganti(sandi, bagus, "lain sekali ya") == 422
    assert ganti("salah", bagus, bagus) == 422
    assert ganti(sandi, bagus, bagus) == 303
    assert lain.post("/auth/perbarui").status_code == 401
    assert browser.post("/auth/perbarui").status_code == 204
    klien = kota_terisi.svc.client(None)
    assert klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi}).status_code == 401
    assert klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": bagus}).status_code == 200


def test_who_is_not_active_any_more_is_out(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    browser, _ = kota_terisi.masuk(P4, sandi)
    kota_terisi.svc.connection.execute(sa.text("UPDATE pegawai SET aktif = false WHERE nip = :n"), {"n": P4})
    assert browser.post("/auth/perbarui").status_code == 401
    assert kota_terisi.svc.client(None).post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi}).status_code == 401


def test_initial_passwords_are_for_known_people_and_never_for_an_admin(kota_terisi: Kota) -> None:
    admin = kota_terisi.admin
    assert admin.post("/auth/api/v1/akun/kata-sandi-awal", json={"nip": ["197204151997031902"]}).status_code == 422
    assert admin.post("/auth/api/v1/akun/kata-sandi-awal", json={"nip": ["admin.contoh"]}).status_code == 422
    assert admin.post("/auth/api/v1/akun/kata-sandi-awal", json={"nip": []}).status_code == 422
    biasa = kota_terisi.svc.client(kota_terisi.identitas(None, "pengelola_kinerja"))
    assert biasa.post("/auth/api/v1/akun/kata-sandi-awal", json={"nip": [P4]}).status_code == 403


def test_passwords_are_not_kept_for_a_second_sending(kota_terisi: Kota) -> None:
    kirim = {"json": {"nip": [P4]}, "headers": {"Idempotency-Key": "kunci-yang-sama"}}
    assert kota_terisi.admin.post("/auth/api/v1/akun/kata-sandi-awal", **kirim).status_code == 200
    assert kota_terisi.admin.post("/auth/api/v1/akun/kata-sandi-awal", **kirim).status_code == 409
    assert kota_terisi.svc.connection.execute(sa.text("SELECT isi FROM idempotensi")).scalar_one() is None


def test_processes_share_the_signing_key_and_another_secret_cannot_use_it(kota: Kota) -> None:
    def buka() -> UnitOfWork:
        return cast("UnitOfWork", kota.svc.open_unit())

    def kid(gantungan: GantunganKunci) -> list[object]:
        return [k["kid"] for k in gantungan.jwks(buka)["keys"]]

    assert kid(GantunganKunci("a" * 40)) == kid(GantunganKunci("a" * 40))
    lama, baru = kid(GantunganKunci("a" * 40)), kid(GantunganKunci("b" * 40))
    assert baru[1:] == lama
    kota.svc.connection.execute(sa.text("UPDATE kunci SET mulai_pada = mulai_pada - interval '31 days'"))
    assert kid(GantunganKunci("b" * 40))[1:] == baru[:1], "the next key is published; the one whose tokens have ended is not"


def test_who_has_no_nip_signs_in_with_a_made_name(kota_terisi: Kota) -> None:
    assert WALIKOTA
    jawaban = kota_terisi.admin.post("/auth/api/v1/akun/kata-sandi-awal", json={"nip": ["larasati-kusumo.7699"]})
    sandi = jawaban.get_json()["data"][0]["kata_sandi"]
    ditolak = kota_terisi.svc.client(None).post("/auth/api/v1/token", json={"nip": "Larasati-Kusumo.7699", "kata_sandi": sandi})
    assert ditolak.get_json()["code"] == "password_change_required"
    milik = kota_terisi.sandi("larasati-kusumo.7699")
    assert (
        kota_terisi.svc.client(None).post("/auth/api/v1/token", json={"nip": "Larasati-Kusumo.7699", "kata_sandi": milik}).status_code
        == 200
    )


def test_a_token_of_another_key_or_issuer_is_refused(kota: Kota) -> None:
    klien = kota.svc.app.test_client()
    for token in ("abc", "a.b.c", ""):
        assert klien.get("/auth/api/v1/saya", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert klien.get("/auth/api/v1/pegawai/" + str(UUID(int=1))).status_code == 401


def test_light_and_dark_are_kept_in_a_cookie(kota: Kota) -> None:
    browser = kota.svc.app.test_client()
    jawaban = browser.post("/auth/tema", data={"tema": "dark", "lanjut": "/auth/masuk"})
    assert jawaban.status_code == 303
    assert 'data-bs-theme="dark"' in browser.get("/auth/masuk").get_data(as_text=True)
