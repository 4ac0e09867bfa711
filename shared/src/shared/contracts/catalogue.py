"""The catalogue of event types: what each means, who owns it, who may hear it and for how long it is kept.

A contract is a frozen dataclass registered with :func:`contract`; its type is ``<owner>.<noun or deed>.v<n>``. A breaking change is a new
version with a new stored sample; fields may only be added, with a default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

Audience = Literal["state", "public"]
T = TypeVar("T")
EVERY_SERVICE = "*"
"""The owner of a type that every service publishes of itself; the envelope's ``source`` says which one did."""


@dataclass(frozen=True, slots=True)
class Contract:
    """One version of one event type; ``cls`` is the payload (the ``data`` of the envelope)."""

    cls: type
    type: str
    owner: str
    audience: Audience
    subject: str
    purpose: str
    retention: str


BY_TYPE: dict[str, Contract] = {}
BY_CLASS: dict[type, Contract] = {}


def contract(
    type_: str, *, owner: str, audience: Audience, subject: str = "id", purpose: str, retention: str = "30 hari pada aliran pelanggan"
) -> Callable[[type[T]], type[T]]:
    """Register a payload class; ``subject`` names the field that holds the id of the aggregate the event is about."""

    def register(cls: type[T]) -> type[T]:
        entry = Contract(cls, type_, owner, audience, subject, purpose, retention)
        if type_ in BY_TYPE:
            raise ValueError(f"event type {type_} is registered twice")
        BY_TYPE[type_] = BY_CLASS[cls] = entry
        return cls

    return register
