"""How often a secret may be guessed: every guess is counted before it is looked at, counts leak away with time, and delays double.

Strangers are counted by account and place, by account wherever they are, and by place whatever they try. A device on which the owner has
signed in is counted by itself alone: strangers cannot lock it, and when it guesses it is locked alone. Names that do not exist are counted
like those that do.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from auth.domain.akun import kunci_percobaan

JEDA_AWAL = timedelta(minutes=1)
JEDA_TERPANJANG = timedelta(hours=1)
_TINGKAT = 6
"""Doublings from the first delay to the longest."""
_AWALAN_IPV6 = 64
"""Whoever has one IPv6 address has all of its /64."""
MASA_PERANGKAT = timedelta(days=90)
PERANGKAT_TERBANYAK = 10
RAHASIA_TERBANYAK = 5
"""Accounts that one browser is remembered for."""


@dataclass(frozen=True, slots=True)
class Aturan:
    """The last of ``bebas`` guesses is followed by the first delay; each ``pulih`` without a delay forgets one guess.

    In any time T at most ``bebas + 6 + T / pulih`` guesses, and one more an hour of delay, are looked at.
    """

    bebas: int
    pulih: timedelta

    def jeda(self, jumlah: int) -> timedelta:
        """How long nothing is looked at after this many guesses."""
        if jumlah < self.bebas:
            return timedelta(0)
        return min(JEDA_AWAL * 2.0 ** (jumlah - self.bebas), JEDA_TERPANJANG)


TEMPAT = Aturan(5, timedelta(hours=1))
AKUN = Aturan(10, timedelta(hours=1))
ALAMAT = Aturan(50, timedelta(minutes=5))
PERANGKAT = Aturan(5, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Hitungan:
    """Guesses that are not forgotten; they leak away from ``sejak`` on, and not while ``terkunci_sampai`` is to come."""

    jumlah: int
    sejak: datetime
    terkunci_sampai: datetime | None = None

    def surut(self, aturan: Aturan, pada: datetime) -> Hitungan:
        """What is left of it now."""
        mulai = max(self.sejak, self.terkunci_sampai or self.sejak)
        lupa = max(0, (pada - mulai) // aturan.pulih)
        if lupa >= self.jumlah:
            return Hitungan(0, pada, self.terkunci_sampai if self.terkunci_sampai and self.terkunci_sampai > pada else None)
        return replace(self, jumlah=self.jumlah - lupa, sejak=mulai + lupa * aturan.pulih if mulai <= pada else self.sejak)

    def terkunci(self, pada: datetime) -> datetime | None:
        return self.terkunci_sampai if self.terkunci_sampai and self.terkunci_sampai > pada else None

    def tambah(self, aturan: Aturan, pada: datetime) -> Hitungan:
        """With one more guess, and the delay that follows it."""
        kini = self.surut(aturan, pada)
        jumlah = min(kini.jumlah + 1, aturan.bebas + _TINGKAT)
        jeda = aturan.jeda(jumlah)
        return Hitungan(jumlah, kini.sejak, pada + jeda if jeda else None)

    def kembalikan(self, banyak: int) -> Hitungan:
        """Without these guesses, the last among them, and so without the delay that it caused."""
        return replace(self, jumlah=max(0, self.jumlah - banyak), terkunci_sampai=None)


@dataclass(frozen=True, slots=True)
class Tebakan:
    """Under which counts a guess falls: ``sendiri`` is that of this account and place or device, ``akun`` that of all strangers at it."""

    aturan: Mapping[bytes, Aturan]
    sendiri: bytes
    akun: bytes = b""

    def tertahan(self, hitungan: Iterable[Hitungan], pada: datetime) -> datetime | None:
        """Until when it is not looked at."""
        return max((sampai for h in hitungan if (sampai := h.terkunci(pada))), default=None)

    def hitung(self, dulu: Mapping[bytes, Hitungan], pada: datetime) -> dict[bytes, Hitungan]:
        """The counts with this guess in them."""
        return {kunci: dulu.get(kunci, Hitungan(0, pada)).tambah(aturan, pada) for kunci, aturan in self.aturan.items()}

    def benar(self, hitungan: Mapping[bytes, Hitungan]) -> dict[bytes, Hitungan]:
        """What remains when it was right: the own count ends, and what it held was the owner's and leaves the account's; other counts lose this one."""
        milik = hitungan[self.sendiri].jumlah
        return {kunci: h.kembalikan(milik if kunci == self.akun else 1) for kunci, h in hitungan.items() if kunci != self.sendiri}

    def sisa(self, hitungan: Mapping[bytes, Hitungan]) -> int:
        """How many more are looked at without a delay."""
        return max(0, min(aturan.bebas - hitungan[kunci].jumlah for kunci, aturan in self.aturan.items()))


def tebakan(jenis: str, siapa: str, alamat: str, perangkat: UUID | None) -> Tebakan:
    """The counts for guessing the secret ``jenis`` of ``siapa``; ``perangkat`` is a known device of that very account."""
    if perangkat is not None:
        kunci = kunci_percobaan(jenis, "perangkat", str(perangkat))
        return Tebakan({kunci: PERANGKAT}, kunci)
    dari = tempat(alamat)
    di_sini, akun = kunci_percobaan(jenis, "tempat", siapa, dari), kunci_percobaan(jenis, "akun", siapa)
    return Tebakan({di_sini: TEMPAT, akun: AKUN, kunci_percobaan("tempat", dari): ALAMAT}, di_sini, akun)


def tempat(alamat: str) -> str:
    """The address as far as it is one caller's."""
    try:
        ip = ipaddress.ip_address(alamat)
    except ValueError:
        return alamat
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((int(ip), _AWALAN_IPV6), strict=False))
    return str(ip)


def kalimat_jeda(detik: int) -> str:
    """``2 menit``, ``1 jam``: rounded up."""
    menit = -(-detik // 60)
    return f"{menit} menit" if menit < 60 else "1 jam"
