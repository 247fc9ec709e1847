"""What placing a batch of contacts comes to: where each went, and the rows and events to write."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from warmline.interactions.book import OpenInteraction
from warmline.kit.events import Event


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """Where a contact was placed, or where the one is that an operation was about. ``duplicate``: its message was there
    already, and nothing was written."""

    interaction_id: UUID | None
    case_id: UUID | None
    message_ids: tuple[UUID, ...] = ()
    duplicate: bool = False


@dataclass
class Plan:
    """Rows to write, by table, and the events that tell of them, in order."""

    cases: list[tuple[Any, ...]] = field(default_factory=list)
    interactions: list[tuple[Any, ...]] = field(default_factory=list)
    participants: list[tuple[Any, ...]] = field(default_factory=list)
    messages: list[tuple[Any, ...]] = field(default_factory=list)
    attachments: list[tuple[Any, ...]] = field(default_factory=list)
    decisions: list[tuple[Any, ...]] = field(default_factory=list)
    links: list[tuple[Any, ...]] = field(default_factory=list)
    refs: list[tuple[UUID, UUID, str, str]] = field(default_factory=list)
    moved: dict[UUID, OpenInteraction] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
