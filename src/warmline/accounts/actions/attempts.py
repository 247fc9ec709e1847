"""How often somebody may try. Attempts belong to no organisation, and count before they are judged."""

from uuid import UUID

from warmline.accounts import tokens
from warmline.accounts.installation import SignInLimits
from warmline.accounts.store import access
from warmline.kit.db import Database
from warmline.kit.errors import TooMany

# Many people may share a client's address, so it is allowed that many times as much.
CLIENT_FACTOR = 10


async def count(db: Database, subjects: dict[bytes, int], limits: SignInLimits) -> None:
    """Count an attempt for each subject, within its own limit; raises ``TooMany``.

    It counts before it is judged, so that many at once cannot pass the limit together.
    """
    async with db.transaction(access.NOBODY) as conn:
        seconds = await access.count_attempt(
            conn, list(subjects), limits=list(subjects.values()), minutes=limits.minutes
        )
    if seconds is not None:
        raise TooMany(seconds=seconds)


async def count_own(db: Database, org_id: UUID, agent_id: UUID, limits: SignInLimits) -> None:
    """Count an attempt of somebody who is signed in to prove anew who they are."""
    await count(db, {_own(org_id, agent_id): limits.attempts}, limits)


async def forgive_own(db: Database, org_id: UUID, agent_id: UUID) -> None:
    """They proved it."""
    own = _own(org_id, agent_id)
    async with db.transaction(access.NOBODY) as conn:
        await access.forgive_attempts(conn, own, own)


def _own(org_id: UUID, agent_id: UUID) -> bytes:
    return tokens.subject("own", f"{org_id}:{agent_id}")
