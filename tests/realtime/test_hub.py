"""The hub tells each reader what they may see of what happens, from where they were, and nothing twice."""

import asyncio
from uuid import UUID

import pytest

from tests.conftest import eventually
from tests.realtime.conftest import Loads, World, next_frame
from warmline.accounts import Actor
from warmline.accounts.events import ApiKeyCreated, RoleUpdated, TeamUpdated
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.realtime import CloseCode, CursorUnusable, Heard, Hub, Listening, Subscriber, TopicNotFound


async def ready(subscriber: Subscriber) -> str:
    frame = await next_frame(subscriber)
    assert frame["op"] == "ready"
    return str(frame["cursor"])


async def live(subscriber: Subscriber) -> str:
    """Wait until it has caught up; returns where it began."""
    cursor = await ready(subscriber)

    async def caught_up() -> bool:
        return subscriber.live

    await eventually(caught_up)
    return cursor


async def closed(subscriber: Subscriber) -> CloseCode:
    async def code() -> CloseCode | None:
        return subscriber.closed[0] if subscriber.closed else None

    found = await eventually(code)
    assert found is not None
    return found


async def test_event_brings_what_it_changed(world: World) -> None:
    reader = await world.hub.connect(world.admin, ["org"])
    start = await ready(reader)
    team_id = await world.create("Claims")
    frame = await next_frame(reader)
    assert frame["op"] == "event"
    assert (frame["type"], frame["actor"]) == ("team.created", "system:test")
    assert frame["cursor"] != start
    assert frame["changes"] == [
        {
            "kind": "team",
            "id": str(team_id),
            "version": 1,
            "value": {"id": str(team_id), "name": "claims", "version": 1},
        }
    ]


async def test_who_may_not_see_it_hears_nothing(world: World) -> None:
    own, other = await world.create("Own"), await world.create("Other")
    reader = await world.hub.connect(world.actor(teams=(own,)), ["org"])
    await ready(reader)
    await world.rename(other, "Secret")
    await world.rename(own, "Ours")
    assert [each["value"]["name"] for each in (await next_frame(reader))["changes"]] == ["Ours"]


async def test_another_organisation_hears_nothing(world: World, other_org: UUID) -> None:
    stranger = Actor(org_id=other_org, kind="agent", permissions=frozenset({"*"}))
    reader = await world.hub.connect(stranger, ["org"])
    await ready(reader)
    await world.create()
    async with world.db.transaction(other_org) as conn:
        team_id = await conn.fetchval(
            "insert into team (org_id, code, name) values ($1, 'theirs', 'Theirs') returning id", other_org
        )
        await World(world.db, other_org, world.hub, world.loads).say(conn, TeamUpdated(team_id=team_id))
    assert [each["value"]["name"] for each in (await next_frame(reader))["changes"]] == ["Theirs"]


async def test_only_topics_that_are_followed(world: World) -> None:
    agent_id = new_id()
    reader = await world.hub.connect(world.actor("org.manage", id_=agent_id), [f"agent:{agent_id}"])
    await ready(reader)
    team_id = await world.create()
    await world.rename(team_id, "Left", owner_id=agent_id)
    assert (await next_frame(reader))["type"] == "team.updated"


async def test_unknown_topics_are_refused(world: World) -> None:
    for topic in ("agent", f"agent:{new_id()}", "case:1", "planet:mars", f"queue:{new_id()}", "x" * 500):
        with pytest.raises(TopicNotFound):
            await world.hub.connect(world.admin, [topic])


async def test_events_that_change_no_entity_are_for_auditors(world: World) -> None:
    auditor = await world.hub.connect(world.admin, ["org"])
    plain = await world.hub.connect(world.actor("org.manage"), ["org"])
    await ready(auditor)
    await ready(plain)
    async with world.db.transaction(world.org_id) as conn:
        await world.say(conn, ApiKeyCreated(api_key_id=new_id()))
    await world.create()
    assert (await next_frame(auditor))["type"] == "api_key.created"
    assert (await next_frame(plain))["type"] == "team.created"


