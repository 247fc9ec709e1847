"""How an actor sees models: the one answer for fetches and for live events."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.realtime import Loader, same_for
from warmline.routing.learning import store
from warmline.routing.learning.actions.switching import READ


@same_for(*READ)
async def models(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Models that are or were in force."""
    found = await store.models(conn, actor.org_id, ids) if actor.may(*READ) else []
    return {each.id: each for each in found}


SNAPSHOTS: dict[str, Loader] = {"routing_model": models}
