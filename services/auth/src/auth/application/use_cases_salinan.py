"""A copy of everything that is held of oneself: asking for it, and the worker's steps that make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from auth.adapters.data_pribadi import DATA_PRIBADI
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import izin_token, sekarang
from auth.application.use_cases_organisasi import id_baru
from auth.domain.akun import Akun, Izin
from auth.domain.salinan import DISIMPAN, JARAK, Salinan, jeda
from shared.errors import Conflict, NotFound, Unavailable
from shared.persistence.personal_data import collect


@dataclass(frozen=True, slots=True)
class Pembuat:
    """The outside: ``ambil(layanan, izin)`` gets what a service holds (raises :class:`Unavailable`), ``tulis`` packs the copy."""

    ambil: Callable[[str, Izin], bytes]
    auth: Callable[[Mapping[str, object]], bytes]
    tulis: Callable[[Akun, Mapping[str, bytes]], bytes]


def boleh_minta(terakhir: Salinan | None) -> bool:
    return terakhir is None or sekarang() - terakhir.diminta_pada >= JARAK


def minta_salinan(uow: UnitOfWork, instansi_id: UUID, pegawai_id: UUID) -> Salinan:
    """Raises :class:`Conflict` while one is being made, and within a day of the last one."""
    uow.kunci_pegawai(pegawai_id)
    lama = uow.salinan_terakhir(pegawai_id)
    if lama and lama.selesai_pada is None:
        raise Conflict("Salinan sedang disiapkan.", code="copy_in_progress")
    if not boleh_minta(lama):
        raise Conflict("Salinan dapat diminta sekali sehari. Unduh yang sudah ada.", code="copy_too_soon")
    salinan = Salinan(id_baru(), instansi_id, pegawai_id, sekarang(), 0, None)
    uow.add_salinan(salinan)
    uow.catat("salinan_data.minta", objek="salinan_data", objek_id=salinan.id, orang=[pegawai_id])
    return salinan


def kerjakan_salinan(uow: UnitOfWork, pembuat: Pembuat) -> bool:
    """One step of the copy that waits longest: one service's part, or the packing. False when nothing is due.

    A service that does not answer is asked again later; the parts that are there stay.
    """
    salinan = uow.ambil_salinan_berikut(sekarang())
    if salinan is None:
        return False
    layanan = salinan.berikutnya
    if layanan is None:
        uow.selesaikan_salinan(salinan.id, pembuat.tulis(uow.get_akun(salinan.pegawai_id), uow.list_bagian(salinan.id)), sekarang())
    elif layanan == "auth":
        uow.add_bagian(salinan, layanan, pembuat.auth(dict(collect(uow.connection, DATA_PRIBADI, salinan.pegawai_id))))
    else:
        try:
            uow.add_bagian(salinan, layanan, pembuat.ambil(layanan, izin_token(uow, salinan.pegawai_id)))
        except Unavailable:
            uow.tunda_salinan(salinan.id, sekarang() + jeda(salinan.percobaan))
    return True


def unduh_salinan(uow: UnitOfWork, pegawai_id: UUID, salinan_id: UUID) -> bytes:
    berkas = uow.berkas_salinan(salinan_id, pegawai_id)
    if berkas is None:
        raise NotFound("Salinan ini tidak ada, belum siap, atau sudah dibuang. Minta yang baru.")
    uow.catat("salinan_data.unduh", objek="salinan_data", objek_id=salinan_id, orang=[pegawai_id])
    return berkas


def buang_salinan_lama(uow: UnitOfWork) -> None:
    uow.hapus_salinan_lama(sekarang() - DISIMPAN)
