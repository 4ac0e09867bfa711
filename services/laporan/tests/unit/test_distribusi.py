from laporan.domain.distribusi import POLA, Batas, batas_orang, periksa

SESUDAH = {"sangat_baik": 1, "baik": 4, "butuh_perbaikan": 1}


def test_the_sample_after_the_objection_fits_the_pattern_baik() -> None:
    verdict = periksa(SESUDAH, "baik")
    assert verdict is not None
    assert verdict.sesuai
    assert verdict.kalimat == "Sesuai pola."


def test_a_small_unit_may_have_five_of_six_baik_and_is_only_warned_of_the_missing_low_one() -> None:
    verdict = periksa({"sangat_baik": 1, "baik": 5}, "baik")
    assert verdict is not None
    assert verdict.sesuai
    assert [t.tingkat for t in verdict.temuan] == ["sesuai", "peringatan"]


def test_a_large_unit_with_too_many_baik_deviates_by_persons() -> None:
    verdict = periksa({"sangat_baik": 2, "baik": 16, "butuh_perbaikan": 2}, "baik")
    assert verdict is not None
    assert not verdict.sesuai
    assert verdict.temuan[0].selisih == 2


def test_the_dominant_predikat_may_be_tied_but_not_overtaken() -> None:
    assert periksa({"sangat_baik": 10, "baik": 10, "kurang": 1}, "baik").sesuai  # type: ignore[union-attr]
    assert not periksa({"sangat_baik": 11, "baik": 9, "kurang": 1}, "baik").sesuai  # type: ignore[union-attr]


def test_limits_of_a_small_unit_are_rounded_in_favour_of_its_people() -> None:
    assert batas_orang(Batas(("baik",), maks=70), 6) == (None, 5)
    assert batas_orang(Batas(("kurang",), min=60), 6) == (3, None)
    assert batas_orang(Batas(("kurang",), min=60), 20) == (12, None)


def test_without_a_result_of_the_organisation_or_without_ratings_there_is_no_verdict() -> None:
    assert periksa(SESUDAH, "") is None
    assert periksa({}, "baik") is None


def test_every_pattern_names_its_legal_basis() -> None:
    assert set(POLA) == {"istimewa", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"}
    assert all(pola.dasar_hukum for pola in POLA.values())


def test_an_organisation_sangat_kurang_allows_nobody_sangat_baik() -> None:
    verdict = periksa({"sangat_kurang": 12, "kurang": 4, "baik": 3, "sangat_baik": 1}, "sangat_kurang")
    assert verdict is not None
    assert not verdict.sesuai
