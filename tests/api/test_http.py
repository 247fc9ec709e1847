"""The HTTP tools of the kit, on a small application of their own and the real database."""

import asyncio
import datetime
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar, Request, Response, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from tests.conftest import eventually
from warmline.kit.db import Database
from warmline.kit.errors import Conflict, Forbidden, Invalid, Stale, TooMany
from warmline.kit.http import (
    EXCEPTION_HANDLERS,
    SECRET_ANSWER,
    After,
    Db,
    Edge,
    IdempotentWrites,
    Limit,
    Page,
    database_for,
    encode_cursor,
    expected_version,
    page,
    read_cursor,
    replay,
    sweep_idempotency_keys,
    tagged,
    visit,
)


class Line(msgspec.Struct):
    text: str
    count: Annotated[int, msgspec.Meta(ge=0)] = 0


class Order(msgspec.Struct):
    name: str
    lines: list[Line] = []
    version: int = 3


class DrawerStuck(Conflict):
    """Drawer {number} is stuck; pull it twice."""


@get("/numbers")
async def numbers(limit: Limit = 3, after: After = None) -> Page[int]:
    """The numbers from 0 to 9."""
    start = read_cursor(after, tuple[int, str])
    rows = [each for each in range(10) if start is None or each > start[0]]
    return page(rows[: limit + 1], limit, key=lambda each: (each, "n"))


@post("/orders")
async def create_order(
    request: Request[Any, Any, Any], data: JSONBody[Order], db: Db, org: NamedDependency[UUID]
) -> Response[Order]:
    """Write a row under the order's name, slowly when told so."""
    async with db.transaction(org) as conn:
        await conn.execute("insert into skill (org_id, code, name) values ($1, $2, 'x')", org, data.name)
        if data.name == "orphan":
            await conn.execute(
                "insert into team_member (org_id, team_id, agent_id) select org_id, $1, $1 from team", org
            )
            await conn.execute("insert into agent_skill select org_id, $1, id, 1 from skill limit 1", org)
        if data.name == "fails":
            raise DrawerStuck(number=4)
        if data.name == "slow":
            request.app.state.begun += 1
            await request.app.state.gate.wait()
    return tagged(data, status_code=201, location="/orders/1")


@post("/notes")
async def note_then_fail(db: Db, org: NamedDependency[UUID]) -> None:
    """Keep a note, and fail afterwards: as a refused sign-in does."""
    async with db.transaction(org) as conn:
        await conn.execute("insert into skill (org_id, code, name) values ($1, 'noted', 'x')", org)
    raise DrawerStuck(number=1)


@post("/keys", opt=SECRET_ANSWER)
async def create_secret(db: Db, org: NamedDependency[UUID]) -> dict[str, str]:
    """An answer that must not be stored."""
    async with db.transaction(org) as conn:
        await conn.execute("insert into skill (org_id, code, name) values ($1, 'key', 'x')", org)
    return {"key": "wl_secret"}


@patch("/orders/{version:int}")
async def change_order(request: Request[Any, Any, Any], version: FromPath[int]) -> dict[str, int | None]:
    expected = expected_version(request)
    if expected not in (None, version):
        raise Stale(kind="order")
    return {"expected": expected}


@get("/errors/{kind:str}")
async def errors(kind: FromPath[str], size: Annotated[int, QueryParameter(ge=1)] = 1) -> None:
    raise {
        "conflict": DrawerStuck(number=7),
        "forbidden": Forbidden(permission="case.read"),
        "field": Invalid.field("handles[0].value", "is no phone number"),
        "many": TooMany(seconds=9),
        "crash": RuntimeError("the password is hunter2"),
    }[kind]


@get("/store")
async def store(db: Db, org: NamedDependency[UUID], text: FromQuery[str] = "", number: FromQuery[int] = 1) -> int:
    async with db.transaction(org) as conn:
        return int(await conn.fetchval("select length($1::text) + $2::int", text.replace("~", "\0"), number))


