"""How fast accepted envelopes become the record: identity, case, message, events, all indexes; durable, in order, once.

Run: python -m bench.ingest [envelopes]. The floor has as many plain rows of 400 bytes inserted, 300 to a transaction,
on two connections. Growth is from the first half to the second. The promise is 4,000 messages a second on two cores.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bench._channels import REGISTRY, Bench, Effort, Spent, bench, lines, plain_rows, queue, real, tell
from bench._report import Report
from warmline import sdk
from warmline.channels import Ingest
from warmline.kit.memory import settle

BATCH = 300
PROMISE = "ours >= 4,000"
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "continuity" / "contacts.jsonl"


async def ours(at: Bench, raws: Sequence[sdk.Raw]) -> Spent:
    """What recording them took."""
    await queue(at, raws)
    await at.vacuum()
    before = await _messages(at)
    effort = Effort(at)
    await Ingest(at.db, REGISTRY, batch=BATCH).drain(at.org)
    spent = effort.stop()
    async with at.db.transaction(at.org) as conn:
        assert await conn.fetchval("select count(*) from envelope where status <> 'ingested'") == 0
    return spent(await _messages(at) - before)


async def _messages(at: Bench) -> int:
    async with at.db.transaction(at.org) as conn:
        return int(await conn.fetchval("select count(*) from message"))


async def main(count: int) -> None:
    report = Report("Ingest of accepted envelopes")
    async with bench() as at:
        base = await plain_rows(at, count, batch=BATCH, connections=2)
        await ours(at, lines(1000, 100, first=90_000_000))
        settle()
        new, known = [await ours(at, lines(count // 2, max(1, count // 8), first=half * count)) for half in (0, 1)]
        tell(report, "one message each, new senders", new, floor=base, budget=PROMISE)
        tell(report, "one message each, known senders", known, floor=base, before=new, budget=PROMISE)
        if REAL.exists():
            spent = await ours(at, real(REAL))
            tell(report, "real contacts, 2.8 messages each", spent, floor=base, budget=PROMISE)
    report.show()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
