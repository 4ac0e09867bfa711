"""The page of Plt and Plh: in force, to come, past; appointing, ending early, revoking."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_pengganti as deeds
from auth.application.use_cases_pengganti import Pengangkatan
from auth.domain.pengganti import JENIS, PENJELASAN
from auth.entrypoints.http import PEMBACA
from auth.entrypoints.isian_penugasan import Pembaca, isian_pengganti, sidik
from shared import clock
from shared.errors import DomainError, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work

pages = Blueprint("auth_pengganti_ui", __name__)
_LAMPAU = timedelta(days=730)
_DAFTAR_UNIT, _DAFTAR = 200, 200


@pages.get("/pengganti")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def pengganti() -> Response:
    caller().require(*PEMBACA)
    return _halaman()


def _halaman(galat: DomainError | None = None, hasil: Pengangkatan | None = None, baris_galat: UUID | None = None) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari = clock.today(instansi.zona_waktu)
        daftar = deeds.daftar_pengganti(uow, instansi.id, hari, sejak=hari - _LAMPAU)
        unor = uow.list_unor(instansi.id)
    html = render_template(
        "auth/pengganti.html",
        instansi_nama=instansi.nama,
        hari=hari,
        kelompok=[(kode, judul, [b for b in daftar if b.keadaan in isi][:_DAFTAR]) for kode, judul, isi in _KELOMPOK],
        unor=[u for u in unor if u.berlaku_sampai is None or u.berlaku_sampai >= hari][:_DAFTAR_UNIT],
        isi=request.form if baris_galat is None else {},
        galat=galat,
        baris_galat=baris_galat,
        hasil=hasil,
        sidik=sidik(request.form) if hasil else "",
        boleh=caller().has("admin_instansi"),
        JENIS=JENIS,
        PENJELASAN=list(PENJELASAN.items()),
    )
    return make_response(html, galat.status if galat else 200)


_KELOMPOK = (
    ("berlaku", "Berlaku hari ini", ("berlaku",)),
    ("akan", "Akan datang", ("akan",)),
    ("lewat", "Sudah lewat atau dicabut", ("lewat", "dicabut")),
)


@pages.post("/pengganti")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def angkat() -> Response:
    caller().require("admin_instansi")
    terapkan = request.form.get("tindakan") == "terapkan" and request.form.get("diperiksa") == sidik(request.form)
    try:
        with unit_of_work(UnitOfWork) as uow:
            isian = isian_pengganti(Pembaca(request.form), uow, caller().instansi_id)
            hasil = deeds.angkat_pengganti(uow, caller().instansi_id, isian, terapkan=terapkan)
    except DomainError as error:
        return _halaman(error)
    if not terapkan:
        return _halaman(hasil=hasil)
    flash(f"{JENIS[hasil.pengganti.jenis]} dicatat dan berlaku di semua layanan.", "baik")
    return make_response(redirect("/auth/pengganti", 303))


@pages.post("/pengganti/<uuid:pengganti_id>/akhiri")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def akhiri(pengganti_id: UUID) -> Response:
    caller().require("admin_instansi")
    try:
        baca = Pembaca(request.form)
        sampai = baca.tanggal("sampai")
        baca.selesai()
        assert sampai is not None  # noqa: S101 - a missing one was raised above
        with unit_of_work(UnitOfWork) as uow:
            deeds.akhiri_pengganti(uow, caller().instansi_id, pengganti_id, sampai)
    except NotFound:
        raise
    except DomainError as error:
        return _halaman(error, baris_galat=pengganti_id)
    flash("Penggantian diakhiri lebih awal.", "baik")
    return make_response(redirect("/auth/pengganti", 303))


@pages.post("/pengganti/<uuid:pengganti_id>/cabut")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def cabut(pengganti_id: UUID) -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            deeds.cabut_pengganti(uow, caller().instansi_id, pengganti_id, request.form.get("alasan", ""))
    except NotFound:
        raise
    except DomainError as error:
        return _halaman(error, baris_galat=pengganti_id)
    flash("Penggantian dicabut. Yang sudah diputuskan tetap tercatat.", "baik")
    return make_response(redirect("/auth/pengganti", 303))
