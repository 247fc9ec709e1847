"""A plain page with the chat in it: to try an account, and to show how a site embeds the client."""

import re
from functools import cache
from html import escape
from importlib import resources
from string import Template
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from warmline.connectors.webchat.errors import FileMissing
from warmline.connectors.webchat.inbox import Inbox

TYPES = {
    "client.js": "text/javascript; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
}
HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'{sockets}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@cache
def _file(name: str) -> bytes:
    return resources.files("warmline.connectors.webchat").joinpath("assets", name).read_bytes()


@get("/page", include_in_schema=False)
async def page(
    request: Request[Any, Any, Any], inbox: NamedDependency[Inbox], account_id: FromPath[UUID]
) -> Response[bytes]:
    """The test page of an account."""
    html = Template(_file("page.html").decode()).substitute(name=escape(inbox.account.name))
    return Response(
        html.encode(),
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": policy(request.headers.get("host", "")),
        },
    )


def policy(host: str) -> str:
    """What the page may load. Some browsers do not count sockets to the same address as ``'self'``."""
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    return POLICY.format(sockets=sockets)


@get("/assets/{name:str}", include_in_schema=False, sync_to_thread=False)
def asset(name: FromPath[str]) -> Response[bytes]:
    """The client and what the page needs besides. Any site may load the client; what it may do, the gate decides."""
    if name not in TYPES:
        raise FileMissing
    headers = {
        "Content-Type": TYPES[name],
        "Cache-Control": "public, max-age=300",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response(_file(name), headers=headers)
