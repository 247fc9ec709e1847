"""How rules change, what they do with work, and how escalations come and go."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from tests.realtime.stage import Stage, scenario

Play = AsyncGenerator[None, None]


async def ruled(stage: Stage, **then: Any) -> dict[str, Any]:
    """A rule for everything."""
    saved: dict[str, Any] = await stage.call(
        "PUT", "/routing/rules", rules=[{"name": "all", "when": "true", "then": then}]
    )
    return saved


@scenario("routing_rules.changed", "routing_rules.applied")
async def rules(stage: Stage) -> Play:
    queues = [await stage.make("/queues", code=code, name=code) for code in ("main", "vip")]
    moved = await stage.floor.contact_to(UUID(queues[0]["id"]))
    yield
    await ruled(stage, queue="vip", priority=5)
    await stage.floor.settle()
    assert await stage.floor.sql("select priority from interaction where id = $1", moved) == 5


async def waits(stage: Stage) -> None:
    """Somebody waits."""
    queue = await stage.make("/queues", code="main", name="Main")
    await stage.floor.contact_to(UUID(queue["id"]))


async def raised(stage: Stage) -> str:
    """An escalation of what waits."""
    await ruled(stage, escalate={"reason": "look"})
    await stage.floor.settle()
    return str(await stage.floor.sql("select id from escalation"))


@scenario("escalation.raised")
async def escalated(stage: Stage) -> Play:
    await waits(stage)
    yield
    await raised(stage)


@scenario("escalation.acknowledged")
async def acknowledged(stage: Stage) -> Play:
    await waits(stage)
    escalation_id = await raised(stage)
    yield
    await stage.call("POST", f"/escalations/{escalation_id}/acknowledge")


@scenario("escalation.resolved")
async def resolved(stage: Stage) -> Play:
    await waits(stage)
    escalation_id = await raised(stage)
    yield
    await stage.call("POST", f"/escalations/{escalation_id}/resolve", note="called back")
