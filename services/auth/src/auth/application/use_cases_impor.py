"""Importing as a job: read, compare, wait for the admin, apply. Every step is one transaction that leaves nothing half done.

A step reads what it needs (its rows, its people, the heads), compares it with what is stored *now*, and writes it with its events. What is kept in
memory between steps (:class:`Ingatan`) only saves time: it is made anew whenever it is lost or the heads changed meanwhile.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from auth.adapters import berkas_impor
from auth.adapters.berkas_impor import PENUH, Batas, Berkas
from auth.adapters.penyimpanan_impor import UNIT, BarisBaru, BarisTersimpan, HasilTersimpan
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import sekarang
from auth.application.use_cases_organisasi import id_baru, simpan_perubahan
from auth.domain import nip as nip_
from auth.domain.bentuk import KOLOM, Baris, Bentuk, Sel, kenali
from auth.domain.impor import Beda, Ditolak, HasilImpor, Isi, Latar, Perubahan, bandingkan, kunci_nama
from auth.domain.organisasi import PERAN_LEWAT_IMPOR, STATUS, Pegawai, Unor
from auth.domain.pekerjaan_impor import MODE, PekerjaanImpor
from shared import clock
from shared.buku_kerja import terlalu_banyak
from shared.errors import Conflict, DomainError, Invalid, NotAllowed

ORANG_SELANGKAH = 500
BARIS_SEORANG = 200
PIMPINAN_TERBANYAK = 30_000
_BARIS_SEKALI = 2_000
_KOSONG = Isi((), (), ())
CARA = ("semua", "benar")
JENIS_TAMPIL = {
    "semua": ["baru", "berubah"],
    "baru": ["baru"],
    "berubah": ["berubah"],
    "pindah": ["baru", "berubah"],
    "hilang": ["hilang"],
    "ditolak": ["ditolak"],
    "peringatan": ["baru", "berubah", "tetap"],
}
"""What a list shows → the kinds of results in it."""


@dataclass(slots=True)
class Ingatan:
    """What the steps of one job share: the shapes of its sheets, the units and heads as they will be, and what that part of the file does."""

    pekerjaan_id: UUID
    bentuk: list[tuple[str, Bentuk]]
    pada: date
    sidik: str
    unor: dict[UUID, Unor]
    latar: Latar
    hasil: HasilImpor
    kunci_pimpinan: set[str]
    id_pimpinan: set[UUID]
    belum: list[Pegawai]
    cuti_lengkap: Literal["", "usulkan", "hapus"]

    def ada(self, *lembar: str) -> bool:
        """Whether the file has one of these sheets."""
        return any(nama in bentuk.pengubah for _, bentuk in self.bentuk for nama in lembar)


class Tertahan(DomainError):
    """Applying cannot go on; the reason is for the admin."""

    code = "import_held"


# What people do


def unggah(
    uow: UnitOfWork,
    instansi_id: UUID,
    oleh: UUID,
    berkas: Sequence[Berkas],
    *,
    mode: str = "tambah",
    langsung: str = "",
    nonaktifkan: bool = False,
) -> PekerjaanImpor:
    """Keep the files as a job; nothing of the organisation changes. ``langsung`` is how to apply without asking again, or empty."""
    if mode not in MODE:
        raise Invalid(f"Mode {mode[:40]} tidak dikenal.", errors={"mode": [f"Pilih {' atau '.join(MODE)}."]})
    if langsung:
        _periksa_cara(langsung)
    if not berkas:
        raise Invalid("Pilih berkas.", errors={"berkas": ["Pilih berkas XLSX atau CSV lebih dulu."]})
    berkas_impor.periksa_ukuran(berkas)
    nama = ", ".join(b.nama for b in berkas)[:200] or "tanpa nama"
    p = PekerjaanImpor(
        id_baru(),
        instansi_id,
        oleh,
        nama,
        sekarang(),
        sekarang(),
        mode=mode,
        cara=langsung,
        langsung=bool(langsung),
        nonaktifkan=nonaktifkan,
    )
    uow.get_instansi(instansi_id)
    uow.add_pekerjaan(p, berkas)
    _catat_tindakan(uow, p, "unggah")
    return p


def _catat_tindakan(uow: UnitOfWork, p: PekerjaanImpor, tindakan: str) -> None:
    rincian = {"mode": p.mode, "cara": p.cara, "nonaktifkan": p.nonaktifkan, "ditolak": p.hitung("ditolak")}
    uow.catat(f"impor.{tindakan}", objek="pekerjaan_impor", objek_id=p.id, rincian=rincian, instansi_id=p.instansi_id)


def _periksa_cara(cara: str) -> None:
    if cara not in CARA:
        raise Invalid(f"Cara {cara[:40]} tidak dikenal.", errors={"cara": ["Pilih semua atau benar."]})


def terapkan(uow: UnitOfWork, pekerjaan_id: UUID, *, cara: str, nonaktifkan: bool = False) -> PekerjaanImpor:
    """Queue the job for applying. ``cara`` is ``semua`` (nothing when a row is rejected) or ``benar`` (leave the rejected rows out)."""
    _periksa_cara(cara)
    p = uow.get_pekerjaan(pekerjaan_id)
    lama = p.status
    if alasan := p.alasan("terapkan") or alasan_terapkan(p, cara, nonaktifkan=nonaktifkan):
        raise NotAllowed(alasan, code="already_applied" if p.status == "selesai" else "import_rejected")
    p.lakukan("terapkan", sekarang())
    p.cara, p.nonaktifkan, p.tahap, p.penanda, p.selesai = cara, nonaktifkan and p.mode == "lengkap", "", "", 0
    uow.save_pekerjaan(p, lama)
    _catat_tindakan(uow, p, "terapkan")
    return p


def alasan_terapkan(p: PekerjaanImpor, cara: str, *, nonaktifkan: bool = False) -> str:
    """Why the compared file cannot be applied in this way; empty when it can."""
    if cara == "semua" and p.hitung("ditolak"):
        return f"{p.hitung('ditolak')} baris ditolak. Betulkan lalu unggah lagi, atau terapkan yang benar saja."
    if not p.perubahan and not (nonaktifkan and p.hitung("hilang")):
        return "Tidak ada yang berbeda dari data sekarang."
    return ""


def lanjutkan(uow: UnitOfWork, pekerjaan_id: UUID) -> PekerjaanImpor:
    """Go on with a held job, or compare it anew when it was held before anything was applied."""
    p = uow.get_pekerjaan(pekerjaan_id)
    lama = p.status
    if p.mulai_pada:
        p.lakukan("lanjutkan", sekarang())
    else:
        p.lakukan("bandingkan", sekarang())
        p.tahap = ""
        if not p.jumlah_baris:
            p.status = "membaca"
    p.galat = ""
    uow.save_pekerjaan(p, lama)
    _catat_tindakan(uow, p, "lanjutkan")
    return p


def batalkan(uow: UnitOfWork, pekerjaan_id: UUID) -> PekerjaanImpor:
    """Stop the job; what was applied before stays, whole people at a time."""
    p = uow.get_pekerjaan(pekerjaan_id)
    lama = p.status
    p.lakukan("batalkan", sekarang())
    uow.save_pekerjaan(p, lama)
    _catat_tindakan(uow, p, "batalkan")
    return p


def buang(uow: UnitOfWork, pekerjaan_id: UUID) -> None:
    """Throw the job away with its file."""
    p = uow.get_pekerjaan(pekerjaan_id)
    if alasan := p.alasan("buang"):
        raise NotAllowed(f"{alasan} Batalkan dulu.")
    _catat_tindakan(uow, p, "buang")
    uow.hapus_pekerjaan(pekerjaan_id)


# What the worker does


def langkah(uow: UnitOfWork, pekerjaan_id: UUID, ingatan: Ingatan | None, *, batas: Batas = PENUH) -> tuple[PekerjaanImpor, Ingatan | None]:
    """The next step of the job, as far as it goes in one transaction; the job afterwards, and what to bring along to the next step."""
    p = uow.get_pekerjaan(pekerjaan_id)
    if not p.berjalan or not uow.coba_pegang(pekerjaan_id):
        return p, ingatan
    uow.act_for(p.instansi_id)
    uow.actor = str(p.oleh)
    lama = p.status
    p.berubah_pada = sekarang()
    if lama == "membaca":
        ingatan = None
        _baca(uow, p, batas)
    elif lama == "membandingkan":
        ingatan = _bandingkan(uow, p, ingatan)
    else:
        ingatan = _terapkan(uow, p, ingatan)
    uow.save_pekerjaan(p, lama)
    return p, ingatan


def tahan(uow: UnitOfWork, pekerjaan_id: UUID, error: DomainError | None) -> None:
    """Note why the job does not go on: the file cannot be read, or applying met something."""
    p = uow.get_pekerjaan(pekerjaan_id)
    lama = p.status
    if not p.berjalan:
        return
    p.status = "ditolak" if lama == "membaca" and error is not None else "tertahan"
    kalimat = [k for daftar in error.errors.values() for k in daftar] if error else []
    p.galat = "\n".join(kalimat or ([error.detail] if error else ["Sistem terganggu saat mengerjakan impor ini. Lanjutkan sebentar lagi."]))
    p.berubah_pada = sekarang()
    p.langsung = False
    uow.save_pekerjaan(p, lama)


# Reading


def _baca(uow: UnitOfWork, p: PekerjaanImpor, batas: Batas) -> None:
    uow.hapus_baris(p.id)
    p.lembar, jumlah = [], 0
    penampung: list[BarisBaru] = []
    with berkas_impor.buka(uow.list_berkas(p.id), batas) as (lembar, catatan):
        for nomor_lembar, halaman in enumerate(lembar):
            p.lembar.append({"asal": halaman.asal, "kepala": list(halaman.bentuk.kepala)})
            for nomor, sel in halaman.baris:
                penampung.append(_baris_baru(nomor_lembar, halaman.bentuk, nomor, sel))
                jumlah += 1
                if jumlah > batas.baris:
                    raise terlalu_banyak(batas.baris)
                if len(penampung) >= _BARIS_SEKALI:
                    uow.add_baris(p, penampung)
                    penampung.clear()
        uow.add_baris(p, penampung)
        p.pemberitahuan = list(catatan)
    if not jumlah:
        raise Invalid("Berkas tidak berisi satu baris pun. Isi paling sedikit satu baris di bawah nama kolom.", code="import_empty")
    kunci, banyak = uow.kunci_terbanyak(p.id)
    if banyak > BARIS_SEORANG:
        raise Invalid(f"{kunci.removeprefix('n:')} ada di {banyak} baris, lebih dari {BARIS_SEORANG}. Periksa kolom NIP berkas ini.")
    uow.hapus_berkas(p.id)
    if jumlah > _BARIS_SEKALI:
        uow.analisis_baris()
    p.jumlah_baris, p.jumlah, p.selesai = jumlah, uow.hitung_kunci(p.id), 0
    p.status, p.tahap, p.penanda = "membandingkan", "", ""


def _baris_baru(lembar: int, bentuk: Bentuk, nomor: int, sel: Sequence[Sel]) -> BarisBaru:
    kunci, pimpinan, penilai = "", False, None
    for nama, baris in bentuk.baris(nomor, sel, ""):
        if nama == "Unit":
            kunci = UNIT
            continue
        kunci = kunci or kunci_orang(baris)
        if nama == "Penugasan":
            pimpinan = str(baris.sel.get("Kepala Unit") or "").strip().casefold() not in ("", "-", "tidak", "t", "0", "false", "salah")
            penilai = _kunci_teks(baris.sel.get("Penilai"))
    kunci = kunci or f"#{lembar}:{nomor}"
    return BarisBaru(
        lembar, nomor, kunci, pimpinan or kunci.startswith("n:"), penilai or None, msgspec.Raw(msgspec.json.encode([_sel(s) for s in sel]))
    )


def _sel(nilai: Sel) -> Sel:
    """As it is kept: a day without its midnight, no figure that JSON cannot write, no NUL that PostgreSQL cannot hold."""
    if isinstance(nilai, datetime):
        return nilai.date()
    if isinstance(nilai, float) and not math.isfinite(nilai):
        return str(nilai)
    return nilai.replace("\x00", "\N{REPLACEMENT CHARACTER}") if isinstance(nilai, str) else nilai


def kunci_orang(baris: Baris) -> str:
    """Whose row it is: the NIP, or ``n:`` and the name of who has none; empty when it cannot be told."""
    nilai = baris.sel.get("NIP")
    if isinstance(nilai, float | int):
        return ""
    if nomor := nip_.rapikan(str(nilai or "")):
        return nomor.replace("\x00", "")[:100]
    nama = kunci_nama(str(baris.sel.get("Nama") or "")).replace("\x00", "")
    return f"n:{nama[:300]}" if nama else ""


def _kunci_teks(nilai: Sel) -> str:
    if nilai in (None, "") or isinstance(nilai, float | int):
        return ""
    nomor = nip_.rapikan(str(nilai))
    return nomor if nomor.isdigit() else f"n:{kunci_nama(str(nilai)).replace(chr(0), '')[:300]}"


# Comparing


def ingat(uow: UnitOfWork, p: PekerjaanImpor) -> Ingatan:
    """The units and heads of the file against those that are stored."""
    instansi = uow.get_instansi(p.instansi_id)
    pada = clock.today(instansi.zona_waktu)
    bentuk = []
    for halaman in msgspec.convert(p.lembar, list[dict[str, str | list[str]]]):
        dikenal, _ = kenali(list(halaman["kepala"]))
        if dikenal is None:
            raise Tertahan("Bentuk berkas ini tidak dikenal lagi. Unggah lagi.")
        bentuk.append((str(halaman["asal"]), dikenal))
    dalam_berkas = uow.list_kunci_pimpinan(p.id)
    if len(dalam_berkas) > PIMPINAN_TERBANYAK:
        raise Tertahan(
            f"{len(dalam_berkas)} orang tertulis sebagai kepala unit atau penilai, lebih dari {PIMPINAN_TERBANYAK}. Periksa kolom Kepala Unit."
        )
    ids = uow.list_id_pimpinan(p.instansi_id)
    ids.update(uow.list_id_menurut_nip(p.instansi_id, [k for k in dalam_berkas if not k.startswith("n:")]))
    orang = {o.id: o for o in uow.list_pegawai_menurut_id(ids)}
    kunci = dalam_berkas | {_kunci_pegawai(o) for o in orang.values()}
    unor = {u.id: u for u in uow.list_unor(p.instansi_id)}
    isi = _petakan(uow.list_baris(p.id, {UNIT, *kunci}), bentuk)
    cuti_lengkap = _cuti_lengkap(p, bentuk)
    hasil = bandingkan(isi, unor.values(), orang.values(), pada=pada, id_baru=id_baru, cuti_lengkap=cuti_lengkap, oleh=p.oleh)
    nanti = {**orang, **{o.id: o for o in hasil.pegawai}}
    return Ingatan(
        p.id,
        bentuk,
        pada,
        uow.sidik_pimpinan(p.instansi_id, nanti),
        {**unor, **{u.id: u for u in hasil.unor}},
        Latar.dari(nanti.values(), hasil.kode_ditolak, hasil.kunci_ditolak),
        hasil,
        kunci,
        set(nanti),
        list(hasil.pegawai),
        cuti_lengkap,
    )


def _cuti_lengkap(p: PekerjaanImpor, bentuk: Sequence[tuple[str, Bentuk]]) -> Literal["", "usulkan", "hapus"]:
    """What becomes of absences that a complete list does not have: they are removed when the admin agreed."""
    if p.mode != "lengkap" or not any("Cuti" in satu.pengubah for _, satu in bentuk):
        return ""
    if p.status != "menerapkan":
        return "usulkan"
    return "hapus" if p.nonaktifkan else ""


def _kunci_pegawai(orang: Pegawai) -> str:
    return orang.nip or f"n:{kunci_nama(orang.nama)}"


def _petakan(baris: Iterable[BarisTersimpan], bentuk: Sequence[tuple[str, Bentuk]]) -> Isi:
    lembar: dict[str, list[Baris]] = {nama: [] for nama in KOLOM}
    for satu in baris:
        asal, dikenal = bentuk[satu.lembar]
        for nama, hasil in dikenal.baris(satu.nomor, msgspec.json.decode(satu.sel), asal):
            lembar[nama].append(hasil)
    return Isi(lembar["Unit"], lembar["Pegawai"], lembar["Penugasan"], lembar["Cuti"])


def _bandingkan(uow: UnitOfWork, p: PekerjaanImpor, ingatan: Ingatan | None) -> Ingatan:
    if not p.tahap:
        uow.hapus_hasil(p.id)
        p.hitungan, p.selesai, p.penanda, p.tahap = {}, 0, "", "orang"
        p.sidik = uow.sidik_data(p.instansi_id)
        ingatan = ingat(uow, p)
        p.ikut = bool(ingatan.hasil.unor or ingatan.hasil.pegawai)
        p.jumlah = uow.hitung_kunci(p.id)
        _catat(uow, p, ingatan.hasil)
        p.selesai = min(p.jumlah, len(ingatan.kunci_pimpinan))
        return ingatan
    if ingatan is None or ingatan.pekerjaan_id != p.id:
        ingatan = ingat(uow, p)
    if p.tahap == "orang":
        hasil, banyak = _bagian_berkas(uow, p, ingatan)
        if hasil is None:
            p.tahap, p.penanda = "lain", ""
            return ingatan
        _catat(uow, p, hasil)
        p.selesai = min(p.jumlah, p.selesai + banyak)
        return ingatan
    if not (p.ikut or p.mode == "lengkap") or not _bandingkan_lain(uow, p, ingatan):
        _selesai_membandingkan(p)
    return ingatan


def _bagian_berkas(uow: UnitOfWork, p: PekerjaanImpor, ingatan: Ingatan) -> tuple[HasilImpor | None, int]:
    """The next people of the file against what is stored, and how many; None after the last. Heads are left out: they were looked at together."""
    kunci = uow.list_kunci_orang(p.id, p.penanda, ORANG_SELANGKAH)
    if not kunci:
        return None, 0
    p.penanda = kunci[-1]
    kunci = [k for k in kunci if k not in ingatan.kunci_pimpinan]
    orang = uow.list_pegawai_menurut_id(uow.list_id_menurut_nip(p.instansi_id, [k for k in kunci if k.isdigit()]))
    isi = _petakan(uow.list_baris(p.id, kunci), ingatan.bentuk)
    return _bandingkan_bagian(ingatan, isi, orang, p.oleh), len(kunci)


def _bandingkan_bagian(ingatan: Ingatan, isi: Isi, orang: Sequence[Pegawai], oleh: UUID) -> HasilImpor:
    return bandingkan(
        isi,
        ingatan.unor.values(),
        orang,
        pada=ingatan.pada,
        id_baru=id_baru,
        latar=ingatan.latar,
        cuti_lengkap=ingatan.cuti_lengkap,
        oleh=oleh,
    )


def _bagian_lain(uow: UnitOfWork, p: PekerjaanImpor, ingatan: Ingatan) -> tuple[list[Pegawai], HasilImpor] | None:
    """The next people who are not in the file, and what follows for them from the file; None after the last."""
    ids = uow.list_id_di_luar(p, p.penanda, ORANG_SELANGKAH)
    if not ids:
        return None
    p.penanda = str(ids[-1])
    orang = uow.list_pegawai_menurut_id(ids)
    return orang, _bandingkan_bagian(ingatan, _KOSONG, orang, p.oleh)


def _bandingkan_lain(uow: UnitOfWork, p: PekerjaanImpor, ingatan: Ingatan) -> bool:
    bagian = _bagian_lain(uow, p, ingatan)
    if bagian is None:
        return False
    orang, hasil = bagian
    nonaktif = tuple(_perubahan_hilang(o) for o in orang if _diusulkan_nonaktif(o, p, ingatan))
    lewat = ingatan.id_pimpinan
    cuti = tuple(x for x in hasil.hilang if x.id not in lewat and x.id not in {n.id for n in nonaktif})
    _catat(uow, p, replace(hasil, perubahan=tuple(x for x in hasil.perubahan if x.id not in lewat), hilang=(*nonaktif, *cuti)))
    return True


def _diusulkan_nonaktif(orang: Pegawai, p: PekerjaanImpor, ingatan: Ingatan) -> bool:
    """Administrators and accounts without a post are not in lists of people, nobody locks himself out, and a list of absences is none of people."""
    return (
        p.mode == "lengkap"
        and ingatan.ada("Pegawai", "Penugasan")
        and orang.aktif
        and bool(orang.jabatan)
        and not (set(orang.peran) - PERAN_LEWAT_IMPOR)
        and orang.id != p.oleh
    )


def _perubahan_hilang(orang: Pegawai) -> Perubahan:
    return Perubahan(
        "Pegawai", None, "berubah", orang.id, orang.nama, orang.nip or STATUS[orang.status], (Beda("Aktif", "Ya", "Tidak"),), ("Tidak ada di berkas. Pegawai tidak dapat masuk lagi bila dinonaktifkan.",)
    )  # fmt: skip


def _selesai_membandingkan(p: PekerjaanImpor) -> None:
    p.status, p.tahap, p.penanda, p.selesai = "siap", "", "", p.jumlah
    if p.langsung:
        p.langsung = False
        if not alasan_terapkan(p, p.cara, nonaktifkan=p.nonaktifkan):
            p.status, p.selesai = "menunggu", 0


def _catat(uow: UnitOfWork, p: PekerjaanImpor, hasil: HasilImpor) -> None:
    rows = [
        HasilTersimpan(x.jenis, x.pindah, bool(x.peringatan), x.lembar, x.baris, msgspec.Raw(msgspec.json.encode(x)))
        for x in hasil.perubahan
        if x.jenis != "tetap" or x.peringatan
    ]
    rows += [HasilTersimpan("ditolak", False, False, d.lembar, d.baris, msgspec.Raw(msgspec.json.encode(d))) for d in hasil.ditolak]
    rows += [HasilTersimpan("hilang", False, False, x.lembar, None, msgspec.Raw(msgspec.json.encode(x))) for x in hasil.hilang]
    uow.add_hasil(p, rows)
    if hasil.hilang:
        p.hitungan["hilang"] = p.hitung("hilang") + len(hasil.hilang)
        p.hitungan["cuti_hilang"] = p.hitung("cuti_hilang") + sum(1 for x in hasil.hilang if x.lembar == "Cuti")
    for x in hasil.perubahan:
        p.hitungan[x.jenis] = p.hitung(x.jenis) + 1
        if x.pindah:
            p.hitungan["pindah"] = p.hitung("pindah") + 1
        if x.peringatan:
            p.hitungan["peringatan"] = p.hitung("peringatan") + 1
    p.hitungan["ditolak"] = p.hitung("ditolak") + len({(d.lembar, d.baris) for d in hasil.ditolak})


# Applying


def _terapkan(uow: UnitOfWork, p: PekerjaanImpor, ingatan: Ingatan | None) -> Ingatan | None:
    uow.get_instansi(p.instansi_id, kunci=True)
    if p.status == "menunggu":
        if not p.tahap and p.sidik != uow.sidik_data(p.instansi_id):
            p.status = "membandingkan"
            p.pemberitahuan.append(
                "Data organisasi berubah setelah berkas ini dibandingkan. Ini perbandingan yang baru; periksa lalu terapkan."
            )
            return None
        if uow.ada_yang_diterapkan(p.instansi_id):
            return None
        p.status, p.mulai_pada = "menerapkan", p.mulai_pada or sekarang()
        p.tahap = p.tahap or "pimpinan"
        return None
    if ingatan is None or ingatan.pekerjaan_id != p.id or ingatan.sidik != uow.sidik_pimpinan(p.instansi_id, ingatan.id_pimpinan):
        ingatan = ingat(uow, p)
        if p.tahap != "pimpinan" and ingatan.belum:
            p.tahap, p.penanda = "pimpinan", ""
    if p.tahap == "pimpinan":
        _terapkan_pimpinan(uow, p, ingatan)
    elif p.tahap == "orang":
        hasil, banyak = _bagian_berkas(uow, p, ingatan)
        if hasil is None:
            p.tahap, p.penanda = "lain", ""
        else:
            _pastikan_diterima(p, hasil)
            _simpan(uow, p, hasil)
            p.selesai = min(p.jumlah, p.selesai + banyak)
    elif not (p.ikut or p.nonaktifkan) or not _terapkan_lain(uow, p, ingatan):
        _selesai(uow, p)
    return ingatan


def _terapkan_pimpinan(uow: UnitOfWork, p: PekerjaanImpor, ingatan: Ingatan) -> None:
    """Units and heads first: everybody else's evaluator follows from them."""
    _pastikan_diterima(p, ingatan.hasil)
    sekali, ingatan.belum = ingatan.belum[:ORANG_SELANGKAH], ingatan.belum[ORANG_SELANGKAH:]
    ids = {o.id for o in sekali}
    _simpan(uow, p, replace(ingatan.hasil, pegawai=tuple(sekali), mutasi=tuple(m for m in ingatan.hasil.mutasi if m.pegawai_id in ids)))
    ingatan.hasil = replace(ingatan.hasil, unor=())
    ingatan.sidik = uow.sidik_pimpinan(p.instansi_id, ingatan.id_pimpinan)
    p.selesai = min(p.jumlah, p.selesai + len(sekali))
    if not ingatan.belum:
        p.tahap, p.penanda = "orang", ""


