"""How fast a feed's rows come in: the first time, again unchanged, and with one value changed in each tenth row.

The floor is what the first load must write at least: as many plain rows, by unnest, in transactions of the same size.
Run: python -m bench.feed [rows].
"""

import asyncio
import io
import sys
import tempfile
from functools import partial
from pathlib import Path
from uuid import UUID

import asyncpg

from bench._report import Clock, Figure, Report
from warmline.accounts import system
from warmline.customers import Feed, FeedImport, FeedResult, NewFeed, create_feed, rows
from warmline.kit import migrate
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres

BATCH = 500
HEADER = "key,updated_at,email,phone,given_name,family_name,date_of_birth,street,city,postcode,country,tier"
# What one such row is in the database: a customer, three handles with the reason for each, nine attributes, the row
# itself, and four events.
WRITES = 1 + 3 + 3 + 9 + 1 + 4


def table(count: int, *, tier: str = "gold", every: int = 0) -> bytes:
    """A CSV file; of ``every`` rows one has another tier, and was changed a day later."""
    lines = [HEADER, *(_line(number, tier, changed=bool(every) and number % every == 0) for number in range(count))]
    return "\n".join(lines).encode() + b"\n"


def _line(number: int, tier: str, *, changed: bool) -> str:
    at, level = ("2026-03-03T09:00:00Z", "silver") if changed else ("2026-03-02T09:00:00Z", tier)
    street, born = f"{number % 200} High Street", f"19{number % 80 + 10}-0{number % 9 + 1}-1{number % 9}"
    return (
        f"C{number:08},{at},person{number}@example.com,+1215{number % 10_000_000:07},Ada{number % 997},"
        f"Byron{number % 4999},{born},{street},London,N{number % 99},GB,{level}"
    )


async def load(db: Database, org: UUID, feed: Feed, content: bytes) -> FeedResult:
    """The file as the command brings it in."""
    loading = FeedImport(db, system(org, "bench"), feed, origin="command")
    await loading.begin()
    for each in rows(io.BytesIO(content), "csv", "utf-8"):
        await loading.add(each)
    return await loading.finish()


async def floor(db: Database, org: UUID, count: int) -> float:
    """Rows a second, if each were only its plain writes."""
    clock = Clock()
    for _ in range(count // BATCH):
        async with db.transaction(org) as conn:
            ids = [new_id() for _ in range(BATCH * WRITES)]
            await conn.execute(
                "insert into floor select * from unnest($1::uuid[], $2::text[])", ids, ["x" * 80] * len(ids)
            )
    return count / clock.seconds


async def measured(db: Database, org: UUID, feed: Feed, content: bytes, count: int) -> tuple[float, FeedResult]:
    """Rows a second, and what became of them."""
    clock = Clock()
    result = await load(db, org, feed, content)
    assert not result.problems, result.problems[:3]
    return count / clock.seconds, result


async def main(count: int) -> None:
    """Start a server of its own, warm up, measure."""
    report = Report("Rows of a feed, twelve columns each, one connection")
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "data") as server:
        owner = server.dsn("postgres", "postgres")
        await migrate.migrate(owner)
        conn = await asyncpg.connect(owner)
        org = await conn.fetchval("insert into organization (name) values ('Bench') returning org_id")
        await conn.execute("create table floor (id uuid primary key, body text); grant all on floor to warmline_app")
        db = await Database.open(server.dsn("warmline_app", "postgres"), size=1)
        async with db.transaction(org) as own:
            warm = await create_feed(
                own, system(org, "bench"), new=NewFeed(code="warm", name="W", key_scheme="warm_id")
            )
            feed = await create_feed(own, system(org, "bench"), new=NewFeed(code="crm", name="CRM"))
        await load(db, org, warm, table(1_000).replace(b"person", b"other").replace(b"+1215", b"+1216"))
        await conn.execute("vacuum analyze")
        plain = await floor(db, org, count)
        figure = partial(Figure, unit="rows/s", floor=plain, size=f"{count:,} rows")
        first, result = await measured(db, org, feed, table(count), count)
        assert result.created == count
        report.add(figure(what="first load", ours=first))
        await conn.execute("vacuum analyze")
        again, result = await measured(db, org, feed, table(count), count)
        assert result.unchanged == count
        report.add(figure(what="the same file again", ours=again))
        some, result = await measured(db, org, feed, table(count, every=10), count)
        assert result.changed == -(-count // 10)
        report.add(figure(what="a tenth changed", ours=some))
        await db.close()
        await conn.close()
    report.note(f"The floor writes {WRITES} plain rows by unnest for each row of the feed.")
    report.show()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
