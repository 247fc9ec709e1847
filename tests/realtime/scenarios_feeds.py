"""How feeds change, and what their rows do."""

import json
from collections.abc import AsyncGenerator
from typing import Any

from tests.realtime.stage import Stage, scenario

Play = AsyncGenerator[None, None]


async def feed(stage: Stage, code: str = "crm") -> dict[str, Any]:
    return await stage.make("/feeds", code=code, name="CRM")


async def send(stage: Stage, feed_id: str, *rows: dict[str, Any]) -> None:
    answer = await stage.admin.post(f"/feeds/{feed_id}/rows", content=json.dumps(rows))
    assert answer.status_code == 200, answer.text


@scenario("feed.created", "feed.updated")
async def a_feed_is_set_up_and_changed(stage: Stage) -> Play:
    yield
    made = await feed(stage)
    await stage.call("PATCH", f"/feeds/{made['id']}", priority=5)
    await stage.call("POST", f"/feeds/{made['id']}/secret")


@scenario("feed_run.started", "feed_run.finished")
async def rows_come_in(stage: Stage) -> Play:
    made = await feed(stage)
    old = {"key": "C1", "email": "ann@example.org", "given_name": "Ann", "household": "H1"}
    await send(stage, made["id"], old)
    yield
    new = {"key": "C2", "email": "ann@example.org", "relationships": [{"kind": "broker_of", "key": "C1"}]}
    handles = [{"scheme": "email", "value": "ann@example.org", "verified": True}]
    await send(stage, made["id"], old | {"given_name": "Anna", "household": "H2", "handles": handles}, new)


@scenario("survivorship.changed")
async def rules_change(stage: Stage) -> Play:
    crm, policies = await feed(stage), await feed(stage, "policies")
    await stage.call("PATCH", f"/feeds/{crm['id']}", priority=5)
    for made, tier in ((crm, "gold"), (policies, "silver")):
        await send(stage, made["id"], {"key": "C1", "tier": tier})
    yield
    await stage.call("PUT", "/survivorship", attributes={"tier": {"sources": ["policies"]}})
