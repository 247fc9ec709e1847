"""What a connector may ask of the platform: bound to its own accounts, and durable."""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest

from tests.channels.views import NoView
from warmline import sdk
from warmline.accounts import Actor, system
from warmline.channels import (
    ChannelAccount,
    Channels,
    HostFor,
    NewAccount,
    Registry,
    create_account,
    update_account,
    visible_account,
)
from warmline.kit.crypto import Vault
from warmline.kit.db import Database

ANA = sdk.Handle("email", "ana@example.com")


@pytest.fixture
async def channels(db: Database, registry: Registry) -> AsyncIterator[Channels]:
    channels = Channels(db, registry, NoView(), max_attachment=10)
    yield channels
    await channels.close()


@pytest.fixture
def host(channels: Channels) -> HostFor:
    return channels.host("probe")


async def test_another_connectors_account_is_no_account(channels: Channels, stored: ChannelAccount) -> None:
    assert await channels.host("contacts").account(stored.id) is None
    assert stored.id not in {each.id for each in await channels.host("contacts").accounts()}
    assert await channels.host("probe").account(UUID(int=8)) is None


async def test_an_account_that_is_switched_off_is_no_account(
    db: Database, actor: Actor, registry: Registry, host: HostFor, stored: ChannelAccount
) -> None:
    assert (await host.account(stored.id)) == registry.open(stored)
    assert stored.id in {each.id for each in await host.accounts()}
    async with db.transaction(actor.org_id) as conn:
        await update_account(conn, actor, registry, stored.id, active=False)
    assert await host.account(stored.id) is None
    assert stored.id not in {each.id for each in await host.accounts()}


async def test_accounts_of_every_organisation_are_served(
    db: Database, registry: Registry, host: HostFor, stored: ChannelAccount, other_org: UUID
) -> None:
    new = NewAccount(connector="probe", channel="probe", name="Theirs", settings={"signing_secret": "x"})
    async with db.transaction(other_org) as conn:
        theirs = await create_account(conn, system(other_org, "test"), registry, new)
    assert {stored.id, theirs.id} <= {each.id for each in await host.accounts()}


async def test_an_account_whose_secrets_are_lost_is_left_out_and_says_so(
    db: Database, actor: Actor, registry: Registry, stored: ChannelAccount
) -> None:
    lost = Channels(db, Registry(Vault([b"another key"]), registry.connectors.values()), NoView())
    assert await lost.host("probe").account(stored.id) is None
    async with db.transaction(actor.org_id) as conn:
        shown = await visible_account(conn, actor, stored.id)
    assert str(shown.problem).startswith("A stored secret cannot be decrypted")


async def test_what_is_accepted_is_durable_and_known_again(host: HostFor, account: sdk.Account) -> None:
    (first,) = await host.accept(account, [sdk.Raw(external_id="1", body=b"{}")])
    (again,) = await host.accept(account, [sdk.Raw(external_id="1", body=b"{}")])
    assert (first.new, again.new, again.envelope_id) == (True, False, first.envelope_id)


async def test_state_is_kept_by_account_and_key(host: HostFor, account: sdk.Account) -> None:
    assert await host.state(account, "cursor") is None
    for value in ({"uid": 7}, [1, None], "x", 0):
        await host.save_state(account, "cursor", value)
        assert await host.state(account, "cursor") == value
    assert await host.state(account, "other") is None


async def test_health_reaches_the_administrator(
    db: Database, actor: Actor, host: HostFor, account: sdk.Account
) -> None:
    await host.health(account, "The server refuses the password. Enter it again. \x00")
    async with db.transaction(actor.org_id) as conn:
        shown = await visible_account(conn, actor, account.id)
    assert shown.problem == "The server refuses the password. Enter it again. \ufffd"
    await host.health(account, None)
    async with db.transaction(actor.org_id) as conn:
        assert (await visible_account(conn, actor, account.id)).problem is None


async def test_a_file_that_is_too_large_is_refused_and_the_same_one_is_kept_once(
    db: Database, host: HostFor, account: sdk.Account
) -> None:
    with pytest.raises(sdk.Rejected, match="11 bytes; the limit is 10"):
        await host.store(account, "a.txt", "text/plain", b"x" * 11)
    one = await host.store(account, "a\x00.txt", "text/plain", b"same")
    two = await host.store(account, "b.txt", "text/plain", b"same")
    assert (one.name, one.sha256, one.size, one.content) == ("a\ufffd.txt", two.sha256, 4, None)
    async with db.transaction(account.org_id) as conn:
        assert await conn.fetchval("select count(*) from blob") == 1


async def test_a_file_is_opened_only_by_whom_it_is_shown_to(
    db: Database, registry: Registry, account: sdk.Account
) -> None:
    class Shows(NoView):
        async def attachment(
            self, conn: object, account: sdk.Account, handle: sdk.Handle, sha256: str
        ) -> sdk.Attachment | None:
            return sdk.Attachment(name="a.txt", content_type="text/plain") if handle == ANA else None

    host = Channels(db, registry, Shows()).host("probe")
    digest = (await host.store(account, "a.txt", "text/plain", b"same")).sha256 or ""
    found = await host.open(account, ANA, digest)
    assert found is not None
    assert found[1] == b"same"
    assert await host.open(account, msgspec.structs.replace(ANA, value="b@example.com"), digest) is None
    assert await host.open(account, ANA, "0" * 64) is None


async def test_it_is_what_the_sdk_promises(host: HostFor) -> None:
    promised: sdk.Host = host
    assert promised is host
