"""What this service keeps of auth's state, and what follows from it for the SKP that are under way."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from shared import clock
from shared.contracts.auth import Instansi, Pengganti, Unor
from shared.contracts.penilaian import Evaluasi
from shared.messaging.consumer import Arrivals, in_batches, newest
from shared.messaging.envelope import Envelope
from shared.persistence import upsert_copies, upsert_copy
from skp.adapters import tables as t
from skp.adapters.unit_of_work import UnitOfWork
from skp.domain.penugasan import Masa, daftar_masa, sebagai_orang
from skp.domain.skp import Skp

HARI_MUNDUR = 7
"""Days that are looked at again, should the worker have slept."""


def on_instansi(uow: UnitOfWork, event: Instansi, envelope: Envelope) -> None:
    upsert_copy(
        uow.connection,
        t.instansi_view,
        {
            "id": event.id,
            "nama": event.nama,
            "zona_waktu": event.zona_waktu,
            "pengaturan": msgspec.to_builtins(event.pengaturan),
            "riwayat_pengaturan": msgspec.to_builtins(event.riwayat_pengaturan),
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


@in_batches
def on_pegawai(uow: UnitOfWork, arrivals: Arrivals) -> None:
    """Keep the people; correct the superiors of SKP that are not agreed yet; end those whose segment ended (domain.md 2.6)."""
    rows: list[dict[str, object]] = [
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "nip": event.nip,
            "nama": event.nama,
            "status": event.status,
            "aktif": event.aktif,
            "penugasan": event.penugasan,
            "keadaan": event.keadaan,
            "epoch": envelope.epoch,
            "version": event.version,
        }
        for event, envelope in newest(arrivals).values()
    ]
    if taken := upsert_copies(uow.connection, t.pegawai_view, rows):
        for skp in uow.list_skp_to_refresh(taken):
            segarkan(uow, skp)


def on_pengganti(uow: UnitOfWork, event: Pengganti, envelope: Envelope) -> None:
    """Keep who stands in for whom; whom he may act for is asked on the day of the deed."""
    kolom = ("id", "instansi_id", "pegawai_id", "unor_id", "jenis", "digantikan_id", "dari", "sampai", "dicabut", "version")
    row: dict[str, object] = {nama: getattr(event, nama) for nama in kolom}
    upsert_copy(uow.connection, t.pengganti_view, {**row, "epoch": envelope.epoch})


def on_evaluasi(uow: UnitOfWork, event: Evaluasi, envelope: Envelope) -> None:
    """Keep where the yearly evaluation of an SKP stands: once its ratings are fixed the SKP is not revised any more."""
    if event.jenis != "tahunan":
        return
    row: dict[str, object] = {nama: getattr(event, nama) for nama in ("id", "instansi_id", "skp_id", "status", "version")}
    upsert_copy(uow.connection, t.evaluasi_view, {**row, "epoch": envelope.epoch})


def segarkan(uow: UnitOfWork, skp: Skp) -> None:
    """Let an SKP follow the service of its person as it is today: superiors, and the days of the post that it is for."""
    pegawai = uow.get_pegawai(skp.pegawai_id).get(skp.pegawai_id)
    masa = next((m for m in daftar_masa(pegawai) if _milik(m, skp)), None) if pegawai else None
    if pegawai is None or masa is None:
        return
    seen, hari_ini = skp.version, clock.today(uow.get_instansi(skp.instansi_id).zona_waktu)
    segmen = masa.pada(max(skp.mulai, min(hari_ini, skp.selesai, masa.selesai or skp.selesai)))
    atasan = uow.get_pegawai(segmen.penilai_id, segmen.atasan_penilai_id)
    penilai, di_atasnya = (atasan.get(i) if i else None for i in (segmen.penilai_id, segmen.atasan_penilai_id))
    hari = max(skp.mulai, segmen.mulai)
    events = skp.perbarui_atasan(
        segmen.penilai_id,
        sebagai_orang(penilai, hari) if penilai else None,
        segmen.atasan_penilai_id,
        sebagai_orang(di_atasnya, hari) if di_atasnya else None,
        segmen.unor_lowong,
        clock.now(),
    )
    akhir = min(masa.selesai or date.max, date(skp.tahun, 12, 31))
    if akhir <= skp.selesai:
        events = skp.akhiri(akhir, clock.now(), hari_ini) or events
    elif uow.overlapping_skp(skp.pegawai_id, skp.selesai + timedelta(days=1), akhir) is None:
        events = skp.lanjutkan(akhir, clock.now()) or events
    uow.save_skp(skp, seen)
    uow.publish(*events)
    if events:
        _catat(uow, "skp.ikuti_penugasan", skp)


def _milik(masa: Masa, skp: Skp) -> bool:
    """Whether the SKP is for this piece of the post; its segment may have been cut anew since."""
    return masa.mulai <= skp.mulai <= (masa.selesai or date.max) and (
        masa.penugasan_id == skp.penugasan_id or any(p.id == skp.penugasan_id for p in masa.penugasan)
    )


def ikuti_hari(uow: UnitOfWork) -> int:
    """What begins today: a new evaluator, an absence, a transfer that was known before; and what has ended is closed. Returns how many SKP."""
    hari_ini = clock.now().date()
    jumlah = 0
    for pegawai_id in uow.list_pegawai_bergeser(hari_ini + timedelta(days=n) for n in range(-HARI_MUNDUR, 2)):
        for skp in uow.list_skp_to_refresh([pegawai_id]):
            segarkan(uow, skp)
            jumlah += 1
    for skp in uow.list_skp_lewat(hari_ini):
        seen = skp.version
        uow.publish(*skp.akhiri(skp.selesai, clock.now(), hari_ini))
        uow.save_skp(skp, seen)
        _catat(uow, "skp.akhiri", skp)
        jumlah += 1
    return jumlah


def _catat(uow: UnitOfWork, aksi: str, skp: Skp) -> None:
    """What the system did by itself, with its consequence."""
    isi = {"status": skp.status, "versi": skp.version, "mulai": skp.mulai, "selesai": skp.selesai, "penilai_id": skp.penilai_id}
    uow.catat(aksi, objek="skp", objek_id=skp.id, orang=(skp.pegawai_id,), rincian=isi, instansi_id=skp.instansi_id)
