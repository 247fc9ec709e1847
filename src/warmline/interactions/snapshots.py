"""What screens are sent after an event: each entity as its ``GET`` shows it, to those who may see it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.carrying.reviewing import REVIEW, proposals_by_id
from warmline.interactions.carrying.store import losses_by_id
from warmline.interactions.guard import READ, visible_decisions, visible_links, visible_messages, visible_refs
from warmline.interactions.learning import choosing
from warmline.interactions.store import context, reading
from warmline.interactions.views import View
from warmline.kit.db import Conn
from warmline.realtime import same_for


@same_for("case.read")
async def cases(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Cases by id."""
    return {each.id: each for each in await reading.cases(conn, actor, ids)} if actor.may(*READ) else {}


@same_for("case.read")
async def interactions(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Interactions by id."""
    return {each.id: each for each in await reading.interactions(conn, actor, ids)} if actor.may(*READ) else {}


@same_for("case.read")
async def messages(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Messages by id."""
    return {each.id: each for each in await visible_messages(conn, actor, ids)} if actor.may(*READ) else {}


async def _of_interactions(conn: Conn, actor: Actor, found: Sequence[tuple[UUID, UUID, View]]) -> dict[UUID, Any]:
    """Entities given as (id, interaction, view), where their interactions may be seen."""
    seen = await interactions(conn, actor, list({interaction_id for _, interaction_id, _ in found}))
    return {id_: view for id_, interaction_id, view in found if interaction_id in seen}


@same_for("case.read")
async def decisions(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Decisions by id."""
    found = await reading.decisions_by_id(conn, actor.org_id, ids) if actor.may(*READ) else []
    return {each.id: each for each in await visible_decisions(conn, actor, found)}


@same_for("case.read")
async def links(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Links by id, where both ends may be seen; a link that was taken back still has its ``undone_at``."""
    found = await reading.links_by_id(conn, actor.org_id, ids) if actor.may(*READ) else []
    return {each.id: each for each in await visible_links(conn, actor, found)}


@same_for("case.read")
async def signals(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Signals by id."""
    found = await context.signals(conn, actor.org_id, ids)
    return await _of_interactions(conn, actor, [(each.id, each.interaction_id, each) for each in found])


@same_for("case.read")
async def hand_offs(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Hand-offs by id."""
    found = await context.hand_offs(conn, actor.org_id, ids)
    return await _of_interactions(conn, actor, [(each.id, each.interaction_id, each) for each in found])


@same_for("case.read")
async def refs(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """References by id, where their cases or contacts may be seen; one that was taken back is gone."""
    found = [each for each in await context.refs(conn, actor.org_id, ids) if not each.removed_at]
    return {each.id: each for each in await visible_refs(conn, actor, found)} if actor.may(*READ) else {}


@same_for("case.read")
async def losses(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Losses of context by id, where their interactions may be seen."""
    found = await losses_by_id(conn, actor.org_id, ids)
    return await _of_interactions(conn, actor, [(each.id, each.interaction_id, each) for each in found])


async def proposals(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Proposed changes by id, for those who may read the review."""
    return {each.id: each for each in await proposals_by_id(conn, actor.org_id, ids)} if actor.may(*REVIEW) else {}


@same_for("case.read")
async def action_items(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Promises by id, where their cases may be seen, or where they are the actor's to keep."""
    return {each.id: each for each in await context.action_items(conn, actor, ids)} if actor.may(*READ) else {}


SNAPSHOTS = {
    "case": cases,
    "interaction": interactions,
    "message": messages,
    "decision": decisions,
    "link": links,
    "signal": signals,
    "hand_off": hand_offs,
    "entity_ref": refs,
    "action_item": action_items,
    "context_loss": losses,
    "context_proposal": proposals,
    **choosing.SNAPSHOTS,
}
