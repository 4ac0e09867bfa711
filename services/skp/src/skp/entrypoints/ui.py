"""The pages of skp, under /skp: writing, reading, agreeing, the queue, and the year's periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared import clock
from shared.auth.identity import Identity
from shared.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work
from shared.web.format import waktu
from shared.wewenang import SEBAGAI
from skp.adapters.unit_of_work import InstansiLokal, UnitOfWork
from skp.application import queries, use_cases
from skp.application.queries import BarisTim, RhkAtasan
from skp.application.use_cases import Terbaca
from skp.domain.isi import ARAH, ASPEK, CARA_HITUNG, KLASIFIKASI, LAMPIRAN, PERSPEKTIF
from skp.domain.kalender import Kalender
from skp.domain.perilaku import BERAKHLAK
from skp.domain.periode import DASAR_BATAS
from skp.domain.reviu import HASIL
from skp.domain.saran import saran_kembar
from skp.domain.skp import MENUNGGU_PUTUSAN, STATUS, Keadaan, Riwayat, Skp, nama_pendek
from skp.domain.syarat import jumlah_bobot, pesan_bobot
from skp.domain.tautan import menunggu
from skp.entrypoints import formulir
from skp.entrypoints.formulir import FormSkp
from skp.entrypoints.schemas import PALING_BANYAK_SEKALI

pages = Blueprint("skp_ui", __name__)
Halaman = str | Response | tuple[str, int]

AKSI_RIWAYAT = {
    "buat": "Dibuat",
    "ajukan": "Diajukan",
    "tarik": "Ditarik kembali",
    "mulai_reviu": "Reviu dimulai",
    "selesai_reviu": "Selesai direviu",
    "kembalikan": "Dikembalikan",
    "setujui": "Disetujui",
    "batalkan": "Dibatalkan",
    "minta_revisi": "Revisi diminta",
    "tolak_revisi": "Permintaan revisi ditolak",
    "buka_revisi": "Revisi dibuka",
    "batalkan_revisi": "Revisi dibatalkan",
    "tutup": "Ditutup",
    "lanjut": "Dilanjutkan",
    "ganti_penilai": "Penilai berganti",
}
LANGKAH_BERSAMA = ("ajukan", "tarik", "kembalikan", "setujui")
"""What is done to a draft and to a revision alike."""
TANPA_SKP = Keadaan("Belum ada SKP", "silang", "buruk", "")
KELOMPOK = {
    "pegawai": ("draf", "dikembalikan", "tanpa_skp", "revisi", "revisi_dikembalikan"),
    "selesai": ("disetujui", "ditutup"),
}
"""The filters of the team's list beside "Giliran Anda"."""
BEBAS = Keadaan("Tidak wajib SKP", "kalender", "", "")


# ---- my SKP ---------------------------------------------------------------------------------------------------------


@pages.get("/")
@akses(Objek.SKP, Hak.BACA, Sasaran.SENDIRI)
def saya() -> Halaman:
    """To the SKP of today; without one, the start."""
    with unit_of_work(UnitOfWork) as uow:
        identity = caller()
        tahun = request.args.get("tahun", type=int)
        milik, _ = queries.list_skp(uow, identity, "saya")
        hari_ini = clock.today(uow.get_instansi(identity.instansi_id).zona_waktu)
        kini = _yang_kini(milik, tahun or queries.tahun_kini(uow, identity), hari_ini)
        if kini and "baru" not in request.args:
            return redirect(url_for("skp_ui.lihat", skp_id=kini))
        return _mulai(uow, identity, milik)


def _yang_kini(milik: list[queries.RingkasanSkp], tahun: int, hari_ini: date) -> UUID | None:
    setahun = [s for s in milik if s.tahun == tahun and s.status != "dibatalkan"]
    berlaku = [s for s in setahun if s.mulai <= hari_ini <= s.selesai]
    return (berlaku or setahun)[0].id if setahun else None


def _mulai(uow: UnitOfWork, identity: Identity, milik: list[queries.RingkasanSkp], galat: DomainError | None = None) -> str:
    return render_template(
        "skp/mulai.html",
        area="rencana",
        instansi_nama=uow.get_instansi(identity.instansi_id).nama,
        milik=milik,
        pilihan_tahun=[(str(tahun), str(tahun)) for tahun in queries.tahun_terbuka(uow, identity)],
        pilih=request.form.get("tahun") or request.args.get("tahun") or "",
        pendekatan=request.form.get("pendekatan", "kuantitatif"),
        STATUS=STATUS,
        galat=galat,
    )


