"""The state of many people in one year, a row a person or a row a unit: team table, dashboard, rekap. Scoped by the reader in SQL.

All counting is by person (domain rule 7.5). One common table expression describes a person's year, and the lists and counts select from it.
"""

from __future__ import annotations

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from laporan.adapters.tables import evaluasi_view
from laporan.adapters.unit_of_work import UnitOfWork
from laporan.application.pembaca import LINGKUP_PETUGAS, LINI, WAKIL, Pembaca
from laporan.domain.keadaan import (
    EVALUASI_DISAMPAIKAN,
    EVALUASI_DITETAPKAN,
    EVALUASI_FINAL,
    EVALUASI_GILIRAN_PENILAI,
    EVALUASI_TERISI,
    LAPORAN_TERKIRIM,
    PREDIKAT,
    SKP_DIAJUKAN,
    SKP_DISETUJUI,
)
from laporan.domain.kepatuhan import Kepatuhan, jumlahkan
from laporan.domain.ketepatan import Ketepatan
from shared.errors import Invalid, NotFound
from shared.matriks import Objek
from shared.persistence.akses import catat_baca

HALAMAN: Final = 40
SARINGAN: Final[dict[str, tuple[str, str]]] = {
    "semua": ("Semua", "true"),
    "belum_skp": ("Belum mengajukan SKP", "NOT diajukan AND NOT bebas"),
    "menunggu_setuju": ("Menunggu persetujuan", "diajukan AND NOT disetujui"),
    "terlambat": ("Laporan terlambat", "terlambat > 0 OR kosong > 0"),
    "belum_dinilai": ("Belum dinilai", "disetujui AND NOT dinilai"),
    "dinilai": ("Dinilai", "dinilai"),
}
"""Filters of the team table: label and condition on a person's year."""

_LINGKUP: Final = {
    "langsung": f"(g.penilai_id = :saya OR {WAKIL.format(a='g')}) AND p.id <> :saya",
    "lini": "p.id IN (SELECT pegawai_id FROM lini) AND p.id <> :saya",
    "instansi": "true",
    "sebagian": "g.unor_id IN (SELECT id FROM lingkup)",
}

