"""The organisation's thresholds of identity: what is set, what is in force, and setting them."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor, OrganizationChange, organization, setting, update_organization
from warmline.customers import store
from warmline.customers.duplicates.model import Policy
from warmline.customers.errors import IdentityThresholdsCrossed
from warmline.customers.model import Thresholds
from warmline.kit.db import Conn
from warmline.kit.log import logger

NAME = "identity"
setting(NAME, Policy)
READ = ("customer.read", "org.manage")
MANAGE = "org.manage"
log = logger(__name__)


class IdentitySettings(msgspec.Struct, frozen=True, kw_only=True):
    """The thresholds in force; ``version`` is the organisation's."""

    in_force: Policy
    version: int


async def thresholds(conn: Conn, org_id: UUID) -> Thresholds:
    """What is in force. What nobody can read, since it was written around this door, counts as not set: contacts come
    in whatever stands there."""
    kept = await store.identity_settings(conn, org_id)
    try:
        found = msgspec.convert(kept, Thresholds)
    except msgspec.ValidationError as error:
        log.warning("identity.settings_unreadable", org_id=str(org_id), problem=str(error))
        return Thresholds()
    return msgspec.structs.replace(found, suggest=min(found.suggest, found.link))


async def current(conn: Conn, actor: Actor) -> IdentitySettings:
    """What is in force, and the version to base a change on."""
    actor.need(*READ)
    found = await organization(conn, actor)
    try:
        policy = msgspec.convert(found.settings.get(NAME) or {}, Policy)
    except msgspec.ValidationError as error:
        log.warning("identity.settings_unreadable", org_id=str(actor.org_id), problem=str(error))
        policy = Policy()
    return IdentitySettings(in_force=policy, version=found.version)


async def change(conn: Conn, actor: Actor, wanted: Policy, *, expected: int | None = None) -> IdentitySettings:
    """Set all of it anew; ``expected`` is the organisation's version that the change is based on. Raises
    ``IdentityThresholdsCrossed``."""
    actor.need(MANAGE)
    if wanted.suggest > wanted.link:
        raise IdentityThresholdsCrossed(link=wanted.link, suggest=wanted.suggest)
    # Only what differs from the default is kept, so that a better default of a later version takes effect.
    default: dict[str, Any] = msgspec.to_builtins(Policy())
    kept = {name: value for name, value in msgspec.to_builtins(wanted).items() if value != default[name]}
    await update_organization(conn, actor, change=OrganizationChange(settings={NAME: kept or None}), expected=expected)
    return await current(conn, actor)
