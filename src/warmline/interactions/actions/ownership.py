"""When somebody takes work, or it ends: who owns the case's context now, and what becomes of an open hand-off."""

from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.context_events import HandOffAccepted, HandOffCancelled
from warmline.interactions.events import CaseUpdated
from warmline.interactions.store import context, writing
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish


async def take_over(conn: Conn, actor: Actor, interaction: Any, owner_id: UUID, at: Any) -> None:
    """The new owner has it now: an open hand-off is accepted, and the case's context is theirs where it was handed over
    or nobody's."""
    events: list[Event] = []
    ids = {"case_id": interaction["case_id"], "interaction_id": interaction["id"]}
    handed = await writing.open_hand_off(conn, actor.org_id, interaction["id"])
    if handed:
        await context.answer_hand_off(
            conn, actor.org_id, handed, status="accepted", at=at, accepted_by=owner_id, owner_after=owner_id
        )
        events.append(
            HandOffAccepted(
                **ids,
                customer_id=interaction["customer_id"],
                hand_off_id=handed,
                before={"status": "offered"},
                after={"status": "accepted", "owner_id": owner_id},
            )
        )
    if interaction["case_id"]:
        case = await writing.lock_case(conn, actor.org_id, interaction["case_id"])
        if case["owner_id"] is None or (handed and case["owner_id"] != owner_id):
            await writing.set_case_owner(conn, actor.org_id, case["id"], owner_id, None)
            events.append(
                CaseUpdated(
                    **ids,
                    customer_id=case["customer_id"],
                    before={"owner_id": case["owner_id"]},
                    after={"owner_id": owner_id},
                )
            )
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


async def cancel_hand_off(conn: Conn, actor: Actor, interaction: Any, at: Any) -> None:
    """The work ended before anybody took it over, so that nobody has to any more."""
    handed = await writing.open_hand_off(conn, actor.org_id, interaction["id"])
    if handed is None:
        return
    await context.answer_hand_off(
        conn, actor.org_id, handed, status="cancelled", at=at, accepted_by=None, owner_after=None
    )
    event = HandOffCancelled(
        interaction_id=interaction["id"],
        case_id=interaction["case_id"],
        customer_id=interaction["customer_id"],
        hand_off_id=handed,
        before={"status": "offered"},
        after={"status": "cancelled"},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
