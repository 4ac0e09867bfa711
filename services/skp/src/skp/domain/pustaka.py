"""The library of RHK and indikator per jabatan, owned by the agency: what may stand in it, and how the rows of a sheet become its entries.

An entry is for every post whose name begins with its jabatan, word by word: one for "Guru" also serves "Guru Ahli Muda".
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.contracts.skp import Rhk
from shared.errors import Invalid
from skp.domain.isi import PANJANG_SINGKAT, Acuan, IsianIndikator, IsianRhk, rapikan, susun_rhk

KOLOM = ("Jabatan", "Jenis", "RHK", "Aspek", "Indikator", "Target", "Satuan", "Tertulis di formulir", "Arah", "Cara hitung")
WAJIB = ("Jabatan", "RHK", "Indikator")
PALING_BANYAK_BUTIR = 20_000
_KOLOM_BIDANG = {
    "aspek": "Aspek",
    "teks": "Indikator",
    "target": "Target",
    "target_min": "Target",
    "target_max": "Target",
    "satuan": "Satuan",
    "target_teks": "Tertulis di formulir",
    "arah": "Arah",
    "cara_hitung": "Cara hitung",
}


@dataclass(frozen=True, slots=True)
class Butir:
    """One RHK with its indikator, for a jabatan. The RHK carries no ids, links or weight: those belong to the SKP that takes it."""

    id: UUID
    instansi_id: UUID
    jabatan: str
    rhk: IsianRhk

    @property
    def kunci(self) -> tuple[str, str]:
        """By what it is recognised when it is imported again: its jabatan and its sentence, without regard to case and blanks."""
        return kunci_jabatan(self.jabatan), sidik_teks(self.rhk.teks)


@dataclass(frozen=True, slots=True)
class Baris:
    """One row of a sheet as understood: an RHK with one of its indikator. Rows of one jabatan and sentence are one entry."""

    nomor: int
    jabatan: str
    jenis: str
    teks: str
    indikator: IsianIndikator


@dataclass(frozen=True, slots=True)
class Ditolak:
    """A row that was not taken: where, and why with what to do."""

    baris: int
    kolom: str
    sebab: str


def kunci_jabatan(jabatan: str) -> str:
    return " ".join(rapikan(jabatan).casefold().split())


def kunci_cocok(jabatan: str) -> list[str]:
    """The keys of the entries that serve this post."""
    kata = kunci_jabatan(jabatan).split()
    return [" ".join(kata[:n]) for n in range(1, len(kata) + 1)]


def sidik_teks(teks: str) -> str:
    return hashlib.sha256(kunci_jabatan(teks).encode()).hexdigest()


def susun_butir(
    baris: Iterable[Baris], instansi_id: UUID, id_baru: Callable[[], UUID], gagal: Iterable[Ditolak] = ()
) -> tuple[list[Butir], list[Ditolak]]:
    """The entries of a sheet, and the rows that were not taken, those that could not be read (``gagal``, by their number) among them.

    An RHK is taken with all of its rows or not at all, since taking it replaces the indikator that it had.
    """
    kelompok: dict[tuple[str, str], list[Baris]] = defaultdict(list)
    tak_terbaca = {d.baris: d for d in gagal}
    ditolak = list(tak_terbaca.values())
    for satu in baris:
        if salah := _kosong(satu):
            ditolak += [salah] if satu.nomor not in tak_terbaca else []
        else:
            kelompok[kunci_jabatan(satu.jabatan), sidik_teks(satu.teks)].append(satu)
    butir: list[Butir] = []
    for isi in kelompok.values():
        salah_kelompok = {b.nomor: tak_terbaca[b.nomor] for b in isi if b.nomor in tak_terbaca}
        if not salah_kelompok:
            try:
                butir.append(_butir(isi, instansi_id, id_baru))
                continue
            except Invalid as error:
                salah_kelompok = _sebab(isi, error)
                ditolak += salah_kelompok.values()
        pertama = min(salah_kelompok)
        ditolak += [
            Ditolak(b.nomor, "RHK", f"RHK ini tidak disimpan karena baris {pertama} ditolak. Betulkan baris itu lalu impor lagi.")
            for b in isi
            if b.nomor not in salah_kelompok
        ]
    return butir, sorted(ditolak, key=lambda d: d.baris)


def untuk_pendekatan(rhk: IsianRhk, pendekatan: str) -> IsianRhk:
    """As it is taken into an SKP: in kualitatif measure and target are one text (domain.md 3.2)."""
    if pendekatan == "kuantitatif":
        return rhk
    return replace(rhk, indikator=tuple(IsianIndikator(teks=_dengan_target(i)) for i in rhk.indikator))


def _dengan_target(indikator: IsianIndikator) -> str:
    ujung = (indikator.target,) if indikator.target is not None else (indikator.target_min, indikator.target_max)
    angka = " sampai ".join(f"{n.normalize():f}".replace(".", ",") for n in ujung if n is not None)
    target = indikator.target_teks or (f"{angka} {indikator.satuan}".strip() if angka else "")
    return f"{indikator.teks}: {target}" if target else indikator.teks


def _kosong(baris: Baris) -> Ditolak | None:
    isi = {"Jabatan": baris.jabatan, "RHK": baris.teks, "Indikator": baris.indikator.teks}
    kolom = next((k for k, nilai in isi.items() if not rapikan(nilai)), None)
    if kolom:
        return Ditolak(baris.nomor, kolom, f"{kolom} belum diisi.")
    if len(rapikan(baris.jabatan)) > PANJANG_SINGKAT:
        return Ditolak(baris.nomor, "Jabatan", f"Jabatan paling panjang {PANJANG_SINGKAT} karakter; sekarang {len(baris.jabatan)}.")
    return None


def _butir(isi: list[Baris], instansi_id: UUID, id_baru: Callable[[], UUID]) -> Butir:
    awal = isi[0]
    isian = IsianRhk(jenis=awal.jenis, teks=awal.teks, indikator=tuple(b.indikator for b in isi))
    (rhk,) = susun_rhk((isian,), (), Acuan({}, numerik=False, pendekatan="kuantitatif", id_baru=id_baru))
    return Butir(id_baru(), instansi_id, rapikan(awal.jabatan), _tanpa_id(rhk))


def _tanpa_id(rhk: Rhk) -> IsianRhk:
    nama = [f.name for f in fields(IsianIndikator) if f.name != "id"]
    indikator = tuple(IsianIndikator(**{n: _polos(getattr(i, n)) for n in nama}) for i in rhk.indikator)
    return IsianRhk(jenis=rhk.jenis, teks=rhk.teks, indikator=indikator)


def _polos(nilai: Any) -> Any:
    """12.0 and 12 are one figure."""
    return Decimal(f"{nilai.normalize():f}") if isinstance(nilai, Decimal) else nilai


def _sebab(isi: list[Baris], error: Invalid) -> dict[int, Ditolak]:
    """The faults of an entry at the rows that they come from."""
    salah: dict[int, Ditolak] = {}
    for bidang, pesan in error.errors.items():
        bagian = bidang.split(".")
        indikator = len(bagian) == 5
        baris = isi[int(bagian[3])] if indikator else isi[0]
        kolom = (
            _KOLOM_BIDANG.get(bagian[4], "Indikator") if indikator else {"jenis": "Jenis", "indikator": "Indikator"}.get(bagian[-1], "RHK")
        )
        kalimat = pesan[0].partition(": ")[2] or pesan[0]
        salah.setdefault(baris.nomor, Ditolak(baris.nomor, kolom, kalimat[:1].upper() + kalimat[1:]))
    return salah
