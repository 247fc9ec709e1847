"""A registry with the probe, and an account of it."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from tests.channels.probe import ProbeConnector
from warmline import sdk
from warmline.accounts import Actor, system
from warmline.channels import ChannelAccount, Intake, NewAccount, Registry, create_account
from warmline.connectors.contacts import connector as contacts
from warmline.kit.crypto import Vault
from warmline.kit.db import Database

SECRET = "s3cret-of-the-probe"


@pytest.fixture
def probe() -> ProbeConnector:
    return ProbeConnector()


@pytest.fixture
def registry(probe: ProbeConnector) -> Registry:
    return Registry(Vault([b"a key of the tests"]), [probe, contacts])


@pytest.fixture
def actor(org: UUID) -> Actor:
    return system(org, "test")


@pytest.fixture
async def stored(db: Database, actor: Actor, registry: Registry) -> ChannelAccount:
    new = NewAccount(connector="probe", channel="probe", name="Probe", settings={"signing_secret": SECRET})
    async with db.transaction(actor.org_id) as conn:
        return await create_account(conn, actor, registry, new)


@pytest.fixture
def account(stored: ChannelAccount, registry: Registry) -> sdk.Account:
    return registry.open(stored)


@pytest.fixture
async def intake(db: Database) -> AsyncIterator[Intake]:
    intake = Intake(db)
    yield intake
    await intake.close()
