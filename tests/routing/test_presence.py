"""Presence: people set their own, supervisors that of others."""

import pytest

from tests.routing.floor import Floor
from warmline.interactions import Status
from warmline.kit.errors import Forbidden, Invalid, Stale
from warmline.kit.ids import new_id
from warmline.routing import accept_offer, list_presences, presence_of, set_presence
from warmline.routing.errors import AgentNotFound


async def test_refusals(floor: Floor) -> None:
    agent, other = await floor.agent("Agent"), await floor.agent("Other")
    with pytest.raises(Forbidden):
        await floor.act(set_presence, agent, other.id, status="offline")
    with pytest.raises(Forbidden):
        await floor.act(list_presences, agent)
    with pytest.raises(AgentNotFound):
        await floor.act(presence_of, agent, other.id)
    with pytest.raises(AgentNotFound):
        await floor.act(set_presence, floor.supervisor, new_id(), status="offline")
    for status in ("not_responding", "asleep", ""):
        with pytest.raises(Invalid, match="status"):
            await floor.act(set_presence, agent, agent.id, status=status)
    with pytest.raises(Invalid, match="reason"):
        await floor.act(set_presence, agent, agent.id, status="away", reason="")
    with pytest.raises(Stale):
        await floor.act(set_presence, agent, agent.id, status="away", version=99)


async def test_who_never_said_anything_is_offline(floor: Floor) -> None:
    agent = await floor.agent("New", present=False)
    found = await floor.act(presence_of, agent, agent.id)
    assert (found.status, found.version) == ("offline", 0)


async def test_a_change_is_announced_once(floor: Floor) -> None:
    agent = await floor.agent("Agent")
    first = await floor.act(set_presence, agent, agent.id, status="away", reason="lunch")
    again = await floor.act(set_presence, agent, agent.id, status="away", reason="lunch")
    assert again == first
    assert (first.status, first.reason) == ("away", "lunch")
    other_reason = await floor.act(set_presence, agent, agent.id, status="away", reason="training")
    assert other_reason.since == first.since
    assert await floor.sql("select count(*) from event where type = 'presence.changed'") == 3


async def test_supervisors_set_others_and_see_all(floor: Floor) -> None:
    agent = await floor.agent("Agent")
    await floor.agent("Absent", present=False)
    changed = await floor.act(set_presence, floor.supervisor, agent.id, status="busy")
    assert changed.status == "busy"
    everyone = await floor.act(list_presences, floor.supervisor)
    assert sorted(each.status for each in everyone) == ["busy", "offline"]
    busy = await floor.act(list_presences, floor.supervisor, status="busy")
    assert [each.agent_id for each in busy] == [agent.id]


async def test_idle_time_begins_with_coming_back_or_with_the_end_of_work(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Agent")
    start = (await floor.act(presence_of, agent, agent.id)).idle_since
    await floor.presence(agent, "busy")
    await floor.presence(agent, "available")
    assert (await floor.act(presence_of, agent, agent.id)).idle_since == start
    await floor.presence(agent, "away")
    await floor.presence(agent, "available")
    back = (await floor.act(presence_of, agent, agent.id)).idle_since
    assert back > start
    await floor.contact(queue)
    await floor.settle()
    (offer,) = await floor.offers()
    await floor.act(accept_offer, agent, offer.id)
    await floor.settle()
    assert (await floor.act(presence_of, agent, agent.id)).idle_since == back
    await floor.move(offer.interaction_id, Status.WRAP_UP)
    await floor.settle()
    assert (await floor.act(presence_of, agent, agent.id)).idle_since == back
    await floor.move(offer.interaction_id, Status.RESOLVED)
    await floor.settle()
    assert (await floor.act(presence_of, agent, agent.id)).idle_since > back
