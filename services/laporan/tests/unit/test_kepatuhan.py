from datetime import date
from decimal import Decimal

from laporan.domain.kepatuhan import Kepatuhan, samarkan
from laporan.domain.ketepatan import Ketepatan, Kiriman, hitung_ketepatan, keadaan_kiriman

HARI_INI = date(2026, 1, 19)


def kiriman(
    *, pertama: date | None = date(2025, 9, 5), terlambat: bool = False, dimaafkan: bool = False, batas: date = date(2025, 9, 7)
) -> Kiriman:
    return Kiriman(batas, pertama, terlambat, dimaafkan)


def test_p5_had_one_of_four_counted_reports_in_time() -> None:
    reports = [kiriman(), *[kiriman(terlambat=True)] * 3, kiriman(terlambat=True, dimaafkan=True)]
    counted = hitung_ketepatan(reports, HARI_INI)
    assert counted == Ketepatan(wajib=5, tepat_waktu=1, terlambat=3, dimaafkan=1, kosong=0)
    assert counted.persen == Decimal("25.00")


def test_the_year_of_p5_adds_up_to_eight_of_eleven() -> None:
    assert (Ketepatan(7, 7) + Ketepatan(5, 1, 3, 1)).persen == Decimal("72.73")


def test_a_report_is_missing_only_after_its_normal_day() -> None:
    assert keadaan_kiriman(kiriman(pertama=None, batas=HARI_INI), HARI_INI) == "nanti"
    assert keadaan_kiriman(kiriman(pertama=None, batas=date(2026, 1, 18)), HARI_INI) == "kosong"


def test_nothing_due_gives_no_percentage_instead_of_zero() -> None:
    assert hitung_ketepatan([kiriman(pertama=None, batas=date(2026, 2, 7))], HARI_INI).persen is None


def test_each_step_of_the_funnel_has_its_denominator() -> None:
    steps = dict(Kepatuhan(wajib_skp=315, diajukan=312, disetujui=309, realisasi_terisi=297, dinilai=268, final=52).corong)
    assert (steps["SKP diajukan"].persen, steps["SKP disetujui"].persen) == (Decimal("99.0"), Decimal("98.1"))
    assert (steps["Laporan terisi"].persen, steps["Dinilai"].persen, steps["Final"].persen) == (
        Decimal("96.1"),
        Decimal("86.7"),
        Decimal("16.8"),
    )
    assert steps["Dinilai"].dari == 309


def test_an_empty_instansi_has_no_percentages() -> None:
    assert all(share.persen is None for _, share in Kepatuhan().corong)


def test_small_cells_are_hidden_and_cannot_be_found_by_subtraction() -> None:
    shown = samarkan({"sangat_baik": 58, "baik": 166, "butuh_perbaikan": 28, "kurang": 5, "sangat_kurang": 1})
    assert shown == {"sangat_baik": 58, "baik": 166, "butuh_perbaikan": 28, "kurang": None, "sangat_kurang": None}


def test_a_group_below_five_tells_no_cell_at_all() -> None:
    assert set(samarkan({"baik": 4}).values()) == {None}


def test_large_cells_and_empty_ones_are_shown() -> None:
    assert samarkan({"baik": 12, "sangat_baik": 5})["kurang"] == 0
    assert samarkan({})["baik"] == 0
