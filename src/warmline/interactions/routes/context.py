"""References, promises, signals and hand-offs over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.interactions.actions import hand_off, packet, promises, references, signals
from warmline.interactions.actions.form import Form, Moment, form
from warmline.interactions.actions.viewing import interaction_viewed
from warmline.interactions.context_views import ActionItemView, HandOffView, RefView, SignalView
from warmline.interactions.guard import READ, visible_case, visible_interaction
from warmline.interactions.routes.bodies import DeclineBody, FieldsBody, QuestionBody
from warmline.interactions.routes.cursors import read_due
from warmline.interactions.store import context as store
from warmline.kit.http import After, Db, Limit, Page, aware, expected_version, page, tagged

TAGS = ["context"]
Acting = NamedDependency[Actor]


@get("/cases/{case_id:uuid}/references", operation_id="list_references", tags=TAGS)
async def list_references(db: Db, actor: Acting, case_id: FromPath[UUID]) -> list[RefView]:
    """The policies, claims, accounts and other objects that a case is about."""
    async with db.transaction(actor.org_id) as conn:
        await visible_case(conn, actor, case_id)
        return await store.list_refs(conn, actor.org_id, case_id)


@post("/cases/{case_id:uuid}/references", operation_id="add_reference", tags=TAGS)
async def add_reference(db: Db, actor: Acting, case_id: FromPath[UUID], data: JSONBody[references.NewRef]) -> RefView:
    """Link a case to a business object."""
    async with db.transaction(actor.org_id) as conn:
        return await references.add_ref(conn, actor, case_id, data)


@delete("/references/{ref_id:uuid}", operation_id="remove_reference", tags=TAGS)
async def remove_reference(db: Db, actor: Acting, ref_id: FromPath[UUID]) -> None:
    """Take a reference back; it stays in the history."""
    async with db.transaction(actor.org_id) as conn:
        await references.remove_ref(conn, actor, ref_id)


@get("/action-items", operation_id="list_action_items", tags=TAGS)
async def list_action_items(
    db: Db,
    actor: Acting,
    case_id: FromQuery[UUID | None] = None,
    assignee_id: FromQuery[UUID | None] = None,
    status: FromQuery[promises.ItemStatus | None] = None,
    due_before: FromQuery[datetime | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[ActionItemView]:
    """Promises, those due first coming first: of a case with all joined into it, of an assignee, or overdue
    (``status=open`` and ``due_before`` now). Without ``case.read``, one's own and those of cases within reach."""
    actor.need(*READ)
    async with db.transaction(actor.org_id) as conn:
        if case_id:
            await visible_case(conn, actor, case_id)
        wanted = store.ItemFilter(
            case_id=case_id, assignee_id=assignee_id, status=status, due_before=aware(due_before, "due_before")
        )
        rows = await store.list_action_items(conn, actor, wanted, after=read_due(after), size=limit + 1)
    return page(rows, limit, key=lambda each: (each.due_at, each.id))


