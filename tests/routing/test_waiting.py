"""A waiting customer is told a place that is true, and an estimate where there is one."""

import pytest

from tests.routing.floor import Floor
from warmline.interactions import Status
from warmline.kit.errors import NotFound
from warmline.kit.ids import new_id
from warmline.routing import accept_offer, position, waiting
from warmline.routing.actions.waiting import estimate


@pytest.mark.parametrize(
    ("place", "answers", "handle_seconds", "agents", "seconds"),
    [
        (1, 0, None, 5, None),
        (1, 0, 300.0, 0, None),
        (2, 2, 300.0, 0, None),
        (1, 30, None, 0, 60.0),
        (4, 30, 300.0, 5, 240.0),
        (4, 2, 300.0, 5, 240.0),
    ],
)
def test_estimate(place: int, answers: int, handle_seconds: float | None, agents: int, seconds: float | None) -> None:
    assert estimate(place, answers, handle_seconds, agents) == seconds


async def test_no_place_for_what_has_ended_or_never_was(floor: Floor) -> None:
    queue = await floor.queue()
    gone = await floor.contact(queue)
    await floor.move(gone, Status.ABANDONED)
    assert await floor.act(position, gone) is None
    assert await floor.act(position, new_id()) is None


async def test_places_follow_the_order_in_which_the_engine_serves(floor: Floor) -> None:
    queue, other = await floor.queue(), await floor.queue("other")
    waits = [
        await floor.contact(queue, ago=ago, medium=medium)
        for ago, medium in ((30, "text"), (90, "voice"), (60, "text"))
    ]
    await floor.sql("update interaction set priority = 5 where id = $1", waits[0])
    await floor.contact(other, ago=9000)
    places = {}
    for each in waits:
        found = await floor.act(position, each)
        places[found.place] = each
        assert (found.status, found.estimate) == ("queued", None)
    expected = [waits[0], waits[1], waits[2]]
    assert [places[n] for n in (1, 2, 3)] == expected
    listed = await floor.act(waiting, floor.supervisor, queue.id)
    assert [item.interaction_id for _, item in listed] == expected
    scores = [item.score["total"] for _, item in listed]
    assert scores == sorted(scores, reverse=True)
    page = await floor.act(waiting, floor.supervisor, queue.id, size=1)
    rest = await floor.act(waiting, floor.supervisor, queue.id, after=page[0][0])
    assert [item.interaction_id for _, item in rest] == expected[1:]
    with pytest.raises(NotFound):
        await floor.act(waiting, floor.supervisor, new_id())


async def test_from_waiting_to_served(floor: Floor) -> None:
    queue = await floor.queue()
    for _ in range(4):
        done = await floor.contact(queue)
        await floor.move(done, Status.ACTIVE)
        await floor.move(done, Status.RESOLVED)
    first, second = await floor.contact(queue, ago=20), await floor.contact(queue, ago=10)
    found = await floor.act(position, second)
    assert (found.place, found.estimate) == (2, 900.0)
    agent = await floor.agent("Ada", capacity={"text": 1})
    await floor.settle()
    (offer,) = await floor.offers()
    assert (await floor.act(position, first)).place == 1
    assert (await floor.act(position, second)).place == 1
    await floor.act(accept_offer, agent, offer.id)
    served = await floor.act(position, first)
    assert (served.status, served.place, served.agent) == ("active", None, "Ada")


async def test_without_answers_lately_the_handle_time_is_shared_among_those_present(floor: Floor) -> None:
    queue = await floor.queue()
    done = await floor.contact(queue)
    await floor.move(done, Status.ACTIVE)
    await floor.move(done, Status.RESOLVED)
    await floor.sql(
        "update interaction set talk_seconds = 100, answered_at = now() - interval '2 hours' where id = $1", done
    )
    for name in ("One", "Two"):
        agent = await floor.agent(name)
        await floor.presence(agent, "busy")
    waits = await floor.contact(queue)
    assert (await floor.act(position, waits)).estimate == 50.0
