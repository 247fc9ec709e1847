"""What a visitor can do, whichever way it is asked for. Each verb is durable when it returns."""

import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from typing import Literal, Protocol
from uuid import UUID

from warmline import sdk
from warmline.connectors.webchat import deliveries, devices, session
from warmline.connectors.webchat.deliveries import File
from warmline.connectors.webchat.errors import FileMissing, FileRefused, TokenRefused
from warmline.connectors.webchat.inbox import Inbox, Inboxes
from warmline.connectors.webchat.limits import Limits
from warmline.connectors.webchat.settings import DAY
from warmline.connectors.webchat.tokens import Upload, Visitor
from warmline.connectors.webchat.wire import (
    LinesView,
    NewSession,
    PositionView,
    SessionView,
    Uploaded,
    line_view,
    position_view,
)
from warmline.kit.errors import Invalid, NotFound, TooLarge, TooMany
from warmline.kit.http.files import TYPE

PAGE = 200
# A conversation is looked through no further than this for one message.
MOST_PAGES = 50
OTHERS_PER_MINUTE = 240
# Connections for each session that may be begun: after a restart all come back at once.
SOCKETS_PER_SESSION = 4
SOCKETS_PER_VISITOR = 10
# What a file name must not contain: paths, control characters, and marks that turn the reading direction.
NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]")
LONGEST_NAME = 200


class Socket(Protocol):
    """An open socket."""

    async def run(self) -> None:
        """Serve it until either side closes it."""

    def stop(self) -> None:
        """Have the client connect again."""


