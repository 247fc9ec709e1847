"""An organisation at work, for tests: teams, agents, queues, and customers who write."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from warmline import sdk
from warmline.accounts import Actor, system
from warmline.customers import Claim, resolve
from warmline.interactions import Contact, Status, receive, transition
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.reactions import Reactor
from warmline.routing import NewQueue, OfferView, QueueView, create_queue, list_offers, set_presence, settle
from warmline.routing.jobs import REACTIONS

AGENT = ("interaction.work", "case.read_team")
SUPERVISOR = ("queue.read", "queue.manage", "case.read", "customer.read", "interaction.work")


def noon() -> datetime:
    """The last one: what happens then is all of one day, whatever the time is."""
    return (clock.now() - timedelta(hours=12)).replace(hour=12, minute=0, second=0, microsecond=0)


class Floor:
    """What a test does, each step in a transaction of its own; ``settle`` lets routing react."""

    def __init__(self, db: Database, org_id: UUID) -> None:
        self.db, self.org_id = db, org_id
        self.system = system(org_id, "test")
        self.supervisor = Actor(org_id=org_id, kind="agent", id=new_id(), permissions=frozenset(SUPERVISOR))
        self.reactor = Reactor(db, REACTIONS)
        self.accounts: dict[tuple[UUID | None, str], UUID] = {}

    async def act(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a verb in a transaction of its own."""
        async with self.db.transaction(self.org_id) as conn:
            return await verb(conn, *args, **kwargs)

    async def sql(self, query: str, *args: Any) -> Any:
        """The first value that a query of the test gives."""
        async with self.db.transaction(self.org_id) as conn:
            return await conn.fetchval(query, *args)

    async def settle(self) -> None:
        """Let everything that follows from what is committed happen."""
        await self.reactor.drain(self.org_id)
        await settle(self.db, self.org_id)

    async def sweep(self) -> None:
        """The engine looks again, without waiting for anything that is under way."""
        await settle(self.db, self.org_id)

    async def team(self, code: str) -> UUID:
        """A team."""
        return UUID(
            str(
                await self.sql(
                    "insert into team (org_id, code, name) values ($1, $2, $2) returning id", self.org_id, code
                )
            )
        )

    async def agent(
        self,
        name: str,
        *teams: UUID,
        capacity: dict[str, int] | None = None,
        permissions: tuple[str, ...] = AGENT,
        present: bool = True,
    ) -> Actor:
        """Somebody who works here, available where ``present``."""
        agent_id, role_id = new_id(), new_id()
        async with self.db.transaction(self.org_id) as conn:
            await conn.execute(
                "insert into agent (org_id, id, email, name, capacity) values ($1, $2, $3, $4, $5)",
                self.org_id,
                agent_id,
                f"{agent_id}@example.com",
                name,
                capacity or {"text": 3, "voice": 1},
            )
            await conn.execute(
                "insert into role (org_id, id, code, name, permissions) values ($1, $2, $3, 'Role', $4)",
                self.org_id,
                role_id,
                f"r{role_id.hex[-12:]}",
                list(permissions),
            )
            await conn.execute("insert into agent_role values ($1, $2, $3)", self.org_id, agent_id, role_id)
            for team in teams:
                await conn.execute("insert into team_member values ($1, $2, $3)", self.org_id, team, agent_id)
        actor = Actor(
            org_id=self.org_id,
            kind="agent",
            id=agent_id,
            name=name,
            permissions=frozenset(permissions),
            team_ids=frozenset(teams),
        )
        if present:
            await self.presence(actor, "available")
        return actor

    async def presence(self, actor: Actor, status: str) -> None:
        """The agent says so."""
        await self.act(set_presence, actor, actor.id, status=status)

    async def queue(self, code: str = "main", *teams: UUID, **values: Any) -> QueueView:
        """A queue, served by the teams."""
        new = NewQueue(code=code, name=code.title(), team_ids=list(teams), **values)
        made: QueueView = await self.act(create_queue, self.system, new)
        return made

    async def account(self, queue_id: UUID | None, channel: str) -> UUID:
        """An inbox whose contacts go to the queue."""
        if (queue_id, channel) not in self.accounts:
            account_id = new_id()
            await self.sql(
                "insert into channel_account (org_id, id, connector, channel, name, address, queue_id)"
                " values ($1, $2, 'test', $5, 'Test', $3, $4)",
                self.org_id,
                account_id,
                str(account_id),
                queue_id,
                channel,
            )
            self.accounts[queue_id, channel] = account_id
        return self.accounts[queue_id, channel]

    async def contact(self, queue: QueueView | None, **given: Any) -> UUID:
        """A customer writes, and it waits in the queue; see ``contact_to``."""
        return await self.contact_to(queue.id if queue else None, **given)

    async def contact_to(
        self,
        queue_id: UUID | None,
        *,
        who: str | None = None,
        text: str = "Where is my claim?",
        ago: float = 0.0,
        medium: str = "text",
        session: str | None = None,
        replies_to: tuple[str, ...] = (),
        ends: bool = False,
    ) -> UUID:
        """A customer writes, so many seconds ago; returns the interaction."""
        at = clock.now() - timedelta(seconds=ago)
        sender = sdk.Handle("email", who or f"{new_id()}@example.org")
        inbound = sdk.Inbound(
            external_id=str(new_id()),
            at=at,
            sender=sender,
            messages=() if ends else (sdk.Content(at=at, text=text),),
            thread=sdk.Thread(session=session, replies_to=replies_to),
            ends=ends,
        )
        channel = "chat" if session else "mail"
        account_id = await self.account(queue_id, channel)
        async with self.db.transaction(self.org_id) as conn:
            (resolved,) = await resolve(conn, self.system, [Claim(sender, (), at, "test")])
            contact = Contact(
                account_id=account_id,
                channel=channel,
                medium=medium,
                synchrony="session" if session else "asynchronous",
                queue_id=queue_id,
                envelope_id=None,
                inbound=inbound,
                resolved=resolved,
            )
            (received,) = await receive(conn, self.system, [contact])
        assert received.interaction_id is not None
        if ago:
            await self.sql(
                "update interaction set queued_at = $3 where org_id = $1 and id = $2 and queued_at is not null",
                self.org_id,
                received.interaction_id,
                at,
            )
        return received.interaction_id

    async def status(self, interaction_id: UUID) -> str:
        """Where an interaction stands."""
        return str(await self.sql("select status from interaction where id = $1", interaction_id))

    async def queued_at(self, interaction_id: UUID) -> datetime:
        """Since when it waits."""
        found: datetime = await self.sql("select queued_at from interaction where id = $1", interaction_id)
        return found

    async def move(self, interaction_id: UUID, to: Status, **values: Any) -> None:
        """Change a status, as the system."""
        await self.act(transition, self.system, interaction_id, to, **values)

    async def offers(self, actor: Actor | None = None, status: str | None = "offered") -> list[OfferView]:
        """Offers, the oldest first."""
        found: list[OfferView] = await self.act(list_offers, actor or self.system, status=status, size=500)
        return found[::-1]
