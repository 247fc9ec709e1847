"""A new password by mail: nobody learns who has an account, and a link is good once, for a while."""

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from tests.accounts.conftest import PASSWORD, Client, Office, hire, make_office, somewhere, told
from tests.application import problem
from tests.post import Post, post_office
from warmline.accounts import tokens
from warmline.accounts.jobs import mail_reset
from warmline.app import create_app
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.jobs import Worker
from warmline.kit.settings import Settings

NEW = "another good password"


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as office:
        yield office


@pytest.fixture
def mailing(db: Database, post: Post, tmp_path: Path) -> Litestar:
    """The whole application with a mail server."""
    return create_app(
        db,
        Settings(
            data_dir=tmp_path,
            secret_key="k" * 48,
            sign_in_attempts=4,
            smtp_url=f"smtp://127.0.0.1:{post.port}",
            mail_from="Northlight Desk <desk@northlight.example>",
            public_url="https://desk.example.com",
        ),
    )


@pytest.fixture
async def stranger(mailing: Litestar) -> AsyncIterator[Client]:
    transport = httpx.ASGITransport(app=mailing, client=(somewhere(), 4000))  # type: ignore[arg-type] # Litestar's own
    async with Client(transport=transport, base_url="https://desk.example.com/api/v1") as client:
        yield client


async def link(stranger: Client, db: Database, post: Post, email: str) -> str:
    """The token of a link that was asked for and has arrived."""
    assert (await stranger.post("/password-reset", json={"email": email})).status_code == 202
    await Worker(db, [mail_reset]).drain()
    text: str = (await post.next(email)).get_content()
    return next(line for line in text.splitlines() if "#" in line).partition("#")[2]


async def use(client: Client, token: str, password: str = NEW) -> httpx.Response:
    return await client.post("/password-reset/confirm", json={"token": token, "password": password})


async def test_without_a_mail_server_it_says_so_to_everybody(client: httpx.AsyncClient, office: Office) -> None:
    for email in (office.email, f"{new_id()}@nobody.test"):
        problem(await client.post("/api/v1/password-reset", json={"email": email}), 409, "reset_by_mail_off")
    assert (await client.get("/api/v1/sign-in")).json()["password_reset"] is False


async def test_the_answer_does_not_tell_who_has_an_account(
    stranger: Client, db: Database, post: Post, office: Office
) -> None:
    answers = []
    for email in (office.email, f"{new_id()}@nobody.test", "no address"):
        began = time.monotonic()
        answer = await stranger.post("/password-reset", json={"email": email})
        assert time.monotonic() - began >= 0.25
        answers.append((answer.status_code, answer.content))
    assert answers == [(202, b"")] * 3 or len(set(answers)) == 1
    await Worker(db, [mail_reset]).drain()
    # Links that other tests asked for may arrive here, too.
    assert post.recipients.count(office.email) == 1
    assert not [each for each in post.recipients if "nobody" in each]


@pytest.mark.parametrize("known", [True, False])
async def test_asking_is_limited(stranger: Client, office: Office, known: bool) -> None:
    email = office.email if known else f"{new_id()}@nobody.test"
    for _ in range(3):
        assert (await stranger.post("/password-reset", json={"email": email})).status_code == 202
    assert (await stranger.post("/password-reset", json={"email": email.upper()})).status_code == 429


async def test_a_link_works_once(stranger: Client, db: Database, post: Post, office: Office, admin: Client) -> None:
    token = await link(stranger, db, post, office.email)
    assert (await use(stranger, token, "short")).status_code == 422
    assert (await use(stranger, token)).status_code == 204
    problem(await use(stranger, token), 409, "reset_link_unusable")
    assert (await admin.get("/session")).status_code == 401
    assert (await stranger.post("/session", json={"email": office.email, "password": PASSWORD})).status_code == 401
    assert (await stranger.post("/session", json={"email": office.email, "password": NEW})).status_code == 201
    kinds = [(kind, actor) for kind, _, actor in await told(db, office.org_id)]
    assert ("agent.password_set", "system:password_reset") in kinds
    assert ("password_reset.requested", "system:password_reset") in kinds


