"""New ids: UUIDv7, so that later is larger."""

from __future__ import annotations

from uuid import UUID

import uuid6


def id_baru() -> UUID:
    return UUID(str(uuid6.uuid7()))
