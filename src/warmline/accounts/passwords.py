"""Passwords: Argon2id off the event loop, with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet)."""

import asyncio
import functools
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each takes 19 MiB and a processor while it runs.
AT_ONCE = 2
_slots = asyncio.Semaphore(AT_ONCE)


async def hash_password(password: str) -> str:
    """The hash to store, with its salt and parameters."""
    async with _slots:
        return await asyncio.to_thread(HASHER.hash, password)


async def is_password(password: str, stored: str | None) -> bool:
    """Whether it is the one whose hash is stored. Without a stored one it takes as long, and is not."""
    async with _slots:
        return await asyncio.to_thread(_verify, stored, password)


def is_dated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def new_password() -> str:
    """A random one, with 120 bits, to hand over."""
    return secrets.token_urlsafe(15)


@functools.cache
def _nobodys() -> str:
    return HASHER.hash(secrets.token_urlsafe(32))


def _verify(stored: str | None, password: str) -> bool:
    # Made first, so that the first unknown address does not take longer than a known one.
    nobodys = _nobodys()
    try:
        HASHER.verify(stored or nobodys, password)
    except (Argon2Error, InvalidHashError):
        return False
    return stored is not None
