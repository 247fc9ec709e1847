"""For every event that there is: what a screen held before, with the frames, is what it would fetch afterwards."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.application import Person
from tests.conftest import eventually
from tests.realtime import (
    scenarios_access,
    scenarios_accounts,
    scenarios_admin,
    scenarios_channels,
    scenarios_context,
    scenarios_customers,
    scenarios_desk,
    scenarios_duplicates,
    scenarios_feeds,
    scenarios_interactions,
    scenarios_learned_routing,
    scenarios_learning,
    scenarios_past,
    scenarios_routing,
    scenarios_rules,
    scenarios_story,
    scenarios_supervisor,
    scenarios_together,
)
from tests.realtime.stage import SCENARIOS, TABLES, Stage, apply
from warmline.app.slices import SNAPSHOTS
from warmline.kit import events
from warmline.kit.db import Database
from warmline.realtime import Hub, Subscriber

assert all(
    (
        scenarios_access,
        scenarios_accounts,
        scenarios_admin,
        scenarios_channels,
        scenarios_context,
        scenarios_customers,
        scenarios_desk,
        scenarios_duplicates,
        scenarios_feeds,
        scenarios_interactions,
        scenarios_learned_routing,
        scenarios_learning,
        scenarios_past,
        scenarios_routing,
        scenarios_rules,
        scenarios_story,
        scenarios_supervisor,
        scenarios_together,
    )
)


@pytest.fixture
async def hub(db: Database) -> AsyncIterator[Hub]:
    made = Hub(db, SNAPSHOTS)
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def told(stage: Stage, subscriber: Subscriber) -> list[dict[str, Any]]:
    """All further frames of what is committed by now."""

    async def reached() -> bool:
        async with stage.db.transaction(stage.org_id) as conn:
            head = events.parse_cursor(await events.head(conn, stage.org_id))
            later = "select count(*) from event where (xact, seq) > ($1::text::xid8, $2)"
            behind = await conn.fetchval(later, str(head[0]), head[1])
        return behind == 0 and subscriber.cursor >= head

    await eventually(reached)
    subscriber.say("end")
    found = []
    async for frame in subscriber.frames():
        found.append(msgspec.json.decode(frame, type=dict[str, Any]))
        if found[-1]["op"] == "end":
            break
    return found


def test_every_event_has_a_scenario() -> None:
    # Tests of the log announce events of their own.
    ours = {name for name, event in events.registry.items() if event.__module__.startswith("warmline.")}
    assert sorted(ours - SCENARIOS.keys()) == []
    assert sorted(SCENARIOS.keys() - ours) == []


def test_every_entity_that_an_event_changes_can_be_shown() -> None:
    kinds = {kind for event in events.registry.values() for kind in event.entities}
    assert sorted(kinds - SNAPSHOTS.keys()) == []
    assert TABLES.keys() <= SNAPSHOTS.keys()


@pytest.mark.parametrize("type_", sorted(SCENARIOS))
async def test_snapshot_and_frames_are_the_snapshot_fetched_again(
    hub: Hub, db: Database, admin: Person, type_: str
) -> None:
    stage = Stage(db, admin)
    play = SCENARIOS[type_](stage)
    await anext(play)
    subscriber = await hub.connect(stage.reader, ["org"])
    before = await stage.shown(stage.reader)
    assert await anext(play, "over") == "over"
    frames = await told(stage, subscriber)
    hub.disconnect(subscriber)
    after = await stage.shown(stage.reader)
    assert type_ in {frame.get("type") for frame in frames}
    assert apply(before, frames) == after
    assert apply(before, frames + frames) == after
    versioned = {key for key, value in after.items() if "version" in value}
    turned = apply(before, frames[::-1])
    assert {key: turned.get(key) for key in versioned} == {key: after[key] for key in versioned}


KINDS = ("interaction", "offer", "queue", "presence", "case")


async def test_who_sees_only_what_is_theirs_gains_and_loses_sight(hub: Hub, db: Database, admin: Person) -> None:
    """An agent of a team follows work that comes into their team's queue, is offered to them, and moves away."""
    stage = Stage(db, admin)
    ours, theirs = [await stage.make("/teams", code=code, name=code) for code in ("ours", "theirs")]
    queues = [
        await stage.make("/queues", code=team["code"], name=team["code"], team_ids=[team["id"]])
        for team in (ours, theirs)
    ]
    agent = await stage.floor.agent("Ours", UUID(ours["id"]))
    subscriber = await hub.connect(agent, ["org"])
    before = await stage.shown(agent, KINDS)
    waits = await stage.floor.contact_to(UUID(queues[0]["id"]))
    await stage.floor.contact_to(UUID(queues[1]["id"]))
    await stage.floor.settle()
    frames = await told(stage, subscriber)
    held = apply(before, frames)
    assert {key: value for key, value in held.items() if key[0] in KINDS} == await stage.shown(agent, KINDS)
    assert ("interaction", str(waits)) in held
    (offer,) = await stage.floor.offers(agent)
    assert ("offer", str(offer.id)) in held
    await stage.call("POST", f"/interactions/{waits}/transfer", queue_id=queues[1]["id"])
    await stage.floor.settle()
    frames = await told(stage, subscriber)
    held = apply(held, frames)
    assert ("interaction", str(waits)) not in held
    assert {key: value for key, value in held.items() if key[0] in KINDS} == await stage.shown(agent, KINDS)
    secret = [frame for frame in frames if str(waits) in str(frame) and frame.get("type")]
    assert {frame["type"] for frame in secret} <= {"offer.rescinded"}
    hub.disconnect(subscriber)
