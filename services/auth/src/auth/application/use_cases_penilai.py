"""Setting an evaluator with a reason, taking it back, and the complaint "atasan saya salah"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import uuid6

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.susun_ulang import hitung_ulang, muat_sekitar, simpan_akibat
from auth.application.use_cases_akun import sekarang
from auth.domain import penilai as aturan
from auth.domain.organisasi import Organisasi, Pegawai, Penetapan, Unor, segmen_pada
from auth.domain.penilai import Keluhan, Penjelasan, jelaskan
from shared import clock
from shared.errors import Conflict, Forbidden, Invalid, NotFound

_TAHUN_TERAKHIR = 2100


def _id() -> UUID:
    return UUID(str(uuid6.uuid7()))


def tetapkan_penilai(  # noqa: PLR0913 - who, whom, from when to when, why, on whose word
    uow: UnitOfWork,
    instansi_id: UUID,
    pegawai_id: UUID,
    oleh: UUID,
    *,
    penilai_id: UUID | None,
    mulai: date,
    alasan: str,
    selesai: date | None = None,
    keluhan_id: UUID | None = None,
) -> Pegawai:
    """Set the evaluator of a person from a day on, within the post of that day. Everybody else's evaluators follow.

    Raises :class:`Invalid` without a reason, for an evaluator who cannot be one, and for a change that alters nothing.
    """
    instansi = uow.get_instansi(instansi_id, kunci=True)
    alasan = aturan.periksa_alasan(alasan)
    pegawai = uow.get_pegawai(pegawai_id)
    if pegawai_id == oleh:
        raise Forbidden("Penilai Anda sendiri ditetapkan admin lain.", code="own_evaluator")
    if selesai and not mulai <= selesai <= date(_TAHUN_TERAKHIR, 12, 31):
        raise Invalid("Tanggal selesai lebih awal daripada mulai.", errors={"selesai": ["Isi tanggal setelah mulai, atau kosongkan."]})
    calon = next(iter(uow.list_pegawai_ini([penilai_id])), None) if penilai_id else None
    if penilai_id is None:
        raise Invalid("Pilih penilainya.", errors={"penilai_id": ["Cari lalu pilih seorang pegawai."]})
    hari = max(mulai, clock.today(instansi.zona_waktu))
    rantai = [*uow.rantai_penilai(penilai_id, mulai), *(uow.rantai_penilai(penilai_id, hari) if hari != mulai else ())]
    jabatan = aturan.periksa_penilai(pegawai, calon, mulai, rantai)
    kini = segmen_pada(pegawai.segmen, mulai)
    if kini and kini.penilai_id == penilai_id and not any(p.pada(mulai) for p in pegawai.penetapan):
        kalimat = "Orang ini sudah menjadi penilainya pada tanggal itu. Tidak ada yang berubah."
        raise Invalid(kalimat, errors={"penilai_id": [kalimat]}, code="nothing_changes")
    uow.catat(
        "penilai.tetapkan", objek="pegawai", objek_id=pegawai_id, orang=[pegawai_id, penilai_id], rincian={"mulai": mulai.isoformat()}
    )
    baru = Penetapan(_id(), jabatan.id, penilai_id, mulai, alasan, oleh, sekarang(), selesai, keluhan_id)
    return _simpan(uow, instansi_id, aturan.tetapkan(pegawai, baru))


def cabut_penetapan(
    uow: UnitOfWork, instansi_id: UUID, pegawai_id: UUID, penetapan_id: UUID, oleh: UUID, *, mulai: date | None = None
) -> Pegawai:
    """Back to the derived evaluator from a day on (default today)."""
    instansi = uow.get_instansi(instansi_id, kunci=True)
    if pegawai_id == oleh:
        raise Forbidden("Penilai Anda sendiri diatur admin lain.", code="own_evaluator")
    pegawai = uow.get_pegawai(pegawai_id)
    sejak = mulai or clock.today(instansi.zona_waktu)
    uow.catat("penilai.cabut", objek="pegawai", objek_id=pegawai_id, orang=[pegawai_id], rincian={"mulai": sejak.isoformat()})
    return _simpan(uow, instansi_id, aturan.cabut(pegawai, penetapan_id, mulai=sejak, oleh=oleh, pada=sekarang()))


def _simpan(uow: UnitOfWork, instansi_id: UUID, pegawai: Pegawai) -> Pegawai:
    akibat = hitung_ulang(uow, instansi_id, diubah=[pegawai])
    simpan_akibat(uow, instansi_id, akibat)
    return next((baru for _, baru in akibat.pasangan if baru.id == pegawai.id), pegawai)


# "Atasan saya salah"


def ajukan_keluhan(uow: UnitOfWork, instansi_id: UUID, pegawai_id: UUID, *, usul_id: UUID | None, alasan: str) -> Keluhan:
    """Say that one's evaluator is wrong; one open complaint a person."""
    instansi = uow.get_instansi(instansi_id, kunci=True)
    pegawai = uow.get_pegawai(pegawai_id)
    hari = clock.today(instansi.zona_waktu)
    kini = segmen_pada(pegawai.segmen, hari)
    if kini is None:
        raise Invalid("Anda tidak punya penugasan hari ini, jadi tidak ada penilai yang dapat dilaporkan.", code="no_post")
    if any(k.status == "diajukan" for k in uow.keluhan_milik(pegawai_id)):
        raise Conflict("Laporan Anda yang sebelumnya masih menunggu admin. Tarik dulu bila ingin mengubahnya.", code="complaint_open")
    alasan = aturan.periksa_alasan(alasan)
    if usul_id is not None:
        if usul_id == kini.penilai_id:
            raise Invalid("Orang itu memang penilai Anda sekarang.", errors={"usul_id": ["Pilih orang lain, atau tidak tahu."]})
        aturan.periksa_penilai(
            pegawai, next(iter(uow.list_pegawai_ini([usul_id])), None), hari, uow.rantai_penilai(usul_id, hari), "usul_id"
        )
    keluhan = Keluhan(_id(), instansi_id, pegawai_id, kini.penilai_id, usul_id, alasan, sekarang())
    uow.add_keluhan(keluhan)
    _catat(uow, keluhan, "ajukan")
    return keluhan


