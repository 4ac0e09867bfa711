"""Hints on quality: they advise, say why, and propose a wording."""

from __future__ import annotations

import pytest
from services.skp.tests.mothers import acuan, draf_benih, indikator

from skp.domain.isi import IsianIndikator, IsianRhk, susun_rhk
from skp.domain.saran import saran_untuk, sebagai_hasil


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
