"""How saved views, snoozes and followed cases change."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

from tests.realtime.stage import Stage, scenario
from warmline.kit import clock

Play = AsyncGenerator[None, None]


async def contact(stage: Stage) -> UUID:
    """A customer's contact that waits."""
    queue = await stage.make("/queues", code="main", name="Main")
    found: UUID = await stage.floor.contact_to(UUID(queue["id"]))
    return found


@scenario("saved_view.created", "saved_view.updated")
async def views(stage: Stage) -> Play:
    kept = await stage.make("/saved-views", name="Late", sort="due")
    yield
    await stage.make("/saved-views", name="Chats", filters={"view": "mine", "unread": True})
    await stage.call("PATCH", f"/saved-views/{kept['id']}", shared="everybody", icon="bolt")


@scenario("saved_view.deleted")
async def no_view(stage: Stage) -> Play:
    kept = await stage.make("/saved-views", name="Late")
    yield
    await stage.call("DELETE", f"/saved-views/{kept['id']}")


@scenario("saved_view_order.changed")
async def order(stage: Stage) -> Play:
    first, second = [(await stage.make("/saved-views", name=name))["id"] for name in ("One", "Two")]
    await stage.call("PUT", "/saved-views/order", view_ids=[first, second])
    yield
    await stage.call("PUT", "/saved-views/order", view_ids=[second, first])


@scenario("snooze.set")
async def snoozed(stage: Stage) -> Play:
    interaction_id = await contact(stage)
    yield
    until = clock.now() + timedelta(hours=1)
    await stage.call("PUT", f"/interactions/{interaction_id}/snooze", until=until.isoformat())
    await stage.call("PUT", f"/interactions/{interaction_id}/snooze", until=None)


@scenario("snooze.removed")
async def woken(stage: Stage) -> Play:
    interaction_id = await contact(stage)
    await stage.call("PUT", f"/interactions/{interaction_id}/snooze", until=None)
    yield
    await stage.call("DELETE", f"/interactions/{interaction_id}/snooze")


async def case_of(stage: Stage) -> str:
    """The case of a new contact."""
    return str(await stage.floor.sql("select case_id from interaction where id = $1", await contact(stage)))


@scenario("case_follow.added")
async def followed(stage: Stage) -> Play:
    case_id = await case_of(stage)
    yield
    await stage.call("PUT", f"/cases/{case_id}/followers/me")


@scenario("case_follow.removed")
async def left(stage: Stage) -> Play:
    case_id = await case_of(stage)
    await stage.call("PUT", f"/cases/{case_id}/followers/me")
    yield
    await stage.call("DELETE", f"/cases/{case_id}/followers/me")
