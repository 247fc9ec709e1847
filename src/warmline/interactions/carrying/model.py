"""What was found in a case's messages, and where context was lost. Pure."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

# Who finds and notes: what entity references and events are signed with.
NAME = "context"
FOUND_BY = f"system:{NAME}"


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One entity in one message of a customer; ``value`` of a card is its last four."""

    ref_id: UUID
    case_id: UUID
    kind: str
    value: str
    label: str
    confidence: float
    message_id: UUID
    interaction_id: UUID
    channel: str
    start: int
    end: int
    at: datetime


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the customer's that is still open."""

    id: UUID
    case_id: UUID
    interaction_id: UUID
    message_id: UUID
    channel: str
    start: int
    end: int
    text: str
    at: datetime


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """Context that was lost: ``field`` was asked again, repeated or missing. ``evidence`` names messages and places in
    them, never what stands there."""

    kind: str
    interaction_id: UUID
    field: str
    at: datetime
    evidence: list[dict[str, Any]]
    message_id: UUID | None = None
    hand_off_id: UUID | None = None
    agent_id: UUID | None = None


def place(role: str, message_id: UUID, start: int, end: int) -> dict[str, Any]:
    """One piece of evidence: a part of a message, and what it shows."""
    return {"role": role, "message_id": str(message_id), "start": start, "end": end}
