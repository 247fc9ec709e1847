"""A shard: the engine at work for one organisation. It keeps the floor as the rows are, decides, and commits.

Rows are loaded once, and from then on the event log says which to read again. Everything that a shard writes is written
under its lease, so that two shards can never both offer.
"""

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from warmline.calendars import Hours, hours_of
from warmline.engine import Floor, Wheel
from warmline.kit import clock, events
from warmline.kit.db import Conn, Database
from warmline.kit.leases import Lease
from warmline.kit.log import logger
from warmline.kit.telemetry import (
    ROUTING_COMMIT,
    ROUTING_DECISIONS,
    ROUTING_LAG,
    ROUTING_TURN,
)
from warmline.routing.actions.offers import miss_offers, reconcile
from warmline.routing.learning import load_model
from warmline.routing.model import OfferView, RoutingSettings
from warmline.routing.rules import apply_rules
from warmline.routing.shard import reading, store
from warmline.routing.shard.making import Made, make_offers
from warmline.routing.shard.news import News
from warmline.routing.store import settings

# Decisions of one transaction: few, as each waits for all of them to be on disk, and a little more with each turn that
# leaves some over, because many at once cost less.
FEW, GROWTH, MOST = 12, 2, 100
# Events that one turn takes in, and waiting work that it loads.
EVENTS, PAGE = 2000, 2000
# Tasks of each queue and medium that are loaded before the first decision, beyond the room that there is.
SLACK, HEADS = 16, 500
# Turns with offers after which their plans are made anew at the latest; a young table outgrows them sooner.
PLANNED = 256
# Seconds until another look at what somebody else was busy with.
BUSY = 0.1
# The clock jumped where it differs by so many seconds from the time that has passed.
JUMP = 2.0
BEGINNING = (datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))

log = logger(__name__)
Look = tuple[str, UUID]


