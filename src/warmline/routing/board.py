"""The board: waiting tasks and agents at work, in memory, and who gets what. Pure: it reads no clock and no database.

Work of one queue and one medium is a lane. A lane has a heap of tasks, whose keys never change while they age, and a
heap of agents with room, so an agent who frees or a task that arrives costs a few comparisons whatever the size of the
floor. Entries are dropped when they turn up and no longer hold (lazy deletion).
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

import msgspec

from warmline.routing.scoring import Candidate, QueueRules, Score, Task, score, turn, unready, why_not

SHOWN = 10
HANDED_OVER = "handed_over"


Preferred = tuple[tuple[UUID, str, str], ...]


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A decision: this task to this agent, and all that explains it. ``excluded`` counts agents by reason, and
    ``examples`` names some of them; ``runner_up`` is who would have been next."""

    task: Task
    agent_id: UUID
    rule: str
    score: Score
    idle_since: float
    load: dict[str, int]
    candidates: int
    runner_up: UUID | None
    preferred: Preferred
    excluded: dict[str, int]
    examples: tuple[tuple[UUID, str], ...]


@dataclass
class _Lane:
    rules: QueueRules
    medium: str
    tasks: list[tuple[float, UUID]] = field(default_factory=list)
    agents: list[tuple[float, float, UUID, int]] = field(default_factory=list)
    # The entry of each agent with room that still holds.
    free: dict[UUID, int] = field(default_factory=dict)
    blocked: dict[UUID, str] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)


