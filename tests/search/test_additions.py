"""A conversation that goes on: what is new is added to its line, and what was said before is not read again."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.application import Person
from tests.interactions.desk import furnish, mail
from tests.search.test_search import Archive
from warmline.kit.db import Database
from warmline.search import index
from warmline.search.actions.index import add


@pytest.fixture
async def archive(db: Database, admin: Person, owner_dsn: str) -> Archive:
    return Archive(await furnish(db, admin.org_id, owner_dsn), admin)


async def change(owner_dsn: str, sql: str, *values: Any) -> None:
    """Behind the back of the record: no event tells of it."""
    conn = await asyncpg.connect(owner_dsn)
    await conn.execute(sql, *values)
    await conn.close()


async def test_a_message_more_does_not_have_the_others_read_again(archive: Archive, owner_dsn: str) -> None:
    long, _ = await archive.desk.placed("a@example.org", "the first word is hail")
    for number in range(20):
        await archive.admin.made(f"/interactions/{long}/notes", text=f"note {number}")
    await archive.settle()
    await change(owner_dsn, "update message set text = 'unheard' where org_id = $1", archive.desk.org)
    await archive.admin.made(f"/interactions/{long}/notes", text="and thunder. Policy AU-4827719")
    await archive.desk.say(archive.desk.contact("email", mail("a@example.org"), "then lightning"))
    await archive.settle()
    for words in ("hail thunder lightning", '"first word"', "au4827719", "note 19"):
        assert await archive.found(q=words) == [str(long)], words
    assert await archive.found(q="unheard") == []
    assert await archive.found(q='"19 and"') == [], "a phrase goes on from one message to the next"
    assert await archive.found(q="thunder", places=["note"]) == [str(long)]
    assert await archive.found(q="thunder", places=["customer"]) == []
    async with archive.desk.db.transaction(archive.desk.org) as conn:
        await index(conn, archive.desk.org, [long])
    assert await archive.found(q="unheard") == [str(long)], "made anew, it is as the record is"


async def test_a_line_of_an_older_version_is_made_anew_once(archive: Archive, owner_dsn: str) -> None:
    one, _ = await archive.desk.placed("a@example.org", "hail")
    await archive.settle()
    await change(
        owner_dsn, "update search_line set (characters, messages) = (null, null) where org_id = $1", archive.desk.org
    )
    await archive.admin.made(f"/interactions/{one}/notes", text="thunder")
    await archive.settle()
    assert await archive.found(q="hail thunder") == [str(one)]
    rows = await archive.desk.rows("select characters from search_line where org_id = $1", archive.desk.org)
    assert [row["characters"] is None for row in rows] == [False]


async def test_what_is_beyond_the_most_of_a_line_is_left_out_without_an_error(archive: Archive, owner_dsn: str) -> None:
    one, _ = await archive.desk.placed("a@example.org", "hail")
    await archive.settle()
    await change(owner_dsn, "update search_line set characters = 400000 where org_id = $1", archive.desk.org)
    await archive.admin.made(f"/interactions/{one}/notes", text="thunder")
    await archive.settle()
    assert await archive.found(q="hail") == [str(one)]
    assert await archive.found(q="thunder") == []


async def line_of(archive: Archive, interaction: UUID) -> tuple[str, int]:
    sql = "select words::text as words, characters from search_line where interaction_id = $1"
    [row] = await archive.desk.rows(sql, interaction)
    return row["words"], row["characters"]


async def test_a_message_is_not_added_to_a_line_that_was_made_with_it(archive: Archive) -> None:
    one, _ = await archive.desk.placed("a@example.org", "hail")
    await archive.settle()
    await archive.admin.made(f"/interactions/{one}/notes", text="thunder")
    async with archive.desk.db.transaction(archive.desk.org) as conn:
        await index(conn, archive.desk.org, [one])
    before = await line_of(archive, one)
    await archive.settle()
    assert await line_of(archive, one) == before
    await archive.admin.made(f"/interactions/{one}/notes", text="lightning")
    await archive.settle()
    assert await archive.found(q="hail thunder lightning") == [str(one)], "what came after it is added"


async def test_a_reply_that_was_held_is_added_after_what_is_younger(archive: Archive, owner_dsn: str) -> None:
    one, _ = await archive.desk.placed("a@example.org", "hail")
    await archive.settle()
    late = (await archive.admin.made(f"/interactions/{one}/notes", text="thunder"))["id"]
    await archive.admin.made(f"/interactions/{one}/notes", text="lightning")
    hold = "update message set direction = 'outbound', visibility = 'public', delivery = $2 where id = $1"
    await change(owner_dsn, hold, UUID(late), "held")
    await archive.settle()
    assert await archive.found(q="lightning") == [str(one)]
    assert await archive.found(q="thunder") == []
    await change(owner_dsn, hold, UUID(late), "queued")
    for _ in range(2):
        async with archive.desk.db.transaction(archive.desk.org) as conn:
            await add(conn, archive.desk.org, {one: [UUID(late)]})
    words, _ = await line_of(archive, one)
    assert await archive.found(q="hail thunder lightning") == [str(one)]
    [thunder] = [each for each in words.split() if each.startswith("'thunder'")]
    assert thunder.count(",") == 0, "told of twice, it is in the line once"
