"""Queues: who may change them, what they refuse, and who sees them."""

import pytest

from tests.routing.floor import Floor
from warmline.kit.errors import Forbidden, Stale
from warmline.kit.ids import new_id
from warmline.routing import (
    NewQueue,
    QueueChange,
    create_queue,
    list_queues,
    queue_loads,
    update_queue,
    visible_queue,
)
from warmline.routing.errors import QueueCodeTaken, QueueHasWork, QueueNotFound, UnknownTeam


async def test_only_who_manages_queues_changes_them(floor: Floor) -> None:
    queue = await floor.queue()
    agent = await floor.agent("Agent", present=False)
    with pytest.raises(Forbidden):
        await floor.act(create_queue, agent, NewQueue(code="mine", name="Mine"))
    with pytest.raises(Forbidden):
        await floor.act(update_queue, agent, queue.id, QueueChange(priority=1000))


async def test_refusals(floor: Floor) -> None:
    queue = await floor.queue()
    with pytest.raises(QueueCodeTaken):
        await floor.act(create_queue, floor.system, NewQueue(code="main", name="Again"))
    with pytest.raises(UnknownTeam):
        await floor.act(create_queue, floor.system, NewQueue(code="other", name="Other", team_ids=[new_id()]))
    with pytest.raises(UnknownTeam):
        await floor.act(update_queue, floor.system, queue.id, QueueChange(team_ids=[new_id()]))
    with pytest.raises(QueueNotFound):
        await floor.act(update_queue, floor.system, new_id(), QueueChange())
    with pytest.raises(Stale):
        await floor.act(update_queue, floor.system, queue.id, QueueChange(priority=1), version=queue.version + 1)


async def test_a_queue_with_waiting_work_is_not_switched_off(floor: Floor) -> None:
    queue = await floor.queue()
    await floor.contact(queue)
    with pytest.raises(QueueHasWork, match="1 interactions"):
        await floor.act(update_queue, floor.system, queue.id, QueueChange(active=False))


async def test_a_change_raises_the_version_and_says_what_it_changed(floor: Floor) -> None:
    team = await floor.team("claims")
    queue = await floor.queue()
    changed = await floor.act(
        update_queue, floor.system, queue.id, QueueChange(priority=5, team_ids=[team]), version=queue.version
    )
    assert (changed.priority, changed.team_ids, changed.name, changed.version) == (5, [team], "Main", queue.version + 1)
    data = await floor.sql("select data from event where type = 'queue.updated'")
    assert data["before"] == {"priority": 0, "team_ids": []}
    assert data["after"] == {"priority": 5, "team_ids": [str(team)]}
    again = await floor.act(update_queue, floor.system, queue.id, QueueChange(priority=5))
    assert again.version == changed.version
    fewer = await floor.act(update_queue, floor.system, queue.id, QueueChange(team_ids=[]))
    assert fewer.team_ids == []


async def test_agents_see_the_queues_that_they_serve(floor: Floor) -> None:
    claims, sales = await floor.team("claims"), await floor.team("sales")
    own, other, everybodys = (
        await floor.queue("own", claims),
        await floor.queue("other", sales),
        await floor.queue("all"),
    )
    agent = await floor.agent("Agent", claims)
    assert [each.code for each in await floor.act(list_queues, agent)] == ["all", "own"]
    with pytest.raises(QueueNotFound):
        await floor.act(visible_queue, agent, other.id)
    loads = await floor.act(queue_loads, agent, [own.id, other.id, everybodys.id])
    assert {each.queue_id for each in loads} == {own.id, everybodys.id}
    assert [each.code for each in await floor.act(list_queues, floor.supervisor, after="all", size=1)] == ["other"]


async def test_loads_count_what_waits_and_who_is_there(floor: Floor) -> None:
    team = await floor.team("claims")
    queue = await floor.queue("claims", team)
    await floor.agent("Member", team, capacity={"text": 1})
    await floor.agent("Stranger")
    for ago in (300, 200, 100):
        await floor.contact(queue, ago=ago)
    await floor.settle()
    (load,) = await floor.act(queue_loads, floor.supervisor, [queue.id])
    assert (load.waiting, load.offered, load.available) == (2, 1, 1)
    assert load.oldest is not None
