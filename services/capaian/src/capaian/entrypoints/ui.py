"""The pages of capaian. They call the same use cases as the API; every form works without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from capaian.adapters.kiriman import Kiriman
from capaian.adapters.libur import KALENDER
from capaian.adapters.penyimpanan import penyimpanan
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application import queries, use_cases, use_cases_gangguan, use_cases_rencana, use_cases_usulan
from capaian.application.use_cases import indikator_laporan, indikator_skp
from capaian.domain import bulan as bulan_catatan
from capaian.domain.absen import LABEL, absen_pada, tanpa_absen
from capaian.domain.bukti import DIBUKA_DI_HALAMAN, GAMBAR, JENIS, Bukti, KeadaanBerkas, megabita
from capaian.domain.dokumen import KATA as KATA_KONFIRMASI
from capaian.domain.laporan import ALASAN, BERISI, BERKAS, IsianRealisasi, sebagai_dari
from capaian.domain.progres import LOKASI, Isian, Progres
from capaian.domain.progres import STATUS as STATUS_PROGRES
from capaian.domain.rencana import RencanaAksi, keberatan
from capaian.domain.tautan import KATA, KeadaanTautan, host
from capaian.domain.usulan import Usulan
from capaian.entrypoints import tampilan
from capaian.entrypoints.formulir import LUAR, RENCANA, Pembaca, galat_halaman, isian_progres, isian_realisasi, isian_rencana
from capaian.entrypoints.http import aturan_rencana, periksa_lagi, periksa_tautan, tanda_baca
from capaian.entrypoints.http import terima as terima_berkas
from shared import clock
from shared.errors import DomainError, Invalid, NotAllowed, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work
from shared.web.format import bilangan, tanggal
from shared.wewenang import SEBAGAI

pages = Blueprint("capaian_ui", __name__)
Page = str | tuple[str, int] | Response
_TERIMA = ",".join(JENIS)
_USULAN_TAMPIL, _USULAN_TERBANYAK = 3, 12


# ---- daily log


@pages.get("/")
@akses(Objek.REALISASI, Hak.BACA, Sasaran.SENDIRI)
def harian() -> Page:
    return _harian(_hari_diminta())


@pages.post("/")
@akses(Objek.REALISASI, Hak.TULIS, Sasaran.SENDIRI)
def catat() -> Page:
    try:
        hari, isian = isian_progres(request.form)
        kiriman = _kiriman()
        with unit_of_work(UnitOfWork) as uow:
            progres = use_cases.catat_progres(uow, caller(), tanggal=hari, isian=isian)
            tautan = _bukti_catatan(uow, progres.id, kiriman)
    except DomainError as salah:
        return _harian(_hari_diminta(), galat=salah), salah.status
    flash("Catatan tersimpan.", "baik")
    _periksa(tautan, kiriman)
    return redirect(url_for(".harian", tanggal=hari), 303)


@pages.post("/usulan/<uuid:usulan_id>/catat")
@akses(Objek.USULAN, Hak.TULIS)
def catat_usulan(usulan_id: UUID) -> Page:
    try:
        hari, isian = isian_progres(request.form)
        kiriman = _kiriman()
        with unit_of_work(UnitOfWork) as uow:
            progres = use_cases_usulan.catat_usulan(uow, caller(), usulan_id, tanggal=hari, isian=isian)
            tautan = _bukti_catatan(uow, progres.id, kiriman)
    except NotFound:
        raise
    except DomainError as salah:
        return _harian(_hari_diminta(), galat=salah, usulan_id=usulan_id), salah.status
    flash("Usulan tercatat.", "baik")
    _periksa(tautan, kiriman)
    return redirect(url_for(".harian", tanggal=hari), 303)


@pages.post("/usulan/<uuid:usulan_id>/abaikan")
@akses(Objek.USULAN, Hak.TULIS)
def abaikan_usulan(usulan_id: UUID) -> Page:
    with unit_of_work(UnitOfWork) as uow:
        use_cases_usulan.abaikan_usulan(uow, caller(), usulan_id)
    flash("Usulan diabaikan. Tidak ada yang tercatat.", "baik")
    return redirect(url_for(".harian", tanggal=_hari_diminta()), 303)


@pages.post("/progres/<uuid:progres_id>")
@akses(Objek.REALISASI, Hak.TULIS, Sasaran.SENDIRI)
def ubah(progres_id: UUID) -> Page:
    try:
        hari, isian = isian_progres(request.form)
        kiriman = _kiriman()
        with unit_of_work(UnitOfWork) as uow:
            use_cases.ubah_progres(uow, caller(), progres_id, isian, if_match())
            tautan = _bukti_catatan(uow, progres_id, kiriman)
            if bukti_id := _uuid(request.form.get("buang")):
                use_cases.buang_bukti_progres(uow, caller(), progres_id, bukti_id)
    except DomainError as salah:
        return _harian(_hari_diminta(), galat=salah, ubah_id=progres_id), salah.status
    flash("Catatan diperbarui.", "baik")
    _periksa(tautan, kiriman)
    return redirect(url_for(".harian", tanggal=hari), 303)


def _kiriman() -> list[Kiriman]:
    """The files that came with the form, each looked at before a transaction begins."""
    return [terima_berkas(berkas) for berkas in request.files.getlist("berkas") if berkas.filename]


def _bukti_catatan(uow: UnitOfWork, progres_id: UUID, kiriman: Sequence[Kiriman]) -> Bukti | None:
    """Keep the files and the link that came with the form of a daily entry; the link is returned, to be looked at after the commit."""
    for satu in kiriman:
        use_cases.unggah_bukti_progres(uow, caller(), progres_id, kiriman=satu, simpanan=penyimpanan())
    alamat = Pembaca(request.form).teks("tautan").strip()
    return use_cases.tautkan_bukti_progres(uow, caller(), progres_id, tautan=alamat) if alamat else None


def _periksa(tautan: Bukti | None, kiriman: Sequence[Kiriman]) -> None:
    """Look at a link that was just stored and say what to do about it, if anything; and which file is not open yet."""
    if any(satu.keadaan is KeadaanBerkas.DIPERIKSA for satu in kiriman):
        flash("Berkasnya tersimpan. Pemindai virus sedang tidak menjawab, jadi berkas itu baru terbuka sesudah diperiksa.", "awas")
    if tautan is not None:
        _kabarkan(periksa_tautan(tautan.id, tautan.tautan))


def _kabarkan(keadaan: KeadaanTautan) -> None:
    kata = KATA[keadaan]
    flash(f"Tautan: {kata.label.lower()}. {kata.saran}".strip(), "awas" if kata.nada in ("awas", "buruk") else "baik")


@pages.post("/progres/<uuid:progres_id>/hapus")
@akses(Objek.REALISASI, Hak.TULIS, Sasaran.SENDIRI)
def hapus(progres_id: UUID) -> Page:
    with unit_of_work(UnitOfWork) as uow:
        progres = use_cases.hapus_progres(uow, caller(), progres_id)
    flash("Catatan dihapus.", "baik")
    return redirect(url_for(".harian", tanggal=progres.tanggal), 303)


def _hari_diminta() -> date | None:
    try:
        return date.fromisoformat(request.values.get("tanggal", ""))
    except ValueError:
        return None


def _harian(hari: date | None, *, galat: DomainError | None = None, ubah_id: UUID | None = None, usulan_id: UUID | None = None) -> str:
    usulan_id = usulan_id or _uuid(request.args.get("usulan"))
    with unit_of_work(UnitOfWork) as uow:
        instansi = queries.instansi(uow, caller())
        hari_ini = clock.today(instansi.zona)
        hari = min(hari or hari_ini, hari_ini)
        skp = queries.skp_pada(uow, caller(), hari)
        awal, akhir = queries.rentang_bulan(hari)
        catatan = queries.progres_antara(uow, caller(), awal - timedelta(days=10), akhir)
        figures = queries.realisasi_sampai(uow, skp.id, hari) if skp else {}
        rencana = uow.list_rencana_hari(skp.id, hari) if skp else []
        keadaan = uow.list_keadaan([caller().pegawai_id]).get(caller().pegawai_id, ())
        banyak = _USULAN_TERBANYAK if "semua" in request.args else _USULAN_TAMPIL
        usulan, jumlah_usulan = queries.daftar_usulan(uow, caller(), hari_ini, banyak, usulan_id)
    hari_catatan = [p for p in catatan if p.tanggal == hari]
    isi_bulan = bulan_catatan.susun(
        hari.year,
        hari.month,
        queries.bulan_catatan([p for p in catatan if p.tanggal >= awal]),
        mulai=skp.mulai if skp else akhir,
        selesai=skp.selesai if skp else awal,
        hari_ini=hari_ini,
        hari_kerja=tanpa_absen(KALENDER, keadaan),
    )
    sebelum, sesudah = tampilan.bulan_lain(hari)
    diubah = _terpilih(catatan, ubah_id or _uuid(request.args.get("ubah")))
    diusulkan = next((u for u in usulan if u.id == usulan_id), None)
    sumber = diubah or diusulkan or _terpilih(catatan, _uuid(request.args.get("salin")))
    lalu = _sebelumnya(catatan, hari)
    return render_template(
        "capaian/harian.html",
        area="catat",
        instansi_nama=instansi.nama,
        zona=instansi.zona,
        hari=hari,
        hari_ini=hari_ini,
        skp=skp,
        absen=tampilan.kata_absen(absen_pada(keadaan, hari)),
        laju=tampilan.laju_skp(skp, figures, hari) if skp else {},
        laju_rhk=tampilan.laju_rhk_skp(skp, figures, hari) if skp else {},
        catatan=hari_catatan,
        berkas=tampilan.berkas,
        terima_jenis=_TERIMA,
        bentuk=instansi.bentuk_bukti(hari),
        status_progres=STATUS_PROGRES,
        lokasi=list(LOKASI.items()),
        luar=LUAR,
        isian=_isian_form(sumber, lalu[0] if lalu else None, rencana),
        rencana=tampilan.menurut_rhk(rencana),
        diubah=diubah,
        usulan=usulan,
        jumlah_usulan=jumlah_usulan,
        usulan_terbanyak=_USULAN_TERBANYAK,
        diusulkan=diusulkan,
        lalu=lalu,
        bulan=isi_bulan,
        minggu=tampilan.minggu(isi_bulan, hari, hari_ini),
        masih=tampilan.hari_masih_terbuka(isi_bulan, hari_ini),
        sebelum=sebelum,
        sesudah=sesudah if sesudah <= hari_ini else None,
        galat=galat,
    )


@pages.get("/minggu")
@akses(Objek.REALISASI, Hak.BACA, Sasaran.SENDIRI)
def minggu() -> Page:
    return _rentang("minggu")


@pages.get("/bulan")
@akses(Objek.REALISASI, Hak.BACA, Sasaran.SENDIRI)
def bulan() -> Page:
    return _rentang("bulan")


def _rentang(tampil: str) -> str:
    """The days of a week with what was written, or of a month with its counts; each leads to its day."""
    with unit_of_work(UnitOfWork) as uow:
        instansi = queries.instansi(uow, caller())
        hari_ini = clock.today(instansi.zona)
        hari = min(_hari_diminta() or hari_ini, hari_ini)
        awal, akhir = queries.rentang_bulan(hari) if tampil == "bulan" else queries.rentang_minggu(hari)
        skp = queries.skp_pada(uow, caller(), hari)
        catatan = queries.progres_antara(uow, caller(), awal, akhir)
        keadaan = uow.list_keadaan([caller().pegawai_id]).get(caller().pegawai_id, ())
    aturan: dict[str, Any] = {
        "mulai": skp.mulai if skp else akhir + timedelta(days=1),
        "selesai": skp.selesai if skp else awal - timedelta(days=1),
        "hari_ini": hari_ini,
        "hari_kerja": tanpa_absen(KALENDER, keadaan),
    }
    terlambat = queries.bulan_catatan(catatan)
    isi_bulan = bulan_catatan.susun(hari.year, hari.month, terlambat, **aturan) if tampil == "bulan" else None
    return render_template(
        "capaian/rentang.html",
        area="catat",
        instansi_nama=instansi.nama,
        zona=instansi.zona,
        tampil=tampil,
        hari=hari,
        awal=awal,
        akhir=akhir,
        sebelum=awal - timedelta(days=1),
        sesudah=akhir + timedelta(days=1) if akhir < hari_ini else None,
        baris=tampilan.hari_hari(awal, min(akhir, hari_ini), catatan, lambda satu: bulan_catatan.keadaan_hari(satu, terlambat, **aturan)),
        lokasi=LOKASI,
        keadaan_hari=tampilan.KEADAAN_HARI,
        bulan=isi_bulan,
        minggu=tampilan.minggu(isi_bulan, hari, hari_ini, "/capaian/") if isi_bulan else [],
    )


def _terpilih(catatan: list[Progres], progres_id: UUID | None) -> Progres | None:
    return next((p for p in catatan if p.id == progres_id), None)


def _sebelumnya(catatan: list[Progres], hari: date) -> list[Progres]:
    """The entries of the last written day before this one, to copy from."""
    lalu = [p for p in catatan if p.tanggal < hari]
    return [p for p in lalu if p.tanggal == lalu[0].tanggal][:3] if lalu else []


def _isian_form(sumber: Progres | Usulan | None, terakhir: Progres | None, rencana: Sequence[RencanaAksi]) -> dict[str, Any]:
    """What the form shows: what was typed, else the entry to edit or copy, else empty with the last place of work."""
    if request.method == "POST":
        return {
            nama: request.form.get(nama, "")
            for nama in ("rhk_id", "di_luar_skp", "uraian", "kuantitas", "satuan", "mulai", "selesai", "lokasi_kerja", "tautan")
        }
    isian = sumber.isian if sumber else Isian(uraian="", lokasi_kerja=terakhir.isian.lokasi_kerja if terakhir else "wfo")
    diminta = isian.rencana_aksi_id or _uuid(request.args.get("rencana"))
    rhk = str(isian.rhk_id) if isian.rhk_id else (LUAR if isian.di_luar_skp or LUAR in request.args else request.args.get("rhk", ""))
    if diminta in {r.id for r in rencana}:
        rhk = f"{RENCANA}{diminta}"
    return {
        "rhk_id": rhk,
        "di_luar_skp": isian.di_luar_skp,
        "uraian": isian.uraian,
        "kuantitas": isian.kuantitas,
        "satuan": isian.satuan,
        "mulai": f"{isian.mulai:%H.%M}" if isian.mulai else "",
        "selesai": f"{isian.selesai:%H.%M}" if isian.selesai else "",
        "lokasi_kerja": isian.lokasi_kerja,
        "tautan": "",
    }


# ---- my reports


@pages.get("/laporan")
@akses(Objek.REALISASI, Hak.HITUNG, Sasaran.DAFTAR)
def daftar() -> Page:
    with unit_of_work(UnitOfWork) as uow:
        instansi = queries.instansi(uow, caller())
        hari_ini = clock.today(instansi.zona)
        milik = "instansi" if request.args.get("milik") == "instansi" else "saya"
        tahun_ada = queries.tahun_laporan(uow, caller(), milik)
        tahun = _tahun(tahun_ada, hari_ini)
        baris, berikutnya = queries.daftar_laporan(uow, caller(), tahun, milik, request.args.get("cursor") or None, 60)
        diminta = queries.minta_dibuka(uow, caller())
        pada = max(min(hari_ini, date(tahun, 12, 31)), date(tahun, 1, 1))
        skp = queries.skp_pada(uow, caller(), pada) if milik == "saya" else None
        figures = queries.realisasi_sampai(uow, skp.id, pada) if skp else {}
    giliran = next(
        (b for b in baris if b.status in ("draf", "dikembalikan") and b.selesai <= hari_ini and not b.bebas and not b.terkunci(hari_ini)),
        None,
    )
    return render_template(
        "capaian/daftar.html",
        area="catat",
        instansi_nama=instansi.nama,
        zona=instansi.zona,
        hari_ini=hari_ini,
        milik=milik,
        tahun=tahun,
        tahun_ada=tahun_ada,
        baris=baris,
        berikutnya=berikutnya,
        giliran=giliran if milik == "saya" else None,
        skp=skp,
        pada=pada,
        laju_rhk=tampilan.laju_rhk_skp(skp, figures, pada) if skp else {},
        diminta=diminta,
        chip_status=tampilan.chip_status,
        tenggat=tampilan.tenggat_baris,
    )


def _tahun(ada: list[int], hari_ini: date) -> int:
    diminta = request.args.get("tahun", "")
    if diminta.isdigit() and len(diminta) == 4:
        return int(diminta)
    return hari_ini.year if hari_ini.year in ada or not ada else ada[0]


# ---- one report


@pages.get("/laporan/<uuid:laporan_id>")
@akses(Objek.REALISASI, Hak.HITUNG)
def laporan(laporan_id: UUID) -> Page:
    return _laporan(laporan_id)


@pages.post("/laporan/<uuid:laporan_id>")
@akses(Objek.REALISASI, Hak.TULIS)
def kerjakan(laporan_id: UUID) -> Page:
    """The owner's one form: every button keeps what was typed, then does its own deed, in one commit."""
    isian: list[IsianRealisasi] = []
    try:
        kiriman = _kiriman()
        with unit_of_work(UnitOfWork) as uow:
            version = if_match()
            termuat, _ = use_cases.muat_laporan(uow, caller(), laporan_id, version)
            isian = isian_realisasi(request.form, indikator_laporan(termuat))
            use_cases.isi_realisasi(uow, caller(), laporan_id, isian, version)
            kabar, jangkar, tautan = _deed(uow, laporan_id, kiriman)
    except DomainError as salah:
        return _laporan(laporan_id, galat=galat_halaman(salah, isian)), salah.status
    flash(kabar, "baik")
    _periksa(tautan, kiriman)
    return redirect(url_for(".laporan", laporan_id=laporan_id, _anchor=jangkar), 303)


