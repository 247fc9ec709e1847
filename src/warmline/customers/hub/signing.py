"""Signed requests, as Standard Webhooks has them: HMAC-SHA256 over ``id.timestamp.body``. Pure.

https://github.com/standard-webhooks/standard-webhooks, version 1 signatures with a symmetric key.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

from warmline.customers.hub.errors import FeedSignatureRefused

PREFIX = "whsec_"
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
# How far the sender's clock may be from ours, in seconds.
TOLERANCE = 300


def new_secret() -> str:
    """A secret as the sender keeps it: 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The signature header's value."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def verify(secret: str, headers: Mapping[str, str], body: bytes, *, now: datetime) -> None:
    """Raises ``FeedSignatureRefused`` unless one of the signatures is the body's, made lately."""
    given = headers.get(SIGNATURE, "")
    message_id, timestamp = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    if not (given and message_id and timestamp):
        raise FeedSignatureRefused(problem=f"it needs the headers {ID}, {TIMESTAMP} and {SIGNATURE}.")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        raise FeedSignatureRefused(problem=f"{TIMESTAMP} is not in seconds since 1970.")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE:
        raise FeedSignatureRefused(problem=f"{TIMESTAMP} is more than {TOLERANCE} seconds from our clock.")
    expected = _raw(sign(secret, message_id, int(timestamp), body))
    # A sender that changes its key sends several signatures.
    if not any(hmac.compare_digest(_raw(each), expected) for each in given.split()[:10] if each.startswith("v1,")):
        raise FeedSignatureRefused(problem="the signature is not of this body by the feed's secret.")


def _raw(signature: str) -> bytes:
    try:
        return base64.b64decode(signature.removeprefix("v1,"), validate=True)
    except (binascii.Error, ValueError):
        return b""
