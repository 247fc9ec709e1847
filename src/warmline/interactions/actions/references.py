"""References from cases to business objects: policies, claims, accounts, loans, orders."""

from typing import Annotated
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.actions.named import need_place
from warmline.interactions.context_views import RefView
from warmline.interactions.events import EntityRefAdded, EntityRefRemoved
from warmline.interactions.guard import standing_case, visible_case, visible_interaction, visible_message, visible_ref
from warmline.interactions.references import folded
from warmline.interactions.store import context as store
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish
from warmline.kit.ids import new_id

# A bare $ lets a line break at the end pass.
Kind = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,62}(?!\n)$", description="Small letters, digits and `_`")
]
Confidence = Annotated[float, msgspec.Meta(ge=0, le=1)]
Address = Annotated[
    str, msgspec.Meta(pattern="^https?://", max_length=2_000, description="Where the object is shown: a web address")
]


class NewRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reference to add. The span, in characters, goes with a message."""

    kind: Kind
    external_id: Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
    label: Annotated[str, msgspec.Meta(max_length=500)] = ""
    address: Address | None = None
    interaction_id: UUID | None = None
    message_id: UUID | None = None
    span_start: int | None = None
    span_end: int | None = None
    confidence: Confidence = 1.0


async def add_ref(conn: Conn, actor: Actor, case_id: UUID, new: NewRef) -> RefView:
    """Link a case, and within it an interaction or a span of a message, to a business object. What the case is linked
    to already, in any spelling, and of which nothing more is said, stays as it is."""
    actor.need("case.write")
    case = await standing_case(conn, actor, case_id)
    standing = await _standing(conn, actor, case_id, new)
    if standing:
        return standing
    await need_place(conn, actor.org_id, case_id, interaction_id=new.interaction_id, message_id=new.message_id)
    await _check_span(conn, actor, new)
    ref_id = new_id()
    await store.insert_ref(
        conn, actor.org_id, id=ref_id, case_id=case_id, source=actor.ref, **msgspec.structs.asdict(new)
    )
    event = EntityRefAdded(case_id=case_id, customer_id=case.customer_id, ref_id=ref_id, kind=new.kind)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await store.refs(conn, actor.org_id, [ref_id]))[0]


async def _standing(conn: Conn, actor: Actor, case_id: UUID, new: NewRef) -> RefView | None:
    """The reference to the same object, where the new one would add nothing to it."""
    if new != NewRef(kind=new.kind, external_id=new.external_id) or not folded(new.external_id):
        return None
    found = await store.list_refs(conn, actor.org_id, case_id)
    sure = (each for each in found if each.kind == new.kind and each.confidence >= new.confidence)
    return next((each for each in sure if folded(each.external_id) == folded(new.external_id)), None)


async def _check_span(conn: Conn, actor: Actor, new: NewRef) -> None:
    if new.span_start is None and new.span_end is None:
        return
    if new.message_id is None:
        raise Invalid.field("message_id", "a span is a part of a message; name the message")
    text = (await visible_message(conn, actor, new.message_id)).text
    if new.span_start is None or new.span_end is None or not 0 <= new.span_start < new.span_end <= len(text):
        raise Invalid.field("span_start", f"the span must lie in the message's {len(text)} characters")


async def remove_ref(conn: Conn, actor: Actor, ref_id: UUID) -> None:
    """Take a reference back; it stays in the history."""
    actor.need("case.write")
    ref = await visible_ref(conn, actor, ref_id)
    if not await store.remove_ref(conn, actor.org_id, ref_id, clock.now()):
        return
    case_id, customer_id = ref.case_id, None
    if case_id is None:
        assert ref.interaction_id, "a reference is a case's or a contact's"
        contact = await visible_interaction(conn, actor, ref.interaction_id)
        case_id, customer_id = contact.case_id, contact.customer_id
    if case_id:
        customer_id = (await visible_case(conn, actor, case_id)).customer_id
    event = EntityRefRemoved(case_id=case_id, customer_id=customer_id, ref_id=ref_id, kind=ref.kind)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
