"""The pages of follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from penilaian.adapters.penyimpanan_dialog import list_untuk_tindak_lanjut
from penilaian.adapters.penyimpanan_tindak_lanjut import PEMBACA
from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import queries, queries_tindak_lanjut, use_cases, use_cases_tindak_lanjut
from penilaian.application.queries_tindak_lanjut import INSTANSI, SAYA, TIM
from penilaian.domain.dialog import LABEL_STATUS as LABEL_DIALOG
from penilaian.domain.evaluasi import SAMPAI
from penilaian.domain.tindak_lanjut import LABEL_JENIS, LABEL_STATUS, Jenis, tambah_bulan
from penilaian.entrypoints.http_tindak_lanjut import PERBUATAN, baca_cursor, kerjakan, tulis_cursor
from shared import clock
from shared.errors import DomainError, Forbidden, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.persistence.jangkauan import memegang
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work

pages = Blueprint("penilaian_ui_tindak_lanjut", __name__)
Page = str | tuple[str, int] | Response
_KABAR = {
    "mulai": "Tindak lanjut dimulai.",
    "catat": "Kemajuan tercatat.",
    "selesaikan": "Tindak lanjut selesai.",
    "batalkan": "Tindak lanjut dibatalkan.",
    "ubah": "Perubahan tersimpan.",
}


@pages.get("/tindak-lanjut")
@akses(Objek.TINDAK_LANJUT, Hak.BACA, Sasaran.DAFTAR)
def daftar_tindak_lanjut() -> Page:
    identity = caller()
    pilihan = {TIM: "Tanggung jawab saya", SAYA: "Tentang saya"}
    if memegang(identity, PEMBACA):
        pilihan[INSTANSI] = "Instansi"
    ditutup = request.args.get("ditutup") == "1"
    with unit_of_work(UnitOfWork) as uow:
        milik = request.args.get("milik", "")
        if milik not in pilihan:
            milik = queries_tindak_lanjut.sisi_pertama(uow, identity)
        baris, lanjut = queries_tindak_lanjut.list_tindak_lanjut(
            uow, identity, milik, ditutup=ditutup, dari=baca_cursor(request.args.get("sesudah", ""))
        )
        kerangka = queries.get_kerangka(uow, identity, clock.now().year, clock.now().date())
        tetap = {"milik": milik, **({"ditutup": "1"} if ditutup else {})}
        return render_template(
            "penilaian/tindak_lanjut_daftar.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            zona=kerangka.zona,
            hari=clock.today(kerangka.zona),
            milik=milik,
            pilihan=pilihan,
            ditutup=ditutup,
            baris=baris,
            label_jenis=LABEL_JENIS,
            label_status=LABEL_STATUS,
            berikutnya=f"/penilaian/tindak-lanjut?{urlencode({**tetap, 'sesudah': tulis_cursor(lanjut)})}" if lanjut else "",
        )


@pages.get("/tindak-lanjut/<uuid:tindak_id>")
@akses(Objek.TINDAK_LANJUT, Hak.BACA)
def tindak_lanjut(tindak_id: UUID) -> Page:
    return _satu(tindak_id)


def _satu(tindak_id: UUID, galat: DomainError | None = None, perbuatan: str = "") -> str:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        dimuat = use_cases_tindak_lanjut.baca(uow, identity, tindak_id)
        satu = dimuat.satu
        kerangka = queries.get_kerangka(uow, identity, satu.tahun, clock.now().date())
        hari = clock.today(kerangka.zona)
        termuat = uow.cari_evaluasi(satu.evaluasi_id) if dimuat.kelola else None
        aksi = {a.kode: a for a in satu.aksi(boleh=dimuat.kelola)}
        calon = (
            queries_tindak_lanjut.calon_penanggung_jawab(uow, termuat.evaluasi, satu.penanggung_jawab_id, hari)
            if termuat and aksi["ubah"].boleh
            else []
        )
        return render_template(
            "penilaian/tindak_lanjut.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            zona=kerangka.zona,
            t=satu,
            nama=dimuat.nama,
            penanggung_jawab=dimuat.penanggung_jawab,
            sendiri=satu.pegawai_id == identity.pegawai_id,
            judul=LABEL_JENIS[satu.jenis],
            status=LABEL_STATUS[satu.status],
            terbuka=any(a.boleh for a in aksi.values()),
            berjalan=satu.status.value in ("rencana", "berjalan"),
            aksi=aksi,
            calon=calon,
            sisa=(satu.tenggat - hari).days,
            pembinaan=list_untuk_tindak_lanjut(uow, satu.id) if dimuat.sebagai else [],
            buka_dialog=dimuat.sebagai == "pegawai" or bool(termuat and termuat.evaluasi.penilai_id == identity.pegawai_id),
            label_dialog=LABEL_DIALOG,
            batal=next((p for p in reversed(satu.riwayat) if p.aksi == "batalkan"), None),
            kirim=request.form,
            galat=galat,
            perbuatan=perbuatan,
        )


@pages.post(f"/tindak-lanjut/<uuid:tindak_id>/<{PERBUATAN}:apa>")
@akses(Objek.TINDAK_LANJUT, Hak.PUTUS)
def lakukan_tindak_lanjut(tindak_id: UUID, apa: str) -> Page:
    try:
        isi = _isi(request.form)
        with unit_of_work(UnitOfWork) as uow:
            kerjakan(uow, caller(), tindak_id, apa, isi, if_match())
    except (NotFound, Forbidden):
        raise
    except DomainError as salah:
        return _satu(tindak_id, salah, apa), salah.status
    flash(_KABAR[apa], "baik")
    return redirect(url_for(".tindak_lanjut", tindak_id=tindak_id), 303)


def _isi(form: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the forms; an empty one of a change leaves what was."""
    salah: dict[str, list[str]] = {}

    def hari(nama: str) -> date | None:
        try:
            return date.fromisoformat(form[nama]) if form.get(nama) else None
        except ValueError:
            salah[nama] = ["Tulis tanggal."]
            return None

    try:
        pemilik = UUID(form["penanggung_jawab_id"]) if form.get("penanggung_jawab_id") else None
    except ValueError:
        pemilik, salah["penanggung_jawab_id"] = None, ["Pilih orangnya."]
    isi = {nama: form.get(nama, "") for nama in ("teks", "hasil", "sk_nomor", "alasan")}
    hasil = {
        **isi,
        "uraian": form.get("uraian") or None,
        "tenggat": hari("tenggat"),
        "sk_tanggal": hari("sk_tanggal"),
        "penanggung_jawab_id": pemilik,
    }
    if salah:
        raise Invalid("Tindak lanjut belum dapat disimpan.", errors=salah)
    return hasil