def _simpan(uow: UnitOfWork, p: PekerjaanImpor, hasil: HasilImpor) -> None:
    if not (hasil.unor or hasil.pegawai):
        return
    simpan_perubahan(uow, p.instansi_id, hasil)


def _pastikan_diterima(p: PekerjaanImpor, hasil: HasilImpor) -> None:
    if p.cara == "semua" and hasil.ditolak:
        d = hasil.ditolak[0]
        raise Tertahan(
            f"Data berubah saat berkas diterapkan: {d.lembar} baris {d.baris}, {d.kolom}. {d.sebab} Yang sudah diterapkan tetap; buang lalu unggah lagi."
        )


def _terapkan_lain(uow: UnitOfWork, p: PekerjaanImpor, ingatan: Ingatan) -> bool:
    bagian = _bagian_lain(uow, p, ingatan)
    if bagian is None:
        return False
    orang, hasil = bagian
    berubah = {o.id: o for o in hasil.pegawai}
    perubahan = list(hasil.perubahan)
    if p.nonaktifkan:
        for satu in orang:
            if _diusulkan_nonaktif(satu, p, ingatan):
                berubah[satu.id] = replace(berubah.get(satu.id, satu), aktif=False)
                perubahan.append(_perubahan_hilang(satu))
    _simpan(uow, p, replace(hasil, pegawai=tuple(berubah.values()), perubahan=tuple(perubahan)))
    ingatan.sidik = uow.sidik_pimpinan(p.instansi_id, ingatan.id_pimpinan)
    return True


