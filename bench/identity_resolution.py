"""How fast contacts find their customers: contacts a second on one connection, against inserting as many plain rows.

Run: python -m bench.identity_resolution [claims].
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import asyncpg

from bench._report import Figure, Report
from warmline.accounts import system
from warmline.customers import Claim, resolve
from warmline.kit import migrate
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres
from warmline.sdk import Handle, Verification

BATCH = 500
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def claims(first: int, count: int, step: int = 1) -> list[Claim]:
    """A third each mail, telephone and signed-in web chat."""
    return [_claim(number) for number in range(first, first + count * step, step)]


def _claim(number: int) -> Claim:
    kind = number % 3
    if kind == 0:
        return Claim(Handle("email", f"person{number}@example.com", "Ada", Verification.VERIFIED), (), AT, "bench")
    if kind == 1:
        return Claim(Handle("phone", f"+1215{number:07}"), (), AT, "bench")
    proof = Handle("crm_id", f"N{number}", None, Verification.VERIFIED)
    return Claim(Handle("web_visitor", f"v{number}"), (proof,), AT, "bench")


async def timed(work: Callable[[], Awaitable[None]], rows: int) -> float:
    """Rows a second."""
    start = time.perf_counter()
    await work()
    return rows / (time.perf_counter() - start)


async def floor(db: Database, org: UUID, rows: int) -> float:
    """Plain inserts of 200-byte rows by unnest, the same number to a transaction."""

    async def work() -> None:
        for _ in range(rows // BATCH):
            async with db.transaction(org) as conn:
                await conn.execute(
                    "insert into floor select * from unnest($1::uuid[], $2::text[])",
                    [new_id() for _ in range(BATCH)],
                    ["x" * 180] * BATCH,
                )

    return await timed(work, rows)


async def ours(db: Database, org: UUID, todo: Sequence[Claim]) -> float:
    """``resolve`` in transactions of 500 claims, one after another."""
    actor = system(org, "bench")

    async def work() -> None:
        for start in range(0, len(todo), BATCH):
            async with db.transaction(org) as conn:
                await resolve(conn, actor, todo[start : start + BATCH])

    return await timed(work, len(todo))


async def main(count: int) -> None:
    """Start a server of its own, warm up, measure."""
    report = Report("Contacts that find their customers, one connection")
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "data") as server:
        owner = server.dsn("postgres", "postgres")
        await migrate.migrate(owner)
        conn = await asyncpg.connect(owner)
        org = await conn.fetchval("insert into organization (name) values ('Bench') returning org_id")
        await conn.execute("create table floor (id uuid primary key, body text); grant all on floor to warmline_app")
        db = await Database.open(server.dsn("warmline_app", "postgres"), size=1)
        await ours(db, org, claims(9_000_000, 2_000))
        await conn.execute("vacuum analyze")
        figure = partial(Figure, unit="contacts/s", floor=await floor(db, org, count))
        new = await ours(db, org, claims(0, count, 2))
        report.add(figure(what="new handles", ours=new))
        await conn.execute("vacuum analyze")
        report.add(figure(what="known handles", ours=await ours(db, org, claims(0, count, 2))))
        later = await ours(db, org, claims(count * 2, count, 2))
        report.add(figure(what="new handles, twice as many there", ours=later, growth=new / later))
        await db.close()
        await conn.close()
    report.show()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
