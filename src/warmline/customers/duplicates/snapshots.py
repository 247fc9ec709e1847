"""How an actor sees proposals and searches: the one answer for fetches and for live events."""

from collections.abc import Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers.duplicates import store
from warmline.customers.duplicates.model import Deduplication, Proposal
from warmline.customers.guard import READ
from warmline.kit.db import Conn
from warmline.realtime import Loader, same_for


@same_for(*READ)
async def proposals(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Proposal]:
    """Proposals that two customers are one."""
    if not actor.may(*READ):
        return {}
    return {each.id: each for each in await store.proposals_by_id(conn, actor.org_id, ids)}


@same_for(*READ)
async def deduplications(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Deduplication]:
    """Searches through the base."""
    if not actor.may(*READ):
        return {}
    return {each.id: each for each in await store.deduplications_by_id(conn, actor.org_id, ids)}


SNAPSHOTS: dict[str, Loader] = {"identity_proposal": proposals, "deduplication": deduplications}
