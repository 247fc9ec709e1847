"""What is accepted is durable, kept once, and can be anything."""

import asyncio
from uuid import UUID

import msgspec
import pytest

from warmline import sdk
from warmline.channels import ChannelAccount, Intake, accept
from warmline.channels.lanes import lane_of
from warmline.kit.db import Database


def _raw(external_id: str, body: bytes = b"{}", key: str = "") -> sdk.Raw:
    return sdk.Raw(external_id=external_id, body=body, key=key)


async def _count(db: Database, org: UUID) -> int:
    async with db.transaction(org) as conn:
        return int(await conn.fetchval("select count(*) from envelope"))


async def test_nothing_is_kept_of_an_account_that_there_is_not(db: Database, account: sdk.Account) -> None:
    nowhere = msgspec.structs.replace(account, id=UUID(int=3))
    with pytest.raises(Exception, match="foreign key"):
        async with db.transaction(account.org_id) as conn:
            await accept(conn, nowhere, [_raw("1")])
    assert await _count(db, account.org_id) == 0


async def test_a_repeat_changes_nothing_and_is_answered_with_the_first(db: Database, account: sdk.Account) -> None:
    async with db.transaction(account.org_id) as conn:
        (first,) = await accept(conn, account, [_raw("1", b"first")])
    async with db.transaction(account.org_id) as conn:
        again, other, twin = await accept(conn, account, [_raw("1", b"second"), _raw("2"), _raw("2")])
        body = await conn.fetchval("select body from envelope where id = $1", first.envelope_id)
    assert first.new
    assert (again.envelope_id, again.new) == (first.envelope_id, False)
    assert (other.new, twin.new, twin.envelope_id) == (True, False, other.envelope_id)
    assert body == b"first"


async def test_ids_grow_in_the_order_of_the_call(db: Database, account: sdk.Account) -> None:
    async with db.transaction(account.org_id) as conn:
        accepted = await accept(conn, account, [_raw(f"{n * 7919 % 1000}") for n in range(1000)])
    ids = [each.envelope_id for each in accepted]
    assert ids == sorted(ids)


async def test_hostile_envelopes_are_kept(db: Database, account: sdk.Account) -> None:
    raw = sdk.Raw(
        external_id="\x00" * 5000, body=b"\x00\xff", content_type="a\x00", meta={"\x00": "\ud800"}, key="\udfff\x00"
    )
    async with db.transaction(account.org_id) as conn:
        (accepted,) = await accept(conn, account, [raw])
        row = await conn.fetchrow("select * from envelope where id = $1", accepted.envelope_id)
    assert row["body"] == b"\x00\xff"
    assert row["meta"] == {"\ufffd": "\ufffd"}


async def test_many_at_once_are_kept_once_each(db: Database, account: sdk.Account, intake: Intake) -> None:
    """Two hundred requests at once, each of them sent twice."""
    calls = [intake.accept(account, [_raw(f"{n}a"), _raw(f"{n}b")]) for n in range(200) for _ in range(2)]
    answers = await asyncio.gather(*calls)
    assert sum(each.new for answer in answers for each in answer) == 400
    assert await _count(db, account.org_id) == 400


async def test_one_refused_request_spoils_no_other(
    db: Database, account: sdk.Account, intake: Intake, stored: ChannelAccount
) -> None:
    nowhere = msgspec.structs.replace(account, id=UUID(int=3))
    good = [intake.accept(account, [_raw(str(n))]) for n in range(5)]
    bad = intake.accept(nowhere, [_raw("bad")])
    *answers, failed = await asyncio.gather(*good, bad, return_exceptions=True)
    assert isinstance(failed, Exception)
    assert [answer[0].new for answer in answers if isinstance(answer, list)] == [True] * 5


async def test_a_caller_that_goes_away_leaves_its_delivery_stored(
    db: Database, account: sdk.Account, intake: Intake
) -> None:
    call = asyncio.create_task(intake.accept(account, [_raw("1")]))
    await asyncio.sleep(0)
    call.cancel()
    await intake.close()
    assert await _count(db, account.org_id) == 1


async def test_wakes_those_who_read(account: sdk.Account, intake: Intake) -> None:
    woken: list[set[int]] = []
    intake.on_accept(woken.append)
    await intake.accept(account, [_raw("1")])
    assert woken == [{lane_of("1")}]
    await intake.accept(account, [])
    assert len(woken) == 1
