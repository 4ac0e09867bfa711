"""Reads of other people's records: one row of the audit trail a page, and the news of it for the access log that those people see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import uuid6

from shared.contracts.akses import DIBACA, Dibaca, Kelompok
from shared.matriks import Hak, Kolom, Objek
from shared.matriks import peran as peran_dengan
from shared.persistence.unit_of_work import UnitOfWork

SATU_KABAR: Final = 2000
"""Persons in one event; a rekap of a whole agency becomes several."""
_URUTAN: Final = (Kolom.PPK, Kolom.PENGELOLA_KINERJA, Kolom.ADMIN_INSTANSI, Kolom.AUDITOR, Kolom.ADMIN_PLATFORM)


def kapasitas(peran: Collection[str], objek: Objek, hak: Hak = Hak.HITUNG) -> str:
    """The assigned role by which somebody who is no party reads, the widest first; empty without one."""
    return next((str(satu) for satu in _URUTAN if satu in peran and satu in peran_dengan(objek, hak)), "")


def catat_baca(
    uow: UnitOfWork,
    objek: Objek,
    apa: str,
    orang: Mapping[str, Iterable[UUID | None]],
    *,
    objek_id: UUID | None = None,
    daftar: bool = False,
) -> None:
    """Record that the caller is shown the records of ``orang``, by the capacity in which he sees them.

    ``apa`` is what he opens, in words for them, without content: "laporan Maret 2025". His own record is no read of somebody else's; without
    anybody else nothing is written. Goes with the commit of the page itself.
    """
    pembaca = UUID(uow.actor) if uow.actor else None
    terlihat: set[UUID | None] = {pembaca, None}
    kelompok = []
    for sebagai, ids in orang.items():
        baru = tuple(i for i in dict.fromkeys(ids) if i is not None and i not in terlihat)
        terlihat.update(baru)
        kelompok += [Kelompok("klien" if uow.konteks.klien else sebagai, baru[n : n + SATU_KABAR]) for n in range(0, len(baru), SATU_KABAR)]
    if not kelompok:
        return
    banyak = [id_ for satu in kelompok for id_ in satu.orang]
    uow.catat(
        "baca",
        objek=str(objek),
        objek_id=objek_id,
        orang=banyak,
        sebagai=",".join(dict.fromkeys(satu.sebagai for satu in kelompok)),
        rincian={"apa": apa, "daftar": daftar},
    )
    uow.dibaca += len(banyak)
    for satu in _kabar(kelompok):
        kelas = DIBACA.get(uow.service, Dibaca)
        uow.kabarkan_baca(
            kelas(
                id=UUID(str(uuid6.uuid7())),
                instansi_id=UUID(uow.instansi),
                pembaca_id=pembaca,
                klien=uow.konteks.klien,
                objek=str(objek),
                objek_id=objek_id,
                apa=apa,
                daftar=daftar,
                pada=datetime.now(UTC),
                kelompok=satu,
            )
        )


def _kabar(kelompok: list[Kelompok]) -> Iterable[tuple[Kelompok, ...]]:
    """Groups together in one event, unless there are more than one event's worth of people."""
    if sum(len(satu.orang) for satu in kelompok) <= SATU_KABAR:
        yield tuple(kelompok)
    else:
        yield from ((satu,) for satu in kelompok)
