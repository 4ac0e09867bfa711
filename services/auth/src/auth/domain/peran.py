"""Assigned roles: who holds which, over which part of the tree, from when until when, on whose decision (domain.md 2.7).

Roles that follow from relations (evaluator, evaluator's superior, head of a unit, substitute) are never assigned; they are not in here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from auth.domain.organisasi import PERAN, Pegawai, Unor
from auth.domain.tanggal import sebut
from shared.errors import Forbidden, Invalid, NotAllowed

ADMIN = "admin_instansi"
DIBERIKAN = ("pengelola_kinerja", ADMIN, "auditor", "ppk")
"""What an admin of the instansi gives. An ``admin_platform`` belongs to nobody's instansi; the command line makes one."""
DIBERIKAN_SEBAGIAN = ("pengelola_kinerja", ADMIN)
"""What an admin of a part of the tree gives, in that part: auditor and PPK read and decide more than he does himself."""
DASAR_TERPANJANG, ALASAN_TERPENDEK, ALASAN_TERPANJANG = 200, 10, 500
KEADAAN = {"berlaku": "Berlaku", "akan": "Akan datang", "lewat": "Berakhir", "dicabut": "Dicabut"}


@dataclass(frozen=True, slots=True)
class PeranPegawai:
    """``unor_id`` is the unit under which it holds, None for the whole instansi; from ``dari`` to ``sampai``, both inclusive, in the instansi's days.

    Without ``dari`` it came with the list of people or the installation, which name no day; without ``sampai`` it has no end. ``dicabut_pada``
    is the moment at which it was taken away before its end.
    """

    id: UUID
    pegawai_id: UUID
    peran: str
    unor_id: UUID | None
    dari: date | None
    sampai: date | None
    dasar: str
    alasan: str = ""
    oleh: UUID | None = None
    dicatat_pada: datetime | None = None
    dicabut_pada: datetime | None = None
    diakhiri_oleh: UUID | None = None
    alasan_akhir: str = ""
    version: int = 1

    @property
    def mulai(self) -> date:
        return self.dari or date.min

    @property
    def akhir(self) -> date:
        return self.sampai or date.max

    def keadaan(self, hari: date) -> str:
        """berlaku, akan, lewat or dicabut, seen on the day."""
        if self.dicabut_pada:
            return "dicabut"
        return "akan" if hari < self.mulai else "lewat" if hari > self.akhir else "berlaku"

    def akhiri(self, sampai: date | None, *, alasan: str, oleh: UUID, hari_ini: date, pada: datetime) -> PeranPegawai:
        """End it on a day, or at once without one; raises :class:`NotAllowed` when it is over, :class:`Invalid` with each fault at its field."""
        keadaan = self.keadaan(hari_ini)
        if keadaan == "dicabut":
            raise NotAllowed("Peran ini sudah dicabut.")
        if keadaan == "lewat":
            raise NotAllowed(f"Peran ini sudah berakhir {sebut(self.akhir)}.")
        salah: dict[str, str] = {}
        if not ALASAN_TERPENDEK <= len(alasan.strip()) <= ALASAN_TERPANJANG:
            salah["alasan"] = f"Tulis alasannya, {ALASAN_TERPENDEK} sampai {ALASAN_TERPANJANG} karakter. Pemegang peran membacanya."
        awal = max(self.mulai, hari_ini)
        if sampai is not None and sampai < awal:
            salah["sampai"] = f"Hari terakhir paling awal {sebut(awal)}. Kosongkan untuk mencabut sekarang juga."
        elif sampai is not None and sampai >= self.akhir:
            salah["sampai"] = f"Peran ini memang berakhir {sebut(self.akhir)}. Pilih hari yang lebih awal."
        _tolak(salah)
        isi = replace(self, diakhiri_oleh=oleh, alasan_akhir=alasan.strip(), version=self.version + 1)
        return replace(isi, dicabut_pada=pada) if sampai is None else replace(isi, sampai=sampai)


