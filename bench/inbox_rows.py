"""An inbox: the first page of each view, deep pages, and counts, at 10 thousand and at a million interactions.

Run: python -m bench.inbox_rows [interactions ...]. Five messages stand in each interaction. The reader follows cases,
has read some contacts and snoozed others. Last, a tenth of all contacts wait in four queues. The floor fetches as many
rows of one table by primary key, in a transaction of its own, from the same world. Milliseconds, p50 and p99.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import uvloop

from bench._report import Clock, Figure, Report
from bench._world import World, make
from bench.reading import Ask, Asking, measure
from warmline.accounts import Actor
from warmline.desk import Filters, Place, Risk, Sort, View, count, inbox
from warmline.interactions import Status
from warmline.kit import migrate
from warmline.kit.db import Conn, Database
from warmline.kit.postgres import EmbeddedPostgres

PAGE = 50
ROWS, COUNTS = "p99 <= 30", "p99 <= 60"
OWN = """
insert into read_mark (org_id, agent_id, interaction_id, message_id, at)
select org_id, '{me}', id, (
  select m.id from message m where m.org_id = i.org_id and m.interaction_id = i.id order by m.id desc limit 1), now()
from interaction i where org_id = '{org}' order by last_message_at desc limit 2000;
insert into case_follow (org_id, agent_id, case_id)
select distinct org_id, '{me}'::uuid, case_id from (
  select org_id, case_id from interaction where org_id = '{org}' order by last_message_at desc limit 300) i;
