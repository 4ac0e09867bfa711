"""What auth writes into the audit trail, and what it never writes."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from services.auth.tests.mothers import CONTOH, P1, P4, Kota

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_gagal


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
