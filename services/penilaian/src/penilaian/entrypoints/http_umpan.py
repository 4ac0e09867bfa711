"""The JSON API of feedback."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import queries_umpan, use_cases_umpan
from penilaian.domain.umpan import Isian
from penilaian.entrypoints import schemas_umpan as schemas
from shared import clock
from shared.errors import Invalid
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work

api = Blueprint("penilaian_umpan_api", __name__, description="Umpan balik berkelanjutan")


def tulis_cursor(dari: tuple[datetime, UUID] | None) -> str | None:
    return f"{dari[0].isoformat()}~{dari[1]}" if dari else None


def baca_cursor(teks: str) -> tuple[datetime, UUID] | None:
    """Raises :class:`Invalid` for what was no cursor."""
    if not teks:
        return None
    pada, _, id_ = teks.partition("~")
    try:
        return datetime.fromisoformat(pada).astimezone(UTC), UUID(id_)
    except ValueError as salah:
        raise Invalid("Cursor tidak dikenal. Mulai dari halaman pertama.", code="cursor_invalid") from salah


@api.get("/umpan")
@api.arguments(schemas.UmpanQuerySchema(), location="query")
@api.response(200, schemas.DaftarUmpanSchema())
@akses(Objek.UMPAN_BALIK, Hak.BACA, Sasaran.SENDIRI)
def daftar_umpan(query: dict[str, Any]) -> Any:
    """What was written about the caller in a year, as far as it is open; or what the caller wrote, newest first."""
    with unit_of_work(UnitOfWork) as uow:
        if query["milik"] == "diberikan":
            data, lanjut = queries_umpan.list_diberikan(uow, caller().pegawai_id, baca_cursor(query["cursor"]))
            return {"data": data, "berikutnya": tulis_cursor(lanjut)}
        diterima = use_cases_umpan.baca_saya(uow, caller(), query["tahun"] or clock.now().year)
        return {"data": [*diterima.pimpinan, *diterima.rahasia], "berikutnya": None}


@api.get("/umpan/penerima")
@api.response(200, schemas.DaftarPenerimaSchema())
@akses(Objek.UMPAN_BALIK, Hak.TULIS, Sasaran.DAFTAR)
def penerima_umpan() -> Any:
    """To whom the caller may give feedback today, and in which capacity."""
    with unit_of_work(UnitOfWork) as uow:
        hari = clock.today(uow.get_zona(caller().instansi_id))
        return {"data": queries_umpan.list_penerima(uow, caller(), hari), "berikutnya": None}


@api.post("/umpan")
@api.arguments(schemas.UmpanInSchema())
@api.response(201, schemas.UmpanSchema())
@akses(Objek.UMPAN_BALIK, Hak.TULIS)
def beri_umpan(data: dict[str, Any]) -> Any:
    """Give feedback to somebody whom the caller leads, to a peer, or to the caller's own superior. Past the bounds of a day the answer is 429."""
    with unit_of_work(UnitOfWork) as uow:
        satu = use_cases_umpan.beri(uow, caller(), Isian(**data))
        return queries_umpan.get_diberikan(uow, caller().pegawai_id, satu.id)


@api.post("/umpan/<uuid:umpan_id>/tanggapi")
@api.arguments(schemas.TanggapanSchema())
@api.response(200, schemas.UmpanSchema())
@akses(Objek.UMPAN_BALIK, Hak.SEBAGIAN)
def tanggapi_umpan(data: dict[str, Any], umpan_id: UUID) -> Any:
    """Answer what was written about the caller, once."""
    with unit_of_work(UnitOfWork) as uow:
        return use_cases_umpan.tanggapi(uow, caller(), umpan_id, data["tanggapan"], if_match(required=False))


@api.get("/evaluasi/<uuid:evaluasi_id>/umpan")
@api.response(200, schemas.DaftarUmpanSchema())
@akses(Objek.UMPAN_BALIK, Hak.BACA)
def umpan_pegawai(evaluasi_id: UUID) -> Any:
    """What was written in the span of an evaluation: with all givers for its evaluator alone."""
    with unit_of_work(UnitOfWork) as uow:
        return {"data": use_cases_umpan.baca_pegawai(uow, caller(), evaluasi_id)[1], "berikutnya": None}
