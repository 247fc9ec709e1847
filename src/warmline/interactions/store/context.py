"""The queries of what travels with a case: references, promises, signals and hand-offs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.context_views import ActionItemView, HandOffView, RefView, SignalView, WordsView
from warmline.interactions.store.reading import reach, views
from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


async def insert_ref(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A business object that a case, an interaction or a span of a message is about."""
    await SQL.insert_ref(conn, org_id=org_id, **values)


async def refs(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[RefView]:
    """These references."""
    return views(await SQL.refs_by_id(conn, org_id=org_id, ids=list(ids)), RefView)


async def list_refs(conn: Conn, org_id: UUID, case_id: UUID) -> list[RefView]:
    """The references of a case, of those joined into it, and of its interactions."""
    return views(await SQL.list_refs(conn, org_id=org_id, case_id=case_id), RefView)


async def remove_ref(conn: Conn, org_id: UUID, ref_id: UUID, at: Any) -> bool:
    """A reference that was taken back; whether it still stood."""
    return await SQL.remove_ref(conn, org_id=org_id, id=ref_id, at=at) is not None


async def insert_action_item(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A promise."""
    await SQL.insert_action_item(conn, org_id=org_id, **values)


async def action_items(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[ActionItemView]:
    """Those of the promises that the actor may see."""
    return views(await SQL.action_items_by_id(conn, org_id=actor.org_id, ids=list(ids), **reach(actor)), ActionItemView)


async def all_action_items(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[ActionItemView]:
    """These promises, whoever may see them."""
    rows = await SQL.action_items_by_id(conn, org_id=org_id, ids=list(ids), all=True, agent_id=None, team_ids=[])
    return views(rows, ActionItemView)


async def lock_action_item(conn: Conn, org_id: UUID, item_id: UUID) -> None:
    """A promise's row, locked until commit."""
    await SQL.lock_action_item(conn, org_id=org_id, id=item_id)


class ItemFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which promises to list; None takes any. ``case_id`` takes those of the cases joined into it as well."""

    case_id: UUID | None = None
    assignee_id: UUID | None = None
    status: str | None = None
    due_before: datetime | None = None


async def list_action_items(
    conn: Conn, actor: Actor, wanted: ItemFilter, *, after: tuple[datetime | None, UUID] | None, size: int
) -> list[ActionItemView]:
    """A page of the promises that the actor may see, those due first coming first. ``after`` is the last one's due time
    and id."""
    due, item_id = after or (None, None)
    rows = await SQL.list_action_items(
        conn,
        org_id=actor.org_id,
        after_due=due,
        after_id=item_id,
        size=size,
        **msgspec.structs.asdict(wanted),
        **reach(actor),
    )
    return views(rows, ActionItemView)


async def update_action_item(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A promise's text, assignee, due time and status."""
    await SQL.update_action_item(conn, org_id=org_id, **values)


async def insert_signal(conn: Conn, org_id: UUID, **values: Any) -> UUID | None:
    """An assessment; the latest of its kind gives way to it, and is returned."""
    superseded: UUID | None = await SQL.supersede_signal(
        conn, org_id=org_id, interaction_id=values["interaction_id"], kind=values["kind"], by=values["id"]
    )
    await SQL.insert_signal(conn, org_id=org_id, **values)
    return superseded


async def signals(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[SignalView]:
    """These signals."""
    return views(await SQL.signals_by_id(conn, org_id=org_id, ids=list(ids)), SignalView)


async def list_signals(conn: Conn, org_id: UUID, interaction_id: UUID, *, all_of_them: bool) -> list[SignalView]:
    """The latest signal of each kind, or all of them."""
    rows = await SQL.list_signals(conn, org_id=org_id, interaction_id=interaction_id, all=all_of_them)
    return views(rows, SignalView)


async def insert_hand_off(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A hand-off with its context packet."""
    await SQL.insert_hand_off(conn, org_id=org_id, **values)


async def hand_offs(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[HandOffView]:
    """These hand-offs."""
    return views(await SQL.hand_offs_by_id(conn, org_id=org_id, ids=list(ids)), HandOffView)


async def list_hand_offs(conn: Conn, org_id: UUID, interaction_id: UUID) -> list[HandOffView]:
    """The hand-offs of an interaction, oldest first."""
    return views(await SQL.list_hand_offs(conn, org_id=org_id, interaction_id=interaction_id), HandOffView)


async def lock_hand_off(conn: Conn, org_id: UUID, hand_off_id: UUID) -> Any:
    """One hand-off, locked, or None."""
    return await SQL.lock_hand_off(conn, org_id=org_id, id=hand_off_id)


async def answer_hand_off(conn: Conn, org_id: UUID, hand_off_id: UUID, **values: Any) -> None:
    """A hand-off is accepted or cancelled."""
    await SQL.answer_hand_off(conn, org_id=org_id, id=hand_off_id, **values)


async def decline_hand_off(conn: Conn, org_id: UUID, hand_off_id: UUID, *, by: UUID | None, reason: str | None) -> None:
    """A hand-off is declined, by an agent or a program."""
    await SQL.decline_hand_off(conn, org_id=org_id, id=hand_off_id, by=by, reason=reason)


async def note_asked_again(conn: Conn, org_id: UUID, hand_off_id: UUID, asked: list[Any]) -> None:
    """What the customer was asked again although the packet said it."""
    await SQL.note_asked_again(conn, org_id=org_id, id=hand_off_id, asked_again=asked)


async def customer_words(conn: Conn, org_id: UUID, case_id: UUID, *, size: int) -> list[WordsView]:
    """The customer's latest words in a case, newest first."""
    return views(await SQL.customer_words(conn, org_id=org_id, case_id=case_id, size=size), WordsView)
