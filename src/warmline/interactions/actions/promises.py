"""Promises: what was told the customer would be done, by whom, and until when."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from warmline.accounts import Actor
from warmline.interactions.actions.named import need_agent, need_place
from warmline.interactions.context_events import ActionItemCreated, ActionItemUpdated
from warmline.interactions.context_views import ActionItemView
from warmline.interactions.guard import standing_case, visible_action_item
from warmline.interactions.store import context as store
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class ItemStatus(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class NewActionItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A promise to write down."""

    text: Words
    interaction_id: UUID | None = None
    message_id: UUID | None = None
    assignee_id: UUID | None = None
    due_at: Moment | None = None
    source: Literal["person", "model", "workflow"] = "person"


class ActionItemChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change; what is left out stays. Null takes the assignee and the due time off."""

    text: Words | UnsetType = UNSET
    assignee_id: UUID | UnsetType | None = UNSET
    due_at: Moment | UnsetType | None = UNSET
    status: ItemStatus | UnsetType = UNSET


FIELDS = ActionItemChange.__struct_fields__


async def promise(conn: Conn, actor: Actor, case_id: UUID, new: NewActionItem) -> ActionItemView:
    """Write a promise down on a case."""
    actor.need("case.write", "interaction.work")
    case = await standing_case(conn, actor, case_id)
    _say(new.text)
    await need_place(conn, actor.org_id, case_id, interaction_id=new.interaction_id, message_id=new.message_id)
    await need_agent(conn, actor.org_id, new.assignee_id, field="assignee_id")
    item_id = new_id()
    await store.insert_action_item(
        conn,
        actor.org_id,
        id=item_id,
        case_id=case_id,
        created_by=actor.ref,
        **msgspec.structs.asdict(new),
    )
    event = ActionItemCreated(
        case_id=case_id,
        customer_id=case.customer_id,
        interaction_id=new.interaction_id,
        item_id=item_id,
        after={"assignee_id": new.assignee_id, "due_at": new.due_at, "status": ItemStatus.OPEN},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_action_item(conn, actor, item_id)


def _say(text: str) -> None:
    if not text.strip():
        raise Invalid.field("text", "say what is promised")


async def change_promise(
    conn: Conn, actor: Actor, item_id: UUID, change: ActionItemChange, *, expected: int | None = None
) -> ActionItemView:
    """Keep, cancel, move or reassign a promise. Raises ``Stale`` where ``expected`` is not its version."""
    actor.need("case.write", "interaction.work")
    await visible_action_item(conn, actor, item_id)
    await store.lock_action_item(conn, actor.org_id, item_id)
    item = await visible_action_item(conn, actor, item_id)
    if expected is not None and expected != item.version:
        raise Stale(kind="action item")
    before = {name: getattr(item, name) for name in FIELDS}
    given = {name: getattr(change, name) for name in FIELDS if getattr(change, name) is not UNSET}
    changed = [name for name, value in given.items() if value != before[name]]
    if changed:
        await _change(conn, actor, item, before, before | given, changed)
    return (await store.all_action_items(conn, actor.org_id, [item_id]))[0]


async def _change(
    conn: Conn, actor: Actor, item: ActionItemView, before: dict[str, Any], after: dict[str, Any], changed: list[str]
) -> None:
    _say(after["text"])
    if "assignee_id" in changed:
        await need_agent(conn, actor.org_id, after["assignee_id"], field="assignee_id")
    await store.update_action_item(conn, actor.org_id, id=item.id, at=clock.now(), **after)
    # The words stay out of the event log.
    told = [name for name in changed if name != "text"]
    event = ActionItemUpdated(
        case_id=item.case_id,
        interaction_id=item.interaction_id,
        item_id=item.id,
        before={name: before[name] for name in told},
        after={name: after[name] for name in told},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
