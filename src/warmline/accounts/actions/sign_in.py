"""Signing in. Whoever asks learns one thing: in, or not in.

An unknown address costs a hash, counts against the limits and waits like a known one.
"""

import asyncio
import time
from datetime import datetime
from uuid import UUID

import msgspec

from warmline.accounts import events, passwords, tokens
from warmline.accounts.errors import OrganizationAmbiguous, SignInRefused
from warmline.accounts.store import access, people
from warmline.kit.db import Database
from warmline.kit.errors import TooMany
from warmline.kit.events import publish
from warmline.kit.ids import new_id

# Many people may share a client's address, so it is allowed that many times as much.
CLIENT_FACTOR = 10
# A refusal takes at least so many seconds, whatever its cause.
REFUSAL = 0.25
CLIENT_CHARACTERS = 200


class SignInLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How often an address may fail within some minutes, and how many hours a session lasts after its last use."""

    attempts: int = 10
    minutes: int = 15
    hours: int = 12


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A new session. ``token`` is for the cookie and nothing else."""

    token: str
    csrf_token: str
    org_id: UUID
    agent_id: UUID
    expires_at: datetime


async def sign_in(
    db: Database,
    *,
    email: str,
    password: str,
    client: str,
    organization_id: UUID | None = None,
    user_agent: str | None = None,
    limits: SignInLimits,
    request_id: str | None = None,
) -> SignedIn:
    """Open a session. ``client`` is the network address that asks.

    Raises ``TooMany`` past the limits, ``SignInRefused``, and ``OrganizationAmbiguous`` where the password is right in
    several organisations.
    """
    began = time.monotonic()
    email = email.strip().lower()
    by_address, by_client = tokens.subject("address", email), tokens.subject("client", client)
    await _count(db, by_address, by_client, limits)
    found = await _matches(db, email, password, organization_id, request_id)
    if not found:
        await asyncio.sleep(max(0.0, began + REFUSAL - time.monotonic()))
        raise SignInRefused()
    if len(found) > 1:
        raise OrganizationAmbiguous()
    async with db.transaction(access.NOBODY) as conn:
        await access.forgive_attempts(conn, by_address, by_client)
    [(org_id, agent_id, stored)] = found
    renewed = await passwords.hash_password(password) if passwords.is_dated(stored) else None
    return await _open(db, org_id, agent_id, renewed, user_agent, limits.hours, request_id)


async def _count(db: Database, by_address: bytes, by_client: bytes, limits: SignInLimits) -> None:
    # An attempt counts before it is judged, so that many at once cannot pass the limit together.
    async with db.transaction(access.NOBODY) as conn:
        seconds = await access.count_attempt(
            conn,
            [by_address, by_client],
            limits=[limits.attempts, limits.attempts * CLIENT_FACTOR],
            minutes=limits.minutes,
        )
    if seconds is not None:
        raise TooMany(seconds=seconds)


async def _matches(
    db: Database, email: str, password: str, organization_id: UUID | None, request_id: str | None
) -> list[tuple[UUID, UUID, str]]:
    """Organisation, agent and stored hash, wherever the password is right. Where it is nowhere, that is announced."""
    candidates = await _candidates(db, email, organization_id)
    found = [
        (org_id, agent_id, stored)
        for org_id, agent_id, stored in candidates
        if await passwords.is_password(password, stored) and stored
    ]
    if not candidates:
        await passwords.is_password(password, None)
    if not found:
        for org_id, agent_id, _ in candidates:
            async with db.transaction(org_id) as conn:
                event = events.SignInFailed(agent_id=agent_id)
                await publish(conn, org_id, "system:sign_in", [event], request_id=request_id)
    return found


async def _candidates(db: Database, email: str, organization_id: UUID | None) -> list[tuple[UUID, UUID, str | None]]:
    async with db.transaction(None) as conn:
        org_ids = await access.sign_in_organizations(conn, email)
    found = []
    for org_id in org_ids:
        if organization_id in (None, org_id):
            async with db.transaction(org_id) as conn:
                row = await access.sign_in_candidate(conn, org_id, email)
            found += [(org_id, row["id"], row["password_hash"])] if row else []
    return found


async def _open(
    db: Database,
    org_id: UUID,
    agent_id: UUID,
    renewed: str | None,
    user_agent: str | None,
    hours: int,
    request_id: str | None,
) -> SignedIn:
    token, id_ = tokens.new_session(org_id), new_id()
    client = user_agent[:CLIENT_CHARACTERS] if user_agent else None
    async with db.transaction(org_id) as conn:
        if renewed:
            await people.set_password(conn, org_id, agent_id, renewed)
        expires_at = await access.insert_session(
            conn, org_id, id_, agent_id=agent_id, token_hash=tokens.digest(token), client=client, hours=hours
        )
        event = events.SessionOpened(session_id=id_, agent_id=agent_id)
        await publish(conn, org_id, f"agent:{agent_id}", [event], request_id=request_id)
    return SignedIn(
        token=token, csrf_token=tokens.csrf_token(token), org_id=org_id, agent_id=agent_id, expires_at=expires_at
    )
