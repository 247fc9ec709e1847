"""Interactions and messages over HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.customers import members
from warmline.interactions.actions import describe, work
from warmline.interactions.actions import note as notes
from warmline.interactions.actions.holding import take_back
from warmline.interactions.actions.viewing import interaction_viewed
from warmline.interactions.guard import READ, visible_interaction, visible_message
from warmline.interactions.model import Status
from warmline.interactions.routes.bodies import InteractionChange, NoteBody, WrapUpBody
from warmline.interactions.routes.cursors import read_start, read_uuid
from warmline.interactions.store import reading
from warmline.interactions.views import InteractionView, Mentionable, MessageView, ParticipantView
from warmline.kit.http import After, Db, Limit, Page, aware, expected_version, page, tagged

TAGS = ["interactions"]
Acting = NamedDependency[Actor]
Statuses = Annotated[list[Status] | None, QueryParameter(name="status", description="Any of these statuses.")]
Sought = Annotated[str, QueryParameter(max_length=100, description="How a name begins.")]


@get("/interactions", operation_id="list_interactions", tags=TAGS)
async def list_interactions(
    db: Db,
    actor: Acting,
    status: Statuses = None,
    queue_id: FromQuery[UUID | None] = None,
    owner_id: FromQuery[UUID | None] = None,
    channel: FromQuery[str | None] = None,
    category: FromQuery[str | None] = None,
    customer_id: FromQuery[UUID | None] = None,
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[InteractionView]:
    """Interactions, those begun last first; by customer, those of all customers merged with it: the timeline."""
    actor.need(*READ)
    async with db.transaction(actor.org_id) as conn:
        wanted = reading.InteractionFilter(
            statuses=[each.value for each in status] if status else None,
            queue_id=queue_id,
            owner_id=owner_id,
            channel=channel,
            category=category,
            customer_ids=await members(conn, customer_id) if customer_id else None,
            since=aware(since, "since"),
            until=aware(until, "until"),
        )
        rows = await reading.list_interactions(conn, actor, wanted, before=read_start(after), size=limit + 1)
    return page(rows, limit, key=lambda each: (each.started_at, each.id))


@get("/interactions/{interaction_id:uuid}", operation_id="get_interaction", tags=TAGS)
async def get_interaction(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> Response[InteractionView]:
    """One interaction. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        found = await visible_interaction(conn, actor, interaction_id)
        await interaction_viewed(conn, actor, found)
    return tagged(found)


@patch("/interactions/{interaction_id:uuid}", operation_id="update_interaction", tags=TAGS)
async def update_interaction(
    db: Db,
    actor: Acting,
    request: Request[Any, Any, Any],
    interaction_id: FromPath[UUID],
    data: JSONBody[InteractionChange],
) -> Response[InteractionView]:
    """Say what an interaction is about: its category decides on the form, its priority when it is its turn."""
    changes = {name: value for name, value in msgspec.structs.asdict(data).items() if value is not msgspec.UNSET}
    async with db.transaction(actor.org_id) as conn:
        changed = await describe.update(conn, actor, interaction_id, changes, expected=expected_version(request))
    return tagged(changed)


@get("/interactions/{interaction_id:uuid}/messages", operation_id="list_messages", tags=TAGS)
async def list_messages(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], limit: Limit = 100, after: After = None
) -> Page[MessageView]:
    """What was said in an interaction, in order. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        interaction = await visible_interaction(conn, actor, interaction_id)
        await interaction_viewed(conn, actor, interaction)
        rows = await reading.list_messages(conn, actor.org_id, [interaction_id], after=read_uuid(after), size=limit + 1)
    return page(rows, limit, key=lambda each: (each.id,))


@get("/messages/{message_id:uuid}", operation_id="get_message", tags=TAGS)
async def get_message(db: Db, actor: Acting, message_id: FromPath[UUID]) -> Response[MessageView]:
    """One message. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        found = await visible_message(conn, actor, message_id)
        await interaction_viewed(conn, actor, await visible_interaction(conn, actor, found.interaction_id))
    return tagged(found)


