"""What a screen waits for: a customer's timeline and an inbox page, at 10 thousand and at a million interactions.

Run: python -m bench.reading [interactions ...]. Five messages stand in each interaction. The floor fetches as many rows
of one table by primary key, in a transaction of its own, from the same world. Milliseconds, p50 and p99.
"""

import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import uvloop

from bench._report import Clock, Figure, Report, percentile
from bench._world import World, make
from warmline.accounts import Actor
from warmline.customers import members
from warmline.interactions.store import reading
from warmline.kit import migrate
from warmline.kit.db import Conn, Database
from warmline.kit.postgres import EmbeddedPostgres

PAGE = 51
ROUNDS = 300
WARM = 20
TIMELINE, LIST = "p99 <= 15, growth <= 1.5", "p99 <= 30"
Ask = Callable[[Conn], Awaitable[Any]]
Timed = tuple[float, float]


async def measure(db: Database, org: UUID, ask: Ask) -> Timed:
    """p50 and p99 of a transaction that asks once."""
    times = []
    for n in range(-WARM, ROUNDS):
        start = time.perf_counter()
        async with db.transaction(org) as conn:
            await ask(conn)
        if n >= 0:
            times.append((time.perf_counter() - start) * 1000)
    return percentile(times, 0.5), percentile(times, 0.99)


class Asking:
    """The questions of a screen, each of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.actor = Actor(org_id=world.org, kind="agent", permissions=frozenset({"*"}))
        self._pick = random.Random(7)

    def anyone(self) -> UUID:
        """The id of some customer: another each time, so that most pages are not warm in a large world."""
        return self.world.customer(self._pick.randrange(self.world.size // 5))

    async def floor(self, conn: Conn) -> Any:
        """A page of rows by primary key."""
        ids = [self.anyone() for _ in range(PAGE)]
        return await conn.fetch("select * from customer where org_id = $1 and id = any ($2)", self.world.org, ids)

    async def timeline(self, conn: Conn) -> Any:
        """A customer's interactions over all channels, and what was said in them."""
        wanted = reading.InteractionFilter(customer_ids=await members(conn, self.anyone()))
        page = await reading.list_interactions(conn, self.actor, wanted, before=None, size=PAGE)
        assert page
        ids = [each.id for each in page]
        return await reading.list_messages(conn, self.world.org, ids, after=None, size=PAGE)

    def listing(self, **values: Any) -> Ask:
        """The first page of a list of interactions."""

        async def ask(conn: Conn) -> Any:
            wanted = reading.InteractionFilter(**values)
            page = await reading.list_interactions(conn, self.actor, wanted, before=None, size=PAGE)
            assert page
            return page

        return ask

    def questions(self) -> dict[str, tuple[str, Ask]]:
        """By name, with what is promised."""
        world = self.world
        lists = {
            "everything": self.listing(),
            "waiting in a queue": self.listing(queue_id=world.queues[0], statuses=["queued"]),
            "mine, live": self.listing(owner_id=world.agents[3], statuses=["active", "waiting_customer"]),
            "resolved or closed": self.listing(statuses=["resolved", "closed"]),
            "a category, live": self.listing(category="claim", statuses=["queued", "active"]),
            "a channel": self.listing(channel="email"),
            "a channel that is rare": self.listing(channel="sms"),
            "a category that is rare": self.listing(category="fraud"),
            "before a day long ago": self.listing(until=world.day(0.1)),
            "a queue, resolved": self.listing(queue_id=world.queues[1], statuses=["resolved"]),
        }
        return {"customer's timeline": (TIMELINE, self.timeline)} | {
            f"inbox: {name}": (LIST, ask) for name, ask in lists.items()
        }


async def ask_all(db: Database, asking: Asking, report: Report, first: dict[str, float]) -> None:
    """Every question of one world. ``first`` holds the p50 of the smallest, and is filled from it."""
    size = f"{asking.world.size:,}"
    least, _ = await measure(db, asking.world.org, asking.floor)
    for name, (budget, ask) in asking.questions().items():
        p50, p99 = await measure(db, asking.world.org, ask)
        growth = p50 / first.setdefault(name, p50)
        report.add(
            Figure(what=name, size=size, unit="ms", floor=least, ours=p50, p99=p99, growth=growth, budget=budget)
        )


async def run(sizes: list[int]) -> None:
    """Make each world, ask, print."""
    report = Report("Reading the record: the first page, at so many interactions with five messages each")
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "pg") as server:
        await migrate.migrate(server.dsn("postgres", "postgres"))
        db = await Database.open(server.dsn("warmline_app", "postgres"))
        for size in sizes:
            clock = Clock()
            world = await make(server.dsn("postgres", "postgres"), size)
            report.note(f"{size:,} interactions were made in {clock.seconds:.0f} s.")
            await ask_all(db, Asking(world), report, first)
        await db.close()
    report.show()


if __name__ == "__main__":
    uvloop.run(run([int(each) for each in sys.argv[1:]] or [10_000, 1_000_000]))
