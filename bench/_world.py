"""A record of any size, made inside the database: customers, cases, interactions and messages with plausible spreads.

Imported by the scripts beside it; running it measures nothing.
"""

from uuid import UUID

import asyncpg

# One customer in five interactions, two cases in five, five messages in each.
FILL = """
set session_replication_role = replica;
set synchronous_commit = off;

create temp table n as select g, uuidv7() as interaction, uuidv7() as participant,
  ('00000000-0000-7000-8000-' || lpad(to_hex(g / 5), 12, '0'))::uuid as customer,
  ('00000000-0000-7000-9000-' || lpad(to_hex(g * 2 / 5), 12, '0'))::uuid as case_id,
  ('00000000-0000-7000-a000-' || lpad(to_hex(g / 5), 12, '0'))::uuid as handle,
  timestamptz '2025-01-01' + g * interval '20 seconds' as at,
  (array['closed', 'closed', 'closed', 'resolved', 'resolved', 'waiting_customer', 'queued', 'active'])[
    case when g > :size - 400 then 5 + (g % 3) + 1 else 1 + (g % 5) end] as status
from generate_series(0, :size - 1) g;

insert into customer (org_id, id, display_name, root_id)
select ':org', c, 'Customer ' || right(c::text, 6), c from (select distinct customer as c from n) d;

insert into handle (org_id, id, customer_id, scheme, value, verification)
select distinct ':org'::uuid, handle, customer, 'email', 'c' || right(customer::text, 12) || '@example.com', 'asserted' from n;

insert into case_record (org_id, id, reference, customer_id, title, category, status, opened_at, last_contact_at, resolved_at, closed_at)
select ':org', case_id, 'WL-' || right(case_id::text, 8), (array_agg(customer))[1], 'A case', 'claim', 'closed', min(at), max(at), max(at), max(at)
from n group by case_id;

insert into interaction (org_id, id, customer_id, handle_id, case_id, channel, medium, account_id, direction, initiation, status, category,
  subject, queue_id, owner_id, started_at, queued_at, status_since, last_message_at)
select ':org', interaction, customer, handle, case_id, (array['email', 'webchat'])[1 + g % 2], 'text', (array[':email', ':chat'])[1 + g % 2]::uuid,
  'inbound', 'inbound', status, (array['claim', 'billing', 'policy_change', 'complaint'])[1 + g % 4], 'About ' || g,
  (array[':queue0', ':queue1', ':queue2', ':queue3'])[1 + g % 4]::uuid,
  case when status = 'queued' then null else ((array[:agents])[1 + g % 50])::uuid end, at, at, at, at
from n order by g;

insert into participant (org_id, id, interaction_id, role, customer_id, handle_id, name, joined_at)
select ':org', participant, interaction, 'customer', customer, handle, 'Customer', at from n order by g;

insert into message (org_id, interaction_id, participant_id, direction, text, account_id, external_id, at, received_at)
select ':org', interaction, participant, 'inbound', 'Hello, this is message ' || m || ' of contact ' || g ||
  ', about the damage to my car in the hail of last week and when the garage can have a look at it.',
  (array[':email', ':chat'])[1 + g % 2]::uuid, g || '-' || m, at + m * interval '1 minute', at + m * interval '1 minute'
from n, generate_series(1, 5) m order by g, m;

drop table n;
set session_replication_role = origin;
"""


class World:
    """The ids of what was made."""

    def __init__(self, org: UUID, queues: list[UUID], agents: list[UUID], accounts: list[UUID]) -> None:
        self.org, self.queues, self.agents, self.accounts = org, queues, agents, accounts

    @staticmethod
    def customer(number: int) -> UUID:
        """The id of the customer with that number, from 0."""
        return UUID(f"00000000-0000-7000-8000-{number:012x}")


async def make(dsn: str, size: int) -> World:
    """A world of ``size`` interactions, five times as many messages, in an organisation of its own; vacuumed."""
    conn = await asyncpg.connect(dsn)
    org = await conn.fetchval("insert into organization (name) values ($1) returning org_id", f"World {size}")
    account = (
        "insert into channel_account (org_id, connector, channel, name, address) values ($1, $2, $2, $2, $2) returning id"
    )
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
    return World(org, queues, agents, accounts)