def tarik_keluhan(uow: UnitOfWork, keluhan_id: UUID, oleh: UUID) -> None:
    keluhan = uow.get_keluhan(keluhan_id, kunci=True)
    if keluhan.pegawai_id != oleh:
        raise NotFound("Laporan ini tidak ada, atau bukan milik Anda.")
    uow.save_keluhan(keluhan.putus("ditarik", oleh, sekarang()))
    _catat(uow, keluhan, "tarik")


def _catat(uow: UnitOfWork, keluhan: Keluhan, aksi: str) -> None:
    uow.catat(f"keluhan_atasan.{aksi}", objek="keluhan_atasan", objek_id=keluhan.id, orang=[keluhan.pegawai_id])


def tolak_keluhan(uow: UnitOfWork, keluhan_id: UUID, oleh: UUID, *, catatan: str) -> None:
    keluhan = uow.get_keluhan(keluhan_id, kunci=True)
    uow.save_keluhan(keluhan.putus("ditolak", oleh, sekarang(), catatan=aturan.periksa_alasan(catatan, "catatan", "Alasan penolakan")))
    _catat(uow, keluhan, "tolak")


def terima_keluhan(
    uow: UnitOfWork, keluhan_id: UUID, oleh: UUID, *, cara: str, penilai_id: UUID | None = None, mulai: date | None = None
) -> Keluhan:
    """Accept: set the evaluator (``cara`` penetapan), or name him head of the unit in which he serves (``kepala``).

    ``penilai_id`` stands in when the person does not know who it should be. Raises :class:`Conflict` when naming the head would not help.
    """
    if cara not in aturan.CARA:
        raise Invalid("Pilih cara menerimanya.", errors={"cara": [f"Pakai {', '.join(aturan.CARA)}."]})
    keluhan = uow.get_keluhan(keluhan_id)
    instansi = uow.get_instansi(keluhan.instansi_id, kunci=True)
    keluhan = uow.get_keluhan(keluhan_id, kunci=True)
    siapa = penilai_id or keluhan.usul_id
    sejak = mulai or clock.today(instansi.zona_waktu)
    diputus = keluhan.putus("diterima", oleh, sekarang(), cara=cara, hasil_id=siapa)
    if siapa is None:
        raise Invalid("Pilih penilainya.", errors={"penilai_id": ["Pelapor tidak tahu siapa. Cari lalu pilih seorang pegawai."]})
    if cara == "penetapan":
        alasan = f"Laporan pegawai diterima: {keluhan.alasan}"[: aturan.ALASAN_TERPANJANG]
        tetapkan_penilai(
            uow, keluhan.instansi_id, keluhan.pegawai_id, oleh, penilai_id=siapa, mulai=sejak, alasan=alasan, keluhan_id=keluhan.id
        )
    else:
        _jadikan_kepala(uow, keluhan, siapa, sejak)
    uow.save_keluhan(diputus)
    _catat(uow, keluhan, "terima")
    return diputus


