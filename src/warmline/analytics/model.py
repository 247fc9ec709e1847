"""What reports, the wall and alerts show. Pure."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The measures of some contacts, as docs/reference/measures.md defines them. Times are in seconds, shares 0 to 1;
    null where there is nothing to divide by. ``target_met`` of ``target_known`` is the service level,
    ``first_resolved`` of ``first_settled`` first-contact resolution; handle times are averages over ``handled``."""

    contacts_in: int
    contacts_out: int
    automatic: int
    by_bots: int
    answered: int
    abandoned: int
    waiting: int
    wait_average: float | None
    wait_p50: float | None
    wait_p90: float | None
    target_met: int
    target_known: int
    service_level: float | None
    handled: int
    handle_average: float | None
    talk_average: float | None
    hold_average: float | None
    wrap_up_average: float | None
    first_response_average: float | None
    first_response_p50: float | None
    first_response_p90: float | None
    first_resolved: int
    first_settled: int
    first_contact_resolution: float | None
    transfers: int
    reopens: int
    context_losses: int
    promises_kept: int
    promises_missed: int


# The figures of no contact at all.
NOTHING = Figures(
    **{
        field.name: 0 if field.type is int else None  # type: ignore[arg-type] # counts are 0, the rest has no figure
        for field in msgspec.structs.fields(Figures)
    }
)


class ReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one queue, channel, team, agent or time. ``key`` is its id, code or local beginning; null stands
    for those of none."""

    key: str | None
    name: str
    figures: Figures


class DayReport(msgspec.Struct, frozen=True, kw_only=True):
    """A day, or some days, in figures. ``times`` are its hours, or its days where there are several. A team's figures
    are those of its people's contacts; who is in two teams counts in both."""

    first: date
    last: date
    time_zone: str
    since: datetime
    until: datetime
    made_at: datetime
    total: Figures
    times: list[ReportLine]
    queues: list[ReportLine]
    channels: list[ReportLine]
    teams: list[ReportLine]
    agents: list[ReportLine]


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an agent has in hand. The customer's name is shown to those who may see every case."""

    interaction_id: UUID
    case_id: UUID | None
    customer_id: UUID | None
    customer_name: str | None
    channel: str
    medium: str
    subject: str | None
    status: str
    queue_id: UUID | None
    since: datetime
    version: int


class AgentNow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody at work, since when they are so, and what they have."""

    agent_id: UUID
    name: str
    status: str
    reason: str | None
    since: datetime
    team_ids: list[UUID]
    work: list[Handling]


class QueueNow(msgspec.Struct, frozen=True, kw_only=True):
    """A queue at this moment and today. ``within_target`` of the ``waiting`` have waited no longer than the target;
    ``estimate`` is for somebody who comes now, in seconds, null where nothing is known. Of the agents who serve it,
    ``available`` can be offered work, ``working`` have some. ``arrivals`` are contacts by hour since midnight there."""

    queue_id: UUID
    code: str
    name: str
    open: bool
    opens_at: datetime | None
    service_seconds: int
    service_level_target: float
    waiting: int
    oldest: datetime | None
    within_target: int
    offered: int
    estimate: float | None
    available: int
    working: int
    at_work: int
    today: Figures
    arrivals: list[int]


class Wall(msgspec.Struct, frozen=True, kw_only=True):
    """The floor at ``at``. ``total`` is since midnight of the organisation, ``since``; each queue's ``today`` is its
    calendar's."""

    at: datetime
    since: datetime
    time_zone: str
    queues: list[QueueNow]
    agents: list[AgentNow]
    total: Figures


class Occupancy(msgspec.Struct, frozen=True, kw_only=True):
    """Of an agent's seconds at work today (neither away nor offline), those with something in hand. Two chats at once
    are one second a second."""

    agent_id: UUID
    at_work_seconds: float
    busy_seconds: float
    occupancy: float | None


class AlertKind(StrEnum):
    """What a supervisor should look at."""

    ESCALATION = "escalation"
    OLDEST_WAITING = "oldest_waiting"
    SERVICE_LEVEL = "service_level"
    NOBODY_AT_WORK = "nobody_at_work"
    NOT_RESPONDING = "not_responding"
    DELIVERY_FAILED = "delivery_failed"
    ENVELOPES_FAILED = "envelopes_failed"
    CHANNEL_DOWN = "channel_down"


class Severity(StrEnum):
    """How soon."""

    CRITICAL = "critical"
    WARNING = "warning"


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is so now; it goes when it is not so any more. ``id`` is the same as long as the trouble is.
    ``value`` is past ``threshold``, both in what the kind is about: seconds, a share, or a count."""

    id: str
    kind: AlertKind
    severity: Severity
    since: datetime | None = None
    name: str = ""
    detail: str = ""
    value: float | None = None
    threshold: float | None = None
    queue_id: UUID | None = None
    agent_id: UUID | None = None
    account_id: UUID | None = None
    interaction_id: UUID | None = None
    case_id: UUID | None = None
    escalation_id: UUID | None = None


class AlertSettings(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation's ``settings.alerts``: the oldest of a queue has waited longer than this many of its targets; the
    service level is told from so many contacts on; failed deliveries are told for so many hours."""

    oldest_targets: float = 2.0
    least_contacts: int = 10
    failed_hours: float = 24.0
