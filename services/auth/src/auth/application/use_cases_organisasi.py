"""Instansi, units, people: importing, and telling the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import uuid6

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.keadaan import keadaan_instansi, keadaan_pegawai, keadaan_unor
from auth.application.use_cases_pencabutan import cabut_yang_berubah
from auth.application.use_cases_pengaturan import catat_versi
from auth.application.use_cases_peran import samakan_peran_seluruh
from auth.domain import nip as nip_
from auth.domain.akun import baca_nama_akun, buat_nama_akun
from auth.domain.impor import HasilImpor, Mutasi, Perubahan
from auth.domain.organisasi import PERAN, Pegawai, Unor
from auth.domain.pengaturan import AWAL
from auth.domain.pengaturan import periksa as periksa_pengaturan
from auth.domain.pengganti import potong
from shared import clock
from shared.contracts import auth as contracts
from shared.errors import Conflict, Invalid

_SATU_TUMPUK = 500


def id_baru() -> UUID:
    return UUID(str(uuid6.uuid7()))


def simpan_instansi(
    uow: UnitOfWork, *, kode: str, nama: str, jenis: str, zona_waktu: str, pengaturan: contracts.Pengaturan
) -> contracts.Instansi:
    """Make an instansi, or change the one with this code."""
    _periksa_instansi(kode, nama, zona_waktu, pengaturan)
    lama = uow.find_instansi(kode)
    instansi = contracts.Instansi(
        lama.id if lama else id_baru(), kode, nama, jenis, zona_waktu, pengaturan, (lama.version if lama else 0) + 1
    )
    if lama == replace(instansi, version=lama.version if lama else 0):
        return instansi
    uow.save_instansi(instansi)
    catat_versi(uow, instansi, clock.today(zona_waktu) if lama else AWAL)
    uow.publish(keadaan_instansi(uow, instansi))
    rincian = {"kode": kode, "versi": instansi.version}
    uow.catat(
        "instansi.ubah" if lama else "instansi.buat", objek="instansi", objek_id=instansi.id, rincian=rincian, instansi_id=instansi.id
    )
    return instansi


def _periksa_instansi(kode: str, nama: str, zona_waktu: str, pengaturan: contracts.Pengaturan) -> None:
    salah: dict[str, list[str]] = {}
    if not (kode.isascii() and kode.isalnum()):
        salah["kode"] = ["Kode instansi hanya huruf dan angka, misalnya 7699."]
    if not nama.strip():
        salah["nama"] = ["Nama instansi kosong."]
    salah |= periksa_pengaturan(zona_waktu, pengaturan)
    if salah:
        raise Invalid(" ".join(k for daftar in salah.values() for k in daftar), errors=salah)


def tambah_admin(
    uow: UnitOfWork, instansi: contracts.Instansi, *, nama: str, nip: str = "", akun: str = "", peran: Sequence[str] = ("admin_instansi",)
) -> str:
    """An account with roles and without a post; with a NIP that is known already, the roles are added. Returns the account's name."""
    asing = [p for p in peran if p not in PERAN]
    if asing:
        raise Invalid(f"Peran {', '.join(asing)} tidak dikenal. Pakai {', '.join(PERAN)}.")
    nomor = nip_.periksa(nip, clock.today(instansi.zona_waktu)) if nip else None
    nama_akun = nomor.nilai if nomor else baca_nama_akun(akun) if akun else buat_nama_akun(nama, instansi.kode)
    ada = uow.list_akun(instansi.id, [nama_akun])
    if ada:
        lama = uow.get_pegawai(ada[0].pegawai_id)
        orang = replace(lama, peran=tuple(sorted({*lama.peran, *peran})), version=lama.version + 1)
    elif not nama.strip():
        raise Invalid("Nama admin kosong.", errors={"nama": ["Isi nama admin."]})
    else:
        orang = Pegawai(
            id_baru(), nomor.nilai if nomor else None, nama, nomor.golongan if nomor else "pns", peran=tuple(sorted(peran)), version=1
        )
    hari = clock.today(instansi.zona_waktu)
    dulu = uow.kedudukan([orang.id], hari)
    uow.save_pegawai(instansi.id, [orang])
    uow.save_akun(instansi.id, [(orang.id, nama_akun)])
    samakan_peran_seluruh(uow, instansi.id, {orang.id: orang.peran}, hari, dasar="Pemasangan")
    cabut_yang_berubah(uow, instansi.id, dulu, uow.kedudukan([orang.id], hari))
    uow.publish(keadaan_pegawai(instansi.id, orang))
    rincian = {"peran": orang.peran, "akun_baru": not ada}
    uow.catat("peran.beri", objek="pegawai", objek_id=orang.id, orang=(orang.id,), rincian=rincian, instansi_id=instansi.id)
    return nama_akun


def simpan_perubahan(uow: UnitOfWork, instansi_id: UUID, hasil: HasilImpor) -> None:
    """Store units and people as they were compared, and tell the others; each gets its next version."""
    instansi = uow.get_instansi(instansi_id)
    dikenal = {p.id for p in hasil.perubahan if p.jenis == "baru"}
    unor = [replace(u, version=u.version + 1) for u in hasil.unor]
    pegawai = [replace(p, version=p.version + 1) for p in hasil.pegawai]
    hari, diubah = clock.today(instansi.zona_waktu), [p.id for p in pegawai]
    dulu = uow.kedudukan(diubah, hari)
    uow.save_unor(instansi_id, unor)
    uow.save_pegawai(instansi_id, pegawai)
    _simpan_akun(uow, instansi, pegawai)
    samakan_peran_seluruh(uow, instansi_id, {p.id: p.peran for p in pegawai}, hari, dasar="Impor data pegawai")
    cabut_yang_berubah(uow, instansi_id, dulu, uow.kedudukan(diubah, hari))
    _umumkan(uow, instansi_id, unor, pegawai, hasil, dikenal)
    _potong_pengganti(uow, instansi_id, pegawai, hari)


