"""Reactions: exactly once, in order, nothing skipped."""

import asyncio
from collections import defaultdict
from uuid import UUID

import asyncpg
import pytest

from tests.conftest import eventually, make_organization
from tests.kit.notes import NoteCopied, NoteWritten, copied, copy, say, texts, write
from warmline.kit.db import Conn, Database
from warmline.kit.events import Event, Recorded
from warmline.kit.ids import new_id
from warmline.kit.reactions import Reactor, ShardsChanged, dead_letters, reacts_to
from warmline.kit.reactions.tide import Tide, Watch

# A reactor that runs goes round all organisations there are.
pytestmark = pytest.mark.usefixtures("emptied")
NUMBERS = [f"{n:03}" for n in range(200)]


async def stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_two_reactions_of_one_name_are_refused() -> None:
    reacts_to(NoteWritten, name="test.twice")(copy)
    with pytest.raises(ValueError, match="Two reactions"):
        reacts_to(NoteWritten, name="test.twice")(copy)
    with pytest.raises(ValueError, match="shards"):
        reacts_to(NoteWritten, name="test.none", shards=0)


async def test_changed_number_of_shards_is_refused(db: Database, org: UUID) -> None:
    reaction = reacts_to(NoteWritten, name="test.resharded", shards=2)(copy)
    await write(db, org, "a")
    await Reactor(db, [reaction]).drain(org)
    async with db.transaction(org) as conn:
        await conn.execute("delete from reaction_cursor where reaction = 'test.resharded' and shard = 1")
    with pytest.raises(ShardsChanged, match="has 1 cursors and its code says 2"):
        await Reactor(db, [reaction]).drain(org)


async def test_each_event_takes_effect_once_in_order(db: Database, org: UUID) -> None:
    reaction = reacts_to(NoteWritten, name="test.once")(copy)
    for number in NUMBERS:
        await write(db, org, number)
    reactor = Reactor(db, [reaction], batch=7)
    await reactor.drain(org)
    await reactor.drain(org)
    assert await copied(db, org) == NUMBERS


