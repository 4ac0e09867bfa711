"""The pages of penilaian. They call the same use cases as the API; every form works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from penilaian.adapters.unit_of_work import PEMBACA_KEBERATAN, Termuat, UnitOfWork
from penilaian.application import queries, queries_barisan, queries_keberatan, queries_umpan, use_cases, use_cases_keberatan
from penilaian.application.queries import ANDA, Kerangka
from penilaian.application.queries_keberatan import INSTANSI, PENILAI, PUTUS, SAYA
from penilaian.domain.distribusi import LABEL_CAPAIAN, CapaianOrganisasi
from penilaian.domain.evaluasi import HARI_KEBERATAN, LABEL_STATUS, TETAP, Status
from penilaian.domain.keberatan import ALASAN_KEBERATAN_MINIMAL, BERJALAN, LABEL_KEBERATAN, POKOK, PUTUSAN, TRANSISI_KEBERATAN
from penilaian.domain.kuadran import LABEL_PREDIKAT, LABEL_RATING
from penilaian.domain.organisasi import SIAPA, Penetapan
from penilaian.domain.perilaku import NAMA
from penilaian.entrypoints import halaman
from penilaian.entrypoints.tampilan import berkas, gambarkan, terbuka
from penilaian.entrypoints.tampilan_umpan import untuk_penilaian
from shared import clock
from shared.auth.identity import Identity
from shared.errors import DomainError, Forbidden, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.persistence.jangkauan import memegang
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work
from shared.web.format import tanggal, waktu
from shared.wewenang import SEBAGAI

pages = Blueprint("penilaian_ui", __name__)
Page = str | tuple[str, int] | Response
Deed = Callable[[UnitOfWork, Identity, UUID, int | None], Termuat]
DeedKeberatan = Callable[[UnitOfWork, Identity, UUID, int | None], object]


def tahun_diminta(pilihan: list[int]) -> int:
    """The year of the address, else the newest one there is something in."""
    try:
        diminta = int(request.args.get("tahun", ""))
    except ValueError:
        return pilihan[0] if pilihan else clock.now().year
    return diminta if 2000 <= diminta <= 2100 else clock.now().year


def _hari(kerangka: Kerangka) -> date:
    return clock.today(kerangka.zona)


# ---- queue and own evaluations


@pages.get("/")
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def antrian() -> Page:
    """The queue for who evaluates somebody; the own evaluations for everybody else."""
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        menilai, dinilai = queries.list_tahun(uow, identity)
        if not menilai or request.args.get("milik") == "saya":
            return _milik(uow, identity, menilai=bool(menilai))
        return _antrian(uow, identity, menilai, punya_sendiri=bool(dinilai))


def _milik(uow: UnitOfWork, identity: Identity, *, menilai: bool) -> str:
    kerangka = queries.get_kerangka(uow, identity, clock.now().year, clock.now().date())
    return render_template(
        "penilaian/milik.html",
        area="nilai",
        instansi_nama=kerangka.instansi_nama,
        zona=kerangka.zona,
        baris=queries.list_milik(uow, identity.pegawai_id),
        menilai=menilai,
        label=LABEL_STATUS,
    )


def _antrian(uow: UnitOfWork, identity: Identity, menilai: list[int], *, punya_sendiri: bool) -> str:
    tahun = tahun_diminta(menilai)
    saringan = halaman.Saringan.dari(request.args)
    wewenang = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    semua = queries.baca_tim(uow, identity, tahun, wewenang)
    kerangka = queries.get_kerangka(uow, identity, tahun, clock.now().date())
    unor = kerangka.unor_pimpinan or (semua[0].unor_id if semua else None)
    organisasi = uow.organisasi_berlaku(unor, tahun) if unor else None
    sebaran = queries.sebaran_unit(uow, unor, kerangka.unor_nama or "unit ini", organisasi, tahun, wewenang) if unor else None
    return render_template(
        "penilaian/antrian.html",
        area="nilai",
        instansi_nama=kerangka.instansi_nama,
        zona=kerangka.zona,
        tahun=tahun,
        daftar_tahun=menilai,
        semua=semua,
        baris=saringan.terapkan(semua),
        giliran=saringan.giliran,
        predikat=saringan.predikat,
        cari=saringan.cari,
        ekor=saringan.alamat,
        jumlah={kode: sum(b.giliran == kode for b in semua) for kode in halaman.JUDUL_GILIRAN},
        judul_giliran=halaman.JUDUL_GILIRAN,
        unor_nama=kerangka.unor_nama,
        organisasi=organisasi,
        label_capaian=LABEL_CAPAIAN,
        strip=halaman.strip(sebaran, tahun, kerangka.kurva) if sebaran else None,
        batas=kerangka.batas,
        sisa=halaman.sisa_hari(kerangka.batas, _hari(kerangka)),
        lama={b.id: halaman.lama_menunggu(b, _hari(kerangka), kerangka.zona) for b in semua if b.giliran == ANDA},
        tertahan=queries_barisan.hitung_tertahan(uow, identity, tahun, _hari(kerangka), kerangka.zona),
        berikut=next((b for b in saringan.terapkan(semua) if b.giliran == ANDA), None),
        punya_sendiri=punya_sendiri,
        penggantian=wewenang.penggantian,
        SEBAGAI=SEBAGAI,
        label_predikat=LABEL_PREDIKAT,
    )


# ---- rating


@pages.get("/<uuid:evaluasi_id>")
@akses(Objek.RATING, Hak.HITUNG)
def nilai(evaluasi_id: UUID) -> Page:
    return _nilai(evaluasi_id)


def _nilai(evaluasi_id: UUID, galat: DomainError | None = None, kirim: Mapping[str, str] | None = None) -> Page:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.baca(uow, identity, evaluasi_id)
        e = termuat.evaluasi
        if not (identity.pegawai_id == e.penilai_id or termuat.fakta.sebagai) or e.status in TETAP:
            return _hasil(uow, termuat, identity, galat) if galat else redirect(url_for(".hasil", evaluasi_id=evaluasi_id), 303)
        pada = clock.now()
        g = gambarkan(termuat, identity, pada)
        assert g.formulir is not None  # noqa: S101 - the evaluator always sees the form
        saringan = halaman.Saringan.dari(request.args)
        tim = saringan.terapkan(queries.list_tim(uow, identity, e.tahun, termuat.wewenang), e.id)
        kerangka = queries.get_kerangka(uow, identity, e.tahun, pada.date())
        assert termuat.fakta.sebaran is not None  # noqa: S101 - counted for the evaluator while it is open
        sebaran = termuat.fakta.sebaran.dengan(e.formulir.predikat if e.status is Status.DINILAI else None)
        isian = {**halaman.isian_dari(g.formulir, [r.rhk.id for r in termuat.fakta.rekap]), **(kirim or {})}
        sebelum, sesudah, lanjut = halaman.tetangga(tim, e.id)
        langkah, jumlah = halaman.langkah_jejak(g)
        umpan = queries_umpan.list_untuk_evaluasi(uow, e, {}, bernama=identity.pegawai_id != e.pegawai_id)
        lapang = sum(len(r.indikator) for r in termuat.fakta.rekap) <= halaman.INDIKATOR_LAPANG
        return render_template(
            "penilaian/nilai.html",
            umpan=untuk_penilaian(umpan, lapang=lapang),
            area="nilai",
            instansi_nama=termuat.instansi_nama,
            zona=termuat.fakta.zona,
            e=e,
            g=g,
            skp=termuat.fakta.skp,
            isian=isian,
            status=LABEL_STATUS[e.status],
            boleh=g.boleh("nilai"),
            alasan_tidak=g.alasan("nilai"),
            rhk=halaman.rhk_baris(g),
            perilaku=halaman.perilaku_baris(g, isian),
            rating=halaman.dua_rating(g, isian),
            laporan=termuat.fakta.laporan,
            kalimat_laporan=[halaman.kalimat_laporan(x) for x in termuat.fakta.laporan if x.terlambat or x.pertama_dikirim_pada is None],
            bukti_umum=halaman.bukti_umum(termuat.fakta.laporan),
            lapang=lapang,
            numerik=termuat.fakta.numerik and termuat.fakta.skp.pendekatan == "kuantitatif",
            organisasi=termuat.organisasi,
            label_capaian=LABEL_CAPAIAN,
            rel=halaman.rel(tim, e.id, saringan.alamat),
            ekor=saringan.alamat,
            tujuan_lanjut=f"/penilaian/{lanjut.id}{saringan.alamat}" if lanjut else f"/penilaian/sekaligus?tahun={e.tahun}",
            antrian=f"/penilaian/?tahun={e.tahun}{saringan.alamat.replace('?', '&')}",
            selesai=sum(b.giliran == "selesai" for b in tim),
            semua=len(tim),
            giliran_anda=sum(b.giliran == ANDA for b in tim),
            sebelum=sebelum,
            sesudah=sesudah,
            lanjut=lanjut,
            strip=halaman.strip(sebaran, e.tahun, termuat.fakta.kurva),
            langkah=langkah,
            jumlah=jumlah,
            kaki=halaman.kaki_jejak(g, tanggal),
            sejalan=halaman.kalimat_sejalan(g),
            lalu=termuat.sebelum,
            batas=kerangka.batas,
            sisa=halaman.sisa_hari(kerangka.batas, _hari(kerangka)),
            sebagai=SEBAGAI.get(termuat.fakta.sebagai, "") if termuat.fakta.sebagai != "penilai" else "",
            perlu_tanda_tangan=termuat.fakta.perlu_tanda_tangan,
            tersimpan=next((p.pada for p in reversed(e.riwayat) if p.aksi == "nilai"), None),
            galat=galat,
        )


@pages.post("/<uuid:evaluasi_id>")
@akses(Objek.RATING, Hak.PUTUS)
def simpan(evaluasi_id: UUID) -> Page:
    """The whole form at once; ``lanjut`` names the next evaluation."""
    try:
        with unit_of_work(UnitOfWork) as uow:
            termuat = use_cases.muat(uow, caller(), evaluasi_id)
            perubahan = halaman.perubahan_dari(request.form, [r.rhk.id for r in termuat.fakta.rekap])
            use_cases.nilai(uow, caller(), evaluasi_id, perubahan, if_match())
    except NotFound:
        raise
    except DomainError as salah:
        return _dengan_status(_nilai(evaluasi_id, salah, request.form), salah)
    flash("Penilaian tersimpan.", "baik")
    if request.form.get("lanjut") == "sekaligus":
        return redirect(url_for(".sekaligus", tahun=termuat.evaluasi.tahun), 303)
    try:
        lanjut = UUID(request.form.get("lanjut", ""))
    except ValueError:
        lanjut = evaluasi_id
    return redirect(url_for(".nilai", evaluasi_id=lanjut) + halaman.Saringan.dari(request.args).alamat, 303)


# ---- the seven values of a team


@pages.get("/perilaku")
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def perilaku() -> Page:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        menilai, _ = queries.list_tahun(uow, identity)
        tahun = tahun_diminta(menilai)
        wewenang = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
        orang, berikutnya = queries.baca_perilaku(uow, identity, tahun, wewenang, halaman.lanjutan_dari(request.args))
        kerangka = queries.get_kerangka(uow, identity, tahun, clock.now().date())
        return render_template(
            "penilaian/perilaku.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            zona=kerangka.zona,
            tahun=tahun,
            orang=orang,
            nilai=NAMA,
            tanda=halaman.tanda_perilaku,
            berikutnya=f"/penilaian/perilaku?{urlencode({'tahun': tahun, 'nama': berikutnya[0], 'sesudah': berikutnya[1]})}"
            if berikutnya
            else "",
        )


# ---- several at once


@pages.get("/sekaligus")
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def sekaligus() -> Page:
    return _sekaligus({})


def _sekaligus(tidak: Mapping[str, str]) -> str:
    """``tidak`` are the people of the last deed for whom it was refused, with the reason."""
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        menilai, _ = queries.list_tahun(uow, identity)
        tahun = tahun_diminta(menilai)
        wewenang = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
        orang, berikutnya = queries.baca_sekaligus(uow, identity, tahun, wewenang, halaman.lanjutan_dari(request.args))
        kerangka = queries.get_kerangka(uow, identity, tahun, clock.now().date())
        unor = kerangka.unor_pimpinan
        organisasi = uow.organisasi_berlaku(unor, tahun) if unor else None
        sebaran = queries.sebaran_unit(uow, unor, kerangka.unor_nama, organisasi, tahun, wewenang) if unor else None
        return render_template(
            "penilaian/sekaligus.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            zona=kerangka.zona,
            tahun=tahun,
            menunggu=[o for o in orang if o.predikat is None],
            draf=[o for o in orang if o.predikat is not None],
            strip=halaman.strip(sebaran, tahun, kerangka.kurva) if sebaran else None,
            berikutnya=f"/penilaian/sekaligus?{urlencode({'tahun': tahun, 'nama': berikutnya[0], 'sesudah': berikutnya[1]})}"
            if berikutnya
            else "",
            tidak=tidak,
            label_predikat=LABEL_PREDIKAT,
        )


def _lakukan_sekaligus(deed: Deed, kabar: str) -> Page:
    """``kabar`` with the number done; those refused are named on the page with the reason."""
    pilihan = halaman.pilihan_dari(request.form.getlist("pilih"))
    with unit_of_work(UnitOfWork) as uow:
        jumlah, tidak = use_cases.lakukan_sekaligus(uow, caller(), deed, pilihan)
    if jumlah:
        flash(kabar.format(jumlah), "baik")
    if tidak or not pilihan:
        return _sekaligus(tidak or {"": "Pilih paling sedikit satu orang."}), 409 if tidak else 422
    return redirect(url_for(".sekaligus", tahun=request.args.get("tahun")), 303)


@pages.post("/sekaligus/nilai")
@akses(Objek.RATING, Hak.PUTUS, Sasaran.DAFTAR)
def nilai_sekaligus() -> Page:
    return _lakukan_sekaligus(use_cases.nilai_sekaligus, "{} orang diberi sesuai ekspektasi. Dapat diurungkan sampai ditetapkan.")


@pages.post("/sekaligus/urungkan")
@akses(Objek.RATING, Hak.PUTUS, Sasaran.DAFTAR)
def urungkan_sekaligus() -> Page:
    return _lakukan_sekaligus(use_cases.urungkan_sekaligus, "Penilaian {} orang diurungkan.")


@pages.post("/sekaligus/tetapkan")
@akses(Objek.RATING, Hak.PUTUS, Sasaran.DAFTAR)
def tetapkan_sekaligus() -> Page:
    return _lakukan_sekaligus(use_cases.tetapkan_dan_sampaikan, "Hasil {} orang ditetapkan dan disampaikan.")


@pages.post("/<uuid:evaluasi_id>/laporan-dilihat")
@akses(Objek.RATING, Hak.PUTUS)
def laporan_dilihat(evaluasi_id: UUID) -> Page:
    def lihat(uow: UnitOfWork, identity: Identity, id_: UUID, versi: int | None) -> Termuat:
        return use_cases.nilai(uow, identity, id_, {"laporan_dilihat": True}, versi)

    return _lakukan(evaluasi_id, lihat, "Laporan baru ditandai sudah dibaca.")


@pages.get("/banding")
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def banding() -> Page:
    """Two or three people beside each other: what they reached, how they behaved, what the ratings are."""
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        menilai, _ = queries.list_tahun(uow, identity)
        tahun = tahun_diminta(menilai)
        wewenang = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
        kerangka = queries.get_kerangka(uow, identity, tahun, clock.now().date())
        dipilih, galat = halaman.dibandingkan(request.args.getlist("orang"))
        dimuat = queries.baca_banding(uow, tahun, wewenang, dipilih) if dipilih else []
        gambar = [gambarkan(t, identity, clock.now()) for t in dimuat]
        return render_template(
            "penilaian/banding.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            tahun=tahun,
            tim=queries.list_tim(uow, identity, tahun, wewenang) if menilai else [],
            dipilih=dipilih,
            galat=galat,
            orang=[halaman.kolom_banding(g) for g in gambar] if len(gambar) > 1 else [],
            label=LABEL_STATUS,
            nilai_perilaku=NAMA,
            SEBANYAK=halaman.DIBANDINGKAN,
        )


def _dengan_status(isi: Page, salah: DomainError) -> Page:
    return (isi, salah.status) if isinstance(isi, str) else isi


def _lakukan(evaluasi_id: UUID, deed: Deed, kabar: str) -> Page:
    """A deed from a page: done, back to where it shows; refused, the same page with the reason."""
    try:
        with unit_of_work(UnitOfWork) as uow:
            termuat = deed(uow, caller(), evaluasi_id, if_match())
    except NotFound:
        raise
    except DomainError as salah:
        return _dengan_status(_nilai(evaluasi_id, salah, request.form), salah)
    if termuat.evaluasi.menunggu_atasan:
        kabar = "Penilaian Anda sebagai Plh menunggu tanda tangan atasan penilai sebelum ditetapkan."
    flash(kabar, "baik")
    tujuan = ".hasil" if termuat.evaluasi.status in TETAP else ".nilai"
    return redirect(url_for(tujuan, evaluasi_id=evaluasi_id), 303)


@pages.post("/<uuid:evaluasi_id>/tetapkan")
@akses(Objek.RATING, Hak.PUTUS)
def tetapkan(evaluasi_id: UUID) -> Page:
    return _lakukan(evaluasi_id, use_cases.tetapkan, "Hasil ditetapkan. Sampaikan kepada pegawai agar ia dapat membacanya.")


@pages.post("/<uuid:evaluasi_id>/tetapkan-sampaikan")
@akses(Objek.RATING, Hak.PUTUS)
def tetapkan_sampaikan(evaluasi_id: UUID) -> Page:
    return _lakukan(evaluasi_id, use_cases.tetapkan_dan_sampaikan, "Hasil ditetapkan dan disampaikan.")


@pages.post("/<uuid:evaluasi_id>/sampaikan")
@akses(Objek.RATING, Hak.PUTUS)
def sampaikan(evaluasi_id: UUID) -> Page:
    return _lakukan(evaluasi_id, use_cases.sampaikan, "Hasil disampaikan. Masa keberatan 14 hari mulai berjalan.")


@pages.post("/<uuid:evaluasi_id>/kembalikan")
@akses(Objek.RATING, Hak.PUTUS)
def kembalikan(evaluasi_id: UUID) -> Page:
    def deed(uow: UnitOfWork, identity: Identity, id_: UUID, versi: int | None) -> Termuat:
        return use_cases.kembalikan(uow, identity, id_, request.form.get("alasan", ""), versi)

    return _lakukan(evaluasi_id, deed, "Dikembalikan kepada pegawai.")


@pages.post("/<uuid:evaluasi_id>/tanda-tangani")
@akses(Objek.RATING, Hak.SAHKAN)
def tanda_tangani(evaluasi_id: UUID) -> Page:
    return _lakukan(evaluasi_id, use_cases.tanda_tangani, "Ditandatangani dan disampaikan kepada pegawai.")


@pages.post("/<uuid:evaluasi_id>/tolak-paraf")
@akses(Objek.RATING, Hak.SAHKAN)
def tolak_paraf(evaluasi_id: UUID) -> Page:
    def deed(uow: UnitOfWork, identity: Identity, id_: UUID, versi: int | None) -> Termuat:
        return use_cases.tolak_paraf(uow, identity, id_, request.form.get("alasan", ""), versi)

    return _lakukan(evaluasi_id, deed, "Dikembalikan kepada penilai.")


@pages.post("/<uuid:evaluasi_id>/terima")
@akses(Objek.RATING, Hak.TULIS)
def terima(evaluasi_id: UUID) -> Page:
    return _lakukan(evaluasi_id, use_cases.terima, "Hasil diterima. Penilaian tahun ini final.")


@pages.post("/<uuid:evaluasi_id>/ajukan")
@akses(Objek.RATING, Hak.TULIS)
def ajukan(evaluasi_id: UUID) -> Page:
    return _lakukan(evaluasi_id, use_cases.ajukan, "Diajukan kembali kepada penilai.")


# ---- result


@pages.get("/hasil/<uuid:evaluasi_id>")
@akses(Objek.RATING, Hak.HITUNG)
def hasil(evaluasi_id: UUID) -> Page:
    with unit_of_work(UnitOfWork) as uow:
        return _hasil(uow, use_cases.baca(uow, caller(), evaluasi_id), caller())


def _hasil(uow: UnitOfWork, termuat: Termuat, identity: Identity, galat: DomainError | None = None) -> str:
    e, fakta = termuat.evaluasi, termuat.fakta
    pada = clock.now()
    g = gambarkan(termuat, identity, pada)
    batas = e.batas_keberatan(fakta)
    langkah, jumlah = halaman.langkah_jejak(g)
    return render_template(
        "penilaian/hasil.html",
        area="nilai",
        instansi_nama=termuat.instansi_nama,
        zona=fakta.zona,
        e=e,
        g=g,
        skp=fakta.skp,
        status=LABEL_STATUS[e.status],
        sendiri=identity.pegawai_id == e.pegawai_id,
        tanda_tangan=e.menunggu_atasan and identity.pegawai_id == e.atasan_penilai_id,
        hasil=e.hasil if g.formulir is not None else None,
        rhk=halaman.rhk_baris(g),
        perilaku=halaman.perilaku_baris(g, halaman.isian_dari(g.formulir)) if g.formulir else [],
        langkah=langkah,
        jumlah=jumlah,
        kaki=halaman.kaki_jejak(g, tanggal),
        sejalan=halaman.kalimat_sejalan(g),
        kalimat_laporan=[halaman.kalimat_laporan(x) for x in fakta.laporan if x.terlambat or x.pertama_dikirim_pada is None],
        batas=batas,
        sisa=max(0, (batas - fakta.hari(pada)).days) if batas else None,
        lewat=max(0, HARI_KEBERATAN - (batas - fakta.hari(pada)).days) if batas else 0,
        hari_keberatan=HARI_KEBERATAN,
        keberatan_id=uow.id_keberatan(e.id),
        label_keberatan={k.value: v for k, v in LABEL_KEBERATAN.items()},
        banding=halaman.banding_hasil(e.versi_lama[0].hasil, e.hasil) if e.versi_lama and e.hasil and g.formulir else [],
        tahapan=halaman.tahapan(g, fakta.zona, waktu, sendiri=identity.pegawai_id == e.pegawai_id),
        pengembalian=next((p for p in reversed(g.riwayat) if p.aksi == "kembalikan"), None) if e.status is Status.DIKEMBALIKAN else None,
        label_capaian={k.value: v for k, v in LABEL_CAPAIAN.items()},
        galat=galat,
    )


# ---- objections


@pages.get("/keberatan")
@akses(Objek.KEBERATAN, Hak.HITUNG, Sasaran.DAFTAR)
def daftar_keberatan() -> Page:
    """Lists by side; without a choice the first that has something in it, one's own last."""
    identity = caller()
    pilihan = {PUTUS: "Anda putus", PENILAI: "Anda jelaskan", SAYA: "Saya"}
    if memegang(identity, PEMBACA_KEBERATAN):
        pilihan[INSTANSI] = "Instansi"
    diminta = request.args.get("milik", "")
    try:
        cursor = UUID(request.args["sesudah"]) if request.args.get("sesudah") else None
    except ValueError:
        cursor = None
    with unit_of_work(UnitOfWork) as uow:
        if diminta not in pilihan:
            diminta = queries_keberatan.sisi_pertama(uow, identity)
        baris, berikutnya = queries_keberatan.list_keberatan(uow, identity, diminta, cursor)
        kerangka = queries.get_kerangka(uow, identity, clock.now().year, clock.now().date())
        return render_template(
            "penilaian/keberatan_daftar.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            zona=kerangka.zona,
            hari=_hari(kerangka),
            milik=diminta,
            pilihan=pilihan,
            baris=baris,
            berikutnya=berikutnya,
        )


