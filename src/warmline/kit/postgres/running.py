"""Which PostgreSQL processes work in a directory.

A pid file alone proves nothing: after a crash its number may belong to any other process. The postmaster and all its
children have the database directory as their working directory, so that is what identifies them.
"""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil

READY = ("ready", "standby")


class Postmaster(msgspec.Struct, frozen=True):
    """What a live postmaster says of itself in ``postmaster.pid``. ``status`` is empty while it is just starting."""

    pid: int
    port: int
    socket_dir: Path
    status: str

    @property
    def ready(self) -> bool:
        return self.status in READY


def find(cluster: Path) -> Postmaster | None:
    """The live postmaster of this directory. None if there is none, however its pid file looks."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if not lines or not lines[0].isdigit() or not _works_in(int(lines[0]), cluster):
        return None
    lines += [""] * (8 - len(lines))
    return Postmaster(pid=int(lines[0]), port=int(lines[3] or 0), socket_dir=Path(lines[4]), status=lines[7].strip())


def _works_in(pid: int, cluster: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name().startswith("postgres") and os.path.samefile(process.cwd(), cluster)
    except (psutil.Error, FileNotFoundError):
        # Gone, a zombie, or somebody else's: not one that we started here.
        return False


def _left_in(cluster: Path) -> Iterator[psutil.Process]:
    for pid in psutil.pids():
        if _works_in(pid, cluster):
            with contextlib.suppress(psutil.NoSuchProcess):
                yield psutil.Process(pid)


def clear(cluster: Path, socket_dir: Path, *, grace: float = 5.0) -> None:
    """Make sure that nothing works in the directory any more, then drop the lock files that are left.

    When a postmaster is killed its children end by themselves, but one within a long query only afterwards. For
    ``grace`` seconds they may end; then they are told to quit, which loses nothing that was committed. PostgreSQL
    trusts the numbers in its lock files, and would refuse to start when one now belongs to an unrelated process, or
    to a zombie that nobody waits for, as in a container without an init.
    """
    left = list(_left_in(cluster))
    for order in (None, signal.SIGQUIT, signal.SIGKILL):
        for process in left if order else []:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(order or 0)
        _, left = psutil.wait_procs(left, timeout=grace)
        if not left:
            break
    for path in (cluster / "postmaster.pid", *socket_dir.glob(".s.PGSQL.*")):
        path.unlink(missing_ok=True)
