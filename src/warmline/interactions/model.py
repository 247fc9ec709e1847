"""The words of the record, and which change of status is allowed. Pure: nothing here reads or writes."""

from datetime import datetime
from enum import StrEnum
from itertools import pairwise

import msgspec


class Status(StrEnum):
    """Where an interaction stands."""

    RECEIVED = "received"
    QUEUED = "queued"
    OFFERED = "offered"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    WAITING_CUSTOMER = "waiting_customer"
    WRAP_UP = "wrap_up"
    TRANSFERRED = "transferred"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    CLOSED = "closed"
    ABANDONED = "abandoned"


class CaseStatus(StrEnum):
    """Where a case stands, and for whom it waits."""

    OPEN = "open"
    PENDING_CUSTOMER = "pending_customer"
    PENDING_INTERNAL = "pending_internal"
    RESOLVED = "resolved"
    CLOSED = "closed"


S = Status

# The same table as interaction_may() in the database, which a test compares.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    S.RECEIVED: frozenset({S.QUEUED, S.ACTIVE, S.WAITING_CUSTOMER, S.RESOLVED, S.ABANDONED}),
    S.QUEUED: frozenset({S.OFFERED, S.ACTIVE, S.WAITING_CUSTOMER, S.ABANDONED, S.RESOLVED, S.TRANSFERRED}),
    S.OFFERED: frozenset({S.ACTIVE, S.QUEUED, S.ABANDONED, S.RESOLVED}),
    S.ACTIVE: frozenset({S.ON_HOLD, S.WAITING_CUSTOMER, S.WRAP_UP, S.TRANSFERRED, S.QUEUED, S.RESOLVED}),
    S.ON_HOLD: frozenset({S.ACTIVE, S.WAITING_CUSTOMER, S.WRAP_UP, S.TRANSFERRED, S.QUEUED}),
    S.WAITING_CUSTOMER: frozenset({S.ACTIVE, S.QUEUED, S.WRAP_UP, S.TRANSFERRED, S.RESOLVED}),
    S.WRAP_UP: frozenset({S.RESOLVED, S.ACTIVE, S.WAITING_CUSTOMER, S.QUEUED}),
    S.TRANSFERRED: frozenset({S.QUEUED, S.OFFERED, S.ACTIVE, S.ABANDONED}),
    S.REOPENED: frozenset({S.QUEUED, S.OFFERED, S.ACTIVE}),
    S.RESOLVED: frozenset({S.CLOSED, S.REOPENED}),
    S.CLOSED: frozenset({S.REOPENED}),
    S.ABANDONED: frozenset({S.CLOSED, S.REOPENED}),
}
C = CaseStatus
CASE_TRANSITIONS: dict[CaseStatus, frozenset[CaseStatus]] = {
    C.OPEN: frozenset({C.PENDING_CUSTOMER, C.PENDING_INTERNAL, C.RESOLVED}),
    C.PENDING_CUSTOMER: frozenset({C.OPEN, C.PENDING_INTERNAL, C.RESOLVED}),
    C.PENDING_INTERNAL: frozenset({C.OPEN, C.PENDING_CUSTOMER, C.RESOLVED}),
    C.RESOLVED: frozenset({C.OPEN, C.CLOSED}),
    C.CLOSED: frozenset({C.OPEN}),
}
# Nothing more is expected in these; a further contact starts a new interaction.
ENDED = frozenset({S.RESOLVED, S.CLOSED, S.ABANDONED})
# An agent's capacity is used in these.
WORKED_ON = frozenset({S.ACTIVE, S.ON_HOLD, S.WRAP_UP})

# Which kind of handle time passes while an interaction has the status.
HANDLE_TIME: dict[Status, str] = {
    S.ACTIVE: "talk_seconds",
    S.ON_HOLD: "hold_seconds",
    S.WRAP_UP: "wrap_up_seconds",
}


def may(from_status: Status, to_status: Status) -> bool:
    """Whether an interaction may go from the one status to the other."""
    return from_status == to_status or to_status in TRANSITIONS[from_status]


class Change(msgspec.Struct, frozen=True):
    """One change of status, as the event log has it."""

    to: Status
    at: datetime


class HandleTime(msgspec.Struct, frozen=True):
    """Seconds of an agent's time, by what the agent was doing."""

    talk_seconds: float = 0.0
    hold_seconds: float = 0.0
    wrap_up_seconds: float = 0.0


def handle_time(changes: list[Change]) -> HandleTime:
    """Handle time out of the changes of status in order of time: what passed in active is talk, in on_hold hold, and in
    wrap_up wrap-up. An open last status counts nothing yet."""
    spent = dict.fromkeys(HANDLE_TIME.values(), 0.0)
    for change, following in pairwise(changes):
        kind = HANDLE_TIME.get(change.to)
        if kind:
            spent[kind] += max(0.0, (following.at - change.at).total_seconds())
    return HandleTime(**spent)


# The time that a status sets when it is first entered, or each time (True).
MOMENTS: dict[Status, tuple[str, bool]] = {
    S.QUEUED: ("queued_at", False),
    S.OFFERED: ("first_offered_at", False),
    S.ACTIVE: ("answered_at", False),
    S.WRAP_UP: ("ended_at", True),
    S.ABANDONED: ("ended_at", True),
    S.RESOLVED: ("resolved_at", True),
    S.CLOSED: ("closed_at", True),
}