@dataclass(frozen=True, slots=True)
class Pemegangan:
    """The roles of one person on one day: ``seluruh`` hold everywhere, ``unit`` under these units only."""

    seluruh: frozenset[str] = frozenset()
    unit: tuple[tuple[str, tuple[UUID, ...]], ...] = ()

    @property
    def peran(self) -> tuple[str, ...]:
        return tuple(sorted(self.seluruh.union(nama for nama, _ in self.unit)))


def pemegangan(daftar: Iterable[PeranPegawai], hari: date) -> Pemegangan:
    """What somebody with these assignments holds on the day; what holds everywhere needs no units."""
    berlaku = [p for p in daftar if p.keadaan(hari) == "berlaku"]
    seluruh = frozenset(p.peran for p in berlaku if p.unor_id is None)
    unit: dict[str, set[UUID]] = defaultdict(set)
    for p in berlaku:
        if p.unor_id is not None and p.peran not in seluruh:
            unit[p.peran].add(p.unor_id)
    return Pemegangan(seluruh, tuple((nama, tuple(sorted(isi))) for nama, isi in sorted(unit.items())))


@dataclass(frozen=True, slots=True)
class Pemberi:
    """The admin who gives and takes roles; ``wilayah`` are the units that his own role reaches, None for the whole instansi."""

    pegawai_id: UUID
    wilayah: frozenset[UUID] | None

    @property
    def dapat_memberi(self) -> tuple[str, ...]:
        return DIBERIKAN if self.wilayah is None else DIBERIKAN_SEBAGIAN

    def mengurus(self, satu: PeranPegawai) -> bool:
        """Whether the assignment is his to end."""
        return satu.peran in self.dapat_memberi and (self.wilayah is None or satu.unor_id in self.wilayah)

    def pastikan_mengurus(self, satu: PeranPegawai) -> None:
        """Raise :class:`Forbidden` unless the assignment is his to end."""
        if not self.mengurus(satu):
            siapa = "Admin platform" if satu.peran not in DIBERIKAN else "Admin seluruh instansi"
            raise Forbidden(f"Peran {PERAN[satu.peran]} ini di luar wewenang Anda. {siapa} yang dapat mengakhirinya.")


def beri(
    baru: PeranPegawai, pemberi: Pemberi, orang: Pegawai | None, unor: Mapping[UUID, Unor], lain: Iterable[PeranPegawai], hari: date
) -> PeranPegawai:
    """The assignment, checked; raises :class:`Invalid` with each fault at its field. ``lain`` are the person's other assignments."""
    salah: dict[str, str] = {}
    _periksa_masa(baru, hari, salah)
    if orang is None:
        salah["pegawai_id"] = "Cari lalu pilih pegawai yang diberi peran."
    elif orang.id == pemberi.pegawai_id:
        salah["pegawai_id"] = "Anda tidak dapat memberi peran kepada diri sendiri. Minta admin lain."
    elif not orang.aktif:
        salah["pegawai_id"] = f"{orang.nama} tidak aktif. Pilih orang lain."
    _periksa_wewenang(baru, pemberi, salah)
    if baru.unor_id is not None:
        _periksa_unit(baru, pemberi, unor.get(baru.unor_id), hari, salah)
    if orang is not None and not salah:
        _periksa_ganda(baru, orang, lain, salah)
    _tolak(salah)
    return replace(baru, dasar=baru.dasar.strip(), alasan=baru.alasan.strip(), oleh=pemberi.pegawai_id)


def _periksa_masa(baru: PeranPegawai, hari: date, salah: dict[str, str]) -> None:
    if baru.dari is None:
        salah["dari"] = "Isi hari pertama peran itu berlaku."
    elif baru.sampai is not None and baru.sampai < baru.dari:
        salah["sampai"] = f"Sampai {sebut(baru.sampai)}, lebih awal daripada {sebut(baru.dari)}."
    elif baru.sampai is not None and baru.sampai < hari:
        salah["sampai"] = f"Masa itu sudah lewat, hari ini {sebut(hari)}. Periksa tahunnya."
    if not baru.dasar.strip() or len(baru.dasar.strip()) > DASAR_TERPANJANG:
        salah["dasar"] = f"Isi nomor SK atau surat penugasannya, paling panjang {DASAR_TERPANJANG} karakter."
    if len(baru.alasan.strip()) > ALASAN_TERPANJANG:
        salah["alasan"] = f"Paling panjang {ALASAN_TERPANJANG} karakter."


