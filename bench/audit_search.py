"""Searching the audit trail for what is rare and what is frequent.

Run: python -m bench.audit_search [events]. Conversations follow one another; agents and messages are named in what
happens. The floor reads a page of the trail by its key. Growth is against a tenth of the events.
"""

import sys
from uuid import UUID

import uvloop

from bench._channels import Bench, bench
from bench._report import Figure, Report
from bench.reading import measure
from warmline.accounts import Actor
from warmline.governance import AuditFilter, seal_all
from warmline.governance.actions.trail import search_audit
from warmline.kit.db import Conn
from warmline.kit.ids import new_id

PAGE = 50
BUDGET = "p99 <= 50"
FILL = """
insert into event (org_id, at, actor, type, case_id, interaction_id, customer_id, data)
select $1, now(), case when n % 3 = 0 then 'agent:' || ($3::uuid[])[1 + n % 50] else 'system:ingest' end,
  (array['message.received', 'message.received', 'message.sent', 'message.delivered', 'interaction.started',
    'offer.made', 'offer.accepted', 'interaction.assigned', 'case.updated', 'presence.changed'])[1 + n % 10],
  md5('case' || n / 20)::uuid, md5('interaction' || n / 10)::uuid, md5('customer' || n / 40)::uuid,
  jsonb_build_object('message_id', uuidv7(), 'agent_id', ($3::uuid[])[1 + n % 50], 'direction', 'inbound', 'after',
    jsonb_build_object('status', 'queued', 'number', n))
from generate_series($2::int, $2::int + $4::int - 1) n
"""
RARE = """
insert into event (org_id, at, actor, type, data)
select $1, now(), 'system:bench', 'role.' || kind, jsonb_build_object('role_id', $2::uuid)
from unnest(array['created', 'updated', 'updated']) kind
"""


class Trail:
    """A log that grows. What is rare happened at its beginning."""

    def __init__(self, at: Bench) -> None:
        self.at, self.size = at, 0
        self.agents, self.role = [new_id() for _ in range(50)], new_id()
        self.reader = Actor(org_id=at.org, kind="agent", id=new_id(), permissions=frozenset({"*"}))

    async def grow(self, events: int) -> None:
        """To so many events, sealed."""
        while self.size < events:
            async with self.at.db.transaction(self.at.org) as conn:
                if self.size == 1000:
                    await conn.execute(RARE, self.at.org, self.role)
                await conn.execute(FILL, self.at.org, self.size, self.agents, 1000)
            self.size += 1000
        await seal_all(self.at.db, self.at.org)
        await self.at.vacuum()

    def questions(self) -> dict[str, AuditFilter]:
        """By name."""
        return {
            "a rare entity": AuditFilter(entity=self.role),
            "an entity that is nowhere": AuditFilter(entity=UUID(int=7)),
            "a rare type": AuditFilter(type="role.created"),
            "a rare family of types": AuditFilter(type="role.*"),
            "a family that is nowhere": AuditFilter(type="zebra.*"),
            "an entity that is everywhere": AuditFilter(entity=self.agents[0]),
            "a type that is everywhere": AuditFilter(type="message.received"),
        }


async def ask_all(trail: Trail, report: Report, first: dict[str, float]) -> None:
    async def page(conn: Conn) -> object:
        return await search_audit(conn, trail.reader, AuditFilter(), limit=PAGE)

    least, _ = await measure(trail.at.db, trail.at.org, page)
    for name, wanted in trail.questions().items():

        async def ask(conn: Conn, wanted: AuditFilter = wanted) -> object:
            return await search_audit(conn, trail.reader, wanted, limit=PAGE)

        p50, p99 = await measure(trail.at.db, trail.at.org, ask)
        growth = p50 / first.setdefault(name, p50)
        size = f"{trail.size:,}"
        report.add(
            Figure(what=name, size=size, unit="ms", floor=least, ours=p50, p99=p99, growth=growth, budget=BUDGET)
        )


async def main(events: int) -> None:
    report, first = Report("Searching the audit trail"), dict[str, float]()
    async with bench() as at:
        trail = Trail(at)
        for size in (events // 10, events):
            await trail.grow(size)
            await ask_all(trail, report, first)
    report.show()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
