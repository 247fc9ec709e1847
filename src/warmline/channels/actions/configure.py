"""Set up channel accounts, change them, and tell whether they work."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from warmline.accounts import Actor
from warmline.channels import health_store, store, washing
from warmline.channels import settings as shapes
from warmline.channels.errors import AccountExists
from warmline.channels.events import ChannelAccountCreated, ChannelAccountHealthChanged, ChannelAccountUpdated
from warmline.channels.model import ChannelAccount, NewAccount
from warmline.channels.registry import Registry
from warmline.kit import events
from warmline.kit.crypto import SecretUnreadable
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, NotFound, Stale
from warmline.kit.events import Event

LONGEST_PROBLEM = 500
MOST = 1_000_000
PLAIN = ("name", "address", "queue_id", "active")


async def create_account(conn: Conn, actor: Actor, registry: Registry, new: NewAccount) -> ChannelAccount:
    """Set up an inbox. Raises ``SettingsRefused``, ``ConnectorMissing``, ``ChannelMissing``, ``AccountExists``."""
    actor.need("channel.manage")
    registry.channel(new.connector, new.channel)
    manifest = registry.get(new.connector).manifest
    plain, secrets = shapes.split(manifest, shapes.check(manifest, new.settings))
    new = msgspec.structs.replace(new, name=_name(new.name), address=new.address.strip(), settings=plain)
    try:
        account = await store.insert_account(conn, actor.org_id, **msgspec.structs.asdict(new))
    except asyncpg.ForeignKeyViolationError as error:
        raise _no_queue() from error
    if account is None:
        raise AccountExists(connector=new.connector, channel=new.channel, address=new.address)
    if secrets:
        account = await store.set_secrets(conn, actor.org_id, account.id, registry.seal(account, secrets))
    after = {"connector": new.connector, "channel": new.channel, "settings": account.settings} | _plain(account)
    created = ChannelAccountCreated(account_id=account.id, connector=new.connector, channel=new.channel, after=after)
    await _publish(conn, actor, created)
    return account


async def account_for(
    conn: Conn, actor: Actor, registry: Registry, connector: str, channel: str, address: str
) -> ChannelAccount:
    """The account with this address, set up with the connector's defaults where there is none, which takes
    ``channel.manage``."""
    actor.need("channel.manage", "interaction.create")
    address = address.strip()
    found = await store.account_by_address(conn, actor.org_id, connector, channel, address)
    if found is not None:
        return found
    try:
        new = NewAccount(connector=connector, channel=channel, name=address or channel, address=address)
        return await create_account(conn, actor, registry, new)
    except AccountExists:
        # Another did so in the meantime, and has committed: the insert waited for that.
        found = await store.account_by_address(conn, actor.org_id, connector, channel, address)
        assert found is not None, "accounts are never deleted"
        return found


async def list_accounts(conn: Conn, actor: Actor) -> list[ChannelAccount]:
    """All accounts, switched on or off, oldest first."""
    actor.need("channel.manage")
    return await store.list_accounts(conn, actor.org_id, None, MOST)


async def accounts_of_contacts(
    conn: Conn, actor: Actor, connector: str, external_ids: Sequence[str]
) -> dict[str, UUID]:
    """Of these external ids, those under which an account of the connector was sent something, and which account."""
    actor.need("interaction.create", "channel.manage")
    return await store.accounts_of_contacts(conn, actor.org_id, connector, external_ids)


async def update_account(
    conn: Conn, actor: Actor, registry: Registry, account_id: UUID, *, expected: int | None = None,
    settings: Mapping[str, Any] | None = None, **changes: Any,
) -> ChannelAccount:  # fmt: skip
    """Change name, address, queue_id, active and settings.

    What is not named stays, and a setting of null goes back to its default. Raises ``Stale`` where the account has
    another version than ``expected``, and what ``create_account`` raises.
    """
    actor.need("channel.manage")
    old = await store.lock_account(conn, actor.org_id, account_id)
    if old is None:
        raise NotFound(kind="channel account", id=account_id)
    if expected is not None and expected != old.version:
        raise Stale(kind="channel account")
    new = _changed(old, changes)
    if settings is not None:
        new = with_settings(registry, new, settings)
    if new == old:
        return old
    columns = {name: getattr(new, name) for name in (*PLAIN, "settings", "secrets")}
    with _promises(new):
        saved = await store.update_account(conn, actor.org_id, account_id, **columns)
    if (new.settings, new.secrets, new.address) != (old.settings, old.secrets, old.address):
        # What was found of the account as it was says nothing of it as it is.
        await health_store.forget_checks(conn, actor.org_id, account_id, ["test", "sending"])
    await _publish(conn, actor, _update(old, saved))
    return saved


async def visible_account(conn: Conn, actor: Actor, account_id: UUID) -> ChannelAccount:
    """The account; raises ``NotFound``."""
    actor.need("channel.manage")
    found = await store.account_by_id(conn, actor.org_id, account_id)
    if found is None:
        raise NotFound(kind="channel account", id=account_id)
    return found


async def report_health(conn: Conn, actor: Actor, account_id: UUID, problem: str | None) -> None:
    """Note what is wrong with an account, or None where it works. Announced only where that is news."""
    problem = problem and washing.text(problem)[:LONGEST_PROBLEM]
    if await store.set_health(conn, actor.org_id, account_id, problem):
        await _publish(conn, actor, ChannelAccountHealthChanged(account_id=account_id, healthy=problem is None))


async def reseal_accounts(conn: Conn, actor: Actor, registry: Registry) -> int:
    """Seal all secrets under the present key, so that an older one can be dropped; how many accounts that changed.

    What no key opens is left: its account shows that as its problem.
    """
    actor.need("channel.manage")
    changed = 0
    for account in await store.list_accounts(conn, actor.org_id, None, MOST):
        if not registry.is_current(account):
            changed += await _reseal(conn, actor, registry, account)
    return changed


async def _reseal(conn: Conn, actor: Actor, registry: Registry, account: ChannelAccount) -> bool:
    try:
        secrets = {name: registry.secret(account, name) for name in account.secrets}
    except SecretUnreadable:
        return False
    await store.set_secrets(conn, actor.org_id, account.id, registry.seal(account, secrets))
    await _publish(conn, actor, ChannelAccountUpdated(account_id=account.id, secrets=tuple(sorted(secrets))))
    return True


@contextmanager
def _promises(account: ChannelAccount) -> Iterator[None]:
    """What the database refuses, in the caller's words."""
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        raise AccountExists(connector=account.connector, channel=account.channel, address=account.address) from error
    except asyncpg.ForeignKeyViolationError as error:
        raise _no_queue() from error


