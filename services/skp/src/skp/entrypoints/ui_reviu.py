"""The pages of the review by a pengelola kinerja: what waits, and the desk for one SKP."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared.errors import DomainError, Forbidden, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work
from skp.adapters.unit_of_work import UnitOfWork
from skp.application import queries, use_cases
from skp.domain.isi import ARAH, CARA_HITUNG, KLASIFIKASI, LAMPIRAN, PERSPEKTIF
from skp.domain.reviu import HASIL
from skp.domain.skp import STATUS, nama_pendek
from skp.domain.syarat import jumlah_bobot
from skp.entrypoints.formulir import komentar, teks_target

pages = Blueprint("skp_reviu_ui", __name__)
Halaman = str | Response | tuple[str, int]


@pages.get("/reviu")
@akses(Objek.SKP, Hak.REVIU, Sasaran.DAFTAR)
def antrian() -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        identity = caller()
        halaman = min(max(1, request.args.get("halaman", 1, int)), 1000)
        instansi = uow.get_instansi(identity.instansi_id)
        baris, lagi = queries.list_reviu(uow, identity, halaman)
        return render_template(
            "skp/antrian_reviu.html",
            area="rencana",
            instansi_nama=instansi.nama,
            zona=instansi.zona_waktu,
            dipakai=instansi.wajib_reviu,
            baris=baris,
            halaman=halaman,
            lagi=lagi,
            STATUS=STATUS,
        )


@pages.get("/<uuid:skp_id>/reviu")
@akses(Objek.SKP, Hak.REVIU)
def meja(skp_id: UUID) -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        return _meja(uow, skp_id)


def _meja(uow: UnitOfWork, skp_id: UUID, galat: DomainError | None = None) -> Halaman:
    terbaca = queries.baca_satu(uow, caller(), skp_id)
    skp, numerik = terbaca.skp, terbaca.instansi.numerik
    aksi = {a.kode: a for a in skp.aksi(terbaca.pelaku, numerik=numerik)}
    if "selesai_reviu" not in aksi:
        raise Forbidden("Hanya pengelola kinerja instansi yang mereviu SKP.")
    if not (aksi["selesai_reviu"].kini or aksi["mulai_reviu"].boleh) and galat is None:
        return redirect(url_for("skp_ui.lihat", skp_id=skp_id))
    saran: dict[int, list[object]] = {}
    for s in skp.saran():
        saran.setdefault(int(s.bidang.split(".")[1]), []).append(s)
    return render_template(
        "skp/reviu.html",
        area="rencana",
        instansi_nama=terbaca.instansi.nama,
        zona=terbaca.instansi.zona_waktu,
        skp=skp,
        aksi=aksi,
        keadaan=STATUS[skp.langkah],
        numerik=numerik,
        jumlah=jumlah_bobot(skp.rhk),
        saran=saran,
        peringatan=[m.teks for s in skp.syarat(numerik=numerik) if not s.wajib for m in s.masalah],
        isi=request.form,
        nama_pendek=nama_pendek,
        teks_target=teks_target,
        HASIL=HASIL,
        ARAH=ARAH,
        CARA_HITUNG=CARA_HITUNG,
        LAMPIRAN=LAMPIRAN,
        PERSPEKTIF=PERSPEKTIF,
        KLASIFIKASI=KLASIFIKASI,
        galat=galat,
    )


@pages.post("/<uuid:skp_id>/mulai-reviu")
@akses(Objek.SKP, Hak.REVIU)
def mulai(skp_id: UUID) -> Halaman:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases.mulai_reviu_skp(uow, caller(), skp_id, if_match())
    except NotFound:
        raise
    except DomainError as error:
        return _lagi(skp_id, error)
    return redirect(url_for("skp_reviu_ui.meja", skp_id=skp_id), 303)


@pages.post("/<uuid:skp_id>/selesai-reviu")
@akses(Objek.SKP, Hak.REVIU)
def selesai(skp_id: UUID) -> Halaman:
    try:
        isi = request.form
        with unit_of_work(UnitOfWork) as uow:
            skp = use_cases.selesai_reviu_skp(
                uow, caller(), skp_id, isi.get("hasil", ""), isi.get("catatan", ""), komentar(isi), if_match()
            ).skp
    except NotFound:
        raise
    except DomainError as error:
        return _lagi(skp_id, error)
    flash(f"Reviu SKP {nama_pendek(skp.pegawai.nama)} diteruskan ke {skp.nama_penilai}.", "baik")
    return redirect(url_for("skp_reviu_ui.antrian"), 303)


def _lagi(skp_id: UUID, error: DomainError) -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        isi = _meja(uow, skp_id, error)
        return (isi, error.status) if isinstance(isi, str) else isi
