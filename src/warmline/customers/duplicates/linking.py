"""Links people in a process of its own, and hands on what that finds, as it comes."""

import asyncio
import contextlib
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING

import msgspec

from warmline.customers.duplicates.errors import LinkageFailed
from warmline.customers.duplicates.messages import Line, Outcome, Task
from warmline.customers.duplicates.people import Person

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

CHILD = "warmline.customers.duplicates.child"
MEMORY_MB, THREADS = 512, 1
# A pair with all its evidence is some 2 kB.
LONGEST_LINE = 1_048_576
DYING_WORDS = 4_000


async def link(
    people: AsyncIterator[list[Person]],
    *,
    least: float,
    most: int = 100_000,
    memory_mb: int = MEMORY_MB,
    threads: int = THREADS,
) -> AsyncGenerator[Line, None]:
    """Phases, pairs with their score at ``least`` and the likeliest first, and the outcome as the last line.

    ``memory_mb`` bounds DuckDB, which goes on in a temporary folder beyond it; the process holds some 250 MB besides.
    """
    with tempfile.TemporaryDirectory(prefix="warmline-linkage-") as folder:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", CHILD, stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=LONGEST_LINE
        )
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        task = Task(least=least, most=most, memory_mb=memory_mb, threads=threads, folder=folder)
        sending = asyncio.create_task(_send(child.stdin, task, people))
        dying = asyncio.create_task(_last(child.stderr))
        try:
            ended = False
            async for raw in child.stdout:
                line = msgspec.json.decode(raw, type=Line)
                ended = ended or line.end is not None
                yield line
            await sending
            if not ended:
                raise LinkageFailed(problem=_problem(await dying, await child.wait()))
        finally:
            await _end(child, sending, dying)


async def _send(to: "StreamWriter", task: Task, people: AsyncIterator[list[Person]]) -> None:
    # A child that has died does not read on; its last words say more than the broken pipe.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        encoder = msgspec.json.Encoder()
        to.write(encoder.encode(task) + b"\n")
        async for batch in people:
            to.write(b"".join(encoder.encode(each) + b"\n" for each in batch))
            await to.drain()
        to.close()
        await to.wait_closed()


async def _last(errors: "StreamReader") -> str:
    said = b""
    while more := await errors.read(65_536):
        said = (said + more)[-DYING_WORDS:]
    return said.decode(errors="replace")


def _problem(said: str, code: int) -> str:
    """The kind of error only: its text can hold what it was working on."""
    last = said.strip().splitlines()[-1:] or [""]
    kind = last[0].partition(":")[0].strip().rpartition(".")[2]
    return f"{kind} (exit code {code})" if kind.isidentifier() else f"exit code {code}"


async def _end(child: Process, *tasks: "asyncio.Task[object]") -> None:
    for each in tasks:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    if child.returncode is None:
        child.kill()
    await child.wait()


__all__ = ["Line", "Outcome", "link"]
