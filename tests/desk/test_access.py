"""Getting in: the first run of an empty installation, a second factor, a forgotten password, and one's own page."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pyotp
import pytest
from playwright.async_api import Browser, Page, expect

from tests.desk.conftest import Browse, profile, violations
from tests.journeys.branch import PASSWORD, Branch, Colleague
from tests.kit.test_db_walls import connected
from tests.mailservers import free_ports
from tests.post import Post, post_office
from warmline.app import create_app
from warmline.app.program import Program
from warmline.app.runtime import runtime
from warmline.app.serving import listening
from warmline.cli.beginning import set_up_address
from warmline.kit import clock, migrate
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres
from warmline.kit.settings import Settings

NEW = "another good password"
# Its label has a star where it is required.
PASSWORD_FIELD = re.compile(r"^Password( \*)?$")


class House:
    """An installation without an organisation, served with everything; its own mails go to ``post``."""

    def __init__(self, settings: Settings, post: Post) -> None:
        self.settings, self.post, self.url = settings, post, settings.base_url


@pytest.fixture
async def house(postgres: EmbeddedPostgres, owner_dsn: str, tmp_path: Path, built: None) -> AsyncIterator[House]:
    name = f"house_{new_id().hex}"
    async with AsyncExitStack() as stack:
        maker = await stack.enter_async_context(connected(owner_dsn))
        await maker.execute(f"create database {name}")
        stack.push_async_callback(maker.execute, f"drop database {name} with (force)")
        await migrate.migrate(postgres.dsn(database=name))
        post = stack.enter_context(post_office())
        [port] = free_ports(1)
        settings = Settings(
            data_dir=tmp_path,
            port=port,
            public_url=f"http://127.0.0.1:{port}",
            shutdown_seconds=5,
            smtp_url=f"smtp://127.0.0.1:{post.port}",
            mail_from="Northlight Desk <desk@northlight.example>",
        )
        database = await Database.open(postgres.dsn("warmline_app", name), size=10)
        stack.push_async_callback(database.close)
        program = Program(database, settings)
        app = create_app(database, settings, program=program)
        app.state.running = running = await stack.enter_async_context(runtime(program))
        await stack.enter_async_context(listening(app, settings, hang_up=lambda: running.stop("realtime", grace=5)))
        yield House(settings, post)


@pytest.fixture
async def stranger(chromium: Browser, house: House) -> AsyncIterator[Page]:
    context = await profile(chromium, house.url, None, language="en-GB")
    yield await context.new_page()
    await context.close()


def code(secret: str, steps: int = 0) -> str:
    """What an authenticator shows so many steps from now."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + steps)


async def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    await page.get_by_label("E-mail address").fill(email)
    await page.get_by_label(PASSWORD_FIELD).fill(password)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def begin(page: Page, house: House) -> None:
    """The first step of the first run."""
    await page.goto(set_up_address(house.settings))
    await page.get_by_label("Name of the organisation").fill("Northlight")
    await page.get_by_label("Your name").fill("Ada Quist")
    await page.get_by_label("E-mail address").fill("ada@northlight.example")
    await page.get_by_label(PASSWORD_FIELD).fill(PASSWORD)
    await page.get_by_role("button", name="Begin").click()


async def test_the_first_run_needs_the_token_of_the_server(house: House, stranger: Page) -> None:
    await stranger.goto(house.url)
    await expect(stranger).to_have_url(f"{house.url}/setup")
    await stranger.get_by_role("textbox", name="Set-up token").fill("0" * 32)
    for label, text in (("Name of the organisation", "Eve's"), ("Your name", "Eve"), ("E-mail address", "e@e.test")):
        await stranger.get_by_label(label).fill(text)
    await stranger.get_by_label(PASSWORD_FIELD).fill(PASSWORD)
    await stranger.get_by_role("button", name="Begin").click()
    await expect(stranger.get_by_role("alert")).to_contain_text("This is not the set-up token")
    assert await violations(stranger) == []


