"""What a customer wrote was read, and they may know."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.events import DeliveryChanged
from warmline.interactions.store import conversation as store
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def record_reading(conn: Conn, actor: Actor, interaction_id: UUID, upto: UUID) -> None:
    """Note that we have read what the customer wrote, up to a message. Each is noted, and announced, once.

    Who counts as ``we``, and whether the channel tells its customers, is the caller's to know.
    """
    events = [
        DeliveryChanged(
            case_id=row["case_id"],
            interaction_id=interaction_id,
            customer_id=row["customer_id"],
            message_id=row["id"],
            delivery="read",
            before={"delivery": None},
            after={"delivery": "read"},
        )
        for row in await store.read_inbound(conn, actor.org_id, interaction_id, upto)
    ]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