@pages.post("/")
@akses(Objek.SKP, Hak.TULIS, Sasaran.SENDIRI)
def buat() -> Halaman:
    tahun = request.form.get("tahun", type=int)
    try:
        if tahun is None:
            raise Invalid("Pilih tahun SKP.", errors={"tahun": ["Pilih tahun SKP."]})
        with unit_of_work(UnitOfWork) as uow:
            terbaca = use_cases.buat_skp(uow, caller(), tahun, request.form.get("pendekatan", "kuantitatif"), salin="salin" in request.form)
    except DomainError as error:
        with unit_of_work(UnitOfWork) as uow:
            return _mulai(uow, caller(), queries.list_skp(uow, caller())[0], error), error.status
    return redirect(url_for("skp_ui.lihat", skp_id=terbaca.skp.id), 303)


@pages.get("/<uuid:skp_id>")
@akses(Objek.SKP, Hak.BACA)
def lihat(skp_id: UUID) -> Halaman:
    """The editor for its owner while it may be edited, else the reader."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = queries.baca_satu(uow, caller(), skp_id)
        if _boleh_ubah(terbaca) and "pratinjau" not in request.args:
            buka = request.args.get("buka", type=int)
            return _editor(uow, terbaca, formulir.lipat(formulir.dari_skp(terbaca.skp.naskah), buka or 0, {}))
        return _pembaca(uow, terbaca)


def _boleh_ubah(terbaca: Terbaca) -> bool:
    return any(a.kode == "ubah" and a.boleh for a in terbaca.skp.aksi(terbaca.pelaku, numerik=terbaca.instansi.numerik))


def _editor(uow: UnitOfWork, terbaca: Terbaca, form: FormSkp, galat: DomainError | None = None) -> str:
    skp, instansi = terbaca.skp.naskah, terbaca.instansi
    pilihan = queries.rhk_atasan(uow, skp)
    aksi = {a.kode: a for a in skp.aksi(terbaca.pelaku, numerik=instansi.numerik)}
    syarat = skp.syarat(numerik=instansi.numerik)
    return render_template(
        "skp/sunting.html",
        **{**_umum(terbaca), "skp": skp},
        form=form,
        galat=galat,
        rinci=request.values.get("rinci", type=int),
        buka=request.values.get("buka", type=int),
        pilihan=_pilihan_tautan(skp, pilihan),
        atasan=pilihan,
        tawaran=queries.tawaran_saya(uow, skp),
        belum_tertaut=len(menunggu(skp.rhk, ())) if pilihan.pilihan else 0,
        saran=_per_bidang(skp, form),
        syarat=syarat,
        siap=sum(s.terpenuhi for s in syarat),
        jumlah_saran=len(skp.saran()),
        ajukan=aksi["ajukan"],
        tenggat=queries.tenggat_skp(uow, skp.instansi_id, skp.tahun, instansi),
        jumlah=jumlah_bobot(skp.rhk),
        pesan_bobot=pesan_bobot(jumlah_bobot(skp.rhk)),
        LAMPIRAN=LAMPIRAN,
        ASPEK=ASPEK,
        ARAH=ARAH,
        CARA_HITUNG=CARA_HITUNG,
    )


def _pilihan_tautan(skp: Skp, pilihan: RhkAtasan) -> list[tuple[str, str]]:
    """The superior's RHK, with those that are linked already though they are gone."""
    ada = {str(id_): teks for id_, teks in pilihan.pilihan}
    lama = {str(r.rhk_atasan_id): r.rhk_atasan_teks for r in skp.rhk if r.rhk_atasan_id}
    return list({**lama, **ada}.items())


def _per_bidang(skp: Skp, form: FormSkp) -> Mapping[str, list[object]]:
    """Hints by field; only where the stored sentence is the one on the screen."""
    hasil: dict[str, list[object]] = {}
    for saran in skp.saran():
        i = int(saran.bidang.split(".")[1])
        if i < len(form.rhk) and form.rhk[i].id == str(skp.rhk[i].id):
            hasil.setdefault(f"rhk.{i}.teks" if saran.kode == "kegiatan" else f"rhk.{i}", []).append(saran)
    return hasil


def _umum(terbaca: Terbaca) -> dict[str, object]:
    skp, instansi = terbaca.skp, terbaca.instansi
    return {
        "area": "rencana",
        "instansi_nama": instansi.nama,
        "skp": skp,
        "zona": instansi.zona_waktu,
        "numerik": instansi.numerik,
        "keadaan": STATUS[skp.langkah],
        "hubungan": skp.hubungan(terbaca.pelaku),
        "BERAKHLAK": BERAKHLAK,
        "PERSPEKTIF": PERSPEKTIF,
        "KLASIFIKASI": KLASIFIKASI,
        "teks_target": formulir.teks_target,
        "nama_pendek": nama_pendek,
        "penilai_pendek": skp.nama_penilai,
        "SEBAGAI": SEBAGAI,
        "HASIL_REVIU": HASIL,
        "sebagai": SEBAGAI.get(sebagai, "") if (sebagai := skp.sebagai(terbaca.pelaku)) != "penilai" else "",
    }


