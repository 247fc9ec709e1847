"""Signed tokens: a visitor's pass, and the receipt for a file that was uploaded. Nothing about them is stored.

A token is ``<prefix>_<base64url(HMAC-SHA256 | JSON)>``. The key belongs to one account and one kind of token. Whoever
has a visitor's token is the visitor, so it travels in a header or a frame and never in an address. The JSON can be read
by its owner, and holds only what they said.
"""

import base64
import binascii
import hashlib
import hmac
import re
import time
from collections.abc import Sequence
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from warmline.connectors.webchat.errors import TokenRefused

MAC = 32
LONGEST = 16_000
SHAPE = re.compile(r"[A-Za-z0-9_-]+")


class Claims(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a visitor beside the id. ``user_id`` and ``user_email`` are proved by the site; the others are
    the visitor's own words."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    user_id: str | None = None
    user_email: str | None = None
    fields: dict[str, str] = {}


class Visitor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A browser, or a person who signed in on the site. ``session`` is one conversation. Times are seconds since
    1970."""

    account_id: UUID
    visitor_id: UUID
    session: UUID
    issued: int
    expires: int
    claims: Claims = Claims()


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a visitor stored and may send."""

    visitor_id: UUID
    sha256: str
    name: str
    content_type: str
    size: int
    expires: int


T = TypeVar("T", Visitor, Upload)


class Signer(Generic[T]):
    """Makes tokens of one kind with the first of ``keys``, and reads what any of them made."""

    def __init__(self, keys: Sequence[bytes], prefix: str, kind: type[T]) -> None:
        self._keys, self._prefix = tuple(keys), prefix
        self._kind: type[T] = kind

    def sign(self, claims: T) -> str:
        """The token."""
        payload = msgspec.json.encode(claims)
        mac = hmac.digest(self._keys[0], payload, hashlib.sha256)
        return f"{self._prefix}_" + base64.urlsafe_b64encode(mac + payload).decode().rstrip("=")

    def read(self, token: str) -> T:
        """What a token says; raises ``TokenRefused`` where we did not make it, or it has expired."""
        mac, payload = self._parts(token)
        if not any(hmac.compare_digest(hmac.digest(key, payload, hashlib.sha256), mac) for key in self._keys):
            raise TokenRefused(problem="was not made for this chat")
        try:
            claims: T = msgspec.json.decode(payload, type=self._kind)
        except msgspec.DecodeError as error:
            raise TokenRefused(problem="is of another version") from error
        if claims.expires <= time.time():
            raise TokenRefused(problem="has expired")
        return claims

    def _parts(self, token: str) -> tuple[bytes, bytes]:
        prefix, _, body = token.partition("_")
        if prefix != self._prefix or len(body) > LONGEST or not SHAPE.fullmatch(body):
            raise TokenRefused(problem="has the wrong form")
        try:
            raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        except binascii.Error as error:
            raise TokenRefused(problem="has the wrong form") from error
        return raw[:MAC], raw[MAC:]
