"""What a notification is."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Kind(StrEnum):
    """Why somebody is told: a note calls upon them, a case became theirs, work is handed to them, a snooze ended, a
    colleague declined what they handed over or whom they asked into a conversation."""

    MENTION = "mention"
    ASSIGNED = "assigned"
    HAND_OFF = "hand_off"
    SNOOZE = "snooze"
    DECLINED = "declined"


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an agent was told. The case's reference and title are null where the agent does not see it any
    more; ``actor_name`` is who brought it about, where an agent did."""

    id: UUID
    kind: Kind
    case_id: UUID | None
    case_reference: str | None
    case_title: str | None
    interaction_id: UUID | None
    message_id: UUID | None
    actor: str
    actor_name: str | None
    at: datetime
    read_at: datetime | None
    version: int


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """How many notifications one has not read."""

    unread: int


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to tell what. ``cause`` is the event's place in the log: it tells somebody one thing once."""

    agent_id: UUID
    kind: Kind
    actor: str
    cause: str
    at: datetime
    case_id: UUID | None = None
    interaction_id: UUID | None = None
    message_id: UUID | None = None
