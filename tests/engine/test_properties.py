"""What holds of the floor whatever happens on it."""

import random
from collections.abc import Sequence
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.engine import Agent, Decision, Floor, Model, Queue, Ring, Task, replay, score, unready, used
from warmline.engine.people import LACKS_SKILL, People
from warmline.engine.reach import inner_ring, merged
from warmline.kit.ids import new_id

NOW = 1_000_000.0
# Odd, so that ids differ in all of their bits.
SPREAD = 0x9E3779B97F4A7C15F39CC0605CEDC835


class Ids:
    """Ids that are the same whenever an example is tried again, since what is decided may depend on them."""

    def __init__(self) -> None:
        self.given = 0

    def begin(self) -> None:
        self.given = 0

    def __call__(self) -> UUID:
        self.given += 1
        return UUID(int=self.given * SPREAD % 2**128)


ids_of_example = Ids()
TEAMS = [new_id() for _ in range(3)]
SKILLS = ("claims", "es", "life")
some_teams = st.frozensets(st.sampled_from(TEAMS), max_size=2)
some_skills = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=2)
needs = some_skills.map(lambda levels: tuple(sorted(levels.items())))
rings = st.lists(
    st.builds(
        Ring,
        after=st.sampled_from([0.0, 30.0, 90.0, 400.0]),
        lower=st.integers(0, 4),
        any_skill=st.booleans(),
        teams=some_teams,
    ),
    max_size=3,
).map(lambda steps: tuple(sorted(steps, key=lambda each: each.after)))
queues = st.builds(
    Queue,
    id=st.builds(ids_of_example),
    priority=st.integers(-5, 5).map(float),
    teams=some_teams,
    skills=needs,
    rings=rings,
    offer_to=st.sampled_from([1, 1, 1, 2]),
    open=st.sampled_from([True, True, True, False]),
)
agents = st.builds(
    Agent,
    id=st.builds(ids_of_example),
    status=st.sampled_from(["available", "available", "available", "away"]),
    idle_since=st.integers(0, 500).map(lambda ago: NOW - ago),
    teams=some_teams,
    skills=some_skills,
    capacity=st.fixed_dictionaries({"text": st.integers(0, 3), "voice": st.just(1)}),
    load=st.dictionaries(st.sampled_from(["text", "voice"]), st.integers(0, 2), max_size=1),
    interruptible=st.frozensets(st.just("text")),
)


@st.composite
def tasks(draw: st.DrawFn, among: list[Queue], ids: list[UUID], now: float = NOW) -> Task:
    wait = draw(st.floats(0, 900))
    return Task(
        id=ids_of_example(),
        queue_id=draw(st.sampled_from(among)).id,
        medium=draw(st.sampled_from(["text", "text", "voice"])),
        queued_at=now - wait,
        priority=draw(st.integers(-3, 3)),
        skills=draw(needs),
        service_seconds=draw(st.sampled_from([None, None, 30.0, 3600.0])),
        prefers_until=now - wait + draw(st.sampled_from([0.0, 300.0, 900.0])),
        preferred=tuple((who, f"known_{n}") for n, who in enumerate(draw(st.lists(st.sampled_from(ids), max_size=2)))),
        reserved_for=draw(st.none() | st.sampled_from(ids)),
        refused=draw(st.frozensets(st.sampled_from(ids), max_size=2)),
        not_before=draw(st.sampled_from([0.0, 0.0, now + 50])),
    )


