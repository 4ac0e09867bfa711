"""Who reads, and what he may see: the access matrix (domain rule 2.7) as it applies to reports.

Own record; own line: everybody whose evaluator or evaluator's superior he is today, and theirs, all the way down; a former evaluator the
segments he evaluated; the officers of the instansi everybody in it. Everything else is not found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from laporan.adapters.unit_of_work import UnitOfWork
from laporan.domain.tenggat import tahun_berjalan
from shared import clock
from shared.auth.identity import Identity
from shared.contracts.auth import Keadaan
from shared.errors import Forbidden, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.persistence.akses import catat_baca, kapasitas

PETUGAS: Final = peran_dengan(Objek.RATING, Hak.BACA)
PEMBACA_REALISASI: Final = peran_dengan(Objek.REALISASI, Hak.BACA)
"""Officers who may read what was achieved; admin and pengelola see counts and results."""

_ZONA: Final = "Asia/Jakarta"
_TAHUN_AWAL, _TAHUN_AKHIR = 2000, 2100

WAKIL: Final = "{a}.penilai_id = ANY(CAST(:wakil AS uuid[])) OR ({a}.unor_lowong <> '{{}}' AND {a}.unor_lowong && CAST(:lowong AS uuid[]))"
"""Condition on a row with ``penilai_id`` and ``unor_lowong``: the reader acts today as Plh of this evaluator, or as Plt of this vacancy (domain
rule 2.6). Its parameters are :attr:`Pembaca.kuasa`. This is the one place where laporan asks who may act for whom."""

LINI: Final = f"""lini AS (
  SELECT x.pegawai_id FROM penugasan_view x
   WHERE (x.penilai_id = :saya OR x.atasan_penilai_id = :saya OR {WAKIL.format(a="x")}) AND x.pegawai_id <> :saya
     AND x.mulai <= :hari AND (x.selesai IS NULL OR x.selesai >= :hari)
  UNION
  SELECT p.pegawai_id FROM penugasan_view p JOIN lini l ON p.penilai_id = l.pegawai_id
   WHERE p.mulai <= :hari AND (p.selesai IS NULL OR p.selesai >= :hari)
)"""  # noqa: S608 - fixed texts
"""A recursive CTE: the people below ``:saya`` on ``:hari``, also of those for whom he stands in."""


@dataclass(frozen=True, slots=True)
class Penggantian:
    """For whom the reader stands in today; ``jenis`` plt (a vacancy) or plh (``digantikan_id`` is absent)."""

    jenis: str
    unor_id: UUID
    unor_nama: str
    digantikan_id: UUID | None
    sampai: date

    @property
    def sebutan(self) -> str:
        return f"{self.jenis.capitalize()} kepala {self.unor_nama}"


LINGKUP: Final = """{nama} AS (
  SELECT unnest(CAST(:{akar} AS uuid[])) AS id UNION SELECT u.id FROM unor_view u JOIN {nama} l ON u.induk_id = l.id
)"""
"""A recursive CTE: the units for which a role of the reader was given, and everything below them."""
LINGKUP_PETUGAS: Final = LINGKUP.format(nama="lingkup", akar="akar")


@dataclass(frozen=True, slots=True)
class Pembaca:
    """The caller, his instansi and its calendar day. ``mulai_penugasan`` is ``None`` without a post today.

    ``klien``: another system, which knows of a result only what its owner knows. ``peran`` are the roles that hold in the whole instansi;
    ``akar`` the tops of the units for which others were given (``peran_unit``), ``akar_realisasi`` of those that also read what was achieved.
    """

    pegawai_id: UUID
    instansi_id: UUID
    nama: str
    peran: frozenset[str]
    instansi_nama: str
    instansi_kode: str
    zona: str
    hari_ini: date
    tahun_ada: tuple[int, ...]
    memimpin: bool
    jabatan: str
    unit: str
    mulai_penugasan: date | None
    wajib_skp: bool
    klien: bool = False
    akar: frozenset[UUID] = frozenset()
    akar_realisasi: frozenset[UUID] = frozenset()
    peran_unit: frozenset[str] = frozenset()

    penggantian: tuple[Penggantian, ...] = ()

    @property
    def kuasa(self) -> dict[str, list[UUID]]:
        """The parameters of :data:`WAKIL`."""
        return {
            "wakil": [p.digantikan_id for p in self.penggantian if p.jenis == "plh" and p.digantikan_id],
            "lowong": [p.unor_id for p in self.penggantian if p.jenis == "plt"],
        }

    @property
    def petugas(self) -> bool:
        """An officer, of the whole instansi or of a part of it."""
        return self.seluruh or bool(self.akar)

    @property
    def seluruh(self) -> bool:
        """An officer of the whole instansi."""
        return not self.peran.isdisjoint(PETUGAS)

    @property
    def sebagian(self) -> bool:
        """An officer of the units below :attr:`akar` alone."""
        return not self.seluruh and bool(self.akar)

    @property
    def sebagai(self) -> str:
        """The assigned role in which the reader reads as an officer."""
        return kapasitas(self.peran, Objek.RATING, Hak.BACA) or kapasitas(self.peran_unit, Objek.RATING, Hak.BACA)

    def pilih_tahun(self, diminta: int | None) -> int:
        """The year asked for, else the latest one that has periods and is being worked on."""
        if diminta is not None:
            if not _TAHUN_AWAL <= diminta <= _TAHUN_AKHIR:
                raise Invalid(
                    "Tahun harus antara 2000 dan 2100.", code="tahun_invalid", errors={"tahun": ["Isi tahun empat angka, misalnya 2025."]}
                )
            return diminta
        kini = tahun_berjalan(self.hari_ini)
        return max((t for t in self.tahun_ada if t <= kini), default=max(self.tahun_ada, default=kini))

    def rujukan(self, tahun: int) -> date:
        """The day on which posts of that year are looked at: today, within the year."""
        return min(max(self.hari_ini, date(tahun, 1, 1)), date(tahun, 12, 31))

    def wajib_petugas(self) -> None:
        if not self.petugas:
            raise Forbidden(
                "Dasbor instansi hanya untuk admin instansi, pengelola kinerja, PPK, dan auditor. Data Anda ada di halaman Laporan."
            )


_PEMBACA = sa.text(
    """
    SELECT i.nama AS instansi_nama, i.kode AS instansi_kode, i.zona_waktu AS zona, h.hari, p.status, p.aktif,
           g.jabatan, g.unor_nama, g.mulai,
           ARRAY(SELECT DISTINCT tahun FROM periode_view WHERE instansi_id = :instansi ORDER BY tahun DESC) AS tahun_ada,
           EXISTS (SELECT 1 FROM penugasan_view b WHERE (b.penilai_id = :saya OR b.atasan_penilai_id = :saya)
                    AND b.mulai <= h.hari AND (b.selesai IS NULL OR b.selesai >= h.hari)) AS memimpin,
           (SELECT jsonb_agg(jsonb_build_object('jenis', w.jenis, 'unor_id', w.unor_id, 'unor_nama', COALESCE(u.nama, ''),
                                                'digantikan_id', w.digantikan_id, 'sampai', w.sampai) ORDER BY w.dari, w.id)
              FROM pengganti_view w LEFT JOIN unor_view u ON u.id = w.unor_id
             WHERE w.pegawai_id = :saya AND w.instansi_id = :instansi AND NOT w.dicabut AND h.hari BETWEEN w.dari AND w.sampai) AS penggantian
      FROM (SELECT CAST(:instansi AS uuid) AS id) satu
      LEFT JOIN instansi_view i ON i.id = satu.id
      CROSS JOIN LATERAL (SELECT CAST(CAST(:kini AS timestamptz) AT TIME ZONE COALESCE(i.zona_waktu, :zona) AS date) AS hari) h
      LEFT JOIN pegawai_view p ON p.id = :saya
      LEFT JOIN LATERAL (SELECT jabatan, unor_nama, mulai FROM penugasan_view
                          WHERE pegawai_id = :saya AND mulai <= h.hari AND (selesai IS NULL OR selesai >= h.hari) ORDER BY mulai DESC LIMIT 1) g ON true
    """
)


def get_pembaca(uow: UnitOfWork, identity: Identity) -> Pembaca:
    row = uow.connection.execute(
        _PEMBACA, {"saya": identity.pegawai_id, "instansi": identity.instansi_id, "kini": clock.now(), "zona": _ZONA}
    ).one()
    return Pembaca(
        pegawai_id=identity.pegawai_id,
        instansi_id=identity.instansi_id,
        nama=identity.nama,
        peran=identity.peran_seluruh,
        instansi_nama=row.instansi_nama or "",
        instansi_kode=row.instansi_kode or "",
        zona=row.zona or _ZONA,
        hari_ini=row.hari,
        tahun_ada=tuple(row.tahun_ada),
        memimpin=row.memimpin or bool(row.penggantian),
        jabatan=row.jabatan or "",
        unit=row.unor_nama or "",
        mulai_penugasan=row.mulai,
        wajib_skp=bool(row.aktif) and row.status != "pejabat_negara" and row.mulai is not None,
        klien=bool(identity.klien_id),
        penggantian=msgspec.convert(row.penggantian or [], tuple[Penggantian, ...], strict=False),
        akar=_akar(identity, PETUGAS),
        akar_realisasi=_akar(identity, PEMBACA_REALISASI),
        peran_unit=identity.peran & identity.peran_unit.keys(),
    )


def _akar(identity: Identity, peran: frozenset[str]) -> frozenset[UUID]:
    return frozenset[UUID]().union(*(unit for p, unit in identity.peran_unit.items() if p in identity.peran and p in peran))


@dataclass(frozen=True, slots=True)
class Dibaca:
    """The person whose year is read, and the ground on which: ``sendiri``, ``lini``, ``petugas`` or ``segmen``; ``sebagai`` for the access log."""

    id: UUID
    nip: str | None
    nama: str
    status: str
    jabatan: str
    golongan: str
    unit: str
    unor_id: UUID | None
    penilai: str
    dasar: str
    realisasi: bool
    sebagai: str = ""
    keadaan: tuple[Keadaan, ...] = ()
    skp_terbuka: frozenset[UUID] | None = None

    def boleh_segmen(self, pembaca: Pembaca, row: Any) -> bool:
        """Whether a row of SKP, report or evaluation is open to this reader; ``skp_terbuka`` are the SKP in reach of an officer of some units."""
        if self.skp_terbuka is not None:
            return getattr(row, "skp_id", row.id) in self.skp_terbuka
        return self.dasar != "segmen" or pembaca.pegawai_id in (row.penilai_id, getattr(row, "atasan_penilai_id", None))


_DIBACA = """
    WITH RECURSIVE {lingkup}, {lingkup_realisasi}, orang AS (SELECT * FROM pegawai_view WHERE {syarat} AND instansi_id = :instansi LIMIT 1),
    atas AS (
      SELECT g.penilai_id, g.atasan_penilai_id, g.unor_lowong FROM penugasan_view g JOIN orang o ON g.pegawai_id = o.id
       WHERE g.mulai <= :hari AND (g.selesai IS NULL OR g.selesai >= :hari)
      UNION
      SELECT g.penilai_id, g.atasan_penilai_id, g.unor_lowong FROM penugasan_view g JOIN atas a ON g.pegawai_id = a.penilai_id
       WHERE g.mulai <= :hari AND (g.selesai IS NULL OR g.selesai >= :hari)
    )
    SELECT o.id, o.nip, o.nama, o.status, g.jabatan, g.golongan, g.unor_nama, g.unor_id, g.penilai_id, g.atasan_penilai_id, n.nama AS penilai,
           EXISTS (SELECT 1 FROM atas WHERE penilai_id = :saya OR atasan_penilai_id = :saya OR {wakil}) AS lini,
           o.keadaan,
           EXISTS (SELECT 1 FROM skp_view s WHERE s.pegawai_id = o.id AND s.tahun = :tahun AND (s.penilai_id = :saya OR s.atasan_penilai_id = :saya)) AS segmen,
           COALESCE(g.unor_id IN (SELECT id FROM lingkup), false) AS dicapai,
           COALESCE(g.unor_id IN (SELECT id FROM lingkup_realisasi), false)
             AND NOT EXISTS (SELECT 1 FROM skp_view s WHERE s.pegawai_id = o.id AND s.tahun = :tahun AND s.unor_id NOT IN (SELECT id FROM lingkup_realisasi)) AS realisasi_dicapai,
           ARRAY(SELECT s.id FROM skp_view s WHERE s.pegawai_id = o.id AND s.tahun = :tahun AND s.unor_id IN (SELECT id FROM lingkup)) AS skp_dicapai
      FROM orang o
      LEFT JOIN LATERAL (SELECT * FROM penugasan_view WHERE pegawai_id = o.id AND mulai <= :rujukan ORDER BY mulai DESC LIMIT 1) g ON true
      LEFT JOIN pegawai_view n ON n.id = g.penilai_id
