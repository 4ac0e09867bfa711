from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from services.penilaian.tests.mothers import laporan

from penilaian.domain import distribusi, ketepatan
from penilaian.domain.distribusi import CapaianOrganisasi as C
from penilaian.domain.kuadran import KUADRAN, Predikat, Rating, predikat, wajib_alasan
from penilaian.domain.perilaku import BERAKHLAK, KODE

P = Predikat
D = Decimal
PADA = date(2025, 12, 31)
BARIS = {
    Rating.DI_ATAS: (P.KURANG, P.BAIK, P.SANGAT_BAIK),
    Rating.SESUAI: (P.KURANG, P.BAIK, P.BAIK),
    Rating.DI_BAWAH: (P.SANGAT_KURANG, P.BUTUH_PERBAIKAN, P.BUTUH_PERBAIKAN),
}


@pytest.mark.parametrize("hasil", BARIS)
def test_each_cell_of_the_quadrant_is_the_official_one(hasil):
    assert tuple(predikat(hasil, perilaku) for perilaku in (Rating.DI_BAWAH, Rating.SESUAI, Rating.DI_ATAS)) == BARIS[hasil]


def test_the_quadrant_has_nine_cells():
    assert len(KUADRAN) == 9


def test_a_reason_is_needed_beside_the_middle_and_against_the_suggestion():
    assert wajib_alasan(Rating.DI_ATAS, Rating.DI_ATAS)
    assert wajib_alasan(Rating.SESUAI, Rating.DI_ATAS)
    assert not wajib_alasan(Rating.SESUAI, Rating.SESUAI)
    assert not wajib_alasan(Rating.SESUAI, None)
    assert not wajib_alasan(None, Rating.DI_ATAS)


def test_seven_values_with_three_guides_each():
    assert KODE == ("BP", "AK", "KP", "HM", "LY", "AD", "KB")
    assert all(len(nilai.panduan) == 3 for nilai in BERAKHLAK)


def test_counters_of_the_late_sample():
    agu_des = [
        laporan(8),
        laporan(9, terlambat=12),
        laporan(10, terlambat=9),
        laporan(11, terlambat=15),
        laporan(12, terlambat=3, dimaafkan=True),
    ]
    hasil = ketepatan.hitung(agu_des, date(2026, 1, 20))
    assert (hasil.wajib, hasil.tepat_waktu, hasil.terlambat, hasil.dimaafkan, hasil.kosong) == (5, 1, 3, 1, 0)
    assert hasil.persen == D("25.00")
    assert ketepatan.saran_akuntabel(hasil, D(80))
    setahun = ketepatan.gabung([hasil, ketepatan.dari_hitungan(7, 0, 0, 0)])
    assert setahun.persen == D("72.73")


def test_a_report_counts_as_empty_only_after_its_deadline():
    kosong = laporan(12, status="draf")
    assert ketepatan.hitung([kosong], kosong.batas_normal).wajib == 0
    assert ketepatan.hitung([kosong], kosong.batas_toleransi).kosong == 1
    assert ketepatan.hitung([], PADA).persen is None


def hitungan(sb=0, b=0, bp=0, k=0, sk=0):
    return {P.SANGAT_BAIK: sb, P.BAIK: b, P.BUTUH_PERBAIKAN: bp, P.KURANG: k, P.SANGAT_KURANG: sk}


@pytest.mark.parametrize(("isi", "sesuai"), [(hitungan(1, 3, 2), True), (hitungan(1, 4, 1), True)])
def test_the_sample_fits_the_pattern_baik(isi, sesuai):
    assert distribusi.periksa(isi, C.BAIK, PADA).sesuai is sesuai


def test_with_strict_percentages_five_of_six_deviate_twice():
    hasil = distribusi.periksa(hitungan(1, 5, 0), C.BAIK, PADA, kurva=distribusi.Kurva(unit_kecil=0))
    assert hasil.sesuai is False
    assert [t.kode for t in hasil.temuan if not t.sesuai] == ["maks", "wajib_ada"]
    assert next(t for t in hasil.temuan if t.kode == "maks").selisih == 1


def test_in_a_small_unit_limits_count_in_persons_and_the_missing_only_warns():
    hasil = distribusi.periksa(hitungan(1, 5, 0), C.BAIK, PADA)
    assert hasil.sesuai is True
    assert [(t.kode, t.peringatan) for t in hasil.temuan if not t.sesuai] == [("wajib_ada", True)]


@pytest.mark.parametrize(
    ("capaian", "isi", "sesuai"),
    [
        (C.ISTIMEWA, hitungan(14, 6), True),
        (C.ISTIMEWA, hitungan(15, 5), False),
        (C.ISTIMEWA, hitungan(9, 11), False),
        (C.BAIK, hitungan(2, 14, 4), True),
        (C.BAIK, hitungan(2, 14, 0, 0, 4), False),
        (C.BUTUH_PERBAIKAN, hitungan(2, 6, 12), True),
        (C.BUTUH_PERBAIKAN, hitungan(3, 5, 12), False),
        (C.BUTUH_PERBAIKAN, hitungan(2, 7, 11), False),
        (C.KURANG, hitungan(0, 6, 2, 12), True),
        (C.KURANG, hitungan(0, 7, 1, 12), False),
        (C.SANGAT_KURANG, hitungan(0, 6, 1, 1, 12), True),
        (C.SANGAT_KURANG, hitungan(1, 5, 1, 1, 12), False),
    ],
)
def test_the_five_patterns(capaian, isi, sesuai):
    assert distribusi.periksa(isi, capaian, PADA).sesuai is sesuai


def test_what_a_maximum_still_allows_counts_the_whole_team():
    hasil = distribusi.periksa(hitungan(1, 4, 1), C.BAIK, PADA, anggota=10)
    assert hasil.sisa == {P.BAIK: 3}
    assert hasil.sesuai is True


def test_nobody_rated_or_no_pattern_gives_no_verdict():
    assert distribusi.periksa(hitungan(), C.BAIK, PADA).sesuai is None
    assert distribusi.periksa(hitungan(1), None, PADA).sesuai is None
    assert distribusi.periksa(hitungan(1), C.BAIK, date(2020, 1, 1)).pola is None


def test_the_limits_are_the_instansi_s():
    longgar = distribusi.Kurva(dominan_maks=80, buruk_min=50, sangat_baik_maks=20, unit_kecil=1)
    assert distribusi.periksa(hitungan(2, 16, 2), C.BAIK, PADA, kurva=longgar).sesuai is True
    assert distribusi.periksa(hitungan(4, 6, 10), C.BUTUH_PERBAIKAN, PADA, kurva=longgar).sesuai is True
    assert distribusi.periksa(hitungan(0, 7, 1, 12), C.KURANG, PADA, kurva=longgar).sesuai is False, "the 10 % of BP is not a setting"


@pytest.mark.parametrize(
    ("isi", "sesuai"),
    [(hitungan(0, 1), True), (hitungan(1), False), (hitungan(500, 3500, 1000), True), (hitungan(499, 3501, 1000), False)],
)
def test_a_unit_of_one_and_of_five_thousand(isi, sesuai):
    assert distribusi.periksa(isi, C.BAIK, PADA).sesuai is sesuai
