"""Lost passwords and lost factors: by a link sent by e-mail, or by two admins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from services.auth.tests.integration.test_faktor import KEAMANAN, LANGKAH, buktikan_diri, isi, jam, kirim, pasang
from services.auth.tests.mothers import P1, P4, Kota, csrf
from services.auth.tests.server_surel import KotakMasuk, server_surel
from werkzeug.test import TestResponse

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_organisasi, use_cases_surel
from auth.entrypoints.langkah import EKSTENSI_FAKTOR, Perkakas

__all__ = ["jam"]
BARU = "kuda hijau makan paku"


@pytest.fixture
def kotak(kota_terisi: Kota) -> Iterator[KotakMasuk]:
    """A mail server, which the agency uses."""
    milik = kota_terisi.svc.app.extensions
    semula: Perkakas = milik[EKSTENSI_FAKTOR]
    with server_surel() as kotak:
        milik[EKSTENSI_FAKTOR] = replace(semula, surel=True)
        yield kotak
        milik[EKSTENSI_FAKTOR] = semula


def kerjakan(kota: Kota, kotak: KotakMasuk) -> None:
    """One round of the worker."""
    penyandi = kota.svc.app.extensions[EKSTENSI_FAKTOR].penyandi
    with kota.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        use_cases_surel.kerjakan_permintaan(uow, penyandi, "http://127.0.0.1:8080")
    with kota.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        use_cases_surel.kirim_surat(uow, penyandi, kotak.server)


def minta(kota: Kota, nip: str, *, alamat: str = "127.0.0.1") -> TestResponse:
    browser = kota.svc.app.test_client()
    data = {"csrf_token": csrf(isi(browser, "/auth/lupa")), "nip": nip}
    return browser.post("/auth/lupa", data=data, environ_base={"REMOTE_ADDR": alamat})


def pasang_surel(kota: Kota, kotak: KotakMasuk, sandi: str, alamat: str = "rina@contoh.go.id") -> FlaskClient:
    browser, _ = kota.masuk(P4, sandi)
    assert buktikan_diri(browser, sandi).location == KEAMANAN
    assert kirim(browser, f"{KEAMANAN}/surel", KEAMANAN, surel=alamat).status_code == 303
    kerjakan(kota, kotak)
    tautan = kotak.tautan()
    assert alamat in isi(browser, tautan)
    assert kirim(browser, tautan, tautan).location == KEAMANAN
    return browser


def setel(kota: Kota, tautan: str, baru: str = BARU, ulang: str = BARU) -> TestResponse:
    browser = kota.svc.app.test_client()
    data = {"csrf_token": csrf(isi(browser, tautan)), "kata_sandi_baru": baru, "ulang": ulang}
    return browser.post(tautan, data=data)


# E-mail


def test_a_forgotten_password_comes_back_by_a_link_that_works_once(kota_terisi: Kota, kotak: KotakMasuk) -> None:
    kota = kota_terisi
    sandi = kota.sandi(P4)
    lama = pasang_surel(kota, kotak, sandi)
    assert "Dikukuhkan" in isi(lama, KEAMANAN)
    assert minta(kota, P4).status_code == 200
    kerjakan(kota, kotak)
    assert kotak.surat[-1]["To"] == "rina@contoh.go.id"
    tautan = kotak.tautan()
    assert setel(kota, tautan, "pendek", "pendek").status_code == 422
    assert setel(kota, tautan, BARU, "lain sekali ini").status_code == 422
    assert setel(kota, tautan, "lestari makan paku biru", "lestari makan paku biru").status_code == 422
    assert setel(kota, tautan).location == "/auth/masuk?sebab=diatur_ulang"
    assert lama.post("/auth/perbarui").status_code == 401
    assert setel(kota, tautan, BARU + " lagi", BARU + " lagi").status_code == 404
    assert "sudah dipakai atau kedaluwarsa" in isi(kota.svc.app.test_client(), tautan)
    assert kota.svc.client(None).post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi}).status_code == 401
    assert kota.masuk(P4, BARU, lanjut="/skp/")[1].status_code == 303
    kerjakan(kota, kotak)
    assert kotak.surat[-1]["Subject"] == "Kata sandi Kinerja Anda diganti"


def test_the_answer_is_the_same_whoever_asks_and_the_work_too(kota_terisi: Kota, kotak: KotakMasuk) -> None:
    kota = kota_terisi
    pasang_surel(kota, kotak, kota.sandi(P4))
    jawaban, pernyataan = [], []
    for nip in (P4, P1, "197204151997031902", "tidak.ada"):
        with kota.svc.queries() as q:
            halaman = minta(kota, nip).get_data(as_text=True)
        jawaban.append(halaman.replace(csrf(halaman), ""))
        pernyataan.append([s for s in q.statements if "SAVEPOINT" not in s])
    assert len(set(jawaban)) == 1
    assert all(p == pernyataan[0] for p in pernyataan)
    assert pernyataan[0]
    sebelum = len(kotak.surat)
    kerjakan(kota, kotak)
    assert [s["To"] for s in kotak.surat[sebelum:]] == ["rina@contoh.go.id"]
    assert kota.svc.connection.execute(sa.text("SELECT count(*) FROM lupa_sandi")).scalar_one() == 0


def test_asking_is_limited_by_account_and_by_address(kota_terisi: Kota, kotak: KotakMasuk) -> None:
    kota = kota_terisi
    for nip in (P4, "tidak.ada"):
        status = [minta(kota, nip, alamat=f"10.0.0.{i}").status_code for i in range(4)]
        assert status == [200, 200, 200, 429]
    status = [minta(kota, f"akun-{i}", alamat="10.9.9.9").status_code for i in range(31)]
    assert status == [200] * 30 + [429]
    assert minta(kota, "1972").status_code == 422


def test_forged_late_and_superseded_links_set_nothing(kota_terisi: Kota, kotak: KotakMasuk) -> None:
    kota = kota_terisi
    pasang_surel(kota, kotak, kota.sandi(P4))
    minta(kota, P4)
    kerjakan(kota, kotak)
    pertama = kotak.tautan()
    minta(kota, P4)
    kerjakan(kota, kotak)
    kedua = kotak.tautan()
    assert setel(kota, pertama).status_code == 404
    assert setel(kota, "/auth/atur-ulang/" + "A" * 43).status_code == 404
    assert setel(kota, kedua[:-1] + ("a" if kedua[-1] != "a" else "b")).status_code == 404
    sidik = kota.svc.connection.execute(sa.text("SELECT sidik FROM tautan_surel WHERE jenis = 'atur_ulang'")).scalar_one()
    assert kedua.rpartition("/")[2].encode() not in bytes(sidik)
    kota.svc.connection.execute(sa.text("UPDATE tautan_surel SET kedaluwarsa_pada = kedaluwarsa_pada - interval '31 min'"))
    assert setel(kota, kedua).status_code == 404


def test_a_link_of_an_address_that_is_not_ones_own_any_more_is_void(kota_terisi: Kota, kotak: KotakMasuk) -> None:
    kota = kota_terisi
    browser = pasang_surel(kota, kotak, kota.sandi(P4))
    minta(kota, P4)
    kerjakan(kota, kotak)
    tautan = kotak.tautan()
    assert kirim(browser, f"{KEAMANAN}/surel/hapus", KEAMANAN).status_code == 303
    assert setel(kota, tautan).status_code == 404


def test_a_reset_leaves_the_second_factor_in_place(kota_terisi: Kota, kotak: KotakMasuk, jam: Any) -> None:
    kota = kota_terisi
    browser = pasang_surel(kota, kotak, kota.sandi(P4))
    aplikasi, _ = pasang_yakin(browser)
    minta(kota, P4)
    kerjakan(kota, kotak)
    (nomor,) = [i for i, s in enumerate(kotak.surat) if s["Subject"] == "Atur ulang kata sandi Kinerja"]
    assert setel(kota, kotak.tautan(nomor)).status_code == 303
    masuk, jawaban = kota.masuk(P4, BARU, lanjut="/skp/")
    assert jawaban.location == f"{LANGKAH}?lanjut=/skp/"
    assert kirim(masuk, LANGKAH, LANGKAH, kode=aplikasi.kode(), lanjut="/skp/").location == "/skp/"


def pasang_yakin(browser: FlaskClient) -> Any:
    """Set the app up in a browser whose owner has proved himself already."""
    from services.auth.tests.perangkat import Aplikasi

    kirim(browser, f"{KEAMANAN}/aplikasi/mulai", KEAMANAN)
    aplikasi = Aplikasi.pindai(isi(browser, f"{KEAMANAN}/aplikasi"))
    jawaban = kirim(browser, f"{KEAMANAN}/aplikasi", f"{KEAMANAN}/aplikasi", kode=aplikasi.kode(-1))
    assert jawaban.status_code == 303
    return aplikasi, isi(browser, jawaban.location)


def test_an_address_counts_only_when_its_owner_confirmed_it_signed_in(kota_terisi: Kota, kotak: KotakMasuk) -> None:
    kota = kota_terisi
    sandi = kota.sandi(P4)
    browser, _ = kota.masuk(P4, sandi)
    assert kirim(browser, f"{KEAMANAN}/surel", KEAMANAN, surel="rina@contoh.go.id").location.startswith(f"{KEAMANAN}/yakin")
    assert buktikan_diri(browser, sandi).location == KEAMANAN
    for buruk in ("", "rina", "rina@contoh", "a@b.id\r\nBcc: x@y.id", "a b@contoh.go.id", '"a"@contoh.go.id', "x@-a.id", "é@contoh.go.id"):
        assert kirim(browser, f"{KEAMANAN}/surel", KEAMANAN, surel=buruk).status_code == 422, buruk
    assert kirim(browser, f"{KEAMANAN}/surel", KEAMANAN, surel="rina@contoh.go.id").status_code == 303
    minta(kota, P4)
    kerjakan(kota, kotak)
    assert [s["Subject"] for s in kotak.surat] == ["Kukuhkan alamat surel Anda"]
    tautan = kotak.tautan()
    assert kota.svc.app.test_client().get(tautan).status_code == 302
    lain, _ = kota.masuk(P1, kota.sandi(P1))
    assert lain.get(tautan).status_code == 404
    assert kirim(lain, tautan, KEAMANAN).status_code == 404
    assert kirim(browser, tautan, tautan).status_code == 303
    assert browser.get(tautan).status_code == 404
    kirim(browser, f"{KEAMANAN}/surel", KEAMANAN, surel="rina.baru@contoh.go.id")
    kerjakan(kota, kotak)
    tautan = kotak.tautan()
    kirim(browser, tautan, tautan)
    kerjakan(kota, kotak)
    assert (kotak.surat[-1]["To"], kotak.surat[-1]["Subject"]) == ("rina@contoh.go.id", "Alamat surel akun Kinerja Anda diganti")


def test_without_a_mail_server_the_way_is_not_offered(kota_terisi: Kota) -> None:
    browser = kota_terisi.svc.app.test_client()
    halaman = isi(browser, "/auth/lupa")
    assert "Kirim tautan" not in halaman and "Hubungi admin kepegawaian" in halaman
    assert browser.post("/auth/lupa", data={"csrf_token": csrf(halaman), "nip": P4}).status_code == 404
    pemilik, _ = kota_terisi.masuk(P4, kota_terisi.sandi(P4))
    assert "belum memasang server surel" in isi(pemilik, KEAMANAN)


def test_letters_wait_encrypted_are_tried_again_and_leave_nothing_behind(kota_terisi: Kota, kotak: KotakMasuk) -> None:
    kota = kota_terisi
    pasang_surel(kota, kotak, kota.sandi(P4))
    kota.svc.connection.execute(sa.text("DELETE FROM surel_keluar"))
    sehat = kotak.server
    kotak.server = replace(sehat, port=1)
    minta(kota, P4)
    kerjakan(kota, kotak)
    baris = kota.svc.connection.execute(sa.text("SELECT * FROM surel_keluar")).one()
    assert (baris.percobaan, baris.terkirim_pada) == (1, None)
    assert baris.coba_lagi_pada > baris.dibuat_pada
    assert "ConnectionRefusedError" in baris.sebab
    assert b"contoh.go.id" not in bytes(baris.surat_tersandi)
    kotak.server = sehat
    kerjakan(kota, kotak)
    sudah = len(kotak.surat)
    kota.svc.connection.execute(sa.text("UPDATE surel_keluar SET coba_lagi_pada = now() - interval '1 s'"))
    kerjakan(kota, kotak)
    assert len(kotak.surat) == sudah + 1
    baris = kota.svc.connection.execute(sa.text("SELECT * FROM surel_keluar")).one()
    assert (bytes(baris.surat_tersandi), baris.coba_lagi_pada, baris.sebab) == (b"", None, "")
    assert baris.terkirim_pada is not None
    kerjakan(kota, kotak)
    assert len(kotak.surat) == sudah + 1


@pytest.mark.parametrize(("jawaban", "lagi"), [("550 tidak ada", False), ("451 nanti", True)])
def test_an_address_refused_for_good_is_given_up_one_refused_for_now_is_not(
    kota_terisi: Kota, kotak: KotakMasuk, jawaban: str, lagi: bool
) -> None:
    pasang_surel(kota_terisi, kotak, kota_terisi.sandi(P4))
    kota_terisi.svc.connection.execute(sa.text("DELETE FROM surel_keluar"))
    kotak.tolak = jawaban
    minta(kota_terisi, P4)
    kerjakan(kota_terisi, kotak)
    baris = kota_terisi.svc.connection.execute(sa.text("SELECT * FROM surel_keluar")).one()
    assert (baris.coba_lagi_pada is not None) is lagi
    assert jawaban[:3] in baris.sebab


def test_a_letter_whose_link_is_over_is_not_sent(kota_terisi: Kota, kotak: KotakMasuk) -> None:
    pasang_surel(kota_terisi, kotak, kota_terisi.sandi(P4))
    sudah = len(kotak.surat)
    minta(kota_terisi, P4)
    penyandi = kota_terisi.svc.app.extensions[EKSTENSI_FAKTOR].penyandi
    with kota_terisi.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        use_cases_surel.kerjakan_permintaan(uow, penyandi, "http://127.0.0.1:8080")
    kota_terisi.svc.connection.execute(sa.text("UPDATE surel_keluar SET kedaluwarsa_pada = now() - interval '1 s'"))
    kerjakan(kota_terisi, kotak)
    assert len(kotak.surat) == sudah


# Two admins


@pytest.fixture
def dua_admin(kota_terisi: Kota) -> tuple[Kota, FlaskClient, FlaskClient]:
    """The agency, its admin's browser, and that of a second admin."""
    return kota_terisi, _admin(kota_terisi, ""), _admin(kota_terisi, "kedua")


