"""A channel of telephone numbers: signed JSON in, a list out. The journeys need one beside mail and chat that can begin
a conversation."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence

import msgspec

from warmline import sdk

SECRET = "the journeys' pager"


class PagerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing can be set."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery. ``files`` are contents by name; ``automatic``: it says of itself that a machine wrote it."""

    id: str
    number: str
    text: str = ""
    files: dict[str, str] = {}
    automatic: bool = False


class Pager(sdk.Base):
    """``sent`` is what went out, to every number of every organisation."""

    manifest = sdk.Manifest(
        code="pager",
        name="Pager",
        version="1.0.0",
        channels=(
            sdk.ChannelType(
                code="pager",
                medium=sdk.Medium.TEXT,
                synchrony=sdk.Synchrony.ASYNCHRONOUS,
                scheme="phone",
                outbound=True,
            ),
        ),
        settings=PagerSettings,
    )

    def __init__(self) -> None:
        self.sent: list[sdk.Outbound] = []

    def sent_to(self, number: str) -> list[str]:
        """What that number was told."""
        return [each.text for each in self.sent if each.to.value == number]

    def verify(self, body: bytes, headers: Mapping[str, str], account: sdk.Account) -> None:
        if headers.get("x-pager-signature") != sign(body):
            raise sdk.BadSignature("the signature does not fit.")

    def raws(self, body: bytes, headers: Mapping[str, str], account: sdk.Account) -> Sequence[sdk.Raw]:
        page = msgspec.json.decode(body, type=Page)
        return [sdk.Raw(external_id=page.id, body=body, key=page.number)]

    def parse(self, envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
        page = msgspec.json.decode(envelope.body, type=Page)
        files = tuple(
            sdk.Attachment(name=name, content_type="image/png", content=content.encode())
            for name, content in page.files.items()
        )
        at = envelope.received_at
        return [
            sdk.Inbound(
                external_id=page.id,
                at=at,
                sender=sdk.Handle("phone", page.number, None, sdk.Verification.VERIFIED),
                automatic=page.automatic,
                messages=(sdk.Content(at=at, text=page.text, attachments=files),),
            )
        ]

    async def send(self, message: sdk.Outbound, account: sdk.Account) -> sdk.Sent:
        self.sent.append(message)
        return sdk.Sent(external_id=message.external_id)


def sign(body: bytes) -> str:
    """The header of a delivery that is what it says."""
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