@pytest.fixture
async def small(db: Database, org: UUID) -> AsyncIterator[httpx.AsyncClient]:
    def provide_db(request: Request[Any, Any, Any]) -> Database:
        now = visit(request.scope)
        now.org_id, now.actor = org, "agent:1"
        return database_for(request.scope, db)

    app = Litestar(
        [numbers, create_order, note_then_fail, create_secret, change_order, errors, store],
        dependencies={
            "db": Provide(provide_db, sync_to_thread=False),
            "org": Provide(lambda: org, sync_to_thread=False),
        },
        exception_handlers=EXCEPTION_HANDLERS,
        request_max_body_size=2000,
        openapi_config=None,
        logging_config=None,
    )
    app.state.begun = 0
    app.state.gate = asyncio.Event()
    edge = Edge(IdempotentWrites(app), secure=True)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(edge), base_url="http://small")
    client.begun = lambda: app.state.begun  # type: ignore[attr-defined] # a test's own counter
    client.gate = app.state.gate  # type: ignore[attr-defined] # opened by the test
    async with client:
        yield client


def _begun(client: httpx.AsyncClient) -> Callable[[], Awaitable[bool]]:
    """Whether a slow write is under way, with its key reserved."""

    async def begun() -> bool:
        return bool(client.begun())  # type: ignore[attr-defined] # the fixture's counter

    return begun


async def rows(db: Database, org: UUID) -> list[str]:
    async with db.transaction(org) as conn:
        return [row["code"] for row in await conn.fetch("select code from skill order by code")]


def problem(response: httpx.Response, status: int, code: str) -> Mapping[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    body: Mapping[str, Any] = response.json()
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"] == f"/docs/problems/{code}"
    assert body["request_id"] == response.headers["x-request-id"]
    return body


async def test_a_refusal_is_a_problem_with_a_code(small: httpx.AsyncClient) -> None:
    body = problem(await small.get("/errors/conflict"), 409, "drawer_stuck")
    assert body["title"] == "Drawer stuck"
    assert body["detail"] == "Drawer 7 is stuck; pull it twice."
    assert "case.read" in problem(await small.get("/errors/forbidden"), 403, "forbidden")["detail"]


async def test_a_crash_tells_nothing_but_the_request_id(small: httpx.AsyncClient) -> None:
    response = await small.get("/errors/crash", headers={"X-Request-ID": "from-the-proxy-1"})
    assert problem(response, 500, "unexpected")["request_id"] == "from-the-proxy-1"
    assert "hunter2" not in response.text


async def test_what_has_no_address_or_method_is_a_problem_too(small: httpx.AsyncClient) -> None:
    problem(await small.get("/nowhere"), 404, "no_such_address")
    assert "GET" in (await small.post("/numbers")).headers["allow"]
    problem(await small.post("/numbers"), 405, "method_not_allowed")


async def test_wait_is_named(small: httpx.AsyncClient) -> None:
    response = await small.get("/errors/many")
    problem(response, 429, "too_many")
    assert response.headers["retry-after"] == "9"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": 5}, "name"),
        ({}, "name"),
        ({"name": "a", "lines": [{"text": "x"}, {"text": 4}]}, "lines[1].text"),
        ({"name": "a", "lines": [{"text": "x", "count": -1}]}, "lines[0].count"),
        ([], "body"),
    ],
)
async def test_shape_errors_name_the_field(small: httpx.AsyncClient, body: Any, field: str) -> None:
    found = problem(await small.post("/orders", json=body), 422, "invalid")
    assert field in [each["field"] for each in found["errors"]]


async def test_parameters_are_named(small: httpx.AsyncClient) -> None:
    found = problem(await small.get("/numbers?limit=100000"), 422, "invalid")
    assert [each["field"] for each in found["errors"]] == ["limit"]
    found = problem(await small.get("/errors/field"), 422, "invalid")
    assert found["errors"] == [{"field": "handles[0].value", "problem": "is no phone number"}]


