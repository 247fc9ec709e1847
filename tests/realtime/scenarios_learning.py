"""How models of continuity come and go."""

from collections.abc import AsyncGenerator
from uuid import UUID

from tests.interactions.desk import Desk
from tests.interactions.history import corrected, person
from tests.realtime.stage import Stage, scenario

Play = AsyncGenerator[None, None]


async def taught(stage: Stage) -> None:
    """People have corrected enough to learn from."""
    queue_id = UUID((await stage.make("/queues", code="main", name="Main"))["id"])
    accounts = {each: await stage.floor.account(queue_id, each) for each in ("email", "webchat")}
    await corrected(Desk(stage.db, stage.org_id, accounts, queue_id), person(stage.org_id))


@scenario("continuity_model.trained")
async def learning(stage: Stage) -> Play:
    await taught(stage)
    yield
    await stage.make("/continuity/train", propose=True)


@scenario("continuity_model.activated", "continuity_model.retired")
async def choosing(stage: Stage) -> Play:
    await taught(stage)
    first, second = [await stage.make("/continuity/train", propose=True) for _ in range(2)]
    yield
    for each in (first, second):
        await stage.call("POST", f"/continuity/models/{each['id']}/activate")
    await stage.call("POST", "/continuity/models/shipped/activate")
