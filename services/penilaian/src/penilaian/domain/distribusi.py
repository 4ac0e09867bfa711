"""The distribution of predikat that the result of the organisation suggests (SE MenPANRB 3/2023; domain 5.6): considered, never imposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from penilaian.domain.kuadran import LABEL_PREDIKAT, Predikat, Rating
from shared.contracts.auth import Pengaturan

BATAS_UNIT_KECIL = 10
"""Below this many persons limits count in persons (maximum rounded up, minimum down) and ``wajib_ada`` only warns."""


class CapaianOrganisasi(StrEnum):
    ISTIMEWA = "istimewa"
    BAIK = "baik"
    BUTUH_PERBAIKAN = "butuh_perbaikan"
    KURANG = "kurang"
    SANGAT_KURANG = "sangat_kurang"


LABEL_CAPAIAN = {
    CapaianOrganisasi.ISTIMEWA: "Istimewa",
    CapaianOrganisasi.BAIK: "Baik",
    CapaianOrganisasi.BUTUH_PERBAIKAN: "Butuh Perbaikan",
    CapaianOrganisasi.KURANG: "Kurang",
    CapaianOrganisasi.SANGAT_KURANG: "Sangat Kurang",
}


class ModeKurva(StrEnum):
    """What a deviation does: it warns, it asks the leader's reason, or it cannot be fixed. The law says that the pattern is considered."""

    PERINGATAN = "peringatan"
    WAJIB_ALASAN = "wajib_alasan"
    BLOKIR = "blokir"


@dataclass(frozen=True, slots=True)
class Kurva:
    """What the instansi decided about the patterns: the mode, and the limits in percent that it may set."""

    mode: ModeKurva = ModeKurva.PERINGATAN
    dominan_maks: int = 70
    buruk_min: int = 60
    sangat_baik_maks: int = 10
    unit_kecil: int = BATAS_UNIT_KECIL

    @classmethod
    def dari(cls, p: Pengaturan) -> Kurva:
        return cls(ModeKurva(p.kurva_mode), p.kurva_dominan_maks, p.kurva_buruk_min, p.kurva_sangat_baik_maks, p.kurva_unit_kecil)


@dataclass(frozen=True, slots=True)
class Batas:
    """Share of the listed predikat together, in percent of the population; ``setelan`` names the field of :class:`Kurva` that moves it."""

    predikat: tuple[Predikat, ...]
    min: int | None = None
    maks: int | None = None
    setelan: str = ""

    def menurut(self, kurva: Kurva) -> Batas:
        if not self.setelan:
            return self
        persen: int = getattr(kurva, self.setelan)
        return replace(self, maks=persen) if self.maks is not None else replace(self, min=persen)


@dataclass(frozen=True, slots=True)
class Pola:
    capaian: CapaianOrganisasi
    berlaku_dari: date
    dasar_hukum: str
    batas: tuple[Batas, ...]
    dominan: Predikat | None = None
    wajib_ada: tuple[tuple[Predikat, ...], ...] = ()


_SB, _B, _BP, _K, _SK = Predikat.SANGAT_BAIK, Predikat.BAIK, Predikat.BUTUH_PERBAIKAN, Predikat.KURANG, Predikat.SANGAT_KURANG
_SE = "SE MenPANRB 3/2023"
_SEJAK = date(2023, 1, 31)
_DOMINAN, _BURUK, _BAIK = "dominan_maks", "buruk_min", "sangat_baik_maks"

