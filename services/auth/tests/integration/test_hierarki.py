"""Evaluators set by the admin, complaints, and the hierarchy check, through API and pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from services.auth.tests.mothers import CACAT, P1, P2, P3, P4, P5, P9, T1, Kota, buku, lembar_contoh, pembuat_contoh

from auth.application.use_cases_hierarki import periksa_yang_berubah
from shared import clock
from shared.contracts import auth as contracts

ALASAN = "Mendampingi proyek strategis sampai akhir tahun"


def hari_ini() -> date:
    return clock.today("Asia/Jakarta")


def tetapkan(kota: Kota, pegawai: UUID, penilai: UUID, **isi: Any) -> Any:
    badan = {"penilai_id": str(penilai), "mulai": hari_ini().isoformat(), "alasan": ALASAN, **isi}
    return kota.admin.post(f"/auth/api/v1/pegawai/{pegawai}/penetapan", json=badan)


def sebagai(kota: Kota, pegawai: UUID) -> FlaskClient:
    return kota.svc.client(kota.identitas(pegawai))


def penilai_kini(kota: Kota, pegawai: UUID) -> Any:
    return kota.admin.get(f"/auth/api/v1/pegawai/{pegawai}/penilai").get_json()["penjelasan"]


def test_an_evaluator_set_by_the_admin_is_told_and_shown_with_its_reason(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4, p3 = kota.id_dari(P4), kota.id_dari(P3)
    sebelum = len(kota.svc.published())
    jawaban = tetapkan(kota, p4, p3)
    assert jawaban.status_code == 201
    baru = kota.svc.published()[sebelum:]
    (keadaan,) = [e for e in baru if isinstance(e, contracts.Pegawai)]
    assert (keadaan.id, keadaan.penugasan[-1].penilai_id, keadaan.version) == (p4, p3, 2)
    assert [e.perubahan for e in baru if isinstance(e, contracts.PegawaiDiubah)] == [("penilai",)]
    sebab = penilai_kini(kota, p4)
    assert (sebab["sumber"], sebab["kalimat"]) == ("penetapan", f"Ditetapkan admin: {ALASAN}")
    assert f"Ditetapkan admin: {ALASAN}" in kota.admin_browser.get(f"/auth/pegawai/{p4}").get_data(as_text=True)


def test_setting_a_heads_evaluator_changes_the_superior_of_the_people_whom_he_evaluates(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p2, p3, p4 = kota.id_dari(P2), kota.id_dari(P3), kota.id_dari(P4)
    sebelum = len(kota.svc.published(contracts.Pegawai))
    assert tetapkan(kota, p2, p3).status_code == 201
    berubah = {p.id: p for p in kota.svc.published(contracts.Pegawai)[sebelum:]}
    assert berubah[p4].penugasan[-1].atasan_penilai_id == p3


def test_taking_it_back_brings_the_derived_evaluator_and_keeps_the_record(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4, p3 = kota.id_dari(P4), kota.id_dari(P3)
    (satu,) = tetapkan(kota, p4, p3).get_json()["penetapan"]
    jawaban = kota.admin.post(f"/auth/api/v1/pegawai/{p4}/penetapan/{satu['id']}/cabut", json={})
    assert jawaban.status_code == 200
    assert penilai_kini(kota, p4)["sumber"] == "kepala_unit"
    assert ALASAN in kota.admin_browser.get(f"/auth/pegawai/{p4}").get_data(as_text=True)
    assert kota.admin.post(f"/auth/api/v1/pegawai/{p4}/penetapan/{satu['id']}/cabut", json={}).status_code == 409


def test_an_import_of_the_same_sheet_does_not_take_it_away(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4 = kota.id_dari(P4)
    tetapkan(kota, p4, kota.id_dari(P3))
    jawaban = kota.impor(buku(lembar_contoh()), terapkan=True).get_json()
    assert (jawaban["berubah"], jawaban["baru"]) == (0, 0)
    assert penilai_kini(kota, p4)["sumber"] == "penetapan"


@pytest.mark.parametrize(
    ("pegawai", "penilai", "isi", "kata"),
    [
        (P4, P4, {}, "dirinya sendiri"),
        (P2, P4, {}, "melingkar"),
        (P1, P4, {}, "melingkar"),
        (P4, P9, {}, "tidak punya penugasan"),
        (P4, P3, {"alasan": "pendek"}, "Alasan belum cukup jelas"),
        (P4, P3, {"alasan": "x" * 10_000}, "Alasan terlalu panjang"),
        (P4, P3, {"mulai": "2019-01-01"}, "tidak punya penugasan"),
        (P4, P3, {"selesai": "2020-01-01"}, "lebih awal"),
        (P4, P2, {}, "Tidak ada yang berubah"),
    ],
    ids=[
        "oneself",
        "a subordinate",
        "a subordinate's subordinate",
        "who has left",
        "no reason",
        "a long reason",
        "before the post",
        "backwards",
        "the same",
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    kota_terisi: Kota, pegawai: str, penilai: str, isi: dict[str, str], kata: str
) -> None:
    kota = kota_terisi
    sebelum = len(kota.svc.published())
    jawaban = tetapkan(kota, kota.id_dari(pegawai), kota.id_dari(penilai), **isi)
    assert jawaban.status_code == 422
    assert kata in jawaban.get_json()["detail"]
    assert len(kota.svc.published()) == sebelum


def test_people_of_another_instansi_are_not_found(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4 = kota.id_dari(P4)
    assert tetapkan(kota, p4, uuid4()).status_code == 422
    lain = kota.svc.client(kota.svc.identity(peran={"admin_instansi"}))
    badan = {"penilai_id": str(kota.id_dari(P3)), "mulai": hari_ini().isoformat(), "alasan": ALASAN}
    assert lain.post(f"/auth/api/v1/pegawai/{p4}/penetapan", json=badan).status_code == 404
    assert lain.get(f"/auth/api/v1/pegawai/{p4}/penilai").status_code == 404


def test_only_an_admin_sets_evaluators_and_nobody_his_own(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4, p3 = kota.id_dari(P4), kota.id_dari(P3)
    badan = {"penilai_id": str(p3), "mulai": hari_ini().isoformat(), "alasan": ALASAN}
    for peran in ("pengelola_kinerja", "ppk", "auditor", "admin_platform"):
        klien = kota.svc.client(kota.identitas(None, peran))
        assert klien.post(f"/auth/api/v1/pegawai/{p4}/penetapan", json=badan).status_code == 403
    sendiri = kota.svc.client(kota.identitas(p4, "admin_instansi"))
    assert sendiri.post(f"/auth/api/v1/pegawai/{p4}/penetapan", json=badan).status_code == 403


def test_a_reason_with_script_in_it_is_text(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4 = kota.id_dari(P4)
    tetapkan(kota, p4, kota.id_dari(P3), alasan="<script>alert(1)</script> cukup panjang")
    assert "<script>alert" not in kota.admin_browser.get(f"/auth/pegawai/{p4}").get_data(as_text=True)


# "Atasan saya salah"


def test_a_complaint_is_filed_seen_and_accepted_in_one_click(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4, p3 = kota.id_dari(P4), kota.id_dari(P3)
    browser = kota.svc.browser(kota.identitas(p4))
    halaman = browser.get("/auth/atasan?cari=sri").get_data(as_text=True)
    assert "Agus Prasetyo" in halaman and "Kepala Bidang Pembinaan SD menilai" in halaman and "Sri Wahyuni" in halaman
    isi = {"usul_id": str(p3), "alasan": "Sejak Agustus saya diperbantukan di SDN Contoh 1"}
    assert browser.post_form("/auth/atasan/keluhan", isi, page="/auth/atasan").status_code == 303
    assert "Menunggu admin" in browser.get("/auth/atasan").get_data(as_text=True)
    admin = kota.admin_browser
    antrean = admin.get("/auth/keluhan").get_data(as_text=True)
    assert (
        "Rina Lestari" in antrean
        and "Kepala Bidang Pembinaan SD menilai" in antrean
        and "Terima, tetapkan Sri Wahyuni" in antrean
        and "jadikan kepala" not in antrean
    )
    (satu,) = kota.admin.get("/auth/api/v1/keluhan-atasan").get_json()["data"]
    assert admin.post_form(f"/auth/keluhan/{satu['id']}/terima", {"cara": "penetapan"}, page="/auth/keluhan").status_code == 303
    assert penilai_kini(kota, p4)["penilai_id"] == str(p3)
    assert "Diterima" in browser.get("/auth/atasan").get_data(as_text=True)
    assert kota.svc.published(contracts.Pegawai)[-1].penugasan[-1].penilai_id == p3


def test_one_open_complaint_a_person_and_it_can_be_taken_back(kota_terisi: Kota) -> None:
    kota = kota_terisi
    saya = sebagai(kota, kota.id_dari(P4))
    badan = {"usul_id": None, "alasan": "Atasan saya sudah pindah ke dinas lain"}
    satu = saya.post("/auth/api/v1/keluhan-atasan", json=badan)
    assert satu.status_code == 201
    assert saya.post("/auth/api/v1/keluhan-atasan", json=badan).status_code == 409
    lain = sebagai(kota, kota.id_dari(P5))
    assert lain.post(f"/auth/api/v1/keluhan-atasan/{satu.get_json()['id']}/tarik").status_code == 404
    assert saya.post(f"/auth/api/v1/keluhan-atasan/{satu.get_json()['id']}/tarik").status_code == 200
    assert saya.post("/auth/api/v1/keluhan-atasan", json=badan).status_code == 201


def test_a_refusal_says_why_and_the_person_reads_it(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4 = kota.id_dari(P4)
    satu = sebagai(kota, p4).post("/auth/api/v1/keluhan-atasan", json={"alasan": "Saya rasa atasan saya keliru"}).get_json()
    assert kota.admin.post(f"/auth/api/v1/keluhan-atasan/{satu['id']}/tolak", json={"catatan": "ya"}).status_code == 422
    catatan = "Kepala bidang Anda memang Agus Prasetyo sejak Januari."
    assert kota.admin.post(f"/auth/api/v1/keluhan-atasan/{satu['id']}/tolak", json={"catatan": catatan}).status_code == 200
    assert catatan in kota.svc.browser(kota.identitas(p4)).get("/auth/atasan").get_data(as_text=True)
    assert kota.admin.post(f"/auth/api/v1/keluhan-atasan/{satu['id']}/terima", json={"cara": "penetapan"}).status_code == 409


def test_accepting_can_name_the_head_of_the_unit(kota_terisi: Kota) -> None:
    """Sekretariat Dinas has had no head since Ratna left: its people fall to the head of the Dinas."""
    kota = kota_terisi
    lembar = lembar_contoh()
    for nip, nama in (("199001012015011001", "Orang Pertama"), ("199002022015012002", "Orang Kedua")):
        lembar["Pegawai"].append([nip, nama, "PNS", "Ya", ""])
        lembar["Penugasan"].append([nip, nama, "DISDIK-SEK", "Pelaksana", "Pelaksana", "", "II/a", "Tidak", "", date(2025, 8, 1), ""])
    assert kota.impor(buku(lembar), terapkan=True).status_code == 200
    satu, dua = kota.id_dari("199001012015011001"), kota.id_dari("199002022015012002")
    assert "Sekretariat Dinas tidak ada kepalanya" in penilai_kini(kota, satu)["kalimat"]
    keluhan = sebagai(kota, satu).post(
        "/auth/api/v1/keluhan-atasan", json={"usul_id": str(dua), "alasan": "Orang Kedua sudah dilantik menjadi Sekretaris Dinas"}
    )
    jawaban = kota.admin.post(f"/auth/api/v1/keluhan-atasan/{keluhan.get_json()['id']}/terima", json={"cara": "kepala"})
    assert jawaban.status_code == 200
    assert penilai_kini(kota, satu)["penilai_id"] == str(dua)
    assert penilai_kini(kota, satu)["kalimat"] == "Kepala Sekretariat Dinas menilai."


def test_naming_a_head_that_would_not_help_is_refused_whole(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4, p5 = kota.id_dari(P4), kota.id_dari(P5)
    keluhan = sebagai(kota, p4).post(
        "/auth/api/v1/keluhan-atasan", json={"usul_id": str(p5), "alasan": "Saya bekerja untuk Dimas sejak lama"}
    )
    sebelum = len(kota.svc.published())
    jawaban = kota.admin.post(f"/auth/api/v1/keluhan-atasan/{keluhan.get_json()['id']}/terima", json={"cara": "kepala"})
    assert jawaban.status_code == 409
    assert "dikepalai Agus Prasetyo" in jawaban.get_json()["detail"]
    assert len(kota.svc.published()) == sebelum


def test_nobody_decides_the_own_complaint_and_others_do_not_see_the_queue(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4 = kota.id_dari(P4)
    diri = kota.svc.client(kota.identitas(p4, "admin_instansi"))
    satu = diri.post(
        "/auth/api/v1/keluhan-atasan", json={"usul_id": str(kota.id_dari(P3)), "alasan": "Saya ingin atasan yang lain"}
    ).get_json()
    assert diri.post(f"/auth/api/v1/keluhan-atasan/{satu['id']}/terima", json={"cara": "penetapan"}).status_code == 403
    assert kota.svc.browser(kota.identitas(None, "pengelola_kinerja")).get("/auth/keluhan").status_code == 403
    lain = kota.svc.client(kota.svc.identity(peran={"admin_instansi"}))
    assert (
        lain.post(f"/auth/api/v1/keluhan-atasan/{satu['id']}/tolak", json={"catatan": "Bukan urusan Anda sama sekali"}).status_code == 404
    )
    assert lain.get("/auth/api/v1/keluhan-atasan").get_json()["data"] == []


def test_an_account_without_post_has_no_evaluator_to_complain_about(kota_terisi: Kota) -> None:
    assert kota_terisi.admin_browser.get("/auth/atasan").status_code == 200
    assert kota_terisi.admin.post("/auth/api/v1/keluhan-atasan", json={"alasan": "Saya tidak punya atasan sama sekali"}).status_code == 422


def test_the_queue_and_a_persons_page_take_few_queries(kota_terisi: Kota) -> None:
    kota = kota_terisi
    for nip in (P2, P4, P5, T1):
        sebagai(kota, kota.id_dari(nip)).post("/auth/api/v1/keluhan-atasan", json={"alasan": "Atasan saya sudah pindah ke dinas lain"})
    for alamat in (
        "/auth/keluhan",
        f"/auth/pegawai/{kota.id_dari(P4)}",
        "/auth/atasan",
        "/auth/hierarki",
        "/auth/pegawai",
        "/auth/instansi",
    ):
        browser = kota.admin_browser if alamat != "/auth/atasan" else kota.svc.browser(kota.identitas(kota.id_dari(P4)))
        with kota.svc.queries() as q:
            halaman = browser.get(alamat)
        assert halaman.status_code == 200
        assert q.count <= 10, (alamat, q.statements)
        assert len(halaman.data) < 60_000


# The hierarchy check


def temuan(kota: Kota, pada: date | None = None) -> dict[str, list[dict[str, Any]]]:
    tanggal = (pada or hari_ini()).isoformat()
    assert kota.admin.post("/auth/api/v1/hierarki", json={"tanggal": tanggal}).status_code == 202
    hasil: dict[str, list[dict[str, Any]]] = {}
    for satu in kota.admin.get(f"/auth/api/v1/hierarki?tanggal={tanggal}").get_json()["data"]:
        hasil.setdefault(satu["jenis"], []).append(satu)
    return hasil


def test_the_sample_has_a_unit_without_head_since_its_head_left_and_evaluators_who_cannot_sign_in(kota_terisi: Kota) -> None:
    hasil = temuan(kota_terisi)
    (unit,) = hasil["unit_tanpa_kepala"]
    assert (unit["judul"], unit["sejak"]) == ("Sekretariat Dinas", "2025-08-01")
    (pindah,) = hasil["tanpa_unit"]
    assert (pindah["judul"], pindah["sejak"], pindah["jumlah_terdampak"]) == ("Ratna Dewi, M.Si.", "2025-08-01", 1)
    assert {t["judul"] for t in hasil["penilai_tanpa_akun"]} >= {"Agus Prasetyo, M.Pd.", "Sri Wahyuni, M.Pd."}
    assert set(hasil) == {"unit_tanpa_kepala", "tanpa_unit", "penilai_tanpa_akun"}
    assert "unit_tanpa_kepala" not in temuan(kota_terisi, date(2025, 3, 1))


def test_an_evaluator_who_retires_is_found_with_those_he_evaluates(kota_terisi: Kota) -> None:
    kota = kota_terisi
    p4, p3 = kota.id_dari(P4), kota.id_dari(P3)
    tetapkan(kota, p4, p3)
    lembar = lembar_contoh()
    lembar["Penugasan"][5][10] = hari_ini() - timedelta(days=1)
    assert kota.impor(buku(lembar), terapkan=True).status_code == 200
    (satu,) = temuan(kota)["penilai_tidak_aktif"]
    assert (satu["judul"], satu["sejak"], satu["jumlah_terdampak"]) == ("Sri Wahyuni, M.Pd.", hari_ini().isoformat(), 1)
    rinci = kota.admin.get(f"/auth/api/v1/hierarki/{hari_ini().isoformat()}/{satu['urut']}").get_json()
    assert rinci["terdampak"] == [str(p4)]
    halaman = kota.admin_browser.get(f"/auth/hierarki/{hari_ini().isoformat()}/{satu['urut']}").get_data(as_text=True)
    assert "Rina Lestari" in halaman


def test_the_worker_checks_again_after_a_change_and_only_then(kota_terisi: Kota) -> None:
    kota = kota_terisi
    with kota.svc.open_unit() as uow:
        assert periksa_yang_berubah(uow) == 1
    with kota.svc.open_unit() as uow:
        assert periksa_yang_berubah(uow) == 0
    lembar = lembar_contoh()
    lembar["Penugasan"][4][10] = hari_ini() - timedelta(days=1)
    kota.impor(buku(lembar), terapkan=True)
    with kota.svc.open_unit() as uow:
        assert periksa_yang_berubah(uow) == 1
    halaman = kota.admin_browser.get("/auth/hierarki").get_data(as_text=True)
    assert "Bidang Pembinaan SD" in halaman and "Unit tanpa kepala" in halaman


def test_the_page_says_when_a_day_was_not_checked_and_checks_it_on_request(kota_terisi: Kota) -> None:
    browser = kota_terisi.admin_browser
    assert "Belum diperiksa" in browser.get("/auth/hierarki?tanggal=2025-02-01").get_data(as_text=True)
    jawaban = browser.post_form("/auth/hierarki/periksa", {"tanggal": "2025-02-01"}, page="/auth/hierarki")
    assert jawaban.status_code == 303
    assert "diperiksa" in browser.get(jawaban.location).get_data(as_text=True)
    assert browser.get("/auth/hierarki?tanggal=kapan").status_code == 422
    assert browser.get("/auth/hierarki/2025-02-01/999").status_code == 404


def test_the_check_is_for_those_who_read_the_organisation(kota_terisi: Kota) -> None:
    for peran, status in (("", 403), ("admin_platform", 403), ("pengelola_kinerja", 200), ("auditor", 200)):
        identitas = kota_terisi.identitas(None, *([peran] if peran else []))
        assert kota_terisi.svc.client(identitas).get("/auth/api/v1/hierarki").status_code == status
    lain = kota_terisi.svc.client(kota_terisi.svc.identity(peran={"admin_instansi"}))
    assert lain.get("/auth/api/v1/hierarki").status_code == 404


PERIKSA = date(2026, 2, 1)


def test_the_sample_with_faults_is_refused_fault_by_fault(kota: Kota) -> None:
    jawaban = kota.impor(CACAT.read_bytes(), terapkan=True)
    assert jawaban.status_code == 422
    ditolak = {(d["lembar"], d["kolom"]): d["sebab"] for d in jawaban.get_json()["ditolak"]}
    sebab = " ".join(d["sebab"] for d in jawaban.get_json()["ditolak"])
    assert {
        ("Unit", "Kode Induk"), ("Pegawai", "NIP"), ("Penugasan", "TMT"), ("Penugasan", "Penilai"), ("Penugasan", "Kepala Unit"),
        ("Cuti", "NIP"), ("Cuti", "Jenis"), ("Cuti", "Mulai"), ("Cuti", "Selesai"), ("Cuti", "Dasar"),
    } == set(ditolak)  # fmt: skip
    for kata in (
        "berada di bawah dirinya sendiri",
        "TIDAK-ADA tidak ada",
        "30 Februari",
        "sudah ada di baris",
        "tumpang tindih",
        "penilai dirinya sendiri",
        "Bidang yang sudah ditutup berlaku dari",
        "pada hari yang sama",
        "198001012005011199 tidak ada",
        "Selesai 1 April 2025, lebih awal daripada mulai 10 April 2025",
        "Tumpang tindih dengan Cuti tahunan 5 Mei 2025 sampai 9 Mei 2025",
        "Cuti bersama-sama, tidak dikenal",
        "rumus =TODAY(), bukan tanggal",
        "31 Februari 2025, bukan tanggal",
        "Dasar kosong",
    ):
        assert kata in sebab, kata
    assert kota.svc.published(contracts.Unor) == []


def test_what_the_import_takes_of_it_is_found_fault_by_fault_by_the_check(kota: Kota) -> None:
    contoh = pembuat_contoh()
    assert kota.impor(buku(contoh.lembar(contoh.CACAT)), terapkan=True).status_code == 200
    kepala = ("Kode", "Nama", "Jenis", "Kode Induk", "Berlaku Dari", "Berlaku Sampai")
    bubar = ("BUBAR", "Bidang yang sudah bubar", "Bidang", "DISDIK", date(2020, 1, 1), date(2025, 12, 31))
    kosong = {nama: [contoh.lembar()[nama][0]] for nama in ("Pegawai", "Penugasan")}
    assert kota.impor(buku({"Unit": [kepala, bubar], **kosong}), terapkan=True).status_code == 200
    hasil = {
        jenis: {(t["judul"], t["sejak"], t["jumlah_terdampak"]) for t in daftar}
        for jenis, daftar in temuan(kota, PERIKSA).items()
        if jenis != "penilai_tanpa_akun"
    }
    assert hasil == {
        "tanpa_penilai": {("Badan di luar pohon", "2025-01-01", 1)},
        "lingkaran": {("Saling Menilai Dua, M.M. dan Saling Menilai Satu, M.M.", "2025-01-01", 2)},
        "penilai_tidak_aktif": {("Sudah Pensiun, S.Pd.", "2026-01-01", 1)},
        "tanpa_unit": {
            ("Sudah Pensiun, S.Pd.", "2026-01-01", 1),
            ("Tanpa Unit, S.T.", None, 1),
            ("Ratna Dewi, M.Si.", "2025-08-01", 1),
        },
        "unit_berakhir": {("Bidang yang sudah bubar", "2026-01-01", 1)},
        "unit_tanpa_kepala": {
            ("Bidang tanpa kepala", "2020-01-01", 1),
            ("Badan di luar pohon", "2020-01-01", 1),
            ("Sekretariat Dinas", "2025-08-01", 0),
        },
        "rentang_lebar": {("Kepala UPT Gemuk, M.Pd.", None, 61)},
    }
