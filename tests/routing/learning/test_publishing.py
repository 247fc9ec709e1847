"""Models in force: when there is none, what guards them, and that the switch works at once."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.conftest import eventually, logged
from tests.routing.floor import noon
from tests.routing.learning.office import Office
from warmline.engine import Task
from warmline.interactions import Status
from warmline.kit import clock, events
from warmline.kit.ids import new_id
from warmline.routing.learning import (
    MODEL_EVENTS,
    Cycle,
    ResolutionModel,
    RoutingLearningSwitched,
    RoutingModelPublished,
    load_model,
    load_version,
)
from warmline.routing.learning.actions.publishing import publish_when_due, worths_of
from warmline.routing.learning.errors import RoutingModelNotFound
from warmline.routing.learning.model import Kept

GOOD = {"Ada": (60, 54), "Bo": (60, 30), "Cy": (60, 42)}


def task(intent: str = "claim") -> Task:
    return Task(id=new_id(), queue_id=new_id(), medium="text", queued_at=0.0, intent=intent)


async def loaded(office: Office) -> ResolutionModel | None:
    model: ResolutionModel | None = await office.floor.act(load_model, office.org_id)
    return model


async def told(office: Office) -> list[events.Recorded]:
    """The events that say that the model is another."""
    found = await logged(office.db, office.org_id)
    return [each for each in found if isinstance(each.event, RoutingLearningSwitched | RoutingModelPublished)]


async def test_nothing_is_in_force_before_somebody_switches_it_on(office: Office) -> None:
    await office.past(GOOD)
    assert await office.publish() is None
    assert await loaded(office) is None


async def test_too_few_outcomes_have_no_effect(office: Office) -> None:
    await office.past(GOOD)
    await office.switch(on=True)
    assert await office.publish() is None
    assert await loaded(office) is None
    await office.switch(on=True, minimum=180)
    assert (await loaded(office)) is not None
    # Somebody asks for more than there are.
    await office.switch(on=True, minimum=181)
    assert await loaded(office) is None


async def test_settings_that_nobody_can_read_switch_it_off(office: Office) -> None:
    await office.past(GOOD)
    await office.switch(on=True, minimum=10)
    await office.floor.sql(
        "update organization set settings = jsonb_set(settings, '{routing_learning,points}', '\"many\"')"
    )
    assert await loaded(office) is None


@pytest.mark.parametrize("name", ["", "longest-idle/2", "resolution-9", "resolution-x", "resolution-99999999999"])
async def test_a_model_that_never_was_is_not_found(office: Office, name: str) -> None:
    with pytest.raises(RoutingModelNotFound):
        await office.floor.act(load_version, office.org_id, name)


async def test_the_switch_works_at_once_and_is_told(office: Office) -> None:
    await office.past(GOOD)
    await office.switch(on=True, minimum=10)
    model = await loaded(office)
    assert model
    assert model.version == "resolution-1"
    assert model.expected_worth(office.agents["Ada"], "claim") > 5
    await office.switch(on=False)
    assert await loaded(office) is None
    found = await told(office)
    assert [each.event.type for each in found] == [
        "routing_learning.switched",
        "routing_learning.switched",
        "routing_model.published",
        "routing_learning.switched",
    ]
    assert all(isinstance(each.event, MODEL_EVENTS) for each in found)
    assert found[2].event.after == {"model": "resolution-1"}
    assert found[3].event.before["on"] is True
    # Nothing is forgotten.
    await office.switch(on=True)
    again = await loaded(office)
    assert again
    assert again.version == "resolution-1"


async def test_it_is_published_when_something_is_new_and_not_too_often(office: Office) -> None:
    await office.past(GOOD)
    await office.switch(on=True, minimum=10)

    async def due(minutes: int) -> bool:
        with clock.as_if(clock.now() + timedelta(minutes=minutes)):
            return await office.floor.act(publish_when_due, office.org_id) is not None

    assert not await due(6)
    await office.past(
        {"Bo": (5, 5)}, intent="billing", resolved_at=lambda n: clock.now() - timedelta(days=9, seconds=n)
    )
    assert not await due(4)
    assert await due(6)
    assert not await due(12)


async def test_an_old_version_can_be_made_again(office: Office) -> None:
    """What it was worth then is what it is worth again, after a restart and newer models: decisions can be replayed."""
    await office.past(GOOD)
    await office.switch(on=True, minimum=10, explore=0.2, explore_most=0.2)
    first = await loaded(office)
    assert first
    tasks = [task() for _ in range(20)]
    agents = list(office.agents.values())
    worths = [first.worth(each, agents, 0.0) for each in tasks]
    await office.past({"Bo": (50, 50)}, resolved_at=lambda n: clock.now() - timedelta(days=9, seconds=n))
    await office.publish(later=timedelta(minutes=1))
    second = await loaded(office)
    assert second
    assert [second.worth(each, agents, 0.0) for each in tasks] != worths
    again = await office.floor.act(load_version, office.org_id, "resolution-1")
    assert [again.worth(each, agents, 0.0) for each in tasks] == worths
    assert any(again.explores(each.id) for each in tasks) or len({tuple(each) for each in worths}) == 1


async def test_counts_that_another_version_wrote_are_made_again(office: Office) -> None:
    await office.past(GOOD)
    await office.switch(on=True, minimum=10)
    first = await loaded(office)
    await office.floor.sql("update routing_model set counts = 'unreadable'")
    again = await loaded(office)
    assert first
    assert again
    ids = list(office.agents.values())
    assert [first.expected_worth(each, "claim") for each in ids] == [
        again.expected_worth(each, "claim") for each in ids
    ]
    await office.past({"Bo": (1, 1)}, intent="x", resolved_at=lambda n: clock.now() - timedelta(days=9))
    model = await office.publish(later=timedelta(minutes=1))
    assert model.outcomes == 181


async def test_who_took_too_much_gets_no_positive_worth(office: Office) -> None:
    await office.past(GOOD)
    for name in GOOD:
        await office.floor.sql(
            "insert into presence (org_id, agent_id, status) values ($1, $2, 'available')",
            office.org_id,
            office.agents[name],
        )
    for place in range(8):
        interaction_id = await office.floor.contact(office.queue)
        await office.offered(interaction_id, "Ada" if place < 6 else "Bo", clock.now() - timedelta(minutes=5))
    await office.switch(on=True, minimum=10)
    model = await loaded(office)
    assert model
    assert model.overloaded == {office.agents["Ada"]}
    assert model.expected_worth(office.agents["Ada"], "claim") == 0.0
    # An hour later it is another model's turn.
    await office.publish(later=timedelta(hours=2))
    later = await loaded(office)
    assert later
    assert later.overloaded == frozenset()
    assert later.expected_worth(office.agents["Ada"], "claim") > 5


def test_a_day_that_has_explored_enough_explores_no_more() -> None:
    kept = Kept(explore=0.05, explore_most=0.1)
    assert worths_of(kept, decided=19, explored=19)["explore"] == 0.05
    assert worths_of(kept, decided=100, explored=10)["explore"] == 0.05
    assert worths_of(kept, decided=100, explored=11)["explore"] == 0.0
    assert worths_of(Kept(explore=0.2, explore_most=0.1), decided=0, explored=0)["explore"] == 0.1


async def test_explored_decisions_are_counted_by_day(office: Office) -> None:
    drawn, times, today = 0, 80, noon()
    with clock.as_if(today):
        await office.past(GOOD)
        await office.switch(on=True, minimum=10, explore=0.2, explore_most=0.2)
        model = await loaded(office)
        assert model
        for place in range(times):
            interaction_id = await office.floor.contact(office.queue)
            drawn += model.explores(interaction_id)
            await office.offered(interaction_id, "Ada", clock.now(), model=model.version, learned=True)
            if place < 5:
                # What the model was no part of does not count.
                await office.offered(interaction_id, "Bo", clock.now(), model="longest-idle/2", learned=False)
        await office.past({"Cy": (1, 1)}, intent="x", resolved_at=lambda n: clock.now() - timedelta(days=9))
        published = await office.publish()
    assert (published.decided, published.explored) == (times, drawn)
    assert drawn in range(1, times)
    # The next day begins anew.
    with clock.as_if(today + timedelta(days=1)):
        await office.past({"Cy": (1, 1)}, intent="y", resolved_at=lambda n: clock.now() - timedelta(days=9))
        tomorrow = await office.publish()
    assert (tomorrow.decided, tomorrow.explored) == (0, 0)


async def test_a_decision_keeps_its_arm_and_its_block(office: Office) -> None:
    """With the model, without it, handed over by somebody, and one that the model was no part of."""
    await office.past(GOOD)
    start = clock.now() - timedelta(days=3)
    with clock.as_if(start):
        await office.switch(on=True, minimum=10)
        await office.past({"Bo": (1, 1)}, intent="x", resolved_at=lambda n: start - timedelta(days=9))
    cycle = Cycle(org_id=office.org_id)
    hours = [start + timedelta(hours=n) for n in range(1, 40)]
    on = next(each for each in hours if cycle.on(each.timestamp()))
    off = next(each for each in hours if not cycle.on(each.timestamp()))
    given: list[UUID] = []
    for at, learned, rule in (
        (on, True, "learned"),
        (off, False, "longest_idle"),
        (on, False, "handed_over"),
        (on, False, "longest_idle"),
    ):
        interaction_id = await office.floor.contact(office.queue)
        await office.offered(interaction_id, "Ada", at, learned=learned, rule=rule, model="resolution-1")
        await office.floor.move(interaction_id, Status.ACTIVE, owner_id=office.agents["Ada"])
        await office.floor.move(interaction_id, Status.RESOLVED)
        given.append(interaction_id)
    await office.floor.settle()
    rows = {row["interaction_id"]: row for row in await office.rows()}
    arms = [(rows[each]["learned"], rows[each]["model"], rows[each]["block_at"]) for each in given]
    assert arms == [
        (True, "resolution-1", cycle.block(on.timestamp())),
        (False, "resolution-1", cycle.block(off.timestamp())),
        (None, None, None),
        (None, None, None),
    ]
    await office.past({"Cy": (1, 1)}, intent="y", resolved_at=lambda n: clock.now() - timedelta(days=9))
    await office.publish()
    worths = [row["worth"] for row in await office.rows() if row["interaction_id"] in given[:2]]
    assert all(each is not None and each > 0 for each in worths)


async def test_events_wake_whoever_decides(office: Office) -> None:
    """The log has them as soon as the switch is committed."""
    await office.switch(on=True)
    found = await eventually(lambda: told(office))
    assert found[-1].event.on is True  # type: ignore[attr-defined] # the one kind there is
