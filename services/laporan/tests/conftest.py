"""Fixtures: the service with nothing, and with the sample of Kota Contoh in January 2026."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from services.laporan.tests import mothers

from laporan.adapters.unit_of_work import UnitOfWork
from laporan.app import MIGRATIONS, create_app
from laporan.entrypoints.consumer import HANDLERS
from shared import clock
from shared.testing.service import ServiceUnderTest, service_fixture

svc = service_fixture("laporan", create_app=create_app, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS)


@pytest.fixture
def januari() -> Iterator[None]:
    """Monday 19 January 2026, morning."""
    with clock.at(mothers.KINI):
        yield


@pytest.fixture
def kota(svc: ServiceUnderTest, januari: None) -> ServiceUnderTest:
    svc.deliver(*mothers.contoh())
    return svc