async def test_what_is_lost_to_sight_is_dropped(world: World) -> None:
    team_id = await world.create()
    reader = await world.hub.connect(world.actor(teams=(team_id,)), ["org"])
    await ready(reader)
    await world.rename(team_id, "Ours")
    await next_frame(reader)
    reader.actor = world.actor()
    await world.rename(team_id, "Theirs")
    frame = await next_frame(reader)
    assert frame["changes"] == [{"kind": "team", "id": str(team_id), "version": None, "value": None}]
    assert (frame["type"], frame["actor"]) == (None, None)


async def test_who_reads_the_whole_log_follows_nothing_out_of_sight_either(world: World) -> None:
    case_id, team_id = new_id(), await world.create()
    world.loads.cases.add(case_id)
    reader = await world.hub.connect(world.admin, [f"case:{case_id}"])
    await live(reader)
    world.loads.cases.remove(case_id)
    await world.rename(team_id, "Moved", case_id=case_id)
    assert [each["value"] is None for each in (await next_frame(reader))["changes"]] == [False, True]
    assert await next_frame(reader) == {"op": "topics", "topics": [], "news": {}}
    await world.hub.broadcast(world.org_id, f"case:{case_id}", {"type": "typing"})
    await world.hub.follow(reader, ["org"])
    await world.rename(team_id, "Ours")
    assert (await next_frame(reader))["type"] == "team.updated", "and not who types there"


async def test_who_never_saw_it_is_told_only_when_it_moved_on(world: World) -> None:
    hidden, own = await world.create("Hidden"), await world.create("Own")
    reader = await world.hub.connect(world.actor(teams=(own,)), ["org"])
    await ready(reader)
    await world.rename(hidden, "Still hidden")
    await world.rename(hidden, "Moved", team_id=str(own))
    await world.rename(own, "Ours")
    assert (await next_frame(reader))["changes"][0]["value"] is None
    assert (await next_frame(reader))["changes"][0]["value"]["name"] == "Ours"


async def test_resumes_from_a_cursor(world: World) -> None:
    reader = await world.hub.connect(world.admin, ["org"])
    await ready(reader)
    team_id = await world.create()
    cursor = (await next_frame(reader))["cursor"]
    world.hub.disconnect(reader)
    await world.rename(team_id, "One")
    await world.rename(team_id, "Two")
    again = await world.hub.connect(world.admin, ["org"], after=cursor)
    assert await ready(again) == cursor
    frames = [await next_frame(again) for _ in range(2)]
    # Both tell what the team is now; the version says that it is the same state.
    assert [frame["changes"][0]["value"]["name"] for frame in frames] == ["Two", "Two"]
    await world.rename(team_id, "Three")
    assert (await next_frame(again))["changes"][0]["version"] == 4


async def test_nothing_is_lost_or_told_twice_while_others_write(world: World) -> None:
    """Writers hold transactions open for different times, and readers come and go."""
    team_id = await world.create()
    writers, each_writes = 6, 25

    async def write(n: int) -> None:
        for k in range(each_writes):
            async with world.db.transaction(world.org_id) as conn:
                await world.say(conn, TeamUpdated(team_id=team_id, after={"n": n, "k": k}))
                await asyncio.sleep(0.001 * ((n * 7 + k) % 5))

    async def read() -> list[str]:
        """Cursors as one client sees them, that connects again after every tenth frame."""
        seen: list[str] = []
        cursor = start
        while len(seen) < writers * each_writes:
            reader = await world.hub.connect(world.admin, ["org"], after=cursor)
            assert await ready(reader) == cursor
            for _ in range(min(10, writers * each_writes - len(seen))):
                cursor = (await next_frame(reader))["cursor"]
                seen.append(cursor)
            world.hub.disconnect(reader)
        return seen

    first = await world.hub.connect(world.admin, ["org"])
    start = await ready(first)
    reading = [asyncio.create_task(read()) for _ in range(3)]
    await asyncio.gather(*(write(n) for n in range(writers)))
    expected = [(await next_frame(first))["cursor"] for _ in range(writers * each_writes)]
    assert len(set(expected)) == writers * each_writes
    for task in reading:
        assert await task == expected


async def test_an_event_of_a_slow_transaction_is_not_skipped(world: World) -> None:
    team_id = await world.create()
    reader = await world.hub.connect(world.admin, ["org"])
    await ready(reader)
    async with world.db.transaction(world.org_id) as slow:
        await world.say(slow, TeamUpdated(team_id=team_id, after={"who": "slow"}))
        await world.rename(team_id, "Fast")
    actors = [(await next_frame(reader))["type"] for _ in range(2)]
    assert actors == ["team.updated", "team.updated"]


