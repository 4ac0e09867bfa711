"""Second factors: enrolling, proving, recovering, removing; and the step between the right password and the session.

What counts as an attempt is counted and committed before the code is looked at (:func:`mulai_bukti`), so that parallel guesses gain nothing.
Refusals that must be committed are returned, not raised. Times are the machine's.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import uuid6

from auth.adapters import sandi as penyandi_sandi
from auth.adapters import totp as totp_
from auth.adapters import webauthn_server as webauthn_
from auth.adapters.penyandi import Penyandi
from auth.adapters.unit_of_work import UnitOfWork
from auth.adapters.webauthn_server import PihakTepercaya
from auth.application.use_cases_akun import TerlaluSering, akhiri_semua_sesi, hitung_tebakan, sekarang, sidik, tebakan_benar
from auth.domain import faktor
from auth.domain.akun import PERCOBAAN_AKUN, PERCOBAAN_ALAMAT, Akun, kunci_percobaan
from auth.domain.faktor import Keadaan, Passkey, Totp
from auth.domain.organisasi import PERAN
from auth.domain.percobaan import Tebakan, tebakan
from shared.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unauthenticated

PERCOBAAN_TANTANGAN = 1000
DAFTAR_TOTP, DAFTAR_PASSKEY, MASUK_PASSKEY, YAKIN, TAMPIL_PEMULIHAN = "totp", "passkey", "masuk", "yakin", "pemulihan"


def catat(uow: UnitOfWork, akun: Akun, aksi: str, **rincian: object) -> None:
    """Into the audit trail: what happened to the way this account is opened. While signing in the owner is the actor."""
    uow.catat(
        f"akun.{aksi}",
        objek="akun",
        objek_id=akun.pegawai_id,
        orang=[akun.pegawai_id],
        rincian=rincian or None,
        instansi_id=akun.instansi_id,
        pelaku_id=None if uow.actor else akun.pegawai_id,
    )


def wajib_bukti() -> Unauthenticated:
    return Unauthenticated(
        "Akun ini memakai verifikasi dua langkah. Sertakan kode dari aplikasi autentikator, atau satu kode pemulihan.",
        code="second_factor_required",
        errors={"kode": ["Isi kode 6 angka dari aplikasi autentikator, atau satu kode pemulihan."]},
    )


def wajib_daftar() -> Forbidden:
    return Forbidden(
        "Instansi Anda mewajibkan verifikasi dua langkah untuk peran Anda. Masuk lewat halaman masuk dan pasang lebih dulu.",
        code="second_factor_enrolment_required",
    )


# The step between password and session


def buka_langkah(uow: UnitOfWork, akun: Akun, *, terbukti: bool = False) -> str:
    """The secret of a step of ten minutes: the password was right, no session yet. The browser keeps it, we its digest.

    ``terbukti``: nothing is left to prove, but a password of one's own has to be chosen.
    """
    rahasia, pada = secrets.token_urlsafe(32), sekarang()
    uow.add_langkah(akun.instansi_id, akun.pegawai_id, sidik(rahasia), pada, pada + faktor.MASA_LANGKAH, terbukti=terbukti)
    return rahasia


def get_langkah(uow: UnitOfWork, rahasia: str) -> tuple[Akun, Keadaan]:
    """Whose step it is and what he can prove himself with; raises Unauthenticated when it is over."""
    akun = _pemilik_langkah(uow, rahasia, terbukti=False)
    return akun, uow.get_keadaan_faktor(akun.pegawai_id)


def get_langkah_sandi(uow: UnitOfWork, rahasia: str) -> Akun:
    """Who has proven himself and must choose a password of his own; raises Unauthenticated for everybody else."""
    return _pemilik_langkah(uow, rahasia, terbukti=True)


def _pemilik_langkah(uow: UnitOfWork, rahasia: str, *, terbukti: bool) -> Akun:
    pegawai_id = uow.find_langkah(sidik(rahasia), sekarang(), terbukti=terbukti) if rahasia else None
    akun = uow.get_akun(pegawai_id) if pegawai_id else None
    if akun is None or not akun.aktif:
        raise Unauthenticated("Langkah masuk ini sudah berakhir. Masuk lagi dari awal.", code="sign_in_step_ended")
    return akun


def get_langkah_pendaftaran(uow: UnitOfWork, rahasia: str) -> Akun:
    """The same for who must set up a first factor; raises for who has one and would get round it."""
    akun, keadaan = get_langkah(uow, rahasia)
    if keadaan.aktif:
        raise Unauthenticated("Verifikasi dua langkah sudah terpasang. Masuk lagi dari awal.", code="sign_in_step_ended")
    return akun


def selesaikan_langkah(uow: UnitOfWork, rahasia: str) -> None:
    """Raises Unauthenticated for the second who comes with the same step."""
    if not uow.hapus_langkah(sidik(rahasia)):
        raise Unauthenticated("Langkah masuk ini sudah berakhir. Masuk lagi dari awal.", code="sign_in_step_ended")


def batalkan_langkah(uow: UnitOfWork, rahasia: str) -> None:
    """Safe to repeat."""
    uow.hapus_langkah(sidik(rahasia))


# Proving oneself by a code


@dataclass(frozen=True, slots=True)
class Bukti:
    """One counted attempt with a code; ``rapi`` is the code without spaces and dashes."""

    akun: Akun
    rapi: str
    tebakan: Tebakan
    peringatan: str
    terkunci_sehari: bool


def mulai_bukti(uow: UnitOfWork, akun: Akun, kode: str, alamat: str, perangkat: UUID | None = None) -> Bukti | TerlaluSering:
    """Count before looking, as passwords are counted; codes of the app from strangers also by person within a day."""
    satu = tebakan("faktor", str(akun.pegawai_id), alamat, perangkat)
    terhitung = hitung_tebakan(uow, satu)
    if isinstance(terhitung, TerlaluSering):
        return terhitung
    rapi = faktor.rapikan_kode(kode)
    asing = perangkat is None and faktor.kode_totp(rapi)
    sehari = asing and uow.hitung_gagal_totp(akun.pegawai_id, sekarang()) > faktor.GAGAL_TERBANYAK
    return Bukti(akun, rapi, satu, terhitung.peringatan, sehari)


def periksa_bukti(uow: UnitOfWork, penyandi: Penyandi, bukti: Bukti) -> str | Unauthenticated:
    """``totp`` or ``pemulihan`` when the code is good, and it is used up; else the refusal, to be raised after the commit."""
    if faktor.kode_totp(bukti.rapi):
        salah = _periksa_totp(uow, penyandi, bukti)
        cara = "totp"
    else:
        sidik_kode = faktor.sidik_pemulihan(bukti.akun.pegawai_id, bukti.rapi)
        cocok = bool(bukti.rapi) and uow.pakai_kode_pemulihan(bukti.akun.pegawai_id, sidik_kode, sekarang())
        salah = "" if cocok else "Kode tidak cocok, atau kode pemulihan ini sudah pernah dipakai."
        cara = "pemulihan"
    if salah:
        kalimat = f"{salah} {bukti.peringatan}"
        return Unauthenticated(kalimat, code="second_factor_invalid", errors={"kode": [kalimat]})
    tebakan_benar(uow, bukti.tebakan)
    if cara == "pemulihan":
        catat(uow, bukti.akun, "pakai_kode_pemulihan")
    return cara


def _periksa_totp(uow: UnitOfWork, penyandi: Penyandi, bukti: Bukti) -> str:
    if bukti.terkunci_sehari:
        return "Terlalu banyak kode salah dalam 24 jam. Pakai passkey atau kode pemulihan, atau hubungi admin kepegawaian."
    totp = uow.find_totp(bukti.akun.pegawai_id)
    if totp is None:
        return "Akun ini tidak memakai aplikasi autentikator. Pakai passkey atau kode pemulihan."
    kini = faktor.langkah_pada(sekarang())
    langkah = totp_.langkah_dari(penyandi.buka(totp.pegawai_id, totp.rahasia_tersandi).decode(), bukti.rapi, kini)
    salah = totp.penolakan(langkah, kini)
    if langkah is not None and salah and langkah > kini:
        uow.hanguskan_langkah(totp.pegawai_id, [*(h for h in totp.hangus if h >= kini - faktor.RENTANG), langkah])
    if not salah and langkah is not None and not uow.pakai_langkah(totp.pegawai_id, langkah):
        return "Kode ini sudah dipakai. Tunggu kode berikutnya di aplikasi, paling lama 30 detik."
    return salah


# Enrolling the app


@dataclass(frozen=True, slots=True)
class Pendaftaran:
    """What an app needs: the picture, and the same secret to be typed in."""

    gambar: str
    rahasia: str


def _kunci(jenis: str, pemegang: str) -> bytes:
    return sidik(f"{jenis}\0{pemegang}")


def mulai_totp(uow: UnitOfWork, penyandi: Penyandi, akun: Akun, pemegang: str) -> None:
    """A fresh secret, waiting 15 minutes for its first code. ``pemegang`` is the session, or the step of signing in, that may confirm it."""
    rahasia = penyandi.tutup(akun.pegawai_id, totp_.buat_rahasia().encode())
    uow.save_tantangan(_kunci(DAFTAR_TOTP, pemegang), rahasia, sekarang() + faktor.MASA_PENDAFTARAN)


def find_pendaftaran(uow: UnitOfWork, penyandi: Penyandi, akun: Akun, pemegang: str) -> Pendaftaran | None:
    tersandi = uow.find_tantangan(_kunci(DAFTAR_TOTP, pemegang), sekarang())
    if tersandi is None:
        return None
    rahasia = penyandi.buka(akun.pegawai_id, tersandi).decode()
    penerbit = f"Kinerja {uow.get_instansi(akun.instansi_id).nama}"
    gambar = totp_.gambar_qr(totp_.alamat_pendaftaran(rahasia, nama_akun=akun.nama_akun, penerbit=penerbit))
    return Pendaftaran(gambar, " ".join(rahasia[i : i + 4] for i in range(0, len(rahasia), 4)))


def kukuhkan_totp(uow: UnitOfWork, penyandi: Penyandi, akun: Akun, pemegang: str, kode: str) -> Sequence[str]:
    """The first code proves that the app has the secret. New recovery codes when there are none left; raises Invalid with the hint of the clock."""
    kunci = _kunci(DAFTAR_TOTP, pemegang)
    tersandi = uow.find_tantangan(kunci, sekarang())
    if tersandi is None:
        raise Invalid("Gambar QR ini sudah kedaluwarsa. Mulai lagi.", code="enrolment_expired")
    rapi, kini = faktor.rapikan_kode(kode), faktor.langkah_pada(sekarang())
    if not faktor.kode_totp(rapi):
        raise Invalid(
            "Kode terdiri dari 6 angka.", code="second_factor_invalid", errors={"kode": ["Ketik 6 angka dari aplikasi autentikator."]}
        )
    rahasia = penyandi.buka(akun.pegawai_id, tersandi)
    langkah = totp_.langkah_dari(rahasia.decode(), rapi, kini)
    baru = Totp(akun.pegawai_id, tersandi, sekarang(), -1, ())
    salah = baru.penolakan(langkah, kini)
    if salah or langkah is None:
        raise Invalid(salah, code="second_factor_invalid", errors={"kode": [salah]})
    if uow.ambil_tantangan(kunci, sekarang()) is None:
        raise Invalid("Gambar QR ini sudah dipakai. Mulai lagi.", code="enrolment_expired")
    uow.save_totp(akun.instansi_id, Totp(akun.pegawai_id, tersandi, sekarang(), langkah, ()))
    catat(uow, akun, "pasang_aplikasi")
    return _pemulihan_bila_kosong(uow, akun)


def lepas_totp(uow: UnitOfWork, akun: Akun) -> None:
    """Raises Conflict when the agency's policy needs it and no passkey remains."""
    keadaan = uow.get_keadaan_faktor(akun.pegawai_id)
    if not keadaan.totp:
        raise NotFound("Aplikasi autentikator tidak terpasang pada akun ini.")
    _jaga_kebijakan(keadaan, sisa=keadaan.passkey)
    uow.hapus_totp(akun.pegawai_id)
    catat(uow, akun, "lepas_aplikasi")
    _bersihkan_pemulihan(uow, akun, sisa=keadaan.passkey)


