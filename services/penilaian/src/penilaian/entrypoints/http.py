"""The JSON API of penilaian, below /penilaian/api/v1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from penilaian.adapters.unit_of_work import KeberatanTermuat, Termuat, UnitOfWork
from penilaian.application import queries, queries_keberatan, use_cases, use_cases_keberatan
from penilaian.domain import numerik
from penilaian.domain.evaluasi import Koreksi, KoreksiRealisasi
from penilaian.domain.keberatan import Isi, StatusKeberatan
from penilaian.domain.numerik import UkuranIndikator, UkuranRhk
from penilaian.domain.organisasi import Penetapan
from penilaian.entrypoints import schemas
from penilaian.entrypoints.tampilan import gambarkan, keberatan_json, sebagai_json
from shared import clock
from shared.auth.identity import Identity
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work, untuk_klien

api = Blueprint("penilaian_api", __name__, description="Evaluasi, keberatan, capaian organisasi dan simulasi angka")

Deed = Callable[[UnitOfWork, Identity, UUID, int | None], Termuat]
Kata = Callable[[UnitOfWork, Identity, UUID, str, int | None], KeberatanTermuat]


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


# ---- objections


def _jawab_keberatan(dimuat: KeberatanTermuat) -> Any:
    return keberatan_json(dimuat, caller(), clock.now()), {"ETag": f'"{dimuat.keberatan.version}"'}


@api.get("/keberatan")
@api.arguments(schemas.KeberatanQuerySchema(), location="query")
@api.response(200, schemas.DaftarKeberatanSchema())
@akses(Objek.KEBERATAN, Hak.HITUNG, Sasaran.DAFTAR)
def daftar_keberatan(query: dict[str, Any]) -> Any:
    """One's own objections, those to one's ratings, those that one decides, or for officers the instansi's, a hundred a page."""
    with unit_of_work(UnitOfWork) as uow:
        rows, berikutnya = queries_keberatan.list_keberatan(uow, caller(), query["milik"], query["cursor"])
        return {"data": rows, "berikutnya": berikutnya}


@api.post("/evaluasi/<uuid:evaluasi_id>/keberatan")
@api.arguments(schemas.KeberatanInSchema())
@api.response(201, schemas.KeberatanSchema())
@akses(Objek.KEBERATAN, Hak.TULIS)
def ajukan_keberatan(data: dict[str, Any], evaluasi_id: UUID) -> Any:
    """Object to one's own delivered result; after the last second of the last day the answer is 409 with the code ``kedaluwarsa``."""
    with unit_of_work(UnitOfWork) as uow:
        isi = Isi(data["alasan"], *(tuple(data.get(nama, ())) for nama in ("pokok", "rhk", "perilaku", "bukti")))
        satu = use_cases_keberatan.ajukan(uow, caller(), evaluasi_id, isi, if_match(required=False))
        return _jawab_keberatan(use_cases_keberatan.muat(uow, caller(), satu.id))


@api.get("/keberatan/<uuid:keberatan_id>")
@api.response(200, schemas.KeberatanSchema())
@akses(Objek.KEBERATAN, Hak.HITUNG)
def baca_keberatan(keberatan_id: UUID) -> Any:
    """The objection with the evaluation, the trace of its figures and the list of the evidence."""
    with unit_of_work(UnitOfWork) as uow:
        return _jawab_keberatan(use_cases_keberatan.baca(uow, caller(), keberatan_id))


def _katakan(deed: Kata, data: dict[str, Any], keberatan_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        return _jawab_keberatan(deed(uow, caller(), keberatan_id, data["teks"], if_match(required=False)))


@api.post("/keberatan/<uuid:keberatan_id>/jelaskan")
@api.arguments(schemas.TeksSchema())
@api.response(200, schemas.KeberatanSchema())
@akses(Objek.KEBERATAN, Hak.SEBAGIAN)
def jelaskan_keberatan(data: dict[str, Any], keberatan_id: UUID) -> Any:
    """The evaluator, or who stands in for him, explains the rating."""
    return _katakan(use_cases_keberatan.jelaskan, data, keberatan_id)


@api.post("/keberatan/<uuid:keberatan_id>/periksa")
@api.arguments(schemas.TeksSchema())
@api.response(200, schemas.KeberatanSchema())
@akses(Objek.KEBERATAN, Hak.PUTUS)
def periksa_keberatan(data: dict[str, Any], keberatan_id: UUID) -> Any:
    """The decider asks the person."""
    return _katakan(use_cases_keberatan.periksa, data, keberatan_id)


@api.post("/keberatan/<uuid:keberatan_id>/tanggapi")
@api.arguments(schemas.TeksSchema())
@api.response(200, schemas.KeberatanSchema())
@akses(Objek.KEBERATAN, Hak.TULIS)
def tanggapi_keberatan(data: dict[str, Any], keberatan_id: UUID) -> Any:
    """The person answers."""
    return _katakan(use_cases_keberatan.tanggapi, data, keberatan_id)


@api.post("/keberatan/<uuid:keberatan_id>/cabut")
@api.response(200, schemas.KeberatanSchema())
@akses(Objek.KEBERATAN, Hak.TULIS)
def cabut_keberatan(keberatan_id: UUID) -> Any:
    """Withdraw it before the decision; it cannot be filed again."""
    with unit_of_work(UnitOfWork) as uow:
        return _jawab_keberatan(use_cases_keberatan.cabut(uow, caller(), keberatan_id, if_match(required=False)))


@api.post("/keberatan/<uuid:keberatan_id>/putuskan")
@api.arguments(schemas.PutusanInSchema())
@api.response(200, schemas.KeberatanSchema())
@akses(Objek.KEBERATAN, Hak.PUTUS)
def putuskan_keberatan(data: dict[str, Any], keberatan_id: UUID) -> Any:
    """The final decision: the result stays, or is computed anew in favour of the person."""
    koreksi = Koreksi(
        data.get("rating_hasil"),
        data.get("rating_perilaku"),
        data.get("perilaku", {}),
        tuple(KoreksiRealisasi(**satu) for satu in data.get("realisasi", ())),
    )
    with unit_of_work(UnitOfWork) as uow:
        return _jawab_keberatan(
            use_cases_keberatan.putuskan(
                uow, caller(), keberatan_id, StatusKeberatan(data["putusan"]), data["alasan"], koreksi, if_match(required=False)
            )
        )


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
