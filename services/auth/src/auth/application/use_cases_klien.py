"""API clients: registering them, their secrets, and what a token request may get. Times are the machine's."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import sekarang, sidik
from auth.application.use_cases_organisasi import id_baru
from auth.application.use_cases_pencabutan import cabut_klien
from auth.domain.akun import kunci_percobaan
from auth.domain.klien import TUMPANG_TERLAMA, Klien, Rahasia, periksa, scope_diminta
from shared.auth.scopes import SCOPES
from shared.errors import Conflict, NotAllowed

PERCOBAAN_KLIEN = 20
PERCOBAAN_ALAMAT = 200
_AWALAN = "kinerja_"
_SENTUH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Terdaftar:
    """A client with the secret that is shown this once."""

    klien: Klien
    rahasia: str


@dataclass(frozen=True, slots=True)
class Penolakan:
    """A refused token request in the words of RFC 6749 section 5.2; ``detik`` until the next attempt is let through."""

    status: int
    error: str
    error_description: str
    detik: int = 0


def hari_ini(zona: str) -> date:
    return sekarang().astimezone(ZoneInfo(zona)).date()


def daftarkan(uow: UnitOfWork, instansi_id: UUID, isian: Mapping[str, Any]) -> Terdaftar:
    """``isian``: nama, tujuan, dasar_hukum, kontak, scope, berlaku_sampai (ISO date)."""
    instansi = uow.get_instansi(instansi_id, kunci=True)
    sah = periksa(**isian, dikenal=list(SCOPES), hari=hari_ini(instansi.zona_waktu))
    _pastikan_nama_bebas(uow, instansi_id, sah.nama)
    klien = Klien(
        id_baru(), instansi_id, sah.nama, sah.tujuan, sah.dasar_hukum, sah.kontak, sah.scope, sah.berlaku_sampai, sekarang()
    )  # fmt: skip
    uow.add_klien(klien)
    _catat(uow, "daftarkan", klien, scope=list(klien.scope))
    return Terdaftar(klien, _rahasia_baru(uow, klien))


def ubah(uow: UnitOfWork, instansi_id: UUID, klien_id: UUID, isian: Mapping[str, Any]) -> Klien:
    instansi = uow.get_instansi(instansi_id, kunci=True)
    lama = uow.get_klien(instansi_id, klien_id, kunci=True)
    sah = periksa(**isian, dikenal=list(SCOPES), hari=hari_ini(instansi.zona_waktu))
    _pastikan_nama_bebas(uow, instansi_id, sah.nama, kecuali=klien_id)
    baru = replace(
        lama,
        nama=sah.nama,
        tujuan=sah.tujuan,
        dasar_hukum=sah.dasar_hukum,
        kontak=sah.kontak,
        scope=sah.scope,
        berlaku_sampai=sah.berlaku_sampai,
    )
    uow.save_klien(baru)
    _catat(uow, "ubah", baru, scope=list(baru.scope), berlaku_sampai=baru.berlaku_sampai.isoformat())
    if baru.nama != lama.nama or set(lama.scope) - set(baru.scope) or baru.keadaan(hari_ini(instansi.zona_waktu)) != "aktif":
        cabut_klien(uow, instansi_id, str(klien_id), "klien_diubah")
    return baru


def _pastikan_nama_bebas(uow: UnitOfWork, instansi_id: UUID, nama: str, *, kecuali: UUID | None = None) -> None:
    if any(k.nama.casefold() == nama.casefold() and k.id != kecuali for k in uow.list_klien(instansi_id)):
        kalimat = f"Klien bernama {nama} sudah terdaftar. Pakai nama lain, atau buka klien itu dan putar rahasianya."
        raise Conflict(kalimat, errors={"nama": [kalimat]})


def _rahasia_baru(uow: UnitOfWork, klien: Klien) -> str:
    nilai = _AWALAN + secrets.token_urlsafe(32)
    uow.add_rahasia(klien, Rahasia(id_baru(), sekarang(), None), sidik(nilai))
    return nilai


def putar_rahasia(uow: UnitOfWork, instansi_id: UUID, klien_id: UUID, tumpang: timedelta) -> Terdaftar:
    """A new secret; the one before stays good for ``tumpang`` (none: it ends now), so that the other system can change over."""
    klien = uow.get_klien(instansi_id, klien_id, kunci=True)
    if klien.dinonaktifkan_pada:
        raise NotAllowed(f"{klien.nama} sedang nonaktif. Aktifkan lagi; rahasia baru dibuat saat itu.")
    _catat(uow, "putar_rahasia", klien)
    uow.batasi_rahasia(klien.id, sekarang() + min(max(tumpang, timedelta(0)), TUMPANG_TERLAMA))
    if tumpang <= timedelta(0):
        cabut_klien(uow, instansi_id, str(klien_id), "rahasia_diputar")
    return Terdaftar(klien, _rahasia_baru(uow, klien))


def nonaktifkan(uow: UnitOfWork, instansi_id: UUID, klien_id: UUID) -> Klien:
    """No further token, and no secret is left. What it registered stays in the register."""
    klien = uow.get_klien(instansi_id, klien_id, kunci=True)
    if klien.dinonaktifkan_pada:
        raise NotAllowed(f"{klien.nama} sudah nonaktif.")
    mati = replace(klien, dinonaktifkan_pada=sekarang())
    uow.save_klien(mati)
    _catat(uow, "nonaktifkan", mati)
    uow.hapus_rahasia(klien.id)
    cabut_klien(uow, instansi_id, str(klien_id), "klien_dinonaktifkan")
    return mati


def aktifkan(uow: UnitOfWork, instansi_id: UUID, klien_id: UUID) -> Terdaftar:
    """Let a disabled client in again, with a new secret."""
    klien = uow.get_klien(instansi_id, klien_id, kunci=True)
    if not klien.dinonaktifkan_pada:
        raise NotAllowed(f"{klien.nama} tidak nonaktif.")
    hidup = replace(klien, dinonaktifkan_pada=None)
    uow.save_klien(hidup)
    _catat(uow, "aktifkan", hidup)
    return Terdaftar(hidup, _rahasia_baru(uow, hidup))


def _catat(uow: UnitOfWork, aksi: str, klien: Klien, **rincian: object) -> None:
    uow.catat(f"klien.{aksi}", objek="klien", objek_id=klien.id, rincian=rincian, instansi_id=klien.instansi_id)


def klien_menurut_nama(uow: UnitOfWork, instansi_id: UUID, nama: str) -> UUID:
    """For the command line; an unknown name goes on to be not found."""
    return next((k.id for k in uow.list_klien(instansi_id) if nama.casefold() in (k.nama.casefold(), str(k.id))), UUID(int=0))


def beri_token(uow: UnitOfWork, klien_id: str, rahasia: str, scope: str | None, alamat: str) -> tuple[Klien, tuple[str, ...]] | Penolakan:
    """The client and the scopes of its token. A refusal is returned, not raised: its counting must be committed.

    Counted before the secret is looked at; a good one gives the attempt back.
    """
    pada = sekarang()
    kunci_alamat, kunci_klien = kunci_percobaan("klien-alamat", alamat), kunci_percobaan("klien", klien_id[:100], alamat)
    _, alamat_terkunci = uow.ambil_percobaan(kunci_alamat, PERCOBAAN_ALAMAT, pada)
    _, terkunci = uow.ambil_percobaan(kunci_klien, PERCOBAAN_KLIEN, pada)
    if sampai := max((t for t in (terkunci, alamat_terkunci) if t), default=None):
        detik = max(1, int((sampai - pada).total_seconds()))
        return Penolakan(429, "temporarily_unavailable", "Terlalu banyak rahasia yang salah dari alamat ini.", detik)
    klien = _kenali(uow, klien_id, rahasia, pada)
    if klien is None:
        return Penolakan(401, "invalid_client", "Klien tidak dikenal, rahasianya salah, atau ia nonaktif atau kedaluwarsa.")
    uow.kembalikan_percobaan(kunci_klien, kunci_alamat)
    diberikan = scope_diminta(scope, klien.scope)
    if diberikan is None:
        return Penolakan(400, "invalid_scope", f"Klien ini hanya boleh meminta: {' '.join(klien.scope)}.")
    if klien.terakhir_dipakai_pada is None or pada - klien.terakhir_dipakai_pada >= _SENTUH:
        uow.sentuh_klien(klien.id, pada)
    _catat(uow, "ambil_token", klien, scope=list(diberikan))
    return klien, diberikan


def _kenali(uow: UnitOfWork, klien_id: str, rahasia: str, pada: datetime) -> Klien | None:
    try:
        found = uow.find_klien(UUID(klien_id), pada)
    except ValueError:
        return None
    if found is None:
        return None
    klien, zona, tersimpan = found
    cocok = any(hmac.compare_digest(sidik(rahasia), satu) for satu in tersimpan)
    return klien if cocok and klien.keadaan(hari_ini(zona)) == "aktif" else None


def daftar_scope(scope: Sequence[str]) -> list[tuple[str, str]]:
    """(scope, what it opens in words)."""
    return [(satu, SCOPES.get(satu, satu)) for satu in scope]
