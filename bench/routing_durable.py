"""Decisions that are on disk before anybody hears of them, at a steady rate, with ten thousand agents.

Run: python -m bench.routing_durable [seconds] [a second]. Work arrives at that rate from another connection; the shard
follows the log, decides, and commits in groups. Decision to durable is from the decision to the return of its commit;
arrival to durable begins when the contact was committed. The floor is the same number of bare rows, inserted and
committed in groups as they come. Milliseconds, p50 and p99.
"""

import asyncio
import random
import sys
import time
from uuid import UUID

import uvloop

from bench._report import Figure, Report, percentile
from bench._routing import Hall, hall
from warmline.kit import leases
from warmline.kit.ids import new_id
from warmline.kit.memory import settle
from warmline.routing.shard import Shard

AGENTS, CAPACITY, WARM_UP = 10_000, 12, 3.0
# Seconds between arrivals, which come in small groups, as from a process that reads deliveries in.
BEAT = 0.02
ARRIVE = """
with came as (
  insert into interaction (org_id, id, channel, medium, account_id, direction, initiation, status, queue_id,
    customer_id, started_at, queued_at, status_since, last_message_at)
  select $1, w.id, 'mail', 'text', k.id, 'inbound', 'inbound', 'queued', q.id, w.customer_id, now(), now(), now(), now()
  from unnest($2::uuid[], $4::uuid[]) with ordinality as w (id, customer_id, n)
  join (select id, row_number() over () as n from queue where org_id = $1) q on q.n = 1 + (w.n + $3) % 40
  join channel_account k on k.org_id = $1
  returning id, queue_id
)
insert into event (org_id, at, actor, type, interaction_id, data)
select $1, now(), 'system:bench', 'interaction.queued', id, jsonb_build_object('queue_id', queue_id) from came
"""


class Run:
    """What was measured."""

    def __init__(self) -> None:
        self.came: dict[UUID, float] = {}
        self.durable: list[float] = []
        self.since_arrival: list[float] = []
        self.turns: list[float] = []
        self.sizes: list[int] = []
        self.measuring = False
        self.over = False


async def arrive(at: Hall, run: Run, rate: int) -> None:
    """Contacts come at the rate, whatever the engine does."""
    customers = [row["id"] for row in await at.owner.fetch("select id from customer")]
    began, sent = time.perf_counter(), 0
    while not run.over:
        due = int((time.perf_counter() - began) * rate)
        if due > sent:
            ids = [new_id() for _ in range(min(due - sent, 500))]
            async with at.db.transaction(at.org_id) as conn:
                await conn.execute(ARRIVE, at.org_id, ids, sent, random.choices(customers, k=len(ids)))
                conn.announce()
            now = time.perf_counter()
            run.came.update(dict.fromkeys(ids, now))
            sent += len(ids)
        await asyncio.sleep(BEAT)


async def decide(at: Hall, run: Run) -> None:
    """The shard, as the dispatcher runs it."""
    async with at.db.transaction(at.org_id) as conn:
        lease = await leases.take(conn, at.org_id, "routing", new_id(), seconds=3600.0)
    assert lease
    shard, wake = Shard(lease), asyncio.Event()
    await shard.begin(at.db)
    leave = at.db.on_commit(wake.set)
    while not run.over:
        wake.clear()
        began = time.perf_counter()
        more = await shard.turn(at.db)
        ended = time.perf_counter()
        if run.measuring and shard.made:
            run.durable += [ended - shard.decided] * len(shard.made)
            run.since_arrival += [ended - run.came.get(each.interaction_id, ended) for each in shard.made]
            run.turns.append(ended - began)
            run.sizes.append(len(shard.made))
        if not more:
            timer = asyncio.get_running_loop().call_later(BEAT, wake.set)
            await wake.wait()
            timer.cancel()
    leave()


async def bare(at: Hall, rate: int, seconds: float) -> list[float]:
    """The floor: as many rows a second, inserted and committed in groups."""
    await at.owner.execute("create table bare (id uuid primary key, at timestamptz)")
    await at.owner.execute("grant insert on bare to warmline_app")
    times: list[float] = []
    began, sent = time.perf_counter(), 0
    while (passed := time.perf_counter() - began) < seconds:
        count = int(passed * rate) - sent
        if count:
            ids = [new_id() for _ in range(count)]
            start = time.perf_counter()
            async with at.db.transaction(at.org_id) as conn:
                await conn.execute("insert into bare select id, now() from unnest($1::uuid[]) id", ids)
            times += [time.perf_counter() - start] * count
            sent += count
        await asyncio.sleep(0.001)
    return times


async def main(seconds: float, rate: int) -> None:
    report = Report("Durable decisions, milliseconds")
    async with hall(agents=AGENTS, waiting=0, capacity=CAPACITY) as at:
        settle()
        least = await bare(at, rate, min(seconds, 20.0))
        run = Run()
        work = [asyncio.create_task(decide(at, run)), asyncio.create_task(arrive(at, run, rate))]
        await asyncio.sleep(WARM_UP)
        run.measuring, began = True, time.perf_counter()
        await asyncio.sleep(seconds)
        run.measuring, took = False, time.perf_counter() - began
        run.over = True
        await asyncio.gather(*work)
    made = len(run.durable)
    size = f"{rate:,}/s for {seconds:.0f} s, {AGENTS:,} agents"
    report.add(Figure(what="offers made", unit="a second", size=size, floor=float(rate), ours=made / took,
                      budget="ratio >= 0.98"))  # fmt: skip

    def tell(what: str, times: list[float], floor: list[float] | None = None, budget: str = "") -> None:
        first = percentile(floor, 0.5) * 1e3 if floor else None
        ours, p99 = percentile(times, 0.5) * 1e3, percentile(times, 0.99) * 1e3
        report.add(Figure(what=what, unit="ms", size=size, floor=first, ours=ours, p99=p99, budget=budget))

    tell("bare rows, committed in groups", least)
    tell("decision to durable", run.durable, least, "p99 <= 15")
    tell("arrival to durable offer", run.since_arrival)
    tell("turn of the engine", run.turns)
    report.note(f"{made / len(run.sizes):.1f} decisions a turn, at most {max(run.sizes)}.")
    report.show()


if __name__ == "__main__":
    given = sys.argv[1:]
    uvloop.run(main(float(given[0]) if given else 60.0, int(given[1]) if len(given) > 1 else 1000))