def _admin(kota: Kota, nama: str) -> FlaskClient:
    akun, sandi = "admin.contoh", kota.sandi_admin
    if nama:
        with kota.svc.open_unit() as uow:
            assert isinstance(uow, UnitOfWork)
            use_cases_organisasi.tambah_admin(uow, uow.get_instansi(kota.instansi_id), nama=f"Admin {nama}", akun=f"admin.{nama}")
        akun = f"admin.{nama}"
        sandi = kota.sandi(akun)
    browser, _ = kota.masuk(akun, sandi)
    return browser


HALAMAN = "/auth/keamanan-akun"


def ajukan(
    browser: FlaskClient, nip: str = P4, jenis: str = "kata_sandi", alasan: str = "Datang sendiri dengan kartu pegawai"
) -> TestResponse:
    return kirim(browser, f"{HALAMAN}/permintaan", HALAMAN, nama_akun=nip, jenis=jenis, alasan=alasan)


def terbaru(kota: Kota) -> UUID:
    return UUID(
        str(kota.svc.connection.execute(sa.text("SELECT id FROM permintaan_atur_ulang ORDER BY diminta_pada DESC LIMIT 1")).scalar_one())
    )


def lakukan(browser: FlaskClient, kota: Kota, aksi: str, permintaan: UUID | None = None) -> TestResponse:
    return kirim(browser, f"{HALAMAN}/permintaan/{permintaan or terbaru(kota)}/{aksi}", HALAMAN)


