"""Pages about evaluators: "atasan saya", the queue of complaints, setting an evaluator."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries
from auth.application import use_cases_penilai as penilai_
from auth.domain.organisasi import segmen_pada
from auth.domain.penilai import CARA, STATUS_KELUHAN
from auth.entrypoints.isian import PENGELOLA, hari, kolom, pengenal, terbaca
from shared import clock
from shared.errors import DomainError, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work
from shared.web.errors import answer

pages = Blueprint("auth_ui_penilai", __name__)
_PER_HALAMAN = 10


def _ke(alamat: str) -> Response:
    return make_response(redirect(alamat, 303))


# Mine


@pages.get("/atasan")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.SENDIRI)
def atasan() -> Response:
    return _halaman_atasan()


def _halaman_atasan(galat: DomainError | None = None) -> Response:
    cari = (request.form if request.method == "POST" else request.args).get("cari", "").strip()[:100]
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari_ini = clock.today(instansi.zona_waktu)
        pegawai = uow.get_pegawai(caller().pegawai_id)
        kini = segmen_pada(pegawai.segmen, hari_ini)
        (sebab,) = penilai_.jelaskan_pegawai(uow, instansi.id, [pegawai], hari_ini)
        keluhan = uow.keluhan_milik(pegawai.id)
        calon = (
            []
            if kini is None
            else [c for c in queries.cari_calon(uow, instansi.id, hari_ini, cari) if c.id not in (pegawai.id, kini.penilai_id)]
        )
        orang = {i for k in keluhan for i in (k.usul_id, k.hasil_id) if i} | {
            i for s in (kini,) if s for i in (s.penilai_id, s.atasan_penilai_id) if i
        }
        html = render_template(
            "auth/atasan.html",
            instansi_nama=instansi.nama,
            zona=instansi.zona_waktu,
            kini=kini,
            sebab=sebab.sebab.get(kini.id) if kini else None,
            keluhan=keluhan,
            terbuka=next((k for k in keluhan if k.status == "diajukan"), None),
            calon=calon,
            cari=cari,
            nama=queries.sebut_calon(uow, orang, hari_ini),
            STATUS_KELUHAN=STATUS_KELUHAN,
            isi=kolom(request.form, "usul_id", "alasan"),
            galat=galat,
        )
    return make_response(html, galat.status if galat else 200)


@pages.get("/atasan/calon")
@akses(Objek.UMUM, Hak.BACA, Sasaran.DAFTAR)
def calon() -> Response:
    """The people to choose from, as a fragment for the script of the page: name, post and unit."""
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        daftar = queries.cari_calon(uow, instansi.id, clock.today(instansi.zona_waktu), request.args.get("cari", "")[:100])
    nama = next((n for n in ("usul_id", "pegawai_id") if request.args.get("nama") == n), "penilai_id")
    kecuali = request.args.get("kecuali", "")
    return make_response(
        render_template(
            "auth/_calon.html", calon=[c for c in daftar if str(c.id) != kecuali], nama=nama, cari=request.args.get("cari", "")[:100]
        )
    )


@pages.post("/atasan/keluhan")
@akses(Objek.KEPEGAWAIAN, Hak.TULIS, Sasaran.SENDIRI)
def ajukan() -> Response:
    isi = kolom(request.form, "usul_id", "alasan")
    try:
        with unit_of_work(UnitOfWork) as uow:
            penilai_.ajukan_keluhan(
                uow, caller().instansi_id, caller().pegawai_id, usul_id=pengenal(isi["usul_id"], "usul_id"), alasan=isi["alasan"]
            )
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman_atasan(error)
    flash("Laporan dikirim ke admin. Keadaannya terlihat di halaman ini.", "baik")
    return _ke("/auth/atasan")


@pages.post("/atasan/keluhan/<uuid:keluhan_id>/tarik")
@akses(Objek.KEPEGAWAIAN, Hak.TULIS, Sasaran.SENDIRI)
def tarik(keluhan_id: UUID) -> Response:
    try:
        with unit_of_work(UnitOfWork) as uow:
            penilai_.tarik_keluhan(uow, keluhan_id, caller().pegawai_id)
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman_atasan(error)
    flash("Laporan ditarik.", "baik")
    return _ke("/auth/atasan")


# The admin's queue


@pages.get("/keluhan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def keluhan() -> Response:
    return _halaman_keluhan()


def _halaman_keluhan(galat: DomainError | None = None, pada: UUID | None = None) -> Response:
    caller().require(*PENGELOLA)
    terbuka = request.args.get("tampil") != "diputus"
    halaman = max(1, request.args.get("halaman", 1, type=int))
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari_ini = clock.today(instansi.zona_waktu)
        daftar, jumlah = uow.list_keluhan(instansi.id, terbuka=terbuka, mulai=(halaman - 1) * _PER_HALAMAN, batas=_PER_HALAMAN)
        orang = uow.list_pegawai_ini({k.pegawai_id for k in daftar})
        sebab = {s.pegawai.id: s for s in penilai_.jelaskan_pegawai(uow, instansi.id, orang, hari_ini)} if terbuka else {}
        ids = {i for k in daftar for i in (k.pegawai_id, k.penilai_id, k.usul_id, k.hasil_id, k.diputus_oleh) if i}
        nama = queries.sebut_calon(uow, ids, hari_ini)
        terbaca(uow, "laporan atasan salah", [k.pegawai_id for k in daftar])
    baris: list[dict[str, Any]] = []
    for satu in daftar:
        ini = sebab.get(satu.pegawai_id)
        kini = segmen_pada(ini.pegawai.segmen, hari_ini) if ini else None
        usul = nama.get(satu.usul_id) if satu.usul_id else None
        baris.append(
            {
                "k": satu,
                "kini": kini,
                "sebab": ini.sebab.get(kini.id) if ini and kini else None,
                "bisa_kepala": bool(usul and not usul.kepala),
                "galat": galat if pada == satu.id else None,
            }
        )
    html = render_template(
        "auth/keluhan.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        hari=hari_ini,
        baris=baris,
        nama=nama,
        terbuka=terbuka,
        jumlah=jumlah,
        halaman=halaman,
        terakhir=max(1, -(-jumlah // _PER_HALAMAN)),
        STATUS_KELUHAN=STATUS_KELUHAN,
        CARA=CARA,
        galat=galat,
    )
    return make_response(html, galat.status if galat else 200)


@pages.post("/keluhan/<uuid:keluhan_id>/terima")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def terima(keluhan_id: UUID) -> Response:
    caller().require(*PENGELOLA)
    isi = kolom(request.form, "cara", "penilai_id", "mulai")
    try:
        with unit_of_work(UnitOfWork) as uow:
            penilai_.terima_keluhan(
                uow,
                keluhan_id,
                caller().pegawai_id,
                cara=isi["cara"],
                penilai_id=pengenal(isi["penilai_id"], "penilai_id"),
                mulai=hari(isi["mulai"], "mulai"),
            )
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman_keluhan(error, keluhan_id)
    flash("Laporan diterima. Penilainya sudah berubah di semua layanan.", "baik")
    return _ke("/auth/keluhan")


@pages.post("/keluhan/<uuid:keluhan_id>/tolak")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def tolak(keluhan_id: UUID) -> Response:
    caller().require(*PENGELOLA)
    try:
        with unit_of_work(UnitOfWork) as uow:
            penilai_.tolak_keluhan(uow, keluhan_id, caller().pegawai_id, catatan=kolom(request.form, "catatan")["catatan"])
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman_keluhan(error, keluhan_id)
    flash("Laporan ditolak. Pelapor melihat alasannya.", "baik")
    return _ke("/auth/keluhan")
