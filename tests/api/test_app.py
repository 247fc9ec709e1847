"""The application as a whole: what is served to anybody, and how it describes itself."""

import json

import httpx
import msgspec
import pytest
from litestar import Litestar

from tests.application import Person, problem
from warmline.api import describe
from warmline.app.slices import JOBS, PERIODIC, REACTIONS, SNAPSHOTS
from warmline.kit import reactions
from warmline.kit.errors import subclasses
from warmline.kit.events import registry
from warmline.kit.jobs.model import registry as jobs


async def test_health_asks_nobody(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


async def test_readiness_names_what_was_checked(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ready")
    assert answer.json() == {"ready": True, "checks": ["database", "migrations"]}


async def test_not_ready_while_background_work_is_down(client: httpx.AsyncClient, app: Litestar) -> None:
    class Down:
        def problems(self) -> dict[str, str]:
            return {"reactions": "fell over (ValueError)"}

    app.state.running = Down()
    try:
        body = problem(await client.get("/ready"), 503, "not_ready")
        assert body["errors"] == [{"field": "reactions", "problem": "fell over (ValueError)"}]
    finally:
        del app.state.running


async def test_metrics_are_counted_by_route_and_not_by_id(admin: Person, client: httpx.AsyncClient) -> None:
    await admin.get(f"/terms/{admin.org_id}")
    text = (await client.get("/metrics")).text
    assert 'path="/api/v1/terms/{term_id}"' in text
    assert str(admin.org_id) not in text


async def test_what_is_not_there_is_a_problem(client: httpx.AsyncClient) -> None:
    for path in ("/api/v1/nowhere", "/nowhere", "/api/v1/docs/nowhere/deep"):
        problem(await client.get(path), 404, "no_such_address")


async def test_every_operation_needs_sign_in_or_says_that_it_does_not(client: httpx.AsyncClient, app: Litestar) -> None:
    described = describe(app)
    for path, item in described["paths"].items():
        for method, operation in item.items():
            if not path.startswith("/api/v1") or operation.get("security") == [{}]:
                continue
            if operation["operationId"] in PROVES_ITSELF:
                continue
            address = path
            for parameter in operation.get("parameters", []):
                schema, named = parameter["schema"], "{" + parameter["name"] + "}"
                if schema.get("format") == "uuid":
                    address = address.replace(named, "01890000-0000-7000-8000-000000000000")
                elif schema.get("type") == "integer":
                    address = address.replace(named, "1")
            address = address.replace("{", "").replace("}", "")
            answer = await client.request(method.upper(), address)
            assert answer.status_code == 401, f"{method} {path} answers {answer.status_code} to a stranger"


# A channel proves by its signature where a delivery comes from.
PROVES_ITSELF = {"deliver"}


async def test_every_operation_is_described(app: Litestar) -> None:
    described = describe(app)
    seen: set[str] = set()
    for path, item in described["paths"].items():
        for method, operation in item.items():
            name = f"{method} {path}"
            assert operation.get("description") or operation.get("summary"), f"{name} says nothing of itself"
            assert operation["tags"], f"{name} has no tag"
            assert operation["operationId"] not in seen, f"{operation['operationId']} is two operations"
            assert operation["operationId"] == operation["operationId"].lower()
            seen.add(operation["operationId"])
            assert {"401", "422", "500"} <= set(operation["responses"]), name


async def test_lists_are_pages(app: Litestar) -> None:
    """A list that can grow without bound is read page by page."""
    described = describe(app)
    for path, item in described["paths"].items():
        operation = item.get("get")
        if operation and operation["operationId"].startswith("list_"):
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            bounded = operation["operationId"] in BOUNDED
            assert bounded or ("$ref" in schema and "Page" in schema["$ref"]), f"{path} is not a page"


# Lists that are short by nature: what one person has in hand or keeps, what belongs to one record, what is installed or
# set up, who is at work now, and the first few of what is sought.
BOUNDED = {
    "list_alerts",
    "list_calendar_days",
    "list_canned_variables",
    "list_case_decisions",
    "list_channel_health",
    "list_connectors",
    "list_followers",
    "list_hand_offs",
    "list_holiday_countries",
    "list_invitations",
    "list_links",
    "list_measures",
    "list_mentionable",
    "list_my_invitations",
    "list_my_sessions",
    "list_my_work",
    "list_occupancy",
    "list_packs",
    "list_participants",
    "list_permissions",
    "list_queue_loads",
    "list_references",
    "list_reply_options",
    "list_saved_views",
    "list_signals",
    "list_similar_cases",
    "list_transfer_targets",
    "list_work_of_agent",
}


async def test_the_description_is_served_and_readable(client: httpx.AsyncClient) -> None:
    served = (await client.get("/api/v1/openapi.json")).json()
    assert served["openapi"].startswith("3.1")
    page = (await client.get("/docs")).text
    assert 'id="list_vocabularies"' in page
    assert "https://" not in page.replace("https://warmline", "")
    assert (await client.get("/api/v1/docs/openapi.json")).json() == served
    events = (await client.get("/api/v1/asyncapi.json")).json()
    assert events["asyncapi"] == "3.0.0"
    assert len(events["components"]["messages"]) > 20


@pytest.mark.parametrize("path", ["/docs", "/docs/problems", "/docs/problems/invalid", "/"])
async def test_pages_bring_nothing_from_elsewhere_and_only_the_desk_has_scripts(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path)
    assert answer.headers["content-type"].startswith("text/html")
    assert path == "/" or "<script" not in answer.text
    assert 'src="http' not in answer.text
    assert 'href="http' not in answer.text


async def test_a_page_that_is_not_there_is_a_problem(client: httpx.AsyncClient) -> None:
    problem(await client.get("/docs/problems/none"), 404, "not_found")
    problem(await client.get("/assets/none"), 404, "not_found")


async def test_a_problem_leads_to_its_page(client: httpx.AsyncClient) -> None:
    body = (await client.get("/api/v1/session")).json()
    assert "Sign in" in (await client.get(body["type"])).text


async def test_markup_is_escaped() -> None:
    from warmline.api.markup import document, tag

    page = document("<t>", tag("p", '<script>"x"</script>', title='"><script>')).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_everything_that_slices_register_is_listed() -> None:
    ours = {name for name, each in reactions.model.registry.items() if each.handle.__module__.startswith("warmline.")}
    assert ours == {each.name for each in REACTIONS}
    ours = {name for name, each in jobs.items() if each.handle.__module__.startswith("warmline.")}
    assert ours == {each.name for each in JOBS}
    assert len({each.name for each in PERIODIC}) == len(PERIODIC)


def test_every_entity_that_an_event_changes_has_a_snapshot() -> None:
    for type_, cls in registry.items():
        if cls.__module__.startswith("warmline."):
            assert set(cls.entities) <= set(SNAPSHOTS), f"{type_} changes what nobody can load"


def test_error_codes_are_unique_and_complete() -> None:
    ours = [each for each in subclasses() if each.__module__.startswith("warmline.")]
    ours = [each for each in ours if not each.__module__.startswith("warmline.cli.")]
    assert len({each.code() for each in ours}) == len(ours)
    assert all(each.__doc__ for each in ours)


async def test_the_event_messages_are_what_the_log_gives(admin: Person, client: httpx.AsyncClient) -> None:
    described = (await client.get("/api/v1/asyncapi.json")).json()
    logged = set(described["components"]["schemas"]["Logged"]["properties"])
    (item,) = (await admin.get("/events", params={"limit": 1})).json()["items"]
    assert set(item) - {"data"} == logged
    assert json.dumps(described)
    assert msgspec.json.decode(msgspec.json.encode(described)) == described
