"""The first run of an empty installation, and the checklist that stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from services.auth.tests.mothers import CONTOH, P4, Kota, csrf

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_pemasangan
from auth.entrypoints import ui_pemasangan
from shared.errors import Conflict
from shared.testing.service import ServiceUnderTest

SANDI = "kuda-terbang-biru-tua"
ISI = {
    "instansi_kode": "7699", "instansi_nama": "Pemerintah Kota Contoh", "jenis": "kota", "zona_waktu": "Asia/Jakarta", "numerik": "ya",
    "admin_nama": "Wulan Sari", "admin_nip": "", "admin_akun": "admin.kota", "sandi": SANDI, "ulang": SANDI,
}  # fmt: skip


@pytest.fixture
def kosong(svc: ServiceUnderTest) -> Iterator[ServiceUnderTest]:
    """An installation without an instansi."""
    svc.app.extensions.pop(ui_pemasangan.EKSTENSI, None)
    yield svc
    svc.app.extensions.pop(ui_pemasangan.EKSTENSI, None)


def kode(svc: ServiceUnderTest) -> str:
    with svc.open_unit() as uow:
        return use_cases_pemasangan.buat_kode(cast("UnitOfWork", uow))


def kirim(browser: FlaskClient, **isi: str):
    token = csrf(browser.get("/auth/pemasangan").get_data(as_text=True))
    return browser.post("/auth/pemasangan", data={"csrf_token": token, **ISI, **isi})


def banyak(svc: ServiceUnderTest, tabel: str) -> int:
    return int(svc.connection.execute(sa.text(f"SELECT count(*) FROM {tabel}")).scalar_one())


def test_pages_of_an_empty_installation_lead_to_the_set_up(kosong: ServiceUnderTest) -> None:
    browser = kosong.app.test_client()
    assert browser.get("/auth/masuk").location == "/auth/pemasangan"
    assert browser.get("/auth/lupa").location == "/auth/pemasangan"
    assert "Kode pemasangan" in browser.get("/auth/pemasangan").get_data(as_text=True)
    assert browser.get("/auth/healthz").status_code == 200


def test_with_the_code_instansi_and_admin_are_made_and_the_address_is_gone(kosong: ServiceUnderTest) -> None:
    kode_ = kode(kosong)
    browser = kosong.app.test_client()
    selesai = kirim(browser, kode=f" {kode_.upper()} ")
    assert (selesai.status_code, banyak(kosong, "instansi"), banyak(kosong, "pegawai")) == (303, 1, 1)
    assert browser.get("/auth/pemasangan").status_code == 404
    assert browser.get("/auth/masuk?sebab=habis").status_code == 200
    token = kosong.app.test_client().post("/auth/api/v1/token", json={"nip": "admin.kota", "kata_sandi": SANDI})
    assert token.status_code == 200
    klien = kosong.app.test_client()
    klien.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token.get_json()['access_token']}"
    assert klien.get("/auth/api/v1/saya").get_json()["peran"] == ["admin_instansi"]
    assert banyak(kosong, "kode_pemasangan") == 0


def test_without_the_right_code_nothing_changes(kosong: ServiceUnderTest) -> None:
    kode(kosong)
    for salah in ("", "xxxx-xxxx-xxxx-xxxx", "a" * 500):
        jawaban = kirim(kosong.app.test_client(), kode=salah)
        assert jawaban.status_code == 422
        assert "tidak cocok atau sudah kedaluwarsa" in jawaban.get_data(as_text=True)
    assert (banyak(kosong, "instansi"), banyak(kosong, "kode_pemasangan")) == (0, 1)


def test_an_expired_or_replaced_code_is_none(kosong: ServiceUnderTest) -> None:
    lama, baru = kode(kosong), kode(kosong)
    assert kirim(kosong.app.test_client(), kode=lama).status_code == 422
    kosong.connection.execute(sa.text("UPDATE kode_pemasangan SET berakhir_pada = now() - interval '1 minute'"))
    assert kirim(kosong.app.test_client(), kode=baru).status_code == 422
    assert banyak(kosong, "instansi") == 0


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"sandi": "pendek", "ulang": "pendek"}, "paling sedikit 12"),
        ({"ulang": "lain-sama-sekali"}, "Ketik ulang"),
        ({"admin_nip": "19720415199713901"}, "17 angka"),
        ({"instansi_kode": "kota contoh"}, "hanya huruf dan angka"),
        ({"instansi_nama": "  "}, "Isi nama instansi"),
        ({"admin_nama": ""}, "Isi nama admin"),
        ({"jenis": "kerajaan"}, "Pilih jenis"),
        ({"zona_waktu": "Europe/Paris"}, "Pilih zona"),
    ],
)
def test_a_fault_is_said_at_its_field_and_does_not_use_up_the_code(kosong: ServiceUnderTest, isi: dict[str, str], kata: str) -> None:
    kode_ = kode(kosong)
    jawaban = kirim(kosong.app.test_client(), kode=kode_, **isi)
    halaman = jawaban.get_data(as_text=True)
    assert (jawaban.status_code, kata in halaman) == (422, True)
    assert SANDI not in halaman
    assert kode_ in halaman, "what was right need not be typed again"
    assert (banyak(kosong, "instansi"), banyak(kosong, "kode_pemasangan")) == (0, 1)


def test_guessing_is_held_up_after_five_attempts(kosong: ServiceUnderTest) -> None:
    kode_ = kode(kosong)
    browser = kosong.app.test_client()
    assert [kirim(browser, kode="salah").status_code for _ in range(5)] == [422] * 5
    tertahan = kirim(browser, kode=kode_)
    assert (tertahan.status_code, int(tertahan.headers["Retry-After"]) > 0, banyak(kosong, "instansi")) == (429, True, 0)


def test_who_mends_the_form_with_the_right_code_is_not_held_up(kosong: ServiceUnderTest) -> None:
    kode_ = kode(kosong)
    browser = kosong.app.test_client()
    assert [kirim(browser, kode=kode_, instansi_nama=" ").status_code for _ in range(7)] == [422] * 7
    assert kirim(browser, kode=kode_).status_code == 303


def test_a_form_of_another_site_installs_nothing(kosong: ServiceUnderTest) -> None:
    assert kosong.app.test_client().post("/auth/pemasangan", data={**ISI, "kode": kode(kosong)}).status_code == 400
    assert banyak(kosong, "instansi") == 0


def test_where_there_is_an_instansi_there_is_no_set_up(kota: Kota) -> None:
    kota.svc.app.extensions.pop(ui_pemasangan.EKSTENSI, None)
    assert kota.svc.app.test_client().get("/auth/pemasangan").status_code == 404
    assert kota.svc.app.test_client().post("/auth/pemasangan", data=ISI).status_code == 404
    with kota.svc.open_unit() as uow, pytest.raises(Conflict):
        use_cases_pemasangan.buat_kode(cast("UnitOfWork", uow))


def test_the_checklist_says_what_is_missing_and_what_is_done(kota: Kota) -> None:
    with kota.svc.queries() as q:
        halaman = kota.admin_browser.get("/auth/persiapan").get_data(as_text=True)
    assert q.count <= 10
    assert "Mulai dengan mengimpor pegawai" in halaman
    assert halaman.count("Menunggu impor") == 5
    assert "Setiap unit punya kepala" not in halaman
    kota.impor(CONTOH.read_bytes(), terapkan=True)
    terisi = kota.admin_browser.get("/auth/persiapan").get_data(as_text=True)
    assert "6 unit, 10 pegawai" in terisi
    assert "1 unit tanpa kepala" in terisi
    assert "/auth/hierarki?jenis=unit_tanpa_kepala" in terisi
    assert "Belum ada pegawai yang dapat masuk" in terisi
    kota.sandi(P4)
    assert "Organisasi siap" in kota.admin_browser.get("/auth/persiapan").get_data(as_text=True)
    assert "10 pegawai tanpa kata sandi" in terisi
    assert "/skp/periode" in terisi
    assert kota.svc.browser(kota.identitas(None, "pengelola_kinerja")).get("/auth/persiapan").status_code == 403