def _pembaca(uow: UnitOfWork, terbaca: Terbaca, galat: DomainError | None = None) -> str:
    skp = terbaca.skp
    return render_template(
        "skp/baca.html",
        **_umum(terbaca),
        galat=galat,
        aksi=[a for a in skp.aksi(terbaca.pelaku, numerik=terbaca.instansi.numerik) if a.kini and a.kode in ("tarik", "batalkan")],
        revisi={a.kode: a for a in skp.aksi(terbaca.pelaku, numerik=terbaca.instansi.numerik) if a.kini and a.kode.endswith("_revisi")},
        kiriman=request.form,
        giliran=_giliran_reviu(skp) or _giliran(terbaca),
        kaitan=queries.kaitan(uow, terbaca),
        langkah=_langkah(skp, terbaca.instansi),
        tenggat=queries.tenggat_skp(uow, skp.instansi_id, skp.tahun, terbaca.instansi),
        jumlah=jumlah_bobot(skp.rhk),
        ARAH=ARAH,
        CARA_HITUNG=CARA_HITUNG,
        LAMPIRAN=LAMPIRAN,
    )


def _giliran_reviu(skp: Skp) -> dict[str, object] | None:
    if skp.status == "direviu" or (skp.status == "diajukan" and skp.wajib_reviu and skp.reviu is None):
        teks = f"Sesudah direviu, giliran {skp.nama_penilai}."
        return {"judul": "Menunggu reviu pengelola kinerja", "anda": False, "pada": skp.diajukan_pada, "teks": teks}
    return None


def _giliran(terbaca: Terbaca) -> dict[str, object]:
    """Whose turn it is, since when, and what follows."""
    skp, saya_ = terbaca.skp, terbaca.skp.hubungan(terbaca.pelaku)
    pegawai = nama_pendek(skp.pegawai.nama)
    if skp.langkah in MENUNGGU_PUTUSAN:
        diajukan = skp.ditulis.diajukan_pada
        if "penilai" in saya_:
            return {"judul": "Giliran Anda menyetujui", "anda": True, "pada": diajukan, "teks": f"{pegawai} menunggu keputusan Anda."}
        return {"judul": f"Menunggu {skp.nama_penilai}", "anda": False, "pada": diajukan, "teks": _sudah_dibuka(skp)}
    if skp.permintaan is not None:
        if "penilai" in saya_:
            return {
                "judul": "Giliran Anda memutuskan permintaan revisi",
                "anda": True,
                "pada": skp.permintaan.pada,
                "teks": f'{pegawai}: "{skp.permintaan.alasan}"',
            }
        return {
            "judul": f"Menunggu {skp.nama_penilai}",
            "anda": False,
            "pada": skp.permintaan.pada,
            "teks": "Revisi diminta. SKP tetap berlaku.",
        }
    if skp.langkah in ("draf", "dikembalikan", "revisi", "revisi_dikembalikan"):
        milik_saya = "pegawai" in saya_
        judul = "Giliran Anda melanjutkan" if milik_saya else f"Menunggu {pegawai}"
        mulai = skp.usulan.sejak if skp.usulan else (skp.riwayat[0].pada if skp.riwayat else None)
        sejak = skp.dikembalikan_pada if skp.status == "dikembalikan" else mulai
        return {"judul": judul, "anda": milik_saya, "pada": sejak, "teks": STATUS[skp.langkah].sebab}
    return {"judul": "Tidak ada yang ditunggu", "anda": False, "pada": None, "teks": STATUS[skp.langkah].sebab}


def _oleh(riwayat: Riwayat) -> str:
    """Who did it, and for whom when not in the own post."""
    return f"{riwayat.oleh_nama} sebagai {SEBAGAI[riwayat.sebagai]}" if riwayat.sebagai in ("plt", "plh", "atasan") else riwayat.oleh_nama


def _sudah_dibuka(skp: Skp) -> str:
    if skp.ditulis.dibuka_pada is None:
        return "SKP belum dibuka penilai; Anda masih dapat menariknya kembali."
    return "Penilai sudah membuka SKP ini. Bila ada yang perlu diubah, minta SKP dikembalikan."


def _judul_langkah(riwayat: Riwayat) -> str:
    judul = AKSI_RIWAYAT.get(riwayat.aksi, riwayat.aksi)
    return f"Revisi {judul.lower()}" if riwayat.dari.startswith("revisi") and riwayat.aksi in LANGKAH_BERSAMA else judul