insert into snooze (org_id, agent_id, interaction_id, until)
select org_id, '{me}', id, now() + interval '1 day' from interaction
where org_id = '{org}' and owner_id = '{me}' and status = 'waiting_customer' order by last_message_at desc limit 40;
insert into notification (org_id, agent_id, kind, case_id, interaction_id, actor, cause, at)
select org_id, '{me}', 'mention', case_id, id, 'agent:{me}', id::text, last_message_at from interaction
where org_id = '{org}' order by last_message_at desc limit 1000;
analyze read_mark, case_follow, snooze, notification;
"""
CROWD = """
set session_replication_role = replica;
update queue set service_seconds = 60 * (ascii(right(code, 1)) - 47) where org_id = '{org}';
update interaction set status = 'queued', owner_id = null
where org_id = '{org}' and id in (select id from interaction where org_id = '{org}' order by id limit {size} / 10);
"""


class Looking:
    """The questions of an inbox, each of a world."""

    def __init__(self, world: World) -> None:
        self.world, self.me = world, world.agents[3]
        self.lead = Actor(org_id=world.org, kind="agent", id=self.me, permissions=frozenset({"*"}))
        self.agent = Actor(org_id=world.org, kind="agent", id=self.me, permissions=frozenset({"case.read_team"}))

    def page(self, filters: Filters, *, sort: Sort = Sort.NEWEST, agent: bool = False, by_case: bool = False) -> Ask:
        """The first page."""
        actor = self.agent if agent else self.lead

        async def ask(conn: Conn) -> Any:
            found = await inbox(conn, actor, filters, sort=sort, by_case=by_case, after=None, limit=PAGE)
            assert found.rows
            return found

        return ask

    def deep(self) -> Ask:
        """A page from the middle of everything."""
        place = Place(0, self.world.day(0.5), UUID(int=0))

        async def ask(conn: Conn) -> Any:
            return await inbox(conn, self.lead, Filters(), sort=Sort.NEWEST, by_case=False, after=place, limit=PAGE)

        return ask

    def counted(self, *filters: Filters) -> Ask:
        """The counts of so many views."""

        async def ask(conn: Conn) -> Any:
            return [await count(conn, self.lead, each) for each in filters]

        return ask

    def questions(self) -> dict[str, tuple[str, Ask]]:
        """By name, with what is promised."""
        queues = self.world.queues
        mine, everything = Filters(view=View.MINE), Filters()
        waiting = Filters(view=View.QUEUE, queue_ids=[queues[0]])
        return {
            "everything": (ROWS, self.page(everything)),
            "everything, as an agent": (ROWS, self.page(everything, agent=True)),
            "everything, from the middle": (ROWS, self.deep()),
            "everything, by case": (ROWS, self.page(everything, by_case=True)),
            "everything, what waits longest first": (ROWS, self.page(everything, sort=Sort.WAITING)),
            "everything, soonest due first": (ROWS, self.page(everything, sort=Sort.DUE)),
            "mine": (ROWS, self.page(mine)),
            "mine, soonest due first": (ROWS, self.page(mine, sort=Sort.DUE)),
            "a queue": (ROWS, self.page(waiting)),
            "unassigned": (ROWS, self.page(Filters(view=View.UNASSIGNED))),
            "mentions": (ROWS, self.page(Filters(view=View.MENTIONS))),
            "followed": (ROWS, self.page(Filters(view=View.FOLLOWED))),
            "snoozed": (ROWS, self.page(Filters(view=View.SNOOZED))),
            "unread": (ROWS, self.page(Filters(unread=True))),
            "breached": (ROWS, self.page(Filters(risk=Risk.BREACHED))),
            "a channel that is rare": (ROWS, self.page(Filters(channels=["sms"]))),
            "a category that is rare": (ROWS, self.page(Filters(categories=["fraud"]))),
            "a queue, resolved": (ROWS, self.page(Filters(queue_ids=[queues[1]], statuses=[Status.RESOLVED]))),
            "an agent's, closed": (ROWS, self.page(Filters(owner_ids=[self.me], statuses=[Status.CLOSED]))),
            "before a day long ago": (ROWS, self.page(Filters(until=self.world.day(0.1)))),
            "counts of nine views": (
                COUNTS,
                self.counted(
                    *[Filters(view=each) for each in View if each is not View.TEAM],
                    Filters(view=View.MINE, unread=True),
                ),
            ),
        }

    def crowded(self) -> dict[str, tuple[str, Ask]]:
        """What to ask where a tenth of all waits."""
        queue = Filters(view=View.QUEUE, queue_ids=[self.world.queues[0]])
        unassigned, late = Filters(view=View.UNASSIGNED), Filters(risk=Risk.BREACHED)
        return {
            "a tenth waits: what waits longest first": (ROWS, self.page(Filters(), sort=Sort.WAITING)),
            "a tenth waits: soonest due first": (ROWS, self.page(Filters(), sort=Sort.DUE)),
            "a tenth waits: a queue, soonest due first": (ROWS, self.page(queue, sort=Sort.DUE)),
            "a tenth waits: unassigned": (ROWS, self.page(unassigned)),
            "a tenth waits: breached, soonest due first": (ROWS, self.page(late, sort=Sort.DUE)),
            "a tenth waits: counts of three views": (COUNTS, self.counted(unassigned, queue, late)),
        }


async def run(sizes: list[int]) -> None:
    """Make each world, ask, print."""
    report = Report("The inbox: the first page of its views, at so many interactions with five messages each")
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "pg") as server:
        dsn = server.dsn("postgres", "postgres")
        await migrate.migrate(dsn)
        db = await Database.open(server.dsn("warmline_app", "postgres"))
        for size in sizes:
            clock = Clock()
            world = await make(dsn, size)
            looking = Looking(world)
            await change(dsn, OWN.format(me=looking.me, org=world.org))
            report.note(f"{size:,} interactions were made in {clock.seconds:.0f} s.")
            await ask_all(db, looking, looking.questions(), report, first)
            await change(dsn, CROWD.format(org=world.org, size=size))
            await ask_all(db, looking, looking.crowded(), report, first)
        await db.close()
    report.show()


async def change(dsn: str, sql: str) -> None:
    """Change the world as the owner; vacuumed, as it is a minute later by itself."""
    conn = await asyncpg.connect(dsn)
    await conn.execute(sql)
    await conn.execute("vacuum analyze interaction")
    await conn.close()


async def ask_all(
    db: Database, looking: Looking, questions: dict[str, tuple[str, Ask]], report: Report, first: dict[str, float]
) -> None:
    """Each question. ``first`` holds the p50 of the smallest world, and is filled from it."""
    world = looking.world
    size = f"{world.size:,}"
    least, _ = await measure(db, world.org, Asking(world).floor)
    for name, (budget, ask) in questions.items():
        p50, p99 = await measure(db, world.org, ask)
        growth = p50 / first.setdefault(name, p50)
        what = f"inbox: {name}"
        report.add(
            Figure(what=what, size=size, unit="ms", floor=least, ours=p50, p99=p99, growth=growth, budget=budget)
        )


if __name__ == "__main__":
    uvloop.run(run([int(each) for each in sys.argv[1:]] or [10_000, 1_000_000]))
