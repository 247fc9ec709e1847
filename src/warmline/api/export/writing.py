"""Lines of what helps people write, and of what they are told."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from warmline.api.export.line import Line


class CannedResponseLine(Line, frozen=True, kw_only=True, tag="canned_response"):
    """A text that is kept for use, with variables in double braces."""

    table: ClassVar[str] = "canned_response"

    id: UUID
    code: str
    name: str
    body: str
    folder: str
    language: str | None
    channels: list[str]
    scope: str
    agent_id: UUID | None
    team_id: UUID | None
    uses: int
    used_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class NotificationLine(Line, frozen=True, kw_only=True, tag="notification"):
    """What an agent was told, and when they read it. `cause` is the place of its event in the log."""

    table: ClassVar[str] = "notification"

    id: UUID
    agent_id: UUID
    kind: str
    case_id: UUID | None
    interaction_id: UUID | None
    message_id: UUID | None
    actor: str
    cause: str
    at: datetime
    read_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


WRITING: tuple[type[Line], ...] = (CannedResponseLine, NotificationLine)