def _langkah(skp: Skp, instansi: InstansiLokal) -> list[dict[str, str]]:
    langkah = [
        {
            "judul": _judul_langkah(r),
            "teks": f"{_oleh(r)}, {waktu(r.pada, instansi.zona_waktu)}" + (f". {r.alasan}" if r.alasan else ""),
            "keadaan": "lewat",
        }
        for r in skp.riwayat
    ]
    if skp.status == "direviu":
        langkah.append({"judul": "Menunggu reviu pengelola kinerja", "teks": "", "keadaan": "kini"})
    if skp.status in ("draf", "diajukan", "dikembalikan", "revisi"):
        berikut = f"Menunggu {skp.nama_penilai}" if skp.langkah in MENUNGGU_PUTUSAN else f"Menunggu {nama_pendek(skp.pegawai.nama)}"
        langkah.append({"judul": berikut, "teks": "", "keadaan": "kini"})
    return langkah


@pages.post("/<uuid:skp_id>")
@akses(Objek.SKP, Hak.TULIS)
def sunting(skp_id: UUID) -> Halaman:
    """Every button of the editor: keep all that was typed, do what the button says, come back."""
    form = formulir.dari_kiriman(request.form)
    tindakan = request.form.get("tindakan", "simpan")
    try:
        seen = if_match()
        with unit_of_work(UnitOfWork) as uow:
            form = formulir.lengkapi(form, queries.baca_satu(uow, caller(), skp_id).skp.naskah)
            jangkar = formulir.lakukan(form, tindakan)
            terbaca = use_cases.ubah_skp(uow, caller(), skp_id, formulir.ke_isian(form), seen)
        form = formulir.dari_skp(terbaca.skp.naskah)
        if tindakan == "ajukan":
            with unit_of_work(UnitOfWork) as uow:
                use_cases.ajukan_skp(uow, caller(), skp_id, terbaca.skp.version)
            flash(f"{'Revisi SKP' if terbaca.skp.usulan else 'SKP'} diajukan ke {terbaca.skp.nama_penilai}.", "baik")
    except NotFound:
        raise
    except DomainError as error:
        return _sunting_lagi(skp_id, form, error)
    if tindakan == "ajukan":
        return redirect(url_for("skp_ui.lihat", skp_id=skp_id), 303)
    if tindakan == "pustaka":
        return redirect(url_for("skp_pustaka_ui.pilih", skp_id=skp_id), 303)
    if tindakan == "simpan":
        flash("Draf tersimpan.", "baik")
    buka = jangkar.removeprefix("rhk-") if jangkar.startswith("rhk-") else request.form.get("buka")
    rinci = buka if tindakan.startswith("rinci:") else None
    return redirect(url_for("skp_ui.lihat", skp_id=skp_id, buka=buka, rinci=rinci, _anchor=jangkar or None), 303)


def _sunting_lagi(skp_id: UUID, form: FormSkp, error: DomainError) -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        terbaca = queries.baca_satu(uow, caller(), skp_id)
        if not _boleh_ubah(terbaca):
            return _pembaca(uow, terbaca, error), error.status
        return _editor(uow, terbaca, formulir.lipat(form, request.form.get("buka", -1, int), error.errors), error), error.status


@pages.post("/<uuid:skp_id>/tarik")
@akses(Objek.SKP, Hak.TULIS)
def tarik(skp_id: UUID) -> Halaman:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases.tarik_skp(uow, caller(), skp_id, if_match())
    except NotFound:
        raise
    except DomainError as error:
        return _baca_lagi(skp_id, error)
    flash("SKP ditarik kembali dan dapat diubah.", "baik")
    return redirect(url_for("skp_ui.lihat", skp_id=skp_id), 303)


@pages.post("/<uuid:skp_id>/batalkan")
@akses(Objek.SKP, Hak.TULIS, atau=Hak.KELOLA)
def batalkan(skp_id: UUID) -> Halaman:
    try:
        with unit_of_work(UnitOfWork) as uow:
            use_cases.batalkan_skp(uow, caller(), skp_id, request.form.get("alasan", ""), if_match())
    except NotFound:
        raise
    except DomainError as error:
        return _baca_lagi(skp_id, error)
    flash("SKP dibatalkan.", "baik")
    return redirect(url_for("skp_ui.lihat", skp_id=skp_id), 303)


