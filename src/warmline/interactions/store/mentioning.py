"""Who may see a contact: asked of the database for everybody at once, by the same rule as the guard's."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


class Onlooker(msgspec.Struct, frozen=True, kw_only=True):
    """An agent who may see a contact."""

    id: UUID
    name: str
    team_ids: list[UUID]


async def who_may_see(
    conn: Conn, org_id: UUID, interaction_id: UUID, *, among: Sequence[UUID] | None = None
) -> list[Onlooker]:
    """Active agents who may see the contact, by name; ``among`` are agents, and teams of which they are members."""
    ids = None if among is None else list(among)
    rows = await SQL.who_may_see(conn, org_id=org_id, interaction_id=interaction_id, ids=ids)
    return [Onlooker(**row) for row in rows]
