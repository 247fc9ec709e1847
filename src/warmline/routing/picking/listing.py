"""Lists targets with presence and load, in a handful of statements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.engine import full
from warmline.interactions import visible_interaction
from warmline.kit.db import Conn
from warmline.kit.sql import load
from warmline.routing import store
from warmline.routing.actions.waiting import next_estimate
from warmline.routing.model import PresenceStatus, QueueLoad, QueueView
from warmline.routing.picking.views import AgentTarget, QueueTarget, TeamTarget, TransferTargets

SQL = load("warmline.routing.picking")
MOST = 50


async def transfer_targets(conn: Conn, actor: Actor, interaction_id: UUID, *, named: str | None) -> TransferTargets:
    """The queues, teams and colleagues to whom this conversation can go or who can be asked, where the actor may see
    it. ``named`` is part of a name. Work may go to any of them, whichever queues the actor sees else."""
    actor.need("interaction.work", "queue.manage")
    shown = await visible_interaction(conn, actor, interaction_id)
    asked = {"org_id": actor.org_id, "pattern": _pattern(named), "size": MOST}
    queue_ids = [row["id"] for row in await SQL.queues_to_reach(conn, medium=shown.medium, **asked)]
    teams = await SQL.teams_to_reach(conn, medium=shown.medium, **asked)
    agents = await SQL.agents_to_reach(conn, beside=actor.agent_id, **asked)
    return TransferTargets(
        queues=await _queues(conn, actor, queue_ids, shown.medium),
        teams=[msgspec.convert(dict(row), TeamTarget) for row in teams],
        agents=[_agent(row, shown.medium) for row in agents],
    )


def _pattern(named: str | None) -> str | None:
    """Part of a name as a pattern in which nothing else has a meaning."""
    part = (named or "").strip()
    for mark in ("\\", "%", "_"):
        part = part.replace(mark, f"\\{mark}")
    return f"%{part}%" if part else None


def _agent(row: Any, medium: str) -> AgentTarget:
    reason = full(row["capacity"], row["load"], medium, row["interruptible"])
    return AgentTarget(
        id=row["id"],
        name=row["name"],
        status=row["status"],
        reason=row["reason"],
        since=row["since"],
        team_ids=row["team_ids"],
        load=row["load"],
        full=reason,
        ready=row["status"] == PresenceStatus.AVAILABLE and reason is None,
    )


async def _queues(conn: Conn, actor: Actor, ids: Sequence[UUID], medium: str) -> list[QueueTarget]:
    if not ids:
        return []
    views = {each.id: each for each in await store.queues(conn, actor, list(ids), all_of_them=True)}
    loads = {each.queue_id: each for each in await store.count_waiting(conn, actor.org_id, list(ids))}
    return [await _queue(conn, views[each], loads[each], medium) for each in ids]


async def _queue(conn: Conn, view: QueueView, now: QueueLoad, medium: str) -> QueueTarget:
    return QueueTarget(
        id=view.id,
        code=view.code,
        name=view.name,
        open=view.open,
        opens_at=view.opens_at,
        waiting=now.waiting,
        available=now.available,
        estimate_seconds=await _wait(conn, view, now, medium),
    )


async def _wait(conn: Conn, view: QueueView, now: QueueLoad, medium: str) -> float | None:
    """Seconds for who comes now; none while somebody is free and nobody waits."""
    if now.available and not now.waiting:
        return 0.0
    return await next_estimate(conn, view, now.waiting, medium)
