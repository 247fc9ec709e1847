"""What was learned decides within a ring, one by one and among many, and only while it is on."""

from collections.abc import Iterable
from uuid import UUID

from tests.engine.test_floor import NOW, agent, pairs, task
from warmline.engine import Floor, Queue, Ring, Task, replay
from warmline.kit.ids import new_id


class Favours:
    """A model that expects most of one agent."""

    version = "test/1"

    def __init__(self, agent_id: UUID, *, used: bool = True) -> None:
        self._agent_id, self._used = agent_id, used

    def on(self, task: Task, now: float) -> bool:
        return self._used

    def worth(self, task: Task, agent_ids: Iterable[UUID], now: float) -> list[float]:
        return [20.0 if each == self._agent_id else 0.0 for each in agent_ids]


def test_what_was_learned_decides_within_a_ring_and_only_when_it_is_on() -> None:
    queue = Queue(id=new_id(), skills=(("es", 2),), rings=(Ring(after=0, lower=1),))
    outer, good, idle = agent(skills={"es": 1}), agent(idle=1, skills={"es": 2}), agent(idle=900, skills={"es": 2})
    for model, chosen, rule in (
        (Favours(good.id), good, "learned"),
        (Favours(outer.id), idle, "learned"),
        (Favours(good.id, used=False), idle, "longest_idle"),
    ):
        made = Floor([queue], model=model)
        for each in (outer, good, idle):
            each.load = {}
            made.put_agent(each)
        made.put_task(task(queue), NOW)
        (decision,) = made.decide(NOW)
        assert (decision.agent_ids, decision.rule, decision.learned) == ((chosen.id,), rule, rule == "learned")
        assert decision.model == ("test/1" if decision.learned else "longest-idle/2")


class Tables:
    """A model with a number for each pair."""

    version = "test/2"

    def __init__(self, values: dict[tuple[UUID, UUID], float]) -> None:
        self._values = values

    def on(self, task: Task, now: float) -> bool:
        return True

    def worth(self, task: Task, agent_ids: Iterable[UUID], now: float) -> list[float]:
        return [self._values.get((task.id, each), 0.0) for each in agent_ids]


def test_many_for_many_are_shared_out_together() -> None:
    queue = Queue(id=new_id())
    people = [agent(idle=n) for n in range(8)]
    work = [task(queue, 60) for _ in range(8)]
    # All are best with the first agent, but only the last has nobody else who is any good.
    values = {(one.id, people[0].id): 10.0 for one in work}
    values |= {(one.id, people[n + 1].id): 9.0 for n, one in enumerate(work[:7])}
    made = Floor([queue], model=Tables(values))
    for each in people:
        made.put_agent(each)
    for one in work:
        made.put_task(one, NOW)
    decisions = made.decide(NOW)
    assert dict(pairs(decisions)) == {one.id: people[(n + 1) % 8].id for n, one in enumerate(work)}
    assert {each.rule for each in decisions} == {"auction"}
    assert [replay(each).differences for each in decisions] == [()] * 8
    assert all(each.load == {"text": 1} for each in people)


def test_who_knows_the_matter_has_it_also_among_many() -> None:
    queue = Queue(id=new_id())
    people = [agent(idle=n) for n in range(9)]
    work = [task(queue, 60 - n) for n in range(9)]
    work[8] = task(queue, 10, preferred=((people[0].id, "case_owner"),))
    made = Floor([queue], model=Tables({(one.id, people[0].id): 20.0 for one in work[:8]}))
    for each in people:
        made.put_agent(each)
    for one in work:
        made.put_task(one, NOW)
    decisions = {each.task.id: each for each in made.decide(NOW)}
    assert decisions[work[8].id].agent_ids == (people[0].id,)
    assert decisions[work[8].id].rule == "case_owner"
    assert len({who for _, who in pairs(decisions.values())}) == 9
