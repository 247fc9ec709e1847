"""Every operation of our own description, called with odd input by an administrator: no 5xx, and every answer is as
described. Bounded, so that it takes well under a minute."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok

from tests.api.server import ADMIN_EMAIL, BEGIN, PASSWORD, Served
from tests.conftest import eventually

EXAMPLES = 5
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
# They would end what the others need.
SPARED = ("sign_out", "revoke_key", "disable_agent", "delete_role", "update_role", "set_agent_password")
world: dict[str, str] = {}


@schemathesis.serializer("application/jsonl", "application/x-ndjson")
def one_line(context: schemathesis.SerializationContext, value: Any) -> bytes:
    """Whatever it is, as one line."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("schemathesis") / "data")
    server.run(BEGIN)
    yield server
    server.end()


@pytest.fixture(scope="module")
async def api(served: Served) -> Any:
    """The description as it is served, and real ids to put into paths."""
    async with httpx.AsyncClient(base_url=f"{served.url}/api/v1", timeout=60) as client:
        session = await _made(client, "/session", email=ADMIN_EMAIL, password=PASSWORD)
        client.headers["X-CSRF-Token"] = session["csrf_token"]
        permissions = [each["code"] for each in (await client.get("/permissions")).json()]
        world.update(await _furnish(client))
        made = await _made(client, "/keys", name="schemathesis", scopes=permissions)
        world["key"] = made["secret"]
    return schemathesis.openapi.from_url(f"{served.url}/api/v1/openapi.json").exclude(operation_id=list(SPARED))


async def _made(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code in (200, 201, 202), f"{path}: {answer.text}"
    made: dict[str, Any] = answer.json()
    return made


async def _furnish(client: httpx.AsyncClient) -> dict[str, str]:
    await _made(client, "/packs/insurance/install")
    queue = await _made(client, "/queues", code="claims", name="Claims")
    account = await _made(
        client, "/channels", connector="webchat", channel="webchat", name="Site", address="s", queue_id=queue["id"]
    )
    async with httpx.AsyncClient(
        base_url=f"{client.base_url.copy_with(path='/')}channels/webchat/{account['id']}", timeout=60
    ) as visitor:
        session = await _made(visitor, "/session", fields={})
        visitor.headers["Authorization"] = f"Bearer {session['token']}"
        await _made(visitor, "/messages", client_id="1", text="I want to file a claim for my car")
    interaction = await _first(client, "/interactions")
    return {
        "queue_id": queue["id"],
        "account_id": account["id"],
        "interaction_id": interaction["id"],
        "case_id": interaction["case_id"],
        "customer_id": interaction["customer_id"],
        "message_id": (await _first(client, f"/interactions/{interaction['id']}/messages"))["id"],
        "term_id": (await _first(client, "/vocabularies/outcome/terms"))["id"],
        "template_id": (await _first(client, "/capture-templates"))["id"],
        "code": "outcome",
        "agent_id": (await _first(client, "/agents"))["id"],
        "role_id": (await _first(client, "/roles"))["id"],
        "team_id": (await _made(client, "/teams", code="t", name="T"))["id"],
        "skill_id": (await _made(client, "/skills", code="s", name="S"))["id"],
        "envelope_id": (await _first(client, "/envelopes"))["id"],
        "name": "insurance",
    }


async def _first(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """The first of them, once there is one."""

    async def items() -> list[dict[str, Any]]:
        answer = await client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    return (await eventually(items))[0]


def test_every_operation_answers_as_described(api: schemathesis.BaseSchema) -> None:
    refused: list[str] = []
    operations: list[Any] = [found.ok() for found in api.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 100
    for operation in operations:
        try:
            _try_out(operation)
        except FailureGroup as group:
            refused += [f"{operation.label}: {each}" for each in group.exceptions]
    assert not refused, "\n\n".join(refused)


def _try_out(operation: Any) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE))
    def call(case: Any) -> None:
        for name in case.path_parameters or {}:
            # Mostly something that exists, so that more is reached than "not found".
            if name in world and len(str(case.body)) % 4 != 3:
                case.path_parameters[name] = world[name]
        answer = case.call(headers={"Authorization": f"Bearer {world['key']}"}, timeout=60)
        case.validate_response(answer, checks=CHECKS)

    call()
