"""Lines of how people look at work: views they keep, what they have read, put off and follow."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line


class SavedViewLine(Line, frozen=True, kw_only=True, tag="saved_view"):
    """Filters and an order that somebody keeps under a name."""

    table: ClassVar[str] = "saved_view"

    id: UUID
    owner_id: UUID
    name: str
    icon: str | None
    shared: str
    team_id: UUID | None
    filters: Json
    sort: str
    version: int
    created_at: datetime
    updated_at: datetime


class SavedViewOrderLine(Line, frozen=True, kw_only=True, tag="saved_view_order"):
    """In which order somebody has their views."""

    table: ClassVar[str] = "saved_view_order"
    order: ClassVar[str] = "t.agent_id"

    agent_id: UUID
    view_ids: list[UUID]
    version: int
    updated_at: datetime


class ReadMarkLine(Line, frozen=True, kw_only=True, tag="read_mark"):
    """How far somebody has read a contact."""

    table: ClassVar[str] = "read_mark"
    order: ClassVar[str] = "t.agent_id, t.interaction_id"

    agent_id: UUID
    interaction_id: UUID
    message_id: UUID | None
    unread: bool
    at: datetime


class SnoozeLine(Line, frozen=True, kw_only=True, tag="snooze"):
    """A contact that somebody put off; without a time, until the customer writes."""

    table: ClassVar[str] = "snooze"

    id: UUID
    agent_id: UUID
    interaction_id: UUID
    until: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class CaseFollowLine(Line, frozen=True, kw_only=True, tag="case_follow"):
    """Somebody follows a case: when others moved it last, and when the follower looked."""

    table: ClassVar[str] = "case_follow"

    id: UUID
    agent_id: UUID
    case_id: UUID
    moved_at: datetime | None
    seen_at: datetime | None
    created_at: datetime


DESK: tuple[type[Line], ...] = (SavedViewLine, SavedViewOrderLine, ReadMarkLine, SnoozeLine, CaseFollowLine)
