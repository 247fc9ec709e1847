"""The engine's one door: offer waiting work to whoever should have it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from warmline.accounts import system
from warmline.interactions import Status, transition
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.ids import new_id
from warmline.routing import store
from warmline.routing.board import Board, Match
from warmline.routing.events import OfferMade
from warmline.routing.model import OfferStatus, OfferView, PresenceStatus, RoutingSettings
from warmline.routing.scoring import Candidate, QueueRules, Task, serves, unready

# Tasks looked at beyond the room that there is, because some may be kept for somebody or refused.
SLACK = 16
# Tasks of one queue and medium that one transaction looks at; what is left comes next.
HEAD = 500
# Work that belongs to no queue is served by nobody but the agent for whom it is kept.
NO_QUEUE = UUID(int=0)
MODEL = "longest-idle/1"
NO_ROOM = "no_room"


async def place(conn: Conn, org_id: UUID, *, wait: bool = False) -> int:
    """Offer what waits to agents with room, the most urgent first; returns how many offers were made.

    One transaction at a time does this in an organisation: another returns 0 at once, or with ``wait`` takes its turn.
    """
    if wait:
        await store.lock_routing(conn, org_id)
    elif not await store.try_lock_routing(conn, org_id):
        return 0
    return await place_locked(conn, org_id)


async def place_locked(conn: Conn, org_id: UUID) -> int:
    """``place`` for a transaction that has the lock."""
    agents = await store.agents_with_room(conn, org_id)
    room = room_by_medium(agents)
    if not room:
        return 0
    queues = [each for each in await store.queue_rules(conn, org_id) if any(serves(agent, each) for agent in agents)]
    at = clock.now()
    tasks = await _tasks(conn, org_id, queues, agents, room, at)
    if not tasks:
        return 0
    board = Board([*queues, QueueRules(id=NO_QUEUE, team_ids=frozenset({NO_QUEUE}))])
    for agent in agents:
        board.put_agent(agent)
    for task in tasks:
        board.put_task(task)
    matches = await _still_true(conn, org_id, list(board.matches(at.timestamp())))
    await _offer(conn, org_id, board, matches, at)
    return len(matches)


def room_by_medium(agents: Sequence[Candidate]) -> dict[str, int]:
    """How many more tasks of each medium the agents could take."""
    room: dict[str, int] = {}
    for agent in agents:
        for medium, limit in agent.capacity.items():
            if unready(agent, medium) is None:
                room[medium] = room.get(medium, 0) + limit - agent.load.get(medium, 0)
    return room


async def _tasks(
    conn: Conn,
    org_id: UUID,
    queues: Sequence[QueueRules],
    agents: Sequence[Candidate],
    room: dict[str, int],
    at: datetime,
) -> list[Task]:
    size = min(max(room.values()) + SLACK, HEAD)
    rows = await store.waiting_heads(conn, org_id, [each.id for each in queues], list(room), size)
    rows += await store.kept_for(conn, org_id, [agent.id for agent in agents], HEAD)
    found = {row["id"]: row for row in rows}
    if not found:
        return []
    settings = await store.settings(conn, org_id)
    since = at - timedelta(seconds=settings.declined_seconds)
    knows = await store.who_knows(conn, org_id, list(found), since)
    served = {each.id for each in queues}
    return [_task(row, knows[row["id"]], settings, served) for row in found.values()]


def _task(row: Any, knows: Any, settings: RoutingSettings, served: set[UUID]) -> Task:
    # Nobody waits for somebody who is not at work.
    kept_for, base = row["preferred_id"] if knows["awaited"] else None, row["queued_at"]
    until = base + settings.sticky_seconds
    if kept_for:
        # It keeps its age, but the wait for the agent to whom it was handed begins with the hand-over.
        until = row["status_since"] + settings.sticky_seconds
    elif row["queue_id"] is None:
        kept_for, until = row["owner_id"], float("inf")
    known = ((row["owner_id"], "had_it"), (knows["case_owner"], "case_owner"), (knows["last_agent"], "last_agent"))
    preferred: dict[UUID, str] = {}
    for agent_id, reason in known:
        if agent_id:
            preferred.setdefault(agent_id, reason)
    return Task(
        interaction_id=row["id"],
        queue_id=row["queue_id"] if row["queue_id"] in served else NO_QUEUE,
        medium=row["medium"],
        queued_at=base,
        priority=row["priority"],
        preferred=tuple(preferred.items()),
        prefers_until=until,
        reserved_for=kept_for,
        refused=frozenset(knows["refused"]),
    )


async def _still_true(conn: Conn, org_id: UUID, matches: Sequence[Match]) -> list[Match]:
    """The decisions that still hold: the work waits, and the agent is available. Both stay so until commit."""
    tasks = await store.lock_tasks(conn, org_id, [each.task.interaction_id for each in matches])
    agents = await store.lock_available(conn, org_id, list({each.agent_id for each in matches}))
    return [each for each in matches if each.task.interaction_id in tasks and each.agent_id in agents]


async def _offer(conn: Conn, org_id: UUID, board: Board, matches: Sequence[Match], at: datetime) -> None:
    if not matches:
        return
    actor = system(org_id, "routing")
    others = await store.others_at_work(
        conn, org_id, list({each.task.queue_id for each in matches}), list(board.agents)
    )
    offers = [
        _as_offer(match, board.queues[match.task.queue_id], others.get(match.task.queue_id, []), at)
        for match in matches
    ]
    await store.insert_offers(conn, org_id, offers, at)
    about: Mapping[UUID, Any] = await store.whose_work(conn, org_id, [each.interaction_id for each in offers])
    events = [
        OfferMade(
            **about[each.interaction_id],
            interaction_id=each.interaction_id,
            offer_id=each.id,
            agent_id=each.agent_id,
            queue_id=each.queue_id,
        )
        for each in offers
    ]
    await publish(conn, org_id, actor.ref, events)
    for each in offers:
        await transition(conn, actor, each.interaction_id, Status.OFFERED, at=at)


def _as_offer(match: Match, rules: QueueRules, others: Sequence[Any], at: datetime) -> OfferView:
    return OfferView(
        id=new_id(),
        interaction_id=match.task.interaction_id,
        agent_id=match.agent_id,
        queue_id=None if match.task.queue_id == NO_QUEUE else match.task.queue_id,
        status=OfferStatus.OFFERED.value,
        offered_at=at,
        expires_at=at + timedelta(seconds=rules.offer_seconds),
        answered_at=None,
        reason=None,
        explanation=explain(match, others, at),
        version=1,
    )


def explain(match: Match, others: Sequence[Any], at: datetime) -> dict[str, Any]:
    """Why this work went to this agent, in a form that is stored and shown. ``others`` serve the queue and were not
    looked at, because they are not available or have no room."""
    excluded, examples = dict(match.excluded), list(match.examples)
    for row in others:
        why = NO_ROOM if row["status"] == PresenceStatus.AVAILABLE else row["status"]
        excluded[why] = row["agents"]
        examples += [(agent_id, why) for agent_id in row["several"]]
    return {
        "model": MODEL,
        "rule": match.rule,
        "score": match.score.shown(),
        "idle_seconds": round(max(0.0, at.timestamp() - match.idle_since), 1),
        "in_hand": match.load,
        "candidates": match.candidates,
        "runner_up": match.runner_up,
        "preferred": [
            {"agent_id": agent_id, "as": role, "outcome": outcome} for agent_id, role, outcome in match.preferred
        ],
        "excluded": excluded,
        "examples": [{"agent_id": agent_id, "why": why} for agent_id, why in examples],
    }
