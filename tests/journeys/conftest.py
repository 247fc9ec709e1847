"""The whole program in a process of its own kind: a pool, a hub and a sender that no other test shares."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiosmtpd.smtp import SMTP

from tests.application import PASSWORD, enter
from tests.journeys.house import House, Office, PostOffice
from tests.journeys.pager import Pager
from warmline.accounts import create_organization
from warmline.app import create_app
from warmline.app.program import Program
from warmline.channels import Registry
from warmline.connectors.email import connector as email
from warmline.connectors.webchat import connector as webchat
from warmline.kit.crypto import Vault
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.secret import secret_key
from warmline.kit.settings import Settings


@pytest.fixture(scope="module", autouse=True)
async def alone(emptied: None) -> None:
    """The program that is served here has only what its tests make."""


@pytest.fixture(scope="session")
async def post_office() -> AsyncIterator[PostOffice]:
    """A mail server on loopback."""
    office = PostOffice()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(office, loop=loop, hostname="mail.test"), "127.0.0.1", 0)
    office.port = server.sockets[0].getsockname()[1]
    yield office
    server.close()
    await server.wait_closed()


@pytest.fixture(scope="session")
async def house(app_dsn: str, settings: Settings, post_office: PostOffice) -> AsyncIterator[House]:
    """The program with mail, chat and a pager. A database has one sender in a process, so it has a pool of its own."""
    db = await Database.open(app_dsn, size=8)
    pager = Pager()
    registry = Registry(Vault([secret_key(settings)]), [email, webchat, pager])
    program = Program(db, settings, registry=registry)
    yield House(program, create_app(db, settings, program=program), post_office, pager)
    await program.channels.close()
    await db.close()


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """A new organisation in it."""
    address = f"admin-{new_id().hex}@example.test"
    async with house.program.db.transaction(new_id()) as conn:
        begun = await create_organization(conn, name="Northlight", admin_email=address, admin_password=PASSWORD)
    office = Office(house, await enter(house.app, begun.organization.id, begun.administrator.id, address))
    yield office
    await office.close()
