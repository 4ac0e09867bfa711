from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penilaian.domain import kuadran, numerik
from penilaian.domain.angka import bulat, tulis
from penilaian.domain.kuadran import Predikat, Rating
from penilaian.domain.numerik import UkuranIndikator, UkuranRhk, hitung, metode_pada, nkp_tahun, sidik
from shared.errors import Invalid

D = Decimal
PADA = date(2025, 12, 31)


def u(realisasi, target, **lain):
    return UkuranIndikator(D(realisasi) if realisasi is not None else None, D(target) if target is not None else None, **lain)


def r(bobot, *indikator):
    return UkuranRhk(D(bobot), indikator)


def nilai(rhk, perilaku="100", bobot=("60", "40"), metode="linear_120"):
    skor = [D(perilaku)] * 7 if isinstance(perilaku, str) else perilaku
    return hitung(metode, rhk, skor, bobot_skp=D(bobot[0]), bobot_perilaku=D(bobot[1]), pada=PADA)


P1 = [r(40, u("83.1", 83)), r(25, u("87.5", 87)), r(20, u("3.9", "3.8")), r(15, u("96.4", 95))]
P2 = [r(35, u("82.4", 82)), r(35, u(96, 95)), r(30, u(12, 12), u(100, 100))]
P3 = [r(40, u(91, 90)), r(30, u(88, 88)), r(30, u(97, 95))]
P4 = [r(20, u(12, 12)), r(30, u(4, 4), u("91.2", 85)), r(15, u(3, 2)), r(35, u(2, 1))]
SKOR_P4 = [D(n) for n in (115, 112, 110, 110, 108, 115, 114)]
P5_1 = [r(50, u(100, 100)), r(50, u(98, 100))]
P5_2 = [r(40, u(22, 24), u(98, 95)), r(35, u(7, 6, arah="khusus"), u(100, 100)), r(25, u(2, 2))]
SKOR_P5_2 = [D(n) for n in (97, 82, 98, 100, 100, 97, 98)]
T1_AWAL = [r(35, u(2, 2), u(92, 90)), r(40, u(76, 75), u(36, 36)), r(25, u(0, 4))]
T1_AKHIR = [r(35, u(2, 2), u(92, 90)), r(40, u(76, 75), u(36, 36)), r(25, u(4, 4))]
T2 = [r(30, u(1, 2), u(70, 90)), r(45, u(61, 75), u(27, 36)), r(25, u(2, 4))]

CONTOH = {
    "P1": (P1, "104", "100.94", "104.00", "102.16", "101.86"),
    "P2": (P2, "101", "100.54", "101.00", "100.72", "100.68"),
    "P3": (P3, "102", "101.08", "102.00", "101.45", "101.35"),
    "P4": (P4, SKOR_P4, "111.09", "112.00", "111.46", "111.37"),
    "P5 Januari sampai Juli": (P5_1, "100", "99.00", "100.00", "99.40", "99.30"),
    "P5 Agustus sampai Desember": (P5_2, SKOR_P5_2, "96.05", "96.00", "96.03", "96.03"),
    "T1 sebelum keberatan": (T1_AWAL, "100", "75.66", "100.00", "85.39", "82.96"),
    "T1 sesudah keberatan": (T1_AKHIR, "100", "100.66", "100.00", "100.39", "100.46"),
    "T2": (T2, "100", "66.84", "100.00", "80.11", "76.79"),
}


@pytest.mark.parametrize("nama", CONTOH)
def test_sample_figures_are_reproduced_with_both_weightings(nama):
    rhk, perilaku, nilai_skp, nilai_perilaku, nkp_60, nkp_70 = CONTOH[nama]
    enam_puluh, tujuh_puluh = nilai(rhk, perilaku), nilai(rhk, perilaku, ("70", "30"))
    assert (str(enam_puluh.nilai_skp), str(enam_puluh.nilai_perilaku), str(enam_puluh.nkp)) == (nilai_skp, nilai_perilaku, nkp_60)
    assert str(tujuh_puluh.nkp) == nkp_70


def test_parts_of_the_seed_table_are_published_as_in_the_sample():
    hasil = nilai(P4, SKOR_P4)
    assert [str(x.capaian) for x in hasil.rhk] == ["100.00", "103.65", "120.00", "120.00"]
    assert [str(x.sumbangan) for x in hasil.rhk] == ["20.00", "31.09", "18.00", "42.00"]
    assert str(hasil.rhk[1].indikator[1]) == "107.29"


def test_everything_on_target_is_exactly_one_hundred():
    hasil = nilai([r(20, u(12, 12)), r(30, u(4, 4), u(85, 85)), r(15, u(2, 2)), r(35, u(1, 1))])
    assert (str(hasil.nilai_skp), str(hasil.nkp)) == ("100.00", "100.00")
    assert kuadran.predikat_angka(hasil.nkp, gagasan_baru=False) is Predikat.BAIK


