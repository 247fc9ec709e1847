"""Organisations: begin one, see it, change it."""

import msgspec

from warmline.accounts import events, passwords
from warmline.accounts.actions.agents import create_agent
from warmline.accounts.actions.zones import check_time_zone
from warmline.accounts.actor import Actor, system
from warmline.accounts.model import (
    ADMINISTRATOR,
    BUILT_IN_ROLES,
    Agent,
    NewAgent,
    Organization,
    OrganizationChange,
    difference,
    given,
)
from warmline.accounts.shapes import check_settings
from warmline.accounts.store import entries, people
from warmline.kit.db import Conn, Database
from warmline.kit.errors import NotFound, Stale
from warmline.kit.events import SQL, publish
from warmline.kit.ids import new_id


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A new organisation. ``password`` is what the administrator signs in with where none was given; it is shown now
    or never."""

    organization: Organization
    administrator: Agent
    password: str | None


async def create_organization(
    conn: Conn,
    *,
    name: str,
    admin_email: str,
    admin_password: str | None = None,
    admin_name: str = "Administrator",
    locale: str = "en",
    time_zone: str = "UTC",
) -> Begun:
    """Begin an organisation, with the roles that all have and its first administrator.

    The transaction must work for the new id: ``async with db.transaction(new_id()) as conn``.
    """
    check_time_zone(time_zone)
    org_id = await people.current_organization(conn)
    actor = system(org_id, "setup")
    await people.insert_organization(conn, org_id, name=name, locale=locale, time_zone=time_zone)
    role_ids = {code: new_id() for code, _, _ in BUILT_IN_ROLES}
    for code, title, permissions in BUILT_IN_ROLES:
        await entries.insert_role(conn, org_id, role_ids[code], code=code, name=title, permissions=list(permissions))
    await publish(
        conn,
        org_id,
        actor.ref,
        [events.OrganizationCreated(organization_id=org_id)]
        + [events.RoleCreated(role_id=id_, after={"code": code}) for code, id_ in role_ids.items()],
    )
    password = admin_password or passwords.new_password()
    administrator = await create_agent(
        conn,
        actor,
        new=NewAgent(
            email=admin_email,
            name=admin_name,
            password=password,
            role_ids=[role_ids[ADMINISTRATOR]],
            locale=locale,
            time_zone=time_zone,
        ),
    )
    return Begun(
        organization=await organization(conn, actor),
        administrator=administrator,
        password=None if admin_password else password,
    )


async def organization(conn: Conn, actor: Actor) -> Organization:
    """The actor's own."""
    found = await people.organization(conn, actor.org_id)
    if found is None:
        raise NotFound(kind="organization", id=actor.org_id)
    return found


async def organizations(db: Database) -> list[Organization]:
    """All that are on this installation, oldest first: for whoever runs it."""
    async with db.transaction(None) as conn:
        ids = [row["org_id"] for row in await SQL.organization_ids(conn)]
    found = []
    for org_id in ids:
        async with db.transaction(org_id) as conn:
            found.append(await organization(conn, system(org_id, "setup")))
    return found


async def update_organization(
    conn: Conn, actor: Actor, *, change: OrganizationChange, expected: int | None = None
) -> Organization:
    """Change the organisation; ``expected`` is the version that the change is based on."""
    actor.need("org.manage")
    old = await people.lock_organization(conn, actor.org_id)
    if old is None:
        raise NotFound(kind="organization", id=actor.org_id)
    if expected not in (None, old.version):
        raise Stale(kind="organization")
    before = {name: getattr(old, name) for name in ("name", "locale", "time_zone", "settings")}
    wanted = given(change)
    if "time_zone" in wanted:
        check_time_zone(wanted["time_zone"])
    if "settings" in wanted:
        check_settings(wanted["settings"])
        merged = old.settings | wanted["settings"]
        wanted["settings"] = {name: value for name, value in merged.items() if value is not None}
    was, becomes = difference(before, wanted)
    if becomes:
        await people.update_organization(conn, actor.org_id, before | wanted)
        event = events.OrganizationUpdated(organization_id=actor.org_id, before=was, after=becomes)
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await organization(conn, actor)
