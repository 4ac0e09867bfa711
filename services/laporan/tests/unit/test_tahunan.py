from datetime import date
from decimal import Decimal

from laporan.domain.tahunan import Segmen, bulan, hasil_tahun

PERTAMA = Segmen(
    date(2025, 1, 1), date(2025, 7, 31), "sesuai_ekspektasi", "sesuai_ekspektasi", "baik", Decimal("99.00"), Decimal(100), Decimal("99.40")
)
KEDUA = Segmen(
    date(2025, 8, 1), date(2025, 12, 31), "di_atas_ekspektasi", "sesuai_ekspektasi", "baik", Decimal("96.05"), Decimal(96), Decimal("96.03")
)


def test_p5_has_98_00_from_seven_and_five_months() -> None:
    assert hasil_tahun([KEDUA, PERTAMA]).nkp == Decimal("98.00")


def test_ratings_of_the_year_are_those_of_its_last_segment() -> None:
    assert hasil_tahun([KEDUA, PERTAMA]).rating_hasil == "di_atas_ekspektasi"


def test_one_segment_keeps_its_figures() -> None:
    assert hasil_tahun([PERTAMA]).nkp == Decimal("99.40")


def test_a_segment_without_figure_leaves_the_year_without() -> None:
    found = hasil_tahun([PERTAMA, Segmen(date(2025, 8, 1), date(2025, 12, 31))])
    assert found.nkp is None
    assert found.predikat == ""


def test_the_month_of_a_move_belongs_to_one_segment_alone() -> None:
    assert bulan(date(2025, 1, 1), date(2025, 8, 14)) + bulan(date(2025, 8, 15), date(2025, 12, 31)) == 12
    assert bulan(date(2025, 8, 15), date(2025, 12, 31)) == 5
    assert bulan(date(2025, 1, 1), date(2025, 8, 15)) + bulan(date(2025, 8, 16), date(2025, 12, 31)) == 12
    assert bulan(date(2025, 8, 16), date(2025, 12, 31)) == 4


def test_nothing_is_nothing() -> None:
    assert hasil_tahun([]).segmen == 0
