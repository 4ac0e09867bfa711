"""Taking tokens back: what is refused at once, and what is not."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from services.auth.tests.mothers import P1, P4, Kota, buku, csrf, lembar_contoh

from auth.application.use_cases_pencabutan import cabut_klien
from auth.domain.akun import Kedudukan
from shared.contracts.auth import Pencabutan
from shared.web.factory import TOKEN_COOKIE


def pemegang(kota: Kota, nip: str, sandi: str) -> FlaskClient:
    """An API client with a token of the account."""
    klien = kota.svc.app.test_client()
    token = klien.post("/auth/api/v1/token", json={"nip": nip, "kata_sandi": sandi}).get_json()["access_token"]
    klien.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return klien


def saya(klien: FlaskClient) -> tuple[int, str]:
    jawaban = klien.get("/auth/api/v1/saya")
    return jawaban.status_code, jawaban.get_json().get("code", "")


DITOLAK = (401, "token_revoked")
DITERIMA = (200, "")


def sebab(kota: Kota) -> list[tuple[str, str]]:
    return [(p.subjek, p.sebab) for p in kota.svc.published(Pencabutan)]


def test_a_copied_token_is_refused_once_its_browser_signed_out(kota: Kota) -> None:
    browser, _ = kota.masuk("admin.contoh", kota.sandi_admin)
    pencuri = kota.svc.app.test_client()
    kue = browser.get_cookie(TOKEN_COOKIE)
    assert kue is not None
    pencuri.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {kue.value}"
    assert saya(pencuri) == DITERIMA
    browser.post("/auth/keluar", data={"csrf_token": csrf(browser.get("/auth/akun").get_data(as_text=True))})
    assert saya(pencuri) == DITOLAK
    (satu,) = [p for p in kota.svc.published(Pencabutan) if p.subjek == "sesi"]
    assert (satu.instansi_id, satu.sebab) == (kota.instansi_id, "sesi_diakhiri")
    assert (satu.berakhir - satu.tidak_sebelum).total_seconds() >= 300


def test_who_signs_in_again_in_the_same_second_is_let_in_and_the_older_token_is_not(kota_terisi: Kota) -> None:
    for _ in range(5):
        sandi = kota_terisi.sandi(P4)
        lama = pemegang(kota_terisi, P4, sandi)
        baru_sandi = kota_terisi.sandi(P4)
        baru = pemegang(kota_terisi, P4, baru_sandi)
        assert (saya(lama), saya(baru)) == (DITOLAK, DITERIMA)


def test_ending_another_device_leaves_this_one(kota: Kota) -> None:
    satu, _ = kota.masuk("admin.contoh", kota.sandi_admin)
    dua, _ = kota.masuk("admin.contoh", kota.sandi_admin)
    satu.post("/auth/akun/sesi/akhiri-lain", data={"csrf_token": csrf(satu.get("/auth/akun").get_data(as_text=True))})
    assert satu.get("/auth/api/v1/saya").status_code == 200
    assert dua.get("/auth/api/v1/saya").status_code == 401


def test_an_import_refuses_the_tokens_of_who_is_disabled_moved_or_given_another_role_and_of_nobody_else(kota_terisi: Kota) -> None:
    orang = {nip: pemegang(kota_terisi, nip, kota_terisi.sandi(nip)) for nip in (P1, P4)}
    browser, _ = kota_terisi.masuk(P4, kota_terisi.sandi(P4))
    orang[P4] = pemegang(kota_terisi, P4, kota_terisi.sandi(P4))
    lembar = lembar_contoh()
    kepala = [str(k) for k in lembar["Pegawai"][0]]
    for baris in lembar["Pegawai"][1:]:
        if baris[kepala.index("NIP")] == P4:
            baris[kepala.index("Peran")] = "pengelola_kinerja"
    assert kota_terisi.impor(buku(lembar), terapkan=True).get_json()["diterapkan"]
    assert (saya(orang[P4]), saya(orang[P1])) == (DITOLAK, DITERIMA)
    assert ("pegawai", "peran_berubah") in sebab(kota_terisi)
    assert browser


def test_people_without_a_token_of_the_last_minutes_are_not_in_the_list(kota_terisi: Kota) -> None:
    kota_terisi.sandi(P4)
    assert sebab(kota_terisi) == []
    pemegang(kota_terisi, P4, kota_terisi.sandi(P4))
    kota_terisi.svc.connection.execute(sa.text("UPDATE akun SET token_pada = now() - interval '7 minutes'"))
    kota_terisi.sandi(P4)
    assert sebab(kota_terisi) == []


def test_a_client_is_refused_by_its_id(kota: Kota) -> None:
    identitas = kota.svc.identity(instansi_id=kota.instansi_id, pegawai_id=kota.admin_id)
    sistem = kota.svc.client_identity("pegawai.baca", instansi_id=kota.instansi_id)
    klien = kota.svc.client(sistem)
    assert klien.get("/auth/api/v1/pegawai").status_code == 200
    with kota.svc.open_unit() as uow:
        cabut_klien(uow, kota.instansi_id, sistem.klien_id, "klien_dinonaktifkan")  # type: ignore[arg-type]
    jawaban = klien.get("/auth/api/v1/pegawai")
    assert (jawaban.status_code, jawaban.get_json()["code"]) == DITOLAK
    assert saya(kota.svc.client(identitas)) == DITERIMA


@pytest.mark.parametrize(
    ("dulu", "kini", "harapan"),
    [
        (Kedudukan(True, frozenset(), (1,)), Kedudukan(True, frozenset(), (1,)), ""),
        (Kedudukan(True, frozenset(), (1,)), Kedudukan(False, frozenset(), (1,)), "akun_dinonaktifkan"),
        (Kedudukan(False, frozenset(), (1,)), Kedudukan(True, frozenset(), (1,)), ""),
        (Kedudukan(True, frozenset({"ppk"}), (1,)), Kedudukan(True, frozenset(), (1,)), "peran_berubah"),
        (Kedudukan(True, frozenset(), (1,)), Kedudukan(True, frozenset(), (2,)), "penempatan_berubah"),
        (Kedudukan(True, frozenset(), (1,)), Kedudukan(True, frozenset(), ()), "penempatan_berubah"),
    ],
)
def test_what_takes_tokens_back(dulu: Kedudukan, kini: Kedudukan, harapan: str) -> None:
    assert dulu.dicabut_oleh(kini) == harapan


def test_a_revocation_that_has_served_its_time_is_removed_with_the_next(kota_terisi: Kota) -> None:
    pemegang(kota_terisi, P4, kota_terisi.sandi(P4))
    kota_terisi.sandi(P4)
    kota_terisi.svc.connection.execute(sa.text("UPDATE pencabutan SET berakhir = now() - interval '1 second'"))
    pemegang(kota_terisi, P1, kota_terisi.sandi(P1))
    kota_terisi.sandi(P1)
    tersisa = kota_terisi.svc.connection.execute(sa.text("SELECT subjek_id FROM pencabutan")).scalars().all()
    assert tersisa == [str(kota_terisi.id_dari(P1))]
    assert UUID(tersisa[0])
