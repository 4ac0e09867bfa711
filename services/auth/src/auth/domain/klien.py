"""API clients: other systems that read the data of one instansi, for a stated purpose on a stated legal basis, until a stated day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from shared.errors import Invalid

BERLAKU_TERLAMA = timedelta(days=731)
TUMPANG_TERLAMA = timedelta(days=30)
_PANJANG = {"nama": (3, 80), "tujuan": (10, 500), "dasar_hukum": (5, 300), "kontak": (5, 200)}
_SEBUTAN = {"nama": "Nama sistem", "tujuan": "Tujuan", "dasar_hukum": "Dasar hukum", "kontak": "Kontak"}


@dataclass(frozen=True, slots=True)
class Rahasia:
    """One secret, without its value. ``berlaku_sampai`` is set once a newer one has replaced it."""

    id: UUID
    dibuat_pada: datetime
    berlaku_sampai: datetime | None

    def berlaku(self, pada: datetime) -> bool:
        return self.berlaku_sampai is None or pada < self.berlaku_sampai


@dataclass(frozen=True, slots=True)
class Klien:
    """``id`` is the OAuth client_id, and ``sub`` of its tokens. ``berlaku_sampai`` is its last day, in the zone of the instansi."""

    id: UUID
    instansi_id: UUID
    nama: str
    tujuan: str
    dasar_hukum: str
    kontak: str
    scope: tuple[str, ...]
    berlaku_sampai: date
    dibuat_pada: datetime
    dinonaktifkan_pada: datetime | None = None
    terakhir_dipakai_pada: datetime | None = None

    def keadaan(self, hari: date) -> str:
        """``aktif``, ``nonaktif`` or ``kedaluwarsa``."""
        return "nonaktif" if self.dinonaktifkan_pada else "aktif" if hari <= self.berlaku_sampai else "kedaluwarsa"


@dataclass(frozen=True, slots=True)
class Isian:
    """What the register says of a client, checked by :func:`periksa`."""

    nama: str
    tujuan: str
    dasar_hukum: str
    kontak: str
    scope: tuple[str, ...]
    berlaku_sampai: date


def periksa(
    *, nama: str, tujuan: str, dasar_hukum: str, kontak: str, scope: Sequence[str], berlaku_sampai: str, dikenal: Sequence[str], hari: date
) -> Isian:
    """The entry as it is stored; raises :class:`Invalid` naming every field that is wrong. ``dikenal`` are the scopes there are."""
    salah: dict[str, list[str]] = {}
    teks = {"nama": nama, "tujuan": tujuan, "dasar_hukum": dasar_hukum, "kontak": kontak}
    bersih = {bidang: " ".join(nilai.split()) for bidang, nilai in teks.items()}
    for bidang, nilai in bersih.items():
        pendek, panjang = _PANJANG[bidang]
        if not pendek <= len(nilai) <= panjang or not nilai.isprintable():
            salah[bidang] = [f"{_SEBUTAN[bidang]} berisi {pendek} sampai {panjang} huruf."]
    asing = [satu[:60] for satu in scope if satu not in dikenal]
    if asing or not scope:
        salah["scope"] = [
            f"Data {', '.join(asing[:5])} tidak dikenal. Pilih dari {', '.join(dikenal)}."
            if asing
            else "Pilih paling sedikit satu jenis data."
        ]
    try:
        sampai = date.fromisoformat(berlaku_sampai.strip())
    except ValueError:
        sampai = None
    if sampai is None or not hari <= sampai <= hari + BERLAKU_TERLAMA:
        salah["berlaku_sampai"] = [f"Isi tanggal dari hari ini sampai paling lama dua tahun lagi, misalnya {hari.year + 1}-12-31."]
    if salah or sampai is None:
        raise Invalid("Pendaftaran klien belum lengkap.", errors=salah)
    return Isian(bersih["nama"], bersih["tujuan"], bersih["dasar_hukum"], bersih["kontak"], tuple(sorted(set(scope))), sampai)


def scope_diminta(teks: str | None, diberikan: Sequence[str]) -> tuple[str, ...] | None:
    """The scopes of a token request (RFC 6749 section 3.3): all that were granted when none is named, None when one of them was not."""
    if teks is None:
        return tuple(diberikan)
    diminta = set(teks.split(" "))
    return tuple(sorted(diminta)) if diminta <= set(diberikan) else None
