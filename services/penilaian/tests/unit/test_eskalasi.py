"""Working days with an evaluator, and who is told when."""

from __future__ import annotations

from datetime import date

import pytest

from penilaian.adapters.libur import hari_kerja
from penilaian.domain.eskalasi import PALING_LAMA, hari_tertahan, tingkat
from penilaian.domain.kalender import senin_jumat


@pytest.mark.parametrize(
    ("sejak", "hari", "tertahan"),
    [
        (date(2026, 1, 12), date(2026, 1, 12), 0),
        (date(2026, 1, 9), date(2026, 1, 12), 1),
        (date(2026, 1, 12), date(2026, 1, 19), 4),  # 16 January 2026 is a holiday
        (date(2026, 1, 20), date(2026, 1, 12), 0),
    ],
)
def test_only_working_days_after_the_first_count(sejak, hari, tertahan):
    assert hari_tertahan(sejak, hari, hari_kerja) == tertahan


def test_years_of_silence_are_told_as_one():
    assert hari_tertahan(date(2016, 1, 1), date(2026, 1, 1), senin_jumat) == PALING_LAMA


@pytest.mark.parametrize(
    ("hari", "siapa"), [(4, ""), (5, "pengingat"), (9, "pengingat"), (10, "atasan"), (14, "atasan"), (15, "pengelola")]
)
def test_each_level_begins_on_its_day(hari, siapa):
    assert tingkat(hari) == siapa
