"""The rules of continuity: one function per query."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.governance.continuity import ContinuityPolicy, NewContinuityPolicy, Switch
from warmline.governance.store.sql import SQL
from warmline.kit.db import Conn

COLUMNS = ContinuityPolicy.__struct_fields__


def _policy(row: Any) -> ContinuityPolicy:
    return msgspec.convert({name: row[name] for name in COLUMNS}, ContinuityPolicy)


async def policies(
    conn: Conn, org_id: UUID, *, after: UUID | None, size: int, switch: str | None
) -> list[ContinuityPolicy]:
    """A page, in the order in which they were made."""
    rows = await SQL.list_continuity_policies(conn, org_id=org_id, after=after, size=size, switch=switch)
    return [_policy(row) for row in rows]


async def policies_by_id(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[ContinuityPolicy]:
    """These rules."""
    return [_policy(row) for row in await SQL.continuity_policies_by_id(conn, org_id=org_id, ids=list(ids))]


async def policies_for(conn: Conn, org_id: UUID, kinds: Sequence[str]) -> list[ContinuityPolicy]:
    """The rules for these kinds of switch."""
    return [_policy(row) for row in await SQL.continuity_policies_for(conn, org_id=org_id, switches=list(kinds))]


async def insert_policy(conn: Conn, org_id: UUID, new: NewContinuityPolicy) -> ContinuityPolicy | None:
    """The new rule; None where there is one for the same switch."""
    values = msgspec.structs.asdict(new) | {"fields": msgspec.to_builtins(new.fields)}
    row = await SQL.insert_continuity_policy(conn, org_id=org_id, **values)
    return _policy(row) if row else None


async def lock_policy(conn: Conn, org_id: UUID, policy_id: UUID) -> ContinuityPolicy | None:
    """One rule, locked until commit, or None."""
    row = await SQL.lock_continuity_policy(conn, org_id=org_id, id=policy_id)
    return _policy(row) if row else None


async def lock_policy_for(conn: Conn, org_id: UUID, switch: Switch) -> ContinuityPolicy | None:
    """The rule for exactly this switch, locked until commit, or None."""
    row = await SQL.lock_continuity_policy_for(
        conn, org_id=org_id, switch=switch.kind, from_value=switch.from_value, to_value=switch.to_value
    )
    return _policy(row) if row else None


async def update_policy(conn: Conn, org_id: UUID, policy: ContinuityPolicy) -> ContinuityPolicy:
    """The rule as it is now."""
    row = await SQL.update_continuity_policy(
        conn,
        org_id=org_id,
        id=policy.id,
        name=policy.name,
        owner_team_id=policy.owner_team_id,
        fields=policy.fields,
    )
    return _policy(row)


async def delete_policy(conn: Conn, org_id: UUID, policy_id: UUID) -> None:
    """The rule is gone."""
    await SQL.delete_continuity_policy(conn, org_id=org_id, id=policy_id)


async def team_exists(conn: Conn, org_id: UUID, team_id: UUID) -> bool:
    """Whether there is such a team."""
    return bool(await SQL.team_is_there(conn, org_id=org_id, id=team_id))


async def queue_exists(conn: Conn, org_id: UUID, queue_id: UUID) -> bool:
    """Whether there is such a queue."""
    return bool(await SQL.queue_is_there(conn, org_id=org_id, id=queue_id))
