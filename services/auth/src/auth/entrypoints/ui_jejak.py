"""The page of auth's audit trail, for officers and auditors."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.queries_jejak import KELOMPOK, cari_orang, nama_orang
from shared.errors import Invalid
from shared.jejak.http import read_cursor, write_cursor
from shared.jejak.pembacaan import Halaman, Saringan, baca_jejak, boleh_baca
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work

pages = Blueprint("auth_jejak_ui", __name__)
_ORANG_SEBARIS = 3


@pages.get("/jejak")
@akses(Objek.JEJAK, Hak.HITUNG, Sasaran.INSTANSI)
def jejak() -> str:
    """Newest first; a filter that makes no sense is told beside its field, and nothing is listed."""
    penuh = boleh_baca(caller())
    nama = ("orang", "aksi", "objek_id", "dari", "sampai")
    isian = {satu: request.args.get(satu, "").strip()[:100] for satu in nama}
    isian["aksi"] = isian["aksi"] if isian["aksi"] in KELOMPOK else ""
    galat: dict[str, list[str]] = {}
    halaman = Halaman([], None)
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        saring = _saringan(uow, isian, galat, instansi.zona_waktu, penuh=penuh)
        if not galat:
            try:
                halaman = baca_jejak(uow, caller(), saring, setelah=read_cursor(request.args.get("cursor", "")))
            except Invalid as salah:
                galat.update({bidang: list(isi) for bidang, isi in (salah.errors or {"dari": [salah.detail]}).items()})
        orang = {id_ for baris in halaman.baris for id_ in baris.get("orang", ())[:_ORANG_SEBARIS]}
        orang |= {baris["pelaku_id"] for baris in halaman.baris if baris.get("pelaku_id")}
        bernama = nama_orang(uow, orang | ({saring.orang} if saring.orang else set()))
    berikut = write_cursor(halaman.berikutnya)
    return render_template(
        "auth/jejak.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        baris=[_baris(baris, bernama) for baris in halaman.baris],
        penuh=penuh,
        isian=isian,
        galat=galat,
        tentang=bernama.get(saring.orang, "") if saring.orang else "",
        disaring=any(isian.values()),
        lanjutan="cursor" in request.args,
        pertama="?" + urlencode({k: v for k, v in isian.items() if v}),
        berikut="?" + urlencode({**{k: v for k, v in isian.items() if v}, "cursor": berikut}) if berikut else "",
        KELOMPOK=list(KELOMPOK.items()),
    )


def _saringan(uow: UnitOfWork, isian: dict[str, str], galat: dict[str, list[str]], zona: str, *, penuh: bool) -> Saringan:
    orang: UUID | None = None
    if isian["orang"] and penuh:
        orang = cari_orang(uow, caller().instansi_id, isian["orang"])
        if orang is None:
            galat["orang"] = ["Tidak ada pegawai dengan NIP atau nama akun ini. Ketik NIP lengkap."]
    tanggal: dict[str, date | None] = {"dari": None, "sampai": None}
    for bidang in tanggal:
        try:
            tanggal[bidang] = date.fromisoformat(isian[bidang]) if isian[bidang] else None
        except ValueError:
            galat[bidang] = ["Tanggal ini tidak dapat dibaca. Pakai bentuk 2026-01-31."]
    return Saringan(orang, isian["aksi"], "", isian["objek_id"] if penuh else "", tanggal["dari"], tanggal["sampai"], zona)


def _baris(baris: dict[str, Any], nama: dict[UUID, str]) -> dict[str, Any]:
    """A row in words: names instead of ids where they are known, details as pairs."""
    orang = baris.get("orang", ())
    pelaku = baris.get("pelaku_id")
    return {
        "pada": baris["pada"],
        "aksi": baris["aksi"],
        "objek": baris["objek"],
        "objek_id": baris.get("objek_id") or "",
        "pelaku": nama.get(pelaku, "Akun yang tidak ada lagi") if pelaku else "Sistem",
        "pelaku_id": pelaku,
        "sebagai": baris.get("sebagai", "").replace("_", " ").replace(",", ", "),
        "alamat": baris.get("alamat", ""),
        "orang": [(satu, nama.get(satu, "Orang yang tidak ada lagi")) for satu in orang[:_ORANG_SEBARIS]],
        "lainnya": max(0, len(orang) - _ORANG_SEBARIS),
        "rincian": [(kunci.replace("_", " "), _teks(isi)) for kunci, isi in baris.get("rincian", {}).items()],
    }


def _teks(isi: Any) -> str:
    if isinstance(isi, list):
        teks = ", ".join(_teks(satu) for satu in isi[:5]) + (f", dan {len(isi) - 5} lagi" if len(isi) > 5 else "")
    elif isinstance(isi, dict):
        teks = ", ".join(f"{kunci}: {_teks(satu)}" for kunci, satu in list(isi.items())[:5])
    else:
        teks = {True: "ya", False: "tidak", None: "–"}.get(isi, str(isi)) if isinstance(isi, (bool, type(None))) else str(isi)
    return teks[:200]
