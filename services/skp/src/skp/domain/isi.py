"""The content of an SKP as it is written: RHK with indikator, and the annex.

What can never be right is refused at once; what is only unfinished is left to the checklist (:mod:`skp.domain.syarat`), so that a draft
can always be kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from shared.contracts.skp import Indikator, Lampiran, Rhk
from shared.errors import Invalid

JENIS_RHK = ("utama", "tambahan")
ASPEK = ("kuantitas", "kualitas", "waktu", "biaya")
ARAH = {"normal": "makin besar makin baik", "khusus": "makin kecil makin baik"}
CARA_HITUNG = {"jumlah": "dijumlahkan", "rata_rata": "dirata-ratakan", "akhir": "nilai terakhir"}
PENDEKATAN = ("kuantitatif", "kualitatif")
PERSPEKTIF = {
    "penerima_layanan": "Penerima layanan",
    "proses_bisnis": "Proses bisnis",
    "penguatan_internal": "Penguatan internal",
    "anggaran": "Anggaran",
}
"""Of the RHK of a JPT (domain.md 3.3)."""
KLASIFIKASI = {"organisasi": "Organisasi", "individu": "Individu atau direktif"}
"""Of the RHK of a JPT, optional: its values are uncertain, these two stand in domain.md 3.3 as examples."""
LAMPIRAN = {
    "dukungan_sumber_daya": "Dukungan sumber daya",
    "skema_pertanggungjawaban": "Skema pertanggungjawaban",
    "konsekuensi": "Konsekuensi",
}

PALING_BANYAK_RHK = 50
PALING_BANYAK_INDIKATOR = 20
PALING_BANYAK_BARIS_LAMPIRAN = 20
PANJANG_RHK = 1000
PANJANG_INDIKATOR = 500
PANJANG_KUALITATIF = 4000
PANJANG_SINGKAT = 200
PANJANG_SATUAN = 50
PANJANG_LAMPIRAN = 500
ANGKA_TERBESAR = Decimal(999999999999)
DESIMAL_TARGET = 4
DESIMAL_BOBOT = 2
SERATUS = Decimal(100)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class IsianIndikator:
    """An indikator as typed; ``id`` is kept when it was there before."""

    aspek: str = "kuantitas"
    teks: str = ""
    target_teks: str = ""
    target: Decimal | None = None
    target_min: Decimal | None = None
    target_max: Decimal | None = None
    satuan: str = ""
    arah: str = "normal"
    target_maksimal: bool = False
    cara_hitung: str = "jumlah"
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class IsianRhk:
    """An RHK as typed; ``id`` is kept when it was there before."""

    jenis: str = "utama"
    teks: str = ""
    bobot: Decimal | None = None
    rhk_atasan_id: UUID | None = None
    rhk_atasan_teks: str = ""
    penugasan_dari: str = ""
    indikator: tuple[IsianIndikator, ...] = ()
    id: UUID | None = None
    perspektif: str = ""
    klasifikasi: str = ""


@dataclass(frozen=True, slots=True)
class Isian:
    """Everything the employee writes. ``lampiran`` None leaves the annex as it is."""

    rhk: tuple[IsianRhk, ...] = ()
    lampiran: Lampiran | None = None


@dataclass(slots=True)
class _Pemeriksa:
    """Collects the faults of one sending by field path, e.g. ``rhk.0.indikator.1.target``."""

    salah: dict[str, list[str]] = field(default_factory=dict)

    def tolak(self, bidang: str, pesan: str) -> None:
        self.salah.setdefault(bidang, []).append(pesan)

    def teks(self, nilai: str, panjang: int, bidang: str, nama: str) -> str:
        bersih = rapikan(nilai)
        if len(bersih) > panjang:
            self.tolak(bidang, f"{nama} paling panjang {panjang} karakter; sekarang {len(bersih)}. Persingkat.")
            return ""
        return bersih

    def pilihan(self, nilai: str, boleh: Collection[str], bidang: str, nama: str) -> str:
        if nilai not in boleh:
            self.tolak(bidang, f"{nama} harus salah satu dari {', '.join(boleh)}.")
        return nilai

    def angka(self, nilai: Decimal | None, desimal: int, bidang: str, nama: str) -> Decimal | None:
        if nilai is None:
            return None
        if not nilai.is_finite() or nilai.copy_abs() > ANGKA_TERBESAR:
            self.tolak(bidang, f"{nama} terlalu besar atau bukan angka. Periksa satuannya.")
            return None
        if nilai < 0:
            self.tolak(bidang, f"{nama} tidak boleh kurang dari 0.")
            return None
        if nilai != nilai.quantize(Decimal(1).scaleb(-desimal)):
            self.tolak(bidang, f"{nama} paling banyak {desimal} angka di belakang koma.")
            return None
        return nilai

    def selesai(self) -> None:
        if self.salah:
            raise Invalid("Ada isian SKP yang perlu dibetulkan. Tidak ada yang disimpan.", errors=self.salah)


def rapikan(teks: str) -> str:
    """Text without control characters and outer blanks, in composed form (NFC)."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", teks.replace("\r\n", "\n"))).strip()


