"""Every fetch goes through here: what is missing and what is forbidden look alike."""

from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers.duplicates import store
from warmline.customers.duplicates.errors import DeduplicationNotFound, ProposalNotFound
from warmline.customers.duplicates.model import Deduplication, Policy, Proposal
from warmline.customers.guard import READ
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid


async def visible_proposal(conn: Conn, actor: Actor, proposal_id: UUID) -> Proposal:
    """The proposal, or ``ProposalNotFound``."""
    actor.need(*READ)
    found = await store.proposals_by_id(conn, actor.org_id, [proposal_id])
    if not found:
        raise ProposalNotFound(id=proposal_id)
    return found[0]


async def locked_proposal(conn: Conn, actor: Actor, proposal_id: UUID) -> Proposal:
    """The proposal, held until commit, or ``ProposalNotFound``."""
    actor.need(*READ)
    found = await store.lock_proposal(conn, actor.org_id, proposal_id)
    if found is None:
        raise ProposalNotFound(id=proposal_id)
    return found


async def visible_deduplication(conn: Conn, actor: Actor, deduplication_id: UUID) -> Deduplication:
    """The search, or ``DeduplicationNotFound``."""
    actor.need(*READ)
    found = await store.deduplications_by_id(conn, actor.org_id, [deduplication_id])
    if not found:
        raise DeduplicationNotFound(id=deduplication_id)
    return found[0]


async def policy(conn: Conn, org_id: UUID) -> Policy:
    """The organisation's thresholds; ``Invalid`` where its setting ``identity`` cannot be read."""
    try:
        return msgspec.convert(await store.policy_settings(conn, org_id), Policy)
    except msgspec.ValidationError as error:
        raise Invalid.field("settings.identity", str(error)) from error
