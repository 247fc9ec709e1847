"""One's second factor, and links to a new password."""

from typing import Any
from uuid import UUID

from litestar import Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import factors
from warmline.accounts.actions import second_factor
from warmline.accounts.actions.password_reset import ask_for_reset, reset_by_link
from warmline.accounts.actor import Actor
from warmline.accounts.model import Agent, SecondFactor
from warmline.accounts.routes.caller import ENROLLING, installation_of, visitor_of
from warmline.accounts.schemas import (
    BegunSecondFactor,
    OwnCode,
    OwnPassword,
    OwnPasswordAndCode,
    RecoveryCodes,
    ResetByLink,
    ResetRequest,
)
from warmline.accounts.tokens import SESSION_COOKIE
from warmline.kit.http import SECRET_ANSWER, Db

TAGS = ["accounts"]
_Request = Request[Any, Any, Any]


@get("/me/second-factor", operation_id="get_my_second_factor", tags=TAGS, opt=ENROLLING)
async def get_my_second_factor(db: Db, actor: NamedDependency[Actor]) -> SecondFactor:
    """Whether I have a second factor, and must."""
    async with db.transaction(actor.org_id) as conn:
        return await second_factor.my_second_factor(conn, actor)


@post("/me/second-factor", operation_id="begin_my_second_factor", tags=TAGS, opt=ENROLLING | SECRET_ANSWER)
async def begin_my_second_factor(
    request: _Request, db: Db, actor: NamedDependency[Actor], data: JSONBody[OwnPassword]
) -> BegunSecondFactor:
    """Make a secret for my authenticator. It does not count until I confirm it with a code."""
    begun = await second_factor.begin(db, actor, installation_of(request), password=data.password)
    return BegunSecondFactor(secret=begun.secret, uri=begun.uri, picture=factors.picture(begun.uri))


@post(
    "/me/second-factor/confirm",
    operation_id="confirm_my_second_factor",
    tags=TAGS,
    status_code=200,
    opt=ENROLLING | SECRET_ANSWER,
)
async def confirm_my_second_factor(
    request: _Request, db: Db, actor: NamedDependency[Actor], data: JSONBody[OwnCode]
) -> RecoveryCodes:
    """Show by a code that my authenticator has the secret. My other sessions end, and my recovery codes are shown."""
    cookie = request.cookies.get(SESSION_COOKIE)
    return RecoveryCodes(
        codes=await second_factor.confirm(db, actor, installation_of(request), code=data.code, cookie=cookie)
    )


@post(
    "/me/second-factor/recovery-codes",
    operation_id="renew_my_recovery_codes",
    tags=TAGS,
    status_code=200,
    opt=SECRET_ANSWER,
)
async def renew_my_recovery_codes(
    request: _Request, db: Db, actor: NamedDependency[Actor], data: JSONBody[OwnPasswordAndCode]
) -> RecoveryCodes:
    """New recovery codes; the former ones open nothing any more."""
    home = installation_of(request)
    return RecoveryCodes(codes=await second_factor.renew_codes(db, actor, home, password=data.password, code=data.code))


@post("/me/second-factor/disable", operation_id="disable_my_second_factor", tags=TAGS, status_code=204)
async def disable_my_second_factor(
    request: _Request, db: Db, actor: NamedDependency[Actor], data: JSONBody[OwnPasswordAndCode]
) -> None:
    """Switch my second factor off."""
    await second_factor.switch_off(db, actor, installation_of(request), password=data.password, code=data.code)


@delete("/agents/{agent_id:uuid}/second-factor", operation_id="remove_second_factor", tags=TAGS, status_code=200)
async def remove_second_factor(db: Db, actor: NamedDependency[Actor], agent_id: FromPath[UUID]) -> Agent:
    """Take the second factor from somebody who lost it; all their sessions end."""
    async with db.transaction(actor.org_id) as conn:
        return await second_factor.remove_second_factor(conn, actor, agent_id)


@post("/password-reset", operation_id="ask_for_password_reset", tags=TAGS, status_code=202, security=[{}])
async def ask_for_password_reset(request: _Request, db: Db, data: JSONBody[ResetRequest]) -> None:
    """Have a link to a new password mailed to whoever has this address. The answer does not tell if somebody has."""
    await ask_for_reset(db, installation_of(request), email=data.email, visitor=visitor_of(request))


@post("/password-reset/confirm", operation_id="reset_password_by_link", tags=TAGS, status_code=204, security=[{}])
async def reset_password_by_link(request: _Request, db: Db, data: JSONBody[ResetByLink]) -> None:
    """Set a password by the link that came by mail. All sessions of the agent end; a second factor stays."""
    await reset_by_link(
        db, installation_of(request), token=data.token, password=data.password, visitor=visitor_of(request)
    )


ROUTES = [
    get_my_second_factor,
    begin_my_second_factor,
    confirm_my_second_factor,
    renew_my_recovery_codes,
    disable_my_second_factor,
    remove_second_factor,
    ask_for_password_reset,
    reset_password_by_link,
]
