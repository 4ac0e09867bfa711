"""Appointing, ending and revoking Plt and Plh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.keadaan import keadaan_pegawai
from auth.application.susun_ulang import di_bawah, muat_sekitar
from auth.application.use_cases_organisasi import id_baru
from auth.domain.organisasi import Pegawai, segmen_pada
from auth.domain.pengganti import Pengganti, angkat
from shared import clock
from shared.contracts import auth as contracts
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Pengangkatan:
    """The appointment as checked, and the people for whom the substitute acts on its first day (names)."""

    pengganti: Pengganti
    dinilai: tuple[str, ...]


def angkat_pengganti(uow: UnitOfWork, instansi_id: UUID, baru: Pengganti, *, terapkan: bool) -> Pengangkatan:
    """Check an appointment, and with ``terapkan`` store it and tell the others. Raises Invalid with each fault at its field."""
    instansi = uow.get_instansi(instansi_id, kunci=terapkan)
    hari = clock.today(instansi.zona_waktu)
    orang = next(iter(uow.list_pegawai_ini([baru.pegawai_id])), None)
    unor = {u.id: u for u in uow.list_unor(instansi_id)}
    penilai = {s.penilai_id for s in orang.segmen if s.penilai_id} if orang else set()
    ids = uow.bertugas_di([baru.unor_id], kepala=True) | penilai | ({orang.id} if orang else set())
    sekitar = {p.id: p for p in uow.list_pegawai_ini(ids)}
    organisasi = muat_sekitar(uow, unor, sekitar)
    sah = angkat(replace(baru, id=id_baru()), organisasi, uow.list_pengganti(instansi_id, unor_id=baru.unor_id, sejak=baru.dari), hari)
    terkait = uow.dinilai_oleh([sah.digantikan_id]) if sah.digantikan_id else uow.bertugas_di(di_bawah(unor, [sah.unor_id]))
    tercakup = [p for p in uow.list_pegawai_ini(terkait) if p.aktif and p.id != sah.pegawai_id and _tercakup(p, sah)]
    if terapkan:
        _perbarui_lowong(uow, instansi, sah)
        uow.save_pengganti(instansi_id, sah)
        uow.publish(sah.ke_kontrak(instansi_id))
        rincian = {"jenis": sah.jenis, "unor_id": str(sah.unor_id), "dari": str(sah.dari), "sampai": str(sah.sampai), "sk": sah.sk_nomor}
        uow.catat(
            "pengganti.angkat",
            objek="pengganti",
            objek_id=sah.id,
            orang=[i for i in (sah.pegawai_id, sah.digantikan_id) if i],
            rincian=rincian,
        )
    return Pengangkatan(sah, tuple(sorted(p.nama for p in tercakup)))


def _tercakup(orang: Pegawai, satu: Pengganti) -> bool:
    segmen = segmen_pada(orang.segmen, satu.dari)
    if segmen is None:
        return False
    return segmen.penilai_id == satu.digantikan_id if satu.digantikan_id else satu.unor_id in segmen.unor_lowong


def _perbarui_lowong(uow: UnitOfWork, instansi: contracts.Instansi, satu: Pengganti) -> None:
    """People whose segments were made before vacant units were noted with them get that now."""
    if satu.jenis != "plt":
        return
    unor = {u.id: u for u in uow.list_unor(instansi.id)}
    orang = {p.id: p for p in uow.list_pegawai_ini(uow.bertugas_di(di_bawah(unor, [satu.unor_id])))}
    organisasi = muat_sekitar(uow, unor, orang)
    berubah = [replace(p, segmen=s, version=p.version + 1) for p in orang.values() if (s := organisasi.segmen(p)) != p.segmen]
    uow.save_pegawai(instansi.id, berubah)
    uow.publish(*(keadaan_pegawai(instansi.id, p) for p in berubah))
    if berubah:
        orang_berubah, rincian = [p.id for p in berubah], {"kolom": ["unor_lowong"], "unor_id": satu.unor_id}
        uow.catat("pegawai.susun_ulang", objek="unor", objek_id=satu.unor_id, orang=orang_berubah, rincian=rincian, instansi_id=instansi.id)


def akhiri_pengganti(uow: UnitOfWork, instansi_id: UUID, pengganti_id: UUID, sampai: date) -> Pengganti:
    """End it earlier."""
    hari = clock.today(uow.get_instansi(instansi_id).zona_waktu)
    return _simpan(uow, instansi_id, uow.get_pengganti(instansi_id, pengganti_id).akhiri(sampai, hari), "akhiri", {"sampai": str(sampai)})


def cabut_pengganti(uow: UnitOfWork, instansi_id: UUID, pengganti_id: UUID, alasan: str) -> Pengganti:
    """Revoke with a reason."""
    hari = clock.today(uow.get_instansi(instansi_id).zona_waktu)
    return _simpan(uow, instansi_id, uow.get_pengganti(instansi_id, pengganti_id).cabut(alasan, hari), "cabut", {})


def _simpan(uow: UnitOfWork, instansi_id: UUID, satu: Pengganti, aksi: str, rincian: dict[str, str]) -> Pengganti:
    uow.save_pengganti(instansi_id, satu)
    uow.publish(satu.ke_kontrak(instansi_id))
    uow.catat(f"pengganti.{aksi}", objek="pengganti", objek_id=satu.id, orang=[satu.pegawai_id], rincian=rincian)
    return satu


@dataclass(frozen=True, slots=True)
class BarisPengganti:
    """An appointment as listed, with names; ``keadaan`` is berlaku, akan, lewat or dicabut."""

    pengganti: Pengganti
    pegawai: str
    unor: str
    digantikan: str
    keadaan: str


def daftar_pengganti(uow: UnitOfWork, instansi_id: UUID, hari: date, *, sejak: date) -> list[BarisPengganti]:
    """In force first, then to come, then past and revoked ones since the day ``sejak``; newest first among the past."""
    semua = uow.list_pengganti(instansi_id, sejak=sejak)
    ids = {i for p in semua for i in (p.pegawai_id, p.digantikan_id) if i}
    nama = {p.id: p.nama for p in uow.list_pegawai_ini(ids)} if ids else {}
    unor = {u.id: u.nama for u in uow.list_unor(instansi_id)} if semua else {}
    urut = {"berlaku": 0, "akan": 1, "lewat": 2, "dicabut": 2}
    baris = [
        BarisPengganti(
            p,
            nama.get(p.pegawai_id, ""),
            unor.get(p.unor_id, ""),
            nama.get(p.digantikan_id, "") if p.digantikan_id else "",
            p.keadaan(hari),
        )
        for p in semua
    ]
    return sorted(
        baris,
        key=lambda b: (urut[b.keadaan], b.pengganti.dari.toordinal() * (1 if urut[b.keadaan] < 2 else -1), str(b.pengganti.id)),
    )


def cari_pegawai(uow: UnitOfWork, instansi_id: UUID, tulisan: str) -> UUID:
    """The person named by NIP (or the account's name, or the exact name); raises NotFound with what to do."""
    ids = uow.cari_id(instansi_id, tulisan)
    if len(ids) != 1:
        sebab = "tidak ada" if not ids else "cocok dengan lebih dari satu orang"
        raise NotFound(f"{tulisan or 'Pegawai'} {sebab}. Tulis NIP 18 angka, atau nama lengkap persis seperti di data pegawai.")
    return ids[0]
