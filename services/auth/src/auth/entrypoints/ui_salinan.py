"""The page "Unduh data saya"."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_salinan as salinan_
from auth.domain.salinan import JARAK, LAYANAN
from shared.errors import Conflict
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work

pages = Blueprint("auth_salinan", __name__)


@pages.get("/akun/data")
@akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
def data_saya() -> Response:
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        terakhir = uow.salinan_terakhir(caller().pegawai_id)
    html = render_template(
        "auth/data_saya.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        terakhir=terakhir,
        banyak=len(LAYANAN),
        lagi_pada=terakhir.diminta_pada + JARAK if terakhir else None,
        boleh=salinan_.boleh_minta(terakhir),
    )
    sedang = terakhir is not None and terakhir.selesai_pada is None
    return make_response(html, {"Refresh": "5"} if sedang else {})


@pages.post("/akun/data/minta")
@akses(Objek.AKUN, Hak.TULIS, Sasaran.SENDIRI)
def minta() -> Response:
    try:
        with unit_of_work(UnitOfWork) as uow:
            salinan_.minta_salinan(uow, caller().instansi_id, caller().pegawai_id)
        flash("Permintaan diterima. Salinan biasanya siap dalam satu menit.", "baik")
    except Conflict as error:
        flash(error.detail, "awas")
    return make_response(redirect("/auth/akun/data", 303))


@pages.get("/akun/data/<uuid:salinan_id>/data-saya.zip")
@akses(Objek.AKUN, Hak.BACA, Sasaran.SENDIRI)
def unduh(salinan_id: UUID) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        berkas = salinan_.unduh_salinan(uow, caller().pegawai_id, salinan_id)
    return Response(berkas, mimetype="application/zip", headers={"Content-Disposition": 'attachment; filename="data-saya.zip"'})
