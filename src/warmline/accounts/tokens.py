"""Secrets that callers carry: made here, and only their SHA-256 is kept. Pure.

They name their organisation, because row-level security shows nothing before it is known.
"""

import hashlib
import hmac
import re
import secrets
from uuid import UUID

# The cookie that holds a session's token.
SESSION_COOKIE = "warmline_session"
SESSION = re.compile(r"([0-9a-f]{32})\.[A-Za-z0-9_-]{43}", re.ASCII)
KEY = re.compile(r"wl_([0-9a-f]{32})_[A-Za-z0-9_-]{43}", re.ASCII)
RESET = re.compile(r"wlr_([0-9a-f]{32})_[A-Za-z0-9_-]{43}", re.ASCII)
SHOWN = 6  # characters of a key's secret that may be shown


def new_session(org_id: UUID) -> str:
    """A session's token, with 256 random bits."""
    return f"{org_id.hex}.{secrets.token_urlsafe(32)}"


def new_key(org_id: UUID) -> str:
    """An API key, with 256 random bits."""
    return f"wl_{org_id.hex}_{secrets.token_urlsafe(32)}"


def new_reset(org_id: UUID) -> str:
    """The token of a link to a new password, with 256 random bits."""
    return f"wlr_{org_id.hex}_{secrets.token_urlsafe(32)}"


def key_prefix(key: str) -> str:
    """How a key begins, without what is the same for all keys of an organisation."""
    return f"wl_…{key[36 : 36 + SHOWN]}"


def organization_of(token: str, pattern: re.Pattern[str]) -> UUID | None:
    """The organisation that a well-formed token names; None for anything else."""
    found = pattern.fullmatch(token)
    return UUID(hex=found[1]) if found else None


def digest(token: str) -> bytes:
    """What is kept of a token. It is random, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).digest()


def csrf_token(session: str) -> str:
    """The token that a page must send with what it changes. It follows from the session's, which no page can read."""
    return hmac.new(session.encode(), b"csrf", hashlib.sha256).hexdigest()


def is_csrf_token(sent: str | None, session: str) -> bool:
    """Whether a page sent the right one; takes the same time for every wrong one."""
    return hmac.compare_digest((sent or "").encode(), csrf_token(session).encode())


def subject(kind: str, value: str) -> bytes:
    """How an address or a client is counted, without being written down."""
    return hashlib.sha256(f"{kind}:{value}".encode()).digest()
