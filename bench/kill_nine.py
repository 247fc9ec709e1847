"""Does ``kill -9`` lose or double anything? Queues envelopes, has a worker read them, and kills it again and again.

Run: python bench/kill_nine.py [envelopes] [seconds between kills]. With the argument ``--worker DSN`` it is the worker.
Every envelope must end ingested, each with one message, each sender's in the order sent. The promise is for 100,000.
"""

import asyncio
import random
import sys

import uvloop

from bench._channels import REGISTRY, Bench, bench, lines, queue
from bench._report import Clock
from warmline.channels import Ingest
from warmline.kit.db import Database
from warmline.kit.memory import settle

SENDERS = 2000


async def work(dsn: str) -> None:
    """Ingest until killed."""
    db = await Database.open(dsn, size=4)
    settle()
    await Ingest(db, REGISTRY).run()


async def hunt(at: Bench, seconds: float) -> int:
    """Start a worker and kill it at a random moment, until nothing waits; how often it was killed."""
    kills = 0
    while await waiting(at):
        command = (sys.executable, __file__, "--worker", at.server.dsn("warmline_app", "postgres"))
        worker = await asyncio.create_subprocess_exec(*command)
        await asyncio.sleep(1.0 + random.uniform(0, 2 * seconds))
        if worker.returncode is not None:
            raise SystemExit("The worker ended by itself.")
        worker.kill()
        await worker.wait()
        kills += 1
    return kills


async def waiting(at: Bench) -> int:
    async with at.db.transaction(at.org) as conn:
        return int(await conn.fetchval("select count(*) from envelope where status = 'accepted'"))


async def verdict(at: Bench, count: int) -> list[str]:
    """What is wrong with the record; empty where nothing is."""
    async with at.db.transaction(at.org) as conn:
        faults = []
        if (ended := await conn.fetchval("select count(*) from envelope where status = 'ingested'")) != count:
            faults.append(f"{ended} of {count} envelopes are ingested")
        lost = await conn.fetchval(
            "select count(*) from envelope e where not exists "
            "(select from message m where m.account_id = e.account_id and m.external_id = e.external_id)"
        )
        messages = await conn.fetchval("select count(*) from message")
        received = await conn.fetchval("select count(*) from event where type = 'message.received'")
        handles = await conn.fetchval("select count(*) from handle")
        started = await conn.fetchval("select count(*) from event where type = 'interaction.started'")
        interactions = await conn.fetchval("select count(*) from interaction")
        order = await conn.fetchval(
            "select count(*) from (select m.external_id < lag(m.external_id) over (partition by i.handle_id"
            " order by m.id) as back from message m join interaction i on i.id = m.interaction_id) as p where back"
        )
    faults += [f"{lost} envelopes have no message"] if lost else []
    faults += [f"{messages} messages and {received} events of them"] if {messages, received} != {count} else []
    faults += [f"{interactions} interactions and {started} events of them"] if interactions != started else []
    faults += [f"{handles} handles for {SENDERS} senders"] if handles != min(SENDERS, count) else []
    faults += [f"{order} messages are out of order"] if order else []
    return faults


async def main(count: int, seconds: float) -> None:
    async with bench() as at:
        await queue(at, lines(count, SENDERS))
        clock = Clock()
        kills = await hunt(at, seconds)
        print(f"{count:,} envelopes, {kills} kills, {clock.seconds:.0f} s")
        faults = await verdict(at, count)
        print("\n".join(faults) or "nothing lost, nothing doubled, everything in order")
        if faults:
            raise SystemExit(1)


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["--worker"]:
        uvloop.run(work(given[1]))
    else:
        uvloop.run(main(int(given[0]) if given else 100_000, float(given[1]) if len(given) > 1 else 1.5))
