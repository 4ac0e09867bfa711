"""The pages of the objection: every form works without a script, and each state says whose turn it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from services.penilaian.tests.integration.test_keberatan import (
    BUKTI,
    DETIK_TERAKHIR,
    DIAJUKAN,
    DIPUTUS,
    ISI,
    PUTUSAN,
    RHK_T1,
    ajukan,
    lakukan,
    pada,
    siapkan,
    terakhir,
)
from services.penilaian.tests.mothers import P1, P3, P4, T1


def html(svc, siapa, alamat, saat=DIPUTUS, **kw):
    jawab = pada(svc, siapa, saat, **kw).get(alamat)
    assert jawab.status_code == 200, jawab.status_code
    return jawab.get_data(as_text=True)


def kirim(svc, siapa, alamat, isi, saat=DIPUTUS, asal=None):
    versi = re.search(r'name="version" value="(\d+)"', html(svc, siapa, asal or alamat, saat))[1]
    return pada(svc, siapa, saat).post(alamat, data={**isi, "version": versi})


def test_an_objection_goes_its_whole_way_by_plain_forms(svc):
    id_ = siapkan(svc)
    hasil = html(svc, T1, f"/penilaian/hasil/{id_}", DIAJUKAN)
    assert f'href="/penilaian/{id_}/keberatan"' in hasil and "26 Januari 2026" in hasil
    halaman = f"/penilaian/{id_}/keberatan"
    assert "Pengembangan diri" in html(svc, T1, halaman, DIAJUKAN)
    salah = kirim(svc, T1, halaman, {"alasan": "Pendek.", "rhk": ISI["rhk"]}, DIAJUKAN)
    teks = salah.get_data(as_text=True)
    assert salah.status_code == 422 and "paling sedikit 50 karakter" in teks and "Pendek." in teks
    assert f'value="{ISI["rhk"][0]}" checked' in teks
    diajukan = kirim(svc, T1, halaman, ISI, DIAJUKAN)
    assert diajukan.status_code == 303
    alamat = diajukan.headers["Location"]
    assert pada(svc, T1, DIAJUKAN).get(halaman).headers["Location"] == alamat

    assert "Keberatan sedang diperiksa" in html(svc, T1, f"/penilaian/hasil/{id_}", DIAJUKAN)
    assert "Giliran Anda: beri penjelasan" in html(svc, P3, alamat, DIAJUKAN)
    assert "Menunggu penjelasan Sri Wahyuni" in html(svc, P1, alamat, DIAJUKAN)
    assert kirim(svc, P3, f"{alamat}/jelaskan", {"penjelasan": "Tautan tidak dapat saya buka."}, DIAJUKAN, alamat).status_code == 303
    assert kirim(svc, P1, f"{alamat}/periksa", {"pertanyaan": "Kapan terbit?"}, DIAJUKAN, alamat).status_code == 303
    assert "Giliran Anda: jawab pertanyaan" in html(svc, T1, alamat)
    assert kirim(svc, T1, f"{alamat}/tanggapi", {"tanggapan": "November."}, asal=alamat).status_code == 303

    bahan = html(svc, P1, alamat)
    for potongan in (
        "Giliran Anda: putuskan",
        "Tautan tidak dapat saya buka.",
        "November.",
        "sertifikat.pdf",
        "Sekarang 0 sertifikat dari target",
        "85,39",
    ):
        assert potongan in bahan, potongan
    assert f"/capaian/bukti/{BUKTI.id}" in bahan and f"/capaian/bukti/{BUKTI.id}" in html(svc, P3, alamat)
    indikator = RHK_T1[2].indikator[0].id
    turun = RHK_T1[0].indikator[0].id
    isi = {"putusan": "diterima", "alasan": PUTUSAN["alasan"], "rating_hasil": "sesuai_ekspektasi", f"realisasi.{indikator}": "4"}
    buruk = kirim(svc, P1, f"{alamat}/putuskan", {**isi, f"realisasi.{turun}": "1"}, asal=alamat)
    assert buruk.status_code == 422 and "tidak boleh turun" in buruk.get_data(as_text=True)
    assert kirim(svc, P1, f"{alamat}/putuskan", isi, asal=alamat).status_code == 303
    assert (str(terakhir(svc).nkp), terakhir(svc).predikat) == ("100.39", "baik")
    assert f"/capaian/bukti/{BUKTI.id}" not in html(svc, P1, alamat) and "sertifikat.pdf" in html(svc, P1, alamat)
    for alamat_ in (alamat, f"/penilaian/hasil/{id_}"):
        akhir = html(svc, T1, alamat_)
        assert "85,39" in akhir and "100,39" in akhir
    assert "Dikoreksi lewat keberatan" in akhir


@pytest.mark.parametrize(
    "isi", [{}, {"putusan": "diterima"}, {"putusan": "ditolak", "perilaku.AK": "banyak"}, {"putusan": "ditolak", "perilaku.AK": "121"}]
)
def test_a_decision_that_does_not_hold_keeps_what_was_typed(svc, isi):
    k = ajukan(svc, siapkan(svc)).json["id"]
    alamat = f"/penilaian/keberatan/{k}"
    jawab = kirim(svc, P1, f"{alamat}/putuskan", {**isi, "alasan": "Alasan yang sudah ditulis panjang oleh pemutus."}, asal=alamat)
    assert jawab.status_code == 422 and "Alasan yang sudah ditulis" in jawab.get_data(as_text=True)
    assert terakhir(svc).status == "keberatan"


def test_too_late_is_said_on_the_page_with_the_last_moment(svc):
    id_ = siapkan(svc)
    lewat = DETIK_TERAKHIR + timedelta(seconds=1)
    assert f'href="/penilaian/{id_}/keberatan"' not in html(svc, T1, f"/penilaian/hasil/{id_}", lewat)
    assert "Masa keberatan sudah berakhir" in html(svc, T1, f"/penilaian/{id_}/keberatan", lewat)
    jawab = pada(svc, T1, lewat).post(f"/penilaian/{id_}/keberatan", data=ISI)
    assert jawab.status_code in (409, 428)


def test_the_list_opens_on_the_side_that_has_work(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    for siapa, judul in ((P1, "Anda putus"), (P3, "Anda jelaskan"), (T1, "Saya")):
        teks = html(svc, siapa, "/penilaian/keberatan")
        assert f"/penilaian/keberatan/{k}" in teks and re.search(rf'aria-current="true">{judul}', teks), judul
    assert "Tidak ada keberatan" in html(svc, P4, "/penilaian/keberatan")


def test_an_officer_who_may_only_know_the_state_sees_no_text(svc):
    k = ajukan(svc, siapkan(svc)).json["id"]
    teks = html(svc, P4, f"/penilaian/keberatan/{k}", peran={"admin_instansi"})
    assert "Isinya tertutup" in teks and "Empat sertifikat" not in teks
    assert pada(svc, P4, DIPUTUS).get(f"/penilaian/keberatan/{k}").status_code == 404


def test_who_withdraws_is_back_at_his_result(svc):
    id_ = siapkan(svc)
    k = ajukan(svc, id_).json["id"]
    alamat = f"/penilaian/keberatan/{k}"
    assert kirim(svc, T1, f"{alamat}/cabut", {}, asal=alamat).status_code == 303
    assert "Keberatan ini selesai: dicabut" in html(svc, T1, alamat)
    assert "satu kali" in html(svc, T1, f"/penilaian/hasil/{id_}", DIAJUKAN)
    assert lakukan(svc, k, "jelaskan", P3).status_code == 409