@pytest.mark.parametrize("cursor", ["", "x", "1", "1-", "-1", "9999999999999-1", "1-2-3"])
async def test_unusable_cursors_are_refused(world: World, cursor: str) -> None:
    await world.create()
    with pytest.raises(CursorUnusable):
        await world.hub.connect(world.admin, ["org"], after=cursor)


async def test_who_is_too_far_behind_fetches_anew(world: World) -> None:
    team_id = await world.create()
    async with world.db.transaction(world.org_id) as conn:
        await world.say(conn, *(TeamUpdated(team_id=team_id) for _ in range(5001)))
    with pytest.raises(CursorUnusable, match="too much"):
        await world.hub.connect(world.admin, ["org"], after="0-0")


async def test_a_long_way_behind_is_caught_up_without_flooding_the_queue(world: World) -> None:
    team_id = await world.create()
    async with world.db.transaction(world.org_id) as conn:
        await world.say(conn, *(TeamUpdated(team_id=team_id) for _ in range(3000)))
    reader = await world.hub.connect(world.admin, ["org"], after="0-0")
    await ready(reader)
    cursors = [(await next_frame(reader))["cursor"] for _ in range(3001)]
    assert len(set(cursors)) == 3001
    assert reader.closed is None


async def test_a_slow_reader_is_closed_and_can_resume(world: World) -> None:
    team_id = await world.create()
    reader = await world.hub.connect(world.admin, ["org"])
    cursor = await live(reader)
    async with world.db.transaction(world.org_id) as conn:
        await world.say(conn, *(TeamUpdated(team_id=team_id) for _ in range(1500)))
    assert await closed(reader) == CloseCode.TOO_SLOW
    assert [frame async for frame in reader.frames()] == []
    world.hub.disconnect(reader)
    again = await world.hub.connect(world.admin, ["org"], after=cursor)
    await ready(again)
    for _ in range(1500):
        await next_frame(again)


async def test_rights_taken_away_close_the_socket(world: World) -> None:
    fresh: list[Actor | None] = [world.admin, world.actor(), None]
    readers = []
    for actor in fresh:

        async def refresh(actor: Actor | None = actor) -> Actor | None:
            return actor

        readers.append(await world.hub.connect(world.admin, ["org"], refresh=refresh))
    async with world.db.transaction(world.org_id) as conn:
        await world.say(conn, RoleUpdated(role_id=new_id()))
    assert await closed(readers[1]) == CloseCode.RIGHTS_CHANGED
    assert await closed(readers[2]) == CloseCode.SIGNED_OUT
    await ready(readers[0])
    assert (await next_frame(readers[0]))["type"] == "role.updated"
    await world.create()
    assert (await next_frame(readers[0]))["type"] == "team.created"


async def test_those_who_see_the_same_share_one_load(world: World) -> None:
    team_id = await world.create()
    actors = [world.admin, world.actor("org.manage", "audit.read"), world.actor(teams=(team_id,))]
    readers = [await world.hub.connect(actor, ["org"]) for actor in actors]
    for reader in readers:
        await live(reader)
    before = world.loads.calls
    await world.rename(team_id, "New")
    for reader in readers:
        assert (await next_frame(reader))["changes"][0]["value"]["name"] == "New"
    assert world.loads.calls - before == 2


async def test_trouble_closes_the_sockets_and_the_hub_goes_on(world: World) -> None:
    reader = await world.hub.connect(world.admin, ["org"])
    cursor = await live(reader)
    world.loads.broken = True
    await world.create("First")
    assert await closed(reader) == CloseCode.RESTART
    world.hub.disconnect(reader)
    world.loads.broken = False
    again = await world.hub.connect(world.admin, ["org"], after=cursor)
    await ready(again)
    assert (await next_frame(again))["type"] == "team.created"
    await world.create("Second")
    assert (await next_frame(again))["type"] == "team.created"


