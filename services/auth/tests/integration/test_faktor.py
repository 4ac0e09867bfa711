"""The second factor by an authenticator app: enrolling, signing in, recovering, and those who try to get round it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from services.auth.tests.mothers import P1, P4, Kota, csrf
from services.auth.tests.perangkat import Aplikasi
from werkzeug.test import TestResponse

from auth.adapters.penyandi import Penyandi
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_akun, use_cases_faktor
from shared.errors import Unavailable

KEAMANAN = "/auth/akun/keamanan"
LANGKAH = "/auth/masuk/langkah"


@pytest.fixture
def jam() -> Iterator[time_machine.Coordinates]:
    """A clock that stands still until the test moves it."""
    with time_machine.travel(datetime.now(UTC), tick=False) as perjalanan:
        yield perjalanan


def isi(browser: FlaskClient, alamat: str) -> str:
    return browser.get(alamat).get_data(as_text=True)


def kirim(browser: FlaskClient, ke: str, dari: str, **formulir: Any) -> TestResponse:
    """Send a form of the page ``dari``."""
    return browser.post(ke, data={"csrf_token": csrf(isi(browser, dari)), **formulir})


def buktikan_diri(browser: FlaskClient, sandi: str, kode: str = "") -> TestResponse:
    return kirim(browser, f"{KEAMANAN}/yakin", f"{KEAMANAN}/yakin", kata_sandi=sandi, kode=kode, lanjut=KEAMANAN)


def pasang(browser: FlaskClient, sandi: str) -> tuple[Aplikasi, list[str]]:
    """Set the app up with the code of the step before; the app, and the recovery codes."""
    assert buktikan_diri(browser, sandi).location == KEAMANAN
    assert kirim(browser, f"{KEAMANAN}/aplikasi/mulai", KEAMANAN).location == f"{KEAMANAN}/aplikasi"
    aplikasi = Aplikasi.pindai(isi(browser, f"{KEAMANAN}/aplikasi"))
    jawaban = kirim(browser, f"{KEAMANAN}/aplikasi", f"{KEAMANAN}/aplikasi", kode=aplikasi.kode(-1))
    assert jawaban.location == f"{KEAMANAN}/kode-pemulihan", jawaban.get_data(as_text=True)
    kode = isi(browser, jawaban.location).split("<li><code>")[1:]
    return aplikasi, [k.split("<")[0] for k in kode]


@pytest.fixture
def p4(kota_terisi: Kota, jam: time_machine.Coordinates) -> tuple[Kota, str, Aplikasi, list[str]]:
    """Rina, her password, her app, her recovery codes."""
    sandi = kota_terisi.sandi(P4)
    browser, _ = kota_terisi.masuk(P4, sandi)
    aplikasi, pemulihan = pasang(browser, sandi)
    return kota_terisi, sandi, aplikasi, pemulihan


Rina = tuple[Kota, str, Aplikasi, list[str]]


def langkah_dua(kota: Kota, sandi: str, kode: str, browser: FlaskClient | None = None) -> tuple[FlaskClient, TestResponse]:
    if browser is None:
        browser, jawaban = kota.masuk(P4, sandi, lanjut="/skp/")
        assert jawaban.location == f"{LANGKAH}?lanjut=/skp/"
    return browser, kirim(browser, LANGKAH, LANGKAH, kode=kode, lanjut="/skp/")


def token(kota: Kota, sandi: str, **lain: str) -> TestResponse:
    return kota.svc.client(None).post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi, **lain})


def test_with_the_app_set_up_the_password_alone_opens_nothing(p4: Rina) -> None:
    kota, sandi, aplikasi, _ = p4
    browser, jawaban = kota.masuk(P4, sandi, lanjut="/skp/")
    assert jawaban.location == f"{LANGKAH}?lanjut=/skp/"
    kue = [k for k in jawaban.headers.getlist("Set-Cookie") if k.startswith("kinerja_langkah")]
    assert "HttpOnly" in kue[0] and "Path=/auth" in kue[0] and "SameSite=Lax" in kue[0]
    assert browser.get_cookie("kinerja_token") is None
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None
    assert browser.get("/auth/akun").status_code == 302
    _, masuk = langkah_dua(kota, sandi, aplikasi.kode(), browser)
    assert (masuk.status_code, masuk.location) == (303, "/skp/")
    assert browser.get("/auth/akun").status_code == 200


def test_a_code_works_one_step_early_or_late_and_once(p4: Rina, jam: time_machine.Coordinates) -> None:
    kota, sandi, aplikasi, _ = p4
    kini = aplikasi.kode()
    assert langkah_dua(kota, sandi, kini)[1].location == "/skp/"
    _, lagi = langkah_dua(kota, sandi, kini)
    assert lagi.status_code == 401
    assert "sudah dipakai" in lagi.get_data(as_text=True)
    assert langkah_dua(kota, sandi, aplikasi.kode(1))[1].location == "/skp/"
    jam.shift(timedelta(minutes=5))
    assert langkah_dua(kota, sandi, aplikasi.kode(-1))[1].location == "/skp/"


def test_a_phone_whose_clock_is_off_is_told_by_how_much_and_its_code_is_spent(p4: Rina, jam: time_machine.Coordinates) -> None:
    kota, sandi, aplikasi, _ = p4
    aplikasi.selisih = 180
    salah = aplikasi.kode()
    browser, jawaban = langkah_dua(kota, sandi, salah)
    assert "jam ponsel Anda selisih sekitar 3 menit (lebih cepat)" in jawaban.get_data(as_text=True)
    jam.shift(timedelta(minutes=3))
    assert "sudah dipakai" in langkah_dua(kota, sandi, salah, browser)[1].get_data(as_text=True)
    aplikasi.selisih = -300
    assert "sekitar 5 menit (lebih lambat)" in langkah_dua(kota, sandi, aplikasi.kode(), browser)[1].get_data(as_text=True)


def test_the_secret_is_stored_encrypted_for_its_owner_and_recovery_codes_as_digests(p4: Rina) -> None:
    kota, _, aplikasi, pemulihan = p4
    tersandi = bytes(kota.svc.connection.execute(sa.text("SELECT rahasia_tersandi FROM faktor_totp")).scalar_one())
    assert aplikasi.rahasia.encode() not in tersandi
    penyandi = Penyandi("a-secret-for-tests-that-is-long-enough")
    pemilik = kota.id_dari(P4)
    assert penyandi.buka(pemilik, tersandi).decode() == aplikasi.rahasia
    for orang, kunci in ((kota.admin_id, penyandi), (pemilik, Penyandi("another-secret-that-is-long-enough-too"))):
        with pytest.raises(Unavailable):
            kunci.buka(orang, tersandi)
    baru = Penyandi("another-secret-that-is-long-enough-too", "a-secret-for-tests-that-is-long-enough")
    assert Penyandi("another-secret-that-is-long-enough-too").buka(pemilik, baru.sandikan_ulang(tersandi)).decode() == aplikasi.rahasia
    assert len(pemulihan) == 10
    simpanan = kota.svc.connection.execute(sa.text("SELECT sidik FROM kode_pemulihan")).scalars().all()
    assert not any(k.replace("-", "").encode() in bytes(s) for k in pemulihan for s in simpanan)


def test_a_recovery_code_opens_once_and_is_counted(p4: Rina) -> None:
    kota, sandi, _, pemulihan = p4
    browser, jawaban = langkah_dua(kota, sandi, f" {pemulihan[0].upper()} ")
    assert jawaban.location == "/skp/"
    assert "9 tersisa" in isi(browser, KEAMANAN)
    _, lagi = langkah_dua(kota, sandi, pemulihan[0])
    assert lagi.status_code == 401
    assert langkah_dua(kota, sandi, pemulihan[1].replace("-", ""))[1].location == "/skp/"


def test_recovery_codes_are_shown_once_downloadable_and_new_ones_void_the_old(p4: Rina) -> None:
    kota, sandi, aplikasi, lama = p4
    browser, _ = langkah_dua(kota, sandi, aplikasi.kode())
    assert lama[0] not in isi(browser, f"{KEAMANAN}/kode-pemulihan")
    assert kirim(browser, f"{KEAMANAN}/kode-pemulihan", KEAMANAN).location.startswith(f"{KEAMANAN}/yakin")
    assert buktikan_diri(browser, sandi, aplikasi.kode(1)).location == KEAMANAN
    assert kirim(browser, f"{KEAMANAN}/kode-pemulihan", KEAMANAN).location == f"{KEAMANAN}/kode-pemulihan"
    halaman = isi(browser, f"{KEAMANAN}/kode-pemulihan")
    assert 'download="kode-pemulihan-kinerja.txt"' in halaman and "data:text/plain" in halaman
    assert "hanya ditampilkan sekali" in isi(browser, f"{KEAMANAN}/kode-pemulihan")
    assert langkah_dua(kota, sandi, lama[2])[1].status_code == 401


def test_a_thousand_wrong_codes_open_nothing_and_hold_that_address_up(p4: Rina, jam: time_machine.Coordinates) -> None:
    kota, sandi, aplikasi, _ = p4
    browser, _ = kota.masuk(P4, sandi)
    halaman = csrf(isi(browser, LANGKAH))
    salah = aplikasi.kode_salah()
    status = [browser.post(LANGKAH, data={"csrf_token": halaman, "kode": salah}).status_code for _ in range(1000)]
    assert status == [401] * 5 + [429] * 995
    tertahan = browser.post(LANGKAH, data={"csrf_token": halaman, "kode": aplikasi.kode()})
    assert tertahan.status_code == 429
    assert int(tertahan.headers["Retry-After"]) <= 60
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None
    assert token(kota, sandi, kode=aplikasi.kode()).status_code == 429
    lain = kota.svc.client(None).post(
        "/auth/api/v1/token",
        json={"nip": P4, "kata_sandi": sandi, "kode": aplikasi.kode()},
        environ_base={"REMOTE_ADDR": "10.9.8.7"},
    )
    assert lain.status_code == 200


def test_wrong_codes_from_many_addresses_shut_the_app_for_a_day_but_not_the_owner_with_a_recovery_code(
    p4: Rina, jam: time_machine.Coordinates
) -> None:
    kota, sandi, aplikasi, pemulihan = p4
    klien = kota.svc.client(None)

    def coba(kode: str, alamat: int) -> TestResponse:
        data = {"nip": P4, "kata_sandi": sandi, "kode": kode}
        return klien.post("/auth/api/v1/token", json=data, environ_base={"REMOTE_ADDR": f"10.0.0.{alamat}"})

    assert [coba(aplikasi.kode_salah(), i).status_code for i in range(12)] == [401] * 10 + [429] * 2
    jam.shift(timedelta(minutes=2))
    for i in range(20):
        assert coba(aplikasi.kode_salah(), i).status_code == 401
        jam.shift(timedelta(minutes=61))
    ditutup = coba(aplikasi.kode(), 100)
    assert "24 jam" in ditutup.get_json()["detail"]
    jam.shift(timedelta(minutes=61))
    assert coba(pemulihan[0], 101).status_code == 200


def test_the_api_says_which_factor_is_missing_or_wrong(p4: Rina) -> None:
    kota, sandi, aplikasi, _ = p4
    tanpa = token(kota, sandi)
    assert (tanpa.status_code, tanpa.get_json()["code"]) == (401, "second_factor_required")
    salah = token(kota, sandi, kode=aplikasi.kode_salah())
    assert (salah.status_code, salah.get_json()["code"]) == (401, "second_factor_invalid")
    kode = aplikasi.kode()
    assert token(kota, "bukan kata sandinya", kode=kode).get_json()["code"] == "credentials_invalid"
    assert token(kota, sandi, kode=kode).status_code == 200
    assert token(kota, sandi, kode=kode).get_json()["code"] == "second_factor_invalid"


def test_a_password_is_changed_by_the_api_with_the_code_too(p4: Rina) -> None:
    kota, sandi, aplikasi, _ = p4
    klien = kota.svc.client(None)
    baru = {"nip": P4, "kata_sandi": sandi, "kata_sandi_baru": "kuda hijau makan paku"}
    tanpa = klien.post("/auth/api/v1/akun/kata-sandi", json=baru)
    assert (tanpa.status_code, tanpa.get_json()["code"]) == (401, "second_factor_required")
    salah = klien.post("/auth/api/v1/akun/kata-sandi", json={**baru, "kode": aplikasi.kode_salah()})
    assert salah.get_json()["code"] == "second_factor_invalid"
    assert klien.post("/auth/api/v1/akun/kata-sandi", json={**baru, "kode": aplikasi.kode()}).status_code == 204


def test_a_password_that_was_handed_out_is_changed_after_the_second_factor_not_instead_of_it(p4: Rina) -> None:
    kota, _, aplikasi, _ = p4
    with kota.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        ((_, awal),) = use_cases_akun.terbitkan_kata_sandi_awal(uow, kota.instansi_id, [P4], oleh_admin=False)
    browser, jawaban = kota.masuk(P4, awal, lanjut="/skp/")
    assert jawaban.location == f"{LANGKAH}?lanjut=/skp/"
    assert browser.get("/auth/kata-sandi-awal").location.startswith("/auth/masuk?")
    browser, jawaban = langkah_dua(kota, awal, aplikasi.kode())
    assert jawaban.location == "/auth/kata-sandi-awal?lanjut=/skp/"
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None
    milik = "kuda hijau makan paku"
    selesai = kirim(browser, "/auth/kata-sandi-awal", jawaban.location, kata_sandi_baru=milik, ulang=milik, lanjut="/skp/")
    assert selesai.location == "/skp/"
    assert browser.get_cookie("kinerja_sesi", path="/auth") is not None


def test_the_step_belongs_to_its_browser_and_ends(p4: Rina, jam: time_machine.Coordinates) -> None:
    kota, sandi, aplikasi, _ = p4
    browser, _ = kota.masuk(P4, sandi)
    asing = kota.svc.app.test_client()
    assert asing.get(LANGKAH).location.startswith("/auth/masuk?")
    asing.set_cookie("kinerja_langkah", "x" * 43, path="/auth")
    halaman = csrf(isi(asing, "/auth/masuk"))
    assert asing.post(LANGKAH, data={"csrf_token": halaman, "kode": aplikasi.kode()}).location.startswith("/auth/masuk?")
    jam.shift(timedelta(minutes=11))
    assert browser.get(LANGKAH).location == "/auth/masuk?lanjut=/laporan/beranda&sebab=langkah"


def test_a_finished_step_opens_no_second_session(p4: Rina) -> None:
    kota, sandi, aplikasi, pemulihan = p4
    browser, _ = kota.masuk(P4, sandi)
    rahasia = browser.get_cookie("kinerja_langkah", path="/auth")
    assert rahasia is not None
    assert langkah_dua(kota, sandi, aplikasi.kode(), browser)[1].location == "/skp/"
    salinan = kota.svc.app.test_client()
    salinan.set_cookie("kinerja_langkah", rahasia.value, path="/auth")
    halaman = csrf(isi(salinan, "/auth/masuk"))
    lagi = salinan.post(LANGKAH, data={"csrf_token": halaman, "kode": pemulihan[0]})
    assert lagi.location.startswith("/auth/masuk?")
    assert salinan.get_cookie("kinerja_sesi", path="/auth") is None


def test_a_changed_password_ends_a_step_that_was_opened_with_the_old_one(p4: Rina, jam: time_machine.Coordinates) -> None:
    kota, sandi, _, _ = p4
    browser, _ = kota.masuk(P4, sandi)
    jam.shift(timedelta(seconds=1))
    kota.sandi(P4)
    assert browser.get(LANGKAH).location.startswith("/auth/masuk?")


def test_forms_of_the_step_without_their_token_are_refused(p4: Rina) -> None:
    kota, sandi, aplikasi, _ = p4
    browser, _ = kota.masuk(P4, sandi)
    assert browser.post(LANGKAH, data={"kode": aplikasi.kode()}).status_code == 422
    assert browser.post(f"{LANGKAH}/daftar", data={"kode": aplikasi.kode()}).status_code == 422
    assert browser.post(f"{LANGKAH}/batal").status_code == 400
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None


def test_giving_up_the_step_leads_back_to_the_sign_in(p4: Rina) -> None:
    kota, sandi, _, _ = p4
    browser, _ = kota.masuk(P4, sandi)
    assert kirim(browser, f"{LANGKAH}/batal", LANGKAH).location == "/auth/masuk"
    assert kota.svc.connection.execute(sa.text("SELECT count(*) FROM langkah_masuk")).scalar_one() == 0


def test_taking_the_app_off_needs_the_password_and_a_code(p4: Rina) -> None:
    kota, sandi, aplikasi, pemulihan = p4
    browser, _ = langkah_dua(kota, sandi, aplikasi.kode())

    def lepas(kata_sandi: str, kode: str) -> TestResponse:
        return kirim(browser, f"{KEAMANAN}/aplikasi/lepas", KEAMANAN, kata_sandi=kata_sandi, kode=kode)

    assert lepas("salah", aplikasi.kode(1)).status_code == 422
    assert lepas(sandi, aplikasi.kode_salah()).status_code == 422
    assert lepas(sandi, "").status_code == 422
    assert lepas(sandi, pemulihan[3]).status_code == 303
    assert kota.masuk(P4, sandi, lanjut="/skp/")[1].location == "/skp/"
    assert kota.svc.connection.execute(sa.text("SELECT count(*) FROM kode_pemulihan")).scalar_one() == 0


def test_nothing_is_enrolled_without_proof_nor_without_the_first_code(kota_terisi: Kota, jam: time_machine.Coordinates) -> None:
    sandi = kota_terisi.sandi(P4)
    browser, _ = kota_terisi.masuk(P4, sandi)
    assert kirim(browser, f"{KEAMANAN}/aplikasi/mulai", KEAMANAN).location.startswith(f"{KEAMANAN}/yakin")
    assert buktikan_diri(browser, "salah sekali").status_code == 422
    assert buktikan_diri(browser, sandi).location == KEAMANAN
    kirim(browser, f"{KEAMANAN}/aplikasi/mulai", KEAMANAN)
    halaman = isi(browser, f"{KEAMANAN}/aplikasi")
    assert 'src="data:image/svg+xml' in halaman
    aplikasi = Aplikasi.pindai(halaman)
    for kode in (aplikasi.kode_salah(), "12345", "abcdef", ""):
        assert kirim(browser, f"{KEAMANAN}/aplikasi", f"{KEAMANAN}/aplikasi", kode=kode).status_code == 422
    jauh = kirim(browser, f"{KEAMANAN}/aplikasi", f"{KEAMANAN}/aplikasi", kode=aplikasi.kode(8))
    assert "jam ponsel Anda selisih sekitar 4 menit" in jauh.get_data(as_text=True)
    assert kota_terisi.masuk(P4, sandi, lanjut="/skp/")[1].location == "/skp/"
    kota_terisi.svc.connection.execute(sa.text("UPDATE tantangan SET kedaluwarsa_pada = kedaluwarsa_pada - interval '11 min'"))
    assert browser.get(f"{KEAMANAN}/aplikasi").location.startswith(f"{KEAMANAN}/yakin")


def test_an_ended_session_proves_nothing_any_more(kota_terisi: Kota, jam: time_machine.Coordinates) -> None:
    sandi = kota_terisi.sandi(P4)
    browser, _ = kota_terisi.masuk(P4, sandi)
    assert buktikan_diri(browser, sandi).location == KEAMANAN
    kota_terisi.svc.connection.execute(sa.text("UPDATE sesi SET diakhiri_pada = now()"))
    assert kirim(browser, f"{KEAMANAN}/aplikasi/mulai", KEAMANAN).location.startswith(f"{KEAMANAN}/yakin")
    assert buktikan_diri(browser, sandi).status_code == 403


def test_a_role_for_which_it_is_required_is_made_to_enrol_while_signing_in(kota_terisi: Kota, jam: time_machine.Coordinates) -> None:
    kota = kota_terisi
    admin, _ = kota.masuk("admin.contoh", kota.sandi_admin)
    assert kirim(admin, "/auth/keamanan-akun/kebijakan", "/auth/keamanan-akun", peran=["admin_instansi", "raja"]).status_code == 422
    assert kirim(admin, "/auth/keamanan-akun/kebijakan", "/auth/keamanan-akun", peran=["admin_instansi"]).status_code == 303
    assert kota.masuk(P4, kota.sandi(P4), lanjut="/skp/")[1].location == "/skp/"
    browser, jawaban = kota.masuk("admin.contoh", kota.sandi_admin, lanjut="/skp/")
    assert jawaban.location == f"{LANGKAH}?lanjut=/skp/"
    program = kota.svc.client(None).post("/auth/api/v1/token", json={"nip": "admin.contoh", "kata_sandi": kota.sandi_admin})
    assert (program.status_code, program.get_json()["code"]) == (403, "second_factor_enrolment_required")
    halaman = isi(browser, LANGKAH)
    aplikasi = Aplikasi.pindai(halaman)
    assert Aplikasi.pindai(isi(browser, LANGKAH)) == aplikasi
    assert browser.post(LANGKAH, data={"csrf_token": csrf(halaman), "kode": aplikasi.kode()}).status_code == 200
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None
    assert kirim(browser, f"{LANGKAH}/daftar", LANGKAH, kode=aplikasi.kode_salah()).status_code == 422
    terpasang = kirim(browser, f"{LANGKAH}/daftar", LANGKAH, kode=aplikasi.kode(-1), lanjut="/skp/")
    assert terpasang.location == f"{KEAMANAN}/kode-pemulihan?lanjut=/skp/"
    assert isi(browser, terpasang.location).count("<li><code>") == 10
    lepas = kirim(browser, f"{KEAMANAN}/aplikasi/lepas", KEAMANAN, kata_sandi=kota.sandi_admin, kode=aplikasi.kode())
    assert lepas.status_code == 409
    assert "mewajibkan" in lepas.get_data(as_text=True)


def test_enrolment_at_sign_in_is_no_way_round_a_factor_there_is(p4: Rina) -> None:
    kota, sandi, _, _ = p4
    browser, _ = kota.masuk(P4, sandi)
    jawaban = kirim(browser, f"{LANGKAH}/daftar", LANGKAH, kode="123456")
    assert jawaban.location.startswith("/auth/masuk?")
    assert browser.get_cookie("kinerja_sesi", path="/auth") is None


def test_the_security_page_is_small_and_takes_few_queries(p4: Rina) -> None:
    kota, sandi, aplikasi, _ = p4
    browser, _ = langkah_dua(kota, sandi, aplikasi.kode())
    for alamat in (KEAMANAN, "/auth/akun", f"{KEAMANAN}/yakin"):
        with kota.svc.queries() as q:
            jawaban = browser.get(alamat)
        assert jawaban.status_code == 200
        assert q.count <= 10, alamat
        assert len(jawaban.data) < 60 * 1024


def test_served_steps_and_challenges_are_cleaned_away(p4: Rina, jam: time_machine.Coordinates) -> None:
    kota, sandi, _, _ = p4
    kota.masuk(P4, sandi)
    jam.shift(timedelta(hours=2))
    with kota.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        use_cases_faktor.bersihkan(uow)
    for tabel in ("langkah_masuk", "tantangan"):
        assert kota.svc.connection.execute(sa.text(f"SELECT count(*) FROM {tabel}")).scalar_one() == 0


def test_a_person_without_factor_signs_in_as_ever(kota_terisi: Kota) -> None:
    _, jawaban = kota_terisi.masuk(P1, kota_terisi.sandi(P1), lanjut="/skp/")
    assert jawaban.location == "/skp/"
