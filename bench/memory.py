"""What an idle installation takes: ``warmline serve`` with everything, on its own PostgreSQL, after it has settled.

Run: python -m bench.memory [seconds idle]. Megabytes. All processes are counted, and what they share is counted once
(PSS), which is what the machine would have back. The floor is the same PostgreSQL with a bare web server, one handler
and ten connections. Growth is from ten seconds after the start to the end.
"""

import asyncio
import sys
from asyncio.subprocess import Process
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from bench._channels import bench
from bench._machine import family, memory, working_in
from bench._report import Figure, Report
from bench._serving import begin, free_port, running
from bench.accept import load, request, served

PROMISE = "ours <= 350"
EARLY = 10.0
Parts = dict[str, float]


def parts(server: Process, folder: Path) -> Parts:
    """Of the server, and of the PostgreSQL below the folder."""
    return {"Warmline": memory(family(server.pid)), "PostgreSQL": memory(working_in(folder))}


async def ours(folder: Path, seconds: float) -> tuple[Parts, Parts]:
    """Early, and at the end."""
    env = {"WARMLINE_DATA_DIR": str(folder)}
    await begin(env)
    async with running(free_port(), env) as server:
        await asyncio.sleep(EARLY)
        early = parts(server, folder)
        await asyncio.sleep(max(0.0, seconds - EARLY))
        return early, parts(server, folder)


async def floor() -> Parts:
    """A bare web server that has been asked, and PostgreSQL."""
    async with bench(size=1) as at, served("floor", at) as bare:
        await load(bare.port, [request("/floor", b"x")] * 100)
        await asyncio.sleep(EARLY)
        return parts(bare.process, at.folder)


async def main(seconds: float) -> None:
    report = Report(f"Memory of an idle installation, {seconds:.0f} s after its start")
    least = await floor()
    with TemporaryDirectory() as name:
        early, late = await ours(Path(name) / "data", seconds)
    total, begun = sum(late.values()), sum(early.values())
    add = report.add
    add(
        Figure(
            what="everything", unit="MB", floor=sum(least.values()), ours=total, growth=total / begun, budget=PROMISE
        )
    )
    for kind in sorted(late):
        add(
            Figure(
                what=f"of which {kind}", unit="MB", floor=least[kind], ours=late[kind], growth=late[kind] / early[kind]
            )
        )
    report.show()


if __name__ == "__main__":
    uvloop.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0))