async def test_unwanted_events_are_passed_over(db: Database, org: UUID) -> None:
    got: list[str] = []

    @reacts_to(NoteCopied, name="test.copies")
    async def see(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        got.extend(each.event.type for each in batch)

    await write(db, org, *NUMBERS)
    await Reactor(db, [see], batch=50).drain(org)
    assert got == []
    async with db.transaction(org) as conn:
        at_head = await conn.fetchval(
            "select (xact, seq) = (select xact, seq from event order by xact desc, seq desc limit 1)"
            " from reaction_cursor where reaction = 'test.copies'"
        )
    assert at_head


async def test_every_event_can_be_wanted(db: Database, org: UUID) -> None:
    got: list[str] = []

    @reacts_to(Event, name="test.every")
    async def see(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        got.extend(each.event.type for each in batch)

    once = reacts_to(NoteWritten, name="test.every.source")(copy)
    await write(db, org, "a")
    await Reactor(db, [see, once]).drain(org)
    assert got == [NoteWritten.type, NoteCopied.type]


async def test_slow_transaction_is_waited_for_and_never_skipped(db: Database, org: UUID) -> None:
    reaction = reacts_to(NoteWritten, name="test.gap")(copy)
    reactor = Reactor(db, [reaction])
    running = asyncio.create_task(reactor.run())
    await write(db, org, "first")

    async def one() -> bool:
        return await copied(db, org) == ["first"]

    await eventually(one)
    async with db.transaction(org) as slow:
        await say(slow, org, "slow")
        await write(db, org, "fast")
        await reactor.drain(org, settle=0.1)
        assert await copied(db, org) == ["first"]

    async def all_three() -> bool:
        return len(await copied(db, org)) == 3

    await eventually(all_three)
    assert await copied(db, org) == ["first", "slow", "fast"]
    await stop(running)


async def test_a_slow_transaction_after_which_nothing_happens_is_noticed(db: Database, org: UUID) -> None:
    watch = Watch()

    async def news() -> bool:
        return watch.news(await Tide.read(db))

    async with db.transaction(org) as slow:
        await say(slow, org, "slow")
        for _ in range(5):
            await news()
            assert not watch.settled, "somebody still writes"
    assert await eventually(news)


async def test_a_reader_keeps_nothing_from_other_readers_until_it_writes(db: Database, org: UUID) -> None:
    numbers: list[object] = []

    @reacts_to(NoteWritten, name="test.reads")
    async def look(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        numbers.append(await conn.fetchval("select pg_current_xact_id_if_assigned()"))

    await write(db, org, "a")
    await Reactor(db, [look]).drain(org)
    assert numbers == [None]


async def test_a_cursor_that_somebody_moved_meanwhile_stays_there(db: Database, org: UUID) -> None:
    @reacts_to(NoteWritten, name="test.moved")
    async def be_overtaken(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        await copy(conn, org_id, batch)
        async with db.transaction(org_id) as other:
            await other.execute(
                "update reaction_cursor set (xact, seq) = ($1::text::xid8, $2) where reaction = 'test.moved'",
                str(batch[-1].xact),
                batch[-1].seq,
            )

    await write(db, org, "a")
    await Reactor(db, [be_overtaken]).drain(org)
    assert await copied(db, org) == [], "what was done twice is rolled back"


async def test_crash_after_writing_leaves_one_effect(db: Database, org: UUID) -> None:
    crashes = iter([True, True, False, True, False])

    @reacts_to(NoteWritten, name="test.crash")
    async def crash(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        await copy(conn, org_id, batch)
        if next(crashes, False):
            raise ValueError("after the writing")

    await write(db, org, "a", "b", "c")
    await Reactor(db, [crash]).drain(org)
    assert await copied(db, org) == ["a", "b", "c"]
    assert await dead_letters(db, org) == []


async def test_trouble_with_the_database_never_counts_as_failure(db: Database, org: UUID) -> None:
    troubles = iter([asyncpg.DeadlockDetectedError("x"), asyncpg.SerializationError("x"), ConnectionResetError()])

    @reacts_to(NoteWritten, name="test.trouble")
    async def trouble(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        if error := next(troubles, None):
            raise error
        await copy(conn, org_id, batch)

    await write(db, org, "a")
    await Reactor(db, [trouble]).drain(org)
    assert await copied(db, org) == ["a"]
    assert await dead_letters(db, org) == []


async def test_two_reactors_never_handle_an_event_twice(db: Database, org: UUID, app_dsn: str) -> None:
    reaction = reacts_to(NoteWritten, name="test.two", shards=3)(copy)
    other = await Database.open(app_dsn, size=6, synchronous_commit="off")
    running = [asyncio.create_task(Reactor(each, [reaction], batch=5).run()) for each in (db, other)]
    for number in NUMBERS:
        await write(db if number < "100" else other, org, number, case_id=new_id())

    async def complete() -> bool:
        return len(await copied(db, org)) >= len(NUMBERS)

    await eventually(complete)
    await Reactor(other, [reaction]).drain(org)
    assert sorted(await copied(db, org)) == NUMBERS
    for each in running:
        await stop(each)
    await other.close()


async def test_events_of_one_case_keep_their_order_over_shards(db: Database, org: UUID) -> None:
    cases: dict[UUID, list[str]] = defaultdict(list)
    at_once: set[int] = set()
    busy = 0

    @reacts_to(NoteWritten, name="test.shards", shards=4)
    async def note(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        nonlocal busy
        busy += 1
        at_once.add(busy)
        await conn.fetchval("select pg_sleep(0.005)")
        busy -= 1
        for each in batch:
            cases[each.event.case_id or org].extend(texts([each]))

    ids = [new_id() for _ in range(20)]
    for number in NUMBERS:
        await write(db, org, number, case_id=ids[int(number) % 20])
    await Reactor(db, [note], batch=9).drain(org)
    assert len(cases) == 20
    assert all(found == NUMBERS[ids.index(case) :: 20] for case, found in cases.items())
    assert max(at_once) > 1


async def test_events_of_other_processes_and_new_organisations_are_noticed(
    db: Database, app_dsn: str, owner_dsn: str
) -> None:
    reaction = reacts_to(NoteWritten, name="test.noticed")(copy)
    running = asyncio.create_task(Reactor(db, [reaction]).run())
    new = await make_organization(owner_dsn, "Begun later")
    other_process = await Database.open(app_dsn, size=2)
    await write(other_process, new, "hello")

    async def noticed() -> bool:
        return await copied(other_process, new) == ["hello"]

    await eventually(noticed)
    await stop(running)
    await other_process.close()


async def test_stop_finishes_the_batch_under_way(db: Database, org: UUID) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    @reacts_to(NoteWritten, name="test.stop")
    async def wait(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        if org_id == org:
            begun.set()
            await go_on.wait()
            await copy(conn, org_id, batch)

    running = asyncio.create_task(Reactor(db, [wait]).run())
    await write(db, org, "a")
    await begun.wait()
    asyncio.get_running_loop().call_later(0.05, go_on.set)
    await stop(running)
    assert await copied(db, org) == ["a"]


async def test_stop_breaks_off_what_takes_too_long_and_loses_nothing(db: Database, org: UUID) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    @reacts_to(NoteWritten, name="test.late")
    async def wait(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        if org_id == org:
            await copy(conn, org_id, batch)
            begun.set()
            await go_on.wait()

    running = asyncio.create_task(Reactor(db, [wait], grace=0.05).run())
    await write(db, org, "a")
    await begun.wait()
    await stop(running)
    assert await copied(db, org) == []
    go_on.set()
    await Reactor(db, [wait]).drain(org)
    assert await copied(db, org) == ["a"]


async def test_reactor_survives_the_loss_of_its_connections(org: UUID, app_dsn: str, owner_dsn: str) -> None:
    reaction = reacts_to(NoteWritten, name="test.survive")(copy)
    own = await Database.open(app_dsn, size=4)
    async with own.pool.acquire() as conn:
        await conn.execute("set application_name = 'doomed'")
    running = asyncio.create_task(Reactor(own, [reaction]).run())
    await write(own, org, "before")
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed'")
    await owner.close()

    async def wrote() -> bool:
        try:
            await write(own, org, "after")
        except (asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError):
            return False
        return True

    await eventually(wrote)

    async def both() -> bool:
        return await copied(own, org) == ["before", "after"]

    await eventually(both)
    await stop(running)
    await own.close()
