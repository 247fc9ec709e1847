"""Proposals that two customers are one, and the searches that make them."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.customers.duplicates.actions import answering, reviewing, taking_back
from warmline.customers.duplicates.actions.searching import searches
from warmline.customers.duplicates.guard import visible_deduplication
from warmline.customers.duplicates.jobs import request
from warmline.customers.duplicates.model import Deduplication, Proposal, State
from warmline.customers.duplicates.sides import Listed, SideBySide
from warmline.customers.schemas import Because, Reason
from warmline.kit.http import After, Db, Limit, Page, encode_cursor, page, read_cursor, tagged

TAGS = ["customers"]
Acting = NamedDependency[Actor]
InState = Annotated[State, QueryParameter(name="state", description="What became of them.")]
About = Annotated[UUID | None, QueryParameter(name="customer_id", description="Only what is about this customer.")]
MinScore = Annotated[float, QueryParameter(ge=0, le=1, description="Only proposals with at least this score.")]


class Acceptance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the two are one, and which of them the other counts as then; the older record where it is left out."""

    reason: Reason
    keep: UUID | None = None


class NewDeduplication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to search. ``dry_run``: nothing is proposed or merged; the counts say what would be."""

    dry_run: bool = False


@get("/identity/proposals", operation_id="list_identity_proposals", tags=TAGS)
async def list_identity_proposals(
    db: Db,
    actor: Acting,
    in_state: InState = State.OPEN,
    min_score: MinScore = 0.0,
    about: About = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[Listed]:
    """Who may be the same person: what contacts suggest and what searches found, the likeliest first. What was seen is
    audited."""
    place = read_cursor(after, tuple[float, UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await reviewing.queue(
            conn, actor, state=in_state, least=min_score, about=about, after=place, limit=limit + 1
        )
        items = await reviewing.listed(conn, actor, found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    return Page(items, encode_cursor((last.score, last.id)) if last else None)


@get("/identity/proposals/{proposal_id:uuid}", operation_id="get_identity_proposal", tags=TAGS)
async def get_identity_proposal(db: Db, actor: Acting, proposal_id: FromPath[UUID]) -> SideBySide:
    """A proposal with both customers side by side, the evidence for each field, and how many cases each has. It is
    audited."""
    async with db.transaction(actor.org_id) as conn:
        return await reviewing.side_by_side(conn, actor, proposal_id)


@post(
    "/identity/proposals/{proposal_id:uuid}/accept",
    operation_id="accept_identity_proposal",
    tags=TAGS,
    status_code=200,
)
async def accept_identity_proposal(
    db: Db, actor: Acting, proposal_id: FromPath[UUID], data: JSONBody[Acceptance]
) -> Response[Proposal]:
    """They are one person: merge them. Undoing the decision `merge_id` opens the proposal again."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await answering.accept(conn, actor, proposal_id, reason=data.reason, keep=data.keep))


@post(
    "/identity/proposals/{proposal_id:uuid}/decline",
    operation_id="decline_identity_proposal",
    tags=TAGS,
    status_code=200,
)
async def decline_identity_proposal(
    db: Db, actor: Acting, proposal_id: FromPath[UUID], data: JSONBody[Because]
) -> Response[Proposal]:
    """They are different people. It is remembered; only evidence that was not there opens the proposal again."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await answering.decline(conn, actor, proposal_id, reason=data.reason))


@post(
    "/identity/proposals/{proposal_id:uuid}/reopen",
    operation_id="reopen_identity_proposal",
    tags=TAGS,
    status_code=200,
)
async def reopen_identity_proposal(db: Db, actor: Acting, proposal_id: FromPath[UUID]) -> Response[Proposal]:
    """Take back that they are different people. That they are one is taken back by undoing the decision `merge_id`."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await taking_back.reopen(conn, actor, proposal_id))


@post("/identity/deduplications", operation_id="create_deduplication", tags=TAGS, status_code=202)
async def create_deduplication(db: Db, actor: Acting, data: JSONBody[NewDeduplication]) -> Response[Deduplication]:
    """Search the whole customer base for duplicates, in the background."""
    async with db.transaction(actor.org_id) as conn:
        run = await request(conn, actor, dry_run=data.dry_run)
    return tagged(run, status_code=202, location=f"/api/v1/identity/deduplications/{run.id}")


@get("/identity/deduplications", operation_id="list_deduplications", tags=TAGS)
async def list_deduplications(db: Db, actor: Acting, limit: Limit = 50, after: After = None) -> Page[Deduplication]:
    """Searches for duplicates, the latest first."""
    place = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await searches(conn, actor, before=place[0] if place else None, limit=limit + 1)
    return page(found, limit, key=lambda each: (each.id,))


@get("/identity/deduplications/{deduplication_id:uuid}", operation_id="get_deduplication", tags=TAGS)
async def get_deduplication(db: Db, actor: Acting, deduplication_id: FromPath[UUID]) -> Response[Deduplication]:
    """A search for duplicates: its state, its phase, and what it found."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_deduplication(conn, actor, deduplication_id))


PROPOSAL_ROUTES = [
    list_identity_proposals,
    get_identity_proposal,
    accept_identity_proposal,
    decline_identity_proposal,
    reopen_identity_proposal,
    create_deduplication,
    list_deduplications,
    get_deduplication,
]
