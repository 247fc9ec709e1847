"""What a visitor can do to leave the page and lose nothing: another device, a mail, a call; and what they thought."""

import time
from datetime import datetime, timedelta
from uuid import UUID

from warmline import sdk
from warmline.connectors.webchat import devices, session, transcript
from warmline.connectors.webchat.chat import PAGE, Chat, handle_of, is_shown
from warmline.connectors.webchat.errors import AddressChanged, AddressMissing, NotOffered
from warmline.connectors.webchat.inbox import Inbox
from warmline.connectors.webchat.settings import Way
from warmline.connectors.webchat.tokens import Visitor
from warmline.connectors.webchat.wire import LONGEST_TEXT, ChatView, GoingOn, NewRating, RatingView, TranscriptAsked
from warmline.kit import clock
from warmline.kit.errors import FieldError, Invalid

# Seconds for which it is known what an account offers: anybody may ask.
FRESH = 10.0
MOST_LINES = 2000


class Onward:
    """The ways on from the chats of an installation, for one process."""

    def __init__(self, chat: Chat) -> None:
        self._chat, self._host = chat, chat.host
        self._services: dict[UUID, tuple[sdk.Service, float]] = {}

    async def describe(self, inbox: Inbox) -> ChatView:
        """What a page needs to know before anybody chats."""
        settings, service = inbox.settings, await self._service(inbox)
        return ChatView(
            name=inbox.account.name,
            greeting=settings.greeting,
            pre_chat=settings.pre_chat,
            max_length=LONGEST_TEXT,
            max_attachment_bytes=settings.max_attachment_bytes,
            attachment_types=settings.attachment_types,
            open=service.open,
            opens_at=service.opens_at,
            transcript=service.mail,
            continue_by=_ways(inbox, service),
            rating=settings.rating,
        )

    async def code(self, inbox: Inbox, visitor: Visitor) -> tuple[str, datetime]:
        """A code for another device, and until when it works."""
        code = await devices.give(self._host, inbox, self._chat.limits, visitor)
        return code, clock.now() + timedelta(seconds=devices.SECONDS)

    async def transcript(self, inbox: Inbox, visitor: Visitor, client: str, asked: TranscriptAsked) -> Visitor:
        """Mail the conversation to the visitor's address; the visitor, who has said it by now."""
        if not (await self._service(inbox)).mail:
            raise NotOffered()
        return await self._mail(inbox, visitor, client, asked.address, language=asked.language, stay=False)

    async def go_on(self, inbox: Inbox, visitor: Visitor, client: str, asked: GoingOn) -> Visitor:
        """Go on by mail or by a call, with the same people and about the same."""
        if asked.by not in _ways(inbox, await self._service(inbox)):
            raise NotOffered()
        if asked.by == "email":
            return await self._mail(inbox, visitor, client, asked.to, language=asked.language, stay=True)
        number = (asked.to or visitor.claims.phone or "").strip()
        if not session.PHONE.fullmatch(number):
            raise AddressMissing(what="number, with its country code", fields=[FieldError("to", "is no number")])
        self._allow(inbox, visitor, client)
        await self._host.call_back(inbox.account, handle_of(visitor), number)
        return session.stating(inbox, visitor, phone=number)

    async def rating(self, inbox: Inbox, visitor: Visitor) -> RatingView:
        """What the visitor has said of the conversation so far."""
        found = await self._host.rating(inbox.account, handle_of(visitor))
        return _rating(found) if inbox.settings.rating else RatingView(open=False, score=None, comment="")

    async def rate(self, inbox: Inbox, visitor: Visitor, given: NewRating) -> RatingView:
        """Keep what the visitor says of it."""
        if not inbox.settings.rating:
            raise NotOffered()
        found = await self._host.rate(inbox.account, handle_of(visitor), given.score, given.comment)
        return _rating(found)

    async def _mail(
        self, inbox: Inbox, visitor: Visitor, client: str, address: str | None, *, language: str, stay: bool
    ) -> Visitor:
        address = _address(visitor, address)
        self._allow(inbox, visitor, client)
        lines = await self._conversation(inbox, visitor)
        note = transcript.compose(inbox.account.name, lines, stay=stay, language=language)
        proved = address == visitor.claims.user_email
        verification = sdk.Verification.VERIFIED if proved else sdk.Verification.ASSERTED
        to = sdk.Handle("email", address, visitor.claims.name, verification)
        await self._host.write(inbox.account, handle_of(visitor), to, note, stay=stay)
        return visitor if proved else session.stating(inbox, visitor, email=address)

    def _allow(self, inbox: Inbox, visitor: Visitor, client: str) -> None:
        settings, limits = inbox.settings, self._chat.limits
        limits.take_hourly("mails", inbox.account.id, visitor.visitor_id, per_hour=settings.mails_per_hour)
        limits.take_hourly("mails", inbox.account.id, client, per_hour=settings.mails_per_hour_per_address)

    async def _conversation(self, inbox: Inbox, visitor: Visitor) -> list[sdk.Line]:
        found: dict[UUID, sdk.Line] = {}
        after = None
        while len(found) < MOST_LINES:
            page = await self._host.lines(inbox.account, handle_of(visitor), after, PAGE)
            found |= {each.message_id: each for each in page if is_shown(each)}
            if len(page) < PAGE:
                break
            after = page[-1].cursor
        return sorted(found.values(), key=lambda each: (each.at, each.message_id))

    async def _service(self, inbox: Inbox) -> sdk.Service:
        known, until = self._services.get(inbox.account.id, (sdk.Service(), 0.0))
        if until < time.monotonic():
            known = await self._host.service(inbox.account)
            self._services[inbox.account.id] = known, time.monotonic() + FRESH
        return known


def _ways(inbox: Inbox, service: sdk.Service) -> tuple[Way, ...]:
    works = {"email": service.mail, "phone": service.calls}
    return tuple(each for each in inbox.settings.continue_by if works[each])


def _address(visitor: Visitor, given: str | None) -> str:
    """The one address of the session: proved by the site, said before, or said now."""
    known = visitor.claims.user_email or visitor.claims.email
    address = (given or known or "").strip()
    if not address:
        raise AddressMissing(what="address", fields=[FieldError("address", "is missing")])
    if len(address) > 254 or not session.EMAIL.fullmatch(address):
        raise Invalid.field("address", "is no e-mail address")
    if known and address.casefold() != known.casefold():
        raise AddressChanged(address=known)
    return known or address


def _rating(found: sdk.Rating) -> RatingView:
    return RatingView(open=found.open, score=found.score, comment=found.comment)
