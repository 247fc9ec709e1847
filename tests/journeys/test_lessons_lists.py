"""Lists slow past 30-40 agents; search stops at three months or ten hits (cw#12874, cw#5161, cw#11656)."""

from typing import Any

import msgspec
import pytest

from tests.journeys.house import Office
from tests.journeys.pager import Page
from warmline import sdk
from warmline.kit.ids import new_id

# So many new rows come before each of so many pages.
ROWS, NEW, MOMENTS = 1000, 5, 6


async def contacts(office: Office, pager: sdk.Account, count: int) -> None:
    """So many new customers page."""
    pages = [Page(id=str(new_id()), number=office.number(), text="Where is my claim?") for _ in range(count)]
    raws = [sdk.Raw(external_id=each.id, body=msgspec.json.encode(each), key=each.number) for each in pages]
    await office.house.program.channels.host("pager").accept(pager, raws)
    await office.house.program.channels.ingest.drain(office.org_id)


async def identities(office: Office, path: str, key: str) -> set[str]:
    """What is in a list now."""
    return {each[key] for each in await office.admin.items(path, limit=200)}


LISTS = [
    ("/interactions", "id"),
    ("/cases", "id"),
    ("/customers", "id"),
    ("/envelopes", "id"),
    ("/events", "cursor"),
    ("/queues/{queue}/waiting", "interaction_id"),
]


async def test_pages_cover_each_of_a_thousand_rows_once_while_more_are_added(office: Office) -> None:
    queue = await office.queue()
    pager = await office.pager(queue)
    await contacts(office, pager, ROWS)
    for path, key in [(path.format(queue=queue), key) for path, key in LISTS]:
        there = await identities(office, path, key)
        assert len(there) >= ROWS
        seen: list[str] = []
        pages = 0
        query: dict[str, Any] = {"limit": 150}
        while True:
            found = (await office.admin.get(path, params=query)).json()
            seen += [each[key] for each in found["items"]]
            if found["next"] is None:
                break
            query["after"], pages = found["next"], pages + 1
            if pages <= MOMENTS:
                await contacts(office, pager, NEW)
        assert pages >= MOMENTS
        assert len(seen) == len(set(seen)), f"{path} shows nothing twice"
        assert there <= set(seen), f"{path} leaves nothing out"


async def test_a_search_finds_all_however_many_and_however_old(office: Office) -> None:
    for n in range(60):
        await office.admin.made("/customers", display_name=f"Okafor, Ada {n}")
    await office.admin.made("/customers", display_name="Okoro, Ada")
    async with office.db.transaction(office.org_id) as conn:
        await conn.execute("update customer set created_at = created_at - interval '9 years'")
    found = await office.admin.items("/customers", name="Okafor", limit=10)
    assert sorted(each["display_name"] for each in found) == sorted(f"Okafor, Ada {n}" for n in range(60))


@pytest.mark.parametrize("path", ["/interactions", "/cases"])
async def test_history_has_no_horizon(office: Office, path: str) -> None:
    pager, number = await office.pager(), office.number()
    await office.page(pager, number, "Long ago.")
    await office.settle()
    (old,) = await office.admin.items(path)
    await office.let_pass(minutes=9 * 365 * 24 * 60)
    found = await office.admin.items(path, customer_id=old["customer_id"])
    assert [each["id"] for each in found] == [old["id"]]


async def test_what_happened_long_ago_does_not_come_first_because_it_was_recorded_last(office: Office) -> None:
    pager, number = await office.pager(), office.number()
    await office.page(pager, number, "Before.")
    await office.settle()
    async with office.db.transaction(office.org_id) as conn:
        await conn.execute("update interaction set status = 'resolved', resolved_at = now()")
    await office.page(pager, number, "Now.")
    await office.settle()
    newer, older = await office.admin.items("/interactions")
    async with office.db.transaction(office.org_id) as conn:
        long_ago = "update interaction set started_at = started_at - interval '9 years' where id = $1"
        await conn.execute(long_ago, newer["id"])
    assert [each["id"] for each in await office.admin.items("/interactions", limit=1)] == [older["id"], newer["id"]]