POLA = (
    Pola(CapaianOrganisasi.ISTIMEWA, _SEJAK, _SE, (Batas((_SB,), maks=70, setelan=_DOMINAN),), dominan=_SB),
    Pola(CapaianOrganisasi.BAIK, _SEJAK, _SE, (Batas((_B,), maks=70, setelan=_DOMINAN),), dominan=_B, wajib_ada=((_BP, _K),)),
    Pola(CapaianOrganisasi.BUTUH_PERBAIKAN, _SEJAK, _SE, (Batas((_BP,), min=60, setelan=_BURUK), Batas((_SB,), maks=10, setelan=_BAIK))),
    Pola(
        CapaianOrganisasi.KURANG,
        _SEJAK,
        _SE,
        (Batas((_K,), min=60, setelan=_BURUK), Batas((_BP,), min=10), Batas((_SB,), maks=10, setelan=_BAIK)),
    ),
    Pola(
        CapaianOrganisasi.SANGAT_KURANG,
        _SEJAK,
        _SE,
        (Batas((_SK,), min=60, setelan=_BURUK), Batas((_K, _BP), min=10), Batas((_SB,), maks=0)),
    ),
)


@dataclass(frozen=True, slots=True)
class Temuan:
    """One rule looked at. ``selisih`` persons too many (positive) or too few (negative); a ``peringatan`` does not make it deviate."""

    kode: str
    teks: str
    sesuai: bool
    selisih: int = 0
    peringatan: bool = False

    @property
    def kalimat(self) -> str:
        """What deviates, with persons too many or too few."""
        lebih = f", lebih {self.selisih} orang" if self.selisih > 0 else f", kurang {-self.selisih} orang" if self.selisih < 0 else ""
        if self.peringatan:
            return f"Untuk diperhatikan, unit kecil: {self.teks}{lebih}."
        return f"{self.teks[0].upper()}{self.teks[1:]}{lebih}."


@dataclass(frozen=True, slots=True)
class Pemeriksaan:
    """``sesuai`` is None when there is nobody to count or no pattern; ``sisa`` says how many more persons a maximum allows."""

    pola: Pola | None
    jumlah: int
    hitungan: Mapping[Predikat, int]
    temuan: tuple[Temuan, ...]
    sesuai: bool | None
    sisa: Mapping[Predikat, int]


BAWAAN = Kurva()


def pola_pada(capaian: CapaianOrganisasi, pada: date, kurva: Kurva) -> Pola | None:
    """The pattern in force on a day, with the limits of the instansi."""
    berlaku = [pola for pola in POLA if pola.capaian is capaian and pola.berlaku_dari <= pada]
    terbaru = max(berlaku, key=lambda pola: pola.berlaku_dari, default=None)
    return replace(terbaru, batas=tuple(b.menurut(kurva) for b in terbaru.batas)) if terbaru else None


