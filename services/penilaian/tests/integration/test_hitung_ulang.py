"""When the rules of an instansi change, the figures of the queues follow; what is fixed does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from threading import Event

import sqlalchemy as sa
from services.penilaian.tests.integration.test_alur import evaluasi_id, lakukan, masuk, nilai, organisasi_baik, siapkan
from services.penilaian.tests.integration.test_halaman import jam  # noqa: F401 - a fixture
from services.penilaian.tests.integration.test_sebaran import orang
from services.penilaian.tests.mothers import P1, P2, P4, P5, PENGATURAN, S0, T1, instansi

from penilaian.entrypoints.pekerja_hitung import PekerjaHitung


def angka(svc):
    rows = svc.connection.execute(sa.text("SELECT pegawai_id, ringkasan ->> 'nilai_skp' AS nilai, perlu_hitung, version FROM evaluasi"))
    return {r.pegawai_id: (r.nilai, r.perlu_hitung, r.version) for r in rows}


def pekerja(svc):
    return PekerjaHitung(svc.open_unit, Event())


def test_a_new_method_counts_the_open_ones_anew_and_leaves_the_fixed_one(svc, jam):  # noqa: F811
    a = siapkan(svc)
    organisasi_baik(svc)
    orang(svc, P5)
    orang(svc, T1)
    assert nilai(svc, a).status_code == 200
    assert lakukan(svc, a, "tetapkan").status_code == 200
    dulu = angka(svc)
    assert {n for n, _, _ in dulu.values()} == {"111.09"}
    svc.deliver(instansi(pengaturan=replace(PENGATURAN, metode="berjenjang_2021"), version=2))
    assert {p for p, (_, perlu, _) in angka(svc).items() if perlu} == {P5, T1}
    assert pekerja(svc).satu_putaran() == 2
    kini = angka(svc)
    assert kini[P4] == dulu[P4]
    for siapa in (P5, T1):
        halaman = masuk(svc, P2).get(f"/penilaian/api/v1/evaluasi/{evaluasi_id(svc, siapa)}").json
        assert Decimal(kini[siapa][0]) == Decimal(halaman["nilai_skp"]) != Decimal("111.09"), "the queue says what the page says"
        assert kini[siapa][1:] == (False, dulu[siapa][2]), "no version: an open form stays good"
    assert pekerja(svc).satu_putaran() == 0


def test_a_new_name_counts_nothing(svc, jam):  # noqa: F811
    siapkan(svc)
    svc.deliver(replace(instansi(version=2), nama="Pemerintah Kota Contoh Raya"))
    assert pekerja(svc).satu_putaran() == 0


def test_what_the_evaluator_saves_meanwhile_is_counted_already(svc, jam):  # noqa: F811
    a = siapkan(svc)
    svc.deliver(instansi(pengaturan=replace(PENGATURAN, metode="berjenjang_2021"), version=2))
    assert nilai(svc, a).status_code == 200
    assert pekerja(svc).satu_putaran() == 0


def test_the_result_of_a_unit_leads_the_suggestion_of_its_head(svc, jam):  # noqa: F811
    siapkan(svc)
    orang(svc, P2, penilai=P1, atasan=S0)
    organisasi_baik(svc)
    assert pekerja(svc).satu_putaran() == 1
    saran = svc.connection.execute(sa.text("SELECT ringkasan ->> 'saran_hasil' FROM evaluasi WHERE pegawai_id = :id"), {"id": P2}).scalar()
    assert saran == "sesuai_ekspektasi", "Baik, although his number says above"


def test_a_row_that_cannot_be_counted_does_not_end_the_worker():
    berhenti, putaran = Event(), []

    def buka():
        putaran.append(1)
        if len(putaran) == 2:
            berhenti.set()
        raise ValueError("a document that nobody foresaw")

    PekerjaHitung(buka, berhenti, jeda=0).run()
    assert len(putaran) == 2
