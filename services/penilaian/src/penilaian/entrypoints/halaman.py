"""What the templates need beyond the aggregates: rows with words and trends, the rail, the strip, and forms read from people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from penilaian.adapters.libur import hari_kerja
from penilaian.application.queries import ANDA, PEGAWAI, SEKALIGUS, SELESAI, Baris, saring
from penilaian.domain import eskalasi
from penilaian.domain.angka import tulis, tulis_asal
from penilaian.domain.distribusi import LABEL_CAPAIAN, Kurva, Pemeriksaan, Sebaran
from penilaian.domain.evaluasi import Evaluasi, Formulir, Hasil, Koreksi, KoreksiRealisasi, SkorPerilaku
from penilaian.domain.keberatan import POKOK, PUTUSAN, Isi, Keberatan, StatusKeberatan
from penilaian.domain.kuadran import LABEL_PREDIKAT, LABEL_RATING, Predikat, Rating, saran_rating, wajib_alasan
from penilaian.domain.numerik import BATAS_ATAS
from penilaian.domain.perilaku import BERAKHLAK, KODE, NAMA
from penilaian.domain.realisasi import RekapIndikator, bukti_kurang
from penilaian.entrypoints.tampilan import Gambaran
from shared.contracts.capaian import Bukti, Laporan
from shared.errors import Invalid
from shared.web.format import parse_angka, ukuran
from shared.wewenang import SEBAGAI

_JENIS_GAMBAR = "image/"
_TEKS = ("alasan_hasil", "alasan_perilaku", "gagasan_baru", "catatan", "organisasi_belum", "alasan_pola")
TANDA = {Rating.DI_BAWAH: "\u25bc", Rating.SESUAI: "\u25cf", Rating.DI_ATAS: "\u25b2"}
TITIK_TREN = 6
"""A longer row of periods is drawn by every third one (a quarter for months)."""
INDIKATOR_LAPANG = 15
"""With more indikator than this trends are written, not drawn, and bars and file icons give way: the page stays light on a cheap line."""
ORANG_DI_REL = 24
JUDUL_GILIRAN = {ANDA: "Giliran Anda", PEGAWAI: "Menunggu pegawai", SELESAI: "Selesai"}


@dataclass(frozen=True, slots=True)
class BuktiBaris:
    id: UUID
    nama: str
    keterangan: str
    jenis: str


@dataclass(frozen=True, slots=True)
class IndikatorBaris:
    target: str
    teks: str
    aspek: str
    realisasi: str
    capaian: Decimal | None
    tren: list[Decimal]
    tren_teks: str
    target_tren: Decimal | None
    label_tren: str
    kata: str
    kendala: str


@dataclass(frozen=True, slots=True)
class RhkBaris:
    id: UUID
    nomor: int
    jenis: str
    teks: str
    rhk_atasan: str
    bobot: Decimal | None
    capaian: Decimal | None
    sumbangan: Decimal | None
    indikator: list[IndikatorBaris]
    bukti: list[BuktiBaris]


def bukti_baris(bukti: Bukti) -> BuktiBaris:
    if bukti.tautan:
        return BuktiBaris(bukti.id, bukti.nama, f"Tautan ke {urlsplit(bukti.tautan).netloc}", "tautan")
    if not bukti.sha256:
        return BuktiBaris(bukti.id, bukti.nama, "Dokumen, keberadaannya dipastikan penilai", "dokumen")
    gambar = bukti.jenis.startswith(_JENIS_GAMBAR)
    jenis = bukti.jenis.split("/")[-1].split(".")[-1].upper()
    return BuktiBaris(bukti.id, bukti.nama, f"{jenis} \u00b7 {ukuran(bukti.ukuran)}", "gambar" if gambar else "berkas")


def _dengan_satuan(angka: str, satuan: str) -> str:
    return f"{angka} {satuan}".strip()


def _indikator(rekap: RekapIndikator, capaian: Decimal | None) -> IndikatorBaris:
    i = rekap.indikator
    if i.target is not None:
        target = _dengan_satuan(tulis_asal(i.target), i.satuan)
    elif i.target_min is not None and i.target_max is not None:
        target = _dengan_satuan(f"{tulis_asal(i.target_min)} sampai {tulis_asal(i.target_max)}", i.satuan)
    else:
        target = i.target_teks
    angka = [p.angka for p in rekap.periode if p.angka is not None]
    tren = [Decimal(n) for n in accumulate(angka)] if i.cara_hitung == "jumlah" else angka
    if len(tren) > TITIK_TREN:
        tren = tren[len(tren) % 3 + 2 :: 3] if len(tren) % 3 else tren[2::3]
    kata = next((p.teks for p in reversed(rekap.periode) if p.teks.strip()), "")
    kendala = next((p.kendala for p in reversed(rekap.periode) if p.kendala.strip()), "")
    isi = "; ".join(tulis_asal(n) for n in tren)
    realisasi = _dengan_satuan(tulis_asal(rekap.total), i.satuan) if rekap.total is not None else "belum ada realisasi"
    return IndikatorBaris(
        target, i.teks, i.aspek.capitalize(), realisasi, capaian, tren, isi, i.target, f"Tren: {isi} {i.satuan}", kata, kendala
    )


def rhk_baris(g: Gambaran) -> list[RhkBaris]:
    """The rows of hasil kerja: utama first, then tambahan."""
    baris = []
    for satu in g.termuat.fakta.rekap:
        capaian = g.capaian.get(str(satu.rhk.id))
        baris.append(
            RhkBaris(
                id=satu.rhk.id,
                nomor=satu.rhk.nomor,
                jenis="dihentikan" if satu.dihentikan else satu.rhk.jenis,
                teks=satu.rhk.teks,
                rhk_atasan=satu.rhk.rhk_atasan_teks,
                bobot=satu.rhk.bobot,
                capaian=capaian[0] if capaian else None,
                sumbangan=capaian[1] if capaian else None,
                indikator=[_indikator(i, g.capaian_indikator.get(str(i.indikator.id))) for i in satu.indikator],
                bukti=[bukti_baris(b) for i in satu.indikator for b in i.bukti],
            )
        )
    return baris


def bukti_umum(laporan: Sequence[Laporan]) -> list[BuktiBaris]:
    """Evidence of the reports that belongs to no single indikator."""
    return [bukti_baris(b) for satu in laporan for b in satu.bukti if b.indikator_id is None]


ALASAN_TERLAMBAT = {"sakit": "sakit", "gangguan_sistem": "gangguan sistem", "tugas_luar": "tugas luar", "lainnya": "alasan lain"}


def kalimat_laporan(satu: Laporan) -> str:
    """How one report came in, in words."""
    if satu.pertama_dikirim_pada is None:
        return f"{satu.nama}: belum dikirim"
    if not satu.terlambat:
        return f"{satu.nama}: tepat waktu"
    alasan = ALASAN_TERLAMBAT.get(satu.alasan_terlambat, satu.alasan_terlambat)
    akhir = ", dimaafkan" if satu.dimaafkan else ""
    if satu.diajukan_otomatis:
        return f"{satu.nama}: {'dikirim otomatis apa adanya' if satu.realisasi else 'tidak melaporkan, dikirim otomatis kosong'}{akhir}"
    return f"{satu.nama}: terlambat {satu.hari_terlambat} hari{f' ({alasan})' if alasan else ''}{akhir}"


def perilaku_baris(g: Gambaran, isian: Mapping[str, str]) -> list[dict[str, Any]]:
    khusus = {p.kode: p.ekspektasi_khusus for p in g.termuat.fakta.skp.perilaku}
    return [
        {
            "kode": nilai.kode,
            "nama": nilai.nama,
            "panduan": nilai.panduan,
            "khusus": khusus.get(nilai.kode, ""),
            "skor": isian.get(f"skor-{nilai.kode}", ""),
            "rating": isian.get(f"perilaku-{nilai.kode}") or None,
        }
        for nilai in BERAKHLAK
    ]


_SEL = {Rating.DI_BAWAH: ("bawah", "di bawah"), Rating.SESUAI: ("sesuai", "sesuai"), Rating.DI_ATAS: ("atas", "di atas")}


def tanda_perilaku(p: SkorPerilaku) -> tuple[str, str, str]:
    """(class, words, what the cell shows) of one value of one person; a score leads, a mark in words stands alone without it."""
    rating = saran_rating(p.skor) if p.skor is not None else p.rating
    kelas, kata = _SEL[rating] if rating else ("kosong", "belum dinilai")
    return kelas, kata, tulis(p.skor) if p.skor is not None else "" if rating else "\u00b7"


def isian_dari(formulir: Formulir, rhk_ids: Sequence[UUID] = ()) -> dict[str, str]:
    """The form's fields by name as they stand in the page; RHK by their place in it."""
    isian = {nama: getattr(formulir, nama) for nama in _TEKS}
    isian["rating_hasil"] = formulir.rating_hasil or ""
    isian["rating_perilaku"] = formulir.rating_perilaku or ""
    for satu in formulir.perilaku:
        isian[f"skor-{satu.kode}"] = tulis(satu.skor) if satu.skor is not None else ""
        isian[f"perilaku-{satu.kode}"] = satu.rating or ""
    for nomor, rhk_id in enumerate(rhk_ids, 1):
        catatan = formulir.catatan_untuk(rhk_id)
        isian[f"rhk-{nomor}"] = catatan.rating or ""
        isian[f"catatan-{nomor}"] = catatan.catatan
    return isian


