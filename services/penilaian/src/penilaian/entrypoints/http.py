"""The JSON API of penilaian, below /penilaian/api/v1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from penilaian.adapters.unit_of_work import Termuat, UnitOfWork
from penilaian.application import queries, use_cases
from penilaian.domain import numerik
from penilaian.domain.numerik import UkuranIndikator, UkuranRhk
from penilaian.domain.organisasi import Penetapan
from penilaian.entrypoints import schemas
from penilaian.entrypoints.tampilan import gambarkan, sebagai_json
from shared import clock
from shared.auth.identity import Identity
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work, untuk_klien

api = Blueprint("penilaian_api", __name__, description="Evaluasi, capaian organisasi dan simulasi angka")

Deed = Callable[[UnitOfWork, Identity, UUID, int | None], Termuat]


def _jawab(termuat: Termuat) -> Any:
    return sebagai_json(gambarkan(termuat, caller(), clock.now())), {"ETag": f'"{termuat.evaluasi.version}"'}


@api.get("/antrian")
@api.arguments(schemas.TahunSchema(), location="query")
@api.response(200, schemas.DaftarSchema())
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def antrian(query: dict[str, Any]) -> Any:
    """Everybody whom the caller evaluates in a year, the caller's turn first."""
    with unit_of_work(UnitOfWork) as uow:
        return {"data": queries.baca_tim(uow, caller(), query["tahun"] or clock.now().year), "berikutnya": None}


@api.get("/evaluasi")
@untuk_klien("penilaian.baca")
@api.arguments(schemas.DaftarQuerySchema(), location="query")
@api.response(200, schemas.DaftarSchema())
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def daftar(query: dict[str, Any]) -> Any:
    """The caller's own evaluations, those of the caller's team, or for officers and systems those of the instansi, a hundred a page."""
    with unit_of_work(UnitOfWork) as uow:
        if query["milik"] == "instansi":
            rows, berikutnya = queries.list_instansi(uow, caller(), query["tahun"] or clock.now().year, query["cursor"])
            return {"data": rows, "berikutnya": berikutnya}
        if query["milik"] == "tim":
            data = queries.baca_tim(uow, caller(), query["tahun"] or clock.now().year)
        else:
            data = queries.list_milik(uow, caller().pegawai_id, query["tahun"])
        return {"data": data, "berikutnya": None}


