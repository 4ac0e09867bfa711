"""Which events auth listens to."""

from __future__ import annotations

from collections.abc import Mapping

from auth.application import projections
from shared.contracts.akses import DIBACA
from shared.messaging.consumer import Handler

HANDLERS: Mapping[type, Handler] = dict.fromkeys(DIBACA.values(), projections.on_dibaca)
