"""No installation but the demo lets a request move the clock."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared import clock
from shared.testing.service import settings_for_tests
from shared.web.context import public
from shared.web.factory import make_app
from skp.app import MIGRATIONS


@pytest.mark.parametrize(("profile", "moved"), [("production", False), ("demo", True)])
def test_the_header_moves_the_clock_in_the_demo_profile_alone(profile: str, moved: bool) -> None:
    settings = replace(settings_for_tests("skp", "postgresql+psycopg://skp@127.0.0.1:1/skp"), profile=profile)
    app = make_app(settings, migrations=MIGRATIONS, title="uji")
    app.add_url_rule("/jam.json", "jam", public(lambda: clock.now().isoformat()))
    seen = datetime.fromisoformat(app.test_client().get("/jam.json", headers={"X-Kinerja-Jam": "2025-03-01T08:00:00+07:00"}).text)
    assert (seen == datetime(2025, 3, 1, 1, 0, tzinfo=UTC)) is moved
