"""The second factor: one-time codes of an authenticator app (RFC 6238), recovery codes, and who must have one.

A code is accepted one step early or late, and once. A code of a farther step is refused, but tells that the phone's clock is off; such a
step is then spent, so that the hint hands nobody a code that becomes valid later.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

DETIK_LANGKAH = 30
RENTANG = 1
RENTANG_PETUNJUK = 20
GAGAL_TERBANYAK = 30
JENDELA_GAGAL = timedelta(hours=24)
MASA_LANGKAH = timedelta(minutes=10)
MASA_YAKIN = timedelta(minutes=10)
MASA_TANTANGAN = timedelta(minutes=5)
MASA_PENDAFTARAN = timedelta(minutes=15)
JUMLAH_PEMULIHAN = 10
SEMUA_PEGAWAI = "semua"
PASSKEY_TERBANYAK = 10
NAMA_TERPANJANG = 60
_HURUF = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Totp:
    """An enrolled authenticator app. ``langkah`` are steps of thirty seconds since 1970; ``hangus`` are steps spent by a refusal."""

    pegawai_id: UUID
    rahasia_tersandi: bytes
    dibuat_pada: datetime
    langkah_terakhir: int
    hangus: tuple[int, ...]

    def penolakan(self, langkah: int | None, kini: int) -> str:
        """Why the code of this step (None: of no step near) is not accepted now; empty when it is."""
        if langkah is None:
            return "Kode tidak cocok. Ketik kode yang sedang tampil di aplikasi autentikator."
        selisih = langkah - kini
        if abs(selisih) > RENTANG:
            menit = max(1, round(abs(selisih) * DETIK_LANGKAH / 60))
            arah = "lebih cepat" if selisih > 0 else "lebih lambat"
            return (
                f"Kode tidak berlaku sekarang: jam ponsel Anda selisih sekitar {menit} menit ({arah})."
                " Nyalakan waktu otomatis di ponsel, lalu ketik kode yang baru."
            )
        if langkah <= self.langkah_terakhir or langkah in self.hangus:
            return "Kode ini sudah dipakai. Tunggu kode berikutnya di aplikasi, paling lama 30 detik."
        return ""


@dataclass(frozen=True, slots=True)
class Passkey:
    id: UUID
    pegawai_id: UUID
    kredensial_id: bytes
    kunci_publik: bytes
    hitungan: int
    nama: str
    tersalin: bool
    dibuat_pada: datetime
    dipakai_pada: datetime | None
    dicurigai_pada: datetime | None


@dataclass(frozen=True, slots=True)
class Keadaan:
    """What second factors a person has, and whether the agency wants one of him."""

    totp: bool
    passkey: int
    pemulihan: int
    wajib: bool

    @property
    def aktif(self) -> bool:
        return self.totp or self.passkey > 0


def wajib(kebijakan: Iterable[str], peran: Iterable[str]) -> bool:
    """Whether somebody with these roles needs a second factor under the agency's policy."""
    return bool({SEMUA_PEGAWAI, *peran} & set(kebijakan))


def langkah_pada(pada: datetime) -> int:
    return int(pada.timestamp()) // DETIK_LANGKAH


def rapikan_kode(teks: str) -> str:
    """Without the spaces and dashes that people type between the groups."""
    return re.sub(r"[\s\-–]", "", teks).casefold()


def kode_totp(rapi: str) -> bool:
    return rapi.isascii() and rapi.isdigit() and len(rapi) == 6


def buat_kode_pemulihan() -> list[str]:
    """Ten codes of four groups of four (79 bits each), without letters that look alike."""
    return ["-".join("".join(secrets.choice(_HURUF) for _ in range(4)) for _ in range(4)) for _ in range(JUMLAH_PEMULIHAN)]


def sidik_pemulihan(pegawai_id: UUID, kode: str) -> bytes:
    """Long random codes need no slow hash; the person in it keeps equal codes of two people apart."""
    return hashlib.sha256(pegawai_id.bytes + rapikan_kode(kode).encode()).digest()


def nama_passkey(teks: str, ada: Sequence[str]) -> str:
    """The name as kept: trimmed, numbered when it is empty."""
    nama = " ".join(teks.split())[:NAMA_TERPANJANG]
    if nama and nama.isprintable():
        return nama
    nomor = len(ada) + 1
    while f"Passkey {nomor}" in ada:
        nomor += 1
    return f"Passkey {nomor}"
