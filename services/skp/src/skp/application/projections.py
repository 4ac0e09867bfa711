"""What this service keeps of auth's state, and what follows from it for the SKP that are under way."""

from __future__ import annotations

from dataclasses import asdict

import msgspec

from shared import clock
from shared.contracts.auth import Instansi, Pegawai, Pengganti, Unor
from shared.messaging.envelope import Envelope
from shared.persistence import upsert_copy
from skp.adapters import tables as t
from skp.adapters.unit_of_work import UnitOfWork
from skp.domain.penugasan import sebagai_orang
from skp.domain.skp import Skp


def on_instansi(uow: UnitOfWork, event: Instansi, envelope: Envelope) -> None:
    upsert_copy(
        uow.connection,
        t.instansi_view,
        {
            "id": event.id,
            "nama": event.nama,
            "zona_waktu": event.zona_waktu,
            "pengaturan": msgspec.to_builtins(event.pengaturan),
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def on_unor(uow: UnitOfWork, event: Unor, envelope: Envelope) -> None:
    upsert_copy(
        uow.connection,
        t.unor_view,
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "induk_id": event.induk_id,
            "kode": event.kode,
            "nama": event.nama,
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def on_pegawai(uow: UnitOfWork, event: Pegawai, envelope: Envelope) -> None:
    """Keep the person; correct the superiors of SKP that are not agreed yet; end those whose segment ended (domain.md 2.6)."""
    row: dict[str, object] = {
        "id": event.id,
        "instansi_id": event.instansi_id,
        "nip": event.nip,
        "nama": event.nama,
        "status": event.status,
        "aktif": event.aktif,
        "penugasan": [msgspec.to_builtins(asdict(p)) for p in event.penugasan],
        "keadaan": msgspec.to_builtins(event.keadaan),
        "epoch": envelope.epoch,
        "version": event.version,
    }
    if upsert_copy(uow.connection, t.pegawai_view, row):
        for skp in uow.list_skp_to_refresh(event.id):
            _segarkan(uow, skp)


def on_pengganti(uow: UnitOfWork, event: Pengganti, envelope: Envelope) -> None:
    """Keep who stands in for whom; whom he may act for is asked on the day of the deed."""
    kolom = ("id", "instansi_id", "pegawai_id", "unor_id", "jenis", "digantikan_id", "dari", "sampai", "dicabut", "version")
    row: dict[str, object] = {nama: getattr(event, nama) for nama in kolom}
    upsert_copy(uow.connection, t.pengganti_view, {**row, "epoch": envelope.epoch})


def _segarkan(uow: UnitOfWork, skp: Skp) -> None:
    pegawai = uow.get_pegawai(skp.pegawai_id).get(skp.pegawai_id)
    segmen = next((p for p in pegawai.penugasan if p.id == skp.penugasan_id), None) if pegawai else None
    if segmen is None:
        return
    seen = skp.version
    atasan = uow.get_pegawai(segmen.penilai_id, segmen.atasan_penilai_id)
    penilai, di_atasnya = (atasan.get(i) if i else None for i in (segmen.penilai_id, segmen.atasan_penilai_id))
    events = skp.perbarui_atasan(
        segmen.penilai_id,
        sebagai_orang(penilai, skp.mulai) if penilai else None,
        segmen.atasan_penilai_id,
        sebagai_orang(di_atasnya, skp.mulai) if di_atasnya else None,
    )
    if segmen.selesai is not None:
        events = skp.akhiri(segmen.selesai, clock.now()) or events
    uow.save_skp(skp, seen)
    uow.publish(*events)
