from __future__ import annotations

from shared.testing.service import service_fixture
from skp.adapters.unit_of_work import UnitOfWork
from skp.app import MIGRATIONS, create_app
from skp.entrypoints.consumer import HANDLERS

svc = service_fixture("skp", create_app=create_app, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS)
