"""The words of routing, and what it shows. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.sdk import Medium

Code = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,62}$", description="Short name, for addresses and settings.")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Priority = Annotated[int, Meta(ge=-1000, le=1000, description="One point is one minute of waiting.")]
Seconds = Annotated[int, Meta(ge=1, le=31_536_000)]
Share = Annotated[float, Meta(ge=0, le=1)]
OfferSeconds = Annotated[int, Meta(ge=1, le=3600)]
Level = Annotated[int, Meta(ge=1, le=5)]
WrapUpSeconds = Annotated[int, Meta(ge=1, le=86_400, description="How long a call may be wrapped up.")]
SinceQueued = Annotated[int, Meta(ge=0, le=31_536_000, description="Seconds of waiting.")]
# Skills by code, each with the least level.
NeededSkills = dict[Code, Level]
Agents = Annotated[int, Meta(ge=1, le=20)]


class PresenceStatus(StrEnum):
    """Whether an agent can be offered work. Only ``available`` is; the others say why not."""

    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"
    WRAP_UP = "wrap_up"
    NOT_RESPONDING = "not_responding"
    OFFLINE = "offline"


# Who leaves for one of these gives back at once what was offered and not yet accepted.
ABSENT = frozenset({PresenceStatus.AWAY, PresenceStatus.NOT_RESPONDING, PresenceStatus.OFFLINE})
# What people set themselves; ``not_responding`` is only ever set by a missed offer.
SETTABLE = frozenset(PresenceStatus) - {PresenceStatus.NOT_RESPONDING}


class OfferStatus(StrEnum):
    """What became of an offer. All but ``offered`` are final."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    RESCINDED = "rescinded"
    CANCELLED = "cancelled"


# A conversation in one of these media needs all of an agent's attention.
EXCLUSIVE_MEDIA = frozenset({"voice", "video", "in_person"})


class RingStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step by which a queue's requirement relaxes after so many seconds of waiting. Each level asked for is ``lower``
    by so much than at first, or skills are not asked for any more, and ``team_ids`` serve the work, too. Whoever was in
    reach before stays so, and comes first."""

    after_seconds: Seconds
    lower: Annotated[int, Meta(ge=0, le=4)] = 0
    any_skill: bool = False
    team_ids: list[UUID] = []


class QueueView(msgspec.Struct, frozen=True, kw_only=True):
    """A queue. Answer ``service_level`` (0 to 1) of its work within ``service_seconds``; ``priority`` is in minutes of
    waiting; an offer lasts ``offer_seconds`` and is made to ``offer_to`` agents at once. ``team_ids`` serve it; where
    there are none, everybody does. ``media`` is what it takes, and empty is all. Its work needs ``skills`` (least level
    by code), which ``rings`` relax in steps; after ``overflow_seconds`` who serves ``overflow_queue_id`` is asked, too.
    Work prefers who knows it for ``sticky_seconds``, where null is the organisation's setting. It is ``open`` by its
    calendar (always, if it has none), until ``closes_at``, or closed until ``opens_at``."""

    id: UUID
    code: str
    name: str
    priority: int
    service_seconds: int
    service_level: float
    offer_seconds: int
    active: bool
    team_ids: list[UUID]
    media: list[Medium]
    calendar_id: UUID | None
    skills: dict[str, int]
    rings: list[RingStep]
    overflow_queue_id: UUID | None
    overflow_seconds: int | None
    offer_to: int
    sticky_seconds: int | None
    wrap_up_seconds: int | None
    open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class PresenceView(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an agent can be offered work, and since when. ``version`` is 0 for one who never said anything."""

    agent_id: UUID
    status: str
    reason: str | None
    since: datetime
    idle_since: datetime
    version: int


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """Work offered to an agent until ``expires_at``, and what became of it. ``explanation`` says why to this agent."""

    id: UUID
    interaction_id: UUID
    agent_id: UUID
    queue_id: UUID | None
    status: str
    offered_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    reason: str | None
    explanation: dict[str, Any]
    version: int


