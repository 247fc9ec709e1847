"""A routing decision: in memory, and as an offer that is committed, with thousands of agents and waiting contacts.

Run: python -m bench.routing [agents ...]. Ten contacts wait for each agent. In memory, a decision is one agent who
frees while everybody else is busy, or one contact that arrives while everybody is idle. Floors: one pop and push on a
heap of that size; and one look at every agent. Through the database it is the engine's whole turn, state loaded afresh
and the offer committed; its floor is one INSERT committed on the same connection. Times are p50 and p99.
"""

import asyncio
import heapq
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from bench._report import Figure, Report
from warmline.kit import migrate
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres
from warmline.routing import place
from warmline.routing.board import Board
from warmline.routing.scoring import Candidate, QueueRules, Task

NOW = 1_000_000.0
QUEUES, TEAMS = 40, 10
ROUNDS = 2000
TURNS = 60
Timed = tuple[float, float]


def spread(times: list[float]) -> Timed:
    """p50 and p99 in microseconds."""
    times.sort()
    return times[len(times) // 2] * 1e6, times[int(len(times) * 0.99)] * 1e6


def timed(rounds: int, work: Callable[[], object]) -> Timed:
    """What one round of the work takes."""
    times = []
    for n in range(-50, rounds):
        start = time.perf_counter()
        work()
        if n >= 0:
            times.append(time.perf_counter() - start)
    return spread(times)


class Floor:
    """Queues with two teams each, agents in two teams, and contacts."""

    def __init__(self, agents: int, waiting: int) -> None:
        self.pick = random.Random(7)
        teams = [new_id() for _ in range(TEAMS)]
        self.queues = [
            QueueRules(id=new_id(), priority=n % 5, team_ids=frozenset(self.pick.sample(teams, 2)))
            for n in range(QUEUES)
        ]
        self.agents = [
            Candidate(
                id=new_id(),
                idle_since=NOW - self.pick.random() * 3600,
                team_ids=frozenset(self.pick.sample(teams, 2)),
                capacity={"text": 3, "voice": 1},
            )
            for _ in range(agents)
        ]
        self.tasks = [self.task() for _ in range(waiting)]

    def task(self) -> Task:
        """One more contact."""
        return Task(
            interaction_id=new_id(),
            queue_id=self.pick.choice(self.queues).id,
            medium="text",
            queued_at=NOW - self.pick.random() * 7200,
            priority=self.pick.randrange(-5, 6),
        )

    def board(self, *, busy: bool, waiting: bool) -> Board:
        """The board with everyone on it."""
        made = Board(self.queues)
        for agent in self.agents:
            agent.load = {"text": 3} if busy else {}
            made.put_agent(agent)
        for task in self.tasks if waiting else ():
            made.put_task(task)
        return made


def agent_frees(floor: Floor) -> Timed:
    """Everybody is busy, all the contacts wait, and one agent has room for one more."""
    board = floor.board(busy=True, waiting=True)
    agents = floor.pick.choices(floor.agents, k=ROUNDS + 50)
    turn: Iterator[Candidate] = iter(agents)

    def work() -> None:
        agent = next(turn)
        agent.load = {"text": 2}
        board.put_agent(agent)
        assert len(list(board.matches(NOW))) == 1

    return timed(ROUNDS, work)


def contact_arrives(floor: Floor) -> Timed:
    """Everybody is idle, and one contact comes."""
    board = floor.board(busy=False, waiting=False)
    board.put_task(floor.task())
    list(board.matches(NOW))

    def work() -> None:
        board.put_task(floor.task())
        assert len(list(board.matches(NOW))) == 1

    return timed(min(ROUNDS, len(floor.agents)), work)


def all_at_once(floor: Floor) -> tuple[int, float, float]:
    """Everybody is idle and everything waits: how many decisions, seconds to set the board up, seconds to decide."""
    start = time.perf_counter()
    board = floor.board(busy=False, waiting=True)
    ready = time.perf_counter()
    made = sum(1 for _ in board.matches(NOW))
    return made, ready - start, time.perf_counter() - ready


def heap_floor(size: int) -> Timed:
    """One pop and push on a heap of that size."""
    pick = random.Random(7)
    heap = [(pick.random(), n) for n in range(size)]
    heapq.heapify(heap)

    def work() -> None:
        _, n = heapq.heappop(heap)
        heapq.heappush(heap, (pick.random(), n))

    return timed(ROUNDS, work)


def scan_floor(floor: Floor) -> Timed:
    """One look at every agent's time of idleness."""
    return timed(200, lambda: min(floor.agents, key=lambda agent: agent.idle_since))


FILL = """
set session_replication_role = replica;
insert into agent (org_id, id, email, name) select $ORG, a, a || '@example.com', 'Agent' from unnest($AGENTS::uuid[]) a;
insert into role (org_id, code, name, permissions) values ($ORG, 'agent', 'Agent', '{interaction.work}');
insert into agent_role select $ORG, a, r.id from unnest($AGENTS::uuid[]) a, role r where r.org_id = $ORG;
insert into team (org_id, code, name) select $ORG, 'team' || n, 'Team' from generate_series(1, 10) n;
insert into queue (org_id, code, name, offer_seconds)
select $ORG, 'queue' || n, 'Queue', 3600 from generate_series(1, 40) n;
insert into presence (org_id, agent_id, status) select $ORG, a, 'available' from unnest($AGENTS::uuid[]) a;

create temp table a as select id, row_number() over () as n from agent where org_id = $ORG;
create temp table t as select id, row_number() over () as n from team where org_id = $ORG;
create temp table q as select id, row_number() over () as n from queue where org_id = $ORG;
insert into team_member select $ORG, t.id, a.id from a join t on t.n in (1 + a.n % 10, 1 + (a.n / 10) % 10);
insert into queue_team select $ORG, q.id, t.id from q join t on t.n in (1 + q.n % 10, 1 + (q.n / 4) % 10);

create temp table work as
select 'active' as status, null::uuid as queue_id, a.id as owner_id, now() as at from a, generate_series(1, 3)
union all
select 'queued', q.id, null, now() - g * interval '1 s' from generate_series(1, $WAITING) g join q on q.n = 1 + g % 40;
insert into interaction (org_id, channel, medium, account_id, direction, initiation, status, queue_id, owner_id,
  customer_id, started_at, queued_at, status_since, last_message_at)
select $ORG, 'mail', 'text', uuidv7(), 'inbound', 'inbound', status, queue_id, owner_id, uuidv7(), at, at, at, at
from work;
drop table a, t, q, work;
set session_replication_role = origin;
analyze;
"""


async def through_the_database(dsn: str, db: Database, floor: Floor) -> tuple[Timed, Timed]:
    """The engine's turn after one agent has freed; and its floor."""
    conn = await asyncpg.connect(dsn)
    org: UUID = await conn.fetchval("insert into organization (name) values ('Bench') returning org_id")
    ids = "'{" + ",".join(str(agent.id) for agent in floor.agents) + "}'"
    await conn.execute(
        FILL.replace("$ORG", f"'{org}'::uuid").replace("$AGENTS", ids).replace("$WAITING", str(len(floor.tasks)))
    )
    turns, floors = [], []
    for n in range(-5, TURNS):
        agent = floor.agents[n % len(floor.agents)]
        await conn.execute(
            "update interaction set status = 'resolved', resolved_at = now() where org_id = $1 and id ="
            " (select id from interaction where org_id = $1 and owner_id = $2 and status = 'active' limit 1)",
            org,
            agent.id,
        )
        start = time.perf_counter()
        async with db.transaction(org) as work:
            made = await place(work, org)
        took = time.perf_counter() - start
        assert made == 1, made
        start = time.perf_counter()
        async with db.transaction(org) as work:
            await work.execute("insert into idempotency_key values ($1, 'bench', $2, '')", org, f"{n}")
        if n >= 0:
            turns.append(took)
            floors.append(time.perf_counter() - start)
    await conn.close()
    return spread(turns), spread(floors)


async def run(sizes: list[int]) -> None:
    """Each size in turn."""
    report = Report("Routing decisions, microseconds")
    first: dict[str, float] = {}

    def tell(what: str, size: str, ours: Timed, least: Timed | None = None, budget: str = "") -> None:
        growth = ours[0] / first.setdefault(what, ours[0])
        floor = least[0] if least else None
        figure = Figure(what=what, size=size, unit="us", floor=floor, ours=ours[0], p99=ours[1], growth=growth)
        report.add(msgspec.structs.replace(figure, budget=budget))

    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "data") as server:
        dsn = server.dsn("postgres", "postgres")
        await migrate.migrate(dsn)
        db = await Database.open(server.dsn("warmline_app", "postgres"), size=3)
        for agents in sizes:
            floor = Floor(agents, agents * 10)
            size = f"{agents:,} / {agents * 10:,}"
            tell("in memory: agent frees", size, agent_frees(floor), heap_floor(agents * 10), "p99 <= 1,000")
            tell("in memory: contact arrives", size, contact_arrives(floor), heap_floor(agents), "p99 <= 1,000")
            tell("  (one look at every agent)", size, scan_floor(floor))
            made, setting_up, deciding = all_at_once(floor)
            tell("in memory: all at once, each", size, (deciding / made * 1e6,) * 2)
            tell("  (setting the board up, once)", size, (setting_up * 1e6,) * 2)
            durable, least = await through_the_database(dsn, db, floor)
            tell("committed: agent frees", size, durable, least, "p99 <= 15,000")
        await db.close()
    report.note("Sizes are agents / contacts that wait. Growth is of the p50, from the smaller size to the larger.")
    report.show()


if __name__ == "__main__":
    asyncio.run(run([int(each) for each in sys.argv[1:]] or [1000, 10_000]))