def cocok_tunggal(teks: str, pilihan: Mapping[UUID, str]) -> UUID | None:
    """The one RHK of the superior that says the same, without regard to case and blanks; None when it is none or several."""
    kunci = _kunci_kalimat(teks)
    sama = [id_ for id_, kalimat in pilihan.items() if kunci and _kunci_kalimat(kalimat) == kunci]
    return sama[0] if len(sama) == 1 else None


def _kunci_kalimat(teks: str) -> str:
    return " ".join(teks.casefold().split()).rstrip(".")


@dataclass(frozen=True, slots=True)
class Acuan:
    """What a content is written against: the superior's RHK that may be linked (id to text) and whether the instansi uses bobot."""

    rhk_atasan: Mapping[UUID, str]
    numerik: bool
    pendekatan: str
    id_baru: Callable[[], UUID]
    jpt: bool = False


def susun_rhk(isian: tuple[IsianRhk, ...], lama: tuple[Rhk, ...], acuan: Acuan) -> tuple[Rhk, ...]:
    """The RHK of a new content, numbered in order, with the ids of those that were there before.

    Raises :class:`Invalid` with one message a field. A link to an RHK of the superior copies its text, so that the form can be printed later; a
    placeholder that says what exactly one of them says becomes the link.
    """
    periksa = _Pemeriksa()
    if len(isian) > PALING_BANYAK_RHK:
        raise Invalid(f"Satu SKP paling banyak {PALING_BANYAK_RHK} RHK; terkirim {len(isian)}.", errors={"rhk": ["Terlalu banyak RHK."]})
    _tolak_id_asing(isian, lama, periksa)
    tautan_lama = {rhk.rhk_atasan_id: rhk.rhk_atasan_teks for rhk in lama if rhk.rhk_atasan_id}
    hasil = tuple(_susun_satu(i, r, {**tautan_lama, **acuan.rhk_atasan}, acuan, periksa) for i, r in enumerate(isian))
    periksa.selesai()
    return hasil


def _tolak_id_asing(isian: tuple[IsianRhk, ...], lama: tuple[Rhk, ...], periksa: _Pemeriksa) -> None:
    indikator_lama = {rhk.id: {i.id for i in rhk.indikator} for rhk in lama}
    semua_indikator = {i for ids in indikator_lama.values() for i in ids}
    terpakai: set[UUID] = set()
    for i, rhk in enumerate(isian):
        if rhk.id is not None and (rhk.id not in indikator_lama or rhk.id in terpakai):
            periksa.tolak(f"rhk.{i}.id", f"RHK {i + 1}: id tidak ada di SKP ini atau dipakai dua kali. Kosongkan id untuk RHK baru.")
        for j, indikator in enumerate(rhk.indikator):
            if indikator.id is not None and (indikator.id not in semua_indikator or indikator.id in terpakai):
                periksa.tolak(
                    f"rhk.{i}.indikator.{j}.id",
                    f"RHK {i + 1}, indikator {j + 1}: id tidak ada di SKP ini atau dipakai dua kali. Kosongkan id untuk indikator baru.",
                )
            terpakai |= {indikator.id} if indikator.id else set()
        terpakai |= {rhk.id} if rhk.id else set()


