"""What travels with a case, as it goes over the wire: references, promises, signals and hand-offs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.interactions.views import View


class RefView(View, frozen=True, kw_only=True):
    """A typed reference to a business object: a policy, claim, account, loan, order. The span is in characters of the
    message's text."""

    id: UUID
    kind: str
    external_id: str
    label: str
    address: str | None
    case_id: UUID | None
    interaction_id: UUID | None
    message_id: UUID | None
    span_start: int | None
    span_end: int | None
    confidence: float
    source: str
    created_at: datetime
    removed_at: datetime | None


class ActionItemView(View, frozen=True, kw_only=True):
    """A promise: what, by whom, until when."""

    id: UUID
    case_id: UUID
    interaction_id: UUID | None
    message_id: UUID | None
    text: str
    assignee_id: UUID | None
    due_at: datetime | None
    status: str
    source: str
    created_by: str
    done_at: datetime | None
    created_at: datetime
    version: int


class SignalView(View, frozen=True, kw_only=True):
    """One assessment, by a person or a machine."""

    id: UUID
    interaction_id: UUID
    case_id: UUID | None
    message_id: UUID | None
    kind: str
    value: float | None
    label: str | None
    confidence: float
    producer: str
    producer_version: str
    evidence: list[Any]
    at: datetime
    superseded_by: UUID | None


class HandOffView(View, frozen=True, kw_only=True):
    """Work that goes to somebody else, with its context packet; ``completeness`` is 0 to 1. ``from_channel`` is
    that of the contact before in the case; ``context_team_id`` owns the context afterwards, by a rule of continuity.
    ``declined_by`` is the agent who declined it, ``decline_reason`` why, where they said."""

    id: UUID
    interaction_id: UUID
    case_id: UUID | None
    from_kind: str
    from_id: UUID | None
    to_kind: str
    to_id: UUID | None
    reason: str
    policy: str | None
    required: list[str]
    packet: dict[str, Any]
    completeness: float
    owner_before: UUID | None
    owner_after: UUID | None
    status: str
    created_by: str
    created_at: datetime
    accepted_at: datetime | None
    accepted_by: UUID | None
    declined_by: UUID | None
    decline_reason: str | None
    asked_again: list[Any]
    from_channel: str | None
    to_channel: str | None
    from_team_id: UUID | None
    to_team_id: UUID | None
    context_team_id: UUID | None
    version: int


class WordsView(View, frozen=True, kw_only=True):
    """What the customer said, where and when."""

    id: UUID
    text: str
    at: datetime
    channel: str
