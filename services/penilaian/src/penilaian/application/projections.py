"""What penilaian does when the others tell something: keep copies, open evaluations, hand them over when the reports are there."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from penilaian.adapters.tables import evaluasi, instansi_view, laporan_view, pegawai_view, pengganti_view, periode_view, skp_view, unor_view
from penilaian.adapters.unit_of_work import Termuat, UnitOfWork, pengenal
from penilaian.domain.evaluasi import Evaluasi
from shared import clock
from shared.contracts import auth, capaian, skp
from shared.messaging.consumer import Arrivals, in_batches, newest
from shared.messaging.envelope import Envelope
from shared.persistence import upsert_copies, upsert_copy


def on_instansi(uow: UnitOfWork, event: auth.Instansi, envelope: Envelope) -> None:
    row = {
        "id": event.id,
        "nama": event.nama,
        "zona_waktu": event.zona_waktu,
        "pengaturan": msgspec.to_builtins(event.pengaturan),
        "riwayat_pengaturan": msgspec.to_builtins(event.riwayat_pengaturan),
    }
    aturan = sa.select(instansi_view.c.pengaturan, instansi_view.c.riwayat_pengaturan).where(instansi_view.c.id == event.id)
    lama = uow.connection.execute(aturan).first()
    diambil = upsert_copy(uow.connection, instansi_view, {**row, "epoch": envelope.epoch, "version": event.version})
    baru = msgspec.json.decode(msgspec.json.encode((event.pengaturan, event.riwayat_pengaturan)))
    if diambil and (lama is None or list(lama) != baru):
        uow.tandai_hitung_ulang(evaluasi.c.instansi_id == event.id)


def on_unor(uow: UnitOfWork, event: auth.Unor, envelope: Envelope) -> None:
    row = {"id": event.id, "instansi_id": event.instansi_id, "nama": event.nama, "induk_id": event.induk_id}
    upsert_copy(uow.connection, unor_view, {**row, "epoch": envelope.epoch, "version": event.version})


@in_batches
def on_pegawai(uow: UnitOfWork, arrivals: Arrivals) -> None:
    """Keep the people; evaluations follow their absences."""
    terbaru = newest(arrivals)
    rows: list[dict[str, object]] = [
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "nip": event.nip,
            "nama": event.nama,
            "penugasan": event.penugasan,
            "keadaan": event.keadaan,
            "epoch": envelope.epoch,
            "version": event.version,
        }
        for event, envelope in terbaru.values()
    ]
    for pegawai_id in upsert_copies(uow.connection, pegawai_view, rows):
        if not terbaru[pegawai_id][0].keadaan:
            continue
        for skp_id in uow.list_skp_orang(pegawai_id):
            termuat = uow.cari_evaluasi_skp(skp_id)
            if termuat is not None:
                _segarkan(uow, termuat)


def on_pengganti(uow: UnitOfWork, event: auth.Pengganti, envelope: Envelope) -> None:
    """Keep who stands in for whom; whom he may act for is asked on the day of the deed."""
    kolom = ("id", "instansi_id", "pegawai_id", "unor_id", "jenis", "digantikan_id", "dari", "sampai", "dicabut", "version")
    row: dict[str, object] = {nama: getattr(event, nama) for nama in kolom}
    upsert_copy(uow.connection, pengganti_view, {**row, "epoch": envelope.epoch})


def on_periode(uow: UnitOfWork, event: skp.Periode, envelope: Envelope) -> None:
    kolom = ("id", "instansi_id", "tahun", "untuk", "jenis", "nomor", "nama", "mulai", "selesai", "batas_normal", "batas_toleransi")
    row: dict[str, object] = {nama: getattr(event, nama) for nama in kolom}
    upsert_copy(uow.connection, periode_view, {**row, "epoch": envelope.epoch, "version": event.version})


def on_skp(uow: UnitOfWork, event: skp.Skp, envelope: Envelope) -> None:
    """An agreed SKP opens its evaluation; a newer one may change evaluator and span as long as nothing is fixed."""
    row = {
        "id": event.id,
        "instansi_id": event.instansi_id,
        "status": event.status,
        "dokumen": msgspec.to_builtins(event),
        "unor_lowong": list(event.unor_lowong),
    }
    if not upsert_copy(uow.connection, skp_view, {**row, "epoch": envelope.epoch, "version": event.version}):
        return
    if event.status == "disetujui":
        baru = Evaluasi.untuk_skp(pengenal(), event)
        if uow.tambah_evaluasi(baru, event):
            uow.publish(baru.ke_kontrak())
            _catat(uow, "evaluasi.buka", baru)
    termuat = uow.cari_evaluasi_skp(event.id)
    if termuat is not None:
        termuat.evaluasi.ikuti_skp(event)
        _segarkan(uow, termuat)


def on_laporan(uow: UnitOfWork, event: capaian.Laporan, envelope: Envelope) -> None:
    """Counters and the handing-over follow the reports."""
    row = {
        "id": event.id,
        "instansi_id": event.instansi_id,
        "skp_id": event.skp_id,
        "mulai": event.mulai,
        "batas_toleransi": event.batas_toleransi,
        "dokumen": msgspec.to_builtins(event),
    }
    if not upsert_copy(uow.connection, laporan_view, {**row, "epoch": envelope.epoch, "version": event.version}):
        return
    termuat = uow.cari_evaluasi_skp(event.skp_id)
    if termuat is not None:
        _segarkan(uow, termuat)


def _segarkan(uow: UnitOfWork, termuat: Termuat) -> None:
    pada = clock.now()
    sebab = uow.sebab_tidak_dinilai(termuat.evaluasi)
    termuat.evaluasi.bebaskan(sebab)
    termuat.evaluasi.hitung_ketepatan(termuat.fakta, termuat.fakta.hari(pada))
    termuat.evaluasi.ikuti_laporan(termuat.fakta, pada)
    dari = termuat.versi
    uow.simpan(termuat)
    if termuat.versi != dari:
        _catat(uow, "evaluasi.ikuti", termuat.evaluasi)


def _catat(uow: UnitOfWork, aksi: str, satu: Evaluasi) -> None:
    """What the system did by itself, because a plan or a report changed."""
    rincian = {"skp_id": satu.skp_id, "status": satu.status.value, "versi": satu.version, "penilai_id": satu.penilai_id}
    uow.catat(aksi, objek="evaluasi", objek_id=satu.id, orang=(satu.pegawai_id,), rincian=rincian, instansi_id=satu.instansi_id)
