"""The floor gives each task, the most urgent first, to whoever should have it, and says why."""

from collections.abc import Iterable
from uuid import UUID

import pytest

from warmline.engine import Agent, Decision, Floor, Queue, Ring, Task
from warmline.kit.ids import new_id

NOW = 1_000_000.0
CAPACITY = {"text": 2, "voice": 1}


def agent(
    *teams: UUID, idle: float = 60.0, status: str = "available", skills: dict[str, int] | None = None, **load: int
) -> Agent:
    return Agent(
        id=new_id(),
        status=status,
        idle_since=NOW - idle,
        teams=frozenset(teams),
        skills=skills or {},
        capacity=CAPACITY,
        load=load,
    )


def task(queue: Queue, waiting: float = 60.0, medium: str = "text", **fields: object) -> Task:
    fields = {"prefers_until": NOW - waiting + 300} | fields
    return Task(id=new_id(), queue_id=queue.id, medium=medium, queued_at=NOW - waiting, **fields)  # type: ignore[arg-type] # the fields of the struct, by name


def floor(queues: Iterable[Queue], agents: Iterable[Agent], tasks: Iterable[Task]) -> Floor:
    made = Floor(queues)
    for each in agents:
        made.put_agent(each)
    for one in tasks:
        made.put_task(one, NOW)
    return made


def pairs(decisions: Iterable[Decision]) -> list[tuple[UUID, UUID]]:
    return [(each.task.id, who) for each in decisions for who in each.agent_ids]


def reload(made: Floor, person: Agent, **load: int) -> None:
    person.load = load
    made.put_agent(person)


def test_work_of_an_unknown_queue_is_refused() -> None:
    with pytest.raises(KeyError):
        Floor().put_task(task(Queue(id=new_id())), NOW)


def test_nobody_free_leaves_the_task_waiting() -> None:
    queue = Queue(id=new_id())
    waiting = task(queue)
    made = floor([queue], [agent(status="away"), agent(text=2), agent(voice=1)], [waiting])
    assert made.decide(NOW) == []
    assert made.tasks == {waiting.id: waiting}
    standing = made.standing(waiting.id, NOW)
    assert (standing.reason, standing.qualified, standing.ready) == ("all_busy", 3, 0)
    assert standing.excluded == {"away": 1, "at_capacity": 1, "in_conversation": 1}


def test_waiting_work_is_picked_up_when_an_agent_frees() -> None:
    queue = Queue(id=new_id())
    early, late, person = task(queue, 120), task(queue, 60), agent(text=2)
    made = floor([queue], [person], [late, early])
    assert made.decide(NOW) == []
    reload(made, person, text=1)
    assert pairs(made.decide(NOW)) == [(early.id, person.id)]
    reload(made, person, text=1)
    assert pairs(made.decide(NOW)) == [(late.id, person.id)]


def test_nobody_over_the_limit_is_chosen() -> None:
    queue, person = Queue(id=new_id()), agent()
    made = floor([queue], [person], [task(queue, n) for n in range(5)])
    assert len(made.decide(NOW)) == 2
    assert (person.load, len(made.tasks)) == ({"text": 2}, 3)


def test_longest_idle_first_and_load_is_spread() -> None:
    queue = Queue(id=new_id())
    idle, fresh = agent(idle=600), agent(idle=10)
    made = floor([queue], [fresh, idle], [task(queue, 100 - n) for n in range(4)])
    assert [who for _, who in pairs(made.decide(NOW))] == [idle.id, fresh.id, idle.id, fresh.id]


def test_more_urgent_queue_is_served_first() -> None:
    usual, urgent = Queue(id=new_id()), Queue(id=new_id(), priority=31)
    old, new = task(usual, 600), task(urgent, 0)
    person = agent(text=1)
    assert pairs(floor([usual, urgent], [person], [old, new]).decide(NOW)) == [(new.id, person.id)]