def _jaga_kebijakan(keadaan: Keadaan, *, sisa: int) -> None:
    if keadaan.wajib and not sisa:
        raise Conflict(
            "Instansi Anda mewajibkan verifikasi dua langkah untuk peran Anda. Pasang cara lain lebih dulu.", code="second_factor_needed"
        )


def _bersihkan_pemulihan(uow: UnitOfWork, akun: Akun, *, sisa: int) -> None:
    """Codes that recover nothing any more go with the last factor."""
    if not sisa:
        uow.ganti_kode_pemulihan(akun.instansi_id, akun.pegawai_id, (), sekarang())


# Recovery codes


def _pemulihan_bila_kosong(uow: UnitOfWork, akun: Akun) -> Sequence[str]:
    return () if uow.get_keadaan_faktor(akun.pegawai_id).pemulihan else ganti_pemulihan(uow, akun)


def ganti_pemulihan(uow: UnitOfWork, akun: Akun) -> Sequence[str]:
    """Ten new codes, to be shown once; the old ones are void."""
    if not uow.get_keadaan_faktor(akun.pegawai_id).aktif:
        raise Conflict("Pasang aplikasi autentikator atau passkey lebih dulu.", code="no_second_factor")
    kode = faktor.buat_kode_pemulihan()
    catat(uow, akun, "buat_kode_pemulihan")
    uow.ganti_kode_pemulihan(akun.instansi_id, akun.pegawai_id, [faktor.sidik_pemulihan(akun.pegawai_id, k) for k in kode], sekarang())
    return kode


