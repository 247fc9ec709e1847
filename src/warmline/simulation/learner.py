"""The model of routing, learning from what happens under the virtual clock as it does from real outcomes."""

from collections.abc import Sequence
from uuid import UUID

from warmline.engine import Task
from warmline.routing import Counts, Cycle, Learned, Outcome, ResolutionModel
from warmline.simulation.plan import Plan, made_id
from warmline.simulation.shape import HOUR
from warmline.simulation.workers import Learner

WHOLE = 1000
ORG = 5


class OnlineModel:
    """Takes in each outcome when it is known, and is made anew from all of them every now and then."""

    def __init__(self, renew_hours: float) -> None:
        self._renew = renew_hours * HOUR
        self._due = -1.0
        self._number = 0
        self._learned = Learned(Counts())
        self._cycle = Cycle(org_id=made_id(ORG, 0), measured=False)
        self._model = self._made()

    def _made(self) -> ResolutionModel:
        self._number += 1
        return ResolutionModel(self._learned, version=f"simulated-{self._number}", cycle=self._cycle)

    @property
    def version(self) -> str:
        """Which of the models of this run it is."""
        return self._model.version

    def on(self, task: Task, now: float) -> bool:
        """Always: the simulation compares whole runs instead."""
        return True

    def worth(self, task: Task, agent_ids: Sequence[UUID], now: float) -> Sequence[float]:
        """In points above the mean of all."""
        return self._model.worth(task, agent_ids, now)

    def learn(self, task: Task, agent_id: UUID, *, resolved: bool, handle_seconds: float, now: float) -> None:
        """One outcome."""
        outcome = Outcome(
            agent_id=agent_id,
            intent=task.intent or "",
            value=WHOLE if resolved else 0,
            handle_seconds=handle_seconds,
            channel=task.medium,
        )
        self._learned.observe(outcome)
        if now >= self._due:
            self._due = now + self._renew
            self._learned = Learned(self._learned.counts)
            self._model = self._made()


def make_learner(plan: Plan) -> Learner:
    """A model that knows nothing yet."""
    return OnlineModel(plan.scenario.learning.renew_hours)
