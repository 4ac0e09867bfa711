"""Giving an account back with the consent of two admins."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import uuid6

from auth.adapters import sandi as penyandi_sandi
from auth.adapters.penyandi import Penyandi
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_faktor as faktor_
from auth.application import use_cases_surel as surel_
from auth.application.use_cases_akun import akhiri_semua_sesi, sekarang
from auth.domain import atur_ulang, kata_sandi
from auth.domain.akun import Akun, baca_nama_akun
from auth.domain.atur_ulang import Permintaan
from shared.errors import Conflict, Invalid, NotFound


def ajukan(uow: UnitOfWork, penyandi: Penyandi, instansi_id: UUID, *, nama_akun: str, jenis: str, alasan: str, oleh: UUID) -> Permintaan:
    """Ask for it. Raises Invalid for an account that is not of this agency, Conflict while an equal request is open."""
    akun = _akun(uow, instansi_id, nama_akun)
    rapi = atur_ulang.periksa_permintaan(jenis, alasan, oleh=oleh, pegawai_id=akun.pegawai_id)
    if jenis == "faktor" and not uow.get_keadaan_faktor(akun.pegawai_id).aktif:
        raise Invalid(
            "Akun ini tidak memakai verifikasi dua langkah.", errors={"nama_akun": ["Akun ini tidak memakai verifikasi dua langkah."]}
        )
    pada = sekarang()
    if uow.ada_permintaan_terbuka(akun.pegawai_id, jenis, pada):
        raise Conflict("Permintaan yang sama masih terbuka. Lihat daftar di bawah.", code="request_open")
    permintaan = Permintaan(
        UUID(str(uuid6.uuid7())), instansi_id, akun.pegawai_id, jenis, rapi, "menunggu", oleh, pada, pada + atur_ulang.MASA
    )
    uow.add_permintaan(permintaan)
    _catat(uow, permintaan, "ajukan")
    surel_.beri_tahu(uow, penyandi, akun, "diminta_atur_ulang")
    return permintaan


def _akun(uow: UnitOfWork, instansi_id: UUID, nama_akun: str) -> Akun:
    try:
        nama = baca_nama_akun(nama_akun)
    except Invalid as error:
        raise Invalid(error.detail, code=error.code, errors={"nama_akun": error.errors.get("nip", [error.detail])}) from error
    akun = next((a for a in uow.list_akun(instansi_id, [nama]) if a.aktif), None)
    if akun is None:
        kalimat = "NIP atau nama akun ini tidak terdaftar di instansi Anda, atau pegawainya tidak aktif."
        raise Invalid(kalimat, errors={"nama_akun": [kalimat]})
    return akun


def _catat(uow: UnitOfWork, permintaan: Permintaan, aksi: str) -> None:
    uow.catat(
        f"atur_ulang.{aksi}",
        objek="permintaan_atur_ulang",
        objek_id=permintaan.id,
        orang=[permintaan.pegawai_id],
        rincian={"jenis": permintaan.jenis},
    )


def _get(uow: UnitOfWork, permintaan_id: UUID) -> Permintaan:
    permintaan = uow.get_permintaan(permintaan_id)
    if permintaan is None:
        raise NotFound("Permintaan ini tidak ada.")
    return permintaan


def putuskan(uow: UnitOfWork, penyandi: Penyandi, permintaan_id: UUID, aksi: str, oleh: UUID) -> Permintaan:
    """Consent, refuse or withdraw. The consent to a reset of second factors takes them away at once."""
    sesudah = _get(uow, permintaan_id).lakukan(aksi, oleh, sekarang())
    uow.save_permintaan(sesudah)
    _catat(uow, sesudah, aksi)
    if sesudah.keadaan == "selesai" and sesudah.jenis == "faktor":
        akun = uow.get_akun(sesudah.pegawai_id)
        faktor_.lepas_semua(uow, akun)
        surel_.beri_tahu(uow, penyandi, akun, "faktor_diatur_ulang")
    return sesudah


def tampilkan_sandi(uow: UnitOfWork, penyandi: Penyandi, permintaan_id: UUID, oleh: UUID) -> tuple[Akun, str]:
    """The account and its new password, made now and shown this once; the person changes it at the next sign-in. All sessions end."""
    sesudah = _get(uow, permintaan_id).lakukan("tampilkan", oleh, sekarang())
    uow.save_permintaan(sesudah)
    _catat(uow, sesudah, "tampilkan")
    akun, sandi = uow.get_akun(sesudah.pegawai_id), kata_sandi.buat()
    uow.save_sandi(akun.pegawai_id, penyandi_sandi.sandikan(sandi), awal=True, pada=sekarang())
    uow.hapus_langkah_pegawai(akun.pegawai_id)
    surel_.beri_tahu(uow, penyandi, akun, "sandi_diatur_ulang")
    akhiri_semua_sesi(uow, akun, "kata_sandi_diterbitkan")
    return akun, sandi


def lepas_faktor_lewat_perintah(uow: UnitOfWork, instansi_id: UUID, nama_akun: Sequence[str]) -> list[str]:
    """For the command line, where whoever calls has the whole installation in hand."""
    akun = [_akun(uow, instansi_id, nama) for nama in nama_akun]
    for satu in akun:
        faktor_.lepas_semua(uow, satu)
    return [satu.nama_akun for satu in akun]
