"""The flow of one evaluation through the API: who may do what, when, and what the others are told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from services.penilaian.tests.mothers import (
    AKHIR,
    ALASAN_HASIL,
    ALASAN_PERILAKU,
    DINAS,
    INSTANSI,
    INSTANSI_LAIN,
    P1,
    P2,
    P3,
    P4,
    P5,
    S0,
    SD,
    SKOR_P4,
    instansi,
    laporan,
    laporan_setahun,
    pegawai,
    penugasan,
    skp_pegawai,
    uid,
    unor,
)

from shared import clock
from shared.contracts import penilaian as kontrak
from shared.contracts import skp as kontrak_skp

JAM = {"X-Kinerja-Jam": AKHIR.isoformat()}
API = "/penilaian/api/v1"
ISI = {
    "rating_hasil": "di_atas_ekspektasi",
    "alasan_hasil": ALASAN_HASIL,
    "rating_perilaku": "di_atas_ekspektasi",
    "alasan_perilaku": ALASAN_PERILAKU,
    "perilaku": [{"kode": kode, "skor": str(skor)} for kode, skor in SKOR_P4.items()],
    "gagasan_baru": "Format data sekolah satu lembar.",
    "catatan": "Pertahankan.",
}


def siapkan(svc, *, laporan_=None):
    svc.deliver(
        instansi(),
        unor(DINAS, "Dinas Pendidikan", None),
        unor(SD, "Bidang Pembinaan SD", DINAS),
        pegawai(P1, penugasan(DINAS, kepala=True, penilai=S0)),
        pegawai(P2, penugasan(SD, kepala=True, penilai=P1, atasan=S0)),
        pegawai(P4, penugasan(SD, penilai=P2, atasan=P1)),
        kontrak_skp.Periode(
            uid("evaluasi 2025"),
            INSTANSI,
            2025,
            "evaluasi",
            "tahunan",
            1,
            "Tahunan 2025",
            date(2025, 1, 1),
            date(2025, 12, 31),
            date(2026, 1, 15),
            date(2026, 1, 31),
            1,
        ),
        skp_pegawai(),
    )
    svc.deliver(*(laporan_ if laporan_ is not None else laporan_setahun()))
    return evaluasi_id(svc)


def evaluasi_id(svc, pegawai_id=P4):
    return next(e.id for e in svc.published(kontrak.Evaluasi) if e.pegawai_id == pegawai_id)


def masuk(svc, siapa, *, peran=frozenset(), instansi_id=INSTANSI):
    client = svc.client(svc.identity(pegawai_id=siapa, instansi_id=instansi_id, peran=peran))
    client.environ_base["HTTP_X_KINERJA_JAM"] = AKHIR.isoformat()
    return client


def organisasi_baik(svc):
    jawab = masuk(svc, P1).put(
        f"{API}/organisasi", json={"unor_id": str(SD), "tahun": 2025, "nilai": "baik", "alasan": "Perjanjian kinerja tercapai."}
    )
    assert jawab.status_code == 200, jawab.json
    return jawab


def nilai(svc, id_, isi=None, *, siapa=P2, versi=None, **kw):
    client = masuk(svc, siapa, **kw)
    if versi is None:
        versi = client.get(f"{API}/evaluasi/{id_}").json["version"]
    return client.put(f"{API}/evaluasi/{id_}", json=ISI if isi is None else isi, headers={"If-Match": f'"{versi}"'})


def lakukan(svc, id_, apa, siapa=P2, **kw):
    return masuk(svc, siapa).post(f"{API}/evaluasi/{id_}/{apa}", **kw)


def test_an_agreed_plan_opens_an_evaluation_that_is_handed_over_with_the_last_report(svc):
    with clock.at(datetime(2026, 1, 2, tzinfo=UTC)):
        id_ = siapkan(svc, laporan_=[*laporan_setahun()[:11], laporan(12, status="draf", version=1)])
    with_employee = masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json
    assert with_employee["status"] == "pengisian"
    assert with_employee["aksi"][0]["kode"] == "nilai" and "Desember 2025 belum dikirim" in with_employee["aksi"][0]["alasan"]
    svc.deliver(laporan(12))
    isi = masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json
    assert (isi["status"], isi["diajukan_otomatis"]) == ("diajukan", False)
    assert svc.published(kontrak.Evaluasi)[-1].status == "diajukan"
    assert svc.published(kontrak.Evaluasi)[-1].ketepatan.tepat_waktu == 12


def test_from_the_queue_to_the_delivered_result_with_the_figures_of_the_sample(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    (baris,) = masuk(svc, P2).get(f"{API}/antrian?tahun=2025").json["data"]
    assert (baris["id"], baris["giliran"], baris["nilai_skp"], baris["saran_hasil"]) == (str(id_), "anda", "111.09", "di_atas_ekspektasi")
    draf = nilai(svc, id_)
    assert draf.status_code == 200 and draf.headers["ETag"] == f'"{draf.json["version"]}"'
    assert [draf.json[k] for k in ("nilai_skp", "nilai_perilaku", "nkp", "predikat")] == ["111.09", "112.00", "111.46", "sangat_baik"]
    assert {a["kode"]: a["boleh"] for a in draf.json["aksi"]} == {"nilai": True, "tetapkan": True, "kembalikan": True}
    tetap = lakukan(svc, id_, "tetapkan")
    assert tetap.status_code == 200 and tetap.json["status"] == "ditetapkan" and len(tetap.json["hash"]) == 64
    assert masuk(svc, P4).get(f"{API}/evaluasi/{id_}").json["predikat"] is None
    assert lakukan(svc, id_, "sampaikan").json["status"] == "disampaikan"
    hasil = masuk(svc, P4).get(f"{API}/evaluasi/{id_}").json
    assert (hasil["predikat"], hasil["nkp"], hasil["capaian_organisasi"], hasil["batas_keberatan"]) == (
        "sangat_baik",
        "111.46",
        "baik",
        "2026-01-26",
    )
    assert hasil["jejak"]["langkah"][-1]["rumus"] == "60 % \u00d7 111,09 + 40 % \u00d7 112,00"
    assert {a["kode"]: a["boleh"] for a in hasil["aksi"]} == {"terima": True, "keberatan": True}
    assert lakukan(svc, id_, "terima", P4).json["status"] == "final"
    keadaan = svc.published(kontrak.Evaluasi)
    assert [e.status for e in keadaan][-4:] == ["dinilai", "ditetapkan", "disampaikan", "final"]
    assert all(e.nkp is None and e.predikat == "" for e in keadaan if e.status in ("pengisian", "diajukan", "dinilai"))
    assert (str(keadaan[-1].nkp), keadaan[-1].predikat, keadaan[-1].rating_hasil) == ("111.46", "sangat_baik", "di_atas_ekspektasi")
    assert [e.version for e in keadaan] == sorted({e.version for e in keadaan})
    assert len(svc.published(kontrak.PenilaianDitetapkan)) == len(svc.published(kontrak.PenilaianFinal)) == 1


def test_the_late_sample_keeps_its_counters_and_needs_a_reason_only_against_the_suggestion(svc):
    isi = (replace(skp_pegawai().rhk[0], bobot=100),)
    rencana = skp_pegawai(P5, isi=isi, mulai=date(2025, 8, 1))
    angka = {"1": ("2.4",) * 12}
    lima = [
        laporan(8, rencana=rencana, angka=angka),
        laporan(9, rencana=rencana, angka=angka, terlambat=12),
        laporan(10, rencana=rencana, angka=angka, terlambat=9),
        laporan(11, rencana=rencana, angka=angka, terlambat=15),
        laporan(12, rencana=rencana, angka=angka, terlambat=3, dimaafkan=True),
    ]
    siapkan(svc)
    organisasi_baik(svc)
    svc.deliver(rencana, *lima)
    id_ = evaluasi_id(svc, P5)
    sesuai = {"rating_hasil": "sesuai_ekspektasi", "rating_perilaku": "sesuai_ekspektasi"}
    skor = zip(SKOR_P4, (97, 82, 98, 100, 100, 97, 98), strict=True)
    draf = nilai(svc, id_, {**sesuai, "perilaku": [{"kode": k, "skor": n} for k, n in skor]}).json
    assert draf["ketepatan"] == {"wajib": 5, "tepat_waktu": 1, "terlambat": 3, "dimaafkan": 1, "kosong": 0, "persen": "25.00"}
    assert draf["saran"]["akuntabel_di_bawah"] is True and draf["nilai_perilaku"] == "96.00"
    assert lakukan(svc, id_, "tetapkan").json["predikat"] == "baik"


def test_a_draft_is_seen_by_its_evaluator_alone(svc):
    id_ = siapkan(svc)
    nilai(svc, id_)
    pegawai_ = masuk(svc, P4).get(f"{API}/evaluasi/{id_}").json
    atasan = masuk(svc, P1).get(f"{API}/evaluasi/{id_}").json
    for isi in (pegawai_, atasan):
        assert all(isi[k] is None for k in ("rating_hasil", "alasan_hasil", "perilaku", "predikat", "nkp", "catatan", "jejak", "saran"))
        assert "nilai" not in [p["aksi"] for p in isi["riwayat"]]
    assert masuk(svc, P4).get(f"{API}/evaluasi").json["data"][0]["predikat"] == ""
    assert masuk(svc, P3, peran={"admin_instansi"}).get(f"{API}/evaluasi/{id_}").status_code == 404


def test_officers_read_from_the_fixing_on(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    nilai(svc, id_)
    lakukan(svc, id_, "tetapkan")
    for peran in ("admin_instansi", "pengelola_kinerja", "ppk"):
        assert masuk(svc, P3, peran={peran}).get(f"{API}/evaluasi/{id_}").json["predikat"] == "sangat_baik"
    assert masuk(svc, P1).get(f"{API}/evaluasi/{id_}").json["predikat"] == "sangat_baik"
    assert masuk(svc, P3, peran={"admin_instansi"}).post(f"{API}/evaluasi/{id_}/sampaikan").status_code == 403


@pytest.mark.parametrize("apa", ["baca", "nilai", "tetapkan", "sampaikan", "terima", "ajukan", "kembalikan"])
def test_what_is_not_the_callers_does_not_exist(svc, apa):
    id_ = siapkan(svc)
    for siapa, instansi_id, sasaran in ((P5, INSTANSI, id_), (P2, INSTANSI_LAIN, id_), (P2, INSTANSI, uuid4())):
        client = masuk(svc, siapa, instansi_id=instansi_id)
        alamat = f"{API}/evaluasi/{sasaran}"
        if apa == "baca":
            jawab = client.get(alamat)
        elif apa == "nilai":
            jawab = client.put(alamat, json=ISI, headers={"If-Match": '"1"'})
        else:
            jawab = client.post(f"{alamat}/{apa}", json={"alasan": "x"})
        assert jawab.status_code == 404 and jawab.content_type == "application/problem+json"


def test_without_a_token_nothing_is_open(svc):
    id_ = siapkan(svc)
    assert svc.client().get(f"{API}/evaluasi/{id_}").status_code == 401
    assert svc.client().post(f"{API}/simulasi", json={}).status_code == 401


@pytest.mark.parametrize(("siapa", "apa"), [(P4, "tetapkan"), (P1, "tetapkan"), (P4, "sampaikan"), (P2, "terima"), (P2, "ajukan")])
def test_who_may_see_but_not_do_is_told_who_may(svc, siapa, apa):
    id_ = siapkan(svc)
    jawab = lakukan(svc, id_, apa, siapa)
    assert jawab.status_code == 403 and "Hanya" in jawab.json["detail"]


def test_the_employee_cannot_write_into_the_form(svc):
    id_ = siapkan(svc)
    assert nilai(svc, id_, siapa=P4).status_code == 403


def test_deeds_out_of_order_change_nothing(svc):
    id_ = siapkan(svc)
    sebelum = masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json["version"]
    for apa in ("sampaikan", "tetapkan"):
        jawab = lakukan(svc, id_, apa)
        assert jawab.status_code == 409 and jawab.json["code"] == "not_allowed"
    assert masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json["version"] == sebelum
    assert not svc.published(kontrak.PenilaianDitetapkan)


def test_a_stale_version_is_refused_and_a_missing_one_asked_for(svc):
    id_ = siapkan(svc)
    lama = masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json["version"]
    assert nilai(svc, id_, {"catatan": "a"}, versi=lama).status_code == 200
    basi = nilai(svc, id_, {"catatan": "b"}, versi=lama)
    assert basi.status_code == 412 and basi.json["code"] == "stale_version"
    assert masuk(svc, P2).put(f"{API}/evaluasi/{id_}", json={"catatan": "c"}).status_code == 428
    assert masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json["catatan"] == "a"
    assert lakukan(svc, id_, "tetapkan", headers={"If-Match": f'"{lama}"'}).status_code == 412


def test_partial_saving_keeps_the_other_fields(svc):
    id_ = siapkan(svc)
    nilai(svc, id_)
    rhk = str(skp_pegawai().rhk[1].id)
    nilai(svc, id_, {"perilaku": [{"kode": "AK", "skor": "90"}]})
    isi = nilai(svc, id_, {"catatan_rhk": {rhk: {"rating": "sesuai_ekspektasi", "catatan": "Rapi."}}}).json
    assert [s["skor"] for s in isi["perilaku"]] == ["115", "90", "110", "110", "108", "115", "114"]
    assert isi["rating_hasil"] == "di_atas_ekspektasi" and isi["alasan_hasil"] == ALASAN_HASIL
    assert isi["catatan_rhk"][rhk] == {"rating": "sesuai_ekspektasi", "catatan": "Rapi."}
    kosong = nilai(svc, id_, {"rating_hasil": None, "perilaku": [{"kode": "AK", "skor": None}]}).json
    assert kosong["rating_hasil"] is None and kosong["nkp"] is None and kosong["predikat"] is None


def test_the_same_sending_twice_is_done_once(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    nilai(svc, id_)
    kunci = {"Idempotency-Key": "tetapkan-rina-2025"}
    satu, dua = lakukan(svc, id_, "tetapkan", headers=kunci), lakukan(svc, id_, "tetapkan", headers=kunci)
    assert satu.status_code == dua.status_code == 200 and satu.json == dua.json
    assert dua.headers["Idempotency-Replayed"] == "true"
    assert len(svc.published(kontrak.PenilaianDitetapkan)) == 1


def test_a_return_waits_for_the_employee_and_comes_back(svc):
    id_ = siapkan(svc)
    assert lakukan(svc, id_, "kembalikan", json={"alasan": " "}).status_code == 422
    assert lakukan(svc, id_, "kembalikan", json={"alasan": "Lengkapi bukti RHK 2."}).json["status"] == "dikembalikan"
    pegawai_ = masuk(svc, P4).get(f"{API}/evaluasi/{id_}").json
    assert pegawai_["riwayat"][-1]["alasan"] == "Lengkapi bukti RHK 2."
    assert lakukan(svc, id_, "ajukan", P4).json["status"] == "diajukan"


def test_a_newer_report_after_rating_must_be_seen_first(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    nilai(svc, id_)
    svc.deliver(laporan(12, version=7, dikirim_pada=AKHIR + timedelta(hours=1)))
    isi = masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json
    assert isi["laporan_baru"] == ["Desember 2025"]
    assert lakukan(svc, id_, "tetapkan").status_code == 409
    assert nilai(svc, id_, {"laporan_dilihat": True}).json["laporan_baru"] == []
    assert lakukan(svc, id_, "tetapkan").status_code == 200


def test_without_the_organisations_result_a_reason_is_needed(svc):
    id_ = siapkan(svc)
    nilai(svc, id_)
    assert "Capaian organisasi" in lakukan(svc, id_, "tetapkan").json["detail"]
    nilai(svc, id_, {"organisasi_belum": "Pimpinan sedang dinas luar."})
    assert lakukan(svc, id_, "tetapkan").json["capaian_organisasi"] == ""


def test_a_unit_without_a_result_takes_that_of_the_unit_above(svc):
    siapkan(svc)
    isi = {"unor_id": str(DINAS), "tahun": 2025, "nilai": "istimewa", "alasan": "Seluruh sasaran terlampaui."}
    assert masuk(svc, S0).put(f"{API}/organisasi", json=isi).status_code == 200
    assert masuk(svc, P2).get(f"{API}/evaluasi/{evaluasi_id(svc)}").json["organisasi"] == {
        "nilai": "istimewa",
        "unor_id": str(DINAS),
        "unor_nama": "Dinas Pendidikan",
    }
    organisasi_baik(svc)
    assert masuk(svc, P2).get(f"{API}/evaluasi/{evaluasi_id(svc)}").json["organisasi"]["nilai"] == "baik"


def test_the_result_of_a_unit_is_set_by_the_leader_above_and_changed_with_its_version(svc):
    siapkan(svc)
    isi = {"unor_id": str(SD), "tahun": 2025, "nilai": "baik", "alasan": "Perjanjian kinerja tercapai."}
    for siapa, peran in ((P2, ()), (P4, ()), (P3, ("admin_instansi",))):
        assert masuk(svc, siapa, peran=frozenset(peran)).put(f"{API}/organisasi", json=isi).status_code == 403
    satu = organisasi_baik(svc)
    assert masuk(svc, P1).put(f"{API}/organisasi", json=isi).status_code == 428
    assert masuk(svc, P1).put(f"{API}/organisasi", json=isi, headers={"If-Match": '"9"'}).status_code == 412
    dua = masuk(svc, P3, peran={"ppk"}).put(
        f"{API}/organisasi", json={**isi, "nilai": "kurang"}, headers={"If-Match": satu.headers["ETag"]}
    )
    assert (dua.status_code, dua.json["nilai"], dua.json["version"]) == (200, "kurang", 2)
    assert [o.nilai for o in svc.published(kontrak.Organisasi)] == ["baik", "kurang"]
    assert masuk(svc, P1).put(f"{API}/organisasi", json={**isi, "unor_id": str(uuid4())}).status_code == 404
    (baris,) = masuk(svc, P4).get(f"{API}/organisasi?tahun=2025").json["data"]
    assert (baris["unor_nama"], baris["nilai"]) == ("Bidang Pembinaan SD", "kurang")


@pytest.mark.parametrize(
    ("isi", "kolom"),
    [
        ({"rating_hasil": "bagus"}, "rating_hasil"),
        ({"perilaku": [{"kode": "XX", "skor": 1}]}, "perilaku.0.kode"),
        ({"perilaku": [{"kode": "BP", "skor": 121}]}, "perilaku.0.skor"),
        ({"perilaku": [{"kode": "BP", "skor": "NaN"}]}, "perilaku.0.skor"),
        ({"perilaku": [{"kode": "BP", "skor": True}]}, "perilaku.0.skor"),
        ({"perilaku": [{"kode": "BP", "skor": 1}, {"kode": "BP", "skor": 2}]}, "perilaku"),
        ({"predikat": "sangat_baik"}, "predikat"),
        ({"alasan_hasil": "x" * 4001}, "alasan_hasil"),
        ({"catatan_rhk": {str(uuid4()): {"catatan": "x"}}}, None),
        ({"catatan_rhk": {"bukan-uuid": {"catatan": "x"}}}, None),
    ],
)
def test_bad_input_is_named_by_field_and_changes_nothing(svc, isi, kolom):
    id_ = siapkan(svc)
    jawab = nilai(svc, id_, isi)
    assert jawab.status_code == 422, jawab.json
    if kolom:
        assert kolom in jawab.json["errors"]
    assert masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json["status"] == "diajukan"


def test_broken_json_is_a_problem_and_not_a_crash(svc):
    id_ = siapkan(svc)
    jawab = masuk(svc, P2).put(
        f"{API}/evaluasi/{id_}", data=b'{"catatan":', headers={"If-Match": '"1"', "Content-Type": "application/json"}
    )
    assert jawab.status_code in (400, 422) and jawab.content_type == "application/problem+json"


SIMULASI = {
    "metode": "linear_120",
    "bobot_skp": 60,
    "bobot_perilaku": 40,
    "rhk": [
        {"bobot": "20", "indikator": [{"arah": "normal", "target": "12", "realisasi": "12"}]},
        {"bobot": 30, "indikator": [{"target": 4, "realisasi": 4}, {"target": 85, "realisasi": 91.2}]},
        {"bobot": "15", "indikator": [{"target": "2", "realisasi": "3"}]},
        {"bobot": "35", "indikator": [{"arah": "normal", "target_min": "1", "target_max": "1", "realisasi": "2"}]},
    ],
    "perilaku": ["115", 112, "110", "110", "108", "115", "114"],
}


def ubah(**perubahan):
    isi = json.loads(json.dumps(SIMULASI))
    for jalan, nilai_ in perubahan.items():
        letak, *kunci = [int(k) if k.isdigit() else k for k in jalan.split("__")]
        if kunci:
            bagian = isi[letak]
            for k in kunci[:-1]:
                bagian = bagian[k]
            bagian[kunci[-1]] = nilai_
        else:
            isi[letak] = nilai_
    return isi


def test_the_simulation_computes_without_storing(svc):
    jawab = masuk(svc, P5).post(f"{API}/simulasi", json=SIMULASI)
    assert jawab.status_code == 200
    assert [r["capaian"] for r in jawab.json["rhk"]] == ["100.00", "103.65", "120.00", "120.00"]
    assert [jawab.json[k] for k in ("nilai_skp", "nilai_perilaku", "nkp")] == ["111.09", "112.00", "111.46"]
    assert jawab.json["jejak"]["metode"] == "linear_120" and jawab.json["jejak"]["langkah"]
    assert svc.published() == []


@pytest.mark.parametrize(
    "isi",
    [
        ubah(metode="rumus_sendiri"),
        ubah(bobot_skp=70),
        ubah(bobot_skp=-40, bobot_perilaku=140),
        ubah(rhk__0__bobot="20.01"),
        ubah(rhk__0__bobot="-20"),
        ubah(rhk=[]),
        ubah(rhk__0__indikator=[]),
        ubah(rhk__0__indikator__0__target=0),
        ubah(rhk__0__indikator__0__target=None),
        ubah(rhk__0__indikator__0__target="1e999999999"),
        ubah(rhk__0__indikator__0__target="NaN"),
        ubah(rhk__0__indikator__0__realisasi="Infinity"),
        ubah(rhk__0__indikator__0__realisasi=-1),
        ubah(rhk__0__indikator__0__realisasi=None),
        ubah(rhk__0__indikator__0__realisasi="dua belas"),
        ubah(rhk__0__indikator__0__realisasi="9" * 41),
        ubah(rhk__0__indikator__0__arah="terbalik"),
        ubah(rhk__0__indikator__0__target_min=3),
        ubah(perilaku=[100] * 6),
        ubah(perilaku=[100] * 8),
        ubah(perilaku=[100] * 6 + [121]),
        ubah(perilaku=[100] * 6 + [-1]),
        ubah(perilaku="100"),
        ubah(rhk=[{"bobot": 1, "indikator": [{"target": 1, "realisasi": 1}]}] * 101),
        ubah(asing=1),
        [],
        {},
    ],
)
def test_the_simulation_refuses_what_makes_no_sense(svc, isi):
    jawab = masuk(svc, P5).post(f"{API}/simulasi", json=isi)
    assert jawab.status_code == 422 and jawab.content_type == "application/problem+json"
    assert jawab.json["errors"] or jawab.json["detail"]


def test_a_hundred_rhk_are_still_computed(svc):
    isi = ubah(rhk=[{"bobot": 1, "indikator": [{"target": 1, "realisasi": 1}]}] * 100)
    assert masuk(svc, P5).post(f"{API}/simulasi", json=isi).json["nilai_skp"] == "100.00"


def test_a_target_of_zero_is_fine_when_lower_is_better(svc):
    isi = ubah(rhk__0__indikator__0__target=0, rhk__0__indikator__0__arah="khusus", rhk__0__indikator__0__realisasi=0)
    assert masuk(svc, P5).post(f"{API}/simulasi", json=isi).json["rhk"][0]["capaian"] == "100.00"


def test_a_system_reads_results_once_they_are_delivered_and_officers_once_they_are_fixed(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    simpeg = svc.client(svc.client_identity("penilaian.baca", instansi_id=INSTANSI))
    alamat = f"{API}/evaluasi?tahun=2025&milik=instansi"

    def terbaca(client):
        (baris,) = client.get(alamat).json["data"]
        return baris["status"], baris["predikat"], baris["nkp"]

    pengelola = masuk(svc, uid("pengelola"), peran={"pengelola_kinerja"})
    assert nilai(svc, id_).status_code == 200
    assert terbaca(simpeg) == terbaca(pengelola) == ("diajukan", "", None)
    assert lakukan(svc, id_, "tetapkan").status_code == 200
    assert terbaca(simpeg) == ("diajukan", "", None)
    assert terbaca(pengelola)[:2] == ("ditetapkan", "sangat_baik")
    assert lakukan(svc, id_, "sampaikan").status_code == 200
    assert terbaca(simpeg)[:2] == ("disampaikan", "sangat_baik")
    apa = svc.connection.execute(
        sa.text("SELECT sebagai, rincian ->> 'apa' AS apa FROM jejak WHERE aksi = 'baca' ORDER BY id DESC LIMIT 1")
    ).one()
    assert tuple(apa) == ("klien", "daftar penilaian instansi 2025")
    assert simpeg.get(f"{API}/evaluasi/{id_}").status_code == 403
    assert simpeg.post(f"{API}/evaluasi/{id_}/terima").status_code == 403
    assert svc.client(svc.client_identity("penilaian.baca")).get(alamat).json["data"] == []
    assert masuk(svc, P4).get(alamat).status_code == 403


def test_lists_and_pages_of_the_year_hold_the_yearly_evaluation_alone(svc):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    assert nilai(svc, id_).status_code == 200
    pengelola = masuk(svc, uid("pengelola"), peran={"pengelola_kinerja"})
    daftar = (
        (masuk(svc, P2), f"{API}/antrian?tahun=2025"),
        (masuk(svc, P4), f"{API}/evaluasi?tahun=2025"),
        (pengelola, f"{API}/evaluasi?tahun=2025&milik=instansi"),
    )
    sebelum = [client.get(alamat).json for client, alamat in daftar]
    kolom = svc.connection.execute(sa.text("SELECT * FROM evaluasi")).one()._mapping
    nama = [k for k in kolom if k not in ("id", "jenis", "dokumen")]
    periode = uuid4()
    svc.connection.execute(
        sa.text(
            f"INSERT INTO evaluasi (id, jenis, dokumen, {', '.join(nama)})"
            " SELECT CAST(:id AS uuid), 'triwulan-01', dokumen || jsonb_build_object('id', CAST(:id AS text), 'jenis', 'triwulan-01'),"
            f" {', '.join(nama)} FROM evaluasi"
        ),
        {"id": str(periode)},
    )
    assert [client.get(alamat).json for client, alamat in daftar] == sebelum
    for halaman in ("", "sekaligus", "perilaku", f"banding?orang={id_}&orang={periode}"):
        html = masuk(svc, P2).get(f"/penilaian/{halaman}{'&' if '?' in halaman else '?'}tahun=2025").text
        assert f'/penilaian/{periode}"' not in html and f'value="{periode}' not in html
    svc.deliver(laporan(12, version=3, dikirim_pada=AKHIR))
    assert svc.dead_letters() == [] and svc.published(kontrak.Evaluasi)[-1].id == id_
    assert svc.connection.execute(sa.text("SELECT version FROM evaluasi WHERE id = :id"), {"id": periode}).scalar() == kolom["version"]
