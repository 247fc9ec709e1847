"""An organisation at work, seen from outside: people by HTTP, customers through their channels."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as MAIL
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

import httpx
import msgspec
from aiosmtpd.smtp import Envelope
from litestar import Litestar

from tests.application import PASSWORD, Person, enter, over
from tests.journeys.pager import Page, Pager, sign
from warmline import sdk
from warmline.accounts import NewAgent, NewRole, create_agent, create_role, system
from warmline.app.program import Program
from warmline.app.runtime import drain
from warmline.connectors.email.delivery import delivered
from warmline.kit.ids import new_id

# What an agent of the journeys may do: all of the record, and work.
AGENT = (
    "customer.read",
    "customer.write",
    "customer.merge",
    "case.read",
    "case.write",
    "interaction.work",
    "queue.read",
)
# The times that decide something, by table.
PASSES = {
    "interaction": ("started_at", "queued_at", "status_since", "last_message_at", "resolved_at"),
    "case_record": ("opened_at", "last_contact_at", "resolved_at"),
    "presence": ("since", "idle_since"),
}
_numbers = count(1)
T = TypeVar("T")


class PostOffice:
    """A mail server that takes everything."""

    port = 0

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        assert isinstance(envelope.content, bytes), "it is asked for bytes"
        mail = BytesParser(policy=MAIL).parsebytes(envelope.content)
        assert isinstance(mail, EmailMessage), "the policy makes them"
        self.mails.append(mail)
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that went to the address, in order."""
        return [each for each in self.mails if address in str(each["to"])]


class House:
    """The whole program on the test's database, with a mail server to send by; nothing runs until ``Office.settle``."""

    def __init__(self, program: Program, app: Litestar, post_office: PostOffice, pager: Pager) -> None:
        self.program, self.app, self.post_office, self.pager = program, app, post_office, pager