def _periksa_wewenang(baru: PeranPegawai, pemberi: Pemberi, salah: dict[str, str]) -> None:
    if baru.peran not in DIBERIKAN:
        salah["peran"] = f"Pilih salah satu peran: {', '.join(PERAN[p] for p in pemberi.dapat_memberi)}."
    elif baru.peran not in pemberi.dapat_memberi:
        salah["peran"] = f"{PERAN[baru.peran]} hanya diberikan oleh admin seluruh instansi."
    if baru.unor_id is None and pemberi.wilayah is not None:
        salah["unor_id"] = "Peran Anda hanya untuk sebagian unit. Pilih unit di dalamnya; seluruh instansi diberikan oleh admin instansi."


def _periksa_unit(baru: PeranPegawai, pemberi: Pemberi, unit: Unor | None, hari: date, salah: dict[str, str]) -> None:
    if unit is None:
        salah["unor_id"] = "Unit ini tidak ada di instansi Anda. Pilih dari saran."
    elif pemberi.wilayah is not None and unit.id not in pemberi.wilayah:
        salah["unor_id"] = f"{unit.nama} di luar unit yang Anda urus. Pilih unit di dalamnya."
    elif unit.berlaku_sampai is not None and unit.berlaku_sampai < max(baru.mulai, hari):
        salah["unor_id"] = f"{unit.nama} berakhir {sebut(unit.berlaku_sampai)}. Pilih unit penggantinya."


def _periksa_ganda(baru: PeranPegawai, orang: Pegawai, lain: Iterable[PeranPegawai], salah: dict[str, str]) -> None:
    """An equal assignment over the same days, or one that holds everywhere already: the new one would change nothing."""
    ada = next(
        (
            p
            for p in lain
            if p.peran == baru.peran
            and p.unor_id in {baru.unor_id, None}
            and not p.dicabut_pada
            and p.mulai <= baru.akhir
            and p.akhir >= baru.mulai
        ),
        None,
    )
    if ada is None:
        return
    dimana = "di seluruh instansi" if ada.unor_id is None else "di unit ini"
    masa = f"{f'dari {sebut(ada.dari)}' if ada.dari else 'sejak semula'} {f'sampai {sebut(ada.sampai)}' if ada.sampai else 'tanpa tanggal akhir'}"
    salah["peran"] = f"{orang.nama} sudah {PERAN[ada.peran]} {dimana}, {masa}. Akhiri yang itu dulu, atau pilih masa sesudahnya."


def hari_tanpa_admin(daftar: Iterable[PeranPegawai], hari: date) -> date | None:
    """The first day from ``hari`` on without any of these assignments in force; None when there is no such day."""
    kini = hari
    for p in sorted((p for p in daftar if not p.dicabut_pada), key=lambda p: p.mulai):
        if p.mulai > kini:
            break
        if p.sampai is None:
            return None
        kini = max(kini, p.sampai + timedelta(days=1))
    return kini


def pastikan_admin_tersisa(sebelum: Iterable[PeranPegawai], sesudah: Iterable[PeranPegawai], hari: date) -> None:
    """Raise :class:`NotAllowed` when the change leaves a day without an admin of the whole instansi that had one before.

    Both are the assignments of :data:`ADMIN` for the whole instansi to active people.
    """
    kosong, dulu = hari_tanpa_admin(sesudah, hari), hari_tanpa_admin(sebelum, hari)
    if kosong is not None and (dulu is None or kosong < dulu):
        raise NotAllowed(
            f"Mulai {sebut(kosong)} tidak ada lagi admin seluruh instansi. Beri dulu peran itu kepada orang lain, tanpa tanggal akhir.",
            code="last_admin",
        )


def _tolak(salah: Mapping[str, str]) -> None:
    if salah:
        raise Invalid(" ".join(salah.values()), errors={bidang: [pesan] for bidang, pesan in salah.items()}, code="role_invalid")
