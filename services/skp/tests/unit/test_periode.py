"""Periods, deadlines, working days: figures that can be checked against the wall calendar."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services.skp.tests.mothers import INSTANSI

from shared.contracts.auth import Pengaturan
from shared.errors import Invalid
from skp.domain.kalender import Kalender
from skp.domain.periode import susun_periode


def periode(tahun: int = 2025, **kw: object) -> list[tuple[str, str, int]]:
    return [(p.untuk, p.jenis, p.nomor) for p in susun_periode(INSTANSI, tahun, Pengaturan(**kw), Kalender(), uuid4)]  # type: ignore[arg-type]


def test_year_of_monthly_reports_and_quarterly_evaluations() -> None:
    daftar = periode()
    assert daftar.count(("skp", "tahunan", 1)) == 1
    assert [n for u, j, n in daftar if (u, j) == ("laporan", "bulanan")] == list(range(1, 13))
    assert [n for u, j, n in daftar if (u, j) == ("evaluasi", "triwulan")] == [1, 2, 3, 4]
    assert daftar.count(("evaluasi", "tahunan", 1)) == 1


def test_quarterly_reports_and_annual_evaluation_alone() -> None:
    daftar = periode(periode_laporan="triwulan", periode_evaluasi="tahunan")
    assert len([d for d in daftar if d[0] == "laporan"]) == 4
    assert [d for d in daftar if d[0] == "evaluasi"] == [("evaluasi", "tahunan", 1)]


def test_deadlines_of_skp_and_annual_evaluation_are_fixed_days() -> None:
    daftar = {(p.untuk, p.jenis): p for p in susun_periode(INSTANSI, 2025, Pengaturan(), Kalender(), uuid4)}
    skp, tahunan = daftar["skp", "tahunan"], daftar["evaluasi", "tahunan"]
    assert (skp.batas_normal, skp.batas_toleransi) == (date(2025, 1, 20), date(2025, 1, 31))
    assert (tahunan.batas_normal, tahunan.batas_toleransi) == (date(2026, 1, 15), date(2026, 1, 31))


def test_report_of_march_2025_is_due_after_the_long_lebaran_holiday() -> None:
    maret = next(p for p in susun_periode(INSTANSI, 2025, Pengaturan(), Kalender(), uuid4) if p.nama == "Maret 2025")
    assert (maret.mulai, maret.selesai) == (date(2025, 3, 1), date(2025, 3, 31))
    assert (maret.batas_normal, maret.batas_toleransi) == (date(2025, 4, 14), date(2025, 4, 22))


def test_instansi_sets_its_own_working_days() -> None:
    januari = next(
        p
        for p in susun_periode(INSTANSI, 2025, Pengaturan(hari_normal_laporan=3, hari_toleransi_laporan=2), Kalender(), uuid4)
        if p.nama == "Januari 2025"
    )
    assert (januari.batas_normal, januari.batas_toleransi) == (date(2025, 2, 5), date(2025, 2, 7))


def test_february_ends_by_the_calendar() -> None:
    februari = next(p for p in susun_periode(INSTANSI, 2028, Pengaturan(), Kalender(), uuid4) if p.nama == "Februari 2028")
    assert februari.selesai == date(2028, 2, 29)


@pytest.mark.parametrize("tahun", [2021, 2101, -1, 10**9])
def test_year_out_of_range_is_refused(tahun: int) -> None:
    with pytest.raises(Invalid):
        periode(tahun)


def test_weekend_public_holiday_and_joint_leave_are_no_working_days() -> None:
    kalender = Kalender(cuti_bersama=[date(2025, 3, 12)])
    assert [kalender.hari_kerja(date(2025, 3, d)) for d in (7, 8, 12, 28, 31)] == [True, False, False, False, False]


def test_sixteenth_of_january_2026_is_left_out() -> None:
    assert Kalender().sisa_hari_kerja(date(2026, 1, 13), date(2026, 1, 19)) == 3


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 40))
def test_counting_back_gives_what_was_added(hari: date, jumlah: int) -> None:
    kalender = Kalender()
    akhir = kalender.tambah_hari_kerja(hari, jumlah)
    assert kalender.sisa_hari_kerja(hari, akhir) == jumlah
    assert kalender.sisa_hari_kerja(akhir, hari) == -jumlah
    assert jumlah == 0 or (kalender.hari_kerja(akhir) and akhir - hari >= timedelta(days=jumlah))
