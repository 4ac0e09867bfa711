"""Devices on which an account's owner has signed in: they are counted apart when somebody guesses (:mod:`auth.domain.percobaan`)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import uuid6

from auth.adapters.penyimpanan_perangkat import Perangkat
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import sekarang, sidik
from auth.domain.akun import Akun
from auth.domain.percobaan import MASA_PERANGKAT, PERANGKAT_TERBANYAK, RAHASIA_TERBANYAK
from auth.domain.sesi import Sesi
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class KukiPerangkat:
    """The secrets in a browser's cookie, one an account, the latest first."""

    rahasia: tuple[str, ...] = ()

    @classmethod
    def baca(cls, teks: str) -> KukiPerangkat:
        bagian = teks[:500].split(".") if teks.isascii() else []
        return cls(tuple(dict.fromkeys(b for b in bagian if b))[:RAHASIA_TERBANYAK])

    def __str__(self) -> str:
        return ".".join(self.rahasia)


def perangkat_dari(uow: UnitOfWork, kuki: KukiPerangkat, akun: Sequence[Akun]) -> UUID | None:
    """The known device of one of these accounts that this cookie proves."""
    milik = {a.pegawai_id for a in akun}
    return next((p.id for p, _ in _dikenal(uow, kuki) if p.pegawai_id in milik), None)


def _dikenal(uow: UnitOfWork, kuki: KukiPerangkat) -> list[tuple[Perangkat, bytes]]:
    return uow.list_perangkat_bersidik([sidik(r) for r in kuki.rahasia], sekarang()) if kuki.rahasia else []


def ingat_perangkat(uow: UnitOfWork, kuki: KukiPerangkat, akun: Akun, sesi: Sesi) -> KukiPerangkat:
    """After a complete sign-in: a fresh secret for this browser and account in place of the one before. The longest unused devices go."""
    pada, rahasia = sekarang(), secrets.token_urlsafe(32)
    dikenal = {digest: p for p, digest in _dikenal(uow, kuki)}
    lama = next((p for p in dikenal.values() if p.pegawai_id == akun.pegawai_id), None)
    kini = Perangkat(
        lama.id if lama else UUID(str(uuid6.uuid7())),
        akun.pegawai_id,
        sesi.id,
        sesi.peramban,
        lama.dibuat_pada if lama else pada,
        pada,
        pada + MASA_PERANGKAT,
    )
    uow.save_perangkat(akun.instansi_id, kini, sidik(rahasia))
    uow.hapus_perangkat(akun.pegawai_id, [p.id for p in uow.list_perangkat(akun.pegawai_id, pada)[PERANGKAT_TERBANYAK:]])
    lain = [r for r in kuki.rahasia if (p := dikenal.get(sidik(r))) and p.pegawai_id != akun.pegawai_id]
    return KukiPerangkat((rahasia, *lain)[:RAHASIA_TERBANYAK])


def lupakan_perangkat(uow: UnitOfWork, pegawai_id: UUID, perangkat_id: UUID) -> None:
    if not uow.hapus_perangkat(pegawai_id, [perangkat_id]):
        raise NotFound("Perangkat ini sudah tidak dikenal.")
    uow.catat("akun.lupakan_perangkat", objek="akun", objek_id=pegawai_id, orang=(pegawai_id,), rincian={"perangkat_id": perangkat_id})