@post("/cases/{case_id:uuid}/action-items", operation_id="create_action_item", tags=TAGS)
async def create_action_item(
    db: Db, actor: Acting, case_id: FromPath[UUID], data: JSONBody[promises.NewActionItem]
) -> Response[ActionItemView]:
    """Write a promise down."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await promises.promise(conn, actor, case_id, data), status_code=201)


@patch("/action-items/{item_id:uuid}", operation_id="update_action_item", tags=TAGS)
async def update_action_item(
    db: Db,
    actor: Acting,
    request: Request[Any, Any, Any],
    item_id: FromPath[UUID],
    data: JSONBody[promises.ActionItemChange],
) -> Response[ActionItemView]:
    """Keep, cancel, move or reassign a promise."""
    async with db.transaction(actor.org_id) as conn:
        changed = await promises.change_promise(conn, actor, item_id, data, expected=expected_version(request))
    return tagged(changed)


@get("/interactions/{interaction_id:uuid}/signals", operation_id="list_signals", tags=TAGS)
async def list_signals(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], earlier: FromQuery[bool] = False
) -> list[SignalView]:
    """The latest signal of each kind; with ``earlier``, those that gave way too."""
    async with db.transaction(actor.org_id) as conn:
        await visible_interaction(conn, actor, interaction_id)
        return await store.list_signals(conn, actor.org_id, interaction_id, all_of_them=earlier)


@post("/interactions/{interaction_id:uuid}/signals", operation_id="record_signal", tags=TAGS)
async def record_signal(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[signals.NewSignal]
) -> SignalView:
    """Record an assessment of an interaction."""
    async with db.transaction(actor.org_id) as conn:
        return await signals.record_signal(conn, actor, interaction_id, data)


@post("/interactions/{interaction_id:uuid}/context", operation_id="get_context_packet", tags=TAGS, status_code=200)
async def get_context_packet(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[FieldsBody]
) -> dict[str, Any]:
    """The context packet as it would travel now, with these answers in it. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        await interaction_viewed(conn, actor, await visible_interaction(conn, actor, interaction_id))
        return await packet.context_packet(conn, actor, interaction_id, data.fields)


@get("/interactions/{interaction_id:uuid}/capture", operation_id="get_capture_form", tags=TAGS)
async def get_capture_form(
    db: Db,
    actor: Acting,
    interaction_id: FromPath[UUID],
    moment: FromQuery[Moment],
    category: FromQuery[str | None] = None,
) -> Form:
    """What the capture template of the interaction's channel and category asks for at wrap-up or at hand-off, and how
    much of it is known; with ``category``, what it would ask for then. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        await interaction_viewed(conn, actor, await visible_interaction(conn, actor, interaction_id))
        return await form(conn, actor, interaction_id, moment, category=category)


@get("/interactions/{interaction_id:uuid}/hand-offs", operation_id="list_hand_offs", tags=TAGS)
async def list_hand_offs(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> list[HandOffView]:
    """The hand-offs of an interaction with their packets, oldest first. Reading them is audited."""
    async with db.transaction(actor.org_id) as conn:
        await interaction_viewed(conn, actor, await visible_interaction(conn, actor, interaction_id))
        return await store.list_hand_offs(conn, actor.org_id, interaction_id)


@post("/interactions/{interaction_id:uuid}/hand-offs", operation_id="hand_off", tags=TAGS)
async def create_hand_off(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[hand_off.NewHandOff]
) -> Response[HandOffView]:
    """Hand an interaction over with its context, to an agent or a queue."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await hand_off.hand_off(conn, actor, interaction_id, data), status_code=201)


@post("/hand-offs/{hand_off_id:uuid}/decline", operation_id="decline_hand_off", tags=TAGS, status_code=200)
async def decline_hand_off(
    db: Db, actor: Acting, hand_off_id: FromPath[UUID], data: JSONBody[DeclineBody | None] = None
) -> Response[HandOffView]:
    """Decline a hand-off: who had the work has it again, and is told why."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await hand_off.decline(conn, actor, hand_off_id, reason=data.reason if data else None))


@post("/hand-offs/{hand_off_id:uuid}/asked-again", operation_id="note_asked_again", tags=TAGS, status_code=200)
async def note_asked_again(
    db: Db, actor: Acting, hand_off_id: FromPath[UUID], data: JSONBody[QuestionBody]
) -> Response[HandOffView]:
    """Note that the customer was asked again for what the packet said."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await hand_off.note_asked_again(conn, actor, hand_off_id, data.question))


ROUTES = [
    list_references,
    add_reference,
    remove_reference,
    list_action_items,
    create_action_item,
    update_action_item,
    list_signals,
    record_signal,
    get_context_packet,
    get_capture_form,
    list_hand_offs,
    create_hand_off,
    decline_hand_off,
    note_asked_again,
]