class Watched:
    """A floor, and what is known about it from outside."""

    def __init__(self, some: list[Queue], model: Model | None = None) -> None:
        self.queues = {each.id: each for each in some}
        self.floor = Floor(some, model=model)
        self.agents: dict[UUID, Agent] = {}
        self.waiting: dict[UUID, Task] = {}
        self.held: list[tuple[UUID, str]] = []

    def ring(self, task: Task, now: float) -> int:
        return sum(1 for each in self.queues[task.queue_id].rings if task.queued_at + each.after <= now)

    def reach(self, task: Task, agent: Agent) -> int:
        queue = self.queues[task.queue_id]
        return inner_ring(agent, queue, merged(queue.skills, task.skills))

    def could(self, task: Task, agent: Agent, now: float) -> bool:
        """Whether the agent could be offered the task now, by looking at everything."""
        if now < task.not_before or agent.id in task.refused or unready(agent, task.medium):
            return False
        if task.reserved_for and now < task.prefers_until and task.reserved_for not in task.refused:
            return agent.id == task.reserved_for
        return self.queues[task.queue_id].open and self.reach(task, agent) <= self.ring(task, now)

    def decide(self, now: float) -> None:
        loads = {each.id: dict(each.load) for each in self.agents.values()}
        made = self.floor.decide(now)
        for decision in made:
            self.check(decision, loads, now)
        for task in self.waiting.values():
            assert not [each.id for each in self.agents.values() if self.could(task, each, now)]
        for agent in self.agents.values():
            assert agent.load == loads[agent.id]

    def check(self, decision: Decision, loads: dict[UUID, dict[str, int]], now: float) -> None:
        """The decision is allowed, inner rings come first, and it comes out the same when it is made again."""
        task = self.waiting.pop(decision.task.id)
        for agent_id in decision.agent_ids:
            agent = self.agents[agent_id]
            asked = Agent(
                **{name: getattr(agent, name) for name in agent.__struct_fields__} | {"load": loads[agent_id]}
            )
            assert self.could(task, asked, now)
            loads[agent_id][task.medium] = loads[agent_id].get(task.medium, 0) + 1
            self.held.append((agent_id, task.medium))
        assert len(set(decision.agent_ids)) == len(decision.agent_ids) <= self.queues[task.queue_id].offer_to
        if decision.rule == "longest_idle":
            chosen, *others = decision.options
            assert all((chosen.ring, chosen.used, chosen.idle_since) <= (o.ring, o.used, o.idle_since) for o in others)
        assert replay(decision).differences == ()

    def finish(self, n: int) -> None:
        agent_id, medium = self.held.pop(n % len(self.held))
        agent = self.agents.get(agent_id)
        if agent and agent.load.get(medium):
            agent.load = {**agent.load, medium: agent.load[medium] - 1}
            self.floor.put_agent(agent)


class Fancies:
    """A model with an opinion about every pair, that is on for half of the work."""

    version = "fancies/1"

    def on(self, task: Task, now: float) -> bool:
        return task.id.int % 2 == 0

    def worth(self, task: Task, agent_ids: Sequence[UUID], now: float) -> list[float]:
        return [float((task.id.int ^ each.int) % 41 - 20) for each in agent_ids]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_work_waits_that_somebody_ready_may_have(data: st.DataObject) -> None:
    ids_of_example.begin()
    some = data.draw(st.lists(queues, min_size=1, max_size=3))
    people = data.draw(st.lists(agents, min_size=1, max_size=12))
    watched, now = Watched(some, data.draw(st.sampled_from([None, Fancies()]))), NOW
    for each in people:
        watched.agents[each.id] = each
        watched.floor.put_agent(each)
    ids = [each.id for each in people]
    for _ in range(data.draw(st.integers(1, 25))):
        what = data.draw(st.sampled_from(["come", "come", "come", "finish", "leave", "change", "wait", "go"]))
        if what == "come":
            for _ in range(data.draw(st.sampled_from([1, 1, 12]))):
                new = data.draw(tasks(list(watched.queues.values()), ids, now))
                watched.waiting[new.id] = new
                watched.floor.put_task(new, now)
        elif what == "finish" and watched.held:
            watched.finish(data.draw(st.integers(0, 9)))
        elif what == "leave" and watched.waiting:
            gone = data.draw(st.sampled_from(sorted(watched.waiting)))
            del watched.waiting[gone]
            watched.floor.drop_task(gone)
        elif what == "change":
            known = data.draw(st.sampled_from(sorted(watched.queues)))
            fresh = data.draw(queues)
            changed = Queue(**{name: getattr(fresh, name) for name in fresh.__struct_fields__} | {"id": known})
            watched.queues[known] = changed
            watched.floor.put_queue(changed)
        elif what == "wait":
            now += data.draw(st.sampled_from([1.0, 45.0, 300.0]))
        elif what == "go" and len(watched.agents) > 1:
            left = data.draw(st.sampled_from(sorted(watched.agents)))
            del watched.agents[left]
            watched.floor.drop_agent(left)
        watched.decide(now)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_same_as_looking_at_everything(data: st.DataObject) -> None:
    ids_of_example.begin()
    some = data.draw(st.lists(queues, min_size=1, max_size=3))
    people = data.draw(st.lists(agents, max_size=6, min_size=1))
    work = data.draw(
        st.lists(tasks(some, [each.id for each in people]), max_size=12, unique_by=lambda t: round(t.key, 3))
    )
    work = [each for each in work if not each.reserved_for]
    watched = Watched(some)
    for each in people:
        watched.agents[each.id] = each
        watched.floor.put_agent(Agent(**{name: getattr(each, name) for name in each.__struct_fields__}))
    for one in work:
        watched.floor.put_task(one, NOW)
    decided = [(each.task.id, each.agent_ids) for each in watched.floor.decide(NOW)]
    assert decided == by_looking_at_everything(watched, work)


