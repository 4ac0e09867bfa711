"""The pages of who leads: where evaluations hang down the line, and the list of a unit that is signed (form F9)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, render_template, request

from penilaian.adapters.unit_of_work import UnitOfWork
from penilaian.application import queries, queries_barisan
from penilaian.application.queries_barisan import ATASAN, PEGAWAI, PENILAI, SELESAI, TANPA_PENILAI
from penilaian.domain import eskalasi
from penilaian.domain.distribusi import LABEL_CAPAIAN, ModeKurva
from penilaian.domain.kuadran import LABEL_PREDIKAT, LABEL_RATING, Predikat
from penilaian.entrypoints import halaman
from penilaian.entrypoints.ui import tahun_diminta
from shared import clock
from shared.errors import NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work

pages = Blueprint("penilaian_barisan", __name__)

LABEL_SIAPA = {
    PEGAWAI: ("Menunggu pegawai", "pensil", ""),
    PENILAI: ("Di tangan penilai", "nilai", "jalan"),
    ATASAN: ("Menunggu tanda tangan atasan", "cap", "jalan"),
    SELESAI: ("Disampaikan", "cek", "baik"),
}


def _uuid(nama: str) -> UUID | None:
    mentah = request.args.get(nama, "")
    try:
        return UUID(mentah) if mentah else None
    except ValueError as salah:
        raise NotFound("Tautan ini tidak lengkap. Kembali ke daftarnya.") from salah


@pages.get("/barisan")
@akses(Objek.RATING, Hak.HITUNG, Sasaran.DAFTAR)
def barisan() -> str:
    """Who is late down the line and where it hangs; with ``penilai``, the people of one evaluator."""
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        wewenang = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
        kini = clock.now()
        tahun = tahun_diminta([])
        kerangka = queries.get_kerangka(uow, identity, tahun, kini.date())
        hari = clock.today(kerangka.zona)
        lingkup = queries_barisan.jangkauan(uow, identity, wewenang, hari)
        daftar, jumlah = queries_barisan.list_penilai(uow, lingkup, tahun, hari, kerangka.zona)
        tanpa = request.args.get("penilai") == TANPA_PENILAI
        penilai_id = None if tanpa else _uuid("penilai")
        dari = halaman.lanjutan_dari(request.args)
        dipilih = tanpa or penilai_id is not None
        orang, lanjut = queries_barisan.baca_orang(uow, lingkup, tahun, penilai_id, hari, kerangka.zona, dari) if dipilih else ([], None)
        alamat = {"tahun": tahun, "penilai": TANPA_PENILAI if tanpa else penilai_id}
        return render_template(
            "penilaian/barisan.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            tahun=tahun,
            daftar_tahun=range(kini.year, kini.year - 3, -1),
            unit=lingkup.unit,
            daftar=daftar,
            jumlah=jumlah,
            dipilih=dipilih,
            nama_penilai=next((b.nama for b in daftar if b.penilai_id == penilai_id), "") if not tanpa else "",
            orang=orang,
            berikut=f"?{urlencode({**alamat, 'nama': lanjut[0], 'sesudah': lanjut[1]})}" if lanjut else "",
            label=LABEL_SIAPA,
            label_tingkat=eskalasi.LABEL,
            hari_eskalasi=(eskalasi.HARI_PENGINGAT, eskalasi.HARI_ATASAN, eskalasi.HARI_PENGELOLA),
            TANPA=TANPA_PENILAI,
            TERJAUH=eskalasi.PALING_LAMA,
        )


@pages.get("/penetapan")
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def penetapan() -> str:
    """Form F9 of one unit, ready to be printed and signed; without ``unit`` the units to choose from."""
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        wewenang = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
        tahun = tahun_diminta([])
        kerangka = queries.get_kerangka(uow, identity, tahun, clock.now().date())
        hari = clock.today(kerangka.zona)
        lingkup = queries_barisan.jangkauan(uow, identity, wewenang, hari)
        unor_id = _uuid("unit")
        formulir = queries_barisan.baca_penetapan(uow, lingkup, unor_id, tahun, kerangka.kurva, hari) if unor_id else None
        if unor_id and formulir is None:
            raise NotFound("Unit ini tidak ada, atau bukan unit yang Anda pimpin.")
        return render_template(
            "penilaian/penetapan.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            tahun=tahun,
            daftar_tahun=range(hari.year, hari.year - 3, -1),
            unit=queries_barisan.list_unit_dipegang(uow, lingkup),
            unor_id=unor_id,
            f=formulir,
            hari=hari,
            perlu_alasan=kerangka.kurva.mode is not ModeKurva.PERINGATAN,
            predikat=list(Predikat),
            label_predikat=LABEL_PREDIKAT,
            label_rating={r.value: teks for r, teks in LABEL_RATING.items()},
            label_capaian=LABEL_CAPAIAN,
            PALING_BANYAK=queries_barisan.F9_PALING_BANYAK,
        )