def test_a_password_is_given_back_with_two_admins_and_shown_once(dua_admin: tuple[Kota, FlaskClient, FlaskClient]) -> None:
    kota, satu, dua = dua_admin
    sandi = kota.sandi(P4)
    pemilik, _ = kota.masuk(P4, sandi)
    assert ajukan(satu).status_code == 303
    assert ajukan(satu).status_code == 409
    assert lakukan(satu, kota, "setujui").status_code == 403
    assert lakukan(satu, kota, "tampilkan").status_code == 409
    assert "Datang sendiri" in isi(dua, HALAMAN)
    assert lakukan(dua, kota, "setujui").status_code == 303
    assert lakukan(dua, kota, "tampilkan").status_code == 403
    assert pemilik.post("/auth/perbarui").status_code == 204
    halaman = lakukan(satu, kota, "tampilkan").get_data(as_text=True)
    baru = halaman.split('class="auth-sandi"><code>')[1].split("<")[0]
    assert pemilik.post("/auth/perbarui").status_code == 401
    assert lakukan(satu, kota, "tampilkan").status_code == 409
    assert baru not in isi(satu, HALAMAN)
    assert kota.svc.client(None).post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": sandi}).status_code == 401
    assert kota.masuk(P4, baru)[1].location.startswith("/auth/kata-sandi-awal?")
    tercatat = kota.svc.connection.execute(sa.text("SELECT aksi FROM jejak WHERE aksi LIKE 'atur_ulang.%' ORDER BY id")).scalars().all()
    assert tercatat == ["atur_ulang.ajukan", "atur_ulang.setujui", "atur_ulang.tampilkan"]


