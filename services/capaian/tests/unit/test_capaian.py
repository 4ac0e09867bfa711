"""What the periods add up to, and the pace (domain 4.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from capaian.domain.capaian import Laju, capaian, kumulatif, laju, laju_rhk
from shared.contracts.skp import Indikator

from ..mothers import indikator

ANGKA = [Decimal(91), Decimal(92), Decimal("90.6")]


def hitung(satu: Indikator, *angka: str, hari_ini: date = date(2025, 11, 13)) -> Laju:
    return laju(satu, [Decimal(a) for a in angka], mulai=date(2025, 1, 1), selesai=date(2025, 12, 31), hari_ini=hari_ini)


@pytest.mark.parametrize(("cara", "hasil"), [("jumlah", "273.6"), ("rata_rata", "91.2"), ("akhir", "90.6")])
def test_periods_become_one_figure_by_the_way_of_the_indikator(cara: str, hasil: str) -> None:
    assert kumulatif(cara, ANGKA) == Decimal(hasil)


def test_without_figures_there_is_nothing() -> None:
    assert kumulatif("jumlah", []) is None
    assert hitung(indikator("a", "12", "laporan")).kata == "Belum ada angka"


def test_a_sum_keeps_pace_with_the_days_of_the_year() -> None:
    hasil = hitung(indikator("a", "12", "laporan"), *["1"] * 10)
    assert (hasil.persen, hasil.tanda, hasil.tertinggal, hasil.kata) == (
        Decimal("83.3"),
        Decimal("86.8"),
        False,
        "10 dari 12 laporan, sesuai laju",
    )


def test_behind_means_at_least_one_whole_unit() -> None:
    assert hitung(indikator("a", "4", "program"), "1", "1").kata == "2 dari 4 program, tertinggal 1"
    assert not hitung(indikator("a", "1", "inovasi"), "0").tertinggal


def test_more_than_the_target_is_reached() -> None:
    hasil = hitung(indikator("a", "1", "inovasi"), "2")
    assert (hasil.persen, hasil.kata) == (Decimal("200.0"), "2 dari 1 inovasi, tercapai")


def test_a_mean_is_measured_against_the_target_itself() -> None:
    hasil = hitung(indikator("a", "95", "%", cara_hitung="rata_rata"), "90", "92", hari_ini=date(2025, 2, 1))
    assert (hasil.tanda, hasil.kata) == (Decimal("100.0"), "91 dari 95 %, tertinggal 4")


def test_lower_is_better_is_told_by_its_limit() -> None:
    waktu = indikator("a", "6", "hari", arah="khusus", cara_hitung="rata_rata")
    assert hitung(waktu, "7").kata == "7 hari, batas 6, melewati batas"
    assert not hitung(waktu, "5").tertinggal


def test_a_target_in_words_has_no_bar() -> None:
    tanpa_angka = replace(indikator("a", "1", "dokumen"), target=None)
    assert hitung(tanpa_angka, "3").kata == "3 dokumen"


@pytest.mark.parametrize(
    ("ganti", "nilai", "hasil"),
    [
        ({}, "5", "50"),
        ({}, "13", "120"),
        ({"arah": "khusus"}, "8", "120"),
        ({"arah": "khusus"}, "11", "90"),
        ({"arah": "khusus"}, "21", "0"),
        ({"arah": "khusus", "target": Decimal(0)}, "0", "100"),
        ({"arah": "khusus", "target": Decimal(0)}, "1", "0"),
        ({"target": None, "target_min": Decimal(80), "target_max": Decimal(90)}, "85", "100"),
        ({"target": None, "target_min": Decimal(80), "target_max": Decimal(90)}, "99", "110"),
        ({"target": None, "target_min": Decimal(80), "target_max": Decimal(90)}, "40", "50"),
        ({"target": None, "target_min": Decimal(7), "target_max": Decimal(8), "arah": "khusus"}, "9", "87.5"),
    ],
)
def test_what_is_reached_follows_the_linear_method(ganti: dict[str, Any], nilai: str, hasil: str) -> None:
    assert capaian(replace(indikator("a", "10", "x"), **ganti), Decimal(nilai)) == Decimal(hasil)


def rhk(angka: dict[str, list[str]], *daftar: Indikator, hari_ini: date = date(2025, 7, 2)) -> Laju:
    isi = {satu.id: [Decimal(a) for a in angka.get(satu.teks, [])] for satu in daftar}
    return laju_rhk(daftar, isi, mulai=date(2025, 1, 1), selesai=date(2025, 12, 31), hari_ini=hari_ini)


def test_an_rhk_is_the_mean_of_its_indikator_against_the_days_gone() -> None:
    daftar = (indikator("a", "10", "x"), indikator("b", "100", "y"))
    hasil = rhk({"a": ["2"], "b": ["60"]}, *daftar)
    assert (hasil.persen, hasil.tanda, hasil.tertinggal) == (Decimal("40.0"), Decimal("50.1"), True)
    assert hasil.kata == "40% dari target, seharusnya 50,1% hari ini: tertinggal 10,1 poin. Rata-rata 2 indikator, 1 tertinggal"


def test_an_rhk_whose_indikator_keep_pace_is_not_behind() -> None:
    hasil = rhk({}, indikator("a", "1", "inovasi"))
    assert (hasil.persen, hasil.tertinggal, hasil.kata) == (Decimal("0.0"), False, "0% dari target, seharusnya 50,1% hari ini: sesuai laju")


def test_an_rhk_leaves_out_what_cannot_be_compared_and_says_so() -> None:
    daftar = (indikator("a", "10", "x"), indikator("b", "85", "%", cara_hitung="akhir"), replace(indikator("c", "1", "y"), target=None))
    hasil = rhk({"a": ["6"], "c": ["1"]}, *daftar)
    assert (hasil.persen, hasil.kata) == (
        Decimal("60.0"),
        "60% dari target, seharusnya 50,1% hari ini: sesuai laju. Rata-rata 1 indikator; 2 belum dapat dihitung",
    )
    assert rhk({"c": ["1"]}, daftar[2]).tanda is None
