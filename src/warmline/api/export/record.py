"""The shapes of what happened: cases, interactions, messages, and what travels with them."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line, base64
from warmline.interactions import CaseStatus, Status


class CaseLine(Line, frozen=True, kw_only=True, tag="case"):
    """A customer's issue. `terms` are the words of its messages with their counts, which similarity is computed on."""

    table: ClassVar[str] = "case_record"

    id: UUID
    reference: str
    customer_id: UUID
    title: str
    category: str | None
    subcategory: str | None
    status: CaseStatus
    owner_id: UUID | None
    team_id: UUID | None
    priority: int
    outcome: str | None
    resolution_attempts: int
    summary: str
    open_questions: list[Any]
    facts: list[Any]
    terms: dict[str, int]
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    last_contact_at: datetime
    joined_into: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class InteractionLine(Line, frozen=True, kw_only=True, tag="interaction"):
    """One continuous contact on one channel. `session` is the chat's token; seconds are an agent's time."""

    table: ClassVar[str] = "interaction"

    id: UUID
    customer_id: UUID | None
    handle_id: UUID | None
    case_id: UUID | None
    channel: str
    medium: str
    account_id: UUID
    direction: str
    initiation: str
    status: Status
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
    session: str | None
    fields: Json
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
    created_at: datetime
    updated_at: datetime


class ParticipantLine(Line, frozen=True, kw_only=True, tag="participant"):
    """Who took part in an interaction."""

    table: ClassVar[str] = "participant"

    id: UUID
    interaction_id: UUID
    role: str
    agent_id: UUID | None
    customer_id: UUID | None
    handle_id: UUID | None
    name: str
    joined_at: datetime
    left_at: datetime | None


class MessageLine(Line, frozen=True, kw_only=True, tag="message"):
    """One utterance, mail or note. `elided` is quoted history that was trimmed from `text`; `mentions` are the agents
    and teams that a note calls upon."""

    table: ClassVar[str] = "message"

    id: UUID
    interaction_id: UUID
    participant_id: UUID
    direction: str
    visibility: str
    text: str
    html: str | None
    elided: str | None
    subject: str | None
    account_id: UUID
    external_id: str | None
    in_reply_to: UUID | None
    handle_id: UUID | None
    delivery: str | None
    delivery_reason: str | None
    language: str | None
    sentiment: float | None
    mentions: list[UUID]
    at: datetime
    received_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime


class HeldReplyLine(Line, frozen=True, kw_only=True, tag="held_reply"):
    """Where a reply goes, and when, that its author can still take back."""

    table: ClassVar[str] = "held_reply"
    order: ClassVar[str] = "t.message_id"

    message_id: UUID
    agent_id: UUID | None
    author: str
    author_name: str
    channel: str
    medium: str
    synchrony: str
    subject: str | None
    send_at: datetime


class BlobLine(Line, frozen=True, kw_only=True, tag="blob"):
    """A file's content in Base64, once, however often it was attached. Attachments name it by its SHA-256."""

    table: ClassVar[str] = "blob"
    order: ClassVar[str] = "t.sha256"
    columns: ClassVar[dict[str, str]] = {"content": base64("t.content")}

    sha256: str
    size: int
    content: str
    created_at: datetime


class AttachmentLine(Line, frozen=True, kw_only=True, tag="attachment"):
    """A file of a message. Without `sha256` it was too large to keep, or only named."""

    table: ClassVar[str] = "attachment"

    id: UUID
    message_id: UUID
    position: int
    name: str
    content_type: str
    size: int | None
    sha256: str | None
    inline_id: str | None


class CaseDecisionLine(Line, frozen=True, kw_only=True, tag="case_decision"):
    """Why an interaction is in its case; later ones replace earlier ones."""

    table: ClassVar[str] = "case_decision"

    id: UUID
    interaction_id: UUID
    kind: str
    case_id: UUID | None
    previous_case_id: UUID | None
    rule: str
    score: float | None
    evidence: list[Json]
    candidates: list[Json]
    decided_by: str
    at: datetime
    undoes: UUID | None
    undone_at: datetime | None
    answer: str | None
    because: UUID | None


