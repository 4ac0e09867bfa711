"""The first page: what waits for this person over all services, what waits on others, and the line below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from laporan.adapters.libur import kalender
from laporan.adapters.unit_of_work import UnitOfWork
from laporan.application.pembaca import WAKIL, Dibaca, Pembaca
from laporan.application.rekap import hitung_lini
from laporan.application.tahun import SkpTahun, hari, list_laporan, list_skp
from laporan.domain import tenggat
from laporan.domain.keadaan import EVALUASI_GILIRAN_PENILAI
from laporan.domain.tenggat import ButirEvaluasi, ButirLaporan, ButirSkp, Jendela, Penantian, Tugas

_ANTRIAN = 200
"""No list of tasks names more; a longer queue is worked off on its own page."""


@dataclass(frozen=True, slots=True)
class Beranda:
    """``skp`` is the SKP whose figures stand beside the list; ``lini`` rows of :func:`laporan.application.rekap.hitung_lini`."""

    tahun: int
    tugas: Sequence[Tugas]
    penantian: Sequence[Penantian]
    jendela: Sequence[Any]
    lini: Sequence[Any]
    skp: SkpTahun | None


def list_jendela(uow: UnitOfWork, pembaca: Pembaca, *tahun: int) -> Sequence[Any]:
    """Annual periods for SKP and ratings of the years asked for: tahun, untuk, jenis, mulai, batas_normal, batas_toleransi."""
    return uow.connection.execute(
        sa.text(
            "SELECT tahun, untuk, jenis, nama, mulai, selesai, batas_normal, batas_toleransi FROM periode_view"
            " WHERE instansi_id = :instansi AND tahun = ANY(:tahun) AND jenis = 'tahunan' AND untuk IN ('skp', 'evaluasi') ORDER BY tahun, untuk, nomor"
        ),
        {"instansi": pembaca.instansi_id, "tahun": list(tahun)},
    ).all()


def get_beranda(uow: UnitOfWork, pembaca: Pembaca) -> Beranda:
    """Everything of the page; at most eight statements after the reader's own."""
    cal, today = kalender(), pembaca.hari_ini
    tahun = pembaca.pilih_tahun(None)
    years = sorted({tahun, today.year, today.year - 1})
    jendela = list_jendela(uow, pembaca, *years)
    windows = [Jendela(j.tahun, j.batas_normal, j.batas_toleransi) for j in jendela if j.untuk == "skp"]
    ratings = [Jendela(j.tahun, j.batas_normal, j.batas_toleransi) for j in jendela if j.untuk == "evaluasi"]
    skp, skp_antrian = _skp(uow, pembaca, years)
    laporan, laporan_antrian = _laporan(uow, pembaca, years)
    evaluasi, evaluasi_antrian = _evaluasi(uow, pembaca, years)
    tugas = [
        *tenggat.tugas_skp(skp, windows, pembaca.mulai_penugasan if pembaca.wajib_skp else None, cal, today),
        *tenggat.tugas_laporan(laporan, cal, today),
        *tenggat.tugas_hasil(evaluasi, cal, today),
        *tenggat.tugas_setujui(skp_antrian, cal, today),
        *tenggat.tugas_revisi(skp, skp_antrian, cal, today),
        *tenggat.tugas_terima(laporan_antrian, cal, today),
        *tenggat.tugas_nilai(evaluasi_antrian, ratings, cal, today),
        *tenggat.tugas_putuskan(evaluasi_antrian, cal, today),
    ]
    if "admin_instansi" in pembaca.peran:
        tugas += _admin(uow, pembaca)
    if "pengelola_kinerja" in pembaca.peran:
        tugas += tenggat.tugas_reviu(_menunggu_reviu(uow, pembaca), cal, today)
    return Beranda(
        tahun=tahun,
        tugas=tenggat.urutkan(tugas),
        penantian=tenggat.penantian(skp, laporan, evaluasi, ratings, cal, today),
        jendela=jendela,
        lini=hitung_lini(uow, pembaca, tahun) if pembaca.memimpin else (),
        skp=_capaian(uow, pembaca, tahun) if pembaca.wajib_skp else None,
    )


