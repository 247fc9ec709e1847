"""How long nobody makes offers after a ``kill -9`` of the process that leads, with a hundred thousand waiting.

Run: python -m bench.routing_takeover [waiting] [times]. Two engines in processes of their own; the leader is killed, an
agent becomes available at the same moment, and it is measured until the other engine's offer is there to be read. The
floor is loading the waiting rows bare. The lease (1.5 s) is the larger part of it.
"""

import asyncio
import sys
import time
from asyncio.subprocess import Process

import uvloop

from bench._report import Figure, Report, percentile
from bench._routing import Hall, hall

AGENTS = 1000
ROWS = (
    "select id, queue_id, medium, queued_at, priority, owner_id, customer_id from interaction where status = 'queued'"
)


async def start(at: Hall) -> Process:
    """One more engine."""
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bench._routing", at.dsn)


async def offered(at: Hall) -> int:
    return int(await at.owner.fetchval("select count(*) from offer"))


async def frees(at: Hall) -> None:
    """One agent becomes available; readers are not told, as by a process that died."""
    await at.owner.execute(
        "update presence set status = 'available' where agent_id ="
        " (select agent_id from presence where status = 'busy' order by agent_id limit 1)"
    )
    await at.owner.execute(
        "insert into event (org_id, at, actor, type, data) select org_id, now(), 'system:bench', 'presence.changed',"
        " jsonb_build_object('agent_id', agent_id) from presence where status = 'available'"
    )


async def offers_more(at: Hall, than: int) -> None:
    while await offered(at) <= than:  # noqa: ASYNC110 - another process makes the offers
        await asyncio.sleep(0.01)


async def main(waiting: int, times: int) -> None:
    report = Report("Take-over, seconds")
    async with hall(agents=AGENTS, waiting=waiting, capacity=1, status="busy") as at:
        took, least, rebuilt = [], [], []
        leader = await start(at)
        await frees(at)
        await offers_more(at, 0)
        for _ in range(times):
            standby = await start(at)
            # It stands by for as long as it takes to have read everything that a leader reads.
            await asyncio.sleep(4.0)
            before = await offered(at)
            leader.kill()
            began = time.perf_counter()
            await frees(at)
            await offers_more(at, before)
            took.append(time.perf_counter() - began)
            await leader.wait()
            leader = standby
            began = time.perf_counter()
            await at.owner.fetch(ROWS)
            least.append(time.perf_counter() - began)
            rebuilt.append(await all_loaded(at))
        leader.kill()
        await leader.wait()
    size = f"{waiting:,} waiting, {AGENTS:,} agents"
    middle = percentile(took, 0.5)
    report.add(Figure(what="kill to the next durable offer", unit="s", size=size, floor=percentile(least, 0.5),
                      ours=middle, p99=max(took), budget="ours <= 3"))  # fmt: skip
    report.add(Figure(what="loading all that waits anew", unit="s", size=size, floor=percentile(least, 0.5),
                      ours=percentile(rebuilt, 0.5)))  # fmt: skip
    report.note("p99 is the slowest of the runs.")
    report.show()


async def all_loaded(at: Hall) -> float:
    """How long a shard takes to have everything, in this process and without a lease that matters."""
    from warmline.kit import leases
    from warmline.kit.ids import new_id
    from warmline.routing.shard import Shard

    async with at.db.transaction(at.org_id) as conn:
        lease = await leases.take(conn, at.org_id, "bench", new_id(), seconds=60.0)
    assert lease
    began = time.perf_counter()
    shard = Shard(lease)
    await shard.begin(at.db)
    while not shard.loaded:
        await shard.turn(at.db)
    took = time.perf_counter() - began
    async with at.db.transaction(at.org_id) as conn:
        await conn.execute("delete from lease where name = 'bench'")
    return took


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    uvloop.run(main(given[0] if given else 100_000, given[1] if len(given) > 1 else 5))
