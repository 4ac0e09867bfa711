"""Signing in and out, sessions, passwords. Times here are the machine's: a demo's driven clock must not end or prolong a session."""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import uuid6

from auth.adapters import sandi as penyandi
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_pencabutan import cabut_pegawai, cabut_sesi
from auth.domain import kata_sandi
from auth.domain.akun import PERCOBAAN_AKUN, Akun, Izin, kunci_percobaan
from auth.domain.nip import rapikan
from auth.domain.organisasi import PERAN_LEWAT_IMPOR
from auth.domain.peran import pemegangan
from auth.domain.percobaan import Tebakan, kalimat_jeda, tebakan
from auth.domain.sesi import Sesi
from shared import clock
from shared.errors import Forbidden, Invalid, NotFound, TooMany, Unauthenticated

SEKALIGUS_TERBANYAK = 200


def sekarang() -> datetime:
    return datetime.now(clock.UTC)


class TerlaluSering(TooMany):
    """``detik`` until the next attempt is let through."""

    def __init__(self, detail: str, detik: int) -> None:
        super().__init__(detail, code="sign_in_delayed")
        self.detik = detik


@dataclass(frozen=True, slots=True)
class Percobaan:
    """One counted attempt: whom it may be, and what to say when it fails."""

    calon: tuple[Akun, ...]
    tebakan: Tebakan
    peringatan: str


@dataclass(frozen=True, slots=True)
class Terhitung:
    """A guess that may be looked at: how many more, and the delay that follows this one."""

    sisa: int
    detik: int

    @property
    def peringatan(self) -> str:
        return f"Percobaan berikutnya ditunda {kalimat_jeda(self.detik)}." if self.detik else f"Sisa {self.sisa} percobaan sebelum ditunda."


def hitung_tebakan(uow: UnitOfWork, satu: Tebakan) -> Terhitung | TerlaluSering:
    """Count a guess before it is looked at. The refusal counts nothing: it must not prolong itself."""
    pada, hitungan = sekarang(), uow.list_hitungan(satu.aturan)
    sampai = satu.tertahan(hitungan.values(), pada)
    if sampai is None:
        hitungan = uow.pegang_hitungan(satu.aturan, pada)
        sampai = satu.tertahan(hitungan.values(), pada)
    if sampai is not None:
        detik = max(1, math.ceil((sampai - pada).total_seconds()))
        return TerlaluSering(f"Terlalu banyak percobaan yang salah. Coba lagi {kalimat_jeda(detik)} lagi.", detik)
    kini = satu.hitung(hitungan, pada)
    uow.save_hitungan(kini)
    sampai = satu.tertahan(kini.values(), pada)
    return Terhitung(satu.sisa(kini), math.ceil((sampai - pada).total_seconds()) if sampai else 0)


def tebakan_benar(uow: UnitOfWork, satu: Tebakan) -> None:
    """It was no guess: what was counted for it is taken back."""
    uow.save_hitungan(satu.benar(uow.pegang_hitungan(satu.aturan, sekarang())))
    uow.hapus_hitungan(satu.sendiri)


def mulai_masuk(
    uow: UnitOfWork, nama_akun: str, calon: Sequence[Akun], alamat: str, perangkat: UUID | None = None
) -> Percobaan | TerlaluSering:
    """Count an attempt before the password is looked at. The refusal is returned, not raised: what its caller counts must be committed.

    ``perangkat`` is a device that is known to one of ``calon``.
    """
    satu = tebakan("kata_sandi", nama_akun, alamat, perangkat)
    terhitung = hitung_tebakan(uow, satu)
    return terhitung if isinstance(terhitung, TerlaluSering) else Percobaan(tuple(calon), satu, terhitung.peringatan)


def gagal_masuk(percobaan: Percobaan) -> Unauthenticated:
    """The same words whether the account does not exist, has no password, or the password is wrong."""
    kalimat = f"NIP atau kata sandi tidak cocok. {percobaan.peringatan}"
    return Unauthenticated(kalimat, code="credentials_invalid", errors={"kata_sandi": [kalimat]})


