"""``kill -9`` at any moment loses nothing and doubles nothing. ``bench/kill_nine.py`` does it with 100,000."""

import asyncio
import sys
from uuid import UUID

import msgspec

from tests.conftest import ROOT, eventually
from warmline import sdk
from warmline.accounts import Actor
from warmline.channels import Ingest, Registry, accept, account_for
from warmline.connectors.contacts.connector import raw
from warmline.kit.db import Database

ENVELOPES, SENDERS, KILLS = 5_000, 250, 5
AT = "2026-03-03T09:05:07Z"


def _line(number: int) -> bytes:
    return msgspec.json.encode(
        {
            "at": AT,
            "channel": "sms",
            "account": "+12025550110",
            "external_id": f"SM{number:06}",
            "direction": "inbound",
            "from": {"scheme": "phone", "value": f"+1215555{number % SENDERS:04}", "verification": "verified"},
            "messages": [{"at": AT, "text": f"message {number:06}"}],
        }
    )


async def _number(db: Database, org: UUID, query: str) -> int:
    async with db.transaction(org) as conn:
        return int(await conn.fetchval(query))


async def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    db: Database, app_dsn: str, actor: Actor, registry: Registry
) -> None:
    org = actor.org_id
    async with db.transaction(org) as conn:
        account = registry.open(await account_for(conn, actor, registry, "contacts", "sms", "+12025550110"))
        await accept(conn, account, [raw(_line(n), n) for n in range(ENVELOPES)])
    ingested = "select count(*) from envelope where status = 'ingested'"
    for kill in range(1, KILLS + 1):
        await _work_until(db, org, app_dsn, ingested, kill * ENVELOPES // (2 * KILLS))
    assert await _number(db, org, ingested) < ENVELOPES, "it was to be killed at work"
    await Ingest(db, registry).drain(org)
    assert await _number(db, org, ingested) == ENVELOPES
    assert await _number(db, org, "select count(*) from message") == ENVELOPES
    assert await _number(db, org, "select count(distinct external_id) from message") == ENVELOPES
    assert await _number(db, org, "select count(*) from handle") == SENDERS
    assert await _number(db, org, "select count(*) from event where type = 'message.received'") == ENVELOPES
    async with db.transaction(org) as conn:
        rows = await conn.fetch(
            "select i.handle_id, m.text from message m join interaction i on i.id = m.interaction_id order by m.id"
        )
    said: dict[UUID, list[str]] = {}
    for row in rows:
        said.setdefault(row["handle_id"], []).append(row["text"])
    assert all(texts == sorted(texts) for texts in said.values())


async def _work_until(db: Database, org: UUID, dsn: str, query: str, enough: int) -> None:
    command = (sys.executable, "-m", "tests.channels.ingest_worker", dsn)
    worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    try:

        async def has_done_enough() -> bool:
            return await _number(db, org, query) >= enough

        await eventually(has_done_enough, within=60)
    finally:
        worker.kill()
        await worker.wait()


async def test_an_envelope_accepted_before_the_kill_is_there(db: Database, account: sdk.Account) -> None:
    """What was confirmed is in the database and in no memory: another worker finds it."""
    async with db.transaction(account.org_id) as conn:
        (accepted,) = await accept(conn, account, [sdk.Raw(external_id="1", body=b"{}")])
    assert accepted.new
    assert await _number(db, account.org_id, "select count(*) from envelope where status = 'accepted'") == 1
