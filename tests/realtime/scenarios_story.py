"""How canned responses change, and what agents are told."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from tests.realtime.scenarios_interactions import taken
from tests.realtime.stage import Stage, scenario
from warmline.accounts import system
from warmline.desk.notices.actions import notify
from warmline.desk.notices.model import Kind, Notice
from warmline.kit import clock

Play = AsyncGenerator[None, None]
HELLO: dict[str, Any] = {"code": "hello", "name": "A greeting", "body": "Dear {{customer.name}},"}


async def told(stage: Stage, case_id: UUID) -> None:
    """The administrator is told something."""
    assert stage.admin.agent_id
    notice = Notice(
        agent_id=stage.admin.agent_id,
        kind=Kind.MENTION,
        actor="system:tests",
        cause="1-1",
        at=clock.now(),
        case_id=case_id,
    )
    async with stage.db.transaction(stage.org_id) as conn:
        await notify(conn, system(stage.org_id, "desk"), [notice])


@scenario("canned_response.created", "canned_response.updated")
async def texts(stage: Stage) -> Play:
    kept = await stage.make("/canned-responses", **HELLO, scope="everybody")
    yield
    await stage.make("/canned-responses", **HELLO)
    await stage.call("PATCH", f"/canned-responses/{kept['id']}", name="Another greeting", channels=["email"])


@scenario("canned_response.deleted")
async def no_text(stage: Stage) -> Play:
    kept = await stage.make("/canned-responses", **HELLO)
    yield
    await stage.call("DELETE", f"/canned-responses/{kept['id']}")


@scenario("notification.created")
async def told_once(stage: Stage) -> Play:
    _, case_id = await taken(stage)
    yield
    await told(stage, case_id)


@scenario("notification.read")
async def read(stage: Stage) -> Play:
    _, case_id = await taken(stage)
    await told(stage, case_id)
    yield
    await stage.call("POST", "/me/notifications/read", read=True)
