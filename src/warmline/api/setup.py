"""Before anybody is signed in: what the sign-in page must know, and the first run of an empty installation."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import JSONBody
from msgspec import Meta

from warmline.accounts import check_set_up, claim, open_session, organizations
from warmline.accounts.routes import SessionView, entered, installation_of, visitor_of
from warmline.api.beginning import begin_organization
from warmline.kit.http import SECRET_ANSWER, Db
from warmline.kit.ids import new_id

TAGS = ["accounts"]
_Request = Request[Any, Any, Any]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Email = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
Password = Annotated[str, Meta(min_length=12, max_length=256)]


class SignInView(msgspec.Struct, frozen=True, kw_only=True):
    """What a sign-in page shows. ``organization`` is the name of the only one there is, null where there are several;
    ``password_reset`` is whether links to a new password can be mailed; ``set_up`` is whether there is no organisation
    yet, so that the first run comes before any sign-in."""

    organization: str | None
    password_reset: bool
    set_up: bool


class SetUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first organisation and its first administrator. ``token`` is what the server printed at its start; ``packs``
    are industry packs by name."""

    token: Annotated[str, Meta(min_length=1, max_length=200)]
    organization: Name
    name: Name
    email: Email
    password: Password
    locale: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    time_zone: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")] = "UTC"
    packs: list[str] = []


@get("/sign-in", operation_id="get_sign_in", tags=TAGS, security=[{}])
async def get_sign_in(request: _Request, db: Db) -> SignInView:
    """What a page needs to know before anybody is signed in."""
    found = await organizations(db)
    return SignInView(
        # Of several, none is named: who is a customer of this installation is nobody's business.
        organization=found[0].name if len(found) == 1 else None,
        password_reset=installation_of(request).mailer is not None,
        set_up=not found,
    )


@post("/setup", operation_id="set_up", tags=TAGS, opt=SECRET_ANSWER, security=[{}])
async def set_up(request: _Request, db: Db, data: JSONBody[SetUp]) -> Response[SessionView]:
    """Begin the first organisation of an empty installation, and sign its first administrator in. Of two that try at
    once, one is refused."""
    installation, visitor = installation_of(request), visitor_of(request)
    await check_set_up(db, installation, token=data.token, visitor=visitor)
    async with db.transaction(new_id()) as conn:
        await claim(conn)
        begun = await begin_organization(
            conn,
            name=data.organization,
            email=data.email,
            admin_name=data.name,
            password=data.password,
            packs=data.packs,
            locale=data.locale,
            time_zone=data.time_zone,
        )
        signed_in = await open_session(conn, installation, begun.administrator.id, visitor)
    return await entered(request, db, signed_in)


SETUP = [get_sign_in, set_up]
