"""The pages of dialogue and pembinaan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import queries, use_cases_dialog
from penilaian.domain.dialog import KESEPAKATAN_TERBANYAK, LABEL_JENIS, LABEL_STATUS, Capaian, Isi, Jenis
from penilaian.entrypoints.http_dialog import PEGAWAI, PENILAI, kerjakan
from shared import clock
from shared.errors import DomainError, Forbidden, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import akses
from shared.web.context import caller, if_match, unit_of_work

pages = Blueprint("penilaian_ui_dialog", __name__)
Page = str | tuple[str, int] | Response
BARIS_BARU = 3
"""Empty rows for further agreements below those that there are."""
_KABAR = {
    "simpan": "Dialog tersimpan.",
    "kirim": "Dialog dikirim ke pegawai untuk ditanggapi.",
    "tanggapi": "Tanggapan Anda dikirim ke atasan.",
    "sepakati": "Pegawai diminta memeriksa kesepakatan.",
    "validasi": "Kesepakatan disahkan. Dialog selesai.",
    "tinjau": "Kesepakatan ditinjau.",
}


@pages.get("/<uuid:evaluasi_id>/dialog")
@akses(Objek.DIALOG, Hak.BACA)
def dialog_evaluasi(evaluasi_id: UUID) -> Page:
    return _daftar(evaluasi_id)


def _daftar(evaluasi_id: UUID, galat: DomainError | None = None) -> str:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        termuat, baris = use_cases_dialog.baca_evaluasi(uow, identity, evaluasi_id)
        e = termuat.evaluasi
        return render_template(
            "penilaian/dialog_daftar.html",
            area="nilai",
            instansi_nama=termuat.instansi_nama,
            zona=termuat.fakta.zona,
            e=e,
            sendiri=identity.pegawai_id == e.pegawai_id,
            boleh=bool(termuat.fakta.sebagai) and identity.pegawai_id != e.pegawai_id,
            baris=baris,
            jenis=[(j.value, LABEL_JENIS[j]) for j in Jenis],
            label_jenis=LABEL_JENIS,
            label_status=LABEL_STATUS,
            hari=termuat.fakta.hari(clock.now()),
            kirim=request.form,
            galat=galat,
        )


@pages.post("/<uuid:evaluasi_id>/dialog")
@akses(Objek.DIALOG, Hak.PUTUS)
def mulai_dialog(evaluasi_id: UUID) -> Page:
    form = request.form
    try:
        if form.get("jenis") not in set(Jenis):
            raise Invalid("Dialog belum dapat disimpan.", errors={"jenis": ["Pilih jenisnya."]})
        isi = Isi(form.get("topik", ""))
        with unit_of_work(UnitOfWork) as uow:
            satu = use_cases_dialog.mulai(uow, caller(), evaluasi_id, Jenis(form["jenis"]), _hari(form, "tanggal"), isi)
    except (NotFound, Forbidden):
        raise
    except DomainError as salah:
        return _daftar(evaluasi_id, salah), salah.status
    return redirect(url_for(".dialog", dialog_id=satu.id), 303)


def _hari(form: Mapping[str, str], nama: str) -> date:
    try:
        return date.fromisoformat(form.get(nama, ""))
    except ValueError as salah:
        raise Invalid("Dialog belum dapat disimpan.", errors={nama: ["Tulis tanggalnya."]}) from salah


@pages.get("/dialog/<uuid:dialog_id>")
@akses(Objek.DIALOG, Hak.BACA)
def dialog(dialog_id: UUID) -> Page:
    return _satu(dialog_id)


def _satu(dialog_id: UUID, galat: DomainError | None = None) -> str:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        dimuat = use_cases_dialog.baca(uow, identity, dialog_id)
        satu = dimuat.satu
        kerangka = queries.get_kerangka(uow, identity, satu.tahun, clock.now().date())
        hari = clock.today(kerangka.zona)
        baris: list[tuple[str, Any]] = [(k.teks, k.tenggat) for k in satu.isi.kesepakatan]
        if request.form:
            baris = [(request.form.get(f"teks-{n}", ""), request.form.get(f"tenggat-{n}", "")) for n in range(1, KESEPAKATAN_TERBANYAK + 1)]
            baris = [b for b in baris if b[0] or b[1]]
        kosong = min(BARIS_BARU, KESEPAKATAN_TERBANYAK - len(baris))
        return render_template(
            "penilaian/dialog.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            zona=kerangka.zona,
            d=satu,
            nama=dimuat.nama,
            pegawai=dimuat.pegawai,
            penilai=dimuat.penilai,
            judul=LABEL_JENIS[satu.jenis],
            status=LABEL_STATUS[satu.status],
            aksi={a.kode: a for a in satu.aksi(penilai=dimuat.penilai, pegawai=dimuat.pegawai)},
            baris=[*baris, *[("", "")] * kosong],
            hari=hari,
            kirim=request.form,
            galat=galat,
        )


def _lakukan(dialog_id: UUID, apa: str) -> Page:
    try:
        isi = _isi(request.form, apa)
        with unit_of_work(UnitOfWork) as uow:
            dimuat = kerjakan(uow, caller(), dialog_id, apa, isi, if_match())
    except (NotFound, Forbidden):
        raise
    except DomainError as salah:
        return _satu(dialog_id, salah), salah.status
    if apa == "tinjau" and dimuat.satu.lanjutan_id:
        flash("Kesepakatan ditinjau. Yang belum tercapai dibawa ke dialog berikut ini.", "baik")
        return redirect(url_for(".dialog", dialog_id=dimuat.satu.lanjutan_id), 303)
    flash(_KABAR[apa], "baik")
    return redirect(url_for(".dialog", dialog_id=dialog_id), 303)


def _isi(form: Mapping[str, str], apa: str) -> dict[str, Any]:
    """Fields ``teks-<n>``/``tenggat-<n>`` of the n-th agreement, ``capaian-<n>``/``hasil-<n>`` of its review."""
    nomor = range(1, KESEPAKATAN_TERBANYAK + 1)
    isi: dict[str, Any] = {nama: form.get(nama, "") for nama in ("topik", "uraian", "tanggapan")}
    isi["kesepakatan"], isi["capaian"] = [], []
    if apa == "simpan":
        for n in nomor:
            if form.get(f"teks-{n}", "").strip():
                isi["kesepakatan"].append({"teks": form[f"teks-{n}"], "tenggat": _hari(form, f"tenggat-{n}")})
    for n in nomor:
        if form.get(f"capaian-{n}") in set(Capaian):
            isi["capaian"].append({"capaian": Capaian(form[f"capaian-{n}"]), "hasil": form.get(f"hasil-{n}", "")})
    return isi


@pages.post(f"/dialog/<uuid:dialog_id>/<{PENILAI}:apa>")
@akses(Objek.DIALOG, Hak.PUTUS)
def lakukan_dialog(dialog_id: UUID, apa: str) -> Page:
    return _lakukan(dialog_id, apa)


@pages.post(f"/dialog/<uuid:dialog_id>/<{PEGAWAI}:apa>")
@akses(Objek.DIALOG, Hak.TULIS)
def jawab_dialog(dialog_id: UUID, apa: str) -> Page:
    return _lakukan(dialog_id, apa)
