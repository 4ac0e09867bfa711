"""Continuous feedback (domain 4.6): who may give it about whom, what it may say, and when a colleague's words are shown without the colleague.

Peers and subordinates are anonymous to the person, never to the evaluator. Their words are closed until the period in which they were written is
over, and open only together with those of at least :data:`KELOMPOK_TERKECIL` different givers of the same group (decision record 0011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from penilaian.domain.perilaku import NAMA
from shared.errors import Forbidden, Invalid, NotAllowed, TooMany

TEKS_TERPENDEK, TEKS_TERPANJANG = 10, 2000
KELOMPOK_TERKECIL = 3
"""Different givers of a group whose words may open; an instansi may ask for more, never for fewer."""
SEHARI = 30
"""Entries that one giver writes in a day, about all people together."""
SEHARI_SEORANG = 3
"""Entries of one giver about one person in a day."""
MASA_LAMPAU = timedelta(days=400)
"""How far back a superior may name an ended period, for the year that is being evaluated."""


class Peran(StrEnum):
    """In which capacity somebody gives."""

    PIMPINAN = "pimpinan"
    KETUA_TIM = "ketua_tim"
    REKAN = "rekan"
    BAWAHAN = "bawahan"
    PIHAK_LAIN = "pihak_lain"


class Jenis(StrEnum):
    APRESIASI = "apresiasi"
    PERBAIKAN = "perbaikan"
    ARAHAN = "arahan"


LABEL_PERAN = {
    Peran.PIMPINAN: "Pimpinan",
    Peran.KETUA_TIM: "Ketua tim",
    Peran.REKAN: "Rekan kerja",
    Peran.BAWAHAN: "Bawahan",
    Peran.PIHAK_LAIN: "Pihak lain",
}
LABEL_JENIS = {Jenis.APRESIASI: "Apresiasi", Jenis.PERBAIKAN: "Perbaikan", Jenis.ARAHAN: "Arahan"}
RAHASIA = frozenset({Peran.REKAN, Peran.BAWAHAN})
"""Anonymous to the person."""
HANYA_KEPADA = "Umpan balik hanya kepada orang yang Anda pimpin, rekan dengan penilai yang sama, atau atasan Anda sendiri."


@dataclass(frozen=True, slots=True)
class Masa:
    """A period of feedback: that of the periodic evaluations, or the quarter of the calendar where none is known."""

    nama: str
    mulai: date
    selesai: date


def triwulan(hari: date) -> Masa:
    nomor = (hari.month - 1) // 3
    awal = date(hari.year, 3 * nomor + 1, 1)
    akhir = date(hari.year + nomor // 3, (3 * nomor + 3) % 12 + 1, 1) - timedelta(days=1)
    return Masa(f"Triwulan {('I', 'II', 'III', 'IV')[nomor]} {hari.year}", awal, akhir)


def masa_terpilih(diketahui: Sequence[Masa], hari: date) -> list[Masa]:
    """The period of the day, then those that ended before it, newest first; where none is known of a day, quarters of the calendar."""
    hasil, kini = [], hari
    while hari - kini <= MASA_LAMPAU:
        satu = next((m for m in diketahui if m.mulai <= kini <= m.selesai), None) or triwulan(kini)
        hasil.append(satu)
        kini = satu.mulai - timedelta(days=1)
    return hasil


@dataclass(frozen=True, slots=True)
class Isian:
    """What a giver writes. At most one of ``rhk_id`` and ``perilaku``; neither: about the work as a whole. ``masa`` None: the present period."""

    pegawai_id: UUID
    jenis: Jenis
    teks: str
    rhk_id: UUID | None = None
    perilaku: str = ""
    masa: date | None = None


@dataclass(frozen=True, slots=True)
class UmpanBalik:
    """One entry. ``tanggal`` is the day by which it counts for an evaluation, ``gelombang_*`` the span of the batch in which anonymous words opened."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    dari_id: UUID
    peran_pemberi: Peran
    jenis: Jenis
    teks: str
    rhk_id: UUID | None
    perilaku: str
    masa: Masa
    tanggal: date
    dibuat_pada: datetime
    version: int = 1


def beri(  # noqa: PLR0913 - what was written, by whom, and what is known of the person
    id_: UUID,
    instansi_id: UUID,
    isian: Isian,
    peran: Peran | None,
    *,
    oleh: UUID,
    pada: datetime,
    hari: date,
    masa: Sequence[Masa],
    rhk: Sequence[UUID],
) -> UmpanBalik:
    """An entry in the capacity ``peran``; :class:`Forbidden` without one. ``rhk`` are those of the person that are in force.

    Anonymous words name a behaviour or the work as a whole, never an RHK (peers may not read the plan, and one RHK can point to one colleague), and
    always the present period: a batch that has opened stays as it is.
    """
    if peran is None or oleh == isian.pegawai_id:
        raise Forbidden(HANYA_KEPADA)
    teks = isian.teks.replace("\x00", "").strip()
    salah: dict[str, list[str]] = {}
    if not TEKS_TERPENDEK <= len(teks) <= TEKS_TERPANJANG:
        salah["teks"] = [f"Tulis {TEKS_TERPENDEK} sampai {TEKS_TERPANJANG:,} karakter, sekarang {len(teks):,}.".replace(",", ".")]
    if isian.perilaku and isian.perilaku not in NAMA:
        salah["sasaran"] = ["Nilai perilaku ini tidak dikenal."]
    if isian.rhk_id is not None and (peran in RAHASIA or isian.rhk_id not in rhk):
        salah["sasaran"] = ["RHK ini tidak dapat Anda pilih. Pilih nilai perilaku, atau pekerjaan secara umum."]
    if isian.rhk_id is not None and isian.perilaku:
        salah["sasaran"] = ["Pilih satu sasaran saja."]
    pilihan = masa[:1] if peran in RAHASIA else masa
    satu = pilihan[0] if isian.masa is None else next((m for m in pilihan if m.mulai == isian.masa), None)
    if satu is None:
        salah["masa"] = ["Masa ini tidak dapat dipilih."]
    if salah or satu is None:
        raise Invalid("Umpan balik belum dapat disimpan.", errors=salah)
    return UmpanBalik(
        id_,
        instansi_id,
        isian.pegawai_id,
        oleh,
        peran,
        isian.jenis,
        teks,
        isian.rhk_id,
        isian.perilaku,
        satu,
        min(hari, satu.selesai),
        pada,
    )


def periksa_banjir(sehari: int, sehari_seorang: int) -> None:
    """Both counts are the giver's own: the answer tells nothing of what others wrote. Raises :class:`TooMany`."""
    if sehari_seorang >= SEHARI_SEORANG:
        raise TooMany(f"Hari ini Anda sudah memberi {SEHARI_SEORANG} umpan balik kepada orang ini. Lanjutkan besok.")
    if sehari >= SEHARI:
        raise TooMany(f"Hari ini Anda sudah memberi {SEHARI} umpan balik. Lanjutkan besok.")


def jawaban(teks: str, sebelumnya: str) -> str:
    """The person's answer, once an entry."""
    if sebelumnya:
        raise NotAllowed("Umpan balik ini sudah Anda tanggapi.")
    bersih = teks.replace("\x00", "").strip()
    if not 1 <= len(bersih) <= TEKS_TERPANJANG:
        raise Invalid("Tanggapan belum dapat disimpan.", errors={"tanggapan": ["Tulis 1 sampai 2.000 karakter."]})
    return bersih
