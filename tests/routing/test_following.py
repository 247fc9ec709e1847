"""What follows from how work goes: presence, teams that are cleared, agents who have gone, and how true we were."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.routing.floor import AGENT, Floor
from tests.routing.test_work import working
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.kit import clock
from warmline.kit.errors import Forbidden
from warmline.kit.ids import new_id
from warmline.kit.migrate import QUEUE_SCHEMA
from warmline.routing import (
    OfferView,
    QueueChange,
    accept_offer,
    estimate_errors,
    position,
    presence_of,
    requeue_team,
    set_presence,
    update_queue,
)
from warmline.routing.actions.following import REQUEUE_JOB, WRAP_UP_JOB, end_wrap_up
from warmline.routing.actions.requeueing import requeue_absent
from warmline.routing.actions.waiting import forget_estimates
from warmline.routing.errors import QueueNotFound, UnknownTeam
from warmline.routing.jobs import forget

JOBS = f"select count(*) from {QUEUE_SCHEMA}.pgqueuer where entrypoint = $1 and convert_from(payload, 'utf8') like $2"


async def called(floor: Floor, agent: Actor) -> UUID:
    """A call that the agent has."""
    queue = await floor.queue(f"q{new_id().hex[-12:]}")
    call = await floor.contact(queue, medium="voice")
    await floor.settle()
    (offer,) = await floor.offers(status="offered")
    await floor.act(accept_offer, agent, offer.id)
    return call


async def presence(floor: Floor, agent: Actor) -> str:
    return str((await floor.act(presence_of, agent, agent.id)).status)


async def test_who_wraps_up_a_call_is_shown_so_until_it_is_done(floor: Floor) -> None:
    agent = await floor.agent("Agent")
    call = await called(floor, agent)
    await floor.settle()
    assert await presence(floor, agent) == "available"
    await floor.move(call, Status.WRAP_UP)
    await floor.settle()
    assert await presence(floor, agent) == "wrap_up"
    await floor.move(call, Status.RESOLVED)
    await floor.settle()
    assert await presence(floor, agent) == "available"


async def test_what_agents_say_themselves_stays(floor: Floor) -> None:
    agent = await floor.agent("Agent")
    for status in ("busy", "away"):
        call = await called(floor, agent)
        await floor.presence(agent, status)
        await floor.move(call, Status.WRAP_UP)
        await floor.settle()
        assert await presence(floor, agent) == status
        await floor.presence(agent, "available")
        await floor.move(call, Status.RESOLVED)
        await floor.settle()
        assert await presence(floor, agent) == "available"
    call = await called(floor, agent)
    await floor.move(call, Status.WRAP_UP)
    await floor.settle()
    await floor.presence(agent, "away")
    await floor.move(call, Status.RESOLVED)
    await floor.settle()
    assert await presence(floor, agent) == "away"


async def test_a_chat_that_is_wrapped_up_changes_no_presence(floor: Floor) -> None:
    agent = await floor.agent("Agent")
    (chat,) = await working(floor, agent, await floor.queue())
    await floor.move(chat, Status.WRAP_UP)
    await floor.settle()
    assert await presence(floor, agent) == "available"


async def test_a_queue_limits_how_long_a_call_is_wrapped_up(floor: Floor) -> None:
    agent = await floor.agent("Agent")
    call = await called(floor, agent)
    queue_id = await floor.sql("select queue_id from interaction where id = $1", call)
    limited = await floor.act(update_queue, floor.supervisor, queue_id, QueueChange(wrap_up_seconds=30))
    assert limited.wrap_up_seconds == 30
    await floor.move(call, Status.WRAP_UP)
    await floor.settle()
    assert await floor.sql(JOBS, WRAP_UP_JOB, f"%{call}%") == 1
    left = await floor.act(end_wrap_up, floor.org_id, call)
    assert left > 0
    assert left <= 30
    with clock.as_if(clock.now() + timedelta(seconds=31)):
        assert await floor.act(end_wrap_up, floor.org_id, call) is None
    assert await floor.status(call) == "resolved"
    await floor.settle()
    assert await presence(floor, agent) == "available"


async def allow(floor: Floor, seconds: int) -> None:
    """How long agents may be gone."""
    settings = {"routing": {"requeue_after_seconds": seconds}}
    await floor.sql("update organization set settings = $2 where org_id = $1 returning 1", floor.org_id, settings)


async def test_a_job_looks_after_who_goes(floor: Floor) -> None:
    await allow(floor, 60)
    agent = await floor.agent("Agent")
    await floor.presence(agent, "away")
    await floor.settle()
    assert await floor.sql(JOBS, REQUEUE_JOB, f"%{agent.id}%") == 0
    await floor.presence(agent, "offline")
    await floor.settle()
    assert await floor.sql(JOBS, REQUEUE_JOB, f"%{agent.id}%") == 1


async def test_live_work_of_who_has_gone_waits_for_others(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Gone")
    (mail,) = await working(floor, agent, queue)
    chat = await floor.contact(queue, session="s", ago=120.0)
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.act(accept_offer, agent, offer.id)
    age = await floor.queued_at(chat)
    await floor.act(set_presence, agent, agent.id, status="offline")
    gone = ["not_responding", "offline"]
    # By default nobody's work is taken off them.
    later = clock.now() + timedelta(seconds=301)
    with clock.as_if(later):
        assert await floor.act(requeue_absent, floor.org_id, agent.id, gone) is None
    assert await floor.status(chat) == "active"
    await allow(floor, 300)
    left = await floor.act(requeue_absent, floor.org_id, agent.id, gone)
    assert left > 0
    assert left <= 300
    with clock.as_if(later):
        assert await floor.act(requeue_absent, floor.org_id, agent.id, gone) is None
    assert (await floor.status(chat), await floor.queued_at(chat)) == ("queued", age)
    assert await floor.status(mail) == "active"
    other = await floor.agent("Other")
    await floor.settle()
    assert [(each.interaction_id, each.agent_id) for each in await floor.offers()] == [(chat, other.id)]


async def test_who_came_back_keeps_it(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Back")
    chat = await floor.contact(queue, session="s")
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.act(accept_offer, agent, offer.id)
    await allow(floor, 1)
    with clock.as_if(clock.now() + timedelta(hours=1)):
        assert await floor.act(requeue_absent, floor.org_id, agent.id, ["offline"]) is None
    assert await floor.status(chat) == "active"


async def test_a_team_is_cleared_at_once(floor: Floor) -> None:
    team = await floor.team("claims")
    queue = await floor.queue("claims", team)
    one, two = [await floor.agent(name, team, capacity={"text": 1}) for name in ("One", "Two")]
    with pytest.raises(Forbidden):
        await floor.act(requeue_team, one, team)
    with pytest.raises(UnknownTeam):
        await floor.act(requeue_team, floor.supervisor, new_id())
    work = [await floor.contact(queue) for _ in range(2)]
    await floor.settle()
    offers: dict[UUID | None, OfferView] = {each.agent_id: each for each in await floor.offers()}
    await floor.act(accept_offer, one, offers[one.id].id)
    done = await floor.act(requeue_team, floor.supervisor, team)
    assert done.moved == [offers[one.id].interaction_id]
    assert done.offers == [offers[two.id].interaction_id]
    assert {await floor.status(each) for each in work} == {"queued"}


async def test_what_was_told_is_measured_when_it_is_answered(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Ada", capacity={"text": 1}, permissions=(*AGENT, "queue.read"))
    await floor.presence(agent, "busy")
    done = await floor.contact(queue)
    await floor.move(done, Status.ACTIVE)
    await floor.move(done, Status.RESOLVED)
    await floor.sql("update interaction set talk_seconds = 100 where id = $1 returning 1", done)
    waits = await floor.contact(queue)
    with pytest.raises(QueueNotFound):
        await floor.act(estimate_errors, agent, new_id())
    # It is noted once a minute, and these are in the same.
    at = clock.now()
    with clock.as_if(at):
        told = await floor.act(position, waits)
        again = await floor.act(position, waits)
    assert told.estimate == pytest.approx(100.0, rel=0.05)
    assert again.place == 1
    before = await floor.act(estimate_errors, agent, queue.id)
    assert (before.told, before.measured, before.bias) == (1, 0, None)
    await floor.move(waits, Status.ACTIVE, at=at + timedelta(seconds=80))
    await floor.settle()
    after = await floor.act(estimate_errors, agent, queue.id, until=clock.now() + timedelta(hours=1))
    assert (after.told, after.measured) == (1, 1)
    assert after.mean_waited == pytest.approx(80.0, abs=0.001)
    assert after.bias == pytest.approx(20.0, abs=5.0)
    assert after.mean_absolute_error == after.p90_absolute_error == after.bias
    assert after.within_quarter == float(after.bias <= 0.25 * after.mean_waited)


async def test_what_was_told_long_ago_is_forgotten(floor: Floor) -> None:
    queue = await floor.queue()
    told = [await floor.contact(queue) for _ in range(5)]
    insert = (
        "insert into estimate (org_id, interaction_id, minute, queue_id, at, place, seconds, method, waited_seconds)"
        " values ($1, $2, $3, $4, $5, 1, 60, 'test', $6) returning minute"
    )
    for number, each in enumerate(told):
        for days, waited in ((0, 50.0), (1, None), (10, 70.0)):
            at = clock.now() + timedelta(days=days)
            await floor.sql(insert, floor.org_id, each, days * 1440 + number, queue.id, at, waited)
    assert await forget_estimates(floor.db, floor.org_id) == 0
    with clock.as_if(clock.now() + timedelta(days=91, minutes=1)):
        assert await forget_estimates(floor.db, floor.org_id, size=3) == 10, "measured or not, in batches"
        assert await forget_estimates(floor.db, floor.org_id, size=3) == 0
        assert await floor.sql("select count(*) from estimate") == 5
        keeps = {"routing": {"keep_estimates_days": 30}}
        await floor.sql("update organization set settings = $2 where org_id = $1 returning org_id", floor.org_id, keeps)
        await forget.run(floor.db, floor.org_id)
    assert await floor.sql("select count(*) from estimate") == 0
