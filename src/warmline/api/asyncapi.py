"""The events as AsyncAPI 3.0, made from the classes that announce them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any
from uuid import UUID

import msgspec

from warmline.kit.events import Event, registry
from warmline.realtime import Frame, Topics

# What the socket tells of events, by its `op`.
TOLD: dict[str, type[msgspec.Struct]] = {"event": Frame, "topics": Topics}
LIVE, LOG = "/api/v1/live", "/api/v1/events"
REF = "#/components/schemas/{name}"
INTRODUCTION = """\
What happened, in the order of the log. Events hold identifiers, not what people wrote.

- `GET /api/v1/events` gives them as they are in the log: ask again with the cursor of the last one that you have.
- The WebSocket `/api/v1/live?topics=org,case:<uuid>&after=<cursor>` tells them as they are committed, each as a `Frame`
  with the entities that it changed: apply a `value` by kind and id where its version is newer than yours. `Topics` says
  what you follow: less, when something went out of your sight.
"""


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """What every event has. ``cursor`` is its place: resume after it."""

    cursor: str
    type: str
    at: datetime
    actor: str
    request_id: str | None
    case_id: UUID | None
    interaction_id: UUID | None
    customer_id: UUID | None


def asyncapi(events: Mapping[str, type[Event]] = registry) -> dict[str, Any]:
    """The description of these events, by default of all that have been imported."""
    found = sorted(events.items())
    classes: list[Any] = [Frame, Topics, Logged, *(cls for _, cls in found)]
    _, components = msgspec.json.schema_components(classes, ref_template=REF)
    messages = {cls.__name__: _message(type_, cls, components[cls.__name__]) for type_, cls in found}
    messages |= {cls.__name__: _told(op, cls) for op, cls in TOLD.items()}
    for _, cls in found:
        del components[cls.__name__]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Warmline events", "version": version("warmline"), "description": INTRODUCTION},
        "defaultContentType": "application/json",
        "channels": {
            "log": {"address": LOG, "title": "The event log", "messages": _refs(cls.__name__ for _, cls in found)},
            "live": {
                "address": LIVE,
                "title": "Events as they are committed",
                "messages": _refs(cls.__name__ for cls in TOLD.values()),
            },
        },
        "operations": {
            "give": {"action": "send", "channel": {"$ref": "#/channels/log"}, "summary": "Every event, in order."},
            "tell": {
                "action": "send",
                "channel": {"$ref": "#/channels/live"},
                "summary": "Each event that concerns the topics, once and in order, with what it changed.",
            },
        },
        "components": {"messages": dict(sorted(messages.items())), "schemas": dict(sorted(components.items()))},
    }


def _refs(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/messages/{name}"} for name in sorted(names)}


def _told(op: str, cls: type[msgspec.Struct]) -> dict[str, Any]:
    name = cls.__name__
    return {"name": op, "title": name, "summary": sentence(cls.__doc__), "payload": {"$ref": REF.format(name=name)}}


def _message(type_: str, cls: type[Event], schema: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: each for name, each in schema["properties"].items() if name not in COLUMNS}
    required = [name for name in schema.get("required", []) if name in own]
    data = {"type": "object", "properties": own, "required": required}
    payload = {"type": "object", "properties": {"type": {"const": type_}, "data": data}, "required": ["type", "data"]}
    return {
        "name": type_,
        "title": cls.__name__,
        "summary": sentence(cls.__doc__),
        "tags": [{"name": type_.partition(".")[0]}],
        "x-changes": dict(cls.entities),
        "payload": {"allOf": [{"$ref": REF.format(name="Logged")}, payload]},
    }


COLUMNS = ("case_id", "interaction_id", "customer_id")


def sentence(docstring: str | None) -> str:
    """A docstring on one line."""
    return " ".join((docstring or "").split())