def _susun_satu(i: int, rhk: IsianRhk, tautan: Mapping[UUID, str], acuan: Acuan, periksa: _Pemeriksa) -> Rhk:
    jalur, nama = f"rhk.{i}", f"RHK {i + 1}"
    if len(rhk.indikator) > PALING_BANYAK_INDIKATOR:
        periksa.tolak(f"{jalur}.indikator", f"{nama}: paling banyak {PALING_BANYAK_INDIKATOR} indikator; terkirim {len(rhk.indikator)}.")
    atasan_teks = periksa.teks(rhk.rhk_atasan_teks, PANJANG_RHK, f"{jalur}.rhk_atasan_teks", f"{nama}: RHK pimpinan atau alasannya")
    if rhk.rhk_atasan_id is not None:
        if rhk.rhk_atasan_id in tautan:
            atasan_teks = tautan[rhk.rhk_atasan_id]
        else:
            periksa.tolak(f"{jalur}.rhk_atasan_id", f"{nama}: RHK pimpinan itu tidak ada di SKP penilai Anda tahun ini. Pilih dari daftar.")
    tautan_id = rhk.rhk_atasan_id
    if tautan_id is None and rhk.jenis == "utama" and (tautan_id := cocok_tunggal(atasan_teks, acuan.rhk_atasan)):
        atasan_teks = acuan.rhk_atasan[tautan_id]
    return Rhk(
        id=rhk.id or acuan.id_baru(),
        nomor=i + 1,
        jenis=periksa.pilihan(rhk.jenis, JENIS_RHK, f"{jalur}.jenis", f"{nama}: jenis"),
        teks=periksa.teks(rhk.teks, PANJANG_RHK, f"{jalur}.teks", f"{nama}: kalimatnya"),
        bobot=_bobot(rhk, jalur, nama, acuan, periksa),
        rhk_atasan_id=tautan_id,
        rhk_atasan_teks=atasan_teks,
        penugasan_dari=periksa.teks(rhk.penugasan_dari, PANJANG_SINGKAT, f"{jalur}.penugasan_dari", f"{nama}: penugasan dari"),
        indikator=tuple(
            _susun_indikator(f"{jalur}.indikator.{j}", f"{nama}, indikator {j + 1}", indikator, acuan, periksa)
            for j, indikator in enumerate(rhk.indikator[:PALING_BANYAK_INDIKATOR])
        ),
        perspektif=_khusus_jpt("perspektif", rhk.perspektif, PERSPEKTIF, jalur, nama, acuan, periksa),
        klasifikasi=_khusus_jpt("klasifikasi", rhk.klasifikasi, KLASIFIKASI, jalur, nama, acuan, periksa),
    )


def _khusus_jpt(kolom: str, isi: str, pilihan: Mapping[str, str], jalur: str, nama: str, acuan: Acuan, periksa: _Pemeriksa) -> str:
    if not isi:
        return ""
    if not acuan.jpt:
        periksa.tolak(f"{jalur}.{kolom}", f"{nama}: {kolom} hanya untuk SKP pejabat pimpinan tinggi. Kosongkan.")
        return ""
    return periksa.pilihan(isi, pilihan, f"{jalur}.{kolom}", f"{nama}: {kolom}")


def _bobot(rhk: IsianRhk, jalur: str, nama: str, acuan: Acuan, periksa: _Pemeriksa) -> Decimal | None:
    if rhk.bobot is None:
        return None
    if rhk.jenis == "tambahan":
        periksa.tolak(f"{jalur}.bobot", f"{nama}: RHK tambahan tidak diberi bobot. Kosongkan bobotnya.")
        return None
    if not acuan.numerik:
        periksa.tolak(f"{jalur}.bobot", f"{nama}: instansi Anda tidak memakai bobot. Kosongkan bobotnya.")
        return None
    bobot = periksa.angka(rhk.bobot, DESIMAL_BOBOT, f"{jalur}.bobot", f"{nama}: bobot")
    if bobot is not None and not 0 < bobot <= SERATUS:
        periksa.tolak(f"{jalur}.bobot", f"{nama}: bobot harus lebih dari 0 dan paling besar 100.")
        return None
    return bobot.quantize(Decimal("0.01")) if bobot is not None else None


