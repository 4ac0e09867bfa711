"""Looking at links: by whom and when, and keeping what was found. The look itself (adapters) happens between two transactions, never inside one."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from capaian.adapters.unit_of_work import Tautan, UnitOfWork
from capaian.domain.bukti import Bukti
from capaian.domain.tautan import JEDA_PERIKSA, KeadaanTautan, periksa_berikut
from shared import clock


def boleh_diperiksa(tautan: Tautan) -> bool:
    """Whether the last look is old enough for another one."""
    return tautan.diperiksa_pada is None or clock.now() - tautan.diperiksa_pada >= JEDA_PERIKSA


def simpan_pemeriksaan(uow: UnitOfWork, bukti_id: UUID, keadaan: KeadaanTautan) -> None:
    """Keep what was found and when to look again; a link that was taken out meanwhile is no fault."""
    tautan = uow.get_tautan(bukti_id)
    if tautan is None:
        return
    kini = clock.now()
    uow.save_pemeriksaan(bukti_id, keadaan, kini, periksa_berikut(keadaan, kini, tautan.batas))
    if keadaan != tautan.keadaan_tautan:
        uow.catat(
            "tautan.periksa",
            objek="bukti",
            objek_id=bukti_id,
            orang=(tautan.diunggah_oleh,),
            rincian={"keadaan": keadaan},
            instansi_id=tautan.instansi_id,
        )


def diperiksa(bukti: Bukti, keadaan: KeadaanTautan) -> Bukti:
    return bukti if keadaan is KeadaanTautan.BELUM else replace(bukti, keadaan_tautan=keadaan, diperiksa_pada=clock.now())
