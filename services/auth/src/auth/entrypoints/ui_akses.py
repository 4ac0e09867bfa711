"""The page "Siapa membuka data saya"."""

from __future__ import annotations

from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries_akses
from auth.domain.akses import LAYANAN, SEBAGAI
from auth.entrypoints.http_akses import baca_kunci, tulis_kunci, tunda
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work

pages = Blueprint("auth_akses_ui", __name__)


@pages.get("/akun/akses")
@akses(Objek.JEJAK, Hak.BACA, Sasaran.SENDIRI)
def akses_saya() -> str:
    """Newest first, by day; what was read twice within ten minutes stands once."""
    saring = {nama: request.args.get(nama, "").strip()[:100] for nama in ("sebagai", "layanan", "cari")}
    saring["sebagai"] = saring["sebagai"] if saring["sebagai"] in SEBAGAI else ""
    saring["layanan"] = saring["layanan"] if saring["layanan"] in LAYANAN else ""
    cursor = request.args.get("cursor", "")
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        baris, berikut = queries_akses.list_akses(
            uow,
            caller().pegawai_id,
            tunda=tunda(),
            sebagai=saring["sebagai"],
            layanan=saring["layanan"],
            cari=saring["cari"],
            setelah=baca_kunci(cursor),
        )
    zona = ZoneInfo(instansi.zona_waktu)
    hari = [(hari, list(isi)) for hari, isi in groupby(baris, key=lambda a: a.pada.astimezone(zona).date())]
    return render_template(
        "auth/akses.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        hari=hari,
        saring=saring,
        disaring=any(saring.values()),
        cursor=cursor,
        berikut=tulis_kunci(berikut),
        tunda=tunda().days,
        SEBAGAI=SEBAGAI,
        LAYANAN=LAYANAN,
    )
