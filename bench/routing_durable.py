"""Decisions that are on disk before anybody hears of them, at a steady rate, with ten thousand agents.

Run: python -m bench.routing_durable [seconds] [a second]. Once agents free at that rate while a hundred thousand wait,
six pieces of work for each; and once contacts arrive at that rate while everybody is idle, of which the arrival itself
costs PostgreSQL more than the offer. Either comes from another connection; the shard follows the log, decides, and
commits in groups. Decision to durable is from the decision to the return of its commit. The floor is the same number of
bare rows, inserted and committed in groups as they come. Milliseconds, p50 and p99.
"""

import asyncio
import random
import sys
import time
from collections.abc import Callable, Coroutine
from uuid import UUID

import uvloop

from bench._report import Figure, Report, percentile
from bench._routing import Hall, hall
from warmline.kit import leases
from warmline.kit.ids import new_id
from warmline.kit.memory import settle
from warmline.routing.shard import Shard

AGENTS, WAITING, WARM_UP = 10_000, 100_000, 3.0
# What each agent who frees takes, and what each has room for while contacts arrive.
SIX, ROOM = 6, 12
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
        self.seconds = 0.0
        self.measuring = False
        self.over = False


FREE = """
with freed as (
  update presence set status = 'available', since = now(), idle_since = now() where agent_id = any ($2)
  returning agent_id
)
insert into event (org_id, at, actor, type, data)
select $1, now(), 'system:bench', 'presence.changed', jsonb_build_object('agent_id', agent_id) from freed
"""


async def free(at: Hall, run: Run, rate: int) -> None:
    """Agents free at such a rate that so many pieces of work find somebody."""
    busy = [row["agent_id"] for row in await at.owner.fetch("select agent_id from presence order by agent_id")]
    began, sent = time.perf_counter(), 0
    while not run.over:
        due = min(len(busy), int((time.perf_counter() - began) * rate / SIX))
        if due > sent:
            async with at.db.transaction(at.org_id) as conn:
                await conn.execute(FREE, at.org_id, busy[sent:due])
                conn.announce()
            sent = due
        await asyncio.sleep(BEAT)


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


async def measured(
    at: Hall, come: Callable[[Hall, Run, int], Coroutine[None, None, None]], seconds: float, rate: int
) -> Run:
    """The engine at work while this comes."""
    run = Run()
    work = [asyncio.create_task(decide(at, run))]
    # All that waits is loaded before the measurement begins.
    await asyncio.sleep(WARM_UP)
    work.append(asyncio.create_task(come(at, run, rate)))
    await asyncio.sleep(WARM_UP)
    run.measuring, began = True, time.perf_counter()
    await asyncio.sleep(seconds)
    run.measuring, run.seconds = False, time.perf_counter() - began
    run.over = True
    await asyncio.gather(*work)
    return run


async def main(seconds: float, rate: int) -> None:
    report = Report("Durable decisions, milliseconds")
    async with hall(agents=max(AGENTS, int((seconds + WARM_UP) * rate / SIX) + 1000), waiting=WAITING, capacity=SIX,
                    status="busy") as at:  # fmt: skip
        settle()
        least = await bare(at, rate, min(seconds, 20.0))
        freed = await measured(at, free, seconds, rate)
    tell(report, "agents free", f"{rate:,}/s for {seconds:.0f} s, {WAITING:,} waiting", freed, least, rate)
    async with hall(agents=AGENTS, waiting=0, capacity=ROOM) as at:
        settle()
        came = await measured(at, arrive, seconds, rate)
    tell(report, "contacts arrive", f"{rate:,}/s for {seconds:.0f} s, {AGENTS:,} idle", came, least, rate)
    report.show()


def tell(report: Report, what: str, size: str, run: Run, least: list[float], rate: int) -> None:
    """The figures of one run."""
    floor = percentile(least, 0.5) * 1e3

    def add(part: str, times: list[float], floor: float | None = None, budget: str = "") -> None:
        ours, p99 = percentile(times, 0.5) * 1e3, percentile(times, 0.99) * 1e3
        report.add(Figure(what=f"{what}: {part}", unit="ms", size=size, floor=floor, ours=ours, p99=p99, budget=budget))

    made = len(run.durable) / run.seconds
    report.add(Figure(what=f"{what}: offers made", unit="a second", size=size, floor=float(rate), ours=made,
                      budget="ratio >= 0.98"))  # fmt: skip
    add("decision to durable", run.durable, floor, "p99 <= 15")
    add("turn of the engine", run.turns)
    if run.since_arrival and run.came:
        add("arrival to durable offer", run.since_arrival)
    report.note(f"{what}: {sum(run.sizes) / len(run.sizes):.1f} decisions a turn, at most {max(run.sizes)}.")


if __name__ == "__main__":
    given = sys.argv[1:]
    uvloop.run(main(float(given[0]) if given else 60.0, int(given[1]) if len(given) > 1 else 1000))
