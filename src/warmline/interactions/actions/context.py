"""What travels with a case: references to business objects, promises, and signals."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.context_views import ActionItemView, RefView, SignalView
from warmline.interactions.errors import ActionItemNotFound, RefNotFound
from warmline.interactions.events import (
    ActionItemCreated,
    ActionItemUpdated,
    EntityRefAdded,
    EntityRefRemoved,
    SignalRecorded,
)
from warmline.interactions.guard import visible_case, visible_interaction, visible_message
from warmline.interactions.store import context as store
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id


class NewRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reference to add. The span, in characters, goes with a message."""

    kind: str
    external_id: str
    label: str = ""
    address: str | None = None
    interaction_id: UUID | None = None
    message_id: UUID | None = None
    span_start: int | None = None
    span_end: int | None = None
    confidence: float = 1.0


async def add_ref(conn: Conn, actor: Actor, case_id: UUID, new: NewRef) -> RefView:
    """Link a case, and within it an interaction or a span of a message, to a business object."""
    actor.need("case.write")
    case = await visible_case(conn, actor, case_id)
    if new.span_start is not None:
        text = (await visible_message(conn, actor, new.message_id)).text if new.message_id else ""
        if not 0 <= new.span_start < (new.span_end or 0) <= len(text):
            raise Invalid.field("span_start", f"the span must lie in the message's {len(text)} characters")
    ref_id = new_id()
    await store.insert_ref(conn, actor.org_id, id=ref_id, case_id=case_id, source=actor.ref, **msgspec.to_builtins(new))
    event = EntityRefAdded(case_id=case_id, customer_id=case.customer_id, ref_id=ref_id, kind=new.kind)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await store.refs(conn, actor.org_id, [ref_id]))[0]


async def remove_ref(conn: Conn, actor: Actor, ref_id: UUID) -> None:
    """Take a reference back; it stays in the history."""
    actor.need("case.write")
    found = await store.refs(conn, actor.org_id, [ref_id])
    if not found or found[0].removed_at or found[0].case_id is None:
        raise RefNotFound(id=ref_id)
    case = await visible_case(conn, actor, found[0].case_id)
    await store.remove_ref(conn, actor.org_id, ref_id, clock.now())
    event = EntityRefRemoved(case_id=case.id, customer_id=case.customer_id, ref_id=ref_id, kind=found[0].kind)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


class NewActionItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A promise to write down."""

    text: str
    interaction_id: UUID | None = None
    message_id: UUID | None = None
    assignee_id: UUID | None = None
    due_at: datetime | None = None
    source: str = "person"


async def promise(conn: Conn, actor: Actor, case_id: UUID, new: NewActionItem) -> ActionItemView:
    """Write a promise down on a case."""
    actor.need("case.write", "interaction.work")
    case = await visible_case(conn, actor, case_id)
    if not new.text.strip():
        raise Invalid.field("text", "say what is promised")
    item_id = new_id()
    await store.insert_action_item(
        conn,
        actor.org_id,
        id=item_id,
        case_id=case_id,
        interaction_id=new.interaction_id,
        message_id=new.message_id,
        text=new.text,
        assignee_id=new.assignee_id,
        due_at=new.due_at,
        source=new.source,
        created_by=actor.ref,
    )
    event = ActionItemCreated(case_id=case_id, customer_id=case.customer_id, item_id=item_id)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await store.action_items(conn, actor.org_id, [item_id]))[0]


class ActionItemChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change; what is left out stays."""

    text: str | None = None
    assignee_id: UUID | None = None
    due_at: datetime | None = None
    status: str | None = None


async def change_promise(
    conn: Conn, actor: Actor, item_id: UUID, change: ActionItemChange, *, expected: int | None = None
) -> ActionItemView:
    """Keep, cancel, move or reassign a promise."""
    actor.need("case.write", "interaction.work")
    found = await store.action_items(conn, actor.org_id, [item_id])
    if not found:
        raise ActionItemNotFound(id=item_id)
    before = found[0]
    await visible_case(conn, actor, before.case_id)
    if expected is not None and expected != before.version:
        raise Stale(kind="action item")
    await store.update_action_item(
        conn, actor.org_id, id=item_id, at=clock.now(), **{f: getattr(change, f) for f in change.__struct_fields__}
    )
    changed: dict[str, Any] = {
        name: value for name, value in msgspec.to_builtins(change).items() if value is not None and name != "text"
    }
    event = ActionItemUpdated(
        case_id=before.case_id,
        interaction_id=before.interaction_id,
        item_id=item_id,
        before={name: msgspec.to_builtins(before)[name] for name in changed},
        after=changed,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await store.action_items(conn, actor.org_id, [item_id]))[0]


class NewSignal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An assessment. ``confidence`` is 0 to 1; a value or a label, or both, says what was found."""

    kind: str
    value: float | None = None
    label: str | None = None
    confidence: float = 1.0
    producer: str | None = None
    producer_version: str = ""
    message_id: UUID | None = None
    evidence: list[Any] = []


async def record_signal(conn: Conn, actor: Actor, interaction_id: UUID, new: NewSignal) -> SignalView:
    """Record an assessment of an interaction; the latest of its kind gives way and stays in the history."""
    actor.need("signal.write")
    interaction = await visible_interaction(conn, actor, interaction_id)
    if new.value is None and not new.label:
        raise Invalid.field("value", "give a value, a label, or both")
    signal_id = new_id()
    superseded = await store.insert_signal(
        conn,
        actor.org_id,
        id=signal_id,
        interaction_id=interaction_id,
        case_id=interaction.case_id,
        message_id=new.message_id,
        kind=new.kind,
        value=new.value,
        label=new.label,
        confidence=new.confidence,
        producer=new.producer or actor.ref,
        producer_version=new.producer_version,
        evidence=new.evidence,
        at=clock.now(),
    )
    event = SignalRecorded(
        interaction_id=interaction_id,
        case_id=interaction.case_id,
        customer_id=interaction.customer_id,
        signal_id=signal_id,
        kind=new.kind,
        confidence=new.confidence,
        superseded_id=superseded,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await store.signals(conn, actor.org_id, [signal_id]))[0]
