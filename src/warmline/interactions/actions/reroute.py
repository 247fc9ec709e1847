"""Work that waits goes to another queue, gets another priority, or is kept for somebody, without a change of status."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.events import InteractionQueued, InteractionUpdated
from warmline.interactions.store import status as store
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish

WATCHED = ("queue_id", "preferred_id", "priority")


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """Where waiting work goes; what is None stays as it is. ``preferred_id``: to whom it is offered first."""

    interaction_id: UUID
    queue_id: UUID | None = None
    preferred_id: UUID | None = None
    priority: int | None = None


async def reroute(conn: Conn, actor: Actor, routes: Sequence[Route]) -> dict[UUID, int]:
    """Route many at once, each at its own age, in one statement; the versions of those that changed. Work that waits no
    longer is left alone: somebody has it by now."""
    if not routes:
        return {}
    rows = await store.reroute_waiting(conn, actor.org_id, [msgspec.structs.astuple(each) for each in routes])
    events = [event for row in rows for event in _announced(row)]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
    return {row["id"]: row["version"] for row in rows}


def _announced(row: Any) -> list[Event]:
    ids = {"interaction_id": row["id"], "case_id": row["case_id"], "customer_id": row["customer_id"]}
    different = [name for name in WATCHED if row[name] != row[f"{name}_before"]]
    before = {name: row[f"{name}_before"] for name in different}
    after = {name: row[name] for name in different}
    told: list[Event] = [InteractionUpdated(**ids, before=before, after=after, changed=tuple(different))]
    if "queue_id" in different and row["status"] == "queued":
        told.append(InteractionQueued(**ids, queue_id=row["queue_id"]))
    return told
