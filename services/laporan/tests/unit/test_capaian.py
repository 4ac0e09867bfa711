from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services.laporan.tests.mothers import REALISASI_P4, RHK_P4, kunci

from laporan.domain.capaian import capaian_indikator, gabungkan, hitung
from shared.contracts.skp import Indikator


def butir(target: str | None = None, *, arah: str = "normal", bawah: str | None = None, atas: str | None = None) -> Indikator:
    decimal = lambda text: None if text is None else Decimal(text)  # noqa: E731
    return Indikator(uuid4(), "waktu", "x", "x", decimal(target), decimal(bawah), decimal(atas), "hari", arah)


def test_the_seed_table_gives_111_09() -> None:
    figures = {kunci(f"i-{nama}"): [Decimal(v) for _, v in sorted(per.items())] for nama, per in REALISASI_P4.items()}
    found = hitung(RHK_P4, figures)
    assert found.nilai_skp == Decimal("111.09")
    assert [row.capaian for row in found.rhk] == [Decimal("100.00"), Decimal("103.65"), Decimal("120.00"), Decimal("120.00")]
    assert [row.sumbangan for row in found.rhk] == [Decimal("20.00"), Decimal("31.09"), Decimal("18.00"), Decimal("42.00")]
    assert found.lengkap


def test_exactly_on_target_gives_one_hundred() -> None:
    figures = {i.id: [i.target] for row in RHK_P4 for i in row.indikator if i.target is not None}
    assert hitung(RHK_P4, figures).nilai_skp == Decimal("100.00")


def test_nothing_reported_gives_no_figure_instead_of_zero() -> None:
    found = hitung(RHK_P4, {})
    assert found.nilai_skp is None
    assert not found.lengkap


def test_an_indikator_without_realisasi_counts_zero_in_its_rhk() -> None:
    figures = {kunci("i-Program terlaksana"): [Decimal(4)]}
    assert hitung(RHK_P4, figures).rhk[1].capaian == Decimal("50.00")


@pytest.mark.parametrize(
    ("indikator", "realisasi", "harapan"),
    [
        (butir("95"), "92", "96.84"),
        (butir("6", arah="khusus"), "7", "83.33"),
        (butir(bawah="80", atas="90"), "92", "102.22"),
        (butir(bawah="80", atas="90"), "85", "100.00"),
        (butir(bawah="7", atas="8", arah="khusus"), "6.5", "107.14"),
        (butir(bawah="7", atas="8", arah="khusus"), "9", "87.50"),
        (butir("0", arah="khusus"), "0", "100.00"),
        (butir("0", arah="khusus"), "1", "0.00"),
        (butir("2"), "30", "120.00"),
    ],
)
def test_linear_120(indikator: Indikator, realisasi: str, harapan: str) -> None:
    found = capaian_indikator(indikator, Decimal(realisasi))
    assert found is not None
    assert found.quantize(Decimal("0.01"), "ROUND_HALF_UP") == Decimal(harapan)


def test_periods_are_added_averaged_or_replaced() -> None:
    figures = [Decimal(90), Decimal(95), Decimal(100)]
    assert gabungkan(figures, "jumlah") == 285
    assert gabungkan(figures, "rata_rata") == 95
    assert gabungkan(figures, "akhir") == 100
    assert gabungkan([], "jumlah") is None


@given(st.decimals("0.01", "1000000", places=2), st.decimals("0", "1000000", places=2), st.sampled_from(["normal", "khusus"]))
def test_capaian_stays_between_zero_and_120(target: Decimal, realisasi: Decimal, arah: str) -> None:
    found = capaian_indikator(butir(str(target), arah=arah), realisasi)
    assert found is not None
    assert 0 <= found <= 120
