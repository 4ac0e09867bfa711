"""The organisation: the tree of units, people and their posts in time, and who evaluates whom on which day.

The evaluator is derived, not claimed (domain.md 2.2): the head of the unit; for a head the head of the unit above, and so on up. What goes before
is, in this order, a :class:`Penetapan` of the admin with its reason, and an explicit ``penilai_id`` of the post. The evaluator's superior is the
evaluator of the evaluator on that day. Names and places of units have their dates too: who headed the unit above *then* counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import NAMESPACE_OID, UUID, uuid5

from auth.domain.keadaan import Keadaan
from shared.contracts import auth as contracts
from shared.errors import Invalid

SELAMANYA = date.max
SATU_HARI = timedelta(days=1)
TERDALAM = 60
"""Levels of the tree that are climbed; deeper is a circle."""

Potongan = tuple[date, date, UUID | None, tuple[UUID, ...]]
"""From, to (both inclusive), who, and the units without a head that were passed on the way up to him."""

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
class MasaUnor:
    """How a unit is called and where it hangs from ``mulai`` to ``selesai`` (both inclusive), by whose act."""

    mulai: date
    selesai: date | None
    nama: str
    jenis: str
    induk_id: UUID | None
    dasar: str = ""
    oleh: UUID | None = None
    dicatat_pada: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unor:
    """A node of the unit tree, in force from ``berlaku_dari`` to ``berlaku_sampai`` (both inclusive).

    The fields say how it is now; ``lampau`` how it was called and where it hung before, ``rencana`` how it will from a later day on.
    """

    id: UUID
    kode: str
    nama: str
    jenis: str
    induk_id: UUID | None
    berlaku_dari: date
    berlaku_sampai: date | None = None
    version: int = 0
    lampau: tuple[MasaUnor, ...] = ()
    rencana: tuple[MasaUnor, ...] = ()
    dasar: str = ""
    oleh: UUID | None = None
    dicatat_pada: datetime | None = None

    @property
    def masa(self) -> tuple[MasaUnor, ...]:
        """All versions in their order; the first begins with the unit, each ends the day before the next."""
        akhir = self.lampau[-1].selesai if self.lampau else None
        mulai = akhir + SATU_HARI if akhir else self.berlaku_dari
        sampai = self.rencana[0].mulai - SATU_HARI if self.rencana else None
        kini = MasaUnor(mulai, sampai, self.nama, self.jenis, self.induk_id, self.dasar, self.oleh, self.dicatat_pada)
        return (*self.lampau, kini, *self.rencana)

    def pada(self, hari: date) -> MasaUnor:
        """The version of the day; before the first it is the first."""
        masa = self.masa
        return next((m for m in reversed(masa) if m.mulai <= hari), masa[0])

    def berlaku(self, hari: date) -> bool:
        return self.berlaku_dari <= hari <= (self.berlaku_sampai or SELAMANYA)

    def induk_selama(self, mulai: date, akhir: date) -> Iterator[tuple[date, date, UUID | None]]:
        """(from, to, parent) over the span."""
        if not self.lampau and not self.rencana:
            yield mulai, akhir, self.induk_id
            return
        masa = self.masa
        for nomor, satu in enumerate(masa):
            dari = mulai if nomor == 0 else max(mulai, satu.mulai)
            sampai = akhir if satu is masa[-1] else min(akhir, satu.selesai or SELAMANYA)
            if dari <= sampai:
                yield dari, sampai, satu.induk_id

    def ubah(self, versi: MasaUnor, hari: date) -> Unor:
        """The unit with one more version from ``versi.mulai`` until the next one that is known; ``hari`` is today."""
        lain = [m for m in self.masa if m.mulai != versi.mulai]
        return self._susun([*lain, versi], hari)

    def batalkan(self, mulai: date, hari: date) -> Unor:
        """Without the planned version that begins on ``mulai``; raises :class:`Invalid` when it has begun or there is none."""
        if mulai <= hari or all(m.mulai != mulai for m in self.rencana):
            raise Invalid("Hanya perubahan unit yang belum berlaku yang dapat dibatalkan.", code="unit_change_begun")
        return self._susun([m for m in self.masa if m.mulai != mulai], hari)

    def berlakukan(self, hari: date) -> Unor:
        """With the fields as they are on the day; the same object when nothing comes into force."""
        if not self.rencana or self.rencana[0].mulai > hari:
            return self
        return self._susun(list(self.masa), hari)

    def _susun(self, masa: list[MasaUnor], hari: date) -> Unor:
        urut = sorted(masa, key=lambda m: m.mulai)
        rapi = [
            replace(ini, selesai=berikut.mulai - SATU_HARI if berikut else None)
            for ini, berikut in zip(urut, [*urut[1:], None], strict=True)
        ]
        letak = max((n for n, m in enumerate(rapi) if m.mulai <= hari), default=0)
        kini = rapi[letak]
        return replace(
            self,
            nama=kini.nama,
            jenis=kini.jenis,
            induk_id=kini.induk_id,
            dasar=kini.dasar,
            oleh=kini.oleh,
            dicatat_pada=kini.dicatat_pada,
            lampau=tuple(rapi[:letak]),
            rencana=tuple(rapi[letak + 1 :]),
        )


@dataclass(frozen=True, slots=True)
class Penetapan:
    """An evaluator that the admin set with a reason, from ``mulai`` to ``selesai`` within one post. Taken back before it began, it ends before it begins."""

    id: UUID
    jabatan_id: UUID
    penilai_id: UUID
    mulai: date
    alasan: str
    oleh: UUID | None
    dicatat_pada: datetime
    selesai: date | None = None
    keluhan_id: UUID | None = None
    dicabut_pada: datetime | None = None
    dicabut_oleh: UUID | None = None

    @property
    def akhir(self) -> date:
        return self.selesai or SELAMANYA

    @property
    def hampa(self) -> bool:
        return self.akhir < self.mulai

    def pada(self, hari: date) -> bool:
        return self.mulai <= hari <= self.akhir


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
    penetapan: tuple[Penetapan, ...] = ()

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

    def kepala_pada(self, unor_id: UUID, hari: date, *, kecuali: UUID | None = None) -> UUID | None:
        """Who heads the unit itself on the day."""
        return next((o for dari, sampai, o in self._kepala.get(unor_id, ()) if dari <= hari <= sampai and o != kecuali), None)

    def _kepala_unit(
        self, unor_id: UUID | None, mulai: date, akhir: date, kecuali: UUID, lowong: tuple[UUID, ...] = ()
    ) -> Iterator[Potongan]:
        """Who heads the unit over the span; where nobody does, who heads the unit above."""
        if unor_id is None or len(lowong) > TERDALAM:
            yield mulai, akhir, None, lowong
            return
        kini = mulai
        for dari, sampai, orang in self._kepala.get(unor_id, ()):
            if orang == kecuali or sampai < kini or dari > akhir:
                continue
            if dari > kini:
                yield from self._kepala_di_atas(unor_id, kini, dari - SATU_HARI, kecuali, (*lowong, unor_id))
            batas = min(sampai, akhir)
            yield max(dari, kini), batas, orang, lowong
            if batas == SELAMANYA:
                return
            kini = batas + SATU_HARI
        if kini <= akhir:
            yield from self._kepala_di_atas(unor_id, kini, akhir, kecuali, (*lowong, unor_id))

    def _kepala_di_atas(self, unor_id: UUID, mulai: date, akhir: date, kecuali: UUID, lowong: tuple[UUID, ...] = ()) -> Iterator[Potongan]:
        unor = self.unor.get(unor_id)
        if unor is None:
            yield mulai, akhir, None, lowong
            return
        for dari, sampai, induk in unor.induk_selama(mulai, akhir):
            yield from self._kepala_unit(induk, dari, sampai, kecuali, lowong)

    def _penilai_jabatan(self, orang: UUID, jabatan: Jabatan, mulai: date, akhir: date) -> Iterator[Potongan]:
        pegawai = self.pegawai.get(orang)
        ditetapkan = pegawai.penetapan if pegawai else ()
        if not ditetapkan:
            yield from self._penilai_turunan(orang, jabatan, mulai, akhir)
            return
        kini = mulai
        for satu in sorted((p for p in ditetapkan if p.jabatan_id == jabatan.id and not p.hampa), key=lambda p: p.mulai):
            if satu.akhir < kini or satu.mulai > akhir:
                continue
            if satu.mulai > kini:
                yield from self._penilai_turunan(orang, jabatan, kini, satu.mulai - SATU_HARI)
            batas = min(satu.akhir, akhir)
            yield max(satu.mulai, kini), batas, satu.penilai_id, ()
            if batas == SELAMANYA:
                return
            kini = batas + SATU_HARI
        if kini <= akhir:
            yield from self._penilai_turunan(orang, jabatan, kini, akhir)

    def _penilai_turunan(self, orang: UUID, jabatan: Jabatan, mulai: date, akhir: date) -> Iterator[Potongan]:
        if jabatan.penilai_id is not None:
            yield mulai, akhir, jabatan.penilai_id, ()
        elif jabatan.kepala:
            yield from self._kepala_di_atas(jabatan.unor_id, mulai, akhir, orang)
        else:
            yield from self._kepala_unit(jabatan.unor_id, mulai, akhir, orang)

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

    def _nama_unit(self, unor_id: UUID, akhir: date) -> str:
        """As the unit was called when the segment ended; one that goes on has today's name."""
        unor = self.unor[unor_id]
        return next((m.nama for m in unor.lampau if m.mulai <= akhir <= (m.selesai or SELAMANYA)), unor.nama)

    def _sebagai_segmen(
        self, jabatan: Jabatan, mulai: date, akhir: date, penilai: UUID | None, atasan: UUID | None, lowong: tuple[UUID, ...]
    ) -> contracts.Penugasan:
        return contracts.Penugasan(
            id=jabatan.id if mulai == jabatan.mulai else uuid5(NAMESPACE_OID, f"{jabatan.id}/{mulai.isoformat()}"),
            unor_id=jabatan.unor_id,
            unor_nama=self._nama_unit(jabatan.unor_id, akhir),
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


def jalur_lingkaran(unor: Mapping[UUID, Unor], mulai: UUID, hari: date) -> list[UUID]:
    """The units from ``mulai`` upward back to itself on the day; empty when it is not above itself."""
    jalur = [mulai]
    kini = unor[mulai].pada(hari).induk_id
    while kini is not None and kini != mulai and kini in unor and kini not in jalur:
        jalur.append(kini)
        kini = unor[kini].pada(hari).induk_id
    return jalur if kini == mulai else []


def segmen_pada(segmen: Iterable[contracts.Penugasan], hari: date) -> contracts.Penugasan | None:
    """The segment in force on the day."""
    return next((s for s in segmen if s.mulai <= hari <= (s.selesai or SELAMANYA)), None)


def segmen_kini(segmen: Iterable[contracts.Penugasan], hari: date) -> contracts.Penugasan | None:
    """The segment in force on the day, else the last one that has begun, else the first to come."""
    urut = list(segmen)
    lampau = [s for s in urut if s.mulai <= hari]
    return segmen_pada(urut, hari) or (lampau[-1] if lampau else urut[0] if urut else None)
