"""The two sides of the bargain: what a connector implements, and what it may ask of the platform."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from warmline.sdk.checking import CheckStep
from warmline.sdk.errors import BadSignature
from warmline.sdk.manifest import Manifest
from warmline.sdk.messages import Account, Attachment, Envelope, Handle, Outbound, Parsed, Raw, Sent


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """The delivery is durable. ``new`` is False where the same external id was there already."""

    envelope_id: UUID
    new: bool


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One message as the customer on a handle may see it. ``cursor`` grows by order of commit; resume after it."""

    cursor: str
    message_id: UUID
    external_id: str | None
    author: str  # "customer", "agent" or "bot"
    author_name: str | None
    at: datetime
    text: str
    html: str | None
    attachments: tuple[Attachment, ...]
    delivery: str  # queued, sent, delivered, read, failed; of the customer's own delivered, or read by us


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where a waiting customer stands. ``place`` is 1 for the next; ``estimate`` is in seconds, None where unknown."""

    status: str  # the interaction's status
    place: int | None = None
    estimate: float | None = None
    agent: str | None = None
    # Somebody will call them: they need not stay.
    callback: bool = False


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """What an account can offer now. ``open``: somebody serves its queue at this time, else from ``opens_at`` on.
    ``mail``: we can write to an e-mail address; ``calls``: whoever waits can be called back."""

    open: bool = True
    opens_at: datetime | None = None
    mail: bool = False
    calls: bool = False


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A mail that the platform writes for the person on a handle: both bodies say the same."""

    subject: str
    text: str
    html: str | None = None


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """How content the person was, 1 to 5. ``open``: it can be said, or changed, now."""

    open: bool
    score: int | None = None
    comment: str = ""


class Host(Protocol):
    """What the platform does for a connector. Every call is bound to one account and cannot see another's."""

    async def account(self, account_id: UUID) -> Account | None:
        """The account by its public id, or None where there is none or it is switched off."""

    async def accounts(self) -> Sequence[Account]:
        """The accounts of this connector that are switched on."""

    async def accept(self, account: Account, raws: Sequence[Raw]) -> list[Accepted]:
        """Store deliveries durably; when it returns they are committed. Repeats are recognised by external id."""

    async def state(self, account: Account, key: str) -> Any:
        """What the connector saved under the key (a mailbox cursor, say), or None."""

    async def save_state(self, account: Account, key: str, value: Any) -> None:
        """Save JSON under the key, in a transaction of its own."""

    async def health(self, account: Account, problem: str | None) -> None:
        """Tell the administrator that the account works (None) or what is wrong and what to do."""

    def keys(self, account: Account, purpose: str) -> Sequence[bytes]:
        """Secret keys of this account for one purpose, the same in every process: sign with the first, accept what any
        of them signed. There are several while the installation's key is being replaced."""

    async def store(self, account: Account, name: str, content_type: str, content: bytes) -> Attachment:
        """Store a file by its content hash; refuses more than the configured size with ``Rejected``."""

    async def open(self, account: Account, handle: Handle, sha256: str) -> tuple[Attachment, bytes] | None:
        """A file, if it belongs to a message that the person on this handle may see."""

    async def lines(self, account: Account, handle: Handle, after: str | None, limit: int = 200) -> list[Line]:
        """The conversation on this account and handle, oldest first; no private notes, no other channel's messages."""

    def follow(self, account: Account, handle: Handle) -> AsyncIterator[Mapping[str, Any]]:
        """What happens on this account and handle from now on: ``{"type": "changed"}`` once it listens and where
        ``lines`` or ``position`` have news, and ``{"type": "typing", ...}`` from the agent's side. Close the iterator
        when done."""

    async def position(self, account: Account, handle: Handle) -> Position | None:
        """Where the person's live interaction stands; None where there is none."""

    async def typing(self, account: Account, handle: Handle, typing: bool) -> None:
        """Show (or stop showing) to agents that the person is typing. Never stored."""

    async def give_ticket(self, account: Account, digest: bytes, value: Any, seconds: float) -> None:
        """Keep JSON for so long under a digest (32 bytes) of something that is hard to guess."""

    async def take_ticket(self, account: Account, digest: bytes) -> Any:
        """What was kept, once: None for whoever comes second, or too late."""

    async def service(self, account: Account) -> Service:
        """What can be offered now to whoever comes by this account."""

    async def write(self, account: Account, handle: Handle, to: Handle, note: Note, *, stay: bool = False) -> None:
        """Mail the person's latest conversation on this handle to an address that they gave, which is asserted by it.
        The mail belongs to the case, so an answer to it lands there. ``stay``: they go on there from now on, and agents
        are told so. Raises a ``WarmlineError`` where there is no conversation, or no mail can be sent."""

    async def call_back(self, account: Account, handle: Handle, number: str) -> None:
        """Have the person called back about the conversation that waits or goes on; they keep their place. Raises a
        ``WarmlineError`` that says why not."""

    async def rating(self, account: Account, handle: Handle) -> Rating:
        """What the person said of their latest conversation, and whether it can be said now."""

    async def rate(self, account: Account, handle: Handle, score: int, comment: str) -> Rating:
        """Keep how content the person was with their latest conversation, from 1 to 5. Raises a ``WarmlineError`` where
        nobody has answered them yet, or it is too late."""


