"""``GET /<service>/api/v1/data-saya``: everything that the service holds of the caller."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from flask import Response
from flask_smorest import Blueprint

from shared.matriks import Hak, Objek
from shared.persistence import UnitOfWork
from shared.persistence.personal_data import PersonalData, collect
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work


def personal_data_blueprint(declared: Sequence[PersonalData]) -> Blueprint:
    api = Blueprint("data_saya", __name__, description="What the service holds of the caller")

    @api.get("/data-saya")
    @api.response(200, description="label → rows")
    @akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
    def data_saya() -> Response:
        """Everything this service holds of me."""
        with unit_of_work(UnitOfWork) as uow:
            found = dict(collect(uow.connection, declared, caller().pegawai_id))
        return Response(msgspec.json.encode(found), mimetype="application/json")

    return api
