"""Where context was lost, as it goes over the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.interactions.views import View


class ContextLossView(View, frozen=True, kw_only=True):
    """Context that was lost. ``field`` was asked again, repeated or missing; ``evidence`` names parts of messages.
    ``message_id`` is the message of ours that asked; ``agent_id`` is who asked, or who took incomplete work over."""

    id: UUID
    kind: str
    field: str
    interaction_id: UUID
    message_id: UUID | None
    hand_off_id: UUID | None
    agent_id: UUID | None
    channel: str
    evidence: list[Any]
    at: datetime
    dismissed_by: str | None
    dismissed_at: datetime | None
    version: int