class QueueLoad(msgspec.Struct, frozen=True, kw_only=True):
    """How much waits in a queue now, since when the oldest, how much is offered, and how many agents are available."""

    queue_id: UUID
    waiting: int
    oldest: datetime | None
    offered: int
    available: int


class WaitingItem(msgspec.Struct, frozen=True, kw_only=True):
    """Work that waits in a queue. ``score`` holds the parts of its score now, in points."""

    interaction_id: UUID
    case_id: UUID | None
    customer_id: UUID | None
    channel: str
    medium: str
    priority: int
    queued_at: datetime
    score: dict[str, float]
    version: int


class WorkItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an agent has: owned by them and not ended. ``takes_room``: it counts against their capacity."""

    interaction_id: UUID
    case_id: UUID | None
    customer_id: UUID | None
    channel: str
    medium: str
    subject: str | None
    status: str
    queue_id: UUID | None
    status_since: datetime
    last_message_at: datetime
    takes_room: bool
    version: int


class RoutingSettings(msgspec.Struct, frozen=True):
    """An organisation's settings for routing, in seconds: how long waiting work prefers who knows it, and how long who
    declined it is not asked again. Live work of an agent who is offline or not responding waits for others after
    ``requeue_after_seconds``; without it, never by itself. Customers who asked are called back at most
    ``callback_attempts`` times, ``callback_retry_seconds`` apart. What waiting customers were told is kept for
    ``keep_estimates_days``."""

    sticky_seconds: float = 300.0
    declined_seconds: float = 60.0
    requeue_after_seconds: float | None = None
    callback_attempts: Annotated[int, Meta(ge=1, le=20)] = 3
    callback_retry_seconds: Annotated[int, Meta(ge=1, le=604_800)] = 900
    keep_estimates_days: Annotated[int, Meta(ge=1, le=3_650)] = 90


class NewQueue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A queue to set up."""

    code: Code
    name: Name
    priority: Priority = 0
    service_seconds: Seconds = 120
    service_level: Share = 0.8
    offer_seconds: OfferSeconds = 30
    team_ids: list[UUID] = []
    media: list[Medium] = []
    calendar_id: UUID | None = None
    skills: NeededSkills = {}
    rings: list[RingStep] = []
    overflow_queue_id: UUID | None = None
    overflow_seconds: SinceQueued | None = None
    offer_to: Agents = 1
    sticky_seconds: SinceQueued | None = None
    wrap_up_seconds: WrapUpSeconds | None = None


class QueueChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change about a queue; what is left out stays."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    priority: Priority | msgspec.UnsetType = msgspec.UNSET
    service_seconds: Seconds | msgspec.UnsetType = msgspec.UNSET
    service_level: Share | msgspec.UnsetType = msgspec.UNSET
    offer_seconds: OfferSeconds | msgspec.UnsetType = msgspec.UNSET
    active: bool | msgspec.UnsetType = msgspec.UNSET
    team_ids: list[UUID] | msgspec.UnsetType = msgspec.UNSET
    media: list[Medium] | msgspec.UnsetType = msgspec.UNSET
    calendar_id: UUID | msgspec.UnsetType | None = msgspec.UNSET
    skills: NeededSkills | msgspec.UnsetType = msgspec.UNSET
    rings: list[RingStep] | msgspec.UnsetType = msgspec.UNSET
    overflow_queue_id: UUID | msgspec.UnsetType | None = msgspec.UNSET
    overflow_seconds: SinceQueued | msgspec.UnsetType | None = msgspec.UNSET
    offer_to: Agents | msgspec.UnsetType = msgspec.UNSET
    sticky_seconds: SinceQueued | msgspec.UnsetType | None = msgspec.UNSET
    wrap_up_seconds: WrapUpSeconds | msgspec.UnsetType | None = msgspec.UNSET