def test_lost_factors_are_taken_off_with_the_consent_of_a_second_admin(dua_admin: tuple[Kota, FlaskClient, FlaskClient], jam: Any) -> None:
    kota, satu, dua = dua_admin
    assert ajukan(satu, jenis="faktor").status_code == 422
    sandi = kota.sandi(P4)
    pemilik, _ = kota.masuk(P4, sandi)
    pasang(pemilik, sandi)
    assert ajukan(satu, jenis="faktor").status_code == 303
    terbuka, _ = kota.masuk(P4, sandi)
    assert lakukan(dua, kota, "setujui").status_code == 303
    assert terbuka.get(LANGKAH).location.startswith("/auth/masuk?")
    assert pemilik.post("/auth/perbarui").status_code == 401
    assert kota.masuk(P4, sandi, lanjut="/skp/")[1].location == "/skp/"
    for tabel in ("faktor_totp", "kode_pemulihan"):
        assert kota.svc.connection.execute(sa.text(f"SELECT count(*) FROM {tabel}")).scalar_one() == 0


def test_nobody_resets_himself_nor_consents_to_his_own_case(dua_admin: tuple[Kota, FlaskClient, FlaskClient]) -> None:
    kota, satu, dua = dua_admin
    assert ajukan(satu, nip="admin.contoh").status_code == 403
    assert ajukan(satu, nip="admin.kedua").status_code == 303
    assert lakukan(dua, kota, "setujui").status_code == 403
    ketiga = _admin(kota, "ketiga")
    assert lakukan(ketiga, kota, "setujui").status_code == 303