@pages.get("/<uuid:skp_id>/perubahan")
@akses(Objek.SKP, Hak.BACA)
def perubahan(skp_id: UUID) -> Halaman:
    """What differs between two versions; without numbers the revision under way against the version in force."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = queries.baca_satu(uow, caller(), skp_id)
        hasil = queries.banding_versi(uow, terbaca, request.args.get("dari", type=int), request.args.get("ke", type=int))
        return render_template("skp/perubahan.html", **_umum(terbaca), banding=hasil)


@pages.post("/<uuid:skp_id>/minta-revisi")
@akses(Objek.SKP, Hak.TULIS)
def minta_revisi(skp_id: UUID) -> Halaman:
    return _putuskan_revisi(skp_id, use_cases.minta_revisi_skp, "Permintaan revisi dikirim ke {penilai}. SKP tetap berlaku.")


@pages.post("/<uuid:skp_id>/tolak-revisi")
@akses(Objek.SKP, Hak.PUTUS)
def tolak_revisi(skp_id: UUID) -> Halaman:
    return _putuskan_revisi(skp_id, use_cases.tolak_revisi_skp, "Permintaan revisi ditolak. SKP tetap berlaku.")


@pages.post("/<uuid:skp_id>/buka-revisi")
@akses(Objek.SKP, Hak.PUTUS)
def buka_revisi(skp_id: UUID) -> Halaman:
    return _putuskan_revisi(
        skp_id, use_cases.buka_revisi_skp, "Revisi dibuka. {pegawai} mengubah isinya; versi lama berlaku sampai disetujui."
    )


@pages.post("/<uuid:skp_id>/batalkan-revisi")
@akses(Objek.SKP, Hak.TULIS, atau=Hak.PUTUS)
def batalkan_revisi(skp_id: UUID) -> Halaman:
    return _putuskan_revisi(skp_id, use_cases.batalkan_revisi_skp, "Revisi dibatalkan. Versi sebelumnya tetap berlaku.")


TindakanRevisi = Callable[[UnitOfWork, Identity, UUID, str, int | None], Terbaca]


def _putuskan_revisi(skp_id: UUID, tindakan: TindakanRevisi, kabar: str) -> Halaman:
    try:
        with unit_of_work(UnitOfWork) as uow:
            skp = tindakan(uow, caller(), skp_id, request.form.get("alasan", ""), if_match()).skp
    except NotFound:
        raise
    except DomainError as error:
        return _baca_lagi(skp_id, error)
    flash(kabar.format(penilai=skp.nama_penilai, pegawai=nama_pendek(skp.pegawai.nama)), "baik")
    return redirect(url_for("skp_ui.lihat", skp_id=skp_id), 303)


def _baca_lagi(skp_id: UUID, error: DomainError) -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        return _pembaca(uow, queries.baca_satu(uow, caller(), skp_id), error), error.status


# ---- the evaluator --------------------------------------------------------------------------------------------------


@pages.get("/tim")
@akses(Objek.SKP, Hak.BACA, Sasaran.DAFTAR)
def tim() -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        identity = caller()
        instansi = uow.get_instansi(identity.instansi_id)
        terbuka = queries.tahun_terbuka(uow, identity)
        hari_ini = clock.today(instansi.zona_waktu)
        tahun = request.args.get("tahun", type=int) or (hari_ini.year if hari_ini.year in terbuka or not terbuka else terbuka[0])
        wewenang = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
        semua = queries.list_tim(uow, identity, tahun, wewenang, hari_ini) if 0 < tahun < 10000 else []
        return render_template(
            "skp/tim.html",
            area="rencana",
            instansi_nama=instansi.nama,
            zona=instansi.zona_waktu,
            tahun=tahun,
            terbuka=terbuka,
            saring=request.args.get("saring", ""),
            semua=semua,
            baris=[b for b in semua if _cocok(b, request.args.get("saring", ""))],
            penggantian=wewenang.penggantian,
            menunggu_kaitan=queries.jumlah_menunggu(uow, identity, tahun) if any(b.skp for b in semua) else 0,
            salinan=queries.salinan_utuh(uow, wewenang, tahun) if any(b.status == "diajukan" for b in semua) else [],
            SEBAGAI=SEBAGAI,
            KELOMPOK=KELOMPOK,
            keadaan=lambda b: BEBAS if b.status == "bebas" else STATUS.get(b.status, TANPA_SKP),
            lama=lambda b: _lama(b, instansi),
            nama_pendek=nama_pendek,
        )


def _cocok(baris: BarisTim, saring: str) -> bool:
    if saring == "anda":
        return baris.giliran_penilai
    return saring not in KELOMPOK or baris.status in KELOMPOK[saring]


def _lama(baris: BarisTim, instansi: InstansiLokal) -> int:
    """Working days since the state began."""
    sejak = baris.sejak.astimezone(ZoneInfo(instansi.zona_waktu)).date() if isinstance(baris.sejak, datetime) else baris.sejak
    return Kalender().sisa_hari_kerja(sejak, clock.today(instansi.zona_waktu))


@pages.post("/tim/setujui")
@akses(Objek.SKP, Hak.PUTUS, Sasaran.DAFTAR)
def setujui_salinan() -> Halaman:
    """The unchanged copies that are ticked (``skp``: id and version), each decided by itself."""
    jadi, sebab = 0, []
    for nilai in request.form.getlist("skp")[:PALING_BANYAK_SEKALI]:
        skp_id, _, versi = nilai.partition(" ")
        try:
            with unit_of_work(UnitOfWork) as uow:
                use_cases.setujui_salinan(uow, caller(), UUID(skp_id), int(versi))
            jadi += 1
        except ValueError:
            sebab.append("Pilihan tidak dikenal. Muat ulang halaman.")
        except DomainError as error:
            sebab.append(error.detail)
    if jadi:
        flash(f"{jadi} SKP disetujui.", "baik")
    for satu in dict.fromkeys(sebab or ([] if jadi else ["Pilih paling sedikit satu SKP."])):
        flash(satu, "awas")
    return redirect(url_for("skp_ui.tim", tahun=request.form.get("tahun", type=int)), 303)


@pages.get("/matriks")
@akses(Objek.SKP, Hak.BACA, Sasaran.DAFTAR)
def matriks() -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        return _matriks(uow)


def _matriks(uow: UnitOfWork, galat: DomainError | None = None) -> str:
    identity = caller()
    tahun = request.values.get("tahun", type=int) or queries.tahun_kini(uow, identity)
    return render_template(
        "skp/matriks.html",
        area="rencana",
        instansi_nama=uow.get_instansi(identity.instansi_id).nama,
        tahun=tahun,
        terbuka=queries.tahun_terbuka(uow, identity),
        tim=queries.matriks_tim(uow, identity, tahun),
        keadaan=lambda status: STATUS.get(status, TANPA_SKP),
        nama_pendek=nama_pendek,
        galat=galat,
    )


@pages.post("/matriks")
@akses(Objek.SKP, Hak.PUTUS, Sasaran.DAFTAR)
def tawarkan() -> Halaman:
    """One button a cell: ``sel`` is the member's id and that of the RHK."""
    tahun = request.form.get("tahun", 0, int)
    try:
        pegawai_id, _, rhk_id = request.form.get("sel", "").partition(" ")
        with unit_of_work(UnitOfWork) as uow:
            use_cases.tawarkan_rhk(uow, caller(), tahun, UUID(pegawai_id), UUID(rhk_id), request.form.get("teks", ""))
    except ValueError:
        flash("Sel itu tidak dikenal. Muat ulang matriks.", "buruk")
    except DomainError as error:
        with unit_of_work(UnitOfWork) as uow:
            return _matriks(uow, error), error.status
    else:
        flash("RHK ditawarkan. Anggota mengambilnya ke draf, mengubahnya, atau menolaknya.", "baik")
    return redirect(url_for("skp_ui.matriks", tahun=tahun), 303)