def test_who_knows_the_matter_is_preferred() -> None:
    queue = Queue(id=new_id())
    owner, idle = agent(idle=1, text=1), agent(idle=9000)
    mail = task(queue, preferred=((owner.id, "case_owner"),))
    (made,) = floor([queue], [owner, idle], [mail]).decide(NOW)
    assert (made.agent_ids, made.rule) == ((owner.id,), "case_owner")
    assert [each.agent_id for each in made.options] == [owner.id, idle.id]
    assert made.outcomes == ((owner.id, "case_owner", "chosen"),)


def test_owner_without_room_is_passed_over_and_it_is_told() -> None:
    queue = Queue(id=new_id())
    owner, last, idle = agent(text=2), new_id(), agent()
    mail = task(queue, preferred=((owner.id, "case_owner"), (last, "last_agent")))
    (made,) = floor([queue], [owner, idle], [mail]).decide(NOW)
    assert (made.agent_ids, made.rule) == ((idle.id,), "longest_idle")
    assert made.outcomes == ((owner.id, "case_owner", "at_capacity"), (last, "last_agent", "not_available"))
    assert made.excluded == {"at_capacity": 1}
    assert made.examples == ((owner.id, "at_capacity"),)


def test_preference_ends_at_the_sticky_limit() -> None:
    queue = Queue(id=new_id())
    owner, idle = agent(idle=1), agent(idle=9000)
    mail = task(queue, 301, preferred=((owner.id, "case_owner"),))
    (made,) = floor([queue], [owner, idle], [mail]).decide(NOW)
    assert (made.agent_ids, made.outcomes[0][2]) == ((idle.id,), "waited_too_long")


def test_who_frees_takes_up_what_they_know_before_what_is_a_little_older() -> None:
    for older, first in ((170, "known"), (400, "older")):
        queue, person = Queue(id=new_id(), service_seconds=1e6), agent(text=2)
        old, known = task(queue, older), task(queue, 10, preferred=((person.id, "case_owner"),))
        made = floor([queue], [person], [old, known])
        assert made.decide(NOW) == []
        reload(made, person, text=1)
        assert pairs(made.decide(NOW)) == [((known if first == "known" else old).id, person.id)]


def test_who_declined_is_not_asked_again_and_others_still_are() -> None:
    queue, idle = Queue(id=new_id()), agent(idle=9000)
    declined, other = task(queue, 120, refused=frozenset({idle.id})), task(queue, 60)
    made = floor([queue], [idle], [declined, other])
    assert pairs(made.decide(NOW)) == [(other.id, idle.id)]
    assert made.standing(declined.id, NOW).reason == "declined_by_all"
    second = agent(idle=1)
    made.put_agent(second)
    (decision,) = made.decide(NOW)
    assert (decision.agent_ids, decision.excluded["declined"]) == ((second.id,), 1)


def test_voice_takes_all_of_an_agent() -> None:
    queue, person = Queue(id=new_id()), agent()
    call, chat = task(queue, 120, medium="voice"), task(queue, 60)
    assert pairs(floor([queue], [person], [call, chat]).decide(NOW)) == [(call.id, person.id)]


def test_agent_without_the_team_is_not_chosen() -> None:
    team = new_id()
    queue = Queue(id=new_id(), teams=frozenset({team}))
    waiting = task(queue)
    made = floor([queue], [agent(new_id())], [waiting])
    assert made.decide(NOW) == []
    assert made.standing(waiting.id, NOW).reason == "no_agent_qualified"
    member = agent(team)
    made.put_agent(member)
    (decision,) = made.decide(NOW)
    assert (decision.agent_ids, decision.excluded) == ((member.id,), {"not_in_team": 1})


def test_who_left_gets_nothing_and_comes_back_as_they_were() -> None:
    queue, person = Queue(id=new_id()), agent()
    made = floor([queue], [person], [task(queue), task(queue)])
    made.drop_agent(person.id)
    assert made.decide(NOW) == []
    made.drop_task(next(iter(made.tasks)))
    made.put_agent(person)
    assert len(made.decide(NOW)) == 1


