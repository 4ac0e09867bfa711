"""Loading and storing of dialogues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from penilaian.adapters.tables import dialog_kinerja, evaluasi, skp_view, tindak_lanjut, unor_view
from penilaian.adapters.unit_of_work import UnitOfWork, dinilai
from penilaian.domain import tindak_lanjut as tl
from penilaian.domain.dialog import Dialog, Status
from shared.auth.identity import Identity
from shared.errors import Stale
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.persistence.jangkauan import dicapai, peran_mencapai

PEMBACA = peran_dengan(Objek.DIALOG, Hak.BACA)
BERUBAH = "Dialog ini berubah sejak Anda buka. Muat ulang halaman, lalu ulangi perubahan Anda."


@dataclass(slots=True)
class DialogTermuat:
    """``penilai`` and ``pegawai``: on which side the caller stands; ``sebagai``: in which capacity he reads."""

    satu: Dialog
    nama: str
    penilai: bool
    pegawai: bool
    sebagai: str
    peran: frozenset[str]
    versi: int


def cari_untuk(
    uow: UnitOfWork, identity: Identity, *, dialog_id: UUID | None = None, evaluasi_id: UUID | None = None, kunci: bool = False
) -> list[DialogTermuat]:
    """One by its id, or those of an evaluation, newest first, that the caller may see; a draft is the evaluator's alone."""
    d, saya = dialog_kinerja.c, identity.pegawai_id
    kuasa = uow.get_wewenang(identity.instansi_id, saya)
    penilai = sa.and_(dinilai(kuasa), d.pegawai_id != saya)
    pembaca = sa.or_(d.pegawai_id == saya, evaluasi.c.atasan_penilai_id == saya, dicapai(identity, PEMBACA, d.unor_id, unor_view))
    statement = (
        sa.select(
            d.dokumen,
            evaluasi.c.nama,
            penilai.label("penilai"),
            (evaluasi.c.atasan_penilai_id == saya).label("atasan"),
            peran_mencapai(identity, PEMBACA, d.unor_id, unor_view).label("peran"),
        )
        .select_from(dialog_kinerja.join(evaluasi, evaluasi.c.id == d.evaluasi_id).join(skp_view, skp_view.c.id == evaluasi.c.skp_id))
        .where(sa.or_(penilai, sa.and_(d.status != Status.DRAFT_ATASAN.value, pembaca)))
        .where(d.id == dialog_id if dialog_id else d.evaluasi_id == evaluasi_id)
        .order_by(d.tanggal.desc(), d.id.desc())
        .limit(200)
    )
    rows = uow.connection.execute(statement.with_for_update(of=dialog_kinerja) if kunci else statement)
    return [_termuat(row, saya) for row in rows]


def _termuat(row: Any, saya: UUID) -> DialogTermuat:
    satu = msgspec.convert(row.dokumen, Dialog, strict=False)
    pegawai = satu.pegawai_id == saya
    sebagai = "pegawai" if pegawai else "penilai" if row.penilai else "atasan_penilai" if row.atasan else ""
    return DialogTermuat(satu, row.nama, bool(row.penilai), pegawai, sebagai, frozenset(row.peran), satu.version)


def tindak_lanjut_terbuka(uow: UnitOfWork, pegawai_id: UUID, jenis: tl.Jenis) -> UUID | None:
    """The open follow-up of this kind that pembinaan of the person belongs to, the one due first."""
    t = tindak_lanjut.c
    statement = sa.select(t.id).where(t.pegawai_id == pegawai_id, t.jenis == jenis.value, t.status.in_([s.value for s in tl.TERBUKA]))
    return uow.connection.execute(statement.order_by(t.tenggat, t.id).limit(1)).scalar()


def list_untuk_tindak_lanjut(uow: UnitOfWork, tindak_id: UUID) -> list[Dialog]:
    """The pembinaan of one follow-up that both sides know, oldest first."""
    d = dialog_kinerja.c
    statement = sa.select(d.dokumen).where(d.tindak_lanjut_id == tindak_id, d.status != Status.DRAFT_ATASAN.value)
    rows = uow.connection.execute(statement.order_by(d.tanggal, d.id).limit(100)).scalars()
    return [msgspec.convert(dokumen, Dialog, strict=False) for dokumen in rows]


def tambah(uow: UnitOfWork, satu: Dialog) -> None:
    uow.connection.execute(sa.insert(dialog_kinerja).values(id=satu.id, **_kolom(satu)))


def simpan(uow: UnitOfWork, satu: Dialog, versi: int) -> None:
    """Raises :class:`Stale` when somebody changed it since it was loaded."""
    d = dialog_kinerja.c
    result = uow.connection.execute(sa.update(dialog_kinerja).where(d.id == satu.id, d.version == versi).values(**_kolom(satu)))
    if result.rowcount == 0:
        raise Stale(BERUBAH)


def _kolom(satu: Dialog) -> dict[str, Any]:
    kolom = ("instansi_id", "evaluasi_id", "pegawai_id", "unor_id", "tahun", "tanggal", "tindak_lanjut_id", "version")
    return {nama: getattr(satu, nama) for nama in kolom} | {"status": satu.status.value, "dokumen": msgspec.to_builtins(satu)}