def test_two_segments_of_a_year_are_weighted_by_months():
    assert str(nkp_tahun([(7, D("99.40")), (5, D("96.03"))])) == "98.00"


def test_late_indicators_of_the_sample_have_their_own_capaian():
    hasil = nilai(P5_2, SKOR_P5_2)
    assert [str(x.capaian) for x in hasil.rhk] == ["97.41", "91.67", "100.00"]
    assert [str(x.capaian) for x in nilai(T2).rhk] == ["63.89", "78.17", "50.00"]


def satu(ukuran, metode="linear_120"):
    return str(nilai([UkuranRhk(D(100), (ukuran,))], metode=metode).rhk[0].capaian)


@pytest.mark.parametrize(
    ("ukuran", "capaian"),
    [
        (u(92, None, target_min=D(80), target_max=D(90)), "102.22"),
        (u(85, None, target_min=D(80), target_max=D(90)), "100.00"),
        (u(80, None, target_min=D(80), target_max=D(90)), "100.00"),
        (u(60, None, target_min=D(80), target_max=D(90)), "75.00"),
        (u("6.5", None, target_min=D(7), target_max=D(8), arah="khusus"), "107.14"),
        (u(9, None, target_min=D(7), target_max=D(8), arah="khusus"), "87.50"),
        (u("7.5", None, target_min=D(7), target_max=D(8), arah="khusus"), "100.00"),
        (u(0, 0, arah="khusus"), "100.00"),
        (u(1, 0, arah="khusus"), "0.00"),
        (u(7, 6, arah="khusus"), "83.33"),
        (u(0, 6, arah="khusus"), "120.00"),
        (u(30, 6, arah="khusus"), "0.00"),
        (u(100, 100, target_maksimal=True), "100.00"),
        (u(104, 100, target_maksimal=True), "100.00"),
        (u(None, 6, arah="khusus"), "0.00"),
        (u(None, 6), "0.00"),
        (u(5, 1), "120.00"),
    ],
)
def test_capaian_follows_direction_range_and_limits(ukuran, capaian):
    assert satu(ukuran) == capaian


@pytest.mark.parametrize(
    ("c", "skor"),
    [
        ("59", "49.00"),
        ("60", "50.00"),
        ("79", "69.00"),
        ("80", "70.00"),
        ("89", "79.00"),
        ("99", "89.00"),
        ("100", "109.00"),
        ("105", "114.44"),
        ("111", "120.00"),
        ("29.5", "24.08"),
        ("99.5", "89.00"),
        ("110", "120.00"),
        ("0", "0.00"),
    ],
)
def test_stepped_method_gives_the_scores_of_the_old_rule(c, skor):
    assert satu(u(c, 100), "berjenjang_2021") == skor


def test_stepped_method_rewards_the_highest_attainable_target():
    assert satu(u(100, 100, target_maksimal=True), "berjenjang_2021") == "120.00"


@pytest.mark.parametrize("ukuran", [u(5, 0), u(5, None), u(5, None, target_min=D(9), target_max=D(3)), u(1, -2)])
def test_a_target_that_cannot_be_divided_by_is_refused(ukuran):
    with pytest.raises(Invalid) as salah:
        satu(ukuran)
    assert "rhk.0.indikator.0.target" in salah.value.errors


@pytest.mark.parametrize("bobot", [("20", "30", "15", "34.99"), ("20", "30", "15", "35.01"), ("50", "50", "50", "-50")])
def test_weights_must_sum_to_exactly_one_hundred(bobot):
    with pytest.raises(Invalid):
        nilai([r(b, u(1, 1)) for b in bobot])


@pytest.mark.parametrize("skor", [[D(100)] * 6, [D(100)] * 8, [D(-1)] + [D(100)] * 6, [D(121)] + [D(100)] * 6, [D("NaN")] + [D(1)] * 6])
def test_seven_scores_between_0_and_120_are_needed(skor):
    with pytest.raises(Invalid):
        nilai(P4, skor)


@pytest.mark.parametrize("angka", ["1e400", "1e999999", "NaN", "Infinity", "1e-300"])
def test_absurd_figures_are_refused(angka):
    with pytest.raises(Invalid):
        nilai([r(100, UkuranIndikator(D(angka), D(1)))])
    with pytest.raises(Invalid):
        nilai([r(100, UkuranIndikator(D(1), D(angka)))])


def test_an_unknown_method_is_refused_by_name():
    with pytest.raises(Invalid, match="linear_120"):
        metode_pada("rata-rata", PADA)


def test_without_scores_only_the_plan_has_a_figure():
    hasil = hitung("linear_120", P4, None, bobot_skp=D(60), bobot_perilaku=D(40), pada=PADA)
    assert (str(hasil.nilai_skp), hasil.nilai_perilaku, hasil.nkp) == ("111.09", None, None)


