"""The shapes of rules of routing: their versions, what came of each rule, and escalations."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line


class RuleSetVersionLine(Line, frozen=True, kw_only=True, tag="rule_set_version"):
    """One version of the rules of routing; the highest is in force."""

    table: ClassVar[str] = "rule_set_version"
    order: ClassVar[str] = "t.version"

    version: int
    mode: str
    rules: list[Json]
    changes: list[Json]
    note: str
    restored: int | None
    saved_by: str
    saved_at: datetime


class RuleCountLine(Line, frozen=True, kw_only=True, tag="rule_count"):
    """How often a rule applied, and how often it could not be worked out."""

    table: ClassVar[str] = "rule_count"
    order: ClassVar[str] = "t.rule_id"

    rule_id: UUID
    matched: int
    last_matched_at: datetime | None
    failed: int
    last_error: str | None
    last_failed_at: datetime | None


class EscalationLine(Line, frozen=True, kw_only=True, tag="escalation"):
    """A contact that a supervisor was to look at, why, and what came of it."""

    table: ClassVar[str] = "escalation"

    id: UUID
    interaction_id: UUID
    case_id: UUID | None
    customer_id: UUID | None
    rule_id: UUID
    rule: str
    reason: str
    team_id: UUID | None
    queue_id: UUID | None
    agent_id: UUID | None
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    resolved_at: datetime | None
    resolved_by: str | None
    note: str
    version: int
    created_at: datetime
    updated_at: datetime


ROUTING_RULES: tuple[type[Line], ...] = (RuleSetVersionLine, RuleCountLine, EscalationLine)
