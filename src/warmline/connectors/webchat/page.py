"""The pages and scripts of the chat: the widget and the frame that it is in, a page to try it on, and a plain one."""

import gzip
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

SCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
TYPES = {
    "client.js": SCRIPT,
    "page.js": SCRIPT,
    "page.css": STYLE,
    "site.css": STYLE,
    "widget.js": SCRIPT,
    "widget.frame.js": SCRIPT,
    "widget.de.js": SCRIPT,
}
BUILT = [name for name in TYPES if name.startswith("widget")]
HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'{sockets}; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
_Request = Request[Any, Any, Any]
TheInbox = NamedDependency[Inbox]


@cache
def _file(name: str) -> bytes:
    return resources.files("warmline.connectors.webchat").joinpath("assets", name).read_bytes()


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(_file(name), mtime=0)


@get("/page", include_in_schema=False)
async def page(request: _Request, inbox: TheInbox, account_id: FromPath[UUID]) -> Response[bytes]:
    """A page as a customer's site has it, with the widget of this account on it."""
    return _html("site.html", request, inbox)


@get("/plain", include_in_schema=False)
async def plain(request: _Request, inbox: TheInbox, account_id: FromPath[UUID]) -> Response[bytes]:
    """A plain page with the chat in it: an example of a face of one's own."""
    return _html("page.html", request, inbox)


@get("/frame", include_in_schema=False)
async def frame(request: _Request, inbox: TheInbox, account_id: FromPath[UUID]) -> Response[bytes]:
    """The widget's conversation, which the account's sites may frame; alone, it is the chat on a page of its own."""
    return _html("frame.html", request, inbox, ancestors=" ".join(("'self'", *inbox.settings.origins)))


def _html(name: str, request: _Request, inbox: Inbox, *, ancestors: str = "'none'") -> Response[bytes]:
    values = {"name": escape(inbox.account.name), "account": str(inbox.account.id)}
    html = Template(_file(name).decode()).substitute(values)
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy(request.headers.get("host", ""), ancestors),
    }
    return Response(html.encode(), headers=headers)


def policy(host: str, ancestors: str = "'none'") -> str:
    """What a page may load, and who may frame it. Some browsers do not count sockets to the same address as
    ``'self'``."""
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    return POLICY.format(sockets=sockets, ancestors=ancestors)


@get("/assets/{name:str}", include_in_schema=False, sync_to_thread=False)
def asset(name: FromPath[str], request: _Request) -> Response[bytes]:
    """The client and what the pages need besides. Any site may load the client; what it may do, the gate decides."""
    return _asset(name, request)


@get([f"/{name}" for name in BUILT], include_in_schema=False, sync_to_thread=False)
def widget(request: _Request) -> Response[bytes]:
    """The widget, as sites embed it."""
    return _asset(request.url.path.rpartition("/")[2], request)


def _asset(name: str, request: _Request) -> Response[bytes]:
    """Raises ``FileMissing``, also for a widget that was not built."""
    if name not in TYPES:
        raise FileMissing
    headers = {
        "Content-Type": TYPES[name],
        "Cache-Control": "public, max-age=300",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Accept-Encoding",
    }
    packs = "gzip" in request.headers.get("accept-encoding", "")
    try:
        content = _packed(name) if packs else _file(name)
    except FileNotFoundError as error:
        raise FileMissing from error
    return Response(content, headers=headers | ({"Content-Encoding": "gzip"} if packs else {}))


PAGES = [page, plain, frame]
ASSETS = [asset, widget]
