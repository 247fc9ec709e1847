"""The dependency ``actor``: who sends the request."""

from typing import Any

from litestar import Request

from warmline.accounts.actions.authenticate import authenticate
from warmline.accounts.actions.sign_in import Visitor
from warmline.accounts.actor import Actor
from warmline.accounts.installation import Installation
from warmline.accounts.tokens import SESSION_COOKIE
from warmline.kit.db import Database
from warmline.kit.http import visit
from warmline.kit.http.clients import client_of

CSRF_HEADER = "X-CSRF-Token"
# A handler's ``opt``: it may be asked by who must set up a second factor before anything else.
ENROLLING = {"enrolling": True}
BEARER = "bearer "


def bearer(request: Request[Any, Any, Any]) -> str | None:
    """The key in ``Authorization: Bearer ...``; another scheme counts as a key that nobody has."""
    given = request.headers.get("authorization")
    if given is None:
        return None
    return given[len(BEARER) :].strip() if given.lower().startswith(BEARER) else ""


def installation_of(request: Request[Any, Any, Any]) -> Installation:
    """What signing in needs of the installation that serves the request."""
    found: Installation = request.app.state.program.accounts
    return found


def visitor_of(request: Request[Any, Any, Any]) -> Visitor:
    """Who asks, before anybody knows who it is."""
    return Visitor(
        client=client_of(request.scope),
        user_agent=request.headers.get("user-agent"),
        request_id=visit(request.scope).request_id,
    )


async def provide_actor(request: Request[Any, Any, Any]) -> Actor:
    """The actor, for handlers that ask for one; 401 without. The request's visit and logs then know whose it is."""
    now = visit(request.scope)
    db: Database = request.app.state.db
    actor = await authenticate(
        db,
        cookie=request.cookies.get(SESSION_COOKIE),
        bearer=bearer(request),
        csrf=request.headers.get(CSRF_HEADER),
        method=request.method,
        request_id=now.request_id,
        enrolling=request.route_handler.opt.get("enrolling", False),
    )
    now.org_id, now.actor = actor.org_id, actor.ref
    return actor
