"""Figures, dates and names are written the Indonesian way, and a typed figure is read without guessing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from shared.web import format as fmt


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("1234.5"), 2, "1.234,50"),
        (Decimal("111.094999"), 2, "111,09"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("-1234567.8"), 0, "-1.234.568"),
        (Decimal("91.20"), None, "91,2"),
        (Decimal("1E+3"), None, "1.000"),
        (12, None, "12"),
        ("99.99", 2, "99,99"),
        (None, 2, fmt.KOSONG),
    ],
)
def test_figures_use_comma_and_full_stop_and_round_half_up(value: Decimal | int | str | None, places: int | None, text: str) -> None:
    assert fmt.angka(value, places) == text


def test_a_percentage_has_its_space() -> None:
    assert fmt.persen(Decimal("85.0")) == "85 %"
    assert fmt.persen(Decimal("71.428571"), 2) == "71,43 %"
    assert fmt.persen(None) == fmt.KOSONG


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1.234,56", "1234.56"), ("1234,56", "1234.56"), (" 12 ", "12"), ("1.000", "1000"), ("-3,5", "-3.5"), ("0,01", "0.01")],
)
def test_a_typed_figure_is_read(typed: str, number: str) -> None:
    assert fmt.parse_angka(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["0.5", "12.34", "1.23"])
def test_a_decimal_point_is_refused_with_the_right_spelling(typed: str) -> None:
    with pytest.raises(ValueError, match=typed.replace(".", ",")):
        fmt.parse_angka(typed)


@pytest.mark.parametrize("typed", ["dua", "1,2,3", "1.2345,0", "NaN", "1e5", "12 %", "--1", "1 234"])
def test_what_is_not_a_figure_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Tulis"):
        fmt.parse_angka(typed)


def test_an_empty_field_is_named_as_such() -> None:
    with pytest.raises(ValueError, match="Isi angkanya"):
        fmt.parse_angka("  ")


def test_what_is_written_can_be_read_again() -> None:
    for figure in (Decimal("1234567.89"), Decimal("0.01"), Decimal("-12.50")):
        assert fmt.parse_angka(fmt.angka(figure)) == figure


def test_dates_are_written_in_words() -> None:
    day = date(2026, 1, 19)
    assert fmt.tanggal(day) == "19 Januari 2026"
    assert fmt.tanggal(day, tahun=False) == "19 Januari"
    assert fmt.tanggal_pendek(day) == "19 Jan 2026"
    assert fmt.hari(day) == "Senin, 19 Januari 2026"
    assert fmt.hari(day, tahun=False) == "Senin 19 Januari"
    assert fmt.bulan(day) == "Januari 2026"
    assert fmt.tanggal("2026-12-31") == "31 Desember 2026"
    assert fmt.tanggal(None) == fmt.KOSONG


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "26 Januari 2026 pukul 23.59 WIB"),
        ("Asia/Makassar", "27 Januari 2026 pukul 00.59 WITA"),
        ("Asia/Jayapura", "27 Januari 2026 pukul 01.59 WIT"),
    ],
)
def test_a_moment_is_told_in_the_zone_of_the_instansi(zone: str, text: str) -> None:
    assert fmt.waktu(datetime(2026, 1, 26, 16, 59, 59, tzinfo=UTC), zone) == text


def test_seconds_are_shown_where_they_count() -> None:
    deadline = datetime(2026, 1, 26, 16, 59, 59, tzinfo=UTC)
    assert fmt.waktu(deadline, "Asia/Jakarta", detik=True).endswith("23.59.59 WIB")
    assert fmt.jam(deadline, "Asia/Jakarta") == "23.59"
    assert fmt.jam(deadline.isoformat(), "Asia/Jakarta") == "23.59"


def test_the_day_of_a_moment_needs_a_zone() -> None:
    moment = datetime(2026, 1, 26, 23, 0, tzinfo=UTC)
    assert fmt.tanggal(moment, "Asia/Jakarta") == "27 Januari 2026"
    with pytest.raises(ValueError, match="zone"):
        fmt.tanggal(moment)
    with pytest.raises(ValueError, match="zone"):
        fmt.jam(moment.replace(tzinfo=None), "Asia/Jakarta")


def test_a_nip_is_grouped_and_anything_else_left_alone() -> None:
    assert fmt.nip("199305172019022904") == "19930517 201902 2 904"
    assert fmt.nip("admin") == "admin"


@pytest.mark.parametrize(
    ("size", "text"), [(980, "980 B"), (421_888, "412 KB"), (3_250_586, "3,1 MB"), (10 * 1024**2, "10 MB"), (2 * 1024**3, "2 GB")]
)
def test_file_sizes_are_short(size: int, text: str) -> None:
    assert fmt.ukuran(size) == text


@pytest.mark.parametrize(
    ("nama", "text"), [("Dr. Bambang Suryana, M.Pd.", "BS"), ("Rina Lestari, A.Md.", "RL"), ("Sukarno", "S"), ("", "")]
)
def test_initials_leave_titles_out(nama: str, text: str) -> None:
    assert fmt.inisial(nama) == text


def test_small_counts_are_words() -> None:
    assert [fmt.bilangan(n) for n in (0, 2, 10, 11)] == ["nol", "dua", "sepuluh", "11"]


@pytest.mark.parametrize(
    ("value", "maximum", "text"), [(Decimal("83.333"), 100, "83.33"), (150, 120, "120"), (-4, 100, "0"), (None, 100, "0"), (20.0, 20, "20")]
)
def test_a_bar_never_leaves_its_frame(value: Decimal | float | None, maximum: int, text: str) -> None:
    assert fmt.lebar(value, maximum) == text
