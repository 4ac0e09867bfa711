"""The five services under test, with the town in each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from services.auth.tests.conftest import svc as svc_auth
from services.capaian.tests.conftest import svc as svc_capaian
from services.laporan.tests.conftest import svc as svc_laporan
from services.penilaian.tests.conftest import svc as svc_penilaian
from services.skp.tests.conftest import svc as svc_skp
from tests.akses import kota
from tests.akses.dunia import DUNIA, Dunia

from shared import clock
from shared.testing.service import ServiceUnderTest

__all__ = ["svc_auth", "svc_capaian", "svc_laporan", "svc_penilaian", "svc_skp"]


@pytest.fixture
def layanan(name: str, request: pytest.FixtureRequest) -> ServiceUnderTest:
    found: ServiceUnderTest = request.getfixturevalue(f"svc_{name}")
    return found


@pytest.fixture
def dunia(name: str, layanan: ServiceUnderTest) -> Iterator[Dunia]:
    with clock.at(kota.KINI):
        yield DUNIA[name](layanan)