def _deed(uow: UnitOfWork, laporan_id: UUID, kiriman: Sequence[Kiriman]) -> tuple[str, str, Bukti | None]:
    """What was done in words, where the page goes on, and a link that is to be looked at after the commit."""
    tautan = None
    baca = Pembaca(request.form)
    indikator_id, alamat = baca.uuid("indikator_id"), baca.teks("tautan").strip()
    baca.selesai()
    dokumen, letak = baca.teks("dokumen").strip(), baca.teks("letak").strip()
    if dokumen or letak:
        use_cases.sebutkan_dokumen(uow, caller(), laporan_id, nama=dokumen, letak=letak, indikator_id=indikator_id)
    if alamat:
        _, tautan = use_cases.tautkan_bukti(uow, caller(), laporan_id, tautan=alamat, indikator_id=indikator_id)
    for satu in kiriman:
        use_cases.unggah_bukti(uow, caller(), laporan_id, kiriman=satu, indikator_id=indikator_id, simpanan=penyimpanan())
    baru = bool(kiriman or alamat or dokumen or letak)
    if request.form.get("aksi") == "unggah" and not baru:
        pesan = "Sebutkan dokumennya dulu." if "dokumen" in request.form else "Pilih berkasnya atau tulis tautannya dulu."
        raise Invalid(pesan, errors={"dokumen" if "dokumen" in request.form else "berkas": [pesan]})
    if request.form.get("aksi") == "kirim":
        termuat = use_cases.kirim_laporan(
            uow,
            caller(),
            laporan_id,
            alasan=request.form.get("alasan_terlambat", ""),
            keterangan=request.form.get("keterangan", ""),
            version=None,
        )
        penilai = termuat.skp.penilai
        return f"Laporan dikirim kepada {penilai.nama if penilai else 'penilai'}".rstrip(".") + ".", "isi", tautan
    if bukti_id := _uuid(request.form.get("buang")):
        use_cases.buang_bukti(uow, caller(), laporan_id, bukti_id)
        return "Bukti dibuang.", "j-bukti", tautan
    return ("Bukti dan isian tersimpan.", "j-bukti", tautan) if baru else ("Isian tersimpan.", "isi", None)


