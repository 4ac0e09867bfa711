"""The organisation: the tree of units, people and their posts in time, and who evaluates whom on which day.

The evaluator is derived, not claimed (domain.md 2.2): the head of the unit; for a head the head of the unit above, and so on up; an explicit
``penilai_id`` of the post goes first. The evaluator's superior is the evaluator of the evaluator on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import NAMESPACE_OID, UUID, uuid5

from auth.domain.keadaan import Keadaan
from shared.contracts import auth as contracts
from shared.errors import Invalid

SELAMANYA = date.max
SATU_HARI = timedelta(days=1)

STATUS = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "pppk_paruh_waktu": "PPPK paruh waktu", "pejabat_negara": "Pejabat negara"}
JENIS_JABATAN = {
    "jpt_utama": "JPT utama",
    "jpt_madya": "JPT madya",
    "jpt_pratama": "JPT pratama",
    "administrator": "Administrator",
    "pengawas": "Pengawas",
    "pelaksana": "Pelaksana",
    "jf_keahlian": "Fungsional keahlian",
    "jf_keterampilan": "Fungsional keterampilan",
    "pejabat_negara": "Pejabat negara",
}
JENIS_UNOR = {
    "instansi": "Instansi",
    "perangkat_daerah": "Perangkat daerah",
    "sekretariat": "Sekretariat",
    "bidang": "Bidang",
    "bagian": "Bagian",
    "seksi": "Seksi",
    "upt": "UPT",
    "sekolah": "Sekolah",
}
PERAN = {
    "admin_instansi": "Admin instansi",
    "pengelola_kinerja": "Pengelola kinerja",
    "ppk": "Pejabat Pembina Kepegawaian",
    "auditor": "Auditor",
    "admin_platform": "Admin platform",
}
PERAN_LEWAT_IMPOR = frozenset({"pengelola_kinerja", "ppk", "auditor"})


@dataclass(frozen=True, slots=True)
class Unor:
    """A node of the unit tree, in force from ``berlaku_dari`` to ``berlaku_sampai`` (both inclusive)."""

    id: UUID
    kode: str
    nama: str
    jenis: str
    induk_id: UUID | None
    berlaku_dari: date
    berlaku_sampai: date | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Jabatan:
    """A post held from ``mulai`` (TMT) to ``selesai`` (both inclusive), as it was recorded; ``penilai_id`` only where it is not the derived one."""

    id: UUID
    unor_id: UUID
    jabatan: str
    jenis_jabatan: str
    mulai: date
    selesai: date | None = None
    jenjang: str | None = None
    golongan: str | None = None
    kepala: bool = False
    penilai_id: UUID | None = None

    @property
    def akhir(self) -> date:
        return self.selesai or SELAMANYA

    def pada(self, hari: date) -> bool:
        return self.mulai <= hari <= self.akhir


@dataclass(frozen=True, slots=True)
class Pegawai:
    """A person; ``nip`` is an attribute, not the key, and is missing for a ``pejabat_negara``. Posts are in order of their start."""

    id: UUID
    nip: str | None
    nama: str
    status: str
    aktif: bool = True
    jabatan: tuple[Jabatan, ...] = ()
    peran: tuple[str, ...] = ()
    segmen: tuple[contracts.Penugasan, ...] = ()
    version: int = 0
    keadaan: tuple[Keadaan, ...] = ()

    def jabatan_pada(self, hari: date) -> Jabatan | None:
        return next((j for j in self.jabatan if j.pada(hari)), None)


class TumpangTindih(Invalid):
    """Two posts of one person, or two heads of one unit, on the same day."""

    code = "overlap"


def urutkan(jabatan: Iterable[Jabatan]) -> tuple[Jabatan, ...]:
    """Posts in order of start; one without an end is closed the day before the next begins. Raises :class:`TumpangTindih`."""
    urut = sorted(jabatan, key=lambda j: j.mulai)
    hasil: list[Jabatan] = []
    for ini, berikut in zip(urut, [*urut[1:], None], strict=True):
        if ini.selesai and ini.selesai < ini.mulai:
            raise TumpangTindih(f"Tanggal selesai {ini.selesai:%d-%m-%Y} lebih awal daripada TMT {ini.mulai:%d-%m-%Y}.")
        if berikut and ini.akhir >= berikut.mulai:
            if ini.selesai is not None or ini.mulai == berikut.mulai:
                raise TumpangTindih(
                    f"Penugasan mulai {berikut.mulai:%d-%m-%Y} tumpang tindih dengan penugasan yang mulai {ini.mulai:%d-%m-%Y}. Betulkan TMT atau tanggal selesainya."
                )
            ini = replace(ini, selesai=berikut.mulai - SATU_HARI)  # noqa: PLW2901
        hasil.append(ini)
    return tuple(hasil)


def dalam_lingkaran(induk: Mapping[UUID, UUID | None]) -> set[UUID]:
    """The units that are, through their parents, above themselves."""
    bersalah: set[UUID] = set()
    aman: set[UUID] = set()
    for mulai in induk:
        jalur: list[UUID] = []
        kini: UUID | None = mulai
        while kini is not None and kini not in aman and kini not in bersalah and kini not in jalur:
            jalur.append(kini)
            kini = induk.get(kini)
        if kini is not None and kini in jalur:
            bersalah |= set(jalur[jalur.index(kini) :])
            aman |= set(jalur[: jalur.index(kini)])
        else:
            aman |= set(jalur)
    return bersalah


Potongan = tuple[date, date, UUID | None, tuple[UUID, ...]]
"""From, to (both inclusive), who, and the units without a head that were passed on the way up to him."""


@dataclass(slots=True)
class Organisasi:
    """All units and people of one instansi, indexed to answer who heads what and who evaluates whom."""

    unor: Mapping[UUID, Unor]
    pegawai: Mapping[UUID, Pegawai]
    _kepala: dict[UUID, list[tuple[date, date, UUID]]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for orang in self.pegawai.values():
            for jabatan in orang.jabatan:
                if jabatan.kepala:
                    self._kepala.setdefault(jabatan.unor_id, []).append((jabatan.mulai, jabatan.akhir, orang.id))
        for daftar in self._kepala.values():
            daftar.sort()

    def kepala_selama(self, unor_id: UUID, mulai: date, akhir: date) -> list[tuple[date, date, UUID]]:
        """Who heads the unit in the span, in order: (from, to, who), cut to the span."""
        return [
            (max(dari, mulai), min(sampai, akhir), orang)
            for dari, sampai, orang in self._kepala.get(unor_id, ())
            if dari <= akhir and sampai >= mulai
        ]

    def kepala_bertabrakan(self) -> Iterator[tuple[UUID, UUID, UUID]]:
        """(unit, earlier head, later head) wherever two people head one unit on the same day."""
        for unor_id, daftar in self._kepala.items():
            for (_, akhir, lama), (mulai, _, baru) in pairwise(daftar):
                if mulai <= akhir:
                    yield unor_id, lama, baru

    def _kepala_unit(
        self, unor_id: UUID | None, mulai: date, akhir: date, kecuali: UUID, lowong: tuple[UUID, ...] = ()
    ) -> Iterator[Potongan]:
        """Who heads the unit over the span; where nobody does, who heads the unit above."""
        if unor_id is None:
            yield mulai, akhir, None, lowong
            return
        unor = self.unor.get(unor_id)
        induk = unor.induk_id if unor else None
        kini = mulai
        for dari, sampai, orang in self._kepala.get(unor_id, ()):
            if orang == kecuali or sampai < kini or dari > akhir:
                continue
            if dari > kini:
                yield from self._kepala_unit(induk, kini, dari - SATU_HARI, kecuali, (*lowong, unor_id))
            batas = min(sampai, akhir)
            yield max(dari, kini), batas, orang, lowong
            if batas == SELAMANYA:
                return
            kini = batas + SATU_HARI
        if kini <= akhir:
            yield from self._kepala_unit(induk, kini, akhir, kecuali, (*lowong, unor_id))

    def _penilai_jabatan(self, orang: UUID, jabatan: Jabatan, mulai: date, akhir: date) -> Iterator[Potongan]:
        if jabatan.penilai_id is not None:
            yield mulai, akhir, jabatan.penilai_id, ()
            return
        unor = self.unor.get(jabatan.unor_id)
        mulai_dari = (unor.induk_id if unor else None) if jabatan.kepala else jabatan.unor_id
        yield from self._kepala_unit(mulai_dari, mulai, akhir, orang)

    def _penilai(self, orang: UUID | None, mulai: date, akhir: date) -> Iterator[Potongan]:
        """Who evaluates ``orang`` over the span; nobody while the person has no post here."""
        kini = mulai
        pegawai = self.pegawai.get(orang) if orang else None
        for jabatan in pegawai.jabatan if pegawai else ():
            if orang is None or jabatan.akhir < kini or jabatan.mulai > akhir:
                continue
            if jabatan.mulai > kini:
                yield kini, jabatan.mulai - SATU_HARI, None, ()
            batas = min(jabatan.akhir, akhir)
            yield from self._penilai_jabatan(orang, jabatan, max(jabatan.mulai, kini), batas)
            if batas == SELAMANYA:
                return
            kini = batas + SATU_HARI
        if kini <= akhir:
            yield kini, akhir, None, ()

    def segmen(self, orang: Pegawai) -> tuple[contracts.Penugasan, ...]:
        """The person's posts, cut wherever evaluator or superior changes. The first piece keeps the post's id, later ones have one of their own."""
        hasil: list[contracts.Penugasan] = []
        for jabatan in orang.jabatan:
            potongan: list[tuple[date, date, UUID | None, UUID | None, tuple[UUID, ...]]] = []
            for dari, sampai, penilai, lowong in self._penilai_jabatan(orang.id, jabatan, jabatan.mulai, jabatan.akhir):
                for awal, akhir, atasan, _ in self._penilai(penilai, dari, sampai):
                    atasan_lain = atasan if atasan != orang.id else None
                    if potongan and potongan[-1][2:] == (penilai, atasan_lain, lowong):
                        potongan[-1] = (potongan[-1][0], akhir, penilai, atasan_lain, lowong)
                    else:
                        potongan.append((awal, akhir, penilai, atasan_lain, lowong))
            hasil += [self._sebagai_segmen(jabatan, *p) for p in potongan]
        return tuple(hasil)

    def _sebagai_segmen(
        self, jabatan: Jabatan, mulai: date, akhir: date, penilai: UUID | None, atasan: UUID | None, lowong: tuple[UUID, ...]
    ) -> contracts.Penugasan:
        return contracts.Penugasan(
            id=jabatan.id if mulai == jabatan.mulai else uuid5(NAMESPACE_OID, f"{jabatan.id}/{mulai.isoformat()}"),
            unor_id=jabatan.unor_id,
            unor_nama=self.unor[jabatan.unor_id].nama,
            jabatan=jabatan.jabatan,
            jenis_jabatan=jabatan.jenis_jabatan,
            jenjang=jabatan.jenjang,
            golongan=jabatan.golongan,
            kepala=jabatan.kepala,
            penilai_id=penilai,
            atasan_penilai_id=atasan,
            mulai=mulai,
            selesai=None if akhir == SELAMANYA else akhir,
            unor_lowong=lowong,
        )

    def dengan_segmen(self) -> Iterator[Pegawai]:
        """Every person with segments computed anew; who did not change is the same object."""
        for orang in self.pegawai.values():
            baru = self.segmen(orang)
            yield orang if baru == orang.segmen else replace(orang, segmen=baru)


def segmen_pada(segmen: Iterable[contracts.Penugasan], hari: date) -> contracts.Penugasan | None:
    """The segment in force on the day."""
    return next((s for s in segmen if s.mulai <= hari <= (s.selesai or SELAMANYA)), None)


def segmen_kini(segmen: Iterable[contracts.Penugasan], hari: date) -> contracts.Penugasan | None:
    """The segment in force on the day, else the last one that has begun, else the first to come."""
    urut = list(segmen)
    lampau = [s for s in urut if s.mulai <= hari]
    return segmen_pada(urut, hari) or (lampau[-1] if lampau else urut[0] if urut else None)
