"""The virtual clock around the real engine: customers come, conversations end, patience ends.

All matching is done by ``warmline.engine.Floor``. The clock jumps from event to event, so that a year takes seconds.
"""

import heapq
import math
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from warmline.engine import Floor
from warmline.engine.model import Decision, Task
from warmline.simulation.attendance import Attendance
from warmline.simulation.draws import Chance
from warmline.simulation.journal import ABANDONED, BLOCKED, IN_SERVICE, SERVED, WAITING, Journal
from warmline.simulation.offering import OFFERED, Offering
from warmline.simulation.plan import TASKS, Plan, made_id
from warmline.simulation.shape import DAY, HOUR, Policy, seconds_of
from warmline.simulation.stream import Customer, generator
from warmline.simulation.workers import Act, Learner, Worker

KNOWS = "served_before"
# How long is waited for the last customers when no more come.
PATIENCE_OF_RUN = 24 * HOUR
# The state of a customer who is not there any more.
GONE = 11
# The engine's times are due at most so much too early.
TICK = 1 / 128
# Who comes again comes so much earlier or later in the day, at most.
JITTER = HOUR / 2
TOLD_EVERY = 500
Told = Callable[[int, float], None]
Watch = Callable[[Decision], None]


class Clock:
    """One run of a plan under one policy. ``run`` gives the journal; then it is used up."""

    def __init__(self, plan: Plan, policy: Policy, model: Learner | None = None, *, watch: Watch | None = None) -> None:
        """``watch`` sees each decision before it takes effect here: what waits is still in ``waiting``."""
        self.plan = plan
        self.watch = watch
        self.policy = policy
        self.model = model
        self.floor = Floor(plan.engine_queues(policy), model=model, explain=False)
        self.journal = Journal()
        self.workers = [Worker(n, plan) for n in range(len(plan.agents))]
        self.by_id = {each.agent.id: each for each in self.workers}
        self.attendance = Attendance(self, self.floor, self.workers)
        self.offering = Offering(self, self.floor, self._start, self._release)
        self.waiting: dict[UUID, Customer] = {}
        self.in_queue = [0] * len(plan.queues)
        self.inside = 0
        self.now = seconds_of(plan.scenario.opens)
        self.end = math.inf
        self.coming = True
        self._heap: list[tuple[float, int, Act, Any]] = []
        self._sequence = 0
        self._timer = math.inf
        self._luck = generator(plan.seed, "returns")
        self._places = [math.inf if each.waiting_places is None else each.waiting_places for each in plan.queues]
        limit = plan.scenario.waiting_places
        self._all_places = math.inf if limit is None else limit

    def at(self, when: float, what: Act, about: Any = None) -> None:
        """Let something happen later."""
        self._sequence += 1
        heapq.heappush(self._heap, (when, self._sequence, what, about))

    def run(self, arrivals: Iterator[Customer], told: Told | None = None) -> Journal:
        """Let all of these come, and wait until the last is gone, at most a day."""
        begin = self.now
        self.attendance.open()
        heap, pop, move = self._heap, heapq.heappop, self._move
        who = next(arrivals, None)
        while True:
            if who is not None and (not heap or who.at < heap[0][0]):
                move(who.at)
                self._arrive(who)
                if told is not None and not self.journal.arrivals % TOLD_EVERY:
                    told(self.journal.arrivals, self.now)
                who = next(arrivals, None)
                continue
            if who is None and self.coming:
                self._last_came(begin)
            if not heap or (not self.coming and self._over(heap[0][0])):
                break
            when, _, what, about = pop(heap)
            move(when)
            what(about)
        self._close()
        return self.journal

    def _last_came(self, begin: float) -> None:
        """Nobody comes any more; what is measured ends here, or when the hours of the run are over."""
        self.coming = False
        hours = self.plan.scenario.duration_hours
        short = self.plan.scenario.customers is not None and self.journal.arrivals >= self.plan.scenario.customers
        self.end = self.now if hours is None or short else begin + hours * HOUR

    def _over(self, when: float) -> bool:
        return when > self.end and (not self.inside or when > self.end + PATIENCE_OF_RUN)

    def _move(self, when: float) -> None:
        past = when - self.now
        if past > 0:
            journal = self.journal
            journal.waiting_seconds += past * len(self.waiting)
            journal.service_seconds += past * (journal.starts - journal.ends)
            self.now = when

    def _close(self) -> None:
        """Note who is still there, waiting or in conversation."""
        self._move(max(self.now, self.end))
        for who in self.waiting.values():
            self.journal.note(who, WAITING, self.now, self.now)
        for _, _, what, about in self._heap:
            if what == self._finish:
                who, worker, _, started = about
                self.journal.note(who, IN_SERVICE, started, self.now, worker.index)
        self.attendance.close()

    # Customers

    def _arrive(self, who: Customer) -> None:
        self.journal.arrivals += 1
        queue = who.queue
        who.number = self.journal.arrivals
        key = who.key = made_id(TASKS, who.number)
        self.waiting[key] = who
        self.inside += 1
        self.in_queue[queue] += 1
        self.floor.put_task(self._task(who), self.now)
        self.decide()
        if who.state == WAITING and (
            self.in_queue[queue] > self._places[queue] or len(self.waiting) > self._all_places
        ):
            self._leave(who, BLOCKED)
        elif who.patience < math.inf and who.state != IN_SERVICE:
            self.at(who.at + who.patience, self._lose_patience, who)

    def _task(self, who: Customer) -> Task:
        queue, plan = who.queue, self.plan
        preferred: tuple[tuple[UUID, str], ...] = ()
        until = math.inf
        if who.knows is not None and self.policy.preferred:
            preferred = ((self.workers[who.knows].agent.id, KNOWS),)
            until = who.at + plan.queues[queue].sticky_seconds
        return Task(
            id=who.key,
            queue_id=plan.queue_ids[queue],
            medium=plan.queues[queue].medium,
            queued_at=who.at,
            priority=who.points if self.policy.priority else 0.0,
            preferred=preferred,
            prefers_until=until,
            intent=plan.intents[queue][who.intent],
        )

    def _lose_patience(self, who: Customer) -> None:
        if who.state == OFFERED:
            self.offering.rescind(who)
            self._leave(who, ABANDONED)
            self.decide()
        elif who.state == WAITING:
            self._leave(who, ABANDONED)

    def _leave(self, who: Customer, outcome: int) -> None:
        self.floor.drop_task(who.key)
        del self.waiting[who.key]
        self.in_queue[who.queue] -= 1
        self.inside -= 1
        who.state = GONE
        self.journal.note(who, outcome, self.now, self.now)

    def _come_again(self, who: Customer, worker: Worker) -> None:
        returns = self.plan.queues[who.queue].returns
        if returns is None or who.returning >= returns.share:
            return
        luck = self._luck
        days = max(1, math.ceil(float(luck.exponential()) * returns.after_days))
        when = self.now + days * DAY + float(luck.uniform(-1, 1)) * JITTER
        handle = Chance(float(luck.exponential()), float(luck.normal()), float(luck.random()))
        made = Customer(who.queue, when, who.patience, handle, intent=who.intent, points=who.points)
        made.helped, made.returning = luck.random(2).tolist()
        made.again, made.knows = True, worker.index
        self.at(when, self._return, made)

    def _return(self, who: Customer) -> None:
        if self.coming:
            self._arrive(who)

    # Decisions and service

    def decide(self, _: object = None) -> None:
        """Let the engine decide what it can, and look at it again when time alone changes something."""
        for each in self.floor.decide(self.now):
            self._offer(each)
        due = self.floor.next_time()
        if due is not None and due < self._timer:
            self._timer = due
            self.at(max(due, self.now + TICK), self._due)

    def _due(self, _: object) -> None:
        self._timer = math.inf
        self.decide()

    def _offer(self, decision: Decision) -> None:
        if self.watch is not None:
            self.watch(decision)
        task = decision.task
        who = self.waiting[task.id]
        who.offers += 1
        asked = [self.by_id[each] for each in decision.agent_ids]
        self.journal.decide(who.number, asked[0].index)
        for worker in asked:
            worker.take(task.medium, self.journal)
        if len(asked) == 1 and asked[0].answers is None:
            self._start(who, asked[0], task)
        else:
            self.offering.ask(who, task, asked)

    def _start(self, who: Customer, worker: Worker, task: Task) -> None:
        del self.waiting[who.key]
        queue = who.queue
        self.in_queue[queue] -= 1
        who.state = IN_SERVICE
        self.journal.starts += 1
        seconds = worker.handles[queue][who.intent].of(who.handle) * worker.slow
        if not worker.matches[queue]:
            seconds *= self.plan.scenario.mismatch.handle_factor
        self.at(self.now + seconds, self._finish, (who, worker, task, self.now))

    def _finish(self, about: tuple[Customer, Worker, Task, float]) -> None:
        who, worker, task, started = about
        self.inside -= 1
        who.state = GONE
        self.journal.ends += 1
        self.journal.note(who, SERVED, started, self.now, worker.index)
        chance = worker.resolves[who.queue][who.intent]
        if not worker.matches[who.queue]:
            chance *= self.plan.scenario.mismatch.resolution_factor
        resolved = who.helped < chance
        if resolved:
            self.journal.settle()
        elif self.coming:
            self._come_again(who, worker)
        if self.model is not None:
            known = self.now + self.plan.scenario.learning.delay_hours * HOUR
            self.at(known, self._learn, (task, worker.agent.id, resolved, self.now - started))
        self._release(worker, task.medium)
        self.decide()

    def _learn(self, about: tuple[Task, UUID, bool, float]) -> None:
        task, agent_id, resolved, seconds = about
        if self.model is not None:
            self.model.learn(task, agent_id, resolved=resolved, handle_seconds=seconds, now=self.now)

    def _release(self, worker: Worker, medium: str) -> None:
        worker.give_back(medium)
        agent = worker.agent
        agent.load = {**agent.load, medium: agent.load[medium] - 1}
        agent.idle_since = self.now
        if worker.on:
            self.floor.put_agent(agent)
        elif not worker.busy:
            self.attendance.go_home(worker)