_SKP = sa.text(
    f"""
    SELECT s.id, s.tahun, s.status, s.diajukan_pada, s.dikembalikan_pada, s.tahap_revisi, s.tahap_revisi_sejak, s.menunggu_reviu, s.pegawai_id, p.nama AS pegawai, COALESCE(n.nama, '') AS penilai
      FROM skp_view s JOIN pegawai_view p ON p.id = s.pegawai_id LEFT JOIN pegawai_view n ON n.id = s.penilai_id
     WHERE s.instansi_id = :instansi AND ((s.pegawai_id = :saya AND s.tahun = ANY(:tahun)) OR ((s.penilai_id = :saya OR (s.pegawai_id <> :saya AND ({WAKIL.format(a="s")}))) AND s.tahun = ANY(:tahun) AND ((s.status = 'diajukan' AND NOT s.menunggu_reviu) OR s.tahap_revisi IN ('diminta', 'diajukan'))))
     ORDER BY s.diajukan_pada, s.id LIMIT :paling
    """  # noqa: S608 - fixed texts
)
_LAPORAN = sa.text(
    f"""
    SELECT l.id, l.nama, l.status, l.selesai, l.batas_normal, l.batas_toleransi, l.dikirim_pada, l.diajukan_otomatis, l.pegawai_id, p.nama AS pegawai, COALESCE(n.nama, '') AS penilai
      FROM laporan_view l JOIN skp_view s ON s.id = l.skp_id JOIN pegawai_view p ON p.id = l.pegawai_id LEFT JOIN pegawai_view n ON n.id = l.penilai_id
     WHERE l.instansi_id = :instansi AND ((l.pegawai_id = :saya AND l.tahun = ANY(:tahun) AND l.status <> 'diterima' AND (l.bebas = '' OR l.status <> 'draf')) OR ((l.penilai_id = :saya OR (l.pegawai_id <> :saya AND ({WAKIL.format(a="s")}))) AND l.status = 'dikirim'))
     ORDER BY l.dikirim_pada, l.selesai, l.id LIMIT :paling
    """  # noqa: S608 - fixed texts
)
_EVALUASI = sa.text(
    f"""
    SELECT e.id, e.tahun, e.status, e.diajukan_pada, e.ditetapkan_pada, e.disampaikan_pada, e.pegawai_id, p.nama AS pegawai, COALESCE(n.nama, '') AS penilai,
           COALESCE(e.pemutus_keberatan_id = :saya AND e.keberatan IN ('diajukan', 'diperiksa'), false) AS diputus_saya
      FROM evaluasi_view e JOIN skp_view s ON s.id = e.skp_id JOIN pegawai_view p ON p.id = e.pegawai_id LEFT JOIN pegawai_view n ON n.id = e.penilai_id
     WHERE e.instansi_id = :instansi AND ((e.pegawai_id = :saya AND e.tahun = ANY(:tahun)) OR (e.pemutus_keberatan_id = :saya AND e.keberatan IN ('diajukan', 'diperiksa')) OR (e.tidak_dinilai = '' AND e.status = ANY(:giliran) AND CASE WHEN e.menunggu_atasan THEN e.atasan_penilai_id = :saya ELSE e.penilai_id = :saya OR (e.pegawai_id <> :saya AND ({WAKIL.format(a="s")})) END))
     ORDER BY e.diajukan_pada, e.id LIMIT :paling
    """  # noqa: S608 - fixed texts
)


def _params(pembaca: Pembaca, years: Sequence[int]) -> dict[str, Any]:
    return {"instansi": pembaca.instansi_id, "saya": pembaca.pegawai_id, "tahun": list(years), "paling": _ANTRIAN, **pembaca.kuasa}


def _skp(uow: UnitOfWork, pembaca: Pembaca, years: Sequence[int]) -> tuple[list[ButirSkp], list[ButirSkp]]:
    mine: list[ButirSkp] = []
    queue: list[ButirSkp] = []
    for row in uow.connection.execute(_SKP, _params(pembaca, years)):
        butir = ButirSkp(
            row.id,
            row.tahun,
            row.status,
            row.pegawai,
            row.penilai,
            hari(row.diajukan_pada, pembaca.zona),
            hari(row.dikembalikan_pada, pembaca.zona),
            row.tahap_revisi,
            hari(row.tahap_revisi_sejak, pembaca.zona),
            row.menunggu_reviu,
        )
        (mine if row.pegawai_id == pembaca.pegawai_id else queue).append(butir)
    return mine, queue


