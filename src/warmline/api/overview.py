"""What the status page shows of an organisation, as far as its reader may see it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from warmline import accounts, channels, interactions, routing
from warmline.accounts import Actor
from warmline.interactions import InteractionFilter, InteractionView, Status
from warmline.kit.db import Conn
from warmline.routing import PresenceStatus, PresenceView, QueueLoad, QueueView

LIVE = (Status.QUEUED, Status.OFFERED, Status.ACTIVE, Status.ON_HOLD, Status.WAITING_CUSTOMER, Status.WRAP_UP)
# What fits on a page that is read at a glance.
MOST = 50


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """None stands for what the reader may not see. ``names`` are of agents and queues."""

    now: datetime
    queues: list[tuple[QueueView, QueueLoad | None]] | None
    live: list[InteractionView] | None
    people: list[PresenceView] | None
    inboxes: list[channels.ChannelAccount] | None
    names: Mapping[UUID, str]


async def overview(conn: Conn, actor: Actor, now: datetime) -> Overview:
    """The organisation at this moment."""
    names: dict[UUID, str] = {}
    queues = await _queues(conn, actor) if actor.may("queue.read", "queue.manage", "interaction.work") else None
    names |= {queue.id: queue.name for queue, _ in queues or ()}
    live = await _live(conn, actor) if actor.may("case.read", "case.read_team") else None
    people = await _people(conn, actor) if actor.may("queue.read") else None
    if live or people:
        agents = await accounts.find_agents(conn, actor, limit=1000)
        names |= {agent.id: agent.name for agent in agents}
    inboxes = await channels.list_accounts(conn, actor) if actor.may("channel.manage") else None
    return Overview(now=now, queues=queues, live=live, people=people, inboxes=inboxes, names=names)


async def _queues(conn: Conn, actor: Actor) -> list[tuple[QueueView, QueueLoad | None]]:
    queues = await routing.list_queues(conn, actor, size=MOST)
    loads = {load.queue_id: load for load in await routing.queue_loads(conn, actor, [each.id for each in queues])}
    return [(queue, loads.get(queue.id)) for queue in queues]


async def _live(conn: Conn, actor: Actor) -> list[InteractionView]:
    wanted = InteractionFilter(statuses=[each.value for each in LIVE])
    return await interactions.list_interactions(conn, actor, wanted, before=None, size=MOST)


async def _people(conn: Conn, actor: Actor) -> list[PresenceView]:
    found = await routing.list_presences(conn, actor, size=200)
    return [each for each in found if each.status != PresenceStatus.OFFLINE][:MOST]
