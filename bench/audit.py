"""How fast ``warmline audit verify`` computes the chain again, and how fast events are sealed.

Run: python -m bench.audit [events]. The floor has PostgreSQL hash the same events as text, in the same pages, and
compares nothing. Growth is the time of an event in twice as long a log.
"""

import sys
from uuid import UUID

import uvloop

from bench._channels import Bench, bench
from bench._report import Clock, Figure, Report
from warmline.governance import seal_all, verify
from warmline.kit.ids import new_id

PAGE = 5000
UNIT = "events/s"
FILL = """
insert into event (org_id, at, actor, type, case_id, interaction_id, customer_id, data)
select $1, now(), 'system:ingest', 'message.received', $2, $3, $4, jsonb_build_object(
  'message_id', uuidv7(), 'direction', 'inbound', 'after', jsonb_build_object('status', 'queued', 'number', n))
from generate_series(1, $5::int) n
"""
READ = """
select e.xact::text, e.seq, sha256(convert_to(e::text, 'UTF8')) from event e
where e.org_id = $1 and (e.xact, e.seq) > ($2::text::xid8, $3) order by e.xact, e.seq limit $4
"""


async def fill(at: Bench, events: int) -> None:
    """So many more events, a thousand to a transaction."""
    ids = [new_id() for _ in range(3)]
    for start in range(0, events, 1000):
        async with at.db.transaction(at.org) as conn:
            await conn.execute(FILL, at.org, *ids, min(1000, events - start))


async def floor(at: Bench) -> float:
    """Seconds to read all events and hash them."""
    clock, place = Clock(), ("0", 0)
    while True:
        async with at.db.transaction(at.org) as conn:
            rows = await conn.fetch(READ, at.org, *place, PAGE)
        if not rows:
            return clock.seconds
        place = rows[-1]["xact"], rows[-1]["seq"]


async def sealed(at: Bench, org: UUID) -> float:
    """Seconds to seal what is not sealed."""
    clock = Clock()
    await seal_all(at.db, org)
    return clock.seconds


async def verified(at: Bench, events: int) -> float:
    """Seconds to verify; SystemExit where the chain does not hold."""
    clock = Clock()
    async with at.db.transaction(at.org) as conn:
        report = await verify(conn, at.org)
    if not report.intact or report.events < events:
        raise SystemExit(f"{report.events} of {events} events, {report.findings_total} findings.")
    return clock.seconds


async def main(events: int) -> None:
    report = Report("The audit trail")
    async with bench() as at:
        half = events // 2
        await fill(at, half)
        await sealed(at, at.org)
        first = await verified(at, half)
        await fill(at, half)
        sealing = await sealed(at, at.org)
        await at.vacuum()
        least, second = await floor(at), await verified(at, events)
    base = events / least
    growth = (second / events) / (first / half)
    report.add(
        Figure(what="audit verify", size=f"{events:,}", unit=UNIT, floor=base, ours=events / second, growth=growth)
    )
    report.add(Figure(what="sealing", size=f"{half:,}", unit=UNIT, floor=base, ours=half / sealing))
    report.show()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
