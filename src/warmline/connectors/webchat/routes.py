"""The chat over HTTP, and its socket. All is public: each request is let in by the gate and, where it is about a
conversation, by the visitor's token."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, WebSocket, get, post, websocket
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.types import Scope

from warmline.connectors.webchat import session
from warmline.connectors.webchat.chat import PAGE, Chat
from warmline.connectors.webchat.errors import TokenRefused
from warmline.connectors.webchat.files import announced, name_of
from warmline.connectors.webchat.frames import LONGEST
from warmline.connectors.webchat.gate import Gate, inbox_of
from warmline.connectors.webchat.inbox import Inbox
from warmline.connectors.webchat.live import Live
from warmline.connectors.webchat.onward import Onward
from warmline.connectors.webchat.onward_routes import ONWARD
from warmline.connectors.webchat.page import ASSETS, PAGES
from warmline.connectors.webchat.tokens import Visitor
from warmline.connectors.webchat.wire import (
    LinesView,
    MessageAccepted,
    NewMessage,
    NewSession,
    PositionView,
    ReadAccepted,
    ReadMark,
    SessionView,
    TypingState,
    Uploaded,
)
from warmline.kit.http.clients import client_of
from warmline.kit.http.files import download, read_within

TAGS = ["webchat"]
# A visitor's token is neither a session nor a key of our API.
OPEN: list[dict[str, list[str]]] = [{}]
_Request = Request[Any, Any, Any]
TheChat = NamedDependency[Chat]
TheInbox = NamedDependency[Inbox]
TheVisitor = NamedDependency[Visitor]


def provide_inbox(scope: Scope) -> Inbox:
    """The account, as the gate found it."""
    return inbox_of(scope)


def provide_visitor(request: _Request, chat: TheChat, inbox: TheInbox) -> Visitor:
    """Whose token the request has; raises ``TokenRefused``."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRefused(problem="is missing: send it as Authorization: Bearer <token>")
    visitor = inbox.visitor(token.strip())
    chat.other(inbox, visitor)
    return visitor


@post("/session", operation_id="webchat_begin")
async def begin(
    request: _Request, chat: TheChat, inbox: TheInbox, account_id: FromPath[UUID], data: JSONBody[NewSession]
) -> SessionView:
    """Begin a session, or go on with that of an earlier token, or of a code from another device."""
    return await chat.begin(inbox, data, client_of(request.scope))


@post("/messages", operation_id="webchat_say", status_code=202)
async def say(
    request: _Request,
    chat: TheChat,
    inbox: TheInbox,
    visitor: TheVisitor,
    account_id: FromPath[UUID],
    data: JSONBody[NewMessage],
) -> MessageAccepted:
    """Say something. Answered when it is durable; the same ``client_id`` again changes nothing."""
    new = await chat.say(
        inbox,
        visitor,
        client_of(request.scope),
        client_id=data.client_id,
        text=data.text,
        refs=data.attachments,
    )
    return MessageAccepted(client_id=data.client_id, new=new)


@get("/messages", operation_id="webchat_messages")
async def messages(
    chat: TheChat,
    inbox: TheInbox,
    visitor: TheVisitor,
    account_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = PAGE,
) -> LinesView:
    """The conversation since a cursor, or from its beginning."""
    return await chat.lines(inbox, visitor, after, limit)


@get("/position", operation_id="webchat_position")
async def position(chat: TheChat, inbox: TheInbox, visitor: TheVisitor, account_id: FromPath[UUID]) -> PositionView:
    """Where the visitor stands in the queue, or who is talking with them."""
    return await chat.position(inbox, visitor)


@post("/read", operation_id="webchat_read", status_code=202)
async def read(
    chat: TheChat, inbox: TheInbox, visitor: TheVisitor, account_id: FromPath[UUID], data: JSONBody[ReadMark]
) -> ReadAccepted:
    """Mark our messages as read, up to this one."""
    return ReadAccepted(messages=await chat.read(inbox, visitor, data.message_id))


@post("/typing", operation_id="webchat_typing", status_code=204)
async def typing(
    chat: TheChat, inbox: TheInbox, visitor: TheVisitor, account_id: FromPath[UUID], data: JSONBody[TypingState]
) -> None:
    """Show agents that the visitor is typing, or has stopped."""
    await chat.typing(inbox, visitor, data.typing)


@post("/end", operation_id="webchat_end", status_code=202)
async def end(chat: TheChat, inbox: TheInbox, visitor: TheVisitor, account_id: FromPath[UUID]) -> SessionView:
    """End the conversation. What is said with the new token begins another."""
    return session.session_view(inbox, await chat.end(inbox, visitor), resumed=True)


@post("/files", operation_id="webchat_upload", request_max_body_size=None)
async def upload(
    request: _Request, chat: TheChat, inbox: TheInbox, visitor: TheVisitor, account_id: FromPath[UUID]
) -> Uploaded:
    """Store a file: its bytes are the body, its type is in ``Content-Type``, and its name, percent-encoded, in
    ``X-File-Name``."""
    chat.may_upload(inbox, visitor, announced(request))
    content = await read_within(request, inbox.settings.max_attachment_bytes, what="The file")
    return await chat.upload(inbox, visitor, name_of(request), request.headers.get("content-type", ""), content)


@get("/files/{sha256:str}", operation_id="webchat_file")
async def file(
    chat: TheChat, inbox: TheInbox, visitor: TheVisitor, account_id: FromPath[UUID], sha256: FromPath[str]
) -> Response[bytes]:
    """A file of the visitor's own conversation."""
    found, content = await chat.file(inbox, visitor, sha256)
    return download(content, name=found.name, content_type=found.content_type)


@websocket("/socket")
async def socket(socket: WebSocket[Any, Any, Any], chat: TheChat, inbox: TheInbox, account_id: FromPath[UUID]) -> None:
    """The live conversation; the frames are in the connector's README."""
    client = client_of(socket.scope)
    chat.connect(inbox, client)
    await chat.serve(Live(chat, inbox, socket, client))


VISITORS = [begin, say, messages, position, read, typing, end, upload, file, socket, *ONWARD, *PAGES]


def build(chat: Chat) -> Sequence[Any]:
    """All public endpoints of the chat."""

    # Litestar copies routers, and with them all that they hold, but for functions.
    async def find(account_id: UUID) -> Inbox:
        return await chat.inboxes.find(account_id)

    onward = Onward(chat)
    visitors = Router(
        "/{account_id:uuid}",
        route_handlers=VISITORS,
        dependencies={
            "onward": Provide(lambda: onward, sync_to_thread=False),
            "chat": Provide(lambda: chat, sync_to_thread=False),
            "inbox": Provide(provide_inbox, sync_to_thread=False),
            "visitor": Provide(provide_visitor, sync_to_thread=False),
        },
        middleware=[Gate(find)],
        request_max_body_size=4 * LONGEST,
        security=OPEN,
        tags=TAGS,
    )
    return [visitors, *ASSETS]