class Shard:
    """``begin``, then ``turn`` whenever there is news or ``next_time`` has come. After an exception it is void: what
    it holds may differ from the rows, and a new one has to be opened."""

    def __init__(self, lease: Lease) -> None:
        self.lease, self.org_id = lease, lease.org_id
        self._forget()

    def _forget(self) -> None:
        self.floor = Floor()
        self.cursor = (0, 0)
        self.offers: Wheel[UUID] = Wheel()
        self._looks: Wheel[Look] = Wheel()
        self._news = News()
        self._own: set[int] = set()
        self._page: tuple[datetime, UUID] | None = BEGINNING
        self._unfinished = False
        self._settings = RoutingSettings()
        self._hours: dict[UUID, Hours] = {}
        self._hours_change: float | None = None
        self._drift = _drift()
        # The offers of the last step, and when the first of them began to be decided, by the clock that only goes on.
        self.made: list[OfferView] = []
        self.decided = 0.0
        self._turns, self._group = 0, FEW

    async def begin(self, db: Database) -> None:
        """``open`` in a transaction of its own."""
        began = time.perf_counter()
        async with db.transaction(self.org_id) as conn:
            await self.open(conn)
        log.info(
            "routing_leads",
            org_id=str(self.org_id),
            epoch=self.lease.epoch,
            agents=len(self.floor.agents),
            tasks=len(self.floor.tasks),
            seconds=round(time.perf_counter() - began, 3),
        )

    async def open(self, conn: Conn) -> None:
        """Load what decides what comes first: queues, everybody at work, open offers, and the heads of what waits. The
        rest of the waiting work comes with the next steps, while decisions are made already."""
        self._forget()
        self._own.add(await self.lease.hold(conn))
        # What is loaded is at least as new as the place from which the log is followed.
        self.cursor = events.parse_cursor(await events.head(conn, self.org_id))
        await reconcile(conn, self.org_id)
        at = clock.now()
        self._news.model = True
        await self._load_queues(conn, at)
        await self._load_agents(conn, None)
        for offer_id, until in (await store.open_offers(conn, self.org_id)).items():
            self.offers.schedule(offer_id, until)
        await self._load_tasks(conn, await self._heads(conn), at)

    async def view(self, conn: Conn, interaction_id: UUID) -> None:
        """Load what matters for one piece of work, to look at it: nothing is written, and no lease is needed."""
        at = clock.now()
        await self._load_queues(conn, at)
        await self._load_agents(conn, None)
        await self._put_tasks(conn, [interaction_id], at)

    @property
    def hours_change(self) -> float | None:
        """When one of the calendars next opens or closes, in seconds since 1970."""
        return self._hours_change

    async def _heads(self, conn: Conn) -> list[UUID]:
        room: dict[str, int] = {}
        for agent in self.floor.agents.values():
            for medium, limit in agent.capacity.items():
                room[medium] = room.get(medium, 0) + max(0, limit - agent.load.get(medium, 0))
        size = min(max(room.values(), default=0) + SLACK, HEADS)
        return await store.heads(conn, self.org_id, list(self.floor.queues), list(room), list(self.floor.agents), size)

    def next_time(self) -> float | None:
        """When time alone gives something to do, in seconds since 1970."""
        times = (self.floor.next_time(), self.offers.next(), self._looks.next(), self._hours_change)
        return min((each for each in times if each is not None), default=None)

    @property
    def loaded(self) -> bool:
        """Whether all that waits is on the floor."""
        return self._page is None

    async def turn(self, db: Database) -> bool:
        """Take in what happened, decide, and commit. Returns whether there is more to do at once.

        Raises ``LeaseLost`` where another process leads now.
        """
        drift = _drift()
        if abs(drift - self._drift) > JUMP:
            # Deadlines are moments of the clock on the wall, so everything is loaded anew.
            log.warning("clock_jumped", org_id=str(self.org_id), seconds=round(drift - self._drift, 1))
            await self.begin(db)
        if self._news.model:
            # It may take a while, and a lease must not be held for so long.
            async with db.transaction(self.org_id) as conn:
                await self._load_model(conn)
        began = time.perf_counter()
        async with db.transaction(self.org_id) as conn:
            more = await self.step(conn)
        ROUTING_TURN.observe(time.perf_counter() - began)
        if self.made:
            ROUTING_COMMIT.observe(time.perf_counter() - self.decided)
        return more

    async def step(self, conn: Conn) -> bool:
        """``turn`` within a transaction; where that is rolled back the shard is void."""
        self.made = []
        full = await self._follow(conn)
        at = clock.now()
        due = self._due(at.timestamp())
        if not (self._news or due or self._page or self._unfinished or self._time_has_come(at.timestamp())):
            return full
        self._own.add(await self.lease.hold(conn))
        await self._keep_plans_fit(conn)
        await self._end_offers(conn, at, due)
        await self._refresh(conn, at)
        self.decided = time.perf_counter()
        decisions = self.floor.decide(at.timestamp(), limit=self._group)
        self._unfinished = len(decisions) == self._group
        self._group = min(self._group + GROWTH, MOST) if self._unfinished else FEW
        if decisions:
            made = await make_offers(conn, self.org_id, decisions, self.floor.agents, self.floor.queues, at)
            self._note(made, at.timestamp())
        return full or self._unfinished or self._page is not None or bool(self._news)

    async def _keep_plans_fit(self, conn: Conn) -> None:
        self._turns += 1
        if self._turns % PLANNED == 0 or (self._turns & (self._turns - 1)) == 0:
            await store.plan_anew(conn)

    def _note(self, made: Made, now: float) -> None:
        self.made = made.offers
        ROUTING_DECISIONS.inc(len(self.made))
        for offer in made.offers:
            self.offers.schedule(offer.id, offer.expires_at.timestamp())
        self._news.tasks |= made.tasks
        self._news.agents |= made.agents
        self._look_again("task", made.busy_tasks, now + BUSY)
        self._look_again("agent", made.busy_agents, now + BUSY)

    def _look_again(self, kind: str, ids: Iterable[UUID], at: float) -> None:
        for each in ids:
            self._looks.schedule((kind, each), at)

    def _time_has_come(self, now: float) -> bool:
        moment = self.floor.next_time()
        return moment is not None and moment <= now

    def _due(self, now: float) -> list[UUID]:
        """Offers whose time has come; what else has is noted as news."""
        for kind, id_ in self._looks.due(now):
            (self._news.tasks if kind == "task" else self._news.agents).add(id_)
        if self._hours_change is not None and self._hours_change <= now:
            self._news.queues = True
        return self.offers.due(now)

    async def _follow(self, conn: Conn) -> bool:
        """Read on in the log; whether there is more of it."""
        rows = await events.SQL.read_events(
            conn, org_id=self.org_id, xact=str(self.cursor[0]), seq=self.cursor[1], size=EVENTS
        )
        if not rows:
            return False
        self._news.take((row for row in rows if row["xact"] not in self._own), self.floor.tasks)
        self.cursor = (rows[-1]["xact"], rows[-1]["seq"])
        self._own = {each for each in self._own if each >= self.cursor[0]}
        ROUTING_LAG.observe(max(0.0, (datetime.now(UTC) - rows[0]["at"]).total_seconds()))
        return len(rows) == EVENTS

    async def _end_offers(self, conn: Conn, at: datetime, due: Sequence[UUID]) -> None:
        if due:
            missed, cancelled = await miss_offers(conn, self.org_id, at)
            for row in (*missed, *cancelled):
                self._news.tasks.add(row["interaction_id"])
                self._news.agents.add(row["agent_id"])
            # What somebody was answering just then is looked at again, if it is still open.
            self._news.made |= set(due) - {row["id"] for row in missed}
        if self._news.loose:
            orphans, stranded = await reconcile(conn, self.org_id, list(self._news.loose))
            self._news.agents |= {row["agent_id"] for row in orphans}
            self._news.tasks |= set(stranded)
            self._news.ended |= {row["id"] for row in orphans}

    async def _refresh(self, conn: Conn, at: datetime) -> None:
        """Read again what the news is about."""
        news, self._news = self._news, News()
        if news.everything:
            news.queues = news.everybody = news.model = True
            news.tasks |= self.floor.tasks.keys()
        if news.model:
            await self._load_model(conn)
        for offer_id in news.ended:
            self.offers.cancel(offer_id)
        if news.made - news.ended:
            for offer_id, until in (await store.open_offers(conn, self.org_id, list(news.made - news.ended))).items():
                self.offers.schedule(offer_id, max(until, at.timestamp() + BUSY))
        if news.queues:
            news.tasks |= await self._load_queues(conn, at)
        if news.everybody:
            await self._load_agents(conn, None)
        elif news.agents:
            await self._load_agents(conn, news.agents)
        if news.cases or news.customers or news.awaited:
            news.tasks |= await store.waiting_of(
                conn,
                self.org_id,
                case_ids=list(news.cases),
                customer_ids=list(news.customers),
                agent_ids=list(news.awaited),
            )
        if self._page:
            ids, self._page = await store.waiting_page(conn, self.org_id, self._page, PAGE)
            news.tasks |= set(ids) - self.floor.tasks.keys()
        if news.tasks:
            await self._load_tasks(conn, list(news.tasks), at)

    async def _load_model(self, conn: Conn) -> None:
        self._news.model = False
        self.floor.model = await load_model(conn, self.org_id)

    async def _load_queues(self, conn: Conn, at: datetime) -> set[UUID]:
        """Returns the work that has to be read again, because its queue came, went, or prefers otherwise."""
        self._settings = await settings(conn, self.org_id)
        rows = {row["id"]: row for row in await store.queues(conn, self.org_id)}
        await self._load_hours(conn, rows.values(), at)
        known = dict(self.floor.queues)
        found = {
            id_: reading.queue(row, rows, self._hours.get(row["calendar_id"]), self._settings, at)
            for id_, row in rows.items()
        } | {reading.NO_QUEUE: reading.NOBODYS}
        changed = {
            id_
            for id_ in found.keys() | known.keys()
            if id_ not in found or id_ not in known or found[id_].sticky != known[id_].sticky
        }
        for queue in found.values():
            self.floor.put_queue(queue)
        gone = known.keys() - found.keys()
        moved = {each for each, task in self.floor.tasks.items() if task.queue_id in gone} if gone else set()
        for each in moved:
            self.floor.drop_task(each)
        for each in gone:
            self.floor.drop_queue(each)
        if not known or not changed:
            return moved
        return moved | await store.waiting_of(conn, self.org_id, queue_ids=list(changed))

    async def _load_hours(self, conn: Conn, rows: Iterable[Any], at: datetime) -> None:
        calendars = {row["calendar_id"] for row in rows if row["calendar_id"]}
        self._hours = await hours_of(conn, self.org_id, list(calendars))
        changes = [change[0].timestamp() for hours in self._hours.values() if (change := hours.next_change(at))]
        self._hours_change = min(changes, default=None)

    async def _load_agents(self, conn: Conn, ids: Iterable[UUID] | None) -> None:
        asked = None if ids is None else list(ids)
        found = {row["agent_id"]: row for row in await store.agents(conn, self.org_id, asked)}
        for row in found.values():
            self.floor.put_agent(reading.agent(row))
        for each in (set(self.floor.agents) if asked is None else set(asked)) - found.keys():
            self.floor.drop_agent(each)

    async def _load_tasks(self, conn: Conn, ids: Sequence[UUID], at: datetime) -> None:
        await apply_rules(conn, self.org_id, ids)
        await self._put_tasks(conn, ids, at)

    async def _put_tasks(self, conn: Conn, ids: Sequence[UUID], at: datetime) -> None:
        now = at.timestamp()
        rows = await store.tasks(conn, self.org_id, ids, self._settings, at) if ids else []
        for row in rows:
            self.floor.put_task(reading.task(row, self.floor.queues), now)
            if row["refused_until"]:
                self._looks.schedule(("task", row["id"]), row["refused_until"] + self._settings.declined_seconds)
        for each in set(ids) - {row["id"] for row in rows}:
            self.floor.drop_task(each)


def _drift() -> float:
    return time.time() - time.monotonic()
