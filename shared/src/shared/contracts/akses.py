"""What every service tells auth when somebody read another person's record: for that person's access log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from shared.contracts.catalogue import contract

_TUJUAN: Final = "Memberi tahu auth siapa membaca catatan siapa, untuk catatan akses yang dapat dilihat pemilik datanya."
_SIMPAN: Final = "sampai tersimpan di auth"


@dataclass(frozen=True, slots=True)
class Kelompok:
    """The persons whom the reader saw in one capacity: penilai, atasan_penilai, bawahan, or an assigned role."""

    sebagai: str
    orang: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Dibaca:
    """One page, answer or file with other people's records in it.

    ``apa`` is what it was, in words for those people: "laporan Maret 2025", "rekap kinerja 2025". ``daftar``: it showed many at once.
    ``objek`` is the class of objects (:class:`shared.matriks.Objek`). ``klien`` is the API client that asked, empty for a person. Nothing of
    the content is in it.
    """

    id: UUID
    instansi_id: UUID
    pembaca_id: UUID | None
    klien: str
    objek: str
    objek_id: UUID | None
    apa: str
    daftar: bool
    pada: datetime
    kelompok: tuple[Kelompok, ...]
    version: int = 1


@contract("skp.dibaca.v1", owner="skp", audience="state", purpose=_TUJUAN, retention=_SIMPAN)
@dataclass(frozen=True, slots=True)
class DibacaSkp(Dibaca):
    """Plans and their lists."""


@contract("capaian.dibaca.v1", owner="capaian", audience="state", purpose=_TUJUAN, retention=_SIMPAN)
@dataclass(frozen=True, slots=True)
class DibacaCapaian(Dibaca):
    """Reports, their lists, and evidence."""


@contract("penilaian.dibaca.v1", owner="penilaian", audience="state", purpose=_TUJUAN, retention=_SIMPAN)
@dataclass(frozen=True, slots=True)
class DibacaPenilaian(Dibaca):
    """Ratings and their queues."""


@contract("laporan.dibaca.v1", owner="laporan", audience="state", purpose=_TUJUAN, retention=_SIMPAN)
@dataclass(frozen=True, slots=True)
class DibacaLaporan(Dibaca):
    """Years, team tables, rekap and documents."""


DIBACA: Final[Mapping[str, type[Dibaca]]] = {
    "skp": DibacaSkp, "capaian": DibacaCapaian, "penilaian": DibacaPenilaian, "laporan": DibacaLaporan,
}  # fmt: skip
"""By publishing service. auth tells nobody: it keeps the log itself."""
