"""Agents of the plan at work, and the simulator's own books on them: the engine is checked against these."""

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from warmline.engine.model import AVAILABLE, EXCLUSIVE_MEDIA, Agent, Model, Task
from warmline.simulation.journal import Journal
from warmline.simulation.plan import Plan

OFFLINE = "offline"
Act = Callable[[Any], None]


class Learner(Model, Protocol):
    """A model that is told what came of its decisions."""

    def learn(self, task: Task, agent_id: UUID, *, resolved: bool, handle_seconds: float, now: float) -> None:
        """This agent had this task, and it was settled for good, or not."""


class Timeline(Protocol):
    """What the parts of the clock see of it."""

    plan: Plan
    journal: Journal
    now: float

    def at(self, when: float, what: Act, about: Any = None) -> None:
        """Let something happen later."""

    def decide(self) -> None:
        """Let the engine decide what it can."""


class Worker:
    """An agent. ``agent`` is what the engine knows of them; ``hands`` is what they have in hand, by medium, counted
    apart from the engine's own ``load``."""

    __slots__ = ("agent", "answers", "busy", "decline", "handles", "hands", "index", "matches", "miss", "on",
                 "resolves", "since", "slow")  # fmt: skip

    def __init__(self, index: int, plan: Plan) -> None:
        spec = plan.agents[index]
        group = spec.group
        self.index = index
        self.agent = Agent(
            id=spec.id,
            status=OFFLINE,
            teams=spec.teams,
            skills=dict(group.skills),
            capacity=dict(group.capacity),
            interruptible=frozenset(group.interruptible),
        )
        self.on = False
        self.since = 0.0
        self.busy = 0
        self.hands: dict[str, int] = {}
        self.slow = spec.slow
        self.resolves = spec.resolves
        self.handles = spec.handles
        self.matches = spec.matches
        self.miss, self.decline = group.miss, group.decline
        sure = not (group.miss or group.decline) and group.answer_time.average == 0
        # None: takes each call at once.
        self.answers = None if sure else group.answer_time

    def take(self, medium: str, journal: Journal) -> None:
        """One more in hand; notes what the engine must never do: ask who has no room, or is not there."""
        self.busy += 1
        self.hands[medium] = self.hands.get(medium, 0) + 1
        if not self.on or self.agent.status != AVAILABLE:
            journal.absent += 1
        if self._overloaded(medium):
            journal.overloads += 1

    def give_back(self, medium: str) -> None:
        """One less in hand."""
        self.busy -= 1
        self.hands[medium] -= 1

    def _overloaded(self, medium: str) -> bool:
        if self.hands[medium] > self.agent.capacity.get(medium, 0):
            return True
        if self.busy == 1:
            return False
        if medium in EXCLUSIVE_MEDIA:
            return (
                any(
                    count and each != medium and each not in self.agent.interruptible
                    for each, count in self.hands.items()
                )
                or self.hands[medium] > 1
            )
        return any(self.hands.get(each, 0) for each in EXCLUSIVE_MEDIA)
