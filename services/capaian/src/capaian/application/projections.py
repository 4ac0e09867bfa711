"""What capaian keeps of other services' events, and the draft reports that follow from an agreed SKP and a laporan period."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import uuid6

from capaian.adapters.libur import KALENDER
from capaian.adapters.tables import instansi_view, keberatan_view, pegawai_view, pengganti_view, periode_view, skp_view, unor_view
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.keadaan import keadaan
from capaian.domain.absen import BERAKHIR, geser, sebab_bebas
from capaian.domain.laporan import Laporan, untuk_periode
from shared import clock
from shared.contracts import auth, penilaian, skp
from shared.messaging.consumer import Arrivals, in_batches, newest
from shared.messaging.envelope import Envelope
from shared.persistence import upsert_copies, upsert_copy

_BERLAKU = frozenset({"disetujui", "revisi", "ditutup"})
_KEBERATAN_TERBUKA = frozenset({"diajukan", "diperiksa"})
_BATCH = 400


def on_instansi(uow: UnitOfWork, event: auth.Instansi, envelope: Envelope) -> None:
    riwayat = [(v.berlaku_dari, v.pengaturan.bukti_mode) for v in event.riwayat_pengaturan] or [(date.min, event.pengaturan.bukti_mode)]
    isi = {"nama": event.nama, "zona_waktu": event.zona_waktu, "bukti_mode": msgspec.to_builtins(riwayat)}
    row = {"id": event.id, **isi, "epoch": envelope.epoch, "version": event.version}
    upsert_copy(uow.connection, instansi_view, row)


def on_unor(uow: UnitOfWork, event: auth.Unor, envelope: Envelope) -> None:
    row: dict[str, object] = {"id": event.id, "instansi_id": event.instansi_id, "induk_id": event.induk_id}
    upsert_copy(uow.connection, unor_view, {**row, "epoch": envelope.epoch, "version": event.version})


@in_batches
def on_pegawai(uow: UnitOfWork, arrivals: Arrivals) -> None:
    """Keep names and absences; reports that were never sent follow the absences: their deadlines, and whether they are due."""
    terbaru = newest(arrivals)
    dulu = uow.list_keadaan(list(terbaru))
    rows: list[dict[str, object]] = [
        {
            "id": event.id,
            "instansi_id": event.instansi_id,
            "nip": event.nip,
            "nama": event.nama,
            "aktif": event.aktif,
            "keadaan": event.keadaan,
            "epoch": envelope.epoch,
            "version": event.version,
        }
        for event, envelope in terbaru.values()
    ]
    for pegawai_id in upsert_copies(uow.connection, pegawai_view, rows):
        if dulu.get(pegawai_id, ()) != terbaru[pegawai_id][0].keadaan:
            _sesuaikan(uow, uow.list_laporan(pegawai_id=pegawai_id))


def on_pengganti(uow: UnitOfWork, event: auth.Pengganti, envelope: Envelope) -> None:
    """Keep who stands in for whom; whom he may act for is asked on the day of the deed."""
    kolom = ("id", "instansi_id", "pegawai_id", "unor_id", "jenis", "digantikan_id", "dari", "sampai", "dicabut", "version")
    row: dict[str, object] = {nama: getattr(event, nama) for nama in kolom}
    upsert_copy(uow.connection, pengganti_view, {**row, "epoch": envelope.epoch})


def on_evaluasi(uow: UnitOfWork, event: penilaian.Evaluasi, envelope: Envelope) -> None:
    """Keep who decides on an objection while it is open: the evidence opens to him, and closes with the decision."""
    if not event.keberatan and not uow.has_keberatan(event.id):
        return
    kolom = ("id", "instansi_id", "pegawai_id", "skp_id", "mulai", "selesai", "version")
    row: dict[str, object] = {nama: getattr(event, nama) for nama in kolom}
    row |= {"terbuka": event.keberatan in _KEBERATAN_TERBUKA, "pemutus_id": event.pemutus_keberatan_id}
    upsert_copy(uow.connection, keberatan_view, {**row, "epoch": envelope.epoch})


def on_periode(uow: UnitOfWork, event: skp.Periode, envelope: Envelope) -> None:
    """Keep laporan periods; make the drafts of the SKP that were agreed before; move the deadlines of reports that were never sent."""
    if event.untuk != "laporan":
        return
    names = ("id", "instansi_id", "tahun", "nomor", "nama", "mulai", "selesai", "batas_normal", "batas_toleransi", "version")
    row: dict[str, object] = {name: getattr(event, name) for name in names}
    if not upsert_copy(uow.connection, periode_view, {**row, "epoch": envelope.epoch}):
        return
    drafts = [
        draft
        for agreed in uow.iter_skp_berlaku(event.instansi_id, event.mulai, event.selesai)
        if (
            draft := _draft(
                agreed, event.id, event.nomor, event.nama, event.mulai, event.selesai, event.batas_normal, event.batas_toleransi
            )
        )
    ]
    for start in range(0, len(drafts), _BATCH):
        _tambah(uow, drafts[start : start + _BATCH])
    _sesuaikan(uow, uow.list_laporan(periode_id=event.id))


def on_skp(uow: UnitOfWork, event: skp.Skp, envelope: Envelope) -> None:
    """Keep the SKP; once it is agreed make its draft reports, and let reports that are still to be judged follow a change of evaluator."""
    berlaku = event.status in _BERLAKU
    row: dict[str, object] = {
        "id": event.id,
        "instansi_id": event.instansi_id,
        "pegawai_id": event.pegawai_id,
        "tahun": event.tahun,
        "mulai": event.mulai,
        "selesai": event.selesai,
        "status": event.status,
        "berlaku": berlaku,
        "rhk_ids": list(dict.fromkeys(rhk.id for rhk in (*event.rhk, *event.dihentikan))),
        "unor_lowong": list(event.unor_lowong),
        "isi": msgspec.to_builtins(event),
        "epoch": envelope.epoch,
        "version": event.version,
    }
    if not upsert_copy(uow.connection, skp_view, row) or not berlaku:
        return
    uow.buka_tahun_progres(event.mulai, event.selesai)
    known = uow.list_laporan(skp_id=event.id)
    periods = {satu.periode_id for satu in known}
    drafts = [
        draft
        for p in uow.list_periode(event.instansi_id, event.tahun)
        if p.id not in periods and (draft := _draft(event, p.id, p.nomor, p.nama, p.mulai, p.selesai, p.batas_normal, p.batas_toleransi))
    ]
    _tambah(uow, drafts)
    _sesuaikan(uow, known)
    for satu in known:
        superiors = (event.penilai_id, event.atasan_penilai_id)
        if satu.status != "diterima" and (satu.penilai_id, satu.atasan_penilai_id) != superiors:
            satu.penilai_id, satu.atasan_penilai_id = superiors
            _save(uow, satu)


def _draft(
    agreed: skp.Skp, periode_id: UUID, nomor: int, nama: str, mulai: date, selesai: date, batas_normal: date, batas_toleransi: date
) -> Laporan | None:
    return untuk_periode(
        agreed,
        id=UUID(str(uuid6.uuid7())),
        periode_id=periode_id,
        nomor=nomor,
        nama=nama,
        mulai=mulai,
        selesai=selesai,
        batas_normal=batas_normal,
        batas_toleransi=batas_toleransi,
    )


def _tambah(uow: UnitOfWork, drafts: list[Laporan]) -> None:
    """New drafts of one instansi, fitted to the absences of their people before they are told."""
    if not drafts:
        return
    absen = uow.list_keadaan(d.pegawai_id for d in drafts)
    hari_ini = clock.today(uow.get_zona(drafts[0].instansi_id))
    for draft in drafts:
        draft.dibuat = hari_ini
        if draft.pegawai_id in absen:
            _pasang(
                draft, (draft.mulai, draft.selesai), (draft.selesai, draft.batas_normal, draft.batas_toleransi), absen[draft.pegawai_id]
            )
    made = uow.add_laporan(drafts)
    uow.publish(*(keadaan(satu) for satu in made))
    if made:
        people = dict.fromkeys(satu.pegawai_id for satu in made)
        rincian = {"laporan": [satu.id for satu in made]}
        uow.catat("laporan.siapkan", objek="laporan", objek_id=None, orang=people, rincian=rincian, instansi_id=made[0].instansi_id)


def _sesuaikan(uow: UnitOfWork, daftar: list[Laporan]) -> None:
    """Let reports that were never sent follow the span of their SKP, the deadlines of their period and the absences of their owner."""
    terbuka = [satu for satu in daftar if satu.pertama_dikirim_pada is None]
    if not terbuka:
        return
    absen = uow.list_keadaan(satu.pegawai_id for satu in terbuka)
    rentang, periode = uow.list_rentang_skp(s.skp_id for s in terbuka), uow.list_periode_ini(s.periode_id for s in terbuka)
    for satu in terbuka:
        p = periode.get(satu.periode_id)
        if p is None or satu.skp_id not in rentang:
            continue
        mulai, selesai = rentang[satu.skp_id]
        span = (max(p.mulai, mulai), min(p.selesai, selesai))
        if _pasang(satu, span, (p.selesai, p.batas_normal, p.batas_toleransi), absen.get(satu.pegawai_id, ())):
            _save(uow, satu)


def _pasang(satu: Laporan, rentang: tuple[date, date], periode: tuple[date, date, date], absen: tuple[auth.Keadaan, ...]) -> bool:
    """Fit one report; True when something changed. Beyond the end of its SKP it is not due at all."""
    lama = (satu.mulai, satu.selesai, satu.batas_normal, satu.batas_toleransi, satu.bebas)
    akhir, normal, toleransi = periode
    satu.batas_normal, satu.batas_toleransi = geser(akhir, normal, KALENDER, absen), geser(akhir, toleransi, KALENDER, absen)
    if rentang[0] > rentang[1]:
        satu.bebas = BERAKHIR
    else:
        satu.mulai, satu.selesai = rentang
        satu.bebas = sebab_bebas(*rentang, KALENDER, absen)
    return lama != (satu.mulai, satu.selesai, satu.batas_normal, satu.batas_toleransi, satu.bebas)


def _save(uow: UnitOfWork, satu: Laporan) -> None:
    uow.save_laporan(satu)
    uow.publish(keadaan(satu))
    rincian = {"penilai_id": satu.penilai_id, "batas_toleransi": satu.batas_toleransi, "versi": satu.version}
    uow.catat("laporan.ikuti", objek="laporan", objek_id=satu.id, orang=(satu.pegawai_id,), rincian=rincian, instansi_id=satu.instansi_id)
