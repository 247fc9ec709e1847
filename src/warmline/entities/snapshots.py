"""What screens are sent after a pattern changed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.entities import store
from warmline.kit.db import Conn


async def patterns(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Patterns by id; everybody who works here may see them."""
    return {each.id: each for each in await store.patterns_by_id(conn, actor.org_id, ids)}


SNAPSHOTS = {"entity_pattern": patterns}
