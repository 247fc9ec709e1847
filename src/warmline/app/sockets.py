"""The sockets that are open in this process, so that nobody is cut off who is about to be told why."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Callable[..., Any], Callable[..., Any]], Awaitable[None]]

# The code by which a client knows that it may come back (RFC 6455, registry of close codes: service restart).
RESTART = 1012


class Sockets:
    """An ASGI application that serves another one, and knows which of its sockets are still served."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._open = 0
        self._ending = False
        self._gone = asyncio.Event()
        self._gone.set()

    async def __call__(self, scope: Scope, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        """Serve one request or socket."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        if self._ending:
            # Who was sent away comes back too soon.
            await receive()
            await send({"type": "websocket.close", "code": RESTART})
            return
        self._open += 1
        self._gone.clear()
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1
            if not self._open:
                self._gone.set()

    async def gone(self, *, within: float) -> bool:
        """Take no more; whether all of them are closed, once they are, or after so many seconds."""
        self._ending = True
        try:
            async with asyncio.timeout(within):
                await self._gone.wait()
        except TimeoutError:
            return False
        return True
