"""The floor at this moment: queues and what waits in them, agents and what they have."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.analytics import store
from warmline.analytics.days import midnight, today
from warmline.analytics.model import NOTHING, AgentNow, Figures, Handling, Occupancy, QueueNow, Wall
from warmline.analytics.store import Period
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.routing import QueueLoad, QueueView, list_queues, next_estimate, queue_loads

# Who sees the queues sees the floor; see `queue.read`.
READ = ("queue.read", "queue.manage")
MOST_QUEUES = 200
ABSENT = frozenset({"offline", "away"})


async def wall(conn: Conn, actor: Actor) -> Wall:
    """The floor now, and today so far."""
    actor.need(*READ)
    now = clock.now()
    there = await store.time_zone(conn, actor.org_id)
    since = midnight(today(now, there), there)
    queues = [each for each in await list_queues(conn, actor, size=MOST_QUEUES) if each.active]
    loads = {each.queue_id: each for each in await queue_loads(conn, actor, [each.id for each in queues])}
    agents = await agents_now(conn, actor)
    days = await _days(conn, actor, queues, there, now)
    within = await store.waiting_within(conn, actor.org_id, now)
    shown = [
        await _queue(conn, queue, loads[queue.id], agents, days[queue.id], within.get(queue.id, 0)) for queue in queues
    ]
    period = Period(since=since, until=now, time_zone=there)
    total = await store.figures(conn, actor.org_id, period, now, dimensions=("total",), settled=False)
    return Wall(
        at=now,
        since=since,
        time_zone=there,
        queues=shown,
        agents=agents,
        total=total.get(("total", None), NOTHING),
    )


Day = tuple[Figures, list[int]]


async def _days(conn: Conn, actor: Actor, queues: list[QueueView], there: str, now: datetime) -> dict[UUID, Day]:
    """Each queue's figures since midnight by its own calendar, and its contacts by the hour."""
    zones = await store.queue_zones(conn, actor.org_id)
    groups: dict[str, list[UUID]] = defaultdict(list)
    for queue in queues:
        groups[zones.get(queue.id, there)].append(queue.id)
    found: dict[UUID, Day] = {}
    for name, ids in groups.items():
        since = midnight(today(now, name), name)
        period = Period(since=since, until=now, time_zone=name)
        table = await store.figures(conn, actor.org_id, period, now, dimensions=("queue",), settled=False)
        came = await store.arrivals(conn, actor.org_id, ids, since, now)
        hours = 1 + int((now - since).total_seconds() // 3600)
        for id_ in ids:
            arrivals = [came.get(id_, {}).get(hour, 0) for hour in range(hours)]
            found[id_] = table.get(("queue", str(id_)), NOTHING), arrivals
    return found


async def _queue(
    conn: Conn, queue: QueueView, load: QueueLoad, agents: list[AgentNow], day: Day, within: int
) -> QueueNow:
    serving = [
        each
        for each in agents
        if each.status not in ABSENT and (not queue.team_ids or not set(queue.team_ids).isdisjoint(each.team_ids))
    ]
    return QueueNow(
        queue_id=queue.id,
        code=queue.code,
        name=queue.name,
        open=queue.open,
        opens_at=queue.opens_at,
        service_seconds=queue.service_seconds,
        service_level_target=queue.service_level,
        waiting=load.waiting,
        oldest=load.oldest,
        within_target=within,
        offered=load.offered,
        estimate=await next_estimate(conn, queue, load.waiting),
        available=sum(each.status == "available" for each in serving),
        working=sum(bool(each.work) for each in serving),
        at_work=len(serving),
        today=day[0],
        arrivals=day[1],
    )


async def agents_now(conn: Conn, actor: Actor) -> list[AgentNow]:
    """Who is at work, and what they have."""
    hidden = [] if actor.may("customer.read") else ["customer_name"]
    hidden += [] if actor.may("case.read") else ["customer_name", "subject"]
    work: dict[UUID, list[Handling]] = defaultdict(list)
    for row in await store.work_now(conn, actor.org_id):
        work[row["owner_id"]].append(_handling(row, hidden))
    rows = await store.agents_now(conn, actor.org_id, list(work))
    names = [name for name in AgentNow.__struct_fields__ if name != "work"]
    return [AgentNow(**{name: row[name] for name in names}, work=work[row["agent_id"]]) for row in rows]


def _handling(row: Any, hidden: Sequence[str]) -> Handling:
    values = {name: row[name] for name in Handling.__struct_fields__}
    return Handling(**values | dict.fromkeys(hidden))


async def occupancy(conn: Conn, actor: Actor) -> list[Occupancy]:
    """How much of their time at work today agents had something in hand."""
    actor.need(*READ)
    now = clock.now()
    there = await store.time_zone(conn, actor.org_id)
    rows = await store.occupancy(conn, actor.org_id, midnight(today(now, there), there), now)
    return [Occupancy(**row, occupancy=_share(row["busy_seconds"], row["at_work_seconds"])) for row in rows]


def _share(part: float, whole: float) -> float | None:
    return min(1.0, part / whole) if whole else None
