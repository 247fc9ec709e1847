"""Requests as spans: joined to the caller's trace, and without a word about who asked."""

import threading
from collections.abc import Iterator

import httpx
import msgspec
import pytest

from tests.application import over
from tests.kit.test_telemetry import Collector
from warmline.app import create_app
from warmline.kit import telemetry
from warmline.kit.db import Database
from warmline.kit.settings import Settings

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def collecting() -> Iterator[Collector]:
    server = Collector()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_request_is_a_span_of_the_callers_trace(
    db: Database, settings: Settings, collecting: Collector
) -> None:
    traced = msgspec.structs.replace(settings, otlp_endpoint=collecting.url)
    finish = telemetry.set_up(traced)
    try:
        app = create_app(db, traced)
        async with httpx.AsyncClient(transport=over(app), base_url="http://desk.test") as client:
            headers = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01", "User-Agent": "Maria's phone"}
            answer = await client.get("/api/v1/customers?handle=maria@example.com", headers=headers)
            assert answer.status_code == 401
            await client.get("/health")
    finally:
        finish()
    spans = collecting.spans()
    assert {span.trace_id.hex() for span in spans} == {TRACE}, "health is left out"
    assert any("/api/v1/customers" in span.name for span in spans)
    assert "aria" not in str(spans), "neither the address nor the phone of anybody"
    assert "client-" not in str(spans)


async def test_without_an_endpoint_there_is_no_tracing(db: Database, settings: Settings) -> None:
    app = create_app(db, settings)
    assert not any("OpenTelemetry" in type(plugin).__name__ for plugin in app.plugins)
