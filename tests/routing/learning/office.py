"""An organisation whose agents resolve what customers bring, for tests of learning."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.routing.floor import Floor
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.reactions import Reactor
from warmline.routing.learning import Switch, change_settings, count_due, publish_model, switch
from warmline.routing.learning.jobs import REACTIONS
from warmline.routing.learning.model import SettingsChange
from warmline.routing.model import QueueView

WEEK = timedelta(days=7)


class Office:
    """``done`` is one contact from the first word to the resolution; ``past`` are many outcomes at once."""

    def __init__(self, floor: Floor, queue: QueueView) -> None:
        self.floor, self.queue = floor, queue
        self.db, self.org_id = floor.db, floor.org_id
        self.agents: dict[str, UUID] = {}

    @classmethod
    async def open(cls, db: Database, org_id: UUID) -> "Office":
        """A queue, and nobody yet."""
        floor = Floor(db, org_id)
        floor.reactor = Reactor(db, REACTIONS)
        return cls(floor, await floor.queue(f"q{new_id().hex[-8:]}"))

    async def agent(self, name: str) -> UUID:
        """An agent by name, hired where there is none."""
        if name not in self.agents:
            actor: Actor = await self.floor.agent(name, present=False)
            assert actor.id
            self.agents[name] = actor.id
        return self.agents[name]

    async def done(self, name: str, *, who: str | None = None, text: str = "Where is my claim?") -> UUID:
        """An agent takes a customer's contact and resolves it."""
        agent_id = await self.agent(name)
        interaction_id = await self.floor.contact(self.queue, who=who, text=text)
        await self.floor.move(interaction_id, Status.ACTIVE, owner_id=agent_id)
        await self.floor.move(interaction_id, Status.RESOLVED)
        await self.floor.settle()
        return interaction_id

    async def offered(self, interaction_id: UUID, name: str, at: datetime, **explanation: Any) -> None:
        """The engine had offered it to this agent, who accepted."""
        await self.floor.sql(
            "insert into offer (org_id, interaction_id, agent_id, status, offered_at, expires_at, answered_at,"
            " explanation) values ($1, $2, $3, 'accepted', $4, $5, $4, $6)",
            self.org_id,
            interaction_id,
            await self.agent(name),
            at,
            at + timedelta(minutes=1),
            explanation,
        )

    async def count(self, *, later: timedelta = timedelta(0)) -> int:
        """What the job does, so much later."""
        with clock.as_if(clock.now() + later):
            return await count_due(self.db, self.org_id)

    async def publish(self, *, later: timedelta = timedelta(0)) -> Any:
        """Put a model in force, so much later."""
        with clock.as_if(clock.now() + later):
            return await self.floor.act(publish_model, self.org_id)

    async def switch(self, *, on: bool, **settings: Any) -> None:
        """What the administrator sets."""
        if settings:
            await self.floor.act(change_settings, self.floor.system, SettingsChange(**settings))
        await self.floor.act(switch, self.floor.system, Switch(on=on))

    async def rows(self, columns: str = "*") -> list[Any]:
        """Outcomes, the oldest first."""
        async with self.db.transaction(self.org_id) as conn:
            found: list[Any] = await conn.fetch(f"select {columns} from routing_outcome order by resolved_at, id")
            return found

    async def past(self, records: Mapping[str, tuple[int, int]], *, intent: str = "claim", **values: Any) -> None:
        """Outcomes that are due: by agent, how many, and how many of them held."""
        interaction_id = await self.floor.contact(self.queue)
        await self.floor.move(interaction_id, Status.RESOLVED)
        customer_id = await self.floor.sql("select customer_id from interaction where id = $1", interaction_id)
        start = clock.now() - timedelta(days=10)
        rows: list[dict[str, Any]] = []
        for name, (number, held) in records.items():
            agent_id = await self.agent(name)
            for place in range(number):
                resolved_at = start + timedelta(seconds=len(rows))
                rows.append(
                    {
                        "org_id": self.org_id,
                        "interaction_id": interaction_id,
                        "agent_id": agent_id,
                        "customer_id": customer_id,
                        "intent": intent,
                        "channel": "mail",
                        "resolved_at": resolved_at,
                        "due_at": resolved_at + WEEK,
                        "handle_seconds": 300.0,
                        "settled_at": resolved_at + WEEK,
                        "resolved": place < held,
                        "value": 1000 if place < held else 0,
                        **{key: given(len(rows)) if callable(given) else given for key, given in values.items()},
                    }
                )
        async with self.db.transaction(self.org_id) as conn:
            position = await conn.fetchval("select coalesce(max(position), 0) from routing_outcome")
            for row in rows:
                position += 1
                names = [*row, "position"]
                places = ", ".join(f"${n}" for n in range(1, len(names) + 1))
                await conn.execute(
                    f"insert into routing_outcome ({', '.join(names)}) values ({places})", *row.values(), position
                )
