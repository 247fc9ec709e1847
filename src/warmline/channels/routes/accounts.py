"""Channel accounts over HTTP: what can be set up, what is, and how it fares."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import Actor
from warmline.channels import store
from warmline.channels.actions.configure import create_account, update_account, visible_account
from warmline.channels.exchange import Channels
from warmline.channels.model import NewAccount
from warmline.channels.schemas import ChannelAccountChange, ChannelAccountView, Connectors, ConnectorView
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["channels"]
Acting = NamedDependency[Actor]
Wired = NamedDependency[Channels]


@get("/connectors", operation_id="list_connectors", tags=TAGS)
async def list_connectors(actor: Acting, channels: Wired) -> Connectors:
    """The installed connectors with the JSON Schema of their settings, and those that cannot be used."""
    actor.need("channel.manage")
    manifests = [each.manifest for _, each in sorted(channels.registry.connectors.items())]
    return Connectors([ConnectorView.of(each) for each in manifests], channels.registry.problems)


@get("/channels", operation_id="list_channel_accounts", tags=TAGS)
async def list_channel_accounts(
    db: Db, actor: Acting, limit: Limit = 50, after: After = None
) -> Page[ChannelAccountView]:
    """Channel accounts, oldest first."""
    actor.need("channel.manage")
    place = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        rows = await store.list_accounts(conn, actor.org_id, place[0] if place else None, limit + 1)
    return page([ChannelAccountView.of(each) for each in rows], limit, key=lambda each: (each.id,))


@get("/channels/{account_id:uuid}", operation_id="get_channel_account", tags=TAGS)
async def get_channel_account(db: Db, actor: Acting, account_id: FromPath[UUID]) -> Response[ChannelAccountView]:
    """One channel account."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(ChannelAccountView.of(await visible_account(conn, actor, account_id)))


@post("/channels", operation_id="create_channel_account", tags=TAGS, status_code=201)
async def create_channel_account(
    db: Db, actor: Acting, channels: Wired, data: JSONBody[NewAccount]
) -> Response[ChannelAccountView]:
    """Set up an inbox. Its settings are those of its connector; secret ones are stored encrypted and never shown."""
    async with db.transaction(actor.org_id) as conn:
        account = await create_account(conn, actor, channels.registry, data)
    location = f"/api/v1/channels/{account.id}"
    return tagged(ChannelAccountView.of(account), status_code=201, location=location)


@patch("/channels/{account_id:uuid}", operation_id="update_channel_account", tags=TAGS)
async def update_channel_account(
    request: Request[Any, Any, Any],
    db: Db,
    actor: Acting,
    channels: Wired,
    account_id: FromPath[UUID],
    data: JSONBody[ChannelAccountChange],
) -> Response[ChannelAccountView]:
    """Change an account, or switch it on or off. Connectors notice within seconds."""
    expected = expected_version(request)
    async with db.transaction(actor.org_id) as conn:
        changes = data.given()
        account = await update_account(conn, actor, channels.registry, account_id, expected=expected, **changes)
    return tagged(ChannelAccountView.of(account))


ROUTES = [
    list_connectors,
    list_channel_accounts,
    get_channel_account,
    create_channel_account,
    update_channel_account,
]
