"""The board gives each task, the most urgent first, to whoever should have it, and says why."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.kit.ids import new_id
from warmline.routing.board import Board
from warmline.routing.scoring import Candidate, QueueRules, Task, score, turn, why_not

NOW = 1_000_000.0
CAPACITY = {"text": 2, "voice": 1}


def agent(*teams: UUID, idle: float = 60.0, status: str = "available", **load: int) -> Candidate:
    return Candidate(
        id=new_id(), status=status, idle_since=NOW - idle, team_ids=frozenset(teams), capacity=CAPACITY, load=load
    )


def task(
    queue: QueueRules,
    waiting: float = 60.0,
    *,
    priority: int = 0,
    medium: str = "text",
    preferred: tuple[tuple[UUID, str], ...] = (),
    refused: frozenset[UUID] = frozenset(),
    reserved_for: UUID | None = None,
) -> Task:
    return Task(
        interaction_id=new_id(),
        queue_id=queue.id,
        medium=medium,
        queued_at=NOW - waiting,
        priority=priority,
        preferred=preferred,
        prefers_until=NOW - waiting + 300,
        reserved_for=reserved_for,
        refused=refused,
    )


def board(queues: list[QueueRules], agents: list[Candidate], tasks: list[Task]) -> Board:
    made = Board(queues)
    for each in agents:
        made.put_agent(each)
    for one in tasks:
        made.put_task(one)
    return made


def pairs(made: Board) -> list[tuple[UUID, UUID]]:
    return [(match.task.interaction_id, match.agent_id) for match in made.matches(NOW)]


def test_nobody_free_leaves_the_task_waiting() -> None:
    queue = QueueRules(id=new_id())
    waiting = task(queue)
    made = board([queue], [agent(status="away"), agent(text=2), agent(voice=1)], [waiting])
    assert pairs(made) == []
    assert made.tasks == {waiting.interaction_id: waiting}


def test_waiting_work_is_picked_up_when_an_agent_frees() -> None:
    queue = QueueRules(id=new_id())
    early, late, person = task(queue, 120), task(queue, 60), agent(text=2)
    made = board([queue], [person], [late, early])
    assert pairs(made) == []
    person.load = {"text": 1}
    made.put_agent(person)
    assert pairs(made) == [(early.interaction_id, person.id)]
    person.load = {"text": 1}
    made.put_agent(person)
    assert pairs(made) == [(late.interaction_id, person.id)]


def test_longest_idle_first_and_load_is_spread() -> None:
    queue = QueueRules(id=new_id())
    idle, fresh = agent(idle=600), agent(idle=10)
    tasks = [task(queue, 100 - n) for n in range(4)]
    assert [who for _, who in pairs(board([queue], [fresh, idle], tasks))] == [idle.id, fresh.id, idle.id, fresh.id]


def test_more_urgent_queue_is_served_first() -> None:
    usual, urgent = QueueRules(id=new_id()), QueueRules(id=new_id(), priority=31)
    old, new = task(usual, 600), task(urgent, 0)
    person = agent(text=1)
    assert pairs(board([usual, urgent], [person], [old, new])) == [(new.interaction_id, person.id)]


def test_who_knows_the_matter_is_preferred() -> None:
    queue = QueueRules(id=new_id())
    owner, idle = agent(idle=1, text=1), agent(idle=9000)
    mail = task(queue, preferred=((owner.id, "case_owner"),))
    (match,) = board([queue], [owner, idle], [mail]).matches(NOW)
    assert (match.agent_id, match.rule, match.runner_up) == (owner.id, "case_owner", idle.id)
    assert match.preferred == ((owner.id, "case_owner", "chosen"),)


def test_owner_without_room_is_passed_over_and_it_is_told() -> None:
    queue = QueueRules(id=new_id())
    owner, last, idle = agent(text=2), new_id(), agent()
    mail = task(queue, preferred=((owner.id, "case_owner"), (last, "last_agent")))
    (match,) = board([queue], [owner, idle], [mail]).matches(NOW)
    assert (match.agent_id, match.rule) == (idle.id, "longest_idle")
    assert match.preferred == ((owner.id, "case_owner", "at_capacity"), (last, "last_agent", "not_available"))
    assert match.excluded == {"at_capacity": 1}
    assert match.examples == ((owner.id, "at_capacity"),)


def test_preference_ends_at_the_sticky_limit() -> None:
    queue = QueueRules(id=new_id())
    owner, idle = agent(idle=1), agent(idle=9000)
    mail = task(queue, 301, preferred=((owner.id, "case_owner"),))
    (match,) = board([queue], [owner, idle], [mail]).matches(NOW)
    assert (match.agent_id, match.preferred[0][2]) == (idle.id, "waited_too_long")


def test_who_declined_is_not_asked_again_and_others_still_are() -> None:
    queue = QueueRules(id=new_id())
    idle = agent(idle=9000)
    declined, other = task(queue, 120, refused=frozenset({idle.id})), task(queue, 60)
    made = board([queue], [idle], [declined, other])
    assert pairs(made) == [(other.interaction_id, idle.id)]
    second = agent(idle=1)
    made.put_agent(second)
    (match,) = made.matches(NOW)
    assert (match.agent_id, match.excluded["declined"]) == (second.id, 1)


def test_voice_takes_all_of_an_agent() -> None:
    queue, person = QueueRules(id=new_id()), agent()
    call, chat = task(queue, 120, medium="voice"), task(queue, 60)
    assert pairs(board([queue], [person], [call, chat])) == [(call.interaction_id, person.id)]


def test_agent_without_the_team_is_not_chosen() -> None:
    team = new_id()
    queue = QueueRules(id=new_id(), team_ids=frozenset({team}))
    made = board([queue], [agent(new_id())], [task(queue)])
    assert pairs(made) == []
    member = agent(team)
    made.put_agent(member)
    (match,) = made.matches(NOW)
    assert (match.agent_id, match.excluded) == (member.id, {"not_in_team": 1})


def test_who_left_gets_nothing() -> None:
    queue, person = QueueRules(id=new_id()), agent()
    made = board([queue], [person], [task(queue), task(queue)])
    made.drop_agent(person.id)
    assert pairs(made) == []
    made.drop_task(next(iter(made.tasks)))
    made.put_agent(person)
    assert len(pairs(made)) == 1


def test_what_was_handed_to_an_agent_waits_for_that_agent() -> None:
    queue = QueueRules(id=new_id(), team_ids=frozenset({new_id()}))
    other, named = agent(*queue.team_ids), agent(text=2)
    handed = task(queue, reserved_for=named.id)
    made = board([queue], [other, named], [handed, task(queue, 10)])
    assert [who for _, who in pairs(made)] == [other.id]
    named.load = {"text": 1}
    made.put_agent(named)
    (match,) = made.matches(NOW)
    assert (match.agent_id, match.rule) == (named.id, "handed_over")


def test_what_was_handed_over_goes_to_others_when_it_waited_too_long_or_was_refused() -> None:
    queue = QueueRules(id=new_id())
    for gone in ("late", "refused"):
        other, named = agent(), agent(text=2)
        handed = task(
            queue,
            301 if gone == "late" else 1,
            reserved_for=named.id,
            refused=frozenset({named.id} if gone == "refused" else ()),
        )
        assert pairs(board([queue], [other, named], [handed])) == [(handed.interaction_id, other.id)]


def naive(queues: list[QueueRules], agents: list[Candidate], tasks: list[Task]) -> list[tuple[UUID, UUID]]:
    """The same rules by looking at everything each time."""
    rules = {queue.id: queue for queue in queues}
    made: list[tuple[UUID, UUID]] = []
    waiting = list(tasks)
    while True:
        waiting.sort(key=lambda each: (-score(each, rules[each.queue_id], NOW).total, each.key, each.interaction_id))
        found = next(((each, who) for each in waiting if (who := pick(rules[each.queue_id], each, agents))), None)
        if found is None:
            return made
        each, who = found
        who.load = {**who.load, each.medium: who.load.get(each.medium, 0) + 1}
        waiting.remove(each)
        made.append((each.interaction_id, who.id))


def pick(queue: QueueRules, each: Task, agents: list[Candidate]) -> Candidate | None:
    able = [who for who in agents if why_not(who, queue, each.medium) is None and who.id not in each.refused]
    if NOW - each.queued_at < 300:
        for agent_id, _ in each.preferred:
            known = next((who for who in able if who.id == agent_id), None)
            if known:
                return known
    return min(able, key=lambda who: (*turn(who, each.medium), who.id), default=None)


@st.composite
def floors(draw: st.DrawFn) -> tuple[list[QueueRules], list[Candidate], list[Task]]:
    teams = [new_id() for _ in range(3)]
    some_teams = st.frozensets(st.sampled_from(teams), max_size=2)
    queues = [
        QueueRules(id=new_id(), priority=draw(st.integers(-5, 5)), team_ids=draw(some_teams))
        for _ in range(draw(st.integers(1, 3)))
    ]
    agents = [
        Candidate(
            id=new_id(),
            status=draw(st.sampled_from(["available", "available", "available", "away"])),
            idle_since=NOW - draw(st.integers(0, 500)),
            team_ids=draw(some_teams),
            capacity={"text": draw(st.integers(0, 3)), "voice": 1},
            load={draw(st.sampled_from(["text", "voice"])): draw(st.integers(0, 2))},
        )
        for _ in range(draw(st.integers(0, 6)))
    ]
    ids = [each.id for each in agents] or [new_id()]
    # Distinct waits: which of two equal tasks comes first is not promised.
    waits = draw(st.lists(st.floats(0, 900), max_size=12, unique_by=lambda wait: round(wait, 3)))
    tasks = [
        Task(
            interaction_id=new_id(),
            queue_id=draw(st.sampled_from(queues)).id,
            medium=draw(st.sampled_from(["text", "text", "voice"])),
            queued_at=NOW - wait,
            priority=draw(st.integers(-3, 3)),
            prefers_until=NOW - wait + 300,
            preferred=tuple((who, "case_owner") for who in draw(st.lists(st.sampled_from(ids), max_size=2))),
            refused=draw(st.frozensets(st.sampled_from(ids), max_size=2)),
        )
        for wait in waits
    ]
    return queues, agents, tasks


@settings(max_examples=200, deadline=None)
@given(floors())
def test_same_as_looking_at_everything(floor: tuple[list[QueueRules], list[Candidate], list[Task]]) -> None:
    queues, agents, tasks = floor
    loads = [dict(each.load) for each in agents]
    decided = pairs(board(queues, agents, tasks))
    for each, load in zip(agents, loads, strict=True):
        each.load = load
    assert decided == naive(queues, agents, tasks)
