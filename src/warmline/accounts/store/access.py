"""Sign-ins, sessions, and what callers may do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts.store.sql import SQL
from warmline.kit.db import Conn

# Before anybody is known, attempts to sign in belong to no organisation.
NOBODY = UUID(int=0)


async def count_attempt(conn: Conn, subjects: Sequence[bytes], *, limits: Sequence[int], minutes: int) -> int | None:
    """Count one attempt for each subject, unless one has reached its limit: then the seconds until it may try again."""
    await SQL.forget_attempts(conn, org_id=NOBODY, minutes=minutes)
    await SQL.lock_attempts(conn, subjects=list(subjects))
    rows = await SQL.count_attempts(conn, org_id=NOBODY, subjects=list(subjects), minutes=minutes)
    limit = dict(zip(subjects, limits, strict=True))
    waits = [row["seconds"] for row in rows if row["attempts"] >= limit[row["subject"]]]
    if waits:
        return int(max(1, *waits))
    await SQL.insert_attempts(conn, org_id=NOBODY, subjects=list(subjects))
    return None


async def forgive_attempts(conn: Conn, address: bytes, client: bytes) -> None:
    await SQL.forgive_attempts(conn, org_id=NOBODY, address=address, client=client)


async def forgive_client(conn: Conn, client: bytes) -> None:
    await SQL.forgive_client(conn, org_id=NOBODY, client=client)


async def sign_in_organizations(conn: Conn, email: str) -> list[UUID]:
    return [row["org_id"] for row in await SQL.sign_in_organizations(conn, email=email)]


async def sign_in_candidate(conn: Conn, org_id: UUID, email: str) -> Any:
    """A row of id, password_hash and second_factor, or None."""
    return await SQL.sign_in_candidate(conn, org_id=org_id, email=email)


async def insert_session(
    conn: Conn, org_id: UUID, id_: UUID, *, agent_id: UUID, token_hash: bytes, client: str | None, hours: int
) -> datetime:
    """When it will end, unless it is used."""
    ends: datetime = await SQL.insert_session(
        conn, org_id=org_id, id=id_, agent_id=agent_id, token_hash=token_hash, client=client, hours=hours
    )
    return ends


async def session_actor(conn: Conn, org_id: UUID, token_hash: bytes) -> Any:
    """A row of session_id, expires_at, stale, enrol_first, id, name, permissions, team_ids; None where no such session
    lives."""
    return await SQL.session_actor(conn, org_id=org_id, token_hash=token_hash)


async def touch_session(conn: Conn, org_id: UUID, id_: UUID) -> None:
    await SQL.touch_session(conn, org_id=org_id, id=id_)


async def key_actor(conn: Conn, org_id: UUID, key_hash: bytes) -> Any:
    """A row of id, name, scopes, stale; None where no such key lives."""
    return await SQL.key_actor(conn, org_id=org_id, key_hash=key_hash)


async def touch_key(conn: Conn, org_id: UUID, id_: UUID) -> None:
    await SQL.touch_key(conn, org_id=org_id, id=id_)


async def agent_actor(conn: Conn, org_id: UUID, id_: UUID) -> Any:
    """A row of id, name, permissions, team_ids, enrol_first; None where they do not work here any more."""
    return await SQL.agent_actor(conn, org_id=org_id, id=id_)


async def key_rights(conn: Conn, org_id: UUID, id_: UUID) -> Any:
    """A row of id, name, scopes; None where the key has ended."""
    return await SQL.key_rights(conn, org_id=org_id, id=id_)


async def sessions_of_agent(conn: Conn, org_id: UUID, agent_id: UUID) -> list[Any]:
    rows: list[Any] = await SQL.sessions_of_agent(conn, org_id=org_id, agent_id=agent_id)
    return rows


async def end_sessions(
    conn: Conn, org_id: UUID, agent_id: UUID, *, id_: UUID | None = None, keep: bytes | None = None
) -> list[UUID]:
    """End one session of the agent, or all but the one whose token's hash is ``keep``; those that ended."""
    return [row["id"] for row in await SQL.end_sessions(conn, org_id=org_id, agent_id=agent_id, id=id_, keep=keep)]


async def end_session_by_token(conn: Conn, org_id: UUID, token_hash: bytes) -> Any:
    """A row of id and agent_id, or None."""
    return await SQL.end_session_by_token(conn, org_id=org_id, token_hash=token_hash)


async def forget_sessions(conn: Conn, org_id: UUID) -> None:
    await SQL.forget_sessions(conn, org_id=org_id)