def test_what_was_handed_to_an_agent_waits_for_that_agent() -> None:
    queue = Queue(id=new_id(), teams=frozenset({new_id()}))
    other, named = agent(*queue.teams), agent(text=2)
    handed = task(queue, reserved_for=named.id)
    made = floor([queue], [other, named], [handed, task(queue, 10)])
    assert [who for _, who in pairs(made.decide(NOW))] == [other.id]
    standing = made.standing(handed.id, NOW)
    assert (standing.reason, standing.examples) == ("reserved", ((named.id, "at_capacity"),))
    reload(made, named, text=1)
    (decision,) = made.decide(NOW)
    assert (decision.agent_ids, decision.rule) == ((named.id,), "handed_over")


def test_what_was_handed_over_goes_to_others_when_it_waited_too_long_or_was_refused() -> None:
    queue = Queue(id=new_id())
    other, named = agent(), agent(text=2)
    refused = task(queue, reserved_for=named.id, refused=frozenset({named.id}))
    assert pairs(floor([queue], [other, named], [refused]).decide(NOW)) == [(refused.id, other.id)]
    other, late = agent(), task(queue, 0, reserved_for=named.id)
    made = floor([queue], [other, named], [late])
    assert made.decide(NOW + 299) == []
    assert made.next_time() == NOW + 300
    assert pairs(made.decide(NOW + 300)) == [(late.id, other.id)]


def test_requirement_relaxes_in_steps_and_time_brings_it_about() -> None:
    second = new_id()
    rings = (Ring(after=30, lower=1), Ring(after=60, any_skill=True), Ring(after=90, teams=frozenset({second})))
    queue = Queue(id=new_id(), teams=frozenset({new_id()}), skills=(("claims", 4),), rings=rings)
    for who, due in (
        (agent(*queue.teams, skills={"claims": 4}), 0),
        (agent(*queue.teams, skills={"claims": 3}), 30),
        (agent(*queue.teams, skills={"life": 5}), 60),
        (agent(second), 90),
    ):
        waiting = task(queue, 0)
        made = floor([queue], [who], [waiting])
        now = NOW
        while not (decisions := made.decide(now)):
            following = made.next_time()
            assert following is not None
            now = following
        assert (pairs(decisions), now - NOW) == ([(waiting.id, who.id)], due)


def test_an_inner_ring_wins_however_long_others_are_idle() -> None:
    queue = Queue(id=new_id(), skills=(("es", 3),), rings=(Ring(after=0, lower=1), Ring(after=0, any_skill=True)))
    any_one, near, able = agent(idle=9000), agent(idle=500, skills={"es": 2}), agent(idle=1, skills={"es": 3})
    decisions = floor([queue], [any_one, near, able], [task(queue, 10 - n) for n in range(3)]).decide(NOW)
    # Each of them has room for two, but who is used already still comes before an outer ring.
    assert [who for _, who in pairs(decisions)] == [able.id, able.id, near.id]
    assert [each.ring for each in decisions[0].options] == [0, 1, 2]


def test_skills_of_queue_and_work_add_up() -> None:
    queue = Queue(id=new_id(), skills=(("claims", 2),))
    spanish = task(queue, skills=(("es", 3), ("claims", 1)))
    both, one = agent(skills={"es": 3, "claims": 2}), agent(skills={"es": 5, "claims": 1})
    assert pairs(floor([queue], [one, both], [spanish]).decide(NOW)) == [(spanish.id, both.id)]
    alone = floor([queue], [one], [spanish])
    assert alone.decide(NOW) == []
    assert alone.standing(spanish.id, NOW).excluded == {"lacks_skill": 1}


def test_closed_queue_keeps_its_work_until_it_opens() -> None:
    shut, person = Queue(id=new_id(), open=False), agent()
    waiting = task(shut)
    made = floor([shut], [person], [waiting])
    assert made.decide(NOW) == []
    assert made.standing(waiting.id, NOW).reason == "closed"
    made.put_queue(Queue(id=shut.id))
    assert pairs(made.decide(NOW)) == [(waiting.id, person.id)]


