"""The optional numeric mode: capaian, nilai SKP, nilai perilaku and NKP, 0 to 120, each with its calculation trace (domain 5.7).

The arithmetic is exact (rationals); a figure is rounded half-up once, when it is published. The number suggests, the quadrant decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

from penilaian.domain.angka import KALI, MINUS, bulat, tepat, tulis, tulis_asal
from penilaian.domain.perilaku import KODE
from shared.errors import Invalid

BATAS_ATAS = 120
_SERATUS = Fraction(100)
PEMBULATAN = "setengah ke atas, dua desimal, sekali di akhir untuk tiap angka yang ditampilkan"


@dataclass(frozen=True, slots=True)
class UkuranIndikator:
    """Target (or a range of targets) and realisasi in the indikator's own unit; ``arah`` khusus means that lower is better.

    ``realisasi`` None means that nothing was reported: its capaian is 0 whatever the direction.
    """

    realisasi: Decimal | Fraction | None
    target: Decimal | None = None
    target_min: Decimal | None = None
    target_max: Decimal | None = None
    arah: str = "normal"
    target_maksimal: bool = False
    satuan: str = ""


@dataclass(frozen=True, slots=True)
class UkuranRhk:
    bobot: Decimal
    indikator: tuple[UkuranIndikator, ...]
    nama: str = ""


@dataclass(frozen=True, slots=True)
class Metode:
    """A rule with its dates. ``skor`` turns the raw percentage of one indikator into its capaian, and says how in Indonesian."""

    kode: str
    versi: int
    berlaku_dari: date
    dasar_hukum: str
    skor: Callable[[Fraction, bool], tuple[Fraction, str]]


@dataclass(frozen=True, slots=True)
class Langkah:
    """One step: ``jenis`` is indikator, rhk, sumbangan, nilai_skp, nilai_perilaku or nkp; ``nilai`` the published figure of the step."""

    jenis: str
    nama: str
    rumus: str
    masukan: dict[str, str]
    nilai: Decimal
    rhk: int | None = None
    indikator: int | None = None


@dataclass(frozen=True, slots=True)
class Jejak:
    """The whole calculation; ``sidik`` is the SHA-256 of the canonical JSON of everything else."""

    metode: str
    versi: int
    berlaku_dari: date
    dasar_hukum: str
    pembulatan: str
    langkah: tuple[Langkah, ...]
    sidik: str = ""


@dataclass(frozen=True, slots=True)
class CapaianRhk:
    capaian: Decimal
    sumbangan: Decimal
    indikator: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Perhitungan:
    """Published figures, two decimals. ``nilai_perilaku`` and ``nkp`` are None while not all seven scores are given."""

    rhk: tuple[CapaianRhk, ...]
    nilai_skp: Decimal
    nilai_perilaku: Decimal | None
    nkp: Decimal | None
    jejak: Jejak


JENJANG = ((111, 111, 120, 120), (101, 110, 110, 120), (100, 100, 109, 109), (80, 99, 70, 89), (60, 79, 50, 69), (0, 59, 0, 49))
"""Steps of PermenPANRB 8/2021: percent from, to, score from, to; linear between."""


def _linear(mentah: Fraction, target_maksimal: bool) -> tuple[Fraction, str]:
    batas = _SERATUS if target_maksimal else Fraction(BATAS_ATAS)
    if mentah > batas:
        sebab = "target adalah batas tertinggi, dibatasi 100" if target_maksimal else "dibatasi 120"
        return batas, f"{tulis(mentah)}, {sebab}"
    if mentah < 0:
        return Fraction(0), f"{tulis(mentah)}, paling rendah 0"
    return mentah, ""


def _berjenjang(mentah: Fraction, target_maksimal: bool) -> tuple[Fraction, str]:
    c = max(int(mentah), 0)  # values between the integer bands: truncated
    if target_maksimal and c >= JENJANG[2][0]:
        skor = Fraction(BATAS_ATAS)
    else:
        dari, sampai, skor_dari, skor_sampai = next(j for j in JENJANG if c >= j[0])
        skor = skor_dari + Fraction((skor_sampai - skor_dari) * (min(c, sampai) - dari), max(sampai - dari, 1))
    return skor, f"capaian {tulis(mentah)} masuk jenjang {c}"


METODE = (
    Metode("linear_120", 1, date(2025, 1, 1), "PP 30/2019 pasal 41", _linear),
    Metode("berjenjang_2021", 1, date(2021, 3, 30), "PermenPANRB 8/2021, dipakai atas pilihan instansi", _berjenjang),
)
"""Regulation as data: add a row with a later ``berlaku_dari`` when a rule changes."""

KODE_METODE = tuple(dict.fromkeys(metode.kode for metode in METODE))


def metode_pada(kode: str, pada: date) -> Metode:
    """The version of a method in force on a day; before its first version the first one. Unknown names raise :class:`Invalid`."""
    versi = sorted((m for m in METODE if m.kode == kode), key=lambda m: m.berlaku_dari)
    if not versi:
        pilihan = " atau ".join(KODE_METODE)
        raise Invalid(f"Metode {kode} tidak dikenal. Pakai {pilihan}.", errors={"metode": [f"Pakai {pilihan}."]})
    return next((m for m in reversed(versi) if m.berlaku_dari <= pada), versi[0])


def _mentah(ukuran: UkuranIndikator, letak: str) -> tuple[Fraction, str]:
    """The raw percentage of one indikator, not yet limited, and its formula in words."""
    if ukuran.realisasi is None:
        _target(ukuran, letak)
        return Fraction(0), "tidak ada realisasi yang dilaporkan"
    realisasi = tepat(ukuran.realisasi, "Realisasi")
    bawah, atas = _target(ukuran, letak)
    r = tulis_asal(ukuran.realisasi)
    if bawah != atas and bawah <= realisasi <= atas:
        return _SERATUS, f"{r} berada di antara {tulis_asal(bawah)} dan {tulis_asal(atas)}"
    pembagi = atas if realisasi > atas else bawah
    if ukuran.arah == "khusus":
        if pembagi == 0:
            return (_SERATUS if realisasi == 0 else Fraction(0)), f"target nol, realisasi {r}"
        return (2 - realisasi / pembagi) * 100, f"(1 + (1 {MINUS} {r} ÷ {tulis_asal(pembagi)})) {KALI} 100"
    return realisasi / pembagi * 100, f"{r} ÷ {tulis_asal(pembagi)} {KALI} 100"


def _target(ukuran: UkuranIndikator, letak: str) -> tuple[Fraction, Fraction]:
    """Lower and upper end of the target (equal for a single one)."""
    if ukuran.target is not None:
        bawah = atas = tepat(ukuran.target, "Target")
    elif ukuran.target_min is not None and ukuran.target_max is not None:
        bawah, atas = tepat(ukuran.target_min, "Target"), tepat(ukuran.target_max, "Target")
    else:
        raise _salah(letak, "target", "Isi satu target, atau batas bawah dan batas atasnya.")
    if bawah < 0 or atas < bawah:
        raise _salah(letak, "target", "Target tidak boleh negatif, dan batas bawah tidak boleh melebihi batas atas.")
    if atas == 0 and ukuran.arah != "khusus":
        raise _salah(letak, "target", "Target 0 hanya boleh untuk indikator yang makin rendah makin baik (arah khusus).")
    return bawah, atas


def _salah(letak: str, kolom: str, pesan: str) -> Invalid:
    return Invalid(f"{letak}: {pesan}", errors={f"{letak}.{kolom}" if letak else kolom: [pesan]})


def _periksa_bobot(rhk: Sequence[UkuranRhk], bobot_skp: Decimal, bobot_perilaku: Decimal) -> None:
    if not rhk:
        raise Invalid("Isi paling sedikit satu RHK.", errors={"rhk": ["Isi paling sedikit satu RHK."]})
    for nomor, satu in enumerate(rhk):
        if tepat(satu.bobot, "Bobot") <= 0:
            raise _salah(f"rhk.{nomor}", "bobot", "Bobot harus lebih dari 0.")
        if not satu.indikator:
            raise _salah(f"rhk.{nomor}", "indikator", "Isi paling sedikit satu indikator.")
    jumlah = sum((tepat(satu.bobot) for satu in rhk), Fraction(0))
    if jumlah != _SERATUS:
        selisih = tulis_asal(abs(jumlah - _SERATUS))
        pesan = f"Jumlah bobot {tulis_asal(jumlah)} %. {'Tambahkan' if jumlah < _SERATUS else 'Kurangi'} {selisih} %."
        raise Invalid(pesan, errors={"rhk": [pesan]})
    if min(tepat(bobot_skp), tepat(bobot_perilaku)) < 0 or tepat(bobot_skp) + tepat(bobot_perilaku) != _SERATUS:
        pesan = "Bobot SKP dan bobot perilaku harus berjumlah 100 %."
        raise Invalid(pesan, errors={"bobot_skp": [pesan]})


def hitung(
    kode_metode: str,
    rhk: Sequence[UkuranRhk],
    perilaku: Sequence[Decimal] | None,
    *,
    bobot_skp: Decimal,
    bobot_perilaku: Decimal,
    pada: date,
    bersidik: bool = True,
) -> Perhitungan:
    """All figures of one person with their trace; without ``bersidik`` it has no hash, for who only wants the figures of many.

    ``perilaku`` holds seven scores 0..120 in the order of BerAKHLAK, or None while they are not complete. Raises :class:`Invalid` with
    the field when the weights do not sum to exactly 100, a target is missing or 0 with arah normal, or a score is out of range.
    """
    metode = metode_pada(kode_metode, pada)
    _periksa_bobot(rhk, bobot_skp, bobot_perilaku)
    langkah: list[Langkah] = []
    hasil_rhk: list[CapaianRhk] = []
    total = Fraction(0)
    for i, satu in enumerate(rhk):
        capaian, indikator = _capaian_rhk(metode, satu, i, langkah)
        sumbangan = tepat(satu.bobot) * capaian / 100
        total += sumbangan
        langkah.append(
            Langkah(
                "sumbangan",
                satu.nama or f"RHK {i + 1}",
                f"{tulis(satu.bobot)} % {KALI} {tulis(capaian)}",
                {"bobot": str(satu.bobot), "capaian": str(bulat(capaian))},
                bulat(sumbangan),
                rhk=i + 1,
            )
        )
        hasil_rhk.append(CapaianRhk(bulat(capaian), bulat(sumbangan), indikator))
    nilai_skp = bulat(total)
    rincian = " + ".join(tulis(r.sumbangan, 2) for r in hasil_rhk)
    langkah.append(
        Langkah("nilai_skp", "Nilai SKP", rincian, {f"rhk_{i + 1}": str(r.sumbangan) for i, r in enumerate(hasil_rhk)}, nilai_skp)
    )
    nilai_perilaku = nkp = None
    if perilaku is not None:
        rerata = _rerata_perilaku(perilaku)
        nilai_perilaku = bulat(rerata)
        langkah.append(
            Langkah(
                "nilai_perilaku",
                "Nilai perilaku",
                f"({' + '.join(tulis(s) for s in perilaku)}) ÷ 7",
                {kode: str(skor) for kode, skor in zip(KODE, perilaku, strict=True)},
                nilai_perilaku,
            )
        )
        nkp = bulat((tepat(bobot_skp) * total + tepat(bobot_perilaku) * rerata) / 100)
        langkah.append(
            Langkah(
                "nkp",
                "NKP",
                f"{tulis(bobot_skp)} % {KALI} {tulis(nilai_skp, 2)} + {tulis(bobot_perilaku)} % {KALI} {tulis(nilai_perilaku, 2)}",
                {
                    "bobot_skp": str(bobot_skp),
                    "bobot_perilaku": str(bobot_perilaku),
                    "nilai_skp": str(nilai_skp),
                    "nilai_perilaku": str(nilai_perilaku),
                },
                nkp,
            )
        )
    jejak = Jejak(metode.kode, metode.versi, metode.berlaku_dari, metode.dasar_hukum, PEMBULATAN, tuple(langkah))
    return Perhitungan(tuple(hasil_rhk), nilai_skp, nilai_perilaku, nkp, _bersidik(jejak) if bersidik else jejak)


def _capaian_rhk(metode: Metode, rhk: UkuranRhk, i: int, langkah: list[Langkah]) -> tuple[Fraction, tuple[Decimal, ...]]:
    capaian: list[Fraction] = []
    for j, ukuran in enumerate(rhk.indikator):
        mentah, rumus = _mentah(ukuran, f"rhk.{i}.indikator.{j}")
        skor, sesudah = metode.skor(mentah, ukuran.target_maksimal)
        masukan = {
            nama: str(nilai)
            for nama in ("arah", "target", "target_min", "target_max", "realisasi", "satuan")
            if (nilai := getattr(ukuran, nama)) not in (None, "")
        }
        langkah.append(
            Langkah(
                "indikator",
                f"RHK {i + 1}, indikator {j + 1}",
                f"{rumus} = {sesudah}" if sesudah else rumus,
                masukan,
                bulat(skor),
                rhk=i + 1,
                indikator=j + 1,
            )
        )
        capaian.append(skor)
    rerata = sum(capaian, Fraction(0)) / len(capaian)
    if len(capaian) > 1:
        isi = ", ".join(tulis(c) for c in capaian)
        langkah.append(
            Langkah(
                "rhk",
                f"RHK {i + 1}",
                f"rerata dari {isi}",
                {f"indikator_{j + 1}": str(bulat(c)) for j, c in enumerate(capaian)},
                bulat(rerata),
                rhk=i + 1,
            )
        )
    return rerata, tuple(bulat(c) for c in capaian)


def _rerata_perilaku(skor: Sequence[Decimal]) -> Fraction:
    if len(skor) != len(KODE):
        raise Invalid("Isi tujuh nilai perilaku.", errors={"perilaku": ["Isi tujuh nilai perilaku."]})
    for nomor, satu in enumerate(skor):
        if not 0 <= tepat(satu, "Nilai perilaku") <= BATAS_ATAS:
            raise _salah(f"perilaku.{nomor}", "skor", "Nilai perilaku antara 0 dan 120.")
    return sum((tepat(satu) for satu in skor), Fraction(0)) / len(KODE)


def nkp_tahun(segmen: Sequence[tuple[int, Decimal]]) -> Decimal:
    """NKP of a year with several SKP: mean of the segments weighted by calendar months, ``(bulan, nkp)`` each (domain 5.5 rule 3)."""
    bulan = sum(b for b, _ in segmen)
    if bulan <= 0:
        raise Invalid("Jumlah bulan segmen harus lebih dari 0.")
    return bulat(sum((b * tepat(nkp) for b, nkp in segmen), Fraction(0)) / bulan)


def kanonis(isi: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8, decimals and dates as strings."""
    return json.dumps(isi, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def sidik(isi: object) -> str:
    return hashlib.sha256(kanonis(isi)).hexdigest()


def _kolom(satu: Jejak | Langkah) -> dict[str, object]:
    return {kolom.name: getattr(satu, kolom.name) for kolom in fields(satu)}


def _bersidik(jejak: Jejak) -> Jejak:
    isi = {**_kolom(jejak), "langkah": [_kolom(satu) for satu in jejak.langkah]}
    del isi["sidik"]
    return Jejak(jejak.metode, jejak.versi, jejak.berlaku_dari, jejak.dasar_hukum, jejak.pembulatan, jejak.langkah, sidik(isi))