def _potong_pengganti(uow: UnitOfWork, instansi_id: UUID, pegawai: Sequence[Pegawai], hari: date) -> None:
    """Who goes on leave or has no post any more stands in for nobody."""
    orang = {p.id: p for p in pegawai}
    for satu in uow.list_pengganti(instansi_id, sejak=hari):
        if satu.pegawai_id in orang:
            for terpotong in potong([satu], orang[satu.pegawai_id]):
                uow.save_pengganti(instansi_id, terpotong)
                uow.publish(terpotong.ke_kontrak(instansi_id))
                rincian = {"sampai": terpotong.sampai, "dicabut": terpotong.dicabut, "sebab": "impor"}
                uow.catat("pengganti.akhiri", objek="pengganti", objek_id=terpotong.id, orang=[terpotong.pegawai_id], rincian=rincian)


def _simpan_akun(uow: UnitOfWork, instansi: contracts.Instansi, pegawai: Sequence[Pegawai]) -> None:
    """Everybody has an account; without a password nobody can use it."""
    bernama: dict[str, Pegawai] = {}
    for orang in pegawai:
        nama_akun = orang.nip or buat_nama_akun(orang.nama, instansi.kode)
        if nama_akun in bernama:
            raise Conflict(f"{orang.nama} dan {bernama[nama_akun].nama} akan mempunyai nama akun yang sama, {nama_akun}. Bedakan namanya.")
        bernama[nama_akun] = orang
    pemilik = {a.nama_akun: a.pegawai_id for a in uow.list_akun(instansi.id, [n for n, p in bernama.items() if not p.nip])}
    for nama_akun, orang in bernama.items():
        if pemilik.get(nama_akun, orang.id) != orang.id:
            raise Conflict(f"Nama akun {nama_akun} sudah dipakai. Bedakan nama {orang.nama}.")
    uow.save_akun(instansi.id, [(orang.id, nama_akun) for nama_akun, orang in bernama.items()])


def _umumkan(
    uow: UnitOfWork, instansi_id: UUID, unor: Sequence[Unor], pegawai: Sequence[Pegawai], hasil: HasilImpor, baru: set[UUID]
) -> None:
    uow.publish(*(keadaan_unor(instansi_id, u) for u in unor))
    uow.publish(*(keadaan_pegawai(instansi_id, p) for p in pegawai))
    kolom = {p.id: _kolom(p, baru) for p in hasil.perubahan}
    uow.publish(*(contracts.PegawaiDiubah(p.id, instansi_id, kolom.get(p.id, ("penugasan",))) for p in pegawai))
    uow.publish(*(_dimutasi(instansi_id, m) for m in hasil.mutasi))
    for u in unor:
        uow.catat("unor.impor", objek="unor", objek_id=u.id, rincian={"versi": u.version}, instansi_id=instansi_id)
    for p in pegawai:
        rincian = {"kolom": kolom.get(p.id, ("penugasan",)), "versi": p.version}
        uow.catat("pegawai.impor", objek="pegawai", objek_id=p.id, orang=(p.id,), rincian=rincian, instansi_id=instansi_id)


def _kolom(perubahan: Perubahan, baru: set[UUID]) -> tuple[str, ...]:
    """What subscribers hear of; that somebody is on leave is no business of theirs."""
    if perubahan.id in baru:
        return ("baru",)
    kolom = ("penugasan" if b.kolom == "Cuti" else b.kolom.lower().replace(" ", "_") for b in perubahan.beda)
    return tuple(dict.fromkeys(kolom)) or ("penugasan",)


def _dimutasi(instansi_id: UUID, mutasi: Mutasi) -> contracts.PegawaiDimutasi:
    return contracts.PegawaiDimutasi(mutasi.pegawai_id, instansi_id, mutasi.dari_unor_id, mutasi.ke_unor_id, mutasi.tmt)


def terbitkan_ulang(uow: UnitOfWork) -> Iterator[int]:
    """Publish the state of every instansi, unit and person, in batches; yields the running count."""
    jumlah = 0
    for instansi in uow.list_instansi():
        keadaan: list[object] = [keadaan_instansi(uow, instansi)]
        keadaan += [keadaan_unor(instansi.id, u) for u in uow.list_unor(instansi.id)]
        keadaan += [keadaan_pegawai(instansi.id, p) for p in uow.list_pegawai(instansi.id)]
        keadaan += [p.ke_kontrak(instansi.id) for p in uow.list_pengganti(instansi.id)]
        for awal in range(0, len(keadaan), _SATU_TUMPUK):
            uow.publish(*keadaan[awal : awal + _SATU_TUMPUK])
            jumlah += len(keadaan[awal : awal + _SATU_TUMPUK])
            yield jumlah


def zona(instansi: contracts.Instansi) -> ZoneInfo:
    return ZoneInfo(instansi.zona_waktu)
