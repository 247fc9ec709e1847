"""Who resolves what: P(resolved | agent, intent, the customer's features), learned from counts. No database, no clock.

An agent's record with an intent is drawn toward what agent and intent lead one to expect, as far as the data ask for
it, so that a few lucky outcomes do not make an expert; see ``shrinkage``. The channel and the customer's tier only say
how hard the work was: an agent whom harder work reaches is not held to be worse.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import numpy as np

from warmline.routing.learning.cycling import lot
from warmline.routing.learning.outcomes import LONGEST, WHOLE, Counts, Outcome
from warmline.routing.learning.shrinkage import Fit, Floats, Places, fit_amounts, fit_shares, sigmoid

if TYPE_CHECKING:
    from warmline.engine import Task
    from warmline.routing.learning.cycling import Cycle

# Intents with a line of their own; the rarer ones count together as OTHER.
MOST_INTENTS = 256
OTHER = ""
# Sequences of agents whose places are kept: the engine asks for the same ones again and again.
KEPT = 128
# So many are looked up faster one by one.
FEW = 16
LONGEST_LOG = math.log(LONGEST)


class Worths(msgspec.Struct, frozen=True, kw_only=True):
    """How expectations become points (minutes of waiting). ``points`` for the whole difference between 0 and 1, so that
    40 gives 10 for a quarter; ``per_minute`` is the cost of a minute of handle time; no worth is beyond ``limit``.
    ``explore`` is the share of decisions in which agents are drawn by what is not known of them yet. An agent with
    fewer than ``least`` outcomes counts as the mean."""

    points: float = 40.0
    per_minute: float = 0.2
    limit: float = 15.0
    explore: float = 0.03
    least: int = 1


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """What is expected of an agent with an intent: the share of resolutions that hold, how far that may be off
    (standard deviation), and minutes of handle time."""

    share: float
    deviation: float
    minutes: float


class Learned:
    """What follows from counts: by intent and agent, on the logit scale, with its deviation; and the log of minutes.

    ``observe`` takes one more outcome into account in a time that does not grow with the outcomes or the agents; a new
    one made of the counts is exact, and whoever keeps it up to date makes one every now and then.
    """

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        cells = list(counts.cells())
        often = Counter[str]()
        for key, cell in cells:
            often[key.intent] += cell.number
        lines = sorted(sorted(often), key=lambda name: -often[name])[:MOST_INTENTS]
        self.intents = {name: place for place, name in enumerate([OTHER, *(each for each in lines if each != OTHER)])}
        self.agents = {each: place for place, each in enumerate(sorted({key.agent_id for key, _ in cells}))}
        shape = self.shape = (len(self.intents), len(self.agents))
        agent = np.array([self.agents[key.agent_id] for key, _ in cells], np.intp)
        intent = np.array([self.intents.get(key.intent, 0) for key, _ in cells], np.intp)
        hardness = {each: place for place, each in enumerate(sorted({(key.channel, key.tier) for key, _ in cells}))}
        hard = np.array([hardness[key.channel, key.tier] for key, _ in cells], np.intp)
        groups = [intent, hard, agent, intent * max(shape[1], 1) + agent]
        sizes = [shape[0], len(hardness), shape[1], shape[0] * shape[1]]
        sums = np.array([[c.number, c.value, c.timed, c.log, c.squares] for _, c in cells], float).reshape(-1, 5)
        number, value, timed, log, squares = sums.T
        self.handled: Floats = np.bincount(agent, number, shape[1]).astype(np.float64)
        self._shares(fit_shares(number, value / WHOLE, groups, sizes))
        self._times(fit_amounts(timed, log / 1000, squares / 1e6, groups, sizes))

    def _shares(self, fit: Fit) -> None:
        by_intent, hardness, by_agent, both = fit.factors
        self.base: Floats = fit.offset + by_intent.effect
        self.hardness = hardness.effect
        self.by_agent = by_agent.effect.copy()
        self.known_agent = by_agent.information + 1.0 / by_agent.variance
        self.both = both.effect.reshape(self.shape).copy()
        self.known_both = both.information.reshape(self.shape) + 1.0 / both.variance

    def _times(self, fit: Fit) -> None:
        by_intent, _, by_agent, both = fit.factors
        # The mean of what is normal on the log scale is half the variance above its middle.
        self.time_base: Floats = fit.offset + by_intent.effect + fit.noise / 2
        self.time_of: Floats = by_agent.effect[None, :] + both.effect.reshape(self.shape)

    def line(self, intent: str | None) -> int:
        """The line of an intent; those that are rare or unknown share one."""
        return self.intents.get(intent or OTHER, 0)

    def observe(self, outcome: Outcome) -> None:
        """Take one more outcome into account: one Newton step of the agent's and the cell's effect. An agent who is
        new here is counted, and known from the next time that this is made anew."""
        self.counts.add(outcome)
        place = self.agents.get(outcome.agent_id)
        if place is None:
            return
        row = self.line(outcome.intent)
        logit = self.base[row] + self.by_agent[place] + self.both[row, place]
        expected = 1.0 / (1.0 + math.exp(-min(max(float(logit), -30.0), 30.0)))
        error, weight = outcome.value / WHOLE - expected, expected * (1.0 - expected)
        self.known_agent[place] += weight
        self.known_both[row, place] += weight
        self.by_agent[place] += error / self.known_agent[place]
        self.both[row, place] += error / self.known_both[row, place]
        self.handled[place] += 1

    def logits(self, row: int) -> Floats:
        """What is expected of each agent with this line's intent, without the line's own share."""
        found: Floats = self.by_agent + self.both[row]
        return found

    def deviations(self, row: int) -> Floats:
        """How far each may be off: the standard deviation of the logit."""
        found: Floats = np.sqrt(1.0 / self.known_agent + 1.0 / self.known_both[row])
        return found

    def minutes(self, row: int) -> Floats:
        """Expected handle time of each agent."""
        found: Floats = np.exp(np.minimum(self.time_base[row] + self.time_of[row], LONGEST_LOG)) / 60.0
        return found

    def expects(self, agent_id: UUID, intent: str | None) -> Expectation:
        """Of one agent; of somebody unknown, what is expected of anybody."""
        row, place = self.line(intent), self.agents.get(agent_id)
        if place is None:
            share = float(sigmoid(self.base[row : row + 1])[0])
            return Expectation(
                share=share, deviation=0.5, minutes=math.exp(min(float(self.time_base[row]), LONGEST_LOG)) / 60
            )
        share = float(sigmoid(self.base[row] + self.logits(row)[place : place + 1])[0])
        deviation = share * (1 - share) * float(self.deviations(row)[place])
        return Expectation(share=share, deviation=deviation, minutes=float(self.minutes(row)[place]))


class _Line(msgspec.Struct, frozen=True):
    """One intent's worths by agent, before the limit, and how far one standard deviation moves each. One place more
    than there are agents: who is unknown is worth the mean."""

    worth: Floats
    reach: Floats
    shown: Floats


class ResolutionModel:
    """What the engine asks (``engine.Model``): made of what was learned at one moment, and the same for ever after.

    The same task and version give the same worths: what is drawn is drawn from both.
    """

    def __init__(
        self,
        learned: Learned,
        *,
        version: str,
        cycle: Cycle,
        worths: Worths | None = None,
        overloaded: frozenset[UUID] = frozenset(),
    ) -> None:
        """``overloaded`` agents have had more than their part lately, and are not worth more than the mean."""
        self._learned, self._version, self._cycle = learned, version, cycle
        self.worths = worths or Worths()
        self.overloaded = overloaded
        self._lines: dict[int, _Line] = {}
        self._places: dict[int, tuple[Sequence[UUID], Places]] = {}
        self._last: tuple[UUID, int, Floats] | None = None
        self._capped = np.array([each in overloaded for each in learned.agents] + [False])

    @property
    def version(self) -> str:
        """Names it in every decision."""
        return self._version

    def on(self, task: Task, now: float) -> bool:
        """Whether it is used at this time; the task plays no part."""
        return self._cycle.on(now)

    def explores(self, task_id: UUID) -> bool:
        """Whether agents are drawn for this task, to learn about them: a share of tasks by lot."""
        return lot(self._version.encode(), task_id.bytes) < self.worths.explore * 2**64

    def worth(self, task: Task, agent_ids: Sequence[UUID], now: float) -> Sequence[float]:
        """What each agent is worth for the task, in points above the mean of all; within the limit either way.

        A tuple that was asked for before is answered fastest: the places of its agents are kept.
        """
        row = self._learned.line(task.intent)
        line = self._lines.get(row) or self._line(row)
        found = self._drawn(task.id, row, line) if self.explores(task.id) else line.shown
        if len(agent_ids) <= FEW:
            places, unknown = self._learned.agents, len(self._learned.agents)
            return [float(found[places.get(each, unknown)]) for each in agent_ids]
        answer: list[float] = found.take(self._where(agent_ids)).tolist()
        return answer

    def expected_worth(self, agent_id: UUID, intent: str | None) -> float:
        """What one agent is worth where nothing is drawn."""
        row = self._learned.line(intent)
        line = self._lines.get(row) or self._line(row)
        return float(line.shown[self._learned.agents.get(agent_id, -1)])

    def _drawn(self, task_id: UUID, row: int, line: _Line) -> Floats:
        """Worths as they may be, each as likely as the data make it (Thompson sampling; Thompson 1933)."""
        if self._last is None or self._last[:2] != (task_id, row):
            bits = np.random.SFC64(lot(task_id.bytes, self._version.encode()))
            drawn = np.random.Generator(bits).standard_normal(len(line.worth), dtype=np.float32)
            # The engine asks for the same task again and again within one decision.
            self._last = (task_id, row, self._bounded(line.worth + line.reach * drawn))
        return self._last[2]

    def _where(self, agent_ids: Sequence[UUID]) -> Places:
        kept = self._places.get(id(agent_ids))
        # A sequence that is kept stays alive, so nothing else can have its id; a list may change, and is not kept.
        if kept is not None and kept[0] is agent_ids:
            return kept[1]
        places, unknown = self._learned.agents, len(self._learned.agents)
        found = np.fromiter((places.get(each, unknown) for each in agent_ids), np.intp, len(agent_ids))
        if isinstance(agent_ids, tuple):
            if len(self._places) >= KEPT:
                self._places.clear()
            self._places[id(agent_ids)] = (agent_ids, found)
        return found

    def _line(self, row: int) -> _Line:
        learned, worths = self._learned, self.worths
        seen = learned.handled >= worths.least
        share = sigmoid(learned.base[row] + learned.logits(row))
        minutes = learned.minutes(row)
        worth = np.zeros(len(share) + 1)
        reach = np.zeros(len(share) + 1)
        if seen.any():
            centred = worths.points * (share - share[seen].mean())
            centred -= worths.per_minute * (minutes - minutes[seen].mean())
            worth[:-1] = np.where(seen, centred, 0.0)
        reach[:-1] = worths.points * share * (1.0 - share) * learned.deviations(row)
        line = self._lines[row] = _Line(worth, reach, self._bounded(worth))
        return line

    def _bounded(self, worth: Floats) -> Floats:
        found: Floats = np.clip(worth, -self.worths.limit, np.where(self._capped, 0.0, self.worths.limit))
        return found