def batas_orang(persen: int, n: int, *, maksimum: bool, unit_kecil: int = BATAS_UNIT_KECIL) -> int:
    """A limit in persons: strict for larger units, lenient (maximum up, minimum down) below ``unit_kecil``."""
    ke_atas, ke_bawah = -(-persen * n // 100), persen * n // 100
    return ke_atas if maksimum == (n < unit_kecil) else ke_bawah


def periksa(
    hitungan: Mapping[Predikat, int],
    capaian: CapaianOrganisasi | None,
    pada: date,
    *,
    anggota: int | None = None,
    kurva: Kurva = BAWAAN,
) -> Pemeriksaan:
    """Compare the counts of the rated with the pattern; ``anggota`` is the size of the whole team, for what a maximum still allows."""
    lengkap = {p: hitungan.get(p, 0) for p in Predikat}
    n = sum(lengkap.values())
    pola = pola_pada(capaian, pada, kurva) if capaian else None
    if pola is None:
        return Pemeriksaan(None, n, lengkap, (), None, {})
    tim = max(anggota or n, n)
    sisa = {
        b.predikat[0]: max(0, batas_orang(b.maks, tim, maksimum=True, unit_kecil=kurva.unit_kecil) - lengkap[b.predikat[0]])
        for b in pola.batas
        if b.maks is not None
    }
    if n == 0:
        return Pemeriksaan(pola, 0, lengkap, (), None, sisa)
    temuan = [t for b in pola.batas for t in _periksa_batas(b, lengkap, n, kurva.unit_kecil)]
    if pola.dominan is not None:
        temuan.append(_periksa_dominan(pola.dominan, lengkap))
    for salah_satu in pola.wajib_ada:
        ada = any(lengkap[p] for p in salah_satu)
        nama = " atau ".join(LABEL_PREDIKAT[p] for p in salah_satu)
        kurang = 0 if ada else -1
        temuan.append(Temuan("wajib_ada", f"harus ada {nama}", ada, kurang, peringatan=not ada and n < kurva.unit_kecil))
    return Pemeriksaan(pola, n, lengkap, tuple(temuan), all(t.sesuai or t.peringatan for t in temuan), sisa)


def _periksa_batas(batas: Batas, hitungan: Mapping[Predikat, int], n: int, unit_kecil: int) -> list[Temuan]:
    ada = sum(hitungan[p] for p in batas.predikat)
    nama = " dan ".join(LABEL_PREDIKAT[p] for p in batas.predikat)
    temuan = []
    if batas.maks is not None:
        boleh = batas_orang(batas.maks, n, maksimum=True, unit_kecil=unit_kecil)
        teks = f"{nama} paling banyak {batas.maks} %" if batas.maks else f"tidak boleh ada {nama}"
        temuan.append(Temuan("maks", teks, ada <= boleh, max(0, ada - boleh)))
    if batas.min is not None:
        perlu = batas_orang(batas.min, n, maksimum=False, unit_kecil=unit_kecil)
        temuan.append(Temuan("min", f"{nama} paling sedikit {batas.min} %", ada >= perlu, min(0, ada - perlu)))
    return temuan


def _periksa_dominan(dominan: Predikat, hitungan: Mapping[Predikat, int]) -> Temuan:
    terbanyak = max(hitungan.values())
    return Temuan(
        "dominan", f"{LABEL_PREDIKAT[dominan]} paling banyak dipakai", hitungan[dominan] == terbanyak, min(0, hitungan[dominan] - terbanyak)
    )


@dataclass(frozen=True, slots=True)
class Sebaran:
    """The predikat of all who are below the leader of a unit, he himself left out (domain 5.6).

    ``tetap`` are fixed, ``draf`` the drafts of who asks; ``anggota`` counts those without a rating too. ``capaian`` is None where the unit has none,
    and then there is no pattern.
    """

    unor_id: UUID
    unor_nama: str
    capaian: CapaianOrganisasi | None
    tetap: Mapping[Predikat, int]
    draf: Mapping[Predikat, int]
    anggota: int

    @property
    def dinilai(self) -> int:
        return sum(self.tetap.values()) + sum(self.draf.values())

    def dengan(self, predikat: Predikat | None, *, tetap: bool = False) -> Sebaran:
        """With one person more."""
        tambah = {predikat: 1} if predikat else {}
        isi = self.tetap if tetap else self.draf
        baru = {p: isi.get(p, 0) + tambah.get(p, 0) for p in Predikat}
        orang = self.anggota + 1
        return replace(self, tetap=baru, anggota=orang) if tetap else replace(self, draf=baru, anggota=orang)

    def periksa(self, pada: date, kurva: Kurva) -> Pemeriksaan:
        semua = {p: self.tetap.get(p, 0) + self.draf.get(p, 0) for p in Predikat}
        return periksa(semua, self.capaian, pada, anggota=self.anggota, kurva=kurva)


RATING_PIMPINAN = {
    CapaianOrganisasi.ISTIMEWA: Rating.DI_ATAS,
    CapaianOrganisasi.BAIK: Rating.SESUAI,
    CapaianOrganisasi.BUTUH_PERBAIKAN: Rating.DI_BAWAH,
    CapaianOrganisasi.KURANG: Rating.DI_BAWAH,
    CapaianOrganisasi.SANGAT_KURANG: Rating.DI_BAWAH,
}
"""For the person who leads the organisation its capaian is the rating of hasil kerja."""