def test_a_callback_is_not_offered_before_its_time_and_keeps_its_age() -> None:
    queue, person = Queue(id=new_id()), agent(text=1)
    later, usual = task(queue, 900, not_before=NOW + 60), task(queue, 30)
    made = floor([queue], [person], [later])
    assert made.decide(NOW) == []
    assert made.standing(later.id, NOW).next_change == (NOW + 60, "offered_from_then")
    made.put_task(usual, NOW)
    made.drop_agent(person.id)
    assert made.decide(NOW + 60) == []
    made.put_agent(person)
    assert pairs(made.decide(NOW + 61)) == [(later.id, person.id)]


def test_new_rules_of_a_queue_hold_for_what_waits_already() -> None:
    queue = Queue(id=new_id(), skills=(("es", 1),))
    person, waiting = agent(), task(queue)
    made = floor([queue], [person], [waiting])
    assert made.decide(NOW) == []
    made.put_queue(Queue(id=queue.id))
    assert pairs(made.decide(NOW)) == [(waiting.id, person.id)]


def test_several_are_asked_where_a_queue_says_so() -> None:
    queue = Queue(id=new_id(), offer_to=2)
    agents = [agent(idle=n) for n in (10, 30, 20)]
    (decision,) = floor([queue], agents, [task(queue)]).decide(NOW)
    assert decision.agent_ids == (agents[1].id, agents[2].id)
    assert [each.load for each in agents] == [{}, {"text": 1}, {"text": 1}]


def test_a_limit_leaves_the_rest_for_the_next_time() -> None:
    queue = Queue(id=new_id())
    made = floor([queue], [agent(), agent()], [task(queue, n) for n in range(3)])
    assert [len(made.decide(NOW, limit=2)), len(made.decide(NOW, limit=2))] == [2, 1]


def test_a_thousand_agents_come_and_go() -> None:
    team = new_id()
    queue = Queue(id=new_id(), teams=frozenset({team}))
    made = floor([queue], [], [task(queue, 5000 - n) for n in range(300)])
    agents = [agent(team, idle=n) for n in range(1000)]
    for each in agents:
        made.put_agent(each)
    decided = pairs(made.decide(NOW))
    assert len({who for _, who in decided}) == 300
    assert {who for _, who in decided} == {each.id for each in agents[-300:]}


def test_rules_that_change_all_day_and_work_that_is_put_again_leave_nothing_behind() -> None:
    queue, person = Queue(id=new_id()), agent(skills={"es": 3})
    work = [task(queue, n) for n in range(20)]
    made = floor([queue], [], work)
    for n in range(300):
        made.put_queue(Queue(id=queue.id, skills=(("es", 1 + n % 5),)))
        made.put_task(work[n % 20], NOW)
        assert made.decide(NOW) == []
    assert len(made._reach.kinds) == len(made._kinds) == 1
    assert sum(len(lane.heap) for lane in made._lane_rows.values()) <= 20 + 64 + 2 * 20
    made.put_queue(queue)
    made.put_agent(person)
    assert pairs(made.decide(NOW)) == [(work[19].id, person.id), (work[18].id, person.id)]


def test_a_queue_that_comes_back_has_its_new_rules() -> None:
    queue, team = Queue(id=new_id()), new_id()
    person = agent()
    made = floor([queue], [person], [task(queue)])
    assert len(made.decide(NOW)) == 1
    made.drop_queue(queue.id)
    made.put_queue(Queue(id=queue.id, teams=frozenset({team})))
    waiting = task(queue)
    made.put_task(waiting, NOW)
    assert made.decide(NOW) == []
    assert made.standing(waiting.id, NOW).excluded == {"not_in_team": 1}
    member = agent(team)
    made.put_agent(member)
    assert pairs(made.decide(NOW)) == [(waiting.id, member.id)]