def _jadikan_kepala(uow: UnitOfWork, keluhan: Keluhan, siapa: UUID, sejak: date) -> None:
    calon = next(iter(uow.list_pegawai_ini([siapa])), None)
    if calon is None:
        raise NotFound("Orang ini tidak ada di instansi Anda.")
    kepala = tunjuk_kepala(uow, keluhan.instansi_id, calon, sejak)
    pelapor = uow.get_pegawai(keluhan.pegawai_id)
    segmen = segmen_pada(pelapor.segmen, sejak)
    if segmen is None or segmen.penilai_id != kepala.id:
        raise Conflict(
            f"Menunjuk {calon.nama} sebagai kepala unitnya tidak mengubah penilai {pelapor.nama}. Tetapkan sebagai penilai saja.",
            code="head_does_not_help",
        )


def tunjuk_kepala(uow: UnitOfWork, instansi_id: UUID, calon: Pegawai, sejak: date) -> Pegawai:
    """The person heads the unit in which he serves on the day; the evaluators of all below follow."""
    unor = {u.id: u for u in uow.list_unor(instansi_id)}
    uow.catat("unor.tunjuk_kepala", objek="pegawai", objek_id=calon.id, orang=[calon.id])
    baru = aturan.jadikan_kepala(_dengan_kepala(uow, unor, calon), calon, sejak)
    simpan_akibat(uow, instansi_id, hitung_ulang(uow, instansi_id, diubah=[baru]), ("jabatan",))
    return baru


def _dengan_kepala(uow: UnitOfWork, unor: dict[UUID, Unor], calon: Pegawai) -> Organisasi:
    kepala = uow.list_pegawai_ini(uow.bertugas_di({j.unor_id for j in calon.jabatan}, kepala=True) | {calon.id})
    return Organisasi(unor, {p.id: p for p in kepala})


# Explanations


@dataclass(frozen=True, slots=True)
class Terjelaskan:
    """A person's evaluators in time with the reason of each; ``sebab`` by the id of the segment."""

    pegawai: Pegawai
    sebab: dict[UUID, Penjelasan]
    organisasi: Organisasi


def jelaskan_pegawai(uow: UnitOfWork, instansi_id: UUID, pegawai: Sequence[Pegawai], hari: date) -> list[Terjelaskan]:
    """Why each segment has its evaluator, on its first day, or today for the one in force."""
    unor = {u.id: u for u in uow.list_unor(instansi_id)}
    organisasi = muat_sekitar(uow, unor, {p.id: p for p in pegawai}, tingkat=1)
    return [
        Terjelaskan(
            satu,
            {s.id: jelaskan(organisasi, satu, hari if s.mulai <= hari <= (s.selesai or date.max) else s.mulai) for s in satu.segmen},
            organisasi,
        )
        for satu in pegawai
    ]
