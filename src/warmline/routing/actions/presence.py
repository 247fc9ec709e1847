"""Who is there: agents say so themselves, and supervisors for others."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from warmline.accounts import Actor, system
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import publish
from warmline.routing import store
from warmline.routing.actions.offers import cancel_offers
from warmline.routing.errors import AgentNotFound
from warmline.routing.events import PresenceChanged
from warmline.routing.model import ABSENT, SETTABLE, PresenceStatus, PresenceView
from warmline.routing.profiles import need_reason
from warmline.routing.snapshots import presences

REASON_CHARACTERS = 100


async def set_presence(
    conn: Conn,
    actor: Actor,
    agent_id: UUID,
    *,
    status: str,
    reason: str | None = None,
    version: int | None = None,
) -> PresenceView:
    """Say whether the agent can be offered work. Who goes away gives back at once what was offered; what is active
    stays theirs. Who comes back to ``available`` is idle from then on.

    Raises ``AgentNotFound``, ``Stale``, ``ReasonUnfit``; another agent's presence needs ``queue.manage``.
    """
    actor.need("interaction.work" if agent_id == actor.agent_id else "queue.manage")
    to = _settable(status)
    if reason is not None and not 0 < len(reason) <= REASON_CHARACTERS:
        raise Invalid.field("reason", f"between 1 and {REASON_CHARACTERS} characters")
    row = await store.lock_presence(conn, actor.org_id, agent_id)
    if row is None:
        raise AgentNotFound(id=agent_id)
    if version not in (None, row["version"]):
        raise Stale(kind="presence")
    if (row["status"], row["reason"]) != (to.value, reason):
        if reason is not None:
            await need_reason(conn, actor.org_id, reason, to.value)
        at = clock.now()
        returns = to is PresenceStatus.AVAILABLE and row["status"] in ABSENT
        await store.change_presence(
            conn,
            actor.org_id,
            agent_id,
            status=to.value,
            reason=reason,
            since=at if row["status"] != to.value else row["since"],
            idle_since=at if returns else None,
        )
        event = PresenceChanged(
            agent_id=agent_id,
            before={"status": row["status"], "reason": row["reason"]},
            after={"status": to.value, "reason": reason},
        )
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
        if to in ABSENT:
            await cancel_offers(conn, actor, [agent_id], reason=to.value)
    return (await store.presences(conn, actor.org_id, [agent_id]))[0]


def _settable(status: str) -> PresenceStatus:
    names = sorted(each.value for each in SETTABLE)
    if status not in names:
        raise Invalid.field("status", f"expected one of {', '.join(names)}")
    return PresenceStatus(status)


async def presence_of(conn: Conn, actor: Actor, agent_id: UUID) -> PresenceView:
    """The agent's presence, or ``AgentNotFound``."""
    found = await presences(conn, actor, [agent_id])
    if agent_id not in found:
        raise AgentNotFound(id=agent_id)
    return found[agent_id]


async def list_presences(
    conn: Conn, actor: Actor, *, after: UUID | None = None, status: str | None = None, size: int = 51
) -> list[PresenceView]:
    """A page of the presence of all who work here."""
    actor.need("queue.read")
    return await store.list_presences(conn, actor.org_id, after=after, status=status, size=size)


async def note_finished(conn: Conn, org_id: UUID, finished: Sequence[tuple[UUID, datetime]]) -> None:
    """Agents finished a piece of work at these times: they are idle since then."""
    if not finished:
        return
    changed = await store.finish_work(conn, org_id, finished)
    events = [
        PresenceChanged(
            agent_id=row["agent_id"], before={"idle_since": row["before"]}, after={"idle_since": row["after"]}
        )
        for row in changed
    ]
    await publish(conn, org_id, system(org_id, "routing").ref, events)
