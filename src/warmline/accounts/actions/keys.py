"""API keys: shown once, kept as a hash, never stronger than who made them."""

from uuid import UUID

import msgspec

from warmline.accounts import events, tokens
from warmline.accounts.actions.rights import need_all
from warmline.accounts.actor import Actor
from warmline.accounts.model import ApiKey, NewKey
from warmline.accounts.store import entries
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, NotFound
from warmline.kit.events import publish
from warmline.kit.ids import new_id

MANAGE = "key.manage"


class IssuedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A new API key. ``secret`` is shown now or never."""

    key: ApiKey
    secret: str


async def visible_key(conn: Conn, actor: Actor, key_id: UUID) -> ApiKey:
    """The key, if the actor may see it."""
    actor.need(MANAGE)
    found = await entries.keys_by_id(conn, actor.org_id, [key_id])
    if key_id not in found:
        raise NotFound(kind="API key", id=key_id)
    return found[key_id]


async def list_keys(conn: Conn, actor: Actor, *, after: UUID | None = None, limit: int = 1000) -> list[ApiKey]:
    """A page of keys, by id, those that have ended too."""
    actor.need(MANAGE)
    return await entries.list_keys(conn, actor.org_id, after=after, size=limit)


async def create_key(conn: Conn, actor: Actor, *, new: NewKey) -> IssuedKey:
    """Make a key with permissions that the actor has."""
    actor.need(MANAGE)
    need_all(actor, new.scopes)
    if new.expires_at is not None and (new.expires_at.tzinfo is None or new.expires_at <= clock.now()):
        raise Invalid.field("expires_at", "give a time that is to come, with its zone")
    id_, secret = new_id(), tokens.new_key(actor.org_id)
    new = msgspec.structs.replace(new, scopes=sorted(set(new.scopes)))
    await entries.insert_key(
        conn,
        actor.org_id,
        id_,
        new,
        prefix=tokens.key_prefix(secret),
        key_hash=tokens.digest(secret),
        created_by=actor.ref,
    )
    after = {"name": new.name, "scopes": new.scopes, "expires_at": new.expires_at}
    event = events.ApiKeyCreated(api_key_id=id_, after=after)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return IssuedKey(key=await visible_key(conn, actor, id_), secret=secret)


async def revoke_key(conn: Conn, actor: Actor, key_id: UUID) -> ApiKey:
    """End a key now; one that has ended stays so."""
    key = await visible_key(conn, actor, key_id)
    if await entries.revoke_key(conn, actor.org_id, key_id):
        event = events.ApiKeyRevoked(api_key_id=key_id, before={"name": key.name})
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_key(conn, actor, key_id)
