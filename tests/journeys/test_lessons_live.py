"""The agent does not see the new chat until reload (rc#23642); reconnect loses messages (cw#3916); out-of-order events
draw duplicates (cw PR 13713)."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from tests.application import Person
from tests.journeys.house import Office
from tests.mailservers import free_ports
from warmline.accounts import NewKey, create_key, system
from warmline.app.serving import listening

Frame = dict[str, Any]
SEES = ("case.read", "customer.read", "queue.read")
# Where each kind of entity can be fetched again.
ADDRESSES = {
    "case": "/cases/{}",
    "customer": "/customers/{}",
    "handle": "/handles/{}",
    "interaction": "/interactions/{}",
    "message": "/messages/{}",
    "offer": "/offers/{}",
    "presence": "/presence/{}",
}


class Socket:
    """The live socket of a program that sees the record; ``frames`` are the events that it was told, in order."""

    def __init__(self, port: int, key: str) -> None:
        self._url, self._headers = f"ws://127.0.0.1:{port}/api/v1/live", {"Authorization": f"Bearer {key}"}
        self.frames: list[Frame] = []
        self.cursor: str | None = None

    def open(self) -> connect:
        """Connect from the place that it has come to."""
        after = f"?after={self.cursor}" if self.cursor else ""
        return connect(self._url + after, additional_headers=self._headers)

    async def hear(self, line: ClientConnection) -> Frame:
        """The next frame; its cursor is where it goes on."""
        frame: Frame = msgspec.json.decode(await asyncio.wait_for(line.recv(), 60))
        self.cursor = frame.get("cursor", self.cursor)
        if frame["op"] == "event":
            self.frames.append(frame)
        return frame

    async def hear_until(self, line: ClientConnection, done: Callable[[], bool]) -> None:
        """Frames, until it is so."""
        while not done():
            await self.hear(line)


@asynccontextmanager
async def live(office: Office) -> AsyncIterator[Socket]:
    """The house, serving on a port, and a program's socket there."""
    async with office.db.transaction(office.org_id) as conn:
        issued = await create_key(conn, system(office.org_id, "tests"), new=NewKey(name="screen", scopes=list(SEES)))
    program = office.house.program
    hub = asyncio.create_task(program.hub.run())
    [port] = free_ports(1)

    async def hang_up() -> None:
        hub.cancel()
        await asyncio.gather(hub, return_exceptions=True)

    settings = msgspec.structs.replace(program.settings, port=port)
    async with listening(office.house.app, settings, hang_up=hang_up):
        yield Socket(port, issued.secret)


def messages_in(frames: Sequence[Frame]) -> list[str]:
    """The messages that were announced, by id."""
    return [
        change["id"]
        for frame in frames
        if frame["type"] == "message.received"
        for change in frame["changes"]
        if change["kind"] == "message"
    ]


async def test_a_new_chat_and_its_next_line_are_on_the_screen_without_asking(office: Office) -> None:
    site = await office.chat(await office.queue())
    async with live(office) as screen, screen.open() as line, office.reading():
        await screen.hear(line)
        visitor = await office.visit(site, "Hello?")
        await screen.hear_until(line, lambda: len(messages_in(screen.frames)) == 1)
        await visitor.post("/messages", json={"client_id": "2", "text": "Is anybody there?"})
        await screen.hear_until(line, lambda: len(messages_in(screen.frames)) == 2)
    shown = [change["value"] for frame in screen.frames for change in frame["changes"] if change["kind"] == "message"]
    assert [each["text"] for each in shown] == ["Hello?", "Is anybody there?"]


async def test_reconnecting_loses_nothing_and_repeats_nothing(office: Office) -> None:
    """The line breaks after every few frames while customers go on writing."""
    pager = await office.pager(await office.queue())
    numbers = [office.number() for _ in range(6)]
    count = 10 * len(numbers)

    async def write() -> None:
        for n in range(10):
            await office.all_at_once(office.page(pager, each, f"{n}") for each in numbers)

    async with live(office) as screen, office.reading():
        async with screen.open() as line:
            await screen.hear(line)
        writing = asyncio.create_task(write())
        breaks = random.Random(7)
        while len(messages_in(screen.frames)) < count:
            async with screen.open() as line:
                for _ in range(breaks.randint(1, 12)):
                    if len(messages_in(screen.frames)) < count:
                        await screen.hear(line)
                line.transport.abort()
        await writing
    cursors = [each["cursor"] for each in screen.frames]
    happened = [each["cursor"] for each in await office.admin.items("/events", type="message.received")]
    assert len(cursors) == len(set(cursors)), "nothing is repeated"
    assert [each["cursor"] for each in screen.frames if each["type"] == "message.received"] == happened
    assert len(set(messages_in(screen.frames))) == len(happened) == count, "and nothing is lost"


class Screen:
    """What a client shows: entities by kind and id, each as the newest version that it was told."""

    def __init__(self) -> None:
        self.shown: dict[tuple[str, str], Any] = {}

    def apply(self, frames: Sequence[Frame]) -> "Screen":
        """Take in what frames say, in whatever order they come."""
        for change in (change for frame in frames for change in frame["changes"]):
            place = change["kind"], change["id"]
            known = self.shown.get(place)
            if change["version"] is not None and (known is None or change["version"] > known["version"]):
                self.shown[place] = change["value"]
        return self


async def work_through(office: Office, agent: Person) -> None:
    """A chat and a mail of one customer, from the first word to the end."""
    queue = await office.queue()
    site, box, address = await office.chat(queue), await office.mailbox(queue), office.address()
    visitor = await office.visit(site, "Hail broke my windscreen.", name="Ada", email=address)
    await take_offered(office, agent, "May I have your policy number?")
    await visitor.post("/end")
    await office.mail(box, address, "Here is the number: AU-482. The hail broke my windscreen.", "Windscreen")
    mail = await take_offered(office, agent, "Thank you, it is paid.")
    await agent.post(f"/interactions/{mail}/notes", json={"text": "Paid by hand."})
    await agent.post(f"/interactions/{mail}/resume")
    done = await agent.post(f"/interactions/{mail}/wrap-up", json={"summary": "Paid.", "resolve_case": True})
    assert done.status_code == 200, done.text
    await office.settle()


async def take_offered(office: Office, agent: Person, answer: str) -> str:
    """The agent takes what is offered, and answers it; the interaction."""
    await office.settle()
    (offer,) = await office.admin.items("/offers", status="offered")
    await agent.post(f"/offers/{offer['id']}/accept")
    await agent.made(f"/interactions/{offer['interaction_id']}/replies", text=answer)
    await office.settle()
    return str(offer["interaction_id"])


async def test_frames_in_any_order_and_twice_show_what_a_reload_shows(office: Office) -> None:
    agent = await office.at_work()
    async with live(office) as screen, screen.open() as line:
        await screen.hear(line)
        await work_through(office, agent)
        # What comes last tells that all the rest has come.
        await office.page(await office.pager(), office.number(), "The end")
        await office.settle()
        (*_, last) = await office.admin.items("/events", type="message.received")
        await screen.hear_until(line, lambda: screen.cursor == last["cursor"])
    mixed = [*screen.frames, *screen.frames]
    random.Random(3).shuffle(mixed)
    shown = Screen().apply(screen.frames).shown
    assert Screen().apply(mixed).shown == shown
    assert {kind for kind, _ in shown} >= {"case", "interaction", "message", "offer", "customer"}
    for (kind, id_), value in shown.items():
        if kind in ADDRESSES:
            assert value == (await office.admin.get(ADDRESSES[kind].format(id_))).json(), kind
