"""What is refused at once while an SKP is written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services.skp.tests.mothers import acuan, indikator, isian_benih

from shared.contracts.skp import Lampiran
from shared.errors import Invalid
from skp.domain.banding import bandingkan, samakan_id
from skp.domain.isi import IsianIndikator, IsianRhk, rapikan, salin_rhk, susun_lampiran, susun_rhk
from skp.domain.syarat import jumlah_bobot, pesan_bobot

SATU = indikator("Laporan terbit", "12")


def salah(*rhk: IsianRhk, numerik: bool = True) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as caught:
        susun_rhk(rhk, (), acuan(numerik=numerik))
    return caught.value.errors


def salah_indikator(isian: IsianIndikator) -> dict[str, list[str]]:
    return {k.removeprefix("rhk.0.indikator.0."): v for k, v in salah(IsianRhk(indikator=(isian,))).items()}


def test_an_unfinished_rhk_can_be_kept() -> None:
    (rhk,) = susun_rhk((IsianRhk(indikator=(IsianIndikator(),)),), (), acuan())
    assert (rhk.teks, rhk.bobot, rhk.indikator[0].target) == ("", None, None)


def test_more_than_fifty_rhk_or_twenty_indikator_are_refused() -> None:
    assert "rhk" in salah(*[IsianRhk()] * 51)
    assert "rhk.0.indikator" in salah(IsianRhk(indikator=(SATU,) * 21))


@pytest.mark.parametrize("bobot", ["0", "-5", "100.01", "20.005", "1E+30", "NaN", "Infinity"])
def test_impossible_weight_is_refused(bobot: str) -> None:
    assert "rhk.0.bobot" in salah(IsianRhk(bobot=Decimal(bobot)))


def test_rhk_tambahan_carries_no_weight() -> None:
    assert "rhk.0.bobot" in salah(IsianRhk(jenis="tambahan", bobot=Decimal(10)))


def test_weight_is_refused_where_the_instansi_uses_none() -> None:
    assert "rhk.0.bobot" in salah(IsianRhk(bobot=Decimal(10)), numerik=False)


def test_target_zero_is_refused_when_higher_is_better_and_kept_when_lower_is_better() -> None:
    assert "target" in salah_indikator(replace(SATU, target=Decimal(0)))
    (rhk,) = susun_rhk((IsianRhk(indikator=(replace(SATU, target=Decimal(0), arah="khusus"),)),), (), acuan())
    assert rhk.indikator[0].target == 0


@pytest.mark.parametrize("target", ["-1", "1E+13", "1e999999999", "1e-999999999", "NaN", "Infinity", "1.23456"])
def test_absurd_target_is_refused(target: str) -> None:
    assert "target" in salah_indikator(replace(SATU, target=Decimal(target)))


def test_range_needs_its_ends_in_order_and_excludes_a_single_target() -> None:
    rentang = replace(SATU, target=None, target_min=Decimal(90), target_max=Decimal(80))
    assert "target_min" in salah_indikator(rentang)
    assert "target" in salah_indikator(replace(SATU, target_min=Decimal(1), target_max=Decimal(2)))


@pytest.mark.parametrize(("bidang", "nilai"), [("aspek", "rasa"), ("arah", "miring"), ("cara_hitung", "kira_kira")])
def test_unknown_choice_is_refused(bidang: str, nilai: str) -> None:
    assert bidang in salah_indikator(replace(SATU, **{bidang: nilai}))


@pytest.mark.parametrize("bidang", ["teks", "target_teks", "satuan"])
def test_hundred_thousand_characters_are_refused_with_the_limit(bidang: str) -> None:
    (pesan,) = salah_indikator(replace(SATU, **{bidang: "a" * 100_000}))[bidang]
    assert "100000" in pesan


def test_id_of_another_skp_or_used_twice_is_refused() -> None:
    assert "rhk.0.id" in salah(IsianRhk(id=uuid4()))
    lama = susun_rhk((IsianRhk(indikator=(SATU,)),), (), acuan())
    with pytest.raises(Invalid) as caught:
        susun_rhk((IsianRhk(id=lama[0].id), IsianRhk(id=lama[0].id)), lama, acuan())
    assert "rhk.1.id" in caught.value.errors


def test_link_to_the_superior_copies_the_text_and_an_unknown_one_is_refused() -> None:
    id_ = uuid4()
    (rhk,) = susun_rhk((IsianRhk(rhk_atasan_id=id_, rhk_atasan_teks="lama"),), (), acuan(rhk_atasan={id_: "Meningkatnya mutu SD"}))
    assert rhk.rhk_atasan_teks == "Meningkatnya mutu SD"
    assert "rhk.0.rhk_atasan_id" in salah(IsianRhk(rhk_atasan_id=id_))


def test_link_that_was_there_stays_when_the_superior_removed_his_rhk() -> None:
    id_ = uuid4()
    lama = susun_rhk((IsianRhk(rhk_atasan_id=id_),), (), acuan(rhk_atasan={id_: "Meningkatnya mutu SD"}))
    (rhk,) = susun_rhk((IsianRhk(id=lama[0].id, rhk_atasan_id=id_),), lama, acuan())
    assert rhk.rhk_atasan_teks == "Meningkatnya mutu SD"


def test_annex_drops_empty_lines_and_refuses_too_many() -> None:
    assert susun_lampiran(Lampiran((" PC ", "", "  "))).dukungan_sumber_daya == ("PC",)
    with pytest.raises(Invalid):
        susun_lampiran(Lampiran(tuple(str(n) for n in range(21))))


def test_text_loses_control_characters_only() -> None:
    assert rapikan(" a\x00b\r\nc <script> ") == "ab\nc <script>"


@given(st.lists(st.integers(1, 10000), min_size=1, max_size=20))
def test_weights_sum_without_rounding(sen: list[int]) -> None:
    rhk = susun_rhk(tuple(IsianRhk(bobot=Decimal(n) / 100) for n in sen), (), acuan())
    assert jumlah_bobot(rhk) == Decimal(sum(sen)) / 100
    assert ("genap" in pesan_bobot(jumlah_bobot(rhk))) == (sum(sen) == 10000)


def test_copy_takes_new_ids_once_each_and_lets_links_end_with_their_year() -> None:
    rhk = susun_rhk(isian_benih().rhk, (), acuan())
    tertaut = tuple(replace(r, rhk_atasan_id=uuid4()) for r in rhk)
    salinan, asal = salin_rhk(tertaut, uuid4, numerik=False)
    lama = {i for r in tertaut for i in (r.id, *(x.id for x in r.indikator))}
    assert set(asal.values()) == lama
    assert len(asal) == len(lama)
    assert not asal.keys() & lama
    assert {(r.rhk_atasan_id, r.bobot, r.rhk_atasan_teks) for r in salinan} == {(None, None, "Laporan dan data pokok")}
    assert not bandingkan(tuple(replace(r, rhk_atasan_id=None, bobot=None) for r in tertaut), samakan_id(salinan, asal)).ada


@pytest.mark.parametrize(("kolom", "isi"), [("perspektif", "anggaran"), ("klasifikasi", "individu")])
def test_perspektif_and_klasifikasi_are_of_a_jpt_only_and_from_their_list(kolom: str, isi: str) -> None:
    isian = (IsianRhk(**{kolom: isi}),)  # type: ignore[arg-type]
    (rhk,) = susun_rhk(isian, (), replace(acuan(), jpt=True))
    assert getattr(rhk, kolom) == isi
    for salah, untuk in ((isian, acuan()), ((IsianRhk(**{kolom: "lain"}),), replace(acuan(), jpt=True))):  # type: ignore[arg-type]
        with pytest.raises(Invalid) as error:
            susun_rhk(salah, (), untuk)
        assert list(error.value.errors) == [f"rhk.0.{kolom}"]