class Office:
    """One organisation in the house, and its administrator. What customers do comes in by ``mail``, ``page`` and
    ``chat``; ``settle`` lets everything happen that follows from it."""

    def __init__(self, house: House, admin: Person) -> None:
        self.house, self.admin = house, admin
        self.db, self.org_id = house.program.db, admin.org_id
        self.people: list[httpx.AsyncClient] = [admin]

    async def close(self) -> None:
        for each in self.people:
            await each.aclose()

    async def settle(self, *, send: bool = True) -> None:
        """Read what came in, react, and send what is to be sent."""
        await drain(self.house.program, self.org_id, jobs=send)

    async def attach_whatever_could_be(self) -> None:
        """Every contact goes to the likeliest case there is, so that what follows does not depend on the model."""
        answer = await self.admin.put("/continuity/settings", json={"attach": 0, "suggest": 0})
        assert answer.status_code == 200, answer.text

    # People

    async def hire(self, *permissions: str, capacity: int = 3) -> Person:
        """Somebody who works here, signed in; with the permissions of an agent where none are named."""
        email, boss = f"agent-{new_id().hex}@example.test", system(self.org_id, "tests")
        async with self.db.transaction(self.org_id) as conn:
            code = f"r{new_id().hex}"
            new = NewRole(code=code, name=code, permissions=sorted(permissions or AGENT))
            role = await create_role(conn, boss, new=new)
            agent = await create_agent(
                conn,
                boss,
                new=NewAgent(
                    email=email, name="Ada", password=PASSWORD, role_ids=[role.id], capacity={"text": capacity}
                ),
            )
        person = await enter(self.house.app, self.org_id, agent.id, email)
        self.people.append(person)
        return person

    async def at_work(self, *, capacity: int = 3) -> Person:
        """An agent who can be offered work."""
        agent = await self.hire(capacity=capacity)
        answer = await agent.put("/me/presence", json={"status": "available"})
        assert answer.status_code == 200, answer.text
        return agent

    def program(self, key: str) -> Person:
        """A program with an API key."""
        person = Person(transport=over(self.house.app), base_url="http://desk.test/api/v1")
        person.org_id, person.headers["Authorization"] = self.org_id, f"Bearer {key}"
        self.people.append(person)
        return person

    def stranger(self, app: Any = None) -> httpx.AsyncClient:
        """Somebody at an address of their own who is not signed in: a visitor, or a channel that delivers."""
        client = httpx.AsyncClient(transport=over(app or self.house.app), base_url="http://desk.test")
        self.people.append(client)
        return client

    # What is set up

    async def queue(self, code: str = "claims", **values: Any) -> str:
        """A queue that everybody serves."""
        return str((await self.admin.made("/queues", code=code, name=code.title(), **values))["id"])

    async def mailbox(self, queue_id: str | None = None, **settings: Any) -> sdk.Account:
        """An e-mail account of an address of its own."""
        outgoing = {"smtp_host": "127.0.0.1", "smtp_port": self.house.post_office.port, "smtp_security": "none"}
        address = f"claims-{next(_numbers)}@northlight.test"
        return await self._account("email", address, queue_id, outgoing | settings)

    async def pager(self, queue_id: str | None = None) -> sdk.Account:
        """A pager account."""
        return await self._account("pager", f"+1202555{next(_numbers):04}", queue_id, {})

    async def chat(self, queue_id: str | None = None) -> sdk.Account:
        """A web chat."""
        return await self._account("webchat", f"site-{next(_numbers)}", queue_id, {})

    async def _account(self, code: str, address: str, queue_id: str | None, settings: dict[str, Any]) -> sdk.Account:
        made = await self.admin.made(
            "/channels",
            connector=code,
            channel=code,
            name=code.title(),
            address=address,
            settings=settings,
            queue_id=queue_id,
        )
        account = await self.house.program.channels.host(code).account(UUID(made["id"]))
        assert account is not None, made["problem"]
        return account

    # What customers do

    async def post(self, account: sdk.Account, *mails: bytes) -> None:
        """Mails arrive at the account, as its fetcher or listener hands them in."""
        host = self.house.program.channels.host("email")
        await host.accept(account, [delivered(each, {}) for each in mails])

    async def mail(self, account: sdk.Account, sender: str, text: str, subject: str = "", **headers: str) -> str:
        """A customer mails; the Message-ID."""
        mail_id = headers.pop("Message_ID", f"<{new_id()}@customer.test>")
        await self.post(account, letter(account, sender, text, subject, mail_id, **headers))
        return mail_id

    async def page(self, account: sdk.Account, number: str, text: str, **values: Any) -> httpx.Response:
        """A customer pages, by the signed webhook."""
        body = msgspec.json.encode(Page(**{"id": str(new_id()), "number": number, "text": text, **values}))
        return await self.deliver(self.stranger(), account, body)

    async def deliver(self, channel: httpx.AsyncClient, account: sdk.Account, body: bytes) -> httpx.Response:
        """A channel's signed request."""
        address = f"/api/v1/channels/{account.id}/webhook"
        return await channel.post(address, content=body, headers={"X-Pager-Signature": sign(body)})

    async def visit(self, account: sdk.Account, text: str, **fields: str) -> httpx.AsyncClient:
        """A visitor begins a chat; addresses begin after the account, and the client has the visitor's token."""
        visitor = self.stranger()
        visitor.base_url = httpx.URL(f"http://desk.test/channels/webchat/{account.id}")
        begun = await visitor.post("/session", json={"fields": fields})
        assert begun.status_code == 201, begun.text
        visitor.headers["Authorization"] = f"Bearer {begun.json()['token']}"
        said = await visitor.post("/messages", json={"client_id": "1", "text": text})
        assert said.status_code == 202, said.text
        return visitor

    @staticmethod
    def address() -> str:
        """A customer's mail address that nobody has yet."""
        return f"customer-{next(_numbers)}@customer.test"

    @staticmethod
    def number() -> str:
        """A customer's telephone number that nobody has yet."""
        return f"+1212555{next(_numbers):04}"

    @staticmethod
    async def all_at_once(calls: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
        """What the calls answer, made at the same moment."""
        return await asyncio.gather(*calls)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """Deliveries are read in while they come, by two workers."""
        channels = self.house.program.channels
        workers = [asyncio.create_task(channels.ingest.run()) for _ in range(2)]
        try:
            yield
        finally:
            for each in workers:
                each.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def let_pass(self, *, minutes: float) -> None:
        """What happened so far happened so long ago."""
        ago = timedelta(minutes=minutes)
        async with self.db.transaction(self.org_id) as conn:
            for table, columns in PASSES.items():
                moved = ", ".join(f"{each} = {each} - $1::interval" for each in columns)
                await conn.execute(f"update {table} set {moved}", ago)

    # What can be seen

    async def interactions(self, **filters: Any) -> list[dict[str, Any]]:
        """All interactions, the oldest first."""
        return (await self.admin.items("/interactions", **filters))[::-1]

    async def messages(self, interaction: dict[str, Any]) -> list[dict[str, Any]]:
        """What was said in it, in order."""
        return await self.admin.items(f"/interactions/{interaction['id']}/messages")

    async def taken(self, agent: Person, interaction: dict[str, Any]) -> dict[str, Any]:
        """The interaction, taken by the agent."""
        answer = await agent.post(f"/interactions/{interaction['id']}/take")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def letter(account: sdk.Account, sender: str, text: str, subject: str, mail_id: str, **headers: str) -> bytes:
    """A mail; further headers by keyword, with underscores for hyphens."""
    mail = EmailMessage(policy=MAIL)
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, account.address, subject, mail_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()