def by_looking_at_everything(watched: Watched, work: list[Task]) -> list[tuple[UUID, tuple[UUID, ...]]]:
    """The same rules, the plain way: the most urgent task for which somebody is ready, again and again."""
    made: list[tuple[UUID, tuple[UUID, ...]]] = []
    waiting = list(work)
    waiting.sort(key=lambda each: (-score(each, watched.queues[each.queue_id], NOW).total, each.key))
    while True:
        found = next(
            (
                (each, able)
                for each in waiting
                if (able := [a for a in watched.agents.values() if watched.could(each, a, NOW)])
            ),
            None,
        )
        if found is None:
            return made
        task, able = found

        def turn(agent: Agent, task: Task = task) -> tuple[object, ...]:
            known = [who for who, _ in task.preferred if task.prefers_until > NOW]
            if agent.id in known:
                return (known.index(agent.id), 0, used(agent, task.medium), agent.idle_since, agent.id)
            return (9, watched.reach(task, agent), used(agent, task.medium), agent.idle_since, agent.id)

        chosen = sorted(able, key=turn)[: watched.queues[task.queue_id].offer_to]
        for agent in chosen:
            agent.load = {**agent.load, task.medium: agent.load.get(task.medium, 0) + 1}
        waiting.remove(task)
        made.append((task.id, tuple(agent.id for agent in chosen)))


@given(st.lists(agents, max_size=5), queues, needs)
def test_one_agent_and_all_at_once_are_ranged_the_same(
    people: list[Agent], queue: Queue, need: tuple[tuple[str, int], ...]
) -> None:
    columns = People()
    for each in people:
        columns.put(each)
    rows = columns.rings(queue, need)
    for each in people:
        assert int(rows[columns.row[each.id]]) == inner_ring(each, queue, need)


def test_skill_that_nobody_has_is_lacking_not_a_team() -> None:
    columns, person = People(), Agent(id=new_id())
    columns.put(person)
    assert columns.rings(Queue(id=new_id()), (("klingon", 1),))[0] == LACKS_SKILL


def test_nobody_starves_while_there_is_capacity() -> None:
    """Low priority waits longer, and never without end: twelve hours of more work than the urgent can fill."""
    pick = random.Random(5)
    urgent, usual = Queue(id=new_id(), priority=30), Queue(id=new_id())
    floor = Floor([urgent, usual])
    people = [Agent(id=new_id(), idle_since=NOW, capacity={"text": 1}) for _ in range(5)]
    for each in people:
        floor.put_agent(each)
    ends: list[tuple[float, Agent]] = []
    waits: dict[UUID, list[float]] = {urgent.id: [], usual.id: []}
    now = NOW
    # Five agents, five minutes each: 1 a minute can be served, 0.95 come.
    for _ in range(680):
        now += pick.expovariate(0.95 / 60)
        for end, person in sorted((each for each in ends if each[0] <= now), key=lambda each: each[0]):
            ends.remove((end, person))
            person.load, person.idle_since = {}, end
            floor.put_agent(person)
            note(floor.decide(end), floor, ends, waits, end)
        queue = urgent if pick.random() < 0.6 else usual
        floor.put_task(Task(id=new_id(), queue_id=queue.id, medium="text", queued_at=now), now)
        note(floor.decide(now), floor, ends, waits, now)
    assert max(waits[usual.id]) < 3 * 3600
    assert sum(waits[urgent.id]) / len(waits[urgent.id]) < sum(waits[usual.id]) / len(waits[usual.id])


def note(
    made: list[Decision], floor: Floor, ends: list[tuple[float, Agent]], waits: dict[UUID, list[float]], now: float
) -> None:
    for each in made:
        waits[each.task.queue_id].append(now - each.task.queued_at)
        ends.append((now + 300, floor.agents[each.agent_ids[0]]))
