"""Traces and metrics: sent only where an endpoint is set, and never with personal data."""

import gzip
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client import REGISTRY

from tests.kit.notes import NoteWritten, copy, write
from warmline.kit import jobs, telemetry
from warmline.kit.db import Database
from warmline.kit.jobs import Worker
from warmline.kit.reactions import Reactor, reacts_to
from warmline.kit.settings import Settings

OBSERVE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "observe.md"


class Collector(HTTPServer):
    """Receives traces as an OpenTelemetry collector does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received: list[tuple[str, ExportTraceServiceRequest]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def spans(self) -> list[Any]:
        return [
            span
            for _, request in self.received
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


class Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.received.append((self.path, ExportTraceServiceRequest.FromString(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_without_an_endpoint_nothing_is_loaded() -> None:
    program = """
import sys
from prometheus_client import REGISTRY

from tests.kit.notes import NoteWritten, copy, write
from warmline.kit import jobs, telemetry
from warmline.kit.db import Database
from warmline.kit.jobs import Worker
from warmline.kit.reactions import Reactor, reacts_to
from warmline.kit.settings import Settings
telemetry.set_up(Settings())()
with telemetry.span("quiet"):
    print(any(name.startswith("opentelemetry") for name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_spans_reach_the_collector_without_personal_data(collector: Collector) -> None:
    finish = telemetry.set_up(Settings(otlp_endpoint=collector.url + "/"))
    with (
        telemetry.span("receive", envelopes=2),
        telemetry.span("parse", sender="Maria", reason="from maria@example.com"),
    ):
        pass
    finish()
    assert {path for path, _ in collector.received} == {"/v1/traces"}
    text = str(collector.received)
    assert "Maria" not in text
    assert "maria" not in text
    inner, outer = collector.spans()
    assert (inner.name, outer.name) == ("parse", "receive")
    assert inner.parent_span_id == outer.span_id


def test_a_failing_span_tells_the_class_and_not_the_words(collector: Collector) -> None:
    finish = telemetry.set_up(Settings(otlp_endpoint=collector.url))
    with pytest.raises(ValueError, match="Maria"), telemetry.span("receive"):
        raise ValueError("Maria is unknown")
    finish()
    assert "ValueError" in str(collector.received)
    assert "Maria" not in str(collector.received)


def test_every_metric_is_explained_to_operators() -> None:
    page = OBSERVE.read_text()
    for metric in telemetry.METRICS:
        (family,) = metric.collect()
        assert f"`{family.name}" in page, family.name


def test_no_label_can_hold_a_person() -> None:
    allowed = {"connector", "job", "kind", "outcome", "reaction", "reason"}
    for metric in telemetry.METRICS:
        assert set(metric._labelnames) <= allowed


def measured(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_reactions_are_measured(db: Database, org: UUID) -> None:
    reaction = reacts_to(NoteWritten, name="test.measured")(copy)
    await write(db, org, "a")
    await Reactor(db, [reaction]).drain(org)
    assert measured("warmline_reaction_batch_seconds_count", reaction="test.measured") == 1
    lag = measured("warmline_reaction_lag_seconds_sum", reaction="test.measured")
    assert lag > 0
    assert lag < 60


async def test_jobs_are_measured(db: Database, org: UUID) -> None:
    @jobs.job("test.measured", attempts=1)
    async def work(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
        """Fails where it is asked to."""
        if payload["fails"]:
            raise ValueError

    async with db.transaction(org) as conn:
        for fails in (True, False, False):
            await jobs.enqueue(conn, org, "test.measured", {"fails": fails})
    await Worker(db, [work]).drain()
    assert measured("warmline_jobs_done_total", job="test.measured") == 2
    assert measured("warmline_jobs_failed_total", job="test.measured") == 1
