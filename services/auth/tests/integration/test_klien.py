"""API clients: the register, their secrets, and the token endpoint by RFC 6749."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from joserfc import jwt
from joserfc.jwk import KeySet
from services.auth.tests.mothers import P4, Kota
from werkzeug.test import TestResponse

from auth.adapters.unit_of_work import UnitOfWork
from auth.app import MIGRATIONS
from auth.application import use_cases_klien as klien_
from auth.application.use_cases_akun import sekarang
from auth.application.use_cases_klien import Terdaftar, hari_ini
from auth.cli import cli
from auth.domain.pelanggan import Pelanggan
from shared.contracts.auth import Pencabutan
from shared.errors import Conflict, Invalid, NotAllowed, NotFound
from shared.persistence.migrations import upgrade
from shared.testing.service import create_database

TOKEN = "/auth/api/v1/klien/token"
ISIAN = {
    "nama": "SIMPEG Kota Contoh",
    "tujuan": "Memperbarui riwayat kinerja pada data kepegawaian",
    "dasar_hukum": "PermenPANRB 6/2022 Pasal 40",
    "kontak": "Bidang Data BKPSDM, data@contoh.go.id",
    "scope": ["pegawai.baca", "skp.baca"],
}


def _isian(**ganti: Any) -> dict[str, Any]:
    return {**ISIAN, "berlaku_sampai": str(hari_ini("Asia/Jakarta") + timedelta(days=300)), **ganti}


def _daftar(kota: Kota, **ganti: Any) -> Terdaftar:
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        return klien_.daftarkan(uow, kota.instansi_id, _isian(**ganti))


def _minta(kota: Kota, terdaftar: Terdaftar, rahasia: str | None = None, **isi: str) -> TestResponse:
    dasar = base64.b64encode(f"{terdaftar.klien.id}:{rahasia or terdaftar.rahasia}".encode()).decode()
    return kota.svc.app.test_client().post(
        TOKEN, data={"grant_type": "client_credentials", **isi}, headers={"Authorization": f"Basic {dasar}"}
    )


def _memakai(kota: Kota, token: str) -> Any:
    klien = kota.svc.app.test_client()
    klien.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return klien


def test_a_client_gets_a_token_of_five_minutes_that_names_the_system(kota: Kota) -> None:
    satu = _daftar(kota)
    jawaban = _minta(kota, satu)
    isi = jawaban.get_json()
    assert (jawaban.status_code, isi["token_type"], isi["expires_in"], isi["scope"]) == (200, "Bearer", 300, "pegawai.baca skp.baca")
    assert jawaban.headers["Cache-Control"] == "no-store"
    kunci = KeySet.import_key_set(kota.svc.client(None).get("/auth/.well-known/jwks.json").get_json())
    klaim = jwt.decode(isi["access_token"], kunci, algorithms=["ES256"]).claims
    assert (klaim["sub"], klaim["klien_id"], klaim["instansi"]) == (str(satu.klien.id), str(satu.klien.id), str(kota.instansi_id))
    assert (klaim["aud"], klaim["scope"], klaim["exp"] - klaim["iat"]) == ("kinerja", "pegawai.baca skp.baca", 300)
    assert not {"peran", "sid"} & set(klaim)


def test_the_secret_may_stand_in_the_form_too_and_a_narrower_scope_be_asked(kota: Kota) -> None:
    satu = _daftar(kota)
    isi = {"grant_type": "client_credentials", "client_id": str(satu.klien.id), "client_secret": satu.rahasia, "scope": "skp.baca"}
    jawaban = kota.svc.app.test_client().post(TOKEN, data=isi)
    assert (jawaban.status_code, jawaban.get_json()["scope"]) == (200, "skp.baca")


def test_a_token_opens_what_its_scope_says_and_nothing_else(kota_terisi: Kota) -> None:
    token = _minta(kota_terisi, _daftar(kota_terisi), scope="pegawai.baca").get_json()["access_token"]
    klien = _memakai(kota_terisi, token)
    orang = klien.get(f"/auth/api/v1/pegawai?cari={P4}").get_json()["data"]
    assert [o["nip"] for o in orang] == [P4]
    assert klien.get(f"/auth/api/v1/pegawai/{orang[0]['id']}").status_code == 200
    assert klien.get("/auth/api/v1/unor").status_code == 200
    saya = klien.get("/auth/api/v1/saya")
    assert (saya.status_code, saya.mimetype, saya.get_json()["code"]) == (403, "application/problem+json", "not_for_clients")
    assert klien.post("/auth/api/v1/akun/kata-sandi-awal", json={"nip": [P4]}).status_code == 403
    assert klien.post("/auth/api/v1/impor").status_code == 403
    assert klien.get("/auth/organisasi").status_code == 403
    tanpa = _memakai(kota_terisi, _minta(kota_terisi, _daftar(kota_terisi, nama="E-Office", scope=["skp.baca"])).get_json()["access_token"])
    ditolak = tanpa.get("/auth/api/v1/pegawai")
    assert (ditolak.status_code, ditolak.get_json()["code"]) == (403, "scope_missing")
    assert "pegawai.baca" in ditolak.get_json()["detail"]


def test_a_clients_token_in_a_browsers_cookie_is_nobodys(kota: Kota) -> None:
    browser = kota.svc.app.test_client()
    browser.set_cookie("kinerja_token", _minta(kota, _daftar(kota)).get_json()["access_token"])
    assert browser.get("/auth/api/v1/pegawai").status_code == 401
    assert browser.get("/auth/akun").status_code == 302


def test_a_client_of_another_instansi_sees_nothing(kota_terisi: Kota) -> None:
    lain = kota_terisi.svc.client(kota_terisi.svc.client_identity("pegawai.baca"))
    assert lain.get(f"/auth/api/v1/pegawai/{kota_terisi.id_dari(P4)}").status_code == 404
    assert lain.get("/auth/api/v1/unor").get_json()["data"] == []


@pytest.mark.parametrize(
    ("isi", "kepala", "status", "galat"),
    [
        ({"grant_type": "client_credentials", "client_id": "K", "client_secret": "salah"}, {}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": str(uuid4()), "client_secret": "S"}, {}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": "bukan uuid\x00", "client_secret": "S"}, {}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": "K"}, {}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, {"Authorization": "Basic ???"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, {"Authorization": "Basic " + "QQ==" * 2000}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_secret": "S"}, {"Authorization": "Basic QTpC"}, 400, "invalid_request"),
        ({"client_id": "K", "client_secret": "S"}, {}, 400, "invalid_request"),
        ({"grant_type": ["client_credentials"] * 2, "client_id": "K", "client_secret": "S"}, {}, 400, "invalid_request"),
        ({"grant_type": "password", "client_id": "K", "client_secret": "S"}, {}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "client_id": "K", "client_secret": "S", "scope": "penilaian.baca"}, {}, 400, "invalid_scope"),
        ({"grant_type": "client_credentials", "client_id": "K", "client_secret": "S", "scope": "skp.baca  "}, {}, 400, "invalid_scope"),
        ({"grant_type": "client_credentials", "client_id": "K", "client_secret": "S", "scope": ""}, {}, 400, "invalid_scope"),
        ({"grant_type": "client_credentials", "client_id": "K", "client_secret": "S", "scope": "a " * 5000}, {}, 400, "invalid_request"),
    ],
)
def test_bad_requests_get_the_answers_of_the_rfc(kota: Kota, isi: dict[str, Any], kepala: dict[str, str], status: int, galat: str) -> None:
    satu = _daftar(kota)
    ganti = {"K": str(satu.klien.id), "S": satu.rahasia}
    data = {k: ganti.get(v, v) if isinstance(v, str) else v for k, v in isi.items()}
    jawaban = kota.svc.app.test_client().post(TOKEN, data=data, headers=kepala)
    assert (jawaban.status_code, jawaban.get_json()["error"]) == (status, galat)
    assert jawaban.get_json()["error_description"]
    assert ("WWW-Authenticate" in jawaban.headers) == (status == 401)


@pytest.mark.parametrize(("isi", "jenis"), [("{}", "application/json"), ("grant_type=client_credentials", "text/plain")])
def test_a_body_that_is_no_form_is_refused(kota: Kota, isi: str, jenis: str) -> None:
    jawaban = kota.svc.app.test_client().post(TOKEN, data=isi, content_type=jenis)
    assert (jawaban.status_code, jawaban.get_json()["error"]) == (400, "invalid_request")


def test_a_secret_in_the_address_is_not_looked_at(kota: Kota) -> None:
    satu = _daftar(kota)
    jawaban = kota.svc.app.test_client().post(
        f"{TOKEN}?client_id={satu.klien.id}&client_secret={satu.rahasia}", data={"grant_type": "client_credentials"}
    )
    assert jawaban.status_code == 401


def test_guessing_is_held_up_and_a_good_secret_gives_the_attempt_back(kota: Kota, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(klien_, "PERCOBAAN_KLIEN", 3)
    satu, dua = _daftar(kota), _daftar(kota, nama="E-Office")
    assert [_minta(kota, satu).status_code for _ in range(8)] == [200] * 8
    assert [_minta(kota, satu, "salah").status_code for _ in range(5)] == [401, 401, 401, 429, 429]
    ditahan = _minta(kota, satu)
    assert (ditahan.status_code, ditahan.get_json()["error"]) == (429, "temporarily_unavailable")
    assert 0 < int(ditahan.headers["Retry-After"]) <= 900
    assert _minta(kota, dua).status_code == 200


def test_a_rotated_secret_overlaps_with_the_one_before_and_a_third_ends_the_oldest(kota: Kota) -> None:
    satu = _daftar(kota)
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        dua = klien_.putar_rahasia(uow, kota.instansi_id, satu.klien.id, timedelta(days=7))
    assert [_minta(kota, satu, r).status_code for r in (satu.rahasia, dua.rahasia)] == [200, 200]
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        tiga = klien_.putar_rahasia(uow, kota.instansi_id, satu.klien.id, timedelta(days=7))
    assert [_minta(kota, satu, r).status_code for r in (satu.rahasia, dua.rahasia, tiga.rahasia)] == [401, 200, 200]
    kota.svc.connection.execute(
        sa.text("UPDATE klien_rahasia SET berlaku_sampai = now() - interval '1 s' WHERE berlaku_sampai IS NOT NULL")
    )
    assert [_minta(kota, satu, r).status_code for r in (dua.rahasia, tiga.rahasia)] == [401, 200]
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        empat = klien_.putar_rahasia(uow, kota.instansi_id, satu.klien.id, timedelta(0))
    assert [_minta(kota, satu, r).status_code for r in (tiga.rahasia, empat.rahasia)] == [401, 200]


def test_secrets_are_stored_as_digests_only(kota: Kota) -> None:
    satu = _daftar(kota)
    for tabel in ("klien", "klien_rahasia"):
        isi = kota.svc.connection.execute(sa.text(f"SELECT CAST(t AS text) FROM {tabel} t")).scalars().all()
        assert isi and not any(satu.rahasia in baris or satu.rahasia.encode().hex() in baris for baris in isi)


def test_a_disabled_client_gets_no_token_until_it_has_a_new_secret(kota: Kota) -> None:
    satu = _daftar(kota)
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        klien_.nonaktifkan(uow, kota.instansi_id, satu.klien.id)
    assert _minta(kota, satu).status_code == 401
    with cast("UnitOfWork", kota.svc.open_unit()) as uow, pytest.raises(NotAllowed):
        klien_.putar_rahasia(uow, kota.instansi_id, satu.klien.id, timedelta(0))
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        dua = klien_.aktifkan(uow, kota.instansi_id, satu.klien.id)
    assert [_minta(kota, satu, r).status_code for r in (satu.rahasia, dua.rahasia)] == [401, 200]


def test_what_is_taken_from_a_client_is_taken_from_its_tokens_too(kota_terisi: Kota) -> None:
    satu = _daftar(kota_terisi)

    def status(klien: Any) -> int:
        return int(klien.get("/auth/api/v1/unor").status_code)

    def buka() -> UnitOfWork:
        return cast("UnitOfWork", kota_terisi.svc.open_unit())

    def pemegang(rahasia: str) -> Any:
        return _memakai(kota_terisi, _minta(kota_terisi, satu, rahasia).get_json()["access_token"])

    lama = pemegang(satu.rahasia)
    assert status(lama) == 200
    with buka() as uow:
        klien_.ubah(uow, kota_terisi.instansi_id, satu.klien.id, _isian(scope=["pegawai.baca", "skp.baca", "laporan.baca"]))
    assert status(lama) == 200, "more was given, nothing taken"
    with buka() as uow:
        klien_.ubah(uow, kota_terisi.instansi_id, satu.klien.id, _isian(scope=["pegawai.baca"]))
    assert status(lama) == 401
    kini = pemegang(satu.rahasia)
    with buka() as uow:
        dua = klien_.putar_rahasia(uow, kota_terisi.instansi_id, satu.klien.id, timedelta(days=7))
    assert status(kini) == 200
    with buka() as uow:
        tiga = klien_.putar_rahasia(uow, kota_terisi.instansi_id, satu.klien.id, timedelta(0))
    assert (status(kini), _minta(kota_terisi, satu, dua.rahasia).status_code) == (401, 401)
    akhir = pemegang(tiga.rahasia)
    assert status(akhir) == 200
    with buka() as uow:
        klien_.nonaktifkan(uow, kota_terisi.instansi_id, satu.klien.id)
    assert status(akhir) == 401
    dicabut = [(p.subjek, p.subjek_id) for p in kota_terisi.svc.published(Pencabutan)]
    assert dicabut[-3:] == [("klien", str(satu.klien.id))] * 3


def test_a_client_ends_by_itself_on_its_day(kota: Kota) -> None:
    satu = _daftar(kota)
    kota.svc.connection.execute(sa.text("UPDATE klien SET berlaku_sampai = :h"), {"h": hari_ini("Asia/Jakarta")})
    assert _minta(kota, satu).status_code == 200
    kota.svc.connection.execute(sa.text("UPDATE klien SET berlaku_sampai = :h"), {"h": hari_ini("Asia/Jakarta") - timedelta(days=1)})
    assert _minta(kota, satu).status_code == 401


@pytest.mark.parametrize(
    ("ganti", "bidang"),
    [
        ({"nama": "x"}, "nama"),
        ({"nama": "Sistem\u202e terbalik"}, "nama"),
        ({"tujuan": ""}, "tujuan"),
        ({"tujuan": "a" * 501}, "tujuan"),
        ({"dasar_hukum": "  "}, "dasar_hukum"),
        ({"kontak": ""}, "kontak"),
        ({"scope": []}, "scope"),
        ({"scope": ["semua"]}, "scope"),
        ({"scope": ["skp.baca", "x" * 10_000]}, "scope"),
        ({"berlaku_sampai": "kapan-kapan"}, "berlaku_sampai"),
        ({"berlaku_sampai": "2020-01-01"}, "berlaku_sampai"),
        ({"berlaku_sampai": "2999-01-01"}, "berlaku_sampai"),
    ],
)
def test_nobody_is_registered_without_purpose_basis_data_and_end(kota: Kota, ganti: dict[str, Any], bidang: str) -> None:
    with pytest.raises(Invalid) as penolakan:
        _daftar(kota, **ganti)
    assert set(penolakan.value.errors) == {bidang}
    assert all(len(kalimat) < 500 for daftar in penolakan.value.errors.values() for kalimat in daftar)


def test_a_name_is_used_once_and_another_instansis_client_is_not_found(kota: Kota) -> None:
    satu = _daftar(kota)
    with pytest.raises(Conflict):
        _daftar(kota, nama="simpeg  kota contoh")
    with cast("UnitOfWork", kota.svc.open_unit()) as uow, pytest.raises(NotFound):
        klien_.nonaktifkan(uow, uuid4(), satu.klien.id)
    with cast("UnitOfWork", kota.svc.open_unit()) as uow, pytest.raises(NotFound):
        klien_.putar_rahasia(uow, kota.instansi_id, UUID(int=1), timedelta(0))


def test_the_last_use_is_noted(kota: Kota) -> None:
    satu = _daftar(kota)
    assert satu.klien.terakhir_dipakai_pada is None
    _minta(kota, satu)
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        assert uow.get_klien(kota.instansi_id, satu.klien.id).terakhir_dipakai_pada


# ---- the pages


def test_the_admin_registers_a_system_and_sees_its_secret_once(kota: Kota) -> None:
    browser = kota.admin_browser
    assert "Belum ada sistem yang terhubung" in browser.get("/auth/klien").get_data(as_text=True)
    jawaban = browser.post_form("/auth/klien", _isian(), page="/auth/klien/baru")
    halaman = jawaban.get_data(as_text=True)
    assert jawaban.status_code == 200
    assert jawaban.headers["Cache-Control"] == "no-store"
    rahasia = halaman.split('client_secret</dt><dd><code class="k-patah">')[1].split("<")[0]
    nama = halaman.split('client_id</dt><dd><code class="k-patah">')[1].split("<")[0]
    isi = {"grant_type": "client_credentials", "client_id": nama, "client_secret": rahasia}
    assert kota.svc.app.test_client().post(TOKEN, data=isi).status_code == 200
    for alamat in ("/auth/klien", f"/auth/klien/{nama}", "/auth/penerima-data"):
        lain = browser.get(alamat).get_data(as_text=True)
        assert "SIMPEG Kota Contoh" in lain and rahasia not in lain


def test_a_wrong_entry_keeps_what_was_typed_and_registers_nobody(kota: Kota) -> None:
    jawaban = kota.admin_browser.post_form(
        "/auth/klien", _isian(tujuan="", scope=["laporan.baca"], berlaku_sampai="2999-01-01"), page="/auth/klien/baru"
    )
    halaman = jawaban.get_data(as_text=True)
    assert jawaban.status_code == 422
    assert "Tujuan berisi 10 sampai 500 huruf" in halaman and "paling lama dua tahun" in halaman
    assert 'value="SIMPEG Kota Contoh"' in halaman and 'value="laporan.baca" checked' in halaman
    assert kota.svc.connection.execute(sa.text("SELECT count(*) FROM klien")).scalar_one() == 0


def test_the_page_of_a_system_changes_rotates_stops_and_starts_it(kota: Kota) -> None:
    satu, browser = _daftar(kota), kota.admin_browser
    alamat = f"/auth/klien/{satu.klien.id}"
    assert browser.post_form(alamat, _isian(nama="SIMPEG Baru"), page=alamat).status_code == 303
    assert "SIMPEG Baru" in browser.get(alamat).get_data(as_text=True)
    assert "client_secret" in browser.post_form(f"{alamat}/putar", {"tumpang": "7"}, page=alamat).get_data(as_text=True)
    assert browser.get(alamat).get_data(as_text=True).count("<li>Dibuat ") == 2
    assert browser.post_form(f"{alamat}/nonaktifkan", {}, page=alamat).status_code == 303
    assert _minta(kota, satu).status_code == 401
    assert browser.post_form(f"{alamat}/putar", {"tumpang": "7"}, page=alamat).status_code == 409
    assert "client_secret" in browser.post_form(f"{alamat}/aktifkan", {}, page=alamat).get_data(as_text=True)
    assert browser.get(f"/auth/klien/{uuid4()}").status_code == 404


@pytest.mark.parametrize("peran", ["pengelola_kinerja", "ppk", "auditor", "admin_platform"])
def test_only_the_admin_of_the_instansi_registers_systems(kota: Kota, peran: str) -> None:
    browser = kota.svc.browser(kota.identitas(None, peran))
    for alamat in ("/auth/klien", "/auth/klien/baru"):
        assert browser.get(alamat).status_code == 403
    assert browser.post_form("/auth/klien", _isian(), page="/auth/penerima-data").status_code == 403


def test_everybody_sees_who_receives_what_and_why_and_nothing_of_another_instansi(kota_terisi: Kota) -> None:
    kosong = kota_terisi.svc.browser(kota_terisi.identitas(kota_terisi.id_dari(P4))).get("/auth/penerima-data").get_data(as_text=True)
    assert "Tidak ada sistem lain yang menerima data Anda" in kosong
    _daftar(kota_terisi)
    mati = _daftar(kota_terisi, nama="Aplikasi Lama", scope=["laporan.baca"])
    with cast("UnitOfWork", kota_terisi.svc.open_unit()) as uow:
        klien_.nonaktifkan(uow, kota_terisi.instansi_id, mati.klien.id)
        uow.add_pelanggan(
            Pelanggan(uuid4(), kota_terisi.instansi_id, "eoffice", ("skp.disetujui.v1",), "Arsip SKP", "PKS 12/2026", sekarang())
        )
    with kota_terisi.svc.queries() as hitung:
        halaman = kota_terisi.svc.browser(kota_terisi.identitas(kota_terisi.id_dari(P4))).get("/auth/penerima-data").get_data(as_text=True)
    assert hitung.count <= 10 and len(halaman) < 60_000
    for kata in (
        "SIMPEG Kota Contoh",
        ISIAN["tujuan"],
        ISIAN["dasar_hukum"],
        "Nama, NIP, jabatan",
        "Belum pernah",
        "eoffice",
        "PKS 12/2026",
    ):
        assert kata in halaman
    assert "Memberi tahu bahwa SKP pegawai disetujui penilainya" in halaman
    assert halaman.index("SIMPEG Kota Contoh") < halaman.index("Aplikasi Lama")
    assert "Tidak menerima lagi" in halaman
    lain = kota_terisi.svc.browser(kota_terisi.svc.identity(peran={"admin_instansi"}))
    assert lain.get("/auth/penerima-data").status_code == 404
    assert lain.get(f"/auth/klien/{mati.klien.id}").status_code == 404


def test_what_is_done_to_a_client_stands_in_the_audit_trail(kota: Kota) -> None:
    satu = _daftar(kota)
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        klien_.nonaktifkan(uow, kota.instansi_id, satu.klien.id)
    rows = kota.svc.connection.execute(sa.text("SELECT aksi, CAST(j AS text) AS isi FROM jejak j WHERE objek = 'klien' ORDER BY id")).all()
    assert [row.aksi for row in rows] == ["klien.daftarkan", "klien.nonaktifkan"]
    assert not any(satu.rahasia in row.isi for row in rows)


def test_a_read_by_a_system_is_in_the_persons_access_log(kota_terisi: Kota) -> None:
    token = _minta(kota_terisi, _daftar(kota_terisi)).get_json()["access_token"]
    rina = kota_terisi.id_dari(P4)
    _memakai(kota_terisi, token).get(f"/auth/api/v1/pegawai/{rina}")
    halaman = kota_terisi.svc.browser(kota_terisi.identitas(rina)).get("/auth/akun/akses").get_data(as_text=True)
    assert "SIMPEG Kota Contoh" in halaman and "Lewat aplikasi" in halaman


def test_the_command_line_registers_lists_rotates_and_stops(postgres: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    url = create_database(postgres, "auth_klien_cli")
    monkeypatch.setenv("AUTH_DATABASE_URL", url)
    monkeypatch.setenv("AMQP_URL", "amqp://guest:guest@127.0.0.1:1/")
    monkeypatch.setenv("KINERJA_SECRET_KEY", "a" * 40)
    upgrade(MIGRATIONS, url)

    def cli_(*perintah: str) -> Any:
        return CliRunner().invoke(cli, list(perintah))

    cli_("instansi", "tambah", "--kode", "7699", "--nama", "Kota Contoh", "--jenis", "kota")
    sampai = _isian()["berlaku_sampai"]
    pilihan = ("--instansi", "7699", "--nama", "SIMPEG", "--tujuan", "Riwayat kinerja pegawai", "--dasar-hukum", "PP 30/2019")
    tambah = cli_("klien", "tambah", *pilihan, "--kontak", "BKPSDM", "--scope", "skp.baca", "--berlaku-sampai", sampai, "--json")
    assert tambah.exit_code == 0, tambah.output
    isi = json.loads(tambah.output)
    assert isi["scope"] == "skp.baca" and isi["client_secret"].startswith("kinerja_")
    salah = cli_("klien", "tambah", *pilihan, "--kontak", "BKPSDM", "--scope", "semua", "--berlaku-sampai", sampai)
    assert salah.exit_code == 1 and "Data semua tidak dikenal" in salah.output
    daftar = cli_("klien", "daftar", "--instansi", "7699").output
    assert isi["client_id"] in daftar and isi["client_secret"] not in daftar and "belum dipakai" in daftar
    assert json.loads(cli_("klien", "putar-rahasia", "--instansi", "7699", "simpeg", "--json").output)["client_id"] == isi["client_id"]
    assert cli_("klien", "nonaktifkan", "--instansi", "7699", isi["client_id"]).exit_code == 0
    assert "nonaktif" in cli_("klien", "daftar", "--instansi", "7699").output
    assert cli_("klien", "aktifkan", "--instansi", "7699", "SIMPEG").exit_code == 0
    hilang = cli_("klien", "nonaktifkan", "--instansi", "7699", "tidak-ada")
    assert hilang.exit_code == 1 and "tidak ada" in hilang.output
