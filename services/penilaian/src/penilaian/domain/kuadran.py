"""The 3 x 3 performance quadrant of PermenPANRB 6/2022: two ratings give the predikat. The number only suggests (domain 5.3, 5.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Rating(StrEnum):
    DI_BAWAH = "di_bawah_ekspektasi"
    SESUAI = "sesuai_ekspektasi"
    DI_ATAS = "di_atas_ekspektasi"


class Predikat(StrEnum):
    SANGAT_BAIK = "sangat_baik"
    BAIK = "baik"
    BUTUH_PERBAIKAN = "butuh_perbaikan"
    KURANG = "kurang"
    SANGAT_KURANG = "sangat_kurang"


LABEL_RATING = {Rating.DI_BAWAH: "Di bawah ekspektasi", Rating.SESUAI: "Sesuai ekspektasi", Rating.DI_ATAS: "Di atas ekspektasi"}
LABEL_PREDIKAT = {
    Predikat.SANGAT_BAIK: "Sangat Baik",
    Predikat.BAIK: "Baik",
    Predikat.BUTUH_PERBAIKAN: "Butuh Perbaikan",
    Predikat.KURANG: "Kurang",
    Predikat.SANGAT_KURANG: "Sangat Kurang",
}
KODE_PREDIKAT = {
    Predikat.SANGAT_BAIK: "SB",
    Predikat.BAIK: "B",
    Predikat.BUTUH_PERBAIKAN: "BP",
    Predikat.KURANG: "K",
    Predikat.SANGAT_KURANG: "SK",
}

DASAR_HUKUM = "PermenPANRB 6/2022, kuadran kinerja pegawai"
BERLAKU_DARI = date(2022, 2, 3)

KUADRAN: dict[tuple[Rating, Rating], Predikat] = {
    (Rating.DI_ATAS, Rating.DI_BAWAH): Predikat.KURANG,
    (Rating.DI_ATAS, Rating.SESUAI): Predikat.BAIK,
    (Rating.DI_ATAS, Rating.DI_ATAS): Predikat.SANGAT_BAIK,
    (Rating.SESUAI, Rating.DI_BAWAH): Predikat.KURANG,
    (Rating.SESUAI, Rating.SESUAI): Predikat.BAIK,
    (Rating.SESUAI, Rating.DI_ATAS): Predikat.BAIK,
    (Rating.DI_BAWAH, Rating.DI_BAWAH): Predikat.SANGAT_KURANG,
    (Rating.DI_BAWAH, Rating.SESUAI): Predikat.BUTUH_PERBAIKAN,
    (Rating.DI_BAWAH, Rating.DI_ATAS): Predikat.BUTUH_PERBAIKAN,
}
"""(rating hasil kerja, rating perilaku kerja) -> predikat."""


def predikat(hasil: Rating, perilaku: Rating) -> Predikat:
    return KUADRAN[hasil, perilaku]


AMBANG_DI_ATAS = Decimal(110)
AMBANG_SESUAI = Decimal(90)


def saran_rating(nilai: Decimal | None) -> Rating | None:
    """What a published figure (0..120) suggests: from 110 above, from 90 meets, else below the expectation. The human decides."""
    if nilai is None:
        return None
    if nilai >= AMBANG_DI_ATAS:
        return Rating.DI_ATAS
    return Rating.SESUAI if nilai >= AMBANG_SESUAI else Rating.DI_BAWAH


def wajib_alasan(rating: Rating | None, saran: Rating | None) -> bool:
    """A rating that is not *sesuai*, or goes another way than its suggestion, needs a written justification (domain 5.2, 5.7)."""
    return rating is not None and (rating is not Rating.SESUAI or (saran is not None and saran is not rating))


@dataclass(frozen=True, slots=True)
class Pita:
    """NKP from ``dari`` (inclusive) gives ``predikat``; ``perlu_gagasan`` demands a new idea that benefits the organisation."""

    dari: Decimal
    predikat: Predikat
    perlu_gagasan: bool = False


PITA_NKP = (
    Pita(Decimal(110), Predikat.SANGAT_BAIK, perlu_gagasan=True),
    Pita(Decimal(90), Predikat.BAIK),
    Pita(Decimal(70), Predikat.BUTUH_PERBAIKAN),
    Pita(Decimal(50), Predikat.KURANG),
    Pita(Decimal(0), Predikat.SANGAT_KURANG),
)
"""Bands of PP 30/2019 article 41, highest first."""


def predikat_angka(nkp: Decimal | None, *, gagasan_baru: bool) -> Predikat | None:
    """The predikat by the number. It never prevails: a difference from the quadrant is only reported."""
    if nkp is None:
        return None
    return next(pita.predikat for pita in PITA_NKP if nkp >= pita.dari and (gagasan_baru or not pita.perlu_gagasan))