@pages.post("/laporan/<uuid:laporan_id>/terima")
@akses(Objek.REALISASI, Hak.PUTUS)
def terima(laporan_id: UUID) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases.terima_laporan(uow, caller(), laporan_id, if_match())
    except DomainError as salah:
        return _laporan(laporan_id, galat=salah), salah.status
    flash("Laporan diterima, bersama catatan hariannya.", "baik")
    return redirect(url_for(".tim"), 303)


@pages.post("/laporan/<uuid:laporan_id>/kembalikan")
@akses(Objek.REALISASI, Hak.PUTUS)
def kembalikan(laporan_id: UUID) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases.kembalikan_laporan(uow, caller(), laporan_id, request.form.get("alasan", ""), if_match())
    except DomainError as salah:
        return _laporan(laporan_id, galat=salah), salah.status
    flash("Laporan dikembalikan dengan alasannya.", "baik")
    return redirect(url_for(".tim"), 303)


@pages.post("/laporan/<uuid:laporan_id>/bukti/<uuid:bukti_id>/konfirmasi")
@akses(Objek.REALISASI, Hak.PUTUS)
def konfirmasi(laporan_id: UUID, bukti_id: UUID) -> Page:
    ada = request.form.get("ada") == "ya"
    catatan = request.form.get(f"catatan-{bukti_id}", "")
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases.konfirmasi_dokumen(uow, caller(), laporan_id, bukti_id, ada=ada, catatan=catatan, version=if_match())
    except DomainError as salah:
        bidang = {f"catatan-{bukti_id}": pesan for pesan in salah.errors.values()}
        return _laporan(laporan_id, galat=type(salah)(salah.detail, code=salah.code, errors=bidang)), salah.status
    flash("Dokumen dikonfirmasi ada." if ada else "Dokumen dinyatakan tidak ada; pegawai melihat alasannya.", "baik")
    return redirect(url_for(".laporan", laporan_id=laporan_id, _anchor=f"b-{bukti_id}"), 303)