def perubahan_dari(form: Mapping[str, str], rhk_ids: Sequence[UUID]) -> dict[str, Any]:
    """A posted page as changes of the form; raises :class:`Invalid` with the fields' names."""
    salah: dict[str, list[str]] = {}
    hasil: dict[str, Any] = {nama: form[nama].strip() for nama in _TEKS if nama in form}
    for nama in ("rating_hasil", "rating_perilaku"):
        if form.get(nama):
            hasil[nama] = _rating(form[nama], nama, salah)
    hasil["perilaku"] = [_perilaku_dari(form, kode, salah) for kode in KODE]
    if rhk := _catatan_dari(form, rhk_ids, salah):
        hasil["catatan_rhk"] = rhk
    if salah:
        raise Invalid("Perbaiki isian yang ditandai, lalu simpan lagi.", errors=salah)
    return hasil


def _perilaku_dari(form: Mapping[str, str], kode: str, salah: dict[str, list[str]]) -> dict[str, Any]:
    satu: dict[str, Any] = {"kode": kode}
    mentah = form.get(f"skor-{kode}")
    if mentah is not None:
        try:
            satu["skor"] = parse_angka(mentah) if mentah.strip() else None
        except ValueError as galat:
            salah[f"skor-{kode}"] = [str(galat)]
    if form.get(f"perilaku-{kode}"):
        satu["rating"] = _rating(form[f"perilaku-{kode}"], f"perilaku-{kode}", salah)
    return satu


