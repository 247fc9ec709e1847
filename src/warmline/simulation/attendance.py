"""Who is at work when, and which queue is open: the same on each day."""

from typing import Any

import msgspec

from warmline.engine import Floor
from warmline.engine.model import AVAILABLE, Queue
from warmline.simulation.shape import DAY, seconds_of
from warmline.simulation.workers import OFFLINE, Act, Timeline, Worker


class Attendance:
    """Puts agents on the floor and takes them from it, and opens and closes queues."""

    def __init__(self, clock: Timeline, floor: Floor, workers: list[Worker]) -> None:
        self.clock = clock
        self.floor = floor
        self.workers = workers

    def open(self) -> None:
        """Who and what is there when the run begins, and all changes from then on."""
        for queue, part in zip(list(self.floor.queues.values()), self.clock.plan.queues, strict=True):
            if part.hours is not None:
                self._daily(seconds_of(part.hours[0]), seconds_of(part.hours[1]), self._set_open, queue)
        for worker in self.workers:
            spec = self.clock.plan.agents[worker.index]
            if not spec.on:
                self._set_on((worker, True))
            for begin, end in spec.on:
                self._daily(begin, end, self._set_on, worker)

    def close(self) -> None:
        """Note who is still at work."""
        for worker in self.workers:
            if worker.on or worker.busy:
                self.go_home(worker)

    def go_home(self, worker: Worker) -> None:
        """Somebody leaves: after the shift, and after the last conversation."""
        self.clock.journal.presence.append((worker.index, worker.since, self.clock.now))

    def _daily(self, begin: float, end: float, what: Act, about: Any) -> None:
        """On from ``begin`` to ``end`` of each day; at once where it is that time now."""
        clock = self.clock
        midnight = clock.now // DAY * DAY
        if midnight + begin <= clock.now < midnight + end:
            what((about, True))
        for time, on in ((begin, True), (end, False)):
            first = midnight + time if midnight + time > clock.now else midnight + time + DAY
            clock.at(first, self._repeat, (first, what, (about, on)))

    def _repeat(self, event: tuple[float, Act, Any]) -> None:
        when, what, about = event
        self.clock.at(when + DAY, self._repeat, (when + DAY, what, about))
        what(about)
        self.clock.decide()

    def _set_open(self, about: tuple[Queue, bool]) -> None:
        queue, on = about
        self.floor.put_queue(msgspec.structs.replace(queue, open=on))

    def _set_on(self, about: tuple[Worker, bool]) -> None:
        worker, on = about
        worker.on = on
        agent = worker.agent
        if on:
            if not worker.busy:
                worker.since = self.clock.now
            agent.status, agent.idle_since = AVAILABLE, self.clock.now
            self.floor.put_agent(agent)
            return
        agent.status = OFFLINE
        self.floor.drop_agent(agent.id)
        if not worker.busy:
            self.go_home(worker)
