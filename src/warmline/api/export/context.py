"""The shapes of what keeps context: patterns, questions, losses, policies, proposals, and learned models."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line


class EntityPatternLine(Line, frozen=True, kw_only=True, tag="entity_pattern"):
    """What the organisation finds in messages, as an expression."""

    table: ClassVar[str] = "entity_pattern"

    id: UUID
    kind: str
    label: str
    expression: str
    cues: list[str]
    needs_cue: bool
    confidence: float
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class ContinuityPolicyLine(Line, frozen=True, kw_only=True, tag="continuity_policy"):
    """Which team owns a case's context at a switch, and what must travel along; from or to null means any."""

    table: ClassVar[str] = "continuity_policy"

    id: UUID
    switch: str
    from_value: str | None
    to_value: str | None
    name: str
    owner_team_id: UUID | None
    fields: list[Json]
    version: int
    created_at: datetime
    updated_at: datetime


class ContinuityModelLine(Line, frozen=True, kw_only=True, tag="continuity_model"):
    """A model of continuity that was learned from corrections; `definition` holds its weights."""

    table: ClassVar[str] = "continuity_model"

    id: UUID
    number: int
    status: str
    definition: Json
    corrections: int
    trained_by: str
    trained_at: datetime
    activated_by: str | None
    activated_at: datetime | None
    version: int
    updated_at: datetime


class CustomerQuestionLine(Line, frozen=True, kw_only=True, tag="customer_question"):
    """What a customer asked, by its place in the message's text."""

    table: ClassVar[str] = "customer_question"
    columns: ClassVar[dict[str, str]] = {"span_start": "lower(t.span)", "span_end": "upper(t.span)"}

    id: UUID
    interaction_id: UUID
    message_id: UUID
    span_start: int
    span_end: int
    at: datetime
    answered_by: UUID | None
    closed_by: str | None
    closed_at: datetime | None


class ContextLossLine(Line, frozen=True, kw_only=True, tag="context_loss"):
    """Context that was lost between two contacts or two people, with its evidence."""

    table: ClassVar[str] = "context_loss"

    id: UUID
    kind: str
    interaction_id: UUID
    message_id: UUID | None
    hand_off_id: UUID | None
    field: str
    agent_id: UUID | None
    evidence: list[Json]
    at: datetime
    dismissed_by: str | None
    dismissed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class ContextProposalLine(Line, frozen=True, kw_only=True, tag="context_proposal"):
    """A change that the review of continuity suggested, and what somebody said to it."""

    table: ClassVar[str] = "context_proposal"

    id: UUID
    kind: str
    switch: str
    from_value: str | None
    to_value: str | None
    field: str
    team_id: UUID | None
    numerator: int
    denominator: int
    loss_ids: list[UUID]
    period_from: datetime
    period_to: datetime
    status: str
    policy_id: UUID | None
    decided_by: str | None
    decided_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


# What is set up, and what came of it.
RULES: tuple[type[Line], ...] = (EntityPatternLine, ContinuityPolicyLine, ContinuityModelLine)
CONTEXT: tuple[type[Line], ...] = (CustomerQuestionLine, ContextLossLine, ContextProposalLine)
