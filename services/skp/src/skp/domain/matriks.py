"""The matriks peran hasil (domain.md 3.5): the leader's RHK across, the members down, in each cell what the member contributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts.skp import Orang, Rhk
from shared.errors import Invalid
from skp.domain.isi import PANJANG_RHK, rapikan

PALING_BANYAK_TAWARAN = 50


@dataclass(frozen=True, slots=True)
class Tawaran:
    """What the leader offers a member as a draft RHK; the member takes it into the own draft or declines. It forces nothing."""

    id: UUID
    instansi_id: UUID
    penilai_id: UUID
    pegawai_id: UUID
    tahun: int
    rhk_atasan_id: UUID
    rhk_atasan_teks: str
    teks: str
    dibuat_pada: datetime


@dataclass(frozen=True, slots=True)
class Anggota:
    """A member with the RHK as they are agreed or written; ``skp_id`` None and ``status`` tanpa_skp before there is an SKP."""

    pegawai: Orang
    skp_id: UUID | None
    status: str
    rhk: tuple[Rhk, ...] = ()


@dataclass(frozen=True, slots=True)
class Sel:
    """One cell: the member's RHK that intervene, and what is offered there."""

    rhk: tuple[Rhk, ...] = ()
    tawaran: tuple[Tawaran, ...] = ()

    @property
    def kosong(self) -> bool:
        return not self.rhk and not self.tawaran


@dataclass(frozen=True, slots=True)
class Baris:
    """One member; ``lepas`` are RHK utama that support none of the columns (a placeholder, or a reason)."""

    anggota: Anggota
    sel: tuple[Sel, ...]
    lepas: tuple[Rhk, ...]


@dataclass(frozen=True, slots=True)
class Matriks:
    kolom: tuple[Rhk, ...]
    baris: tuple[Baris, ...]

    def pendukung(self, i: int) -> int:
        """How many members contribute to the i-th column."""
        return sum(bool(b.sel[i].rhk) for b in self.baris)

    @property
    def tanpa_pendukung(self) -> tuple[Rhk, ...]:
        """Coverage (domain.md 3.5, integrity rule): the leader's RHK to which nobody contributes."""
        return tuple(r for i, r in enumerate(self.kolom) if not self.pendukung(i))


def susun_matriks(pimpinan: Iterable[Rhk], anggota: Iterable[Anggota], tawaran: Sequence[Tawaran] = ()) -> Matriks:
    """Only RHK utama of the leader are columns. An offer stands in its cell until its member has taken or declined it."""
    kolom = tuple(r for r in pimpinan if r.jenis == "utama")
    kini = {r.id for r in kolom}
    return Matriks(
        kolom,
        tuple(
            Baris(
                satu,
                tuple(
                    Sel(
                        tuple(r for r in satu.rhk if r.rhk_atasan_id == k.id),
                        tuple(o for o in tawaran if (o.pegawai_id, o.rhk_atasan_id) == (satu.pegawai.pegawai_id, k.id)),
                    )
                    for k in kolom
                ),
                tuple(r for r in satu.rhk if r.jenis == "utama" and r.rhk_atasan_id not in kini),
            )
            for satu in anggota
        ),
    )


def teks_tawaran(teks: str, rhk_atasan: str) -> str:
    """What is offered: the leader's words, else his RHK as a start. Raises Invalid when it is too long."""
    bersih = rapikan(teks) or rhk_atasan
    if len(bersih) > PANJANG_RHK:
        pesan = f"RHK yang ditawarkan paling panjang {PANJANG_RHK} karakter; sekarang {len(bersih)}. Persingkat."
        raise Invalid(pesan, errors={"teks": [pesan]})
    return bersih
