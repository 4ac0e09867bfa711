"""The JSON API of follow-up."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from penilaian.adapters.penyimpanan_tindak_lanjut import TindakLanjutTermuat
from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import queries_tindak_lanjut, use_cases_tindak_lanjut
from penilaian.application.queries_tindak_lanjut import Cursor
from penilaian.domain.tindak_lanjut import Keputusan, Perubahan
from penilaian.entrypoints import schemas_tindak_lanjut as schemas
from shared.auth.identity import Identity
from shared.errors import Invalid
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work

api = Blueprint("penilaian_tindak_lanjut_api", __name__, description="Tindak lanjut hasil penilaian")
PERBUATAN = "any(mulai,catat,selesaikan,batalkan,ubah)"


def tulis_cursor(dari: Cursor | None) -> str | None:
    return f"{dari[0].isoformat()}~{dari[1]}" if dari else None


def baca_cursor(teks: str) -> Cursor | None:
    """Raises :class:`Invalid` for what was no cursor."""
    if not teks:
        return None
    hari, _, id_ = teks.partition("~")
    try:
        return date.fromisoformat(hari), UUID(id_)
    except ValueError as salah:
        raise Invalid("Cursor tidak dikenal. Mulai dari halaman pertama.", code="cursor_invalid") from salah


def kerjakan(
    uow: UnitOfWork, identity: Identity, tindak_id: UUID, apa: str, isi: dict[str, Any], dilihat: int | None
) -> TindakLanjutTermuat:
    """One deed by its name, with the fields of :class:`schemas.LakukanSchema`."""
    if apa == "mulai":
        return use_cases_tindak_lanjut.mulai(uow, identity, tindak_id, dilihat)
    if apa == "catat":
        return use_cases_tindak_lanjut.catat(uow, identity, tindak_id, isi["teks"], dilihat)
    if apa == "selesaikan":
        keputusan = Keputusan(isi["sk_nomor"], isi["sk_tanggal"])
        return use_cases_tindak_lanjut.selesaikan(uow, identity, tindak_id, isi["hasil"], keputusan, dilihat)
    if apa == "batalkan":
        return use_cases_tindak_lanjut.batalkan(uow, identity, tindak_id, isi["alasan"], dilihat)
    perubahan = Perubahan(isi["uraian"], isi["tenggat"], isi["penanggung_jawab_id"])
    return use_cases_tindak_lanjut.ubah(uow, identity, tindak_id, perubahan, dilihat)


def _jawab(dimuat: TindakLanjutTermuat) -> Any:
    return dimuat, {"ETag": f'"{dimuat.satu.version}"'}


@api.get("/tindak-lanjut")
@api.arguments(schemas.TindakLanjutQuerySchema(), location="query")
@api.response(200, schemas.DaftarTindakLanjutSchema())
@akses(Objek.TINDAK_LANJUT, Hak.BACA, Sasaran.DAFTAR)
def daftar_tindak_lanjut(query: dict[str, Any]) -> Any:
    """What follows from one's own results, what one looks after, or for officers the instansi's, by due date, fifty a page."""
    with unit_of_work(UnitOfWork) as uow:
        rows, lanjut = queries_tindak_lanjut.list_tindak_lanjut(
            uow, caller(), query["milik"], ditutup=query["ditutup"], dari=baca_cursor(query["cursor"])
        )
        return {"data": rows, "berikutnya": tulis_cursor(lanjut)}


@api.get("/tindak-lanjut/<uuid:tindak_id>")
@api.response(200, schemas.TindakLanjutSchema())
@akses(Objek.TINDAK_LANJUT, Hak.BACA)
def baca_tindak_lanjut(tindak_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(use_cases_tindak_lanjut.baca(uow, caller(), tindak_id))


@api.post("/evaluasi/<uuid:evaluasi_id>/tindak-lanjut")
@api.arguments(schemas.TindakLanjutInSchema())
@api.response(201, schemas.TindakLanjutSchema())
@akses(Objek.TINDAK_LANJUT, Hak.PUTUS)
def tambah_tindak_lanjut(data: dict[str, Any], evaluasi_id: UUID) -> Any:
    """The evaluator adds one to a delivered result."""
    with unit_of_work(UnitOfWork) as uow:
        satu = use_cases_tindak_lanjut.tambah(uow, caller(), evaluasi_id, data["jenis"], data["uraian"], data["tenggat"])
        return _jawab(use_cases_tindak_lanjut.muat(uow, caller(), satu.id))


@api.post(f"/tindak-lanjut/<uuid:tindak_id>/<{PERBUATAN}:apa>")
@api.arguments(schemas.LakukanSchema())
@api.response(200, schemas.TindakLanjutSchema())
@akses(Objek.TINDAK_LANJUT, Hak.PUTUS)
def lakukan_tindak_lanjut(data: dict[str, Any], tindak_id: UUID, apa: str) -> Any:
    """Begin it, note progress, finish it with its result (of a decree only number and date), call it off, or change it while it is open."""
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(kerjakan(uow, caller(), tindak_id, apa, data, if_match(required=False)))
