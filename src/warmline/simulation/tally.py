"""Figures from a journal, by queue, by skill and over the day. Pure."""

import math
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmline.simulation.batches import Batches, Floats, gini, overlaps, quantile, ratio
from warmline.simulation.journal import ABANDONED, BLOCKED, IN_SERVICE, NOBODY, SERVED, WAITING, Journal
from warmline.simulation.laws import laws
from warmline.simulation.plan import Plan
from warmline.simulation.profile import profile
from warmline.simulation.results import Fairness, Figure, Measures, PolicyResult
from warmline.simulation.shape import HOUR, seconds_of

Mask = NDArray[np.bool_]
# Who waits less than this was served at once.
AT_ONCE = 1e-6


class Columns:
    """A journal as arrays; ``counted`` are those who came after the warm-up."""

    def __init__(self, journal: Journal, plan: Plan, since: float, until: float) -> None:
        self.plan, self.since, self.until = plan, since, until
        self.queue = np.array(journal.queue, dtype=np.intp)
        self.agent = np.array(journal.agent, dtype=np.intp)
        self.at = np.array(journal.at, dtype=np.float64)
        self.left = np.array(journal.left, dtype=np.float64)
        self.ended = np.array(journal.ended, dtype=np.float64)
        self.outcome = np.array(journal.outcome, dtype=np.int8)
        self.resolved = np.array(journal.resolved, dtype=np.bool_)
        self.offers = np.array(journal.offers, dtype=np.float64)
        presence = np.array(journal.presence, dtype=np.float64).reshape(-1, 3)
        self.who_present = presence[:, 0].astype(np.intp)
        self.came, self.went = presence[:, 1], presence[:, 2]
        self.counted = self.at >= since
        self.target = np.array([each.target_seconds for each in plan.queues])[self.queue]
        self.batches = Batches(since, until, plan.scenario.batches)

    @cached_property
    def wait(self) -> Floats:
        """How long each waited."""
        found: Floats = self.left - self.at
        return found

    @cached_property
    def part(self) -> Floats:
        """Which part of an agent each conversation takes."""
        capacity = [[each.group.capacity.get(q.medium, 0) for q in self.plan.queues] for each in self.plan.agents]
        table = np.array([*capacity, [1] * len(self.plan.queues)], dtype=np.float64)
        return 1.0 / np.maximum(table[self.agent, self.queue], 1.0)

    def busy(self, agents: Mask, edges: Floats) -> Floats:
        """Agent seconds of conversations of these agents between each two edges."""
        chosen = (self.agent != NOBODY) & np.append(agents, False)[self.agent]
        return overlaps(self.left[chosen], self.ended[chosen], edges, self.part[chosen])

    def present(self, agents: Mask, edges: Floats) -> Floats:
        """Agent seconds at which these agents were present."""
        chosen = agents[self.who_present] if len(self.who_present) else np.empty(0, dtype=np.bool_)
        return overlaps(self.came[chosen], self.went[chosen], edges)


def tally(policy: str, journal: Journal, plan: Plan, end: float, stopped: float) -> PolicyResult:
    """All figures of one policy. ``end``: the last moment that is measured; ``stopped``: when the clock stopped."""
    begin = seconds_of(plan.scenario.opens)
    since = min(begin + plan.scenario.warm_up_hours * HOUR, end)
    columns = Columns(journal, plan, since, end)
    everyone = np.ones(len(plan.agents), dtype=np.bool_)
    everything = np.ones(len(plan.queues), dtype=np.bool_)
    skills = sorted({skill for each in plan.queues for skill in each.skills})
    return PolicyResult(
        policy=policy,
        total=_measures(columns, everything, everyone),
        queues={each.name: _measures(columns, _only(n, plan), _able(n, plan)) for n, each in enumerate(plan.queues)},
        skills={each: _measures(columns, _asking(each, plan), _having(each, plan)) for each in skills},
        groups={each.name: _occupancy(columns, _group(each.name, plan)) for each in plan.scenario.agents},
        intervals=profile(columns, everyone),
        fairness=_fairness(columns),
        laws=laws(journal, stopped - begin),
        decisions=journal.decisions,
        decided=f"{journal.decided:016x}",
        missed=journal.missed,
        declined=journal.declined,
        measured_hours=(end - since) / HOUR,
        batches=columns.batches.count,
    )


