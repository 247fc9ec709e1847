"""What a page asks before anybody chats, and the ways on from it, over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.connectors.webchat import session
from warmline.connectors.webchat.inbox import Inbox
from warmline.connectors.webchat.onward import Onward
from warmline.connectors.webchat.tokens import Visitor
from warmline.connectors.webchat.wire import (
    ChatView,
    CodeView,
    GoingOn,
    NewRating,
    RatingView,
    SessionView,
    TranscriptAsked,
)
from warmline.kit.http.clients import client_of

_Request = Request[Any, Any, Any]
TheInbox = NamedDependency[Inbox]
TheVisitor = NamedDependency[Visitor]
TheWays = NamedDependency[Onward]


@get("/", operation_id="webchat_describe")
async def describe(inbox: TheInbox, onward: TheWays, account_id: FromPath[UUID]) -> ChatView:
    """What a page needs to know before anybody chats."""
    return await onward.describe(inbox)


@post("/codes", operation_id="webchat_code")
async def code(inbox: TheInbox, visitor: TheVisitor, onward: TheWays, account_id: FromPath[UUID]) -> CodeView:
    """A code with which one other device goes on with this conversation: once, and soon."""
    made, expires_at = await onward.code(inbox, visitor)
    return CodeView(code=made, page=f"/channels/webchat/{account_id}/frame", expires_at=expires_at)


@post("/transcript", operation_id="webchat_transcript", status_code=202)
async def transcript(
    request: _Request,
    inbox: TheInbox,
    visitor: TheVisitor,
    onward: TheWays,
    account_id: FromPath[UUID],
    data: JSONBody[TranscriptAsked],
) -> SessionView:
    """Mail the conversation to the visitor, at the one address that they gave. Use the token of the answer then."""
    known = await onward.transcript(inbox, visitor, client_of(request.scope), data)
    return session.session_view(inbox, known, resumed=True)


@post("/onward", operation_id="webchat_go_on", status_code=202)
async def go_on(
    request: _Request,
    inbox: TheInbox,
    visitor: TheVisitor,
    onward: TheWays,
    account_id: FromPath[UUID],
    data: JSONBody[GoingOn],
) -> SessionView:
    """Go on by e-mail, or be called back, without losing the place. Use the token of the answer from now on."""
    known = await onward.go_on(inbox, visitor, client_of(request.scope), data)
    return session.session_view(inbox, known, resumed=True)


@get("/rating", operation_id="webchat_rating")
async def rating(inbox: TheInbox, visitor: TheVisitor, onward: TheWays, account_id: FromPath[UUID]) -> RatingView:
    """What the visitor has said of the conversation, and whether they can say it now."""
    return await onward.rating(inbox, visitor)


@post("/rating", operation_id="webchat_rate", status_code=200)
async def rate(
    inbox: TheInbox, visitor: TheVisitor, onward: TheWays, account_id: FromPath[UUID], data: JSONBody[NewRating]
) -> RatingView:
    """Say how content one was with the conversation. It can be said again for a day."""
    return await onward.rate(inbox, visitor, data)


ONWARD = [describe, code, transcript, go_on, rating, rate]
