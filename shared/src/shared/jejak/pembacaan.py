"""Reading the trail: filtered, newest first, page by page, always inside the caller's instansi (row-level security)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.auth.identity import Identity
from shared.errors import Forbidden, Invalid
from shared.matriks import Hak, Objek, peran
from shared.persistence.akses import catat_baca, kapasitas
from shared.persistence.unit_of_work import UnitOfWork

SEHALAMAN = 50
_TAHUN_AWAL, _TAHUN_AKHIR = 2000, 2200
_COLUMNS = (
    ("id", sa.BigInteger),
    ("pada", sa.DateTime(timezone=True)),
    ("instansi_id", sa.Uuid),
    ("pelaku_id", sa.Uuid),
    ("sebagai", sa.Text),
    ("sesi", sa.Text),
    ("klien", sa.Text),
    ("request_id", sa.Text),
    ("alamat", sa.Text),
    ("aksi", sa.Text),
    ("objek", sa.Text),
    ("objek_id", sa.Text),
    ("orang", pg.ARRAY(sa.Uuid)),
    ("rincian", pg.JSONB),
)
JEJAK = sa.table("jejak", *(sa.column(name, type_) for name, type_ in _COLUMNS))
METADATA = ("id", "pada", "aksi", "objek")
"""What an admin of the platform sees: that something happened, not to whom."""

Cursor = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Saringan:
    """``orang`` is the actor or one whose data it was; ``aksi`` begins with what is given; days are of ``zona``, both inclusive."""

    orang: UUID | None = None
    aksi: str = ""
    objek: str = ""
    objek_id: str = ""
    dari: date | None = None
    sampai: date | None = None
    zona: str = "UTC"


@dataclass(frozen=True, slots=True)
class Halaman:
    """One page of rows and where the next begins."""

    baris: Sequence[dict[str, Any]]
    berikutnya: Cursor | None


def boleh_baca(identity: Identity) -> bool:
    """Whether the caller reads everything in the rows; False for metadata alone. Raises :class:`Forbidden` for everybody else."""
    if not identity.peran.isdisjoint(peran(Objek.JEJAK, Hak.BACA)):
        return True
    if not identity.peran.isdisjoint(peran(Objek.JEJAK, Hak.HITUNG)):
        return False
    raise Forbidden("Jejak audit hanya untuk pengelola kinerja, admin instansi, PPK, dan auditor.")


def baca_jejak(uow: UnitOfWork, identity: Identity, saring: Saringan, *, setelah: Cursor | None = None, jumlah: int = SEHALAMAN) -> Halaman:
    """A page of the trail; that it was read is recorded, with the person that was asked for. Raises :class:`Forbidden`, :class:`Invalid`."""
    penuh = boleh_baca(identity)
    if saring.dari and saring.sampai and saring.dari > saring.sampai:
        raise Invalid("Tanggal akhir lebih awal daripada tanggal awal.", errors={"sampai": ["Pilih tanggal yang sama atau sesudahnya."]})
    for bidang, hari in (("dari", saring.dari), ("sampai", saring.sampai)):
        if hari and not _TAHUN_AWAL <= hari.year <= _TAHUN_AKHIR:
            raise Invalid(f"Tahun {hari.year} di luar jangkauan.", errors={bidang: [f"Pilih tahun {_TAHUN_AWAL} sampai {_TAHUN_AKHIR}."]})
    if not penuh and (saring.orang or saring.objek_id):
        raise Forbidden("Admin platform membaca metadata saja, jadi tidak dapat mencari menurut orang atau objek.")
    columns = [JEJAK.c[name] for name, _ in _COLUMNS if penuh or name in METADATA]
    statement = sa.select(*columns).where(*_conditions(identity, saring))
    if setelah:
        statement = statement.where(sa.tuple_(JEJAK.c.pada, JEJAK.c.id) < sa.tuple_(sa.literal(setelah[0]), sa.literal(setelah[1])))
    rows = uow.connection.execute(statement.order_by(JEJAK.c.pada.desc(), JEJAK.c.id.desc()).limit(jumlah + 1)).all()
    sebagai = kapasitas(identity.peran, Objek.JEJAK)
    if saring.orang:
        catat_baca(uow, Objek.JEJAK, f"jejak audit {uow.service}", {sebagai: [saring.orang]}, objek_id=saring.orang)
    rincian = {"aksi": saring.aksi, "objek": saring.objek, "objek_id": saring.objek_id, "dari": saring.dari, "sampai": saring.sampai}
    uow.catat("jejak.baca", objek="jejak", objek_id=None, rincian={k: v for k, v in rincian.items() if v}, sebagai=sebagai)
    more = rows[jumlah - 1] if len(rows) > jumlah else None
    return Halaman([dict(row._asdict()) for row in rows[:jumlah]], (more.pada, more.id) if more else None)


def _conditions(identity: Identity, saring: Saringan) -> list[sa.ColumnElement[bool]]:
    c, zona = JEJAK.c, ZoneInfo(saring.zona)
    found: list[sa.ColumnElement[bool]] = [c.instansi_id == identity.instansi_id]
    if saring.orang:
        found.append(sa.or_(c.orang.contains([saring.orang]), c.pelaku_id == saring.orang))
    if saring.aksi:
        found.append(c.aksi.startswith(saring.aksi, autoescape=True))
    if saring.objek:
        found.append(c.objek == saring.objek)
    if saring.objek_id:
        found.append(c.objek_id == saring.objek_id)
    if saring.dari:
        found.append(c.pada >= datetime.combine(saring.dari, time.min, zona))
    if saring.sampai:
        found.append(c.pada < datetime.combine(saring.sampai + timedelta(days=1), time.min, zona))
    return found
