"""The pages of importing and exporting: upload, compare, apply with a progress bar, download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import ekspor
from auth.application import use_cases_impor as impor_
from auth.domain.bentuk import KOLOM
from auth.domain.impor import Ditolak, Perubahan
from auth.domain.keadaan import JENIS_KEADAAN
from auth.domain.organisasi import JENIS_JABATAN, JENIS_UNOR, PERAN_LEWAT_IMPOR, STATUS
from auth.domain.pekerjaan_impor import MODE, STATUS_PEKERJAAN, PekerjaanImpor
from auth.entrypoints import berkas as berkas_
from auth.entrypoints.http_impor import UKURAN_BADAN, tolakan
from auth.entrypoints.pekerja_impor import kerjakan
from shared.errors import DomainError, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, large_body, unit_of_work
from shared.web.errors import answer

halaman = Blueprint("auth_impor_ui", __name__)
_PER_HALAMAN = 25
_SEKARANG_JUGA = 256 * 1024
"""Files up to this size are compared while the person waits; larger ones by the worker."""


def _ke(alamat: str) -> Response:
    return make_response(redirect(alamat, 303))


@halaman.get("/impor")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def impor() -> Response:
    return _halaman_impor()


def _halaman_impor(galat: DomainError | None = None) -> Response:
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        daftar = uow.list_pekerjaan(instansi.id)
    pilihan = {
        "Status": STATUS,
        "Jenis unit": JENIS_UNOR,
        "Jenis jabatan": JENIS_JABATAN,
        "Jenis cuti": JENIS_KEADAAN,
        "Peran": {p: p for p in sorted(PERAN_LEWAT_IMPOR)},
    }
    html = render_template(
        "auth/impor.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        KOLOM=KOLOM,
        MODE=MODE,
        STATUS_PEKERJAAN=STATUS_PEKERJAAN,
        lembar=list(ekspor.LEMBAR),
        pilihan=pilihan,
        umum=berkas_.PENJELASAN_UMUM,
        daftar=daftar,
        mode=request.form.get("mode", "tambah"),
        galat=galat,
    )
    return make_response(html, galat.status if galat else 200)


@halaman.post("/impor")
@large_body(UKURAN_BADAN)
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def unggah() -> Response:
    caller().require("admin_instansi")
    try:
        berkas = berkas_.terkirim()
        with unit_of_work(UnitOfWork) as uow:
            p = impor_.unggah(uow, caller().instansi_id, caller().pegawai_id, berkas, mode=request.form.get("mode", "tambah"))
    except DomainError as error:
        return _halaman_impor(error)
    if sum(len(b.isi) for b in berkas) <= _SEKARANG_JUGA:
        kerjakan(lambda: unit_of_work(UnitOfWork), p.id, lambda kini: kini.status in ("membaca", "membandingkan"))
        with unit_of_work(UnitOfWork) as uow:
            p = uow.get_pekerjaan(p.id)
            if p.status == "ditolak":
                impor_.buang(uow, p.id)
                kalimat = p.galat.split("\n")
                return _halaman_impor(Invalid(kalimat[0], errors={"berkas": kalimat}))
    return _ke(f"/auth/impor/{p.id}")


@dataclass(frozen=True, slots=True)
class _Potong:
    """One page of a list: ``isi`` and the numbers around it."""

    isi: list[Any]
    awal: int
    semua: int
    halaman: int
    terakhir: int


def _potong(semua: int, diminta: int | None) -> _Potong:
    terakhir = max(1, -(-semua // _PER_HALAMAN))
    nomor = min(max(1, diminta or 1), terakhir)
    return _Potong([], (nomor - 1) * _PER_HALAMAN + 1 if semua else 0, semua, nomor, terakhir)


def _isi(uow: UnitOfWork, p: PekerjaanImpor, tampil: str, semua: int, nama: str, tipe: type) -> _Potong:
    potong = _potong(semua, request.args.get(nama, 1, type=int))
    isi = uow.list_hasil(
        p.id,
        impor_.JENIS_TAMPIL[tampil],
        pindah=tampil == "pindah",
        peringatan=tampil == "peringatan",
        lembar=p.asal_lembar if tampil == "ditolak" else (),
        lewat=(potong.halaman - 1) * _PER_HALAMAN,
        batas=_PER_HALAMAN,
    )
    potong.isi.extend(msgspec.json.decode(satu, type=tipe) for satu in isi)
    return potong


@halaman.get("/impor/<uuid:pekerjaan_id>")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def pratinjau(pekerjaan_id: UUID) -> Response:
    return _halaman_pekerjaan(pekerjaan_id)


def _jumlah(p: PekerjaanImpor, tampil: str) -> int:
    return p.perubahan if tampil == "semua" else p.hitung(tampil)


def _halaman_pekerjaan(pekerjaan_id: UUID, galat: DomainError | None = None) -> Response:
    caller().require("admin_instansi")
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        p = uow.get_pekerjaan(pekerjaan_id)
        saringan = [t for t in ("semua", "berubah", "baru", "pindah", "peringatan", "hilang") if t == "semua" or _jumlah(p, t)]
        bawaan = "berubah" if p.hitung("berubah") else "semua"
        tampil = request.args.get("tampil", bawaan)
        tampil = tampil if tampil in saringan else bawaan
        if terlihat := p.status not in ("membaca", "membandingkan", "ditolak"):
            perubahan = _isi(uow, p, tampil, _jumlah(p, tampil), "halaman", Perubahan)
            ditolak = _isi(uow, p, "ditolak", p.hitung("ditolak"), "halaman_ditolak", Ditolak)
        else:
            perubahan = ditolak = _potong(0, 1)
    html = render_template(
        "auth/pratinjau.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        p=p,
        terlihat=terlihat,
        keadaan=STATUS_PEKERJAAN[p.status],
        saringan=[(t, _jumlah(p, t)) for t in saringan],
        LABEL={
            "semua": "Semua",
            "berubah": "Berubah",
            "baru": "Baru",
            "pindah": "Pindah",
            "peringatan": "Peringatan",
            "hilang": "Tidak di berkas",
        },
        ditolak=ditolak,
        perubahan=perubahan,
        tampil=tampil,
        alasan_semua=impor_.alasan_terapkan(p, "semua"),
        galat=galat,
    )
    return make_response(html, galat.status if galat else 200)


@halaman.post("/impor/<uuid:pekerjaan_id>/<any(terapkan, batalkan, lanjutkan):tindakan>")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def lakukan(pekerjaan_id: UUID, tindakan: str) -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            if tindakan == "terapkan":
                impor_.terapkan(
                    uow, pekerjaan_id, cara=request.form.get("cara", "semua"), nonaktifkan=request.form.get("nonaktifkan") == "ya"
                )
            elif tindakan == "batalkan":
                impor_.batalkan(uow, pekerjaan_id)
                flash("Impor dibatalkan. Yang sudah diterapkan tetap.", "awas")
            else:
                impor_.lanjutkan(uow, pekerjaan_id)
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman_pekerjaan(pekerjaan_id, error)
    return _ke(f"/auth/impor/{pekerjaan_id}")


@halaman.post("/impor/<uuid:pekerjaan_id>/buang")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def buang(pekerjaan_id: UUID) -> Response:
    caller().require("admin_instansi")
    try:
        with unit_of_work(UnitOfWork) as uow:
            impor_.buang(uow, pekerjaan_id)
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman_pekerjaan(pekerjaan_id, error)
    flash("Berkas dibuang.", "baik")
    return _ke("/auth/impor")


@halaman.get("/impor/<uuid:pekerjaan_id>/ditolak.<bentuk>")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def unduh_tolakan(pekerjaan_id: UUID, bentuk: str) -> Response:
    return tolakan(pekerjaan_id, bentuk)


@halaman.get("/impor/templat/<nama>.<bentuk>")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def unduh_templat(nama: str, bentuk: str) -> Response:
    caller().require("admin_instansi")
    return berkas_.templat(nama, bentuk)


@halaman.get("/ekspor/<nama>.<bentuk>")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def unduh_ekspor(nama: str, bentuk: str) -> Response:
    caller().require("admin_instansi")
    return berkas_.ekspor_berkas(nama, bentuk)