def berhasil_masuk(uow: UnitOfWork, percobaan: Percobaan, akun: Akun, sandi: str) -> None:
    """Give the attempts back, and hash anew when the cost has been raised since."""
    tebakan_benar(uow, percobaan.tebakan)
    if akun.sandi_hash and penyandi.perlu_disandikan_ulang(akun.sandi_hash):
        uow.save_sandi(akun.pegawai_id, penyandi.sandikan(sandi), awal=akun.sandi_awal, pada=sekarang())
    catat_akun(uow, akun, "akun.masuk", cara="kata_sandi")


def buka_sesi(uow: UnitOfWork, akun: Akun, *, alamat: str, peramban: str) -> tuple[str, Sesi]:
    """A session and its secret, which is stored only as a digest."""
    rahasia, pada = secrets.token_urlsafe(32), sekarang()
    sesi = Sesi(UUID(str(uuid6.uuid7())), akun.instansi_id, akun.pegawai_id, pada, pada, None, alamat, peramban)
    uow.add_sesi(sesi, sidik(rahasia))
    catat_akun(uow, akun, "sesi.buka", sesi_id=sesi.id)
    return rahasia, sesi


def sidik(rahasia: str) -> bytes:
    return hashlib.sha256(rahasia.encode()).digest()


def izin_token(uow: UnitOfWork, pegawai_id: UUID) -> Izin:
    """What a token for the person is made from; raises :class:`Unauthenticated` when the person may not sign in any more.

    The account stays held until commit: nothing can be taken from it between the moment of the token and what the token says. The roles are
    those of the day, by the assignments themselves: one that ended at midnight is not in a token of a second later.
    """
    terbit = uow.catat_token(pegawai_id)
    akun = uow.get_akun(pegawai_id)
    kini = pemegangan(uow.list_peran([pegawai_id]), clock.today(uow.get_instansi(akun.instansi_id).zona_waktu))
    akun = replace(akun, peran=kini.peran, peran_unit=dict(kini.unit))
    if not akun.aktif:
        raise Unauthenticated("Akun ini tidak aktif lagi. Hubungi admin kepegawaian instansi Anda.", code="account_inactive")
    return Izin(akun, terbit)


def perbarui_sesi(uow: UnitOfWork, rahasia: str) -> tuple[Izin, Sesi]:
    """The account of a session that is still in force; raises :class:`Unauthenticated` when it is not, or the person may not sign in any more."""
    pada = sekarang()
    sesi = uow.find_sesi(sidik(rahasia))
    if sesi is not None and sesi.berlaku(pada):
        izin = izin_token(uow, sesi.pegawai_id)
        if uow.sentuh_sesi(sesi.id, pada):
            return izin, sesi
    raise Unauthenticated("Anda keluar karena 30 menit tidak aktif. Masuk lagi untuk melanjutkan.", code="session_ended")


def akhiri_sesi(uow: UnitOfWork, rahasia: str) -> None:
    sesi = uow.find_sesi(sidik(rahasia))
    if sesi is not None:
        _umumkan_akhir(uow, sesi.pegawai_id, uow.akhiri_sesi_bersidik(sidik(rahasia), sekarang()))


def akhiri_satu_sesi(uow: UnitOfWork, pegawai_id: UUID, sesi_id: UUID) -> None:
    """The device that opened it is a stranger again."""
    berakhir = uow.akhiri_sesi_pegawai(pegawai_id, sekarang(), sesi_id=sesi_id)
    uow.hapus_perangkat_sesi(pegawai_id, sesi_id=sesi_id)
    if not berakhir:
        raise NotFound("Sesi ini sudah berakhir.")
    _umumkan_akhir(uow, pegawai_id, berakhir)


def akhiri_sesi_lain(uow: UnitOfWork, pegawai_id: UUID, sesi_kini: str) -> int:
    """All other devices are strangers again, also those that were signed out."""
    berakhir = uow.akhiri_sesi_pegawai(pegawai_id, sekarang(), kecuali=sesi_kini)
    uow.hapus_perangkat_sesi(pegawai_id, kecuali=sesi_kini)
    _umumkan_akhir(uow, pegawai_id, berakhir)
    return len(berakhir)


