"""What clients send to routing."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.sdk import Position


class PresenceChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``status`` is available, busy, away, wrap_up or offline. ``reason`` is the code of a presence reason for that
    status, such as lunch; free text where the organisation has no reasons."""

    status: str
    reason: Annotated[str, Meta(min_length=1, max_length=100)] | None = None


class Decline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why not."""

    reason: Annotated[str, Meta(max_length=500)] | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a customer stands; null where the interaction has ended."""

    position: Position | None


class Transfer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where work goes: either a queue or an agent."""

    queue_id: UUID | None = None
    agent_id: UUID | None = None
