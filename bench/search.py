"""How long it takes to find a conversation by its words, in a record of any size.

Run: python -m bench.search [messages ...]. Five messages stand in each interaction; every text has words that all have,
some that few have and one of its own. The floor fetches a page of rows by primary key. The promise: p99 below 200 ms.
Also told: how many conversations a second are made findable, and how large the index of words is.
"""

import random
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import uvloop

from bench._report import Clock, Figure, Report, percentile
from bench._world import World, make
from warmline.accounts import Actor
from warmline.kit import migrate
from warmline.kit.db import Conn, Database
from warmline.kit.postgres import EmbeddedPostgres
from warmline.search import Filter, Order, Place, find, index, search_for

ROUNDS, WARM = 100, 5
PAGE = 20
PROMISE = "p99 <= 200"
# Texts as people write them: the commonest words in most, others ever rarer.
WORDS = re.findall(
    r"\w+",
    """
    the and my claim car policy hail garage please help damage roof water invoice premium letter number payment
    storm window appointment repair insurance date contract bicycle theft kitchen neighbour lawyer hospital glasses
    travel luggage flight cancelled dentist passport cellar pipe fence tree dog horse boat caravan trailer tractor
    orchard chimney antenna piano violin aquarium greenhouse beehive telescope zeppelin
    """,
)
Ask = Callable[[Conn], Awaitable[Any]]


def text(pick: random.Random, number: int) -> str:
    """A text of about fifteen words, with a number of its own."""
    chosen = [WORDS[min(len(WORDS) - 1, int(pick.expovariate(0.16)))] for _ in range(15)]
    return " ".join(chosen) + f" POL-{number:07d}"


async def speak(dsn: str, world: World) -> None:
    """Give each message a text of its own."""
    conn = await asyncpg.connect(dsn)
    pick = random.Random(3)
    await conn.execute("create temp table said (id uuid primary key, text text)")
    async with conn.transaction():
        ids = [row[0] for row in await conn.fetch("select id from message where org_id = $1", world.org)]
        rows = [(id_, text(pick, number)) for number, id_ in enumerate(ids)]
        await conn.copy_records_to_table("said", records=rows)
    await conn.execute("set session_replication_role = replica; set synchronous_commit = off")
    await conn.execute("update message m set text = s.text from said s where m.org_id = $1 and m.id = s.id", world.org)
    await conn.execute("vacuum analyze message")
    await conn.close()


async def write(db: Database, world: World) -> float:
    """Make all conversations findable; how many a second, as the reaction does it, in transactions of 200."""
    async with db.transaction(world.org) as conn:
        ids = [row["id"] for row in await conn.fetch("select id from interaction order by id")]
    clock = Clock()
    for start in range(0, len(ids), 200):
        async with db.transaction(world.org) as conn:
            await index(conn, world.org, ids[start : start + 200])
    return len(ids) / clock.seconds


async def measure(db: Database, world: World, ask: Ask) -> tuple[float, float]:
    """p50 and p99 of a transaction that asks once."""
    times = []
    for n in range(-WARM, ROUNDS):
        start = time.perf_counter()
        async with db.transaction(world.org) as conn:
            await ask(conn)
        if n >= 0:
            times.append((time.perf_counter() - start) * 1000)
    return percentile(times, 0.5), percentile(times, 0.99)


def questions(world: World) -> dict[str, Callable[[int], tuple[str, dict[str, Any]]]]:
    """By name, what is asked the nth time."""
    pick = random.Random(5)
    queue = Filter(queues=[world.queues[1]])
    return {
        "a policy number": lambda _: (f"pol {pick.randrange(world.size * 5):07d}", {}),
        "a word that all have": lambda _: ("claim", {}),
        "two common words": lambda n: (f"{WORDS[n % 6]} {WORDS[6 + n % 9]}", {}),
        "a rare word": lambda n: (WORDS[-1 - n % 20], {}),
        "two rare words": lambda n: (f"{WORDS[-1 - n % 12]} {WORDS[-13 - n % 9]}", {}),
        "a phrase": lambda n: (f'"{WORDS[n % 9]} {WORDS[n % 7 + 3]}"', {}),
        "a beginning": lambda n: (WORDS[-1 - n % 40][:4], {}),
        "newest first, in a queue": lambda n: (WORDS[n % 30], {"filters": queue, "order": Order.NEWEST}),
        "a rare word of long ago": lambda n: (WORDS[-1 - n % 20], {"filters": Filter(until=world.day(0.2))}),
        "only notes, which nobody wrote": lambda n: (WORDS[n % 30], {"places": [Place.NOTE]}),
        "nothing such": lambda n: (f"qx{n}zz", {}),
    }


async def run(sizes: list[int]) -> None:
    """Make each world, ask, print."""
    report = Report("Finding conversations by their words, at so many messages")
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "pg") as server:
        owner = server.dsn("postgres", "postgres")
        await migrate.migrate(owner)
        db = await Database.open(server.dsn("warmline_app", "postgres"))
        for size in sizes:
            world = await make(owner, size // 5)
            await speak(owner, world)
            pace = await write(db, world)
            conn = await asyncpg.connect(owner)
            await conn.execute("vacuum analyze search_line")
            large = await conn.fetchval("select pg_relation_size('search_line_words') / 1048576")
            await conn.close()
            report.note(f"{size:,} messages: {pace:,.0f} conversations made findable a second; index {large:,} MB.")
            await ask_all(db, world, report, first, f"{size:,}")
        await db.close()
    report.show()


async def ask_all(db: Database, world: World, report: Report, first: dict[str, float], size: str) -> None:
    """Every question of one world."""
    actor = Actor(org_id=world.org, kind="agent", permissions=frozenset({"*"}))
    pick = random.Random(7)

    async def floor(conn: Conn) -> Any:
        ids = [world.customer(pick.randrange(world.size // 5)) for _ in range(PAGE)]
        return await conn.fetch("select * from customer where org_id = $1 and id = any ($2)", world.org, ids)

    least, _ = await measure(db, world, floor)
    for name, asked in questions(world).items():
        count = iter(range(ROUNDS + WARM))

        async def ask(conn: Conn, asked: Any = asked, count: Any = count) -> Any:
            words, more = asked(next(count))
            given = {"filters": Filter(), "places": [], "has_file": False, "order": Order.RELEVANCE} | more
            search = search_for(words, given.pop("filters"), **given)
            return await find(conn, actor, search, limit=PAGE, after=None)

        p50, p99 = await measure(db, world, ask)
        growth = p50 / first.setdefault(name, p50)
        report.add(
            Figure(what=name, size=size, unit="ms", floor=least, ours=p50, p99=p99, growth=growth, budget=PROMISE)
        )


if __name__ == "__main__":
    uvloop.run(run([int(each) for each in sys.argv[1:]] or [10_000, 1_000_000]))
