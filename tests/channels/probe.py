"""A small channel of the tests' own: signed JSON deliveries in, a list out. What it does wrong, it is told to do."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from warmline import sdk
from warmline.sdk import ChannelType, Medium, Synchrony


class ProbeSettings(msgspec.Struct, frozen=True, kw_only=True):
    """``signing_secret`` signs deliveries; ``retries`` is there to be wrong."""

    signing_secret: str
    api_token: str = ""
    retries: int = 3
    greeting: str = "hello"


class ProbeConnector(sdk.Base):
    """``sent`` is what went out; ``refusals`` are raised by the next sends, in turn."""

    manifest = sdk.Manifest(
        code="probe",
        name="Probe",
        version="1.0.0",
        channels=(
            ChannelType(
                code="probe", medium=Medium.TEXT, synchrony=Synchrony.ASYNCHRONOUS, scheme="email", threads=True
            ),
        ),
        settings=ProbeSettings,
        secrets=frozenset({"signing_secret", "api_token"}),
    )

    def __init__(self) -> None:
        self.sent: list[sdk.Outbound] = []
        self.refusals: list[Exception] = []

    def verify(self, body: bytes, headers: Mapping[str, str], account: sdk.Account) -> None:
        if headers.get("x-probe-signature") != sign(body, account.settings.signing_secret):
            raise sdk.BadSignature("the signature does not fit.")

    def raws(self, body: bytes, headers: Mapping[str, str], account: sdk.Account) -> Sequence[sdk.Raw]:
        return [
            sdk.Raw(external_id=each["id"], body=msgspec.json.encode(each), key=each.get("from", ""))
            for each in msgspec.json.decode(body)
        ]

    def parse(self, envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
        given = msgspec.json.decode(envelope.body)
        kind = given.get("kind", "message")
        if kind == "broken":
            raise sdk.Unparsable("the delivery is broken.")
        if kind == "bug":
            raise ZeroDivisionError("parsing has a bug")
        if kind == "receipt":
            at = datetime.now(UTC)
            return [sdk.Receipt(external_id=given["of"], status=given["status"], at=at, reason=given.get("reason"))]
        return [_inbound(envelope, given)] if kind == "message" else [sdk.Unknown(kind=kind)]

    async def send(self, message: sdk.Outbound, account: sdk.Account) -> sdk.Sent:
        if self.refusals:
            raise self.refusals.pop(0)
        self.sent.append(message)
        return sdk.Sent(external_id=message.external_id)


def _inbound(envelope: sdk.Envelope, given: dict[str, Any]) -> sdk.Inbound:
    at = datetime.fromisoformat(given["at"]) if "at" in given else envelope.received_at
    files = tuple(
        sdk.Attachment(name=name, content_type="text/plain", content=content.encode())
        for name, content in given.get("files", {}).items()
    )
    return sdk.Inbound(
        external_id=given["id"],
        at=at,
        sender=sdk.Handle("email", given["from"], verification=sdk.Verification.VERIFIED),
        subject=given.get("subject"),
        automatic=given.get("automatic", False),
        thread=sdk.Thread(replies_to=tuple(given.get("replies_to", ()))),
        messages=(sdk.Content(at=at, text=given.get("text", ""), attachments=files),),
    )


def sign(body: bytes, secret: str) -> str:
    """The header of a delivery that is what it says."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
