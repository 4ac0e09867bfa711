"""Lists of objections: one statement, scoped to the caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from penilaian.adapters.tables import evaluasi, keberatan, skp_view, unor_view
from penilaian.adapters.unit_of_work import PEMBACA_KEBERATAN, UnitOfWork, dinilai
from penilaian.domain.keberatan import BERJALAN, LABEL_KEBERATAN, Keberatan, StatusKeberatan
from shared import clock
from shared.auth.identity import Identity
from shared.errors import Forbidden
from shared.matriks import Hak, Objek
from shared.persistence.akses import catat_baca, kapasitas
from shared.persistence.jangkauan import dicapai, memegang
from shared.wewenang import Wewenang

HALAMAN = 100
SAYA, PENILAI, PUTUS, INSTANSI = "saya", "penilai", "putus", "instansi"


@dataclass(frozen=True, slots=True)
class BarisKeberatan:
    id: UUID
    evaluasi_id: UUID
    tahun: int
    pegawai_id: UUID
    nama: str
    jabatan: str
    status: StatusKeberatan
    diajukan_pada: datetime
    batas_penjelasan: date
    batas_putusan: date
    dijelaskan: bool
    version: int

    @property
    def label(self) -> tuple[str, str, str]:
        return LABEL_KEBERATAN[self.status]

    @property
    def berjalan(self) -> bool:
        return self.status in BERJALAN


def list_keberatan(uow: UnitOfWork, identity: Identity, milik: str, cursor: UUID | None = None) -> tuple[list[BarisKeberatan], UUID | None]:
    """Newest first, a page and where the next begins: one's own, those of whom one rated, those that one decides, or the instansi's."""
    kuasa = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    statement = (
        sa.select(keberatan.c.dokumen, evaluasi.c.nama, evaluasi.c.jabatan)
        .select_from(keberatan.join(evaluasi, evaluasi.c.id == keberatan.c.evaluasi_id).join(skp_view, skp_view.c.id == evaluasi.c.skp_id))
        .where(
            keberatan.c.instansi_id == identity.instansi_id,
            _syarat(identity, milik, kuasa, clock.today(uow.get_zona(identity.instansi_id))),
        )
    )
    if cursor is not None:
        statement = statement.where(keberatan.c.id < cursor)
    rows = uow.connection.execute(statement.order_by(keberatan.c.id.desc()).limit(HALAMAN + 1)).all()
    daftar = [_baris(row) for row in rows[:HALAMAN]]
    sebagai = {
        SAYA: "pegawai",
        PENILAI: "penilai",
        PUTUS: "atasan_penilai",
        INSTANSI: kapasitas(identity.peran, Objek.KEBERATAN, Hak.HITUNG),
    }[milik]
    catat_baca(uow, Objek.KEBERATAN, "daftar keberatan", {sebagai: [b.pegawai_id for b in daftar]}, daftar=True)
    return daftar, daftar[-1].id if len(rows) > HALAMAN else None


def sisi_pertama(uow: UnitOfWork, identity: Identity) -> str:
    """The side on which the caller has something to do, else his own."""
    kuasa = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    hari = clock.today(uow.get_zona(identity.instansi_id))
    asal = keberatan.join(evaluasi, evaluasi.c.id == keberatan.c.evaluasi_id).join(skp_view, skp_view.c.id == evaluasi.c.skp_id)
    for milik in (PUTUS, PENILAI):
        ada = sa.select(keberatan.c.id).select_from(asal).where(
            keberatan.c.status.in_([s.value for s in BERJALAN]), _syarat(identity, milik, kuasa, hari)
        )  # fmt: skip
        if uow.connection.execute(ada.limit(1)).first():
            return milik
    return SAYA


def _syarat(identity: Identity, milik: str, kuasa: Wewenang, hari: date) -> sa.ColumnElement[bool]:
    saya = identity.pegawai_id
    if milik == SAYA:
        return keberatan.c.pegawai_id == saya
    if milik == PENILAI:
        return dinilai(kuasa)
    if milik == PUTUS:
        tanpa_atasan = sa.and_(
            sa.or_(keberatan.c.pemutus_id.is_(None), keberatan.c.batas_putusan < hari),
            keberatan.c.pegawai_id != saya,
            dicapai(identity, ("ppk",), keberatan.c.unor_id, unor_view),
        )
        return sa.or_(keberatan.c.pemutus_id == saya, keberatan.c.pemutus_id.in_(kuasa.digantikan), tanpa_atasan)
    if not memegang(identity, PEMBACA_KEBERATAN):
        raise Forbidden("Daftar seluruh instansi hanya untuk admin instansi, pengelola kinerja, PPK, dan auditor.")
    return dicapai(identity, PEMBACA_KEBERATAN, keberatan.c.unor_id, unor_view)


def _baris(row: Any) -> BarisKeberatan:
    satu = msgspec.convert(row.dokumen, Keberatan, strict=False)
    kolom = (
        "id", "evaluasi_id", "tahun", "pegawai_id", "status", "diajukan_pada", "batas_penjelasan", "batas_putusan", "version",
    )  # fmt: skip
    return BarisKeberatan(
        nama=row.nama, jabatan=row.jabatan, dijelaskan=satu.penjelasan is not None, **{nama: getattr(satu, nama) for nama in kolom}
    )
