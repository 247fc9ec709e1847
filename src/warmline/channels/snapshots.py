"""What screens hold of this slice, in the shape in which GET gives it."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.channels import store
from warmline.channels.schemas import ChannelAccountView, EnvelopeView
from warmline.kit.db import Conn
from warmline.realtime import Loader


async def channel_accounts(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, ChannelAccountView]:
    """Channel accounts by id, for those who manage them."""
    if not actor.may("channel.manage"):
        return {}
    return {each.id: ChannelAccountView.of(each) for each in await store.accounts_by_ids(conn, actor.org_id, ids)}


async def envelopes(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, EnvelopeView]:
    """Envelopes by id, for those who may see them."""
    if not actor.may("envelope.read"):
        return {}
    return {each.id: EnvelopeView.of(each) for each in await store.envelopes_by_ids(conn, actor.org_id, ids)}


SNAPSHOTS: dict[str, Loader] = {"channel_account": channel_accounts, "envelope": envelopes}
