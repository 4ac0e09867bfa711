"""Auth reads no other service's events."""

from __future__ import annotations

from collections.abc import Mapping

from shared.messaging.consumer import Handler

HANDLERS: Mapping[type, Handler] = {}
