"""How people look at work: views, filters and orders, and the rows of an inbox. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from warmline.interactions import ENDED, Status

# Of the time that there is to answer, the last part: what is in it is at risk.
AT_RISK = 0.25
# Counting stops here: an exact number beyond it helps nobody, and costs more with every contact.
MOST_COUNTED = 1000
# What one person may keep. A list of ids in a query stays small so.
MOST_VIEWS, MOST_FOLLOWED, MOST_SNOOZED = 100, 1000, 1000
# Of one's mentions, the latest that are looked at.
MOST_MENTIONS = 1000


class View(StrEnum):
    """Whose work, or which: what a view begins with. ``mine`` and ``team`` are under way, without what one has snoozed;
    ``queue`` waits in a queue; ``mentions`` is where notes called upon one lately; ``everything`` is also what has
    ended."""

    MINE = "mine"
    OFFERS = "offers"
    QUEUE = "queue"
    TEAM = "team"
    UNASSIGNED = "unassigned"
    FOLLOWED = "followed"
    MENTIONS = "mentions"
    SNOOZED = "snoozed"
    EVERYTHING = "everything"


class Sort(StrEnum):
    """``newest``: the latest message first. ``waiting``: what waits longest first; ``due``: what is to be answered
    soonest first. After these two comes what does not wait, the latest message first."""

    NEWEST = "newest"
    WAITING = "waiting"
    DUE = "due"


class Risk(StrEnum):
    """How a contact stands to its service level: its time runs out, or has run out."""

    AT_RISK = "at_risk"
    BREACHED = "breached"


WAITING = frozenset({Status.RECEIVED, Status.QUEUED, Status.OFFERED, Status.TRANSFERRED, Status.REOPENED})
Code = Annotated[str, Meta(min_length=1, max_length=127)]


class Filters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which contacts. Each list takes any of its values; what is left out takes all. ``since`` and ``until`` are about
    the last message; ``priority`` is the least."""

    view: View = View.EVERYTHING
    statuses: list[Status] = []
    channels: list[Code] = []
    queue_ids: list[UUID] = []
    owner_ids: list[UUID] = []
    team_ids: list[UUID] = []
    categories: list[Code] = []
    customer_id: UUID | None = None
    priority: Annotated[int, Meta(ge=-100, le=100)] | None = None
    since: datetime | None = None
    until: datetime | None = None
    unread: bool = False
    risk: Risk | None = None

    @property
    def live(self) -> bool:
        """Whether nothing that has ended can be wanted."""
        if self.view in (View.MINE, View.TEAM, View.UNASSIGNED, View.OFFERS, View.QUEUE) or self.risk:
            return True
        return bool(self.statuses) and ENDED.isdisjoint(self.statuses)


class LastMessage(msgspec.Struct, frozen=True, kw_only=True):
    """The beginning of what was said last, on one line. ``who`` is customer, agent, bot or third_party; a note that the
    customer does not see is ``private``. ``delivery`` is of what we sent."""

    id: UUID
    text: str
    who: str
    name: str
    at: datetime
    private: bool
    delivery: str | None
    attachments: int


class InboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """All that it takes to draw one row. ``waiting_since`` and ``due_at`` are set while it waits for somebody here, the
    latter in a queue; ``risk`` is as of now. What is unread, snoozed and followed is the reader's. ``contacts``
    is how many contacts of the case are wanted, where rows are cases, else 1. ``version`` is the contact's."""

    interaction_id: UUID
    case_id: UUID | None
    case_reference: str | None
    case_title: str | None
    case_status: str | None
    customer_id: UUID | None
    customer_name: str | None
    channel: str
    medium: str
    direction: str
    status: str
    automatic: bool
    subject: str | None
    category: str | None
    queue_id: UUID | None
    queue_name: str | None
    owner_id: UUID | None
    owner_name: str | None
    priority: int
    started_at: datetime
    last_message_at: datetime
    last_message: LastMessage | None
    waiting_since: datetime | None
    due_at: datetime | None
    risk: Risk | None
    unread: bool
    snoozed: bool
    snoozed_until: datetime | None
    followed: bool
    offer_id: UUID | None
    offer_expires_at: datetime | None
    contacts: int
    version: int


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many contacts a view has: exactly ``count``, or, where it is ``capped``, at least that many."""

    view: str
    count: int
    capped: bool


Name = Annotated[str, Meta(min_length=1, max_length=80)]
Icon = Annotated[str, Meta(pattern="^[a-z][a-z0-9-]{0,39}$", description="The name of a picture, for screens.")]
Shared = Literal["nobody", "team", "everybody"]


class SavedView(msgspec.Struct, frozen=True, kw_only=True):
    """Filters and an order under a name. ``mine``: the reader may change it."""

    id: UUID
    name: str
    icon: str | None
    owner_id: UUID
    shared: Shared
    team_id: UUID | None
    filters: Filters
    sort: Sort
    mine: bool
    version: int
    created_at: datetime
    updated_at: datetime


class NewView(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A view to keep. To share it with a team or everybody needs `queue.manage`."""

    name: Name
    icon: Icon | None = None
    shared: Shared = "nobody"
    team_id: UUID | None = None
    filters: Filters = msgspec.field(default_factory=Filters)
    sort: Sort = Sort.NEWEST


class ViewChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a view; what is left out stays. ``filters`` are replaced as a whole."""

    name: Name | UnsetType = UNSET
    icon: Icon | UnsetType | None = UNSET
    shared: Shared | UnsetType = UNSET
    team_id: UUID | UnsetType | None = UNSET
    filters: Filters | UnsetType = UNSET
    sort: Sort | UnsetType = UNSET


class ViewOrder(msgspec.Struct, frozen=True, kw_only=True):
    """In which order somebody has their views. Views that are not named come after these, the oldest first."""

    agent_id: UUID
    view_ids: list[UUID]
    version: int


class ReadMark(msgspec.Struct, frozen=True, kw_only=True):
    """How far the reader has read a contact."""

    interaction_id: UUID
    message_id: UUID | None
    unread: bool


class SnoozeView(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that somebody put off, until a time, or, where ``until`` is null, until the customer writes."""

    id: UUID
    interaction_id: UUID
    agent_id: UUID
    until: datetime | None
    version: int


class FollowView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody follows a case."""

    id: UUID
    case_id: UUID
    agent_id: UUID
    agent_name: str
    since: datetime


def risk_of(waiting_since: datetime | None, due_at: datetime | None, now: datetime) -> Risk | None:
    """How something that waits stands at this moment. The same rule as in the query ``inbox_ids``."""
    if waiting_since is None or due_at is None:
        return None
    if due_at <= now:
        return Risk.BREACHED
    return Risk.AT_RISK if due_at - (due_at - waiting_since) * AT_RISK <= now else None
