"""Substitutes rate in their capacity, a Plh's yearly rating waits for the superior, closed segments are evaluated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from services.penilaian.tests.integration.test_alur import API, evaluasi_id, lakukan, masuk, nilai, organisasi_baik, siapkan
from services.penilaian.tests.mothers import (
    AKHIR,
    INSTANSI,
    P1,
    P2,
    P3,
    P4,
    SD,
    instansi,
    laporan_setahun,
    pegawai,
    penugasan,
    skp_pegawai,
    uid,
)

from shared.contracts import auth
from shared.contracts import penilaian as kontrak
from shared.contracts import skp as kontrak_skp
from shared.testing.service import ServiceUnderTest

HARI = AKHIR.date()


def pengganti(jenis: str = "plh", pegawai_id: UUID = P3, **kw: object) -> auth.Pengganti:
    isi: dict[str, object] = {
        "id": uid("pengganti"), "digantikan_id": P2 if jenis == "plh" else None, "dari": HARI - timedelta(days=3),
        "sampai": HARI + timedelta(days=3), "dicabut": False, "version": 1,
    }  # fmt: skip
    return auth.Pengganti(
        **({"instansi_id": INSTANSI, "pegawai_id": pegawai_id, "unor_id": SD, "jenis": jenis, "sk_nomor": "800/1"} | isi | kw)
    )  # type: ignore[arg-type]


def terakhir(svc: ServiceUnderTest) -> kontrak.Evaluasi:
    return [e for e in svc.published(kontrak.Evaluasi) if e.pegawai_id == P4][-1]


def test_a_plh_rates_and_the_superior_of_the_evaluator_countersigns(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    assert nilai(svc, id_, siapa=P3, versi=2).status_code == 404
    svc.deliver(pengganti())
    antrian = masuk(svc, P3).get(f"{API}/antrian?tahun=2025").json["data"]
    assert [b["pegawai_id"] for b in antrian] == [str(P4)]
    assert nilai(svc, id_, siapa=P3).status_code == 200
    assert "Plh kepala Bidang Pembinaan SD" in masuk(svc, P3).get("/penilaian/?tahun=2025").text
    jawab = lakukan(svc, id_, "tetapkan", P3)
    assert (jawab.status_code, jawab.json["status"]) == (200, "dinilai")
    assert (terakhir(svc).menunggu_atasan, terakhir(svc).predikat, svc.published(kontrak.PenilaianDitetapkan)) == (True, "", [])
    assert lakukan(svc, id_, "tanda-tangani", P3).status_code == 403
    atasan = masuk(svc, P1)
    assert "Tanda tangani dan sampaikan" in atasan.get(f"/penilaian/hasil/{id_}").text
    assert lakukan(svc, id_, "tanda-tangani", P1).json["status"] == "disampaikan"
    assert (terakhir(svc).ditetapkan_sebagai, terakhir(svc).ditetapkan_oleh, terakhir(svc).menunggu_atasan) == ("atasan", P1, False)
    assert terakhir(svc).predikat == "sangat_baik"


def test_what_the_superior_does_not_sign_goes_back_to_the_plh(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    svc.deliver(pengganti())
    nilai(svc, id_, siapa=P3)
    lakukan(svc, id_, "tetapkan", P3)
    assert lakukan(svc, id_, "tolak-paraf", P1, json={"alasan": " "}).status_code == 422
    assert lakukan(svc, id_, "tolak-paraf", P1, json={"alasan": "Alasan hasil kerja belum menyebut buktinya."}).status_code == 200
    assert terakhir(svc).menunggu_atasan is False
    assert lakukan(svc, id_, "tanda-tangani", P1).status_code == 403


def test_an_instansi_may_let_a_plh_fix_the_rating_alone(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    svc.deliver(pengganti(), instansi(pengaturan=auth.Pengaturan(metode="linear_120", plh_tahunan="langsung"), version=2))
    nilai(svc, id_, siapa=P3)
    assert lakukan(svc, id_, "tetapkan", P3).json["status"] == "ditetapkan"
    assert (terakhir(svc).ditetapkan_sebagai, terakhir(svc).penilai_id) == ("plh", P2)


def test_a_plt_fixes_the_rating_of_a_vacant_unit_and_after_the_span_nobody_stands_in(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    svc.deliver(skp_pegawai(penilai_id=P1, unor_lowong=(SD,), version=9), pengganti("plt"))
    nilai(svc, id_, siapa=P3)
    assert lakukan(svc, id_, "tetapkan", P3).json["status"] == "ditetapkan"
    assert terakhir(svc).ditetapkan_sebagai == "plt"
    svc.deliver(pengganti("plt", sampai=HARI - timedelta(days=1), version=2))
    assert lakukan(svc, id_, "sampaikan", P3).status_code == 404


def test_nobody_rates_himself_as_plh(svc):
    id_ = siapkan(svc)
    svc.deliver(pengganti(pegawai_id=P4))
    assert nilai(svc, id_, siapa=P4).status_code == 403
    assert masuk(svc, P4).get(f"{API}/antrian?tahun=2025").json["data"] == []
    assert nilai(svc, id_, siapa=P1).status_code == 200


def ditutup(selesai: date, version: int = 7) -> kontrak_skp.Skp:
    return skp_pegawai(status="ditutup", selesai=selesai, version=version)


def test_a_segment_closed_by_a_transfer_is_evaluated_by_the_evaluator_of_that_time(svc):
    akhir = date(2025, 7, 31)
    siap = [
        replace(lap, bebas="penugasan_berakhir", status="draf", pertama_dikirim_pada=None, dikirim_pada=None) if lap.mulai > akhir else lap
        for lap in laporan_setahun()
    ]
    id_ = siapkan(svc, laporan_=[])
    svc.deliver(ditutup(akhir), *siap)
    assert (terakhir(svc).status, terakhir(svc).selesai) == ("diajukan", akhir)
    organisasi_baik(svc)
    assert nilai(svc, id_).status_code == 200
    assert lakukan(svc, id_, "tetapkan").json["status"] == "ditetapkan"


@pytest.mark.parametrize(("selesai", "dinilai"), [(date(2025, 2, 14), False), (date(2025, 4, 14), True)])
def test_who_leaves_before_one_periodic_period_has_passed_is_not_evaluated(svc, selesai, dinilai):
    id_ = siapkan(svc, laporan_=[])
    triwulan = kontrak_skp.Periode(
        uid("triwulan 1"), INSTANSI, 2025, "evaluasi", "triwulan", 1, "Triwulan 1", date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 8),
        date(2025, 4, 15), 1,
    )  # fmt: skip
    keadaan = (auth.Keadaan(uid("pensiun"), "pensiun", selesai + timedelta(days=1), None),)
    svc.deliver(triwulan, ditutup(selesai), replace(pegawai(P4, penugasan(SD, penilai=P2, atasan=P1), version=2), keadaan=keadaan))
    assert (terakhir(svc).tidak_dinilai == "") is dinilai
    assert bool(masuk(svc, P2).get(f"{API}/antrian?tahun=2025").json["data"]) is dinilai
    if not dinilai:
        assert "Masa dinas berakhir sebelum satu periode evaluasi" in masuk(svc, P4).get(f"/penilaian/hasil/{id_}").text
    assert evaluasi_id(svc) == id_


def test_reports_that_leave_excuses_are_neither_missing_nor_counted(svc):
    semua = laporan_setahun()
    cuti = [
        replace(lap, bebas="cuti_melahirkan", status="draf", pertama_dikirim_pada=None, dikirim_pada=None, diterima_pada=None)
        if lap.mulai.month in (3, 4)
        else lap
        for lap in semua
    ]
    siapkan(svc, laporan_=cuti)
    assert (terakhir(svc).status, terakhir(svc).ketepatan.wajib, terakhir(svc).ketepatan.kosong) == ("diajukan", 10, 0)
