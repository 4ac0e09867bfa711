"""Giving roles and taking them back, with scope and dates; the roles that a list of people or the installation names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

import uuid6

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.keadaan import keadaan_pegawai
from auth.application.queries_peran import pemberi
from auth.application.use_cases_akun import sekarang
from auth.application.use_cases_pencabutan import cabut_yang_berubah
from auth.domain.peran import ADMIN, PeranPegawai, beri, pastikan_admin_tersisa
from shared import clock
from shared.auth.identity import Identity
from shared.errors import Stale


def beri_peran(uow: UnitOfWork, admin: Identity, baru: PeranPegawai) -> PeranPegawai:
    """Give a role; raises Invalid with each fault at its field. The instansi is held: two admins who give the same at once do it one after the other."""
    instansi = uow.get_instansi(admin.instansi_id, kunci=True)
    hari = clock.today(instansi.zona_waktu)
    orang = next(iter(uow.list_pegawai_ini([baru.pegawai_id], segmen=False)), None)
    unor = {u.id: u for u in uow.list_unor(instansi.id)} if baru.unor_id else {}
    calon = replace(baru, id=UUID(str(uuid6.uuid7())), dicatat_pada=sekarang())
    sah = beri(calon, pemberi(uow, admin), orang, unor, uow.list_peran([baru.pegawai_id]), hari)
    uow.save_peran(instansi.id, [sah])
    _catat(uow, instansi.id, "peran.beri", sah)
    _samakan(uow, instansi.id, [sah.pegawai_id], hari)
    return sah


def akhiri_peran(
    uow: UnitOfWork, admin: Identity, peran_id: UUID, *, sampai: date | None, alasan: str, version: int | None = None
) -> PeranPegawai:
    """End it on a day, or at once without one: the tokens of its holder are refused in the same commit.

    Raises Forbidden for a role that is not this admin's to take, NotAllowed when no admin would be left.
    """
    instansi = uow.get_instansi(admin.instansi_id, kunci=True)
    hari = clock.today(instansi.zona_waktu)
    wewenang, lama = pemberi(uow, admin), uow.get_peran(instansi.id, peran_id)
    wewenang.pastikan_mengurus(lama)
    if version is not None and version != lama.version:
        raise Stale("Peran ini sudah diubah orang lain. Muat ulang halaman, lalu periksa lagi.")
    baru = lama.akhiri(sampai, alasan=alasan, oleh=admin.pegawai_id, hari_ini=hari, pada=sekarang())
    if lama.peran == ADMIN and lama.unor_id is None:
        semua = uow.list_peran_seluruh(instansi.id, ADMIN)
        pastikan_admin_tersisa(semua, [baru if p.id == baru.id else p for p in semua], hari)
    uow.save_peran(instansi.id, [baru])
    _catat(uow, instansi.id, "peran.cabut" if baru.dicabut_pada else "peran.akhiri", baru)
    _samakan(uow, instansi.id, [baru.pegawai_id], hari)
    return baru


def samakan_peran_seluruh(uow: UnitOfWork, instansi_id: UUID, peran: Mapping[UUID, Iterable[str]], hari: date, *, dasar: str) -> None:
    """These people hold exactly these roles in the whole instansi from now on, as a list of people or the installation says.

    Roles for a part of the tree stay. The caller records, publishes the people and refuses their tokens.
    """
    ada: dict[UUID, list[PeranPegawai]] = defaultdict(list)
    for satu in uow.list_peran(peran):
        if satu.unor_id is None:
            ada[satu.pegawai_id].append(satu)
    pada, simpan = sekarang(), []
    for orang, diminta in peran.items():
        kini = {p.peran: p for p in ada[orang] if p.keadaan(hari) == "berlaku"}
        for nama in sorted(set(diminta) - kini.keys()):
            # One that was held before begins today: its history stands beside it. Otherwise nobody said since when.
            dari = hari if any(p.peran == nama for p in ada[orang]) else None
            simpan.append(PeranPegawai(UUID(str(uuid6.uuid7())), orang, nama, None, dari, None, dasar, dicatat_pada=pada))
        simpan += [
            replace(p, dicabut_pada=pada, alasan_akhir=f"Tidak disebut lagi: {dasar.lower()}", version=p.version + 1)
            for p in kini.values()
            if p.peran not in diminta
        ]
    uow.save_peran(instansi_id, simpan)
    if simpan:
        uow.segarkan_peran({p.pegawai_id for p in simpan}, hari)


def berlakukan_peran(uow: UnitOfWork) -> int:
    """Roles that begin or end by their date: the accounts follow, and tokens that say otherwise are refused. Returns how many people."""
    berubah = 0
    for instansi in uow.list_instansi():
        hari = clock.today(instansi.zona_waktu)
        if bergeser := uow.list_peran_bergeser(instansi.id, hari):
            uow.act_for(instansi.id)
            _samakan(uow, instansi.id, bergeser, hari)
            uow.catat("peran.berlakukan", objek="instansi", objek_id=instansi.id, orang=bergeser, rincian={"hari": str(hari)})
            berubah += len(bergeser)
            uow.act_for("*")
    return berubah


def _samakan(uow: UnitOfWork, instansi_id: UUID, pegawai_ids: Collection[UUID], hari: date) -> None:
    """The accounts show what is held on the day; who holds something else than before is told to the others and needs a new token."""
    dulu = uow.kedudukan(list(pegawai_ids), hari)
    sebelum = {p.id: p.peran for p in uow.list_pegawai_ini(pegawai_ids)}
    uow.segarkan_peran(pegawai_ids, hari)
    berubah = [replace(p, version=p.version + 1) for p in uow.list_pegawai_ini(pegawai_ids) if p.peran != sebelum[p.id]]
    uow.save_pegawai(instansi_id, berubah)
    uow.publish(*(keadaan_pegawai(instansi_id, p) for p in berubah))
    cabut_yang_berubah(uow, instansi_id, dulu, uow.kedudukan(list(pegawai_ids), hari))


def _catat(uow: UnitOfWork, instansi_id: UUID, aksi: str, satu: PeranPegawai) -> None:
    rincian = {
        "peran": satu.peran,
        "unor_id": str(satu.unor_id) if satu.unor_id else None,
        "dari": str(satu.dari) if satu.dari else None,
        "sampai": str(satu.sampai) if satu.sampai else None,
        "dasar": satu.dasar,
    }
    uow.catat(aksi, objek="peran", objek_id=satu.id, orang=[satu.pegawai_id], rincian=rincian, instansi_id=instansi_id)
