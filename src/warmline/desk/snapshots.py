"""How somebody sees views, snoozes and follows: the one answer for fetches and for live events."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.desk import canned, notices, store
from warmline.desk.errors import SavedViewNotFound
from warmline.desk.model import FollowView, SavedView, SnoozeView, ViewOrder
from warmline.interactions import visible_cases
from warmline.kit.db import Conn
from warmline.realtime import Loader, same_for

READ = ("case.read", "case.read_team")


async def saved_views(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, SavedView]:
    """One's own views, one's teams', and everybody's."""
    if not actor.may(*READ):
        return {}
    return await store.saved_views(conn, actor.org_id, actor.agent_id, list(actor.team_ids), ids)


async def saved_view_orders(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, ViewOrder]:
    """One's own order of views."""
    return await store.saved_view_orders(conn, actor.org_id, [each for each in ids if each == actor.agent_id])


async def snoozes(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, SnoozeView]:
    """What one has snoozed oneself."""
    return await store.snoozes(conn, actor.org_id, actor.agent_id, ids)


@same_for("case.read")
async def case_follows(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, FollowView]:
    """Who follows the cases that the actor may see."""
    if not actor.may(*READ):
        return {}
    found = await store.follows(conn, actor.org_id, ids)
    seen = {each.id for each in await visible_cases(conn, actor, list({each.case_id for each in found}))}
    return {each.id: each for each in found if each.case_id in seen}


async def visible_view(conn: Conn, actor: Actor, view_id: UUID) -> SavedView:
    """The view, or ``SavedViewNotFound``."""
    actor.need(*READ)
    found = await saved_views(conn, actor, [view_id])
    if view_id not in found:
        raise SavedViewNotFound(id=view_id)
    return found[view_id]


SNAPSHOTS: dict[str, Loader] = {
    "saved_view": saved_views,
    "saved_view_order": saved_view_orders,
    "snooze": snoozes,
    "case_follow": case_follows,
    **canned.SNAPSHOTS,
    **notices.SNAPSHOTS,
}