@pages.get("/<uuid:evaluasi_id>/tindak-lanjut")
@akses(Objek.TINDAK_LANJUT, Hak.PUTUS)
def isian_tindak_lanjut(evaluasi_id: UUID) -> Page:
    return _isian(evaluasi_id)


def _isian(evaluasi_id: UUID, galat: DomainError | None = None) -> str:
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.baca(uow, caller(), evaluasi_id)
        e, hari = termuat.evaluasi, termuat.fakta.hari(clock.now())
        if not termuat.fakta.sebagai or e.pegawai_id == caller().pegawai_id:
            raise Forbidden("Hanya pejabat penilai pegawai ini yang dapat menambah tindak lanjut.")
        return render_template(
            "penilaian/tindak_lanjut_tambah.html",
            area="nilai",
            instansi_nama=termuat.instansi_nama,
            zona=termuat.fakta.zona,
            e=e,
            boleh=e.status in SAMPAI,
            jenis=[(j.value, LABEL_JENIS[j]) for j in Jenis],
            tenggat=tambah_bulan(hari, 6),
            kirim=request.form,
            galat=galat,
        )


@pages.post("/<uuid:evaluasi_id>/tindak-lanjut")
@akses(Objek.TINDAK_LANJUT, Hak.PUTUS)
def tambah_tindak_lanjut(evaluasi_id: UUID) -> Page:
    form = request.form
    try:
        if form.get("jenis") not in set(Jenis):
            raise Invalid("Tindak lanjut belum dapat disimpan.", errors={"jenis": ["Pilih jenisnya."]})
        if (tenggat := _isi(form)["tenggat"]) is None:
            raise Invalid("Tindak lanjut belum dapat disimpan.", errors={"tenggat": ["Tulis tanggal."]})
        with unit_of_work(UnitOfWork) as uow:
            satu = use_cases_tindak_lanjut.tambah(uow, caller(), evaluasi_id, Jenis(form["jenis"]), form.get("uraian", ""), tenggat)
    except (NotFound, Forbidden):
        raise
    except DomainError as salah:
        return _isian(evaluasi_id, salah), salah.status
    flash("Tindak lanjut ditambahkan.", "baik")
    return redirect(url_for(".tindak_lanjut", tindak_id=satu.id), 303)