@pages.post("/<uuid:skp_id>/kaitkan")
@akses(Objek.SKP, Hak.TULIS, atau=Hak.PUTUS)
def kaitkan(skp_id: UUID) -> Halaman:
    """From the matrix or the SKP: ``rhk_atasan_id`` empty means that it supports none of them."""
    return _kaitan(skp_id, lepas=False)


@pages.post("/<uuid:skp_id>/lepas-kaitan")
@akses(Objek.SKP, Hak.TULIS, atau=Hak.PUTUS)
def lepas_kaitan(skp_id: UUID) -> Halaman:
    return _kaitan(skp_id, lepas=True)


def _kaitan(skp_id: UUID, *, lepas: bool) -> Halaman:
    pilih = "" if "tidak" in request.form else request.form.get("rhk_atasan_id", "")
    belum_memilih = not (lepas or pilih or "tidak" in request.form)
    try:
        with unit_of_work(UnitOfWork) as uow:
            rhk_id = UUID(request.form.get("rhk_id", ""))
            if lepas:
                skp = use_cases.lepas_kaitan(uow, caller(), skp_id, rhk_id).skp
            else:
                atasan_id = UUID(int=0) if belum_memilih else UUID(pilih) if pilih else None
                skp = use_cases.kaitkan_rhk(uow, caller(), skp_id, rhk_id, atasan_id).skp
    except ValueError:
        flash("Pilihan itu tidak dikenal. Muat ulang halaman.", "buruk")
    except (Conflict, NotAllowed) as error:
        flash('Pilih RHK pimpinan dulu, atau "Tidak satu pun".' if belum_memilih else error.detail, "awas")
    else:
        kabar = (
            "Kaitan dilepas. RHK itu menunggu dikaitkan lagi."
            if lepas
            else "RHK dikaitkan."
            if pilih
            else "Dicatat: tidak mendukung satu pun."
        )
        flash(kabar, "baik")
        if caller().pegawai_id == skp.penilai_id:
            return redirect(url_for("skp_ui.matriks", tahun=skp.tahun, _anchor="j-kaitan"), 303)
    return redirect(url_for("skp_ui.lihat", skp_id=skp_id), 303)


