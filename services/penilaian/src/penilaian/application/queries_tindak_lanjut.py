"""Lists of follow-up: one statement, scoped to the caller."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from penilaian.adapters.penyimpanan_tindak_lanjut import PEMBACA, TindakLanjutTermuat, dasar, mengelola, termuat
from penilaian.adapters.tables import pegawai_view, tindak_lanjut, unor_view
from penilaian.adapters.unit_of_work import UnitOfWork, berlaku
from penilaian.domain.evaluasi import Evaluasi
from penilaian.domain.tindak_lanjut import TERBUKA
from shared.auth.identity import Identity
from shared.errors import Forbidden
from shared.matriks import Hak, Objek
from shared.persistence.akses import catat_baca, kapasitas
from shared.persistence.jangkauan import dicapai, memegang

HALAMAN = 50
SAYA, TIM, INSTANSI = "saya", "tim", "instansi"
Cursor = tuple[date, UUID]


def list_tindak_lanjut(
    uow: UnitOfWork, identity: Identity, milik: str, *, ditutup: bool = False, dari: Cursor | None = None
) -> tuple[list[TindakLanjutTermuat], Cursor | None]:
    """By due date, a page and where the next begins: about oneself, looked after by oneself, or of the instansi; open ones, or those that are closed."""
    kuasa = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    t = tindak_lanjut.c
    syarat = {SAYA: t.pegawai_id == identity.pegawai_id, TIM: mengelola(identity.pegawai_id, kuasa)}.get(milik)
    if syarat is None:
        if not memegang(identity, PEMBACA):
            raise Forbidden("Daftar seluruh instansi hanya untuk pengelola kinerja, PPK, dan auditor.")
        syarat = dicapai(identity, PEMBACA, t.unor_id, unor_view)
    terbuka = [s.value for s in TERBUKA]
    statement = dasar(identity, kuasa).where(
        t.instansi_id == identity.instansi_id, syarat, t.status.not_in(terbuka) if ditutup else t.status.in_(terbuka)
    )
    if dari is not None:
        statement = statement.where(sa.tuple_(t.tenggat, t.id) > sa.tuple_(sa.literal(dari[0]), sa.literal(dari[1])))
    rows = uow.connection.execute(statement.order_by(t.tenggat, t.id).limit(HALAMAN + 1)).all()
    daftar = [termuat(row, identity.pegawai_id) for row in rows[:HALAMAN]]
    sebagai = {SAYA: "pegawai", TIM: "penilai"}.get(milik) or kapasitas(identity.peran, Objek.TINDAK_LANJUT, Hak.BACA)
    catat_baca(uow, Objek.TINDAK_LANJUT, "daftar tindak lanjut", {sebagai: [b.satu.pegawai_id for b in daftar]}, daftar=True)
    return daftar, (daftar[-1].satu.tenggat, daftar[-1].satu.id) if len(rows) > HALAMAN else None


def sisi_pertama(uow: UnitOfWork, identity: Identity) -> str:
    """The side on which something is open for the caller, else his own."""
    kuasa = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
    statement = dasar(identity, kuasa).where(mengelola(identity.pegawai_id, kuasa), tindak_lanjut.c.status.in_([s.value for s in TERBUKA]))
    return TIM if uow.connection.execute(statement.limit(1)).first() else SAYA


def calon_penanggung_jawab(uow: UnitOfWork, e: Evaluasi, kini: UUID | None, hari: date) -> list[tuple[UUID, str]]:
    """Who may be made responsible from the page: who is, the evaluator of the result, his superior, and today's evaluator."""
    p = pegawai_view.c
    tugas: Sequence[dict[str, str]] = uow.connection.execute(sa.select(p.penugasan).where(p.id == e.pegawai_id)).scalar() or []
    sekarang = [UUID(t["penilai_id"]) for t in tugas if berlaku(t, hari) and t["penilai_id"]]
    semua = {id_ for id_ in (kini, e.penilai_id, e.atasan_penilai_id, *sekarang) if id_ is not None and id_ != e.pegawai_id}
    rows = uow.connection.execute(sa.select(p.id, p.nama).where(p.id.in_(semua)).order_by(p.nama))
    return [(row.id, row.nama) for row in rows]


def ada_pegawai(uow: UnitOfWork, pegawai_id: UUID) -> bool:
    return uow.connection.execute(sa.select(pegawai_view.c.id).where(pegawai_view.c.id == pegawai_id)).first() is not None
