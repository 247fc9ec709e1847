"""How fast contacts find their customers among a million: handles, names with numbers, an earlier contact, brokers.

Run: python -m bench.identity_resolution [sizes, 10000 1000000]. Times are of one connection with the settings of
ingest, from the read of the words until all is written, one contact at a time and in batches, in milliseconds a
contact; a batch's contacts are of all kinds. The commit is ingest's and left out, and so is, where Linux tells it, the
time for which the two processes were ready and waited for a core, which is other work's: the notes have the times with
it. The floors are one row by its key, and one plain INSERT, timed the same way. Growth is from the first size. The
promise is a p99 of 5 ms a contact among a million.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import uvloop

from bench import _customers as base
from bench._report import Figure, Report, percentile
from warmline.accounts import system
from warmline.channels.store import plan_by_index
from warmline.customers import Claim, Resolving, Said
from warmline.kit import migrate
from warmline.kit.db import Conn, Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres
from warmline.sdk import Handle, Verification

PROMISE = "p99 <= 5"
SIZES = (10_000, 1_000_000)
TIMES, WARM = 1_000, 50
BATCHES = {50: 40, 300: 15}
Make = Callable[[int, random.Random, int], Claim]
Work = Callable[[Conn], Awaitable[object]]


def claim(sender: Handle, *texts: str) -> Claim:
    return Claim(sender, (), base.AT, "bench", texts)


def unknown(number: int) -> Handle:
    return Handle("web_visitor", f"w{number}-{new_id()}")


def known(size: int, chance: random.Random, number: int) -> Claim:
    email = base.customer(chance.randrange(size)).email
    return claim(Handle("email", email, None, Verification.VERIFIED), "Thank you, when will somebody call me?")


def new(size: int, chance: random.Random, number: int) -> Claim:
    return claim(unknown(number), "Hello, what do you need from me for a new card?")


def with_policy(size: int, chance: random.Random, number: int) -> Claim:
    who = base.customer(chance.randrange(size))
    return claim(unknown(number), f"Hello, my name is {who.name.shown}, policy {who.policy}. Where is my card?")


def with_account(size: int, chance: random.Random, number: int) -> Claim:
    who = base.customer(chance.randrange(size))
    return claim(
        unknown(number), f"My name is {who.name.shown}. The account ends in {who.account}, it was charged twice."
    )


def of_a_crowd(size: int, chance: random.Random, number: int) -> Claim:
    name = base.common().shown
    return claim(unknown(number), f"My name is {name}. My branch is {base.SHARED}, I was charged twice.")


def with_earlier(size: int, chance: random.Random, number: int) -> Claim:
    name = base.common().shown
    return claim(unknown(number), f"This is {name}. I called this morning about the lost card, is there any news?")


def withheld(size: int, chance: random.Random, number: int) -> Claim:
    who = base.customer(chance.randrange(size))
    return claim(
        Handle("phone", "anonymous"), f"My name is {who.name.shown}, account {who.account}, it was charged twice."
    )


def broker(size: int, chance: random.Random, number: int) -> Claim:
    by, who = base.customer(chance.randrange(100)), base.customer(chance.randrange(size))
    return claim(Handle("email", by.email), f"I write on behalf of my client {who.name.shown}, policy {who.policy}.")


KINDS: dict[str, Make] = {
    "known handle": known,
    "new handle, nothing else": new,
    "new handle, name and policy number": with_policy,
    "new handle, name and digits that 100 share": with_account,
    "new handle, commonest name, an earlier contact": with_earlier,
    "withheld number, name and digits that 100 share": withheld,
    "broker for a client": broker,
    "worst: a number that 1 in 10 has, a name of 1 in 100": of_a_crowd,
}


def named(said: Said) -> bool:
    """Customers of a name are looked up, as for whoever speaks of an earlier contact."""
    return bool(said.own)


def resolving(org: UUID, claims: Sequence[Claim]) -> Work:
    """What ingest does with a batch."""
    actor = system(org, "bench")

    async def work(conn: Conn) -> None:
        batch = await Resolving.begin(conn, actor, claims, recallable=named)
        for n in range(len(claims)):
            batch.resolve(n)
        await batch.end(conn, actor)

    return work


def waited(conn: Conn) -> float:
    """For how many milliseconds this process and the connection's were ready without a core, since they began."""
    paths = [Path(f"/proc/{pid}/schedstat") for pid in (os.getpid(), conn.get_server_pid())]
    return sum(int(path.read_text().split()[1]) / 1e6 for path in paths if path.exists())


