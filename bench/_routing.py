"""An organisation with agents and waiting work, for the benches of routing.

Imported by the scripts beside it. As a program it is an engine to be killed: ``python -m bench._routing DSN``.
"""

import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import uvloop

from warmline.kit import migrate
from warmline.kit.db import Database
from warmline.kit.postgres import EmbeddedPostgres
from warmline.routing import Dispatcher

QUEUES = 40
FILL = """
set session_replication_role = replica;
insert into agent (org_id, email, name, capacity)
select $ORG, n || '@example.com', 'Agent ' || n, '{"text": $CAPACITY}' from generate_series(1, $AGENTS) n;
insert into role (org_id, code, name, permissions) values ($ORG, 'agent', 'Agent', '{interaction.work}');
insert into agent_role select $ORG, a.id, r.id from agent a, role r where a.org_id = $ORG and r.org_id = $ORG;
insert into team (org_id, code, name) select $ORG, 'team' || n, 'Team' from generate_series(1, 10) n;
insert into queue (org_id, code, name, offer_seconds)
select $ORG, 'queue' || n, 'Queue', 3600 from generate_series(1, 40) n;
insert into presence (org_id, agent_id, status) select $ORG, a.id, '$STATUS' from agent a where a.org_id = $ORG;
insert into channel_account (org_id, connector, channel, name, address)
values ($ORG, 'bench', 'mail', 'Bench', 'bench');

create temp table a as select id, row_number() over () as n from agent where org_id = $ORG;
create temp table t as select id, row_number() over () as n from team where org_id = $ORG;
create temp table q as select id, row_number() over () as n from queue where org_id = $ORG;
insert into team_member select $ORG, t.id, a.id from a join t on t.n in (1 + a.n % 10, 1 + (a.n / 10) % 10);
insert into queue_team select $ORG, q.id, t.id from q join t on t.n in (1 + q.n % 10, 1 + (q.n / 4) % 10);
insert into customer (org_id, id, root_id) select $ORG, c, c from (
  select uuidv7() as c from generate_series(1, greatest($WAITING, 10000))) one;
create temp table c as select id, row_number() over () as n from customer where org_id = $ORG;
insert into interaction (org_id, channel, medium, account_id, direction, initiation, status, queue_id, customer_id,
  started_at, queued_at, status_since, last_message_at)
select $ORG, 'mail', 'text', k.id, 'inbound', 'inbound', 'queued', q.id, c.id, w.at, w.at, w.at, w.at
from c join q on q.n = 1 + c.n % 40 and c.n <= $WAITING
cross join lateral (select now() - c.n * interval '1 s' as at) w
join channel_account k on k.org_id = $ORG;
drop table a, t, q, c;
set session_replication_role = origin;
analyze;
"""


class Hall:
    """The server, the organisation, and a connection as the owner."""

    def __init__(self, server: EmbeddedPostgres, db: Database, owner: asyncpg.Connection, org_id: UUID) -> None:
        self.server, self.db, self.owner, self.org_id = server, db, owner, org_id

    @property
    def dsn(self) -> str:
        return self.server.dsn("warmline_app", "postgres")


@contextlib.asynccontextmanager
async def hall(*, agents: int, waiting: int, capacity: int = 3, status: str = "available") -> AsyncIterator[Hall]:
    """Ten teams, forty queues with two teams each, and agents in two teams."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "data") as server:
        dsn = server.dsn("postgres", "postgres")
        await migrate.migrate(dsn)
        owner = await asyncpg.connect(dsn)
        org_id = await owner.fetchval("insert into organization (name) values ('Bench') returning org_id")
        values = {
            "ORG": f"'{org_id}'::uuid",
            "AGENTS": agents,
            "WAITING": waiting,
            "CAPACITY": capacity,
            "STATUS": status,
        }
        filled = FILL
        for name, value in values.items():
            filled = filled.replace(f"${name}", str(value))
        await owner.execute(filled)
        db = await Database.open(server.dsn("warmline_app", "postgres"), size=6)
        try:
            yield Hall(server, db, owner, org_id)
        finally:
            await db.close()
            await owner.close()


async def lead(dsn: str) -> None:
    """Route until killed."""
    await Dispatcher(await Database.open(dsn, size=4)).run()


if __name__ == "__main__":
    uvloop.run(lead(sys.argv[1]))
