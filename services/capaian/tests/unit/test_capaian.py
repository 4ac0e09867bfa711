"""What the periods add up to, and the pace (domain 4.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from capaian.domain.capaian import Laju, kumulatif, laju
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
