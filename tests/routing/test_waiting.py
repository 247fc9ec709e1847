"""A waiting customer is told a place that is true, and an estimate where there is one."""

import pytest

from tests.routing.floor import Floor
from warmline.interactions import Status
from warmline.kit.errors import NotFound
from warmline.kit.ids import new_id
from warmline.routing import accept_offer, position, waiting
from warmline.routing.estimating import Pace, estimate


@pytest.mark.parametrize(
    ("place", "seen", "seconds"),
    [
        # Nothing is known: nobody is there, or it never took any time.
        (1, Pace(answers=0, busy_seconds=0.0), None),
        (1, Pace(answers=0, busy_seconds=900.0, units=5), None),
        (1, Pace(answers=0, busy_seconds=900.0, handle_seconds=300.0), None),
        (2, Pace(answers=2, busy_seconds=60.0), None),
        # Only answers, only capacity, and both.
        (4, Pace(answers=30, busy_seconds=1800.0), 240.0),
        (4, Pace(answers=0, busy_seconds=0.0, handle_seconds=300.0, units=5), 240.0),
        (4, Pace(answers=28, busy_seconds=1680.0, handle_seconds=300.0, units=5), 240.0),
        # A quiet half hour with few answers, each at once, is not slow.
        (1, Pace(answers=3, busy_seconds=60.0), 20.0),
        # Those who give up ahead make it shorter: 60 + 30 + 20 seconds where one in a minute does, as fast as answers.
        (3, Pace(answers=30, busy_seconds=1800.0, gave_up=30, waited_seconds=1800.0), 110.0),
    ],
)
def test_estimate(place: int, seen: Pace, seconds: float | None) -> None:
    found = estimate(place, seen)
    assert (found is None) == (seconds is None)
    assert found == pytest.approx(seconds)


def test_far_back_is_as_if_it_were_added_up() -> None:
    seen = Pace(answers=100, busy_seconds=1000.0, gave_up=10, waited_seconds=5000.0)
    rate, leaving = 0.1, 0.002
    assert estimate(5000, seen) == pytest.approx(sum(1 / (rate + n * leaving) for n in range(5000)), rel=1e-5)
    nobody_leaves = Pace(answers=100, busy_seconds=1000.0)
    assert estimate(5000, nobody_leaves) == pytest.approx(50_000.0)


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
    await floor.sql(
        "insert into work_need (org_id, interaction_id, service_seconds) values ($1, $2, 9000)", floor.org_id, waits[1]
    )
    _, (_, far), _ = await floor.act(waiting, floor.supervisor, queue.id)
    assert far.score["sla"] == pytest.approx(0.1, abs=0.02), "its own target counts"
    page = await floor.act(waiting, floor.supervisor, queue.id, size=1)
    rest = await floor.act(waiting, floor.supervisor, queue.id, after=page[0][0])
    assert [item.interaction_id for _, item in rest] == expected[1:]
    with pytest.raises(NotFound):
        await floor.act(waiting, floor.supervisor, new_id())


async def test_from_waiting_to_served(floor: Floor) -> None:
    queue = await floor.queue()
    # Four were answered in the last eight minutes, one after the other, each after two minutes beyond the first ten
    # seconds: the pace at which those who wait are answered is one in two minutes.
    for n in range(4):
        done = await floor.contact(queue)
        await floor.move(done, Status.ACTIVE)
        await floor.move(done, Status.RESOLVED)
        await floor.sql(
            "update interaction set queued_at = now() - $2::float8 * interval '1 second',"
            " answered_at = now() - $3::float8 * interval '1 second', talk_seconds = 0 where id = $1",
            done,
            130.0 + 130.0 * n,
            130.0 * n,
        )
    first, second = await floor.contact(queue, ago=20), await floor.contact(queue, ago=10)
    found = await floor.act(position, second)
    assert found.place == 2
    assert found.estimate == pytest.approx(240.0, abs=30.0)
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
        agent = await floor.agent(name, capacity={"text": 1})
        await floor.presence(agent, "busy")
    waits = await floor.contact(queue)
    assert (await floor.act(position, waits)).estimate == pytest.approx(50.0)
