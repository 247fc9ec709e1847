"""Every operation of our own description, called with odd input by an administrator: no 5xx, and every answer is as
described. Bounded, so that it takes well under a minute."""

import time
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
def api(served: Served) -> Any:
    """The description as it is served, and real ids to put into paths."""
    with httpx.Client(base_url=f"{served.url}/api/v1", timeout=60) as client:
        client.headers["X-CSRF-Token"] = _made(client, "/session", email=ADMIN_EMAIL, password=PASSWORD)["csrf_token"]
        permissions = [each["code"] for each in client.get("/permissions").json()]
        world.update(_furnish(client))
        world["key"] = _made(client, "/keys", name="schemathesis", scopes=permissions)["secret"]
    return schemathesis.openapi.from_url(f"{served.url}/api/v1/openapi.json").exclude(operation_id=list(SPARED))


def _made(client: httpx.Client, path: str, **body: Any) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.status_code in (200, 201, 202), f"{path}: {answer.text}"
    made: dict[str, Any] = answer.json()
    return made


def _furnish(client: httpx.Client) -> dict[str, str]:
    _made(client, "/packs/insurance/install")
    queue = _made(client, "/queues", code="claims", name="Claims")
    account = _made(
        client, "/channels", connector="webchat", channel="webchat", name="Site", address="s", queue_id=queue["id"]
    )
    with httpx.Client(
        base_url=f"{client.base_url.copy_with(path='/')}channels/webchat/{account['id']}", timeout=60
    ) as visitor:
        visitor.headers["Authorization"] = f"Bearer {_made(visitor, '/session', fields={})['token']}"
        _made(visitor, "/messages", client_id="1", text="I want to file a claim for my car")
    interaction = _first(client, "/interactions")
    return {
        "queue_id": queue["id"],
        "account_id": account["id"],
        "interaction_id": interaction["id"],
        "case_id": interaction["case_id"],
        "customer_id": interaction["customer_id"],
        "message_id": _first(client, f"/interactions/{interaction['id']}/messages")["id"],
        "term_id": _first(client, "/vocabularies/outcome/terms")["id"],
        "template_id": _first(client, "/capture-templates")["id"],
        "code": "outcome",
        "agent_id": _first(client, "/agents")["id"],
        "role_id": _first(client, "/roles")["id"],
        "team_id": _made(client, "/teams", code="t", name="T")["id"],
        "skill_id": _made(client, "/skills", code="s", name="S")["id"],
        "envelope_id": _first(client, "/envelopes")["id"],
        "name": "insurance",
    }


def _first(client: httpx.Client, path: str) -> dict[str, Any]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        if answer.json()["items"]:
            found: dict[str, Any] = answer.json()["items"][0]
            return found
        time.sleep(0.02)
    raise AssertionError(f"{path} stays empty")


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
