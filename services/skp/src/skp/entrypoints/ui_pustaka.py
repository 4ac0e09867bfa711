"""The pages of the library: searching, importing and exporting it, and taking RHK out of it into the own draft."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Jawaban

from shared.errors import DomainError, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, large_body, unit_of_work
from skp.adapters.unit_of_work import TIDAK_ADA, UnitOfWork
from skp.application import queries, use_cases
from skp.application.use_cases import PENGELOLA_PUSTAKA, HasilImpor
from skp.domain.pustaka import KOLOM, WAJIB, kunci_jabatan
from skp.entrypoints import berkas_pustaka
from skp.entrypoints.formulir import teks_target

pages = Blueprint("skp_pustaka_ui", __name__)
Halaman = str | Jawaban | tuple[str, int]
DITOLAK_TAMPIL = 100


@pages.get("/pustaka")
@akses(Objek.PUSTAKA, Hak.BACA, Sasaran.DAFTAR)
def pustaka() -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        return _pustaka(uow)


def _pustaka(uow: UnitOfWork, galat: DomainError | None = None, hasil: HasilImpor | None = None) -> str:
    identity = caller()
    cari = request.args.get("cari", "")
    butir, berikutnya = queries.list_pustaka(uow, identity, cari, cursor=request.args.get("sesudah", type=UUID))
    return render_template(
        "skp/pustaka.html",
        area="rencana",
        instansi_nama=uow.get_instansi(identity.instansi_id).nama,
        cari=cari,
        butir=butir,
        berikutnya=berikutnya,
        jumlah=uow.count_pustaka(identity.instansi_id),
        mengelola=identity.has(*PENGELOLA_PUSTAKA),
        KOLOM=KOLOM,
        WAJIB=WAJIB,
        DITOLAK_TAMPIL=DITOLAK_TAMPIL,
        teks_target=teks_target,
        hasil=hasil,
        galat=galat,
    )


@pages.post("/pustaka")
@large_body(berkas_pustaka.UKURAN_BADAN)
@akses(Objek.PUSTAKA, Hak.KELOLA, Sasaran.INSTANSI)
def impor() -> Halaman:
    identity = caller()
    identity.require(*sorted(PENGELOLA_PUSTAKA))
    try:
        hasil = berkas_pustaka.impor(identity)
    except DomainError as error:
        with unit_of_work(UnitOfWork) as uow:
            return _pustaka(uow, error), error.status
    with unit_of_work(UnitOfWork) as uow:
        return _pustaka(uow, hasil=hasil)


@pages.get("/pustaka/ekspor.xlsx")
@akses(Objek.PUSTAKA, Hak.BACA, Sasaran.DAFTAR)
def ekspor() -> Response:
    with unit_of_work(UnitOfWork) as uow:
        return berkas_pustaka.ekspor(uow, caller().instansi_id)


@pages.get("/pustaka/templat.xlsx")
@akses(Objek.PUSTAKA, Hak.BACA, Sasaran.DAFTAR)
def templat() -> Response:
    return berkas_pustaka.templat()


@pages.post("/pustaka/<uuid:butir_id>/hapus")
@akses(Objek.PUSTAKA, Hak.KELOLA, Sasaran.INSTANSI)
def hapus(butir_id: UUID) -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        use_cases.hapus_pustaka(uow, caller(), butir_id)
    flash("RHK dihapus dari pustaka. SKP yang sudah mengambilnya tidak berubah.", "baik")
    return redirect(url_for("skp_pustaka_ui.pustaka", cari=request.form.get("cari") or None), 303)


@pages.get("/<uuid:skp_id>/pustaka")
@akses(Objek.SKP, Hak.TULIS)
def pilih(skp_id: UUID) -> Halaman:
    """What the library has for the person's post, to be ticked."""
    with unit_of_work(UnitOfWork) as uow:
        return _pilih(uow, skp_id)


def _pilih(uow: UnitOfWork, skp_id: UUID, galat: DomainError | None = None) -> Halaman:
    terbaca = queries.baca_satu(uow, caller(), skp_id)
    skp = terbaca.skp.naskah
    if skp.pegawai_id != caller().pegawai_id:
        raise NotFound(TIDAK_ADA)
    if not any(a.kode == "ubah" and a.boleh for a in skp.aksi(terbaca.pelaku, numerik=terbaca.instansi.numerik)):
        return redirect(url_for("skp_ui.lihat", skp_id=skp_id))
    cari = request.values.get("cari", "")
    butir, berikutnya = queries.list_pustaka(uow, caller(), cari, skp.pegawai.jabatan or "-", request.args.get("sesudah", type=UUID))
    return render_template(
        "skp/ambil_pustaka.html",
        area="rencana",
        instansi_nama=terbaca.instansi.nama,
        skp=skp,
        cari=cari,
        butir=butir,
        berikutnya=berikutnya,
        ada={kunci_jabatan(r.teks) for r in skp.rhk},
        kunci=kunci_jabatan,
        dipilih=request.form.getlist("butir"),
        teks_target=teks_target,
        galat=galat,
    )


@pages.post("/<uuid:skp_id>/ambil-pustaka")
@akses(Objek.SKP, Hak.TULIS)
def ambil(skp_id: UUID) -> Halaman:
    try:
        with unit_of_work(UnitOfWork) as uow:
            terbaca = use_cases.ambil_pustaka(uow, caller(), skp_id, _ids(request.form.getlist("butir")), if_match())
    except NotFound:
        raise
    except DomainError as error:
        with unit_of_work(UnitOfWork) as uow:
            isi = _pilih(uow, skp_id, error)
            return (isi, error.status) if isinstance(isi, str) else isi
    banyak = len(request.form.getlist("butir"))
    flash(
        f"{banyak} RHK masuk ke draf. Sesuaikan kalimat dan targetnya{', lalu isi bobotnya' if terbaca.instansi.numerik else ''}.", "baik"
    )
    return redirect(url_for("skp_ui.lihat", skp_id=skp_id), 303)


def _ids(kiriman: list[str]) -> list[UUID]:
    hasil = []
    for nilai in kiriman:
        try:
            hasil.append(UUID(nilai))
        except ValueError:
            hasil.append(UUID(int=0))
    return hasil
