"""Who somebody is elsewhere: the account of an identity provider that belongs to a person here.

A NIP finds the person once. From then on the account is known by issuer and subject alone, and a NIP that names somebody else is a
contradiction for people to resolve, never a reason to link anew: numbers are given again and typed wrongly, subjects are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.errors import DomainError

MASA_PERMINTAAN = timedelta(minutes=10)


class GagalAsn(DomainError):
    """Signing in by ASN Digital did not work out; ``detail`` says what is wrong, ``saran`` whom to ask or what to do."""

    status, code = 401, "asn_refused"

    def __init__(self, detail: str, saran: str, *, code: str, status: int = 401) -> None:
        super().__init__(detail, code=code)
        self.saran = saran
        self.status = status


@dataclass(frozen=True, slots=True)
class OrangLuar:
    """What a checked id_token says. ``nip`` is what stood in its claim, still unchecked; empty without one."""

    issuer: str
    sub: str
    nip: str
    nama: str
    id_token: str


@dataclass(frozen=True, slots=True)
class IdentitasLuar:
    """The link of one person to one account at an issuer."""

    id: UUID
    instansi_id: UUID
    pegawai_id: UUID
    issuer: str
    sub: str
    nama: str
    dibuat_pada: datetime
    terakhir_pada: datetime


@dataclass(frozen=True, slots=True)
class Permintaan:
    """A sign-in that was begun: what has to come back, and where the browser goes then."""

    issuer: str
    nonce: str
    verifier: str
    lanjut: str
    dibuat_pada: datetime

    def berlaku(self, pada: datetime) -> bool:
        return pada - self.dibuat_pada <= MASA_PERMINTAAN
