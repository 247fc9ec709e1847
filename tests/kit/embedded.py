"""What the tests of the embedded database share."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from warmline.kit.postgres import EmbeddedPostgres

OTHER_PROCESS = """
import sys
from pathlib import Path
from warmline.kit.postgres import EmbeddedPostgres
with EmbeddedPostgres.start(Path(sys.argv[1])) as database:
    print(database.pid, flush=True)
    sys.stdin.read()
"""


def eventually(holds: Callable[[], bool], *, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not come about in time"
        os.sched_yield()


def ask(database: EmbeddedPostgres, sql: str) -> str:
    """The answer as psql prints it."""
    command = [str(database.program("psql")), "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, database.dsn()]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def another_process(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that uses the database until its input is closed."""
    command = [sys.executable, "-c", OTHER_PROCESS, str(data_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def server_of(process: subprocess.Popen[str]) -> int:
    """The server that the process uses, as soon as it does."""
    assert process.stdout is not None
    return int(process.stdout.readline())


def works(pid: int) -> bool:
    """Whether the process is there and not a zombie."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def kill_and_wait(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not works(pid))
