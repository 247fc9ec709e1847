"""Review continuity: figures of a period, proposed changes, and what people decide on them."""

from datetime import datetime, timedelta
from uuid import UUID

from warmline.accounts import Actor
from warmline.governance import CaptureField, Switch, extend_policy
from warmline.interactions.carrying import reviewing as store
from warmline.interactions.carrying.review import ContextProposal, ContextReview, proposals
from warmline.interactions.context_events import ContextProposalAnswered, ContextProposalMade
from warmline.interactions.errors import ContextProposalAnsweredAlready, ContextProposalNotFound
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish

PERIOD = timedelta(days=30)
LONGEST = timedelta(days=400)
MOST_OPEN = 200
PERMISSION = "vocabulary.manage"


async def review(
    conn: Conn, actor: Actor, since: datetime | None = None, until: datetime | None = None
) -> ContextReview:
    """The figures from ``since`` until ``until`` (the last 30 days without them), and the proposals that are open."""
    actor.need(*store.REVIEW)
    since, until = period(since, until)
    contacts, hand_offs, fields, answers = await store.reviewed(conn, actor.org_id, since, until)
    open_ = await store.list_proposals(conn, actor.org_id, status="proposed", before=None, size=MOST_OPEN)
    return ContextReview(
        since=since,
        until=until,
        contacts=contacts,
        hand_offs=hand_offs,
        fields=fields,
        answers=answers,
        proposals=open_,
    )


def period(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """The period that is meant; ``Invalid`` where it ends before it begins, or is longer than 400 days."""
    until = until or clock.now()
    since = since or until - PERIOD
    if not timedelta() < until - since <= LONGEST:
        raise Invalid.field("from", f"the period must end after it begins, and last {LONGEST.days} days at most")
    return since, until


async def propose(
    conn: Conn, actor: Actor, since: datetime | None = None, until: datetime | None = None
) -> list[ContextProposal]:
    """Propose what the figures of the period suggest. Nothing changes by that; those that are new or have other figures
    are returned, and what somebody has answered is not proposed again."""
    actor.need(PERMISSION)
    since, until = period(since, until)
    _, _, fields, _ = await store.reviewed(conn, actor.org_id, since, until)
    ids = await store.put_proposals(conn, actor.org_id, proposals(fields), since, until)
    events = [ContextProposalMade(proposal_id=each) for each in ids]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
    return await store.proposals_by_id(conn, actor.org_id, ids)


async def list_proposals(
    conn: Conn, actor: Actor, *, status: str | None, before: UUID | None, size: int
) -> list[ContextProposal]:
    """A page of proposals, those made last first."""
    actor.need(*store.REVIEW)
    return await store.list_proposals(conn, actor.org_id, status=status, before=before, size=size)


async def answer(conn: Conn, actor: Actor, proposal_id: UUID, *, accept: bool) -> ContextProposal:
    """Accept a proposal: the rule of continuity for its switch is made or extended. Or decline it, for good.

    Raises ``ContextProposalNotFound``, ``ContextProposalAnsweredAlready``.
    """
    actor.need(PERMISSION)
    found = await store.lock_proposal(conn, actor.org_id, proposal_id)
    if found is None:
        raise ContextProposalNotFound(id=proposal_id)
    if found.status != "proposed":
        raise ContextProposalAnsweredAlready(id=proposal_id, status=found.status)
    policy_id = await _take_effect(conn, actor, found) if accept else None
    status = "accepted" if accept else "declined"
    await store.answer_proposal(
        conn, actor.org_id, proposal_id, status=status, policy_id=policy_id, by=actor.ref, at=clock.now()
    )
    event = ContextProposalAnswered(
        proposal_id=proposal_id,
        answer=status,
        policy_id=policy_id,
        before={"status": "proposed"},
        after={"status": status},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return (await store.proposals_by_id(conn, actor.org_id, [proposal_id]))[0]


async def _take_effect(conn: Conn, actor: Actor, proposal: ContextProposal) -> UUID:
    ends = f"{proposal.from_value or 'any'} to {proposal.to_value or 'any'}"
    label = proposal.field.replace("_", " ").capitalize()
    policy = await extend_policy(
        conn,
        actor,
        Switch(proposal.switch, proposal.from_value, proposal.to_value),
        name=f"Switch of {proposal.switch}: {ends}",
        field=CaptureField(field=proposal.field, label=label) if proposal.kind == "require_field" else None,
        owner_team_id=proposal.team_id,
    )
    return policy.id
