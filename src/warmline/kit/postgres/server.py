"""The embedded server, shared by every process that opens the same data directory.

Two locks in the data directory say who is there, and the kernel drops them when a process dies, however it dies:
``postgres.lock`` is held by whoever starts or stops the server, ``postgres.users`` is shared by all who use it. The
last one out stops the server. A server whose users were all killed goes on, and the next one takes it over.
"""

import atexit
import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from warmline.kit.log import logger
from warmline.kit.postgres import cluster as clusters
from warmline.kit.postgres import errors, running

log = logger(__name__)

PATIENCE = 900.0
"""Seconds that a start may take: a large database recovers from a crash for minutes."""
STOPPING = 60.0
"""Seconds that an orderly stop may take before the server is told to quit; then it recovers at the next start."""
RESERVE = 100 * clusters.MEGABYTE
LOG_LIMIT = 5 * clusters.MEGABYTE


class EmbeddedPostgres:
    """A running PostgreSQL 18 in a data directory. Make one with ``start``; it blocks, so not on an event loop."""

    def __init__(self, data_dir: Path, owner: clusters.User, users: IO[str], found: running.Postmaster) -> None:
        self.data_dir = data_dir
        self.cluster = data_dir / "postgres"
        self.pid = found.pid
        self.port = found.port
        self.socket_dir = found.socket_dir
        self._owner = owner
        self._users: IO[str] | None = users
        self._process = os.getpid()
        atexit.register(self.stop)

    @classmethod
    def start(
        cls,
        data_dir: Path,
        *,
        options: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
        reserve: int = RESERVE,
    ) -> Self:
        """Start the server of this data directory, or join the one that runs there; an empty one is set up first.

        ``options`` are PostgreSQL settings over ours, for a server that is started now. ``patience`` is in seconds.
        ``reserve`` bytes must be free on the disk. Raises a ``DatabaseStartError`` that says what to do.
        """
        data_dir, owner = _prepare(data_dir)
        with _gate(data_dir, patience):
            users = _open(data_dir / "postgres.users")
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                found = _join(data_dir, patience) or _launch(data_dir, owner, dict(options or {}), patience, reserve)
            except BaseException:
                users.close()
                raise
        return cls(data_dir, owner, users, found)

    def dsn(self, user: str = "postgres", database: str = "postgres") -> str:
        """A connection address over the private socket."""
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{quote(user, safe='')}@/{quote(database, safe='')}?host={host}&port={self.port}"

    def program(self, name: str) -> Path:
        """The path of a PostgreSQL program of the same version, such as ``pg_dump``."""
        return clusters.programs(self._owner) / name

    @property
    def alive(self) -> bool:
        found = running.find(self.cluster)
        return found is not None and found.pid == self.pid

    def stop(self) -> None:
        """Leave the server; the last one out stops it. A second call does nothing, nor does one in a forked child."""
        if self._users is None or self._process != os.getpid():
            return
        atexit.unregister(self.stop)
        with _gate(self.data_dir, PATIENCE):
            users, self._users = self._users, None
            with contextlib.closing(users):
                if _alone(users):
                    _shut_down(self.cluster, self.socket_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _prepare(data_dir: Path) -> tuple[Path, clusters.User]:
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        data_dir = data_dir.resolve()
        _open(data_dir / "postgres.lock").close()
    except OSError as error:
        raise errors.DirectoryNotWritable(
            path=data_dir, problem=error.strerror, user=clusters.User.own().name
        ) from error
    owner, path = clusters.whose(data_dir), data_dir / "postgres"
    if path.exists() and (found := path.stat().st_uid) != owner.uid:
        raise errors.OwnedByAnother(path=path, owner=clusters.User.of(found).name, user=owner.name)
    return data_dir, owner


def _open(path: Path) -> IO[str]:
    """A private file in the data directory, which stays with the directory's owner also when root opens it first."""
    file = open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+")  # noqa: SIM115 (the caller closes it)
    if os.geteuid() == 0:
        parent = path.parent.stat()
        os.fchown(file.fileno(), parent.st_uid, parent.st_gid)
    return file


@contextlib.contextmanager
def _gate(data_dir: Path, patience: float) -> Iterator[None]:
    """Only one process at a time starts or stops the server of a directory."""
    deadline = time.monotonic() + patience
    with _open(data_dir / "postgres.lock") as file:
        while not _try_lock(file):
            if time.monotonic() > deadline:
                file.seek(0)
                holder = file.read().strip() or "unknown"
                raise errors.DatabaseLocked(path=data_dir, holder=holder, seconds=round(patience))
            time.sleep(0.02)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alone(users: IO[str]) -> bool:
    """Whether no other process uses the server. None can arrive meanwhile: that needs the gate, which we hold."""
    return _try_lock(users)


def _join(data_dir: Path, patience: float) -> running.Postmaster | None:
    """The server that already runs here, once it is ready. None when there is none, or it has just stopped."""
    deadline = time.monotonic() + patience
    while (found := running.find(data_dir / "postgres")) is not None:
        if found.ready:
            return found
        if time.monotonic() > deadline:
            raise errors.StartTimedOut(path=data_dir, seconds=round(patience), log=data_dir / "postgres.log")
        time.sleep(0.02)
    return None


def _launch(
    data_dir: Path, owner: clusters.User, options: dict[str, str], patience: float, reserve: int
) -> running.Postmaster:
    path, log_path = data_dir / "postgres", data_dir / "postgres.log"
    clusters.check_space(data_dir, reserve)
    bin_dir = clusters.programs(owner)
    if not path.exists():
        clusters.create(path, owner, bin_dir, log=log_path)
    clusters.check(path, log=log_path)
    socket_dir = clusters.socket_dir(path, owner)
    running.clear(path, socket_dir)
    clusters.configure(path, owner, options | {"unix_socket_directories": str(socket_dir)})
    if log_path.exists() and log_path.stat().st_size > LOG_LIMIT:
        log_path.replace(log_path.with_suffix(".log.1"))
    with _open(log_path) as output:
        before = os.fstat(output.fileno()).st_size
        _run(path, owner, bin_dir, output, patience)
    found = running.find(path)
    if found is None:
        _drop(socket_dir, path)
        raise clusters.explain(path, log_path, clusters.tail(log_path, start=before))
    if not found.ready:
        raise errors.StartTimedOut(path=data_dir, seconds=round(patience), log=log_path)
    log.info("database_started", path=str(path), pid=found.pid)
    return found


def _run(path: Path, owner: clusters.User, bin_dir: Path, output: IO[str], patience: float) -> None:
    """Have pg_ctl start the server in a session of its own, so that neither Ctrl-C nor our end reaches it."""
    command = [
        str(bin_dir / "pg_ctl"),
        "start",
        "-s",
        "-w",
        "-t",
        str(max(1, round(patience))),
        "-D",
        clusters.named(path),
    ]
    began = time.monotonic()
    starting = subprocess.Popen(
        command,
        cwd=path,
        env=clusters.environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        **owner.runs(),
    )
    with starting:
        while True:
            try:
                starting.wait(timeout=5)
            except subprocess.TimeoutExpired:
                log.info("database_still_starting", seconds=round(time.monotonic() - began), log=output.name)
            else:
                return


def _shut_down(cluster: Path, socket_dir: Path) -> None:
    """Fast shutdown: open transactions are rolled back, all that was committed is written."""
    found = running.find(cluster)
    for order, seconds in ((signal.SIGINT, STOPPING), (signal.SIGQUIT, 10.0)):
        if found is None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(found.pid, order)
        found = _gone_within(cluster, found, seconds)
    running.clear(cluster, socket_dir)
    _drop(socket_dir, cluster)
    log.info("database_stopped", path=str(cluster))


def _drop(socket_dir: Path, cluster: Path) -> None:
    if socket_dir != cluster:
        # One that holds something else as well stays, and does no harm.
        with contextlib.suppress(OSError):
            socket_dir.rmdir()


def _gone_within(cluster: Path, found: running.Postmaster, seconds: float) -> running.Postmaster | None:
    deadline = time.monotonic() + seconds
    while (still := running.find(cluster)) is not None and still.pid == found.pid:
        if time.monotonic() > deadline:
            return still
        time.sleep(0.01)
    return None
