"""One's second factor: set it up, confirm it, renew its recovery codes, switch it off; and take it from somebody."""

from uuid import UUID

import msgspec

from warmline.accounts import events, factors, passwords, tokens
from warmline.accounts.actions.agents import ended, lock_agent
from warmline.accounts.actions.attempts import count_own, forgive_own
from warmline.accounts.actions.codes import take_code, take_step
from warmline.accounts.actions.rights import MANAGE, need_power_over
from warmline.accounts.actor import Actor
from warmline.accounts.errors import (
    SecondFactorMissing,
    SecondFactorThere,
    SecondFactorYours,
    SessionOnly,
)
from warmline.accounts.installation import Installation
from warmline.accounts.model import Agent, SecondFactor
from warmline.accounts.shapes import setting
from warmline.accounts.store import factors as store
from warmline.accounts.store import people
from warmline.kit.crypto import SecretUnreadable, Vault
from warmline.kit.db import Conn, Database
from warmline.kit.errors import Invalid
from warmline.kit.events import Event, publish

REQUIRED = "second_factor_required"
setting(REQUIRED, bool)


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A secret that waits to be confirmed. It is shown now or never."""

    secret: str
    uri: str


async def my_second_factor(conn: Conn, actor: Actor) -> SecondFactor:
    """Whether one has a second factor, and must."""
    agent = await _me(conn, actor)
    organization = await people.organization(conn, actor.org_id)
    return SecondFactor(
        since=agent.second_factor_at,
        recovery_codes=await store.count_recovery_codes(conn, actor.org_id, agent.id),
        required=organization is not None and organization.settings.get(REQUIRED) is True,
    )


async def begin(db: Database, actor: Actor, installation: Installation, *, password: str) -> Begun:
    """Make a secret for one's authenticator. It does not count until ``confirm``; another call makes another."""
    agent_id = await _attempt(db, actor, installation)
    async with db.transaction(actor.org_id) as conn:
        await _prove(conn, actor, agent_id, password)
        agent = await lock_agent(conn, actor, agent_id)
        organization = await people.organization(conn, actor.org_id)
        if agent.second_factor_at is not None:
            raise SecondFactorThere()
        secret = factors.new_secret()
        sealed = installation.vault.seal(secret.encode(), place=factors.place(actor.org_id, agent_id))
        await store.put_pending(conn, actor.org_id, agent_id, sealed)
    await forgive_own(db, actor.org_id, agent_id)
    issuer = organization.name if organization else "Warmline"
    return Begun(secret=secret, uri=factors.uri(secret, account=agent.email, issuer=issuer))


async def confirm(
    db: Database, actor: Actor, installation: Installation, *, code: str, cookie: str | None
) -> list[str]:
    """Show by a code that the authenticator has the secret: from now on it counts. The recovery codes, shown now or
    never. One's other sessions end, for they were opened without it."""
    agent_id = await _attempt(db, actor, installation)
    async with db.transaction(actor.org_id) as conn:
        agent = await lock_agent(conn, actor, agent_id)
        if agent.second_factor_at is not None:
            raise SecondFactorThere()
        if await store.second_factor(conn, actor.org_id, agent_id) is None:
            raise SecondFactorMissing()
        if not await take_step(conn, installation.vault, actor.org_id, agent_id, code):
            raise _wrong_code()
        await store.set_second_factor(conn, actor.org_id, agent_id, True)
        codes = await _renew(conn, actor, agent_id)
        keep = tokens.digest(cookie) if cookie else None
        gone = await ended(conn, actor, agent_id, "second_factor_set", keep=keep)
        await _tell(conn, actor, events.SecondFactorSet(agent_id=agent_id), *gone)
    await forgive_own(db, actor.org_id, agent_id)
    return codes


