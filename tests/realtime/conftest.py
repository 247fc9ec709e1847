"""A hub that runs, over teams: entities that need nothing else."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

import msgspec
import pytest

from warmline.accounts import Actor
from warmline.accounts.events import TeamCreated, TeamUpdated
from warmline.kit.db import Conn, Database
from warmline.kit.events import Event, publish
from warmline.realtime import Hub, Subscriber, same_for


class TeamView(msgspec.Struct):
    """A team, as tests show it."""

    id: UUID
    name: str
    version: int


class Loads:
    """A loader of teams that counts: everybody with ``org.manage`` sees all, the others their own."""

    def __init__(self) -> None:
        self.calls = 0
        self.broken = False

        @same_for("org.manage")
        async def load(conn: Conn, actor: Actor, ids: list[UUID]) -> Mapping[UUID, TeamView]:
            self.calls += 1
            if self.broken:
                raise RuntimeError("the loader is broken")
            rows = await conn.fetch("select id, name, version from team where id = any ($1)", ids)
            mine = [row for row in rows if actor.may("org.manage") or row["id"] in actor.team_ids]
            return {row["id"]: TeamView(**row) for row in mine}

        self.load = load
        # Cases that everybody sees; there is nothing to them but their ids.
        self.cases: set[UUID] = set()

    async def load_cases(self, conn: Conn, actor: Actor, ids: list[UUID]) -> Mapping[UUID, Any]:
        """Those of the cases."""
        return {each: {"id": each} for each in ids if each in self.cases}


class World:
    """What a test does to teams."""

    def __init__(self, db: Database, org_id: UUID, hub: Hub, loads: Loads) -> None:
        self.db, self.org_id, self.hub, self.loads = db, org_id, hub, loads
        self.admin = self.actor("org.manage", "audit.read")

    def actor(self, *permissions: str, teams: tuple[UUID, ...] = (), id_: UUID | None = None) -> Actor:
        """Somebody with these permissions."""
        return Actor(
            org_id=self.org_id, kind="agent", id=id_, permissions=frozenset(permissions), team_ids=frozenset(teams)
        )

    async def create(self, name: str = "Claims") -> UUID:
        """A team, announced."""
        async with self.db.transaction(self.org_id) as conn:
            team_id: UUID = await conn.fetchval(
                "insert into team (org_id, code, name) values ($1, $2, $2) returning id", self.org_id, name.lower()
            )
            await self.say(conn, TeamCreated(team_id=team_id))
        return team_id

    async def rename(self, id_: UUID, name: str, *, case_id: UUID | None = None, **before: Any) -> None:
        """A new name, announced; with a case as one that moved with the team."""
        if case_id:
            before.setdefault("team_id", str(id_))
        async with self.db.transaction(self.org_id) as conn:
            await conn.execute("update team set name = $2 where id = $1", id_, name)
            await self.say(conn, TeamUpdated(team_id=id_, case_id=case_id, before=before))

    async def say(self, conn: Conn, *events: Event) -> None:
        """Announce something."""
        await publish(conn, self.org_id, "system:test", list(events))


@pytest.fixture
async def world(db: Database, org: UUID) -> AsyncIterator[World]:
    """A hub at work."""
    loads = Loads()
    hub = Hub(db, {"team": loads.load, "case": loads.load_cases})
    running = asyncio.create_task(hub.run())
    yield World(db, org, hub, loads)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def next_frame(subscriber: Subscriber) -> dict[str, Any]:
    """The next frame, in at most ten seconds."""
    frames = subscriber.frames()
    try:
        return msgspec.json.decode(await asyncio.wait_for(anext(frames), 10), type=dict[str, Any])
    finally:
        await frames.aclose()


async def frames_until(subscriber: Subscriber, cursor: str) -> list[dict[str, Any]]:
    """All frames up to the one with this cursor."""
    found = [await next_frame(subscriber)]
    while found[-1].get("cursor") != cursor:
        found.append(await next_frame(subscriber))
    return found
