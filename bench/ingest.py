"""How fast accepted envelopes become the record: identity, case, message, events, all indexes; durable, in order, once.

Run: python bench/ingest.py [envelopes]. Prints the floor (as many plain rows, 300 to a transaction, on two
connections), ours, the ratio, and the growth from the first half to the second. The promise is 4,000 messages a second
on two cores.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bench._channels import REGISTRY, Bench, Clock, bench, lines, queue, real
from warmline import sdk
from warmline.channels import Ingest
from warmline.kit.ids import new_id
from warmline.kit.memory import settle

BATCH = 300
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "continuity" / "contacts.jsonl"


async def floor(at: Bench, rows: int) -> float:
    """Plain inserts of 400-byte rows, on two connections."""

    async def insert(count: int) -> None:
        for _ in range(count // BATCH):
            async with at.db.transaction(at.org) as conn:
                ids = [new_id() for _ in range(BATCH)]
                await conn.execute(
                    "insert into floor select * from unnest($1::uuid[], $2::bytea[])", ids, [b"x" * 380] * BATCH
                )

    clock = Clock()
    await asyncio.gather(insert(rows // 2), insert(rows // 2))
    return rows / clock.seconds


async def ours(at: Bench, raws: Sequence[sdk.Raw]) -> tuple[float, int]:
    """Seconds, and messages recorded."""
    await queue(at, raws)
    await at.vacuum()
    before = await _messages(at)
    clock = Clock()
    await Ingest(at.db, REGISTRY, batch=BATCH).drain(at.org)
    seconds = clock.seconds
    async with at.db.transaction(at.org) as conn:
        assert await conn.fetchval("select count(*) from envelope where status <> 'ingested'") == 0
    return seconds, await _messages(at) - before


async def _messages(at: Bench) -> int:
    async with at.db.transaction(at.org) as conn:
        return int(await conn.fetchval("select count(*) from message"))


def show(what: str, rate: float, base: float) -> None:
    print(f"{what:<36} {rate:>8,.0f} messages a second   {rate / base:.3f} of the floor")


async def main(count: int) -> None:
    contacts = real(REAL) if REAL.exists() else []
    async with bench() as at:
        base = await floor(at, count)
        print(f"{'floor: plain rows':<36} {base:>8,.0f} a second")
        await ours(at, lines(1000, 100, first=90_000_000))
        settle()
        rates = []
        for half, what in enumerate(("new senders", "known senders")):
            seconds, messages = await ours(at, lines(count // 2, max(1, count // 8), first=half * count))
            rates.append(messages / seconds)
            show(f"one message each, {what}", rates[-1], base)
        print(f"{'growth: time of the second half':<36} {rates[0] / rates[1]:>8.2f}")
        if contacts:
            seconds, messages = await ours(at, contacts)
            show("real contacts, 2.8 messages each", messages / seconds, base)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
