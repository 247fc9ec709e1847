"""200 given, message lost (cw#15131): nothing is confirmed before it is durable, at whichever door it comes in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import aiosmtplib
import asyncpg
import httpx
import msgspec
import pytest

from tests.conftest import eventually
from tests.journeys.house import Office, letter
from tests.journeys.pager import Page
from tests.mailservers import answers, free_ports
from warmline import sdk
from warmline.connectors.email import connector as email

# A way to hand something in, again and again: whether it was confirmed.
Door = Callable[[], Awaitable[bool]]
HELD = 4_711_042


class Commits:
    """Commits of envelopes of one organisation, which wait while they are held."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self.conn = conn

    async def waiting(self) -> int | None:
        """The process of the database whose commit waits."""
        query = "select pid from pg_locks where locktype = 'advisory' and objid = $1 and not granted"
        pid: int | None = await self.conn.fetchval(query, HELD)
        return pid

    async def kill(self) -> None:
        """The connection breaks during its commit."""
        assert await self.conn.fetchval("select pg_terminate_backend($1)", await self.waiting())

    async def release(self) -> None:
        await self.conn.execute("select pg_advisory_unlock($1)", HELD)


@asynccontextmanager
async def held(owner_dsn: str, org_id: UUID) -> AsyncIterator[Commits]:
    """A constraint that is looked at last, at commit, and waits there."""
    conn = await asyncpg.connect(owner_dsn)
    await conn.execute(
        f"""
        create function hold_commit() returns trigger language plpgsql as $$
        begin
          if new.org_id = '{org_id}' then perform pg_advisory_xact_lock({HELD}); end if;
          return null;
        end $$;
        create constraint trigger hold_commit after insert on envelope deferrable initially deferred
          for each row execute function hold_commit();
        select pg_advisory_lock({HELD});
        """
    )
    try:
        yield Commits(conn)
    finally:
        await conn.execute("drop function hold_commit cascade; select pg_advisory_unlock_all()")
        await conn.close()


@asynccontextmanager
async def webhook(office: Office) -> AsyncIterator[Door]:
    account, channel = await office.pager(), office.stranger()
    body = msgspec.json.encode(Page(id="1", number=office.number(), text="Hello"))

    async def deliver() -> bool:
        return (await office.deliver(channel, account, body)).status_code == 200

    yield deliver


@asynccontextmanager
async def chat(office: Office) -> AsyncIterator[Door]:
    site = await office.chat()
    visitor = office.stranger()
    visitor.base_url = httpx.URL(f"http://desk.test/channels/webchat/{site.id}")
    token = (await visitor.post("/session", json={})).json()["token"]

    async def say() -> bool:
        body = {"client_id": "1", "text": "Hello"}
        answer = await visitor.post("/messages", json=body, headers={"Authorization": f"Bearer {token}"})
        return answer.status_code == 202

    yield say


class OneMailbox:
    """The host of the email connector, where there is no other mailbox than this."""

    def __init__(self, office: Office, account: sdk.Account) -> None:
        self._host, self._account = office.house.program.channels.host("email"), account

    async def accounts(self) -> list[sdk.Account]:
        return [self._account]

    def __getattr__(self, name: str) -> object:
        return getattr(self._host, name)


@asynccontextmanager
async def mail(office: Office) -> AsyncIterator[Door]:
    [port] = free_ports(1)
    box = await office.mailbox(listen="smtp", listen_port=port)
    written = letter(box, office.address(), "Hello", "Hello", "<1@customer.test>")
    listening = asyncio.create_task(email.run(OneMailbox(office, box)))  # type: ignore[arg-type] # passes all on

    async def there() -> bool:
        return await asyncio.to_thread(answers, port)

    async def send() -> bool:
        code = await answered(written, port, box.address)
        assert code == 250 or 400 <= code < 500, "who is not confirmed is to come again"
        return code == 250

    await eventually(there)
    try:
        yield send
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def answered(written: bytes, port: int, to: str) -> int:
    """What the listener says to a mail."""
    try:
        await aiosmtplib.send(written, hostname="127.0.0.1", port=port, sender="ada@customer.test", recipients=[to])
    except aiosmtplib.SMTPResponseException as refused:
        return refused.code
    return 250


DOORS = pytest.mark.parametrize("door", [webhook, chat, mail])


async def kept(office: Office) -> int:
    return len(await office.admin.items("/envelopes"))


@DOORS
async def test_nothing_is_confirmed_where_the_commit_fails(
    office: Office, owner_dsn: str, door: Callable[[Office], object]
) -> None:
    async with door(office) as hand_in:  # type: ignore[attr-defined] # each is such a context
        async with held(owner_dsn, office.org_id) as commits:
            confirmed = asyncio.create_task(hand_in())
            await eventually(commits.waiting)
            await commits.kill()
            assert await confirmed is False
            await commits.release()
            assert await kept(office) == 0
        assert await hand_in() is True
        assert await hand_in() is True
        assert await kept(office) == 1
    await office.settle()
    (interaction,) = await office.interactions()
    assert len(await office.messages(interaction)) == 1


@DOORS
async def test_nothing_is_confirmed_while_the_commit_is_under_way(
    office: Office, owner_dsn: str, door: Callable[[Office], object]
) -> None:
    async with door(office) as hand_in, held(owner_dsn, office.org_id) as commits:  # type: ignore[attr-defined] # see above
        confirmed = asyncio.create_task(hand_in())
        await eventually(commits.waiting)
        # The answer would have come in this time, were it not waiting for the commit.
        await asyncio.wait([confirmed], timeout=0.2)
        assert not confirmed.done()
        assert await kept(office) == 0
        await commits.release()
        assert await confirmed is True
        assert await kept(office) == 1
