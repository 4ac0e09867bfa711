"""The checklist before an SKP may be submitted (domain.md 3.9, transition draf to diajukan), each line with what is missing and where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shared.contracts.skp import Lampiran, Perilaku, Rhk
from skp.domain.isi import LAMPIRAN, SERATUS, punya_target
from skp.domain.perilaku import KODE_NILAI


@dataclass(frozen=True, slots=True)
class Masalah:
    """One thing to mend: a sentence, and the path of the field it is about (empty: the whole)."""

    teks: str
    bidang: str = ""


@dataclass(frozen=True, slots=True)
class Syarat:
    """One line of the checklist; ``wajib`` False only advises."""

    kode: str
    teks: str
    masalah: tuple[Masalah, ...] = ()
    wajib: bool = True

    @property
    def terpenuhi(self) -> bool:
        return not self.masalah


def persen(nilai: Decimal) -> str:
    """``99.99`` as ``99,99 %``."""
    return f"{nilai.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}".replace(".", ",") + " %"


def jumlah_bobot(rhk: tuple[Rhk, ...]) -> Decimal:
    """Sum of the bobot of the RHK utama, percent, two decimals."""
    return sum((r.bobot for r in rhk if r.jenis == "utama" and r.bobot is not None), Decimal("0.00"))


def pesan_bobot(jumlah: Decimal) -> str:
    """What the sum of the weights says: it must be exactly 100.00 (domain.md 3.3)."""
    if jumlah == SERATUS:
        return "Bobot genap 100,00 %."
    selisih = SERATUS - jumlah
    lanjut = f"Tambahkan {persen(selisih)} lagi." if selisih > 0 else f"Kurangi {persen(-selisih)}."
    return f"Jumlah bobot {persen(jumlah)}. {lanjut}"


def daftar_syarat(
    rhk: tuple[Rhk, ...],
    perilaku: tuple[Perilaku, ...],
    lampiran: Lampiran,
    *,
    pendekatan: str,
    numerik: bool,
    jpt: bool,
    nama_penilai: str | None,
) -> tuple[Syarat, ...]:
    """All lines in the order of the editor. ``jpt``: the plan comes from the unit's perjanjian kinerja, no link is needed (domain.md 3.10)."""
    utama = [r for r in rhk if r.jenis == "utama"]
    daftar = [
        Syarat(
            "rhk_utama",
            f"Ada RHK utama ({len(utama)})" if utama else "Ada RHK utama",
            () if utama else (Masalah("SKP belum punya RHK utama. Tambahkan paling sedikit satu.", "rhk"),),
        ),
        Syarat("indikator", "Setiap RHK punya indikator dan target", tuple(_masalah_isi(rhk, pendekatan))),
    ]
    if numerik:
        daftar.append(Syarat("bobot", "Bobot 100,00 %", tuple(_masalah_bobot(rhk))))
    if jpt:
        tanpa = [r for r in rhk if r.jenis == "utama" and not r.perspektif]
        masalah = tuple(Masalah(f"RHK {r.nomor} belum diberi perspektif.", f"rhk.{r.nomor - 1}.perspektif") for r in tanpa)
        daftar.append(Syarat("perspektif", "Setiap RHK utama punya perspektif", masalah, wajib=False))
    else:
        daftar.append(Syarat("tautan", "Setiap RHK utama mendukung RHK pimpinan", tuple(_masalah_tautan(rhk))))
    lengkap = tuple(p.kode for p in perilaku) == KODE_NILAI
    daftar += [
        Syarat("perilaku", "Tujuh baris perilaku", () if lengkap else (Masalah("Baris perilaku tidak lengkap.", "perilaku"),)),
        Syarat(
            "penilai",
            f"Penilai: {nama_penilai}" if nama_penilai else "Penilai diketahui",
            ()
            if nama_penilai
            else (
                Masalah(
                    "Penilai Anda belum tercatat. Minta admin instansi melengkapi atasan pada penugasan Anda; draf ini tetap tersimpan.",
                    "penilai",
                ),
            ),
        ),
        Syarat("lampiran", "Lampiran terisi", tuple(_masalah_lampiran(lampiran)), wajib=False),
    ]
    return tuple(daftar)


def _masalah_isi(rhk: tuple[Rhk, ...], pendekatan: str) -> list[Masalah]:
    masalah: list[Masalah] = []
    for i, r in enumerate(rhk):
        if not r.teks:
            masalah.append(Masalah(f"RHK {r.nomor} belum ditulis.", f"rhk.{i}.teks"))
        if not r.indikator:
            masalah.append(
                Masalah(f"RHK {r.nomor} belum punya indikator. Tambahkan satu indikator dengan targetnya.", f"rhk.{i}.indikator")
            )
        for j, indikator in enumerate(r.indikator):
            nama, jalur = f"RHK {r.nomor}, indikator {j + 1}", f"rhk.{i}.indikator.{j}"
            if not indikator.teks:
                masalah.append(Masalah(f"{nama}: kalimat indikator belum ditulis.", f"{jalur}.teks"))
            if pendekatan == "kuantitatif" and not punya_target(indikator):
                masalah.append(Masalah(f"{nama}: target belum diisi.", f"{jalur}.target"))
    return masalah


def _masalah_bobot(rhk: tuple[Rhk, ...]) -> list[Masalah]:
    masalah = [
        Masalah(f"RHK {r.nomor} belum diberi bobot.", f"rhk.{i}.bobot") for i, r in enumerate(rhk) if r.jenis == "utama" and r.bobot is None
    ]
    jumlah = jumlah_bobot(rhk)
    if jumlah != SERATUS:
        masalah.append(Masalah(pesan_bobot(jumlah), "bobot"))
    return masalah


def _masalah_tautan(rhk: tuple[Rhk, ...]) -> list[Masalah]:
    return [
        Masalah(
            f'RHK {r.nomor} belum ditautkan ke RHK pimpinan. Pilih satu, atau "Tidak ada" lalu tulis alasannya.',
            f"rhk.{i}.rhk_atasan_id",
        )
        for i, r in enumerate(rhk)
        if r.jenis == "utama" and r.rhk_atasan_id is None and not r.rhk_atasan_teks
    ]


def _masalah_lampiran(lampiran: Lampiran) -> list[Masalah]:
    return [
        Masalah(f"{nama} pada lampiran masih kosong.", f"lampiran.{kunci}")
        for kunci, nama in LAMPIRAN.items()
        if not getattr(lampiran, kunci)
    ]
