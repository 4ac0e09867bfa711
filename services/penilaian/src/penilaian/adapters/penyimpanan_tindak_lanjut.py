"""Loading and storing of follow-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from penilaian.adapters.tables import evaluasi, pegawai_view, skp_view, tindak_lanjut, unor_view
from penilaian.adapters.unit_of_work import UnitOfWork, dinilai
from penilaian.domain.tindak_lanjut import TindakLanjut
from shared.auth.identity import Identity
from shared.errors import Stale
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.persistence.jangkauan import dicapai, peran_mencapai
from shared.wewenang import Wewenang

PEMBACA = peran_dengan(Objek.TINDAK_LANJUT, Hak.BACA)
BERUBAH = "Tindak lanjut ini berubah sejak Anda buka. Muat ulang halaman, lalu ulangi perubahan Anda."
_pemilik = pegawai_view.alias("pemilik")


@dataclass(slots=True)
class TindakLanjutTermuat:
    """``kelola``: the caller looks after it. ``sebagai``: in which capacity he reads; empty for an officer, whose ``peran`` reach it."""

    satu: TindakLanjut
    nama: str
    penanggung_jawab: str
    kelola: bool
    sebagai: str
    peran: frozenset[str]
    versi: int


def mengelola(saya: UUID, wewenang: Wewenang) -> sa.ColumnElement[bool]:
    """Whom it was given to, and who may act as evaluator today; never the person himself."""
    return sa.and_(sa.or_(tindak_lanjut.c.penanggung_jawab_id == saya, dinilai(wewenang)), tindak_lanjut.c.pegawai_id != saya)


def dasar(identity: Identity, wewenang: Wewenang) -> sa.Select[Any]:
    saya = identity.pegawai_id
    return sa.select(
        tindak_lanjut.c.dokumen,
        evaluasi.c.nama,
        sa.func.coalesce(_pemilik.c.nama, "").label("penanggung_jawab"),
        mengelola(saya, wewenang).label("kelola"),
        (evaluasi.c.atasan_penilai_id == saya).label("atasan"),
        peran_mencapai(identity, PEMBACA, tindak_lanjut.c.unor_id, unor_view).label("peran"),
    ).select_from(
        tindak_lanjut.join(evaluasi, evaluasi.c.id == tindak_lanjut.c.evaluasi_id)
        .join(skp_view, skp_view.c.id == evaluasi.c.skp_id)
        .outerjoin(_pemilik, _pemilik.c.id == tindak_lanjut.c.penanggung_jawab_id)
    )


def termuat(row: Any, saya: UUID) -> TindakLanjutTermuat:
    satu = msgspec.convert(row.dokumen, TindakLanjut, strict=False)
    sebagai = "pegawai" if satu.pegawai_id == saya else "penilai" if row.kelola else "atasan_penilai" if row.atasan else ""
    return TindakLanjutTermuat(satu, row.nama, row.penanggung_jawab, bool(row.kelola), sebagai, frozenset(row.peran), satu.version)


def cari_untuk(uow: UnitOfWork, identity: Identity, tindak_id: UUID, *, kunci: bool = False) -> TindakLanjutTermuat | None:
    """One that concerns the caller, or that one of his roles reaches; ``kunci`` locks it until the commit."""
    wewenang = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    saya = identity.pegawai_id
    terlihat = sa.or_(
        tindak_lanjut.c.pegawai_id == saya,
        mengelola(saya, wewenang),
        evaluasi.c.atasan_penilai_id == saya,
        dicapai(identity, PEMBACA, tindak_lanjut.c.unor_id, unor_view),
    )
    statement = dasar(identity, wewenang).where(tindak_lanjut.c.id == tindak_id, terlihat)
    row = uow.connection.execute(statement.with_for_update(of=tindak_lanjut) if kunci else statement).first()
    return termuat(row, saya) if row else None


def list_evaluasi(uow: UnitOfWork, evaluasi_id: UUID) -> list[TindakLanjut]:
    """Those of one evaluation, locked."""
    statement = sa.select(tindak_lanjut.c.dokumen).where(tindak_lanjut.c.evaluasi_id == evaluasi_id).order_by(tindak_lanjut.c.id)
    rows = uow.connection.execute(statement.with_for_update()).scalars()
    return [msgspec.convert(dokumen, TindakLanjut, strict=False) for dokumen in rows]


def tambah(uow: UnitOfWork, satu: TindakLanjut) -> bool:
    """False when the system made this kind for this result already."""
    statement = pg.insert(tindak_lanjut).values(id=satu.id, **_kolom(satu)).on_conflict_do_nothing().returning(tindak_lanjut.c.id)
    return uow.connection.execute(statement).first() is not None


def simpan(uow: UnitOfWork, satu: TindakLanjut, versi: int) -> None:
    """Raises :class:`Stale` when somebody changed it since it was loaded."""
    t = tindak_lanjut.c
    result = uow.connection.execute(sa.update(tindak_lanjut).where(t.id == satu.id, t.version == versi).values(**_kolom(satu)))
    if result.rowcount == 0:
        raise Stale(BERUBAH)


def _kolom(satu: TindakLanjut) -> dict[str, Any]:
    kolom = ("instansi_id", "evaluasi_id", "pegawai_id", "penanggung_jawab_id", "unor_id", "tahun", "tenggat", "sidik", "version")
    return {nama: getattr(satu, nama) for nama in kolom} | {
        "jenis": satu.jenis.value,
        "status": satu.status.value,
        "dokumen": msgspec.to_builtins(satu),
    }