# A person's year. :unit narrows to some units. Numbers of the reports count what is due on :hari.
_TAHUN = """WITH RECURSIVE {lini}, {lingkup_unit},
    anggota AS MATERIALIZED (
      SELECT p.id, p.nip, p.nama, p.status AS status_pegawai, g.unor_id, g.unor_nama, g.jabatan, g.jenis_jabatan, g.jenjang, g.golongan, g.kepala, g.penilai_id, g.unor_lowong,
             CASE WHEN p.keadaan = '[]' THEN NULL ELSE (
               SELECT k->>'jenis' FROM jsonb_array_elements(p.keadaan) k
                WHERE CAST(k->>'mulai' AS date) <= :hari AND COALESCE(CAST(k->>'selesai' AS date), 'infinity') >= :hari LIMIT 1) END AS absen,
             p.keadaan <> '[]' AND EXISTS (
               SELECT 1 FROM jsonb_array_elements(p.keadaan) k WHERE k->>'jenis' IN ('cltn', 'pemberhentian_sementara')
                  AND CAST(k->>'mulai' AS date) <= :rujukan AND COALESCE(CAST(k->>'selesai' AS date), 'infinity') >= :rujukan) AS bebas
        FROM pegawai_view p
        JOIN penugasan_view g ON g.pegawai_id = p.id AND g.mulai <= :rujukan AND (g.selesai IS NULL OR g.selesai >= :rujukan)
       WHERE p.instansi_id = :instansi AND p.aktif AND p.status <> 'pejabat_negara' AND {lingkup} AND {unit}
    ),
    skp_k AS (
      SELECT pegawai_id, bool_and(status = ANY(:skp_diajukan)) AS diajukan, bool_and(status = ANY(:skp_disetujui)) AS disetujui,
             count(*) FILTER (WHERE status = ANY(:skp_disetujui)) AS jumlah, max(disetujui_pada) AS disetujui_pada,
             (array_agg(status ORDER BY mulai DESC))[1] AS status, max(hari_persetujuan) AS hari_persetujuan
        FROM skp_view WHERE instansi_id = :instansi AND tahun = :tahun AND status <> 'dibatalkan' {milik} GROUP BY pegawai_id
    ),
    lap_k AS (
      SELECT pegawai_id,
             count(*) FILTER (WHERE pertama_dikirim_pada IS NOT NULL OR batas_normal < :hari) AS wajib,
             count(*) FILTER (WHERE pertama_dikirim_pada IS NOT NULL AND NOT terlambat) AS tepat,
             count(*) FILTER (WHERE pertama_dikirim_pada IS NOT NULL AND terlambat AND NOT dimaafkan) AS terlambat,
             count(*) FILTER (WHERE dimaafkan AND CASE WHEN pertama_dikirim_pada IS NULL THEN batas_normal < :hari ELSE terlambat END) AS dimaafkan,
             count(*) FILTER (WHERE pertama_dikirim_pada IS NULL AND batas_normal < :hari AND NOT dimaafkan) AS kosong,
             count(*) FILTER (WHERE selesai < :hari) AS berakhir,
             count(*) FILTER (WHERE selesai < :hari AND status = ANY(:terkirim) AND NOT diajukan_otomatis) AS terisi
        FROM laporan_view WHERE instansi_id = :instansi AND tahun = :tahun AND (bebas = '' OR pertama_dikirim_pada IS NOT NULL) {milik} GROUP BY pegawai_id
    ),
    ev_k AS (
      SELECT pegawai_id, count(*) FILTER (WHERE status = ANY(:ditetapkan)) AS dinilai, count(*) FILTER (WHERE status = ANY(:final)) AS final,
             bool_and(status = ANY(:ev_terisi)) AS terisi,
             (array_agg(id ORDER BY selesai DESC))[1] AS id, (array_agg(status ORDER BY selesai DESC))[1] AS status,
             (array_agg(CASE WHEN status = ANY(:ditetapkan) THEN predikat ELSE '' END ORDER BY selesai DESC))[1] AS predikat,
             (array_agg(keberatan ORDER BY selesai DESC))[1] AS keberatan,
             (array_agg(COALESCE(sebelum ->> 'predikat', '') ORDER BY selesai DESC))[1] AS predikat_sebelum,
             (array_agg(CASE WHEN status = ANY(:ditetapkan) THEN rating_hasil ELSE '' END ORDER BY selesai DESC))[1] AS rating_hasil,
             (array_agg(CASE WHEN status = ANY(:ditetapkan) THEN rating_perilaku ELSE '' END ORDER BY selesai DESC))[1] AS rating_perilaku,
             CASE WHEN bool_and(status = ANY(:ditetapkan)) AND bool_and(nkp IS NOT NULL)
                  THEN CASE WHEN count(*) = 1 THEN max(nkp) ELSE round(sum(nkp * bulan) / NULLIF(sum(bulan), 0), 2) END END AS nkp
        FROM evaluasi_view WHERE instansi_id = :instansi AND tahun = :tahun AND jenis = 'tahunan' AND tidak_dinilai = '' {milik} GROUP BY pegawai_id
    ),
    orang AS (
      SELECT a.*, COALESCE(s.diajukan, false) AS diajukan, COALESCE(s.disetujui, false) AS disetujui, s.status AS skp_status, s.disetujui_pada, s.hari_persetujuan,
             COALESCE(l.wajib, 0) AS wajib, COALESCE(l.tepat, 0) AS tepat, COALESCE(l.terlambat, 0) AS terlambat,
             COALESCE(l.dimaafkan, 0) AS dimaafkan, COALESCE(l.kosong, 0) AS kosong, COALESCE(l.berakhir, 0) AS berakhir, COALESCE(l.terisi, 0) AS terisi,
             COALESCE(s.disetujui AND (COALESCE(e.terisi, false) OR (l.berakhir > 0 AND l.berakhir = l.terisi)), false) AS realisasi_terisi,
             COALESCE(s.disetujui AND e.dinilai > 0 AND e.dinilai >= s.jumlah, false) AS dinilai,
             COALESCE(s.disetujui AND e.final > 0 AND e.final >= s.jumlah, false) AS final,
             e.id AS evaluasi_id, e.status AS evaluasi_status, COALESCE(e.predikat, '') AS predikat, COALESCE(e.rating_hasil, '') AS rating_hasil,
             COALESCE(e.rating_perilaku, '') AS rating_perilaku, e.nkp, COALESCE(e.keberatan, '') AS keberatan,
             COALESCE(e.predikat_sebelum, '') AS predikat_sebelum
        FROM anggota a LEFT JOIN skp_k s ON s.pegawai_id = a.id LEFT JOIN lap_k l ON l.pegawai_id = a.id LEFT JOIN ev_k e ON e.pegawai_id = a.id
    )
    """


