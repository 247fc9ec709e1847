"""How an actor sees escalations: the one answer for fetches and for live events."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.realtime import Loader, same_for
from warmline.routing.rules import store
from warmline.routing.rules.actions.raising import ALL
from warmline.routing.rules.model import Escalation


@same_for(*ALL)
async def escalations(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, Escalation]:
    """Those of the escalations that the actor may see: all, or those of their teams."""
    found = await store.escalations(conn, actor, ids, all_of_them=actor.may(*ALL))
    return {each.id: each for each in found}


SNAPSHOTS: dict[str, Loader] = {"escalation": escalations}
