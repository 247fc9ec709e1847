"""Set up queues: what they are called, how urgent their work is, and who serves it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from warmline.accounts import Actor
from warmline.kit.db import Conn, savepoint
from warmline.kit.errors import Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id
from warmline.routing import store
from warmline.routing.errors import QueueCodeTaken, QueueHasWork, QueueNotFound, UnknownTeam
from warmline.routing.events import QueueCreated, QueueUpdated
from warmline.routing.model import NewQueue, QueueChange, QueueLoad, QueueView
from warmline.routing.snapshots import queues, sees_all_queues, visible_queue

WATCHED = ("name", "priority", "service_seconds", "service_level", "offer_seconds", "active", "team_ids")


async def create_queue(conn: Conn, actor: Actor, new: NewQueue) -> QueueView:
    """Set up a queue. Raises ``QueueCodeTaken``, ``UnknownTeam``."""
    actor.need("queue.manage")
    await _need_teams(conn, actor, new.team_ids)
    queue_id = new_id()
    values = msgspec.structs.asdict(new)
    team_ids = sorted(values.pop("team_ids"))
    try:
        async with savepoint(conn):
            await store.insert_queue(conn, actor.org_id, id=queue_id, **values)
    except asyncpg.UniqueViolationError as error:
        raise QueueCodeTaken(code=new.code) from error
    await store.set_queue_teams(conn, actor.org_id, queue_id, team_ids)
    event = QueueCreated(queue_id=queue_id, after={**values, "team_ids": team_ids})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_queue(conn, actor, queue_id)


async def update_queue(
    conn: Conn, actor: Actor, queue_id: UUID, change: QueueChange, *, version: int | None = None
) -> QueueView:
    """Change what is given. A queue in which work waits cannot be switched off.

    Raises ``QueueNotFound``, ``Stale``, ``UnknownTeam``, ``QueueHasWork``.
    """
    actor.need("queue.manage")
    row = await store.lock_queue(conn, actor.org_id, queue_id)
    if row is None:
        raise QueueNotFound(id=queue_id)
    if version not in (None, row["version"]):
        raise Stale(kind="queue")
    values = msgspec.structs.asdict(change)
    new = {name: row[name] if values[name] is msgspec.UNSET else values[name] for name in WATCHED}
    new["team_ids"] = sorted(new["team_ids"])
    changed = [name for name in WATCHED if new[name] != row[name]]
    if changed:
        await _change(conn, actor, row, new, changed)
    return await visible_queue(conn, actor, queue_id)


async def _change(conn: Conn, actor: Actor, row: Any, new: dict[str, Any], changed: list[str]) -> None:
    queue_id = row["id"]
    if "active" in changed and not new["active"]:
        (load,) = await store.count_waiting(conn, actor.org_id, [queue_id])
        if load.waiting + load.offered:
            raise QueueHasWork(count=load.waiting + load.offered)
    if "team_ids" in changed:
        await _need_teams(conn, actor, new["team_ids"])
        await store.set_queue_teams(conn, actor.org_id, queue_id, new["team_ids"])
    await store.change_queue(
        conn, actor.org_id, queue_id, **{name: value for name, value in new.items() if name != "team_ids"}
    )
    event = QueueUpdated(
        queue_id=queue_id,
        before={name: row[name] for name in changed},
        after={name: new[name] for name in changed},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def _need_teams(conn: Conn, actor: Actor, team_ids: Sequence[UUID]) -> None:
    unknown = await store.unknown_teams(conn, actor.org_id, team_ids)
    if unknown:
        raise UnknownTeam(id=unknown[0])


async def list_queues(conn: Conn, actor: Actor, *, after: str | None = None, size: int = 51) -> list[QueueView]:
    """A page of queues by code: all, or those that the actor's teams serve."""
    actor.need("queue.read", "queue.manage", "interaction.work")
    return await store.list_queues(conn, actor, all_of_them=sees_all_queues(actor), after=after, size=size)


async def queue_loads(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[QueueLoad]:
    """How much waits in those of the queues that the actor may see."""
    return await store.count_waiting(conn, actor.org_id, list(await queues(conn, actor, list(ids))))
