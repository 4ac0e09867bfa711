"""The deeds around the plans of a period: its owner writes them while the period is open. The entrypoint owns the transaction."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import uuid6

from capaian.adapters.libur import KALENDER
from capaian.adapters.unit_of_work import Termuat, UnitOfWork
from capaian.application.use_cases import muat_laporan
from capaian.domain.rencana import TERBANYAK, AturanRencana, BatasRencana, IsianRencana, RencanaAksi, batas_rencana, pastikan_terbuka
from shared import clock
from shared.auth.identity import Identity
from shared.errors import Conflict, Forbidden, NotAllowed, NotFound, Stale


def batas_untuk(uow: UnitOfWork, termuat: Termuat, aturan: AturanRencana) -> BatasRencana:
    satu = termuat.laporan
    return batas_rencana(satu, KALENDER, uow.list_keadaan([satu.pegawai_id]).get(satu.pegawai_id, ()), aturan)


def tulis_rencana(uow: UnitOfWork, identity: Identity, laporan_id: UUID, isian: IsianRencana, aturan: AturanRencana) -> RencanaAksi:
    termuat = milik_sendiri(uow, identity, laporan_id)
    _pastikan_muat(len(uow.list_rencana(laporan_id)) + 1)
    baru = _baru(termuat, isian, batas_untuk(uow, termuat, aturan))
    uow.add_rencana([baru])
    _catat(uow, "rencana.tulis", baru)
    return baru


def ubah_rencana(
    uow: UnitOfWork, identity: Identity, rencana_id: UUID, isian: IsianRencana, version: int | None, aturan: AturanRencana
) -> RencanaAksi:
    rencana, termuat = _rencana_sendiri(uow, identity, rencana_id, version)
    rencana.ubah(termuat.laporan, isian, _rhk(termuat), batas_untuk(uow, termuat, aturan), clock.today(termuat.zona))
    uow.save_rencana(rencana)
    _catat(uow, "rencana.ubah", rencana)
    return rencana


def hapus_rencana(uow: UnitOfWork, identity: Identity, rencana_id: UUID, version: int | None, aturan: AturanRencana) -> RencanaAksi:
    """Remove a plan; daily entries that served it stay on its RHK."""
    rencana, termuat = _rencana_sendiri(uow, identity, rencana_id, version)
    pastikan_terbuka(termuat.laporan, batas_untuk(uow, termuat, aturan), clock.today(termuat.zona))
    uow.delete_rencana(rencana.id)
    _catat(uow, "rencana.hapus", rencana)
    return rencana


def salin_rencana(uow: UnitOfWork, identity: Identity, laporan_id: UUID, aturan: AturanRencana) -> list[RencanaAksi]:
    """Write the plans of the last period that has any once more, without those that stand here already or whose RHK is gone."""
    termuat = milik_sendiri(uow, identity, laporan_id)
    ada = uow.list_rencana(laporan_id)
    tertulis = {(r.rhk_id, r.teks) for r in ada}
    rhk = {satu.id for satu in termuat.skp.rhk}
    lalu = [r for r in uow.list_rencana_sebelumnya(termuat.laporan) if r.rhk_id in rhk and (r.rhk_id, r.teks) not in tertulis]
    batas = batas_untuk(uow, termuat, aturan)
    pastikan_terbuka(termuat.laporan, batas, clock.today(termuat.zona), baru=True)
    if not lalu:
        raise Conflict("Tidak ada rencana aksi periode sebelumnya yang belum tersalin.", code="nothing_to_copy")
    _pastikan_muat(len(ada) + len(lalu))
    baru = [_baru(termuat, IsianRencana(r.rhk_id, r.teks, r.target, r.satuan), batas) for r in lalu]
    uow.add_rencana(baru)
    for satu in baru:
        _catat(uow, "rencana.tulis", satu, {"disalin": True})
    return baru


def _baru(termuat: Termuat, isian: IsianRencana, batas: BatasRencana) -> RencanaAksi:
    return RencanaAksi.tulis(UUID(str(uuid6.uuid7())), termuat.laporan, isian, _rhk(termuat), batas, clock.now(), clock.today(termuat.zona))


def _rhk(termuat: Termuat) -> frozenset[UUID]:
    return frozenset(rhk.id for rhk in termuat.skp.rhk)


def _pastikan_muat(banyak: int) -> None:
    if banyak > TERBANYAK:
        raise NotAllowed(f"Paling banyak {TERBANYAK} rencana aksi untuk satu periode.", code="plans_full")


def milik_sendiri(uow: UnitOfWork, identity: Identity, laporan_id: UUID, *, lock: bool = True) -> Termuat:
    """The caller's own report; locked, plans are counted one after the other and none comes while it is sent."""
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, lock=lock)
    if "pemilik" not in hubungan:
        raise Forbidden("Rencana aksi hanya ditulis pemilik laporannya.")
    return termuat


def _rencana_sendiri(uow: UnitOfWork, identity: Identity, rencana_id: UUID, version: int | None) -> tuple[RencanaAksi, Termuat]:
    rencana = uow.get_rencana(rencana_id)
    if rencana is None or rencana.pegawai_id != identity.pegawai_id:
        raise NotFound("Rencana aksi ini tidak ada, atau bukan milik Anda.")
    if version is not None and version != rencana.version:
        raise Stale("Rencana aksi ini berubah sejak Anda buka. Muat ulang lalu simpan lagi.")
    return rencana, milik_sendiri(uow, identity, rencana.laporan_id)


def _catat(uow: UnitOfWork, aksi: str, rencana: RencanaAksi, rincian: Mapping[str, object] | None = None) -> None:
    """Into the audit trail: which period's plan for which RHK; not its words."""
    isi = {"laporan_id": rencana.laporan_id, "rhk_id": rencana.rhk_id, "versi": rencana.version, **(rincian or {})}
    uow.catat(aksi, objek="rencana_aksi", objek_id=rencana.id, orang=(rencana.pegawai_id,), rincian=isi, sebagai="pegawai")
