"""Reads about assigned roles: the list of an admin, one's own, and how far an admin's own role reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import tables as t
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.queries import PEMBACA
from auth.domain.peran import ADMIN, Pemberi, PeranPegawai
from shared.auth.identity import Identity
from shared.errors import Forbidden
from shared.persistence.jangkauan import di_bawah, dicapai

PER_HALAMAN = 25
_P = t.peran_pegawai.c
_KOLOM = tuple(_P[nama] for nama in PeranPegawai.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class BarisPeran:
    """An assignment as listed, with names; ``unor`` is empty for the whole instansi, ``oleh`` and ``diakhiri_oleh`` for the installation or an import."""

    peran: PeranPegawai
    pegawai: str
    nip: str | None
    unor: str
    oleh: str
    diakhiri_oleh: str
    keadaan: str


@dataclass(frozen=True, slots=True)
class HalamanPeran:
    baris: list[BarisPeran]
    jumlah: dict[str, int]
    """How many in each group: berlaku, akan, lewat (with the revoked)."""


def pemberi(uow: UnitOfWork, admin: Identity) -> Pemberi:
    """How far the caller may give and take roles; raises :class:`Forbidden` for who is no admin of the instansi."""
    if admin.has(ADMIN):
        return Pemberi(admin.pegawai_id, None)
    if ADMIN not in admin.peran:
        raise Forbidden("Tindakan ini hanya untuk admin instansi.")
    unit = sa.select(t.unor.c.id).where(t.unor.c.id.in_(di_bawah(t.unor, admin.peran_unit[ADMIN])))
    return Pemberi(admin.pegawai_id, frozenset(uow.connection.execute(unit).scalars()))


def daftar_peran(
    uow: UnitOfWork,
    pembaca: Identity,
    hari: date,
    *,
    kelompok: str = "berlaku",
    peran: str = "",
    pegawai_id: UUID | None = None,
    halaman: int = 1,
) -> HalamanPeran:
    """One page of a group by name, of the assignments that a role of the reader reaches; those for the whole instansi reach only who holds his so."""
    syarat = [_P.instansi_id == pembaca.instansi_id, dicapai(pembaca, PEMBACA, _P.unor_id, t.unor)]
    if peran:
        syarat.append(_P.peran == peran)
    if pegawai_id:
        syarat.append(_P.pegawai_id == pegawai_id)
    masuk = sa.case(
        (sa.or_(_P.dicabut_pada.is_not(None), sa.func.coalesce(_P.sampai, hari) < hari), "lewat"),
        (sa.func.coalesce(_P.dari, hari) > hari, "akan"),
        else_="berlaku",
    )
    jumlah = {
        row[0]: row[1] for row in uow.connection.execute(sa.select(masuk, sa.func.count()).where(*syarat).group_by(sa.literal_column("1")))
    }
    lama_di_belakang = (_P.dicatat_pada.desc(),) if kelompok == "lewat" else ()
    baris = _baris(
        uow,
        hari,
        sa.and_(*syarat, masuk == kelompok),
        (*lama_di_belakang, t.pegawai.c.nama, _P.id),
        batas=PER_HALAMAN,
        mulai=(halaman - 1) * PER_HALAMAN,
    )
    return HalamanPeran(baris, {satu: jumlah.get(satu, 0) for satu in ("berlaku", "akan", "lewat")})


def peran_sendiri(uow: UnitOfWork, pegawai_id: UUID, hari: date) -> list[BarisPeran]:
    """One's own roles in force or to come."""
    masih = sa.and_(_P.dicabut_pada.is_(None), sa.func.coalesce(_P.sampai, hari) >= hari)
    return _baris(uow, hari, sa.and_(_P.pegawai_id == pegawai_id, masih), (_P.peran, _P.dari.nulls_first(), _P.id), batas=PER_HALAMAN)


def _baris(
    uow: UnitOfWork, hari: date, syarat: sa.ColumnElement[bool], urut: tuple[Any, ...], *, batas: int, mulai: int = 0
) -> list[BarisPeran]:
    pemberi_, pengakhir = t.pegawai.alias("pemberi"), t.pegawai.alias("pengakhir")
    rows = uow.connection.execute(
        sa.select(*_KOLOM, t.pegawai.c.nama, t.pegawai.c.nip, t.unor.c.nama, pemberi_.c.nama, pengakhir.c.nama)
        .join(t.pegawai, t.pegawai.c.id == _P.pegawai_id)
        .outerjoin(t.unor, t.unor.c.id == _P.unor_id)
        .outerjoin(pemberi_, pemberi_.c.id == _P.oleh)
        .outerjoin(pengakhir, pengakhir.c.id == _P.diakhiri_oleh)
        .where(syarat)
        .order_by(*urut)
        .limit(batas)
        .offset(mulai)
    )
    n = len(_KOLOM)
    hasil = []
    for row in rows:
        satu = PeranPegawai(*row[:n])
        nama, nip, unor, oleh, diakhiri = row[n:]
        hasil.append(BarisPeran(satu, nama, nip, unor or "", oleh or "", diakhiri or "", satu.keadaan(hari)))
    return hasil
