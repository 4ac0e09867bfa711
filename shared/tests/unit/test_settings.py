from datetime import timedelta

import pytest

from shared.settings import Environment, SettingsError, service_settings

COMPLETE = {"SKP_DATABASE_URL": "postgresql+psycopg://skp@127.0.0.1/skp", "AMQP_URL": "amqp://127.0.0.1/", "KINERJA_SECRET_KEY": "x" * 40}


def read(**changes: str):
    env = Environment(COMPLETE | changes)
    settings = service_settings("skp", env)
    env.check()
    return settings


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        read(SKP_DATABASE_URL="", KINERJA_SECRET_KEY="short", KINERJA_PROFILE="staging", SKP_EPOCH="one")
    assert len(refused.value.faults) == 4


def test_the_clock_moves_in_the_demo_profile_alone() -> None:
    moved = {"KINERJA_DEMO_CLOCK": "2026-01-19T09:00:00+07:00@1800000000"}
    assert read(**moved).clock_offset == timedelta(0)
    assert read(**moved, KINERJA_PROFILE="demo").clock_offset != timedelta(0)


@pytest.mark.parametrize("value", ["2026-01-19T09:00:00@1800000000", "2026-01-19T09:00:00+07:00", "yesterday@1"])
def test_a_demo_clock_without_zone_or_second_is_a_fault(value: str) -> None:
    with pytest.raises(SettingsError):
        read(KINERJA_PROFILE="demo", KINERJA_DEMO_CLOCK=value)


def test_cookies_are_secure_where_the_origin_is() -> None:
    assert not read().secure_cookies
    assert read(KINERJA_URL="https://kinerja.contoh.go.id").secure_cookies
