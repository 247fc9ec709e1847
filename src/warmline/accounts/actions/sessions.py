"""One's own sessions and password."""

from uuid import UUID

from warmline.accounts import events, passwords, tokens
from warmline.accounts.actions.agents import ended
from warmline.accounts.actions.attempts import count_own, forgive_own
from warmline.accounts.actor import Actor
from warmline.accounts.errors import SessionOnly
from warmline.accounts.installation import SignInLimits
from warmline.accounts.model import Session
from warmline.accounts.store import access, factors, people
from warmline.kit.db import Conn, Database
from warmline.kit.errors import Invalid, NotFound
from warmline.kit.events import publish


def _own(actor: Actor) -> UUID:
    if actor.agent_id is None:
        raise SessionOnly()
    return actor.agent_id


async def sign_out(conn: Conn, actor: Actor, *, cookie: str) -> None:
    """End the session of this cookie."""
    agent_id = _own(actor)
    row = await access.end_session_by_token(conn, actor.org_id, tokens.digest(cookie))
    if row is not None:
        event = events.SessionEnded(session_id=row["id"], agent_id=agent_id, reason="signed_out")
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def my_sessions(conn: Conn, actor: Actor, *, cookie: str | None) -> list[Session]:
    """Where one is signed in, the latest first."""
    own = tokens.digest(cookie) if cookie else None
    return [
        Session(
            id=row["id"],
            client=row["client"],
            current=row["token_hash"] == own,
            created_at=row["created_at"],
            last_seen_at=row["last_seen_at"],
            expires_at=row["expires_at"],
        )
        for row in await access.sessions_of_agent(conn, actor.org_id, _own(actor))
    ]


async def revoke_session(conn: Conn, actor: Actor, session_id: UUID) -> None:
    """End one of one's own sessions."""
    told = await ended(conn, actor, _own(actor), "revoked", id_=session_id)
    if not told:
        raise NotFound(kind="session", id=session_id)
    await publish(conn, actor.org_id, actor.ref, told, request_id=actor.request_id)


async def change_password(
    db: Database, actor: Actor, limits: SignInLimits, *, present: str, new: str, cookie: str | None
) -> None:
    """Change one's own password; one's other sessions end. Raises ``TooMany`` after too many wrong ones."""
    agent_id = _own(actor)
    await count_own(db, actor.org_id, agent_id, limits)
    async with db.transaction(actor.org_id) as conn:
        await _change_password(conn, actor, agent_id, present=present, new=new, cookie=cookie)
    await forgive_own(db, actor.org_id, agent_id)


async def _change_password(
    conn: Conn, actor: Actor, agent_id: UUID, *, present: str, new: str, cookie: str | None
) -> None:
    if not await passwords.is_password(present, await people.stored_hash(conn, actor.org_id, agent_id)):
        raise Invalid.field("present", "this is not your present password")
    await people.set_password(conn, actor.org_id, agent_id, await passwords.hash_password(new))
    await factors.void_resets(conn, actor.org_id, agent_id)
    keep = tokens.digest(cookie) if cookie else None
    told = [events.AgentPasswordSet(agent_id=agent_id), *await ended(conn, actor, agent_id, "password_set", keep=keep)]
    await publish(conn, actor.org_id, actor.ref, told, request_id=actor.request_id)


async def forget_sessions(conn: Conn, actor: Actor) -> None:
    """Delete sessions that ended a month ago, and links to a new password that ended a day ago."""
    await access.forget_sessions(conn, actor.org_id)
    await factors.forget_resets(conn, actor.org_id)
