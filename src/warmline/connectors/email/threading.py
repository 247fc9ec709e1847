"""Message-IDs: what proves which conversation a mail belongs to (RFC 5322 section 3.6.4)."""

import hashlib
import re
from uuid import UUID

from warmline.connectors.email.charset import clean
from warmline.connectors.email.headers import Headers, split

MAX_IDS = 50
MAX_ID = 900  # characters; a line of a header holds 998

_ID = re.compile(r"<([^<>]{1,2000})>")
_BARE = re.compile(r"[^\s<>,;]+@[^\s<>,;]+")
_HEAD = 64 * 1024  # bytes; a Message-ID that comes later is not looked for


def message_id(uuid: UUID, domain: str) -> str:
    """The Message-ID of a message of ours."""
    return f"<{uuid}@{domain.strip('@. ').lower() or 'localhost'}>"


def external_id(raw: bytes) -> str:
    """What makes a mail unique in its mailbox: its Message-ID, or else a hash of its bytes. Reads only the headers."""
    headers, _ = split(raw[:_HEAD])
    return own_id(headers) or f"sha256:{hashlib.sha256(raw).hexdigest()}"


def own_id(headers: Headers) -> str | None:
    """The Message-ID with its angle brackets."""
    return next(iter(ids(headers.unfolded("message-id"))), None)


def answered(headers: Headers) -> tuple[str, ...]:
    """The messages that this one answers, nearest first: In-Reply-To, then References from its end."""
    direct = [found for field in headers.every("in-reply-to") for found in ids(field)]
    chain = [found for field in headers.every("references") for found in ids(field)]
    return nearest((*direct, *reversed(chain)))


def nearest(found: tuple[str, ...]) -> tuple[str, ...]:
    """The first fifty, each once."""
    return tuple(dict.fromkeys(found))[:MAX_IDS]


def ids(field: str) -> list[str]:
    """All ids in an unfolded field, with angle brackets, which some programs forget."""
    # Folding can put white space inside an id, which is never part of it.
    found = ["<" + "".join(inside.split()) + ">" for inside in _ID.findall(field)]
    if not found:
        found = [f"<{bare}>" for bare in _BARE.findall(field)]
    return [clean(one) for one in found if 2 < len(one) <= MAX_ID]
