"""The events as AsyncAPI 3.0, made from the classes that announce them."""

from importlib.metadata import version
from typing import Any

import msgspec

from warmline.kit.events import Event, registry

SOCKET = "/api/v1/socket"
ENVELOPE: dict[str, Any] = {
    "cursor": {"type": "string", "description": "Where to resume after this event. Opaque, and grows."},
    "type": {"type": "string", "description": "`<entity>.<past participle>`."},
    "at": {"type": "string", "format": "date-time"},
    "actor": {
        "type": "string",
        "description": "`agent:<uuid>`, `api_key:<uuid>`, `connector:<code>`, `system:<name>`.",
    },
}


def asyncapi() -> dict[str, Any]:
    """The description, with every event that has been imported."""
    found = sorted(registry.items())
    schemas, components = msgspec.json.schema_components(
        [cls for _, cls in found], ref_template="#/components/schemas/{name}"
    )
    messages = {cls.__name__: _message(type_, cls, schema) for (type_, cls), schema in zip(found, schemas, strict=True)}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Warmline events",
            "version": version("warmline"),
            "description": "What happened, in the order of the log. Events hold identifiers, not what people wrote.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "events": {
                "address": SOCKET,
                "title": "Committed events",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "announce": {
                "action": "send",
                "channel": {"$ref": "#/channels/events"},
                "summary": "Each committed event that the listener may see, once and in order.",
            }
        },
        "components": {"messages": messages, "schemas": dict(sorted(components.items()))},
    }


def _message(type_: str, cls: type[Event], schema: dict[str, Any]) -> dict[str, Any]:
    headline = {"type": "object", "properties": ENVELOPE | {"type": {"const": type_}}, "required": list(ENVELOPE)}
    return {
        "name": type_,
        "title": cls.__name__,
        "summary": " ".join((cls.__doc__ or "").split()),
        "tags": [{"name": type_.partition(".")[0]}],
        "x-changes": dict(cls.entities),
        "payload": {"allOf": [headline, schema]},
    }
