"""An import as a job: which state follows which, and what its admin may do in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from shared.errors import NotAllowed

Mode = Literal["tambah", "lengkap"]
Status = Literal["membaca", "membandingkan", "siap", "menunggu", "menerapkan", "selesai", "tertahan", "ditolak", "dibatalkan"]

MODE: Final[Mapping[str, str]] = {
    "tambah": "Tambah dan ubah; yang tidak ada di berkas tetap",
    "lengkap": "Daftar lengkap; pegawai yang tidak ada diusulkan nonaktif, cuti yang tidak ada diusulkan dihapus",
}
STATUS_PEKERJAAN: Final[Mapping[str, tuple[str, str, str]]] = {
    "membaca": ("Membaca berkas", "ulang", "jalan"),
    "membandingkan": ("Membandingkan", "ulang", "jalan"),
    "siap": ("Menunggu keputusan Anda", "nilai", "anda"),
    "menunggu": ("Menunggu", "jam", ""),
    "menerapkan": ("Berjalan", "ulang", "jalan"),
    "selesai": ("Selesai", "cek", "baik"),
    "tertahan": ("Tertahan", "peringatan", "awas"),
    "ditolak": ("Berkas ditolak", "silang", "buruk"),
    "dibatalkan": ("Dibatalkan", "silang", ""),
}
"""Status → label, icon, tone."""

BERJALAN: Final = ("membaca", "membandingkan", "menunggu", "menerapkan")
"""States in which the worker has something to do."""

TINDAKAN: Final[Mapping[str, tuple[frozenset[str], str]]] = {
    "terapkan": (frozenset({"siap"}), "menunggu"),
    "lanjutkan": (frozenset({"tertahan"}), "menunggu"),
    "bandingkan": (frozenset({"siap", "tertahan"}), "membandingkan"),
    "batalkan": (frozenset({"membaca", "membandingkan", "siap", "menunggu", "menerapkan", "tertahan"}), "dibatalkan"),
    "buang": (frozenset({"siap", "selesai", "ditolak", "dibatalkan", "tertahan"}), ""),
}
"""Action → the states it is possible in, and the state it leads to."""

_SEBAB: Final[Mapping[str, str]] = {
    "membaca": "Berkas masih dibaca.",
    "membandingkan": "Berkas masih dibandingkan dengan data sekarang.",
    "menunggu": "Impor ini sudah menunggu giliran.",
    "menerapkan": "Impor ini sedang diterapkan.",
    "selesai": "Berkas ini sudah diterapkan.",
    "ditolak": "Berkas ini tidak dapat dibaca. Unggah berkas yang sudah dibetulkan.",
    "dibatalkan": "Impor ini sudah dibatalkan. Unggah lagi berkasnya.",
    "siap": "Impor ini menunggu keputusan.",
    "tertahan": "Impor ini tertahan.",
}


@dataclass(slots=True)
class PekerjaanImpor:
    """``jumlah`` and ``selesai`` count what the present stage works on: rows while reading, people afterwards."""

    id: UUID
    instansi_id: UUID
    oleh: UUID
    nama_berkas: str
    dibuat_pada: datetime
    berubah_pada: datetime
    mode: str = "tambah"
    status: str = "membaca"
    tahap: str = ""
    cara: str = ""
    nonaktifkan: bool = False
    langsung: bool = False
    ikut: bool = False
    lembar: list[dict[str, object]] = field(default_factory=list)
    pemberitahuan: list[str] = field(default_factory=list)
    hitungan: dict[str, int] = field(default_factory=dict)
    jumlah_baris: int = 0
    jumlah: int = 0
    selesai: int = 0
    penanda: str = ""
    sidik: str = ""
    galat: str = ""
    mulai_pada: datetime | None = None
    selesai_pada: datetime | None = None

    @property
    def berjalan(self) -> bool:
        return self.status in BERJALAN

    @property
    def asal_lembar(self) -> list[str]:
        """The sheets or files of the import, in their order, as rejected rows name them."""
        return [str(halaman["asal"]) for halaman in self.lembar]

    def hitung(self, jenis: str) -> int:
        return self.hitungan.get(jenis, 0)

    @property
    def perubahan(self) -> int:
        """How many units and people the file changes."""
        return self.hitung("baru") + self.hitung("berubah")

    def alasan(self, tindakan: str) -> str:
        """Why the action is not possible now; empty when it is."""
        if self.status not in TINDAKAN[tindakan][0]:
            return _SEBAB[self.status]
        return ""

    def lakukan(self, tindakan: str, pada: datetime) -> None:
        """Move to the state that the action leads to; raises :class:`NotAllowed`."""
        if alasan := self.alasan(tindakan):
            raise NotAllowed(alasan, code="already_applied" if self.status == "selesai" else "not_allowed")
        self.status = TINDAKAN[tindakan][1]
        self.berubah_pada = pada
        if tindakan == "batalkan":
            self.selesai_pada = pada