def _susun_indikator(jalur: str, nama: str, indikator: IsianIndikator, acuan: Acuan, periksa: _Pemeriksa) -> Indikator:
    kuantitatif = acuan.pendekatan == "kuantitatif"
    target, target_min, target_max = (
        periksa.angka(nilai, DESIMAL_TARGET, f"{jalur}.{kunci}", f"{nama}: {sebutan}")
        for kunci, sebutan, nilai in (
            ("target", "target", indikator.target),
            ("target_min", "batas bawah target", indikator.target_min),
            ("target_max", "batas atas target", indikator.target_max),
        )
    )
    arah = periksa.pilihan(indikator.arah, ARAH, f"{jalur}.arah", f"{nama}: arah")
    _periksa_target(jalur, nama, arah, (target, target_min, target_max), periksa)
    return Indikator(
        id=indikator.id or acuan.id_baru(),
        aspek=periksa.pilihan(indikator.aspek, ASPEK, f"{jalur}.aspek", f"{nama}: aspek"),
        teks=periksa.teks(indikator.teks, PANJANG_INDIKATOR if kuantitatif else PANJANG_KUALITATIF, f"{jalur}.teks", f"{nama}: kalimatnya"),
        target_teks=periksa.teks(
            indikator.target_teks, PANJANG_SINGKAT, f"{jalur}.target_teks", f"{nama}: target yang tertulis di formulir"
        ),
        target=target,
        target_min=target_min,
        target_max=target_max,
        satuan=periksa.teks(indikator.satuan, PANJANG_SATUAN, f"{jalur}.satuan", f"{nama}: satuan"),
        arah=arah,
        target_maksimal=indikator.target_maksimal,
        cara_hitung=periksa.pilihan(indikator.cara_hitung, CARA_HITUNG, f"{jalur}.cara_hitung", f"{nama}: cara hitung"),
    )


def _periksa_target(
    jalur: str, nama: str, arah: str, angka: tuple[Decimal | None, Decimal | None, Decimal | None], periksa: _Pemeriksa
) -> None:
    """Source of the rules: domain.md 5.7 (a target of 0 only where lower is better; a range has both ends, in order)."""
    target, batas_bawah, batas_atas = angka
    if target is not None and (batas_bawah is not None or batas_atas is not None):
        periksa.tolak(f"{jalur}.target", f"{nama}: isi satu target, atau batas bawah dan batas atas. Jangan keduanya.")
    if arah == "normal" and (target == 0 or (batas_bawah is not None and batas_bawah == 0)):
        periksa.tolak(f"{jalur}.target", f"{nama}: target harus lebih dari 0. Target 0 hanya untuk arah khusus (makin kecil makin baik).")
    if batas_bawah is not None and batas_atas is not None and batas_bawah > batas_atas:
        periksa.tolak(f"{jalur}.target_min", f"{nama}: batas bawah melebihi batas atas. Tukar keduanya.")
    if batas_atas == 0:
        periksa.tolak(f"{jalur}.target_max", f"{nama}: batas atas harus lebih dari 0.")


def salin_rhk(rhk: tuple[Rhk, ...], id_baru: Callable[[], UUID], *, numerik: bool) -> tuple[tuple[Rhk, ...], dict[UUID, UUID]]:
    """A copy for another year with ids of its own, and from which each came. Links end with their year; their text stays as placeholder."""
    asal: dict[UUID, UUID] = {}

    def baru(lama: UUID) -> UUID:
        id_ = id_baru()
        asal[id_] = lama
        return id_

    salinan = tuple(
        replace(
            r,
            id=baru(r.id),
            nomor=n,
            bobot=r.bobot if numerik else None,
            rhk_atasan_id=None,
            indikator=tuple(replace(i, id=baru(i.id)) for i in r.indikator),
        )
        for n, r in enumerate(rhk, 1)
    )
    return salinan, asal


def susun_lampiran(lampiran: Lampiran) -> Lampiran:
    """The annex with tidy, non-empty lines; raises :class:`Invalid` when there are too many or too long ones."""
    periksa = _Pemeriksa()
    hasil: dict[str, tuple[str, ...]] = {}
    for kunci, nama in LAMPIRAN.items():
        asli: tuple[str, ...] = getattr(lampiran, kunci)
        baris = [rapikan(b) for b in asli]
        baris = [b for b in baris if b]
        if len(baris) > PALING_BANYAK_BARIS_LAMPIRAN:
            periksa.tolak(f"lampiran.{kunci}", f"{nama}: paling banyak {PALING_BANYAK_BARIS_LAMPIRAN} baris; terkirim {len(baris)}.")
        if any(len(b) > PANJANG_LAMPIRAN for b in baris):
            periksa.tolak(f"lampiran.{kunci}", f"{nama}: satu baris paling panjang {PANJANG_LAMPIRAN} karakter. Persingkat atau pecah.")
        hasil[kunci] = tuple(baris)
    periksa.selesai()
    return Lampiran(**hasil)


def punya_target(indikator: Indikator) -> bool:
    """Whether there is a figure to measure against."""
    return indikator.target is not None or (indikator.target_min is not None and indikator.target_max is not None)
