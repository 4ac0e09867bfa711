"""What auth keeps of what the other services tell."""

from __future__ import annotations

from auth.adapters.unit_of_work import UnitOfWork
from shared.contracts import BY_CLASS
from shared.contracts.akses import Dibaca
from shared.messaging.envelope import Envelope


def on_dibaca(uow: UnitOfWork, event: Dibaca, _: Envelope) -> None:
    """Somebody was shown other people's records; they see it in their access log."""
    uow.simpan_dibaca(event, BY_CLASS[type(event)].owner)