async def test_an_empty_installation_becomes_a_desk_to_which_a_message_arrives(house: House, stranger: Page) -> None:
    page = stranger
    await begin(page, house)
    await expect(page).to_have_url(f"{house.url}/setup")  # the token is gone from the address
    await expect(page.get_by_role("checkbox", name="Insurance")).to_be_visible()
    await page.reload()  # goes on as the same person
    await page.get_by_role("checkbox", name="Insurance").click()
    assert await violations(page) == []
    await page.get_by_role("button", name="Install and go on").click()
    await expect(page.get_by_label("Name of the chat")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="Make the chat").click()
    await page.get_by_role("textbox", name="Name", exact=True).fill("Ruth Okafor")
    await page.get_by_label("E-mail address").fill("ruth@northlight.example")
    await page.get_by_role("button", name="Add").click()
    first = await page.locator("[data-secret]").inner_text()
    assert await violations(page) == []
    await page.reload()  # goes on where it was
    await page.get_by_role("button", name="Later").click()
    await page.get_by_label("Message").fill("My windscreen is cracked.")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_text("Arrived after")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("link", name="Open the case").click()
    await expect(page).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}"))
    await page.goto(f"{house.url}/setup")
    await expect(page.get_by_role("list", name="Steps")).to_be_visible()

    context = await profile(page.context.browser or pytest.fail("no browser"), house.url, None, language="en-GB")
    ruth = await context.new_page()
    await ruth.goto(f"{house.url}/setup")
    await expect(ruth.get_by_text("set up already")).to_be_visible()
    await ruth.goto(f"{house.url}/me")
    await sign_in(ruth, "ruth@northlight.example", first)
    await expect(ruth).to_have_url(f"{house.url}/me")
    await expect(ruth.get_by_role("heading", name="My profile")).to_be_visible()
    await context.close()


async def test_a_forgotten_password_is_set_by_a_mail_that_arrives(house: House, stranger: Page) -> None:
    page = stranger
    await begin(page, house)
    await expect(page.get_by_role("button", name="Without a pack")).to_be_visible()
    await page.context.clear_cookies()
    await page.goto(f"{house.url}/wall")
    await page.get_by_role("link", name="Forgot your password?").click()
    await page.get_by_label("E-mail address").fill("ada@northlight.example")
    assert await violations(page) == []
    await page.get_by_role("button", name="Send me a link").click()
    await expect(page.get_by_role("status")).to_contain_text("ada@northlight.example")
    mail = await house.post.next("ada@northlight.example")
    link = next(line for line in mail.get_content().splitlines() if line.startswith(house.url))
    await page.goto(link)
    await page.get_by_label("New password").fill(NEW)
    assert await violations(page) == []
    await page.get_by_role("button", name="Set the password").click()
    await expect(page.get_by_role("status")).to_contain_text("Your password is set")
    assert "wlr_" not in page.url

    await page.goto("about:blank")
    await page.goto(link)
    await page.get_by_label("New password").fill(NEW)
    await page.get_by_role("button", name="Set the password").click()
    await expect(page.get_by_role("alert")).to_contain_text("has been used")
    await page.goto(f"{house.url}/sign-in?to=%2Fme")
    await sign_in(page, "ada@northlight.example")
    await expect(page.get_by_role("alert")).to_contain_text("wrong")
    await page.get_by_label(PASSWORD_FIELD).fill(NEW)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page).to_have_url(f"{house.url}/me")


async def set_up_factor(page: Page) -> tuple[str, list[str]]:
    """Through the dialog or the page that asks for it: the secret and the recovery codes."""
    secret = re.sub(r"\s", "", await page.locator("[data-secret]").inner_text())
    assert await violations(page) == []
    await page.get_by_label("The code that it shows now").fill("000000")
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_text("This code is wrong")).to_be_visible()
    await page.get_by_label("The code that it shows now").fill(code(secret))
    await page.get_by_role("button", name="Confirm").click()
    codes = page.get_by_role("region", name="Recovery codes").get_by_role("listitem")
    await expect(codes).to_have_count(10)
    assert await violations(page) == []
    found = await codes.all_inner_texts()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Save").click()
    saved = await (await download.value).path()
    assert all(each in saved.read_text() for each in found)
    await page.get_by_label("I have kept them").check()
    await page.get_by_role("button", name="Go on").click()
    return secret, found


