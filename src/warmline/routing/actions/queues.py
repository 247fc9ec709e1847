"""Set up queues: what they are called, how urgent their work is, what it needs, when, and who serves it."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from warmline.accounts import Actor
from warmline.kit.db import Conn, savepoint
from warmline.kit.errors import FieldError, Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id
from warmline.routing import store
from warmline.routing.errors import (
    QueueCodeTaken,
    QueueHasWork,
    QueueNotFound,
    UnknownCalendar,
    UnknownOverflow,
    UnknownSkill,
    UnknownTeam,
)
from warmline.routing.events import QueueCreated, QueueUpdated
from warmline.routing.model import NewQueue, QueueChange, QueueLoad, QueueView
from warmline.routing.queue_rules import check_circle, check_media, check_overflow, check_rings
from warmline.routing.snapshots import queues, sees_all_queues, visible_queue
from warmline.routing.store import known

# Skills that a refusal names.
NAMED = 50
COLUMNS = (
    "name", "priority", "service_seconds", "service_level", "offer_seconds", "active", "media", "calendar_id", "skills",
    "rings", "overflow_queue_id", "overflow_seconds", "offer_to", "sticky_seconds",
    "wrap_up_seconds",
)  # fmt: skip
WATCHED = (*COLUMNS, "team_ids")


async def create_queue(conn: Conn, actor: Actor, new: NewQueue) -> QueueView:
    """Set up a queue. Raises ``QueueCodeTaken``, ``UnknownTeam``, ``UnknownSkill``, ``UnknownCalendar``,
    ``UnknownOverflow``, ``RingsUnusable``, ``OverflowIncomplete``."""
    actor.need("queue.manage")
    check_rings(new.rings)
    values = _plain(new)
    await _check(conn, actor, values, [name for name in WATCHED if name in values])
    queue_id = new_id()
    team_ids = values.pop("team_ids")
    async with _refusals(new.code, values):
        async with savepoint(conn):
            await store.insert_queue(conn, actor.org_id, id=queue_id, **values)
    await store.set_queue_teams(conn, actor.org_id, queue_id, team_ids)
    event = QueueCreated(queue_id=queue_id, after={**values, "team_ids": team_ids})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_queue(conn, actor, queue_id)


async def update_queue(
    conn: Conn, actor: Actor, queue_id: UUID, change: QueueChange, *, version: int | None = None
) -> QueueView:
    """Change what is given. A queue in which work waits cannot be switched off.

    Raises ``QueueNotFound``, ``Stale``, ``QueueHasWork``, ``OverflowCircle``, and what ``create_queue`` raises.
    """
    actor.need("queue.manage")
    if change.rings is not msgspec.UNSET:
        check_rings(change.rings)
    if change.overflow_queue_id is not msgspec.UNSET:
        await known.lock_overflow(conn, actor.org_id)
    row = await store.lock_queue(conn, actor.org_id, queue_id)
    if row is None:
        raise QueueNotFound(id=queue_id)
    if version not in (None, row["version"]):
        raise Stale(kind="queue")
    new = {name: row[name] for name in WATCHED} | _plain(change)
    if change.overflow_queue_id is None and change.overflow_seconds is msgspec.UNSET:
        new["overflow_seconds"] = None
    changed = [name for name in WATCHED if new[name] != row[name]]
    if changed:
        await _check(conn, actor, new, changed, queue_id)
        await _change(conn, actor, row, new, changed)
    return await visible_queue(conn, actor, queue_id)


async def _change(conn: Conn, actor: Actor, row: Any, new: dict[str, Any], changed: list[str]) -> None:
    queue_id = row["id"]
    if "active" in changed and not new["active"]:
        (load,) = await store.count_waiting(conn, actor.org_id, [queue_id])
        if load.waiting + load.offered:
            raise QueueHasWork(count=load.waiting + load.offered)
    if "team_ids" in changed:
        await store.set_queue_teams(conn, actor.org_id, queue_id, new["team_ids"])
    async with _refusals(row["code"], new):
        await store.change_queue(conn, actor.org_id, queue_id, **{name: new[name] for name in COLUMNS})
    event = QueueUpdated(
        queue_id=queue_id,
        before={name: row[name] for name in changed},
        after={name: new[name] for name in changed},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


def _plain(given: NewQueue | QueueChange) -> dict[str, Any]:
    """What is given as the columns hold it, in the order in which it is compared."""
    values = {name: value for name in given.__struct_fields__ if (value := getattr(given, name)) is not msgspec.UNSET}
    if "team_ids" in values:
        values["team_ids"] = sorted(set(values["team_ids"]))
    if "media" in values:
        check_media(values["media"])
        values["media"] = sorted(each.value for each in values["media"])
    if "rings" in values:
        values["rings"] = msgspec.to_builtins(values["rings"])
    return values


async def _check(
    conn: Conn, actor: Actor, new: dict[str, Any], changed: Collection[str], queue_id: UUID | None = None
) -> None:
    """Refuse what does not exist or does not go together, of what changes. The database refuses the rest."""
    if "team_ids" in changed:
        await _need_teams(conn, actor, new["team_ids"])
    if "rings" in changed:
        await _need_teams(conn, actor, [UUID(each) for ring in new["rings"] for each in ring["team_ids"]])
    if "skills" in changed:
        await _need_skills(conn, actor, new["skills"])
    check_overflow(new)
    if queue_id and "overflow_queue_id" in changed and new["overflow_queue_id"]:
        leads, codes = await known.overflows(conn, actor.org_id)
        leads.pop(queue_id, None)
        check_circle(queue_id, new["overflow_queue_id"], leads, codes)


async def _need_teams(conn: Conn, actor: Actor, team_ids: Sequence[UUID]) -> None:
    unknown = await store.unknown_teams(conn, actor.org_id, team_ids)
    if unknown:
        raise UnknownTeam(id=unknown[0])


async def _need_skills(conn: Conn, actor: Actor, codes: Collection[str]) -> None:
    held = await known.hold_skills(conn, actor.org_id, sorted(codes)) if codes else {}
    unknown = sorted(set(codes) - held.keys())
    if unknown:
        there_are = await known.skill_codes(conn, actor.org_id, NAMED)
        fields = [FieldError(f"skills.{each}", "there is no such skill") for each in unknown]
        raise UnknownSkill(codes=", ".join(unknown), known=", ".join(there_are) or "none yet", fields=fields)


@asynccontextmanager
async def _refusals(code: str, values: dict[str, Any]) -> AsyncIterator[None]:
    """What the database refuses of a queue, in words."""
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        raise QueueCodeTaken(code=code) from error
    except asyncpg.ForeignKeyViolationError as error:
        if "calendar" in str(error.constraint_name):
            field = FieldError("calendar_id", "there is no such calendar")
            raise UnknownCalendar(id=values["calendar_id"], fields=[field]) from error
        field = FieldError("overflow_queue_id", "there is no such queue")
        raise UnknownOverflow(id=values["overflow_queue_id"], fields=[field]) from error


async def list_queues(conn: Conn, actor: Actor, *, after: str | None = None, size: int = 51) -> list[QueueView]:
    """A page of queues by code: all, or those that the actor's teams serve."""
    actor.need("queue.read", "queue.manage", "interaction.work")
    return await store.list_queues(conn, actor, all_of_them=sees_all_queues(actor), after=after, size=size)


async def queue_loads(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[QueueLoad]:
    """How much waits in those of the queues that the actor may see."""
    return await store.count_waiting(conn, actor.org_id, list(await queues(conn, actor, list(ids))))
