"""The arithmetic of routing: which work is next, and who has room."""

from uuid import UUID

import pytest

from warmline.engine import Agent, Floor, Queue, Task, full, score, unready, used
from warmline.kit.ids import new_id

NOW = 1_000_000.0
CAPACITY = {"text": 3, "voice": 1}


def task(waiting: float = 0.0, priority: int = 0) -> Task:
    return Task(id=new_id(), queue_id=new_id(), medium="text", queued_at=NOW - waiting * 60, priority=priority)


def rules(**fields: object) -> Queue:
    return Queue(id=new_id(), **fields)  # type: ignore[arg-type] # the fields of the struct, by name


def test_one_point_of_priority_is_one_minute_of_waiting() -> None:
    queue = rules(service_seconds=10**9)
    assert score(task(waiting=5), queue, NOW).total == pytest.approx(
        score(task(waiting=2, priority=3), queue, NOW).total, abs=1e-4
    )
    assert score(task(), rules(priority=7, service_seconds=10**9), NOW).total == pytest.approx(7, abs=1e-4)


def test_parts_are_told_apart() -> None:
    parts = score(task(waiting=2, priority=4), rules(priority=3, service_seconds=720), NOW)
    assert (parts.waiting, parts.queue, parts.interaction, parts.sla) == (2.0, 3.0, 4.0, 5.0)
    assert parts.total == 14.0


def test_time_left_to_the_target_counts_not_only_time_waited() -> None:
    strict, relaxed = rules(service_seconds=60), rules(service_seconds=3600)
    assert score(task(waiting=1), strict, NOW).total > score(task(waiting=5), relaxed, NOW).total


def test_sla_part_ends_at_twice_the_target() -> None:
    queue = rules(service_seconds=60)
    assert score(task(waiting=2), queue, NOW).sla == score(task(waiting=50), queue, NOW).sla == 20.0


def test_order_within_a_queue_never_changes() -> None:
    queue, early, urgent = rules(service_seconds=60), task(waiting=3), task(waiting=1, priority=3)
    for later in (0, 30, 60, 600, 86_400):
        assert score(urgent, queue, NOW + later).total > score(early, queue, NOW + later).total
    assert urgent.key < early.key


def test_a_clock_that_runs_ahead_gives_no_negative_wait() -> None:
    assert score(task(waiting=-5), rules(), NOW).waiting == 0.0


@pytest.mark.parametrize(
    ("load", "medium", "reason"),
    [
        ({}, "text", None),
        ({"text": 2}, "text", None),
        ({"text": 3}, "text", "at_capacity"),
        ({"text": 9}, "text", "at_capacity"),
        ({"voice": 1}, "text", "in_conversation"),
        ({"video": 1}, "voice", "in_conversation"),
        ({"text": 1}, "voice", "has_other_work"),
        ({}, "voice", None),
        ({}, "device", "medium_not_served"),
    ],
)
def test_room(load: dict[str, int], medium: str, reason: str | None) -> None:
    assert full(CAPACITY, load, medium) == reason


def test_a_conversation_interrupts_only_what_may_be_interrupted() -> None:
    assert full(CAPACITY, {"text": 2}, "voice", {"text"}) is None
    assert full(CAPACITY, {"text": 2, "device": 1}, "voice", {"text"}) == "has_other_work"
    assert full(CAPACITY, {"voice": 1}, "voice", {"text", "voice"}) == "in_conversation"
    assert full(CAPACITY, {"voice": 1, "text": 1}, "text", {"text"}) == "in_conversation"


@pytest.mark.parametrize("status", ["busy", "away", "wrap_up", "not_responding", "offline"])
def test_only_available_agents_are_ready(status: str) -> None:
    assert unready(Agent(id=new_id(), status=status, capacity=CAPACITY), "text") == status


def test_used_part_of_the_capacity() -> None:
    assert used(Agent(id=new_id(), capacity=CAPACITY, load={"text": 1}), "text") == pytest.approx(1 / 3)
    assert used(Agent(id=new_id(), capacity=CAPACITY), "video") == 1.0


def test_work_with_a_nearer_target_passes_older_work_of_its_kind() -> None:
    queue = rules(service_seconds=3600.0)
    older = Task(id=new_id(), queue_id=queue.id, medium="text", queued_at=NOW - 600)
    urgent = Task(id=new_id(), queue_id=queue.id, medium="text", queued_at=NOW - 180, service_seconds=60.0)
    floor = Floor([queue])
    floor.put_agent(Agent(id=new_id(), capacity={"text": 1}))
    floor.put_task(older, NOW)
    floor.put_task(urgent, NOW)
    (first,) = floor.decide(NOW)
    assert first.task.id == urgent.id
    assert first.score.total > floor.standing(older.id, NOW).score.total


@pytest.mark.parametrize("more_come", [False, True])
def test_refused_work_lends_no_urgency_to_what_waits_behind_it(more_come: bool) -> None:
    one, other = rules(), rules()
    person = Agent(id=new_id(), status="away", capacity={"text": 1})
    floor = Floor([one, other])
    floor.put_agent(person)

    def come(queue: Queue, waited: float, *refused: UUID) -> UUID:
        at, no = NOW - waited, frozenset(refused)
        new = Task(id=new_id(), queue_id=queue.id, medium="text", queued_at=at, refused=no)
        floor.put_task(new, NOW)
        return new.id

    come(one, 600, person.id)
    come(one, 10)
    due = come(other, 300)
    if not more_come:
        # What came is known already, so that only the agent is new.
        assert floor.decide(NOW) == []
    person.status = "available"
    floor.put_agent(person)
    assert [each.task.id for each in floor.decide(NOW)] == [due]
