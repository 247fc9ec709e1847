"""How fast webhooks are accepted, each answered only when it is durable, by 32 connections at once.

Run: python -m bench.accept [requests]. The floor is the same server with one INSERT a request. Growth is from the first
half to the second. The promise is 0.6 of the floor.
"""

import asyncio
import contextlib
import hashlib
import hmac
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import uvloop

from bench._channels import REGISTRY, Bench, bench, line
from bench._report import Clock, Figure, Report
from bench._serving import free_port
from warmline.accounts import system
from warmline.channels import update_account

CONNECTIONS = 32
SECRET = "a secret of the bench"
ROOT = Path(__file__).resolve().parents[1]


class Result(msgspec.Struct, frozen=True):
    """Requests a second, and the latency that one in a hundred exceeds, in milliseconds."""

    rate: float
    p99: float


class Bare(NamedTuple):
    """A web server of a bench."""

    port: int
    process: Process


@contextlib.asynccontextmanager
async def served(factory: str, at: Bench, module: str = "_accept_app") -> AsyncIterator[Bare]:
    """granian with one worker."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--loop", "uvloop", "--no-log"),
        *("--host", "127.0.0.1", "--port", str(port), f"bench.{module}:{factory}"),
    ]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    env = os.environ | {"BENCH_DSN": at.server.dsn("warmline_app", "postgres"), "PYTHONPATH": paths}
    server = await asyncio.create_subprocess_exec(*command, env=env, cwd=ROOT)
    try:
        await _until_up(port)
        yield Bare(port, server)
    finally:
        server.terminate()
        await server.wait()


async def _until_up(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.05)
    raise SystemExit("The server did not start.")


async def load(port: int, requests: Sequence[bytes]) -> Result:
    """Send them all by 32 connections, each waiting for its answer; any but 200 ends the run."""
    todo, took = iter(requests), list[float]()
    clock = Clock()
    await asyncio.gather(*(_client(port, todo, took) for _ in range(CONNECTIONS)))
    return Result(len(took) / clock.seconds, sorted(took)[int(len(took) * 0.99)] * 1000)


async def _client(port: int, todo: Iterator[bytes], took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in todo:
        clock = Clock()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(each for each in head.lower().split(b"\r\n") if each.startswith(b"content-length"))
        answer = await reader.readexactly(int(length.split(b":")[1]))
        took.append(clock.seconds)
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(answer.decode())
    writer.close()


def request(path: str, body: bytes) -> bytes:
    proof = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"X-Warmline-Signature: sha256={proof}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def measure(factory: str, path: str, at: Bench, count: int, first: int) -> list[Result]:
    """Two halves, after a warm-up."""
    bodies = [line(first + n, n % 1000, n % 86_000) for n in range(count + 500)]
    requests = [request(path, body) for body in bodies]
    async with served(factory, at) as bare:
        await load(bare.port, requests[:500])
        half = 500 + count // 2
        return [await load(bare.port, requests[500:half]), await load(bare.port, requests[half:])]


def mean(halves: Sequence[Result]) -> float:
    return sum(each.rate for each in halves) / len(halves)


async def main(count: int) -> None:
    report = Report(f"Accepting webhooks, {CONNECTIONS} connections")
    async with bench() as at:
        async with at.db.transaction(at.org) as conn:
            actor, settings = system(at.org, "bench"), {"signing_secret": SECRET}
            await update_account(conn, actor, REGISTRY, at.account.id, settings=settings)
        base = await measure("floor", "/floor", at, count, 0)
        path = f"/channels/{at.account.id}/webhook"
        ours = await measure("ours", path, at, count, 10_000_000)
        async with at.db.transaction(at.org) as conn:
            kept = await conn.fetchval("select count(*) from envelope")
    assert kept == count + 500, f"{kept} envelopes for {count + 500} answers"
    growth = ours[0].rate / ours[1].rate
    figure = Figure(what="webhooks, durable", unit="requests/s", floor=mean(base), ours=mean(ours), growth=growth)
    report.add(msgspec.structs.replace(figure, budget="ratio >= 0.6"))
    slowest = max(each.p99 for each in ours)
    report.add(Figure(what="the slowest in a hundred", unit="ms", floor=max(each.p99 for each in base), ours=slowest))
    report.show()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
