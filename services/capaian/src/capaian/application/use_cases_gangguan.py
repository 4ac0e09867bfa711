"""The deeds around an outage: the admin records or withdraws it, the worker excuses whom it held up. The entrypoint owns the transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import uuid6

from capaian.adapters.libur import KALENDER
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.keadaan import keadaan
from capaian.domain.gangguan import HARI_MENYUSUL, HARI_MUNDUR, TERPANJANG, Gangguan, catat
from capaian.domain.laporan import Laporan
from shared import clock
from shared.auth.identity import Identity
from shared.errors import NotFound


def catat_gangguan(uow: UnitOfWork, identity: Identity, *, mulai: datetime, selesai: datetime, sebab: str) -> Gangguan:
    kini = clock.now()
    satu = catat(Gangguan(UUID(str(uuid6.uuid7())), identity.instansi_id, mulai, selesai, sebab, identity.pegawai_id, kini), kini)
    uow.add_gangguan(satu)
    uow.catat("gangguan.catat", objek="gangguan", objek_id=satu.id, rincian={"mulai": satu.mulai, "selesai": satu.selesai})
    return satu


def cabut_gangguan(uow: UnitOfWork, identity: Identity, gangguan_id: UUID) -> None:
    """Withdraw what was recorded by mistake; the worker takes back the excuses that it gave."""
    satu = uow.get_gangguan(gangguan_id)
    if satu is None or satu.instansi_id != identity.instansi_id:
        raise NotFound("Gangguan ini tidak ada.")
    satu.cabut(clock.now())
    uow.cabut_gangguan(satu)
    uow.catat("gangguan.cabut", objek="gangguan", objek_id=satu.id)


def terapkan_gangguan(uow: UnitOfWork, banyak: int = 300, hari_menyusul: int = HARI_MENYUSUL) -> int:
    """Excuse up to ``banyak`` reports of each recorded outage, and take back what withdrawn ones gave; returns how many changed."""
    pada = clock.now()
    berubah = 0
    for satu in uow.list_salah_dimaafkan(banyak):
        satu.cabut_maaf_gangguan(pada, pada.date())
        berubah += _simpan(uow, satu, "laporan.cabut_maaf_gangguan")
    for gangguan, zona in uow.list_gangguan(pada - timedelta(days=HARI_MUNDUR) - TERPANJANG):
        batas, sampai = gangguan.hari_terganggu(zona), gangguan.menyusul_sampai(zona, KALENDER, hari_menyusul)
        for satu in uow.list_terganggu(gangguan.instansi_id, batas, sampai, banyak):
            satu.maaf_gangguan(gangguan.id, gangguan.kata(zona), pada, clock.today(zona))
            berubah += _simpan(uow, satu, "laporan.maaf_gangguan")
    return berubah


def _simpan(uow: UnitOfWork, satu: Laporan, aksi: str) -> int:
    uow.save_laporan(satu)
    uow.publish(keadaan(satu))
    rincian = {"gangguan_id": satu.gangguan_id, "versi": satu.version}
    uow.catat(aksi, objek="laporan", objek_id=satu.id, orang=(satu.pegawai_id,), rincian=rincian, instansi_id=satu.instansi_id)
    return 1
