"""What the pages show, made from the domain: rows, words and bars ready for the templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from capaian.adapters.libur import KALENDER
from capaian.adapters.unit_of_work import Termuat
from capaian.application.queries import Baris
from capaian.domain.absen import LABEL as LABEL_ABSEN
from capaian.domain.bukti import GAMBAR, LABEL, Bukti, KeadaanBerkas
from capaian.domain.bulan import Bulan
from capaian.domain.capaian import Laju, laju, laju_rhk
from capaian.domain.dokumen import KATA as KATA_KONFIRMASI
from capaian.domain.laporan import ALASAN, STATUS, Laporan, Peristiwa
from capaian.domain.progres import HARI_TERBUKA, Progres
from capaian.domain.rencana import RencanaAksi
from capaian.domain.tautan import KATA, host
from capaian.entrypoints.formulir import BIDANG_REALISASI, kunci_indikator
from shared.contracts.auth import Keadaan
from shared.contracts.skp import Indikator, Rhk, Skp
from shared.web.format import angka, hari, tanggal, ukuran, waktu
from shared.wewenang import SEBAGAI

_PERISTIWA = {
    "kirim": "Dikirim",
    "kirim_otomatis": "Dikirim otomatis karena terkunci",
    "terima": "Diterima",
    "kembalikan": "Dikembalikan",
    "maafkan": "Keterlambatan dimaafkan",
    "tidak_dimaafkan": "Keterlambatan tidak dimaafkan",
    "maaf_gangguan": "Dimaafkan karena gangguan sistem",
    "cabut_maaf_gangguan": "Maaf gangguan dicabut",
    "minta_buka": "Minta dibuka kembali",
    "buka": "Dibuka kembali",
    "tolak_buka": "Permintaan membuka ditolak",
}


@dataclass(frozen=True, slots=True)
class IndikatorTampil:
    kunci: str
    indikator: Indikator
    target: str
    laju: Laju
    isian: Mapping[str, Any]
    bukti: tuple[Bukti, ...]


@dataclass(frozen=True, slots=True)
class RhkTampil:
    """``dihentikan``: a revision of the SKP took it, or these indikator of it, out; what was reported stays."""

    rhk: Rhk
    indikator: list[IndikatorTampil]
    dihentikan: bool = False


@dataclass(frozen=True, slots=True)
class HariTampil:
    """One day of a week or a month. ``jam`` counts the entries that say from when to when; None when none does."""

    tanggal: date
    keadaan: str
    catatan: list[Progres]
    bukti: int
    jam: Decimal | None


KEADAAN_HARI = {
    "tepat": ("Tepat waktu", "cek", "baik"),
    "telat": ("Terlambat", "jam", "awas"),
    "kosong": ("Belum diisi", "silang", "buruk"),
    "libur": ("Bukan hari wajib", "kalender", ""),
    "nanti": ("Hari ini", "pensil", ""),
}


def hari_hari(awal: date, akhir: date, catatan: Sequence[Progres], keadaan: Callable[[date], str]) -> list[HariTampil]:
    """The days of a span, newest first."""

    def tampil(hari: date) -> HariTampil:
        harinya = [p for p in reversed(catatan) if p.tanggal == hari]
        menit = [
            (p.isian.selesai.hour - p.isian.mulai.hour) * 60 + p.isian.selesai.minute - p.isian.mulai.minute
            for p in harinya
            if p.isian.mulai and p.isian.selesai
        ]
        jam = (Decimal(sum(menit)) / 60).quantize(Decimal("0.1")) if menit else None
        return HariTampil(hari, keadaan(hari), harinya, sum(len(p.bukti) for p in harinya), jam)

    return [tampil(akhir - timedelta(days=n)) for n in range((akhir - awal).days + 1)]


def laju_skp(skp: Skp, figures: Mapping[UUID, Sequence[Decimal]], hari_ini: date) -> dict[UUID, Laju]:
    return {
        satu.id: laju(satu, figures.get(satu.id, ()), mulai=skp.mulai, selesai=skp.selesai, hari_ini=hari_ini)
        for rhk in (*skp.rhk, *skp.dihentikan)
        for satu in rhk.indikator
    }


def laju_rhk_skp(skp: Skp, figures: Mapping[UUID, Sequence[Decimal]], hari_ini: date) -> dict[UUID, Laju]:
    return {rhk.id: laju_rhk(rhk.indikator, figures, mulai=skp.mulai, selesai=skp.selesai, hari_ini=hari_ini) for rhk in skp.rhk}


def rhk_laporan(
    termuat: Termuat, figures: Mapping[UUID, Sequence[Decimal]], hari_ini: date, form: Mapping[str, str] | None
) -> list[RhkTampil]:
    """The rows of a report: stored figures, or what was typed (``form``) when it was refused."""
    satu, skp = termuat.laporan, termuat.skp
    lajunya = laju_skp(skp, figures, min(hari_ini, satu.selesai))
    terisi = {r.indikator_id: r for r in satu.realisasi}

    def isian(indikator: Indikator) -> dict[str, Any]:
        kunci = kunci_indikator(indikator.id)
        if form is not None and f"angka-{kunci}" in form:
            return {bidang: form.get(f"{bidang}-{kunci}", "") for bidang in BIDANG_REALISASI}
        r = terisi.get(indikator.id)
        return {bidang: getattr(r, bidang) if r else ("" if bidang != "angka" else None) for bidang in BIDANG_REALISASI}

    def tampil(indikator: Indikator) -> IndikatorTampil:
        berkas = tuple(b for b in satu.bukti if b.indikator_id == indikator.id)
        return IndikatorTampil(kunci_indikator(indikator.id), indikator, target(indikator), lajunya[indikator.id], isian(indikator), berkas)

    berhenti = [RhkTampil(rhk, [tampil(i) for i in rhk.indikator if i.id in terisi], True) for rhk in skp.dihentikan]
    return [RhkTampil(rhk, [tampil(indikator) for indikator in rhk.indikator]) for rhk in skp.rhk] + [b for b in berhenti if b.indikator]


def menurut_rhk(rencana: Sequence[RencanaAksi]) -> dict[UUID, list[RencanaAksi]]:
    """The plans by their RHK."""
    hasil: dict[UUID, list[RencanaAksi]] = {}
    for satu in rencana:
        hasil.setdefault(satu.rhk_id, []).append(satu)
    return hasil


def target(indikator: Indikator) -> str:
    """The target as the SKP says it: its words, else the figures with the unit."""
    if indikator.target_teks:
        return indikator.target_teks
    if indikator.target_min is not None and indikator.target_max is not None:
        return f"{angka(indikator.target_min, None)} sampai {angka(indikator.target_max, None)} {indikator.satuan}".strip()
    return f"{angka(indikator.target, None)} {indikator.satuan}".strip()


def berkas(bukti: Bukti, tanda: str = "") -> dict[str, str]:
    """The words, the kind and the small picture of an evidence row; ``tanda`` says that the reading is noted already."""
    if bukti.keadaan_tautan:
        kata = KATA[bukti.keadaan_tautan]
        return {
            "teks": f"Tautan ke {host(bukti.tautan)} · {kata.label.lower()}",
            "jenis": "tautan",
            "nada": kata.nada,
            "saran": kata.saran,
            "mini": "",
            "keadaan": "",
        }
    if bukti.konfirmasi:
        kata_penilai, nada = KATA_KONFIRMASI[bukti.konfirmasi]
        saran = f"Penilai: {bukti.catatan_konfirmasi}" if bukti.catatan_konfirmasi else ""
        return {"teks": f"{bukti.letak} · {kata_penilai}", "jenis": "berkas", "nada": nada, "saran": saran, "mini": "", "keadaan": ""}
    jenis = "gambar" if bukti.jenis in GAMBAR else "berkas"
    if bukti.keadaan_berkas is KeadaanBerkas.TERJANGKIT:
        terkunci = {"teks": f"Terkunci: {bukti.temuan}", "nada": "buruk", "keadaan": "rusak", "mini": ""}
        return {**terkunci, "jenis": jenis, "saran": bukti.alasan_terkunci}
    menunggu = bukti.keadaan_berkas is KeadaanBerkas.DIPERIKSA
    return {
        "teks": f"{LABEL.get(bukti.jenis, 'Berkas')} · {ukuran(bukti.ukuran)}" + (" · menunggu pemindai virus" if menunggu else ""),
        "keadaan": "diperiksa" if menunggu else "",
        "jenis": jenis,
        "nada": "",
        "mini": f"/capaian/api/v1/bukti/{bukti.id}/mini" + (f"?dalam={tanda}" if tanda else "") if bukti.bermini else "",
    }


def riwayat(daftar: Sequence[Peristiwa], nama: Mapping[UUID, str], zona: str) -> list[dict[str, str]]:
    return [
        {
            "judul": _PERISTIWA.get(p.aksi, p.aksi),
            "teks": f"{nama.get(p.oleh, 'Admin') if p.oleh else 'Sistem'}{_sebagai(p.sebagai)}, {waktu(p.pada, zona)}"
            + (f". {p.catatan}" if p.catatan else ""),
            "keadaan": "lewat",
        }
        for p in daftar
    ]


def _sebagai(sebagai: str) -> str:
    return f" sebagai {SEBAGAI[sebagai]}" if sebagai in ("plt", "plh", "atasan") else ""


def kata_absen(keadaan: Keadaan | None) -> str:
    """The sentence of the day page during an absence; empty without one."""
    if keadaan is None:
        return ""
    sampai = f" sampai {hari(keadaan.selesai)}" if keadaan.selesai else ""
    return f"{LABEL_ABSEN[keadaan.jenis]}{sampai}. Hari itu tidak wajib dicatat dan tidak dihitung terlambat."


def chip_status(status: str) -> tuple[str, str, str]:
    return STATUS[status]


def kata_terlambat(satu: Laporan) -> str:
    """The lateness in one sentence, with the reason that was given."""
    if satu.diajukan_otomatis:
        isi = "apa adanya" if satu.realisasi else "dalam keadaan kosong: tidak melaporkan"
        return f"Tidak dikirim sampai terkunci {tanggal(satu.hari_terakhir)}, jadi sistem mengirimnya {isi}. Tercatat terlambat {satu.hari_terlambat} hari."
    alasan, keterangan = satu.alasan_terlambat, satu.keterangan_terlambat
    sebab = ALASAN.get(alasan, "")
    return (
        f"Dikirim {satu.hari_terlambat} hari sesudah batasnya"
        + (f", alasan: {sebab.lower()}" if sebab else "")
        + (f". {keterangan}" if keterangan else ".")
    )


def tenggat_baris(baris: Baris, hari_ini: date) -> dict[str, Any]:
    """The deadline that a row of the list shows: the normal one, then the last open day."""
    batas = (
        baris.batas_normal if hari_ini <= baris.batas_normal else max(baris.batas_toleransi, baris.dibuka_sampai or baris.batas_toleransi)
    )
    return {"pada": batas, "sisa": KALENDER.sisa(hari_ini, batas), "terkunci": baris.terkunci(hari_ini)}


def minggu(bulan: Bulan, terpilih: date, hari_ini: date, alamat: str = "") -> list[list[dict[str, Any] | None]]:
    """The month for the calendar macro: days up to today are links, to the page at ``alamat``."""
    return [
        [
            None
            if satu is None
            else {
                "hari": satu.tanggal.day,
                "keadaan": satu.keadaan,
                "alamat": f"{alamat}?tanggal={satu.tanggal}" if satu.tanggal <= hari_ini else "",
                "hari_ini": satu.tanggal == terpilih,
            }
            for satu in baris
        ]
        for baris in bulan.minggu
    ]


def hari_masih_terbuka(bulan: Bulan, hari_ini: date) -> str:
    """What may still be done about the last empty day; empty when nothing."""
    kosong = bulan.kosong_terakhir
    if kosong is None:
        return ""
    sampai = KALENDER.tambah(kosong, HARI_TERBUKA)
    if hari_ini > sampai:
        return ""
    return f"{hari(kosong, tahun=False)} masih dapat diisi sampai {hari(sampai, tahun=False)}; akan tercatat terlambat."


def bulan_lain(satu: date) -> tuple[date, date]:
    """The last day of the month before, and the first of the month after."""
    awal = satu.replace(day=1)
    return awal - timedelta(days=1), (awal + timedelta(days=31)).replace(day=1)
