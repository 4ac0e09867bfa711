"""The hierarchy check: made after changes by the worker, on request for any day, and kept so that its page is instant."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import sekarang
from auth.domain.hierarki import Keadaan, Temuan
from shared import clock

LANGSUNG_SAMPAI = 5000
"""People up to whom a request makes the check itself; beyond the worker does."""
_SIMPAN_HARI = 7


def periksa_hierarki(uow: UnitOfWork, instansi_id: UUID, hari: date) -> list[Temuan]:
    """Check one instansi on one day and keep what is found."""
    sidik = uow.sidik_organisasi(instansi_id)
    unor = {u.id: u for u in uow.list_unor(instansi_id)}
    orang = uow.orang_pada(instansi_id, hari)
    temuan = Keadaan(hari, unor, orang, uow.kepala_terakhir(instansi_id, hari)).temuan()
    uow.save_pemeriksaan(instansi_id, hari, sidik, sekarang(), orang=len(orang), unit=len(unor), temuan=temuan)
    return temuan


def minta_pemeriksaan(uow: UnitOfWork, instansi_id: UUID, hari: date) -> bool:
    """Check now, or ask the worker when there are many people; True when it is done."""
    if uow.jumlah_pegawai(instansi_id) <= LANGSUNG_SAMPAI:
        periksa_hierarki(uow, instansi_id, hari)
        return True
    uow.minta_pemeriksaan(instansi_id, hari, sekarang())
    return False


def periksa_yang_berubah(uow: UnitOfWork) -> int:
    """What the worker does every few seconds: requested checks, and today's wherever something changed since; returns how many it made."""
    hari_ini = {i.id: clock.today(i.zona_waktu) for i in uow.list_instansi()}
    dibuat = 0
    for instansi_id, hari in uow.pemeriksaan_diminta():
        periksa_hierarki(uow, instansi_id, hari)
        dibuat += 1
    for instansi_id, hari in hari_ini.items():
        if uow.ada_yang_diterapkan(instansi_id):
            continue  # a check now would hold up the import and be out of date at its next step
        lama = uow.get_pemeriksaan(instansi_id, hari)
        if lama is None or lama.sidik != uow.sidik_organisasi(instansi_id):
            periksa_hierarki(uow, instansi_id, hari)
            dibuat += 1
    uow.hapus_pemeriksaan_lama(sekarang() - timedelta(days=_SIMPAN_HARI), hari_ini)
    return dibuat
