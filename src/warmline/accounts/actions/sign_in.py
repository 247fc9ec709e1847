"""Signing in. Whoever asks learns one thing: in, or not in.

An unknown address costs a hash, counts against the limits and waits like a known one. Only to who knows the password it
is told that a code is needed as well.
"""

import asyncio
import time
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import events, passwords, tokens
from warmline.accounts.actions.attempts import CLIENT_FACTOR, count
from warmline.accounts.actions.codes import take_code
from warmline.accounts.errors import OrganizationAmbiguous, SecondFactorNeeded, SecondFactorRefused, SignInRefused
from warmline.accounts.installation import Installation
from warmline.accounts.store import access, people
from warmline.kit.db import Conn, Database
from warmline.kit.events import publish
from warmline.kit.ids import new_id

# A refusal takes at least so many seconds, whatever its cause.
REFUSAL = 0.25
CLIENT_CHARACTERS = 200


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A new session. ``token`` is for the cookie and nothing else."""

    token: str
    csrf_token: str
    org_id: UUID
    agent_id: UUID
    expires_at: datetime


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: the network address, what the browser calls itself, and the name of the request."""

    client: str
    user_agent: str | None = None
    request_id: str | None = None


class _Match(msgspec.Struct, frozen=True):
    """Somebody whose password was given."""

    org_id: UUID
    agent_id: UUID
    stored: str
    second_factor: bool


async def sign_in(
    db: Database,
    installation: Installation,
    *,
    email: str,
    password: str,
    code: str | None = None,
    organization_id: UUID | None = None,
    visitor: Visitor,
) -> SignedIn:
    """Open a session. ``code`` is of the authenticator or a recovery code.

    Raises ``TooMany`` past the limits, ``SignInRefused``, ``OrganizationAmbiguous`` where the password is right in
    several organisations, ``SecondFactorNeeded`` and ``SecondFactorRefused``.
    """
    began = time.monotonic()
    email = email.strip().lower()
    by_address, by_client = tokens.subject("address", email), tokens.subject("client", visitor.client)
    limits = installation.limits
    await count(db, {by_address: limits.attempts, by_client: limits.attempts * CLIENT_FACTOR}, limits)
    found = await _matches(db, email, password, organization_id, visitor.request_id)
    if not found:
        await linger(began)
        raise SignInRefused()
    if len(found) > 1:
        raise OrganizationAmbiguous()
    [match] = found
    if match.second_factor and not code:
        # The attempt still counts for the address, or codes could be guessed without end between two of these.
        async with db.transaction(access.NOBODY) as conn:
            await access.forgive_client(conn, by_client)
        raise SecondFactorNeeded()
    signed_in = await _enter(db, installation, match, password, code, visitor)
    if signed_in is None:
        await linger(began)
        raise SecondFactorRefused()
    async with db.transaction(access.NOBODY) as conn:
        await access.forgive_attempts(conn, by_address, by_client)
    return signed_in


async def linger(began: float) -> None:
    """Wait until a refusal has taken its time. ``began`` is of ``time.monotonic``."""
    await asyncio.sleep(max(0.0, began + REFUSAL - time.monotonic()))


async def open_session(conn: Conn, installation: Installation, agent_id: UUID, visitor: Visitor) -> SignedIn:
    """A session for an agent who proved who they are, in the organisation that the transaction works for."""
    org_id = await people.current_organization(conn)
    token, id_ = tokens.new_session(org_id), new_id()
    expires_at = await access.insert_session(
        conn,
        org_id,
        id_,
        agent_id=agent_id,
        token_hash=tokens.digest(token),
        client=visitor.user_agent[:CLIENT_CHARACTERS] if visitor.user_agent else None,
        hours=installation.limits.hours,
    )
    event = events.SessionOpened(session_id=id_, agent_id=agent_id)
    await publish(conn, org_id, f"agent:{agent_id}", [event], request_id=visitor.request_id)
    return SignedIn(
        token=token, csrf_token=tokens.csrf_token(token), org_id=org_id, agent_id=agent_id, expires_at=expires_at
    )


async def _matches(
    db: Database, email: str, password: str, organization_id: UUID | None, request_id: str | None
) -> list[_Match]:
    """Wherever the password is right. Where it is nowhere, that is announced."""
    candidates = await _candidates(db, email, organization_id)
    found = [
        _Match(org_id, row["id"], row["password_hash"], row["second_factor"])
        for org_id, row in candidates
        if await passwords.is_password(password, row["password_hash"]) and row["password_hash"]
    ]
    if not candidates:
        await passwords.is_password(password, None)
    if not found:
        for org_id, row in candidates:
            async with db.transaction(org_id) as conn:
                await _tell_failed(conn, org_id, row["id"], "password", request_id)
    return found


async def _candidates(db: Database, email: str, organization_id: UUID | None) -> list[tuple[UUID, Any]]:
    async with db.transaction(None) as conn:
        org_ids = await access.sign_in_organizations(conn, email)
    found = []
    for org_id in org_ids:
        if organization_id in (None, org_id):
            async with db.transaction(org_id) as conn:
                row = await access.sign_in_candidate(conn, org_id, email)
            found += [(org_id, row)] if row else []
    return found


async def _enter(
    db: Database, installation: Installation, match: _Match, password: str, code: str | None, visitor: Visitor
) -> SignedIn | None:
    """A session, or None where the code is not good."""
    renewed = await passwords.hash_password(password) if passwords.is_dated(match.stored) else None
    async with db.transaction(match.org_id) as conn:
        if match.second_factor and not await take_code(
            conn, installation.vault, match.org_id, match.agent_id, code or "", request_id=visitor.request_id
        ):
            await _tell_failed(conn, match.org_id, match.agent_id, "code", visitor.request_id)
            return None
        if renewed:
            await people.set_password(conn, match.org_id, match.agent_id, renewed)
        return await open_session(conn, installation, match.agent_id, visitor)


async def _tell_failed(conn: Conn, org_id: UUID, agent_id: UUID, what: str, request_id: str | None) -> None:
    event = events.SignInFailed(agent_id=agent_id, what=what)
    await publish(conn, org_id, "system:sign_in", [event], request_id=request_id)
