"""From a customer's message to an agent's screen: from the moment at which a webhook is sent to the frame on the live
socket that shows the message.

Run: python -m bench.live [seconds] [messages a second]. Every other message begins something new. ``warmline serve`` is
a process of its own, with all its background work. The floor is the same web server with a handler that commits one row
and then tells it to the socket. Milliseconds; growth is of the p50, from the first half of the run to the second.
"""

import asyncio
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import uvloop
from websockets.asyncio.client import connect

from bench._channels import Bench, bench, line
from bench._report import Figure, Report, percentile
from bench._serving import free_port, running
from bench.accept import SECRET, request, served
from warmline.accounts import NewKey, create_key, system
from warmline.channels import Registry, update_account
from warmline.connectors.contacts import connector as contacts
from warmline.kit.crypto import Vault
from warmline.kit.secret import secret_key
from warmline.kit.settings import Settings

KEY = "a key of the bench, as long as it must be"
PROMISE = "ours <= 40, p99 <= 150"
CONNECTIONS = 16
# Seconds that are not counted; and how long the last frame may take.
WARM, PATIENCE = 2.0, 30.0
EXTERNAL_ID = re.compile(rb'"external_id":"(SM\d+)"')


class Target(NamedTuple):
    """Where messages go, and where they are seen."""

    port: int
    path: str
    socket: str
    headers: dict[str, str]


class Course:
    """When each message was sent, and when it was seen; by external id."""

    def __init__(self) -> None:
        self.sent: dict[str, float] = {}
        self.seen: dict[str, float] = {}

    async def watch(self, target: Target, ready: asyncio.Event) -> None:
        """Note the first frame of each message, until cancelled."""
        url = f"ws://127.0.0.1:{target.port}{target.socket}"
        async with connect(url, additional_headers=target.headers, max_size=None, compression=None) as socket:
            ready.set()
            async for frame in socket:
                now = time.perf_counter()
                for found in EXTERNAL_ID.findall(frame if isinstance(frame, bytes) else frame.encode()):
                    self.seen.setdefault(found.decode(), now)

    async def complete(self) -> None:
        """Return when all that was sent was seen; SystemExit where that takes too long."""
        until = time.perf_counter() + PATIENCE
        while missing := self.sent.keys() - self.seen.keys():
            if time.perf_counter() > until:
                raise SystemExit(f"{len(missing)} of {len(self.sent)} messages were never seen.")
            await asyncio.sleep(0.05)

    def waits(self) -> list[float]:
        """Milliseconds from sent to seen, in the order sent."""
        return [(self.seen[name] - sent) * 1000 for name, sent in self.sent.items()]


class Sender:
    """Sends at an even pace whatever the answers do, by connections that stay open."""

    def __init__(self, target: Target, course: Course) -> None:
        self._target, self._course = target, course
        self._todo: asyncio.Queue[int] = asyncio.Queue()

    async def send(self, count: int, rate: float, first: int) -> None:
        """Each message at its time; a late answer keeps its own connection, and no other."""
        serving = [asyncio.create_task(self._serve()) for _ in range(CONNECTIONS)]
        began = time.perf_counter()
        for n in range(count):
            await asyncio.sleep(max(0.0, began + n / rate - time.perf_counter()))
            self._todo.put_nowait(first + n)
        answered = asyncio.create_task(self._todo.join())
        done, _ = await asyncio.wait({answered, *serving}, return_when=asyncio.FIRST_COMPLETED)
        for each in (answered, *serving):
            each.cancel()
        for each in done:
            each.result()

    async def _serve(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._target.port)
        while True:
            number = await self._todo.get()
            # Each sender writes twice.
            data = request(self._target.path, line(number, number // 2, number % 86_000))
            self._course.sent[f"SM{number:08}"] = time.perf_counter()
            writer.write(data)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head.lower())
            answer = await reader.readexactly(int(length[1]) if length else 0)
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(head.decode() + answer.decode())
            self._todo.task_done()


async def measure(target: Target, seconds: float, rate: float) -> list[float]:
    """Milliseconds from sent to seen, in the order sent, without the first two seconds."""
    course, ready = Course(), asyncio.Event()
    watching = asyncio.create_task(course.watch(target, ready))
    up = asyncio.create_task(ready.wait())
    await asyncio.wait({watching, up}, return_when=asyncio.FIRST_COMPLETED)
    if watching.done():
        watching.result()
    warm = int(WARM * rate)
    await Sender(target, course).send(warm + int(seconds * rate), rate, 1_000_000)
    await course.complete()
    watching.cancel()
    return course.waits()[warm:]


async def floor(at: Bench, seconds: float, rate: float) -> list[float]:
    """A commit and a frame."""
    async with served("floor", at, module="_live_app") as bare:
        return await measure(Target(bare.port, "/floor", "/live", {}), seconds, rate)


async def ours(at: Bench, folder: Path, seconds: float, rate: float) -> list[float]:
    """All of Warmline."""
    settings = Settings(data_dir=folder, secret_key=KEY)
    registry = Registry(Vault([secret_key(settings)]), [contacts])
    actor = system(at.org, "bench")
    async with at.db.transaction(at.org) as conn:
        await update_account(conn, actor, registry, at.account.id, settings={"signing_secret": SECRET})
        issued = await create_key(conn, actor, new=NewKey(name="bench", scopes=["case.read"]))
    port = free_port()
    env = {
        "WARMLINE_DATABASE_URL": at.server.dsn("warmline_app", "postgres"),
        "WARMLINE_DATABASE_OWNER_URL": at.server.dsn("postgres", "postgres"),
        "WARMLINE_DATA_DIR": str(folder),
        "WARMLINE_SECRET_KEY": KEY,
    }
    async with running(port, env):
        path, headers = f"/api/v1/channels/{at.account.id}/webhook", {"Authorization": f"Bearer {issued.secret}"}
        return await measure(Target(port, path, "/api/v1/live", headers), seconds, rate)


async def main(seconds: float, rate: float) -> None:
    report = Report(f"From a webhook sent to a frame on the agent's socket, at {rate:.0f} messages a second")
    with TemporaryDirectory() as folder:
        async with bench() as at:
            least = await floor(at, seconds, rate)
            waits = await ours(at, Path(folder), seconds, rate)
    half = len(waits) // 2
    growth = percentile(waits[half:], 0.5) / percentile(waits[:half], 0.5)
    report.add(
        Figure(
            what="inbound to desk", size=f"{seconds:.0f} s", unit="ms", floor=percentile(least, 0.5),
            ours=percentile(waits, 0.5), p99=percentile(waits, 0.99), growth=growth, budget=PROMISE,
        )
    )  # fmt: skip
    report.note(f"The p99 of the floor was {percentile(least, 0.99):.1f} ms; our slowest was {max(waits):.0f} ms.")
    report.show()


if __name__ == "__main__":
    given = [float(each) for each in sys.argv[1:]]
    uvloop.run(main(*(given + [20.0, 100.0][len(given) :])))
