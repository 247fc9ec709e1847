"""How an actor sees canned responses."""

from collections.abc import Mapping
from uuid import UUID

from warmline.accounts import Actor
from warmline.desk.canned import store
from warmline.desk.canned.errors import CannedResponseNotFound
from warmline.desk.canned.model import CannedResponse
from warmline.kit.db import Conn
from warmline.realtime import Loader

READ = ("interaction.work", "vocabulary.manage")


async def canned_responses(conn: Conn, actor: Actor, ids: list[UUID]) -> Mapping[UUID, CannedResponse]:
    """Texts, for those whose they are to use."""
    return await store.by_id(conn, actor, ids) if actor.may(*READ) else {}


async def visible_canned(conn: Conn, actor: Actor, canned_id: UUID) -> CannedResponse:
    """The text, or ``CannedResponseNotFound``."""
    actor.need(*READ)
    found = await store.by_id(conn, actor, [canned_id])
    if canned_id not in found:
        raise CannedResponseNotFound(id=canned_id)
    return found[canned_id]


SNAPSHOTS: dict[str, Loader] = {"canned_response": canned_responses}
