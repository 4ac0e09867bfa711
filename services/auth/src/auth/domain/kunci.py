"""The life of a signing key: it is published before it signs, and stays published until the last token that it signed has ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

MASA_PAKAI = timedelta(days=30)
TENGGANG = timedelta(minutes=5)
"""From publication to the first signature: longer than services, and what is between, go on with the keys that they have."""
TUMPANG = timedelta(hours=1)
"""How long a key stays published after its successor began: tokens live five minutes."""


class Kunci(Protocol):
    @property
    def mulai_pada(self) -> datetime: ...


K = TypeVar("K", bound=Kunci)


def penanda(kunci: Sequence[K], pada: datetime) -> K | None:
    """The key that signs now; ``kunci`` are those that were not revoked, the latest to begin first."""
    return next((satu for satu in kunci if satu.mulai_pada <= pada), None)


def terbit(kunci: Sequence[K], pada: datetime) -> list[K]:
    """The keys to be published now: the coming ones, the one that signs, and those whose tokens may still be about."""
    return [satu for satu, sesudah in zip(kunci, (None, *kunci), strict=False) if sesudah is None or sesudah.mulai_pada + TUMPANG > pada]


def menunggu(kunci: Sequence[K], pada: datetime) -> K | None:
    """The key that is published and does not sign yet."""
    return kunci[0] if kunci and kunci[0].mulai_pada > pada else None


def habis(kunci: Sequence[K], pada: datetime) -> bool:
    """Whether the key that signs has done so for long enough, and none is coming."""
    kini = penanda(kunci, pada)
    return menunggu(kunci, pada) is None and (kini is None or kini.mulai_pada <= pada - MASA_PAKAI)
