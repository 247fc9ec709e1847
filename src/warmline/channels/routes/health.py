"""Whether channels work: tried before they are saved, and seen while they run."""

import time
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import Actor
from warmline.channels.actions import overseeing, testing
from warmline.channels.actions.configure import visible_account
from warmline.channels.exchange import Channels
from warmline.channels.health import ChannelHealth
from warmline.channels.model import ChannelTest
from warmline.channels.schemas import ChannelTestResult, TestMessage
from warmline.kit.http import OUTWARD, Db
from warmline.sdk import CheckStatus

TAGS = ["channels"]
Acting = NamedDependency[Actor]
Wired = NamedDependency[Channels]


@post("/channels/test", operation_id="test_channel_account", tags=TAGS, status_code=200, opt=OUTWARD)
async def test_channel_account(
    db: Db, actor: Acting, channels: Wired, data: JSONBody[ChannelTest]
) -> ChannelTestResult:
    """Try an account step by step, before it is saved or as it is; nothing is changed on the other side. Takes at most
    15 seconds, and is in the audit trail."""
    began = time.monotonic()
    async with db.transaction(actor.org_id) as conn:
        draft = await testing.draft(conn, actor, channels.registry, data)
    steps = await testing.run_test(channels.registry, draft.account)
    async with db.transaction(actor.org_id) as conn:
        await testing.record_test(conn, actor, draft, steps)
    passed = all(step.status is not CheckStatus.FAILED for step in steps)
    return ChannelTestResult(passed=passed, steps=steps, seconds=round(time.monotonic() - began, 3))


@get("/channels/health", operation_id="list_channel_health", tags=TAGS)
async def list_channel_health(db: Db, actor: Acting) -> list[ChannelHealth]:
    """How every account fares: whether it works since when, or what is wrong; what came and went; what is left."""
    async with db.transaction(actor.org_id) as conn:
        return await overseeing.healths(conn, actor)


@get("/channels/{account_id:uuid}/health", operation_id="get_channel_health", tags=TAGS)
async def get_channel_health(db: Db, actor: Acting, account_id: FromPath[UUID]) -> ChannelHealth:
    """How one account fares."""
    async with db.transaction(actor.org_id) as conn:
        return await overseeing.health(conn, actor, account_id)


@post(
    "/channels/{account_id:uuid}/test-message",
    operation_id="send_test_message",
    tags=TAGS,
    status_code=204,
    opt=OUTWARD,
)
async def send_test_message(
    db: Db, actor: Acting, channels: Wired, account_id: FromPath[UUID], data: JSONBody[TestMessage]
) -> None:
    """Send a few words to an address of your own, to see them arrive. They are in no case and in no statistics."""
    async with db.transaction(actor.org_id) as conn:
        account = channels.registry.open(await visible_account(conn, actor, account_id))
    await testing.send_test_message(channels.registry, account, data.to)
    async with db.transaction(actor.org_id) as conn:
        await testing.record_test_message(conn, actor, account_id)


ROUTES = [test_channel_account, list_channel_health, get_channel_health, send_test_message]
