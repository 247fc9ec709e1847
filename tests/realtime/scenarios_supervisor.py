"""What a supervisor's reading announces."""

from collections.abc import AsyncGenerator
from uuid import UUID

from tests.realtime.stage import Stage, scenario

Play = AsyncGenerator[None, None]


@scenario("conversations.searched")
async def conversations_are_searched(stage: Stage) -> Play:
    queue = await stage.make("/queues", code="main", name="Main")
    await stage.floor.contact_to(UUID(queue["id"]), text="The hail hit my roof.")
    yield
    await stage.call("GET", "/search?q=hail")
