"""An import takes a batch in at once, in order across senders, and loses nothing where a part of it fails."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from tests.channels.probe import ProbeConnector
from warmline import sdk
from warmline.accounts import Actor
from warmline.channels import IMPORTED, ChannelAccount, Ingest, Registry, account_for, update_account
from warmline.connectors.contacts import raw
from warmline.kit.db import Database

AT = "2026-03-03T09:0{}:00Z"


def _contact(number: int, sender: str, **more: Any) -> sdk.Raw:
    line = {
        "at": AT.format(number),
        "channel": "sms",
        "account": "+12025550110",
        "external_id": f"SM{number}",
        "direction": "inbound",
        "from": {"scheme": "phone", "value": sender},
        "messages": [{"at": AT.format(number), "text": f"my claim {number}"}],
    }
    return raw(msgspec.json.encode(line | more), number)


def _operation(op: str, external_id: str, minute: int, **more: Any) -> sdk.Raw:
    return raw(msgspec.json.encode({"op": op, "external_id": external_id, "at": AT.format(minute), **more}), 1)


class History:
    """The account of an import."""

    def __init__(self, db: Database, org: UUID, registry: Registry, account: UUID) -> None:
        self.db, self.org, self.account, self.ingest = db, org, account, Ingest(db, registry)

    async def take(self, *raws: sdk.Raw) -> list[tuple[bool, str, str | None]]:
        taken = await self.ingest.take_in(self.org, [(self.account, each) for each in raws])
        return [(each.new, each.status, each.error) for each in taken]

    async def rows(self, query: str) -> Sequence[Any]:
        async with self.db.transaction(self.org) as conn:
            return [tuple(row) for row in await conn.fetch(query)]


async def _history(db: Database, actor: Actor, registry: Registry) -> History:
    async with db.transaction(actor.org_id) as conn:
        account = await account_for(conn, actor, registry, "contacts", "sms", "+12025550110")
    return History(db, actor.org_id, registry, account.id)


async def test_an_operation_about_an_unknown_contact_fails_alone_and_can_be_run_again(
    db: Database, actor: Actor, registry: Registry
) -> None:
    history = await _history(db, actor, registry)
    taken = await history.take(_operation("resolve", "SM9", 5), _contact(1, "+12155550183"))
    problem = "The contact that this is about is not recorded; run it again once it is."
    assert taken == [(True, "failed", problem), (True, "ingested", None)]


async def test_what_cannot_be_recorded_fails_alone_and_the_rest_keeps_its_order(
    db: Database, actor: Actor, registry: Registry
) -> None:
    history = await _history(db, actor, registry)
    # The database refuses this year, though the line is right.
    poison = _contact(2, "+12155550183", at="0001-01-01T00:00:00+14:00")
    taken = await history.take(_contact(1, "+12155550183"), poison, _contact(3, "+19715550176"))
    assert [status for _, status, _ in taken] == ["ingested", "failed", "ingested"]
    assert await history.rows("select external_id from message order by id") == [("SM1",), ("SM3",)]


async def test_a_repeat_writes_nothing(db: Database, actor: Actor, registry: Registry, probe: ProbeConnector) -> None:
    history = await _history(db, actor, registry)
    lines = [_contact(1, "+12155550183"), _operation("resolve", "SM1", 5), _contact(8, "+12155550183")]
    assert [new for new, _, _ in await history.take(*lines)] == [True, True, True]
    before = await history.rows("select id, status, version, resolved_at from case_record")
    assert [new for new, _, _ in await history.take(*lines)] == [False, False, False]
    assert await history.rows("select id, status, version, resolved_at from case_record") == before


async def test_a_batch_and_one_by_one_come_to_the_same(db: Database, actor: Actor, registry: Registry) -> None:
    history = await _history(db, actor, registry)
    await history.take(
        _contact(1, "+12155550183"),
        _operation("case_reference", "SM1", 2, reference="CASE-U3NA9"),
        _operation("resolve", "SM1", 3),
        _contact(4, "+12155550183", messages=[{"at": AT.format(4), "text": "about CASE U3NA9 please"}]),
        _operation("resolve", "SM4", 5),
        _operation("resolve", "SM4", 7),
    )
    (case,) = await history.rows("select id, status, resolved_at::text, resolution_attempts from case_record")
    assert case[1:] == ("resolved", "2026-03-03 09:07:00+00", 2)
    placed = "select case_id, status, resolved_at::text from interaction order by id"
    assert await history.rows(placed) == [
        (case[0], "resolved", "2026-03-03 09:03:00+00"),
        (case[0], "resolved", "2026-03-03 09:05:00+00"),
    ]
    told = await history.rows("select case_id, kind, external_id from entity_ref")
    assert told == [(case[0], "case_reference", "CASE-U3NA9")]
    kinds = await history.rows(
        "select type from event where type like 'case.%' and type <> 'case.decided' order by seq"
    )
    assert [kind for (kind,) in kinds] == [
        "case.opened", "case.resolved", "case.reopened", "case.resolved", "case.updated",
    ]  # fmt: skip


async def test_history_waits_for_nobody_until_somebody_writes_again(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount, owner_dsn: str
) -> None:
    queue = await _with_queue(db, actor, registry, stored, owner_dsn)
    history = History(db, actor.org_id, registry, stored.id)
    said = {"from": "ana@example.com", "text": "my claim"}
    old = sdk.Raw(external_id="m1", body=msgspec.json.encode({"id": "m1"} | said), meta={IMPORTED: "old.mbox"})
    await history.take(old)
    placed = "select status, queue_id from interaction order by id"
    assert await history.rows(placed) == [("received", None)]
    await history.take(sdk.Raw(external_id="m2", body=msgspec.json.encode({"id": "m2"} | said)))
    assert await history.rows(placed) == [("queued", queue)]


async def _with_queue(db: Database, actor: Actor, registry: Registry, stored: ChannelAccount, owner_dsn: str) -> UUID:
    conn = await asyncpg.connect(owner_dsn)
    insert = "insert into queue (org_id, code, name) values ($1, 'claims', 'Claims') returning id"
    queue = UUID(str(await conn.fetchval(insert, actor.org_id)))
    await conn.close()
    async with db.transaction(actor.org_id) as working:
        await update_account(working, actor, registry, stored.id, queue_id=queue)
    return queue
