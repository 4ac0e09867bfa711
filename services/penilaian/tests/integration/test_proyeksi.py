"""Copies of the others' data: duplicates, reordering, restores, and what the calendar does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from services.penilaian.tests.integration.test_alur import API, evaluasi_id, lakukan, masuk, nilai, organisasi_baik, siapkan
from services.penilaian.tests.mothers import AKHIR, INSTANSI_LAIN, P1, P2, P4, P5, laporan, laporan_setahun, skp_pegawai

from penilaian.app import MIGRATIONS
from penilaian.application import use_cases
from penilaian.cli import republish
from shared import clock
from shared.contracts import penilaian as kontrak
from shared.errors import DomainError
from shared.messaging.envelope import encode, wrap
from shared.persistence.migrations import check

LEWAT = datetime(2026, 1, 12, 17, 0, tzinfo=UTC)
AWAL = datetime(2026, 1, 2, tzinfo=UTC)


def jumlah(svc, tabel="evaluasi"):
    return svc.connection.execute(sa.text(f"SELECT count(*) FROM {tabel}")).scalar()


def keadaan(svc, pegawai_id=P4):
    return [e for e in svc.published(kontrak.Evaluasi) if e.pegawai_id == pegawai_id][-1]


def test_tables_and_migrations_agree(svc):
    check(MIGRATIONS, svc.app.extensions["kinerja"].settings.database_url)


def test_a_plan_opens_one_evaluation_however_often_it_is_told(svc):
    amplop = encode(wrap(skp_pegawai(), service="skp", actor="", epoch=0))
    svc.deliver_bodies([amplop, amplop])
    svc.deliver_bodies([amplop])
    svc.deliver(skp_pegawai(), skp_pegawai(version=4), skp_pegawai(version=2))
    assert jumlah(svc) == 1 and len(svc.published(kontrak.Evaluasi)) == 1
    assert svc.dead_letters() == []


@pytest.mark.parametrize("status", ["draf", "diajukan", "dikembalikan"])
def test_a_plan_that_is_not_agreed_opens_nothing(svc, status):
    svc.deliver(skp_pegawai(status=status))
    assert jumlah(svc) == 0


def test_reports_may_arrive_before_the_plan_and_in_any_order(svc):
    svc.deliver(*reversed(laporan_setahun()))
    svc.deliver(skp_pegawai())
    assert keadaan(svc).status == "diajukan" and keadaan(svc).ketepatan.tepat_waktu == 12


def test_a_part_of_the_reports_is_not_taken_for_all_of_them(svc):
    svc.deliver(skp_pegawai(), *laporan_setahun()[:6], *laporan_setahun()[7:])
    assert keadaan(svc).status == "diajukan" and masuk(svc, P2).get(f"{API}/evaluasi/{evaluasi_id(svc)}").json["diajukan_otomatis"]
    svc.deliver(skp_pegawai(P5), *laporan_setahun(skp_pegawai(P5))[:6])
    assert keadaan(svc, P5).status == "pengisian"


def test_an_older_report_never_replaces_a_newer_one(svc):
    with clock.at(AWAL):
        svc.deliver(skp_pegawai(), *laporan_setahun()[:11], laporan(12, version=5))
        svc.deliver(laporan(12, status="draf", version=1))
    assert keadaan(svc).status == "diajukan"


def test_a_restored_publisher_is_believed_by_its_epoch(svc):
    with clock.at(AWAL):
        svc.deliver(skp_pegawai(version=9))
        svc.deliver(skp_pegawai(penilai=P1, version=2), epoch=1)
    assert keadaan(svc).penilai_id == P1


def test_a_new_evaluator_takes_over_and_the_former_one_loses_the_open_evaluation(svc):
    id_ = siapkan(svc)
    svc.deliver(skp_pegawai(penilai=P1, version=8))
    assert masuk(svc, P2).get(f"{API}/evaluasi/{id_}").status_code == 404
    assert masuk(svc, P1).get(f"{API}/evaluasi/{id_}").json["aksi"][0]["boleh"]


def test_after_the_fixing_nothing_that_arrives_changes_the_result(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    nilai(svc, id_)
    lakukan(svc, id_, "tetapkan")
    sebelum = masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json
    svc.deliver(skp_pegawai(penilai=P1, version=8), laporan(1, terlambat=4, version=9))
    sesudah = masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json
    assert {k: sesudah[k] for k in ("nkp", "predikat", "hash", "ketepatan", "version")} == {
        k: sebelum[k] for k in ("nkp", "predikat", "hash", "ketepatan", "version")
    }


def test_a_report_while_rating_does_not_make_the_open_form_stale(svc):
    id_ = siapkan(svc)
    nilai(svc, id_)
    versi = masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json["version"]
    svc.deliver(replace(laporan(12), status="diterima", version=6))
    assert nilai(svc, id_, {"catatan": "x"}, versi=versi).status_code == 200


def test_the_lock_hands_over_and_completion_takes_the_mark_away(svc):
    with clock.at(AWAL):
        siapkan(svc, laporan_=[*laporan_setahun()[:11], laporan(12, status="draf", version=1)])
    with clock.at(LEWAT), svc.open_unit() as uow:
        assert use_cases.ajukan_yang_terkunci(uow) == 1
        assert use_cases.ajukan_yang_terkunci(uow) == 0
    isi = masuk(svc, P2).get(f"{API}/evaluasi/{evaluasi_id(svc)}").json
    assert (isi["status"], isi["diajukan_otomatis"], isi["ketepatan"]["tepat_waktu"]) == ("diajukan", True, 11)
    assert keadaan(svc).status == "diajukan"
    svc.deliver(laporan(12))
    assert masuk(svc, P2).get(f"{API}/evaluasi/{evaluasi_id(svc)}").json["diajukan_otomatis"] is False


def test_silence_becomes_acceptance_after_fourteen_days(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    nilai(svc, id_)
    lakukan(svc, id_, "tetapkan")
    lakukan(svc, id_, "sampaikan")
    akhir = datetime(2026, 1, 26, 16, 59, 59, tzinfo=UTC)
    for pada, terjadi in ((AKHIR, 0), (akhir, 0), (akhir + timedelta(seconds=1), 1)):
        with clock.at(pada), svc.open_unit() as uow:
            assert use_cases.terima_yang_lewat(uow) == terjadi
    assert keadaan(svc).status == "final"


def test_everything_can_be_published_again(svc):
    siapkan(svc)
    organisasi_baik(svc)
    sebelum = svc.published()
    with svc.open_unit() as uow:
        for _ in republish(uow):
            uow.flush_events()
    baru = svc.published()[len(sebelum) :]
    assert {type(e) for e in baru} == {kontrak.Evaluasi, kontrak.Organisasi}
    assert baru[0] == keadaan(svc)


def test_row_level_security_hides_other_instansi_even_from_a_wrong_query(svc):
    siapkan(svc)
    with svc.open_unit() as uow:
        uow.act_for(INSTANSI_LAIN)
        assert uow.connection.execute(sa.text("SELECT count(*) FROM evaluasi")).scalar() == 0
        assert uow.connection.execute(sa.text("SELECT count(*) FROM laporan_view")).scalar() == 0
        with pytest.raises(DomainError):
            use_cases.muat(uow, svc.identity(pegawai_id=P2, instansi_id=INSTANSI_LAIN), evaluasi_id(svc))
    with svc.open_unit() as uow:
        uow.act_for(INSTANSI_LAIN)
        assert uow.cari_evaluasi(evaluasi_id(svc)) is None


def test_an_unknown_event_is_set_aside_and_the_others_are_taken(svc):
    asing = encode(wrap(skp_pegawai(P5), service="skp", actor="", epoch=0)).replace(b"skp.skp.v1", b"skp.skp.v9")
    svc.deliver_bodies([asing, b"{", encode(wrap(skp_pegawai(), service="skp", actor="", epoch=0))])
    assert jumlah(svc) == 1 and len(svc.dead_letters()) == 2


def test_one_json_read_needs_few_statements(svc):
    id_ = siapkan(svc)
    client = masuk(svc, P2)
    with svc.queries() as q:
        client.get(f"{API}/evaluasi/{id_}")
    assert q.count <= 5
    with svc.queries() as q:
        client.get(f"{API}/antrian?tahun=2025")
    assert q.count == 3


def test_what_the_lock_sent_is_not_taken_for_a_report_of_its_owner(svc):
    kosong = replace(laporan(12, terlambat=7), realisasi=(), diajukan_otomatis=True)
    terisi = replace(laporan(11, terlambat=7), diajukan_otomatis=True)
    with clock.at(LEWAT):
        siapkan(svc, laporan_=[*laporan_setahun()[:10], terisi, kosong])
    isi = masuk(svc, P2).get(f"{API}/evaluasi/{evaluasi_id(svc)}").json
    assert (isi["status"], isi["diajukan_otomatis"]) == ("diajukan", True)
    assert {k: isi["ketepatan"][k] for k in ("tepat_waktu", "terlambat", "kosong")} == {"tepat_waktu": 10, "terlambat": 1, "kosong": 1}
    svc.deliver(*(replace(laporan(bulan, terlambat=7), version=9) for bulan in (11, 12)))
    assert masuk(svc, P2).get(f"{API}/evaluasi/{evaluasi_id(svc)}").json["diajukan_otomatis"] is False
