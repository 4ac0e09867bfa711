"""The JSON API of dialogue and pembinaan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from penilaian.adapters.penyimpanan_dialog import DialogTermuat
from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import use_cases_dialog
from penilaian.domain.dialog import Isi, Kesepakatan
from penilaian.entrypoints import schemas_dialog as schemas
from shared.auth.identity import Identity
from shared.matriks import Hak, Objek
from shared.web.akses import akses
from shared.web.context import caller, if_match, unit_of_work

api = Blueprint("penilaian_dialog_api", __name__, description="Dialog kinerja dan pembinaan")
PENILAI = "any(simpan,kirim,sepakati,tinjau)"
PEGAWAI = "any(tanggapi,validasi)"


def isi_dari(data: dict[str, Any]) -> Isi:
    return Isi(data["topik"], data["uraian"], tuple(Kesepakatan(k["teks"], k["tenggat"]) for k in data["kesepakatan"]))


def kerjakan(uow: UnitOfWork, identity: Identity, dialog_id: UUID, apa: str, data: dict[str, Any], dilihat: int | None) -> DialogTermuat:
    """One deed by its name, with the fields of :class:`schemas.LakukanDialogSchema`."""
    if apa == "simpan":
        return use_cases_dialog.simpan(uow, identity, dialog_id, isi_dari(data), dilihat)
    if apa == "tinjau":
        capaian = [(satu["capaian"], satu["hasil"]) for satu in data["capaian"]]
        return use_cases_dialog.tinjau(uow, identity, dialog_id, capaian, dilihat)
    if apa == "tanggapi":
        return use_cases_dialog.tanggapi(uow, identity, dialog_id, data["tanggapan"], dilihat)
    deed = {"kirim": use_cases_dialog.kirim, "sepakati": use_cases_dialog.sepakati, "validasi": use_cases_dialog.validasi}[apa]
    return deed(uow, identity, dialog_id, dilihat)


def _jawab(dimuat: DialogTermuat) -> Any:
    return dimuat, {"ETag": f'"{dimuat.satu.version}"'}


@api.get("/evaluasi/<uuid:evaluasi_id>/dialog")
@api.response(200, schemas.DaftarDialogSchema())
@akses(Objek.DIALOG, Hak.BACA)
def dialog_evaluasi(evaluasi_id: UUID) -> Any:
    """The dialogues and pembinaan of an evaluated year, newest first; drafts for the evaluator alone."""
    with unit_of_work(UnitOfWork) as uow:
        return {"data": use_cases_dialog.baca_evaluasi(uow, caller(), evaluasi_id)[1], "berikutnya": None}


@api.post("/evaluasi/<uuid:evaluasi_id>/dialog")
@api.arguments(schemas.DialogInSchema())
@api.response(201, schemas.DialogSchema())
@akses(Objek.DIALOG, Hak.PUTUS)
def mulai_dialog(data: dict[str, Any], evaluasi_id: UUID) -> Any:
    """The evaluator begins one; bimbingan and konseling join the open follow-up of their kind."""
    with unit_of_work(UnitOfWork) as uow:
        satu = use_cases_dialog.mulai(uow, caller(), evaluasi_id, data["jenis"], data["tanggal"], isi_dari(data))
        return _jawab(use_cases_dialog.muat(uow, caller(), satu.id))


@api.get("/dialog/<uuid:dialog_id>")
@api.response(200, schemas.DialogSchema())
@akses(Objek.DIALOG, Hak.BACA)
def baca_dialog(dialog_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(use_cases_dialog.baca(uow, caller(), dialog_id))


@api.post(f"/dialog/<uuid:dialog_id>/<{PENILAI}:apa>")
@api.arguments(schemas.LakukanDialogSchema())
@api.response(200, schemas.DialogSchema())
@akses(Objek.DIALOG, Hak.PUTUS)
def lakukan_dialog(data: dict[str, Any], dialog_id: UUID, apa: str) -> Any:
    """The evaluator's deeds: write, send, ask for confirmation, review (one capaian an agreement; the rest goes over into the next dialogue)."""
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(kerjakan(uow, caller(), dialog_id, apa, data, if_match(required=False)))


@api.post(f"/dialog/<uuid:dialog_id>/<{PEGAWAI}:apa>")
@api.arguments(schemas.LakukanDialogSchema())
@api.response(200, schemas.DialogSchema())
@akses(Objek.DIALOG, Hak.TULIS)
def jawab_dialog(data: dict[str, Any], dialog_id: UUID, apa: str) -> Any:
    """The person's deeds: answer, and confirm the agreements."""
    with unit_of_work(UnitOfWork) as uow:
        return _jawab(kerjakan(uow, caller(), dialog_id, apa, data, if_match(required=False)))