def akhiri_semua_sesi(uow: UnitOfWork, akun: Akun, sebab: str, *, kecuali: str = "") -> None:
    """End the person's sessions, and refuse every token the account has given so far, also those without a session.

    ``kecuali`` is a session that may go on: its browser gets a new token by itself. No other device is known any more.
    """
    berakhir = uow.akhiri_sesi_pegawai(akun.pegawai_id, sekarang(), kecuali=kecuali)
    uow.hapus_perangkat_sesi(akun.pegawai_id, kecuali=kecuali)
    cabut_pegawai(uow, akun.instansi_id, [akun.pegawai_id], sebab)
    catat_akun(uow, akun, "akun.akhiri_semua_sesi", sebab=sebab, sesi=[sesi_id for _, sesi_id in berakhir])


def _umumkan_akhir(uow: UnitOfWork, pegawai_id: UUID, berakhir: Sequence[tuple[UUID, UUID]]) -> None:
    for instansi_id in {i for i, _ in berakhir}:
        sesi = [sesi_id for i, sesi_id in berakhir if i == instansi_id]
        cabut_sesi(uow, instansi_id, sesi, "sesi_diakhiri")
        uow.catat(
            "sesi.akhiri",
            objek="akun",
            objek_id=pegawai_id,
            orang=(pegawai_id,),
            rincian={"sesi": sesi},
            instansi_id=instansi_id,
            pelaku_id=None if uow.actor else pegawai_id,
        )


def catat_akun(uow: UnitOfWork, akun: Akun, aksi: str, **rincian: object) -> None:
    """Into the audit trail: what happened to an account. While signing in its owner is the actor; on the command line nobody who is known."""
    uow.catat(
        aksi,
        objek="akun",
        objek_id=akun.pegawai_id,
        orang=(akun.pegawai_id,),
        rincian=rincian,
        instansi_id=akun.instansi_id,
        pelaku_id=akun.pegawai_id if uow.konteks.alamat and not uow.actor else None,
    )


def pilih_kata_sandi(uow: UnitOfWork, akun: Akun, baru: str) -> None:
    """A password of one's own in place of the present one, which was proven before; sessions and half-done sign-ins of the account end.

    Raises Invalid for one that is too weak, or the same.
    """
    kata_sandi.periksa(baru, pribadi=(*akun.pribadi(), uow.get_instansi(akun.instansi_id).nama))
    if penyandi.cocok(baru, akun.sandi_hash):
        raise sandi_sama()
    uow.save_sandi(akun.pegawai_id, penyandi.sandikan(baru), awal=False, pada=sekarang())
    uow.hapus_langkah_pegawai(akun.pegawai_id)
    akhiri_semua_sesi(uow, akun, "kata_sandi_diganti")
    catat_akun(uow, akun, "akun.ganti_kata_sandi")


def sandi_sama() -> Invalid:
    return Invalid("Kata sandi baru sama dengan yang lama.", errors={"kata_sandi_baru": ["Pakai kata sandi yang belum pernah dipakai."]})


def wajib_ganti() -> Forbidden:
    return Forbidden(
        "Kata sandi ini diberikan admin dan harus diganti lebih dulu: lewat halaman masuk, atau POST /auth/api/v1/akun/kata-sandi.",
        code="password_change_required",
    )


def ganti_kata_sandi(
    uow: UnitOfWork, pegawai_id: UUID, *, lama: str, baru: str, ulang: str, alamat: str, sesi_kini: str
) -> Invalid | TerlaluSering | None:
    """Change one's own password and end all other sessions. A wrong old password is returned, not raised: it counts as an attempt."""
    akun = uow.get_akun(pegawai_id)
    kata_sandi.periksa(baru, pribadi=(*akun.pribadi(), uow.get_instansi(akun.instansi_id).nama))
    if baru != ulang:
        raise Invalid("Kata sandi baru dan ulangannya berbeda.", errors={"ulang": ["Ketik ulang kata sandi baru yang sama."]})
    if baru == lama:
        raise sandi_sama()
    kunci = kunci_percobaan("ganti", str(pegawai_id), alamat)
    _, terkunci = uow.ambil_percobaan(kunci, PERCOBAAN_AKUN, sekarang())
    if terkunci:
        return TerlaluSering("Terlalu banyak percobaan. Coba lagi 15 menit lagi.", max(1, int((terkunci - sekarang()).total_seconds())))
    if not penyandi.cocok(lama, akun.sandi_hash):
        return Invalid(
            "Kata sandi lama tidak cocok.", code="credentials_invalid", errors={"kata_sandi_lama": ["Kata sandi lama tidak cocok."]}
        )
    uow.kembalikan_percobaan(kunci, b"")
    uow.save_sandi(pegawai_id, penyandi.sandikan(baru), awal=False, pada=sekarang())
    akhiri_semua_sesi(uow, akun, "kata_sandi_diganti", kecuali=sesi_kini)
    catat_akun(uow, akun, "akun.ganti_kata_sandi")
    return None