def _no_queue() -> Invalid:
    return Invalid.field("queue_id", "is no queue of this organisation")


def _name(name: str) -> str:
    if not name.strip():
        raise Invalid.field("name", "is empty")
    return name.strip()


def _plain(account: ChannelAccount) -> dict[str, Any]:
    return {name: getattr(account, name) for name in PLAIN}


def _changed(old: ChannelAccount, changes: Mapping[str, Any]) -> ChannelAccount:
    values = dict(changes)
    if "name" in values:
        values["name"] = _name(values["name"])
    if "address" in values:
        values["address"] = values["address"].strip()
    return msgspec.structs.replace(old, **values)


def with_settings(registry: Registry, old: ChannelAccount, changes: Mapping[str, Any]) -> ChannelAccount:
    """The account with these settings changed; secrets that are not named are the stored ones, and those are never sent
    elsewhere."""
    manifest = registry.get(old.connector).manifest
    kept = {name: _kept(registry, old, name) for name in old.secrets if name not in changes}
    plain, secrets = shapes.split(manifest, shapes.check(manifest, shapes.merge({**old.settings, **kept}, changes)))
    shapes.guard_secrets(manifest, old.settings, plain, kept, changes)
    # What did not change keeps its seal, so that a change of the name alone is no change of a secret.
    fresh = {name: value for name, value in secrets.items() if name not in kept}
    sealed = {name: old.secrets[name] for name in kept if name in secrets} | registry.seal(old, fresh)
    return msgspec.structs.replace(old, settings=plain, secrets=sealed)


def _kept(registry: Registry, account: ChannelAccount, name: str) -> Any:
    try:
        return registry.secret(account, name)
    except SecretUnreadable as error:
        raise Invalid.field(f"settings.{name}", error.message) from error


def _update(old: ChannelAccount, new: ChannelAccount) -> ChannelAccountUpdated:
    before, after = _plain(old), _plain(new)
    changed, settings = _differing(before, after), _differing(old.settings, new.settings)
    was: dict[str, Any] = {name: before[name] for name in changed}
    becomes: dict[str, Any] = {name: after[name] for name in changed}
    if settings:
        # Secret ones are never among them; of those only the names are told.
        was["settings"] = {name: old.settings.get(name) for name in settings}
        becomes["settings"] = {name: new.settings.get(name) for name in settings}
    return ChannelAccountUpdated(
        account_id=new.id,
        settings=settings,
        secrets=_differing(old.secrets, new.secrets),
        before=was,
        after=becomes,
    )


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


async def _publish(conn: Conn, actor: Actor, event: Event) -> None:
    await events.publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
