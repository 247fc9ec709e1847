"""How calendars, reasons of presence, agents' routing and preferred agents change."""

from collections.abc import AsyncGenerator

from tests.realtime.stage import Stage, scenario
from warmline.kit.ids import new_id

Play = AsyncGenerator[None, None]
HOURS = {"mon": [["09:00", "12:00"], ["13:00", "17:00"]]}


@scenario("calendar.created", "calendar.updated")
async def calendars(stage: Stage) -> Play:
    kept = await stage.make("/calendars", code="office", name="Office", timezone="Europe/Berlin", weekly=HOURS)
    await stage.make("/queues", code="main", name="Main", calendar_id=kept["id"])
    yield
    await stage.make("/calendars", code="branch", name="Branch", timezone="Europe/London", weekly=HOURS)
    await stage.call("PATCH", f"/calendars/{kept['id']}", name="Head office")
    # The queue that keeps it is open from now on, in the same frame.
    always = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    await stage.call("PATCH", f"/calendars/{kept['id']}", weekly=always)


@scenario("calendar.deleted")
async def gone(stage: Stage) -> Play:
    made = await stage.make("/calendars", code="office", name="Office", timezone="UTC", weekly=HOURS)
    yield
    await stage.call("DELETE", f"/calendars/{made['id']}")


@scenario("presence_reason.created", "presence_reason.updated")
async def reasons(stage: Stage) -> Play:
    old = await stage.make("/presence-reasons", code="lunch", name="Lunch", status="away")
    yield
    await stage.make("/presence-reasons", code="training", name="Training", status="busy")
    await stage.call("PATCH", f"/presence-reasons/{old['id']}", active=False)


@scenario("agent_routing.changed")
async def routing(stage: Stage) -> Play:
    agent = await stage.floor.agent("Ada")
    yield
    await stage.call("PUT", f"/agents/{agent.id}/routing", interruptible=["text"])


@scenario("preferred_agent.set", "preferred_agent.removed")
async def preferred(stage: Stage) -> Play:
    first, second = [await stage.floor.agent(name) for name in ("Ada", "Ben")]
    await stage.floor.contact_to(None, who=f"{new_id()}@example.org")
    (customer,) = (await stage.call("GET", "/customers"))["items"]
    path = f"/customers/{customer['id']}/preferred-agent"
    yield
    await stage.call("PUT", path, agent_id=str(first.id))
    await stage.call("PUT", path, agent_id=str(second.id), until="2099-01-01T00:00:00Z")
    await stage.call("DELETE", path)
