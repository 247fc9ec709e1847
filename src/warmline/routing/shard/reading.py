"""Rows of the database as the engine's queues, agents and tasks. Pure."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.calendars import Hours
from warmline.engine import Agent, Queue, Ring, Skills, Task
from warmline.routing.model import RoutingSettings

# Work that belongs to no queue is served by nobody but the agent for whom it is kept.
NO_QUEUE = UUID(int=0)
NOBODYS = Queue(id=NO_QUEUE, teams=frozenset({NO_QUEUE}))
# Everybody is in this team: queues that overflow into one that everybody serves need a name for it.
EVERYBODY = UUID(int=1)


def skills_of(levels: Mapping[str, int] | None) -> Skills:
    """Skills with their least levels, as the engine compares them."""
    return tuple(sorted((levels or {}).items()))


def queue(row: Any, rows: Mapping[UUID, Any], hours: Hours | None, set_: RoutingSettings, at: datetime) -> Queue:
    """A queue; ``rows`` are all of them by id, for overflow, and ``hours`` its calendar's."""
    return Queue(
        id=row["id"],
        priority=float(row["priority"]),
        service_seconds=float(row["service_seconds"]),
        offer_seconds=float(row["offer_seconds"]),
        teams=frozenset(row["team_ids"]),
        skills=skills_of(row["skills"]),
        rings=rings(row, rows),
        offer_to=row["offer_to"],
        sticky=set_.sticky_seconds if row["sticky_seconds"] is None else float(row["sticky_seconds"]),
        open=hours is None or hours.is_open(at),
    )


def rings(row: Any, rows: Mapping[UUID, Any]) -> tuple[Ring, ...]:
    """A queue's steps in order of time; who serves the queue into which it overflows is one more step, in which their
    own queue vouches for them: this one's skills are not asked for."""
    found = [
        Ring(
            after=float(each["after_seconds"]),
            lower=int(each.get("lower") or 0),
            any_skill=bool(each.get("any_skill")),
            teams=frozenset(UUID(str(team)) for team in each.get("team_ids") or ()),
        )
        for each in row["rings"]
    ]
    other = rows.get(row["overflow_queue_id"])
    if other is not None:
        teams = frozenset(other["team_ids"]) or frozenset({EVERYBODY})
        found.append(Ring(after=float(row["overflow_seconds"]), any_skill=True, teams=teams))
    return tuple(sorted(found, key=lambda ring: ring.after))


def agent(row: Any) -> Agent:
    """Somebody at work."""
    return Agent(
        id=row["agent_id"],
        status=row["status"],
        idle_since=row["idle_since"],
        teams=frozenset({*row["team_ids"], EVERYBODY}),
        skills=row["skills"],
        capacity=row["capacity"],
        load=row["load"],
        interruptible=frozenset(row["interruptible"]),
    )


def task(row: Any, queues: Mapping[UUID, Queue]) -> Task:
    """A piece of waiting work. In a queue that is not served it waits for whom it was handed to, or for nobody."""
    served = queues.get(row["queue_id"], NOBODYS)
    # Nobody waits for somebody who is not at work.
    reserved = row["preferred_id"] if row["awaited"] else None
    until = row["queued_at"] + served.sticky
    if reserved:
        # It keeps its age, but the wait for the agent to whom it was handed begins with the hand-over.
        until = row["status_since"] + served.sticky
    elif row["queue_id"] is None:
        reserved, until = row["owner_id"], math.inf
    return Task(
        id=row["id"],
        queue_id=served.id,
        medium=row["medium"],
        queued_at=row["queued_at"],
        priority=float(row["priority"]),
        skills=skills_of(row["skills"]),
        service_seconds=float(row["service_seconds"]) if row["service_seconds"] else None,
        preferred=_preferred(row),
        prefers_until=until,
        reserved_for=reserved,
        refused=frozenset(row["refused"] or ()),
        not_before=row["not_before"] or 0.0,
        intent=row["intent"],
    )


def _preferred(row: Any) -> tuple[tuple[UUID, str], ...]:
    known = (
        (row["owner_id"], "had_it"),
        (row["chosen_agent"], "preferred_agent"),
        (row["case_owner"], "case_owner"),
        (row["last_agent"], "last_agent"),
    )
    found: dict[UUID, str] = {}
    for agent_id, reason in known:
        if agent_id:
            found.setdefault(agent_id, reason)
    return tuple(found.items())
