"""What the realtime channel sends of vocabularies, templates and rules: the same as fetching them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.governance.store import continuity
from warmline.governance.store import words as store
from warmline.kit.db import Conn

Loader = Callable[[Conn, Actor, list[UUID]], Awaitable[dict[UUID, Any]]]


def _loader(fetch: Callable[[Conn, UUID, Sequence[UUID]], Awaitable[Sequence[Any]]]) -> Loader:
    async def load(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
        return {each.id: each for each in await fetch(conn, actor.org_id, ids)}

    return load


# Everybody who works in an organisation may see its words.
SNAPSHOTS: dict[str, Loader] = {
    "vocabulary": _loader(store.vocabularies_by_id),
    "term": _loader(store.terms_by_id),
    "capture_template": _loader(store.templates_by_id),
    "continuity_policy": _loader(continuity.policies_by_id),
}
