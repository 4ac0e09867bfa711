"""The page of the instansi's settings: what is in force, what is planned, what was before."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries
from auth.application.use_cases_pengaturan import batalkan_pengaturan, ubah_pengaturan
from auth.domain.pengaturan import AWAL, FORMULIR, NAMA, PILIHAN, baca_formulir, beda, pada
from auth.domain.tanggal import sebut
from auth.entrypoints.isian import PENGELOLA, hari, kolom
from shared import clock
from shared.errors import DomainError, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work
from shared.web.errors import answer

pages = Blueprint("auth_ui_instansi", __name__)


@pages.get("/instansi")
@akses(Objek.PENGATURAN, Hak.BACA, Sasaran.INSTANSI)
def instansi() -> Response:
    return _halaman()


def _halaman(galat: DomainError | None = None) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        ini = uow.get_instansi(caller().instansi_id)
        hari_ini = clock.today(ini.zona_waktu)
        versi = uow.list_versi(ini.id)
        nama = queries.nama_pegawai(uow, list({v.oleh for v in versi if v.oleh}))
    kini = pada(versi, hari_ini)
    riwayat = [(v, beda(versi[n - 1] if n else None, v)) for n, v in enumerate(versi)]
    isi = {"berlaku_dari": "", "dasar_hukum": ""}
    isi |= {n: str(getattr(ini.pengaturan, n)) if n != "zona_waktu" else ini.zona_waktu for n in NAMA}
    html = render_template(
        "auth/instansi.html",
        instansi_nama=ini.nama,
        instansi=ini,
        zona=ini.zona_waktu,
        hari=hari_ini,
        kini=kini,
        riwayat=riwayat[::-1],
        AWAL=AWAL,
        isi={**isi, **{n: request.form[n][:300] for n in (*NAMA, "berlaku_dari", "dasar_hukum") if n in request.form}},
        nama=nama,
        FORMULIR=FORMULIR,
        NAMA=NAMA,
        PILIHAN=PILIHAN,
        mengelola=caller().has(*PENGELOLA),
        galat=galat,
    )
    return make_response(html, galat.status if galat else 200)


@pages.post("/instansi")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def simpan() -> Response:
    caller().require(*PENGELOLA)
    try:
        mulai = hari(request.form.get("berlaku_dari", ""), "berlaku_dari")
        if mulai is None:
            raise Invalid("Isi tanggal mulai berlaku.", errors={"berlaku_dari": ["Isi tanggal mulai berlaku."]})
        with unit_of_work(UnitOfWork) as uow:
            ini = uow.get_instansi(caller().instansi_id)
            zona, pengaturan = baca_formulir(kolom(request.form, *(n for n in NAMA if n in request.form)), ini.pengaturan)
            ubah_pengaturan(
                uow,
                ini.id,
                caller().pegawai_id,
                berlaku_dari=mulai,
                zona_waktu=zona,
                pengaturan=pengaturan,
                dasar_hukum=kolom(request.form, "dasar_hukum")["dasar_hukum"],
            )
    except DomainError as error:
        return _halaman(error)
    flash(f"Pengaturan disimpan, berlaku mulai {sebut(mulai)}.", "baik")
    return make_response(redirect("/auth/instansi", 303))


@pages.post("/instansi/<uuid:versi_id>/batalkan")
@akses(Objek.PENGATURAN, Hak.KELOLA)
def batalkan(versi_id: UUID) -> Response:
    caller().require(*PENGELOLA)
    try:
        with unit_of_work(UnitOfWork) as uow:
            batalkan_pengaturan(uow, caller().instansi_id, versi_id)
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman(error)
    flash("Perubahan yang direncanakan dibatalkan.", "baik")
    return make_response(redirect("/auth/instansi", 303))