class Board:
    """Everything that waits and everyone at work in one organisation."""

    def __init__(self, queues: Iterable[QueueRules]) -> None:
        self.queues = {each.id: each for each in queues}
        self.agents: dict[UUID, Candidate] = {}
        self.tasks: dict[UUID, Task] = {}
        self._reserved: set[UUID] = set()
        self._lanes: dict[tuple[UUID, str], _Lane] = {}
        self._lanes_of_team: dict[UUID, list[_Lane]] = {}
        self._open_lanes: list[_Lane] = []
        self._stamp = 0

    def put_agent(self, agent: Candidate) -> None:
        """Add an agent, or take in what changed about one."""
        known = self.agents.get(agent.id)
        if known is not None and known.team_ids != agent.team_ids:
            self.drop_agent(agent.id)
        self.agents[agent.id] = agent
        for lane in self._lanes_for(agent):
            self._list(lane, agent)

    def drop_agent(self, agent_id: UUID) -> None:
        """Forget an agent who is not at work any more."""
        agent = self.agents.pop(agent_id, None)
        for lane in self._lanes_for(agent) if agent else ():
            lane.free.pop(agent_id, None)
            self._unblock(lane, agent_id)

    def put_task(self, task: Task) -> None:
        """Add a task; its queue must be one of the board's."""
        self.tasks[task.interaction_id] = task
        if task.reserved_for:
            self._reserved.add(task.interaction_id)
        lane = self._lanes.get((task.queue_id, task.medium)) or self._open_lane(task.queue_id, task.medium)
        heapq.heappush(lane.tasks, (task.key, task.interaction_id))

    def drop_task(self, interaction_id: UUID) -> None:
        """Forget a task that nobody needs to serve any more."""
        self.tasks.pop(interaction_id, None)
        self._reserved.discard(interaction_id)

    def matches(self, now: float) -> Iterator[Match]:
        """Decisions, the most urgent task first, until no task and free agent fit. Each is taken as done when it is
        given: its task leaves the board and its agent has less room. ``now`` is in seconds since 1970."""
        yield from self._hand_over(now)
        lanes = enumerate(self._lanes.values())
        order = [entry for n, lane in lanes if lane.free and (entry := self._head(lane, n, now))]
        heapq.heapify(order)
        passed_over: list[tuple[_Lane, tuple[float, UUID]]] = []
        try:
            while order:
                _, n, lane = heapq.heappop(order)
                if not lane.free:
                    continue
                task = heapq.heappop(lane.tasks)
                match = self._choose(lane, self.tasks[task[1]], now)
                if match is None:
                    passed_over.append((lane, task))
                else:
                    yield match
                following = self._head(lane, n, now)
                if following:
                    heapq.heappush(order, following)
        finally:
            for lane, task in passed_over:
                heapq.heappush(lane.tasks, task)

    def _hand_over(self, now: float) -> Iterator[Match]:
        for task in sorted(
            (self.tasks[each] for each in self._reserved), key=lambda each: (each.key, each.interaction_id)
        ):
            lane = self._lanes[task.queue_id, task.medium]
            agent = self.agents.get(task.reserved_for) if task.reserved_for and self._is_kept(task, now) else None
            if agent and unready(agent, task.medium) is None:
                yield self._assign(lane, task, agent.id, HANDED_OVER, ((agent.id, HANDED_OVER, "chosen"),), now)

    @staticmethod
    def _is_kept(task: Task, now: float) -> bool:
        return task.reserved_for is not None and task.reserved_for not in task.refused and now < task.prefers_until

    def _lanes_for(self, agent: Candidate) -> list[_Lane]:
        found = list(self._open_lanes)
        for team_id in agent.team_ids:
            found += self._lanes_of_team.get(team_id, ())
        if len(agent.team_ids) > 1:
            return list({id(lane): lane for lane in found}.values())
        return found

    def _open_lane(self, queue_id: UUID, medium: str) -> _Lane:
        lane = _Lane(self.queues[queue_id], medium)
        self._lanes[queue_id, medium] = lane
        if lane.rules.team_ids:
            for team_id in lane.rules.team_ids:
                self._lanes_of_team.setdefault(team_id, []).append(lane)
        else:
            self._open_lanes.append(lane)
        for agent in self.agents.values():
            if not lane.rules.team_ids or not lane.rules.team_ids.isdisjoint(agent.team_ids):
                self._list(lane, agent)
        return lane

    def _list(self, lane: _Lane, agent: Candidate) -> None:
        self._unblock(lane, agent.id)
        reason = why_not(agent, lane.rules, lane.medium)
        if reason is not None:
            lane.free.pop(agent.id, None)
            lane.blocked[agent.id] = reason
            lane.reasons[reason] += 1
            return
        self._stamp += 1
        lane.free[agent.id] = self._stamp
        heapq.heappush(lane.agents, (*turn(agent, lane.medium), agent.id, self._stamp))

    @staticmethod
    def _unblock(lane: _Lane, agent_id: UUID) -> None:
        reason = lane.blocked.pop(agent_id, None)
        if reason is not None:
            lane.reasons[reason] -= 1

    def _head(self, lane: _Lane, n: int, now: float) -> tuple[float, int, _Lane] | None:
        while lane.tasks and lane.tasks[0][1] not in self.tasks:
            heapq.heappop(lane.tasks)
        if not lane.tasks:
            return None
        return -score(self.tasks[lane.tasks[0][1]], lane.rules, now).total, n, lane

    def _choose(self, lane: _Lane, task: Task, now: float) -> Match | None:
        if self._is_kept(task, now):
            return None
        preferred = []
        chosen, rule = None, "longest_idle"
        for agent_id, reason in task.preferred:
            outcome = self._why_not_preferred(lane, task, agent_id, now)
            preferred.append((agent_id, reason, outcome or "chosen"))
            if outcome is None:
                chosen, rule = agent_id, reason
                break
        chosen = chosen or self._longest_idle(lane, task)
        return self._assign(lane, task, chosen, rule, tuple(preferred), now) if chosen else None

    def _why_not_preferred(self, lane: _Lane, task: Task, agent_id: UUID, now: float) -> str | None:
        agent = self.agents.get(agent_id)
        if agent is None:
            return "not_available"
        if agent_id in task.refused:
            return "declined"
        if now >= task.prefers_until:
            return "waited_too_long"
        return why_not(agent, lane.rules, lane.medium)

    def _longest_idle(self, lane: _Lane, task: Task) -> UUID | None:
        refused = []
        chosen = None
        while lane.agents and chosen is None:
            entry = heapq.heappop(lane.agents)
            if lane.free.get(entry[2]) != entry[3]:
                continue
            if entry[2] in task.refused:
                refused.append(entry)
            else:
                chosen = entry[2]
        for entry in refused:
            heapq.heappush(lane.agents, entry)
        return chosen

    def _assign(
        self,
        lane: _Lane,
        task: Task,
        agent_id: UUID,
        rule: str,
        preferred: Preferred,
        now: float,
    ) -> Match:
        agent = self.agents[agent_id]
        excluded = {reason: count for reason, count in lane.reasons.items() if count}
        if task.refused:
            excluded["declined"] = len(task.refused & lane.free.keys())
        elsewhere = len(self.agents) - len(lane.free) - len(lane.blocked)
        if elsewhere:
            excluded["not_in_team"] = elsewhere
        candidates, load = len(lane.free), dict(agent.load)
        lane.free.pop(agent_id, None)
        runner_up = self._next(lane)
        self.drop_task(task.interaction_id)
        agent.load = {**load, lane.medium: load.get(lane.medium, 0) + 1}
        for each in self._lanes_for(agent):
            self._list(each, agent)
        return Match(
            task=task,
            agent_id=agent_id,
            rule=rule,
            score=score(task, lane.rules, now),
            idle_since=agent.idle_since,
            load=load,
            candidates=candidates,
            runner_up=runner_up,
            preferred=preferred,
            excluded=excluded,
            examples=tuple(islice(lane.blocked.items(), SHOWN)),
        )

    @staticmethod
    def _next(lane: _Lane) -> UUID | None:
        while lane.agents and lane.free.get(lane.agents[0][2]) != lane.agents[0][3]:
            heapq.heappop(lane.agents)
        return lane.agents[0][2] if lane.agents else None
