"""The time. Everything that the rules look at asks here; tokens, outbox and metrics use the machine's clock instead.

In the demo profile, and only there, the clock can be driven: the whole installation by an offset, one request by a moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["UTC", "at", "end_of_day", "now", "set_offset", "today"]

_offset = timedelta(0)
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _moment.get() or datetime.now(UTC) + _offset


def today(zone: str) -> date:
    """The calendar day in an instansi's own time zone (``Asia/Jakarta``, ``Asia/Makassar``, ``Asia/Jayapura``)."""
    return now().astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """23:59:59 of a deadline's day in the instansi's time zone, as UTC."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)


def set_offset(offset: timedelta) -> None:
    """Move the clock of this process; called by the wiring of the demo profile alone."""
    global _offset  # noqa: PLW0603
    _offset = offset


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the enclosed code run at ``moment`` (must carry a time zone)."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
