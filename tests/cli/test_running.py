"""A server as people start it: on an empty directory, with commands beside it, and stopped in order."""

import json
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.cli.asking import SECONDS
from tests.cli.conftest import Installation
from tests.conftest import eventually

LINE = {
    "at": "2026-03-03T09:05:07Z",
    "channel": "sms",
    "account": "+12025550110",
    "external_id": "SM1",
    "direction": "inbound",
    "from": {"scheme": "phone", "value": "+12155550183"},
    "messages": [{"at": "2026-03-03T09:05:07Z", "text": "I lost my card."}],
}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def _running(installation: Installation, *words: str, port: int) -> AsyncIterator[subprocess.Popen[str]]:
    process = installation.start(*words, WARMLINE_PORT=str(port))

    async def ready() -> bool:
        assert process.poll() is None, process.communicate(timeout=SECONDS)
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{port}/ready")).status_code == 200
        except httpx.TransportError:
            return False

    try:
        await eventually(ready, within=SECONDS)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=SECONDS)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_a_server_begins_an_empty_directory_works_beside_commands_and_stops_in_order(
    fresh: Installation, stop: signal.Signals
) -> None:
    port = _free_port()
    async with _running(fresh, "serve", port=port) as server:
        done = fresh.run("import", "contacts", "-", "--json", said=json.dumps(LINE) + "\n")
        assert json.loads(done.stdout)["contacts"] == 1
        key = fresh.json("key", "create", "reader", "--scope", "case.read")["secret"]
        async with httpx.AsyncClient(headers={"authorization": f"Bearer {key}"}, timeout=30) as client:
            answer = await client.get(f"http://127.0.0.1:{port}/api/v1/interactions")
        assert [each["channel"] for each in answer.json()["items"]] == ["sms"]
        server.send_signal(stop)
        _, said = server.communicate(timeout=SECONDS)
    assert server.returncode == 0, said
    assert f"begin one: http://127.0.0.1:{port}/setup#" in said
    assert f"Serving on http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert not (fresh.data_dir / "postgres" / "postmaster.pid").exists()


def test_a_port_that_is_taken_is_said(fresh: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = fresh.start("serve", WARMLINE_PORT=str(port))
        _, said = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert f"127.0.0.1:{port}" in said
    assert "Traceback" not in said


def test_a_worker_stops_in_order(fresh: Installation) -> None:
    process = fresh.start("work")
    line = next(line for line in process.stderr or () if "working" in line)
    assert line
    process.terminate()
    process.communicate(timeout=SECONDS)
    assert process.returncode == 0
