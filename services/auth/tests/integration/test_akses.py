"""Who may read the organisation, and what other agencies see: nothing."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from services.auth.tests.mothers import P1, P2, P4, P5, Kota

from auth.adapters.unit_of_work import UnitOfWork
from auth.app import MIGRATIONS
from auth.application.use_cases_organisasi import terbitkan_ulang
from shared.contracts import auth as contracts
from shared.persistence import migrations

ALAMAT = "/auth/api/v1/pegawai"


@pytest.mark.parametrize(
    ("peran", "status"),
    [("", 403), ("admin_platform", 403), ("admin_instansi", 200), ("pengelola_kinerja", 200), ("ppk", 200), ("auditor", 200)],
)
def test_the_list_of_people_is_for_those_who_manage_or_audit(kota_terisi: Kota, peran: str, status: int) -> None:
    klien = kota_terisi.svc.client(kota_terisi.identitas(None, *([peran] if peran else [])))
    assert klien.get(ALAMAT).status_code == status
    assert kota_terisi.svc.browser(kota_terisi.identitas(None, *([peran] if peran else []))).get("/auth/organisasi").status_code == status


@pytest.mark.parametrize("halaman", ["/auth/impor", "/auth/impor/0192f0c8-0000-7000-8000-000000000000"])
def test_importing_is_for_the_admin_of_the_instansi_alone(kota: Kota, halaman: str) -> None:
    for peran in ("pengelola_kinerja", "ppk", "auditor", "admin_platform"):
        assert kota.svc.browser(kota.identitas(None, peran)).get(halaman).status_code == 403


@pytest.mark.parametrize("alamat", ["/auth/api/v1/saya", ALAMAT, "/auth/api/v1/unor", "/auth/akun", "/auth/organisasi", "/auth/impor"])
def test_nothing_is_open_without_signing_in(kota: Kota, alamat: str) -> None:
    jawaban = kota.svc.client(None).get(alamat)
    assert jawaban.status_code == (401 if "/api/" in alamat else 302)


def test_oneself_may_be_read_and_others_are_not_found(kota_terisi: Kota) -> None:
    p4, p1 = kota_terisi.id_dari(P4), kota_terisi.id_dari(P1)
    klien = kota_terisi.svc.client(kota_terisi.identitas(p4))
    diri = klien.get(f"{ALAMAT}/{p4}")
    assert (diri.status_code, diri.headers["ETag"], diri.get_json()["nip"]) == (200, '"1"', P4)
    assert klien.get(f"{ALAMAT}/{p1}").status_code == 404
    assert klien.get("/auth/api/v1/saya").get_json()["penugasan"][0]["penilai_id"] == str(kota_terisi.id_dari(P2))


def test_another_instansi_sees_and_finds_nothing(kota_terisi: Kota) -> None:
    lain = kota_terisi.svc.client(kota_terisi.svc.identity(peran={"admin_instansi"}))
    assert lain.get(f"{ALAMAT}/{kota_terisi.id_dari(P4)}").status_code == 404
    assert lain.get("/auth/api/v1/unor").get_json()["data"] == []
    assert lain.get("/auth/api/v1/saya").status_code == 404


def test_row_level_security_hides_and_refuses_what_is_of_another_instansi(kota_terisi: Kota) -> None:
    with kota_terisi.svc.database.transaction(str(uuid4())) as connection:
        for tabel in (
            "instansi",
            "unor",
            "pegawai",
            "penugasan",
            "akun",
            "peran_pegawai",
            "sesi",
            "pekerjaan_impor",
            "berkas_impor",
            "baris_impor",
            "hasil_impor",
            "pelanggan",
        ):
            assert connection.execute(sa.text(f"SELECT count(*) FROM {tabel}")).scalar_one() == 0
        with pytest.raises(sa.exc.ProgrammingError, match="row-level security"), connection.begin_nested():
            connection.execute(
                sa.text("INSERT INTO akun (pegawai_id, instansi_id, nama_akun) VALUES (gen_random_uuid(), :i, 'x')"),
                {"i": kota_terisi.instansi_id},
            )


def test_people_are_found_by_name_nip_and_unit_and_paged(kota_terisi: Kota) -> None:
    admin = kota_terisi.admin
    assert [o["nip"] for o in admin.get(f"{ALAMAT}?cari=rina").get_json()["data"]] == [P4]
    assert [o["nip"] for o in admin.get(f"{ALAMAT}?cari=19910908 201503").get_json()["data"]] == [P5]
    assert admin.get(f"{ALAMAT}?cari=%25").get_json()["data"] == []
    unit = next(u["id"] for u in admin.get("/auth/api/v1/unor").get_json()["data"] if u["kode"] == "DISDIK-SD")
    orang = admin.get(f"{ALAMAT}?unor_id={unit}").get_json()["data"]
    assert {o["nip"] for o in orang} == {P2, P4, P5}
    assert {o["penilai"] for o in orang} == {"Dr. Bambang Suryana", "Agus Prasetyo, M.Pd."}
    assert admin.get(f"{ALAMAT}?cursor=xx").status_code == 422
    assert admin.get(f"{ALAMAT}?unor_id=bukan-uuid").status_code == 422


def test_the_list_takes_two_queries_and_two_for_who_read_whom_however_long(kota_terisi: Kota) -> None:
    admin = kota_terisi.admin
    with kota_terisi.svc.queries() as q:
        admin.get(ALAMAT)
    assert q.count <= 5


def test_the_organisation_page_shows_people_with_their_evaluator_and_searches(kota_terisi: Kota) -> None:
    browser = kota_terisi.admin_browser
    unit = next(u["id"] for u in kota_terisi.admin.get("/auth/api/v1/unor").get_json()["data"] if u["kode"] == "DISDIK-SD")
    halaman = browser.get(f"/auth/organisasi?unor={unit}").get_data(as_text=True)
    assert "Rina Lestari" in halaman and "Agus Prasetyo" in halaman and "UPT SDN Contoh 1" in halaman
    assert "Budi Santoso" in browser.get("/auth/organisasi?cari=budi").get_data(as_text=True)
    assert "Tidak ada yang cocok" in browser.get("/auth/organisasi?cari=zzz").get_data(as_text=True)
    assert browser.get("/auth/organisasi?unor=0192f0c8-0000-7000-8000-000000000000").status_code == 404


def test_a_search_is_escaped(kota_terisi: Kota) -> None:
    halaman = kota_terisi.admin_browser.get("/auth/organisasi?cari=<script>alert(1)</script>").get_data(as_text=True)
    assert "<script>alert" not in halaman


def test_republishing_tells_every_state_again(kota_terisi: Kota) -> None:
    sebelum = len(kota_terisi.svc.published())
    with kota_terisi.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        *_, jumlah = terbitkan_ulang(uow)
    baru = kota_terisi.svc.published()[sebelum:]
    assert jumlah == len(baru) == 1 + 6 + 11
    assert sum(isinstance(e, contracts.Pegawai) for e in baru) == 11


def test_tables_and_migrations_agree(kota: Kota) -> None:
    migrations.check(MIGRATIONS, kota.svc.connection.engine.url.render_as_string(hide_password=False))


def test_a_search_finds_only_people_whom_a_role_for_a_part_of_the_tree_reaches(kota_terisi: Kota) -> None:
    unit = next(u["id"] for u in kota_terisi.admin.get("/auth/api/v1/unor").get_json()["data"] if u["kode"] == "DISDIK-SD")
    auditor = replace(kota_terisi.identitas(None, "auditor"), peran_unit={"auditor": frozenset({UUID(unit)})})
    klien = kota_terisi.svc.client(auditor)
    assert [o["nip"] for o in klien.get(f"{ALAMAT}?cari=rina").get_json()["data"]] == [P4]
    assert klien.get(f"{ALAMAT}?cari=budi").get_json()["data"] == []
