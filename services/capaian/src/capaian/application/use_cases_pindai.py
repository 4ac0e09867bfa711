"""What the virus scanner said. It is asked (adapters) between two transactions, never inside one."""

from __future__ import annotations

from datetime import timedelta

from capaian.adapters.pemindai import Pindaian
from capaian.adapters.unit_of_work import BerkasMenunggu, UnitOfWork
from capaian.domain.bukti import Berkas, KeadaanBerkas
from shared import clock
from shared.auth.identity import Identity

SEPUTARAN = 20
ULANG_GAGAL = timedelta(hours=1)
"""A file that the scanner answered to with an error is shown to it again after this time."""


def catat_ditolak(uow: UnitOfWork, identity: Identity, berkas: Berkas, temuan: str) -> None:
    """A file that was refused at the door: nothing of it is kept but this line of the audit trail."""
    rincian = {"sha256": berkas.sha256, "ukuran": berkas.ukuran, "temuan": temuan}
    uow.catat("bukti.tolak_terjangkit", objek="bukti", objek_id=None, orang=(identity.pegawai_id,), rincian=rincian, sebagai="pegawai")


def berkas_menunggu(uow: UnitOfWork) -> list[BerkasMenunggu]:
    """The contents that have yet to be scanned, longest waiting first."""
    return uow.list_berkas_menunggu(clock.now(), SEPUTARAN)


def simpan_pindaian(uow: UnitOfWork, berkas: BerkasMenunggu, hasil: Pindaian) -> None:
    """For every evidence with that content that waits; what stays unsaid is asked again later."""
    kini = clock.now()
    if hasil.keadaan is KeadaanBerkas.DIPERIKSA:
        uow.tunda_berkas(berkas, kini + ULANG_GAGAL)
        return
    for bukti_id, diunggah_oleh in uow.save_pindaian(berkas, hasil.keadaan, hasil.temuan, kini):
        uow.catat(
            "bukti.pindai",
            objek="bukti",
            objek_id=bukti_id,
            orang=(diunggah_oleh,),
            rincian={"keadaan": hasil.keadaan, "temuan": hasil.temuan},
            instansi_id=berkas.instansi_id,
        )
