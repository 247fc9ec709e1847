"""What a client says on the live socket, and who may open one."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import WebSocket

from warmline.accounts import SESSION_COOKIE, Actor, authenticate, refresh, session_alive
from warmline.kit.db import Database
from warmline.kit.errors import Unauthorized
from warmline.realtime.model import ForeignOrigin
from warmline.realtime.subscriber import Refresh

Socket = WebSocket[Any, Any, Any]
BEARER = "bearer "


class Subscribe(msgspec.Struct, tag_field="op", tag="subscribe", forbid_unknown_fields=True):
    """Follow more topics."""

    topics: list[str]


class Unsubscribe(msgspec.Struct, tag_field="op", tag="unsubscribe", forbid_unknown_fields=True):
    """Follow them no more."""

    topics: list[str]


class Viewing(msgspec.Struct, tag_field="op", tag="viewing", forbid_unknown_fields=True):
    """I look at it (say so again every 20 seconds), or not any more."""

    topic: str
    viewing: bool = True


class Typing(msgspec.Struct, tag_field="op", tag="typing", forbid_unknown_fields=True):
    """I am writing to the customer, or have stopped."""

    topic: str
    typing: bool = True


class Pong(msgspec.Struct, tag_field="op", tag="pong", forbid_unknown_fields=True):
    """I am here."""


Said = Subscribe | Unsubscribe | Viewing | Typing | Pong
decoder: msgspec.json.Decoder[Said] = msgspec.json.Decoder(Said)


def same_origin(origin: str | None, host: str | None, public_url: str) -> bool:
    """Whether the page that opened the socket is our own. A browser sends the cookie along for any page, and always
    says which page it is; so a cookie without an origin is refused too."""
    if origin is None:
        return False
    given, ours = urlsplit(origin), urlsplit(public_url)
    if (given.scheme, given.netloc) == (ours.scheme, ours.netloc):
        return True
    return given.scheme in ("http", "https") and host is not None and given.netloc == host


async def admit(socket: Socket) -> tuple[Actor, Refresh]:
    """Who opens the socket, and how to find out later what they may do by then.

    Raises ``Unauthorized``, and ``ForeignOrigin`` for a cookie that another site's page sent along.
    """
    db: Database = socket.app.state.db
    cookie, bearer = socket.cookies.get(SESSION_COOKIE), _bearer(socket)
    if bearer is None and cookie is None:
        raise Unauthorized()
    if bearer is None and not same_origin(
        socket.headers.get("origin"), socket.headers.get("host"), socket.app.state.settings.base_url
    ):
        raise ForeignOrigin()
    actor = await authenticate(db, cookie=cookie, bearer=bearer, csrf=None, method="GET")

    async def again() -> Actor | None:
        async with db.transaction(actor.org_id) as conn:
            if bearer is None and not await session_alive(conn, actor.org_id, cookie or ""):
                return None
            return await refresh(conn, actor)

    return actor, again


def _bearer(socket: Socket) -> str | None:
    given = socket.headers.get("authorization")
    if given is None:
        return None
    return given[len(BEARER) :].strip() if given.lower().startswith(BEARER) else ""


def topics_asked(text: str | None) -> list[str]:
    """The topics of a comma-separated list."""
    return [each for each in (text or "").split(",") if each]


def seen_by(actor: Actor) -> dict[str, Any]:
    """Who it is, as others are told."""
    id_: UUID | None = actor.id
    return {"agent_id": id_, "name": actor.name}
