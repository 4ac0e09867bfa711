"""What can go wrong in a use case, in the words of the person who has to mend it.

``code`` is stable English for programs, ``detail`` Indonesian for people (what, where, what to do), ``errors`` the same per field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FieldErrors = Mapping[str, Sequence[str]]


class DomainError(Exception):
    """Base of all refusals; one mapper turns it into problem+json or a page."""

    status = 409
    code = "conflict"

    def __init__(self, detail: str, *, code: str | None = None, errors: FieldErrors | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.errors = {field: list(messages) for field, messages in (errors or {}).items()}


class Invalid(DomainError):
    """The input itself is wrong (422)."""

    status, code = 422, "invalid"


class Unauthenticated(DomainError):
    status, code = 401, "unauthenticated"


class Forbidden(DomainError):
    """The caller is known and may not do this; ``detail`` says who may."""

    status, code = 403, "forbidden"


class NotFound(DomainError):
    """It does not exist, or not for this caller: the two are not told apart."""

    status, code = 404, "not_found"


class NotAllowed(DomainError):
    """Not in this state (409): the transition table has no such way now."""

    status, code = 409, "not_allowed"


class Conflict(DomainError):
    """It clashes with something that exists (409)."""


class Stale(DomainError):
    """Somebody changed it in between (412)."""

    status, code = 412, "stale_version"


class VersionRequired(DomainError):
    status, code = 428, "version_required"


class TooLarge(DomainError):
    status, code = 413, "too_large"


class TooMany(DomainError):
    status, code = 429, "too_many_requests"


class Unavailable(DomainError):
    """Something that we need is down; nothing was changed (503)."""

    status, code = 503, "unavailable"
