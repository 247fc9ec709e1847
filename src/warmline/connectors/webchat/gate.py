"""Which pages may use a chat: the account's origins and our own, answered as browsers ask for it (Fetch, CORS).

A request without an Origin does not come from another site's page; what it may do is for its token to say. There are no
cookies here, so a page that is let in by mistake could still do nothing in anybody's name.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from warmline.connectors.webchat.errors import OriginRefused
from warmline.connectors.webchat.inbox import Inbox
from warmline.kit.http.edge import header

METHODS = "GET, POST"
HEADERS = "authorization, content-type, x-file-name"
EXPOSED = "retry-after, x-request-id"
# Seconds for which a browser need not ask again.
REMEMBER = "600"
STATE = "webchat"


class Gate(ASGIMiddleware):
    """Finds the account of a request and lets it in or not; what answers it passes out here, refusals too."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, find: Callable[[UUID], Awaitable[Inbox]]) -> None:
        self._find = find

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Raises ``ChatMissing`` and ``OriginRefused``."""
        inbox = await self._find(UUID(str(scope["path_params"]["account_id"])))
        origin = _text(header(scope, b"origin"))
        if origin is not None and not allows(inbox, origin, _text(header(scope, b"host"))):
            raise OriginRefused(origin=origin[:100])
        scope["state"][STATE] = inbox
        if scope["type"] != ScopeType.HTTP:
            await next_app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await _preflight(send, origin)
        else:
            await next_app(scope, receive, _sharing(send, origin))


def allows(inbox: Inbox, origin: str, host: str | None) -> bool:
    """Whether pages of the origin may use the chat: it is on the account's list, or is the address asked itself."""
    scheme, _, authority = origin.partition("://")
    same = scheme in ("http", "https") and host is not None and authority == host.lower()
    return same or origin in inbox.settings.origins


def inbox_of(scope: Any) -> Inbox:
    """The account that the gate found."""
    found: Inbox = scope["state"][STATE]
    return found


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")


def _sharing(send: Send, origin: str | None) -> Send:
    async def share(message: Message) -> None:
        if message["type"] == "http.response.start":
            _share(message, origin)
        await send(message)

    return share


def _share(message: HTTPResponseStartEvent, origin: str | None) -> None:
    headers = MutableScopeHeaders.from_message(message)
    headers.add("Vary", "Origin")
    if origin is not None:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = EXPOSED


async def _preflight(send: Send, origin: str | None) -> None:
    start: HTTPResponseStartEvent = {"type": "http.response.start", "status": 204, "headers": []}
    _share(start, origin)
    headers = MutableScopeHeaders.from_message(start)
    headers["Allow"] = METHODS
    if origin is not None:
        headers["Access-Control-Allow-Methods"] = METHODS
        headers["Access-Control-Allow-Headers"] = HEADERS
        headers["Access-Control-Max-Age"] = REMEMBER
    await send(start)
    await send({"type": "http.response.body", "body": b"", "more_body": False})
