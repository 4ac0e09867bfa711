from dataclasses import replace
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from services.laporan.tests import mothers

from laporan.adapters.tables import metadata
from laporan.app import MIGRATIONS
from shared.persistence.migrations import check
from shared.testing.service import ServiceUnderTest


def rows(svc: ServiceUnderTest, table: str) -> list[sa.Row[tuple[object, ...]]]:
    return list(svc.connection.execute(sa.select(metadata.tables[table])).all())


def test_migrations_and_tables_agree(svc: ServiceUnderTest) -> None:
    check(MIGRATIONS, svc.connection.engine.url.render_as_string(hide_password=False))


def test_every_state_event_becomes_one_row(kota: ServiceUnderTest) -> None:
    assert kota.dead_letters() == []
    assert len(rows(kota, "pegawai_view")) == len(mothers.ORANG)
    assert len(rows(kota, "penugasan_view")) == len(mothers.ORANG) + 1
    assert len(rows(kota, "skp_view")) == 8
    assert len(rows(kota, "organisasi_view")) == 1


def test_the_same_events_again_change_nothing(kota: ServiceUnderTest) -> None:
    before = {name: rows(kota, name) for name in ("skp_view", "laporan_view", "evaluasi_view", "penugasan_view", "pegawai_view")}
    kota.deliver(*mothers.contoh())
    assert before == {name: rows(kota, name) for name in before}


def test_an_older_version_that_arrives_late_is_ignored(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.evaluasi("P4", status="final", version=6))
    svc.deliver(mothers.evaluasi("P4", status="ditetapkan", version=4))
    assert [r.status for r in rows(svc, "evaluasi_view")] == ["final"]


def test_one_batch_in_the_wrong_order_ends_at_the_newest(svc: ServiceUnderTest) -> None:
    svc.deliver(
        mothers.laporan("P4", 3, status="diterima", version=5),
        mothers.laporan("P4", 3, status="draf", version=1),
        mothers.laporan("P4", 3, status="dikirim", version=3),
    )
    assert [(r.status, r.version) for r in rows(svc, "laporan_view")] == [("diterima", 5)]


def test_a_raised_epoch_is_taken_though_its_version_went_back(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.skp_dari("P4", status="disetujui", version=7))
    svc.deliver(mothers.skp_dari("P4", status="draf", version=2), epoch=1)
    assert [(r.status, r.version) for r in rows(svc, "skp_view")] == [("draf", 2)]


def test_posts_follow_their_person_as_a_whole(svc: ServiceUnderTest) -> None:
    svc.deliver(*mothers.semua_pegawai())
    moved = mothers.pegawai("P5", 2, tugas=[mothers.penugasan("P5", mulai=date(2025, 8, 1), nomor=2)])
    svc.deliver(moved)
    svc.deliver(mothers.pegawai("P5", 1, tugas=[]))
    assert [r.mulai for r in rows(svc, "penugasan_view") if r.pegawai_id == mothers.kunci("P5")] == [date(2025, 8, 1)]


def test_an_event_that_names_unknown_people_is_kept_until_they_come(svc: ServiceUnderTest) -> None:
    svc.deliver(*mothers.tahun_p4())
    assert svc.dead_letters() == []
    assert len(rows(svc, "laporan_view")) == 12


def test_working_days_of_the_agreement_are_kept_for_the_percentile(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.skp_dari("P4"))
    assert rows(svc, "skp_view")[0].hari_persetujuan == 2


def test_only_figures_of_the_realisasi_are_copied(svc: ServiceUnderTest) -> None:
    report = mothers.laporan("P4", 3, realisasi={"Program terlaksana": "1"})
    svc.deliver(replace(report, realisasi=tuple(replace(r, teks="rahasia", kendala="rahasia") for r in report.realisasi)))
    kept = rows(svc, "laporan_view")[0].realisasi
    assert kept == {str(mothers.kunci("i-Program terlaksana")): "1"}


def test_rows_of_another_instansi_are_behind_the_second_wall(kota: ServiceUnderTest) -> None:
    with kota.unit_of_work(kota.database, service="laporan", instansi=str(mothers.kunci("lain")), actor="") as uow:
        assert uow.connection.execute(sa.text("SELECT count(*) FROM skp_view")).scalar_one() == 0
        assert uow.connection.execute(sa.text("SELECT count(*) FROM instansi_view")).scalar_one() == 0


def test_figures_are_kept_as_decimals(kota: ServiceUnderTest) -> None:
    (row,) = [r for r in rows(kota, "evaluasi_view") if r.pegawai_id == mothers.kunci("P4")]
    assert (row.nilai_skp, row.nkp, row.bulan) == (Decimal("111.09"), Decimal("111.46"), 12)
