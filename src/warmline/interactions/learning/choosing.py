"""Which model decides: choose one, or go back to the one that is shipped. Nothing is lost by either."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.learning import store
from warmline.interactions.learning.errors import ContinuityModelNotFound
from warmline.interactions.learning.events import ContinuityModelActivated, ContinuityModelRetired
from warmline.interactions.learning.settings import MANAGE, READ
from warmline.interactions.learning.views import ModelView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish
from warmline.realtime import same_for


async def visible_model(conn: Conn, actor: Actor, model_id: UUID) -> ModelView:
    """One model. Raises ``ContinuityModelNotFound``."""
    actor.need(*READ)
    found = await store.models(conn, actor.org_id, [model_id])
    if not found:
        raise ContinuityModelNotFound(id=model_id)
    return found[0]


async def list_models(conn: Conn, actor: Actor, *, before: int | None, size: int) -> list[ModelView]:
    """Models, newest first."""
    actor.need(*READ)
    return await store.newest(conn, actor.org_id, before=2**31 - 1 if before is None else before, size=size)


async def activate(conn: Conn, actor: Actor, model_id: UUID) -> ModelView:
    """Let a model decide, from the next contact on; also one that was declined or retired: a person may know why."""
    actor.need(MANAGE)
    await store.lock(conn, actor.org_id)
    model = await visible_model(conn, actor, model_id)
    if model.status != "active":
        await replace_active(conn, actor, model_id)
    return await visible_model(conn, actor, model_id)


async def use_shipped(conn: Conn, actor: Actor) -> None:
    """Let the shipped model decide again."""
    actor.need(MANAGE)
    await store.lock(conn, actor.org_id)
    await publish(conn, actor.org_id, actor.ref, await _retire(conn, actor), request_id=actor.request_id)


async def replace_active(conn: Conn, actor: Actor, model_id: UUID) -> None:
    """Put a model in the place of the active one. The caller holds the lock and may do it."""
    events = await _retire(conn, actor)
    [model] = await store.models(conn, actor.org_id, [model_id])
    await store.activate(conn, actor.org_id, model_id, by=actor.ref, at=clock.now())
    events.append(
        ContinuityModelActivated(
            model_id=model_id, number=model.number, before={"status": model.status}, after={"status": "active"}
        )
    )
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


async def _retire(conn: Conn, actor: Actor) -> list[Event]:
    active = await store.active_id(conn, actor.org_id)
    if active is None:
        return []
    [model] = await store.models(conn, actor.org_id, [active])
    await store.set_status(conn, actor.org_id, active, "retired")
    before, after = {"status": "active"}, {"status": "retired"}
    return [ContinuityModelRetired(model_id=active, number=model.number, before=before, after=after)]


@same_for(*READ)
async def models(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Models by id."""
    found = await store.models(conn, actor.org_id, ids) if actor.may(*READ) else []
    return {each.id: each for each in found}


SNAPSHOTS = {"continuity_model": models}