async def test_bad_json_is_invalid(small: httpx.AsyncClient) -> None:
    response = await small.post("/orders", content=b'{"name": ', headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


async def test_too_large_a_body_is_refused(small: httpx.AsyncClient) -> None:
    problem(await small.post("/orders", json={"name": "x" * 3000}), 413, "body_too_large")


async def test_what_the_database_cannot_hold_is_invalid(small: httpx.AsyncClient) -> None:
    problem(await small.get("/store", params={"text": "a~b"}), 422, "unstorable")
    problem(await small.get("/store", params={"number": 2**40}), 422, "unstorable")


@pytest.mark.parametrize(
    ("name", "status", "code", "field"),
    [
        ("taken", 409, "already_there", "code"),
        ("Not A Code", 422, "value_refused", "code"),
        ("orphan", 422, "reference_unknown", "agent_id"),
    ],
)
async def test_a_broken_constraint_is_the_clients_to_mend(
    small: httpx.AsyncClient, name: str, status: int, code: str, field: str
) -> None:
    """A net under the verbs, which should say it better."""
    await small.post("/orders", json={"name": "taken"})
    body = problem(await small.post("/orders", json={"name": name}), status, code)
    assert [each["field"] for each in body["errors"]] == [field]
    assert "DETAIL" not in str(body)


async def test_responses_are_guarded(small: httpx.AsyncClient) -> None:
    for path in ("/numbers", "/nowhere"):
        headers = (await small.get(path)).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"]
        assert headers["strict-transport-security"]
    forged = await small.get("/numbers", headers={"X-Request-ID": "bad id {}"})
    assert UUID(forged.headers["x-request-id"]).version == 7


async def test_pages_follow_one_another_to_the_end(small: httpx.AsyncClient) -> None:
    seen: list[int] = []
    after: str | None = None
    while True:
        params = {"limit": 4} | ({"after": after} if after else {})
        found = (await small.get("/numbers", params=params)).json()
        seen += found["items"]
        after = found["next"]
        if after is None:
            break
    assert seen == list(range(10))


async def test_a_changed_cursor_is_refused(small: httpx.AsyncClient) -> None:
    cursor = (await small.get("/numbers")).json()["next"]
    other = encode_cursor((datetime.datetime.now(datetime.UTC), "n"))
    for bad in (cursor[:-1], cursor[:-2] + "AA", "x", "é", "", other):
        found = problem(await small.get("/numbers", params={"after": bad}), 422, "invalid")
        assert found["errors"][0]["field"] == "after"


async def test_if_match_is_read(small: httpx.AsyncClient) -> None:
    assert (await small.patch("/orders/3")).json() == {"expected": None}
    assert (await small.patch("/orders/3", headers={"If-Match": "*"})).json() == {"expected": None}
    assert (await small.patch("/orders/3", headers={"If-Match": '"3"'})).json() == {"expected": 3}
    problem(await small.patch("/orders/3", headers={"If-Match": '"2"'}), 412, "stale")
    for bad in ("W/x", '"a"', '"1", "2"', '"99999999999999999999"'):
        problem(await small.patch("/orders/3", headers={"If-Match": bad}), 422, "invalid")


async def test_a_repeated_write_is_done_once_and_answered_again(
    small: httpx.AsyncClient, db: Database, org: UUID
) -> None:
    first = await small.post("/orders", json={"name": "once"}, headers={"Idempotency-Key": "k1"})
    again = await small.post("/orders", json={"name": "once"}, headers={"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["etag"] == first.headers["etag"] == '"3"'
    assert again.headers["location"] == "/orders/1"
    assert await rows(db, org) == ["once"]


async def test_a_key_is_for_one_request_only(small: httpx.AsyncClient, db: Database, org: UUID) -> None:
    await small.post("/orders", json={"name": "first"}, headers={"Idempotency-Key": "k2"})
    other = await small.post("/orders", json={"name": "second"}, headers={"Idempotency-Key": "k2"})
    problem(other, 409, "key_reused")
    assert await rows(db, org) == ["first"]


async def test_a_failed_write_frees_its_key(small: httpx.AsyncClient, db: Database, org: UUID) -> None:
    problem(await small.post("/orders", json={"name": "fails"}, headers={"Idempotency-Key": "k3"}), 409, "drawer_stuck")
    fine = await small.post("/orders", json={"name": "works"}, headers={"Idempotency-Key": "k3"})
    assert fine.status_code == 201
    assert await rows(db, org) == ["works"]


async def test_what_was_committed_before_a_failure_stays(small: httpx.AsyncClient, db: Database, org: UUID) -> None:
    problem(await small.post("/notes", headers={"Idempotency-Key": "k4"}), 409, "drawer_stuck")
    assert await rows(db, org) == ["noted"]


async def test_twins_at_once_are_done_once(
    small: httpx.AsyncClient, db: Database, org: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "WAIT_MILLISECONDS", 60_000)

    async def send() -> httpx.Response:
        return await small.post("/orders", json={"name": "slow"}, headers={"Idempotency-Key": "k5"})

    twins = [asyncio.create_task(send()) for _ in range(3)]
    small.gate.set()  # type: ignore[attr-defined] # the fixture's gate
    answers = await asyncio.gather(*twins)
    assert {each.status_code for each in answers} == {201}
    assert sorted(each.headers.get("idempotency-replayed", "") for each in answers) == ["", "true", "true"]
    assert await rows(db, org) == ["slow"]


async def test_a_twin_of_a_very_slow_request_is_told_to_come_again(small: httpx.AsyncClient) -> None:
    first = asyncio.create_task(small.post("/orders", json={"name": "slow"}, headers={"Idempotency-Key": "k6"}))
    await eventually(_begun(small))
    twin = await small.post("/orders", json={"name": "slow"}, headers={"Idempotency-Key": "k6"})
    problem(twin, 409, "busy")
    assert twin.headers["retry-after"] == "1"
    small.gate.set()  # type: ignore[attr-defined] # the fixture's gate
    assert (await first).status_code == 201


async def test_a_secret_is_not_kept(small: httpx.AsyncClient, db: Database, org: UUID) -> None:
    first = await small.post("/keys", headers={"Idempotency-Key": "k7"})
    assert first.json() == {"key": "wl_secret"}
    problem(await small.post("/keys", headers={"Idempotency-Key": "k7"}), 409, "answer_not_kept")
    async with db.transaction(org) as conn:
        assert await conn.fetchval("select count(*) from idempotency_key where body is not null") == 0


@pytest.mark.parametrize("key", ["", "x" * 256, "a\x01b"])
async def test_an_unusable_key_is_refused(small: httpx.AsyncClient, key: str) -> None:
    response = await small.post("/orders", json={"name": "x"}, headers={"Idempotency-Key": key})
    assert problem(response, 422, "invalid")["errors"][0]["field"] == "Idempotency-Key"


async def test_a_random_multipart_boundary_is_no_other_request(
    small: httpx.AsyncClient, db: Database, org: UUID
) -> None:
    answers = []
    for boundary in ("aaaa1111", "bbbb2222"):
        body = f'--{boundary}\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n--{boundary}--\r\n'
        kind = f"multipart/form-data; boundary={boundary}"
        headers = {"Idempotency-Key": "k8", "content-type": kind}
        answers.append(await small.post("/keys", content=body, headers=headers))
    assert [each.status_code for each in answers] == [201, 409]
    assert answers[1].json()["code"] == "answer_not_kept"


async def test_old_keys_are_swept(small: httpx.AsyncClient, db: Database, org: UUID) -> None:
    await small.post("/orders", json={"name": "old"}, headers={"Idempotency-Key": "k9"})
    async with db.transaction(org) as conn:
        await conn.execute("update idempotency_key set created_at = now() - interval '25 hours'")
    await sweep_idempotency_keys(db, org)
    async with db.transaction(org) as conn:
        assert await conn.fetchval("select count(*) from idempotency_key") == 0
