"""``warmline serve`` as a process of its own, on a data directory of its own.

Imported by the scripts beside it; running it measures nothing.
"""

import asyncio
import contextlib
import os
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator

import httpx

PATIENCE = 180.0


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def running(port: int, env: dict[str, str]) -> AsyncIterator[Process]:
    """The server, ready; stopped in order at the end. ``env`` adds settings."""
    settings = {"WARMLINE_PORT": str(port), "WARMLINE_LOG_LEVEL": "error"}
    command = (sys.executable, "-m", "warmline", "serve")
    quiet = asyncio.subprocess.DEVNULL
    server = await asyncio.create_subprocess_exec(*command, env=os.environ | settings | env, stdout=quiet, stderr=quiet)
    try:
        await until_ready(port, server)
        yield server
    finally:
        if server.returncode is None:
            server.terminate()
        await server.wait()


async def begin(env: dict[str, str]) -> None:
    """An organisation with all that it cannot do without, in an empty installation; SystemExit where that fails."""
    command = (sys.executable, "-m", "warmline", "org", "create", "Bench")
    made = await asyncio.create_subprocess_exec(*command, env=os.environ | env, stdout=asyncio.subprocess.DEVNULL)
    if await made.wait():
        raise SystemExit("No organisation could be begun.")


async def until_ready(port: int, server: Process | None = None) -> None:
    """Return once ``/ready`` says so; SystemExit where the server ended, or takes longer than three minutes."""
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        while server is None or server.returncode is None:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get("/ready")).status_code == 200:
                    return
            await asyncio.sleep(0.02)
    raise SystemExit(f"The server ended with {server.returncode}.")
