"""What the daily page needs on a phone without signal: the worker script of the browser, the shell it keeps, and the day as data.

The shell holds nothing of a person. What was seen and what waits stands in the device's own database, keyed to the account.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template
from flask_wtf.csrf import generate_csrf

from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application import queries
from capaian.domain.absen import absen_pada
from capaian.domain.bukti import JENIS
from capaian.domain.progres import LOKASI
from capaian.domain.progres import STATUS as STATUS_PROGRES
from capaian.entrypoints import tampilan
from capaian.entrypoints.formulir import LUAR
from shared import clock
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, public, unit_of_work
from shared.web.format import angka, jam

pages = Blueprint("capaian_luring", __name__)
_STATIS = Path(__file__).parent / "static"
_TEMPLAT = Path(__file__).parent / "templates" / "capaian"
_TEMPLAT_KULIT = ("luring.html", "formulir_catat.html", "bagian.html")
_KULIT_BERSAMA = ("bootstrap.min.css", "kinerja.css", "kinerja.js", "ikon.svg", "lambang.svg")
_KULIT_SENDIRI = ("capaian.css", "capaian.js", "antrean.js", "luring.js", "aplikasi.webmanifest", "ikon-192.png")


@pages.get("/luring")
@public
def luring() -> str:
    """The daily page without a person in it; the browser fills it from what this device remembers."""
    return render_template(
        "capaian/luring.html",
        area="catat",
        hari="",
        skp=None,
        diubah=None,
        rencana={},
        diusulkan=None,
        isian={
            "rhk_id": "",
            "di_luar_skp": "",
            "uraian": "",
            "kuantitas": "",
            "satuan": "",
            "mulai": "",
            "selesai": "",
            "lokasi_kerja": "wfo",
            "tautan": "",
        },
        isi_galat={},
        lokasi=list(LOKASI.items()),
        luar=LUAR,
        berkas=tampilan.berkas,
        terima_jenis=",".join(JENIS),
        bentuk=("berkas", "tautan"),
    )


@pages.get("/pekerja.js")
@public
def pekerja() -> Response:
    """The worker script stands here, not below ``static``, because its address bounds what it serves."""
    response = Response(_pekerja(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _pekerja() -> str:
    """With the list of what it keeps: a changed file is a changed script, so that the browser fetches all of it anew."""
    statis: dict[str, Any] = dict(current_app.jinja_env.globals)
    berkas = [*map(statis["statis"], _KULIT_BERSAMA), *map(statis["statis_layanan"], _KULIT_SENDIRI)]
    kulit = "".join((_TEMPLAT / nama).read_text() for nama in _TEMPLAT_KULIT)
    versi = hashlib.sha256("".join((kulit, *berkas)).encode()).hexdigest()[:12]
    daftar = {"versi": versi, "halaman": "/capaian/luring", "berkas": berkas, "antrean": statis["statis_layanan"]("antrean.js")}
    return f"self.KULIT = {json.dumps(daftar)};\n{(_STATIS / 'pekerja.js').read_text()}"


@pages.get("/hari.json")
@akses(Objek.REALISASI, Hak.BACA, Sasaran.SENDIRI)
def hari() -> Response:
    """Today as the daily page shows it, and the form's token for sending what waited."""
    with unit_of_work(UnitOfWork) as uow:
        instansi = queries.instansi(uow, caller())
        hari_ini = clock.today(instansi.zona)
        skp = queries.skp_pada(uow, caller(), hari_ini)
        catatan = queries.progres_antara(uow, caller(), hari_ini, hari_ini)
        figures = queries.realisasi_sampai(uow, skp.id, hari_ini) if skp else {}
        keadaan = uow.list_keadaan([caller().pegawai_id]).get(caller().pegawai_id, ())
    laju = tampilan.laju_skp(skp, figures, hari_ini) if skp else {}
    isi: dict[str, Any] = {
        "akun": str(caller().pegawai_id),
        "csrf": generate_csrf(),
        "sekarang": clock.now().isoformat(),
        "hari_ini": hari_ini.isoformat(),
        "zona": instansi.zona,
        "absen": tampilan.kata_absen(absen_pada(keadaan, hari_ini)),
        "rhk": [
            {
                "id": str(rhk.id),
                "nomor": rhk.nomor,
                "teks": rhk.teks,
                "satuan": rhk.indikator[0].satuan if rhk.indikator else "",
                "keterangan": f"{rhk.indikator[0].teks} · {laju[rhk.indikator[0].id].kata}" if rhk.indikator else "",
            }
            for rhk in (skp.rhk if skp else ())
        ],
        "catatan": [
            {
                "uraian": p.isian.uraian,
                "status": STATUS_PROGRES[p.status],
                "jam": jam(p.dikirim_pada, instansi.zona),
                "rincian": " · ".join(
                    kata
                    for kata in (
                        f"{angka(p.isian.kuantitas, None)} {p.isian.satuan}".strip() if p.isian.kuantitas is not None else "",
                        LOKASI[p.isian.lokasi_kerja],
                        f"{len(p.bukti)} bukti" if p.bukti else "",
                    )
                    if kata
                ),
            }
            for p in catatan
        ],
    }
    return jsonify(isi)