def _tahun(pembaca: Pembaca, lingkup: str, *, unit: bool = False) -> str:
    """The expression for one scope; within a line the documents are found by person, in the whole instansi by year.

    For an officer of some units ``instansi`` is what is below them.
    """
    lingkup = "sebagian" if lingkup == "instansi" and pembaca.sebagian else lingkup
    return _TAHUN.format(
        lini=LINI,
        lingkup_unit=LINGKUP_PETUGAS,
        lingkup=_LINGKUP[lingkup],
        unit="g.unor_id = ANY(:unit)" if unit else "true",
        milik="" if lingkup == "instansi" and not unit else "AND pegawai_id IN (SELECT id FROM anggota)",
    )


def _params(pembaca: Pembaca, tahun: int) -> dict[str, Any]:
    return {
        "saya": pembaca.pegawai_id,
        **pembaca.kuasa,
        "akar": list(pembaca.akar),
        "instansi": pembaca.instansi_id,
        "hari": pembaca.hari_ini,
        "rujukan": pembaca.rujukan(tahun),
        "tahun": tahun,
        "skp_diajukan": list(SKP_DIAJUKAN),
        "skp_disetujui": list(SKP_DISETUJUI),
        "terkirim": list(LAPORAN_TERKIRIM),
        "ditetapkan": list(EVALUASI_DISAMPAIKAN if pembaca.klien else EVALUASI_DITETAPKAN),
        "final": list(EVALUASI_FINAL),
        "ev_terisi": list(EVALUASI_TERISI),
    }


@dataclass(frozen=True, slots=True)
class Halaman:
    """One page of the team table; ``jumlah`` counts per filter over the whole scope."""

    data: Sequence[Any]
    berikutnya: str | None
    jumlah: Mapping[str, int]


def list_tim(
    uow: UnitOfWork,
    pembaca: Pembaca,
    tahun: int,
    *,
    lingkup: str,
    saring: str = "semua",
    cari: str = "",
    cursor: str | None = None,
    unit: Sequence[UUID] = (),
) -> Halaman:
    """People of one scope by name, with their year; two statements."""
    params = _params(pembaca, tahun) | ({"unit": list(unit)} if unit else {})
    source = _tahun(pembaca, lingkup, unit=bool(unit))
    found = "true"
    if cari:
        params["cari"] = "%" + cari.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        found = "(nama ILIKE :cari OR nip LIKE :cari)"
    counts = ", ".join(f"count(*) FILTER (WHERE {condition}) AS {code}" for code, (_, condition) in SARINGAN.items())
    jumlah = uow.connection.execute(sa.text(f"{source} SELECT {counts} FROM orang WHERE {found}"), params).one()._asdict()  # noqa: S608
    after = "true"
    if cursor:
        params["nama"], params["id"] = _dari_cursor(cursor)
        after = "(o.nama, o.id) > (:nama, CAST(:id AS uuid))"
    rows = uow.connection.execute(
        sa.text(
            f"{source} SELECT o.*, n.nama AS penilai FROM orang o LEFT JOIN pegawai_view n ON n.id = o.penilai_id"  # noqa: S608 - fixed texts
            f" WHERE ({SARINGAN[saring][1]}) AND {found.replace('nama', 'o.nama').replace('nip', 'o.nip')} AND {after}"
            f" ORDER BY o.nama, o.id LIMIT {HALAMAN + 1}"
        ),
        params,
    ).all()
    more = len(rows) > HALAMAN
    page = rows[:HALAMAN]
    catat_baca(uow, Objek.RATING, f"daftar kinerja tim {tahun}", sebagai_lini(pembaca, page, petugas=lingkup == "instansi"), daftar=True)
    return Halaman(page, _ke_cursor(page[-1].nama, page[-1].id) if more else None, jumlah)


