"""A record of any size, made inside the database: customers, cases, interactions and messages with plausible spreads.

Imported by the scripts beside it; running it measures nothing.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

FILL = Path(__file__).with_name("world.sql").read_text()


class World:
    """The ids of what was made."""

    def __init__(self, org: UUID, size: int, queues: list[UUID], agents: list[UUID]) -> None:
        self.org, self.size, self.queues, self.agents = org, size, queues, agents

    @staticmethod
    def customer(number: int) -> UUID:
        """The id of the customer with that number, from 0."""
        return UUID(f"00000000-0000-7000-8000-{number:012x}")

    def day(self, share: float) -> datetime:
        """The time at which this share of the interactions had begun."""
        return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=20 * self.size * share)


async def make(dsn: str, size: int) -> World:
    """A world of ``size`` interactions, five times as many messages, in an organisation of its own; vacuumed."""
    conn = await asyncpg.connect(dsn)
    org = await conn.fetchval("insert into organization (name) values ($1) returning org_id", f"World {size}")
    into = "insert into channel_account (org_id, connector, channel, name, address)"
    account = f"{into} values ($1, $2, $2, $2, $2) returning id"
    accounts = [await conn.fetchval(account, org, each) for each in ("email", "webchat")]
    queue = "insert into queue (org_id, code, name) values ($1, $2, $2) returning id"
    queues = [await conn.fetchval(queue, org, f"queue{n}") for n in range(4)]
    agent = "insert into agent (org_id, email, name) values ($1, $2, $2) returning id"
    agents = [await conn.fetchval(agent, org, f"agent{n}@example.com") for n in range(50)]
    sql = FILL.replace(":org", str(org)).replace(":size", str(size))
    sql = sql.replace(":email", str(accounts[0])).replace(":chat", str(accounts[1]))
    for n, each in enumerate(queues):
        sql = sql.replace(f":queue{n}", str(each))
    sql = sql.replace(":agents", ", ".join(f"'{each}'" for each in agents))
    await conn.execute(sql)
    for table in ("customer", "handle", "case_record", "interaction", "participant", "message"):
        await conn.execute(f"vacuum analyze {table}")
    await conn.close()
    return World(org, size, queues, agents)