@pages.post("/<uuid:skp_id>/ambil-tawaran")
@akses(Objek.SKP, Hak.TULIS)
def ambil_tawaran(skp_id: UUID) -> Halaman:
    return _jawab_tawaran(skp_id, use_cases.ambil_tawaran, "Tawaran masuk ke draf sebagai RHK terakhir. Lengkapi indikator dan targetnya.")


@pages.post("/<uuid:skp_id>/tolak-tawaran")
@akses(Objek.SKP, Hak.TULIS)
def tolak_tawaran(skp_id: UUID) -> Halaman:
    return _jawab_tawaran(skp_id, use_cases.tolak_tawaran, "Tawaran ditolak. Draf Anda tidak berubah.")


def _jawab_tawaran(skp_id: UUID, jawab: Callable[[UnitOfWork, Identity, UUID, UUID, int | None], Terbaca], kabar: str) -> Halaman:
    try:
        tawaran_id = UUID(request.form.get("tawaran_id", ""))
    except ValueError:
        tawaran_id = UUID(int=0)
    try:
        with unit_of_work(UnitOfWork) as uow:
            jawab(uow, caller(), skp_id, tawaran_id, if_match())
    except NotFound:
        raise
    except DomainError as error:
        with unit_of_work(UnitOfWork) as uow:
            terbaca = queries.baca_satu(uow, caller(), skp_id)
            isi = (
                _editor(uow, terbaca, formulir.dari_skp(terbaca.skp.naskah), error)
                if _boleh_ubah(terbaca)
                else _pembaca(uow, terbaca, error)
            )
            return isi, error.status
    flash(kabar, "baik")
    return redirect(url_for("skp_ui.lihat", skp_id=skp_id), 303)


