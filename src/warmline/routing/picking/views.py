"""What a picker of targets shows."""

from datetime import datetime
from uuid import UUID

import msgspec


class QueueTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A queue that takes work of the conversation's medium: how much waits, who is available, and in how many seconds a
    customer who came now would be answered, null where nothing tells."""

    id: UUID
    code: str
    name: str
    open: bool
    opens_at: datetime | None
    waiting: int
    available: int
    estimate_seconds: float | None


class TeamTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A team, how many of it are available and at work. ``reachable``: it serves a queue by which work gets there."""

    id: UUID
    name: str
    available: int
    present: int
    reachable: bool


class AgentTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague: presence, and units in hand by medium. ``full`` says why there is no room for this conversation;
    ``ready``: available, with room."""

    id: UUID
    name: str
    status: str
    reason: str | None
    since: datetime
    team_ids: list[UUID]
    load: dict[str, int]
    full: str | None
    ready: bool


class TransferTargets(msgspec.Struct, frozen=True, kw_only=True):
    """To whom a conversation can go, and who can be asked into it; at most 50 of each kind. Colleagues who are
    available come first."""

    queues: list[QueueTarget]
    teams: list[TeamTarget]
    agents: list[AgentTarget]
