"""The pages of feedback: giving it, one's own, and that of a person for the evaluator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import queries, queries_umpan, use_cases_umpan
from penilaian.domain.perilaku import NAMA
from penilaian.domain.umpan import LABEL_JENIS, RAHASIA, SEHARI_SEORANG, Isian, Jenis, Peran
from penilaian.entrypoints.http_umpan import baca_cursor, tulis_cursor
from shared import clock
from shared.errors import DomainError, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work

pages = Blueprint("penilaian_ui_umpan", __name__)
Page = str | tuple[str, int] | Response
_JUDUL = {Peran.PIMPINAN: "Yang Anda pimpin", Peran.BAWAHAN: "Atasan Anda", Peran.REKAN: "Rekan dengan penilai yang sama"}


def _uuid(teks: str) -> UUID | None:
    try:
        return UUID(teks)
    except ValueError:
        return None


# ---- one's own


@pages.get("/umpan")
@akses(Objek.UMPAN_BALIK, Hak.BACA, Sasaran.SENDIRI)
def umpan_saya() -> Page:
    return _saya()


def _saya(galat: DomainError | None = None, galat_id: UUID | None = None) -> str:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        kini = clock.now().year
        tahun = request.args.get("tahun", type=int) or kini
        tahun = tahun if 2000 <= tahun <= kini + 1 else kini
        kerangka = queries.get_kerangka(uow, identity, tahun, clock.now().date())
        diterima = use_cases_umpan.baca_saya(uow, identity, tahun)
        return render_template(
            "penilaian/umpan_saya.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            zona=kerangka.zona,
            tahun=tahun,
            daftar_tahun=sorted({kini, kini - 1, tahun}, reverse=True),
            pimpinan=diterima.pimpinan,
            rahasia=diterima.rahasia,
            paling_sedikit=kerangka.kelompok_umpan_balik,
            kirim=request.form,
            galat=galat,
            galat_id=galat_id,
        )


@pages.post("/umpan/<uuid:umpan_id>/tanggapi")
@akses(Objek.UMPAN_BALIK, Hak.SEBAGIAN)
def tanggapi_umpan(umpan_id: UUID) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases_umpan.tanggapi(uow, caller(), umpan_id, request.form.get("tanggapan", ""), if_match())
    except NotFound:
        raise
    except DomainError as salah:
        return _saya(salah, umpan_id), salah.status
    flash("Tanggapan Anda tersimpan. Penilai Anda dan pemberinya dapat membacanya.", "baik")
    return redirect(url_for(".umpan_saya", tahun=request.args.get("tahun")), 303)


# ---- giving


@pages.get("/umpan/beri")
@akses(Objek.UMPAN_BALIK, Hak.TULIS, Sasaran.DAFTAR)
def isian_umpan() -> Page:
    """``kepada`` chooses a person whom the caller leads, so that the RHK of that person can be named; peers are chosen in the form alone."""
    return _isian(request.args)


def _isian(kirim: Mapping[str, str], galat: DomainError | None = None) -> str:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        kerangka = queries.get_kerangka(uow, identity, clock.now().year, clock.now().date())
        hari = clock.today(kerangka.zona)
        penerima = queries_umpan.list_penerima(uow, identity, hari)
        dipilih = _uuid(kirim.get("kepada", ""))
        kepada = next((p for p in penerima if p.pegawai_id == dipilih), None)
        memimpin = any(p.peran not in RAHASIA for p in penerima)
        rhk = queries_umpan.list_rhk(uow, kepada.pegawai_id, hari) if kepada and kepada.peran not in RAHASIA else []
        diberikan, lanjut = queries_umpan.list_diberikan(uow, identity.pegawai_id, baca_cursor(request.args.get("sesudah", "")))
        return render_template(
            "penilaian/umpan_beri.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            zona=kerangka.zona,
            kelompok=[(_JUDUL[peran], [p for p in penerima if p.peran is peran]) for peran in _JUDUL],
            ada=bool(penerima),
            ada_rahasia=any(p.peran in RAHASIA for p in penerima),
            kepada=kepada,
            rhk=rhk,
            perilaku=NAMA,
            jenis=[(j.value, LABEL_JENIS[j]) for j in Jenis],
            masa=queries_umpan.list_masa(uow, identity.instansi_id, hari) if memimpin else [],
            paling_sedikit=kerangka.kelompok_umpan_balik,
            seorang=SEHARI_SEORANG,
            kirim=kirim,
            galat=galat,
            diberikan=diberikan,
            berikutnya=f"/penilaian/umpan/beri?{urlencode({'sesudah': tulis_cursor(lanjut)})}" if lanjut else "",
        )


@pages.post("/umpan/beri")
@akses(Objek.UMPAN_BALIK, Hak.TULIS)
def beri_umpan() -> Page:
    try:
        isian = _dari(request.form)
        with unit_of_work(UnitOfWork) as uow:
            satu = use_cases_umpan.beri(uow, caller(), isian)
    except DomainError as salah:
        return _isian(request.form, salah), salah.status
    rahasia = satu.peran_pemberi in RAHASIA
    flash(
        "Umpan balik tersimpan. Ia terbuka tanpa nama Anda, bersama kata orang lain, setelah masanya berakhir."
        if rahasia
        else "Umpan balik tersimpan dan dapat dibaca pegawai.",
        "baik",
    )
    asal = _uuid(request.form.get("evaluasi", ""))
    if asal is not None and not rahasia:
        return redirect(url_for(".umpan_pegawai", evaluasi_id=asal), 303)
    return redirect(url_for(".isian_umpan"), 303)


def _dari(form: Mapping[str, str]) -> Isian:
    """Fields ``kepada``, ``jenis``, ``teks``, ``masa`` and ``sasaran`` (empty, a code of a behaviour, or the id of an RHK)."""
    salah: dict[str, list[str]] = {}
    if (pegawai_id := _uuid(form.get("kepada", ""))) is None:
        salah["kepada"] = ["Pilih orangnya."]
    if form.get("jenis") not in set(Jenis):
        salah["jenis"] = ["Pilih jenis umpan balik."]
    sasaran = form.get("sasaran", "")
    rhk_id = None if sasaran in NAMA or not sasaran else _uuid(sasaran)
    if sasaran and sasaran not in NAMA and rhk_id is None:
        salah["sasaran"] = ["Pilih sasarannya."]
    try:
        masa = date.fromisoformat(form["masa"]) if form.get("masa") else None
    except ValueError:
        salah["masa"] = ["Pilih masanya."]
    if salah or pegawai_id is None:
        raise Invalid("Umpan balik belum dapat disimpan.", errors=salah)
    return Isian(pegawai_id, Jenis(form["jenis"]), form.get("teks", ""), rhk_id, sasaran if sasaran in NAMA else "", masa)


# ---- of one person


@pages.get("/<uuid:evaluasi_id>/umpan")
@akses(Objek.UMPAN_BALIK, Hak.BACA)
def umpan_pegawai(evaluasi_id: UUID) -> Page:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        termuat, isi = use_cases_umpan.baca_pegawai(uow, identity, evaluasi_id)
        e = termuat.evaluasi
        if identity.pegawai_id == e.pegawai_id:
            return redirect(url_for(".umpan_saya", tahun=e.tahun), 303)
        return render_template(
            "penilaian/umpan_pegawai.html",
            area="nilai",
            instansi_nama=termuat.instansi_nama,
            zona=termuat.fakta.zona,
            e=e,
            isi=isi,
            bernama=bool(termuat.fakta.sebagai),
        )
