"""Lines of colleagues who worked together, of customers who were to be called back, and of what they were told."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line


class InvitationLine(Line, frozen=True, kw_only=True, tag="invitation"):
    """A colleague, team or queue that was asked into a conversation, and what came of it."""

    table: ClassVar[str] = "invitation"

    id: UUID
    interaction_id: UUID
    medium: str
    kind: str
    agent_id: UUID | None
    team_id: UUID | None
    queue_id: UUID | None
    invited_by: UUID | None
    question: str
    status: str
    invited_at: datetime
    joined_at: datetime | None
    left_at: datetime | None
    outcome: str | None
    note: str
    version: int
    created_at: datetime
    updated_at: datetime


class CallbackLine(Line, frozen=True, kw_only=True, tag="callback"):
    """A customer who was to be called back, and every attempt."""

    table: ClassVar[str] = "callback"

    id: UUID
    interaction_id: UUID
    customer_id: UUID | None
    handle_id: UUID | None
    number: str
    status: str
    not_before: datetime | None
    attempts: list[Json]
    most_attempts: int
    retry_seconds: int
    medium_before: str
    initiation_before: str
    requested_at: datetime
    requested_by: str
    ended_at: datetime | None
    reason: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class WorkNeedLine(Line, frozen=True, kw_only=True, tag="work_need"):
    """What a piece of work needs beside what its queue says: skills, a target, an intent, or to wait until a time."""

    table: ClassVar[str] = "work_need"
    order: ClassVar[str] = "t.interaction_id"

    interaction_id: UUID
    skills: dict[str, int]
    service_seconds: int | None
    intent: str | None
    not_before: datetime | None
    rules_version: int
    matched: list[Json]
    updated_at: datetime


class EstimateLine(Line, frozen=True, kw_only=True, tag="estimate"):
    """What a waiting customer was told, and how long it was from then on."""

    table: ClassVar[str] = "estimate"
    order: ClassVar[str] = "t.interaction_id, t.minute"

    interaction_id: UUID
    minute: int
    queue_id: UUID
    at: datetime
    place: int
    seconds: float
    method: str
    waited_seconds: float | None


class AnswerWishLine(Line, frozen=True, kw_only=True, tag="answer_wish"):
    """Where the customer of an interaction asked to be answered, other than how it came."""

    table: ClassVar[str] = "answer_wish"
    order: ClassVar[str] = "t.interaction_id"

    interaction_id: UUID
    handle_id: UUID
    account_id: UUID
    wished_at: datetime


TOGETHER: tuple[type[Line], ...] = (InvitationLine, WorkNeedLine, CallbackLine, EstimateLine, AnswerWishLine)