@pages.get("/<uuid:evaluasi_id>/keberatan")
@akses(Objek.KEBERATAN, Hak.TULIS)
def isian_keberatan(evaluasi_id: UUID) -> Page:
    return _isian_keberatan(evaluasi_id)


def _isian_keberatan(evaluasi_id: UUID, galat: DomainError | None = None) -> Page:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.baca(uow, identity, evaluasi_id)
        e, fakta = termuat.evaluasi, termuat.fakta
        if identity.pegawai_id != e.pegawai_id:
            raise Forbidden("Hanya pegawai yang dinilai yang dapat mengajukan keberatan.")
        if (ada := uow.id_keberatan(e.id)) is not None:
            return redirect(url_for(".keberatan", keberatan_id=ada), 303)
        pada = clock.now()
        g = gambarkan(termuat, identity, pada)
        batas = e.batas_keberatan(fakta)
        return render_template(
            "penilaian/keberatan_ajukan.html",
            area="nilai",
            instansi_nama=termuat.instansi_nama,
            zona=fakta.zona,
            e=e,
            skp=fakta.skp,
            boleh=g.boleh("keberatan"),
            lewat=e.keberatan_lewat(pada, fakta),
            tidak=g.alasan("keberatan"),
            batas=batas,
            sisa=(batas - fakta.hari(pada)).days if batas else None,
            pokok=POKOK,
            rhk=halaman.rhk_baris(g),
            perilaku=NAMA,
            laporan=[lap for lap in fakta.laporan if lap.bukti],
            kirim=request.form,
            paling_sedikit=ALASAN_KEBERATAN_MINIMAL,
            galat=galat,
        )


