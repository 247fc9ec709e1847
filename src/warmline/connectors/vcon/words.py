"""The small words of the format: base64url, times, hashes, and our roles in its terms."""

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.sdk import Unparsable

NOT_BASE64URL = re.compile(r"[^A-Za-z0-9_\-]")
ROLES = {
    "customer": "customer",
    "agent": "agent",
    "bot": "bot",
    "supervisor": "supervisor",
    "third_party": "thirdparty",
}
OURS = {theirs: ours for ours, theirs in ROLES.items()} | {"third_party": "third_party", "sme": "third_party"}
VENDOR, REPORT, SIGNAL, NOTE = "Warmline", "warmline-interaction-1", "warmline-signal-1", "warmline-note-1"
EXTENSION = "warmline"


def base64url(content: bytes) -> str:
    """Without padding, as JWS has it."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: Any, place: str) -> bytes:
    """With or without padding; raises ``Unparsable``."""
    bare = text.rstrip("=") if isinstance(text, str) else "!"
    if NOT_BASE64URL.search(bare):
        raise Unparsable(f"{place}: it is no base64url")
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except (ValueError, binascii.Error) as error:
        raise Unparsable(f"{place}: it is no base64url") from error


def content_hash(content: bytes) -> str:
    """SHA-512, which every reader knows."""
    return f"sha512-{base64url(hashlib.sha512(content).digest())}"


def moment(at: datetime) -> str:
    """RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def at(text: Any, place: str) -> datetime:
    """A time with its zone; raises ``Unparsable``."""
    try:
        found = msgspec.convert(text, datetime)
    except (msgspec.ValidationError, OverflowError) as error:
        raise Unparsable(f"{place}: it is no RFC 3339 time") from error
    if found.tzinfo is None:
        raise Unparsable(f"{place}: the time has no zone")
    return found.astimezone(UTC) if 1 < found.year < 9999 else found.replace(tzinfo=UTC)


def uuid8(time_and_id: UUID, *parts: str) -> UUID:
    """A UUID of version 8, the same for the same parts: the time of a UUIDv7, and a hash in place of its random end."""
    digest = hashlib.sha256("\n".join([str(time_and_id), *parts]).encode()).digest()
    high = time_and_id.int >> 64 & ~0xF000 | 0x8000
    low = int.from_bytes(digest[:8], "big") & (1 << 62) - 1 | 1 << 63
    return UUID(int=high << 64 | low)
