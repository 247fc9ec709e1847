"""The organisation's own words for why somebody is not available."""

from uuid import UUID

import asyncpg
import msgspec

from warmline.accounts import Actor
from warmline.kit.db import Conn, savepoint
from warmline.kit.errors import Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id
from warmline.routing.profiles import store
from warmline.routing.profiles.checking import check_reason
from warmline.routing.profiles.errors import ReasonCodeTaken, ReasonNotFound
from warmline.routing.profiles.events import PresenceReasonCreated, PresenceReasonUpdated
from warmline.routing.profiles.model import NewPresenceReason, PresenceReason, PresenceReasonChange
from warmline.routing.profiles.snapshots import READ_REASONS, visible_reason

MANAGE = "queue.manage"
STATE = ("name", "status", "active")


async def create_presence_reason(conn: Conn, actor: Actor, new: NewPresenceReason) -> PresenceReason:
    """Set up a reason. With the first one, presence takes no other words. Raises ``ReasonCodeTaken``."""
    actor.need(MANAGE)
    reason_id, values = new_id(), msgspec.structs.asdict(new)
    try:
        async with savepoint(conn):
            await store.insert_reason(conn, actor.org_id, reason_id, **values)
    except asyncpg.UniqueViolationError as error:
        raise ReasonCodeTaken(code=new.code) from error
    event = PresenceReasonCreated(reason_id=reason_id, after={**values, "active": True})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_reason(conn, actor, reason_id)


async def update_presence_reason(
    conn: Conn, actor: Actor, reason_id: UUID, change: PresenceReasonChange, *, version: int | None = None
) -> PresenceReason:
    """Change what is given; whoever has the reason now keeps it. Raises ``ReasonNotFound``, ``Stale``."""
    actor.need(MANAGE)
    old = await store.lock_reason(conn, actor.org_id, reason_id)
    if old is None:
        raise ReasonNotFound(id=reason_id)
    if version not in (None, old.version):
        raise Stale(kind="presence reason")
    state = {name: getattr(old, name) for name in STATE}
    given = {name: value for name in STATE if (value := getattr(change, name)) is not msgspec.UNSET}
    after = {name: value for name, value in given.items() if value != state[name]}
    if after:
        await store.change_reason(conn, actor.org_id, reason_id, **(state | after))
        event = PresenceReasonUpdated(reason_id=reason_id, before={name: state[name] for name in after}, after=after)
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_reason(conn, actor, reason_id)


async def list_presence_reasons(
    conn: Conn, actor: Actor, *, everything: bool = False, after: str | None = None, size: int = 51
) -> list[PresenceReason]:
    """A page of reasons by code: those that can be given, or all."""
    actor.need(*READ_REASONS)
    return await store.list_reasons(conn, actor.org_id, everything=everything, after=after, size=size)


async def need_reason(conn: Conn, org_id: UUID, reason: str, status: str) -> None:
    """Where the organisation has reasons, this must be one of them, for this status. Raises ``ReasonUnfit``."""
    check_reason(reason, status, await store.list_reasons(conn, org_id, everything=False))
