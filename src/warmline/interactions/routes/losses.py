"""Where context was lost, the review of continuity and its proposals, and a dry run of patterns, over HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.entities import NewPattern
from warmline.interactions.actions import lose, review
from warmline.interactions.actions.settle_question import close_question
from warmline.interactions.actions.try_patterns import ReadMessage, try_on_messages
from warmline.interactions.carrying import store
from warmline.interactions.carrying.review import ContextProposal, ContextReview
from warmline.interactions.carrying.views import ContextLossView
from warmline.interactions.guard import READ, visible_case
from warmline.interactions.routes.bodies import AnswerBody
from warmline.interactions.routes.cursors import read_uuid
from warmline.interactions.views import CaseView
from warmline.kit.http import After, Db, Limit, Page, aware, page, tagged

TAGS = ["continuity"]
Acting = NamedDependency[Actor]
LossKind = Literal["asked_again", "authenticated_again", "repeated_after_switch", "incomplete_hand_off"]
ProposalStatus = Literal["proposed", "accepted", "declined"]
From = Annotated[datetime | None, QueryParameter(name="from", description="Included; 30 days before the end without.")]
To = Annotated[datetime | None, QueryParameter(name="to", description="Not included; now without.")]


class TryMessagesBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many of the latest messages are read; ``pattern`` is tried beside those that are in use."""

    last: Annotated[int, msgspec.Meta(ge=1, le=500)] = 100
    pattern: NewPattern | None = None


@get("/context-losses", operation_id="list_context_losses", tags=TAGS)
async def list_losses(
    db: Db,
    actor: Acting,
    kind: FromQuery[LossKind | None] = None,
    field: FromQuery[str | None] = None,
    case_id: FromQuery[UUID | None] = None,
    interaction_id: FromQuery[UUID | None] = None,
    hand_off_id: FromQuery[UUID | None] = None,
    agent_id: FromQuery[UUID | None] = None,
    since: From = None,
    until: To = None,
    dismissed: FromQuery[bool] = False,
    limit: Limit = 50,
    after: After = None,
) -> Page[ContextLossView]:
    """Where context was lost, noted last first: a question asked again, a second authentication, a repeat on another
    channel, an incomplete hand-off. With ``dismissed``, those too that somebody found to be none."""
    actor.need(*READ)
    wanted = store.LossFilter(
        kind=kind,
        field=field,
        case_id=case_id,
        interaction_id=interaction_id,
        hand_off_id=hand_off_id,
        agent_id=agent_id,
        since=aware(since, "from"),
        until=aware(until, "to"),
        dismissed=dismissed,
    )
    async with db.transaction(actor.org_id) as conn:
        if case_id:
            await visible_case(conn, actor, case_id)
        rows = await store.list_losses(conn, actor, wanted, before=read_uuid(after), size=limit + 1)
    return page(rows, limit, key=lambda each: (each.id,))


@get("/context-losses/{loss_id:uuid}", operation_id="get_context_loss", tags=TAGS)
async def get_loss(db: Db, actor: Acting, loss_id: FromPath[UUID]) -> Response[ContextLossView]:
    """One loss, with its evidence."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await lose.visible_loss(conn, actor, loss_id))


@post("/context-losses/{loss_id:uuid}/dismiss", operation_id="dismiss_context_loss", tags=TAGS, status_code=200)
async def dismiss_loss(db: Db, actor: Acting, loss_id: FromPath[UUID]) -> Response[ContextLossView]:
    """Say that a finding is none: it counts no more."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await lose.dismiss(conn, actor, loss_id))


@post(
    "/cases/{case_id:uuid}/questions/{question_id:uuid}/close",
    operation_id="close_question",
    tags=TAGS,
    status_code=200,
)
async def close(db: Db, actor: Acting, case_id: FromPath[UUID], question_id: FromPath[UUID]) -> Response[CaseView]:
    """Say that a customer's open question is settled."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await close_question(conn, actor, case_id, question_id))


@get("/context-review", operation_id="get_context_review", tags=TAGS)
async def get_review(db: Db, actor: Acting, since: From = None, until: To = None) -> ContextReview:
    """Where context is lost, by pairs of channels and teams and by field, with numerators and denominators, and the
    changes that are proposed."""
    async with db.snapshot(actor.org_id) as conn:
        return await review.review(conn, actor, aware(since, "from"), aware(until, "to"))


@post("/context-review/proposals", operation_id="propose_context_changes", tags=TAGS, status_code=200)
async def propose(db: Db, actor: Acting, since: From = None, until: To = None) -> list[ContextProposal]:
    """Propose now what the figures of a period suggest; it is done each day for the last 30 days as well."""
    async with db.transaction(actor.org_id) as conn:
        return await review.propose(conn, actor, aware(since, "from"), aware(until, "to"))


@get("/context-proposals", operation_id="list_context_proposals", tags=TAGS)
async def list_proposals(
    db: Db, actor: Acting, status: FromQuery[ProposalStatus | None] = None, limit: Limit = 50, after: After = None
) -> Page[ContextProposal]:
    """Proposed changes with their evidence, those made last first."""
    async with db.transaction(actor.org_id) as conn:
        rows = await review.list_proposals(conn, actor, status=status, before=read_uuid(after), size=limit + 1)
    return page(rows, limit, key=lambda each: (each.id,))


@post(
    "/context-proposals/{proposal_id:uuid}/answer", operation_id="answer_context_proposal", tags=TAGS, status_code=200
)
async def answer_proposal(
    db: Db, actor: Acting, proposal_id: FromPath[UUID], data: JSONBody[AnswerBody]
) -> Response[ContextProposal]:
    """Accept a proposed change, which takes effect by a continuity policy, or decline it for good."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await review.answer(conn, actor, proposal_id, accept=data.accept))


@post("/entity-patterns/try-messages", operation_id="try_entity_patterns_on_messages", tags=TAGS, status_code=200)
async def try_messages(db: Db, actor: Acting, data: JSONBody[TryMessagesBody]) -> list[ReadMessage]:
    """A dry run: what would be found in the messages that customers wrote last. Nothing is kept; reading is audited."""
    async with db.transaction(actor.org_id) as conn:
        return await try_on_messages(conn, actor, last=data.last, pattern=data.pattern)


ROUTES = [
    list_losses,
    get_loss,
    dismiss_loss,
    close,
    get_review,
    propose,
    list_proposals,
    answer_proposal,
    try_messages,
]
