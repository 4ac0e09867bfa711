"""Turning to a new signing key: in good time, or at once because the present one has leaked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auth.adapters.kunci import GantunganKunci
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import sekarang
from auth.application.use_cases_pencabutan import cabut_kunci
from auth.domain.kunci import TENGGANG, menunggu


@dataclass(frozen=True, slots=True)
class Putaran:
    """``dicabut`` are the keys that are good for nothing any more."""

    kid: str
    mulai_pada: datetime
    dicabut: tuple[str, ...] = ()


def putar_kunci(uow: UnitOfWork, gantungan: GantunganKunci, *, segera: bool) -> Putaran:
    """A new key, published now. It signs a few minutes later; the present one goes once its tokens have ended. While one waits, it is that one.

    ``segera``: it signs now, and every token of the keys so far is refused, for good.
    """
    uow.kunci_pembuatan()
    pada = sekarang()
    if not segera and (baru := menunggu(uow.list_kunci(), pada)) is not None:
        return Putaran(baru.kid, baru.mulai_pada)
    dicabut = uow.cabut_semua_kunci(pada) if segera else []
    mulai = pada if segera else pada + TENGGANG
    kid = gantungan.buat(uow, pada, mulai)
    if dicabut:
        cabut_kunci(uow, dicabut, "kunci_dicabut")
    uow.catat("kunci.putar", objek="kunci", objek_id=kid, rincian={"dicabut": dicabut})
    return Putaran(kid, mulai, tuple(dicabut))
