"""To whom work and questions can go: whether an agent could be asked now, and through which queue a team is reached."""

from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.engine import NO_ROOM, full
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.routing import store
from warmline.routing.errors import (
    AgentFull,
    AgentNotFound,
    AgentUnavailable,
    QueueNotFound,
    TeamWithoutQueue,
    UnknownTeam,
)
from warmline.routing.model import ABSENT, PresenceStatus
from warmline.routing.store import moving

KINDS = ("agent_id", "team_id", "queue_id")


def only_one(**targets: UUID | None) -> None:
    """Exactly one of the targets is named, or ``Invalid``."""
    if sum(each is not None for each in targets.values()) != 1:
        raise Invalid.field(KINDS[-1], "name either a queue, a team or an agent")


async def whereabouts(conn: Conn, actor: Actor, agent_id: UUID) -> Any:
    """An agent who works here, with name, presence and capacity, or ``AgentNotFound``."""
    found = await moving.whereabouts(conn, actor.org_id, agent_id)
    if found is None:
        raise AgentNotFound(id=agent_id)
    return found


async def need_ready(conn: Conn, actor: Actor, agent: Any, medium: str, *, beside: UUID) -> None:
    """The agent could be offered work of this medium now: ``AgentUnavailable``, ``AgentFull`` say why not."""
    if agent["status"] != PresenceStatus.AVAILABLE:
        raise unavailable(agent)
    load = await store.load_of_agent(conn, actor.org_id, agent["id"], beside=beside)
    reason = full(agent["capacity"], load, medium, agent["interruptible"])
    if reason:
        raise AgentFull(name=agent["name"], why=NO_ROOM[reason])


def need_present(agent: Any) -> None:
    """The agent is at work, whatever they do just now: ``AgentUnavailable`` says why not."""
    if agent["status"] in ABSENT:
        raise unavailable(agent)


def unavailable(agent: Any) -> AgentUnavailable:
    """What to say of an agent who cannot be asked."""
    why = agent["status"].replace("_", " ")
    if agent["reason"]:
        why += f" ({agent['reason']})"
    return AgentUnavailable(name=agent["name"], status=why, since=since(agent["since"], clock.now()))


def since(then: datetime | None, now: datetime) -> str:
    """A moment as people say it: the hour today, the day too where it was earlier. In UTC."""
    if then is None:
        return "always"
    return f"{then:%H:%M} UTC" if then.date() == now.date() else f"{then:%Y-%m-%d %H:%M} UTC"


async def served_queue(conn: Conn, actor: Actor, queue_id: UUID) -> Any:
    """A queue to which work or a question can go, whoever sees it: ``QueueNotFound``, or ``Invalid`` where it is
    switched off."""
    found = await moving.queue_to_serve(conn, actor.org_id, queue_id)
    if found is None:
        raise QueueNotFound(id=queue_id)
    if not found["active"]:
        raise Invalid.field("queue_id", "this queue is switched off; choose another")
    return found


async def queue_of_team(conn: Conn, actor: Actor, team_id: UUID, *, medium: str, present: UUID | None) -> UUID:
    """Through which queue a team is reached: the one where the work is, if the team serves it, else the one that is the
    team's alone, else the first by code. Raises ``UnknownTeam``, ``TeamWithoutQueue``."""
    if not await moving.team_exists(conn, actor.org_id, team_id):
        raise UnknownTeam(id=team_id)
    served = await moving.queues_of_team(conn, actor.org_id, team_id, medium=medium, present=present)
    if not served:
        raise TeamWithoutQueue(id=team_id)
    return served[0]
