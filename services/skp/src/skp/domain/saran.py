"""Hints on quality while an SKP is written. They never block; each says why.

Sources: domain.md 3.3 (an RHK is written as a result, not as an activity) and 3.4 (warn when only kuantitas).
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.skp import Rhk
from skp.domain.isi import punya_target

_HASIL = {
    "membina": "Terbinanya",
    "membuat": "Terbuatnya",
    "melaksanakan": "Terlaksananya",
    "melakukan": "Terlaksananya",
    "melayani": "Terlayaninya",
    "memberikan": "Terberikannya",
    "memeriksa": "Terperiksanya",
    "memutakhirkan": "Termutakhirkannya",
    "mengelola": "Terkelolanya",
    "mengembangkan": "Berkembangnya",
    "mengikuti": "Terikutinya",
    "mengolah": "Terolahnya",
    "mengoordinasikan": "Terkoordinasikannya",
    "menyampaikan": "Tersampaikannya",
    "menyediakan": "Tersedianya",
    "menyelenggarakan": "Terselenggaranya",
    "menyelesaikan": "Terselesaikannya",
    "menyiapkan": "Tersiapkannya",
    "menyusun": "Tersusunnya",
    "meningkatkan": "Meningkatnya",
    "pelaksanaan": "Terlaksananya",
    "pelayanan": "Terlayaninya",
    "pembinaan": "Terbinanya",
    "pembuatan": "Terbuatnya",
    "pengelolaan": "Terkelolanya",
    "pengembangan": "Berkembangnya",
    "pengolahan": "Terolahnya",
    "peningkatan": "Meningkatnya",
    "penyelenggaraan": "Terselenggaranya",
    "penyusunan": "Tersusunnya",
}


@dataclass(frozen=True, slots=True)
class Saran:
    """A hint for the field ``bidang``; ``usulan`` is a wording that may be taken over, empty when there is none."""

    kode: str
    bidang: str
    teks: str
    usulan: str = ""


def sebagai_hasil(teks: str) -> str:
    """The sentence worded as a result, or empty when it does not begin as an activity that we know."""
    kata, _, sisa = teks.strip().partition(" ")
    hasil = _HASIL.get(kata.lower())
    return f"{hasil} {sisa}" if hasil and sisa else ""


def saran_untuk(rhk: tuple[Rhk, ...], pendekatan: str) -> tuple[Saran, ...]:
    """All hints for a content, in its order."""
    return tuple(saran for i, r in enumerate(rhk) for saran in _saran_rhk(i, r, pendekatan))


def _saran_rhk(i: int, rhk: Rhk, pendekatan: str) -> list[Saran]:
    daftar: list[Saran] = []
    if usulan := sebagai_hasil(rhk.teks):
        daftar.append(Saran("kegiatan", f"rhk.{i}.teks", f'Ini terbaca sebagai kegiatan. Sebagai hasil: "{usulan}".', usulan))
    if pendekatan == "kuantitatif":
        if rhk.indikator and all(indikator.aspek == "kuantitas" for indikator in rhk.indikator):
            teks = "Hanya ada aspek kuantitas: jumlah saja belum menunjukkan mutu. Pertimbangkan satu ukuran kualitas, waktu, atau biaya."
            daftar.append(Saran("hanya_kuantitas", f"rhk.{i}.indikator", teks))
        for j, indikator in enumerate(rhk.indikator):
            if punya_target(indikator) and not indikator.satuan:
                teks = (
                    f"Indikator {j + 1} punya angka target tanpa satuan. Tulis satuannya supaya realisasi dihitung dengan ukuran yang sama."
                )
                daftar.append(Saran("tanpa_satuan", f"rhk.{i}.indikator.{j}.satuan", teks))
    return daftar