def titip_pemulihan(uow: UnitOfWork, penyandi: Penyandi, akun: Akun, pemegang: str, kode: Sequence[str]) -> None:
    """Keep fresh codes for the next page of this session, encrypted, ten minutes at most."""
    isi = penyandi.tutup(akun.pegawai_id, msgspec.json.encode(list(kode)))
    uow.save_tantangan(_kunci(TAMPIL_PEMULIHAN, pemegang), isi, sekarang() + faktor.MASA_YAKIN)


def ambil_pemulihan(uow: UnitOfWork, penyandi: Penyandi, akun: Akun, pemegang: str) -> list[str]:
    """The fresh codes, once; empty afterwards."""
    isi = uow.ambil_tantangan(_kunci(TAMPIL_PEMULIHAN, pemegang), sekarang())
    return msgspec.json.decode(penyandi.buka(akun.pegawai_id, isi), type=list[str]) if isi else []


# Passkeys


def _pastikan_passkey(pihak: PihakTepercaya) -> None:
    if pihak.halangan:
        raise Conflict(pihak.halangan, code="passkey_unavailable")


def pilihan_daftar_passkey(uow: UnitOfWork, pihak: PihakTepercaya, akun: Akun, pemegang: str) -> dict[str, Any]:
    """Options for navigator.credentials.create with a challenge that this session (or step) may answer once within five minutes."""
    _pastikan_passkey(pihak)
    ada = uow.list_passkey(akun.pegawai_id)
    if len(ada) >= faktor.PASSKEY_TERBANYAK:
        raise Conflict(f"Akun ini sudah punya {len(ada)} passkey. Hapus yang tidak dipakai lagi.", code="too_many_passkeys")
    tantangan = secrets.token_bytes(32)
    uow.save_tantangan(_kunci(DAFTAR_PASSKEY, pemegang), tantangan, sekarang() + faktor.MASA_TANTANGAN)
    return webauthn_.pilihan_daftar(pihak, tantangan, pegawai_id=akun.pegawai_id, nama_akun=akun.nama_akun, nama=akun.nama, ada=ada)


