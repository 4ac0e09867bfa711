"""Subscribers: other platforms that hear public events of one instansi, for a stated purpose on a stated legal basis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts import BY_TYPE
from shared.errors import Invalid

_NAMA = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Pelanggan:
    """``nama`` is the broker user, and the stem of its queue and its stream; ``jenis`` the event types it may hear."""

    id: UUID
    instansi_id: UUID
    nama: str
    jenis: tuple[str, ...]
    tujuan: str
    dasar_hukum: str
    dibuat_pada: datetime
    ditangguhkan_pada: datetime | None = None

    @property
    def antrian(self) -> str:
        return f"pelanggan.{self.nama}"

    @property
    def aliran(self) -> str:
        return f"pelanggan.{self.nama}.aliran"

    @property
    def pengguna(self) -> str:
        return f"pelanggan-{self.nama}"

    @property
    def kunci_ikatan(self) -> tuple[str, ...]:
        """The exact routing keys granted; no pattern."""
        return tuple(f"{self.instansi_id}.{jenis}" for jenis in self.jenis)


def periksa(nama: str, jenis: Sequence[str], tujuan: str, dasar_hukum: str) -> tuple[str, ...]:
    """The granted types without doubles; raises :class:`Invalid` naming what is wrong."""
    salah: dict[str, list[str]] = {}
    if not _NAMA.fullmatch(nama):
        salah["nama"] = ["Nama pelanggan: 3 sampai 40 huruf kecil, angka, atau tanda hubung, misalnya simpeg-kota."]
    publik = sorted(t for t, c in BY_TYPE.items() if c.audience == "public")
    asing = [j for j in jenis if j not in publik]
    if asing or not jenis:
        salah["jenis"] = [f"Jenis {', '.join(asing) or 'kosong'} tidak dapat dilanggan. Pilih dari {', '.join(publik)}."]
    for bidang, nilai in (("tujuan", tujuan), ("dasar_hukum", dasar_hukum)):
        if not nilai.strip():
            salah[bidang] = [f"Isi {bidang.replace('_', ' ')}: data pegawai hanya keluar untuk tujuan yang tercatat."]
    if salah:
        raise Invalid(" ".join(kalimat for daftar in salah.values() for kalimat in daftar), errors=salah)
    return tuple(sorted(set(jenis)))