@pages.post("/<uuid:evaluasi_id>/keberatan")
@akses(Objek.KEBERATAN, Hak.TULIS)
def ajukan_keberatan(evaluasi_id: UUID) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            satu = use_cases_keberatan.ajukan(uow, caller(), evaluasi_id, halaman.isi_keberatan(request.form), if_match())
    except (NotFound, Forbidden):
        raise
    except DomainError as salah:
        return _dengan_status(_isian_keberatan(evaluasi_id, salah), salah)
    flash("Keberatan diajukan. Penilai diminta memberi penjelasan.", "baik")
    return redirect(url_for(".keberatan", keberatan_id=satu.id), 303)


@pages.get("/keberatan/<uuid:keberatan_id>")
@akses(Objek.KEBERATAN, Hak.HITUNG)
def keberatan(keberatan_id: UUID) -> Page:
    return _keberatan(keberatan_id)


def _keberatan(keberatan_id: UUID, galat: DomainError | None = None) -> str:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        dimuat = use_cases_keberatan.baca(uow, identity, keberatan_id)
        k, termuat = dimuat.keberatan, dimuat.termuat
        e, fakta, pada = termuat.evaluasi, termuat.fakta, clock.now()
        boleh_baca = terbuka(dimuat, identity)
        g = gambarkan(termuat, identity, pada)
        rhk = halaman.rhk_baris(g) if boleh_baca else []
        langkah, jumlah = halaman.langkah_jejak(g) if boleh_baca else ([], None)
        hari = fakta.hari(pada)
        lama = e.versi_lama[0] if e.versi_lama else None
        return render_template(
            "penilaian/keberatan.html",
            area="nilai",
            instansi_nama=termuat.instansi_nama,
            zona=fakta.zona,
            k_=k,
            e=e,
            g=g,
            skp=fakta.skp,
            status=LABEL_KEBERATAN[k.status],
            berjalan=k.status in BERJALAN,
            hubungan=dimuat.hubungan,
            berkas_terbuka=k.status in BERJALAN and (k.pemutus_id in (None, identity.pegawai_id) or "ppk" not in dimuat.peran),
            terbuka=boleh_baca,
            aksi={**dict.fromkeys(TRANSISI_KEBERATAN), **{a.kode: a for a in k.aksi(dimuat.hubungan, pada, fakta.zona)}},
            diberatkan=halaman.yang_diberatkan(k, rhk),
            berkas=berkas(dimuat, identity) if boleh_baca else None,
            hasil=e.hasil if boleh_baca else None,
            lama=lama,
            banding=halaman.banding_hasil(lama.hasil, e.hasil) if lama and e.hasil and boleh_baca else [],
            rhk=rhk,
            langkah=langkah,
            jumlah=jumlah,
            kaki=halaman.kaki_jejak(g, tanggal),
            perilaku=[(s.kode, NAMA[s.kode], s.skor) for s in e.formulir.perilaku] if boleh_baca else [],
            naik_hasil=halaman.rating_lebih_tinggi(e.hasil.rating_hasil) if e.hasil else [],
            naik_perilaku=halaman.rating_lebih_tinggi(e.hasil.rating_perilaku) if e.hasil else [],
            label_rating=LABEL_RATING,
            putusan=[(p.value, LABEL_KEBERATAN[p][0]) for p in PUTUSAN],
            sisa_penjelasan=(k.batas_penjelasan - hari).days,
            sisa_putusan=(k.batas_putusan - hari).days,
            penjelasan_lewat=k.penjelasan_lewat(pada, fakta.zona),
            kirim=request.form,
            galat=galat,
            SEBAGAI=SEBAGAI,
        )