@pages.post("/laporan/<uuid:laporan_id>/maafkan")
@akses(Objek.REALISASI, Hak.PUTUS)
def maafkan(laporan_id: UUID) -> Page:
    dimaafkan = request.form.get("dimaafkan") == "ya"
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases.maafkan_laporan(
                uow, caller(), laporan_id, dimaafkan=dimaafkan, catatan=request.form.get("catatan", ""), version=if_match()
            )
    except DomainError as salah:
        return _laporan(laporan_id, galat=salah), salah.status
    flash("Keterlambatan dimaafkan; tetap tercatat." if dimaafkan else "Keterlambatan tidak dimaafkan.", "baik")
    return redirect(url_for(".laporan", laporan_id=laporan_id), 303)


@pages.post("/laporan/<uuid:laporan_id>/buka")
@akses(Objek.REALISASI, Hak.KELOLA)
def buka(laporan_id: UUID) -> Page:
    try:
        baca = Pembaca(request.form)
        sampai = baca.tanggal("sampai")
        baca.selesai()
        with unit_of_work(UnitOfWork) as uow:
            use_cases.buka_laporan(
                uow, caller(), laporan_id, sampai=sampai or date.min, alasan=request.form.get("alasan", ""), version=if_match()
            )
    except DomainError as salah:
        return _laporan(laporan_id, galat=salah), salah.status
    flash(f"Laporan dibuka kembali sampai {tanggal(sampai)}.", "baik")
    return redirect(url_for(".laporan", laporan_id=laporan_id), 303)


