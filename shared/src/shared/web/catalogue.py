"""JSON Schemas and the AsyncAPI description, generated from the event contracts."""

from __future__ import annotations

import json
from functools import lru_cache

import msgspec
import yaml

from shared.contracts import BY_TYPE, EVERY_SERVICE, Contract
from shared.messaging.envelope import CONTENT_TYPE, EXCHANGES, PREFIX

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _schema(contract: Contract) -> dict[str, object]:
    data, components = msgspec.json.schema_components([contract.cls], ref_template="#/$defs/{name}")
    return {
        "$schema": _DRAFT,
        "$id": f"/skema/{contract.type}.json",
        "title": contract.type,
        "description": contract.purpose,
        **data[0],
        "$defs": components,
    }


@lru_cache(maxsize=64)
def schema_json(type_: str) -> str | None:
    """The JSON Schema of one event type's payload, or None when there is no such type."""
    contract = BY_TYPE.get(type_)
    return json.dumps(_schema(contract), indent=1) if contract else None


@lru_cache(maxsize=1)
def asyncapi_yaml() -> str:
    """AsyncAPI 3.0: one channel an exchange and type; messages are CloudEvents whose data is the type's schema."""
    channels, operations, messages, schemas = {}, {}, {}, {}
    for contract in BY_TYPE.values():
        key = contract.type.replace(".", "_")
        schemas[key] = {"$ref": f"/skema/{contract.type}.json"}
        messages[key] = {
            "name": PREFIX + contract.type,
            "title": contract.type,
            "summary": contract.purpose,
            "contentType": CONTENT_TYPE,
            "payload": _envelope(contract, key),
            "x-owner": contract.owner,
            "x-audience": contract.audience,
            "x-retention": contract.retention,
        }
        channels[key] = {
            "address": f"{{instansi}}.{contract.type}",
            "messages": {key: {"$ref": f"#/components/messages/{key}"}},
            "parameters": {"instansi": {"description": "UUID of the instansi the event belongs to"}},
            "bindings": {
                "amqp": {"is": "routingKey", "exchange": {"name": EXCHANGES[contract.audience], "type": "topic", "durable": True}}
            },
        }
        operations[f"send_{key}"] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{key}"},
            "summary": f"Published by {'every service' if contract.owner == EVERY_SERVICE else contract.owner}",
        }
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Kinerja",
            "version": "1",
            "description": "Events of the five services. Public ones are for subscribers; state ones are internal.",
        },
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    }
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=140)


def _envelope(contract: Contract, key: str) -> dict[str, object]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["specversion", "id", "source", "type", "subject", "time", "data", "instansi", "sequence"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "source": {"pattern": "^/kinerja/[a-z]+$"} if contract.owner == EVERY_SERVICE else {"const": f"/kinerja/{contract.owner}"},
            "type": {"const": PREFIX + contract.type},
            "subject": text,
            "time": {"type": "string", "format": "date-time"},
            "dataschema": text,
            "instansi": {"type": "string", "format": "uuid"},
            "sequence": {"type": "integer"},
            "epoch": {"type": "integer"},
            "actor": text,
            "traceparent": text,
            "data": {"$ref": f"#/components/schemas/{key}"},
        },
    }