def _lakukan_keberatan(keberatan_id: UUID, deed: DeedKeberatan, kabar: str) -> Page:
    try:
        with unit_of_work(UnitOfWork) as uow:
            deed(uow, caller(), keberatan_id, if_match())
    except (NotFound, Forbidden):
        raise
    except DomainError as salah:
        return _dengan_status(_keberatan(keberatan_id, salah), salah)
    flash(kabar, "baik")
    return redirect(url_for(".keberatan", keberatan_id=keberatan_id), 303)


@pages.post("/keberatan/<uuid:keberatan_id>/jelaskan")
@akses(Objek.KEBERATAN, Hak.SEBAGIAN)
def jelaskan_keberatan(keberatan_id: UUID) -> Page:
    def deed(uow: UnitOfWork, identity: Identity, id_: UUID, versi: int | None) -> object:
        return use_cases_keberatan.jelaskan(uow, identity, id_, request.form.get("penjelasan", ""), versi)

    return _lakukan_keberatan(keberatan_id, deed, "Penjelasan Anda disampaikan kepada pemutus.")


@pages.post("/keberatan/<uuid:keberatan_id>/periksa")
@akses(Objek.KEBERATAN, Hak.PUTUS)
def periksa_keberatan(keberatan_id: UUID) -> Page:
    def deed(uow: UnitOfWork, identity: Identity, id_: UUID, versi: int | None) -> object:
        return use_cases_keberatan.periksa(uow, identity, id_, request.form.get("pertanyaan", ""), versi)

    return _lakukan_keberatan(keberatan_id, deed, "Pertanyaan Anda disampaikan kepada pegawai.")


