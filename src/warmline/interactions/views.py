"""The record as it goes over the wire: what ``GET`` returns, and what a screen gets by event."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what is shown. Built from a row whose columns have the same names."""


class CaseView(View, frozen=True, kw_only=True):
    """A customer's issue, across channels. ``customer_id`` is the customer that it counts as now, merges followed."""

    id: UUID
    reference: str
    customer_id: UUID
    title: str
    category: str | None
    subcategory: str | None
    status: str
    owner_id: UUID | None
    team_id: UUID | None
    priority: int
    outcome: str | None
    resolution_attempts: int
    summary: str
    open_questions: list[Any]
    facts: list[Any]
    joined_into: UUID | None
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    last_contact_at: datetime
    version: int


class InteractionView(View, frozen=True, kw_only=True):
    """One continuous contact on one channel. Handle times are in seconds."""

    id: UUID
    customer_id: UUID | None
    handle_id: UUID | None
    case_id: UUID | None
    channel: str
    medium: str
    account_id: UUID
    direction: str
    initiation: str
    status: str
    automatic: bool
    category: str | None
    subcategory: str | None
    subject: str | None
    language: str | None
    queue_id: UUID | None
    owner_id: UUID | None
    team_id: UUID | None
    preferred_id: UUID | None
    priority: int
    fields: dict[str, Any]
    started_at: datetime
    queued_at: datetime | None
    first_offered_at: datetime | None
    answered_at: datetime | None
    first_response_at: datetime | None
    ended_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    status_since: datetime
    last_message_at: datetime
    talk_seconds: float
    hold_seconds: float
    wrap_up_seconds: float
    outcome: str | None
    disposition: str | None
    notes: str
    summary: str
    version: int


class AttachmentView(View, frozen=True, kw_only=True):
    """A file of a message. ``sha256`` is null where it was too large to keep, or only named."""

    name: str
    content_type: str
    size: int | None
    sha256: str | None
    inline_id: str | None


class MessageView(View, frozen=True, kw_only=True):
    """One utterance, mail or note. ``elided`` is what was trimmed from it: quoted history and signature. ``mentions``
    are the agents and teams that a note calls upon. Until ``send_at`` a held reply can be taken back. ``delivery`` is
    how far what we sent got; a customer's message has none, but is read where they are told that we have read it."""

    id: UUID
    interaction_id: UUID
    channel: str
    direction: str
    visibility: str
    author_role: str
    author_id: UUID | None
    author_name: str
    text: str
    html: str | None
    elided: str | None
    subject: str | None
    external_id: str | None
    in_reply_to: UUID | None
    handle_id: UUID | None
    delivery: str | None
    delivery_reason: str | None
    send_at: datetime | None
    language: str | None
    sentiment: float | None
    at: datetime
    received_at: datetime
    mentions: list[UUID]
    attachments: list[AttachmentView]
    version: int


class Mentionable(View, frozen=True, kw_only=True):
    """Somebody whom a note may call upon: an agent, or a team."""

    id: UUID
    kind: Literal["agent", "team"]
    name: str


class ParticipantView(View, frozen=True, kw_only=True):
    """Somebody who took part in an interaction."""

    id: UUID
    interaction_id: UUID
    role: str
    agent_id: UUID | None
    customer_id: UUID | None
    handle_id: UUID | None
    name: str
    joined_at: datetime
    left_at: datetime | None


class DecisionView(View, frozen=True, kw_only=True):
    """Why an interaction is in its case. ``case_id`` of a suggestion is the case that is suggested."""

    id: UUID
    interaction_id: UUID
    kind: str
    case_id: UUID | None
    previous_case_id: UUID | None
    rule: str
    score: float | None
    evidence: list[Any]
    candidates: list[Any]
    decided_by: str
    at: datetime
    undoes: UUID | None
    undone_at: datetime | None
    answer: str | None


class LinkView(View, frozen=True, kw_only=True):
    """How two interactions are related."""

    id: UUID
    kind: str
    from_id: UUID
    to_id: UUID
    confidence: float
    evidence: list[Any]
    decided_by: str
    at: datetime
    undone_at: datetime | None


class HistoryEntry(View, frozen=True, kw_only=True):
    """One thing that happened, out of the event log: what, when, and by whom."""

    cursor: str
    at: datetime
    type: str
    actor: str
    case_id: UUID | None
    interaction_id: UUID | None
    data: dict[str, Any]


class StoryStep(View, frozen=True, kw_only=True):
    """Something that happened between messages, out of the event log: what, and by whom."""

    type: str
    actor: str
    actor_name: str | None
    case_id: UUID | None
    interaction_id: UUID | None
    data: dict[str, Any]


class StoryItem(View, frozen=True, kw_only=True):
    """A message, or a step. ``key`` names it within its case."""

    at: datetime
    key: str
    message: MessageView | None = None
    step: StoryStep | None = None


class StoryPage(View, frozen=True, kw_only=True):
    """A part of a case's story, oldest first. ``older`` reads back from it, null at the beginning; ``newer`` reads on,
    also where there is nothing yet."""

    items: list[StoryItem]
    older: str | None
    newer: str | None