def ambil_tantangan(uow: UnitOfWork, jenis: str, pemegang: str) -> bytes | None:
    """Taken and committed before the answer is looked at: a challenge can be answered once, well or badly."""
    return uow.ambil_tantangan(_kunci(jenis, pemegang), sekarang())


def _tantangan_lewat() -> Invalid:
    return Invalid("Permintaan passkey ini sudah kedaluwarsa atau sudah dijawab. Coba lagi dari halaman ini.", code="challenge_invalid")


def daftarkan_passkey(
    uow: UnitOfWork, pihak: PihakTepercaya, akun: Akun, tantangan: bytes | None, kredensial: Mapping[str, Any], nama: str
) -> Sequence[str]:
    """Keep the new passkey. New recovery codes when there are none left."""
    if tantangan is None:
        raise _tantangan_lewat()
    hasil = webauthn_.periksa_daftar(pihak, tantangan, kredensial)
    ada = [p.nama for p in uow.list_passkey(akun.pegawai_id)]
    passkey = Passkey(
        UUID(str(uuid6.uuid7())), akun.pegawai_id, hasil.kredensial_id, hasil.kunci_publik, hasil.hitungan,
        faktor.nama_passkey(nama, ada), hasil.tersalin, sekarang(), None, None,
    )  # fmt: skip
    if not uow.add_passkey(akun.instansi_id, passkey):
        raise Conflict("Passkey perangkat ini sudah terdaftar.", code="passkey_exists")
    catat(uow, akun, "daftar_passkey", passkey_id=str(passkey.id))
    return _pemulihan_bila_kosong(uow, akun)