async def renew_codes(db: Database, actor: Actor, installation: Installation, *, password: str, code: str) -> list[str]:
    """New recovery codes; the former ones open nothing any more."""
    agent_id = await _attempt(db, actor, installation)
    async with db.transaction(actor.org_id) as conn:
        await _prove(conn, actor, agent_id, password, installation.vault, code)
        codes = await _renew(conn, actor, agent_id)
        await _tell(conn, actor, events.RecoveryCodesRenewed(agent_id=agent_id))
    await forgive_own(db, actor.org_id, agent_id)
    return codes


async def switch_off(db: Database, actor: Actor, installation: Installation, *, password: str, code: str) -> None:
    """One needs no code any more."""
    agent_id = await _attempt(db, actor, installation)
    async with db.transaction(actor.org_id) as conn:
        await _prove(conn, actor, agent_id, password, installation.vault, code)
        await _drop(conn, actor, agent_id)
    await forgive_own(db, actor.org_id, agent_id)


async def remove_second_factor(conn: Conn, actor: Actor, agent_id: UUID) -> Agent:
    """Take the second factor from somebody who lost it. All their sessions end."""
    actor.need(MANAGE)
    if agent_id == actor.agent_id:
        raise SecondFactorYours()
    agent = await lock_agent(conn, actor, agent_id)
    await need_power_over(conn, actor, agent_id)
    if agent.second_factor_at is None:
        return agent
    await _drop(conn, actor, agent_id, *await ended(conn, actor, agent_id, "second_factor_removed"))
    return (await people.agents_by_id(conn, actor.org_id, [agent_id]))[agent_id]


async def reseal_factors(conn: Conn, actor: Actor, vault: Vault) -> int:
    """Seal all secrets under the present key, so that an older one can be dropped; how many that changed."""
    changed = 0
    for row in await store.second_factors(conn, actor.org_id):
        if vault.is_current(row["secret"]):
            continue
        place = factors.place(actor.org_id, row["agent_id"])
        try:
            secret = vault.seal(vault.open(row["secret"], place=place), place=place)
        except SecretUnreadable:
            # No key opens it; recovery codes still work.
            continue
        await store.reseal(conn, actor.org_id, row["agent_id"], secret=secret, was=row["secret"])
        changed += 1
    return changed


async def _attempt(db: Database, actor: Actor, installation: Installation) -> UUID:
    if actor.agent_id is None:
        raise SessionOnly()
    await count_own(db, actor.org_id, actor.agent_id, installation.limits)
    return actor.agent_id


async def _prove(
    conn: Conn, actor: Actor, agent_id: UUID, password: str, vault: Vault | None = None, code: str = ""
) -> None:
    """The password is theirs, and with a vault the code too. A session alone may be somebody else's by now."""
    if not await passwords.is_password(password, await people.stored_hash(conn, actor.org_id, agent_id)):
        raise Invalid.field("password", "this is not your password")
    if vault is None:
        return
    if (await lock_agent(conn, actor, agent_id)).second_factor_at is None:
        raise SecondFactorMissing()
    if not await take_code(conn, vault, actor.org_id, agent_id, code, request_id=actor.request_id):
        raise _wrong_code()


def _wrong_code() -> Invalid:
    return Invalid.field("code", "this code is wrong, has been used, or is too old")


async def _me(conn: Conn, actor: Actor) -> Agent:
    if actor.agent_id is None:
        raise SessionOnly()
    return (await people.agents_by_id(conn, actor.org_id, [actor.agent_id]))[actor.agent_id]


async def _renew(conn: Conn, actor: Actor, agent_id: UUID) -> list[str]:
    codes = factors.new_recovery_codes()
    await store.replace_recovery_codes(conn, actor.org_id, agent_id, factors.digests(actor.org_id, agent_id, codes))
    return codes


async def _drop(conn: Conn, actor: Actor, agent_id: UUID, *told: Event) -> None:
    await store.delete_second_factor(conn, actor.org_id, agent_id)
    await store.set_second_factor(conn, actor.org_id, agent_id, False)
    await _tell(conn, actor, events.SecondFactorRemoved(agent_id=agent_id), *told)


async def _tell(conn: Conn, actor: Actor, *told: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, told, request_id=actor.request_id)
