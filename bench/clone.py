"""From ``git clone`` to the running desk: a clone in an empty folder, ``make run``, until ``/ready`` says yes.

Run: python -m bench.clone. Seconds. Nothing is taken from a cache of pip. The floor is the same clone and the install
of the same locked packages into a new environment, without anything of Warmline; both come over the network.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, STDOUT, Process
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from bench._report import Clock, Figure, Report
from bench._serving import free_port, until_ready

ROOT = Path(__file__).resolve().parents[1]
PROMISE = "ours <= 180"


async def run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> None:
    """To its end; SystemExit where it fails."""
    made = await asyncio.create_subprocess_exec(*command, cwd=cwd, env=env, stdout=DEVNULL, stderr=DEVNULL)
    if await made.wait():
        raise SystemExit(f"{' '.join(command)} failed.")


def environment(folder: Path) -> dict[str, str]:
    """As on a fresh machine: no cache, no data, no environment that is active."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WARMLINE_", "VIRTUAL_ENV"))}
    return kept | {"PIP_NO_CACHE_DIR": "1", "WARMLINE_DATA_DIR": str(folder / "data")}


async def floor(folder: Path) -> float:
    """Seconds to clone, and to install the packages."""
    clock = Clock()
    await run("git", "clone", "--quiet", str(ROOT), "floor", cwd=folder)
    await run(sys.executable, "-m", "venv", "packages", cwd=folder)
    lock = str(folder / "floor" / "requirements.lock")
    pip = ("packages/bin/python", "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", lock)
    await run(*pip, cwd=folder, env=environment(folder))
    return clock.seconds


async def ours(folder: Path) -> tuple[float, float]:
    """Seconds until it answers; and, of those, from the second start on, when all is installed and loaded."""
    clock, port = Clock(), free_port()
    await run("git", "clone", "--quiet", str(ROOT), "ours", cwd=folder)
    env = environment(folder) | {"WARMLINE_PORT": str(port)}
    first = await started(folder / "ours", env, port)
    seconds = clock.seconds
    await stop(first)
    clock = Clock()
    second = await started(folder / "ours", env, port)
    again = clock.seconds
    await stop(second)
    return seconds, again


async def started(folder: Path, env: dict[str, str], port: int) -> Process:
    """``make run``, ready; the lines that it printed are shown where it ends instead."""
    log = (folder / "run.log").open("ab")
    with log:
        made = await asyncio.create_subprocess_exec(
            "make", "run", cwd=folder, env=env, stdout=log, stderr=STDOUT, start_new_session=True
        )
    try:
        await until_ready(port, made)
    except BaseException:
        print((folder / "run.log").read_text()[-2000:], file=sys.stderr)
        await stop(made)
        raise
    return made


async def stop(made: Process) -> None:
    """End make and all that it started."""
    if made.returncode is None:
        os.killpg(made.pid, signal.SIGTERM)
    await made.wait()


async def main() -> None:
    report = Report("From git clone to the running desk, with the demo loaded")
    with TemporaryDirectory() as name:
        # PostgreSQL runs as another user where this is root, and must get into it.
        os.chmod(name, 0o755)
        folder = Path(name)
        least = await floor(folder)
        seconds, again = await ours(folder)
    report.add(Figure(what="clone, make run, ready", unit="s", floor=least, ours=seconds, budget=PROMISE))
    report.add(Figure(what="make run once more", unit="s", ours=again))
    report.show()


if __name__ == "__main__":
    uvloop.run(main())