@pages.post("/laporan/<uuid:laporan_id>/minta-buka")
@akses(Objek.REALISASI, Hak.TULIS)
def minta_buka(laporan_id: UUID) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases.minta_buka_laporan(uow, caller(), laporan_id, request.form.get("alasan", ""), if_match())
    except DomainError as salah:
        return _laporan(laporan_id, galat=salah), salah.status
    flash("Permintaan dikirim kepada admin instansi.", "baik")
    return redirect(url_for(".laporan", laporan_id=laporan_id), 303)


@pages.post("/laporan/<uuid:laporan_id>/tolak-buka")
@akses(Objek.REALISASI, Hak.KELOLA)
def tolak_buka(laporan_id: UUID) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases.tolak_buka_laporan(uow, caller(), laporan_id, request.form.get("alasan", ""), if_match())
    except DomainError as salah:
        return _laporan(laporan_id, galat=salah), salah.status
    flash("Permintaan ditolak dengan alasannya.", "baik")
    return redirect(url_for(".laporan", laporan_id=laporan_id), 303)


def _laporan(laporan_id: UUID, *, galat: DomainError | None = None) -> str:
    with unit_of_work(UnitOfWork) as uow:
        termuat, hubungan = use_cases.baca_laporan(uow, caller(), laporan_id, bergambar=True)
        satu, zona = termuat.laporan, termuat.zona
        hari_ini = clock.today(zona)
        berisi = bool(hubungan & BERISI)
        figures = queries.realisasi_sampai(uow, satu.skp_id, satu.selesai) if berisi else {}
        harian_ = queries.progres_laporan(uow, satu) if berisi else []
        nama = queries.nama_pegawai(uow, {p.oleh for p in satu.riwayat if p.oleh}) if berisi else {}
        terpakai = uow.ukuran_bukti(satu.pegawai_id, satu.tahun) if "pemilik" in hubungan else 0
        rencana = uow.list_rencana(laporan_id) if berisi else []
        batas = use_cases_rencana.batas_untuk(uow, termuat, aturan_rencana())
        instansi = queries.instansi(uow, caller())
    wajib = indikator_skp(termuat.skp)
    aksi = {a.kode: a for a in satu.aksi(hubungan, hari_ini, wajib.keys())}
    rhk = tampilan.rhk_laporan(termuat, figures, hari_ini, request.form if galat else None)
    belum = set(satu.belum_diisi(wajib.keys()))
    return render_template(
        "capaian/laporan.html",
        area="catat",
        instansi_nama=instansi.nama,
        zona=zona,
        laporan=satu,
        skp=termuat.skp,
        hubungan=hubungan,
        sebagai=SEBAGAI.get(sebagai, "") if (sebagai := sebagai_dari(hubungan)) != "penilai" else "",
        tidak_wajib=LABEL.get(satu.bebas, satu.bebas),
        berisi=berisi,
        lini=bool(hubungan & {"penilai", "atasan"}),
        berkas_terbuka=bool(hubungan & BERKAS),
        mengisi="isi" in aksi and aksi["isi"].boleh,
        aksi=aksi,
        rhk=rhk,
        belum=belum,
        rencana=tampilan.menurut_rhk(rencana),
        rencana_wajib=aturan_rencana().wajib,
        rencana_terbuka="pemilik" in hubungan and not keberatan(satu, batas, hari_ini),
        batas_rencana=batas,
        jumlah_wajib=len(wajib),
        bukti_umum=[b for b in satu.bukti if b.indikator_id not in indikator_laporan(termuat)],
        berkas=partial(tampilan.berkas, tanda="" if "pemilik" in hubungan else tanda_baca(laporan_id)),
        akan_terlambat=satu.akan_terlambat(hari_ini),
        terkunci=satu.terkunci(hari_ini),
        sisa=KALENDER.sisa(hari_ini, satu.batas_normal),
        hari_ini=hari_ini,
        sampai_usul=hari_ini + timedelta(days=7),
        alasan=list(ALASAN.items()),
        chip=tampilan.chip_status(satu.status),
        kata_terlambat=tampilan.kata_terlambat(satu),
        riwayat=tampilan.riwayat(satu.riwayat, nama, zona),
        harian=harian_,
        terpakai=f"{megabita(terpakai)} dari {megabita(penyimpanan().kuota)}",
        terima_jenis=_TERIMA,
        bentuk=instansi.bentuk_bukti(satu.selesai),
        mengonfirmasi="penilai" in hubungan and satu.status in ("dikirim", "diterima"),
        isian=request.form,
        galat=galat,
    )