def _only(n: int, plan: Plan) -> Mask:
    found: Mask = np.arange(len(plan.queues)) == n
    return found


def _asking(skill: str, plan: Plan) -> Mask:
    return np.array([skill in each.skills for each in plan.queues], dtype=np.bool_)


def _having(skill: str, plan: Plan) -> Mask:
    return np.array([skill in each.group.skills for each in plan.agents], dtype=np.bool_)


def _group(name: str, plan: Plan) -> Mask:
    return np.array([each.group.name == name for each in plan.agents], dtype=np.bool_)


def _able(n: int, plan: Plan) -> Mask:
    """Who can serve the queue without any relaxation."""
    part = plan.queues[n]
    teams = frozenset(plan.teams[each] for each in part.teams)
    return np.array(
        [
            each.matches[n]
            and (not teams or not teams.isdisjoint(each.teams))
            and bool(each.group.capacity.get(part.medium))
            for each in plan.agents
        ],
        dtype=np.bool_,
    )


def _measures(columns: Columns, queues: Mask, agents: Mask) -> Measures:
    batches = columns.batches
    mask = columns.counted & queues[columns.queue]
    outcome, which = columns.outcome[mask], batches.of(columns.at[mask])
    gone, there = (outcome == SERVED) | (outcome == ABANDONED), (outcome == WAITING) | (outcome == IN_SERVICE)
    served = (outcome == SERVED) | (outcome == IN_SERVICE)
    admitted = outcome != BLOCKED
    wait = columns.wait[mask]
    all_in = batches.sums(which[admitted])
    met = served & (wait <= columns.target[mask] + AT_ONCE)
    done = outcome == SERVED

    def share(of: Mask, whole: Floats) -> Figure:
        return ratio(batches.sums(which[of]), whole)

    return Measures(
        arrivals=len(outcome),
        served=int(done.sum()),
        abandoned=int((outcome == ABANDONED).sum()),
        blocked=int((outcome == BLOCKED).sum()),
        still_there=int(there.sum()),
        wait_mean=ratio(batches.sums(which[admitted], wait[admitted]), all_in),
        wait_p50=quantile(wait[admitted], which[admitted], 0.5),
        wait_p95=quantile(wait[admitted], which[admitted], 0.95),
        wait_max=float(wait[gone].max()) if gone.any() else 0.0,
        answer_mean=ratio(batches.sums(which[served], wait[served]), batches.sums(which[served])),
        service_level=share(met, all_in),
        abandonment=share(outcome == ABANDONED, all_in),
        blocking=share(outcome == BLOCKED, batches.sums(which)),
        waited=share(admitted & ((wait > AT_ONCE) | (outcome == ABANDONED)), all_in),
        queue_length=_queue_length(columns, queues),
        occupancy=_occupancy(columns, agents),
        offers=ratio(batches.sums(which, columns.offers[mask]), batches.sums(which)),
        resolved=share(done & columns.resolved[mask], batches.sums(which[done])),
    )


def _queue_length(columns: Columns, queues: Mask) -> Figure:
    chosen = queues[columns.queue]
    edges = columns.batches.edges
    return ratio(overlaps(columns.at[chosen], columns.left[chosen], edges), np.diff(edges))


def _occupancy(columns: Columns, agents: Mask) -> Figure:
    edges = columns.batches.edges
    return ratio(columns.busy(agents, edges), columns.present(agents, edges))


def _fairness(columns: Columns) -> Fairness:
    edges = np.array([columns.since, columns.until])
    alone: Any = np.eye(len(columns.plan.agents), dtype=np.bool_)
    present = np.array([columns.present(each, edges)[0] for each in alone])
    busy = np.array([columns.busy(each, edges)[0] for each in alone])
    values = busy[present > 0] / present[present > 0]
    if not len(values):
        return Fairness(gini=None, variation=None, least=None, most=None)
    mean = float(values.mean())
    spread = float(values.std()) / mean if mean and not math.isnan(mean) else None
    return Fairness(gini=gini(values), variation=spread, least=float(values.min()), most=float(values.max()))
