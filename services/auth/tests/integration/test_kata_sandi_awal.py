"""A password that somebody else has seen opens nothing but the page on which it is changed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from services.auth.tests.mothers import P1, P4, Kota, csrf
from services.auth.tests.perangkat import Aplikasi
from werkzeug.test import TestResponse

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_faktor
from auth.domain.faktor import SEMUA_PEGAWAI

SANDI = "/auth/kata-sandi-awal"
TOKEN = "/auth/api/v1/token"
GANTI = "/auth/api/v1/akun/kata-sandi"
MILIK = "kuda hijau makan paku"


def pilih(browser: FlaskClient, baru: str, ulang: str | None = None, lanjut: str = "/skp/?tahun=2025") -> TestResponse:
    halaman = browser.get(f"{SANDI}?lanjut=/skp/").get_data(as_text=True)
    isi = {"csrf_token": csrf(halaman), "kata_sandi_baru": baru, "ulang": baru if ulang is None else ulang, "lanjut": lanjut}
    return browser.post(SANDI, data=isi)


def test_after_a_password_that_was_handed_out_there_is_no_session_before_there_is_an_own_one(kota_terisi: Kota) -> None:
    awal = kota_terisi.sandi_awal(P4)
    browser, jawaban = kota_terisi.masuk(P4, awal, lanjut="/skp/?tahun=2025")
    assert (jawaban.status_code, jawaban.location) == (303, f"{SANDI}?lanjut=/skp/%3Ftahun%3D2025")
    for kue, path in (("kinerja_sesi", "/auth"), ("kinerja_token", "/"), ("kinerja_perangkat", "/auth")):
        assert browser.get_cookie(kue, path=path) is None
    assert kota_terisi.svc.connection.execute(sa.text("SELECT count(*) FROM sesi")).scalar_one() == 0
    assert browser.get("/auth/akun").status_code in {302, 401}
    assert browser.post("/auth/perbarui").status_code == 401
    assert browser.get("/auth/masuk/langkah").location.startswith("/auth/masuk?"), "there is no second factor to get round with it"
    browser, _ = kota_terisi.masuk(P4, awal, lanjut="/skp/?tahun=2025")
    halaman = browser.get(f"{SANDI}?lanjut=/skp/%3Ftahun%3D2025").get_data(as_text=True)
    assert 'value="/skp/?tahun=2025"' in halaman and "Rina Lestari" in halaman
    selesai = pilih(browser, MILIK)
    assert (selesai.status_code, selesai.location) == (303, "/skp/?tahun=2025")
    assert browser.get("/auth/akun").status_code == 200
    assert kota_terisi.masuk(P4, awal)[1].status_code == 401
    assert kota_terisi.masuk(P4, MILIK, lanjut="/skp/")[1].location == "/skp/"
    pelaku = kota_terisi.svc.connection.execute(sa.text("SELECT pelaku_id FROM jejak WHERE aksi = 'akun.ganti_kata_sandi'")).scalars()
    assert kota_terisi.id_dari(P4) in set(pelaku)


@pytest.mark.parametrize(
    ("baru", "ulang", "kalimat"),
    [
        ("pendek", "pendek", "Pakai paling sedikit 12"),
        ("lestari makan paku biru", None, "memuat nama"),
        (MILIK, "lain sekali ya", "ulangannya berbeda"),
        ("AWAL", None, "sama dengan yang lama"),
        ("", "", "Pakai paling sedikit 12"),
    ],
)
def test_a_bad_choice_is_explained_and_the_step_stays(kota_terisi: Kota, baru: str, ulang: str | None, kalimat: str) -> None:
    awal = kota_terisi.sandi_awal(P4)
    browser, _ = kota_terisi.masuk(P4, awal)
    ditolak = pilih(browser, awal if baru == "AWAL" else baru, ulang)
    assert ditolak.status_code == 422
    assert kalimat in ditolak.get_data(as_text=True)
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None
    assert pilih(browser, MILIK).status_code == 303


@pytest.mark.parametrize("lanjut", ["https://jahat.example", "//jahat.example", "/\\jahat.example", SANDI, "/auth/masuk"])
def test_the_page_sends_nobody_to_another_place_nor_in_a_circle(kota_terisi: Kota, lanjut: str) -> None:
    browser, _ = kota_terisi.masuk(P4, kota_terisi.sandi_awal(P4))
    assert "jahat" not in browser.get(SANDI, query_string={"lanjut": lanjut}).get_data(as_text=True)
    assert pilih(browser, MILIK, lanjut=lanjut).location == "/laporan/beranda"


def test_the_step_is_of_its_browser_used_once_and_ends(kota_terisi: Kota) -> None:
    awal = kota_terisi.sandi_awal(P4)
    asing = kota_terisi.svc.app.test_client()
    assert asing.get(SANDI).location.startswith("/auth/masuk?")
    browser, _ = kota_terisi.masuk(P4, awal)
    rahasia = browser.get_cookie("kinerja_langkah", path="/auth")
    halaman = csrf(browser.get(SANDI).get_data(as_text=True))
    tanpa = browser.post(SANDI, data={"kata_sandi_baru": MILIK, "ulang": MILIK})
    assert tanpa.status_code == 422 and "terlalu lama terbuka" in tanpa.get_data(as_text=True)
    assert pilih(browser, MILIK).status_code == 303
    assert rahasia is not None
    browser.set_cookie("kinerja_langkah", rahasia.value, path="/auth")
    lagi = browser.post(SANDI, data={"csrf_token": halaman, "kata_sandi_baru": "paku merah tidur siang", "ulang": "paku merah tidur siang"})
    assert lagi.location.startswith("/auth/masuk?")
    assert kota_terisi.masuk(P4, MILIK)[1].location == "/laporan/beranda"


def test_the_step_ends_with_time_with_a_newer_password_and_by_going_away(kota_terisi: Kota) -> None:
    satu, _ = kota_terisi.masuk(P4, kota_terisi.sandi_awal(P4))
    dua, _ = kota_terisi.masuk(P4, kota_terisi.sandi_awal(P4))
    assert satu.get(SANDI).location.startswith("/auth/masuk?")
    halaman = csrf(dua.get(SANDI).get_data(as_text=True))
    assert dua.post("/auth/masuk/langkah/batal", data={"csrf_token": halaman}).location == "/auth/masuk"
    assert dua.get(SANDI).location.startswith("/auth/masuk?")
    tiga, _ = kota_terisi.masuk(P4, kota_terisi.sandi_awal(P4))
    kota_terisi.svc.connection.execute(sa.text("UPDATE langkah_masuk SET kedaluwarsa_pada = now() - interval '1 s'"))
    assert pilih_langsung(tiga).location.startswith("/auth/masuk?")


def pilih_langsung(browser: FlaskClient) -> TestResponse:
    halaman = csrf(browser.get("/auth/masuk").get_data(as_text=True))
    return browser.post(SANDI, data={"csrf_token": halaman, "kata_sandi_baru": MILIK, "ulang": MILIK})


def test_the_step_for_a_second_factor_chooses_no_password(kota_terisi: Kota) -> None:
    awal = kota_terisi.sandi_awal(P4)
    with kota_terisi.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        use_cases_faktor.simpan_kebijakan(uow, kota_terisi.instansi_id, [SEMUA_PEGAWAI], None)
    browser, jawaban = kota_terisi.masuk(P4, awal)
    assert jawaban.location.startswith("/auth/masuk/langkah?")
    assert browser.get(SANDI).location.startswith("/auth/masuk?")


def test_who_must_enrol_a_factor_enrols_then_chooses_then_sees_the_recovery_codes(kota_terisi: Kota) -> None:
    awal = kota_terisi.sandi_awal(P4)
    with kota_terisi.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        use_cases_faktor.simpan_kebijakan(uow, kota_terisi.instansi_id, [SEMUA_PEGAWAI], None)
    browser, jawaban = kota_terisi.masuk(P4, awal, lanjut="/skp/")
    halaman = browser.get(jawaban.location).get_data(as_text=True)
    aplikasi = Aplikasi.pindai(halaman)
    terpasang = browser.post("/auth/masuk/langkah/daftar", data={"csrf_token": csrf(halaman), "lanjut": "/skp/", "kode": aplikasi.kode()})
    assert terpasang.location.startswith(f"{SANDI}?lanjut=/auth/akun/keamanan/kode-pemulihan")
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None
    tujuan = browser.get(terpasang.location).get_data(as_text=True).split('name="lanjut" value="')[1].split('"')[0]
    selesai = pilih(browser, MILIK, lanjut=tujuan)
    assert selesai.location == tujuan == "/auth/akun/keamanan/kode-pemulihan?lanjut=/skp/"
    assert 'download="kode-pemulihan-kinerja.txt"' in browser.get(tujuan).get_data(as_text=True)


# Programs


def test_the_api_gives_no_token_for_it_and_says_where_to_change_it(kota_terisi: Kota) -> None:
    awal, klien = kota_terisi.sandi_awal(P4), kota_terisi.svc.client(None)
    ditolak = klien.post(TOKEN, json={"nip": P4, "kata_sandi": awal})
    assert (ditolak.status_code, ditolak.mimetype, ditolak.get_json()["code"]) == (
        403,
        "application/problem+json",
        "password_change_required",
    )
    assert f"POST {GANTI}" in ditolak.get_json()["detail"]
    assert klien.post(TOKEN, json={"nip": P4, "kata_sandi": "salah"}).get_json()["code"] == "credentials_invalid"

    def ganti(lama: str, baru: str) -> TestResponse:
        return klien.post(GANTI, json={"nip": P4, "kata_sandi": lama, "kata_sandi_baru": baru})

    assert ganti("salah", MILIK).get_json()["code"] == "credentials_invalid"
    assert (ganti(awal, "pendek").status_code, ganti(awal, "pendek").get_json()["code"]) == (422, "password_weak")
    assert ganti(awal, awal).get_json()["errors"]["kata_sandi_baru"]
    assert klien.post(GANTI, json={"nip": P4, "kata_sandi": awal}).status_code == 422
    selesai = ganti(awal, MILIK)
    assert (selesai.status_code, selesai.data) == (204, b"")
    assert klien.post(TOKEN, json={"nip": P4, "kata_sandi": MILIK}).status_code == 200
    assert klien.post(TOKEN, json={"nip": P4, "kata_sandi": awal}).status_code == 401


def test_changing_by_the_api_is_counted_like_signing_in_and_ends_sessions(kota_terisi: Kota) -> None:
    sandi, klien = kota_terisi.sandi(P4), kota_terisi.svc.client(None)
    browser, _ = kota_terisi.masuk(P4, sandi)
    baru = {"nip": P4, "kata_sandi": sandi, "kata_sandi_baru": MILIK}
    assert klien.post(GANTI, json=baru).status_code == 204
    assert browser.post("/auth/perbarui").status_code == 401
    status = [klien.post(GANTI, json={**baru, "kata_sandi": "salah"}).status_code for _ in range(7)]
    assert status == [401] * 5 + [429] * 2
    tertahan = klien.post(GANTI, json={**baru, "kata_sandi": MILIK, "kata_sandi_baru": "paku merah tidur siang"})
    assert (tertahan.status_code, int(tertahan.headers["Retry-After"]) > 0) == (429, True)
    assert klien.post(TOKEN, json={"nip": P4, "kata_sandi": MILIK}).status_code == 429
    tak_dikenal = klien.post(GANTI, json={**baru, "nip": "197204151997031902"})
    assert tak_dikenal.get_json()["code"] == "credentials_invalid"


def test_who_must_enrol_a_second_factor_first_does_so_at_the_page(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P1)
    with kota_terisi.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        use_cases_faktor.simpan_kebijakan(uow, kota_terisi.instansi_id, [SEMUA_PEGAWAI], None)
    jawaban = kota_terisi.svc.client(None).post(GANTI, json={"nip": P1, "kata_sandi": sandi, "kata_sandi_baru": MILIK})
    assert jawaban.get_json()["code"] == "second_factor_enrolment_required"