# ---- the plans of a period


@pages.get("/laporan/<uuid:laporan_id>/rencana")
@akses(Objek.REALISASI, Hak.TULIS)
def rencana(laporan_id: UUID) -> Page:
    return _rencana(laporan_id)


@pages.post("/laporan/<uuid:laporan_id>/rencana")
@akses(Objek.REALISASI, Hak.TULIS)
def tulis_rencana(laporan_id: UUID) -> Page:
    try:
        isian = isian_rencana(request.form)
        with unit_of_work(UnitOfWork) as uow:
            use_cases_rencana.tulis_rencana(uow, caller(), laporan_id, isian, aturan_rencana())
    except DomainError as salah:
        return _rencana(laporan_id, galat=salah), salah.status
    flash("Rencana aksi tersimpan.", "baik")
    return redirect(url_for(".rencana", laporan_id=laporan_id), 303)


@pages.post("/laporan/<uuid:laporan_id>/rencana/salin")
@akses(Objek.REALISASI, Hak.TULIS)
def salin_rencana(laporan_id: UUID) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            baru = use_cases_rencana.salin_rencana(uow, caller(), laporan_id, aturan_rencana())
    except DomainError as salah:
        return _rencana(laporan_id, galat=salah), salah.status
    flash(f"{bilangan(len(baru)).capitalize()} rencana aksi disalin dari periode sebelumnya. Sesuaikan bila perlu.", "baik")
    return redirect(url_for(".rencana", laporan_id=laporan_id), 303)