async def email_of(who: Colleague) -> str:
    return str((await who.get("/session"))["agent"]["email"])


async def test_a_second_factor_is_set_up_asked_for_and_replaced_by_a_recovery_code(
    office: Branch, browse: Browse
) -> None:
    maya = await office.hire("Maya")
    email = await email_of(maya)
    page = await browse(maya, "/me")
    await page.get_by_role("button", name="Set up a second factor").click()
    await page.get_by_label("Your password").fill(PASSWORD)
    await page.get_by_role("button", name="Set up", exact=True).click()
    secret, codes = await set_up_factor(page)
    await expect(page.get_by_text("On since")).to_be_visible()
    await expect(page.get_by_text("10 recovery codes are left")).to_be_visible()

    other = await browse(None, "/wall")
    await sign_in(other, email)
    await other.get_by_label("Code").fill("123456")
    assert await violations(other) == []
    await other.get_by_role("button", name="Confirm").click()
    await expect(other.get_by_role("alert")).to_contain_text("This code is wrong")
    # Each step's code is taken once; the next one's is taken already.
    await other.get_by_label("Code").fill(code(secret, 1))
    await other.get_by_role("button", name="Confirm").click()
    await expect(other).to_have_url(f"{office.url}/wall")

    third = await browse(None, "/me")
    await sign_in(third, email)
    await third.get_by_label("Code").fill(codes[0])
    await third.get_by_role("button", name="Confirm").click()
    await expect(third.get_by_text("9 recovery codes are left")).to_be_visible()
    await third.get_by_role("button", name="Switch it off").click()
    await third.get_by_label("Your password").fill(PASSWORD)
    await third.get_by_label("Code").fill(codes[1])
    await third.get_by_role("dialog").get_by_role("button", name="Switch it off").click()
    await expect(third.get_by_text("Not set up")).to_be_visible()


async def test_where_it_is_required_one_is_led_to_it(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    email = await email_of(maya)
    answer = await office.boss.http.patch("/api/v1/organization", json={"settings": {"second_factor_required": True}})
    assert answer.is_success
    page = await browse(None, "/me")
    await sign_in(page, email)
    await expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="Set up", exact=True).click()
    await set_up_factor(page)
    await expect(page).to_have_url(f"{office.url}/me")
    await expect(page.get_by_text("Your organisation asks for it")).to_be_visible()


async def test_ones_own_page(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    await office.sign_in(await email_of(maya))
    page = await browse(maya, "/me", width=390)
    rows = page.get_by_role("region", name="Where I am signed in").get_by_role("listitem")
    await expect(rows).to_have_count(2)
    await page.get_by_role("button", name="End the session in").click()
    await expect(rows).to_have_count(1)
    await page.get_by_role("textbox", name="Name", exact=True).fill("Maya Brandt")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("button", name="Maya Brandt")).to_be_visible()
    await page.get_by_label("Language of the desk").select_option("de")
    await expect(page.get_by_role("heading", name="Mein Profil")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="Mein Profil")).to_be_visible()


async def test_the_door_says_whom_to_ask_where_no_mails_are_sent(office: Branch, browse: Browse) -> None:
    page = await browse(None, "/sign-in", width=390)
    await expect(page.get_by_text("Ask your administrator for a new one")).to_be_visible()
    await expect(page.get_by_role("link", name="Forgot")).to_have_count(0)
    await page.goto(f"{office.url}/sign-in?to=https://evil.test/")
    await sign_in(page, await email_of(office.boss))
    await expect(page).to_have_url(re.compile(re.escape(office.url) + "/desk"))
