"""Where channels deliver. Nothing is parsed before it is verified, and nothing is confirmed before it is committed."""

from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from warmline import sdk
from warmline.channels.errors import SignatureRefused
from warmline.channels.exchange import Channels
from warmline.channels.schemas import DeliveriesAccepted
from warmline.kit.errors import Invalid, NotFound
from warmline.kit.http.files import read_within


@post(
    "/channels/{account_id:uuid}/webhook",
    operation_id="deliver",
    tags=["channels"],
    status_code=200,
    request_max_body_size=None,
)
async def deliver(
    request: Request[Any, Any, Any], channels: NamedDependency[Channels], account_id: FromPath[UUID]
) -> DeliveriesAccepted:
    """Take deliveries from a channel. Needs no sign-in: the connector verifies what its channel signs, and refuses the
    rest with 401. The answer is given when everything is durable; a repeat is answered the same and changes nothing."""
    account = await channels.directory.find(account_id)
    if account is None:
        raise NotFound(kind="channel account", id=account_id)
    connector = channels.registry.get(account.connector)
    body = await read_within(request, channels.max_body, what="The delivery")
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        connector.verify(body, headers, account)
    except sdk.BadSignature as error:
        raise SignatureRefused(problem=str(error)) from error
    try:
        raws = connector.raws(body, headers, account)
    except sdk.Unparsable as error:
        raise Invalid(problem=str(error)) from error
    accepted = await channels.intake.accept(account, raws)
    return DeliveriesAccepted(len(accepted), sum(each.new for each in accepted))


ROUTES = [deliver]