@pages.post("/laporan/<uuid:laporan_id>/rencana/<uuid:rencana_id>")
@akses(Objek.REALISASI, Hak.TULIS)
def ubah_rencana(laporan_id: UUID, rencana_id: UUID) -> Page:
    try:
        isian = isian_rencana(request.form)
        with unit_of_work(UnitOfWork) as uow:
            use_cases_rencana.ubah_rencana(uow, caller(), rencana_id, isian, if_match(), aturan_rencana())
    except DomainError as salah:
        return _rencana(laporan_id, galat=salah, ubah_id=rencana_id), salah.status
    flash("Rencana aksi diperbarui.", "baik")
    return redirect(url_for(".rencana", laporan_id=laporan_id), 303)


@pages.post("/laporan/<uuid:laporan_id>/rencana/<uuid:rencana_id>/hapus")
@akses(Objek.REALISASI, Hak.TULIS)
def hapus_rencana(laporan_id: UUID, rencana_id: UUID) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases_rencana.hapus_rencana(uow, caller(), rencana_id, None, aturan_rencana())
    except DomainError as salah:
        return _rencana(laporan_id, galat=salah), salah.status
    flash("Rencana aksi dihapus. Catatan harian yang menempel padanya tetap pada RHK-nya.", "baik")
    return redirect(url_for(".rencana", laporan_id=laporan_id), 303)


def _rencana(laporan_id: UUID, *, galat: DomainError | None = None, ubah_id: UUID | None = None) -> str:
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases_rencana.milik_sendiri(uow, caller(), laporan_id, lock=False)
        satu, hari_ini = termuat.laporan, clock.today(termuat.zona)
        aturan = aturan_rencana()
        batas = use_cases_rencana.batas_untuk(uow, termuat, aturan)
        daftar_ = uow.list_rencana(laporan_id)
        lalu = uow.list_rencana_sebelumnya(satu)
        instansi = queries.instansi(uow, caller())
    ubah_id = ubah_id or _uuid(request.args.get("ubah"))
    diubah = next((r for r in daftar_ if r.id == ubah_id), None)
    isian: dict[str, Any] = {"rhk_id": request.args.get("rhk", ""), "teks": "", "target": None, "satuan": ""}
    if galat:
        isian = {nama: request.form.get(nama, "") for nama in isian}
    elif diubah:
        isian = {"rhk_id": str(diubah.rhk_id), "teks": diubah.teks, "target": diubah.target, "satuan": diubah.satuan}
    return render_template(
        "capaian/rencana.html",
        area="catat",
        instansi_nama=instansi.nama,
        zona=termuat.zona,
        laporan=satu,
        skp=termuat.skp,
        rencana=tampilan.menurut_rhk(daftar_),
        jumlah=len(daftar_),
        batas=batas,
        wajib=aturan.wajib,
        hari_ini=hari_ini,
        alasan_tambah=keberatan(satu, batas, hari_ini, baru=True),
        alasan_ubah=keberatan(satu, batas, hari_ini),
        dapat_disalin=len({(r.rhk_id, r.teks) for r in lalu} - {(r.rhk_id, r.teks) for r in daftar_}),
        diubah=diubah,
        isian=isian,
        galat=galat,
    )


# ---- the evaluator


@pages.get("/tim")
@akses(Objek.REALISASI, Hak.BACA, Sasaran.DAFTAR)
def tim() -> Page:
    return _tim()


@pages.post("/tim/terima")
@akses(Objek.REALISASI, Hak.PUTUS, Sasaran.DAFTAR)
def terima_banyak() -> Page:
    ids = [found for teks in request.form.getlist("laporan") if (found := _uuid(teks))]
    if not ids:
        pesan = "Pilih paling sedikit satu laporan."
        return _tim(galat=Invalid(pesan, errors={"laporan": [pesan]})), 422
    with unit_of_work(UnitOfWork) as uow:
        diterima, sebab = use_cases.terima_banyak(uow, caller(), ids)
    if diterima:
        flash(f"{bilangan(len(diterima)).capitalize()} laporan diterima.", "baik")
    for teks in dict.fromkeys(sebab):
        flash(f"Tidak diterima: {teks}", "awas")
    return redirect(url_for(".tim"), 303)


def _tim(*, galat: DomainError | None = None) -> str:
    with unit_of_work(UnitOfWork) as uow:
        instansi = queries.instansi(uow, caller())
        hari_ini = clock.today(instansi.zona)
        tahun_ada = queries.tahun_laporan(uow, caller(), "tim")
        tahun = _tahun(tahun_ada, hari_ini)
        wewenang = uow.get_wewenang(caller().instansi_id, caller().pegawai_id)
        hitungan = queries.hitung_tim(uow, tahun, hari_ini, wewenang)
        menunggu = request.args.get("tampil") != "semua"
        baris = queries.daftar_tim(uow, caller(), tahun, hari_ini=hari_ini, menunggu=menunggu, wewenang=wewenang)
    return render_template(
        "capaian/tim.html",
        area="catat",
        instansi_nama=instansi.nama,
        zona=instansi.zona,
        hari_ini=hari_ini,
        tahun=tahun,
        tahun_ada=tahun_ada,
        hitungan=hitungan,
        menunggu=menunggu,
        baris=baris,
        penggantian=wewenang.penggantian,
        sebagai=lambda b: wewenang.sebagai(
            pegawai_id=b.pegawai_id, penilai_id=b.penilai_id, atasan_penilai_id=b.atasan_penilai_id, unor_lowong=b.unor_lowong
        ),
        SEBAGAI=SEBAGAI,
        chip_status=tampilan.chip_status,
        galat=galat,
    )


