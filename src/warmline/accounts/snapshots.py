"""Entities as an actor sees them, for the live sockets: the same shapes that the API gives."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from warmline.accounts.actions.rights import READERS
from warmline.accounts.actions.roles import READ
from warmline.accounts.actor import Actor
from warmline.accounts.store import entries, people
from warmline.kit.db import Conn

Loader = Callable[[Conn, Actor, list[UUID]], Awaitable[dict[UUID, Any]]]
Fetch = Callable[[Conn, UUID, list[UUID]], Awaitable[dict[UUID, Any]]]


def _directory(fetch: Fetch) -> Loader:
    async def load(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
        allowed = actor.agent_id is not None or actor.may(*READERS)
        return await fetch(conn, actor.org_id, ids) if allowed else {}

    return load


async def _roles(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
    return dict(await entries.roles_by_id(conn, actor.org_id, ids)) if actor.may(*READ) else {}


async def _organization(conn: Conn, actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
    found = await people.organization(conn, actor.org_id)
    return {found.id: found} if found and found.id in ids else {}


SNAPSHOTS: dict[str, Loader] = {
    "agent": _directory(people.agents_by_id),
    "team": _directory(entries.teams_by_id),
    "skill": _directory(entries.skills_by_id),
    "role": _roles,
    "organization": _organization,
}
