"""Identity decisions: merge, unmerge, split, move, look back, undo."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import Actor
from warmline.customers.actions import merge, move, read, undo
from warmline.customers.guard import visible_decision
from warmline.customers.model import Decision
from warmline.customers.schemas import Because, NewMerge, NewMove, NewSplit
from warmline.kit.http import After, Db, Limit, Page, page, read_cursor

TAGS = ["customers"]
Acting = NamedDependency[Actor]


@post("/customers/{customer_id:uuid}/merge", operation_id="merge_customer", tags=TAGS, status_code=200)
async def merge_customer(db: Db, actor: Acting, customer_id: FromPath[UUID], data: JSONBody[NewMerge]) -> Decision:
    """Let the customer count as another. Nothing moves, and it can be undone."""
    async with db.transaction(actor.org_id) as conn:
        return await merge.merge(conn, actor, customer_id, into_id=data.into, reason=data.reason, score=data.score)


@post("/customers/{customer_id:uuid}/unmerge", operation_id="unmerge_customer", tags=TAGS, status_code=200)
async def unmerge_customer(db: Db, actor: Acting, customer_id: FromPath[UUID], data: JSONBody[Because]) -> Decision:
    """Let a merged customer count as itself again, with all that was merged into it."""
    async with db.transaction(actor.org_id) as conn:
        return await merge.unmerge(conn, actor, customer_id, reason=data.reason)


@post("/customers/{customer_id:uuid}/split", operation_id="split_customer", tags=TAGS, status_code=200)
async def split_customer(db: Db, actor: Acting, customer_id: FromPath[UUID], data: JSONBody[NewSplit]) -> Decision:
    """Let some handles, with all that came by them, be a new customer's: `other_customer_id` of the answer. Cases that
    would hold both are taken apart. Undoing the decision brings everything back."""
    async with db.transaction(actor.org_id) as conn:
        return await move.split(
            conn,
            actor,
            customer_id,
            handle_ids=data.handle_ids,
            reason=data.reason,
            display_name=data.display_name,
        )


@post("/handles/{handle_id:uuid}/move", operation_id="move_handle", tags=TAGS, status_code=200)
async def move_handle(db: Db, actor: Acting, handle_id: FromPath[UUID], data: JSONBody[NewMove]) -> Decision:
    """Let the handle, with all that came by it, be another customer's. Cases that would hold both are taken apart.
    Undoing the decision brings everything back."""
    async with db.transaction(actor.org_id) as conn:
        return await move.move(conn, actor, handle_id, to_id=data.to, reason=data.reason, score=data.score)


@get("/customers/{customer_id:uuid}/decisions", operation_id="list_identity_decisions", tags=TAGS)
async def list_identity_decisions(
    db: Db, actor: Acting, customer_id: FromPath[UUID], limit: Limit = 50, after: After = None
) -> Page[Decision]:
    """Why the customer is who it is: links, merges and suggestions with their evidence, latest first."""
    place = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await read.decisions_of(conn, actor, customer_id, before=place[0] if place else None, limit=limit + 1)
    return page(found, limit, key=lambda each: (each.id,))


@get("/identity-decisions/{decision_id:uuid}", operation_id="get_identity_decision", tags=TAGS)
async def get_identity_decision(db: Db, actor: Acting, decision_id: FromPath[UUID]) -> Decision:
    """One identity decision with its evidence."""
    async with db.transaction(actor.org_id) as conn:
        return await visible_decision(conn, actor, decision_id)


@post("/identity-decisions/{decision_id:uuid}/undo", operation_id="undo_identity_decision", tags=TAGS, status_code=200)
async def undo_identity_decision(
    db: Db, actor: Acting, decision_id: FromPath[UUID], data: JSONBody[Because]
) -> Decision:
    """Put back what was before the decision. Answers with the decision that did so, which can be undone in turn; a
    suggestion is only dismissed, and is the answer itself."""
    async with db.transaction(actor.org_id) as conn:
        return await undo.undo(conn, actor, decision_id, reason=data.reason)


DECISION_ROUTES = [
    merge_customer,
    unmerge_customer,
    split_customer,
    move_handle,
    list_identity_decisions,
    get_identity_decision,
    undo_identity_decision,
]
