"""From the events of the other services into the read models: one function a state event, each safe to repeat and to reorder."""

from __future__ import annotations

from datetime import datetime

import msgspec

from laporan.adapters import tables
from laporan.adapters.libur import kalender
from laporan.adapters.unit_of_work import UnitOfWork
from laporan.domain.tahunan import bulan
from shared.contracts import auth, capaian, penilaian, skp
from shared.messaging.envelope import Envelope


def on_instansi(uow: UnitOfWork, event: auth.Instansi, envelope: Envelope) -> None:
    uow.take(
        tables.instansi_view,
        {
            "id": event.id,
            "kode": event.kode,
            "nama": event.nama,
            "jenis": event.jenis,
            "zona_waktu": event.zona_waktu,
            "pengaturan": msgspec.to_builtins(event.pengaturan),
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def on_unor(uow: UnitOfWork, event: auth.Unor, envelope: Envelope) -> None:
    uow.take(
        tables.unor_view,
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "kode": event.kode,
            "nama": event.nama,
            "jenis": event.jenis,
            "induk_id": event.induk_id,
            "berlaku_dari": event.berlaku_dari,
            "berlaku_sampai": event.berlaku_sampai,
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def on_pegawai(uow: UnitOfWork, event: auth.Pegawai, envelope: Envelope) -> None:
    uow.take_pegawai(
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "nip": event.nip,
            "nama": event.nama,
            "status": event.status,
            "aktif": event.aktif,
            "peran": list(event.peran),
            "keadaan": msgspec.to_builtins(event.keadaan),
            "epoch": envelope.epoch,
            "version": event.version,
        },
        [
            {
                "id": p.id,
                "instansi_id": event.instansi_id,
                "pegawai_id": event.id,
                "unor_id": p.unor_id,
                "unor_nama": p.unor_nama,
                "jabatan": p.jabatan,
                "jenis_jabatan": p.jenis_jabatan,
                "jenjang": p.jenjang,
                "golongan": p.golongan,
                "kepala": p.kepala,
                "penilai_id": p.penilai_id,
                "atasan_penilai_id": p.atasan_penilai_id,
                "mulai": p.mulai,
                "selesai": p.selesai,
                "unor_lowong": list(p.unor_lowong),
            }
            for p in event.penugasan
        ],
    )


def on_pengganti(uow: UnitOfWork, event: auth.Pengganti, envelope: Envelope) -> None:
    """Keep who stands in for whom; whom he may act for is asked on the day of the deed."""
    kolom = ("id", "instansi_id", "pegawai_id", "unor_id", "jenis", "digantikan_id", "dari", "sampai", "dicabut", "version")
    row: dict[str, object] = {nama: getattr(event, nama) for nama in kolom}
    uow.take(tables.pengganti_view, {**row, "epoch": envelope.epoch})


def on_periode(uow: UnitOfWork, event: skp.Periode, envelope: Envelope) -> None:
    uow.take(
        tables.periode_view,
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "tahun": event.tahun,
            "untuk": event.untuk,
            "jenis": event.jenis,
            "nomor": event.nomor,
            "nama": event.nama,
            "mulai": event.mulai,
            "selesai": event.selesai,
            "batas_normal": event.batas_normal,
            "batas_toleransi": event.batas_toleransi,
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def on_skp(uow: UnitOfWork, event: skp.Skp, envelope: Envelope) -> None:
    """The columns that are counted, and the people and RHK whole; behaviour and annex stay with their service."""
    uow.take(
        tables.skp_view,
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "pegawai_id": event.pegawai_id,
            "penilai_id": event.penilai_id,
            "atasan_penilai_id": event.atasan_penilai_id,
            "unor_id": event.unor_id,
            "tahun": event.tahun,
            "mulai": event.mulai,
            "selesai": event.selesai,
            "pendekatan": event.pendekatan,
            "status": event.status,
            "revisi": event.revisi,
            "tahap_revisi": event.tahap_revisi,
            "tahap_revisi_sejak": event.tahap_revisi_sejak,
            "menunggu_reviu": event.menunggu_reviu,
            "diajukan_pada": event.diajukan_pada,
            "dikembalikan_pada": event.dikembalikan_pada,
            "disetujui_pada": event.disetujui_pada,
            "hari_persetujuan": _hari_persetujuan(event.diajukan_pada, event.disetujui_pada),
            "alasan_dikembalikan": event.alasan_dikembalikan,
            "hash": event.hash,
            "unor_lowong": list(event.unor_lowong),
            "disetujui_sebagai": event.disetujui_sebagai,
            "dokumen": {
                "pegawai": msgspec.to_builtins(event.pegawai),
                "penilai": msgspec.to_builtins(event.penilai),
                "atasan_penilai": msgspec.to_builtins(event.atasan_penilai),
                "rhk": msgspec.to_builtins(event.rhk),
            },
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def on_laporan(uow: UnitOfWork, event: capaian.Laporan, envelope: Envelope) -> None:
    """Of the realisasi only the figures: the words and the evidence stay where they can be opened.

    A report that the lock sent empty was reported by nobody: it has no first sending here, and counts as missing (domain 4.5 rule 6).
    """
    tidak_melaporkan = event.diajukan_otomatis and not event.realisasi
    uow.take(
        tables.laporan_view,
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "pegawai_id": event.pegawai_id,
            "penilai_id": event.penilai_id,
            "skp_id": event.skp_id,
            "periode_id": event.periode_id,
            "tahun": event.tahun,
            "nomor": event.nomor,
            "nama": event.nama,
            "mulai": event.mulai,
            "selesai": event.selesai,
            "batas_normal": event.batas_normal,
            "batas_toleransi": event.batas_toleransi,
            "status": event.status,
            "jumlah_progres": event.jumlah_progres,
            "jumlah_bukti": len(event.bukti),
            "pertama_dikirim_pada": None if tidak_melaporkan else event.pertama_dikirim_pada,
            "dikirim_pada": event.dikirim_pada,
            "diterima_pada": event.diterima_pada,
            "terlambat": event.terlambat,
            "hari_terlambat": event.hari_terlambat,
            "alasan_terlambat": event.alasan_terlambat,
            "dimaafkan": event.dimaafkan,
            "diajukan_otomatis": event.diajukan_otomatis,
            "bebas": event.bebas,
            "diterima_sebagai": event.diterima_sebagai,
            "realisasi": {str(r.indikator_id): str(r.angka) for r in event.realisasi if r.angka is not None},
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def on_progres(uow: UnitOfWork, event: capaian.Progres, envelope: Envelope) -> None:
    uow.take(
        tables.progres_view,
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "pegawai_id": event.pegawai_id,
            "tanggal": event.tanggal,
            "terlambat": event.terlambat,
            "ada": event.ada,
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def on_evaluasi(uow: UnitOfWork, event: penilaian.Evaluasi, envelope: Envelope) -> None:
    """Yearly evaluations; those of a period are read at penilaian, and nothing here may take one for the result of the year (domain 5.5)."""
    if event.jenis != "tahunan":
        return
    uow.take(
        tables.evaluasi_view,
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "pegawai_id": event.pegawai_id,
            "penilai_id": event.penilai_id,
            "atasan_penilai_id": event.atasan_penilai_id,
            "unor_id": event.unor_id,
            "skp_id": event.skp_id,
            "tahun": event.tahun,
            "jenis": event.jenis,
            "mulai": event.mulai,
            "selesai": event.selesai,
            "bulan": bulan(event.mulai, event.selesai),
            "status": event.status,
            "ketepatan": msgspec.to_builtins(event.ketepatan),
            "capaian_organisasi": event.capaian_organisasi,
            "rating_hasil": event.rating_hasil,
            "rating_perilaku": event.rating_perilaku,
            "predikat": event.predikat,
            "nilai_skp": event.nilai_skp,
            "nilai_perilaku": event.nilai_perilaku,
            "nkp": event.nkp,
            "catatan": event.catatan,
            "diajukan_pada": event.diajukan_pada,
            "ditetapkan_pada": event.ditetapkan_pada,
            "disampaikan_pada": event.disampaikan_pada,
            "final_pada": event.final_pada,
            "hash": event.hash,
            "ditetapkan_sebagai": event.ditetapkan_sebagai,
            "menunggu_atasan": event.menunggu_atasan,
            "tidak_dinilai": event.tidak_dinilai,
            "keberatan": event.keberatan,
            "pemutus_keberatan_id": event.pemutus_keberatan_id,
            "dikoreksi_pada": event.dikoreksi_pada,
            "sebelum": msgspec.to_builtins(event.sebelum),
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def on_organisasi(uow: UnitOfWork, event: penilaian.Organisasi, envelope: Envelope) -> None:
    uow.take(
        tables.organisasi_view,
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "unor_id": event.unor_id,
            "tahun": event.tahun,
            "nilai": event.nilai,
            "alasan": event.alasan,
            "ditetapkan_pada": event.ditetapkan_pada,
            "epoch": envelope.epoch,
            "version": event.version,
        },
    )


def _hari_persetujuan(diajukan: datetime | None, disetujui: datetime | None) -> int | None:
    """Working days the evaluator took, in days of the machine's zone: a measure for a percentile, not a deadline."""
    if diajukan is None or disetujui is None or disetujui < diajukan:
        return None
    return kalender().jumlah(diajukan.date(), disetujui.date())
