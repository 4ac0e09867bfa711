"""What differs between two contents of an SKP, by the stable ids of RHK and indikator: for a revision, and for a copy of another year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from shared.contracts.skp import Indikator, Lampiran, Rhk
from skp.domain.isi import ARAH, CARA_HITUNG, KLASIFIKASI, LAMPIRAN, PERSPEKTIF
from skp.domain.syarat import persen

T = TypeVar("T", Rhk, Indikator)


@dataclass(frozen=True, slots=True)
class Beda:
    """One field: its label, and both values as people read them (empty: nothing)."""

    bidang: str
    label: str
    lama: str
    baru: str


@dataclass(frozen=True, slots=True)
class BedaIndikator:
    """``jenis`` is ditambah, dihapus or diubah; ``nomor`` counts within its RHK, in the new content unless it was taken out."""

    jenis: str
    id: UUID
    nomor: int
    teks: str
    bidang: tuple[Beda, ...]


@dataclass(frozen=True, slots=True)
class BedaRhk:
    """As :class:`BedaIndikator`; one that was added or taken out lists all of its fields and indikator."""

    jenis: str
    id: UUID
    nomor: int
    teks: str
    bidang: tuple[Beda, ...]
    indikator: tuple[BedaIndikator, ...]


@dataclass(frozen=True, slots=True)
class Perubahan:
    rhk: tuple[BedaRhk, ...] = ()
    lampiran: tuple[Beda, ...] = ()
    urutan: bool = False

    @property
    def ada(self) -> bool:
        return bool(self.rhk or self.lampiran or self.urutan)

    @property
    def jumlah(self) -> dict[str, int]:
        """How many RHK were added, taken out, changed."""
        return {jenis: sum(r.jenis == jenis for r in self.rhk) for jenis in ("ditambah", "dihapus", "diubah")}


def bandingkan(lama: Sequence[Rhk], baru: Sequence[Rhk], lampiran: tuple[Lampiran, Lampiran] = (Lampiran(), Lampiran())) -> Perubahan:
    """The new content against the old one; what is the same in both is left out."""
    dulu, kini = {r.id: r for r in lama}, {r.id: r for r in baru}
    beda: list[BedaRhk] = []
    for satu in baru:
        if satu.id not in dulu:
            beda.append(_utuh("ditambah", satu))
        elif (bidang := _bidang(_RHK, dulu[satu.id], satu)) or dulu[satu.id].indikator != satu.indikator:
            indikator = _indikator(dulu[satu.id].indikator, satu.indikator)
            if bidang or indikator:
                beda.append(BedaRhk("diubah", satu.id, satu.nomor, satu.teks, bidang, indikator))
    beda += [_utuh("dihapus", r) for r in lama if r.id not in kini]
    tetap = [r.id for r in baru if r.id in dulu]
    return Perubahan(tuple(beda), _lampiran(*lampiran), tetap != [r.id for r in lama if r.id in kini])


def samakan_id(rhk: Sequence[Rhk], asal: Mapping[UUID, UUID]) -> tuple[Rhk, ...]:
    """A copy with the ids of what it was copied from (``asal``: new to old), so that both can be compared."""
    return tuple(
        replace(r, id=asal.get(r.id, r.id), indikator=tuple(replace(i, id=asal.get(i.id, i.id)) for i in r.indikator)) for r in rhk
    )


def tanpa_tautan(rhk: Sequence[Rhk]) -> tuple[Rhk, ...]:
    """Without the links, which end with their year: they are no change of a copy."""
    return tuple(replace(r, rhk_atasan_id=None) for r in rhk)


def banding_salinan(
    sumber: tuple[Sequence[Rhk], Lampiran], salinan: tuple[Sequence[Rhk], Lampiran], asal: Mapping[UUID, UUID]
) -> Perubahan:
    """A copy against what it was copied from; ``asal`` says which came from which."""
    return bandingkan(tanpa_tautan(sumber[0]), tanpa_tautan(samakan_id(salinan[0], asal)), (sumber[1], salinan[1]))


def _utuh(jenis: str, rhk: Rhk) -> BedaRhk:
    indikator = _indikator(rhk.indikator, ()) if jenis == "dihapus" else _indikator((), rhk.indikator)
    return BedaRhk(jenis, rhk.id, rhk.nomor, rhk.teks, _sendiri(_RHK, rhk, jenis), indikator)


def _indikator(lama: Iterable[Indikator], baru: Iterable[Indikator]) -> tuple[BedaIndikator, ...]:
    dulu = {i.id: (n, i) for n, i in enumerate(lama, 1)}
    kini = {i.id: (n, i) for n, i in enumerate(baru, 1)}
    beda: list[BedaIndikator] = []
    for id_, (nomor, satu) in kini.items():
        if id_ not in dulu:
            beda.append(BedaIndikator("ditambah", id_, nomor, satu.teks, _sendiri(_INDIKATOR, satu, "ditambah")))
        elif bidang := _bidang(_INDIKATOR, dulu[id_][1], satu):
            beda.append(BedaIndikator("diubah", id_, nomor, satu.teks, bidang))
    beda += [
        BedaIndikator("dihapus", id_, nomor, satu.teks, _sendiri(_INDIKATOR, satu, "dihapus"))
        for id_, (nomor, satu) in dulu.items()
        if id_ not in kini
    ]
    return tuple(beda)


def _lampiran(lama: Lampiran, baru: Lampiran) -> tuple[Beda, ...]:
    pasangan = ((kunci, label, "\n".join(getattr(lama, kunci)), "\n".join(getattr(baru, kunci))) for kunci, label in LAMPIRAN.items())
    return tuple(Beda(f"lampiran.{kunci}", label, a, b) for kunci, label, a, b in pasangan if a != b)


Bidang = tuple[str, str, Callable[[T], str]]


def _bidang(daftar: Sequence[Bidang[T]], lama: T, baru: T) -> tuple[Beda, ...]:
    return tuple(Beda(kunci, label, a, b) for kunci, label, baca in daftar if (a := baca(lama)) != (b := baca(baru)))


def _sendiri(daftar: Sequence[Bidang[T]], satu: T, jenis: str) -> tuple[Beda, ...]:
    """The fields of what stands on one side only; its sentence is its heading already, how it is counted stands in the form."""
    nilai = ((kunci, label, baca(satu)) for kunci, label, baca in daftar if kunci not in ("teks", "arah", "cara_hitung", "target_maksimal"))
    return tuple(Beda(k, label, n, "") if jenis == "dihapus" else Beda(k, label, "", n) for k, label, n in nilai if n)


def _angka(nilai: Decimal | None) -> str:
    if nilai is None:
        return ""
    teks = f"{nilai.normalize():f}"
    return teks.replace(".", ",")


def _target(indikator: Indikator) -> str:
    if indikator.target_min is not None or indikator.target_max is not None:
        angka = f"{_angka(indikator.target_min)} sampai {_angka(indikator.target_max)}"
    else:
        angka = _angka(indikator.target)
    return f"{angka} {indikator.satuan}".strip()


_RHK: tuple[Bidang[Rhk], ...] = (
    ("teks", "Rencana hasil kerja", lambda r: r.teks),
    ("jenis", "Jenis", lambda r: r.jenis),
    ("bobot", "Bobot", lambda r: persen(r.bobot) if r.bobot is not None else ""),
    ("rhk_atasan", "RHK pimpinan atau alasannya", lambda r: r.rhk_atasan_teks),
    ("tautan", "Tautan ke RHK pimpinan", lambda r: "ditautkan" if r.rhk_atasan_id else ""),
    ("perspektif", "Perspektif", lambda r: PERSPEKTIF.get(r.perspektif, r.perspektif)),
    ("klasifikasi", "Klasifikasi", lambda r: KLASIFIKASI.get(r.klasifikasi, r.klasifikasi)),
    ("penugasan_dari", "Penugasan dari", lambda r: r.penugasan_dari),
)
_INDIKATOR: tuple[Bidang[Indikator], ...] = (
    ("teks", "Indikator", lambda i: i.teks),
    ("aspek", "Aspek", lambda i: i.aspek),
    ("target", "Target", _target),
    ("target_teks", "Tertulis di formulir", lambda i: i.target_teks),
    ("arah", "Arah", lambda i: ARAH[i.arah]),
    ("cara_hitung", "Penghitungan", lambda i: CARA_HITUNG[i.cara_hitung]),
    ("target_maksimal", "Paling tinggi 100 %", lambda i: "ya" if i.target_maksimal else "tidak"),
)
