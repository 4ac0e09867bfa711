"""The page of assigned roles: who holds which, over what, until when; giving one, ending it early."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from auth.adapters.unit_of_work import UnitOfWork
from auth.application import queries, queries_peran
from auth.application import use_cases_peran as deeds
from auth.domain.organisasi import PERAN
from auth.domain.peran import ADMIN, ALASAN_TERPANJANG, ALASAN_TERPENDEK, DASAR_TERPANJANG, KEADAAN, PeranPegawai
from auth.entrypoints.http import wajib_pembaca
from auth.entrypoints.isian import kolom, pengenal, terbaca
from auth.entrypoints.isian_penugasan import Pembaca
from shared import clock
from shared.errors import DomainError, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work
from shared.web.errors import answer

pages = Blueprint("auth_peran_ui", __name__)
_DAFTAR_UNIT = 200
_KELOMPOK = {"berlaku": "Berlaku", "akan": "Akan datang", "lewat": "Riwayat"}
_ISIAN = ("pegawai_id", "peran", "lingkup", "unor_id", "dari", "sampai", "dasar", "alasan")


@pages.get("/peran")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def peran() -> Response:
    return _halaman()


def _halaman(galat: DomainError | None = None, baris_galat: UUID | None = None) -> Response:
    wajib_pembaca()
    args = request.args
    kelompok = args.get("tampil", "") if args.get("tampil") in _KELOMPOK else "berlaku"
    saring = args.get("peran", "") if args.get("peran") in PERAN else ""
    halaman = min(max(1, args.get("halaman", 1, type=int)), 1000)
    cari = request.values.get("cari", "").strip()[:100]
    isi = kolom(request.form, *_ISIAN) if baris_galat is None else dict.fromkeys(_ISIAN, "")
    mengelola = ADMIN in caller().peran
    with unit_of_work(UnitOfWork) as uow:
        instansi = uow.get_instansi(caller().instansi_id)
        hari = clock.today(instansi.zona_waktu)
        daftar = queries_peran.daftar_peran(uow, caller(), hari, kelompok=kelompok, peran=saring, halaman=halaman)
        terbaca(uow, "daftar peran", [b.peran.pegawai_id for b in daftar.baris])
        wewenang = queries_peran.pemberi(uow, caller()) if mengelola else None
        unor = uow.list_unor(instansi.id) if wewenang else []
        calon = [c for c in queries.cari_calon(uow, instansi.id, hari, cari) if c.id != caller().pegawai_id] if mengelola and cari else []
        terpilih = _terpilih(uow, isi["pegawai_id"], hari)
    html = render_template(
        "auth/peran.html",
        instansi_nama=instansi.nama,
        zona=instansi.zona_waktu,
        hari=hari,
        kelompok=kelompok,
        saring=saring,
        tampilan=[
            {
                "alamat": f"/auth/peran?{urlencode({'tampil': k} | ({'peran': saring} if saring else {}))}",
                "label": label,
                "kini": k == kelompok,
            }
            | {"jumlah": daftar.jumlah[k]}
            for k, label in _KELOMPOK.items()
        ],
        baris=daftar.baris,
        tempat=urlencode({"tampil": kelompok, "halaman": halaman} | ({"peran": saring} if saring else {})),
        jumlah=daftar.jumlah[kelompok],
        halaman=halaman,
        terakhir=max(1, -(-daftar.jumlah[kelompok] // queries_peran.PER_HALAMAN)),
        wewenang=wewenang,
        pilihan=[(p, PERAN[p]) for p in wewenang.dapat_memberi] if wewenang else [],
        unor=[
            u
            for u in unor
            if (u.berlaku_sampai is None or u.berlaku_sampai >= hari)
            and (wewenang is None or wewenang.wilayah is None or u.id in wewenang.wilayah)
        ][:_DAFTAR_UNIT],
        calon=calon,
        terpilih=terpilih,
        cari=cari,
        isi=isi,
        galat=galat,
        baris_galat=baris_galat,
        PERAN=PERAN,
        KEADAAN=KEADAAN,
        DASAR_TERPANJANG=DASAR_TERPANJANG,
        ALASAN_TERPENDEK=ALASAN_TERPENDEK,
        ALASAN_TERPANJANG=ALASAN_TERPANJANG,
    )
    return make_response(html, galat.status if galat else 200)


def _terpilih(uow: UnitOfWork, pegawai_id: str, hari: date) -> queries.Calon | None:
    """The person who was chosen in a form that comes back with faults."""
    try:
        satu = UUID(pegawai_id)
    except ValueError:
        return None
    return queries.sebut_calon(uow, [satu], hari).get(satu)


@pages.post("/peran")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def beri() -> Response:
    baca = Pembaca(request.form)
    try:
        with unit_of_work(UnitOfWork) as uow:
            pegawai_id = pengenal(baca.teks("pegawai_id"), "pegawai_id")
            seluruh = baca.teks("lingkup") == "seluruh"
            unor_id = None if seluruh else baca.unor("unor_id", uow.list_unor(caller().instansi_id))
            dari, sampai = baca.tanggal("dari"), baca.tanggal("sampai", wajib=False)
            if pegawai_id is None:
                baca.salah["pegawai_id"] = ["Cari lalu pilih pegawai yang diberi peran."]
            baca.selesai()
            isian = PeranPegawai(
                id=UUID(int=0),
                pegawai_id=pegawai_id or UUID(int=0),
                peran=baca.teks("peran"),
                unor_id=unor_id,
                dari=dari,
                sampai=sampai,
                dasar=baca.teks("dasar"),
                alasan=baca.teks("alasan"),
            )
            sah = deeds.beri_peran(uow, caller(), isian)
    except DomainError as error:
        return _halaman(error)
    flash(f"{PERAN[sah.peran]} diberikan. Yang bersangkutan tidak perlu masuk ulang.", "baik")
    return make_response(redirect("/auth/peran", 303))


@pages.post("/peran/<uuid:peran_id>/akhiri")
@akses(Objek.KEPEGAWAIAN, Hak.KELOLA, Sasaran.INSTANSI)
def akhiri(peran_id: UUID) -> Response:
    baca = Pembaca(request.form)
    try:
        sampai = baca.tanggal("sampai", wajib=False)
        baca.selesai()
        with unit_of_work(UnitOfWork) as uow:
            sah = deeds.akhiri_peran(uow, caller(), peran_id, sampai=sampai, alasan=baca.teks("alasan"))
    except NotFound as error:
        return answer(error)
    except DomainError as error:
        return _halaman(error, peran_id)
    akibat = "dicabut dan tidak berlaku lagi di semua layanan" if sah.dicabut_pada else "akan berakhir pada tanggal itu"
    flash(f"{PERAN[sah.peran]} {akibat}.", "baik")
    return make_response(redirect("/auth/peran", 303))