def namai_passkey(uow: UnitOfWork, pegawai_id: UUID, passkey_id: UUID, nama: str) -> None:
    rapi = " ".join(nama.split())
    if not rapi or len(rapi) > faktor.NAMA_TERPANJANG or not rapi.isprintable():
        raise Invalid("Nama passkey belum benar.", errors={"nama": [f"Isi nama, paling panjang {faktor.NAMA_TERPANJANG} karakter."]})
    if not uow.namai_passkey(pegawai_id, passkey_id, rapi):
        raise NotFound("Passkey ini tidak ada.")
    uow.catat("akun.namai_passkey", objek="akun", objek_id=pegawai_id, orang=(pegawai_id,), rincian={"passkey_id": passkey_id})


def hapus_passkey(uow: UnitOfWork, akun: Akun, passkey_id: UUID) -> None:
    """Raises Conflict when the agency's policy needs a factor and this is the last."""
    keadaan = uow.get_keadaan_faktor(akun.pegawai_id)
    satu = next((p for p in uow.list_passkey(akun.pegawai_id) if p.id == passkey_id), None)
    if satu is None:
        raise NotFound("Passkey ini tidak ada.")
    sisa = keadaan.totp + keadaan.passkey - (satu.dicurigai_pada is None)
    _jaga_kebijakan(keadaan, sisa=sisa)
    uow.hapus_passkey(akun.pegawai_id, passkey_id)
    catat(uow, akun, "hapus_passkey", passkey_id=str(passkey_id))
    _bersihkan_pemulihan(uow, akun, sisa=sisa)


def pilihan_masuk_passkey(
    uow: UnitOfWork, pihak: PihakTepercaya, pemegang: str, alamat: str, pegawai_id: UUID | None = None
) -> dict[str, Any] | TerlaluSering:
    """Options for navigator.credentials.get: of this person's passkeys, or of whoever comes. The refusal is returned: its count must be committed."""
    _pastikan_passkey(pihak)
    _, terkunci = uow.ambil_percobaan(kunci_percobaan("tantangan", alamat), PERCOBAAN_TANTANGAN, sekarang())
    if terkunci is not None:
        return TerlaluSering(
            "Terlalu banyak permintaan dari tempat ini. Coba lagi nanti.", max(1, int((terkunci - sekarang()).total_seconds()))
        )
    ada = [p for p in uow.list_passkey(pegawai_id) if p.dicurigai_pada is None] if pegawai_id else []
    tantangan = secrets.token_bytes(32)
    uow.save_tantangan(_kunci(MASUK_PASSKEY, pemegang), tantangan, sekarang() + faktor.MASA_TANTANGAN)
    return webauthn_.pilihan_masuk(pihak, tantangan, ada)


def mulai_passkey(uow: UnitOfWork, pemegang: str, alamat: str) -> bytes | TerlaluSering | None:
    """Count the attempt by its address and take the challenge, before the answer is looked at.

    Apart from passwords: nobody guesses a passkey, and who types wrong passwords at the same address must not keep its owner out.
    """
    pada = sekarang()
    _, terkunci = uow.ambil_percobaan(kunci_percobaan("passkey", alamat), PERCOBAAN_ALAMAT, pada)
    if terkunci is not None:
        return TerlaluSering(
            "Terlalu banyak percobaan masuk dari tempat ini. Coba lagi nanti.", max(1, int((terkunci - pada).total_seconds()))
        )
    return ambil_tantangan(uow, MASUK_PASSKEY, pemegang)


def periksa_passkey(
    uow: UnitOfWork,
    pihak: PihakTepercaya,
    tantangan: bytes | None,
    kredensial: Mapping[str, Any],
    alamat: str,
    pegawai_id: UUID | None = None,
) -> Akun | DomainError:
    """Whose passkey answered. ``pegawai_id`` limits it to one person.

    A counter that did not grow means that the authenticator was copied: the passkey is shut off and the refusal returned, so that this is committed.
    """
    if tantangan is None:
        raise _tantangan_lewat()
    kredensial_id, pemegang = webauthn_.siapa(kredensial)
    passkey = uow.find_passkey(kredensial_id)
    if passkey is None or (pegawai_id is not None and passkey.pegawai_id != pegawai_id):
        raise webauthn_.tidak_sah()
    if pemegang is not None and pemegang != passkey.pegawai_id.bytes:
        raise webauthn_.tidak_sah()
    hitungan = webauthn_.periksa_masuk(pihak, tantangan, kredensial, passkey)
    if passkey.dicurigai_pada is not None:
        raise _dimatikan()
    if not uow.pakai_passkey(passkey.id, hitungan, sekarang()):
        uow.curigai_passkey(passkey.id, sekarang())
        catat(uow, uow.get_akun(passkey.pegawai_id), "matikan_passkey", passkey_id=str(passkey.id))
        return _dimatikan()
    akun = uow.get_akun(passkey.pegawai_id)
    if not akun.aktif:
        raise Unauthenticated("Akun ini tidak aktif lagi. Hubungi admin kepegawaian instansi Anda.", code="account_inactive")
    uow.kembalikan_percobaan(b"", kunci_percobaan("passkey", alamat))
    return akun


