"""Copies of other services' events, in any order and however often, and the draft reports that follow from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from capaian.adapters.unit_of_work import UnitOfWork
from capaian.app import MIGRATIONS
from capaian.cli import republish
from shared import clock
from shared.contracts.capaian import Laporan
from shared.messaging.envelope import encode, wrap
from shared.persistence.migrations import check
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import AGUS, DIMAS, INSTANSI, RINA, jam


def rows(svc: ServiceUnderTest) -> list[sa.Row[tuple[object, ...]]]:
    return list(
        svc.connection.execute(
            sa.text("SELECT nomor, mulai, selesai, status, penilai_id, batas_normal, version FROM laporan ORDER BY mulai")
        ).all()
    )


def test_an_skp_after_its_periods_makes_one_draft_a_period(svc: ServiceUnderTest) -> None:
    svc.deliver(*(mothers.periode_laporan(n) for n in range(1, 13)), mothers.skp_rina())
    assert [row.nomor for row in rows(svc)] == list(range(1, 13))
    assert [s.status for s in svc.published(Laporan)] == ["draf"] * 12


def test_an_skp_before_its_periods_makes_the_same(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.skp_rina(), *(mothers.periode_laporan(n) for n in range(1, 13)))
    assert [row.nomor for row in rows(svc)] == list(range(1, 13))
    assert len(svc.published(Laporan)) == 12


def test_only_an_agreed_skp_and_only_laporan_periods_make_drafts(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.skp_rina(status="diajukan", version=2), mothers.periode_laporan(1), mothers.periode_laporan(2, untuk="evaluasi"))
    assert rows(svc) == []
    svc.deliver(mothers.skp_rina(version=3))
    assert [row.nomor for row in rows(svc)] == [1]


def test_duplicates_and_old_versions_do_nothing(svc: ServiceUnderTest) -> None:
    body = encode(wrap(mothers.skp_rina(), service="test", actor="", epoch=0))
    svc.deliver(mothers.periode_laporan(1))
    svc.deliver_bodies([body, body])
    svc.deliver_bodies([body])
    svc.deliver(mothers.skp_rina(), mothers.skp_rina(status="diajukan", version=2), mothers.periode_laporan(1))
    assert len(rows(svc)) == 1
    assert svc.connection.execute(sa.text("SELECT status FROM skp_view")).scalar() == "disetujui"
    assert len(svc.published(Laporan)) == 1
    assert svc.dead_letters() == []


def test_a_higher_epoch_is_taken_though_its_version_is_lower(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.skp_rina(version=9))
    svc.deliver(mothers.skp_rina(version=1, penilai_id=DIMAS), epoch=1)
    assert svc.connection.execute(sa.text("SELECT isi ->> 'penilai_id' FROM skp_view")).scalar() == str(DIMAS)


def test_a_segment_of_the_year_gets_its_own_months(svc: ServiceUnderTest) -> None:
    svc.deliver(*(mothers.periode_laporan(n) for n in range(1, 13)), mothers.skp_rina(mulai=date(2025, 8, 14)))
    assert [(row.nomor, row.mulai) for row in rows(svc)][:2] == [(8, date(2025, 8, 14)), (9, date(2025, 9, 1))]


def test_new_deadlines_reach_reports_that_were_never_sent(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.instansi(), mothers.skp_rina(), mothers.periode_laporan(1), mothers.periode_laporan(2))
    _kirim(svc, 1)
    for nomor in (1, 2):
        svc.deliver(mothers.periode_laporan(nomor, batas_normal=date(2025, 3, 20), batas_toleransi=date(2025, 3, 25), version=2))
    assert [row.batas_normal for row in rows(svc)] == [date(2025, 2, 8), date(2025, 3, 20)]


def test_a_new_evaluator_takes_over_what_is_not_judged_yet(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.instansi(), mothers.skp_rina(), mothers.periode_laporan(1), mothers.periode_laporan(2))
    _kirim(svc, 1)
    terima = svc.client(svc.identity(pegawai_id=AGUS, instansi_id=INSTANSI))
    nomor_satu = svc.connection.execute(sa.text("SELECT id FROM laporan WHERE nomor = 1")).scalar()
    assert terima.post(f"/capaian/api/v1/laporan/{nomor_satu}/terima").status_code == 200
    svc.deliver(mothers.skp_rina(penilai_id=DIMAS, version=4))
    assert [row.penilai_id for row in rows(svc)] == [AGUS, DIMAS]


def test_republishing_tells_every_report_again(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.skp_rina(), mothers.periode_laporan(1), mothers.periode_laporan(2))
    before = svc.published(Laporan)
    with svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        assert list(republish(uow)) == [2]
    assert sorted(svc.published(Laporan)[2:], key=lambda s: s.nomor) == sorted(before, key=lambda s: s.nomor)


def test_rows_of_another_instansi_are_out_of_reach(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.skp_rina(), mothers.periode_laporan(1))
    lain = mothers.id_dari("instansi lain")
    svc.deliver(
        replace(mothers.skp_rina(), id=mothers.id_dari("skp lain"), instansi_id=lain),
        replace(mothers.periode_laporan(1), id=mothers.id_dari("periode lain"), instansi_id=lain),
    )
    with svc.database.transaction(str(lain)) as connection:
        assert connection.execute(sa.text("SELECT DISTINCT instansi_id FROM laporan")).scalars().all() == [lain]


def test_the_tables_in_code_are_the_migrated_ones(svc: ServiceUnderTest) -> None:
    check(MIGRATIONS, svc.connection.engine.url.render_as_string(hide_password=False))


def _kirim(svc: ServiceUnderTest, nomor: int) -> None:
    client = svc.client(svc.identity(pegawai_id=RINA, instansi_id=INSTANSI))
    alamat = f"/capaian/api/v1/laporan/{svc.connection.execute(sa.text('SELECT id FROM laporan WHERE nomor = :n'), {'n': nomor}).scalar()}"
    with clock.at(jam(2025, nomor + 1, 3)):
        rows_ = [{"indikator_id": str(i), "angka": "1"} for i in mothers.indikator_rina()]
        assert client.put(alamat, json={"realisasi": rows_}, headers={"If-Match": "1"}).status_code == 200
        assert client.post(f"{alamat}/kirim", json={}).status_code == 200
