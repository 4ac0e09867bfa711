"""The states that auth tells the others: instansi, units, people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.domain.keadaan import Keadaan
from auth.domain.organisasi import Pegawai, Unor
from shared.contracts import auth as contracts


def keadaan_instansi(uow: UnitOfWork, instansi: contracts.Instansi) -> contracts.Instansi:
    """With every dated version of the settings, so that an old period can be judged by the rules of its time."""
    versi = uow.list_versi(instansi.id)
    return replace(
        instansi,
        riwayat_pengaturan=tuple(contracts.VersiPengaturan(v.berlaku_dari, v.zona_waktu, v.pengaturan, v.dasar_hukum) for v in versi),
    )


def keadaan_unor(instansi_id: UUID, u: Unor) -> contracts.Unor:
    riwayat = tuple(contracts.MasaUnor(m.mulai, m.selesai, m.nama, m.jenis, m.induk_id) for m in u.masa) if u.lampau or u.rencana else ()
    return contracts.Unor(u.id, instansi_id, u.kode, u.nama, u.jenis, u.induk_id, u.berlaku_dari, u.berlaku_sampai, u.version, riwayat)


def keadaan_kontrak(keadaan: Sequence[Keadaan]) -> tuple[contracts.Keadaan, ...]:
    """Absences as the others get them: without the number of the decision."""
    return tuple(contracts.Keadaan(k.id, k.jenis, k.mulai, k.selesai) for k in keadaan)


def keadaan_pegawai(instansi_id: UUID, p: Pegawai) -> contracts.Pegawai:
    return contracts.Pegawai(p.id, instansi_id, p.nip, p.nama, p.status, p.aktif, p.peran, p.segmen, p.version, keadaan_kontrak(p.keadaan))
