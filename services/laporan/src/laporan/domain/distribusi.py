"""The pattern that the organisation's result sets for the predikat of its people, and how far a distribution is from it.

Five patterns of SE Menpan RB 3/2023; guidance that the leader considers, so nothing here blocks or changes a predikat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from laporan.domain.keadaan import LABEL_PREDIKAT, PREDIKAT

UNIT_KECIL: Final = 10
"""Below this size limits count in persons: maks rounded up, min rounded down; *wajib ada* is a warning only."""


@dataclass(frozen=True, slots=True)
class Batas:
    """Percent of the people rated whose predikat is one of ``kode``."""

    kode: tuple[str, ...]
    min: int | None = None
    maks: int | None = None


@dataclass(frozen=True, slots=True)
class Pola:
    """``wajib_ada``: at least one person in one of these; ``dominan``: no other predikat has a larger share."""

    batas: tuple[Batas, ...]
    dominan: str = ""
    wajib_ada: tuple[str, ...] = ()
    berlaku_dari: date = date(2022, 1, 1)
    dasar_hukum: str = "SE Menpan RB 3/2023"


POLA: Final[dict[str, Pola]] = {
    "istimewa": Pola((Batas(("sangat_baik",), maks=70),), dominan="sangat_baik"),
    "baik": Pola((Batas(("baik",), maks=70),), dominan="baik", wajib_ada=("butuh_perbaikan", "kurang")),
    "butuh_perbaikan": Pola((Batas(("butuh_perbaikan",), min=60), Batas(("sangat_baik",), maks=10))),
    "kurang": Pola((Batas(("kurang",), min=60), Batas(("butuh_perbaikan",), min=10), Batas(("sangat_baik",), maks=10))),
    "sangat_kurang": Pola(
        (Batas(("sangat_kurang",), min=60), Batas(("kurang", "butuh_perbaikan"), min=10), Batas(("sangat_baik",), maks=0))
    ),
}


@dataclass(frozen=True, slots=True)
class Temuan:
    """``tingkat`` is sesuai, peringatan or menyimpang; ``selisih`` persons too many (+) or too few (-)."""

    tingkat: str
    kalimat: str
    selisih: int = 0


@dataclass(frozen=True, slots=True)
class Verdik:
    sesuai: bool
    temuan: tuple[Temuan, ...]

    @property
    def kalimat(self) -> str:
        penting = [t.kalimat for t in self.temuan if t.tingkat != "sesuai"]
        return " ".join(penting) if penting else "Sesuai pola."


def _nama(kode: tuple[str, ...]) -> str:
    return " atau ".join(LABEL_PREDIKAT[k] for k in kode)


def batas_orang(batas: Batas, jumlah: int) -> tuple[int | None, int | None]:
    """(fewest, most) persons allowed among ``jumlah`` rated ones."""
    kecil = jumlah < UNIT_KECIL
    terbanyak = None if batas.maks is None else (-(-batas.maks * jumlah // 100) if kecil else batas.maks * jumlah // 100)
    paling_sedikit = None if batas.min is None else (batas.min * jumlah // 100 if kecil else -(-batas.min * jumlah // 100))
    return paling_sedikit, terbanyak


def periksa(hitungan: dict[str, int], capaian_organisasi: str) -> Verdik | None:
    """Compare the counts with the pattern of the organisation's result; ``None`` when nobody is rated or no result is set."""
    jumlah = sum(hitungan.get(kode, 0) for kode in PREDIKAT)
    pola = POLA.get(capaian_organisasi)
    if pola is None or jumlah == 0:
        return None
    temuan: list[Temuan] = []
    for batas in pola.batas:
        ada = sum(hitungan.get(kode, 0) for kode in batas.kode)
        sedikit, banyak = batas_orang(batas, jumlah)
        if banyak is not None and ada > banyak:
            temuan.append(
                Temuan("menyimpang", f"{_nama(batas.kode)} {ada} orang, paling banyak {banyak}: lebih {ada - banyak}.", ada - banyak)
            )
        elif sedikit is not None and ada < sedikit:
            temuan.append(
                Temuan("menyimpang", f"{_nama(batas.kode)} {ada} orang, paling sedikit {sedikit}: kurang {sedikit - ada}.", ada - sedikit)
            )
        else:
            temuan.append(Temuan("sesuai", f"{_nama(batas.kode)} {ada} orang, dalam batas."))
    if pola.dominan:
        terbesar = max(hitungan.get(kode, 0) for kode in PREDIKAT)
        dominan = hitungan.get(pola.dominan, 0)
        if dominan < terbesar:
            temuan.append(Temuan("menyimpang", f"{LABEL_PREDIKAT[pola.dominan]} bukan yang terbanyak.", dominan - terbesar))
    if pola.wajib_ada and not any(hitungan.get(kode, 0) for kode in pola.wajib_ada):
        tingkat = "peringatan" if jumlah < UNIT_KECIL else "menyimpang"
        temuan.append(Temuan(tingkat, f"Pola meminta paling sedikit satu {_nama(pola.wajib_ada)}.", -1))
    return Verdik(all(t.tingkat != "menyimpang" for t in temuan), tuple(temuan))
