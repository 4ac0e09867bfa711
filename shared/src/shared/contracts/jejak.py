"""The event by which subscribers become witnesses of the audit trails. Every service publishes it of its own trail."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.contracts.catalogue import EVERY_SERVICE, contract


@contract(
    "jejak.kepala_hari.v1",
    owner=EVERY_SERVICE,
    audience="public",
    subject="layanan",
    purpose="Menjadikan pelanggan saksi: hash kepala rantai jejak audit sebuah layanan pada akhir hari; simpan untuk periksa-jejak.",
    retention="Simpan selama jejaknya disimpan; 30 hari pada aliran pelanggan.",
)
@dataclass(frozen=True, slots=True)
class KepalaHari:
    """``hari`` is a day in UTC, ``nomor`` and ``hash`` (SHA-256, hexadecimal) its last block; ``publik`` the Ed25519 key ``kid``, base64url.

    The chain is the service's; it is told to the subscribers of each instansi that has rows in it.
    """

    layanan: str
    instansi_id: UUID
    hari: date
    nomor: int
    hash: str
    kid: str
    publik: str
