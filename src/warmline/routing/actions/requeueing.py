"""Work is taken off agents who cannot go on with it, by a supervisor or because they have been away too long."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor, system
from warmline.interactions import Status, transition
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.routing import store
from warmline.routing.actions.inviting import announce_ends, step_out
from warmline.routing.actions.offers import cancel_offers
from warmline.routing.errors import AgentNotFound, UnknownTeam
from warmline.routing.store import invitations as invited
from warmline.routing.store import moving
from warmline.routing.together import Kept, Requeued

REQUEUED = "requeued"


async def requeue_all(conn: Conn, actor: Actor, agent_id: UUID) -> Requeued:
    """Take all work off an agent who cannot go on with it: it waits in its queues again, at its own age, and what was
    offered is offered to others. What stays is named with its reason."""
    actor.need("queue.manage")
    if await store.lock_presence(conn, actor.org_id, agent_id) is None:
        raise AgentNotFound(id=agent_id)
    return await take_off(conn, actor, agent_id)


async def requeue_team(conn: Conn, actor: Actor, team_id: UUID) -> Requeued:
    """The same for everybody of a team at once: the line is down, or the building is cleared."""
    actor.need("queue.manage")
    if not await moving.team_exists(conn, actor.org_id, team_id):
        raise UnknownTeam(id=team_id)
    members = await moving.members_of_team(conn, actor.org_id, team_id)
    here = [each for each in members if await store.lock_presence(conn, actor.org_id, each) is not None]
    return _together([await take_off(conn, actor, each) for each in here])


def _together(done: Sequence[Requeued]) -> Requeued:
    return Requeued(
        moved=[id_ for each in done for id_ in each.moved],
        kept=[kept for each in done for kept in each.kept],
        offers=[id_ for each in done for id_ in each.offers],
        left=[id_ for each in done for id_ in each.left],
    )


async def take_off(conn: Conn, actor: Actor, agent_id: UUID, *, live: bool = False) -> Requeued:
    """Requeue what an agent has, whose presence the caller has locked; ``live``: only where a customer is there."""
    at = clock.now()
    offers = await cancel_offers(conn, actor, [agent_id], reason=REQUEUED)
    moved, kept = [], []
    for row in await moving.all_of_agent(conn, actor.org_id, agent_id, live=live):
        why = _why_kept(row)
        if why:
            kept.append(Kept(interaction_id=row["id"], agent_id=agent_id, why=why))
        else:
            await _requeue(conn, actor, row)
            moved.append(row["id"])
    left = await invited.end_invitations_of(conn, actor.org_id, agent_id, at=at, outcome=REQUEUED)
    await announce_ends(conn, actor, left)
    await step_out(conn, actor, left)
    return Requeued(
        moved=moved,
        kept=kept,
        offers=sorted({row["interaction_id"] for row in offers}),
        left=[row["interaction_id"] for row in left],
    )


def _why_kept(row: Any) -> str | None:
    if row["status"] == Status.WRAP_UP:
        return "wrap_up"
    return None if row["queue_id"] else "no_queue"


async def _requeue(conn: Conn, actor: Actor, row: Any) -> None:
    # What waits for its customer would begin a new wait if it went to the queue straight away.
    if row["status"] == Status.WAITING_CUSTOMER:
        await transition(conn, actor, row["id"], Status.TRANSFERRED)
    await transition(conn, actor, row["id"], Status.QUEUED)


async def requeue_absent(conn: Conn, org_id: UUID, agent_id: UUID, absent: Sequence[str]) -> float | None:
    """Take the live work off an agent who has been absent for as long as the organisation allows. Returns how many
    seconds are left where that is still to come; None where it is done, or the agent is back."""
    limit = (await store.settings(conn, org_id)).requeue_after_seconds
    row = await store.lock_presence(conn, org_id, agent_id)
    if limit is None or row is None or row["status"] not in absent:
        return None
    left: float = limit - (clock.now() - row["since"]).total_seconds()
    if left > 0:
        return left
    await take_off(conn, system(org_id, "routing"), agent_id, live=True)
    return None
