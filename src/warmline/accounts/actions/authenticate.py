"""Who is asking: an actor from a session's cookie or an API key, with what they may do at this moment.

Nothing is cached, so that a revoked session, a disabled agent or a narrowed role counts with the next request.
"""

from typing import Any
from uuid import UUID

from warmline.accounts import tokens
from warmline.accounts.actor import Actor
from warmline.accounts.errors import CsrfMissing, SecondFactorFirst
from warmline.accounts.store import access
from warmline.kit.db import Conn, Database
from warmline.kit.errors import Unauthorized

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


async def authenticate(
    db: Database,
    *,
    cookie: str | None,
    bearer: str | None,
    csrf: str | None,
    method: str,
    request_id: str | None = None,
    enrolling: bool = False,
) -> Actor:
    """The actor, or ``Unauthorized``. A key, where one is sent, goes before a cookie.

    Where the organisation asks for a second factor, an agent without one may do nothing but set it up
    (``SecondFactorFirst``); ``enrolling`` is for what that takes.

    A cookie comes with whatever page makes the browser send it, so a request that changes something must also bring
    the session's CSRF token: else ``CsrfMissing``.
    """
    if bearer is not None:
        return await _by_key(db, bearer, request_id)
    if cookie is None:
        raise Unauthorized()
    actor = await _by_session(db, cookie, request_id, enrolling)
    if method.upper() not in SAFE and not tokens.is_csrf_token(csrf, cookie):
        raise CsrfMissing()
    return actor


async def refresh(conn: Conn, actor: Actor) -> Actor | None:
    """The same actor with what they may do now. None where they may not come in any more, or must first set up a second
    factor. For connections that stay."""
    if actor.id is None or actor.kind not in ("agent", "api_key"):
        return actor
    if actor.kind == "api_key":
        key = await access.key_rights(conn, actor.org_id, actor.id)
        return _of_key(actor.org_id, key, actor.request_id) if key else None
    agent = await access.agent_actor(conn, actor.org_id, actor.id)
    return _of_agent(actor.org_id, agent, actor.request_id) if agent and not agent["enrol_first"] else None


async def agent_as_actor(conn: Conn, org_id: UUID, agent_id: UUID) -> Actor:
    """An agent with what they may do now; ``Unauthorized`` where they do not work here any more."""
    row = await access.agent_actor(conn, org_id, agent_id)
    if row is None:
        raise Unauthorized()
    return _of_agent(org_id, row, None)


async def session_alive(conn: Conn, org_id: UUID, cookie: str) -> bool:
    """Whether the session with this token has not ended."""
    return await access.session_actor(conn, org_id, tokens.digest(cookie)) is not None


async def must_enrol(conn: Conn, actor: Actor) -> bool:
    """Whether the agent must set up a second factor before anything else."""
    if actor.agent_id is None:
        return False
    row = await access.agent_actor(conn, actor.org_id, actor.agent_id)
    return row is not None and row["enrol_first"]


async def _by_session(db: Database, token: str, request_id: str | None, enrolling: bool) -> Actor:
    org_id = tokens.organization_of(token, tokens.SESSION)
    if org_id is None:
        raise Unauthorized()
    async with db.transaction(org_id) as conn:
        row = await access.session_actor(conn, org_id, tokens.digest(token))
        if row is None:
            raise Unauthorized()
        if row["enrol_first"] and not enrolling:
            raise SecondFactorFirst()
        if row["stale"]:
            await access.touch_session(conn, org_id, row["session_id"])
    return _of_agent(org_id, row, request_id)


async def _by_key(db: Database, key: str, request_id: str | None) -> Actor:
    org_id = tokens.organization_of(key, tokens.KEY)
    if org_id is None:
        raise Unauthorized()
    async with db.transaction(org_id) as conn:
        row = await access.key_actor(conn, org_id, tokens.digest(key))
        if row is None:
            raise Unauthorized()
        if row["stale"]:
            await access.touch_key(conn, org_id, row["id"])
    return _of_key(org_id, row, request_id)


def _of_agent(org_id: UUID, row: Any, request_id: str | None) -> Actor:
    return Actor(
        org_id=org_id,
        kind="agent",
        id=row["id"],
        name=row["name"],
        permissions=frozenset(row["permissions"]),
        team_ids=frozenset(row["team_ids"]),
        request_id=request_id,
    )


def _of_key(org_id: UUID, row: Any, request_id: str | None) -> Actor:
    return Actor(
        org_id=org_id,
        kind="api_key",
        id=row["id"],
        name=row["name"],
        permissions=frozenset(row["scopes"]),
        request_id=request_id,
    )
