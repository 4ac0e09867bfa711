"""The page of the unit tree: as of a day, opened branch by branch, changed from a day on with a preview."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries
from auth.application import use_cases_penilai as penilai_
from auth.application import use_cases_unor as unor_
from auth.domain.organisasi import JENIS_UNOR, segmen_kini
from auth.domain.tanggal import sebut
from auth.entrypoints.isian import PEMBACA, PENGELOLA, hari, kolom, pengenal, terbaca
from shared import clock
from shared.errors import DomainError, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work
from shared.web.errors import answer

pages = Blueprint("auth_ui_unor", __name__)
ANAK_TERBANYAK = 150
_DISEBUT = 12
_ORANG_TERBANYAK = 60
_BIDANG = ("kode", "nama", "jenis", "induk", "berlaku_dari", "dasar", "sampai", "kepala_id")


@pages.get("/unor")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def daftar_unor() -> Response:
    return _halaman(None)


@pages.get("/unor/<uuid:unor_id>")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def satu_unor(unor_id: UUID) -> Response:
    return _halaman(unor_id)


def _terlihat(simpul: list[queries.SimpulUnor], terpilih: UUID | None) -> tuple[list[queries.SimpulUnor], int]:
    """The part of the tree that the page shows, at most some hundred nodes, and how many children of the open unit are left out."""
    sempit = queries.sebagai_pohon_sempit(simpul, terpilih)
    hasil: list[queries.SimpulUnor] = []
    per_induk: dict[UUID | None, int] = {}
    jalan: set[UUID | None] = set()
    kini, induk = terpilih, {s.id: s.induk_id for s in simpul}
    while kini is not None and kini not in jalan:
        jalan.add(kini)
        kini = induk.get(kini)
    for s in sempit:
        per_induk[s.induk_id] = per_induk.get(s.induk_id, 0) + 1
        if per_induk[s.induk_id] <= ANAK_TERBANYAK or s.id in jalan:
            hasil.append(s)
    return hasil, len(sempit) - len(hasil)


def _halaman(unor_id: UUID | None, galat: DomainError | None = None, rencana: unor_.Rencana | None = None) -> Response:
    caller().require(*PEMBACA)
    cari = request.args.get("cari", "").strip()[:100]
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari_ini = clock.today(instansi.zona_waktu)
        pada = hari(request.args.get("tanggal", "")) or hari_ini
        simpul = queries.pohon(uow, instansi.id, pada)
        unit = uow.get_unor(unor_id) if unor_id else None
        nama = queries.nama_pegawai(uow, list({m.oleh for m in unit.masa if m.oleh})) if unit else {}
        orang = queries.list_orang(uow, instansi.id, pada, unor_id=unor_id, batas=_ORANG_TERBANYAK)[0] if unit else []
        if orang:
            terbaca(uow, "daftar pegawai unit", [satu.id for satu in orang])
        nama_penilai = _nama_penilai(uow, rencana)
    menurut_id = {s.id: s for s in simpul}
    kini = menurut_id.get(unor_id) if unor_id else None
    cocok = [s for s in simpul if cari.casefold() in s.nama.casefold() or cari.casefold() in s.kode.casefold()][:50] if cari else []
    tampil, lebih = _terlihat(simpul, unor_id)
    html = render_template(
        "auth/unor.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        hari_ini=hari_ini,
        hari=pada,
        simpul=tampil,
        terbuka={s.induk_id for s in tampil},
        lebih=lebih,
        jumlah=len(simpul),
        unit=unit,
        kini=kini,
        induk=menurut_id.get(kini.induk_id) if kini and kini.induk_id else None,
        menurut_id=menurut_id,
        cari=cari,
        cocok=cocok,
        nama=nama,
        orang=orang,
        rencana=rencana,
        akibat=_akibat(rencana, nama_penilai) if rencana else [],
        isi=_isi(unit, kini, menurut_id),
        JENIS_UNOR=JENIS_UNOR,
        mengelola=caller().has(*PENGELOLA),
        galat=galat,
    )
    return make_response(html, galat.status if galat else 200)


def _nama_penilai(uow: UnitOfWork, rencana: unor_.Rencana | None) -> dict[UUID, str]:
    """Names of the evaluators before and after, for the preview."""
    if rencana is None:
        return {}
    pasangan = rencana.akibat.pasangan[:_DISEBUT]
    ids = {s.penilai_id for p in pasangan for o in p for s in o.segmen if s.penilai_id}
    return queries.nama_pegawai(uow, list(ids))


def _akibat(rencana: unor_.Rencana, nama: dict[UUID, str]) -> list[tuple[str, str, str]]:
    """(person, evaluator before, after) on the first day of the change."""
    mulai = next((m.mulai for m in rencana.baru.masa if rencana.lama is None or m not in rencana.lama.masa), rencana.baru.berlaku_dari)
    hasil = []
    for lama, baru in rencana.akibat.pasangan[:_DISEBUT]:
        sebelum, sesudah = segmen_kini(lama.segmen, mulai), segmen_kini(baru.segmen, mulai)
        dahulu, nanti = (nama.get(s.penilai_id, "–") if s and s.penilai_id else "tanpa penilai" for s in (sebelum, sesudah))
        hasil.append((baru.nama, dahulu, nanti))
    return hasil


def _isi(unit: Any, kini: queries.SimpulUnor | None, menurut_id: dict[UUID, queries.SimpulUnor]) -> dict[str, str]:
    induk = menurut_id.get(kini.induk_id) if kini and kini.induk_id else None
    bawaan = {
        "kode": "",
        "nama": kini.nama if kini else "",
        "jenis": kini.jenis if kini else "",
        "induk": induk.kode if induk else "",
        "berlaku_dari": "",
        "dasar": "",
        "sampai": "",
        "kepala_id": "",
    }
    return {**bawaan, **{n: request.form[n][:400] for n in _BIDANG if n in request.form}} if unit or request.form else bawaan


@pages.get("/unor/<uuid:unor_id>/anak")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def anak(unor_id: UUID) -> Response:
    """The branches below one unit, as a fragment for the script of the page."""
    caller().require(*PEMBACA)
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        pada = hari(request.args.get("tanggal", "")) or clock.today(instansi.zona_waktu)
        simpul = queries.pohon(uow, instansi.id, pada)
    if all(s.id != unor_id for s in simpul):
        raise NotFound("Unit ini tidak ada, atau tidak berlaku pada hari itu.")
    bawah = [s for s in simpul if s.induk_id == unor_id]
    tanggal = request.args.get("tanggal", "")[:10]
    return make_response(
        render_template("auth/_cabang.html", simpul=bawah[:ANAK_TERBANYAK], lebih=len(bawah) - len(bawah[:ANAK_TERBANYAK]), tanggal=tanggal)
    )


def _isian(uow: UnitOfWork, instansi_id: UUID) -> unor_.IsianUnor:
    isi = kolom(request.form, *_BIDANG)
    kode = isi["induk"].strip()
    induk = next((u for u in uow.list_unor(instansi_id) if u.kode == kode), None) if kode else None
    if kode and induk is None:
        kalimat = f"Unit berkode {kode[:40]} tidak ada. Periksa kodenya di pohon unit."
        raise Invalid(kalimat, errors={"induk": [kalimat]})
    return unor_.IsianUnor(
        isi["nama"][:1000],
        isi["jenis"],
        induk.id if induk else None,
        hari(isi["berlaku_dari"], "berlaku_dari"),
        isi["dasar"][:1000],
        isi["kode"][:100],
    )


def _ubah(unor_id: UUID | None) -> Response:
    caller().require(*PENGELOLA)
    terapkan = request.form.get("tahap") == "terapkan"
    try:
        with unit_of_work(UnitOfWork) as uow:
            kerja = unor_.terapkan if terapkan else unor_.rencanakan
            rencana = kerja(uow, caller().instansi_id, caller().pegawai_id, unor_id, _isian(uow, caller().instansi_id))
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman(unor_id, error)
    if not terapkan:
        return _halaman(unor_id, rencana=rencana)
    flash(f"{rencana.baru.pada(rencana.baru.berlaku_dari).nama if rencana.lama is None else rencana.lama.nama} disimpan.", "baik")
    return make_response(redirect(f"/auth/unor/{rencana.baru.id}", 303))


@pages.post("/unor/tambah")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def tambah() -> Response:
    return _ubah(None)


@pages.post("/unor/<uuid:unor_id>/ubah")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def ubah(unor_id: UUID) -> Response:
    return _ubah(unor_id)


@pages.post("/unor/<uuid:unor_id>/akhiri")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def akhiri(unor_id: UUID) -> Response:
    caller().require(*PENGELOLA)
    isi = kolom(request.form, "sampai", "dasar")
    try:
        with unit_of_work(UnitOfWork) as uow:
            unor = unor_.akhiri(
                uow, caller().instansi_id, caller().pegawai_id, unor_id, sampai=hari(isi["sampai"], "sampai"), dasar=isi["dasar"][:1000]
            )
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman(unor_id, error)
    flash(f"{unor.nama} berakhir {sebut(unor.berlaku_sampai)}." if unor.berlaku_sampai else "", "baik")
    return make_response(redirect(f"/auth/unor/{unor_id}", 303))


@pages.post("/unor/<uuid:unor_id>/batalkan")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def batalkan(unor_id: UUID) -> Response:
    caller().require(*PENGELOLA)
    try:
        mulai = hari(request.form.get("mulai", ""), "mulai")
        if mulai is None:
            raise Invalid("Sebutkan perubahan mana yang dibatalkan.")
        with unit_of_work(UnitOfWork) as uow:
            unor_.batalkan(uow, caller().instansi_id, unor_id, mulai)
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman(unor_id, error)
    flash("Perubahan yang direncanakan dibatalkan.", "baik")
    return make_response(redirect(f"/auth/unor/{unor_id}", 303))


@pages.post("/unor/<uuid:unor_id>/kepala")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA)
def kepala(unor_id: UUID) -> Response:
    """Name somebody who serves in the unit as its head."""
    caller().require(*PENGELOLA)
    try:
        with unit_of_work(UnitOfWork) as uow:
            instansi = uow.get_instansi(caller().instansi_id, kunci=True)
            hari_ini = clock.today(instansi.zona_waktu)
            siapa = pengenal(request.form.get("kepala_id", ""), "kepala_id")
            calon = next(iter(uow.list_pegawai_ini([siapa])), None) if siapa else None
            jabatan = calon.jabatan_pada(hari_ini) if calon else None
            if calon is None or jabatan is None or jabatan.unor_id != unor_id:
                kalimat = "Pilih orang yang bertugas di unit ini. Yang dari unit lain dicatat lewat mutasi."
                raise Invalid(kalimat, errors={"kepala_id": [kalimat]})
            penilai_.tunjuk_kepala(uow, instansi.id, calon, hari_ini)
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman(unor_id, error)
    flash(f"{calon.nama} tercatat sebagai kepala unit. Penilai pegawainya ikut berubah.", "baik")
    return make_response(redirect(f"/auth/unor/{unor_id}", 303))