class Connector(Protocol):
    """One channel, or one provider of several. Methods that a channel has no use for keep the defaults of ``Base``."""

    manifest: Manifest

    def verify(self, body: bytes, headers: Mapping[str, str], account: Account) -> None:
        """Raise ``BadSignature`` unless the delivery proves where it comes from. Called before anything is parsed."""

    def raws(self, body: bytes, headers: Mapping[str, str], account: Account) -> Sequence[Raw]:
        """The deliveries in one verified webhook request, each with its external id."""

    def parse(self, envelope: Envelope, account: Account) -> list[Parsed]:
        """Translate. Pure: the same envelope gives the same result, and nothing is read or written. Raises only
        ``Unparsable``."""

    def external_id(self, message_id: UUID, account: Account) -> str:
        """The id that a message of ours is given before it is sent: what the channel will call it, where we may choose,
        and by which a repeated attempt is recognised. Pure."""

    def mute(self, account: Account) -> str | None:
        """Why this account can send nothing as it is set up, in words for who set it up; None where it can. Pure."""

    def tells_reading(self, account: Account) -> bool:
        """Whether people who write to this account are told that it was read: their lines are ``read`` once somebody
        who has the contact in hand, or answers it, has read them. Pure."""

    async def send(self, message: Outbound, account: Account) -> Sent:
        """Send, or raise ``Rejected`` (for good) or ``Unavailable`` (again later). May be called again for the same
        message, with the same ``external_id``, where nobody knows whether the attempt before succeeded."""

    def check(self, account: Account) -> AsyncIterator[CheckStep]:
        """Try whether an account would work, step by step, and change nothing on the other side. The account need not
        be saved. The platform bounds the time and hides secrets; what was found before the time was up is shown."""

    def routes(self, host: Host) -> Sequence[Any]:
        """Litestar route handlers of the connector's own public endpoints, mounted under ``/channels/<code>``."""

    async def run(self, host: Host) -> None:
        """Pollers and listeners for all accounts, until cancelled. Started once; must pick up changed accounts."""


class Base:
    """Defaults for a connector without webhooks, endpoints or pollers."""

    def verify(self, body: bytes, headers: Mapping[str, str], account: Account) -> None:
        raise BadSignature("This channel takes no webhooks.")

    def raws(self, body: bytes, headers: Mapping[str, str], account: Account) -> Sequence[Raw]:
        return ()

    def external_id(self, message_id: UUID, account: Account) -> str:
        return str(message_id)

    async def check(self, account: Account) -> AsyncIterator[CheckStep]:
        detail = "The settings are complete. There is no server to reach: deliveries are brought to Warmline."
        yield CheckStep(code="settings", title="Settings", detail=detail)

    def mute(self, account: Account) -> str | None:
        return None

    def tells_reading(self, account: Account) -> bool:
        return False

    def routes(self, host: Host) -> Sequence[Any]:
        return ()

    async def run(self, host: Host) -> None:
        return None
