from __future__ import annotations

from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.app import MIGRATIONS, create_app
from penilaian.entrypoints.consumer import HANDLERS
from shared.testing.service import service_fixture

svc = service_fixture("penilaian", create_app=create_app, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS)
