"""What the engine knows of agents, queues and waiting work, and what it decides. Times are seconds since 1970."""

import math
from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

import msgspec

MINUTE = 60.0
# A conversation in one of these media needs all of an agent's attention.
EXCLUSIVE_MEDIA = frozenset({"voice", "video", "in_person"})
AVAILABLE = "available"
# Skills by code, each with the least level (1 to 5), sorted: a key of classes.
Skills = tuple[tuple[str, int], ...]


class Ring(msgspec.Struct, frozen=True, kw_only=True):
    """One step by which a queue's requirement relaxes after ``after`` seconds of waiting. Steps add up: who was in
    reach stays so, and an inner ring wins. ``lower``: each level asked for is so much lower than at first, at least 1;
    ``any_skill``: skills are not asked for any more; ``teams`` serve the work too, with the skills of this step."""

    after: float
    lower: int = 0
    any_skill: bool = False
    teams: frozenset[UUID] = frozenset()


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A queue. ``priority`` is in minutes of waiting; ``teams`` serve it, and where there are none, everybody does;
    ``skills`` are asked for beside those of the work. While it is not ``open``, its work waits. ``offer_to``: how many
    agents are asked at once. ``sticky``: for so many seconds of waiting, agents who know the matter are preferred."""

    id: UUID
    priority: float = 0.0
    service_seconds: float = 120.0
    offer_seconds: float = 30.0
    teams: frozenset[UUID] = frozenset()
    skills: Skills = ()
    rings: tuple[Ring, ...] = ()
    offer_to: int = 1
    sticky: float = 300.0
    open: bool = True


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """An interaction that waits since ``queued_at``, which a transfer does not change. ``preferred`` are agents who
    know the matter, each with the reason, until ``prefers_until``; ``refused`` are agents who declined it a moment ago.
    ``reserved_for``: handed over to this agent; until ``prefers_until`` it waits for nobody else. It is not offered
    before ``not_before``. ``service_seconds`` replaces the queue's target. ``intent`` is what the model learns by."""

    id: UUID
    queue_id: UUID
    medium: str
    queued_at: float
    priority: float = 0.0
    skills: Skills = ()
    service_seconds: float | None = None
    preferred: tuple[tuple[UUID, str], ...] = ()
    prefers_until: float = math.inf
    reserved_for: UUID | None = None
    refused: frozenset[UUID] = frozenset()
    not_before: float = 0.0
    intent: str | None = None

    @property
    def key(self) -> float:
        """Its place within its class: the smallest is next. The same as ``waiting_key`` in the database."""
        return self.queued_at - MINUTE * self.priority


class Agent(msgspec.Struct, kw_only=True):
    """An agent at work. ``capacity`` and ``load`` are units by medium; offers count as load until they are answered.
    Work in media that are ``interruptible`` does not stand against a conversation by voice."""

    id: UUID
    status: str = AVAILABLE
    idle_since: float = 0.0
    teams: frozenset[UUID] = frozenset()
    skills: Mapping[str, int] = {}
    capacity: Mapping[str, int] = {}
    load: dict[str, int] = {}
    interruptible: frozenset[str] = frozenset()


class Score(msgspec.Struct, frozen=True):
    """How urgent a task is, in points of one minute of waiting; the highest ``total`` is served first."""

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


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """An agent who could have had the task, as the engine saw them: the ring in which they are, why they are preferred,
    what the model expects of them in points above the average, the used part of their capacity, and since when idle."""

    agent_id: UUID
    ring: int
    preferred: str | None
    worth: float
    used: float
    idle_since: float


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """This task to these agents (more than one where a queue asks several), and all that explains it. ``options`` are
    the best candidates in order, those chosen first; ``candidates`` counts them all. ``excluded`` counts agents by
    reason and ``examples`` names some. ``outcomes`` says of each preferred agent what stood against them, or
    ``chosen``. ``others`` are the most urgent tasks that the agent could have had instead, with their totals."""

    task: Task
    agent_ids: tuple[UUID, ...]
    rule: str
    ring: int
    score: Score
    options: tuple[Option, ...]
    candidates: int
    excluded: dict[str, int]
    examples: tuple[tuple[UUID, str], ...]
    outcomes: tuple[tuple[UUID, str, str], ...]
    others: tuple[tuple[UUID, float], ...]
    model: str
    learned: bool
    at: float


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Why a task still waits: its ring, who could serve it and why each cannot now, and what changes next and when.
    ``reason`` is one word: ``no_agent_qualified``, ``all_busy``, ``closed``, ``reserved``, ``not_yet``, ``ahead``."""

    reason: str
    ring: int
    rings: int
    score: Score
    qualified: int
    ready: int
    excluded: dict[str, int]
    examples: tuple[tuple[UUID, str], ...]
    next_change: tuple[float, str] | None


class Model(Protocol):
    """What was learned about who resolves what. ``version`` names it in every decision."""

    @property
    def version(self) -> str: ...

    def on(self, task: Task, now: float) -> bool:
        """Whether this decision uses it: the model is switched off by turns, to measure what it brings."""

    def worth(self, task: Task, agent_ids: Sequence[UUID], now: float) -> Sequence[float]:
        """What each agent is worth for the task, in points (minutes of waiting) above the mean of all; bounded."""