async def test_the_mail_is_in_ones_language_and_its_token_is_kept_nowhere(
    stranger: Client, db: Database, post: Post, office: Office, admin: Client
) -> None:
    who = await hire(admin, locale="de-AT", name="Jo\u00e3o")
    await stranger.post("/password-reset", json={"email": who["email"]})
    await Worker(db, [mail_reset]).drain()
    mail = await post.next(who["email"])
    assert mail["subject"] == "Ein neues Passwort f\u00fcr Northlight"
    assert (mail["from"], mail["to"]) == ("Northlight Desk <desk@northlight.example>", who["email"])
    assert mail["auto-submitted"] == "auto-generated"
    assert "Guten Tag Jo\u00e3o" in mail.get_content()
    assert "https://desk.example.com/reset-password#wlr_" in mail.get_content()
    token = mail.get_content().partition("#")[2].split()[0]
    async with db.transaction(office.org_id) as conn:
        assert token not in str(await conn.fetch("select * from password_reset"))
        assert await conn.fetchval("select token_hash from password_reset") == tokens.digest(token)


async def test_a_link_ends(stranger: Client, db: Database, post: Post, office: Office) -> None:
    token = await link(stranger, db, post, office.email)
    async with db.transaction(office.org_id) as conn:
        await conn.execute("update password_reset set expires_at = now() - interval '1 second'")
    problem(await use(stranger, token), 409, "reset_link_unusable")


@pytest.mark.parametrize("how", ["address", "password", "disabled", "own"])
async def test_a_link_ends_with_what_it_was_for(
    stranger: Client, db: Database, post: Post, admin: Client, how: str
) -> None:
    who = await hire(admin)
    token = await link(stranger, db, post, who["email"])
    path = f"/agents/{who['id']}"
    if how == "address":
        done = await admin.patch(path, json={"email": f"{new_id().hex}@example.test"})
    elif how == "password":
        done = await admin.put(f"{path}/password", json={"password": "yet another password"})
    elif how == "disabled":
        done = await admin.post(f"{path}/disable")
    else:
        entered = await stranger.enter(who["email"])
        assert entered["csrf_token"]
        done = await stranger.post("/me/password", json={"present": PASSWORD, "new": "yet another password"})
    assert done.is_success, done.text
    problem(await use(stranger, token), 409, "reset_link_unusable")


@pytest.mark.parametrize("token", ["x", "wlr_" + "0" * 32 + "_" + "a" * 43, "0" * 32 + "." + "a" * 43])
async def test_a_made_up_link_is_refused(stranger: Client, token: str) -> None:
    problem(await use(stranger, token), 409, "reset_link_unusable")


async def test_each_organisation_writes_for_itself(stranger: Client, db: Database, post: Post, office: Office) -> None:
    other = await make_office(db, office.email)
    await stranger.post("/password-reset", json={"email": office.email})
    await Worker(db, [mail_reset]).drain()
    links = {(await post.next(office.email)).get_content().partition("#wlr_")[2][:32] for _ in range(2)}
    assert links == {office.org_id.hex, other.org_id.hex}


async def test_a_mail_that_is_refused_is_tried_again_and_names_nobody(
    stranger: Client, db: Database, post: Post, office: Office
) -> None:
    post.refuses = True
    assert (await stranger.post("/password-reset", json={"email": office.email})).status_code == 202
    async with db.transaction(office.org_id) as conn:
        reset_id = await conn.fetchval("select id from password_reset")
    with pytest.raises(Exception, match="did not take the mail") as failed:
        await mail_reset(db, office.org_id, {"reset_id": str(reset_id)})
    assert office.email not in str(failed.value)
    post.refuses = False
    await mail_reset(db, office.org_id, {"reset_id": str(reset_id)})
    assert await post.next(office.email)
    await Worker(db, [mail_reset]).drain()