class Chat:
    """All web chats of an installation, for one process."""

    def __init__(self, host: sdk.Host, *, limits: Limits | None = None) -> None:
        self.host = host
        self.inboxes = Inboxes(host)
        self.limits = limits or Limits()
        self._of_visitor: Counter[UUID] = Counter()
        self._open: set[Socket] = set()

    async def begin(self, inbox: Inbox, asked: NewSession, client: str) -> SessionView:
        """Begin a session, or resume one."""
        self._take("session", inbox, client, per_minute=inbox.settings.sessions_per_minute_per_address)
        brought = await devices.take(self.host, inbox, self.limits, asked.code, client) if asked.code else None
        visitor, resumed = session.begin(inbox, asked, brought)
        return session.session_view(inbox, visitor, resumed=resumed)

    async def say(
        self, inbox: Inbox, visitor: Visitor, client: str, *, client_id: str, text: str, refs: Iterable[str] = ()
    ) -> bool:
        """Keep a message; False where it was there already."""
        self._take("messages", inbox, visitor.visitor_id, per_minute=inbox.settings.messages_per_minute)
        self._take("messages", inbox, client, per_minute=inbox.settings.messages_per_minute_per_address)
        files = [_file(inbox, visitor, n, ref) for n, ref in enumerate(refs)]
        if not text.strip() and not files:
            raise Invalid.field("text", "is empty")
        return await self._accept(inbox, deliveries.saying(visitor, client_id, text, files))

    async def lines(self, inbox: Inbox, visitor: Visitor, after: str | None, limit: int) -> LinesView:
        """Messages after a cursor, in the order of their last change."""
        found = await self.host.lines(inbox.account, handle_of(visitor), after, limit)
        return LinesView(
            items=[line_view(each, visitor.visitor_id) for each in found if is_shown(each)],
            cursor=found[-1].cursor if found else after,
            more=len(found) == limit,
        )

    async def position(self, inbox: Inbox, visitor: Visitor) -> PositionView:
        """Where the visitor stands."""
        return position_view(await self.host.position(inbox.account, handle_of(visitor)))

    async def read(self, inbox: Inbox, visitor: Visitor, message_id: UUID) -> int:
        """Mark our messages up to this one as read; how many that were. Raises ``NotFound``."""
        ours = [each async for each in self._conversation(inbox, visitor) if each.author != "customer"]
        newest = next((each for each in ours if each.message_id == message_id), None)
        if newest is None:
            raise NotFound(kind="message", id=message_id)
        unread = [each for each in ours if each.at <= newest.at and each.delivery in ("queued", "sent", "delivered")]
        await self.notice(inbox, visitor, [each.message_id for each in unread], "read")
        return len(unread)

    async def notice(
        self, inbox: Inbox, visitor: Visitor, message_ids: Iterable[UUID], status: Literal["delivered", "read"]
    ) -> None:
        """Keep receipts of messages that this visitor was shown."""
        raws = [deliveries.noticing(visitor, each, status) for each in message_ids]
        if raws:
            await self.host.accept(inbox.account, raws)

    async def typing(self, inbox: Inbox, visitor: Visitor, typing: bool) -> None:
        """Show agents that the visitor is typing, or has stopped."""
        await self.host.typing(inbox.account, handle_of(visitor), typing)

    async def end(self, inbox: Inbox, visitor: Visitor) -> Visitor:
        """End the conversation; the same visitor in a new one."""
        await self._accept(inbox, deliveries.leaving(visitor))
        return session.renewed(inbox, visitor)

    async def upload(self, inbox: Inbox, visitor: Visitor, name: str, content_type: str, content: bytes) -> Uploaded:
        """Store a file, so that a message can name it."""
        kind = check_type(inbox, content_type)
        if not content:
            raise FileRefused(problem="it is empty.")
        try:
            stored = await self.host.store(inbox.account, clean_name(name), kind, content)
        except sdk.Rejected as error:
            raise FileRefused(problem=str(error)) from error
        assert stored.sha256 is not None, "the host has just stored it"
        upload = Upload(
            visitor_id=visitor.visitor_id,
            sha256=stored.sha256,
            name=stored.name,
            content_type=stored.content_type,
            size=len(content),
            expires=int(time.time()) + DAY,
        )
        return Uploaded(
            ref=inbox.uploads.sign(upload),
            name=upload.name,
            content_type=upload.content_type,
            size=upload.size,
            sha256=upload.sha256,
        )

    def may_upload(self, inbox: Inbox, visitor: Visitor, size: int | None) -> None:
        """Raises ``TooMany`` or ``TooLarge`` before anything of a file is read."""
        self._take("files", inbox, visitor.visitor_id, per_minute=inbox.settings.files_per_minute)
        limit = inbox.settings.max_attachment_bytes
        if size is not None and size > limit:
            raise TooLarge(what="The file", size=size, limit=limit)

    async def file(self, inbox: Inbox, visitor: Visitor, sha256: str) -> tuple[sdk.Attachment, bytes]:
        """A file of the visitor's own conversation; raises ``FileMissing``."""
        found = await self.host.open(inbox.account, handle_of(visitor), sha256)
        if found is None:
            raise FileMissing
        return found

    def other(self, inbox: Inbox, visitor: Visitor) -> None:
        """Count a request or frame of whatever kind; raises ``TooMany``."""
        self._take("other", inbox, visitor.visitor_id, per_minute=OTHERS_PER_MINUTE)

    async def serve(self, socket: Socket) -> None:
        """Serve a socket until it is closed."""
        self._open.add(socket)
        try:
            await socket.run()
        finally:
            self._open.discard(socket)

    def stop(self) -> None:
        """Have all clients connect again, somewhere else or later."""
        for each in self._open:
            each.stop()

    def connect(self, inbox: Inbox, client: str) -> None:
        """Count a connection; raises ``TooMany``."""
        allowed = SOCKETS_PER_SESSION * inbox.settings.sessions_per_minute_per_address
        self._take("sockets", inbox, client, per_minute=allowed)

    def enter(self, visitor: Visitor) -> None:
        """Count an open socket of a visitor; raises ``TooMany``. Ends with ``leave``."""
        if self._of_visitor[visitor.visitor_id] >= SOCKETS_PER_VISITOR:
            raise TooMany(seconds=60)
        self._of_visitor[visitor.visitor_id] += 1

    def leave(self, visitor: Visitor) -> None:
        """A socket is closed."""
        self._of_visitor[visitor.visitor_id] -= 1
        if not self._of_visitor[visitor.visitor_id]:
            del self._of_visitor[visitor.visitor_id]

    def _take(self, what: str, inbox: Inbox, whose: object, *, per_minute: int) -> None:
        self.limits.take(what, inbox.account.id, whose, per_minute=per_minute)

    async def _accept(self, inbox: Inbox, raw: sdk.Raw) -> bool:
        (accepted,) = await self.host.accept(inbox.account, [raw])
        return accepted.new

    async def _conversation(self, inbox: Inbox, visitor: Visitor) -> AsyncIterator[sdk.Line]:
        after = None
        for _ in range(MOST_PAGES):
            found = await self.host.lines(inbox.account, handle_of(visitor), after, PAGE)
            for each in found:
                yield each
            if len(found) < PAGE:
                return
            after = found[-1].cursor


def handle_of(visitor: Visitor) -> sdk.Handle:
    """The visitor, as the platform knows it."""
    return deliveries.sender(visitor.visitor_id, visitor.claims)


def is_shown(line: sdk.Line) -> bool:
    """A message of ours that could not be sent is not shown."""
    return line.author == "customer" or line.delivery != "failed"


def check_type(inbox: Inbox, content_type: str) -> str:
    """The plain media type; raises ``FileRefused`` where the chat does not take it."""
    kind = content_type.partition(";")[0].strip().lower()
    if not TYPE.fullmatch(kind) or not inbox.settings.takes(kind):
        raise FileRefused(problem="this chat does not take files of that type.")
    return kind


def clean_name(name: str) -> str:
    """A file name that is only a name."""
    cleaned = NOT_IN_NAMES.sub("_", name).strip(" .")[-LONGEST_NAME:]
    return cleaned or "file"


def _file(inbox: Inbox, visitor: Visitor, place: int, ref: str) -> File:
    try:
        upload = inbox.uploads.read(ref)
    except TokenRefused as error:
        raise Invalid.field(f"attachments[{place}]", "is no file that was uploaded here within a day") from error
    if upload.visitor_id != visitor.visitor_id:
        raise Invalid.field(f"attachments[{place}]", "was uploaded by somebody else")
    return File(name=upload.name, content_type=upload.content_type, sha256=upload.sha256, size=upload.size)