"""
_CTE: Final = {
    "lingkup": LINGKUP_PETUGAS,
    "lingkup_realisasi": LINGKUP.format(nama="lingkup_realisasi", akar="akar_realisasi"),
    "wakil": WAKIL.format(a="atas"),
}
_DIBACA_ID = sa.text(_DIBACA.format(syarat="id = :kunci", **_CTE))
_DIBACA_NIP = sa.text(_DIBACA.format(syarat="nip = :kunci", **_CTE))


def get_dibaca(uow: UnitOfWork, pembaca: Pembaca, kunci: UUID | str, tahun: int) -> Dibaca:
    """The person by id or NIP, if this reader may open the record; else :class:`NotFound`, as for one that does not exist."""
    row = uow.connection.execute(
        _DIBACA_ID if isinstance(kunci, UUID) else _DIBACA_NIP,
        {
            "kunci": kunci,
            "instansi": pembaca.instansi_id,
            "saya": pembaca.pegawai_id,
            "hari": pembaca.hari_ini,
            "tahun": tahun,
            "rujukan": pembaca.rujukan(tahun),
            **pembaca.kuasa,
            "akar": list(pembaca.akar),
            "akar_realisasi": list(pembaca.akar_realisasi),
        },
    ).first()
    dasar = ""
    if row is not None:
        dasar = (
            "sendiri"
            if row.id == pembaca.pegawai_id
            else "lini"
            if row.lini
            else "petugas"
            if pembaca.seluruh or row.dicapai or row.skp_dicapai
            else "segmen"
            if row.segmen
            else ""
        )
    if row is None or not dasar:
        raise NotFound("Data kinerja ini tidak ada, atau hanya dapat dibuka pegawai yang bersangkutan dan lini atasannya.")
    return Dibaca(
        id=row.id,
        nip=row.nip,
        nama=row.nama,
        status=row.status,
        jabatan=row.jabatan or "",
        golongan=row.golongan or "",
        unit=row.unor_nama or "",
        unor_id=row.unor_id,
        penilai=row.penilai or "",
        dasar=dasar,
        realisasi=dasar != "petugas" or not pembaca.peran.isdisjoint(PEMBACA_REALISASI) or row.realisasi_dicapai,
        sebagai=_sebagai(pembaca, row, dasar),
        keadaan=msgspec.convert(row.keadaan, tuple[Keadaan, ...], strict=False),
        skp_terbuka=frozenset(row.skp_dicapai) if dasar == "petugas" and not pembaca.seluruh else None,
    )


def _sebagai(pembaca: Pembaca, row: Any, dasar: str) -> str:
    if dasar == "lini":
        return {row.penilai_id: "penilai", row.atasan_penilai_id: "atasan_penilai"}.get(pembaca.pegawai_id, "pimpinan")
    return {"petugas": pembaca.sebagai, "segmen": "penilai"}.get(dasar, "")


def catat_dibaca(uow: UnitOfWork, orang: Dibaca, apa: str, objek_id: UUID | None = None) -> None:
    """Note for the access log of the person that this reader is shown his year."""
    catat_baca(uow, Objek.RATING, apa, {orang.sebagai: [orang.id]}, objek_id=objek_id)
