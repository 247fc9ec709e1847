"""Topics, changes and frames: what a screen hears of the event log. Pure."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.kit.errors import NotFound, WarmlineError
from warmline.kit.events import Recorded

ORG = "org"
# What a topic can be about, besides the whole organisation.
TOPIC_KINDS = ("case", "interaction", "customer", "queue", "agent")
# Fields on which it depends who may see an entity: when one changes, somebody may have lost sight of it.
REACH = frozenset({"owner_id", "team_id", "team_ids", "queue_id", "agent_id"})
# Events that can take permissions away.
PEOPLE = ("agent.", "role.", "team.", "session.", "api_key.")

Loader = Callable[[Conn, Actor, list[UUID]], Awaitable[Mapping[UUID, Any]]]
L = TypeVar("L", bound=Loader)


class CloseCode(IntEnum):
    """Why a socket was closed. After ``RESTART`` and ``TOO_SLOW`` a client connects again with its cursor; after
    ``RIGHTS_CHANGED`` and ``REFETCH`` without one, and fetches what it shows anew."""

    RESTART = 1012
    BAD_FRAME = 4400
    SIGNED_OUT = 4401
    RIGHTS_CHANGED = 4403
    REFETCH = 4409
    TOO_SLOW = 4429


class CursorUnusable(WarmlineError):
    """The cursor cannot be resumed from: {problem}. Fetch what you show again, and connect without a cursor."""

    status = 409


class ForeignOrigin(WarmlineError):
    """The page that opened this socket is not ours. Open it from the desk, or with an API key."""

    status = 403


class TopicNotFound(NotFound):
    """There is no topic {topic} that you may follow."""


class Change(msgspec.Struct, frozen=True):
    """An entity as it is now. ``value`` is null where the reader may not see it (any more), or it is gone; where
    ``version`` is set, it is applied only if it is newer than what the reader has."""

    kind: str
    id: UUID
    version: int | None
    value: Any


class Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="op", tag="event"):
    """One event of the log, with the entities that it changed. All but ``cursor`` and ``changes`` is null where the
    reader only has to drop something."""

    cursor: str
    type: str | None = None
    at: datetime | None = None
    actor: str | None = None
    case_id: UUID | None = None
    interaction_id: UUID | None = None
    customer_id: UUID | None = None
    changes: list[Change] = []


class Topics(msgspec.Struct, frozen=True, kw_only=True, tag_field="op", tag="topics"):
    """All that the reader follows now: told when it has changed that itself, and when something went out of its sight.
    ``news``: of the cases, interactions and customers that it has just begun to follow, the seconds since something was
    last logged about each."""

    topics: list[str]
    news: dict[str, float] = {}


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What an in-process listener gets: an event of the log, or the payload of something that is not logged."""

    topic: str
    event: Recorded | None = None
    payload: Mapping[str, Any] | None = None


def same_for(*permissions: str) -> Callable[[L], L]:
    """Say of a loader that for all who have one of the permissions its answer depends on nothing else about them, so
    that one load serves them all."""

    def mark(loader: L) -> L:
        loader.same_for = permissions  # type: ignore[attr-defined] # functions take attributes; mypy has no type for it
        return loader

    return mark


def sees_all(loader: Loader, actor: Actor) -> bool:
    """Whether the loader's answer to this actor depends on nothing but a permission that the actor has."""
    permissions: tuple[str, ...] = getattr(loader, "same_for", ())
    return bool(permissions) and actor.may(*permissions)


def audience(loader: Loader, actor: Actor) -> Any:
    """Actors with the same audience get the same answer from the loader."""
    return "all" if sees_all(loader, actor) else (actor.ref, actor.permissions, actor.team_ids)


def entities_of(recorded: Recorded) -> list[tuple[str, UUID]]:
    """The kind and id of each entity that the event changed. Where work moved, its case comes into sight or goes out of
    it with it."""
    event = recorded.event
    found: list[tuple[str, UUID]] = []
    for kind, field in type(event).entities.items():
        value = getattr(event, field, None)
        # A field may hold several ids.
        found += [(kind, each) for each in (value if isinstance(value, list | tuple) else [value]) if each]
    if event.case_id and moves(recorded) and ("case", event.case_id) not in found:
        found.append(("case", event.case_id))
    return found


def topics_of(recorded: Recorded) -> frozenset[str]:
    """The topics under which an event is told: what it names, and what its fields named before and after."""
    event = recorded.event
    found = {ORG}
    found.update(f"{kind}:{each}" for kind, each in entities_of(recorded) if kind in TOPIC_KINDS)
    for kind in TOPIC_KINDS:
        found.update(_named(kind, getattr(event, f"{kind}_id", None)))
        for fields in (event.before, event.after):
            found.update(_named(kind, fields.get(f"{kind}_id")))
    for fields in (event.before, event.after):
        found.update(_named("agent", fields.get("owner_id")))
    return frozenset(found)


def _named(kind: str, value: Any) -> set[str]:
    return {f"{kind}:{value}"} if isinstance(value, UUID | str) else set()


def moves(recorded: Recorded) -> bool:
    """Whether somebody may have lost sight of what the event names."""
    event = recorded.event
    return event.type.endswith((".deleted", ".removed")) or not REACH.isdisjoint(event.before)


def touches_rights(recorded: Recorded) -> bool:
    """Whether the event can change what an actor may do."""
    return recorded.event.type.startswith(PEOPLE)


def parse_topic(text: str) -> tuple[str, UUID | None]:
    """``case:<uuid>`` as its kind and id; ``org`` has no id. Raises ``TopicNotFound``."""
    if text == ORG:
        return ORG, None
    kind, _, id_ = text.partition(":")
    try:
        if kind in TOPIC_KINDS:
            return kind, UUID(id_)
    except ValueError:
        pass
    raise TopicNotFound(topic=text[:100])
