"""The outermost layer: it names each request, binds the name to the logs, and guards each response."""

import re
from email.utils import formatdate
from typing import Any
from uuid import UUID

import msgspec
import structlog

from warmline.kit.ids import new_id

REQUEST_ID = re.compile(rb"[A-Za-z0-9._:-]{8,128}")
SCOPE_KEY = "warmline.visit"

# Pages of our own only, nobody frames them, and nothing is fetched from elsewhere. A response that sets one of these
# itself (the chat widget, which other sites frame) keeps its own.
HEADERS: dict[bytes, bytes] = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cache-control": b"no-store",
}


class Visit(msgspec.Struct, kw_only=True):
    """What is known of the request under way. The organisation and actor are set when the caller is known."""

    request_id: str
    org_id: UUID | None = None
    actor: str | None = None
    once: Any = None


def visit(scope: Any) -> Visit:
    """The visit of an ASGI scope."""
    found: Visit = scope[SCOPE_KEY]
    return found


def header(scope: Any, name: bytes) -> bytes | None:
    """The first request header of that (lower-case) name."""
    return next((value for key, value in scope["headers"] if key.lower() == name), None)


def _request_id(scope: Any) -> str:
    given = header(scope, b"x-request-id")
    # A name that could break a log line or a header is replaced.
    return given.decode() if given and REQUEST_ID.fullmatch(given) else str(new_id())


class Edge:
    """An ASGI application around the whole application: its 404s pass here too."""

    def __init__(self, app: Any, *, secure: bool = False) -> None:
        self.app = app
        self.headers = dict(HEADERS)
        if secure:
            self.headers[b"strict-transport-security"] = b"max-age=31536000"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        now = Visit(request_id=_request_id(scope))
        scope[SCOPE_KEY] = now

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._guard(message.get("headers", ()), now.request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=now.request_id):
            await self.app(scope, receive, guarded)

    def _guard(self, headers: Any, request_id: str) -> list[tuple[bytes, bytes]]:
        kept = [(bytes(name), bytes(value)) for name, value in headers]
        present = {name.lower() for name, _ in kept}
        if b"content-security-policy" in present:
            # It says itself who may frame it.
            present.add(b"x-frame-options")
        kept += [(name, value) for name, value in self.headers.items() if name not in present]
        # Browsers learn from it how far their clock is from ours.
        date = [] if b"date" in present else [(b"date", formatdate(usegmt=True).encode())]
        return [*kept, *date, (b"x-request-id", request_id.encode())]
