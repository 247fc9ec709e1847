"""Who may see those who work here, and who may give which rights: nobody gives what they do not have."""

from collections.abc import Iterable
from uuid import UUID

from warmline.accounts.actor import Actor
from warmline.accounts.errors import LastAdministrator, PermissionsBeyondYours, PermissionsUnknown
from warmline.accounts.model import beyond, unknown
from warmline.accounts.store import entries, people
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid

MANAGE = "org.manage"
READERS = (MANAGE, "queue.read", "case.read", "case.read_team", "audit.read")


def need_directory(actor: Actor) -> None:
    """Colleagues see each other; programs need a reason to."""
    if actor.agent_id is None:
        actor.need(*READERS)


def need_all(actor: Actor, permissions: Iterable[str]) -> None:
    """Refuse permissions that do not exist, or that the actor does not have."""
    wanted = list(permissions)
    if missing := unknown(wanted):
        raise PermissionsUnknown(permissions=", ".join(missing))
    if more := beyond(wanted, actor.permissions):
        raise PermissionsBeyondYours(permissions=", ".join(more))


async def need_roles(conn: Conn, actor: Actor, role_ids: Iterable[UUID]) -> None:
    """The roles exist, and the actor may give them."""
    wanted = set(role_ids)
    roles = await entries.roles_by_id(conn, actor.org_id, wanted)
    if missing := wanted - roles.keys():
        raise Invalid.field("role_ids", f"there is no role {min(missing)}")
    need_all(actor, [each for role in roles.values() for each in role.permissions])


async def need_power_over(conn: Conn, actor: Actor, *agent_ids: UUID) -> None:
    """The actor may do all that these agents may: else a lesser one could act through them."""
    held = await people.permissions_of_agents(conn, actor.org_id, agent_ids)
    need_all(actor, [each for permissions in held.values() for each in permissions])


async def keep_an_administrator(conn: Conn, actor: Actor) -> None:
    """Refuse, after a change of rights, to leave nobody with all permissions. Call ``guard_administrators`` before."""
    if await people.count_administrators(conn, actor.org_id) == 0:
        raise LastAdministrator()