@get("/interactions/{interaction_id:uuid}/participants", operation_id="list_participants", tags=TAGS)
async def list_participants(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> list[ParticipantView]:
    """Who took part in an interaction."""
    async with db.transaction(actor.org_id) as conn:
        await visible_interaction(conn, actor, interaction_id)
        return await reading.participants(conn, actor.org_id, interaction_id)


@post("/interactions/{interaction_id:uuid}/notes", operation_id="add_note", tags=TAGS)
async def create_note(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[NoteBody]
) -> Response[MessageView]:
    """Write a private note; customers never see it. Those mentioned must be able to see the case, and are told."""
    note = notes.NewNote(text=data.text, mentions=data.mentions, language=data.language)
    async with db.transaction(actor.org_id) as conn:
        return tagged(await notes.add_note(conn, actor, interaction_id, note), status_code=201)


@get("/interactions/{interaction_id:uuid}/mentionable", operation_id="list_mentionable", tags=TAGS)
async def list_mentionable(db: Db, actor: Acting, interaction_id: FromPath[UUID], q: Sought = "") -> list[Mentionable]:
    """Whom a note there may call upon: up to 20 agents and teams who may see it, by how their names begin."""
    async with db.transaction(actor.org_id) as conn:
        return await notes.mentionable(conn, actor, interaction_id, query=q)


@post("/messages/{message_id:uuid}/take-back", operation_id="take_back_reply", tags=TAGS, status_code=200)
async def take_back_reply(db: Db, actor: Acting, message_id: FromPath[UUID]) -> MessageView:
    """Take back a reply that is still held: it is not sent, and what it said is returned. Of this and the sending
    exactly one happens; the audit trail keeps that it was written."""
    async with db.transaction(actor.org_id) as conn:
        return await take_back(conn, actor, message_id)


async def _move(db: Db, actor: Actor, interaction_id: UUID, to: Status) -> Response[InteractionView]:
    async with db.transaction(actor.org_id) as conn:
        return tagged(await work.move(conn, actor, interaction_id, to))


@post("/interactions/{interaction_id:uuid}/hold", operation_id="hold_interaction", tags=TAGS, status_code=200)
async def hold(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> Response[InteractionView]:
    """Put an active interaction on hold."""
    return await _move(db, actor, interaction_id, Status.ON_HOLD)


@post("/interactions/{interaction_id:uuid}/resume", operation_id="resume_interaction", tags=TAGS, status_code=200)
async def resume(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> Response[InteractionView]:
    """Go on with an interaction that is on hold, in wrap-up, or waiting for the customer. A program, which has no
    offers, takes what waits in this way too; agents take it."""
    return await _move(db, actor, interaction_id, Status.ACTIVE)


@post("/interactions/{interaction_id:uuid}/wait", operation_id="await_customer", tags=TAGS, status_code=200)
async def await_customer(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> Response[InteractionView]:
    """Wait for the customer; the agent's capacity is free meanwhile."""
    return await _move(db, actor, interaction_id, Status.WAITING_CUSTOMER)


@post("/interactions/{interaction_id:uuid}/end", operation_id="end_interaction", tags=TAGS, status_code=200)
async def end(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> Response[InteractionView]:
    """End the conversation and begin the wrap-up."""
    return await _move(db, actor, interaction_id, Status.WRAP_UP)


@post("/interactions/{interaction_id:uuid}/wrap-up", operation_id="wrap_up", tags=TAGS, status_code=200)
async def wrap_up(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[WrapUpBody]
) -> Response[InteractionView]:
    """Record what came of it, by the capture template, and resolve the interaction."""
    filled = work.WrapUp(**{name: getattr(data, name) for name in work.WrapUp.__struct_fields__})
    async with db.transaction(actor.org_id) as conn:
        return tagged(await work.wrap_up(conn, actor, interaction_id, filled, resolve_case=data.resolve_case))


@post("/interactions/{interaction_id:uuid}/reopen", operation_id="reopen_interaction", tags=TAGS, status_code=200)
async def reopen(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> Response[InteractionView]:
    """Take up an ended interaction again."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await work.reopen(conn, actor, interaction_id))


ROUTES = [
    list_interactions,
    get_interaction,
    update_interaction,
    list_messages,
    get_message,
    list_participants,
    create_note,
    list_mentionable,
    take_back_reply,
    hold,
    resume,
    await_customer,
    end,
    wrap_up,
    reopen,
]
