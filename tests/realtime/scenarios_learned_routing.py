"""How models of who resolves what come into force, and are switched on and off."""

from collections.abc import AsyncGenerator

from tests.realtime.stage import Stage, scenario
from tests.routing.learning.office import Office

Play = AsyncGenerator[None, None]


@scenario("routing_learning.switched")
async def switching(stage: Stage) -> Play:
    yield
    await stage.call("POST", "/routing/learning/switch", on=True)
    await stage.call("POST", "/routing/learning/switch", on=False, reason="The works council is asked first.")


@scenario("routing_model.published")
async def publishing(stage: Stage) -> Play:
    office = await Office.open(stage.db, stage.org_id)
    await office.past({"a": (30, 25)})
    yield
    await stage.call("PUT", "/routing/learning/settings", minimum=10)
    await stage.call("POST", "/routing/learning/switch", on=True)
