"""Stored events are append-only: yesterday's must be readable today, and today's by whoever knows yesterday's contract."""

from __future__ import annotations

import json
from dataclasses import fields, make_dataclass
from importlib.resources import files
from typing import Any
from uuid import UUID

import msgspec
import pytest

from shared.contracts import BY_TYPE, EVERY_SERVICE, skp
from shared.messaging.envelope import EXCHANGES, Envelope, UnknownEvent, decode, encode, wrap

SERVICES = ("auth", "skp", "capaian", "penilaian", "laporan")
SAMPLES = files("shared.contracts") / "samples"
TYPES = sorted(BY_TYPE)
NAMES = sorted(entry.name.removesuffix(".json") for entry in SAMPLES.iterdir() if entry.name.endswith(".json"))
"""``<type>``, and ``<type>~<n>`` for what a type carries since fields were added; none is ever changed or removed."""


def type_of(name: str) -> str:
    return name.partition("~")[0]


def stored(name: str) -> bytes:
    return (SAMPLES / f"{name}.json").read_bytes()


def as_dict(body: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(body)
    return document


def today(name: str) -> dict[str, Any]:
    """What today's publisher would send for the sample's state."""
    envelope = decode(stored(name))
    return as_dict(encode(wrap(envelope.event(), service=BY_TYPE[type_of(name)].owner, actor=envelope.actor, epoch=envelope.epoch)))


def paths(value: Any, prefix: str = "") -> set[str]:
    """Every field of a payload as ``rhk[].indikator[].target``."""
    if isinstance(value, dict):
        return {path for key, inner in value.items() for path in {f"{prefix}.{key}", *paths(inner, f"{prefix}.{key}")}}
    if isinstance(value, list):
        return {path for inner in value for path in paths(inner, f"{prefix}[]")}
    return set()


def holds(after: Any, before: Any) -> bool:
    """Whether ``after`` says all that ``before`` says; fields added since do no harm."""
    if isinstance(before, dict):
        return isinstance(after, dict) and all(key in after and holds(after[key], inner) for key, inner in before.items())
    if isinstance(before, list):
        return isinstance(after, list) and len(after) == len(before) and all(map(holds, after, before))
    return bool(after == before)


def with_unknown_fields(value: Any) -> Any:
    if isinstance(value, dict):
        return {"field_of_next_year": {"x": 1}, **{key: with_unknown_fields(inner) for key, inner in value.items()}}
    return [with_unknown_fields(inner) for inner in value] if isinstance(value, list) else value


def test_every_type_of_the_catalogue_has_a_sample_and_no_sample_is_left_over() -> None:
    assert set(TYPES) <= set(NAMES)
    assert {type_of(name) for name in NAMES} == set(BY_TYPE)


@pytest.mark.parametrize("type_", TYPES)
def test_the_latest_sample_shows_every_field_of_the_type(type_: str) -> None:
    latest = max((name for name in NAMES if type_of(name) == type_), key=lambda name: int(name.partition("~")[2] or 1))

    assert paths(today(latest)["data"]) <= paths(as_dict(stored(latest))["data"])


@pytest.mark.parametrize("name", NAMES)
def test_yesterdays_event_is_read_by_todays_contract(name: str) -> None:
    event = decode(stored(name)).event()

    assert isinstance(event, BY_TYPE[type_of(name)].cls)


@pytest.mark.parametrize("name", NAMES)
def test_reading_and_writing_an_event_loses_nothing_of_it(name: str) -> None:
    before = as_dict(stored(name))["data"]
    after = today(name)["data"]

    assert paths(before) <= paths(after)
    assert holds(after, before)


@pytest.mark.parametrize("name", NAMES)
def test_todays_event_is_read_by_a_subscriber_who_knows_only_the_stored_fields(name: str) -> None:
    known = as_dict(stored(name))["data"]
    types = {field.name: field.type for field in fields(BY_TYPE[type_of(name)].cls)}
    yesterday = make_dataclass("Yesterday", [(known_field, types[known_field]) for known_field in known], frozen=True)

    read = msgspec.convert(with_unknown_fields(today(name)["data"]), yesterday)

    assert [field.name for field in fields(read)] == list(known)


@pytest.mark.parametrize("name", NAMES)
def test_fields_that_a_later_publisher_adds_are_ignored(name: str) -> None:
    later = encode(decode(json.dumps(with_unknown_fields(as_dict(stored(name)))).encode()))

    assert decode(later).event() == decode(stored(name)).event()


@pytest.mark.parametrize("name", NAMES)
def test_a_field_of_the_sample_that_is_removed_or_renamed_is_noticed(name: str) -> None:
    """The guard itself: take any one field away from today's payload and the comparison with the sample must fail."""
    before = as_dict(stored(name))["data"]
    for lost_field in before:
        lost = {("renamed" if key == lost_field else key): value for key, value in today(name)["data"].items()}

        assert not paths(before) <= paths(lost), lost_field


@pytest.mark.parametrize("name", NAMES)
def test_an_event_that_lacks_a_required_field_is_refused(name: str) -> None:
    document = as_dict(stored(name))
    del document["data"][BY_TYPE[type_of(name)].subject]

    with pytest.raises(UnknownEvent, match=BY_TYPE[type_of(name)].subject):
        decode(json.dumps(document).encode()).event()


@pytest.mark.parametrize("name", NAMES)
def test_the_envelope_says_where_the_event_comes_from_and_goes_to(name: str) -> None:
    contract = BY_TYPE[type_of(name)]
    envelope = decode(stored(name))

    assert envelope.specversion == "1.0"
    assert envelope.type == f"id.go.kinerja.{type_of(name)}"
    assert envelope.source in (
        [f"/kinerja/{contract.owner}"] if contract.owner != EVERY_SERVICE else [f"/kinerja/{name}" for name in SERVICES]
    )
    assert envelope.subject == str(getattr(envelope.event(), contract.subject))
    assert envelope.dataschema == f"/skema/{type_of(name)}.json"
    assert envelope.exchange == EXCHANGES[contract.audience]
    assert envelope.routing_key == f"{envelope.instansi}.{type_of(name)}"
    assert envelope.id.version == 7
    assert envelope.time.tzinfo is not None
    assert envelope.sequence == getattr(envelope.event(), "version", 0)


@pytest.mark.parametrize(
    "type_",
    [
        "id.go.kinerja.skp.skp.v2",
        "id.go.kinerja.skp.dibatalkan.v1",
        "skp.skp.v1",
        "",
    ],
)
def test_an_unknown_type_or_version_is_refused(type_: str) -> None:
    document = {**as_dict(stored("skp.skp.v1")), "type": type_}

    with pytest.raises(UnknownEvent):
        decode(json.dumps(document).encode()).event()


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"id": "1"}', b"<xml/>"])
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(UnknownEvent, match="no envelope"):
        decode(body)