def _selesai(uow: UnitOfWork, p: PekerjaanImpor) -> None:
    p.status, p.tahap, p.penanda, p.selesai, p.selesai_pada = "selesai", "", "", p.jumlah, sekarang()
    if not p.hitung("ditolak"):
        uow.hapus_baris(p.id)


# All at once, for small files


@dataclass(frozen=True, slots=True)
class HasilSeketika:
    pekerjaan: PekerjaanImpor
    ditolak: tuple[Ditolak, ...]


class ImporDitolak(Invalid):
    """Applying is all or nothing; ``hasil`` has the rejected rows."""

    code = "import_rejected"

    def __init__(self, hasil: HasilSeketika) -> None:
        super().__init__(
            f"{hasil.pekerjaan.hitung('ditolak')} baris ditolak, jadi tidak ada yang diterapkan. Betulkan baris itu lalu unggah lagi.",
            errors={f"{d.lembar}.{d.baris}.{d.kolom}": [d.sebab] for d in hasil.ditolak[:200]},
        )
        self.hasil = hasil


def impor_seketika(
    uow: UnitOfWork, instansi_id: UUID, oleh: UUID, berkas: Sequence[Berkas], *, terapkan_juga: bool, batas: Batas
) -> HasilSeketika:
    """The whole way in this one transaction, for files within ``batas``; nothing of the job is left.

    Raises :class:`ImporDitolak` when a row is rejected and it was to be applied.
    """
    berkas_impor.periksa_ukuran(berkas, batas)
    p = unggah(uow, instansi_id, oleh, berkas)
    ingatan: Ingatan | None = None
    while p.status in ("membaca", "membandingkan"):
        p, ingatan = langkah(uow, p.id, ingatan, batas=batas)
    ditolak = uow.list_hasil(p.id, ["ditolak"], lembar=p.asal_lembar, batas=1_000)
    hasil = HasilSeketika(p, tuple(msgspec.json.decode(isi, type=Ditolak) for isi in ditolak))
    if terapkan_juga:
        if hasil.ditolak:
            raise ImporDitolak(hasil)
        if p.perubahan:
            p, ingatan = terapkan(uow, p.id, cara="semua"), None
            while p.berjalan:
                p, ingatan = langkah(uow, p.id, ingatan)
                if p.status == "menunggu":
                    raise Conflict("Impor lain sedang diterapkan. Coba lagi sebentar lagi.", code="import_running")
    uow.hapus_pekerjaan(p.id)
    return hasil


def tolakan(uow: UnitOfWork, p: PekerjaanImpor) -> Iterator[tuple[str, list[str], list[list[Sel]]]]:
    """(sheet, header with *Sebab*, rows) of what was rejected, in the columns of the file."""
    menurut: dict[int, list[list[Sel]]] = {}
    asal = p.asal_lembar
    for lembar, _, sel, sebab in uow.list_baris_ditolak(p.id, asal):
        kepala = msgspec.convert(p.lembar[lembar]["kepala"], list[str])
        isi: list[Sel] = msgspec.json.decode(sel)
        isi = [*isi[: len(kepala)], *([None] * (len(kepala) - len(isi)))]
        if "Sebab" in kepala:
            isi[kepala.index("Sebab")] = "; ".join(sebab)
        else:
            isi.append("; ".join(sebab))
        menurut.setdefault(lembar, []).append(isi)
    for lembar, rows in sorted(menurut.items()):
        kepala = msgspec.convert(p.lembar[lembar]["kepala"], list[str])
        yield asal[lembar], [*kepala, *([] if "Sebab" in kepala else ["Sebab"])], rows