def _laporan(uow: UnitOfWork, pembaca: Pembaca, years: Sequence[int]) -> tuple[list[ButirLaporan], list[ButirLaporan]]:
    mine: list[ButirLaporan] = []
    queue: list[ButirLaporan] = []
    for row in uow.connection.execute(_LAPORAN, _params(pembaca, years)):
        butir = ButirLaporan(
            row.id,
            row.nama,
            row.status,
            row.pegawai,
            row.penilai,
            row.selesai,
            row.batas_normal,
            row.batas_toleransi,
            hari(row.dikirim_pada, pembaca.zona),
            row.diajukan_otomatis,
        )
        (mine if row.pegawai_id == pembaca.pegawai_id else queue).append(butir)
    return mine, queue


def _evaluasi(uow: UnitOfWork, pembaca: Pembaca, years: Sequence[int]) -> tuple[list[ButirEvaluasi], list[ButirEvaluasi]]:
    mine: list[ButirEvaluasi] = []
    queue: list[ButirEvaluasi] = []
    params = _params(pembaca, years) | {"giliran": [*EVALUASI_GILIRAN_PENILAI, "ditetapkan"]}
    for row in uow.connection.execute(_EVALUASI, params):
        butir = ButirEvaluasi(
            row.id, row.tahun, row.status, row.pegawai, row.penilai,
            hari(row.diajukan_pada, pembaca.zona), hari(row.ditetapkan_pada, pembaca.zona), hari(row.disampaikan_pada, pembaca.zona), row.diputus_saya,
        )  # fmt: skip
        (mine if row.pegawai_id == pembaca.pegawai_id else queue).append(butir)
    return mine, queue


_MASALAH = sa.text(
    """
    SELECT (SELECT count(*) FROM pegawai_view p JOIN penugasan_view g ON g.pegawai_id = p.id AND g.mulai <= :hari AND (g.selesai IS NULL OR g.selesai >= :hari)
             WHERE p.instansi_id = :instansi AND p.aktif AND p.status <> 'pejabat_negara' AND g.penilai_id IS NULL) AS tanpa_penilai,
           (SELECT count(*) FROM unor_view u
             WHERE u.instansi_id = :instansi AND u.berlaku_dari <= :hari AND (u.berlaku_sampai IS NULL OR u.berlaku_sampai >= :hari)
               AND EXISTS (SELECT 1 FROM penugasan_view g WHERE g.unor_id = u.id AND g.mulai <= :hari AND (g.selesai IS NULL OR g.selesai >= :hari))
               AND NOT EXISTS (SELECT 1 FROM penugasan_view g WHERE g.unor_id = u.id AND g.kepala AND g.mulai <= :hari AND (g.selesai IS NULL OR g.selesai >= :hari))
           ) AS unit_tanpa_kepala
    """
)


def _menunggu_reviu(uow: UnitOfWork, pembaca: Pembaca) -> int:
    statement = sa.text("SELECT count(*) FROM skp_view WHERE instansi_id = :instansi AND menunggu_reviu AND pegawai_id <> :saya")
    return int(uow.connection.execute(statement, {"instansi": pembaca.instansi_id, "saya": pembaca.pegawai_id}).scalar_one())


def _admin(uow: UnitOfWork, pembaca: Pembaca) -> list[Tugas]:
    row = uow.connection.execute(_MASALAH, {"instansi": pembaca.instansi_id, "hari": pembaca.hari_ini}).one()
    return tenggat.tugas_admin(
        tahun_ada=pembaca.tahun_ada,
        tanpa_penilai=row.tanpa_penilai,
        unit_tanpa_kepala=row.unit_tanpa_kepala,
        kalender=kalender(),
        hari_ini=pembaca.hari_ini,
    )


def _capaian(uow: UnitOfWork, pembaca: Pembaca, tahun: int) -> SkpTahun | None:
    """The figures of one's own latest SKP of the year."""
    saya = Dibaca(pembaca.pegawai_id, None, pembaca.nama, "", "", "", "", None, "", "sendiri", realisasi=True)
    found = list_skp(uow, pembaca, saya, tahun, list_laporan(uow, pembaca, saya, tahun))
    return found[-1] if found else None
