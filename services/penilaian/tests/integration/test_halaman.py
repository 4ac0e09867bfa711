"""The pages: what they say, that they work without a script, and what they cost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from services.penilaian.tests.integration.test_alur import API, ISI, evaluasi_id, lakukan, masuk, nilai, organisasi_baik, siapkan
from services.penilaian.tests.mothers import (
    AKHIR,
    ALASAN_HASIL,
    ALASAN_PERILAKU,
    INSTANSI,
    NAMA,
    P1,
    P2,
    P3,
    P4,
    P5,
    SD,
    SKOR_P4,
    indikator,
    laporan,
    laporan_setahun,
    rhk,
    skp_pegawai,
    uid,
)

from penilaian.entrypoints.halaman import bukti_baris
from shared import clock
from shared.contracts.capaian import Bukti

RINGAN = 60 * 1024
FORM = {
    "rating_hasil": "di_atas_ekspektasi",
    "alasan_hasil": ALASAN_HASIL,
    "rating_perilaku": "di_atas_ekspektasi",
    "alasan_perilaku": ALASAN_PERILAKU,
    "gagasan_baru": "Format satu lembar.",
    "catatan": "Pertahankan.",
    **{f"skor-{kode}": str(skor).replace(".", ",") for kode, skor in SKOR_P4.items()},
}


@pytest.fixture
def jam():
    with clock.at(AKHIR):
        yield


def buka(svc, siapa, peran=frozenset()):
    return svc.browser(svc.identity(pegawai_id=siapa, instansi_id=INSTANSI, nama=NAMA.get(siapa, "Orang Lain"), peran=peran))


def versi(html):
    return re.search(r'name="version" value="(\d+)"', html).group(1)


def kirim(browser, alamat, data, halaman=None):
    html = browser.get(halaman or alamat).get_data(as_text=True)
    isi = {"version": versi(html), **data} if 'name="version"' in html else data
    return browser.post_form(alamat, isi, page=halaman or alamat)


def test_the_queue_shows_whose_turn_it_is_and_what_is_suggested(svc, jam):
    id_ = siapkan(svc)
    html = buka(svc, P2).get("/penilaian/").get_data(as_text=True)
    assert "Penilaian tahunan 2025" in html and "Giliran Anda" in html
    assert f"/penilaian/{id_}" in html and "111,09" in html and "12 dari 12" in html
    assert "Mulai dari Rina" in html or "Lanjutkan dari Rina" in html


@pytest.mark.parametrize(
    ("saring", "ada"),
    [
        ("giliran=anda", True),
        ("giliran=selesai", False),
        ("predikat=baik", False),
        ("cari=rina", True),
        ("cari=19930517", True),
        ("cari=dimas", False),
    ],
)
def test_filters_are_links(svc, jam, saring, ada):
    siapkan(svc)
    html = buka(svc, P2).get(f"/penilaian/?tahun=2025&{saring}").get_data(as_text=True)
    assert ("Rina Lestari, A.Md.</a>" in html) is ada


def test_who_evaluates_nobody_sees_the_own_evaluations(svc, jam):
    id_ = siapkan(svc)
    html = buka(svc, P4).get("/penilaian/").get_data(as_text=True)
    assert "Penilaian saya" in html and f"/penilaian/hasil/{id_}" in html and "Belum disampaikan" in html
    kosong = buka(svc, P5).get("/penilaian/").get_data(as_text=True)
    assert "Belum ada penilaian" in kosong


def test_the_rating_page_has_the_facts_beside_the_judgement(svc, jam):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    html = buka(svc, P2).get(f"/penilaian/{id_}").get_data(as_text=True)
    for potongan in (
        "12 laporan",
        "91,2 %",
        "Capaian 107,29",
        "150,00, dibatasi 120",
        "Melakukan perbaikan tiada henti",
        "Angka dapat ditelusuri.",
        "Ketepatan laporan",
        "saran",
        "Pola Baik",
        "Capaian organisasi Bidang Pembinaan SD: Baik",
        "Beri rating lebih dulu.",
        "Sesuai rencana.",
    ):
        assert potongan in html, potongan
    radio = re.findall(r'<input type="radio"[^>]*>', html)
    assert radio and not [satu for satu in radio if "checked" in satu], "nothing is chosen before the evaluator chooses"


def test_the_whole_form_works_without_a_script(svc, jam):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    browser = buka(svc, P2)
    alamat = f"/penilaian/{id_}"
    jawab = kirim(browser, alamat, {**FORM, "rhk-1": "sesuai_ekspektasi", "catatan-1": "Rapi."})
    assert jawab.status_code == 303 and jawab.headers["Location"].endswith(alamat)
    html = browser.get(alamat).get_data(as_text=True)
    assert "Sangat Baik" in html and "111,46" in html and ">Rapi.</textarea>" in html and "Angka dan kuadran sejalan." in html
    jawab = kirim(browser, f"{alamat}/tetapkan-sampaikan", {}, halaman=alamat)
    assert jawab.status_code == 303 and jawab.headers["Location"].endswith(f"/penilaian/hasil/{id_}")
    hasil = buka(svc, P4).get(f"/penilaian/hasil/{id_}").get_data(as_text=True)
    for potongan in (
        "Giliran Anda: terima hasil ini",
        "14 hari",
        "Mengapa 111,46?",
        "Sangat Baik",
        ALASAN_PERILAKU[:20],
    ):
        assert potongan in hasil, potongan
    pegawai_ = buka(svc, P4)
    assert kirim(pegawai_, f"/penilaian/{id_}/terima", {}, halaman=f"/penilaian/hasil/{id_}").status_code == 303
    assert "Penilaian ini final" in pegawai_.get(f"/penilaian/hasil/{id_}").get_data(as_text=True)


def test_saving_can_go_on_to_the_next_person(svc, jam):
    id_ = siapkan(svc)
    svc.deliver(skp_pegawai(P5), *laporan_setahun(skp_pegawai(P5)))
    lain = evaluasi_id(svc, P5)
    jawab = kirim(buka(svc, P2), f"/penilaian/{id_}", {**FORM, "lanjut": str(lain)})
    assert jawab.headers["Location"].endswith(f"/penilaian/{lain}")


def test_a_wrong_figure_keeps_what_was_typed_and_says_where(svc, jam):
    id_ = siapkan(svc)
    jawab = kirim(buka(svc, P2), f"/penilaian/{id_}", {**FORM, "skor-AK": "seratus", "alasan_hasil": "Kalimat yang harus tetap ada."})
    html = jawab.get_data(as_text=True)
    assert jawab.status_code == 422 and "k-galat" in html and 'href="#f-skor-AK"' in html
    assert 'value="seratus"' in html and "Kalimat yang harus tetap ada." in html
    terlalu = kirim(buka(svc, P2), f"/penilaian/{id_}", {**FORM, "skor-AK": "121"})
    assert terlalu.status_code == 422 and "antara 0 dan 120" in terlalu.get_data(as_text=True)


def test_a_stale_form_is_shown_again_with_its_input(svc, jam):
    id_ = siapkan(svc)
    browser = buka(svc, P2)
    lama = versi(browser.get(f"/penilaian/{id_}").get_data(as_text=True))
    nilai(svc, id_, {"catatan": "dari tempat lain"})
    jawab = browser.post_form(f"/penilaian/{id_}", {**FORM, "version": lama})
    assert jawab.status_code == 412 and ALASAN_HASIL in jawab.get_data(as_text=True)


def test_what_cannot_be_done_answers_on_the_page_with_the_reason(svc, jam):
    id_ = siapkan(svc)
    jawab = kirim(buka(svc, P2), f"/penilaian/{id_}/tetapkan-sampaikan", {}, halaman=f"/penilaian/{id_}")
    assert jawab.status_code == 409 and "Beri rating lebih dulu." in jawab.get_data(as_text=True)
    jawab = kirim(buka(svc, P2), f"/penilaian/{id_}/kembalikan", {"alasan": ""}, halaman=f"/penilaian/{id_}")
    assert jawab.status_code == 422


def test_a_return_is_explained_to_the_employee_who_hands_it_in_again(svc, jam):
    id_ = siapkan(svc)
    assert (
        kirim(buka(svc, P2), f"/penilaian/{id_}/kembalikan", {"alasan": "Lengkapi bukti RHK 2."}, halaman=f"/penilaian/{id_}").status_code
        == 303
    )
    pegawai_ = buka(svc, P4)
    html = pegawai_.get(f"/penilaian/hasil/{id_}").get_data(as_text=True)
    assert "Lengkapi bukti RHK 2." in html and "Ajukan kembali ke penilai" in html
    assert kirim(pegawai_, f"/penilaian/{id_}/ajukan", {}, halaman=f"/penilaian/hasil/{id_}").status_code == 303


def test_a_new_report_is_announced_and_can_be_marked_as_read(svc, jam):
    id_ = siapkan(svc)
    nilai(svc, id_)
    svc.deliver(laporan(12, version=7, dikirim_pada=AKHIR + timedelta(hours=1)))
    browser = buka(svc, P2)
    assert "Laporan baru sejak Anda menilai" in browser.get(f"/penilaian/{id_}").get_data(as_text=True)
    assert kirim(browser, f"/penilaian/{id_}/laporan-dilihat", {}, halaman=f"/penilaian/{id_}").status_code == 303
    assert "Laporan baru sejak" not in browser.get(f"/penilaian/{id_}").get_data(as_text=True)


def test_late_reports_stand_beside_akuntabel(svc, jam):
    siapkan(svc, laporan_=[*laporan_setahun()[:10], laporan(11, terlambat=12), laporan(12, terlambat=2, dimaafkan=True)])
    html = buka(svc, P2).get(f"/penilaian/{evaluasi_id(svc)}").get_data(as_text=True)
    assert "November 2025: terlambat 12 hari (alasan lain)" in html and "Desember 2025: terlambat 2 hari (sakit), dimaafkan" in html
    assert "10 dari 11" in html


def test_pages_of_others_do_not_exist_and_readers_get_the_result_page(svc, jam):
    id_ = siapkan(svc)
    for alamat in (f"/penilaian/{id_}", f"/penilaian/hasil/{id_}", f"/penilaian/{uuid4()}"):
        assert buka(svc, P5).get(alamat).status_code == 404
    for siapa in (P4, P1):
        assert buka(svc, siapa).get(f"/penilaian/{id_}").headers["Location"].endswith(f"/penilaian/hasil/{id_}")
    nilai(svc, id_)
    assert "Sangat Baik" not in buka(svc, P4).get(f"/penilaian/hasil/{id_}").get_data(as_text=True)
    assert ALASAN_HASIL not in buka(svc, P1).get(f"/penilaian/hasil/{id_}").get_data(as_text=True)


def test_a_form_without_its_token_is_refused(svc, jam):
    id_ = siapkan(svc)
    assert buka(svc, P2).post(f"/penilaian/{id_}", data={**FORM, "version": "1"}).status_code == 400
    assert "rating_hasil" not in [k for k, v in masuk(svc, P2).get(f"{API}/evaluasi/{id_}").json.items() if v and k == "rating_hasil"]


def test_the_organisation_page_sets_and_changes_a_result(svc, jam):
    siapkan(svc)
    browser = buka(svc, P1)
    html = browser.get("/penilaian/organisasi?tahun=2025").get_data(as_text=True)
    assert "Bidang Pembinaan SD" in html and NAMA[P2] in html and "Dinas Pendidikan" not in html
    isi = {"unor_id": str(SD), "tahun": "2025", "nilai": "baik", "alasan": "Perjanjian kinerja tercapai."}
    assert browser.post_form("/penilaian/organisasi", {**isi, "nilai": ""}).status_code == 422
    assert browser.post_form("/penilaian/organisasi", isi).status_code == 303
    html = browser.get("/penilaian/organisasi?tahun=2025").get_data(as_text=True)
    assert browser.post_form("/penilaian/organisasi", {**isi, "nilai": "istimewa", "version": versi(html)}).status_code == 303
    assert buka(svc, P4).post_form("/penilaian/organisasi", isi).status_code == 403
    assert "Tidak ada unit yang Anda tetapkan" in buka(svc, P4).get("/penilaian/organisasi").get_data(as_text=True)


def _besar(svc):
    """Eight RHK with three indikator each, twelve reports, evidence at every one, and a team of thirty."""
    isi = tuple(
        rhk(
            n,
            "12.5",
            *(indikator(f"{n}{huruf}", "12", satuan="dokumen") for huruf in "abc"),
            teks=f"Terlaksananya rencana hasil kerja nomor {n} dengan mutu yang baik",
        )
        for n in range(1, 9)
    )
    angka = {i.teks.removeprefix("Indikator "): ("1",) * 12 for r in isi for i in r.indikator}
    organisasi_baik(svc)
    for nomor in range(30):
        siapa = uid(f"anggota {nomor}")
        rencana = skp_pegawai(siapa, isi=isi)
        rencana = replace(rencana, pegawai=replace(rencana.pegawai, nama=f"Pegawai Nomor {nomor:02d}, S.Pd.", nip="199305172019022904"))
        bukti = [
            Bukti(uuid4(), i.id, f"Bukti {i.teks} tahun 2025.pdf", "application/pdf", 412_000, "0" * 64) for r in isi for i in r.indikator
        ]
        svc.deliver(rencana, *(laporan(b, rencana=rencana, angka=angka, bukti=bukti if b == 12 else ()) for b in range(1, 13)))
    return evaluasi_id(svc, uid("anggota 0"))


def test_no_page_is_heavier_than_promised_or_asks_the_database_too_often(svc, jam):
    siapkan(svc)
    besar = _besar(svc)
    nilai(svc, besar, {**ISI, "rating_hasil": "sesuai_ekspektasi"})
    browser, berat = buka(svc, P2), {}
    for alamat in ("/penilaian/", f"/penilaian/{besar}", f"/penilaian/hasil/{besar}", "/penilaian/?milik=saya", "/penilaian/organisasi"):
        with svc.queries() as q:
            jawab = browser.get(alamat)
        assert jawab.status_code == 200
        berat[alamat] = len(jawab.data)
        assert q.count <= (8 if alamat == f"/penilaian/{besar}" else 10), (alamat, q.statements)
        assert "style=" not in jawab.get_data(as_text=True) and " onclick" not in jawab.get_data(as_text=True)
    assert max(berat.values()) <= RINGAN, berat


def test_officers_see_the_result_page_after_the_fixing(svc, jam):
    id_ = siapkan(svc)
    organisasi_baik(svc)
    nilai(svc, id_)
    lakukan(svc, id_, "tetapkan")
    html = buka(svc, P3, {"admin_instansi"}).get(f"/penilaian/hasil/{id_}").get_data(as_text=True)
    assert "Sangat Baik" in html and "Jawaban Anda" not in html
    penilai = buka(svc, P2).get(f"/penilaian/hasil/{id_}").get_data(as_text=True)
    assert "Giliran Anda: sampaikan hasil ini" in penilai and "Sampaikan ke pegawai" in penilai


def test_without_numeric_mode_the_page_asks_for_words_alone(svc, jam):
    from services.penilaian.tests.mothers import instansi

    from shared.contracts.auth import Pengaturan

    siapkan(svc)
    svc.deliver(instansi(pengaturan=Pengaturan(metode=""), version=2))
    html = buka(svc, P2).get(f"/penilaian/{evaluasi_id(svc)}").get_data(as_text=True)
    assert "skor-AK" not in html and "NKP" not in html and "Instansi ini tidak memakai mode numerik." in html


def test_last_year_s_delivered_result_stands_beside_and_the_person_reads_that_it_was_opened(svc, jam):
    id_ = siapkan(svc)
    lama = """INSERT INTO evaluasi SELECT (jsonb_populate_record(NULL::evaluasi, to_jsonb(e) || jsonb_build_object(
        'id', gen_random_uuid(), 'skp_id', gen_random_uuid(), 'tahun', 2024, 'status', CAST(:status AS text),
        'ringkasan', e.ringkasan || '{"predikat": "baik", "nkp": "98.76"}'))).* FROM evaluasi e WHERE id = :id"""
    browser = buka(svc, P2)
    svc.connection.execute(sa.text(lama), {"id": id_, "status": "ditetapkan"})
    assert "98,76" not in browser.get(f"/penilaian/{id_}").get_data(as_text=True), "not delivered yet"
    svc.connection.execute(sa.text("UPDATE evaluasi SET status = 'final' WHERE tahun = 2024"))
    html = browser.get(f"/penilaian/{id_}").get_data(as_text=True)
    assert "Tahun 2024:" in html and "98,76" in html
    rincian = svc.connection.execute(sa.text("SELECT rincian->>'apa' FROM jejak WHERE aksi = 'baca' ORDER BY id DESC LIMIT 1")).scalar()
    assert rincian == "penilaian 2025, dengan hasil 2024"


def test_a_confirmed_document_is_no_file_of_nothing():
    satu = Bukti(uuid4(), None, "Daftar hadir, ruang tata usaha", "application/vnd.kinerja.dokumen", 0, "")
    assert bukti_baris(satu).keterangan == "Dokumen, keberadaannya dipastikan penilai"