class InteractionLinkLine(Line, frozen=True, kw_only=True, tag="interaction_link"):
    """How one interaction is related to another."""

    table: ClassVar[str] = "interaction_link"

    id: UUID
    kind: str
    from_id: UUID
    to_id: UUID
    confidence: float
    evidence: list[Json]
    decided_by: str
    at: datetime
    undone_at: datetime | None


class EntityRefLine(Line, frozen=True, kw_only=True, tag="entity_ref"):
    """A business object that a case, an interaction or a span of a message is about."""

    table: ClassVar[str] = "entity_ref"
    columns: ClassVar[dict[str, str]] = {"span_start": "lower(t.span)", "span_end": "upper(t.span)"}

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


class SignalLine(Line, frozen=True, kw_only=True, tag="signal"):
    """An assessment, by a person or a machine."""

    table: ClassVar[str] = "signal"

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


class ActionItemLine(Line, frozen=True, kw_only=True, tag="action_item"):
    """A promise."""

    table: ClassVar[str] = "action_item"
    columns: ClassVar[dict[str, str]] = {"span_start": "lower(t.span)", "span_end": "upper(t.span)"}

    id: UUID
    case_id: UUID
    interaction_id: UUID | None
    message_id: UUID | None
    span_start: int | None
    span_end: int | None
    text: str
    assignee_id: UUID | None
    due_at: datetime | None
    status: str
    source: str
    created_by: str
    done_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class HandOffLine(Line, frozen=True, kw_only=True, tag="hand_off"):
    """Work that went to somebody else, with the context that travelled with it."""

    table: ClassVar[str] = "hand_off"

    id: UUID
    interaction_id: UUID
    case_id: UUID | None
    from_kind: str
    from_id: UUID | None
    to_kind: str
    to_id: UUID | None
    reason: str
    policy: str | None
    template_id: UUID | None
    required: list[str]
    packet: Json
    completeness: float
    owner_before: UUID | None
    owner_after: UUID | None
    from_channel: str | None
    to_channel: str | None
    from_team_id: UUID | None
    to_team_id: UUID | None
    context_team_id: UUID | None
    status: str
    created_by: str
    accepted_at: datetime | None
    accepted_by: UUID | None
    declined_by: UUID | None = None
    decline_reason: str | None = None
    asked_again: list[Json]
    version: int
    created_at: datetime
    updated_at: datetime


class OfferLine(Line, frozen=True, kw_only=True, tag="offer"):
    """Work that was offered to an agent, why to this one, and what became of the offer."""

    table: ClassVar[str] = "offer"

    id: UUID
    interaction_id: UUID
    agent_id: UUID
    queue_id: UUID | None
    status: str
    offered_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    reason: str | None
    explanation: Json
    version: int
    created_at: datetime
    updated_at: datetime


class DeliveryLine(Line, frozen=True, kw_only=True, tag="delivery"):
    """How often it was tried to send a message, and how that ended."""

    table: ClassVar[str] = "delivery"
    order: ClassVar[str] = "t.message_id"

    message_id: UUID
    account_id: UUID
    handle_id: UUID
    external_id: str
    automatic: bool
    status: str
    attempts: int
    created_at: datetime
    updated_at: datetime


RECORD: tuple[type[Line], ...] = (
    CaseLine,
    InteractionLine,
    ParticipantLine,
    MessageLine,
    HeldReplyLine,
    BlobLine,
    AttachmentLine,
    CaseDecisionLine,
    InteractionLinkLine,
    EntityRefLine,
    SignalLine,
    ActionItemLine,
    HandOffLine,
    OfferLine,
    DeliveryLine,
)
