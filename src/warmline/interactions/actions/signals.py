"""Signals: what a person or a machine found in an interaction."""

from typing import Annotated, Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import locked_contact
from warmline.interactions.actions.named import need_message
from warmline.interactions.actions.references import Confidence, Kind
from warmline.interactions.context_events import SignalRecorded
from warmline.interactions.context_views import SignalView
from warmline.interactions.guard import visible_interaction
from warmline.interactions.store import context as store
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish
from warmline.kit.ids import new_id

LONGEST_EVIDENCE = 65_536


class NewSignal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An assessment. ``confidence`` is 0 to 1; a value or a label, or both, says what was found."""

    kind: Kind
    value: float | None = None
    label: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    confidence: Confidence = 1.0
    producer: Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | None = None
    producer_version: Annotated[str, msgspec.Meta(max_length=100)] = ""
    message_id: UUID | None = None
    evidence: Annotated[list[Any], msgspec.Meta(max_length=100)] = []


async def record_signal(conn: Conn, actor: Actor, interaction_id: UUID, new: NewSignal) -> SignalView:
    """Record an assessment of an interaction; the latest of its kind gives way and stays in the history."""
    actor.need("signal.write")
    await visible_interaction(conn, actor, interaction_id)
    if new.value is None and not new.label:
        raise Invalid.field("value", "give a value, a label, or both")
    if len(msgspec.json.encode(new.evidence)) > LONGEST_EVIDENCE:
        raise Invalid.field("evidence", f"at most {LONGEST_EVIDENCE} bytes of JSON")
    await need_message(conn, actor.org_id, interaction_id, new.message_id)
    # Two of one kind at once: the second waits, and takes the place of the first.
    interaction = await locked_contact(conn, actor, interaction_id)
    signal_id = new_id()
    values = msgspec.structs.asdict(new) | {"producer": new.producer or actor.ref}
    superseded = await store.insert_signal(
        conn,
        actor.org_id,
        id=signal_id,
        interaction_id=interaction_id,
        case_id=interaction.case_id,
        at=clock.now(),
        **values,
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
