"""What subscribers read: the JSON Schemas and the AsyncAPI document are generated from the contracts and true of the samples."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest
import yaml

from shared.contracts import BY_TYPE
from shared.web.catalogue import asyncapi_yaml, schema_json

SAMPLES = files("shared.contracts") / "samples"
TYPES = sorted(BY_TYPE)


def schema(type_: str) -> dict[str, Any]:
    text = schema_json(type_)
    assert text is not None
    document: dict[str, Any] = json.loads(text)
    return document


def sample(type_: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SAMPLES / f"{type_}.json").read_text())
    return document


@pytest.fixture(scope="module")
def asyncapi() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(asyncapi_yaml())
    return document


@pytest.mark.parametrize("type_", TYPES)
def test_the_schema_of_each_type_is_a_valid_schema(type_: str) -> None:
    jsonschema_rs.meta.validate(schema(type_))


@pytest.mark.parametrize("type_", TYPES)
def test_the_sample_of_each_type_is_true_of_its_schema(type_: str) -> None:
    validator = jsonschema_rs.validator_for(schema(type_))

    assert [error.message for error in validator.iter_errors(sample(type_)["data"])] == []


@pytest.mark.parametrize("type_", TYPES)
def test_a_payload_without_its_subject_is_not_true_of_the_schema(type_: str) -> None:
    data = sample(type_)["data"]
    del data[BY_TYPE[type_].subject]

    assert not jsonschema_rs.validator_for(schema(type_)).is_valid(data)


def test_there_is_no_schema_of_an_unknown_type() -> None:
    assert schema_json("skp.skp.v2") is None


def test_the_asyncapi_document_names_every_type_once_with_owner_and_audience(asyncapi: dict[str, Any]) -> None:
    messages = asyncapi["components"]["messages"].values()

    assert asyncapi["asyncapi"] == "3.0.0"
    assert sorted(message["title"] for message in messages) == TYPES
    for message in messages:
        contract = BY_TYPE[message["title"]]
        assert (message["x-owner"], message["x-audience"], message["contentType"]) == (
            contract.owner,
            contract.audience,
            "application/cloudevents+json",
        )


def test_every_reference_of_the_asyncapi_document_leads_somewhere(asyncapi: dict[str, Any]) -> None:
    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return own + [ref for inner in value.values() for ref in references(inner)]
        return [ref for inner in value for ref in references(inner)] if isinstance(value, list) else []

    for reference in references(asyncapi):
        if reference.startswith("/skema/"):
            assert schema_json(reference.removeprefix("/skema/").removesuffix(".json")) is not None, reference
            continue
        place: Any = asyncapi
        for step in reference.removeprefix("#/").split("/"):
            assert step in place, reference
            place = place[step]


@pytest.mark.parametrize("type_", TYPES)
def test_the_sample_of_each_type_is_true_of_its_described_message(asyncapi: dict[str, Any], type_: str) -> None:
    payload = dict(asyncapi["components"]["messages"][type_.replace(".", "_")]["payload"])
    payload["properties"] = {**payload["properties"], "data": schema(type_)}

    assert [error.message for error in jsonschema_rs.validator_for(payload).iter_errors(sample(type_))] == []


@pytest.mark.parametrize("type_", TYPES)
def test_each_channel_says_the_exchange_and_the_routing_key_that_the_broker_knows(asyncapi: dict[str, Any], type_: str) -> None:
    channel = asyncapi["channels"][type_.replace(".", "_")]

    assert channel["address"] == "{instansi}." + type_
    expected = "kinerja.state" if BY_TYPE[type_].audience == "state" else "kinerja.publik"
    assert channel["bindings"]["amqp"]["exchange"]["name"] == expected
