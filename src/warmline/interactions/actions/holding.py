"""A reply that is held for a moment: written down and due, and not said yet, so that its author can take it back."""

from datetime import timedelta
from uuid import UUID

import asyncpg

from warmline.accounts import Actor
from warmline.interactions.actions.elsewhere import Target
from warmline.interactions.actions.saying import NewReply, put
from warmline.interactions.errors import ReplyNotHeld, ReplyOfAnother, ReplyReferredTo
from warmline.interactions.events import ReplyHeld, ReplyRemoved
from warmline.interactions.guard import visible_message
from warmline.interactions.store import holding as store
from warmline.interactions.views import InteractionView, MessageView
from warmline.kit import clock, jobs
from warmline.kit.db import Conn, savepoint
from warmline.kit.events import publish

# The longest that a reply may be held: a customer waits for it.
LONGEST_SECONDS = 30
RELEASE = "interactions.release"


async def hold(
    conn: Conn, actor: Actor, interaction: InteractionView, target: Target, new: NewReply, *, wait: timedelta
) -> None:
    """Write a reply down, in the contact that it answers, and have it sent after ``wait``.

    Only what is certain happens now: where it is said elsewhere, and for whom the case waits, follows when it goes.
    """
    at = clock.now()
    await put(conn, actor, interaction, interaction.id, target, new, at=at, to="held")
    await store.insert_held(
        conn,
        actor.org_id,
        message_id=target.message_id,
        agent_id=actor.agent_id,
        author=actor.ref,
        author_name=actor.name,
        channel=target.channel,
        medium=target.medium,
        synchrony=target.synchrony,
        subject=new.subject,
        send_at=at + wait,
    )
    event = ReplyHeld(
        case_id=interaction.case_id,
        interaction_id=interaction.id,
        customer_id=interaction.customer_id,
        message_id=target.message_id,
        send_at=at + wait,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    key = str(target.message_id)
    await jobs.enqueue(conn, actor.org_id, RELEASE, {"message_id": key}, delay=wait, key=key)


async def take_back(conn: Conn, actor: Actor, message_id: UUID) -> MessageView:
    """Take a held reply back: it is gone, and what it said is returned to be written on.

    Who locks the hold first, this or the job that sends it, has it; the other finds none. Raises ``ReplyNotHeld``,
    ``ReplyOfAnother``, ``ReplyReferredTo``.
    """
    actor.need("interaction.work")
    message = await visible_message(conn, actor, message_id)
    held = await store.lock_held(conn, actor.org_id, message_id)
    if held is None:
        raise ReplyNotHeld(id=message_id)
    if held["author"] != actor.ref:
        raise ReplyOfAnother()
    try:
        async with savepoint(conn):
            await store.forget(conn, actor.org_id, message_id)
    except asyncpg.ForeignKeyViolationError as error:
        raise ReplyReferredTo(id=message_id) from error
    event = ReplyRemoved(
        case_id=held["case_id"],
        interaction_id=held["interaction_id"],
        customer_id=held["customer_id"],
        message_id=message_id,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return message