def _dimatikan() -> Forbidden:
    return Forbidden(
        "Passkey ini dimatikan karena tampaknya ada salinannya. Masuk dengan cara lain, hapus passkey ini, lalu daftarkan lagi.",
        code="passkey_cloned",
    )


# Being sure of who sits there, before something that opens the account to others


def mulai_yakin(uow: UnitOfWork, akun: Akun, alamat: str) -> TerlaluSering | None:
    """Count the password that will be looked at."""
    pada = sekarang()
    _, terkunci = uow.ambil_percobaan(kunci_percobaan("ganti", str(akun.pegawai_id), alamat), PERCOBAAN_AKUN, pada)
    return (
        TerlaluSering("Terlalu banyak percobaan. Coba lagi 15 menit lagi.", max(1, int((terkunci - pada).total_seconds())))
        if terkunci
        else None
    )


def sandi_cocok(akun: Akun, sandi: str) -> bool:
    return penyandi_sandi.cocok(sandi, akun.sandi_hash)


def tandai_yakin(uow: UnitOfWork, akun: Akun, sesi_id: str, alamat: str) -> None:
    """For ten minutes this session may change how the account is opened."""
    uow.kembalikan_percobaan(kunci_percobaan("ganti", str(akun.pegawai_id), alamat), b"")
    uow.save_tantangan(_kunci(YAKIN, f"{akun.pegawai_id}\0{sesi_id}"), b"1", sekarang() + faktor.MASA_YAKIN)


def yakin(uow: UnitOfWork, pegawai_id: UUID, sesi_id: str) -> bool:
    """Whether the person proved himself in this session lately, and the session goes on."""
    return (
        bool(sesi_id)
        and uow.sesi_masih_berlaku(pegawai_id, UUID(sesi_id))
        and uow.find_tantangan(_kunci(YAKIN, f"{pegawai_id}\0{sesi_id}"), sekarang()) is not None
    )


# Policy and care


def simpan_kebijakan(uow: UnitOfWork, instansi_id: UUID, peran: Sequence[str], oleh: UUID | None) -> None:
    """The roles that need a second factor; raises Invalid for one that does not exist. In force from the next sign-in."""
    asing = [p for p in peran if p not in PERAN and p != faktor.SEMUA_PEGAWAI]
    if asing:
        raise Invalid("Ada peran yang tidak dikenal.", errors={"peran": [f"Peran {p} tidak dikenal." for p in asing]})
    uow.save_kebijakan_faktor(instansi_id, sorted(set(peran)), oleh, sekarang())
    uow.catat(
        "instansi.wajib_faktor", objek="instansi", objek_id=instansi_id, rincian={"peran": sorted(set(peran))}, instansi_id=instansi_id
    )


def lepas_semua(uow: UnitOfWork, akun: Akun) -> None:
    """Take every second factor away, and end what was opened with them. Who decides this has been settled before."""
    uow.hapus_totp(akun.pegawai_id)
    uow.hapus_passkey(akun.pegawai_id)
    uow.ganti_kode_pemulihan(akun.instansi_id, akun.pegawai_id, (), sekarang())
    uow.hapus_langkah_pegawai(akun.pegawai_id)
    catat(uow, akun, "lepas_semua_faktor")
    akhiri_semua_sesi(uow, akun, "faktor_diatur_ulang")


def sandikan_ulang(uow: UnitOfWork, penyandi: Penyandi) -> int:
    """Close every secret anew under the present KINERJA_SECRET_KEY; how many there were."""
    semua = [(siapa, penyandi.sandikan_ulang(isi)) for siapa, isi in uow.list_rahasia_totp()]
    uow.save_rahasia_totp(semua)
    uow.catat("kunci.sandikan_ulang", objek="kunci", objek_id=None, rincian={"rahasia": len(semua)})
    return len(semua)


def bersihkan(uow: UnitOfWork) -> None:
    """Remove steps and challenges an hour after their end."""
    uow.hapus_langkah_lama(sekarang() - timedelta(hours=1))
