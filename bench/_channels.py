"""An installation with one account of the contacts connector, and envelopes by the thousand.

Imported by the scripts beside it; running it measures nothing.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from bench._machine import processor_seconds
from bench._report import Clock, Figure, Report
from warmline import sdk
from warmline.accounts import system
from warmline.channels import Registry, accept, account_for
from warmline.connectors.contacts import connector as contacts
from warmline.connectors.contacts.connector import raw
from warmline.kit import migrate
from warmline.kit.crypto import Vault
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres

REGISTRY = Registry(Vault([b"a key of the bench"]), [contacts])
SAID = (
    "I had an accident on the way to work and the other driver left before I could take the number.",
    "Can you tell me where my claim AU 482 7719 is? I was told that somebody would call me back last week.",
    "Thank you, that works for me.",
    "My address has changed, we moved to 129 Alder Street in Millbrook on the first of the month.",
    "I do not understand the amount on my last bill, it is twice what I paid before.",
)


class Bench(msgspec.Struct, frozen=True):
    """A server of its own, migrated; ``account`` takes SMS."""

    folder: Path
    server: EmbeddedPostgres
    db: Database
    org: UUID
    account: sdk.Account

    async def vacuum(self) -> None:
        """What autovacuum would have done by then."""
        conn = await asyncpg.connect(self.server.dsn("postgres", "postgres"))
        await conn.execute("vacuum analyze")
        await conn.close()


@contextlib.asynccontextmanager
async def bench(*, size: int = 10) -> AsyncIterator[Bench]:
    """Everything durable, as in production. ``size`` is that of the pool."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "data") as server:
        owner = server.dsn("postgres", "postgres")
        await migrate.migrate(owner)
        conn = await asyncpg.connect(owner)
        org = await conn.fetchval("insert into organization (name) values ('Bench') returning org_id")
        await conn.execute("create table floor (id uuid primary key, body bytea); grant all on floor to warmline_app")
        await conn.close()
        db = await Database.open(server.dsn("warmline_app", "postgres"), size=size)
        async with db.transaction(org) as conn:
            stored = await account_for(conn, system(org, "bench"), REGISTRY, "contacts", "sms", "+12025550110")
        yield Bench(Path(folder), server, db, org, REGISTRY.open(stored))
        await db.close()


def line(number: int, sender: int, at: float) -> bytes:
    """One message by SMS. ``at`` is in seconds after the start of a day long ago."""
    moment = f"2025-03-03T{int(at // 3600) % 24:02}:{int(at // 60) % 60:02}:{at % 60:06.3f}Z"
    return msgspec.json.encode(
        {
            "at": moment,
            "channel": "sms",
            "account": "+12025550110",
            "external_id": f"SM{number:08}",
            "direction": "inbound",
            "from": {"scheme": "phone", "value": f"+1{2_000_000_000 + sender * 7919}", "verification": "verified"},
            "messages": [{"at": moment, "text": SAID[number % len(SAID)]}],
        }
    )


def lines(count: int, senders: int, first: int = 0) -> list[sdk.Raw]:
    """One message each; ``senders`` people take turns."""
    return [raw(line(first + n, n % senders, n * 86_000 / count), n + 1) for n in range(count)]


def real(path: Path) -> list[sdk.Raw]:
    """The contacts of a contacts.jsonl, without second deliveries: 2.8 messages each. All come by the one account."""
    found: dict[str, sdk.Raw] = {}
    for number, each in enumerate(path.read_bytes().splitlines(), start=1):
        if not each.startswith(b'{"op"'):
            delivery = raw(each, number)
            found.setdefault(delivery.external_id, delivery)
    return list(found.values())


async def queue(at: Bench, raws: Sequence[sdk.Raw], *, step: int = 1000) -> None:
    """Have them accepted."""
    for start in range(0, len(raws), step):
        async with at.db.transaction(at.org) as conn:
            await accept(conn, at.account, raws[start : start + step])


async def plain_rows(at: Bench, rows: int, *, batch: int, connections: int) -> float:
    """The floor of everything that records: rows of 400 bytes, ``batch`` to a transaction. Rows a second."""

    async def insert(count: int) -> None:
        for _ in range(count // batch):
            async with at.db.transaction(at.org) as conn:
                ids = [new_id() for _ in range(batch)]
                await conn.execute(
                    "insert into floor select * from unnest($1::uuid[], $2::bytea[])", ids, [b"x" * 380] * batch
                )

    clock = Clock()
    await asyncio.gather(*(insert(rows // connections) for _ in range(connections)))
    return rows / clock.seconds


class Effort:
    """Wall and processor time, from when it was made to ``stop``. Others on the machine change the second little."""

    def __init__(self, at: Bench) -> None:
        self._at = at
        self._begun = self._now()

    def _now(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), processor_seconds(self._at.server.pid)

    def stop(self) -> Callable[[int], "Spent"]:
        """What tells, once it is known how many messages there were."""
        wall, python, postgres = (now - then for now, then in zip(self._now(), self._begun, strict=True))
        return lambda messages: Spent(messages / wall, python / messages * 1e6, postgres / messages * 1e6)


class Spent(NamedTuple):
    """Messages a second; microseconds of processor time a message, here and in PostgreSQL."""

    rate: float
    python: float
    postgres: float

    @property
    def bound(self) -> float:
        """Messages a second that two cores could do, with nothing else to do."""
        return 2e6 / (self.python + self.postgres)


def tell(
    report: Report, what: str, spent: Spent, *, floor: float, before: Spent | None = None, budget: str = ""
) -> None:
    """Three lines: the rate, and what a message takes of the processor."""
    growth = before.rate / spent.rate if before else None
    unit = "messages/s"
    report.add(Figure(what=what, unit=unit, floor=floor, ours=spent.rate, growth=growth, budget=budget))
    for part, now, then in (
        ("Python", spent.python, before and before.python),
        ("PostgreSQL", spent.postgres, before and before.postgres),
    ):
        name = f"  processor, {part}: {what}"
        report.add(Figure(what=name, unit="us/message", ours=now, growth=now / then if then else None))
    report.note(f"{what}: {spent.bound:,.0f} a second on two cores with nothing else to do, at the most.")
