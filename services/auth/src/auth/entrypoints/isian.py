"""Reading what people and programs send: days, ids, who may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.domain.tanggal import baca
from shared.errors import Invalid
from shared.matriks import Hak, Objek, peran
from shared.persistence.akses import catat_baca, kapasitas
from shared.web.context import caller

PEMBACA = tuple(sorted(peran(Objek.KEPEGAWAIAN, Hak.BACA)))
"""The roles that read people and units."""
PENGELOLA = tuple(sorted(peran(Objek.KEPEGAWAIAN, Hak.KELOLA)))
"""The roles that change them."""
PANJANG_TERBESAR = 20_000


def hari(teks: str, bidang: str = "tanggal") -> date | None:
    """A day, None when nothing was written; raises :class:`Invalid`."""
    if not teks.strip():
        return None
    try:
        found = baca(teks[:40])
    except ValueError as error:
        kalimat = f"{teks[:40]} bukan tanggal. Tulis seperti 2026-08-01."
        raise Invalid(kalimat, errors={bidang: [kalimat]}) from error
    if not date(1945, 1, 1) <= found <= date(2100, 12, 31):
        raise Invalid("Tanggal di luar 1945 sampai 2100.", errors={bidang: ["Tanggal di luar 1945 sampai 2100."]})
    return found


def pengenal(teks: str, bidang: str) -> UUID | None:
    """An id, None when nothing was chosen; raises :class:`Invalid`."""
    if not teks.strip():
        return None
    try:
        return UUID(teks.strip())
    except ValueError as error:
        raise Invalid("Pilihan ini tidak dikenal. Cari lagi.", errors={bidang: ["Pilihan ini tidak dikenal. Cari lagi."]}) from error


def kolom(form: Mapping[str, str], *nama: str) -> dict[str, str]:
    """These fields of a form, cut where nobody can mean it."""
    return {n: form.get(n, "")[:PANJANG_TERBESAR] for n in nama}


def terbaca(uow: UnitOfWork, apa: str, orang: Iterable[UUID], *, objek_id: UUID | None = None, daftar: bool = True) -> None:
    """Other people's records were shown to the caller: into their access log."""
    sebagai = kapasitas(caller().peran, Objek.KEPEGAWAIAN, Hak.BACA)
    catat_baca(uow, Objek.KEPEGAWAIAN, apa, {sebagai: orang}, objek_id=objek_id, daftar=daftar)
