"""Signing in and out, and what is one's own."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts.actions import sessions
from warmline.accounts.actions.agents import visible_agent
from warmline.accounts.actions.authenticate import agent_as_actor, must_enrol
from warmline.accounts.actions.sign_in import SignedIn, sign_in
from warmline.accounts.actor import PERMISSIONS, Actor
from warmline.accounts.model import Session
from warmline.accounts.routes.caller import ENROLLING, installation_of, visitor_of
from warmline.accounts.schemas import PasswordChange, Permission, SessionView, SignIn
from warmline.accounts.tokens import SESSION_COOKIE, csrf_token
from warmline.kit.db import Conn, Database
from warmline.kit.http import SECRET_ANSWER, Db

TAGS = ["accounts"]
_Request = Request[Any, Any, Any]


def session_cookie(request: _Request, token: str | None) -> Cookie:
    """The cookie of a session; without a token, the one that takes it away."""
    secure = request.app.state.settings.base_url.startswith("https://")
    # Without an age it ends with the browser; the session itself ends when it has not been used.
    age = None if token else 0
    return Cookie(
        SESSION_COOKIE, value=token or "", path="/", httponly=True, samesite="lax", secure=secure, max_age=age
    )


async def _view(conn: Conn, actor: Actor, token: str | None) -> SessionView:
    by_session = actor.agent_id is not None and token is not None
    return SessionView(
        organization_id=actor.org_id,
        kind=actor.kind,
        id=actor.id,
        name=actor.name,
        permissions=sorted(actor.permissions),
        agent=await visible_agent(conn, actor, actor.agent_id) if actor.agent_id else None,
        csrf_token=csrf_token(token) if by_session and token else None,
        enrol_first=await must_enrol(conn, actor),
    )


async def begin_session(request: _Request, db: Database, given: SignIn) -> SignedIn:
    """Sign in whoever sends the request, within the installation's limits; raises as ``sign_in`` does."""
    return await sign_in(
        db,
        installation_of(request),
        email=given.email,
        password=given.password,
        code=given.code,
        organization_id=given.organization_id,
        visitor=visitor_of(request),
    )


async def entered(request: _Request, db: Database, signed_in: SignedIn) -> Response[SessionView]:
    """The answer to who has just been let in, with the cookie."""
    async with db.transaction(signed_in.org_id) as conn:
        actor = await agent_as_actor(conn, signed_in.org_id, signed_in.agent_id)
        view = await _view(conn, actor, signed_in.token)
    return Response(view, status_code=201, cookies=[session_cookie(request, signed_in.token)])


@post("/session", operation_id="sign_in", tags=TAGS, opt=SECRET_ANSWER, security=[{}])
async def open_session(request: _Request, db: Db, data: JSONBody[SignIn]) -> Response[SessionView]:
    """Sign in. The answer sets a cookie, and has the token to send in `X-CSRF-Token` with what changes something. Where
    there is a second factor, `second_factor_needed` asks for a code: send all of it again, with `code`."""
    return await entered(request, db, await begin_session(request, db, data))


@get("/session", operation_id="get_session", tags=TAGS, opt=ENROLLING)
async def get_session(request: _Request, db: Db, actor: NamedDependency[Actor]) -> SessionView:
    """Who I am, what I may do, and my CSRF token."""
    async with db.transaction(actor.org_id) as conn:
        return await _view(conn, actor, request.cookies.get(SESSION_COOKIE))


async def end_session(request: _Request, db: Database, actor: Actor) -> None:
    """End the session of the request's cookie."""
    async with db.transaction(actor.org_id) as conn:
        await sessions.sign_out(conn, actor, cookie=request.cookies.get(SESSION_COOKIE, ""))


@delete("/session", operation_id="sign_out", tags=TAGS, status_code=204, opt=ENROLLING)
async def close_session(request: _Request, db: Db, actor: NamedDependency[Actor]) -> Response[None]:
    """Sign out."""
    await end_session(request, db, actor)
    return Response(None, status_code=204, cookies=[session_cookie(request, None)])


@get("/me/sessions", operation_id="list_my_sessions", tags=TAGS)
async def list_my_sessions(request: _Request, db: Db, actor: NamedDependency[Actor]) -> list[Session]:
    """Where I am signed in, the latest first."""
    async with db.transaction(actor.org_id) as conn:
        return await sessions.my_sessions(conn, actor, cookie=request.cookies.get(SESSION_COOKIE))


@delete("/me/sessions/{session_id:uuid}", operation_id="revoke_my_session", tags=TAGS, status_code=204)
async def revoke_my_session(db: Db, actor: NamedDependency[Actor], session_id: FromPath[UUID]) -> None:
    """End one of my sessions."""
    async with db.transaction(actor.org_id) as conn:
        await sessions.revoke_session(conn, actor, session_id)


@post("/me/password", operation_id="change_my_password", tags=TAGS, status_code=204)
async def change_my_password(
    request: _Request, db: Db, actor: NamedDependency[Actor], data: JSONBody[PasswordChange]
) -> None:
    """Change my password; my other sessions end."""
    limits, cookie = installation_of(request).limits, request.cookies.get(SESSION_COOKIE)
    await sessions.change_password(db, actor, limits, present=data.present, new=data.new, cookie=cookie)


@get("/permissions", operation_id="list_permissions", tags=TAGS)
async def list_permissions(actor: NamedDependency[Actor]) -> list[Permission]:
    """All that roles and keys can allow."""
    return [Permission(code=code, description=text) for code, text in PERMISSIONS.items()]


ROUTES = [
    open_session,
    get_session,
    close_session,
    list_my_sessions,
    revoke_my_session,
    change_my_password,
    list_permissions,
]
