"""Take a conversation to another device: a code, shown on the first, that works once and for ten minutes.

Only an HMAC of it is stored. Of 40 bits of chance, an address may try ten codes a minute and all together 120, so that
who guesses for all of the ten minutes meets one code in a thousand million.
"""

import hashlib
import hmac
import secrets

import msgspec

from warmline import sdk
from warmline.connectors.webchat.errors import CodeNeedless, CodeRefused, TokenRefused
from warmline.connectors.webchat.inbox import Inbox
from warmline.connectors.webchat.limits import Limits
from warmline.connectors.webchat.tokens import Visitor

# Nobody takes one of these for another.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8
SECONDS = 600
GIVEN_PER_HOUR = 10
TRIED_PER_MINUTE, ALL_TRIED_PER_MINUTE = 10, 120


async def give(host: sdk.Host, inbox: Inbox, limits: Limits, visitor: Visitor) -> str:
    """A code for this conversation. Raises ``CodeNeedless`` for who is signed in, and ``TooMany``."""
    if visitor.claims.user_id:
        raise CodeNeedless()
    limits.take_hourly("codes", inbox.account.id, visitor.visitor_id, per_hour=GIVEN_PER_HOUR)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    await host.give_ticket(inbox.account, _digest(inbox.codes[0], code), msgspec.to_builtins(visitor), SECONDS)
    return code


async def take(host: sdk.Host, inbox: Inbox, limits: Limits, code: str, client: str) -> Visitor:
    """Whose code it is, which is used up by this. Raises ``CodeRefused`` and ``TooMany``."""
    limits.take("code tried", inbox.account.id, client, per_minute=TRIED_PER_MINUTE)
    limits.take("code tried", inbox.account.id, per_minute=ALL_TRIED_PER_MINUTE)
    plain = "".join(each for each in code.upper() if each.isalnum())
    if len(plain) != LENGTH or any(each not in LETTERS for each in plain):
        raise CodeRefused()
    for key in inbox.codes:
        found = await host.take_ticket(inbox.account, _digest(key, plain))
        if found is not None:
            return _visitor(inbox, found)
    raise CodeRefused()


def _visitor(inbox: Inbox, found: object) -> Visitor:
    visitor = msgspec.convert(found, Visitor)
    try:
        inbox.check(visitor)
    except TokenRefused as error:
        raise CodeRefused() from error
    return visitor


def _digest(key: bytes, code: str) -> bytes:
    return hmac.digest(key, code.encode(), hashlib.sha256)
