"""The pages of people: the list that is searched as one types, and one person with the history of posts and evaluators."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries
from auth.application import use_cases_penilai as penilai_
from auth.domain.organisasi import JENIS_JABATAN, PERAN, STATUS, segmen_kini, segmen_pada
from auth.domain.penilai import STATUS_KELUHAN, SUMBER
from auth.entrypoints.http import baca_cursor, catat_daftar, tulis_cursor
from auth.entrypoints.isian import PEMBACA, PENGELOLA, hari, kolom, pengenal, terbaca
from shared import clock
from shared.errors import DomainError, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work
from shared.web.errors import answer

pages = Blueprint("auth_ui_pegawai", __name__)
_PER_HALAMAN = 25


@pages.get("/pegawai")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def daftar_pegawai() -> Response:
    caller().require(*PEMBACA)
    args = request.args
    cari = args.get("cari", "").strip()[:100]
    unor_id = pengenal(args.get("unor", "")[:40], "unor")
    saring = queries.Saring(
        di_bawah=unor_id,
        status=args.get("status", "") if args.get("status") in STATUS else "",
        jenis_jabatan=args.get("jenis", "") if args.get("jenis") in JENIS_JABATAN else "",
        tanpa_penilai=args.get("tanpa_penilai") == "ya",
        aktif={"ya": True, "tidak": False}.get(args.get("aktif", "")),
    )
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari_ini = clock.today(instansi.zona_waktu)
        unit = uow.get_unor(unor_id).nama if unor_id else ""
        orang, berikut = queries.list_orang(
            uow, instansi.id, hari_ini, cari=cari, saring=saring, setelah=baca_cursor(args.get("setelah", "")), batas=_PER_HALAMAN
        )
        catat_daftar(uow, orang)
    tetap = {n: args[n] for n in ("cari", "unor", "status", "jenis", "tanpa_penilai", "aktif") if args.get(n)}
    return make_response(
        render_template(
            "auth/_pegawai.html" if args.get("potongan") else "auth/daftar_pegawai.html",
            instansi_nama=instansi.nama,
            hari=hari_ini,
            orang=orang,
            cari=cari,
            saring=saring,
            unit=unit,
            setelah=args.get("setelah", ""),
            berikut=tulis_cursor(berikut),
            tetap=urlencode(tetap),
            STATUS=STATUS,
            JENIS_JABATAN=JENIS_JABATAN,
            PERAN=PERAN,
        )
    )


@pages.get("/pegawai/<uuid:pegawai_id>")
@akses(Objek.KEPEGAWAIAN, Hak.BACA)
def satu_pegawai(pegawai_id: UUID) -> Response:
    return _halaman(pegawai_id)


def _halaman(pegawai_id: UUID, galat: DomainError | None = None) -> Response:
    cari = request.values.get("cari", "").strip()[:100]
    mengelola = caller().has(*PENGELOLA) and pegawai_id != caller().pegawai_id
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari_ini = clock.today(instansi.zona_waktu)
        queries.pastikan_dijangkau(uow, caller(), pegawai_id, hari_ini)
        pegawai = uow.get_pegawai(pegawai_id)
        (sebab,) = penilai_.jelaskan_pegawai(uow, instansi.id, [pegawai], hari_ini)
        keluhan = uow.keluhan_milik(pegawai_id, 1)
        orang = {i for s in pegawai.segmen for i in (s.penilai_id, s.atasan_penilai_id) if i}
        orang |= {i for p in pegawai.penetapan for i in (p.penilai_id, p.oleh, p.dicabut_oleh) if i} | {
            k.usul_id for k in keluhan if k.usul_id
        }
        nama = queries.nama_pegawai(uow, list(orang))
        calon = [c for c in queries.cari_calon(uow, instansi.id, hari_ini, cari) if c.id != pegawai_id] if mengelola and cari else []
        terbaca(uow, "data kepegawaian", [pegawai_id], objek_id=pegawai_id, daftar=False)
    html = render_template(
        "auth/pegawai.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        hari=hari_ini,
        pegawai=pegawai,
        kini=segmen_pada(pegawai.segmen, hari_ini),
        dekat=segmen_kini(pegawai.segmen, hari_ini),
        sebab=sebab.sebab,
        keluhan=keluhan[0] if keluhan else None,
        nama=nama,
        calon=calon,
        cari=cari,
        mengelola=mengelola,
        diri=pegawai_id == caller().pegawai_id,
        isi=kolom(request.form, "penilai_id", "mulai", "selesai", "alasan"),
        STATUS=STATUS,
        SUMBER=SUMBER,
        STATUS_KELUHAN=STATUS_KELUHAN,
        PERAN=PERAN,
        JENIS_JABATAN=JENIS_JABATAN,
        galat=galat,
    )
    return make_response(html, galat.status if galat else 200)


@pages.post("/pegawai/<uuid:pegawai_id>/penetapan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def tetapkan(pegawai_id: UUID) -> Response:
    caller().require(*PENGELOLA)
    isi = kolom(request.form, "penilai_id", "mulai", "selesai", "alasan")
    try:
        mulai = hari(isi["mulai"], "mulai")
        if mulai is None:
            raise Invalid("Isi tanggal mulai.", errors={"mulai": ["Isi tanggal mulai."]})
        with unit_of_work(UnitOfWork) as uow:
            penilai_.tetapkan_penilai(
                uow,
                caller().instansi_id,
                pegawai_id,
                caller().pegawai_id,
                penilai_id=pengenal(isi["penilai_id"], "penilai_id"),
                mulai=mulai,
                selesai=hari(isi["selesai"], "selesai"),
                alasan=isi["alasan"],
            )
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman(pegawai_id, error)
    flash("Penilai ditetapkan dan berlaku di semua layanan.", "baik")
    return make_response(redirect(f"/auth/pegawai/{pegawai_id}#penilai", 303))


@pages.post("/pegawai/<uuid:pegawai_id>/penetapan/<uuid:penetapan_id>/cabut")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def cabut(pegawai_id: UUID, penetapan_id: UUID) -> Response:
    caller().require(*PENGELOLA)
    try:
        with unit_of_work(UnitOfWork) as uow:
            penilai_.cabut_penetapan(uow, caller().instansi_id, pegawai_id, penetapan_id, caller().pegawai_id)
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman(pegawai_id, error)
    flash("Penetapan dicabut. Penilai kembali diturunkan dari kepala unit.", "baik")
    return make_response(redirect(f"/auth/pegawai/{pegawai_id}#penilai", 303))
