"""Hints on quality: they advise, say why, and propose a wording."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services.skp.tests.mothers import acuan, draf_benih, indikator

from shared.contracts.skp import Rhk
from skp.domain.isi import IsianIndikator, IsianRhk, susun_rhk
from skp.domain.saran import kemiripan, saran_kembar, saran_untuk, sebagai_hasil


@pytest.mark.parametrize(
    ("kegiatan", "hasil"),
    [
        ("Menyusun laporan kegiatan bulanan", "Tersusunnya laporan kegiatan bulanan"),
        ("Pelaksanaan program layanan publik", "Terlaksananya program layanan publik"),
        ("Tersusunnya laporan", ""),
        ("Menyusun", ""),
        ("", ""),
    ],
)
def test_activity_is_turned_into_a_result(kegiatan: str, hasil: str) -> None:
    assert sebagai_hasil(kegiatan) == hasil


def test_seed_table_gets_hints_beside_the_sentence_they_mean() -> None:
    saran = {(s.kode, s.bidang) for s in draf_benih().saran()}
    assert ("kegiatan", "rhk.0.teks") in saran
    assert ("hanya_kuantitas", "rhk.3.indikator") in saran
    assert ("hanya_kuantitas", "rhk.1.indikator") not in saran


def test_figure_without_unit_is_pointed_out() -> None:
    rhk = susun_rhk((IsianRhk(teks="Meningkatnya mutu", indikator=(indikator("Nilai", "80", "", "kualitas"),)),), (), acuan())
    assert [s.kode for s in saran_untuk(rhk, "kuantitatif")] == ["tanpa_satuan"]


def test_qualitative_text_is_not_asked_for_figures() -> None:
    rhk = susun_rhk((IsianRhk(teks="Meningkatnya mutu", indikator=(IsianIndikator(teks="Dua sekolah naik kelas"),)),), (), acuan())
    assert saran_untuk(rhk, "kualitatif") == ()


def rhk(*teks: str, bobot: tuple[str, ...] = ()) -> tuple[Rhk, ...]:
    isian = tuple(
        IsianRhk(teks=t, bobot=Decimal(b), indikator=(indikator("Laporan", "1"),))
        for t, b in zip(teks, bobot or ("50",) * len(teks), strict=True)
    )
    return susun_rhk(isian, (), acuan())


@pytest.mark.parametrize(
    ("bobot", "kode"), [(("61", "39"), {"bobot_berat"}), (("97", "3"), {"bobot_berat", "bobot_ringan"}), (("60", "40"), set())]
)
def test_weights_that_decide_alone_or_hardly_count_get_a_hint(bobot: tuple[str, str], kode: set[str]) -> None:
    saran = saran_untuk(rhk("Tersusunnya laporan", "Meningkatnya mutu", bobot=bobot), "kuantitatif")
    assert {s.kode for s in saran if s.kode.startswith("bobot")} == kode


def test_sentence_said_twice_gets_a_hint_at_the_second() -> None:
    saran = saran_untuk(rhk("Tersusunnya laporan kegiatan bulanan", "tersusunnya  laporan kegiatan bulanan."), "kuantitatif")
    assert [(s.kode, s.bidang) for s in saran if s.kode == "kembar"] == [("kembar", "rhk.1.teks")]


def test_evaluator_is_told_whose_rhk_it_resembles() -> None:
    lain = [("Dimas", "Tersusunnya peta jabatan"), ("Tuti", "Tersusunnya laporan kegiatan bulanan")]
    (saran,) = saran_kembar(rhk("Tersusunnya laporan kegiatan bulanan", "Meningkatnya mutu layanan"), lain)
    assert (saran.bidang, "RHK Tuti" in saran.teks) == ("rhk.0.teks", True)


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_the_same_both_ways_and_a_share(satu: str, dua: str) -> None:
    assert kemiripan(satu, dua) == kemiripan(dua, satu)
    assert 0 <= kemiripan(satu, dua) <= 1


@given(st.lists(st.text(alphabet="abcdef", min_size=1, max_size=4), min_size=3, unique=True))
def test_sentence_is_like_itself_in_any_order_and_case(kata: list[str]) -> None:
    assert kemiripan(" ".join(kata), " ".join(reversed(kata)).upper()) == 1
