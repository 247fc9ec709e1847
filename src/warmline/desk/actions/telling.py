"""Events of the desk are announced in the name of who acts."""

from collections.abc import Sequence

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish


async def tell(conn: Conn, actor: Actor, *events: Event) -> None:
    """Announce them in this transaction."""
    told: Sequence[Event] = events
    await publish(conn, actor.org_id, actor.ref, told, request_id=actor.request_id)