# ---- outages


@pages.get("/gangguan")
@akses(Objek.PENGATURAN, Hak.BACA, Sasaran.INSTANSI)
def gangguan() -> Page:
    return _gangguan()


@pages.post("/gangguan")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def catat_gangguan() -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            baca = Pembaca(request.form)
            tempat = ZoneInfo(queries.instansi(uow, caller()).zona)
            mulai, selesai = (baca.saat(nama, tempat) for nama in ("mulai", "selesai"))
            baca.selesai()
            if mulai and selesai:
                use_cases_gangguan.catat_gangguan(uow, caller(), mulai=mulai, selesai=selesai, sebab=baca.teks("sebab"))
    except DomainError as salah:
        return _gangguan(galat=salah), salah.status
    flash("Gangguan dicatat. Laporan yang tertahan olehnya dimaafkan dalam beberapa menit.", "baik")
    return redirect(url_for(".gangguan"), 303)


@pages.post("/gangguan/<uuid:gangguan_id>/cabut")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def cabut_gangguan(gangguan_id: UUID) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases_gangguan.cabut_gangguan(uow, caller(), gangguan_id)
    except NotAllowed as salah:
        return _gangguan(galat=salah), salah.status
    flash("Gangguan dicabut. Maaf yang diberikannya ditarik dalam beberapa menit.", "baik")
    return redirect(url_for(".gangguan"), 303)


def _gangguan(*, galat: DomainError | None = None) -> str:
    with unit_of_work(UnitOfWork) as uow:
        instansi = queries.instansi(uow, caller())
        daftar_ = queries.daftar_gangguan(uow, caller())
    return render_template(
        "capaian/gangguan.html",
        hari_menyusul=current_app.config["GANGGUAN_HARI"],
        area="catat",
        instansi_nama=instansi.nama,
        zona=instansi.zona,
        hari_ini=clock.today(instansi.zona),
        daftar=daftar_,
        mengelola=caller().has("admin_instansi"),
        isian=request.form,
        galat=galat,
    )


# ---- evidence


@pages.get("/bukti/<uuid:bukti_id>")
@akses(Objek.BUKTI, Hak.BACA)
def bukti(bukti_id: UUID) -> Page:
    """One file beside its report or daily entry; ``?panel=1`` without the shell, for the panel of another page."""
    with unit_of_work(UnitOfWork) as uow:
        terbuka = use_cases.bukti_untuk_dibaca(uow, caller(), bukti_id)
        instansi = queries.instansi(uow, caller())
    satu, semua = terbuka.bukti, [b.id for b in terbuka.semua]
    tempat = semua.index(satu.id)
    milik_saya = terbuka.pemilik_id == caller().pegawai_id
    tanda = tanda_baca(terbuka.laporan.id) if terbuka.laporan and not milik_saya else ""
    deretan = (
        [{"id": b.id, "nama": b.nama, **tampilan.berkas(b, tanda)} for b in terbuka.semua]
        if len(semua) > 1 and any(b.bermini for b in terbuka.semua)
        else []
    )
    return render_template(
        "capaian/bukti.html",
        area="catat",
        instansi_nama=instansi.nama,
        panel="panel" in request.args,
        laporan=terbuka.laporan,
        progres=terbuka.progres,
        pemilik=terbuka.pemilik,
        bukti=satu,
        berkas=tampilan.berkas(satu),
        gambar=satu.jenis in GAMBAR,
        server=host(satu.tautan),
        kata=KATA[satu.keadaan_tautan] if satu.keadaan_tautan else None,
        konfirmasi=KATA_KONFIRMASI.get(satu.konfirmasi, ("", "")),
        milik_saya=milik_saya,
        deretan=deretan,
        zona=instansi.zona,
        dibuka=satu.jenis in DIBUKA_DI_HALAMAN,
        sebelum=semua[tempat - 1] if tempat else None,
        sesudah=semua[tempat + 1] if tempat + 1 < len(semua) else None,
        nomor=tempat + 1,
        semua=len(semua),
    )


@pages.post("/bukti/<uuid:bukti_id>/periksa")
@akses(Objek.BUKTI, Hak.TULIS)
def periksa_bukti(bukti_id: UUID) -> Page:
    _kabarkan(periksa_lagi(bukti_id))
    return redirect(url_for(".bukti", bukti_id=bukti_id), 303)


def _uuid(teks: str | None) -> UUID | None:
    try:
        return UUID(teks or "")
    except ValueError:
        return None
