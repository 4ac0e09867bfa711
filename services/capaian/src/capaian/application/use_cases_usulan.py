"""The deeds around an offer: another system makes it, the pegawai records or dismisses it. The entrypoint owns the transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import uuid6

from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.use_cases import catat_progres
from capaian.domain.progres import Isian, Progres
from capaian.domain.usulan import TERBUKA_TERBANYAK, Usulan, sah
from shared import clock
from shared.auth.identity import Identity
from shared.errors import Conflict, NotAllowed, NotFound
from shared.matriks import Objek
from shared.persistence.akses import catat_baca


@dataclass(frozen=True, slots=True)
class Tawaran:
    """What a system sends. Exactly one of ``pegawai_id`` and ``nip`` names the pegawai."""

    rujukan: str
    tanggal: date
    isian: Isian
    tautan: str
    pegawai_id: UUID | None = None
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Jawaban:
    """What the system is told: no word of the pegawai's."""

    id: UUID
    rujukan: str
    status: str
    berlaku_sampai: date
    baru: bool


def tawarkan(uow: UnitOfWork, identity: Identity, tawaran: Tawaran, masa: timedelta) -> Jawaban:
    """Offer an entry, or tell the state of the one that was offered under the same reference, mended while it is open.

    Raises :class:`NotFound` for a pegawai whom the system's instansi does not have.
    """
    penerima = uow.get_penerima(identity.instansi_id, tawaran.pegawai_id, tawaran.nip)
    if penerima is None:
        raise NotFound("Pegawai ini tidak ada di instansi klien Anda.")
    hari_ini = clock.today(penerima.zona)
    usulan = Usulan(
        id=UUID(str(uuid6.uuid7())),
        instansi_id=identity.instansi_id,
        pegawai_id=penerima.id,
        klien_id=identity.pegawai_id,
        klien_nama=identity.nama,
        rujukan=tawaran.rujukan,
        tanggal=tawaran.tanggal,
        isian=tawaran.isian,
        tautan=tawaran.tautan,
        status="terbuka",
        diusulkan_pada=clock.now(),
        berlaku_sampai=hari_ini + masa,
    )
    usulan = sah(usulan, hari_ini)
    lama = uow.get_usulan_rujukan(usulan.klien_id, usulan.rujukan)
    if lama is None:
        if not penerima.aktif:
            raise NotAllowed("Pegawai ini tidak aktif lagi, jadi tidak menerima usulan.", code="person_inactive")
        if uow.count_usulan_terbuka(usulan.pegawai_id, hari_ini) >= TERBUKA_TERBANYAK:
            pesan = (
                f"Pegawai ini masih punya {TERBUKA_TERBANYAK} usulan yang belum dijawab. Tunggu sampai ada yang dijawab atau kedaluwarsa."
            )
            raise NotAllowed(pesan, code="offers_full")
        if not uow.add_usulan(usulan):
            raise Conflict("Rujukan ini sedang diproses. Kirim lagi untuk melihat keadaannya.", code="duplicate_request")
        _catat(uow, "usulan.tawarkan", usulan, "klien")
        return _jawaban(usulan, hari_ini, baru=True)
    if lama.perbarui(usulan, hari_ini):
        uow.save_usulan(lama)
        _catat(uow, "usulan.perbarui", lama, "klien")
    else:
        catat_baca(uow, Objek.USULAN, f"keadaan usulan catatan {lama.tanggal}", {"klien": [lama.pegawai_id]}, objek_id=lama.id)
    return _jawaban(lama, hari_ini, baru=False)


def catat_usulan(
    uow: UnitOfWork, identity: Identity, usulan_id: UUID, *, tanggal: date, isian: Isian, skp_id: UUID | None = None
) -> Progres:
    """Record the offer as an entry of the pegawai's own, by the rules of any entry."""
    usulan, hari_ini = _usulan_sendiri(uow, identity, usulan_id)
    usulan.pastikan_terbuka(hari_ini)
    progres = catat_progres(uow, identity, tanggal=tanggal, isian=isian, skp_id=skp_id)
    usulan.catat(progres.id, hari_ini)
    uow.save_usulan(usulan)
    _catat(uow, "usulan.catat", usulan, "pegawai", {"progres_id": progres.id})
    return progres


def abaikan_usulan(uow: UnitOfWork, identity: Identity, usulan_id: UUID) -> None:
    usulan, hari_ini = _usulan_sendiri(uow, identity, usulan_id)
    usulan.abaikan(hari_ini)
    uow.save_usulan(usulan)
    _catat(uow, "usulan.abaikan", usulan, "pegawai")


def _usulan_sendiri(uow: UnitOfWork, identity: Identity, usulan_id: UUID) -> tuple[Usulan, date]:
    found = uow.get_usulan(usulan_id, identity.pegawai_id)
    if found is None:
        raise NotFound("Usulan ini tidak ada, atau bukan untuk Anda.")
    usulan, zona = found
    return usulan, clock.today(zona)


def _jawaban(usulan: Usulan, hari_ini: date, *, baru: bool) -> Jawaban:
    return Jawaban(usulan.id, usulan.rujukan, usulan.keadaan(hari_ini), usulan.berlaku_sampai, baru)


def _catat(uow: UnitOfWork, aksi: str, usulan: Usulan, sebagai: str, rincian: Mapping[str, object] | None = None) -> None:
    """Into the audit trail: which system's offer for which day; not its words."""
    isi = {"klien_id": usulan.klien_id, "tanggal": usulan.tanggal, **(rincian or {})}
    uow.catat(aksi, objek="usulan", objek_id=usulan.id, orang=(usulan.pegawai_id,), rincian=isi, sebagai=sebagai)
