"""A dry run of patterns on what customers wrote last."""

from datetime import datetime
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.entities import Found, NewPattern, find, tried_patterns
from warmline.interactions.carrying import store
from warmline.interactions.events import InteractionViewed
from warmline.interactions.guard import READ
from warmline.kit.db import Conn
from warmline.kit.events import publish


class ReadMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message, and what would be found in it."""

    message_id: UUID
    interaction_id: UUID
    at: datetime
    found: list[Found]


async def try_on_messages(conn: Conn, actor: Actor, *, last: int, pattern: NewPattern | None) -> list[ReadMessage]:
    """Read the ``last`` messages that the actor may see; those in which something would be found, the latest first."""
    actor.need("vocabulary.manage")
    actor.need(*READ)
    patterns = await tried_patterns(conn, actor, pattern)
    rows = await store.latest_messages(conn, actor, last)
    read = [
        ReadMessage(
            message_id=row["id"],
            interaction_id=row["interaction_id"],
            at=row["at"],
            found=list(find(row["text"], patterns, said=row["at"])),
        )
        for row in rows
    ]
    told = [each for each in read if each.found]
    shown = {each.interaction_id for each in told}
    views = {
        row["interaction_id"]: InteractionViewed(
            interaction_id=row["interaction_id"], case_id=row["case_id"], customer_id=row["customer_id"]
        )
        for row in rows
        if row["interaction_id"] in shown
    }
    await publish(conn, actor.org_id, actor.ref, list(views.values()), request_id=actor.request_id)
    return told