def sebagai_lini(pembaca: Pembaca, rows: Iterable[Any], *, petugas: bool) -> dict[str, list[UUID]]:
    """The people of a list by the capacity in which the reader sees them, for their access logs."""
    peran = pembaca.sebagai
    orang: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        orang["penilai" if row.penilai_id == pembaca.pegawai_id else peran if petugas else "pimpinan"].append(row.id)
    return orang


def _ke_cursor(nama: str, id_: UUID) -> str:
    return base64.urlsafe_b64encode(f"{id_}{nama}".encode()).decode().rstrip("=")


def _dari_cursor(cursor: str) -> tuple[str, UUID]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        return text[36:], UUID(text[:36])
    except (ValueError, binascii.Error) as error:
        raise Invalid("Cursor ini tidak dikenal. Mulai lagi dari halaman pertama.", code="cursor_invalid") from error


@dataclass(frozen=True, slots=True)
class BarisUnit:
    """The people whose post is in this very unit; ``kepala`` its head among them, left out of the distribution of the unit."""

    unor_id: UUID
    kepatuhan: Kepatuhan
    kepala: Mapping[str, int]
    setuju_p90: int | None


def list_per_unit(uow: UnitOfWork, pembaca: Pembaca, tahun: int, *, lewat: bool) -> dict[UUID, BarisUnit]:
    """One row a unit of the whole instansi, one statement. ``lewat``: the normal deadline of the ratings has passed."""
    predikat = ", ".join(
        f"count(*) FILTER (WHERE dinilai AND predikat = '{p}') AS p_{p}, count(*) FILTER (WHERE dinilai AND kepala AND predikat = '{p}') AS k_{p}"
        for p in PREDIKAT
    )
    rows = uow.connection.execute(
        sa.text(
            f"{_tahun(pembaca, 'instansi')} SELECT unor_id, count(*) AS wajib_skp, count(*) FILTER (WHERE diajukan) AS diajukan,"  # noqa: S608 - fixed texts
            " count(*) FILTER (WHERE disetujui) AS disetujui, count(*) FILTER (WHERE realisasi_terisi) AS realisasi_terisi,"
            " count(*) FILTER (WHERE dinilai) AS dinilai, count(*) FILTER (WHERE final) AS final, sum(wajib) AS wajib, sum(tepat) AS tepat,"
            " sum(terlambat) AS terlambat, sum(dimaafkan) AS dimaafkan, sum(kosong) AS kosong,"
            f" percentile_disc(0.9) WITHIN GROUP (ORDER BY hari_persetujuan) AS p90, {predikat} FROM orang WHERE NOT bebas GROUP BY unor_id"
        ),
        _params(pembaca, tahun),
    )
    units = {}
    for row in rows:
        found = row._asdict()
        units[row.unor_id] = BarisUnit(
            row.unor_id,
            Kepatuhan(
                row.wajib_skp,
                row.diajukan,
                row.disetujui,
                row.realisasi_terisi,
                row.dinilai,
                row.final,
                row.disetujui - row.dinilai if lewat else 0,
                Ketepatan(int(row.wajib), int(row.tepat), int(row.terlambat), int(row.dimaafkan), int(row.kosong)),
                {p: found[f"p_{p}"] for p in PREDIKAT},
            ),
            {p: found[f"k_{p}"] for p in PREDIKAT},
            row.p90,
        )
    return units


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the unit tree: ``kepatuhan`` of its whole subtree, ``sendiri`` of the people in this very unit.

    ``predikat`` leaves out the head of this node; ``organisasi`` is the result of the organisation, empty while it is not set.
    """

    id: UUID
    nama: str
    induk_id: UUID | None
    anak: tuple[UUID, ...]
    kepatuhan: Kepatuhan
    sendiri: Kepatuhan
    predikat: Mapping[str, int]
    setuju_p90: int | None
    organisasi: str


def _menurut_jangkauan(sql: str, **syarat: str) -> tuple[sa.TextClause, sa.TextClause]:
    """A statement for officers of the whole instansi, and the same narrowed to the units below ``:akar`` for officers of a part."""
    seluruh = sa.text(sql.format(cte="", **dict.fromkeys(syarat, "")))
    return seluruh, sa.text(sql.format(cte=f"WITH RECURSIVE {LINGKUP_PETUGAS}", **syarat))


_UNIT = _menurut_jangkauan(
    """
    {cte}
    SELECT u.id, u.nama, u.induk_id, COALESCE(o.nilai, '') AS organisasi
      FROM unor_view u LEFT JOIN organisasi_view o ON o.unor_id = u.id AND o.tahun = :tahun AND o.instansi_id = u.instansi_id
     WHERE u.instansi_id = :instansi AND u.berlaku_dari <= :rujukan AND (u.berlaku_sampai IS NULL OR u.berlaku_sampai >= :rujukan) {unit}
     ORDER BY u.nama, u.id
    """,
    unit="AND u.id IN (SELECT id FROM lingkup)",
)


def list_unit(uow: UnitOfWork, pembaca: Pembaca, tahun: int, per_unit: Mapping[UUID, BarisUnit]) -> dict[UUID, Unit]:
    """The tree with sums; one statement, the rest in memory (an instansi has some hundred units)."""
    rows = uow.connection.execute(
        _UNIT[pembaca.sebagian],
        {"akar": list(pembaca.akar), "instansi": pembaca.instansi_id, "tahun": tahun, "rujukan": pembaca.rujukan(tahun)},
    ).all()
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    known = {row.id: row for row in rows}
    for row in rows:
        children[row.induk_id if row.induk_id in known else None].append(row.id)
    units: dict[UUID, Unit] = {}

    def add(unor_id: UUID, seen: frozenset[UUID]) -> Unit:
        row, own = known[unor_id], per_unit.get(unor_id)
        below = [add(child, seen | {unor_id}) for child in children[unor_id] if child not in seen]
        total = own.kepatuhan if own else Kepatuhan(predikat=dict.fromkeys(PREDIKAT, 0))
        slow = [own.setuju_p90] if own else []
        for unit in below:
            total = total + unit.kepatuhan
            slow.append(unit.setuju_p90)
        led = {p: total.predikat.get(p, 0) - (own.kepala.get(p, 0) if own else 0) for p in PREDIKAT}
        units[unor_id] = Unit(
            unor_id, row.nama, row.induk_id if row.induk_id in known else None, tuple(u.id for u in below), total,
            own.kepatuhan if own else Kepatuhan(), led,
            max((n for n in slow if n is not None), default=None), row.organisasi,
        )  # fmt: skip
        return units[unor_id]

    for root in children[None]:
        add(root, frozenset())
    return units


def total(per_unit: Mapping[UUID, BarisUnit]) -> Kepatuhan:
    """The whole instansi, also of units that the tree no longer has."""
    jumlah = Kepatuhan(predikat=dict.fromkeys(PREDIKAT, 0))
    for satu in per_unit.values():
        jumlah = jumlah + satu.kepatuhan
    return jumlah


_TREN = _menurut_jangkauan(
    """
    {cte}
    SELECT nomor, min(nama) AS nama, max(batas_normal) AS batas_normal,
           count(*) FILTER (WHERE pertama_dikirim_pada IS NOT NULL OR batas_normal < :hari) AS wajib,
           count(*) FILTER (WHERE pertama_dikirim_pada IS NOT NULL AND NOT terlambat) AS tepat,
           count(*) FILTER (WHERE pertama_dikirim_pada IS NOT NULL AND terlambat AND NOT dimaafkan) AS terlambat,
           count(*) FILTER (WHERE dimaafkan AND CASE WHEN pertama_dikirim_pada IS NULL THEN batas_normal < :hari ELSE terlambat END) AS dimaafkan,
           count(*) FILTER (WHERE pertama_dikirim_pada IS NULL AND batas_normal < :hari AND NOT dimaafkan) AS kosong
      FROM laporan_view WHERE instansi_id = :instansi AND tahun = :tahun AND (bebas = '' OR pertama_dikirim_pada IS NOT NULL) {skp} GROUP BY nomor ORDER BY nomor
    """,
    skp="AND skp_id IN (SELECT id FROM skp_view WHERE tahun = :tahun AND unor_id IN (SELECT id FROM lingkup))",
)


def list_tren(uow: UnitOfWork, pembaca: Pembaca, tahun: int) -> list[tuple[str, Ketepatan]]:
    """Lateness per report period of the year, those of which something is due."""
    rows = uow.connection.execute(
        _TREN[pembaca.sebagian], {"akar": list(pembaca.akar), "instansi": pembaca.instansi_id, "tahun": tahun, "hari": pembaca.hari_ini}
    )
    return [(r.nama, Ketepatan(r.wajib, r.tepat, r.terlambat, r.dimaafkan, r.kosong)) for r in rows if r.wajib]


_TERTAHAN = _menurut_jangkauan(
    """
    {cte}
    SELECT t.penilai_id, n.nama, g.jabatan, sum(t.skp) AS skp, sum(t.evaluasi) AS evaluasi, min(t.sejak) AS sejak FROM (
      SELECT penilai_id, 1 AS skp, 0 AS evaluasi, diajukan_pada AS sejak FROM skp_view
       WHERE instansi_id = :instansi AND tahun = :tahun AND status = 'diajukan' {unit}
      UNION ALL
      SELECT penilai_id, 0, 1, diajukan_pada FROM evaluasi_view
       WHERE instansi_id = :instansi AND tahun = :tahun AND status = ANY(:giliran) {unit}
    ) t
    LEFT JOIN pegawai_view n ON n.id = t.penilai_id
    LEFT JOIN LATERAL (SELECT jabatan FROM penugasan_view WHERE pegawai_id = t.penilai_id AND mulai <= :hari ORDER BY mulai DESC LIMIT 1) g ON true
    GROUP BY t.penilai_id, n.nama, g.jabatan ORDER BY count(*) DESC, n.nama LIMIT 9
    """,
    unit="AND unor_id IN (SELECT id FROM lingkup)",
)


def list_tertahan(uow: UnitOfWork, pembaca: Pembaca, tahun: int) -> Sequence[Any]:
    """Evaluators with SKP to agree or people to rate, most first, at most nine: ``skp``, ``evaluasi``, ``sejak``."""
    rows = uow.connection.execute(
        _TERTAHAN[pembaca.sebagian],
        {
            "akar": list(pembaca.akar),
            "instansi": pembaca.instansi_id,
            "tahun": tahun,
            "hari": pembaca.hari_ini,
            "giliran": list(EVALUASI_GILIRAN_PENILAI),
        },
    ).all()
    catat_baca(uow, Objek.RATING, f"daftar penilai yang ditunggu {tahun}", {pembaca.sebagai: [row.penilai_id for row in rows]}, daftar=True)
    return rows


_DIKECUALIKAN = _menurut_jangkauan(
    """
    {cte}
    SELECT p.nama, CASE WHEN NOT p.aktif THEN 'nonaktif' WHEN p.status = 'pejabat_negara' THEN 'pejabat negara' ELSE 'tanpa penugasan' END AS sebab,
           count(*) OVER () AS jumlah
      FROM pegawai_view p
     WHERE p.instansi_id = :instansi AND (NOT p.aktif OR p.status = 'pejabat_negara' OR NOT EXISTS (
           SELECT 1 FROM penugasan_view g WHERE g.pegawai_id = p.id AND g.mulai <= :rujukan AND (g.selesai IS NULL OR g.selesai >= :rujukan)))
       {unit}
     ORDER BY p.nama LIMIT 50
    """,
    unit="AND EXISTS (SELECT 1 FROM penugasan_view g WHERE g.pegawai_id = p.id AND g.unor_id IN (SELECT id FROM lingkup))",
)


def list_dikecualikan(uow: UnitOfWork, pembaca: Pembaca, tahun: int) -> Sequence[Any]:
    """People who need no SKP and why, the first fifty; ``jumlah`` on each row is how many there are."""
    return uow.connection.execute(
        _DIKECUALIKAN[pembaca.sebagian], {"akar": list(pembaca.akar), "instansi": pembaca.instansi_id, "rujukan": pembaca.rujukan(tahun)}
    ).all()


def iter_rekap(uow: UnitOfWork, pembaca: Pembaca, tahun: int, *, batch: int = 2000) -> Iterator[Any]:
    """One row an employee by unit and name, in batches through one cursor: one statement whatever the number of people."""
    lingkup = "instansi" if pembaca.petugas else "lini"
    orang: list[Any] = []
    statement = sa.text(
        f"{_tahun(pembaca, lingkup)} SELECT o.*, n.nama AS penilai FROM orang o LEFT JOIN pegawai_view n ON n.id = o.penilai_id"  # noqa: S608 - fixed texts
        " ORDER BY o.unor_nama, o.nama, o.id"
    )
    with uow.connection.execute(statement, _params(pembaca, tahun), execution_options={"yield_per": batch}) as rows:
        for row in rows:
            orang.append(_Terbaca(row.id, row.penilai_id))
            yield row
    catat_baca(uow, Objek.RATING, f"rekap kinerja {tahun}", sebagai_lini(pembaca, orang, petugas=pembaca.petugas), daftar=True)


@dataclass(frozen=True, slots=True)
class _Terbaca:
    id: UUID
    penilai_id: UUID | None


def hitung_lini(uow: UnitOfWork, pembaca: Pembaca, tahun: int) -> Sequence[Any]:
    """The line below, a row a branch: the direct people without people of their own are one branch (``akar`` null), each direct leader is one.

    Columns: akar, nama, unit, orang (agreed SKP), dinilai, penilai and penilai_id (who is waited for), banyak_penilai, sejak, and the five predikat.
    """
    predikat = ", ".join(f"count(*) FILTER (WHERE t.dinilai AND t.predikat = '{p}') AS p_{p}" for p in PREDIKAT)
    source = _tahun(pembaca, "lini")
    return uow.connection.execute(
        sa.text(
            f"""{source},
            cabang AS (
              SELECT id, id AS akar FROM anggota g WHERE (penilai_id = :saya OR {WAKIL.format(a="g")}) AND id <> :saya
              UNION
              SELECT a.id, c.akar FROM anggota a JOIN cabang c ON a.penilai_id = c.id WHERE a.id <> :saya
            ),
            baris AS (
              SELECT c.id, CASE WHEN c.id = c.akar THEN NULL ELSE c.akar END AS akar FROM cabang c
            )
            SELECT b.akar, max(k.nama) AS nama, max(k.unor_nama) AS unit, count(*) FILTER (WHERE t.disetujui) AS orang, count(*) FILTER (WHERE t.dinilai) AS dinilai,
                   count(*) FILTER (WHERE t.disetujui AND NOT t.dinilai) AS belum,
                   min(n.nama) FILTER (WHERE e.id IS NOT NULL) AS penilai, (array_agg(e.penilai_id) FILTER (WHERE e.id IS NOT NULL))[1] AS penilai_id,
                   count(DISTINCT e.penilai_id) AS banyak_penilai, min(e.diajukan_pada) AS sejak,
                   count(*) FILTER (WHERE t.evaluasi_status = 'keberatan') AS keberatan, {predikat}
              FROM baris b JOIN orang t ON t.id = b.id LEFT JOIN anggota k ON k.id = b.akar
              LEFT JOIN evaluasi_view e ON e.id = t.evaluasi_id AND e.status = ANY(:giliran) AND NOT t.dinilai
              LEFT JOIN pegawai_view n ON n.id = e.penilai_id
             GROUP BY b.akar ORDER BY b.akar IS NOT NULL, max(k.unor_nama), max(k.nama) LIMIT 30
            """  # noqa: S608 - fixed texts
        ),
        _params(pembaca, tahun) | {"giliran": list(EVALUASI_GILIRAN_PENILAI)},
    ).all()


def predikat_lini(cabang: Sequence[Any]) -> dict[str, int]:
    jumlah = dict.fromkeys(PREDIKAT, 0)
    for satu in cabang:
        jumlah = jumlahkan(jumlah, {p: getattr(satu, f"p_{p}") for p in PREDIKAT})
    return jumlah


def batas_evaluasi(jendela: Sequence[Any], tahun: int) -> date | None:
    """The last normal day of the yearly ratings, ``None`` while the periods do not say."""
    return next((j.batas_normal for j in jendela if j.tahun == tahun and j.untuk == "evaluasi" and j.jenis == "tahunan"), None)


def get_pemilik_evaluasi(uow: UnitOfWork, pembaca: Pembaca, evaluasi_id: UUID) -> tuple[UUID, int]:
    """Whose evaluation it is, and of which year; raises :class:`NotFound`. Says nothing yet about who may read it."""
    row = uow.connection.execute(
        sa.select(evaluasi_view.c.pegawai_id, evaluasi_view.c.tahun).where(
            evaluasi_view.c.id == evaluasi_id, evaluasi_view.c.instansi_id == pembaca.instansi_id
        )
    ).first()
    if row is None:
        raise NotFound("Dokumen ini tidak ada, atau tidak dapat Anda buka.")
    return row.pegawai_id, row.tahun