class Times(NamedTuple):
    """Milliseconds a contact without the waits for a core, and with them."""

    ours: list[float]
    all: list[float]


async def timed(db: Database, org: UUID, works: Sequence[Work], *, each: int = 1, warm: int = 0) -> Times:
    """The times of each piece of work, which is for so many contacts; the first ones are not told."""
    found = []
    for work in works:
        async with db.transaction(org) as conn:
            await plan_by_index(conn)
            before, start = waited(conn), time.perf_counter()
            await work(conn)
            spent = (time.perf_counter() - start) * 1000
            found.append(((spent - waited(conn) + before) / each, spent / each))
    return Times([ours for ours, _ in found[warm:]], [spent for _, spent in found[warm:]])


async def floors(db: Database, org: UUID, size: int) -> tuple[float, float]:
    """Milliseconds of one row by its key, and of one plain INSERT."""
    read = "select customer_id from handle where org_id = $1 and scheme = 'email' and value = $2"
    chance = random.Random(1)

    async def one(conn: Conn) -> None:
        await conn.fetchrow(read, org, base.customer(chance.randrange(size)).email)

    async def insert(conn: Conn) -> None:
        await conn.execute("insert into floor values ($1, $2)", new_id(), "x" * 180)

    reads, writes = [await timed(db, org, [work] * TIMES, warm=WARM) for work in (one, insert)]
    return percentile(reads.ours, 0.5), percentile(writes.ours, 0.5)


async def measure(report: Report, db: Database, org: UUID, size: int, before: dict[str, float]) -> None:
    """All kinds a contact at a time, and batches of all kinds."""
    read, write = await floors(db, org, size)
    label = f"{size:,}"
    promise = PROMISE if size >= 1_000_000 else ""

    def tell(what: str, times: Times, floor: float) -> None:
        ours = percentile(times.ours, 0.5)
        report.note(
            f"{what}, {label}: {percentile(times.all, 0.5):.2f}, p99 {percentile(times.all, 0.99):.1f} with waits."
        )
        first = before.setdefault(what, ours)
        growth = ours / first if promise else None
        report.add(
            Figure(what=what, size=label, unit="ms/contact", floor=floor, ours=ours, p99=percentile(times.ours, 0.99),
                   growth=growth, budget=promise)
        )  # fmt: skip

    chance = random.Random(size)
    for what, make in KINDS.items():
        works = [resolving(org, [make(size, chance, n)]) for n in range(TIMES + WARM)]
        tell(what, await timed(db, org, works, warm=WARM), read if make is known else write)
    kinds = list(KINDS.values())[:-1]
    for count, times in BATCHES.items():
        works = [
            resolving(org, [kinds[n % len(kinds)](size, chance, n) for n in range(count)]) for _ in range(times + 2)
        ]
        tell(f"all kinds in batches of {count}", await timed(db, org, works, each=count, warm=2), write)


async def main(sizes: Sequence[int]) -> None:
    """Start a server of its own, let the base grow from size to size, measure at each."""
    report = Report("Contacts that find their customers, one connection")
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "data") as server:
        owner = server.dsn("postgres", "postgres")
        await migrate.migrate(owner)
        conn = await asyncpg.connect(owner)
        org = await conn.fetchval("insert into organization (name) values ('Bench') returning org_id")
        await conn.execute("create table floor (id uuid primary key, body text); grant all on floor to warmline_app")
        await conn.close()
        before: dict[str, float] = {}
        for first, size in zip((0, *sizes), sizes, strict=False):
            start = time.perf_counter()
            await base.load(owner, org, first, size)
            report.note(f"{size:,} customers: loaded in {time.perf_counter() - start:.0f} s.")
            # Connections that knew the tables while they were small keep plans for small tables.
            db = await Database.open(server.dsn("warmline_app", "postgres"), size=1)
            await measure(report, db, org, size, before)
            await db.close()
    report.show()


if __name__ == "__main__":
    uvloop.run(main([int(each) for each in sys.argv[1:]] or SIZES))