def _catatan_dari(form: Mapping[str, str], rhk_ids: Sequence[UUID], salah: dict[str, list[str]]) -> dict[UUID, dict[str, Any]]:
    """Fields ``rhk-<n>`` (a rating) and ``catatan-<n>`` (words) of the n-th RHK of the page."""
    rhk: dict[UUID, dict[str, Any]] = {}
    for nomor, rhk_id in enumerate(rhk_ids, 1):
        satu: dict[str, Any] = {}
        if f"catatan-{nomor}" in form:
            satu["catatan"] = form[f"catatan-{nomor}"].strip()
        if form.get(f"rhk-{nomor}"):
            satu["rating"] = _rating(form[f"rhk-{nomor}"], f"rhk-{nomor}", salah)
        if satu:
            rhk[rhk_id] = satu
    return rhk


def _rating(mentah: str, nama: str, salah: dict[str, list[str]]) -> Rating | None:
    try:
        return Rating(mentah)
    except ValueError:
        salah[nama] = ["Pilih di bawah, sesuai, atau di atas ekspektasi."]
        return None


@dataclass(frozen=True, slots=True)
class Rating3:
    """One of the two legal ratings on the page."""

    nama: str
    label: str
    alasan: str
    pilih: Rating | None
    saran: Rating | None
    dari: str
    wajib: bool


