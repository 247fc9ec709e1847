"""Accounts: settings are checked field by field, secrets are sealed and never come back."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.channels.conftest import SECRET
from tests.channels.views import NoView
from tests.conftest import logged
from warmline.accounts import Actor
from warmline.channels import (
    PERIODIC,
    ChannelAccount,
    Channels,
    NewAccount,
    Registry,
    account_for,
    create_account,
    report_health,
    reseal_accounts,
    update_account,
    visible_account,
)
from warmline.channels.errors import AccountExists, SettingsRefused
from warmline.kit.crypto import SecretUnreadable, Vault
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden, Invalid, NotFound, Stale

NEW = NewAccount(connector="probe", channel="probe", name="Probe", settings={"signing_secret": SECRET})


async def _events(db: Database, org: UUID) -> list[Any]:
    return [each.event for each in await logged(db, org)]


async def test_needs_the_permission(db: Database, org: UUID, registry: Registry, stored: ChannelAccount) -> None:
    nobody = Actor(org_id=org, kind="agent", permissions=frozenset({"case.read"}))
    async with db.transaction(org) as conn:
        with pytest.raises(Forbidden):
            await create_account(conn, nobody, registry, NEW)
        with pytest.raises(Forbidden):
            await update_account(conn, nobody, registry, stored.id, name="Other")
        with pytest.raises(Forbidden):
            await account_for(conn, nobody, registry, "probe", "probe", "")
        with pytest.raises(Forbidden):
            await reseal_accounts(conn, nobody, registry)


async def test_names_every_setting_that_is_wrong(db: Database, actor: Actor, registry: Registry) -> None:
    settings = {"retries": "three", "greting": "hi"}
    async with db.transaction(actor.org_id) as conn:
        with pytest.raises(SettingsRefused) as caught:
            await create_account(conn, actor, registry, msgspec.structs.replace(NEW, settings=settings))
    assert {each.field: each.problem for each in caught.value.fields} == {
        "settings.retries": "Expected `int`, got `str`",
        "settings.greting": "is no setting; did you mean greeting?",
        "settings.signing_secret": "is required",
    }


async def test_an_empty_name_is_refused(db: Database, actor: Actor, registry: Registry) -> None:
    async with db.transaction(actor.org_id) as conn:
        with pytest.raises(Invalid, match="name: is empty"):
            await create_account(conn, actor, registry, msgspec.structs.replace(NEW, name="  "))


async def test_one_address_has_one_account(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount
) -> None:
    async with db.transaction(actor.org_id) as conn:
        with pytest.raises(AccountExists):
            await create_account(conn, actor, registry, NEW)
        other = await create_account(conn, actor, registry, msgspec.structs.replace(NEW, address="b"))
    with pytest.raises(AccountExists):
        async with db.transaction(actor.org_id) as conn:
            await update_account(conn, actor, registry, other.id, address=stored.address)


async def test_a_queue_of_nobody_is_refused(db: Database, actor: Actor, registry: Registry) -> None:
    with pytest.raises(Invalid, match="queue_id"):
        async with db.transaction(actor.org_id) as conn:
            await create_account(conn, actor, registry, msgspec.structs.replace(NEW, queue_id=UUID(int=1)))


async def test_another_organisation_has_no_such_account(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount, owner_dsn: str
) -> None:
    stranger = UUID(int=5)
    async with db.transaction(stranger) as conn:
        elsewhere = msgspec.structs.replace(actor, org_id=stranger)
        with pytest.raises(NotFound):
            await update_account(conn, elsewhere, registry, stored.id, name="Mine")


async def test_secrets_are_sealed_and_in_no_event(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount
) -> None:
    assert stored.settings == {"greeting": "hello", "retries": 3}
    assert list(stored.secrets) == ["signing_secret"]
    assert SECRET not in repr(stored)
    assert registry.open(stored).settings.signing_secret == SECRET
    async with db.transaction(actor.org_id) as conn:
        await update_account(conn, actor, registry, stored.id, settings={"api_token": "t0ken", "greeting": "hi"})
    created, updated = await _events(db, actor.org_id)
    assert (updated.settings, updated.secrets) == (("greeting",), ("api_token",))
    assert created.after["settings"] == {"greeting": "hello", "retries": 3}
    assert (updated.before, updated.after) == ({"settings": {"greeting": "hello"}}, {"settings": {"greeting": "hi"}})
    assert SECRET not in msgspec.json.encode([created, updated]).decode()
    assert "t0ken" not in msgspec.json.encode([created, updated]).decode()


async def test_a_sealed_secret_moved_to_another_account_does_not_open(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount
) -> None:
    thief = msgspec.structs.replace(stored, id=UUID(int=7))
    with pytest.raises(SecretUnreadable):
        registry.open(thief)


async def test_a_change_keeps_what_it_does_not_name(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount
) -> None:
    async with db.transaction(actor.org_id) as conn:
        changed = await update_account(conn, actor, registry, stored.id, settings={"retries": 5}, name="New name")
        assert (changed.name, changed.settings) == ("New name", {"greeting": "hello", "retries": 5})
        assert changed.secrets == stored.secrets
        back = await update_account(conn, actor, registry, stored.id, settings={"retries": None})
        assert back.settings["retries"] == 3
        with pytest.raises(SettingsRefused, match="signing_secret: is required"):
            await update_account(conn, actor, registry, stored.id, settings={"signing_secret": None})


async def test_switching_off_is_a_change_with_before_and_after(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount
) -> None:
    async with db.transaction(actor.org_id) as conn:
        off = await update_account(conn, actor, registry, stored.id, active=False, expected=stored.version)
        again = await update_account(conn, actor, registry, stored.id, active=False)
        assert again == off
        with pytest.raises(Stale):
            await update_account(conn, actor, registry, stored.id, active=True, expected=stored.version)
    events = await _events(db, actor.org_id)
    assert [(each.before, each.after) for each in events[1:]] == [({"active": True}, {"active": False})]


async def test_account_for_makes_one_and_finds_it_again(db: Database, actor: Actor, registry: Registry) -> None:
    async with db.transaction(actor.org_id) as conn:
        first = await account_for(conn, actor, registry, "contacts", "sms", "+12025550110")
        second = await account_for(conn, actor, registry, "contacts", "sms", " +12025550110 ")
        other = await account_for(conn, actor, registry, "contacts", "whatsapp", "+12025550110")
    assert first == second
    assert other.id != first.id


async def test_health_is_announced_only_when_it_is_news(db: Database, actor: Actor, stored: ChannelAccount) -> None:
    for problem in ("The password is refused.", "The password is refused.", None, None):
        async with db.transaction(actor.org_id) as conn:
            await report_health(conn, actor, stored.id, problem)
    assert [each.healthy for each in (await _events(db, actor.org_id))[1:]] == [False, True]


async def test_a_key_is_replaced_without_asking_for_the_secrets(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount
) -> None:
    rotated = Registry(Vault([b"new key", b"a key of the tests"]), registry.connectors.values())
    async with db.transaction(actor.org_id) as conn:
        assert await reseal_accounts(conn, actor, rotated) == 1
        assert await reseal_accounts(conn, actor, rotated) == 0
        changed = await update_account(conn, actor, rotated, stored.id, name="after")
    alone = Registry(Vault([b"new key"]), registry.connectors.values())
    assert alone.open(changed).settings.signing_secret == SECRET


async def test_a_lost_key_is_said_and_the_secret_can_be_entered_again(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount
) -> None:
    lost = Registry(Vault([b"another key"]), registry.connectors.values())
    async with db.transaction(actor.org_id) as conn:
        with pytest.raises(Invalid, match=r"settings\.signing_secret: A stored secret cannot be decrypted"):
            await update_account(conn, actor, lost, stored.id, settings={"retries": 1})
        mended = await update_account(conn, actor, lost, stored.id, settings={"signing_secret": "again"})
    assert lost.open(mended).settings.signing_secret == "again"


async def test_secrets_are_sealed_anew_every_hour_whatever_one_account_lost(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount
) -> None:
    lost = msgspec.structs.replace(NEW, address="lost")
    async with db.transaction(actor.org_id) as conn:
        stranger = Registry(Vault([b"a key that is gone"]), registry.connectors.values())
        await create_account(conn, actor, stranger, lost)
    rotated = Registry(Vault([b"new key", b"a key of the tests"]), registry.connectors.values())
    Channels(db, rotated, NoView())
    await PERIODIC[0](db, actor.org_id)
    async with db.transaction(actor.org_id) as conn:
        changed = await visible_account(conn, actor, stored.id)
    assert rotated.is_current(changed)
    assert rotated.open(changed).settings.signing_secret == SECRET
