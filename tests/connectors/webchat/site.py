"""A web site's visitors, as programs: what they send and see, over real HTTP and real sockets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import websockets

Frame = dict[str, Any]
SITE = "https://www.northlight.test"
# Seconds for what comes at once where the machine is not busy.
PATIENCE = 30.0


class Socket:
    """An open socket, whose frames are kept in order as they come."""

    def __init__(self, connection: websockets.ClientConnection) -> None:
        self.connection = connection
        self.frames: list[Frame] = []
        self._changed = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in self.connection:
                async with self._changed:
                    self.frames.append(msgspec.json.decode(text))
                    self._changed.notify_all()
        async with self._changed:
            self._changed.notify_all()

    async def send(self, type_: str, **fields: Any) -> None:
        await self.connection.send(msgspec.json.encode({"type": type_, **fields}).decode())

    async def get(
        self, type_: str, where: Callable[[Frame], bool] = lambda _: True, *, within: float = PATIENCE
    ) -> Frame:
        """The first frame of the type for which this holds, come or to come."""
        return await self.first(lambda each: each["type"] == type_ and where(each), type_, within=within)

    async def first(self, where: Callable[[Frame], bool], what: str, *, within: float = PATIENCE) -> Frame:
        """The first frame for which this holds, come or to come."""

        def found() -> Frame | None:
            return next((each for each in self.frames if where(each)), None)

        try:
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: found() or self._reading.done())
        except TimeoutError:
            raise AssertionError(f"no {what} in {within} s, but {self.frames}") from None
        frame = found()
        assert frame is not None, f"closed ({self.connection.close_code}) without {what}: {self.frames}"
        return frame

    async def more(self, than: int, *, within: float) -> list[Frame]:
        """The frames after so many, once there are any, or the time is over, or the socket is closed."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: len(self.frames) > than or self._reading.done())
        return self.frames[than:]

    @property
    def is_open(self) -> bool:
        return not self._reading.done()

    async def closed(self, *, within: float = PATIENCE) -> int:
        """The code with which the server closes it."""
        async with asyncio.timeout(within):
            await self.connection.wait_closed()
        return self.connection.close_code or 0

    def of(self, type_: str) -> list[Frame]:
        return [each for each in self.frames if each["type"] == type_]

    async def say(self, client_id: str, text: str, **more: Any) -> Frame:
        """Say something, and wait until it is acknowledged."""
        await self.send("message", client_id=client_id, text=text, **more)
        return await self.get("ack", lambda each: each["client_id"] == client_id)

    async def line(self, text: str) -> Frame:
        """The message with this text, as it is told."""
        frame = await self.get("line", lambda each: each["message"]["text"] == text)
        message: Frame = frame["message"]
        return message

    async def hears(self, delivery: str, message_id: str) -> None:
        """Wait until the message is told to be so far: with its text, if it was before that was told, or after."""

        def so_far(each: Frame) -> bool:
            told = each["message"] if each["type"] == "line" else each
            return (told.get("message_id"), told.get("delivery")) == (message_id, delivery)

        await self.first(so_far, f"{delivery} of {message_id}")


class Visitor:
    """Somebody on the site, with a token once a session has begun."""

    def __init__(self, http: httpx.AsyncClient, address: str, *, origin: str | None = SITE) -> None:
        self.http, self.address, self.origin = http, address, origin
        self.token = ""
        self.session: dict[str, Any] = {}

    @property
    def headers(self) -> dict[str, str]:
        given = {"Origin": self.origin} if self.origin else {}
        return given | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.post(self.address + path, json=body, headers=self.headers)

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.http.get(self.address + path, params=params, headers=self.headers)

    async def begin(self, **body: Any) -> "Visitor":
        """Begin a session, and keep its token."""
        answer = await self.post("/session", **body)
        assert answer.status_code == 201, answer.text
        self.session = answer.json()
        self.token = self.session["token"]
        return self

    async def say(self, client_id: str, text: str, **more: Any) -> dict[str, Any]:
        """Say something by HTTP."""
        answer = await self.post("/messages", client_id=client_id, text=text, **more)
        assert answer.status_code == 202, answer.text
        said: dict[str, Any] = answer.json()
        return said

    async def upload(self, content: bytes, *, name: str, content_type: str) -> httpx.Response:
        headers = self.headers | {"Content-Type": content_type, "X-File-Name": quote(name)}
        return await self.http.post(self.address + "/files", content=content, headers=headers)

    async def lines(self) -> list[dict[str, Any]]:
        """The conversation from its beginning."""
        answer = await self.get("/messages")
        while answer.status_code == 429:
            # Who looks again and again is told for how long to wait.
            await asyncio.sleep(int(answer.headers["retry-after"]))
            answer = await self.get("/messages")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    @contextlib.asynccontextmanager
    async def dial(self) -> AsyncIterator[Socket]:
        """A socket that has not said hello."""
        address = self.address.replace("http", "ws", 1) + "/socket"
        origin = websockets.Origin(self.origin) if self.origin else None
        async with websockets.connect(address, origin=origin, open_timeout=PATIENCE, max_size=None) as connection:
            yield Socket(connection)

    @contextlib.asynccontextmanager
    async def connect(self, after: str | None = None) -> AsyncIterator[Socket]:
        """A socket that has told everything up to now."""
        async with self.dial() as socket:
            await socket.send("hello", token=self.token, after=after)
            await socket.get("synced")
            yield socket