@pages.post("/keberatan/<uuid:keberatan_id>/tanggapi")
@akses(Objek.KEBERATAN, Hak.TULIS)
def tanggapi_keberatan(keberatan_id: UUID) -> Page:
    def deed(uow: UnitOfWork, identity: Identity, id_: UUID, versi: int | None) -> object:
        return use_cases_keberatan.tanggapi(uow, identity, id_, request.form.get("tanggapan", ""), versi)

    return _lakukan_keberatan(keberatan_id, deed, "Jawaban Anda disampaikan kepada pemutus.")


@pages.post("/keberatan/<uuid:keberatan_id>/cabut")
@akses(Objek.KEBERATAN, Hak.TULIS)
def cabut_keberatan(keberatan_id: UUID) -> Page:
    return _lakukan_keberatan(keberatan_id, use_cases_keberatan.cabut, "Keberatan dicabut.")


@pages.post("/keberatan/<uuid:keberatan_id>/putuskan")
@akses(Objek.KEBERATAN, Hak.PUTUS)
def putuskan_keberatan(keberatan_id: UUID) -> Page:
    def deed(uow: UnitOfWork, identity: Identity, id_: UUID, versi: int | None) -> object:
        fakta = use_cases_keberatan.muat(uow, identity, id_).termuat.fakta
        isi = halaman.putusan_dari(request.form, [i.indikator.id for r in fakta.rekap if not r.dihentikan for i in r.indikator])
        return use_cases_keberatan.putuskan(uow, identity, id_, *isi, versi)

    return _lakukan_keberatan(keberatan_id, deed, "Keberatan diputus. Pegawai dan penilai dapat membaca putusannya.")


