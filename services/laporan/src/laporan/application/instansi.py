"""The dashboard of an instansi: totals, the unit tree with sums, lateness per period, and who is waited for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from laporan.adapters.unit_of_work import UnitOfWork
from laporan.application import rekap
from laporan.application.beranda import list_jendela
from laporan.application.pembaca import Pembaca
from laporan.application.rekap import Unit
from laporan.domain.kepatuhan import Kepatuhan, samarkan
from laporan.domain.ketepatan import Ketepatan


@dataclass(frozen=True, slots=True)
class Instansi:
    """``samar``: this reader stands outside the line of command, so small cells of predikat are hidden from him."""

    total: Kepatuhan
    unit: Mapping[UUID, Unit]
    tren: Sequence[tuple[str, Ketepatan]]
    tertahan: Sequence[Any]
    dikecualikan: Sequence[Any]
    batas_evaluasi: Any
    samar: bool

    def predikat(self, hitungan: Mapping[str, int]) -> dict[str, int | None]:
        return samarkan(dict(hitungan)) if self.samar else dict(hitungan)


def get_instansi(uow: UnitOfWork, pembaca: Pembaca, tahun: int) -> Instansi:
    """Six statements, whatever the number of people."""
    batas = rekap.batas_evaluasi(list_jendela(uow, pembaca, tahun), tahun)
    per_unit = rekap.list_per_unit(uow, pembaca, tahun, lewat=batas is not None and pembaca.hari_ini > batas)
    return Instansi(
        total=rekap.total(per_unit),
        unit=rekap.list_unit(uow, pembaca, tahun, per_unit),
        tren=rekap.list_tren(uow, pembaca, tahun),
        tertahan=rekap.list_tertahan(uow, pembaca, tahun),
        dikecualikan=rekap.list_dikecualikan(uow, pembaca, tahun),
        batas_evaluasi=batas,
        samar="ppk" not in pembaca.peran,
    )
