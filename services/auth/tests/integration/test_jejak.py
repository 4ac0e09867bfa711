"""What auth writes into the audit trail, and what it never writes."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from services.auth.tests.mothers import CONTOH, P1, P4, Kota

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_akun, use_cases_gagal


def jejak(kota: Kota, aksi: str = "") -> list[sa.Row[Any]]:
    rows = kota.svc.connection.execute(sa.text("SELECT * FROM jejak ORDER BY id")).all()
    return [row for row in rows if not aksi or row.aksi == aksi]


def rangkum(kota: Kota) -> None:
    """As the worker does when the minute is over."""
    kota.svc.connection.execute(sa.text("UPDATE gagal_masuk SET menit = menit - interval '2 minutes'"))
    with kota.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        use_cases_gagal.rangkum_gagal(uow)


def test_a_sign_in_is_its_owners_deed_with_address_and_session(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    orang = kota_terisi.id_dari(P4)
    kota_terisi.masuk(P4, sandi)

    (masuk,) = jejak(kota_terisi, "akun.masuk")
    assert (masuk.pelaku_id, masuk.instansi_id, masuk.orang, masuk.alamat) == (orang, kota_terisi.instansi_id, [orang], "127.0.0.1")
    assert len(masuk.request_id) == 32
    (sesi,) = jejak(kota_terisi, "sesi.buka")
    assert sesi.rincian["sesi_id"] == str(
        kota_terisi.svc.connection.execute(sa.text("SELECT id FROM sesi WHERE pegawai_id = :p"), {"p": orang}).scalar_one()
    )


def test_a_storm_of_wrong_passwords_is_one_row_that_names_the_owner(kota_terisi: Kota) -> None:
    klien = kota_terisi.svc.client(None)
    for _ in range(12):
        klien.post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": "salah sama sekali"})
    assert jejak(kota_terisi, "akun.gagal_masuk") == []

    rangkum(kota_terisi)
    rangkum(kota_terisi)

    (row,) = jejak(kota_terisi, "akun.gagal_masuk")
    assert (row.instansi_id, row.orang, row.sebagai) == (kota_terisi.instansi_id, [kota_terisi.id_dari(P4)], "sistem")
    assert row.rincian["gagal"] + row.rincian["ditahan"] == 12
    assert row.rincian["gagal"] >= 5
    assert row.rincian["alamat"] == {"127.0.0.1": 12}


def test_guessing_accounts_that_do_not_exist_is_a_row_of_the_system(kota_terisi: Kota) -> None:
    for nomor in range(4):
        kota_terisi.svc.client(None).post("/auth/api/v1/token", json={"nip": f"tidak.ada{nomor}", "kata_sandi": "salah sama sekali"})
    rangkum(kota_terisi)

    (row,) = jejak(kota_terisi, "akun.gagal_masuk")
    assert (row.instansi_id, row.orang, row.rincian["gagal"]) == (None, [], 4)


def test_an_import_records_each_person_with_the_columns_that_changed(kota_terisi: Kota) -> None:
    orang = kota_terisi.id_dari(P1)
    rows = [row for row in jejak(kota_terisi) if orang in row.orang and row.aksi != "baca"]

    assert rows[0].pelaku_id == kota_terisi.admin_id
    assert kota_terisi.impor(CONTOH.read_bytes(), terapkan=True).status_code == 200
    assert len([row for row in jejak(kota_terisi) if orang in row.orang and row.aksi != "baca"]) == len(rows), (
        "nothing changed: nothing new"
    )


def test_no_password_secret_or_name_ever_stands_in_the_trail(kota_terisi: Kota) -> None:
    sandi = kota_terisi.sandi(P4)
    browser, _ = kota_terisi.masuk(P4, sandi)
    kota_terisi.svc.client(None).post("/auth/api/v1/token", json={"nip": P4, "kata_sandi": "KataSandiYangSalah1"})
    rangkum(kota_terisi)
    kue = browser.get_cookie("kinerja_sesi", path="/auth")
    assert kue is not None

    semua = json.dumps([[str(nilai) for nilai in row] for row in jejak(kota_terisi)])
    assert [
        rahasia for rahasia in (sandi, kota_terisi.sandi_admin, "KataSandiYangSalah1", kue.value, "Rina Lestari", P4) if rahasia in semua
    ] == []


# ---- the page


def halaman(kota: Kota, *peran: str, saring: str = "") -> tuple[int, str]:
    answer = kota.svc.browser(kota.identitas(kota.admin_id, *peran)).get(f"/auth/jejak{saring}")
    return answer.status_code, answer.get_data(as_text=True)


def test_an_auditor_sees_who_did_what_by_name_and_finds_a_person_by_nip(kota_terisi: Kota) -> None:
    kota_terisi.masuk(P4, kota_terisi.sandi(P4))

    status, html = halaman(kota_terisi, "auditor", saring=f"?orang={P4}&aksi=akun.")
    assert status == 200
    assert "Tentang Rina Lestari, A.Md." in html
    assert "<code>akun.masuk</code>" in html
    assert "<code>pegawai.impor</code>" not in html
    assert "<details" in html


def test_the_page_of_a_large_trail_is_small_and_costs_few_queries(kota_terisi: Kota) -> None:
    for _ in range(3):
        with kota_terisi.svc.open_unit() as uow:
            for nomor in range(900):
                uow.catat(
                    "pegawai.impor", objek="pegawai", objek_id=nomor, orang=[kota_terisi.admin_id] * 2, instansi_id=kota_terisi.instansi_id
                )
    browser = kota_terisi.svc.browser(kota_terisi.identitas(kota_terisi.admin_id, "admin_instansi"))

    with kota_terisi.svc.queries() as seen:
        answer = browser.get("/auth/jejak")
    assert answer.status_code == 200
    assert len(answer.data) < 60_000
    assert seen.count <= 10
    assert "Lebih lama" in answer.get_data(as_text=True)
    assert (
        browser.get("/auth/jejak?" + answer.get_data(as_text=True).split('href="?')[-1].split('"')[0].replace("&amp;", "&")).status_code
        == 200
    )


@pytest.mark.parametrize(
    "saring", ["?orang=199999999999999999", "?dari=kemarin", "?dari=2026-02-02&sampai=2026-02-01", "?sampai=9999-12-31"]
)
def test_a_filter_that_makes_no_sense_is_told_at_its_field(kota_terisi: Kota, saring: str) -> None:
    status, html = halaman(kota_terisi, "auditor", saring=saring)

    assert (status, "is-invalid" in html, "Saringan belum benar" in html) == (200, True, True)


def test_the_platform_admin_gets_metadata_and_others_are_refused(kota_terisi: Kota) -> None:
    status, html = halaman(kota_terisi, "admin_platform", saring=f"?orang={P4}")
    assert (status, "Data siapa" in html, "NIP atau nama akun" in html) == (200, False, False)
    assert "<code>pegawai.impor</code>" in html
    assert halaman(kota_terisi)[0] == 403


def test_a_cursor_that_was_never_given_out_is_told(kota_terisi: Kota) -> None:
    assert halaman(kota_terisi, "auditor", saring="?cursor=!!")[0] in {200, 422}


def test_what_the_command_line_does_to_an_account_is_not_its_owners_deed(kota: Kota) -> None:
    """A password that is given out where nobody is signed in."""
    with kota.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        use_cases_akun.terbitkan_kata_sandi_awal(uow, kota.instansi_id, ["admin.contoh"], oleh_admin=False)
    (terbit,) = jejak(kota, "akun.terbitkan_kata_sandi")
    berakhir = jejak(kota, "akun.akhiri_semua_sesi")

    assert berakhir
    assert {(row.pelaku_id, row.sebagai) for row in (terbit, *berakhir)} == {(None, "sistem")}
