"""Mails to parse, and what they are parsed with."""

import uuid
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import SHARED
from warmline import sdk
from warmline.connectors.email.parse import external_id, parse
from warmline.connectors.email.settings import EmailSettings

CORPUS = SHARED / "data" / "email"
SPAMASSASSIN = SHARED / "data" / "spamassassin"
RECEIVED = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADDRESS = "claims@insurer.example"


def account(address: str = ADDRESS, **settings: str | int) -> sdk.Account:
    return sdk.Account(
        org_id=uuid.UUID(int=1),
        id=uuid.UUID(int=2),
        connector="email",
        channel="email",
        name="Claims",
        address=address,
        settings=EmailSettings(**settings),  # type: ignore[arg-type]  # Each is of its field's type.
    )


def envelope(raw: bytes, **meta: str) -> sdk.Envelope:
    return sdk.Envelope(
        id=uuid.UUID(int=3),
        external_id=external_id(raw),
        body=raw,
        content_type="message/rfc822",
        meta=meta,
        received_at=RECEIVED,
    )


def mail(body: str | bytes = "Hello", **headers: str) -> bytes:
    """A mail of Ann's; a header of another name or value by keyword, an empty one is left out."""
    fields = {
        "From": "Ann Lee <ann@example.com>",
        "To": ADDRESS,
        "Subject": "My claim",
        "Message_ID": "<1@example.com>",
    }
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in (fields | headers).items() if value]
    content = body if isinstance(body, bytes) else body.encode()
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + content


def inbound(raw: bytes, at: sdk.Account | None = None, **meta: str) -> sdk.Inbound:
    """The one message in it."""
    [parsed] = parse(envelope(raw, **meta), at or account())
    assert isinstance(parsed, sdk.Inbound)
    return parsed


def content(raw: bytes, at: sdk.Account | None = None) -> sdk.Content:
    [found] = inbound(raw, at).messages
    return found


def receipt(raw: bytes, at: sdk.Account | None = None) -> sdk.Receipt:
    """The one receipt in it."""
    [parsed] = parse(envelope(raw), at or account())
    assert isinstance(parsed, sdk.Receipt)
    return parsed


def fixture(path: str) -> bytes:
    return (CORPUS / path).read_bytes()


def files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
