"""The event log: nothing is seen before it is certain, nothing is skipped."""

from uuid import UUID

import pytest

from tests.conftest import eventually
from tests.kit.notes import NoteWritten, say, texts, write
from warmline.kit import events
from warmline.kit.db import Database
from warmline.kit.events import Event, Recorded

START = (0, 0)


async def read(db: Database, org: UUID, after: tuple[int, int] = START, limit: int = 1000) -> list[Recorded]:
    async with db.transaction(org) as conn:
        return await events.read_after(conn, org, after, limit=limit)


async def settled(db: Database, org: UUID, count: int) -> list[Recorded]:
    """What a reader gets once nothing else on the server is under way."""

    async def complete() -> list[Recorded]:
        found = await read(db, org)
        return found if len(found) >= count else []

    return await eventually(complete)


@pytest.mark.parametrize("cursor", ["", "1", "-", "1-", "-1", "a-1", "1-2-3", "1" * 40 + "-1"])
def test_garbage_is_no_cursor(cursor: str) -> None:
    with pytest.raises(ValueError, match="no cursor"):
        events.parse_cursor(cursor)


def test_two_events_of_one_name_are_refused() -> None:
    class Again(Event, frozen=True, kw_only=True):
        """The same name."""

    with pytest.raises(ValueError, match="Two events"):
        events.announces(NoteWritten.type)(Again)


async def test_another_organisation_reads_nothing(db: Database, org: UUID, other_org: UUID) -> None:
    await write(db, org, "secret")
    assert texts(await settled(db, org, 1)) == ["secret"]
    assert await read(db, other_org) == []


async def test_rolled_back_event_never_happened(db: Database, org: UUID) -> None:
    woken: list[bool] = []
    leave = db.on_commit(lambda: woken.append(True))

    async def break_off() -> None:
        async with db.transaction(org) as conn:
            await say(conn, org, "no")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await break_off()
    async with db.transaction(org) as conn:
        await events.publish(conn, org, "system:test", [])
    assert woken == []
    await write(db, org, "yes")
    assert woken == [True]
    leave()
    assert texts(await settled(db, org, 1)) == ["yes"]


async def test_reader_waits_for_a_slow_transaction_and_skips_nothing(db: Database, org: UUID) -> None:
    await write(db, org, "first")
    [first] = await settled(db, org, 1)
    place = (first.xact, first.seq)
    async with db.transaction(org) as slow:
        await say(slow, org, "slow 1")
        await write(db, org, "fast")
        assert await read(db, org, place) == []
        await say(slow, org, "slow 2")
    after = (await settled(db, org, 4))[1:]
    # The slow transaction began first, and so comes first, although its last event was written last.
    assert texts(after) == ["slow 1", "slow 2", "fast"]
    assert [(each.xact, each.seq) for each in after] == sorted((each.xact, each.seq) for each in after)
    assert texts(await read(db, org, place)) == texts(after)


async def test_reading_resumes_at_a_cursor(db: Database, org: UUID) -> None:
    await write(db, org, "a", "b", "c")
    found = await settled(db, org, 3)
    assert texts(await read(db, org, events.parse_cursor(found[0].cursor), limit=1)) == ["b"]
    async with db.transaction(org) as conn:
        assert await events.head(conn, org) == found[-1].cursor


async def test_head_of_an_empty_log(db: Database, org: UUID) -> None:
    async with db.transaction(org) as conn:
        assert await events.head(conn, org) == "0-0"
