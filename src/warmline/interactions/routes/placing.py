"""Which case an interaction belongs to, and how interactions are related, over HTTP."""

from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.customers import members
from warmline.interactions.actions import correct, link
from warmline.interactions.guard import READ, visible_decisions, visible_interaction, visible_links
from warmline.interactions.routes.bodies import AnswerBody, AttachBody, LinkBody, MoveBody, ReasonBody
from warmline.interactions.routes.cursors import read_uuid
from warmline.interactions.store import reading
from warmline.interactions.views import DecisionView, InteractionView, LinkView
from warmline.kit.http import After, Db, Limit, Page, page, tagged

TAGS = ["continuity"]
Acting = NamedDependency[Actor]


@get("/suggestions", operation_id="list_suggestions", tags=TAGS)
async def list_suggestions(
    db: Db,
    actor: Acting,
    interaction_id: FromQuery[UUID | None] = None,
    case_id: FromQuery[UUID | None] = None,
    customer_id: FromQuery[UUID | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[DecisionView]:
    """Suggestions that a contact belongs to a case, which nobody has answered yet, newest first: all, or those about an
    interaction, a case or a customer."""
    actor.need(*READ)
    async with db.transaction(actor.org_id) as conn:
        wanted = reading.SuggestionFilter(
            interaction_id=interaction_id,
            case_id=case_id,
            customer_ids=await members(conn, customer_id) if customer_id else None,
        )
        rows = await reading.suggestions(conn, actor, wanted, before=read_uuid(after), size=limit + 1)
        shown = await visible_decisions(conn, actor, rows[:limit])
    return Page(shown, page(rows, limit, key=lambda each: (each.id,)).next)


@get("/interactions/{interaction_id:uuid}/decisions", operation_id="list_case_decisions", tags=TAGS)
async def list_case_decisions(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> list[DecisionView]:
    """Why the interaction is in its case: every decision with its evidence, oldest first."""
    async with db.transaction(actor.org_id) as conn:
        await visible_interaction(conn, actor, interaction_id)
        return await visible_decisions(conn, actor, await reading.decisions(conn, actor.org_id, interaction_id))


@post("/interactions/{interaction_id:uuid}/attach", operation_id="attach_interaction", tags=TAGS, status_code=200)
async def attach_interaction(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[AttachBody]
) -> Response[InteractionView]:
    """Say which case the interaction belongs to: the one named, or the one that is suggested. What is suggested for it
    is answered by that, and a case that held nothing else leads to the chosen one."""
    async with db.transaction(actor.org_id) as conn:
        attached = await correct.attach(
            conn,
            actor,
            interaction_id,
            data.case_id,
            reason=data.reason,
            confirm_other_customer=data.confirm_other_customer,
        )
    return tagged(attached)


@post("/interactions/{interaction_id:uuid}/detach", operation_id="detach_interaction", tags=TAGS, status_code=200)
async def detach_interaction(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[ReasonBody]
) -> Response[InteractionView]:
    """Say that the interaction does not belong to its case: it gets one of its own."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await correct.detach(conn, actor, interaction_id, reason=data.reason))


@post("/interactions/{interaction_id:uuid}/move", operation_id="move_interaction", tags=TAGS, status_code=200)
async def move_interaction(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[MoveBody]
) -> Response[InteractionView]:
    """Put the interaction in another case."""
    async with db.transaction(actor.org_id) as conn:
        moved = await correct.move(
            conn,
            actor,
            interaction_id,
            data.case_id,
            reason=data.reason,
            confirm_other_customer=data.confirm_other_customer,
        )
    return tagged(moved)


@post("/interactions/{interaction_id:uuid}/split", operation_id="split_interaction", tags=TAGS, status_code=200)
async def split_interaction(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[ReasonBody]
) -> Response[InteractionView]:
    """Give the interaction a case of its own."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await correct.split(conn, actor, interaction_id, reason=data.reason))


@post("/case-decisions/{decision_id:uuid}/undo", operation_id="undo_case_decision", tags=TAGS, status_code=200)
async def undo_decision(
    db: Db, actor: Acting, decision_id: FromPath[UUID], data: JSONBody[ReasonBody]
) -> Response[InteractionView]:
    """Take a decision back: the interaction returns to the case that it was in before."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await correct.undo(conn, actor, decision_id, reason=data.reason))


@post("/case-decisions/{decision_id:uuid}/answer", operation_id="answer_suggestion", tags=TAGS, status_code=200)
async def answer_suggestion(
    db: Db, actor: Acting, decision_id: FromPath[UUID], data: JSONBody[AnswerBody]
) -> Response[InteractionView]:
    """Accept or decline a suggestion that this is the same issue."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await correct.answer(conn, actor, decision_id, accept=data.accept))


@get("/interactions/{interaction_id:uuid}/links", operation_id="list_links", tags=TAGS)
async def list_links(db: Db, actor: Acting, interaction_id: FromPath[UUID]) -> list[LinkView]:
    """The links from and to an interaction, of which both ends may be seen."""
    async with db.transaction(actor.org_id) as conn:
        await visible_interaction(conn, actor, interaction_id)
        return await visible_links(conn, actor, await reading.links(conn, actor.org_id, interaction_id))


@post("/interactions/{interaction_id:uuid}/links", operation_id="link_interactions", tags=TAGS)
async def link_interactions(
    db: Db, actor: Acting, interaction_id: FromPath[UUID], data: JSONBody[LinkBody]
) -> LinkView:
    """Relate two interactions."""
    async with db.transaction(actor.org_id) as conn:
        return await link.link(conn, actor, interaction_id, data.to_id, kind=data.kind, reason=data.reason)


@delete("/links/{link_id:uuid}", operation_id="unlink_interactions", tags=TAGS)
async def unlink_interactions(db: Db, actor: Acting, link_id: FromPath[UUID]) -> None:
    """Take a link back; it stays in the history."""
    async with db.transaction(actor.org_id) as conn:
        await link.unlink(conn, actor, link_id)


ROUTES = [
    list_suggestions,
    list_case_decisions,
    attach_interaction,
    detach_interaction,
    move_interaction,
    split_interaction,
    undo_decision,
    answer_suggestion,
    list_links,
    link_interactions,
    unlink_interactions,
]
