"""The floor: agents at work and waiting work, in memory, and who gets what.

Whenever ``decide`` has run, no work waits that somebody ready may have; so the next time only what is new is looked at:
an agent who freed sees the heads of the lanes that they can serve, work that came sees who is ready for it.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import islice
from operator import itemgetter
from uuid import UUID

import numpy as np

from warmline.engine.batching import FEWEST, MOST, bargain
from warmline.engine.choosing import Choice, Chooser
from warmline.engine.lanes import Lane, Lanes, Rows
from warmline.engine.model import Agent, Decision, Model, Queue, Skills, Standing, Task
from warmline.engine.people import READY, People
from warmline.engine.reach import Reach, merged
from warmline.engine.standing import Placed, standing
from warmline.engine.wheel import Wheel

# So many minutes of waiting is it worth that work goes to somebody who knows the matter.
KNOWN_POINTS = 3.0
# Heads that one agent who frees weighs against each other, where more than urgency counts.
WEIGHED = 8
# With more agents than this, all lanes are looked at instead of those that each can serve.
MANY = 64
# Totals nearer than this are the same.
NEAR = 1e-9
NOTHING: Rows = np.zeros(0, dtype=np.intp)


class Floor:
    """Everything that waits and everyone at work. ``put_...`` adds, or replaces what is known. ``explain`` off leaves
    out of decisions who was left out, for simulations."""

    def __init__(self, queues: Iterable[Queue] = (), *, model: Model | None = None, explain: bool = True) -> None:
        self.queues: dict[UUID, Queue] = {}
        self.tasks: dict[UUID, Task] = {}
        self.people = People()
        self.model = model
        self._stamps: dict[UUID, int] = {}
        self._stamp = 0
        self._reach = Reach(self.people)
        self._lanes = Lanes(self._stamps, self.tasks)
        self._kinds: dict[tuple[UUID, str, Skills], int] = {}
        self._lane_rows: dict[tuple[int, int, float | None], Lane] = {}
        self._lane_of: dict[UUID, Lane] = {}
        self._kept: dict[UUID, set[UUID]] = {}
        self._known: dict[UUID, set[UUID]] = {}
        self._wheel: Wheel[UUID] = Wheel()
        self._changed_queues: set[UUID] = set()
        self._freed: dict[UUID, None] = {}
        self._filled: dict[int, Lane] = {}
        self._chooser = Chooser(self.people, self._reach, self._lanes, explain=explain)
        for each in queues:
            self.put_queue(each)

    @property
    def agents(self) -> dict[UUID, Agent]:
        """Everyone at work, by id."""
        return self.people.agents

    def put_queue(self, queue: Queue) -> None:
        """Add a queue, or take in new rules, also for work that waits in it already."""
        known = self.queues.get(queue.id)
        self.queues[queue.id] = queue
        if known is None or known == queue:
            return
        if (known.teams, known.skills, known.rings) != (queue.teams, queue.skills, queue.rings):
            self._changed_queues.add(queue.id)
            return
        for lane in self._lanes.lanes:
            if lane.kind.queue_id == queue.id and self._lanes.note(lane, queue):
                self._filled[lane.row] = lane

    def drop_queue(self, queue_id: UUID) -> None:
        """Forget a queue; work that waits in it must have been dropped or moved."""
        self.queues.pop(queue_id, None)
        # Should it come back, it may be served by others.
        self._retire([self._kinds.pop(each) for each in list(self._kinds) if each[0] == queue_id])

    def put_agent(self, agent: Agent) -> None:
        """Add an agent, or take in what changed about one."""
        row, able = self.people.put(agent)
        if able:
            self._reach.learn(agent, row)
        self._freed[agent.id] = None

    def drop_agent(self, agent_id: UUID) -> None:
        """Forget an agent who is not at work any more."""
        self.people.drop(agent_id)
        self._freed.pop(agent_id, None)

    def put_task(self, task: Task, now: float) -> None:
        """Add work, or take in what changed; its queue must be known."""
        self.drop_task(task.id)
        self.tasks[task.id] = task
        for agent_id, _ in task.preferred:
            self._known.setdefault(agent_id, set()).add(task.id)
        self._settle(task, now)

    def drop_task(self, task_id: UUID) -> None:
        """Forget work that nobody needs to serve any more."""
        task = self.tasks.get(task_id)
        if task is None:
            return
        self._unsettle(task)
        del self.tasks[task_id]
        for agent_id, _ in task.preferred:
            known = self._known.get(agent_id)
            if known is not None:
                known.discard(task_id)
                if not known:
                    del self._known[agent_id]

    def decide(self, now: float, *, limit: int | None = None) -> list[Decision]:
        """All that can be decided now, and is taken as done: the work has left the floor, its agents have less room.
        With ``limit`` at most so many; the rest comes with the next call. ``now`` is in seconds since 1970."""
        self._turn_wheel(now)
        made: list[Decision] = []
        room = len(self.tasks) if limit is None else limit
        for decision in self._decisions(now):
            made.append(decision)
            if len(made) >= room:
                return made
        self._freed.clear()
        self._filled.clear()
        return made

    def next_time(self) -> float | None:
        """When time alone changes something: call ``decide`` then. None where nothing waits for a time."""
        return self._wheel.next()

    def standing(self, task_id: UUID, now: float) -> Standing:
        """Why the task still waits. Raises KeyError where it does not."""
        task = self.tasks[task_id]
        queue = self.queues[task.queue_id]
        lane = self._lane_of.get(task_id)
        placed = Placed(task, queue, lane, lane is not None and lane.heap[0][1] == task_id)
        return standing(placed, self.people, self._reach, now)

    def _turn_wheel(self, now: float) -> None:
        due = dict.fromkeys(self._wheel.due(now))
        old: list[int] = []
        if self._changed_queues:
            due |= dict.fromkeys(each for each, task in self.tasks.items() if task.queue_id in self._changed_queues)
            old = [self._kinds.pop(each) for each in list(self._kinds) if each[0] in self._changed_queues]
            self._changed_queues.clear()
        for task_id in due:
            self._unsettle(self.tasks[task_id])
            self._settle(self.tasks[task_id], now)
        self._retire(old)

    def _retire(self, kinds: Sequence[int]) -> None:
        """No work is of these kinds any more."""
        for row in kinds:
            self._reach.retire(row)
        for place in [each for each in self._lane_rows if each[0] in kinds]:
            del self._lane_rows[place]

    def _settle(self, task: Task, now: float) -> None:
        """Put the task where it belongs now, and note when it will belong elsewhere."""
        queue = self.queues[task.queue_id]
        self._stamp += 1
        self._stamps[task.id] = self._stamp
        if now < task.not_before:
            self._wheel.schedule(task.id, task.not_before)
            return
        kept_for = task.reserved_for
        if kept_for and now < task.prefers_until and kept_for not in task.refused:
            self._kept.setdefault(kept_for, set()).add(task.id)
            self.people.serve(task.medium)
            self._wheel.schedule(task.id, task.prefers_until)
            if kept_for in self.agents:
                self._freed[kept_for] = None
            return
        ring = sum(1 for each in queue.rings if task.queued_at + each.after <= now)
        lane = self._lane(queue, task, ring)
        self._lane_of[task.id] = lane
        self._lanes.push(lane, task, self._stamp, queue)
        self._filled[lane.row] = lane
        if ring < len(queue.rings):
            self._wheel.schedule(task.id, task.queued_at + queue.rings[ring].after)

    def _unsettle(self, task: Task) -> None:
        self._wheel.cancel(task.id)
        self._stamps.pop(task.id, None)
        lane = self._lane_of.pop(task.id, None)
        if lane is not None:
            lane.count -= 1
        if lane is not None and lane.heap and lane.heap[0][1] == task.id:
            self._lanes.note(lane, self.queues[lane.kind.queue_id])
        if task.reserved_for in self._kept:
            kept = self._kept[task.reserved_for]
            kept.discard(task.id)
            if not kept:
                del self._kept[task.reserved_for]

    def _lane(self, queue: Queue, task: Task, ring: int) -> Lane:
        skills = merged(queue.skills, task.skills)
        key = (queue.id, task.medium, skills)
        row = self._kinds.get(key)
        if row is None:
            row = self._kinds[key] = self._reach.add(queue, task.medium, skills).row
        # Work with a target of its own becomes urgent at its own pace, so that it has a line of its own.
        place = (row, ring, task.service_seconds)
        lane = self._lane_rows.get(place)
        if lane is None:
            lane = self._lane_rows[place] = self._lanes.add(self._reach.kinds[row][0], ring)
        return lane

    def _decisions(self, now: float) -> Iterator[Decision]:
        for agent_id in list(self._freed):
            if agent_id in self._kept:
                yield from self._hand_over(agent_id, now)
        freed = [each for each in self._freed if each in self.agents]
        if len(freed) == 1 and not self._filled:
            yield from self._serve(freed[0], now)
        elif freed or self._filled:
            contenders = self._contenders(freed)
            yield from self._batch(contenders, now)
            yield from self._contend(contenders, now)

    def _hand_over(self, agent_id: UUID, now: float) -> Iterator[Decision]:
        """What was handed over to an agent comes before all else."""
        waiting = sorted((self.tasks[each] for each in self._kept[agent_id]), key=lambda task: (task.key, task.id))
        for task in waiting:
            row = self.people.row.get(agent_id)
            if row is not None and self.people.state[task.medium][row] == READY:
                queue = self.queues[task.queue_id]
                yield self._take(self._chooser.handed_over(task, queue, row, now))

    def _serve(self, agent_id: UUID, now: float) -> Iterator[Decision]:
        """One agent has freed: the best of what they can serve, until they are full."""
        row = self.people.row[agent_id]
        while True:
            task = self._best_for(row, now)
            choice = self._choose(self._lane_of[task.id], task, now) if task else None
            if choice is None:
                return
            yield self._take(choice)

    def _best_for(self, row: int, now: float) -> Task | None:
        lanes = self._within_reach(row)
        if not len(lanes):
            return None
        totals = self._lanes.totals(lanes, now)
        agent_id = self.people.ids[row]
        known = self._known_to(agent_id, row, now)
        if not known and self.model is None:
            best = self._head_for(int(lanes[np.argmax(totals)]), agent_id)
            if best is not None and agent_id not in self._head(best).refused:
                return best
        heads = (self._head_for(int(lanes[n]), agent_id) for n in np.argsort(-totals, kind="stable"))
        some: list[Task] = []
        for head in heads:
            if head is not None:
                some.append(head)
                if len(some) == WEIGHED:
                    break
        weighed = {task.id: task for task in (*some, *known)}
        return max(weighed.values(), key=lambda task: self._pair(task, agent_id, now), default=None)

    def _pair(self, task: Task, agent_id: UUID, now: float) -> tuple[float, float]:
        """What it is worth that this agent takes this task now, and its age where that is the same."""
        total = self._chooser.score(task, self.queues[task.queue_id], now).total
        if now < task.prefers_until and any(each == agent_id for each, _ in task.preferred):
            total += KNOWN_POINTS
        if self.model is not None and self.model.on(task, now):
            total += float(self.model.worth(task, [agent_id], now)[0])
        return total, -task.key

    def _known_to(self, agent_id: UUID, row: int, now: float) -> list[Task]:
        found = []
        for task_id in self._known.get(agent_id, ()):
            task, lane = self.tasks[task_id], self._lane_of.get(task_id)
            if lane is None or now >= task.prefers_until or agent_id in task.refused:
                continue
            ready = self.people.state[task.medium][row] == READY
            if ready and self.queues[task.queue_id].open and self._reach.rings(lane.kind)[row] <= lane.ring:
                found.append(task)
        return found

    def _within_reach(self, row: int) -> Rows:
        """The lanes whose work the agent could begin now."""
        lanes = self._lanes
        ready = self._reach.media_ready(row)
        if not ready.any():
            return NOTHING
        live = np.flatnonzero(lanes.live)
        kinds = lanes.kind[live]
        found: Rows = live[(self._reach.of(kinds, row) <= lanes.ring[live]) & ready[self._reach.medium[kinds]]]
        return found

    def _head_for(self, lane_row: int, agent_id: UUID) -> Task | None:
        """The first task of the lane that the agent has not just refused."""
        lane = self._lanes.lanes[lane_row]
        head = self._lanes.note(lane, self.queues[lane.kind.queue_id])
        if head is None or agent_id not in head.refused:
            return head
        return next((task for task in self._in_order(lane) if agent_id not in task.refused), None)

    def _head(self, task: Task) -> Task:
        """The first task of the lane that this one is in."""
        return self.tasks[self._lane_of[task.id].heap[0][1]]

    def _in_order(self, lane: Lane) -> Iterator[Task]:
        for _, task_id, stamp in sorted(lane.heap):
            if self._stamps.get(task_id) == stamp:
                yield self.tasks[task_id]

    def _contenders(self, freed: Sequence[UUID]) -> list[Lane]:
        lanes = self._lanes
        rows: set[int] = {each for each in self._filled if lanes.live[each]}
        if len(freed) > MANY:
            rows.update(np.flatnonzero(lanes.live).tolist())
        else:
            for agent_id in freed:
                rows.update(self._within_reach(self.people.row[agent_id]).tolist())
        return [lanes.lanes[each] for each in rows]

    def _batch(self, contenders: Sequence[Lane], now: float) -> Iterator[Decision]:
        """Where many wait for many and something was learned, they are shared out together."""
        if self.model is None:
            return
        work = self._most_urgent(contenders, now)
        if len(work) < FEWEST:
            return
        for deal in bargain(work, self.people, self._reach, self.model, now):
            yield self._take(self._chooser.bargained(deal, self.queues[deal.task.queue_id], self.model, now))

    def _most_urgent(self, contenders: Sequence[Lane], now: float) -> list[tuple[Task, Lane, float]]:
        """Of the lanes for which somebody is ready, the tasks that one agent each is asked for."""
        found: list[tuple[Task, Lane, float]] = []
        model, ready = self.model, set[int]()
        for lane in contenders:
            ready.update(self._reach.ready(lane.kind, lane.ring)[:FEWEST].tolist())
        if model is None or len(ready) < FEWEST:
            return []
        for lane in contenders:
            queue = self.queues[lane.kind.queue_id]
            if queue.offer_to == 1 and len(self._reach.ready(lane.kind, lane.ring)):
                some = (task for task in islice(self._in_order(lane), MOST) if model.on(task, now))
                found.extend((task, lane, self._chooser.score(task, queue, now).total) for task in some)
        return nlargest(MOST, found, key=itemgetter(2))

    def _contend(self, contenders: Iterable[Lane], now: float) -> Iterator[Decision]:
        """The most urgent task of all lanes first, each to the best who is ready for it."""
        rows = np.array([lane.row for lane in contenders], dtype=np.intp)
        heads = [
            (-total, row) for total, row in zip(self._lanes.totals(rows, now).tolist(), rows.tolist(), strict=True)
        ]
        heapq.heapify(heads)
        while heads:
            urgency, row = heapq.heappop(heads)
            lane = self._lanes.lanes[row]
            choice = self._first(lane, now)
            if choice is None:
                continue
            total = choice.decision.score.total
            if total < -urgency - NEAR:
                # Those before it were refused; it has no more urgency than its own.
                heapq.heappush(heads, (-total, row))
                continue
            yield self._take(choice)
            if self._lanes.live[row]:
                total = float(self._lanes.totals(np.array([row]), now)[0])
                heapq.heappush(heads, (-total, row))

    def _first(self, lane: Lane, now: float) -> Choice | None:
        """The first task of the lane that somebody ready has not refused, and whom it goes to."""
        head = self._lanes.note(lane, self.queues[lane.kind.queue_id])
        ready = self._reach.ready(lane.kind, lane.ring)
        if head is None or not len(ready):
            return None
        choice = self._choose(lane, head, now, ready)
        if choice is not None or not head.refused:
            return choice
        rest = (self._choose(lane, task, now, ready) for task in self._in_order(lane))
        return next((each for each in rest if each), None)

    def _choose(self, lane: Lane, task: Task, now: float, ready: Rows | None = None) -> Choice | None:
        rows = self._reach.ready(lane.kind, lane.ring) if ready is None else ready
        return self._chooser.choose(task, self.queues[task.queue_id], lane, rows, self.model, now)

    def _take(self, choice: Choice) -> Decision:
        task = choice.decision.task
        self.drop_task(task.id)
        for row in choice.rows:
            agent = self.agents[self.people.ids[row]]
            agent.load = {**agent.load, task.medium: agent.load.get(task.medium, 0) + 1}
            self.people.refresh(agent, row)
        return choice.decision
