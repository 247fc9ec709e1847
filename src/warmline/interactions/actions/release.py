"""A held reply goes its way: all that follows from saying something follows now."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import locked_contact
from warmline.interactions.actions.elsewhere import Target, place_for
from warmline.interactions.actions.reply import queued, wait
from warmline.interactions.actions.taking_part import join
from warmline.interactions.guard import visible_case
from warmline.interactions.model import Status
from warmline.interactions.store import holding as store
from warmline.interactions.store import writing
from warmline.interactions.views import InteractionView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish

# Where the author still has it. After its wrap-up began, it waits for nobody.
IN_HAND = frozenset({Status.ACTIVE, Status.ON_HOLD, Status.WAITING_CUSTOMER})


async def release(conn: Conn, org_id: UUID, message_id: UUID) -> bool:
    """Send a held reply, in its author's name; False where there is none any more.

    It was allowed when it was written. What happened to the contact meanwhile, such as its wrap-up, does not undo that.
    """
    held = await store.lock_held(conn, org_id, message_id)
    if held is None:
        return False
    actor, target = _author(org_id, held), _target(held)
    origin = await locked_contact(conn, actor, held["interaction_id"])
    at = clock.now()
    place = await place_for(conn, actor, origin, target, held["subject"], at)
    await store.release(
        conn,
        org_id,
        message_id,
        interaction_id=place,
        participant_id=await join(conn, actor, origin, place, at),
        subject=held["subject"] or origin.subject,
        in_reply_to=await writing.last_inbound(conn, org_id, place),
        at=at,
    )
    await writing.note_response(conn, org_id, origin.id, place, at)
    await publish(conn, org_id, actor.ref, queued(origin, place, target))
    if target.synchrony == "asynchronous" and await _answers_all(conn, actor, origin, message_id):
        await wait(conn, actor, origin, await visible_case(conn, actor, origin.case_id) if origin.case_id else None)
    return True


async def _answers_all(conn: Conn, actor: Actor, origin: InteractionView, message_id: UUID) -> bool:
    """Whether the contact is the customer's turn now: it is still with its author, and the customer has not written
    since. What was ended, put back or given to another meanwhile stays so."""
    if Status(origin.status) not in IN_HAND or origin.owner_id not in (None, actor.agent_id):
        return False
    latest = await writing.last_inbound(conn, actor.org_id, origin.id)
    return latest is None or latest < message_id


def _author(org_id: UUID, held: store.Row) -> Actor:
    """Who wrote it, as who they were then."""
    kind, _, named = held["author"].partition(":")
    id_ = held["agent_id"] or _id(named)
    return Actor(org_id=org_id, kind=kind, id=id_, name=held["author_name"], permissions=frozenset({"*"}))


def _id(named: str) -> UUID | None:
    try:
        return UUID(named)
    except ValueError:
        return None


def _target(held: store.Row) -> Target:
    return Target(
        handle_id=held["handle_id"],
        account_id=held["account_id"],
        channel=held["channel"],
        medium=held["medium"],
        synchrony=held["synchrony"],
        message_id=held["message_id"],
        external_id=held["external_id"],
    )
