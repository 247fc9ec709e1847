"""Direct transfer: to a queue, a team or an agent, with its context or without, at its own age."""

from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions import (
    InteractionView,
    NewHandOff,
    Status,
    hand_off,
    leave_off,
    transition,
    visible_interaction,
)
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish
from warmline.routing import store
from warmline.routing.actions.offers import take_back
from warmline.routing.actions.targets import need_ready, only_one, queue_of_team, served_queue, whereabouts
from warmline.routing.errors import NotTransferable
from warmline.routing.events import WorkTransferred
from warmline.routing.together import Warm

WAITS = frozenset({Status.QUEUED, Status.RECEIVED, Status.TRANSFERRED, Status.REOPENED, Status.OFFERED})
# What has to leave an agent's hands first.
IN_HAND = frozenset({Status.ACTIVE, Status.ON_HOLD, Status.WAITING_CUSTOMER})


async def transfer(
    conn: Conn,
    actor: Actor,
    interaction_id: UUID,
    *,
    queue_id: UUID | None = None,
    team_id: UUID | None = None,
    agent_id: UUID | None = None,
    wait: bool = False,
    warm: Warm | None = None,
) -> InteractionView:
    """Move work to a queue, to a team (through a queue that it serves), or to an agent, who is asked before others. It
    goes on at its own age; ``warm`` sends the context along. One's own work, or any with ``queue.manage``.

    Raises ``AgentUnavailable`` and ``AgentFull`` at once, unless it may ``wait`` for the agent; ``NotTransferable``
    where nothing is left to transfer, ``HandOffIncomplete``, which names what the packet misses, ``QueueNotFound``,
    ``UnknownTeam``, ``TeamWithoutQueue``, ``AgentNotFound``.
    """
    actor.need("interaction.work", "queue.manage")
    only_one(agent_id=agent_id, team_id=team_id, queue_id=queue_id)
    shown = await visible_interaction(conn, actor, interaction_id)
    await take_back(conn, actor, [interaction_id], reason="transferred")
    work = await store.lock_work(conn, actor.org_id, interaction_id)
    need_hold_of(actor, work)
    if Status(work["status"]) not in WAITS | IN_HAND:
        raise NotTransferable(id=interaction_id, status=work["status"])
    to_queue = await _target(conn, actor, work, queue_id=queue_id, team_id=team_id, agent_id=agent_id, wait=wait)
    if warm:
        await _hand_over(conn, actor, work, to_queue, agent_id, warm)
    else:
        await _move(conn, actor, shown, work, to_queue, agent_id)
    to_kind, to_id = next(
        (kind, id_) for kind, id_ in (("agent", agent_id), ("team", team_id), ("queue", queue_id)) if id_
    )
    await announce_transfer(conn, actor, shown, to_kind, to_id, warm=warm is not None)
    return await visible_interaction(conn, actor, interaction_id)


def need_hold_of(actor: Actor, work: Any) -> None:
    """The work is the actor's own, or the actor may move others'."""
    own = actor.agent_id is not None and work["owner_id"] == actor.agent_id
    actor.need("interaction.work" if own else "queue.manage")


async def _target(
    conn: Conn,
    actor: Actor,
    work: Any,
    *,
    queue_id: UUID | None,
    team_id: UUID | None,
    agent_id: UUID | None,
    wait: bool,
) -> UUID | None:
    """The queue where it will wait; None where that does not change."""
    if queue_id is not None:
        await served_queue(conn, actor, queue_id)
        return queue_id
    if team_id is not None:
        return await queue_of_team(conn, actor, team_id, medium=work["medium"], present=work["queue_id"])
    assert agent_id is not None, "one of the three is named"
    if agent_id == work["owner_id"]:
        raise Invalid.field("agent_id", "this agent has the work already")
    agent = await whereabouts(conn, actor, agent_id)
    if not wait:
        await need_ready(conn, actor, agent, work["medium"], beside=work["id"])
    return None


async def _hand_over(
    conn: Conn, actor: Actor, work: Any, to_queue: UUID | None, agent_id: UUID | None, warm: Warm
) -> None:
    if Status(work["status"]) in WAITS - {Status.QUEUED}:
        await transition(conn, actor, work["id"], Status.QUEUED)
    to_id = agent_id or to_queue
    assert to_id is not None, "it goes to an agent or to a queue"
    new = NewHandOff(
        to_kind="agent" if agent_id else "queue",
        to_id=to_id,
        reason=warm.reason,
        fields=warm.fields,
        allow_incomplete=warm.allow_incomplete,
    )
    await hand_off(conn, actor, work["id"], new)


async def _move(
    conn: Conn, actor: Actor, shown: InteractionView, work: Any, to_queue: UUID | None, agent_id: UUID | None
) -> None:
    if Status(work["status"]) in IN_HAND:
        if work["owner_id"]:
            await leave_off(conn, actor, shown, work["owner_id"])
        await transition(conn, actor, work["id"], Status.TRANSFERRED)
    await transition(conn, actor, work["id"], Status.QUEUED, queue_id=to_queue, preferred_id=agent_id)


async def announce_transfer(
    conn: Conn, actor: Actor, shown: InteractionView, to_kind: str, to_id: UUID, *, warm: bool
) -> None:
    """Say that work was moved, from whom, and to where."""
    event = WorkTransferred(
        interaction_id=shown.id,
        case_id=shown.case_id,
        customer_id=shown.customer_id,
        to_kind=to_kind,
        to_id=to_id,
        warm=warm,
        before={"owner_id": shown.owner_id, "queue_id": shown.queue_id},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
