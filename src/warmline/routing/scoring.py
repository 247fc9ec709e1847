"""Who is served next, and by whom: the arithmetic of routing. Pure, and every part of it is shown to people.

Age and priority are one number, "higher first": one point of priority is one minute of waiting. Within one queue the
order never changes while time passes, so that it can be an index.
"""

import math
from collections.abc import Mapping
from uuid import UUID

import msgspec

from warmline.routing.model import EXCLUSIVE_MEDIA, PresenceStatus

MINUTE = 60.0
# Points for work that reaches its service target, growing evenly until twice the target.
SLA_POINTS = 10.0
SLA_LIMIT = 2.0


class QueueRules(msgspec.Struct, frozen=True, kw_only=True):
    """What a queue says about its work. ``team_ids``: who serves it; empty means everybody."""

    id: UUID
    priority: int = 0
    service_seconds: int = 120
    offer_seconds: int = 30
    team_ids: frozenset[UUID] = frozenset()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """An interaction that waits. ``queued_at`` is in seconds since 1970. ``preferred`` are agents who know the matter,
    each with the reason, until ``prefers_until``; ``refused`` are agents who declined it a moment ago.

    ``reserved_for`` is the agent to whom somebody handed it over: until ``prefers_until`` it waits for them."""

    interaction_id: UUID
    queue_id: UUID
    medium: str
    queued_at: float
    priority: int = 0
    preferred: tuple[tuple[UUID, str], ...] = ()
    prefers_until: float = math.inf
    reserved_for: UUID | None = None
    refused: frozenset[UUID] = frozenset()

    @property
    def key(self) -> float:
        """Its place within its queue: the smallest is next. The same as ``waiting_key`` in the database."""
        return self.queued_at - MINUTE * self.priority


class Candidate(msgspec.Struct, kw_only=True):
    """An agent at work. ``capacity`` and ``load`` are units by medium; offers count as load until they are answered."""

    id: UUID
    status: str = PresenceStatus.AVAILABLE.value
    # Seconds since 1970.
    idle_since: float = 0.0
    team_ids: frozenset[UUID] = frozenset()
    capacity: Mapping[str, int] = {}
    load: dict[str, int] = {}


class Score(msgspec.Struct, frozen=True):
    """The parts of a task's score, in points; ``total`` is their sum."""

    waiting: float
    queue: float
    interaction: float
    sla: float

    @property
    def total(self) -> float:
        return self.waiting + self.queue + self.interaction + self.sla

    def shown(self) -> dict[str, float]:
        """The parts and their sum, as people see them."""
        parts = {name: round(getattr(self, name), 3) for name in self.__struct_fields__}
        return {**parts, "total": round(self.total, 3)}


def score(task: Task, rules: QueueRules, now: float) -> Score:
    """How urgent the task is now; the highest total is served first.

    The SLA part counts the time that is left to the target in the same age that orders the queue, so that priority
    brings the target nearer and the order within a queue holds.
    """
    waiting = max(0.0, now - task.queued_at) / MINUTE
    used = (now - task.key) / rules.service_seconds
    return Score(
        waiting=waiting,
        queue=float(rules.priority),
        interaction=float(task.priority),
        sla=SLA_POINTS * min(max(used, 0.0), SLA_LIMIT),
    )


def serves(candidate: Candidate, rules: QueueRules) -> bool:
    """Whether the agent belongs to a team of the queue."""
    return not rules.team_ids or not rules.team_ids.isdisjoint(candidate.team_ids)


def full(capacity: Mapping[str, int], load: Mapping[str, int], medium: str) -> str | None:
    """Why there is no room for one more of this medium; None where there is.

    A conversation by voice takes all of an agent: it needs one with nothing in hand, and leaves no room beside it. Text
    is counted in units, and what is on hold or silent counts on.
    """
    limit = capacity.get(medium, 0)
    if limit <= 0:
        return "medium_not_served"
    if any(load.get(each, 0) for each in EXCLUSIVE_MEDIA):
        return "in_conversation"
    in_hand = sum(load.values()) if medium in EXCLUSIVE_MEDIA else load.get(medium, 0)
    if medium in EXCLUSIVE_MEDIA and in_hand:
        return "has_other_work"
    return "at_capacity" if in_hand >= limit else None


def why_not(candidate: Candidate, rules: QueueRules, medium: str) -> str | None:
    """Why the agent cannot be offered work of this queue and medium; None where nothing stands against it."""
    if not serves(candidate, rules):
        return "not_in_team"
    return unready(candidate, medium)


def unready(candidate: Candidate, medium: str) -> str | None:
    """Why the agent cannot be offered work that was handed to them, whatever queue it is in."""
    if candidate.status != PresenceStatus.AVAILABLE:
        return candidate.status
    return full(candidate.capacity, candidate.load, medium)


def turn(candidate: Candidate, medium: str) -> tuple[float, float]:
    """Whose turn it is, the smallest first: who uses the smallest part of the capacity, then who is idle longest."""
    limit = candidate.capacity.get(medium, 0)
    used = candidate.load.get(medium, 0) / limit if limit else 1.0
    return used, candidate.idle_since
