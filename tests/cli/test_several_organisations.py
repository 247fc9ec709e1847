"""An installation that several organisations share is served like any other."""

import socket

import httpx

from tests.cli.asking import SECONDS
from tests.cli.conftest import Installation
from tests.conftest import eventually


async def test_an_installation_of_two_organisations_is_served(fresh: Installation) -> None:
    for name in ("One", "Other"):
        fresh.run("org", "create", name)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    server = fresh.start("serve", WARMLINE_PORT=port)

    async def ready() -> bool:
        assert server.poll() is None, server.communicate(timeout=SECONDS)
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{port}/ready")).status_code == 200
        except httpx.TransportError:
            return False

    try:
        assert await eventually(ready, within=SECONDS)
    finally:
        server.terminate()
        server.communicate(timeout=SECONDS)
