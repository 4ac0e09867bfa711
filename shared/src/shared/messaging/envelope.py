"""The envelope of every event: CloudEvents 1.0, structured JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
import uuid6

from shared import clock
from shared.contracts import BY_CLASS, BY_TYPE
from shared.observability import traceparent

PREFIX = "id.go.kinerja."
CONTENT_TYPE = "application/cloudevents+json"
EXCHANGES = {"state": "kinerja.state", "public": "kinerja.publik"}


class UnknownEvent(ValueError):
    """The type or version is not in the catalogue, or the payload does not fit it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """``sequence`` is the version of the aggregate (0 for public events); ``epoch`` is raised when the publisher's database was restored."""

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    dataschema: str
    instansi: UUID
    sequence: int
    epoch: int
    actor: str
    traceparent: str
    data: Any
    specversion: str = "1.0"
    datacontenttype: str = "application/json"

    @property
    def short_type(self) -> str:
        return self.type.removeprefix(PREFIX)

    @property
    def routing_key(self) -> str:
        return f"{self.instansi}.{self.short_type}"

    @property
    def exchange(self) -> str:
        return EXCHANGES[BY_TYPE[self.short_type].audience]

    def event(self) -> object:
        """The payload as its contract's dataclass; raises :class:`UnknownEvent`."""
        contract = BY_TYPE.get(self.short_type)
        if contract is None or self.type == self.short_type:
            raise UnknownEvent(f"unknown event type {self.type}")
        try:
            return msgspec.convert(self.data, contract.cls)
        except msgspec.ValidationError as error:
            raise UnknownEvent(f"{self.type}: {error}") from error


def wrap(event: object, *, service: str, actor: str, epoch: int) -> Envelope:
    """The envelope around a contract's payload."""
    contract = BY_CLASS[type(event)]
    instansi = getattr(event, "instansi_id", None) or getattr(event, contract.subject)
    return Envelope(
        id=UUID(str(uuid6.uuid7())),
        source=f"/kinerja/{service}",
        type=PREFIX + contract.type,
        subject=str(getattr(event, contract.subject)),
        time=clock.now(),
        dataschema=f"/skema/{contract.type}.json",
        instansi=instansi,
        sequence=getattr(event, "version", 0),
        epoch=epoch,
        actor=actor,
        traceparent=traceparent(),
        data=event,
    )


def encode(envelope: Envelope) -> bytes:
    return msgspec.json.encode(envelope)


@lru_cache(maxsize=1)
def _decoder() -> msgspec.json.Decoder[Envelope]:
    return msgspec.json.Decoder(Envelope)


def decode(body: bytes) -> Envelope:
    """Raises :class:`UnknownEvent` when the body is no envelope."""
    try:
        return _decoder().decode(body)
    except msgspec.MsgspecError as error:
        raise UnknownEvent(f"no envelope: {error}") from error