def test_figures_travel_as_text_and_come_back_to_the_last_digit() -> None:
    document = as_dict(stored("penilaian.evaluasi.v1"))["data"]

    assert (document["nilai_skp"], document["nilai_perilaku"], document["nkp"]) == ("111.09", "112.00", "111.46")


@pytest.mark.parametrize("type_", [t for t in TYPES if BY_TYPE[t].audience == "public"])
def test_public_events_are_thin(type_: str) -> None:
    """Ids, dates and what happened; a payload that travels is neither authorised nor logged, so no name, NIP, text or rating is in it."""
    telling = {
        "nama",
        "nip",
        "catatan",
        "predikat",
        "rating_hasil",
        "rating_perilaku",
        "nilai_skp",
        "nilai_perilaku",
        "nkp",
        "uraian",
        "rhk",
    }

    assert not telling & {field.name for field in fields(BY_TYPE[type_].cls)}


@pytest.mark.parametrize("type_", [t for t in TYPES if BY_TYPE[t].audience == "state"])
def test_state_events_carry_the_id_and_version_that_a_copy_is_ordered_by(type_: str) -> None:
    names = {field.name for field in fields(BY_TYPE[type_].cls)}

    assert {"id", "version"} <= names


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_says_for_what_it_is_meant_and_who_owns_it(type_: str) -> None:
    contract = BY_TYPE[type_]

    assert contract.owner in {*SERVICES, EVERY_SERVICE}
    assert contract.purpose.endswith(".")
    assert contract.retention


def test_an_events_instansi_is_its_own_id_when_the_event_is_the_instansi() -> None:
    envelope = decode(stored("auth.instansi.v1"))

    assert str(envelope.instansi) == envelope.subject


def test_a_wrapped_event_names_its_actor_and_epoch() -> None:
    event = decode(stored("skp.disetujui.v1")).event()
    assert isinstance(event, skp.SkpDisetujui)

    envelope: Envelope = wrap(event, service="skp", actor="somebody", epoch=4)

    assert (envelope.actor, envelope.epoch, envelope.instansi) == ("somebody", 4, event.instansi_id)
    assert isinstance(envelope.id, UUID)
