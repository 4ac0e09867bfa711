"""Days off: of the country, and of the installation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from shared.hari_libur import LIBUR, baca, libur
from shared.settings import Environment, service_settings


@pytest.fixture
def setempat(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KINERJA_LIBUR", " 2026-05-12, 2026-11-27,")
    libur.cache_clear()
    yield
    libur.cache_clear()


def test_national_days_and_joint_leave_are_off() -> None:
    assert date(2026, 8, 17) in LIBUR
    assert date(2025, 4, 2) in LIBUR, "joint leave of Idulfitri"
    assert date(2026, 5, 12) not in LIBUR


@pytest.mark.usefixtures("setempat")
def test_the_days_of_the_installation_are_off_too() -> None:
    assert date(2026, 5, 12) in LIBUR and date(2026, 11, 27) in LIBUR and date(2026, 8, 17) in LIBUR
    assert date(2027, 5, 12) not in LIBUR


@pytest.mark.parametrize("teks", ["12-05-2026", "2026-02-30", "2026-05-12;2026-05-13", "besok"])
def test_what_is_no_date_stops_the_start_and_is_named(teks: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        baca(teks)
    env = Environment({"KINERJA_LIBUR": teks})
    service_settings("skp", env)
    assert any(fault.startswith("KINERJA_LIBUR: ") and "is no date" in fault for fault in env.faults)


def test_nothing_is_nothing() -> None:
    assert baca("") == baca(" , ") == frozenset()