def test_requests_can_be_refused_withdrawn_and_end_after_a_day(dua_admin: tuple[Kota, FlaskClient, FlaskClient]) -> None:
    kota, satu, dua = dua_admin
    ajukan(satu)
    assert lakukan(dua, kota, "tolak").status_code == 303
    assert lakukan(dua, kota, "setujui").status_code == 409
    ajukan(satu)
    assert lakukan(dua, kota, "batalkan").status_code == 403
    assert lakukan(satu, kota, "batalkan").status_code == 303
    ajukan(satu)
    assert lakukan(dua, kota, "setujui").status_code == 303
    kota.svc.connection.execute(sa.text("UPDATE permintaan_atur_ulang SET kedaluwarsa_pada = kedaluwarsa_pada - interval '25 hours'"))
    assert lakukan(satu, kota, "tampilkan").status_code == 409
    assert "Kedaluwarsa" in isi(satu, HALAMAN)
    assert ajukan(satu).status_code == 303


@pytest.mark.parametrize(
    ("nip", "jenis", "alasan"),
    [
        ("1972", "kata_sandi", "alasan yang cukup"),
        ("tidak.ada", "kata_sandi", "alasan yang cukup"),
        (P4, "semua", "alasan yang cukup"),
        (P4, "kata_sandi", "apa"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_with_its_reason(
    dua_admin: tuple[Kota, FlaskClient, FlaskClient], nip: str, jenis: str, alasan: str
) -> None:
    _, satu, _ = dua_admin
    jawaban = ajukan(satu, nip, jenis, alasan)
    assert jawaban.status_code == 422
    assert "perlu diperbaiki" in jawaban.get_data(as_text=True)


def test_another_agencys_admin_sees_and_decides_nothing(dua_admin: tuple[Kota, FlaskClient, FlaskClient]) -> None:
    kota, satu, _ = dua_admin
    ajukan(satu)
    with kota.svc.database.transaction(str(UUID(int=7))) as connection:
        for tabel in (
            "permintaan_atur_ulang",
            "surel",
            "surel_keluar",
            "tautan_surel",
            "passkey",
            "faktor_totp",
            "kode_pemulihan",
            "langkah_masuk",
        ):
            assert connection.execute(sa.text(f"SELECT count(*) FROM {tabel}")).scalar_one() == 0
    for peran in ("pengelola_kinerja", "ppk", "auditor", "admin_platform"):
        browser = kota.svc.browser(kota.identitas(None, peran))
        assert browser.get(HALAMAN).status_code == 403
        assert browser.post_form(f"{HALAMAN}/permintaan/{terbaru(kota)}/setujui", {}, page=KEAMANAN).status_code in (403, 400)


def test_an_agency_with_one_admin_is_told_of_the_command_line_which_does_it(kota_terisi: Kota, jam: Any) -> None:
    browser, _ = kota_terisi.masuk("admin.contoh", kota_terisi.sandi_admin)
    halaman = isi(browser, HALAMAN)
    assert "hanya punya satu admin" in halaman
    assert "python -m auth.cli faktor lepas --instansi 7699" in halaman


def test_a_password_of_ones_own_is_not_replaced_by_one_admin_alone(kota_terisi: Kota) -> None:
    assert kota_terisi.sandi_awal(P4) != kota_terisi.sandi_awal(P4)
    browser, _ = kota_terisi.masuk(P4, kota_terisi.sandi(P4))
    jawaban = kota_terisi.admin.post("/auth/api/v1/akun/kata-sandi-awal", json={"nip": [P4]})
    assert (jawaban.status_code, jawaban.get_json()["code"]) == (422, "password_owned")
    assert browser.post("/auth/perbarui").status_code == 204


def test_the_admins_page_is_small_with_many_requests(dua_admin: tuple[Kota, FlaskClient, FlaskClient]) -> None:
    kota, satu, _ = dua_admin
    for _ in range(60):
        ajukan(satu, alasan="Datang sendiri dengan kartu pegawai, dikenali oleh kepala subbagian. " * 5)
        kota.svc.connection.execute(sa.text("UPDATE permintaan_atur_ulang SET kedaluwarsa_pada = now() - interval '1 s'"))
    with kota.svc.queries() as q:
        jawaban = satu.get(HALAMAN)
    assert q.count <= 10
    assert len(jawaban.data) < 60 * 1024
