"""Accounts, and how often something may be asked for; how often a secret may be guessed is in :mod:`auth.domain.percobaan`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from auth.domain.nip import PANJANG, rapikan
from shared.errors import Invalid

JENDELA = timedelta(minutes=15)
MASA_TOKEN = 300
"""Seconds an access token is good for."""
PERCOBAAN_AKUN = 5
PERCOBAAN_ALAMAT = 100
NAMA_TERPANJANG = 80


@dataclass(frozen=True, slots=True)
class Akun:
    """``nama_akun`` is the NIP, or a made name for who has none. ``aktif`` is that of the person."""

    pegawai_id: UUID
    instansi_id: UUID
    nama_akun: str
    nama: str
    nip: str | None
    sandi_hash: str | None
    sandi_awal: bool
    peran: tuple[str, ...]
    aktif: bool
    peran_unit: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    """For the roles that hold under some units only: which."""

    def pribadi(self) -> tuple[str, ...]:
        """What may not stand in the password."""
        return tuple(nilai for nilai in (self.nama, self.nip, self.nama_akun) if nilai)


@dataclass(frozen=True, slots=True)
class Kedudukan:
    """What a person's tokens stand on, on one day. ``peran`` say how far they reach; ``penempatan`` is the post with unit and both superiors, empty without one."""

    aktif: bool
    peran: frozenset[str]
    penempatan: tuple[object, ...]

    def dicabut_oleh(self, baru: Kedudukan) -> str:
        """Why tokens given under this must go when it becomes ``baru``; empty when they may stay."""
        if self.aktif and not baru.aktif:
            return "akun_dinonaktifkan"
        if self.peran != baru.peran:
            return "peran_berubah"
        return "penempatan_berubah" if self.penempatan != baru.penempatan else ""


@dataclass(frozen=True, slots=True)
class Izin:
    """What a token is made from: the account as it was at ``terbit``, by the clock of the database and while its row was held."""

    akun: Akun
    terbit: datetime


def baca_nama_akun(teks: str) -> str:
    """The account name as stored; raises :class:`Invalid` for a number that cannot be a NIP."""
    nama = teks.strip().casefold()
    if not nama:
        raise Invalid("NIP kosong.", errors={"nip": ["Isi NIP Anda, 18 angka."]})
    angka = rapikan(nama)
    if angka.isascii() and angka.isdigit():
        if len(angka) != PANJANG:
            raise Invalid(
                f"NIP terdiri dari {PANJANG} angka.",
                code="nip_e1",
                errors={"nip": [f"NIP terdiri dari {PANJANG} angka; yang diisi {len(angka)}."]},
            )
        return angka
    if len(nama) > NAMA_TERPANJANG or not nama.isprintable():
        raise Invalid("NIP atau nama akun tidak dikenal.", errors={"nip": [f"NIP terdiri dari {PANJANG} angka."]})
    return nama


def buat_nama_akun(nama: str, kode_instansi: str) -> str:
    """``larasati-kusumo.7699``: for who has no NIP. Titles are left out."""
    inti = " ".join(kata for kata in nama.split(",", maxsplit=1)[0].split() if not kata.endswith("."))
    polos = unicodedata.normalize("NFKD", inti or nama).encode("ascii", "ignore").decode().casefold()
    return f"{re.sub(r'[^a-z0-9]+', '-', polos).strip('-') or 'akun'}.{kode_instansi.casefold()}"


def kunci_percobaan(*bagian: str) -> bytes:
    """Counters are kept under a digest: the table tells nobody which NIP were tried."""
    return hashlib.sha256("\0".join(bagian).encode()).digest()
