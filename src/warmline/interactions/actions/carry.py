"""By which medium an interaction goes on, where that is not the one in which it began."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.events import InteractionUpdated
from warmline.interactions.store import carrying as store
from warmline.kit.db import Conn
from warmline.kit.events import publish

WATCHED = ("medium", "initiation")


async def carry_by(conn: Conn, actor: Actor, interaction_id: UUID, *, medium: str, initiation: str) -> None:
    """Let an interaction that the actor was let through to go on by another medium: a chat whose customer asked to be
    called back is a conversation by voice. The end of its session does not end it while ``initiation`` is callback."""
    row = await store.lock_carried(conn, actor.org_id, interaction_id)
    before = {name: row[name] for name in WATCHED}
    after = {"medium": medium, "initiation": initiation}
    changed = tuple(name for name in WATCHED if before[name] != after[name])
    if not changed:
        return
    await store.carry_by(conn, actor.org_id, interaction_id, medium=medium, initiation=initiation)
    event = InteractionUpdated(
        interaction_id=interaction_id,
        case_id=row["case_id"],
        customer_id=row["customer_id"],
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        changed=changed,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