@pages.get("/<uuid:skp_id>/tinjau")
@akses(Objek.SKP, Hak.BACA)
def tinjau(skp_id: UUID) -> Halaman:
    """The evaluator's desk for one SKP; opening it ends the employee's right to take it back."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = queries.baca_satu(uow, caller(), skp_id)
        if "penilai" not in terbaca.skp.hubungan(terbaca.pelaku) or terbaca.skp.langkah not in MENUNGGU_PUTUSAN:
            return redirect(url_for("skp_ui.lihat", skp_id=skp_id))
        use_cases.catat_dibuka(uow, terbaca)
        return _tinjau(uow, terbaca)


def _tinjau(uow: UnitOfWork, terbaca: Terbaca, galat: DomainError | None = None) -> str:
    skp = terbaca.skp.naskah
    saran: dict[int, list[object]] = {}
    for s in (*skp.saran(), *saran_kembar(skp.rhk, queries.rhk_anggota_lain(uow, caller(), skp))):
        saran.setdefault(int(s.bidang.split(".")[1]), []).append(s)
    return render_template(
        "skp/tinjau.html",
        **{**_umum(terbaca), "skp": skp},
        galat=galat,
        isi=request.form or {f"ekspektasi_khusus.{p.kode}": p.ekspektasi_khusus for p in skp.perilaku},
        banding=queries.banding_versi(uow, terbaca) if skp.usulan or skp.salinan_dari else None,
        saran=saran,
        aksi={a.kode: a for a in skp.aksi(terbaca.pelaku, numerik=terbaca.instansi.numerik)},
        langkah=_langkah(skp, terbaca.instansi),
        jumlah=jumlah_bobot(skp.rhk),
        peringatan=[m.teks for s in skp.syarat(numerik=terbaca.instansi.numerik) if not s.wajib for m in s.masalah],
        ARAH=ARAH,
        CARA_HITUNG=CARA_HITUNG,
        LAMPIRAN=LAMPIRAN,
        tanpa_skp=_penilai_tanpa_skp(uow, skp),
    )


def _penilai_tanpa_skp(uow: UnitOfWork, skp: Skp) -> bool:
    """A warning only (domain.md 3.9): the evaluator agrees plans without having one."""
    return not skp.jpt and skp.penilai_id is not None and uow.overlapping_skp(skp.penilai_id, skp.mulai, skp.selesai) is None


@pages.post("/<uuid:skp_id>/setujui")
@akses(Objek.SKP, Hak.PUTUS)
def setujui(skp_id: UUID) -> Halaman:
    ekspektasi = {
        nama.removeprefix("ekspektasi_khusus."): nilai for nama, nilai in request.form.items() if nama.startswith("ekspektasi_khusus.")
    }
    try:
        with unit_of_work(UnitOfWork) as uow:
            terbaca = use_cases.setujui_skp(uow, caller(), skp_id, ekspektasi, if_match())
    except NotFound:
        raise
    except DomainError as error:
        return _tinjau_lagi(skp_id, error)
    lanjut = f"Versi {terbaca.skp.revisi} berlaku." if terbaca.skp.revisi > 1 else f"Isinya menjadi dasar tahun {terbaca.skp.tahun}."
    flash(f"SKP {nama_pendek(terbaca.skp.pegawai.nama)} disetujui. {lanjut}", "baik")
    return redirect(url_for("skp_ui.tim", tahun=terbaca.skp.tahun), 303)


@pages.post("/<uuid:skp_id>/kembalikan")
@akses(Objek.SKP, Hak.PUTUS)
def kembalikan(skp_id: UUID) -> Halaman:
    try:
        komentar = formulir.komentar(request.form)
        with unit_of_work(UnitOfWork) as uow:
            terbaca = use_cases.kembalikan_skp(uow, caller(), skp_id, request.form.get("alasan", ""), komentar, if_match())
    except NotFound:
        raise
    except DomainError as error:
        return _tinjau_lagi(skp_id, error)
    flash(f"SKP dikembalikan ke {nama_pendek(terbaca.skp.pegawai.nama)} dengan alasan Anda.", "baik")
    return redirect(url_for("skp_ui.tim", tahun=terbaca.skp.tahun), 303)


def _tinjau_lagi(skp_id: UUID, error: DomainError) -> Halaman:
    with unit_of_work(UnitOfWork) as uow:
        terbaca = queries.baca_satu(uow, caller(), skp_id)
        if terbaca.skp.langkah not in MENUNGGU_PUTUSAN or "penilai" not in terbaca.skp.hubungan(terbaca.pelaku):
            return _pembaca(uow, terbaca, error), error.status
        return _tinjau(uow, terbaca, error), error.status


# ---- the year -------------------------------------------------------------------------------------------------------


@pages.get("/periode")
@akses(Objek.KEPEGAWAIAN, Hak.BACA, Sasaran.INSTANSI)
def periode() -> Halaman:
    caller().require(*sorted(peran_dengan(Objek.KEPEGAWAIAN, Hak.BACA)))
    with unit_of_work(UnitOfWork) as uow:
        return _periode(uow)


def _periode(uow: UnitOfWork, galat: DomainError | None = None) -> str:
    identity = caller()
    instansi = uow.get_instansi(identity.instansi_id)
    terbuka = queries.tahun_terbuka(uow, identity)
    kini = clock.today(instansi.zona_waktu).year
    tahun = request.args.get("tahun", type=int) or (kini if kini in terbuka or not terbuka else terbuka[0])
    pengaturan = instansi.pengaturan
    dasar = {
        k: v.format(normal=pengaturan.hari_normal_laporan, toleransi=pengaturan.hari_toleransi_laporan) for k, v in DASAR_BATAS.items()
    }
    return render_template(
        "skp/periode.html",
        area="rencana",
        instansi_nama=instansi.nama,
        pengaturan=pengaturan,
        terbuka=terbuka,
        tahun=tahun,
        usulan=request.form.get("tahun") or (kini if kini not in terbuka else kini + 1),
        daftar=queries.list_periode(uow, identity, tahun) if tahun in terbuka else [],
        dasar=dasar,
        galat=galat,
    )


@pages.post("/periode")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def buka_periode() -> Halaman:
    tahun = request.form.get("tahun", type=int)
    try:
        if tahun is None:
            raise Invalid("Tulis tahun, misalnya 2026.", errors={"tahun": ["Tulis tahun, misalnya 2026."]})
        with unit_of_work(UnitOfWork) as uow:
            _, baru = use_cases.buka_periode(uow, caller(), tahun)
    except DomainError as error:
        if not caller().has(*peran_dengan(Objek.KEPEGAWAIAN, Hak.BACA)):
            raise
        with unit_of_work(UnitOfWork) as uow:
            return _periode(uow, error), error.status
    flash(f"Tahun {tahun} dibuka." if baru else f"Tahun {tahun} sudah dibuka sebelumnya.", "baik" if baru else "")
    return redirect(url_for("skp_ui.periode", tahun=tahun), 303)
