"""The connector: lines of contacts, as history or as a signed feed."""

import hashlib
import hmac
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC

import msgspec

from warmline import sdk
from warmline.connectors.contacts.line import CaseReference, Contact, Key, Person, Resolve, Stranger, decode, read
from warmline.sdk import ChannelType, Medium, Synchrony

SIGNATURE = "x-warmline-signature"
FORWARDED = re.compile(r"\s*(fwd?|wg|tr|rv|i|enc)\s*:", re.IGNORECASE)
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
DAY = 24 * 60 * 60


class ContactsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """``signing_secret`` opens the account's webhook to lines signed with it; empty keeps it shut."""

    signing_secret: str = ""


CHANNELS = (
    ChannelType(
        code="webchat",
        medium=Medium.TEXT,
        synchrony=Synchrony.SESSION,
        scheme="web_visitor",
        threads=True,
        outbound=False,
        replies=False,
    ),
    ChannelType(
        code="email",
        medium=Medium.TEXT,
        synchrony=Synchrony.ASYNCHRONOUS,
        scheme="email",
        threads=True,
        outbound=False,
        replies=False,
    ),
    ChannelType(
        code="voice", medium=Medium.VOICE, synchrony=Synchrony.LIVE, scheme="phone", outbound=False, replies=False
    ),
    ChannelType(
        code="sms",
        medium=Medium.TEXT,
        synchrony=Synchrony.ASYNCHRONOUS,
        scheme="phone",
        max_length=1600,
        outbound=False,
        replies=False,
    ),
    ChannelType(
        code="whatsapp",
        medium=Medium.TEXT,
        synchrony=Synchrony.ASYNCHRONOUS,
        scheme="whatsapp",
        max_length=4096,
        reply_window=DAY,
        threads=True,
        outbound=False,
        replies=False,
    ),
    ChannelType(
        code="telegram",
        medium=Medium.TEXT,
        synchrony=Synchrony.ASYNCHRONOUS,
        scheme="telegram",
        max_length=4096,
        threads=True,
        outbound=False,
        replies=False,
    ),
    ChannelType(
        code="in_person",
        medium=Medium.IN_PERSON,
        synchrony=Synchrony.LIVE,
        scheme="crm_id",
        outbound=False,
        replies=False,
    ),
)
SCHEMES = {each.code: each.scheme for each in CHANNELS}


class ContactsConnector(sdk.Base):
    """Takes contacts in; it has no way out, so a reply goes by another account of the same channel."""

    manifest = sdk.Manifest(
        code="contacts",
        name="Contacts of another system",
        version="1.0.0",
        channels=CHANNELS,
        settings=ContactsSettings,
        secrets=frozenset({"signing_secret"}),
    )

    def verify(self, body: bytes, headers: Mapping[str, str], account: sdk.Account) -> None:
        secret = account.settings.signing_secret
        if not secret:
            raise sdk.BadSignature("this account has no signing_secret, so its webhook is shut.")
        proof = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(proof.encode(), headers.get(SIGNATURE, "").encode("utf-8", "replace")):
            raise sdk.BadSignature(f"the header {SIGNATURE} does not fit the body.")

    def raws(self, body: bytes, headers: Mapping[str, str], account: sdk.Account) -> Sequence[sdk.Raw]:
        return [raw(line, number) for number, line in enumerate(body.splitlines(), start=1) if line.strip()]

    def parse(self, envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
        number = envelope.meta.get("line")
        return [parsed(read(envelope.body, f"line {number}: " if number else ""))]

    async def check(self, account: sdk.Account) -> AsyncIterator[sdk.CheckStep]:
        detail = "The webhook takes signed lines."
        if not account.settings.signing_secret:
            detail = "The webhook is shut, because there is no signing_secret; contacts come in by import."
        yield sdk.CheckStep(code="webhook", title="Webhook", detail=detail, settings=("signing_secret",))

    async def send(self, message: sdk.Outbound, account: sdk.Account) -> sdk.Sent:
        raise sdk.Rejected("This account only takes contacts in; answer from an account that can send.")


def raw(line: bytes, number: int) -> sdk.Raw:
    """A line as a delivery, whatever is in it; ``number`` (from 1) is for the error message.

    One that can be told apart by nothing in it gets the hash of its bytes, so that it is kept, and kept once.
    """
    meta = {"line": str(number)}
    try:
        key = decode(line, Key, "")
    except sdk.Unparsable:
        return sdk.Raw(external_id=_operation_id(line) or _hash(line), body=line, meta=meta)
    return sdk.Raw(external_id=key.external_id, body=line, meta=meta, key=f"{key.sender.scheme}:{key.sender.value}")


def _operation_id(line: bytes) -> str | None:
    try:
        found = read(line)
    except sdk.Unparsable:
        return None
    match found:
        case Resolve():
            return f"op:resolve:{found.external_id}:{found.at.astimezone(UTC).isoformat()}"
        case CaseReference():
            return f"op:case_reference:{found.external_id}:{found.reference}"
    return None


def _hash(line: bytes) -> str:
    return f"sha256:{hashlib.sha256(line).hexdigest()}"


def parsed(line: Contact | Resolve | CaseReference | Stranger) -> sdk.Parsed:
    """A line in the platform's words."""
    match line:
        case Resolve():
            return sdk.Settled(external_id=line.external_id, at=line.at)
        case CaseReference():
            return sdk.Told(external_id=line.external_id, at=line.at, reference=line.reference)
        case Stranger():
            return sdk.Unknown(kind=line.kind)
        case Contact():
            return inbound(line)


def inbound(line: Contact) -> sdk.Inbound:
    """The contact in a line."""
    return sdk.Inbound(
        external_id=line.external_id,
        at=line.at,
        channel=line.channel,
        sender=_handle(line.sender),
        also=tuple(_handle(each) for each in line.also),
        to=(sdk.Handle(SCHEMES[line.channel], line.to),) if line.to else (),
        subject=line.subject,
        thread=_thread(line),
        automatic=line.headers.get("Auto-Submitted", "no").strip().casefold() != "no",
        headers=line.headers,
        messages=tuple(
            sdk.Content(
                at=each.at,
                text=each.text,
                attachments=tuple(sdk.Attachment(name=file.name, content_type=file.type) for file in each.attachments),
            )
            for each in line.messages
        ),
    )


def _handle(person: Person) -> sdk.Handle:
    return sdk.Handle(person.scheme, person.value, person.name, person.verification)


def _thread(line: Contact) -> sdk.Thread:
    nearest = MESSAGE_ID.findall(line.headers.get("In-Reply-To", ""))
    chain = reversed(MESSAGE_ID.findall(line.headers.get("References", "")))
    answered = [line.thread.reply_to] if line.thread.reply_to else []
    return sdk.Thread(
        session=line.thread.session or None,
        replies_to=tuple(dict.fromkeys([*answered, *nearest, *chain])),
        forwarded=line.channel == "email" and FORWARDED.match(line.subject or "") is not None,
    )
