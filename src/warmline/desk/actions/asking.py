"""Filters become a question to the record: whose work a view means, and what the reader may see of it."""

from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import members
from warmline.desk import store
from warmline.desk.errors import NoDesk
from warmline.desk.model import AT_RISK, WAITING, Filters, Risk, View
from warmline.desk.store import Asked, Reach
from warmline.kit import clock
from warmline.kit.db import Conn

READ = ("case.read", "case.read_team")


def own_desk(actor: Actor) -> UUID:
    """The agent's id. Raises ``NoDesk`` for who is no agent."""
    if actor.agent_id is None:
        raise NoDesk()
    return actor.agent_id


async def reach_of(conn: Conn, actor: Actor) -> Reach:
    """What the actor may see, in the terms of the query."""
    actor.need(*READ)
    teams = list(actor.team_ids)
    if actor.may("case.read"):
        return Reach(all=True, agent_id=actor.agent_id, team_ids=teams)
    offered = await store.offered_to(conn, actor.org_id, actor.agent_id) if actor.agent_id else []
    served = await store.served_queues(conn, actor.org_id, teams)
    return Reach(all=False, agent_id=actor.agent_id, team_ids=teams, served=served, offered=offered)


async def asked(conn: Conn, actor: Actor, filters: Filters) -> Asked:
    """The question. Raises ``NoDesk`` where it is about somebody's own work and nobody asks."""
    unread_for = own_desk(actor) if filters.unread else None
    customers = await members(conn, filters.customer_id) if filters.customer_id else None
    plain = Asked(
        now=clock.now(),
        live=filters.live,
        automatic=filters.view in (View.EVERYTHING, View.MINE, View.FOLLOWED, View.MENTIONS, View.SNOOZED),
        statuses=[each.value for each in filters.statuses] or None,
        channels=filters.channels or None,
        queue_ids=filters.queue_ids or None,
        owner_ids=filters.owner_ids or None,
        categories=filters.categories or None,
        customer_ids=customers,
        priority=filters.priority,
        since=filters.since,
        until=filters.until,
        awaiting=True if filters.risk else None,
        risk=filters.risk.value if filters.risk else None,
        unread_for=unread_for,
    )
    if filters.risk:
        plain = await _at_risk(conn, actor.org_id, filters.risk, plain)
    return await _of_view(conn, actor, filters, plain)


async def _at_risk(conn: Conn, org_id: UUID, risk: Risk, plain: Asked) -> Asked:
    """The times from and up to which such contacts can have begun to wait, so that not all that waits is looked at."""
    targets = await store.targets(conn, org_id)
    if targets is None:
        return plain
    shortest, longest = targets
    if risk is Risk.BREACHED:
        return plain.narrowed(waits_to=plain.now - shortest)
    return plain.narrowed(waits_from=plain.now - longest, waits_to=plain.now - shortest * (1 - AT_RISK))


async def _of_view(conn: Conn, actor: Actor, filters: Filters, plain: Asked) -> Asked:
    replace, org_id = msgspec.structs.replace, actor.org_id
    team_ids = filters.team_ids or list(actor.team_ids)
    match filters.view:
        case View.MINE:
            me = own_desk(actor)
            return replace(plain, owners_too=[me], awake_for=me)
        case View.OFFERS:
            return replace(plain, ids=await store.offered_to(conn, org_id, own_desk(actor)))
        case View.QUEUE:
            served = None if filters.queue_ids else await store.served_queues(conn, org_id, team_ids)
            waiting = plain.statuses or sorted(each.value for each in WAITING)
            return replace(plain, queues_too=served, statuses=waiting)
        case View.TEAM:
            members_too = await store.members_of(conn, org_id, team_ids)
            return replace(plain, owners_too=members_too, awake_for=actor.agent_id)
        case View.UNASSIGNED:
            return replace(plain, unassigned=True)
        case View.FOLLOWED:
            return replace(plain, case_ids=await store.followed_by(conn, org_id, own_desk(actor)))
        case View.MENTIONS:
            return replace(plain, ids=await store.mentioned_in(conn, org_id, own_desk(actor)))
        case View.SNOOZED:
            return replace(plain, ids=await store.snoozed_by(conn, org_id, own_desk(actor), plain.now))
    owners = await store.members_of(conn, org_id, filters.team_ids) if filters.team_ids else None
    return replace(plain, owners_too=owners)
