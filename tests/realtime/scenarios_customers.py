"""How customers, their handles and the decisions about them change."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.realtime.stage import Stage, scenario
from warmline import sdk
from warmline.customers import Claim, resolve

Play = AsyncGenerator[None, None]


async def customer(stage: Stage, *addresses: str) -> dict[str, Any]:
    handles = [{"scheme": "email", "value": each} for each in addresses]
    return await stage.make("/customers", display_name="Ann", handles=handles)


async def writes(
    stage: Stage, address: str, *also: sdk.Handle, name: str | None = None, later: timedelta = timedelta()
) -> None:
    """A contact names itself."""
    claim = Claim(sdk.Handle("email", address, name=name), also, datetime.now(UTC) + later, "test")
    async with stage.db.transaction(stage.org_id) as conn:
        await resolve(conn, stage.floor.system, [claim])


@scenario("customer.created", "handle.linked")
async def somebody_new(stage: Stage) -> Play:
    yield
    await writes(stage, "ann@example.org", name="Ann")
    await customer(stage, "bob@example.org")


@scenario("customer.updated")
async def customer_changes(stage: Stage) -> Play:
    made = await customer(stage)
    yield
    await stage.call("PATCH", f"/customers/{made['id']}", tier="gold", display_name="Anna")


@scenario("customer.viewed", "customer.searched")
async def customer_is_read(stage: Stage) -> Play:
    made = await customer(stage, "ann@example.org")
    yield
    await stage.call("GET", f"/customers/{made['id']}")
    await stage.call("GET", "/customers?email=ann@example.org")
    await stage.call("GET", "/customers?q=Ann")
    await stage.call("GET", "/customers?handle=ann@example.org")


@scenario("handle.seen")
async def handle_is_seen(stage: Stage) -> Play:
    await writes(stage, "ann@example.org")
    yield
    # Being seen is noted once in a while.
    await writes(stage, "ann@example.org", later=timedelta(days=2))


@scenario("handle.updated")
async def handle_changes(stage: Stage) -> Play:
    await customer(stage, "ann@example.org")
    async with stage.db.transaction(stage.org_id) as conn:
        handle_id = await conn.fetchval("select id from handle")
    yield
    await stage.call("PATCH", f"/handles/{handle_id}", unreachable="It bounces.")


@scenario("handle.unlinked", "identity_decision.undone")
async def handle_is_taken_away_and_given_back(stage: Stage) -> Play:
    made = await customer(stage)
    await stage.call("POST", f"/customers/{made['id']}/handles", scheme="email", value="ann@example.org", reason="hers")
    async with stage.db.transaction(stage.org_id) as conn:
        handle_id = await conn.fetchval("select id from handle")
    yield
    await stage.call("DELETE", f"/customers/{made['id']}/handles/{handle_id}?reason=not+hers")
    async with stage.db.transaction(stage.org_id) as conn:
        decision_id = await conn.fetchval("select id from identity_decision where kind = 'unlink'")
    await stage.call("POST", f"/identity-decisions/{decision_id}/undo", reason="hers after all")


@scenario("customer.merged", "customer.unmerged")
async def merge_and_apart(stage: Stage) -> Play:
    first = await stage.floor.contact_to(None, who="ann@example.org")
    second = await stage.floor.contact_to(None, who="anna@example.org", text="Something else entirely")
    async with stage.db.transaction(stage.org_id) as conn:
        one = await conn.fetchval("select customer_id from interaction where id = $1", first)
        two = await conn.fetchval("select customer_id from interaction where id = $1", second)
    yield
    await stage.call("POST", f"/customers/{two}/merge", into=str(one), reason="the same person")
    await stage.call("POST", f"/customers/{two}/unmerge", reason="not the same person")


@scenario("handle.moved")
async def handles_go_to_others_and_come_back(stage: Stage) -> Play:
    made = await customer(stage, "ann@example.org", "shop@example.org")
    other = await customer(stage, "bob@example.org")
    (handle_id,) = [each["id"] for each in made["handles"] if each["value"] == "shop@example.org"]
    yield
    moved = await stage.call("POST", f"/handles/{handle_id}/move", to=other["id"], reason="his shop")
    await stage.call("POST", f"/identity-decisions/{moved['id']}/undo", reason="hers after all")
    apart = await stage.call("POST", f"/customers/{made['id']}/split", handle_ids=[handle_id], reason="somebody else")
    back = await stage.call("POST", f"/identity-decisions/{apart['id']}/undo", reason="not so")
    await stage.call("POST", f"/identity-decisions/{back['id']}/undo", reason="it is so")


@scenario("identity_decision.suggested")
async def suggestion(stage: Stage) -> Play:
    await customer(stage, "ann@example.org")
    await customer(stage, "anna@example.org")
    yield
    await writes(stage, "ann@example.org", sdk.Handle("email", "anna@example.org"))


@scenario("relationship.made", "relationship.ended")
async def related(stage: Stage) -> Play:
    one, two = await customer(stage), await customer(stage)
    yield
    body = {"other_customer_id": two["id"], "kind": "broker_of"}
    made = await stage.make(f"/customers/{one['id']}/relationships", **body)
    await stage.call("DELETE", f"/relationships/{made['id']}")
