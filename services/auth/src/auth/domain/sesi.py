"""A signed-in browser: how long it may stay, and where it may be sent next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

DIAM_TERLAMA = timedelta(minutes=30)
TERLAMA = timedelta(hours=12)
BERANDA = "/laporan/beranda"
_BUKAN_TUJUAN = ("/auth/masuk", "/auth/perbarui", "/auth/keluar", "/auth/kata-sandi-awal", "/auth/tema")


@dataclass(frozen=True, slots=True)
class Sesi:
    """Ends after 30 idle minutes, or 12 hours after signing in, or when somebody ends it. Times are the machine's, in UTC."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    dibuat_pada: datetime
    terakhir_pada: datetime
    diakhiri_pada: datetime | None
    alamat: str
    peramban: str

    def berlaku(self, pada: datetime) -> bool:
        return self.diakhiri_pada is None and pada - self.terakhir_pada <= DIAM_TERLAMA and pada - self.dibuat_pada <= TERLAMA


def tujuan_aman(lanjut: str | None) -> str:
    """``lanjut`` when it is a path of this origin, else the front page: a link to sign in must not lead elsewhere, nor in a circle."""
    if (
        not lanjut
        or not lanjut.startswith("/")
        or lanjut[1:2] in ("/", "\\")
        or "\\" in lanjut
        or not lanjut.isprintable()
        or " " in lanjut
    ):
        return BERANDA
    try:
        bagian = urlsplit(lanjut)
    except ValueError:
        return BERANDA
    if bagian.scheme or bagian.netloc or bagian.path.startswith(_BUKAN_TUJUAN):
        return BERANDA
    return lanjut


def peramban(agen: str) -> str:
    """``Firefox di Windows`` from a User-Agent, roughly: enough for the owner to tell his devices apart."""
    nama = next(
        (
            label
            for kata, label in (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
            if kata in agen
        ),
        "",
    )
    sistem = next(
        (
            label
            for kata, label in (
                ("Windows", "Windows"),
                ("Android", "Android"),
                ("iPhone", "iPhone"),
                ("Mac OS", "macOS"),
                ("Linux", "Linux"),
            )
            if kata in agen
        ),
        "",
    )
    return f"{nama or 'Program'} di {sistem}" if sistem else nama or "Program lain"
