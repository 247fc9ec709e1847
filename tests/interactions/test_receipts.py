"""What became of messages to several people at once, and settings that nobody can read."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.interactions.desk import START, Desk
from warmline.interactions import record_receipts
from warmline.sdk import Receipt

PEOPLE = tuple(f"p{n}@example.com" for n in range(6))


async def sent(desk: Desk) -> list[str]:
    """A message of ours to each of them, by the name that the channel gave it."""
    for address in PEOPLE:
        await desk.placed(address, "Please send me the invoice")
    sql = """
    insert into message (org_id, interaction_id, participant_id, direction, delivery, text, account_id, external_id,
                         handle_id, at, received_at)
    select i.org_id, i.id, p.id, 'outbound', 'sent', 'Here it is.', i.account_id, 'out-' || h.value,
           i.handle_id, now(), now()
    from interaction i join participant p on p.interaction_id = i.id join handle h on h.id = i.handle_id
    order by h.value returning external_id"""
    return [row["external_id"] for row in await desk.rows(sql)]


async def record(desk: Desk, receipts: list[Receipt]) -> int:
    account = desk.accounts["email"]
    return await desk.act(record_receipts, desk.actor, [(account, each) for each in receipts])


def gone(name: str, reason: str | None = None) -> Receipt:
    return Receipt(external_id=name, status="failed", at=START, gone=True, reason=reason)


async def test_unknown_messages_are_passed_over(desk: Desk) -> None:
    await sent(desk)
    assert await record(desk, [gone("nobody-sent-this")]) == 0
    assert await desk.rows("select id from handle where unreachable is not null") == []


async def test_all_that_bounced_are_unreachable_for_their_last_reason(desk: Desk) -> None:
    names = await sent(desk)
    assert await record(desk, [gone(names[2]), gone(names[0], "no such user")]) == 2
    rows = await desk.rows("select value, unreachable from handle where unreachable is not null order by value")
    assert [tuple(row) for row in rows] == [(PEOPLE[0], "no such user"), (PEOPLE[2], "nobody is there")]


async def test_batches_about_the_same_people_do_not_wait_for_each_other_for_ever(desk: Desk) -> None:
    names = await sent(desk)
    told = [gone(each) for each in names]
    # The deadline is far below the one after which PostgreSQL would end one of two that wait for each other.
    done = await asyncio.wait_for(asyncio.gather(record(desk, told), record(desk, told[::-1])), timeout=30)
    assert sorted(done) == [0, len(names)]
    assert len(await desk.rows("select id from handle where unreachable is not null")) == len(names)


@pytest.mark.parametrize(
    "settings",
    [
        {"attach": "often"},
        {"attach": 7, "suggest": -1},
        {"reopen_days": "a fortnight"},
        {"burst_seconds": 1e9},
        ["no", "object"],
        "nonsense",
        {"unheard_of": 1},
        None,
    ],
)
async def test_ingest_goes_on_where_nobody_can_read_the_settings(desk: Desk, settings: Any) -> None:
    await desk.rows("update organization set settings = settings || $1", {"continuity": settings})
    _, first = await desk.placed("ada@example.com", "The tap drips, ticket TAP-4410")
    _, again = await desk.placed("ada@example.com", "Any news on ticket TAP-4410?", at=START + timedelta(days=1))
    assert again == first
