"""The pages that change one person: post, absence, data, adding somebody. Each shows what it means before it is applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_penugasan as deeds
from auth.application.use_cases_penugasan import Hasil, Permintaan
from auth.domain.keadaan import JENIS_KEADAAN, MENGAKHIRI
from auth.domain.organisasi import JENIS_JABATAN, STATUS, Pegawai
from auth.entrypoints.http import catat_orang
from auth.entrypoints.isian_penugasan import Pembaca, isian_jabatan, sidik
from shared import clock
from shared.errors import DomainError, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work

pages = Blueprint("auth_penugasan_ui", __name__)
_DAFTAR_UNIT = 200
Laku = Callable[[UnitOfWork, Permintaan, Pembaca], Hasil]


def _ke(alamat: str) -> Response:
    return make_response(redirect(alamat, 303))


def _halaman(
    bentuk: str,
    pegawai_id: UUID | None,
    *,
    isi: Mapping[str, Any] | None = None,
    galat: DomainError | None = None,
    hasil: Hasil | None = None,
) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        orang = uow.get_pegawai(pegawai_id) if pegawai_id else None
        if pegawai_id:
            catat_orang(uow, pegawai_id)
        unor = uow.list_unor(instansi.id)
    hari = clock.today(instansi.zona_waktu)
    nama_unor = {u.id: u for u in unor}
    html = render_template(
        "auth/penugasan.html",
        instansi_nama=instansi.nama,
        bentuk=bentuk,
        orang=orang,
        isi=isi if isi is not None else _awal(bentuk, orang, nama_unor),
        galat=galat,
        hasil=hasil,
        sidik=sidik(request.form) if hasil else "",
        hari=hari,
        unor=[u for u in unor if u.berlaku_sampai is None or u.berlaku_sampai >= hari][:_DAFTAR_UNIT],
        nama_unor=nama_unor,
        JENIS_JABATAN=list(JENIS_JABATAN.items()),
        JENIS_KEADAAN=JENIS_KEADAAN,
        MENGAKHIRI=MENGAKHIRI,
        STATUS=STATUS,
    )
    return make_response(html, galat.status if galat else 200)


def _awal(bentuk: str, orang: Pegawai | None, unor: Mapping[UUID, Any]) -> dict[str, Any]:
    """What the form starts with: the data as they are."""
    if orang is None:
        return {"status": "pns"}
    if bentuk == "ubah":
        return {"nama": orang.nama, "status": orang.status, "nip": orang.nip or ""}
    if bentuk == "mutasi" and orang.jabatan:
        j = orang.jabatan[-1]
        return {
            "unor_id": f"{unor[j.unor_id].kode} · {unor[j.unor_id].nama}" if j.unor_id in unor else "",
            "jabatan": j.jabatan,
            "jenis_jabatan": j.jenis_jabatan,
            "jenjang": j.jenjang or "",
            "golongan": j.golongan or "",
            "kepala": "ya" if j.kepala else "",
        }
    return {}


def _kerjakan(bentuk: str, pegawai_id: UUID | None, laku: Laku, kabar: str) -> Response:
    """Show first; apply only what was shown."""
    terapkan = request.form.get("tindakan") == "terapkan" and request.form.get("diperiksa") == sidik(request.form)
    try:
        minta = Permintaan(caller().instansi_id, terapkan, if_match() if pegawai_id else None)
        with unit_of_work(UnitOfWork) as uow:
            hasil = laku(uow, minta, Pembaca(request.form))
    except NotFound:
        raise
    except DomainError as error:
        return _halaman(bentuk, pegawai_id, isi=request.form, galat=error)
    if not terapkan:
        return _halaman(bentuk, pegawai_id, isi=request.form, hasil=hasil)
    flash(kabar.format(nama=hasil.pegawai.nama), "baik")
    return _ke(f"/auth/pegawai/{hasil.pegawai.id}")


@pages.get("/pegawai/<uuid:pegawai_id>/mutasi")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def mutasi(pegawai_id: UUID) -> Response:
    caller().require("admin_instansi")
    return _halaman("mutasi", pegawai_id)


@pages.post("/pegawai/<uuid:pegawai_id>/mutasi")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def kirim_mutasi(pegawai_id: UUID) -> Response:
    caller().require("admin_instansi")

    def laku(uow: UnitOfWork, minta: Permintaan, baca: Pembaca) -> Hasil:
        return deeds.mutasi(uow, minta, pegawai_id, isian_jabatan(baca, uow.list_unor(minta.instansi_id)), baca.teks("dasar"))

    return _kerjakan("mutasi", pegawai_id, laku, "Penugasan {nama} dicatat dan berlaku di semua layanan.")


@pages.get("/pegawai/<uuid:pegawai_id>/akhiri")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def akhiri(pegawai_id: UUID) -> Response:
    caller().require("admin_instansi")
    return _halaman("akhiri", pegawai_id)


@pages.post("/pegawai/<uuid:pegawai_id>/akhiri")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def kirim_akhiri(pegawai_id: UUID) -> Response:
    caller().require("admin_instansi")

    def laku(uow: UnitOfWork, minta: Permintaan, baca: Pembaca) -> Hasil:
        selesai = baca.tanggal("selesai")
        baca.selesai()
        assert selesai is not None  # noqa: S101 - a missing one was raised above
        return deeds.akhiri_penugasan(uow, minta, pegawai_id, selesai)

    return _kerjakan("akhiri", pegawai_id, laku, "Penugasan {nama} diakhiri.")


@pages.get("/pegawai/<uuid:pegawai_id>/keadaan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def keadaan(pegawai_id: UUID) -> Response:
    caller().require("admin_instansi")
    return _halaman("keadaan", pegawai_id, isi={"jenis": request.args.get("jenis", "")})


@pages.post("/pegawai/<uuid:pegawai_id>/keadaan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def kirim_keadaan(pegawai_id: UUID) -> Response:
    caller().require("admin_instansi")

    def laku(uow: UnitOfWork, minta: Permintaan, baca: Pembaca) -> Hasil:
        mulai, selesai = baca.tanggal("mulai"), baca.tanggal("selesai", wajib=False)
        baca.selesai()
        assert mulai is not None  # noqa: S101 - a missing one was raised above
        return deeds.catat_keadaan(uow, minta, pegawai_id, jenis=baca.teks("jenis"), mulai=mulai, selesai=selesai, dasar=baca.teks("dasar"))

    return _kerjakan("keadaan", pegawai_id, laku, "Keadaan {nama} dicatat dan berlaku di semua layanan.")


@pages.post("/pegawai/<uuid:pegawai_id>/keadaan/<uuid:keadaan_id>/batalkan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def batalkan_keadaan(pegawai_id: UUID, keadaan_id: UUID) -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            deeds.batalkan_keadaan(uow, Permintaan(caller().instansi_id, True, if_match()), pegawai_id, keadaan_id)
    except NotFound:
        raise
    except DomainError as error:
        return _halaman("keadaan", pegawai_id, galat=error)
    flash("Catatan keadaan itu dihapus.", "baik")
    return _ke(f"/auth/pegawai/{pegawai_id}/keadaan")


@pages.get("/pegawai/<uuid:pegawai_id>/ubah")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def ubah(pegawai_id: UUID) -> Response:
    caller().require("admin_instansi")
    return _halaman("ubah", pegawai_id)


@pages.post("/pegawai/<uuid:pegawai_id>/ubah")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def kirim_ubah(pegawai_id: UUID) -> Response:
    caller().require("admin_instansi")

    def laku(uow: UnitOfWork, minta: Permintaan, baca: Pembaca) -> Hasil:
        return deeds.ubah_data(uow, minta, pegawai_id, nama=baca.teks("nama"), status=baca.teks("status"), nip=baca.teks("nip"))

    return _kerjakan("ubah", pegawai_id, laku, "Data {nama} diubah.")


@pages.get("/pegawai/baru")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def baru() -> Response:
    caller().require("admin_instansi")
    return _halaman("baru", None)


@pages.post("/pegawai/baru")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def kirim_baru() -> Response:
    caller().require("admin_instansi")

    def laku(uow: UnitOfWork, minta: Permintaan, baca: Pembaca) -> Hasil:
        berjabatan = any(baca.teks(b) for b in ("unor_id", "jabatan", "tmt"))
        jabatan = isian_jabatan(baca, uow.list_unor(minta.instansi_id)) if berjabatan else None
        return deeds.tambah(uow, minta, nama=baca.teks("nama"), status=baca.teks("status"), nip=baca.teks("nip"), jabatan=jabatan)

    return _kerjakan("baru", None, laku, "{nama} ditambahkan.")
