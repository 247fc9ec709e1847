"""The hub: follows the event log once for the process, and tells it to all who are connected here."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import structlog

from warmline.accounts import Actor
from warmline.kit import events
from warmline.kit.db import Database
from warmline.kit.events import Recorded
from warmline.kit.reactions.tide import Tide, Watch
from warmline.realtime import following, store
from warmline.realtime.ephemera import Ephemera
from warmline.realtime.floor import Floor, Listening
from warmline.realtime.following import Followed
from warmline.realtime.frames import Telling
from warmline.realtime.model import (
    CloseCode,
    CursorUnusable,
    Loader,
    TopicNotFound,
    topics_of,
    touches_rights,
)
from warmline.realtime.subscriber import Place, Refresh, Subscriber

# Seconds between looks for events of other processes: while somebody listens, and once nothing can come into sight.
POLL, POLL_QUIET = 0.02, 0.1
# After so many seconds each connected actor's rights are looked at again.
RECHECK = 30.0
BATCH = 500
# Whoever is further behind fetches anew: that costs less than reading everything again.
RESUME_LIMIT = 5000
TROUBLE, TROUBLE_LIMIT = 0.05, 5.0
BROKEN = (CloseCode.RESTART, "Something went wrong here: connect again with your cursor.")

log = structlog.get_logger(__name__)


class Hub:
    """Live events for the sockets and listeners of this process, while ``run`` runs. ``snapshots`` says for each kind
    of entity how an actor sees it."""

    def __init__(self, db: Database, snapshots: Mapping[str, Loader]) -> None:
        self._db = db
        self._snapshots = dict(snapshots)
        self._floors: dict[UUID, Floor] = {}
        self._ephemera = Ephemera(db, self._deliver)
        self._wake = asyncio.Event()
        self._again = False

    async def run(self) -> None:
        """Follow the log until cancelled; then tell all sockets to connect again."""
        leave = self._db.on_commit(self._wake.set)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._follow(), name="realtime")
                tasks.create_task(self._recheck_rights(), name="realtime rights")
                tasks.create_task(self._ephemera.run(), name="realtime ephemera")
        finally:
            leave()
            for floor in self._floors.values():
                for each in floor.subscribers:
                    each.close(CloseCode.RESTART, "The server restarts: connect again with your cursor.")

    async def connect(
        self, actor: Actor, topics: Iterable[str] = (), *, after: str | None = None, refresh: Refresh | None = None
    ) -> Subscriber:
        """Start telling events: those after the cursor, or from now on. The first frame is ``ready`` with the place
        where it begins; what is fetched after that frame, with all later frames, misses nothing.

        Raises ``CursorUnusable`` and ``TopicNotFound``. End it with ``disconnect``.
        """
        subscriber = Subscriber(actor, refresh)
        if missing := (await self.follow(subscriber, topics)).missing:
            raise TopicNotFound(topic=missing[0], missing=missing)
        place = await self._place(actor.org_id, after) if after is not None else None
        floor = await self._floor(actor.org_id)
        subscriber.cursor = place or floor.cursor
        subscriber.say("ready", cursor=subscriber.place)
        floor.subscribers.add(subscriber)
        subscriber.work = asyncio.create_task(self._catch_up(floor, subscriber), name="realtime catch-up")
        return subscriber

    def disconnect(self, subscriber: Subscriber) -> None:
        """Forget a reader."""
        if subscriber.work:
            subscriber.work.cancel()
        floor = self._floors.get(subscriber.actor.org_id)
        if floor:
            floor.subscribers.discard(subscriber)
            self._leave(floor)

    async def follow(self, subscriber: Subscriber, topics: Iterable[str]) -> Followed:
        """Add topics, as far as the actor may see what they are about."""
        async with self._db.transaction(subscriber.actor.org_id) as conn:
            return await following.follow(conn, self._snapshots, subscriber, topics)

    async def broadcast(self, org_id: UUID, topic: str, payload: Mapping[str, Any]) -> None:
        """Tell all who follow the topic, in every process, something that is not logged: typing, viewing. At most 7,000
        bytes as JSON; it may be lost."""
        self._deliver(org_id, topic, payload)
        await self._ephemera.send(org_id, topic, payload)

    def listen(self, org_id: UUID, *topics: str) -> Listening:
        """What happens on these topics, for parts of this process. Any text can be a topic of ``broadcast``."""
        return Listening(lambda: self._floor(org_id), self._leave, topics)

    async def _place(self, org_id: UUID, after: str) -> Place:
        try:
            place = events.parse_cursor(after)
        except ValueError as error:
            raise CursorUnusable(problem="it is no cursor of the event log") from error
        async with self._db.transaction(org_id) as conn:
            if place > events.parse_cursor(await events.head(conn, org_id)):
                raise CursorUnusable(problem="it is from another database")
            if await store.count_after(conn, org_id, place, RESUME_LIMIT + 1) > RESUME_LIMIT:
                raise CursorUnusable(problem="too much has happened since")
        return place

    async def _floor(self, org_id: UUID) -> Floor:
        if org_id not in self._floors:
            async with self._db.transaction(org_id) as conn:
                head = events.parse_cursor(await events.head(conn, org_id))
            self._floors.setdefault(org_id, Floor(org_id, head))
        return self._floors[org_id]

    def _leave(self, floor: Floor) -> None:
        if floor.empty and self._floors.get(floor.org_id) is floor:
            del self._floors[floor.org_id]

    def _deliver(self, org_id: UUID, topic: str, payload: Mapping[str, Any]) -> None:
        floor = self._floors.get(org_id)
        if floor:
            floor.deliver(topic, payload)

    async def _catch_up(self, floor: Floor, subscriber: Subscriber) -> None:
        try:
            while not subscriber.live and not subscriber.closed:
                await subscriber.room()
                async with self._db.transaction(floor.org_id) as conn:
                    batch = await store.read_after(conn, floor.org_id, subscriber.cursor, limit=BATCH)
                    subscriber.tell(await Telling(conn, self._snapshots, batch).for_(subscriber.actor))
                # Nothing else runs between these two, so the hub cannot have read on.
                subscriber.live = subscriber.cursor >= floor.cursor
        except Exception as error:
            log.error("realtime_catch_up_failed", exc_info=error)
            subscriber.close(*BROKEN)

    async def _follow(self) -> None:
        watch, troubles = Watch(), 0
        while True:
            self._wake.clear()
            try:
                if self._floors and (watch.news(await Tide.read(self._db)) or self._again):
                    self._again = False
                    for floor in list(self._floors.values()):
                        await self._advance(floor)
                troubles = 0
            except Exception as error:  # noqa: BLE001 - the database may be away for a while; the log waits
                troubles += 1
                self._again = True
                log.warning("realtime_waits", error=type(error).__name__, times=troubles)
                await asyncio.sleep(min(TROUBLE * 2**troubles, TROUBLE_LIMIT))
            await self._rest(POLL_QUIET if not self._floors or (watch.settled and not self._again) else POLL)

    async def _rest(self, seconds: float) -> None:
        timer = asyncio.get_running_loop().call_later(seconds, self._wake.set)
        try:
            await self._wake.wait()
        finally:
            timer.cancel()

    async def _advance(self, floor: Floor) -> None:
        async with self._db.transaction(floor.org_id) as conn:
            batch = await store.read_after(conn, floor.org_id, floor.cursor, limit=BATCH)
        if not batch:
            return
        self._again = self._again or len(batch) == BATCH
        if any(touches_rights(each) for each in batch):
            await self._recheck(floor)
        # Who goes live after this line has read this batch already.
        floor.cursor = (batch[-1].xact, batch[-1].seq)
        readers = [each for each in floor.subscribers if each.live and not each.closed]
        floor.tell_ears(batch)
        followed: set[str] = set().union(*(each.topics for each in readers))
        wanted = [each for each in batch if not followed.isdisjoint(topics_of(each))]
        try:
            await self._tell(floor, wanted, readers)
        except Exception:
            # They have not had this batch; each resumes from what it has had.
            for each in readers:
                each.close(*BROKEN)
            raise
        for each in readers:
            each.cursor = max(each.cursor, floor.cursor)

    async def _tell(self, floor: Floor, batch: list[Recorded], readers: list[Subscriber]) -> None:
        if not batch:
            return
        async with self._db.transaction(floor.org_id) as conn:
            telling = Telling(conn, self._snapshots, batch)
            for each in readers:
                each.tell(await telling.for_(each.actor))

    async def _recheck_rights(self) -> None:
        while True:
            await asyncio.sleep(RECHECK)
            for floor in list(self._floors.values()):
                try:
                    await self._recheck(floor)
                except Exception as error:  # noqa: BLE001 - the database may be away for a while; the next look tells
                    log.warning("rights_not_checked", error=type(error).__name__)

    async def _recheck(self, floor: Floor) -> None:
        for each in list(floor.subscribers):
            if each.refresh is None or each.closed:
                continue
            actor = await each.refresh()
            if actor is None:
                each.close(CloseCode.SIGNED_OUT, "You are signed out.")
            elif (actor.permissions, actor.team_ids) != (each.actor.permissions, each.actor.team_ids):
                each.close(CloseCode.RIGHTS_CHANGED, "What you may see has changed: connect again and fetch anew.")
