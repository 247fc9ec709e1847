"""Offers that are not answered at once: accepted after a while, declined, missed, or taken by somebody else."""

import random
from collections.abc import Callable
from uuid import UUID

import msgspec

from warmline.engine import Floor
from warmline.engine.model import AVAILABLE, Task
from warmline.simulation.draws import Chance
from warmline.simulation.journal import WAITING
from warmline.simulation.stream import Customer
from warmline.simulation.workers import Timeline, Worker

NOT_RESPONDING = "not_responding"
# The state of a customer who is offered to somebody.
OFFERED = 10


class Offer:
    """Work that some agents were asked to take."""

    __slots__ = ("asked", "open", "refused", "task")

    def __init__(self, task: Task, asked: list[Worker]) -> None:
        self.task = task
        self.asked = asked
        self.refused = task.refused
        self.open = True


About = tuple[Customer, Offer, Worker]


class Offering:
    """Asks agents, and takes their answers. ``start`` begins a conversation, ``release`` gives an agent back."""

    def __init__(
        self,
        clock: Timeline,
        floor: Floor,
        start: Callable[[Customer, Worker, Task], None],
        release: Callable[[Worker, str], None],
    ) -> None:
        self.clock = clock
        self.floor = floor
        self.start = start
        self.release = release
        self.luck = random.Random(clock.plan.seed)  # noqa: S311 - chance of a simulation, no secret

    def ask(self, who: Customer, task: Task, asked: list[Worker]) -> None:
        """Offer the work to these agents at once."""
        who.state = OFFERED
        who.offer = Offer(task, asked)
        for worker in list(asked):
            self._ask(who, worker)

    def rescind(self, who: Customer) -> None:
        """The customer has gone while it rang."""
        offer: Offer = who.offer
        offer.open = False
        for worker in offer.asked:
            self.release(worker, offer.task.medium)

    def _ask(self, who: Customer, worker: Worker) -> None:
        clock = self.clock
        about, limit = (who, who.offer, worker), clock.plan.queues[who.queue].offer_seconds
        answer = self.luck.random()
        chance = Chance(self.luck.expovariate(1.0), self.luck.gauss(0.0, 1.0), self.luck.random())
        delay = worker.answers.of(chance) if worker.answers else 0.0
        if answer < worker.miss or delay > limit:
            clock.at(clock.now + limit, self._miss, about)
        elif answer < worker.miss + worker.decline:
            clock.at(clock.now + delay, self._decline, about)
        else:
            clock.at(clock.now + delay, self._accept, about)

    def _accept(self, about: About) -> None:
        who, offer, worker = about
        if not offer.open:
            return
        offer.open = False
        for other in offer.asked:
            if other is not worker:
                self.release(other, offer.task.medium)
        self.start(who, worker, offer.task)
        self.clock.decide()

    def _decline(self, about: About) -> None:
        who, offer, worker = about
        if offer.open:
            self.clock.journal.declined += 1
            self._refuse(who, offer, worker)

    def _miss(self, about: About) -> None:
        who, offer, worker = about
        if offer.open:
            self.clock.journal.missed += 1
            worker.agent.status = NOT_RESPONDING
            pause = self.clock.plan.scenario.missed_pause_seconds
            self.clock.at(self.clock.now + pause, self._respond, worker)
            self._refuse(who, offer, worker)

    def _refuse(self, who: Customer, offer: Offer, worker: Worker) -> None:
        clock = self.clock
        offer.asked.remove(worker)
        offer.refused = offer.refused | {worker.agent.id}
        self.release(worker, offer.task.medium)
        clock.at(clock.now + clock.plan.scenario.declined_seconds, self._forgive, (who, worker.agent.id))
        if not offer.asked:
            offer.open = False
            who.state, who.offer = WAITING, None
            self.floor.put_task(msgspec.structs.replace(offer.task, refused=offer.refused), clock.now)
        clock.decide()

    def _forgive(self, about: tuple[Customer, UUID]) -> None:
        """A refusal is forgotten after a while."""
        who, agent_id = about
        task = self.floor.tasks.get(who.key)
        if task is not None:
            self.floor.put_task(msgspec.structs.replace(task, refused=task.refused - {agent_id}), self.clock.now)
            self.clock.decide()

    def _respond(self, worker: Worker) -> None:
        if worker.agent.status == NOT_RESPONDING and worker.on:
            worker.agent.status = AVAILABLE
            self.floor.put_agent(worker.agent)
            self.clock.decide()
