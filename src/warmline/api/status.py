"""The status page at ``/``, and signing in and out by plain forms."""

from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.params import URLEncodedBody
from litestar.response import Redirect
from msgspec import Meta

from warmline.accounts import SESSION_COOKIE, Actor, authenticate, organization
from warmline.accounts.routes import SignIn, begin_session, csrf_token, end_session, session_cookie
from warmline.api.overview import overview
from warmline.api.status_page import sign_in_page, status_page
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden, Unauthorized, WarmlineError
from warmline.kit.http import Db, visit

_Request = Request[Any, Any, Any]
Word = Annotated[str, Meta(max_length=1000)]


class SignInForm(msgspec.Struct, frozen=True):
    """What the form sends."""

    email: Word = ""
    password: Word = ""


class SignOutForm(msgspec.Struct, frozen=True):
    """The token proves that it was our page."""

    csrf_token: Word = ""


async def _who(request: _Request, db: Database, csrf: str | None = None) -> Actor:
    return await authenticate(
        db,
        cookie=request.cookies.get(SESSION_COOKIE),
        bearer=None,
        csrf=csrf,
        method=request.method,
        request_id=visit(request.scope).request_id,
    )


@get("/", include_in_schema=False, media_type=MediaType.HTML)
async def status(request: _Request, db: Db) -> bytes:
    """Queues, live interactions and people, for whoever is signed in; a form for everybody else."""
    try:
        actor = await _who(request, db)
    except Unauthorized:
        return sign_in_page()
    async with db.transaction(actor.org_id) as conn:
        name = (await organization(conn, actor)).name
        shown = await overview(conn, actor, clock.now())
    return status_page(name, actor.name, csrf_token(request.cookies[SESSION_COOKIE]), shown)


@post("/sign-in", include_in_schema=False)
async def sign_in(request: _Request, db: Db, data: URLEncodedBody[SignInForm]) -> Response[Any]:
    """Sign in by the form, and go to the status page."""
    _need_own_page(request)
    try:
        signed_in = await begin_session(request, db, SignIn(email=data.email, password=data.password))
    except WarmlineError as error:
        content = sign_in_page(problem=error.message, email=data.email)
        return Response(content, status_code=error.status, media_type=MediaType.HTML)
    return Redirect("/", status_code=303, cookies=[session_cookie(request, signed_in.token)])


@post("/sign-out", include_in_schema=False)
async def sign_out(request: _Request, db: Db, data: URLEncodedBody[SignOutForm]) -> Response[Any]:
    """Sign out by the form."""
    # A session that has ended by itself is what was wanted.
    with suppress(Unauthorized):
        await end_session(request, db, await _who(request, db, data.csrf_token))
    return Redirect("/", status_code=303, cookies=[session_cookie(request, None)])


def _need_own_page(request: _Request) -> None:
    """Nobody may sign a visitor of another page in as somebody else. Browsers say which page a form is on."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Forbidden(permission="to sign in from another site")


STATUS = [status, sign_in, sign_out]
