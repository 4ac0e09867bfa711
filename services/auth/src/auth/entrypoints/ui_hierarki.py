"""The page of the hierarchy check."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries
from auth.application.use_cases_hierarki import minta_pemeriksaan
from auth.domain.hierarki import JENIS
from auth.domain.tanggal import sebut
from auth.entrypoints.isian import PEMBACA, PENGELOLA, hari, terbaca
from shared import clock
from shared.errors import NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work

pages = Blueprint("auth_ui_hierarki", __name__)
_PER_HALAMAN = 20
_ORANG_PER_HALAMAN = 50


@pages.get("/hierarki")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def hierarki() -> Response:
    caller().require(*PEMBACA)
    diminta = hari(request.args.get("tanggal", ""))
    jenis = request.args.get("jenis", "") if request.args.get("jenis") in JENIS else ""
    setelah = max(0, request.args.get("setelah", 0, type=int))
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari_ini = clock.today(instansi.zona_waktu)
        tanggal = diminta or hari_ini
        periksa = uow.get_pemeriksaan(instansi.id, tanggal)
        temuan = uow.list_temuan(instansi.id, tanggal, jenis=jenis, setelah=setelah, batas=_PER_HALAMAN + 1) if periksa else []
        nama = queries.nama_pegawai(uow, list({i for _, _, m in temuan[:_PER_HALAMAN] for i in m.terdampak}))
        terbaca(uow, "temuan hierarki", nama)
    return make_response(
        render_template(
            "auth/hierarki.html",
            instansi_nama=instansi.nama,
            zona=instansi.zona_waktu,
            hari=tanggal,
            hari_ini=hari_ini,
            periksa=periksa,
            temuan=temuan[:_PER_HALAMAN],
            berikut=temuan[_PER_HALAMAN - 1][0] if len(temuan) > _PER_HALAMAN else None,
            jenis=jenis,
            setelah=setelah,
            nama=nama,
            JENIS=JENIS,
            mengelola=caller().has(*PENGELOLA),
        )
    )


@pages.post("/hierarki/periksa")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def periksa() -> Response:
    caller().require(*PENGELOLA)
    tanggal = hari(request.form.get("tanggal", ""))
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        tanggal = tanggal or clock.today(instansi.zona_waktu)
        selesai = minta_pemeriksaan(uow, instansi.id, tanggal)
    if selesai:
        flash(f"Hierarki pada {sebut(tanggal)} diperiksa.", "baik")
    else:
        flash("Pemeriksaan sedang berjalan. Muat ulang halaman ini beberapa detik lagi.", "")
    return make_response(redirect(f"/auth/hierarki?tanggal={tanggal.isoformat()}", 303))


@pages.get("/hierarki/<tanggal>/<int:urut>")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def terdampak(tanggal: str, urut: int) -> Response:
    """Everybody whom one finding touches, fifty a page."""
    caller().require(*PEMBACA)
    try:
        pada = date.fromisoformat(tanggal)
    except ValueError as error:
        raise NotFound("Temuan ini tidak ada.") from error
    halaman = max(1, request.args.get("halaman", 1, type=int))
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        temuan, banyak, ids = uow.terdampak(
            instansi.id, pada, urut % 2**31, mulai=min((halaman - 1) * _ORANG_PER_HALAMAN, 10**6), batas=_ORANG_PER_HALAMAN
        )
        orang = sorted(queries.sebut_calon(uow, ids, pada).values(), key=lambda c: c.nama)
        terbaca(uow, "temuan hierarki", ids)
    return make_response(
        render_template(
            "auth/terdampak.html",
            instansi_nama=instansi.nama,
            hari=pada,
            urut=urut,
            temuan=temuan,
            banyak=banyak,
            orang=orang,
            halaman=halaman,
            terakhir=max(1, -(-banyak // _ORANG_PER_HALAMAN)),
            JENIS=JENIS,
        )
    )