@api.get("/evaluasi/<uuid:evaluasi_id>")
@api.response(200, schemas.EvaluasiSchema())
@akses(Objek.RATING, Hak.HITUNG)
def baca(evaluasi_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(use_cases.baca(uow, caller(), evaluasi_id))


@api.put("/evaluasi/<uuid:evaluasi_id>")
@api.arguments(schemas.EvaluasiInSchema())
@api.response(200, schemas.EvaluasiSchema())
@akses(Objek.RATING, Hak.PUTUS)
def nilai(data: dict[str, Any], evaluasi_id: UUID) -> Any:
    """Store the given fields of the evaluator's draft (autosave)."""
    with unit_of_work(UnitOfWork) as uow:
        if "organisasi_belum" in data:
            data["organisasi_belum"] = data["organisasi_belum"] or ""
        return _jawab(use_cases.nilai(uow, caller(), evaluasi_id, data, if_match()))


def _lakukan(deed: Deed, evaluasi_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(deed(uow, caller(), evaluasi_id, if_match(required=False)))


@api.post("/evaluasi/<uuid:evaluasi_id>/tetapkan")
@api.response(200, schemas.EvaluasiSchema())
@akses(Objek.RATING, Hak.PUTUS)
def tetapkan(evaluasi_id: UUID) -> Any:
    """Fix the ratings: predikat, figures, trace and hash are frozen."""
    return _lakukan(use_cases.tetapkan, evaluasi_id)


@api.post("/evaluasi/<uuid:evaluasi_id>/sampaikan")
@api.response(200, schemas.EvaluasiSchema())
@akses(Objek.RATING, Hak.PUTUS)
def sampaikan(evaluasi_id: UUID) -> Any:
    """Deliver the result: the employee sees it, and the 14 days to object begin."""
    return _lakukan(use_cases.sampaikan, evaluasi_id)


@api.post("/evaluasi/<uuid:evaluasi_id>/tanda-tangani")
@api.response(200, schemas.EvaluasiSchema())
@akses(Objek.RATING, Hak.SAHKAN)
def tanda_tangani(evaluasi_id: UUID) -> Any:
    """The evaluator's superior countersigns what a Plh rated, and delivers it."""
    return _lakukan(use_cases.tanda_tangani, evaluasi_id)


@api.post("/evaluasi/<uuid:evaluasi_id>/tolak-paraf")
@api.arguments(schemas.AlasanSchema())
@api.response(200, schemas.EvaluasiSchema())
@akses(Objek.RATING, Hak.SAHKAN)
def tolak_paraf(data: dict[str, Any], evaluasi_id: UUID) -> Any:
    """The evaluator's superior does not countersign: back to who rated."""
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(use_cases.tolak_paraf(uow, caller(), evaluasi_id, data["alasan"], if_match(required=False)))


@api.post("/evaluasi/<uuid:evaluasi_id>/terima")
@api.response(200, schemas.EvaluasiSchema())
@akses(Objek.RATING, Hak.TULIS)
def terima(evaluasi_id: UUID) -> Any:
    """The employee accepts the result; it becomes final."""
    return _lakukan(use_cases.terima, evaluasi_id)


@api.post("/evaluasi/<uuid:evaluasi_id>/ajukan")
@api.response(200, schemas.EvaluasiSchema())
@akses(Objek.RATING, Hak.TULIS)
def ajukan(evaluasi_id: UUID) -> Any:
    """The employee hands a returned evaluation in again."""
    return _lakukan(use_cases.ajukan, evaluasi_id)


@api.post("/evaluasi/<uuid:evaluasi_id>/kembalikan")
@api.arguments(schemas.AlasanSchema())
@api.response(200, schemas.EvaluasiSchema())
@akses(Objek.RATING, Hak.PUTUS)
def kembalikan(data: dict[str, Any], evaluasi_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(use_cases.kembalikan(uow, caller(), evaluasi_id, data["alasan"], if_match(required=False)))


@api.get("/organisasi")
@api.arguments(schemas.TahunSchema(), location="query")
@api.response(200, schemas.DaftarOrganisasiSchema())
@akses(Objek.ORGANISASI, Hak.BACA, Sasaran.DAFTAR)
def daftar_organisasi(query: dict[str, Any]) -> Any:
    """The results of the instansi's units in a year."""
    with unit_of_work(UnitOfWork) as uow:
        return {"data": queries.list_organisasi(uow, query["tahun"] or clock.now().year), "berikutnya": None}


@api.put("/organisasi")
@api.arguments(schemas.OrganisasiInSchema())
@api.response(200, schemas.OrganisasiSchema())
@akses(Objek.ORGANISASI, Hak.PUTUS)
def tetapkan_organisasi(data: dict[str, Any]) -> Any:
    """Set a unit's result of a year; changing an existing one needs If-Match."""
    with unit_of_work(UnitOfWork) as uow:
        satu = use_cases.tetapkan_organisasi(uow, caller(), Penetapan(**data), if_match(required=False))
        return satu, {"ETag": f'"{satu.version}"'}


@api.post("/simulasi")
@api.arguments(schemas.SimulasiInSchema())
@api.response(200, schemas.SimulasiSchema())
@akses(Objek.UMUM, Hak.BACA, Sasaran.SENDIRI)
def simulasi(data: dict[str, Any]) -> Any:
    """Compute without storing anything; open to everybody who is signed in."""
    rhk = [UkuranRhk(r["bobot"], tuple(UkuranIndikator(**i) for i in r["indikator"])) for r in data["rhk"]]
    return numerik.hitung(
        data["metode"],
        rhk,
        data["perilaku"],
        bobot_skp=data["bobot_skp"],
        bobot_perilaku=data["bobot_perilaku"],
        pada=clock.now().date(),
    )
