"""Hints on quality while an SKP is written. They never block; each says why.

Sources: domain.md 3.3 (an RHK is written as a result, not as an activity) and 3.4 (warn when only kuantitas). What resembles the RHK of another
member is told to the evaluator alone, who reads both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from shared.contracts.skp import Rhk
from skp.domain.isi import punya_target
from skp.domain.syarat import persen

BOBOT_BERAT, BOBOT_RINGAN = Decimal(60), Decimal(5)
"""Percent; outside of these one RHK decides the year, or hardly counts."""
MIRIP = 0.8
"""Share of the words that two sentences have in common, from which on they say the same."""

_KATA = re.compile(r"\w+")
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
    berbobot = sum(r.bobot is not None for r in rhk) > 1
    hasil: list[Saran] = []
    for i, r in enumerate(rhk):
        hasil += _saran_rhk(i, r, pendekatan)
        if berbobot and r.bobot is not None:
            hasil += _saran_bobot(i, r.bobot)
        if kembar := next((lain for lain in rhk[:i] if kemiripan(r.teks, lain.teks) >= MIRIP), None):
            hasil.append(
                Saran("kembar", f"rhk.{i}.teks", f"Kalimat ini hampir sama dengan RHK {kembar.nomor}. Gabungkan, atau tulis bedanya.")
            )
    return tuple(hasil)


def saran_kembar(rhk: tuple[Rhk, ...], lain: Iterable[tuple[str, str]]) -> tuple[Saran, ...]:
    """For the evaluator: which RHK say nearly what one of another member says (``lain``: name and sentence)."""
    semua = tuple(lain)
    hasil: list[Saran] = []
    for i, r in enumerate(rhk):
        if mirip := next(((nama, teks) for nama, teks in semua if kemiripan(r.teks, teks) >= MIRIP), None):
            teks = f'Hampir sama dengan RHK {mirip[0]}: "{mirip[1]}". Pastikan peran keduanya berbeda.'
            hasil.append(Saran("kembar_anggota", f"rhk.{i}.teks", teks))
    return tuple(hasil)


def kemiripan(satu: str, dua: str) -> float:
    """0 to 1: the share of different words that both have; sentences of fewer than three words are never alike."""
    a, b = (set(_KATA.findall(teks.lower())) for teks in (satu, dua))
    return len(a & b) / len(a | b) if min(len(a), len(b)) >= 3 else 0.0


def _saran_bobot(i: int, bobot: Decimal) -> list[Saran]:
    if bobot > BOBOT_BERAT:
        teks = f"RHK ini memegang {persen(bobot)} bobot, jadi hampir menentukan nilai sendirian. Pertimbangkan memecahnya."
        return [Saran("bobot_berat", f"rhk.{i}.bobot", teks)]
    if bobot < BOBOT_RINGAN:
        teks = f"Bobot {persen(bobot)} hampir tidak terasa pada nilai. Pertimbangkan menggabungkan RHK ini."
        return [Saran("bobot_ringan", f"rhk.{i}.bobot", teks)]
    return []


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