def test_the_trace_explains_every_figure_and_carries_its_fingerprint():
    hasil = nilai(P4, SKOR_P4)
    jejak = hasil.jejak
    rumus = {(x.jenis, x.nama): x.rumus for x in jejak.langkah}
    assert rumus["indikator", "RHK 3, indikator 1"] == "3 ÷ 2 \u00d7 100 = 150,00, dibatasi 120"
    assert rumus["rhk", "RHK 2"] == "rerata dari 100,00, 107,29"
    assert rumus["nilai_skp", "Nilai SKP"] == "20,00 + 31,09 + 18,00 + 42,00"
    assert rumus["nkp", "NKP"] == "60 % \u00d7 111,09 + 40 % \u00d7 112,00"
    assert (jejak.metode, jejak.dasar_hukum, len(jejak.sidik)) == ("linear_120", "PP 30/2019 pasal 41", 64)
    assert nilai(P4, SKOR_P4).jejak.sidik == jejak.sidik
    assert nilai(P4, [D(120)] * 7).jejak.sidik != jejak.sidik


def test_fingerprints_do_not_depend_on_the_order_of_keys():
    assert sidik({"a": 1, "b": D("1.0")}) == sidik({"b": D("1.0"), "a": 1})


def test_half_is_rounded_up_once_and_never_in_between():
    assert bulat(Fraction(1005, 1000)) == D("1.01")
    assert bulat(Fraction(-1005, 1000)) == D("-1.01")
    # three thirds of a figure are the figure again: 1/3 is never cut
    assert str(nilai([r(100, u(1, 3), u(1, 3), u("1.00015", 3))]).nilai_skp) == "33.34"


def test_figures_are_written_the_indonesian_way():
    assert [tulis(D("1234.5")), tulis(D("100.00"), 2), tulis(D(85)), tulis(Fraction(1, 3)), tulis(D("1E+3"))] == [
        "1.234,5",
        "100,00",
        "85",
        "0,33",
        "1.000",
    ]


@pytest.mark.parametrize(
    ("angka", "rating"), [("110.00", Rating.DI_ATAS), ("109.99", Rating.SESUAI), ("90", Rating.SESUAI), ("89.99", Rating.DI_BAWAH)]
)
def test_the_figure_suggests_a_rating(angka, rating):
    assert kuadran.saran_rating(D(angka)) is rating


@pytest.mark.parametrize(
    ("nkp", "gagasan", "predikat"),
    [
        ("110", True, "sangat_baik"),
        ("120", False, "baik"),
        ("109.99", True, "baik"),
        ("89.99", True, "butuh_perbaikan"),
        ("70", True, "butuh_perbaikan"),
        ("69.99", True, "kurang"),
        ("50", False, "kurang"),
        ("49.99", False, "sangat_kurang"),
        ("0", False, "sangat_kurang"),
    ],
)
def test_bands_need_a_new_idea_for_the_top(nkp, gagasan, predikat):
    assert kuadran.predikat_angka(D(nkp), gagasan_baru=gagasan) == predikat


ANGKA = st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False)
TARGET = st.decimals(min_value=D("0.0001"), max_value=10**6, places=4, allow_nan=False)


@given(ANGKA, ANGKA, TARGET, st.sampled_from(numerik.KODE_METODE), st.booleans())
def test_more_is_never_worse_and_bounds_hold(a, b, target, metode, maksimal):
    rendah, tinggi = sorted((a, b))
    x, y = (D(satu(UkuranIndikator(v, target, target_maksimal=maksimal), metode)) for v in (rendah, tinggi))
    assert 0 <= x <= y <= 120


@given(ANGKA, ANGKA, TARGET, st.sampled_from(numerik.KODE_METODE))
def test_less_is_never_worse_when_lower_is_better(a, b, target, metode):
    rendah, tinggi = sorted((a, b))
    x, y = (D(satu(UkuranIndikator(v, target, arah="khusus"), metode)) for v in (rendah, tinggi))
    assert 0 <= y <= x <= 120


@given(st.lists(st.decimals(min_value=0, max_value=120, places=2), min_size=7, max_size=7), st.integers(0, 100))
def test_nkp_lies_between_its_two_parts(skor, bobot):
    hasil = nilai(P4, skor, (str(bobot), str(100 - bobot)))
    bawah, atas = sorted((hasil.nilai_skp, hasil.nilai_perilaku))
    assert bawah <= hasil.nkp <= atas


@given(ANGKA, ANGKA, st.decimals(min_value=0, max_value=10**5, places=2))
def test_inside_a_range_is_one_hundred(a, b, r_):
    bawah, atas = sorted((a + 1, b + 1))
    for arah in ("normal", "khusus"):
        capaian = D(satu(UkuranIndikator(min(max(r_, bawah), atas), None, bawah, atas, arah)))
        assert capaian == 100
