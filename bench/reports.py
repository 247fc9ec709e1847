"""What the wall and the day report cost in a record of any size.

Run: python -m bench.reports [interactions ...]. About 4,300 contacts begin in a day; most were answered, held,
wrapped up and resolved, with eight events each on the last days. The floor fetches a page of rows by
primary key. The promises: a day below 300 ms, the live wall below 50 ms.
"""

import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import uvloop

from bench._report import Figure, Report, percentile
from bench._world import World, make
from warmline.accounts import Actor
from warmline.analytics import alerts, occupancy, report, wall
from warmline.kit import clock, migrate
from warmline.kit.db import Conn, Database
from warmline.kit.postgres import EmbeddedPostgres

ROUNDS, WARM, PAGE = 30, 3, 51
Ask = Callable[[Conn], Awaitable[Any]]

# The record of the world ends some time ago; this makes its last day the present one, and gives it times and events.
LIVE = """
update interaction set started_at = started_at + $2, queued_at = queued_at + $2, status_since = status_since + $2,
  last_message_at = last_message_at + $2,
  answered_at = case when status = 'queued' then null else queued_at + $2 + interval '40 seconds' end,
  first_response_at = case when status = 'queued' then null else queued_at + $2 + interval '90 seconds' end,
  talk_seconds = 240, hold_seconds = 30, wrap_up_seconds = 60,
  resolved_at = case when status in ('resolved', 'closed') then queued_at + $2 + interval '7 minutes' end
where org_id = $1
"""
EVENTS = """
insert into event (org_id, at, actor, type, interaction_id, case_id, customer_id, data)
select i.org_id, i.started_at + n * interval '50 seconds', 'system:bench',
  'interaction.status_changed', i.id, i.case_id, i.customer_id,
  jsonb_build_object('from_status', (array['received', 'queued', 'offered', 'active'])[1 + n % 4],
    'to_status', (array['queued', 'offered', 'active', 'wrap_up'])[1 + n % 4], 'agent_id', i.owner_id)
from interaction i, generate_series(0, 7) n
where i.org_id = $1 and i.started_at > now() - interval '2 days'
"""


async def freshen(dsn: str, world: World) -> None:
    """Make the last day of the world today."""
    conn = await asyncpg.connect(dsn)
    await conn.execute("set session_replication_role = replica")
    await conn.execute("set synchronous_commit = off")
    last = await conn.fetchval("select max(started_at) from interaction where org_id = $1", world.org)
    await conn.execute(LIVE, world.org, clock.now() - last - timedelta(minutes=2))
    await conn.execute(EVENTS, world.org)
    for table in ("interaction", "event"):
        await conn.execute(f"vacuum analyze {table}")
    await conn.close()


async def measure(db: Database, world: World, ask: Ask) -> tuple[float, float]:
    """p50 and p99 of a snapshot that asks once."""
    times = []
    for n in range(-WARM, ROUNDS):
        start = time.perf_counter()
        async with db.snapshot(world.org) as conn:
            await ask(conn)
        if n >= 0:
            times.append((time.perf_counter() - start) * 1000)
    return percentile(times, 0.5), percentile(times, 0.99)


def questions(actor: Actor) -> dict[str, tuple[str, Ask]]:
    """By name, with what is promised."""
    day = clock.now().date() - timedelta(days=1)
    return {
        "the wall": ("ours <= 50", lambda conn: wall(conn, actor)),
        "alerts": ("", lambda conn: alerts(conn, actor)),
        "occupancy": ("", lambda conn: occupancy(conn, actor)),
        "a day": ("ours <= 300", lambda conn: report(conn, actor, first=day)),
        "a week": ("", lambda conn: report(conn, actor, first=day - timedelta(days=6), last=day)),
    }


def _floor(world: World) -> Ask:
    ids = [world.customer(n) for n in range(PAGE)]
    rows = "select * from customer where org_id = $1 and id = any ($2)"
    return lambda conn: conn.fetch(rows, world.org, ids)


async def run(sizes: list[int]) -> None:
    """Make each world, ask, print."""
    shown = Report("The wall and reports, at so many interactions")
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "pg") as server:
        owner = server.dsn("postgres", "postgres")
        await migrate.migrate(owner)
        db = await Database.open(server.dsn("warmline_app", "postgres"))
        for size in sizes:
            world = await make(owner, size)
            await freshen(owner, world)
            actor = Actor(org_id=world.org, kind="agent", permissions=frozenset({"*"}))
            least, _ = await measure(db, world, _floor(world))
            for name, (budget, ask) in questions(actor).items():
                p50, p99 = await measure(db, world, ask)
                growth = p50 / first.setdefault(name, p50)
                shown.add(
                    Figure(
                        what=name,
                        size=f"{size:,}",
                        unit="ms",
                        floor=least,
                        ours=p50,
                        p99=p99,
                        growth=growth,
                        budget=budget,
                    )
                )
        await db.close()
    shown.show()


if __name__ == "__main__":
    uvloop.run(run([int(each) for each in sys.argv[1:]] or [10_000, 1_000_000]))
