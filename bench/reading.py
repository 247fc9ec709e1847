"""What a screen waits for: a customer's timeline and an inbox page, at 10 thousand and at a million interactions.

Run: python bench/reading.py [interactions ...]. Floor: fetching as many rows of a plain table by primary key, on the same
connection. Prints p50 and p99 in milliseconds, the ratio to the floor, and the growth from the smaller to the larger.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bench._world import World, make
from rich.console import Console
from rich.table import Table

from warmline.accounts import Actor
from warmline.customers import members
from warmline.interactions.store import reading
from warmline.kit import migrate
from warmline.kit.db import Conn, Database
from warmline.kit.postgres import EmbeddedPostgres

PAGE = 51
ROUNDS = 300
Ask = Callable[[Conn, int], Awaitable[Any]]


def percentile(times: list[float], share: float) -> float:
    """The time, in milliseconds, that this share of the rounds stayed under."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


async def measure(db: Database, org: Any, ask: Ask, rounds: int = ROUNDS) -> tuple[float, float]:
    """p50 and p99 of a transaction that asks once."""
    times = []
    for n in range(-20, rounds):
        start = time.perf_counter()
        async with db.transaction(org) as conn:
            await ask(conn, n)
        if n >= 0:
            times.append(time.perf_counter() - start)
    return percentile(times, 0.5), percentile(times, 0.99)


def questions(world: World, actor: Actor, size: int) -> dict[str, tuple[str, Ask]]:
    """Each with its budget."""
    pick = random.Random(7)

    def listing(**values: Any) -> Ask:
        async def ask(conn: Conn, _: int) -> Any:
            wanted = reading.InteractionFilter(**values)
            return await reading.list_interactions(conn, actor, wanted, before=None, size=PAGE)

        return ask

    async def timeline(conn: Conn, _: int) -> Any:
        customer = world.customer(pick.randrange(size // 5))
        wanted = reading.InteractionFilter(customer_ids=await members(conn, customer))
        page = await reading.list_interactions(conn, actor, wanted, before=None, size=PAGE)
        return await reading.list_messages(conn, world.org, [each.id for each in page], after=None, size=PAGE)

    return {
        "customer's timeline": ("p99 <= 15 ms", timeline),
        "inbox, everything": ("p99 <= 30 ms", listing()),
        "inbox, waiting in a queue": ("p99 <= 30 ms", listing(queue_id=world.queues[0], statuses=["queued"])),
        "inbox, mine": ("p99 <= 30 ms", listing(owner_id=world.agents[3], statuses=["active", "waiting_customer"])),
        "inbox, resolved or closed": ("p99 <= 30 ms", listing(statuses=["resolved", "closed"])),
        "inbox, a category, live": ("p99 <= 30 ms", listing(category="claim", statuses=["queued", "active"])),
        "inbox, a channel": ("p99 <= 30 ms", listing(channel="email")),
    }


async def run(sizes: list[int]) -> None:
    """Make each world, ask, print."""
    table = Table("what", "interactions", "budget", "p50 ms", "p99 ms", "floor p50 ms", "ratio", "growth p50")
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "pg") as server:
        owner = server.dsn("postgres", "postgres")
        await migrate.migrate(owner)
        db = await Database.open(server.dsn("warmline_app", "postgres"))
        for size in sizes:
            start = time.perf_counter()
            world = await make(owner, size)
            print(f"{size:,} interactions with {size * 5:,} messages made in {time.perf_counter() - start:.0f} s")
            actor = Actor(org_id=world.org, kind="agent", permissions=frozenset({"*"}))
            ids = [world.customer(n) for n in range(PAGE)]

            async def floor(conn: Conn, _: int, ids: Any = ids, org: Any = world.org) -> Any:
                return await conn.fetch("select * from customer where org_id = $1 and id = any ($2)", org, ids)

            least, _ = await measure(db, world.org, floor)
            for name, (budget, ask) in questions(world, actor, size).items():
                p50, p99 = await measure(db, world.org, ask)
                growth = f"{p50 / first[name]:.2f}" if name in first else "1"
                first.setdefault(name, p50)
                row = (name, f"{size:,}", budget, f"{p50:.2f}", f"{p99:.2f}", f"{least:.2f}", f"{p50 / least:.1f}", growth)
                table.add_row(*row)
        await db.close()
    Console(width=150).print(table)


if __name__ == "__main__":
    asyncio.run(run([int(each) for each in sys.argv[1:]] or [10_000, 1_000_000]))