def terbitkan_kata_sandi_awal(uow: UnitOfWork, instansi_id: UUID, nip: Sequence[str], *, oleh_admin: bool = True) -> list[tuple[str, str]]:
    """New passwords for these accounts as (account name, password), to be shown once; their sessions end. Raises for names that are unknown.

    An admin cannot give one to another admin: that account would be his. Nor to who has chosen his own password: that needs a second admin
    (:mod:`auth.application.use_cases_atur_ulang`).
    """
    nama = list(dict.fromkeys(rapikan(n) if rapikan(n).isdigit() else n.strip().casefold() for n in nip))
    if not nama or len(nama) > SEKALIGUS_TERBANYAK:
        raise Invalid(f"Sebutkan 1 sampai {SEKALIGUS_TERBANYAK} NIP.", errors={"nip": [f"Sebutkan 1 sampai {SEKALIGUS_TERBANYAK} NIP."]})
    akun = {a.nama_akun: a for a in uow.list_akun(instansi_id, nama)}
    hilang = [n for n in nama if n not in akun]
    if hilang:
        raise Invalid(
            "Ada NIP yang tidak terdaftar di instansi ini.", errors={"nip": [f"NIP {n} tidak terdaftar di instansi ini." for n in hilang]}
        )
    berkuasa = [a.nama for a in akun.values() if oleh_admin and set(a.peran) - PERAN_LEWAT_IMPOR]
    if berkuasa:
        raise Invalid(
            "Kata sandi admin tidak dapat diterbitkan di sini.",
            errors={"nip": [f"{n} adalah admin. Minta admin platform menerbitkannya." for n in berkuasa]},
        )
    punya = [a.nama for a in akun.values() if oleh_admin and a.sandi_hash and not a.sandi_awal]
    if punya:
        raise Invalid(
            "Ada yang sudah memakai kata sandinya sendiri.",
            code="password_owned",
            errors={
                "nip": [f"{n} sudah mengganti kata sandi awalnya. Ajukan lewat Keamanan akun; admin lain menyetujuinya." for n in punya]
            },
        )
    hasil = []
    for satu in nama:
        sandi = kata_sandi.buat()
        uow.save_sandi(akun[satu].pegawai_id, penyandi.sandikan(sandi), awal=True, pada=sekarang())
        uow.hapus_langkah_pegawai(akun[satu].pegawai_id)
        akhiri_semua_sesi(uow, akun[satu], "kata_sandi_diterbitkan")
        uow.catat(
            "akun.terbitkan_kata_sandi",
            objek="akun",
            objek_id=akun[satu].pegawai_id,
            orang=(akun[satu].pegawai_id,),
            instansi_id=instansi_id,
        )
        hasil.append((satu, sandi))
    return hasil


def bersihkan(uow: UnitOfWork) -> None:
    """Remove what has served its time: ended sessions after 30 days, sign-in counters after a day, uploads after a day, devices at their end."""
    pada = sekarang()
    hari = timedelta(days=1)
    uow.hapus_sesi_lama(pada - hari * 30)
    uow.hapus_percobaan_lama(pada - hari)
    uow.hapus_perangkat_lama(pada)
    uow.hapus_pekerjaan_lama(pada - hari)
    uow.hapus_kunci_lama(pada - hari * 60)