async def test_an_event_that_cannot_be_read_harms_no_other(world: World) -> None:
    reader = await world.hub.connect(world.admin, ["org"])
    await live(reader)
    async with world.db.transaction(world.org_id) as conn:
        await conn.execute(
            "insert into event (org_id, at, actor, type, data) values ($1, now(), 'system:test', 'team.updated', '{}')",
            world.org_id,
        )
        conn.announce()
    await world.create()
    assert (await next_frame(reader))["changes"] == []
    assert (await next_frame(reader))["type"] == "team.created"


async def test_a_stop_tells_sockets_to_come_back(db: Database, org: UUID) -> None:
    hub = Hub(db, {"team": Loads().load})
    running = asyncio.create_task(hub.run())
    reader = await hub.connect(Actor(org_id=org, kind="agent", permissions=frozenset({"*"})), ["org"])
    await ready(reader)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await closed(reader) == CloseCode.RESTART


async def test_listeners_in_the_process_hear_events_once(world: World) -> None:
    agent_id = new_id()
    async with world.hub.listen(world.org_id, "org", f"agent:{agent_id}") as heard:
        team_id = await world.create()
        await world.rename(team_id, "Left", owner_id=agent_id)
        types = [(await anext(heard)).event.event.type for _ in range(2)]  # type: ignore[union-attr] # events only
        assert types == ["team.created", "team.updated"]


async def test_who_begins_to_follow_hears_when_something_was_last_logged(world: World) -> None:
    hidden, quiet, busy = new_id(), new_id(), new_id()
    world.loads.cases |= {quiet, busy}
    team_id = await world.create()
    async with world.db.transaction(world.org_id) as conn:
        await world.say(conn, TeamUpdated(team_id=team_id, case_id=busy))
    reader = await world.hub.connect(world.admin)
    await ready(reader)
    found = await world.hub.follow(reader, ["moon:1", f"case:{hidden}", f"case:{quiet}", f"case:{busy}"])
    assert found.missing == ["moon:1", f"case:{hidden}"], "and nothing keeps the others out"
    assert reader.topics == {f"case:{quiet}", f"case:{busy}"}
    assert list(found.news) == [f"case:{busy}"]
    assert 0 <= found.news[f"case:{busy}"] < 60
    async with world.db.transaction(world.org_id) as conn:
        await world.say(conn, TeamUpdated(team_id=team_id, case_id=busy))
    assert (await next_frame(reader))["case_id"] == str(busy), "from then on it is told"


async def test_what_is_not_logged_reaches_those_who_follow(world: World) -> None:
    topic = f"agent:{new_id()}"
    follower = await world.hub.connect(world.actor("org.manage", id_=UUID(topic[6:])), [topic])
    other = await world.hub.connect(world.admin, ["org"])
    await ready(follower)
    await ready(other)
    async with world.hub.listen(world.org_id, topic) as heard:
        await world.hub.broadcast(world.org_id, topic, {"type": "typing"})
        assert (await anext(heard)) == Heard(topic=topic, payload={"type": "typing"})
    assert await next_frame(follower) == {"op": "ephemeral", "topic": topic, "payload": {"type": "typing"}}
    await world.create()
    assert (await next_frame(other))["op"] == "event"


async def test_what_is_not_logged_reaches_other_processes_once(world: World, db: Database) -> None:
    elsewhere = Hub(db, {})
    running = asyncio.create_task(elsewhere.run())
    try:
        async with elsewhere.listen(world.org_id, "x") as there, world.hub.listen(world.org_id, "x") as here:

            async def arrives(sender: Hub, ear: Listening, n: int) -> bool:
                await sender.broadcast(world.org_id, "x", {"n": n})
                try:
                    return (await asyncio.wait_for(anext(ear), 0.2)).payload == {"n": n}
                except TimeoutError:
                    return False

            await eventually(lambda: arrives(world.hub, there, 0))
            await eventually(lambda: arrives(elsewhere, here, 1))
            await world.hub.broadcast(world.org_id, "x", {"n": 2})
            while (await anext(there)).payload != {"n": 2}:
                pass
            # What goes by way of the database comes in the order in which it was sent.
            await elsewhere.broadcast(world.org_id, "x", {"n": 3})
            mine: list[object] = []
            while not mine or mine[-1] != {"n": 3}:
                mine.append((await anext(here)).payload)
            assert mine.count({"n": 2}) == 1
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_too_much_to_tell_in_passing_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="limited"):
        await world.hub.broadcast(world.org_id, "x", {"text": "x" * 8000})