# ---- results of organisations


@pages.get("/organisasi")
@akses(Objek.ORGANISASI, Hak.BACA, Sasaran.DAFTAR)
def organisasi() -> Page:
    return _organisasi()


def _organisasi(galat: DomainError | None = None, kirim: Mapping[str, str] | None = None) -> str:
    identity = caller()
    with unit_of_work(UnitOfWork) as uow:
        menilai, _ = queries.list_tahun(uow, identity)
        tahun = tahun_diminta(menilai)
        kerangka = queries.get_kerangka(uow, identity, tahun, clock.now().date())
        return render_template(
            "penilaian/organisasi.html",
            area="nilai",
            instansi_nama=kerangka.instansi_nama,
            zona=kerangka.zona,
            tahun=tahun,
            daftar_tahun=sorted({*menilai, tahun, tahun - 1}, reverse=True),
            unit=queries.list_unit(uow, identity, tahun, _hari(kerangka)),
            pilihan=[(c.value, LABEL_CAPAIAN[c]) for c in CapaianOrganisasi],
            label_capaian={c.value: LABEL_CAPAIAN[c] for c in CapaianOrganisasi},
            siapa=SIAPA,
            kirim=kirim or {},
            galat=galat,
        )


@pages.post("/organisasi")
@akses(Objek.ORGANISASI, Hak.PUTUS)
def tetapkan_organisasi() -> Page:
    try:
        putusan = _putusan(request.form)
        with unit_of_work(UnitOfWork) as uow:
            use_cases.tetapkan_organisasi(uow, caller(), putusan, if_match(required=False))
    except NotFound:
        raise
    except DomainError as salah:
        return _organisasi(salah, request.form), salah.status
    flash(f"Capaian organisasi {putusan.tahun} ditetapkan: {LABEL_CAPAIAN[putusan.nilai]}.", "baik")
    return redirect(url_for(".organisasi", tahun=putusan.tahun), 303)


def _putusan(form: Mapping[str, str]) -> Penetapan:
    try:
        unor_id, tahun = UUID(form.get("unor_id", "")), int(form.get("tahun", ""))
    except ValueError as salah:
        raise Invalid("Unit atau tahunnya tidak dikenal. Muat ulang halaman.") from salah
    if form.get("nilai") not in set(CapaianOrganisasi):
        raise Invalid("Pilih capaian unit ini.", errors={"nilai": ["Pilih salah satu dari lima capaian."]})
    return Penetapan(unor_id, tahun, CapaianOrganisasi(form["nilai"]), form.get("alasan", ""))
