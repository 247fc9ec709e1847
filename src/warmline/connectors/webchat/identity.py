"""Who the web site says is signed in, proved by a secret that only it and we know.

The proof is HMAC-SHA256, in hex, under ``identity_secret`` over four lines in UTF-8, joined by one newline, without a
newline at the end; what is not claimed is an empty line:

    user_id
    email
    name
    expires
"""

import hashlib
import hmac
import re
import time
from typing import Annotated

import msgspec

from warmline.connectors.webchat.errors import IdentityRefused
from warmline.connectors.webchat.tokens import Claims

Word = Annotated[str, msgspec.Meta(max_length=254)]
HEX = re.compile(r"[0-9a-fA-F]{64}")
# A line break would let one value pass for two.
BREAK = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")


class Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``user_id`` is the site's own, stable number or name of the customer. ``expires`` is in seconds since 1970; a
    proof without it can be used for ever by whoever sees it."""

    user_id: Annotated[str, msgspec.Meta(min_length=1, max_length=254)]
    email: Word = ""
    name: Word = ""
    expires: Annotated[int, msgspec.Meta(ge=0)] | None = None
    hash: str = ""


def canonical(identity: Identity) -> bytes:
    """What is signed."""
    expires = "" if identity.expires is None else str(identity.expires)
    return "\n".join((identity.user_id, identity.email, identity.name, expires)).encode()


def prove(identity: Identity, secret: str) -> str:
    """The hash that belongs to an identity."""
    return hmac.new(secret.encode(), canonical(identity), hashlib.sha256).hexdigest()


def verify(identity: Identity, secret: str) -> Claims:
    """The proven claims; raises ``IdentityRefused``."""
    if not secret:
        raise IdentityRefused(problem="this chat has no identity_secret, so it can know nobody.")
    if any(BREAK.search(each) for each in (identity.user_id, identity.email, identity.name)):
        raise IdentityRefused(problem="a value has a control character.")
    if not HEX.fullmatch(identity.hash) or not hmac.compare_digest(prove(identity, secret), identity.hash.lower()):
        raise IdentityRefused(problem="the hash does not fit user_id, email, name and expires.")
    if identity.expires is not None and identity.expires <= time.time():
        raise IdentityRefused(problem="it has expired.")
    return Claims(name=identity.name or None, user_id=identity.user_id, user_email=identity.email or None)
