"""What auth tells: copies that survive repetition and reordering, and what follows for the SKP under way."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.mothers import (
    ADMIN,
    AGUS,
    BAMBANG,
    RINA,
    TUGAS_RINA,
    agus,
    bambang,
    instansi,
    organisasi,
    pegawai,
    penugasan,
    rina,
    unor,
)

from shared.contracts import skp as kontrak
from shared.messaging.envelope import encode, wrap
from shared.persistence.migrations import check
from shared.testing.service import ServiceUnderTest
from skp.app import MIGRATIONS


def siapkan(svc: ServiceUnderTest) -> str:
    svc.deliver(*organisasi())
    masuk(svc, ADMIN, "Admin", "admin_instansi").post("/skp/api/v1/periode", json={"tahun": 2025})
    p4 = masuk(svc, RINA)
    skp = p4.post("/skp/api/v1/skp", json={"tahun": 2025, "tanggal": "2025-01-13"}).json
    p4.put(f"/skp/api/v1/skp/{skp['id']}", json=isi_benih(), headers={"If-Match": '"1"'})
    return f"/skp/api/v1/skp/{skp['id']}"


def test_same_event_twice_and_older_versions_change_nothing(svc: ServiceUnderTest) -> None:
    svc.deliver(*organisasi(), *organisasi())
    baru = pegawai(RINA, "Rina L. Baru", None, version=3)
    body = encode(wrap(baru, service="test", actor="", epoch=0))
    svc.deliver_bodies([body, body])
    svc.deliver(rina(version=2), rina(version=1))
    nama = svc.connection.execute(sa.text("SELECT nama, version FROM pegawai_view WHERE id = :id"), {"id": RINA}).one()
    assert tuple(nama) == ("Rina L. Baru", 3)
    assert svc.dead_letters() == []


def test_raised_epoch_wins_over_a_higher_version(svc: ServiceUnderTest) -> None:
    svc.deliver(instansi(version=9))
    svc.deliver(instansi(version=1, metode=""), epoch=1)
    row = svc.connection.execute(sa.text("SELECT pengaturan->>'metode', version FROM instansi_view")).one()
    assert tuple(row) == ("", 1)


def test_events_in_any_order_end_in_the_same_copies(svc: ServiceUnderTest) -> None:
    svc.deliver(*reversed(organisasi()))
    hitung = {
        tabel: svc.connection.execute(sa.select(sa.func.count()).select_from(sa.table(tabel))).scalar()
        for tabel in ("pegawai_view", "unor_view", "instansi_view")
    }
    assert hitung == {"pegawai_view": 4, "unor_view": 1, "instansi_view": 1}
    assert svc.connection.execute(sa.text("SELECT nama FROM unor_view")).scalar() == unor().nama


def test_new_evaluator_takes_over_an_open_skp_and_the_old_one_loses_it(svc: ServiceUnderTest) -> None:
    alamat = siapkan(svc)
    segmen = penugasan(TUGAS_RINA, "Pengolah Data", "pelaksana", BAMBANG, None)
    svc.deliver(pegawai(RINA, "Rina Lestari, A.Md.", "199305172019022904", segmen, version=2))
    assert masuk(svc, BAMBANG).get(alamat).json["penilai"]["nama"] == "Dr. Bambang Suryana"
    assert masuk(svc, AGUS).get(alamat).status_code == 404
    assert svc.published(kontrak.Skp)[-1].penilai_id == BAMBANG


def test_agreed_skp_is_closed_when_the_post_ends_and_the_next_post_has_its_own(svc: ServiceUnderTest) -> None:
    alamat = siapkan(svc)
    masuk(svc, RINA).post(f"{alamat}/ajukan")
    masuk(svc, AGUS).post(f"{alamat}/setujui", json={})
    pindah = penugasan(TUGAS_RINA, "Pengolah Data", "pelaksana", AGUS, BAMBANG, selesai=date(2025, 7, 31))
    baru = penugasan(UUID(int=0xF44), "Pengolah Data", "pelaksana", BAMBANG, None, mulai=date(2025, 8, 1))
    svc.deliver(pegawai(RINA, "Rina Lestari, A.Md.", "199305172019022904", pindah, baru, version=2))
    skp = masuk(svc, RINA).get(alamat).json
    assert (skp["status"], skp["selesai"], skp["penilai"]["nama"]) == ("ditutup", "2025-07-31", "Agus Prasetyo, M.Pd.")
    kedua = masuk(svc, RINA).post("/skp/api/v1/skp", json={"tahun": 2025, "tanggal": "2025-08-01"})
    assert (kedua.status_code, kedua.json["mulai"]) == (201, "2025-08-01")


def test_unchanged_person_publishes_nothing(svc: ServiceUnderTest) -> None:
    siapkan(svc)
    banyak = len(svc.published())
    svc.deliver(rina(version=2), agus(), bambang())
    assert len(svc.published()) == banyak


def test_republishing_tells_every_state_again(svc: ServiceUnderTest) -> None:
    from skp.application.republish import republish

    siapkan(svc)
    with svc.open_unit() as uow:
        sebelum = len(svc.published())
        assert list(republish(uow))[-1] == 18 + 1
    assert len(svc.published()) == sebelum + 19


def test_migrated_database_is_the_database_of_the_code(svc: ServiceUnderTest) -> None:
    url = svc.connection.engine.url.render_as_string(hide_password=False)
    check(MIGRATIONS, url)


def test_rows_of_another_instansi_are_invisible_to_row_level_security(svc: ServiceUnderTest) -> None:
    siapkan(svc)
    with svc.database.transaction(str(UUID(int=7))) as connection:
        for tabel in ("skp", "periode", "pegawai_view", "unor_view", "instansi_view"):
            assert connection.execute(sa.select(sa.func.count()).select_from(sa.table(tabel))).scalar() == 0, tabel