def dua_rating(g: Gambaran, isian: Mapping[str, str]) -> list[Rating3]:
    def satu(nama: str, label: str, saran: Rating | None, nilai: Decimal | None) -> Rating3:
        mentah = isian.get(f"rating_{nama}") or ""
        pilih = Rating(mentah) if mentah in set(Rating) else None
        return Rating3(
            f"rating_{nama}",
            label,
            f"alasan_{nama}",
            pilih,
            saran,
            tulis(nilai, 2) if nilai is not None else "",
            wajib_alasan(pilih, saran),
        )

    return [
        satu("hasil", "Rating hasil kerja", g.saran_hasil, g.nilai_skp),
        satu("perilaku", "Rating perilaku kerja", g.saran_perilaku, g.nilai_perilaku),
    ]


def _kanan(b: Baris) -> str:
    if b.giliran == PEGAWAI:
        return f"{b.laporan_terkirim} dari {b.laporan}"
    return f"saran {TANDA[Rating(b.saran_hasil)]}" if b.saran_hasil else ""


def rel(baris: Sequence[Baris], kini: UUID | None, ekor: str = "") -> list[dict[str, Any]]:
    """The groups of the rail: the people around the current one; the whole queue is one link away."""
    letak = next((i for i, b in enumerate(baris) if b.id == kini), 0)
    awal = max(0, min(letak - ORANG_DI_REL // 2, len(baris) - ORANG_DI_REL))
    dekat = baris[awal : awal + ORANG_DI_REL]
    return [
        {
            "judul": judul,
            "butir": [
                {
                    "alamat": f"/penilaian/{b.id}{ekor}",
                    "nama": b.nama.split(",")[0],
                    "teks": b.jabatan if not b.ketepatan["terlambat"] else f"{b.jabatan} \u00b7 {b.ketepatan['terlambat']} terlambat",
                    "kanan": _kanan(b),
                    "predikat": b.predikat or None,
                    "kini": b.id == kini,
                }
                for b in dekat
                if b.giliran == giliran
            ],
        }
        for giliran, judul in JUDUL_GILIRAN.items()
    ]


@dataclass(frozen=True, slots=True)
class Strip:
    """The distribution strip of a page. ``butir`` per predikat with its limit in percent where the pattern has a maximum."""

    unor_nama: str
    anggota: int
    dinilai: int
    sesuai: bool | None
    judul: str
    temuan: list[str]
    butir: dict[str, dict[str, Any]]
    mode: str

    @property
    def teks(self) -> str:
        return f"{self.dinilai} dari {self.anggota} dinilai"


def strip(sebaran: Sebaran, tahun: int, kurva: Kurva) -> Strip:
    hasil = sebaran.periksa(date(tahun, 12, 31), kurva)
    batas = {b.predikat[0]: b.maks for b in hasil.pola.batas if b.maks} if hasil.pola else {}
    butir = {
        p.value: {
            "jumlah": sebaran.tetap.get(p, 0),
            "sementara": sebaran.draf.get(p) or None,
            "masih": hasil.sisa.get(p),
            "batas": batas.get(p),
        }
        for p in Predikat
    }
    return Strip(
        sebaran.unor_nama,
        sebaran.anggota,
        sebaran.dinilai,
        hasil.sesuai,
        judul_pola(hasil),
        [t.kalimat for t in hasil.temuan if not t.sesuai],
        butir,
        kurva.mode.value,
    )


def judul_pola(hasil: Pemeriksaan) -> str:
    return f"Pola {LABEL_CAPAIAN[hasil.pola.capaian]}" if hasil.pola else "Belum ada pola"


@dataclass(frozen=True, slots=True)
class Saringan:
    """The filters of the queue, kept in the address from person to person."""

    giliran: str = ""
    predikat: str = ""
    cari: str = ""

    @classmethod
    def dari(cls, args: Mapping[str, str]) -> Saringan:
        return cls(*(args.get(nama, "")[:100] for nama in ("giliran", "predikat", "cari")))

    def terapkan(self, baris: Sequence[Baris], kini: UUID | None = None) -> list[Baris]:
        """The rows that fit, and the current person even when he does not (any more)."""
        cocok = {b.id for b in saring(baris, giliran=self.giliran, predikat=self.predikat, cari=self.cari)}
        return [b for b in baris if b.id in cocok or b.id == kini]

    @property
    def alamat(self) -> str:
        """``?giliran=anda``, or nothing."""
        isi = {nama: nilai for nama, nilai in (("giliran", self.giliran), ("predikat", self.predikat), ("cari", self.cari)) if nilai}
        return f"?{urlencode(isi)}" if isi else ""


def lanjutan_dari(args: Mapping[str, str]) -> tuple[str, UUID] | None:
    """Where the asked page begins: after this name and id."""
    try:
        return args["nama"][:200], UUID(args["sesudah"])
    except (KeyError, ValueError):
        return None


def pilihan_dari(mentah: Sequence[str]) -> dict[UUID, int]:
    """Ticked people as ``<id>:<version that was seen>``; raises :class:`Invalid` when something else was sent."""
    try:
        return {UUID(id_): int(versi) for id_, versi in (satu.split(":") for satu in mentah[:SEKALIGUS])}
    except ValueError:
        raise Invalid("Pilihan orang tidak terbaca. Muat ulang halaman, lalu pilih lagi.") from None


def lama_menunggu(b: Baris, hari: date, zona: str) -> int:
    """Working days that this lies with the evaluator, once it is time to remind him; else 0."""
    if b.menunggu_sejak is None:
        return 0
    lama = eskalasi.hari_tertahan(b.menunggu_sejak.astimezone(ZoneInfo(zona)).date(), hari, hari_kerja)
    return lama if eskalasi.tingkat(lama) else 0


DIBANDINGKAN = 3
"""People beside each other at most: more do not fit on a screen, and are a list."""


def dibandingkan(mentah: Sequence[str]) -> tuple[list[UUID], str]:
    """The people that were ticked, each once, and what is wrong with the choice."""
    try:
        ids = list(dict.fromkeys(UUID(satu) for satu in mentah))
    except ValueError:
        return [], "Pilihannya tidak dikenal. Pilih lagi dari daftar."
    if mentah and not 2 <= len(ids) <= DIBANDINGKAN:
        return [], f"Pilih dua atau tiga orang; Anda memilih {len(ids)}."
    return ids, ""


@dataclass(frozen=True, slots=True)
class KolomBanding:
    """One person of the comparison."""

    g: Gambaran
    rhk: list[tuple[str, Decimal | None]]
    bukti: int
    bukti_kurang: int
    perilaku: list[tuple[str, str, str]]


def kolom_banding(g: Gambaran) -> KolomBanding:
    baris = rhk_baris(g)
    laporan = g.termuat.fakta.laporan
    isi = {p.kode: p for p in g.formulir.perilaku} if g.formulir else {}
    return KolomBanding(
        g,
        [(f"{r.nomor}. {r.teks}", r.capaian) for r in baris],
        sum(len(satu.bukti) for satu in laporan),
        bukti_kurang(g.termuat.fakta.rekap),
        [tanda_perilaku(isi.get(kode, SkorPerilaku(kode))) for kode in KODE],
    )


def tetangga(baris: Sequence[Baris], kini: UUID) -> tuple[Baris | None, Baris | None, Baris | None]:
    """Previous and next person who is still open, and the next one who waits for the evaluator's ratings."""
    baris = [b for b in baris if b.id == kini or not b.tetap]
    letak = next((i for i, b in enumerate(baris) if b.id == kini), None)
    urut = baris if letak is None else [*baris[letak + 1 :], *baris[:letak]]
    lanjut = next((b for b in urut if b.giliran == ANDA and not b.predikat), None)
    if letak is None:
        return None, None, lanjut
    return (baris[letak - 1] if letak else None), (baris[letak + 1] if letak + 1 < len(baris) else None), lanjut


def langkah_jejak(g: Gambaran) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The steps of the trace panel and its last, ruled row."""
    if g.jejak is None:
        return [], None
    langkah: list[dict[str, Any]] = []
    jumlah = None
    rincian: list[str] = []
    for satu in g.jejak.langkah:
        nilai = tulis(satu.nilai, 2)
        if satu.jenis in ("indikator", "rhk"):
            rincian.append(satu.rumus)
        elif satu.jenis == "nkp":
            jumlah = {"langkah": "NKP", "hitungan": satu.rumus, "nilai": nilai}
        else:
            tebal = satu.jenis != "sumbangan"
            rumus = "; ".join(rincian) if satu.jenis == "sumbangan" else ""
            langkah.append({"langkah": satu.nama, "hitungan": satu.rumus, "nilai": nilai, "rumus": rumus, "tebal": tebal})
            rincian = []
    return langkah, jumlah


def kaki_jejak(g: Gambaran, tanggal: Any) -> str:
    if g.jejak is None:
        return ""
    sejak = tanggal(g.jejak.berlaku_dari)
    return (
        f"Aturan {g.jejak.metode} versi {g.jejak.versi}, berlaku sejak {sejak}. Dasar: {g.jejak.dasar_hukum}."
        f" Pembulatan {g.jejak.pembulatan}. Sidik jejak {g.jejak.sidik[:4]}\u2026{g.jejak.sidik[-2:]}."
    )


def kalimat_sejalan(g: Gambaran) -> str:
    """Whether number and quadrant agree; the quadrant prevails."""
    if g.predikat is None or g.predikat_angka is None:
        return ""
    if g.predikat is g.predikat_angka:
        return "Angka dan kuadran sejalan."
    return f"Menurut pita angka {LABEL_PREDIKAT[g.predikat_angka]}; kuadran yang berlaku."


# ---- objections


def isi_keberatan(form: MultiDict[str, str]) -> Isi:
    """A filed page; ids that are none are named."""
    salah: dict[str, list[str]] = {}
    rhk, bukti = (_uuid_dari(form.getlist(nama), nama, salah) for nama in ("rhk", "bukti"))
    if salah:
        raise Invalid("Ada pilihan yang tidak dikenal. Muat ulang halaman.", errors=salah)
    return Isi(form.get("alasan", ""), tuple(form.getlist("pokok")), rhk, tuple(form.getlist("perilaku")), bukti)


def _uuid_dari(mentah: Sequence[str], nama: str, salah: dict[str, list[str]]) -> tuple[UUID, ...]:
    try:
        return tuple(UUID(satu) for satu in mentah)
    except ValueError:
        salah[nama] = ["Ada pilihan yang tidak dikenal."]
        return ()


def putusan_dari(form: Mapping[str, str], indikator: Sequence[UUID]) -> tuple[StatusKeberatan, str, Koreksi]:
    """A decision as it was posted: what is left empty stays. Raises :class:`Invalid` with the fields' names."""
    salah: dict[str, list[str]] = {}

    def angka(nama: str) -> Decimal | None:
        try:
            return parse_angka(form[nama]) if form.get(nama, "").strip() else None
        except ValueError as galat:
            salah[nama] = [str(galat)]
            return None

    rating = {nama: _rating(form[nama], nama, salah) if form.get(nama) else None for nama in ("rating_hasil", "rating_perilaku")}
    skor = {kode: n for kode in KODE if (n := angka(f"perilaku.{kode}")) is not None}
    salah.update({f"perilaku.{kode}": ["Nilai perilaku antara 0 dan 120."] for kode, n in skor.items() if n > BATAS_ATAS})
    realisasi = tuple(KoreksiRealisasi(i, n) for i in indikator if (n := angka(f"realisasi.{i}")) is not None)
    if form.get("putusan") not in [p.value for p in PUTUSAN]:
        salah["putusan"] = ["Pilih putusan Anda."]
    if salah:
        raise Invalid("Perbaiki isian yang ditandai.", errors=salah)
    return (
        StatusKeberatan(form["putusan"]),
        form.get("alasan", ""),
        Koreksi(rating["rating_hasil"], rating["rating_perilaku"], skor, realisasi),
    )


def rating_lebih_tinggi(kini: Rating) -> list[tuple[str, str]]:
    """What a decision may set: nothing below what the person has."""
    urut = list(Rating)
    return [(r.value, LABEL_RATING[r]) for r in urut[urut.index(kini) + 1 :]]


def yang_diberatkan(k: Keberatan, rhk: Sequence[RhkBaris]) -> list[str]:
    """What is contested, in words."""
    return [
        *(POKOK[p] for p in k.isi.pokok),
        *(f"RHK {r.nomor} {r.teks}" for r in rhk if r.id in k.isi.rhk),
        *(NAMA[kode] for kode in k.isi.perilaku),
    ]


def banding_hasil(lama: Hasil, baru: Hasil) -> list[tuple[str, str, str]]:
    """(what, before, after) of a corrected result."""

    def angka(nilai: Decimal | None) -> str:
        return tulis(nilai, 2) if nilai is not None else ""

    baris = [
        ("Hasil kerja", LABEL_RATING[lama.rating_hasil], LABEL_RATING[baru.rating_hasil]),
        ("Perilaku kerja", LABEL_RATING[lama.rating_perilaku], LABEL_RATING[baru.rating_perilaku]),
        ("Predikat", LABEL_PREDIKAT[lama.predikat], LABEL_PREDIKAT[baru.predikat]),
        ("Nilai SKP", angka(lama.nilai_skp), angka(baru.nilai_skp)),
        ("Nilai perilaku", angka(lama.nilai_perilaku), angka(baru.nilai_perilaku)),
        ("NKP", angka(lama.nkp), angka(baru.nkp)),
    ]
    return [satu for satu in baris if satu[1] or satu[2]]


def sisa_hari(batas: date | None, hari: date) -> int | None:
    return (batas - hari).days if batas else None


def _jawaban(e: Evaluasi, *, sendiri: bool) -> tuple[str, datetime | None, str]:
    """What came of the delivery: an answer, or an objection with its decision."""
    if e.keberatan in ("", "dicabut"):
        return "Jawaban Anda" if sendiri else "Jawaban pegawai", e.diterima_pada, ""
    diputus = next((p.pada for p in reversed(e.riwayat) if p.aksi == "putuskan_keberatan"), None)
    return ("Keberatan diputus" if diputus else "Keberatan diperiksa"), diputus, ""


def tahapan(g: Gambaran, zona: str, waktu: Any, *, sendiri: bool) -> list[dict[str, str]]:
    """The way of an evaluation as the person sees it."""
    e = g.termuat.evaluasi
    penilai = g.termuat.fakta.skp.penilai
    nama_penilai = penilai.nama if penilai else "penilai"
    if e.ditetapkan_sebagai in ("plt", "plh", "atasan"):
        nama_penilai = f"{SEBAGAI[e.ditetapkan_sebagai].capitalize()} ({nama_penilai})"
    urutan = [
        ("Laporan dikirim", e.diajukan_pada, e.pegawai.nama),
        ("Dinilai dan ditetapkan", e.ditetapkan_pada, nama_penilai),
        ("Disampaikan", e.disampaikan_pada, ""),
        _jawaban(e, sendiri=sendiri),
        ("Final", e.final_pada, ""),
    ]
    hasil, kini = [], False
    for judul, pada, siapa in urutan:
        if pada is not None:
            teks = f"{siapa}, {waktu(pada, zona)}" if siapa else waktu(pada, zona)
            hasil.append({"judul": judul, "teks": teks, "keadaan": "lewat"})
        else:
            hasil.append({"judul": judul, "teks": siapa, "keadaan": "" if kini else "kini"})
            kini = True
    return hasil
