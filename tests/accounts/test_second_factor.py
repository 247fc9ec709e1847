"""The second factor: what is refused without it, that each code works once, and the ways back for who lost it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest

from tests.accounts.conftest import PASSWORD, Client, NewClient, Office, told
from warmline.accounts import factors
from warmline.accounts.routes import CSRF_HEADER
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.kit.settings import Settings

HERE = "/me/second-factor"


@pytest.fixture(autouse=True)
async def _in_one_step() -> AsyncIterator[None]:
    """Codes change every half minute, and none of them while a test goes on."""
    with clock.as_if(clock.now()):
        yield


class Authenticator:
    """A telephone with the secret."""

    def __init__(self, secret: str) -> None:
        self.totp = pyotp.TOTP(secret)

    def code(self, steps: int = 0) -> str:
        """The code that is shown so many steps from now."""
        return self.totp.generate_otp(int(clock.now().timestamp()) // 30 + steps)


async def enrol(client: Client) -> tuple[Authenticator, list[str]]:
    """Set a second factor up, confirmed by the code of the step before; its recovery codes."""
    begun = await client.made(HERE, password=PASSWORD)
    phone = Authenticator(begun["secret"])
    answer = await client.post(f"{HERE}/confirm", json={"code": phone.code(-1)})
    assert answer.status_code == 200, answer.text
    return phone, answer.json()["codes"]


async def knock(client: Client, email: str, code: str | None = None, password: str = PASSWORD) -> httpx.Response:
    """Try to sign in."""
    body = {"email": email, "password": password} | ({"code": code} if code else {})
    return await client.post("/session", json=body)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", HERE, None),
        ("POST", HERE, {"password": PASSWORD}),
        ("POST", f"{HERE}/confirm", {"code": "123456"}),
        ("POST", f"{HERE}/recovery-codes", {"password": PASSWORD, "code": "123456"}),
        ("POST", f"{HERE}/disable", {"password": PASSWORD, "code": "123456"}),
    ],
)
async def test_needs_sign_in(new_client: NewClient, admin: Client, method: str, path: str, body: Any) -> None:
    assert (await new_client().request(method, f"{path}", json=body)).status_code == 401
    key = await admin.made("/keys", name="one", scopes=["*"])
    program = new_client(authorization=f"Bearer {key['secret']}")
    assert refusal(await program.request(method, path, json=body)) == (409, "session_only")


async def test_a_session_alone_changes_nothing(admin: Client) -> None:
    assert (await admin.post(HERE, json={"password": "not the password"})).status_code == 422
    assert (await admin.get(HERE)).json() == {"since": None, "recovery_codes": 0, "required": False}
    assert refusal(await admin.post(f"{HERE}/confirm", json={"code": "123456"})) == (409, "second_factor_missing")
    phone, codes = await enrol(admin)
    for path in ("disable", "recovery-codes"):
        wrong = await admin.post(f"{HERE}/{path}", json={"password": "not the password", "code": phone.code()})
        assert wrong.json()["errors"][0]["field"] == "password"
        assert "not the password" not in wrong.text
    assert refusal(await admin.post(HERE, json={"password": PASSWORD})) == (409, "second_factor_there")
    assert len(codes) == 10


async def test_it_does_not_count_until_it_is_confirmed(new_client: NewClient, office: Office, admin: Client) -> None:
    begun = await admin.made(HERE, password=PASSWORD)
    assert begun["uri"].startswith("otpauth://totp/Northlight:")
    assert begun["picture"].startswith("<svg")
    assert (await admin.post(f"{HERE}/confirm", json={"code": "000000"})).status_code == 422
    assert (await knock(new_client(), office.email)).status_code == 201
    again = await admin.made(HERE, password=PASSWORD)
    assert again["secret"] != begun["secret"]
    old = Authenticator(begun["secret"]).code()
    assert (await admin.post(f"{HERE}/confirm", json={"code": old})).status_code == 422


async def test_the_password_alone_is_not_enough(new_client: NewClient, office: Office, admin: Client) -> None:
    phone, _ = await enrol(admin)
    answer = await knock(new_client(), office.email)
    assert refusal(answer) == (401, "second_factor_needed")
    assert "set-cookie" not in answer.headers
    # Who has not the password learns nothing of the code.
    assert refusal(await knock(new_client(), office.email, phone.code(), password="wrong"))[1] == "sign_in_refused"
    assert refusal(await knock(new_client(), office.email, "000000")) == (401, "second_factor_refused")
    assert (await knock(new_client(), office.email, phone.code())).status_code == 201


async def test_a_code_works_once(new_client: NewClient, office: Office, admin: Client) -> None:
    phone, _ = await enrol(admin)
    # The one that confirmed it is used up, and so are those before it.
    assert refusal(await knock(new_client(), office.email, phone.code(-1))) == (401, "second_factor_refused")
    code = phone.code()
    spaced = f"{code[:3]} {code[3:]}"
    answers = await asyncio.gather(*(knock(new_client(), office.email, spaced) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [201, 401, 401]


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 201), (1, 201), (2, 401)])
async def test_a_clock_may_be_wrong_by_one_step(
    new_client: NewClient, office: Office, admin: Client, steps: int, status: int
) -> None:
    phone, _ = await enrol(admin)
    with clock.as_if(clock.now() + timedelta(minutes=5)):
        assert (await knock(new_client(), office.email, phone.code(steps))).status_code == status


async def test_codes_are_limited_as_passwords_are(
    new_client: NewClient, office: Office, admin: Client, settings: Settings
) -> None:
    phone, _ = await enrol(admin)
    for attempt in range(settings.sign_in_attempts):
        # Asking with the password alone in between gives no further attempts.
        code = "000000" if attempt % 2 else None
        assert (await knock(new_client(), office.email, code)).status_code == 401
    assert (await knock(new_client(), office.email, phone.code())).status_code == 429


async def test_proofs_of_who_is_signed_in_are_limited(admin: Client, settings: Settings) -> None:
    for _ in range(settings.sign_in_attempts):
        assert (await admin.post(HERE, json={"password": "not the password"})).status_code == 422
    assert (await admin.post(HERE, json={"password": PASSWORD})).status_code == 429


async def test_a_recovery_code_works_once(new_client: NewClient, office: Office, admin: Client, db: Database) -> None:
    _, codes = await enrol(admin)
    assert (await knock(new_client(), office.email, codes[0].upper().replace("-", " "))).status_code == 201
    assert refusal(await knock(new_client(), office.email, codes[0])) == (401, "second_factor_refused")
    assert (await admin.get(HERE)).json()["recovery_codes"] == 9
    used = [data for kind, data, _ in await told(db, office.org_id) if kind == "agent.recovery_code_used"]
    assert [each["left"] for each in used] == [9]


async def test_renewed_recovery_codes_end_the_former(new_client: NewClient, office: Office, admin: Client) -> None:
    phone, former = await enrol(admin)
    body = {"password": PASSWORD, "code": phone.code()}
    renewed = (await admin.post(f"{HERE}/recovery-codes", json=body)).json()["codes"]
    assert not set(former) & set(renewed)
    assert refusal(await knock(new_client(), office.email, former[0])) == (401, "second_factor_refused")
    assert (await knock(new_client(), office.email, renewed[0])).status_code == 201


async def test_confirming_ends_sessions_that_began_without_it(
    new_client: NewClient, office: Office, admin: Client
) -> None:
    other = new_client()
    await other.enter(office.email)
    await enrol(admin)
    assert (await other.get("/session")).status_code == 401
    assert (await admin.get("/session")).status_code == 200


async def test_switched_off_it_is_asked_for_no_more(new_client: NewClient, office: Office, admin: Client) -> None:
    phone, codes = await enrol(admin)
    body = {"password": PASSWORD, "code": phone.code()}
    assert (await admin.post(f"{HERE}/disable", json=body)).status_code == 204
    assert (await knock(new_client(), office.email)).status_code == 201
    # What is left over from it opens nothing.
    await enrol(admin)
    assert refusal(await knock(new_client(), office.email, codes[0])) == (401, "second_factor_refused")


async def test_an_administrator_takes_it_from_who_lost_it(
    new_client: NewClient, office: Office, admin: Client, colleague: Client, db: Database
) -> None:
    [me] = [each["agent"] for each in [(await colleague.get("/session")).json()]]
    await enrol(colleague)
    path = f"/agents/{me['id']}/second-factor"
    assert (await colleague.delete(path)).status_code == 403
    own = (await admin.get("/session")).json()["id"]
    assert refusal(await admin.delete(f"/agents/{own}/second-factor")) == (409, "second_factor_yours")
    assert (await admin.get(f"/agents/{me['id']}")).json()["second_factor_at"] is not None
    assert (await admin.delete(path)).json()["second_factor_at"] is None
    assert (await colleague.get("/session")).status_code == 401
    assert (await knock(new_client(), me["email"])).status_code == 201
    kinds = [kind for kind, _, _ in await told(db, office.org_id)]
    assert {"agent.second_factor_set", "agent.second_factor_removed"} <= set(kinds)


async def test_where_it_is_required_nothing_goes_without_it(
    new_client: NewClient, admin: Client, colleague: Client
) -> None:
    assert (await admin.patch("/organization", json={"settings": {"second_factor_required": "yes"}})).status_code == 422
    await enrol(admin)
    changed = await admin.patch("/organization", json={"settings": {"second_factor_required": True}})
    assert changed.status_code == 200
    assert (await admin.get("/agents")).status_code == 200
    for method, path in (("GET", "/agents"), ("GET", "/me/sessions"), ("POST", "/keys"), ("GET", "/organization")):
        assert refusal(await colleague.request(method, path, json={})) == (403, "second_factor_first")
    view = (await colleague.get("/session")).json()
    assert view["enrol_first"]
    again = new_client()
    entered = (await knock(again, view["agent"]["email"])).json()
    assert entered["enrol_first"]
    again.headers[CSRF_HEADER] = entered["csrf_token"]
    assert (await again.get(HERE)).json()["required"]
    await enrol(again)
    assert (await again.get("/agents")).status_code == 200
    assert not (await again.get("/session")).json()["enrol_first"]
    assert (await colleague.get("/session")).status_code == 401


async def test_nothing_secret_is_written_down(db: Database, office: Office, admin: Client) -> None:
    begun = await admin.made(HERE, password=PASSWORD)
    answer = await admin.post(f"{HERE}/confirm", json={"code": Authenticator(begun["secret"]).code()})
    codes = answer.json()["codes"]
    async with db.transaction(office.org_id) as conn:
        kept = str(await conn.fetch("select * from second_factor")) + str(
            await conn.fetch("select * from recovery_code")
        )
    for text in (kept, str(await told(db, office.org_id))):
        assert begun["secret"] not in text
        assert not any(each in text or factors.plain(each) in text for each in codes)


async def test_an_answer_with_a_secret_is_not_kept_for_a_second_asking(admin: Client) -> None:
    again = {"Idempotency-Key": "enrol"}
    assert (await admin.post(HERE, json={"password": PASSWORD}, headers=again)).status_code == 201
    assert refusal(await admin.post(HERE, json={"password": PASSWORD}, headers=again)) == (409, "answer_not_kept")
