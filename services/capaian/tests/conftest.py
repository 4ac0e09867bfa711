from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Flask

from capaian.adapters.unit_of_work import UnitOfWork
from capaian.app import MIGRATIONS, create_app
from capaian.entrypoints.consumer import HANDLERS
from shared.testing.service import service_fixture

BERKAS = Path(tempfile.mkdtemp(prefix="kinerja-bukti-"))


def _app(**kw: object) -> Flask:
    return create_app(berkas_dir=BERKAS, **kw)  # type: ignore[arg-type]


svc = service_fixture("capaian", create_app=_app, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS)
